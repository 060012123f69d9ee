"""The page for focal point and crops, by HTTP and without a script: who, what is refused, what is kept."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from images.files import renditions
from images.models import Image, ImageChange
from newsroom.tests.factories import jpeg, make_image
from newsroom.tests.test_story_life import Desk

CROPS = ("16x9", "4x3", "1x1")


@pytest.fixture(autouse=True)
def _all_read_english(newsroom, cast):
    for user in vars(cast).values():
        user.language = "en"
        user.save()


def address_of(image):
    return reverse("admin:images_image_crops", args=[image.pk])


def open_page(user, image):
    return Desk(user).client.get(address_of(image))


def form_of(page):
    """What the page's form holds when it is opened."""
    context = page.context
    data = {field.html_name: field.value() for field in context["focal"]}
    return data | {field.html_name: field.value() for form in context["crops"] for field in form}


def save(user, image, **changes):
    """Open the page, change some of its fields, and save; "wide_left" is 16:9’s."""
    data = form_of(open_page(user, image))
    names = {"wide": "16x9", "classic": "4x3", "square": "1x1"}
    for name, value in changes.items():
        crop, _, field = name.partition("_")
        data[f"{names[crop]}-{field}" if crop in names else name] = value
    return Desk(user).client.post(address_of(image), data)


def errors(response):
    """The sentences, each with the field it stands at."""
    forms = (response.context["focal"], *response.context["crops"])
    with translation.override("en"):
        return {
            form.add_prefix(name): list(messages)
            for form in forms
            for name, messages in form.errors.items()
        }


def stored(image):
    return Image.objects.values("focal_x", "focal_y", "crops").get(pk=image.pk)


@pytest.mark.parametrize("role", ["pictures", "chief"])
def test_who_may_change_pictures_sets_focal_point_and_crops(newsroom, cast, role):
    image, user = make_image(), getattr(cast, role)
    assert open_page(user, image).status_code == 200
    assert save(user, image, focal_x="30").status_code == 302
    assert stored(image)["focal_x"] == 0.3


@pytest.mark.parametrize("role", ["reporter", "editor", "admin", "outsider"])
def test_who_may_not_change_pictures_is_refused(newsroom, cast, role):
    user = getattr(cast, role)
    user.is_staff = True
    user.save()
    image = make_image()
    before = stored(image)
    assert open_page(user, image).status_code == 403
    data = form_of(open_page(cast.pictures, image)) | {"focal_x": "30"}
    assert Desk(user).client.post(address_of(image), data).status_code == 403
    assert stored(image) == before


def test_a_stranger_is_sent_to_sign_in_and_a_picture_that_is_not_there_is_not_found(newsroom, cast):
    image = make_image()
    assert Client().get(address_of(image)).status_code == 302
    image.pk = 999
    assert open_page(cast.pictures, image).status_code == 404


def test_it_shows_what_is_saved_in_percent(newsroom, cast):
    image = make_image(
        jpeg(1600, 900), focal_x=0.25, focal_y=1 / 3, crops={"1x1": [0.1, 0.2, 0.3, 0.5333]}
    )
    data = form_of(open_page(cast.pictures, image))
    assert (data["focal_x"], data["focal_y"]) == (25.0, 33.3)
    square = [data[f"1x1-{name}"] for name in ("how", "left", "top", "width")]
    assert square == ["hand", 10.0, 20.0, 30.0]


def test_a_crop_that_follows_is_shown_where_it_is_cut_out(newsroom, cast):
    image = make_image(jpeg(1600, 800), focal_x=0.9)
    data = form_of(open_page(cast.pictures, image))
    for crop in Image.Crop:
        left, top, width, _height = renditions.crop_box(image, crop)
        shown = [data[f"{crop.value}-{name}"] for name in ("how", "left", "top", "width")]
        assert shown == ["follows", *(round(part * 100, 1) for part in (left, top, width))]


def test_it_is_reached_from_the_picture(newsroom, cast):
    image = make_image()
    page = reverse("admin:images_image_change", args=[image.pk])
    link = f'href="{address_of(image)}"'
    assert link in Desk(cast.pictures).client.get(page).content.decode()
    assert link not in Desk(cast.reporter).client.get(page).content.decode()


def test_it_has_no_script_or_style_of_its_own(newsroom, cast):
    image = make_image(crops={"1x1": [0.1, 0.1, 0.3, 0.45]})
    page = open_page(cast.pictures, image).content.decode()
    assert 'style="' not in page
    assert "<style" not in page
    assert "<script>" not in page


def test_a_picture_that_may_not_be_cropped_has_nothing_to_set(newsroom, cast):
    image = make_image(instructions="NO CROPPING, NO SALES")
    before = stored(image)
    response = open_page(cast.pictures, image)
    page = response.content.decode()
    assert "Its terms say NO CROPPING." in page
    assert '<input type="number"' not in page
    data = form_of(open_page(cast.pictures, make_image())) | {"focal_x": "30"}
    refused = Desk(cast.pictures).client.post(address_of(image), data)
    assert refused.status_code == 409
    assert "Its terms say NO CROPPING." in refused.content.decode()
    assert stored(image) == before


def test_it_asks_as_many_questions_whatever_is_set(newsroom, cast):
    client, counts = Desk(cast.pictures).client, []
    for image in (
        make_image(jpeg(300, 200)),
        make_image(jpeg(2000, 1500), crops={"1x1": [0, 0, 0.5, 0.6667], "4x3": [0, 0, 0.5, 0.5]}),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address_of(image)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_focal_point_is_kept_and_the_trail_says_who_moved_it(newsroom, cast):
    image = make_image()
    response = save(cast.pictures, image, focal_x="12.5", focal_y="80")
    assert response.url == reverse("admin:images_image_change", args=[image.pk])
    assert stored(image) == {"focal_x": 0.125, "focal_y": 0.8, "crops": {}}
    line = image.changes.get()
    assert (line.verb, line.created_by) == (ImageChange.Verb.CHANGED, cast.pictures)
    assert line.changes == {"focal_x": [0.5, 0.125], "focal_y": [0.5, 0.8]}


def test_it_says_that_it_saved(newsroom, cast):
    image, client = make_image(), Desk(cast.pictures).client
    data = form_of(client.get(address_of(image)))
    for changes, sentence in (
        ({"focal_x": "30"}, "Focal point and crops are saved."),
        ({"focal_x": "30"}, "Focal point and crops are as they were."),
    ):
        page = client.post(address_of(image), {**data, **changes}, follow=True)
        assert sentence in page.content.decode()


def test_a_crop_by_hand_keeps_its_shape_whatever_the_picture_is(newsroom, cast):
    for width, height in ((1600, 900), (1000, 1500), (900, 900), (3000, 700)):
        image = make_image(jpeg(width, height))
        by_hand = {"how": "hand", "left": "10", "top": "5", "width": "20"}
        changes = {f"{crop}_{k}": v for crop in ("wide", "square") for k, v in by_hand.items()}
        assert save(cast.pictures, image, **changes).status_code == 302
        crops = stored(image)["crops"]
        assert {*crops} == {"16x9", "1x1"}
        for name, (left, top, wide, high) in crops.items():
            assert (left, top, wide) == (0.1, 0.05, 0.2)
            ratio = (wide * width) / (high * height)
            assert ratio == pytest.approx(Image.Crop(name).ratio, rel=0.01)


def test_a_crop_that_follows_again_is_forgotten_and_its_numbers_are_not_asked(newsroom, cast):
    image = make_image(crops={"1x1": [0.1, 0.1, 0.3, 0.45], "4x3": [0, 0, 0.5, 0.5622]})
    response = save(cast.pictures, image, square_how="follows", square_left="", square_width="x")
    assert response.status_code == 302
    assert stored(image)["crops"] == {"4x3": [0, 0, 0.5, 0.5622]}
    assert image.changes.get().changes["crops"][1] == {"4x3": [0, 0, 0.5, 0.5622]}


def test_saving_the_page_as_it_stands_changes_nothing_and_leaves_no_line(newsroom, cast):
    image = make_image(
        focal_x=1 / 3, focal_y=0.123456, crops={"1x1": [0.123456, 0.2, 0.300049, 0.449876]}
    )
    before = stored(image)
    assert save(cast.pictures, image).status_code == 302
    assert stored(image) == before
    assert image.changes.count() == 0


def test_changing_one_crop_leaves_another_as_finely_as_it_was(newsroom, cast):
    image = make_image(crops={"1x1": [0.123456, 0.2, 0.300049, 0.449876]})
    by_hand = {"wide_how": "hand", "wide_left": "0", "wide_top": "0", "wide_width": "50"}
    assert save(cast.pictures, image, **by_hand).status_code == 302
    assert stored(image)["crops"]["1x1"] == [0.123456, 0.2, 0.300049, 0.449876]


def test_the_whole_width_may_be_taken(newsroom, cast):
    """Of a picture of 1000 by 667, 16:9 is as high as 84.3 percent; of 300 by 100, as wide as 59.3."""
    image, banner = make_image(jpeg(1000, 667)), make_image(jpeg(300, 100))
    whole = {"wide_how": "hand", "wide_left": "0", "wide_top": "15.7", "wide_width": "100"}
    assert save(cast.pictures, image, **whole).status_code == 302
    left, top, width, height = stored(image)["crops"]["16x9"]
    assert (left, width, round(top + height, 4)) == (0, 1, 1)
    highest = {"wide_how": "hand", "wide_left": "40.7", "wide_top": "0", "wide_width": "59.3"}
    assert save(cast.pictures, banner, **highest).status_code == 302
    assert stored(banner)["crops"]["16x9"][3] <= 1


NUMBER = "Enter a number from 0 to 100."
REFUSED = {
    "no focal point": ({"focal_x": ""}, {"focal_x": [NUMBER]}),
    "a focal point outside": (
        {"focal_x": "-1", "focal_y": "100.1"},
        {"focal_x": [NUMBER], "focal_y": [NUMBER]},
    ),
    "a focal point in words": ({"focal_y": "giữa"}, {"focal_y": [NUMBER]}),
    "not a number": ({"focal_y": "nan"}, {"focal_y": [NUMBER]}),
    "numbers missing": (
        {"square_left": "", "square_width": ""},
        {"1x1-left": [NUMBER], "1x1-width": [NUMBER]},
    ),
    "a number outside": ({"square_top": "101"}, {"1x1-top": [NUMBER]}),
    "too narrow": (
        {"square_width": "4.9"},
        {"1x1-width": ["It is too narrow. Give it at least 5 %."]},
    ),
    "higher than the picture": (
        {"square_width": "70"},
        {"1x1-width": ["At this width it is higher than the picture. Give it at most 50 %."]},
    ),
    "over the right edge": (
        {"square_left": "80.6"},
        {"1x1-left": ["It runs over the right edge. At this width, give at most 80 %."]},
    ),
    "over the lower edge": (
        {"square_width": "17.7", "square_top": "90"},
        {"1x1-top": ["It runs over the lower edge. At this width, give at most 64.6 %."]},
    ),
    "over both": (
        {"square_left": "90", "square_top": "90"},
        {
            "1x1-left": ["It runs over the right edge. At this width, give at most 80 %."],
            "1x1-top": ["It runs over the lower edge. At this width, give at most 60 %."],
        },
    ),
}


@pytest.mark.parametrize(("changes", "messages"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_crop_is_refused_in_a_sentence_and_nothing_is_lost(
    newsroom, cast, changes, messages
):
    image = make_image(jpeg(1000, 500), crops={"4x3": [0, 0, 0.5, 0.75]})
    before = stored(image)
    good = {"square_how": "hand", "square_left": "10", "square_top": "10", "square_width": "20"}
    typed = {"classic_left": "33.3", **good, **changes}
    response = save(cast.pictures, image, **typed)
    assert response.status_code == 200
    assert errors(response) == messages
    assert "Nothing was saved." in response.content.decode()
    kept = form_of(response)
    assert kept["4x3-left"] == "33.3"
    assert kept["1x1-left"] == typed["square_left"]
    assert stored(image) == before
    assert image.changes.count() == 0


def test_a_choice_that_is_none_is_refused(newsroom, cast):
    image = make_image()
    assert list(errors(save(cast.pictures, image, wide_how="x"))) == ["16x9-how"]
    empty = Desk(cast.pictures).client.post(address_of(image), {})
    assert sorted(errors(empty)) == ["16x9-how", "1x1-how", "4x3-how", "focal_x", "focal_y"]


def test_of_a_picture_too_long_for_five_percent_as_much_is_taken_as_there_is(newsroom, cast):
    image = make_image(jpeg(3000, 100))
    whole = {"square_how": "hand", "square_left": "50", "square_top": "0", "square_width": "3.3"}
    assert save(cast.pictures, image, **whole).status_code == 302
    narrow = errors(save(cast.pictures, image, square_width="3"))
    assert narrow == {"1x1-width": ["It is too narrow. Give it at least 3.3 %."]}
