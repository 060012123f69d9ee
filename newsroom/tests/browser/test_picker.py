"""Choosing a picture of the library: by keyboard too, with its verdict in view, words for each use."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from images.models import Image
from newsroom.tests.browser import actions
from newsroom.tests.browser.accessibility import PHONE, SCREEN, faults, looks
from newsroom.tests.browser.actions import address
from newsroom.tests.factories import make_image

CHOOSE = "[data-choose] >> nth=0"
IMAGE, CAPTION, ALT = (f"#id_placements-0-{name}" for name in ("image", "caption", "alt"))
BODY = ".ProseMirror[contenteditable]"
LONG = "Toàn cảnh bến cảng cũ nhìn từ phía đồi, nơi hai phái đoàn gặp nhau trong hai ngày. " * 3


@pytest.fixture(scope="module")
def rows(module_newsroom):
    """Three pictures, the newest first: one that may be used, one that may not, one of an agency."""
    now, rows = timezone.now(), SimpleNamespace()

    def picture(hours, **fields):
        return make_image(uploaded_at=now - timedelta(hours=hours), **fields)

    rows.harbour = picture(1, caption="Bến cảng buổi sáng.", alt="Tàu cá đậu sát bờ.")
    rows.blocked = picture(
        2, caption=LONG, rights="unknown", digital_source_type="compositeSynthetic"
    )
    kyodo = module_newsroom.kyodo
    rows.agency = picture(
        3,
        caption="Vịnh xanh.",
        alt="Nước xanh.",
        origin=kyodo,
        rights="agency",
        instructions="NO SALES",
    )
    rows.article = module_newsroom.draft()
    return rows


@pytest.fixture
def library(site, rows):
    site.share(rows)
    site.change = address("articles_article_change", site.article.pk)
    return site


def open_picker(page, place):
    page.goto(place)
    page.locator(BODY).wait_for()
    page.click(CHOOSE)
    page.locator(".picker-choice").first.wait_for()


def focused(page):
    """The number of the picture that has the focus in the dialog."""
    number = page.evaluate("document.activeElement.closest('.picker-card')?.dataset.picture")
    return number and Image.objects.get(pk=number)


def shown(page):
    page.locator(".picker-status:empty").wait_for(state="attached")
    numbers = page.locator(".picker-card").evaluate_all("all => all.map(c => +c.dataset.picture)")
    return [Image.objects.get(pk=number) for number in numbers]


def test_a_picture_is_chosen_by_keyboard_alone(library):
    with library.visit(library.cast.reporter) as page:
        page.goto(library.change)
        page.locator(CHOOSE).focus()
        page.keyboard.press("Enter")
        page.locator(".picker-choice").first.wait_for()
        assert page.evaluate("document.activeElement.id") == "picker-search"
        walk = ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "Home", "ArrowLeft", "End"]
        seen = []
        for key in walk:
            page.keyboard.press(key)
            seen.append(focused(page))
        first, second, third = library.harbour, library.blocked, library.agency
        assert seen == [first, second, third, third, first, first, third]
        page.keyboard.press("Shift+Tab")  # the grid is one stop
        assert focused(page) is None
        page.keyboard.press("Tab")
        assert focused(page) == third
        page.keyboard.press("Enter")
        page.locator("dialog.picker").wait_for(state="detached")
        assert page.input_value(IMAGE) == str(third.pk)
        assert page.evaluate("document.activeElement.hasAttribute('data-choose')")


def test_the_arrows_follow_the_rows(library):
    for number in range(9):
        make_image(caption=f"Ảnh {number}", uploaded_at=timezone.now() - timedelta(days=number + 1))
    with library.visit(library.cast.reporter) as page:
        open_picker(page, library.change)
        pictures = shown(page)
        tops = page.locator(".picker-card").evaluate_all("all => all.map(c => c.offsetTop)")
        wide = tops.count(tops[0])
        assert 1 < wide < len(pictures)
        page.locator(".picker-choice").nth(1).focus()
        page.keyboard.press("ArrowDown")
        assert focused(page) == pictures[1 + wide]
        page.keyboard.press("ArrowUp")
        assert focused(page) == pictures[1]
        page.keyboard.press("ArrowUp")
        assert page.evaluate("document.activeElement.id") == "picker-search"


def test_escape_leaves_everything_as_it_was(library):
    with library.visit(library.cast.reporter) as page:
        open_picker(page, library.change)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Escape")
        page.locator("dialog.picker").wait_for(state="detached")
        assert (page.input_value(IMAGE), page.input_value(CAPTION)) == ("", "")
        assert page.evaluate("document.activeElement.hasAttribute('data-choose')")


@pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["phone", "screen"])
def test_what_stands_against_a_picture_is_read_before_it_is_chosen(library, size):
    with library.visit(library.cast.reporter, size=size) as page:
        open_picker(page, library.change)
        card = page.locator(f"[data-picture='{library.blocked.pk}']")
        card.scroll_into_view_if_needed()
        ruling = card.locator(".ruling")
        assert ruling.is_visible()
        assert "block" in ruling.get_attribute("class")
        assert card.locator(".problems .block").count() > 1
        described = card.locator("button").get_attribute("aria-describedby")
        assert card.locator(".problems").get_attribute("id") == described
        fine = page.locator(f"[data-picture='{library.harbour.pk}'] .problems li")
        assert fine.evaluate_all("all => all.map(li => li.className)") == ["ruling ok"]
        card.locator("button").click()  # and it can be chosen all the same, without a question
        page.locator("dialog.picker").wait_for(state="detached")
        assert page.input_value(IMAGE) == str(library.blocked.pk)
        assert page.locator(".picture-input-shown .ruling.block").is_visible()


def test_the_library_is_narrowed_and_says_how_many_it_shows(library):
    with library.visit(library.cast.reporter) as page:
        open_picker(page, library.change)
        assert shown(page) == [library.harbour, library.blocked, library.agency]
        assert "3" in page.inner_text(".picker-count")
        page.check("#picker-usable")
        assert shown(page) == [library.harbour, library.agency]
        page.select_option("#picker-agency", label="Kyodo")
        assert shown(page) == [library.agency]
        page.check("#picker-mine")
        assert shown(page) == []
        assert page.inner_text(".picker-count")
        page.uncheck("#picker-mine")
        page.select_option("#picker-agency", "")
        page.uncheck("#picker-usable")
        page.fill("#picker-search", "vinh xanh")
        assert shown(page) == [library.agency]


def test_more_is_shown_on_demand_and_the_focus_goes_on(library):
    now = timezone.now()
    Image.objects.bulk_create(
        Image(
            width=9, height=6, size=1, sha256=f"{n}", caption="Cũ", uploaded_at=now - timedelta(n)
        )
        for n in range(1, 25)
    )
    with library.visit(library.cast.reporter) as page:
        open_picker(page, library.change)
        assert len(shown(page)) == 24
        page.locator(".picker-more").focus()
        page.keyboard.press("Enter")
        page.locator(".picker-card >> nth=24").wait_for()
        pictures = shown(page)
        assert (len(pictures), len(set(pictures))) == (27, 27)
        assert focused(page) == pictures[24]
        assert page.locator(".picker-more").is_hidden()


def test_the_words_of_the_library_are_copied_for_this_use(library):
    with library.visit(library.cast.reporter) as page:
        page.goto(library.change)
        actions.choose_picture(page, page.locator(CHOOSE), "ben cang buoi sang")
        assert page.input_value(CAPTION) == "Bến cảng buổi sáng."
        assert page.input_value(ALT) == "Tàu cá đậu sát bờ."
        actions.choose_picture(page, page.locator(CHOOSE), "vinh xanh")  # nobody had changed them
        assert (page.input_value(CAPTION), page.input_value(ALT)) == ("Vịnh xanh.", "Nước xanh.")
        page.fill(ALT, "Mặt nước phẳng, xa là núi.")
        actions.save(page)
    placement = library.article.placements.get()
    assert (placement.image, placement.caption) == (library.agency, "Vịnh xanh.")
    assert placement.alt == "Mặt nước phẳng, xa là núi."


def test_what_the_writer_typed_is_kept_and_they_are_told(library):
    with library.visit(library.cast.reporter) as page:
        page.goto(library.change)
        page.fill(CAPTION, "Chú thích của tôi.")
        actions.choose_picture(page, page.locator(CHOOSE), "ben cang buoi sang")
        assert page.input_value(CAPTION) == "Chú thích của tôi."
        assert page.input_value(ALT) == "Tàu cá đậu sát bờ."
        assert page.locator(".picture-input-shown .warn").count() == 1
        actions.save(page)
        page.locator(".picture-input-shown img").wait_for()
        actions.choose_picture(page, page.locator(CHOOSE), "vinh xanh")
        assert page.input_value(CAPTION) == "Chú thích của tôi."
        assert page.input_value(ALT) == "Nước xanh."  # it still was the library’s
        page.click("[data-remove]")
        assert page.input_value(CAPTION) == "Chú thích của tôi."
        assert page.input_value(ALT) == ""


def test_looking_at_a_lead_changes_none_of_its_words(library):
    article = library.newsroom.draft(lead=library.harbour)
    with library.visit(library.cast.reporter) as page:
        page.goto(address("articles_article_change", article.pk))
        page.locator(".picture-input-shown img").wait_for()
        assert (page.input_value(CAPTION), page.input_value(ALT)) == ("", "")
        assert page.get_attribute(CAPTION, "placeholder") == "Bến cảng buổi sáng."
        actions.save(page)
    placement = article.placements.get()
    assert (placement.caption, placement.alt) == ("", "")


def test_a_figure_has_a_caption_and_an_alt_of_its_own(library):
    caption, alt = (f".desk-figure-fields div:nth-child({n}) textarea" for n in (1, 2))
    with library.visit(library.cast.reporter) as page:
        page.goto(library.change)
        page.click(BODY)
        page.keyboard.press("Control+End")
        button = page.locator('.prose-menubar [data-name="libraryFigure"]')
        actions.choose_picture(page, button, "vinh xanh")
        assert (page.input_value(caption), page.input_value(alt)) == ("Vịnh xanh.", "Nước xanh.")
        page.fill(alt, "Mặt nước “phẳng”, xa là núi.")
        actions.save(page)
        page.goto(library.change)
        assert page.input_value(alt) == "Mặt nước “phẳng”, xa là núi."
    placement = library.article.placements.get()
    assert (placement.caption, placement.alt) == ("Vịnh xanh.", "Mặt nước “phẳng”, xa là núi.")


@pytest.mark.parametrize(("size", "scheme"), looks(first="light phone"))
def test_axe_finds_nothing(library, size, scheme):
    visit = library.visit(library.cast.reporter, size=size, scheme=scheme, bypass_csp=True)
    with visit as page:
        open_picker(page, library.change)
        assert faults(page) == []
        wider = "(node) => node.scrollWidth > node.clientWidth"
        for either in (PHONE, SCREEN):
            page.set_viewport_size(either)
            assert not page.locator(".picker-results").evaluate(wider)
        page.set_viewport_size(size)
        page.click(f"[data-picture='{library.blocked.pk}'] button")
        page.locator(".picture-input-shown .ruling").wait_for()
        assert faults(page) == []
