"""Focal point and crops, set on the picture by pointer and by key, and in numbers without a script."""

import pytest
from playwright.sync_api import expect

from images.files import renditions
from images.models import Image
from newsroom.tests.browser.accessibility import faults, looks
from newsroom.tests.browser.actions import address
from newsroom.tests.factories import jpeg, make_image

FOCAL, BOX, HANDLE = ".crops-focal", ".crops-box", ".crops-handle"
AGAIN = ".crops-bar > button"


@pytest.fixture
def picture(site):
    site.image = make_image(jpeg(1600, 1000))
    site.page = address("images_image_crops", site.image.pk)
    return site


def opened(picture, page):
    page.goto(picture.page)
    page.locator(FOCAL).wait_for()


def numbers(page, crop="16x9"):
    """How a crop is set, and its numbers."""
    how = page.locator(f"[name='{crop}-how']:checked").get_attribute("value")
    return (how, *(float(page.input_value(f"#id_{crop}-{n}")) for n in ("left", "top", "width")))


def focal(page):
    return tuple(float(page.input_value(f"#id_focal_{axis}")) for axis in "xy")


def press(page, place, *keys):
    page.locator(place).focus()
    for key in keys:
        page.keyboard.press(key)


def saved(picture, page):
    page.click(".crops [type=submit]")
    page.wait_for_url(f"**{address('images_image_change', picture.image.pk)}")
    picture.image.refresh_from_db()
    return picture.image


def click_at(page, left, top):
    """Click on the picture, at percents of it."""
    area = page.locator(".crops-stage").bounding_box()
    page.mouse.click(area["x"] + area["width"] * left / 100, area["y"] + area["height"] * top / 100)


def drag(page, place, right, down):
    """Drag what is there, by percents of the picture."""
    area, start = (page.locator(p).bounding_box() for p in (".crops-stage", place))
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + area["width"] * right / 200, y + area["height"] * down / 200)
    page.mouse.move(x + area["width"] * right / 100, y + area["height"] * down / 100)
    page.mouse.up()


def preview(page, crop):
    """What part of the picture a preview shows: left, top, width and height, from 0 to 1."""
    return page.locator(f"[data-crop='{crop}'] .crop-preview").evaluate(
        """(node) => {
          const [frame, image] = [node, node.querySelector("img")].map((n) => n.getBoundingClientRect())
          return [(frame.x - image.x) / image.width, (frame.y - image.y) / image.height,
                  frame.width / image.width, frame.height / image.height]
        }"""
    )


def test_a_click_on_the_picture_sets_the_focal_point(picture):
    with picture.visit(picture.cast.pictures) as page:
        opened(picture, page)
        click_at(page, 20, 75)
        assert focal(page) == pytest.approx((20, 75), abs=0.5)
        assert numbers(page)[0] == "follows"
        image = saved(picture, page)
    assert (image.focal_x, image.focal_y) == pytest.approx((0.2, 0.75), abs=0.005)
    assert image.crops == {}


def test_the_focal_point_is_moved_by_key_and_says_where_it_is(picture):
    with picture.visit(picture.cast.pictures) as page:
        opened(picture, page)
        press(page, FOCAL, "ArrowRight", "ArrowRight", "ArrowDown", "Shift+ArrowUp")
        assert focal(page) == (52, 41)
        marker = page.locator(FOCAL)
        assert marker.get_attribute("aria-valuenow") == "52"
        assert {"52", "41"} <= {*marker.get_attribute("aria-valuetext").split()}
        press(page, FOCAL, *["Shift+ArrowLeft"] * 9)
        assert focal(page) == (0, 41)
        image = saved(picture, page)
    assert (image.focal_x, image.focal_y) == (0, 0.41)


def test_the_focal_point_can_be_dragged(picture):
    with picture.visit(picture.cast.pictures) as page:
        opened(picture, page)
        drag(page, FOCAL, -30, 20)
        assert focal(page) == pytest.approx((20, 70), abs=0.5)


def test_previews_show_what_will_be_cut_out(picture):
    with picture.visit(picture.cast.pictures) as page:
        opened(picture, page)
        for left, top in ((10, 90), (63, 40), (97, 5)):
            page.fill("#id_focal_x", str(left))
            page.fill("#id_focal_y", str(top))
            picture.image.focal_x, picture.image.focal_y = left / 100, top / 100
            for crop in Image.Crop:
                box = renditions.crop_box(picture.image, crop)
                assert preview(page, crop.value) == pytest.approx(box, abs=0.005)
                shown = [number / 100 for number in numbers(page, crop.value)[1:]]
                assert shown == pytest.approx(box[:3], abs=0.001)


def test_a_crop_is_set_by_keys(picture):
    with picture.visit(picture.cast.pictures) as page:
        opened(picture, page)
        press(page, HANDLE, "Shift+ArrowLeft", "Shift+ArrowLeft", "ArrowLeft")
        press(page, BOX, "ArrowRight", "Shift+ArrowDown")
        assert numbers(page) == ("hand", 1, 15, 79)
        assert page.locator(HANDLE).get_attribute("aria-valuenow") == "79"
        assert {"1", "15"} <= {*page.locator(BOX).get_attribute("aria-valuetext").split()}
        image = saved(picture, page)
    assert [*image.crops] == ["16x9"]
    left, top, width, height = image.crops["16x9"]
    assert (left, top, width, height) == pytest.approx((0.01, 0.15, 0.79, 0.711), abs=0.0001)
    assert renditions.crop_box(image, Image.Crop.WIDE) == (left, top, width, height)


def test_a_crop_never_leaves_the_picture_nor_becomes_too_small(picture):
    with picture.visit(picture.cast.pictures) as page:
        opened(picture, page)
        press(page, HANDLE, *["Shift+ArrowLeft"] * 11)
        assert numbers(page)[3] == 5
        press(page, BOX, *["Shift+ArrowRight", "Shift+ArrowDown"] * 10)
        assert numbers(page) == ("hand", 95, 95.5, 5)
        press(page, HANDLE, *["Shift+ArrowRight"] * 11)
        assert numbers(page) == ("hand", 0, 10, 100)
        assert saved(picture, page).crops["16x9"] == [0, 0.1, 1, 0.9]


def test_a_crop_is_dragged_and_a_click_in_it_is_no_drag(picture):
    with picture.visit(picture.cast.pictures) as page:
        opened(picture, page)
        page.click(".crops-switches button >> nth=2")
        drag(page, HANDLE, -20, 0)
        how, left, top, width = numbers(page, "1x1")
        assert (how, left, top) == ("hand", 18.8, 0)
        assert width == pytest.approx(42.5, abs=0.3)
        drag(page, BOX, 10, 8)
        before = numbers(page, "1x1")
        assert before[1:3] == pytest.approx((28.8, 8), abs=0.3)
        assert focal(page) == (50, 50)
        click_at(page, 35, 30)
        assert focal(page) == pytest.approx((35, 30), abs=0.5)
        assert numbers(page, "1x1") == before
        assert numbers(page)[0] == "follows"
        image = saved(picture, page)
    assert [*image.crops] == ["1x1"]


def test_a_crop_follows_the_focal_point_again(picture):
    picture.image.crops = {"16x9": [0.1, 0.1, 0.5, 0.45]}
    picture.image.save()
    with picture.visit(picture.cast.pictures) as page:
        opened(picture, page)
        assert numbers(page) == ("hand", 10, 10, 50)
        assert preview(page, "16x9") == pytest.approx([0.1, 0.1, 0.5, 0.45], abs=0.005)
        page.click(AGAIN)
        assert numbers(page) == ("follows", 0, 5, 100)
        assert page.locator(AGAIN).is_hidden()
        assert page.evaluate("document.activeElement.className") == "crops-box"
        assert saved(picture, page).crops == {}


def test_numbers_that_are_typed_set_the_crop_by_hand(picture):
    with picture.visit(picture.cast.pictures) as page:
        opened(picture, page)
        page.fill("#id_4x3-width", "40")
        assert numbers(page, "4x3")[0] == "hand"
        page.fill("#id_4x3-left", "90")
        page.click(".crops [type=submit]")
        page.locator(".errorlist").wait_for()
        assert page.input_value("#id_4x3-left") == "90"
        page.fill("#id_4x3-left", "60")
        assert saved(picture, page).crops["4x3"][0] == 0.6


def test_reset_brings_back_what_was_saved(picture):
    picture.image.crops = {"16x9": [0.1, 0.1, 0.5, 0.45]}
    picture.image.save()
    with picture.visit(picture.cast.pictures) as page:
        opened(picture, page)
        press(page, BOX, "Shift+ArrowDown")
        click_at(page, 5, 5)
        page.click(".button-row a >> nth=0")
        expect(page.locator("#id_focal_x")).to_have_value("50.0")
        assert numbers(page) == ("hand", 10, 10, 50)


def test_everything_can_be_set_without_a_script(picture):
    with picture.visit(picture.cast.pictures, java_script_enabled=False) as page:
        page.goto(picture.page)
        page.fill("#id_focal_x", "30")
        page.check("[name='1x1-how'][value=hand]")
        for name, value in {"left": "10", "top": "5", "width": "50"}.items():
            page.fill(f"#id_1x1-{name}", value)
        image = saved(picture, page)
    assert image.focal_x == 0.3
    assert image.crops == {"1x1": [0.1, 0.05, 0.5, 0.8]}


def test_a_picture_that_may_not_be_cropped_offers_nothing(picture):
    picture.image.instructions = "NO CROPPING"
    picture.image.save()
    with picture.visit(picture.cast.pictures) as page:
        page.goto(picture.page)
        assert "NO CROPPING" in page.inner_text("#content")
        assert page.locator("#content form, .crops-bar, .crops-focal").count() == 0


@pytest.mark.parametrize(("size", "scheme"), looks(first="dark screen"))
def test_axe_finds_nothing(picture, size, scheme):
    visit = picture.visit(picture.cast.pictures, size=size, scheme=scheme, bypass_csp=True)
    with visit as page:
        opened(picture, page)
        press(page, BOX, "ArrowDown")
        page.fill("#id_4x3-width", "1")
        assert faults(page) == []
        page.click(".crops [type=submit]")
        page.locator(".errorlist").wait_for()
        assert faults(page) == []
