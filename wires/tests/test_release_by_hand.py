"""Whatever is handed in may hold an item back; only what a chief editor hands in may release it."""

import pytest
from django.urls import reverse

from newsroom.tests.factories import MORNING, at, make_feed
from newsroom.tests.test_story_life import Desk
from wires.ingest import store
from wires.models import Delivery, WireItem
from wires.tests.agency_copy import headline, ninjs

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
USABLE, WITHHELD, CANCELED = "usable", "withheld", "canceled"
NOT_RELEASED = (
    "“Killed” was not released: what releases an item that Kyodo killed or held back counts by hand"
    " only from a chief editor. Ask one to hand it in."
)
RELEASE = ninjs("kyodo:1", 99, **headline("Free again"))


@pytest.fixture(autouse=True)
def _all_read_english(newsroom, cast):
    for user in vars(cast).values():
        user.language = "en"
        user.save()


@pytest.fixture
def feed(newsroom):
    feed = make_feed(newsroom.kyodo)
    deliver(feed, 2, CANCELED, "Killed")
    return feed


def deliver(feed, number, status, title="Words", *, by=None, name=""):
    raw = ninjs("kyodo:1", number, pubStatus=status, **headline(title))
    return store.store_delivery(feed, raw, name=name or f"{number}.json", at=MORNING, by=by)


def hand_in(user, feed, raw, accept="text/html"):
    data = {"feed": feed.pk, "text": raw.decode()}
    address = reverse("admin:wires_feed_hand_in")
    return Desk(user).client.post(address, data, headers={"Accept": accept})


def item():
    return WireItem.objects.get(guid="kyodo:1")


@pytest.mark.parametrize("name", ["reporter", "editor"])
def test_a_version_99_pasted_by_somebody_else_releases_nothing_and_says_so(cast, feed, name):
    response = hand_in(getattr(cast, name), feed, RELEASE)
    assert (item().status, item().status_version.version) == (CANCELED, 2)
    assert item().current.version == 99
    delivery = Delivery.objects.get(name="pasted")
    assert delivery.remarks == NOT_RELEASED.replace("Killed", "Free again")
    assert delivery.remarks in response.content.decode().replace("&#x27;", "'")
    page = reverse("admin:wires_delivery_change", args=[delivery.pk])
    assert delivery.remarks in Desk(cast.reporter).client.get(page).content.decode()


def test_the_same_pasted_by_a_chief_editor_releases_it(cast, feed):
    hand_in(cast.chief, feed, RELEASE)
    assert (item().status, item().status_version.version) == (USABLE, 99)
    assert Delivery.objects.get(name="pasted").remarks == ""


def test_a_chief_releases_with_the_very_bytes_that_a_reporter_handed_in(cast, feed):
    hand_in(cast.reporter, feed, RELEASE)
    hand_in(cast.chief, feed, RELEASE)
    assert (item().status, item().status_version.version) == (USABLE, 99)
    delivery = Delivery.objects.get(name="pasted")
    assert delivery.handed_in_by == cast.chief
    assert delivery.remarks == f"{cast.reporter} handed it in first."


def test_the_agency_releases_with_what_a_reporter_handed_in_before(cast, feed):
    deliver(feed, 3, USABLE, by=cast.reporter, name="3.json")
    assert item().status == CANCELED
    deliver(feed, 3, USABLE, name="as the feed calls it.json")
    assert (item().status, item().status_version.version) == (USABLE, 3)
    assert item().status_version.delivery.name == "as the feed calls it.json"


def test_the_agency_releases_with_the_same_file_as_well(cast, feed):
    deliver(feed, 3, USABLE, by=cast.reporter)
    deliver(feed, 3, USABLE)
    assert (item().status, Delivery.objects.get(name="3.json").handed_in_by) == (USABLE, None)


def test_a_reporter_who_repeats_it_changes_nothing(cast, feed):
    for _time in range(2):
        hand_in(cast.reporter, feed, RELEASE)
        hand_in(cast.editor, feed, RELEASE)
    assert item().status == CANCELED
    assert item().versions.count() == 2


def test_reading_it_again_gives_it_no_more_weight(cast, feed):
    hand_in(cast.reporter, feed, RELEASE)
    delivery = Delivery.objects.get(name="pasted")
    Desk(cast.chief).client.post(reverse("admin:wires_delivery_retry", args=[delivery.pk]))
    delivery.refresh_from_db()
    assert item().status == CANCELED
    assert "only from a chief editor" in delivery.remarks


def test_anybody_may_hand_in_a_kill(cast, feed):
    deliver(feed, 3, USABLE)
    assert item().status == USABLE
    hand_in(cast.reporter, feed, ninjs("kyodo:1", 1, pubStatus=CANCELED))
    assert (item().status, item().status_version.version, item().current.version) == (
        CANCELED,
        1,
        3,
    )


def test_a_chief_too_releases_only_with_what_is_newer(cast, feed):
    hand_in(cast.chief, feed, ninjs("kyodo:1", 1))
    assert item().status == CANCELED
    remark = Delivery.objects.get(name="pasted").remarks
    assert remark == (
        "“Killed” was not released: a version that is here already is newer. Ask Kyodo for its"
        " newest one."
    )


def test_a_script_gets_the_remark_too(cast, feed):
    answer = hand_in(cast.reporter, feed, RELEASE, accept="application/json")
    assert (answer.status_code, "only from a chief editor" in answer.json()["remark"]) == (
        201,
        True,
    )


def test_the_page_of_the_item_says_what_binds_and_who_handed_in(cast, feed):
    hand_in(cast.reporter, feed, RELEASE)
    page = reverse("admin:wires_wireitem_change", args=[item().pk])
    html = Desk(cast.editor).client.get(page).content.decode()
    assert "May not be used now." in html
    assert "Killed by the agency" in html
    assert f"handed in by {cast.reporter}" in html
    assert "Version 2, " in html.split('id="facts"')[1].split("First arrived")[0]


def test_a_number_made_up_by_hand_keeps_no_embargo_alive(cast, feed):
    deliver(feed, 3, USABLE)
    hand_in(cast.reporter, feed, RELEASE)
    until = at(20).isoformat()
    raw = ninjs("kyodo:1", 4, embargoedUntil=until)
    store.store_delivery(feed, raw, name="4", at=MORNING)
    assert item().embargo_until == at(20)
    deliver(feed, 5, USABLE)
    assert (item().embargo_until, item().is_usable(MORNING)) == (None, True)
