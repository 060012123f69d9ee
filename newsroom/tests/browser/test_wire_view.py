"""The wire in a browser: live, by keyboard, on a phone, and without JavaScript."""

from datetime import timedelta

import pytest
from django.utils import timezone

from newsroom.tests.browser.accessibility import PHONE, TURNS, faults, look_at
from newsroom.tests.browser.actions import address
from newsroom.tests.factories import jpeg, make_feed
from wires.ingest import store
from wires.models import Delivery, SavedFilter, WireItem
from wires.parsing.parsed import ParsedItem, ParsedPicture

ASK = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def wire(site):
    """The site with a feed, for people who read English."""
    for user in (site.cast.reporter, site.cast.chief):
        user.language = "en"
        user.save()
    site.feed = make_feed(site.newsroom.kyodo)
    return site


def send(site, guid, *, hours=0, **fields):
    """One version of an item, arrived that many hours ago."""
    at = timezone.now() - timedelta(hours=hours)
    fields = {"version": 1, "status": "usable", "headline": guid, "language": "en", **fields}
    with site.turn:
        return store.store_version(site.feed, ParsedItem(guid=guid, **fields), at=at).item


def ask(page):
    """Have the page ask for news, and wait until it has read the answer; the status of that."""
    with page.expect_response(lambda response: "/news/" in response.url) as asked:
        page.evaluate(ASK)
    page.evaluate("() => new Promise(done => setTimeout(done))")
    return asked.value.status


def headlines(page):
    return page.locator(".wire-head").all_inner_texts()


def test_what_arrives_is_told_and_put_in_and_a_kill_shows_where_the_item_stands(wire):
    send(wire, "Old story", hours=3)
    send(wire, "Older story", hours=4)
    with wire.visit(wire.cast.reporter) as page:
        page.goto(address("wires_wireitem_changelist"))
        assert headlines(page) == ["Old story", "Older story"]
        send(wire, "First new", hours=0.02)
        send(wire, "Second new")
        send(wire, "Older story", version=2, status="canceled")
        assert ask(page) == 200
        page.locator("[data-show-news]", has_text="2 new items").wait_for()
        assert headlines(page) == ["Old story", "Older story"]  # nothing moves under the reader
        killed = page.locator(".wire-row", has_text="Older story")
        assert "Killed by the agency" in killed.locator(".wire-marks").inner_text()
        page.keyboard.press("n")
        assert headlines(page) == ["Second new", "First new", "Old story", "Older story"]
        assert page.evaluate("document.activeElement.textContent") == "Second new"
        assert not page.locator("[data-show-news]").is_visible()
        assert ask(page) in (200, 304)
        assert ask(page) == 304
        assert len(headlines(page)) == 4


def test_the_list_is_walked_searched_and_opened_by_keyboard(wire):
    send(wire, "First", hours=1)
    send(wire, "Second", hours=2)
    with wire.visit(wire.cast.reporter) as page:
        page.goto(address("wires_wireitem_changelist"))

        def here():
            return page.evaluate("document.activeElement.textContent")

        seen = []
        for key in ("j", "j", "j", "k", "ArrowDown", "ArrowUp"):
            page.keyboard.press(key)
            seen.append(here())
        assert seen == ["First", "Second", "Second", "First", "Second", "First"]
        page.keyboard.press("?")
        assert page.locator(".wire-help").is_visible()
        page.locator("[data-keys]").uncheck()
        page.keyboard.press("Escape")
        page.focus(f"#wire-{WireItem.objects.get(headline='First').pk}")
        page.keyboard.press("j")  # switched off, as WCAG 2.1.4 asks
        assert here() == "First"
        page.reload()
        page.keyboard.press("j")
        assert here() != "First"
        page.click("[data-help]")
        page.locator("[data-keys]").check()
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        page.keyboard.type("secon")
        page.keyboard.press("Enter")
        page.wait_for_url("**/wireitem/?q=secon")
        assert headlines(page) == ["Second"]
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/change/")
        assert page.inner_text("h1") == "Second"


def test_files_are_handed_in_one_by_one_each_with_its_answer(wire):
    with wire.visit(wire.cast.reporter) as page:
        page.goto(address("wires_feed_hand_in"))
        borders = "all => all.map(box => getComputedStyle(box).borderTopStyle)"
        assert page.locator(".upload").evaluate_all(borders) == ["dashed", "solid"]  # drop, paste
        page.select_option("#upload-feed", label="Kyodo")
        files = [("bridge.jpg", jpeg(600, 400)), ("odd.bin", b"\x00\x01\x02")]
        page.set_input_files(
            "#upload-files",
            [{"name": n, "mimeType": "application/octet-stream", "buffer": b} for n, b in files],
        )
        page.locator(".upload-status", has_text="Done:").wait_for()
        assert page.inner_text(".upload-status") == "Done: 1 taken in, 1 refused."
        results = page.locator(".upload-result").all_inner_texts()
        assert results[0] == "Taken in: 1 item from bridge.jpg"
        assert results[1].startswith("Kept, but not read: ")
        page.locator(".upload-result a", has_text="Look at it").click()
        page.wait_for_url("**/delivery/*/change/")
        assert "Quarantined" in page.inner_text("main")
    assert Delivery.objects.count() == 2
    wire.forgive("422")


def test_without_javascript_filters_are_kept_and_copy_is_pasted(wire):
    send(wire, "Trains", urgency=1)
    send(wire, "Ships", urgency=5)
    with wire.visit(wire.cast.reporter, size=PHONE, java_script_enabled=False) as page:
        page.goto(address("wires_wireitem_changelist"))
        page.click(".library-filters summary")
        page.select_option("#filter-urgency", "1")
        with page.expect_navigation():
            page.click(".library-apply button")
        assert headlines(page) == ["Trains"]
        page.click(".wire-save summary")
        page.fill("#save-name", "Urgent")
        with page.expect_navigation():
            page.click(".wire-save-form button")
        with page.expect_navigation():
            page.click(".wire-chip")
        assert headlines(page) == ["Trains"]
        assert SavedFilter.objects.get().query == "urgency=1"
        page.goto(address("wires_feed_hand_in"))
        page.select_option("#paste-feed", label="Kyodo")
        page.fill("#id_text", "no copy at all")
        with page.expect_navigation():
            page.click(".wire-paste button")
        assert "Kept, but not read" in page.inner_text(".upload-result")


@pytest.mark.parametrize("turn", TURNS)
def test_axe_finds_nothing_on_the_wire(wire, turn):
    pictures = (
        ParsedPicture(href="bridge.jpg", caption="A bridge at dusk.", credit_line="Kyodo"),
        ParsedPicture(href="river.jpg", caption="A river.", usage_terms="No archives."),
    )
    with wire.turn:
        store.store_delivery(wire.feed, jpeg(600, 400), name="bridge.jpg", at=timezone.now())
        bad = store.store_delivery(wire.feed, b"\x00\x01", name="odd.bin", at=timezone.now())
    send(wire, "With pictures", urgency=1, pictures=pictures, slugline="PICTURES")
    item = send(wire, "Two boats lost at sea", body_html="<p>Two boats sank.</p>", hours=2)
    first = item.current_id
    item = send(
        wire,
        "Two boats lost at sea",
        version=2,
        headline="Three boats lost at sea",
        body_html="<p>Three boats sank.</p>",
        editor_note="Corrects number.",
        internal_notes="Desk: 555.",
        usage_terms="No archival use.",
        embargo_until=timezone.now() + timedelta(days=1),
    )
    second = WireItem.objects.get(pk=item.pk).current_id
    compared = address("wires_wireitem_compare", item.pk) + f"?from={first}&to={second}"
    SavedFilter.objects.create(user=wire.cast.chief, name="Urgent", query="urgency=1")
    places = (
        address("wires_wireitem_changelist") + "?urgency=1",
        address("wires_wireitem_changelist"),
        address("wires_wireitem_change", item.pk),
        compared,
        address("wires_delivery_change", bad.pk),
        address("wires_delivery_changelist"),
        address("wires_feed_change", wire.feed.pk),
        address("wires_feed_hand_in"),
    )
    problems = []
    with wire.visit(wire.cast.chief, bypass_csp=True) as page:
        for number, place in enumerate(places, turn):
            look_at(page, place, number)
            if place is places[0]:
                page.locator(".wire-save").evaluate("e => { e.open = true }")
            is_djangos_own = page.locator("#changelist").count() > 0
            problems += faults(page, targets=not is_djangos_own)
    assert problems == []
