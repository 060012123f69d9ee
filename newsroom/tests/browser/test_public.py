"""The readers' pages: for everybody, on any width, without JavaScript and without a cookie."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from articles import workflow
from newsroom.tests.browser.accessibility import PHONE, SCREEN, faults, look_at, overflows
from newsroom.tests.factories import make_image
from newsroom.tests.surfaces import SURFACES, Format, addresses, parts_of

TABLE = (
    "<table><thead><tr><th>Cảng</th><th>Lượng hàng</th></tr></thead><tbody>"
    "<tr><td>Chân Sơn</td><td>1,2 triệu tấn</td></tr></tbody></table>"
)


SMALLEST = {"width": 320, "height": 640}
EVERY_LOOK = ((PHONE, "light"), (SCREEN, "dark"), (PHONE, "dark"), (SCREEN, "light"))
TURNS = [0, *(pytest.param(turn, marks=pytest.mark.nightly) for turn in (1, 2, 3))]


@pytest.fixture(scope="module")
def rows(module_newsroom):
    """Stories, one corrected and one killed; `addresses` are their pages."""
    newsroom, then, rows = module_newsroom, timezone.now() - timedelta(hours=5), SimpleNamespace()
    kyodo, inline = newsroom.kyodo, make_image()
    body = (
        f'<p>Đoạn đầu.</p><h2>Tít xen</h2><figure data-image="{inline.pk}"></figure>'
        f"<ul><li>Một</li></ul><blockquote><p>Lời nói.</p></blockquote>{TABLE}"
    )
    for number in range(9):
        story = newsroom.published(
            at=then + timedelta(minutes=number),
            headline=f"Bài thứ {number} trên trang nhất của tờ báo",
            kicker="Đàm phán",
            dateline="TOKYO",
            body=body,
            lead=make_image() if number % 3 else None,
            agencies=[kyodo],
        )
    newsroom.printed_again(
        story, kind="correction", note="Số đúng là 12.", at=then + timedelta(hours=1), kicker="Mới"
    )
    edition = story.story.editions.live().get()
    rows.story = edition.get_absolute_url()
    killed = newsroom.published(at=then)
    rows.killed = killed.story.editions.get().get_absolute_url()
    workflow.kill(killed, by=newsroom.cast.chief, note="Hãng tin đã rút bài này.")
    pages = [surface for surface in SURFACES.values() if surface.format is Format.HTML]
    rows.addresses = [*addresses(parts_of(edition), pages), "/khong-co-trang-nay/", rows.killed]
    return rows


@pytest.fixture
def paper(site, rows):
    site.share(rows)
    yield site
    site.forgive("status of 404", "410")


@pytest.mark.parametrize("turn", TURNS)
def test_axe_finds_nothing(paper, turn):
    """In every run two pages of eight meet each look; `turn` moves the looks on by one page."""
    problems = []
    with paper.visit(bypass_csp=True) as page:
        for number, place in enumerate(paper.addresses, turn):
            look_at(page, place, number, looks=EVERY_LOOK)
            problems += faults(page, sizes=[SMALLEST])
    assert problems == []


def test_a_page_needs_no_script_sets_no_cookie_and_fits_the_smallest_phone(paper):
    with paper.visit(size=SMALLEST, java_script_enabled=False) as page:
        for place in paper.addresses:
            page.goto(place)
            assert page.inner_text("h1")
            assert not overflows(page), place
        assert page.context.cookies() == []


def test_credit_and_source_are_in_view_on_a_phone(paper):
    with paper.visit(size=PHONE) as page:
        page.goto(paper.story)
        for part in (".body .credit", ".source-line", ".correction", ".story-time"):
            assert page.locator(part).first.is_visible(), part


def test_the_first_tab_leads_past_the_navigation(paper):
    with paper.visit() as page:
        page.goto(paper.story)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.locator(".skip").bounding_box()["x"] >= 0
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_on_paper_there_is_the_story_and_no_navigation(paper):
    with paper.visit() as page:
        page.goto(paper.story)
        page.emulate_media(media="print")
        assert page.locator("h1").is_visible()
        assert page.locator(".body .credit").first.is_visible()
        assert page.locator(".source-line").is_visible()
        assert not page.locator(".masthead-sections").is_visible()
        assert not page.locator(".related").is_visible()


def test_a_story_page_is_light(paper):
    """At most 17 requests and 300 kB before a reader scrolls, pictures included; no script."""
    requests, weight = [], 0

    def note(response):
        nonlocal weight
        requests.append(response.request.resource_type)
        weight += len(response.body())

    with paper.visit(size=PHONE) as page:
        page.on("response", note)
        page.goto(paper.story)
        page.wait_for_load_state("networkidle")
    assert "script" not in requests
    assert len(requests) <= 17
    assert weight <= 300 * 1024
