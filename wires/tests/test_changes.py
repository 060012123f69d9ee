"""Handlers of changes are called by every door through which versions come, and never stop a delivery."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from newsroom.tests.factories import MORNING, at, make_feed
from newsroom.tests.test_story_life import Desk
from wires.ingest import scheduler, store
from wires.models import Delivery, WireItem
from wires.parsing.parsed import Parsed, ParsedItem
from wires.tests.agency_copy import ninjs
from wires.tests.servers import http_response, serving

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
CALLS = []


def record(item_ids, *, at):
    """The handler of these tests: it notes what it is called with, in a transaction."""
    assert connection.in_atomic_block
    statuses = WireItem.objects.filter(pk__in=item_ids).order_by("guid")
    CALLS.append([*statuses.values_list("guid", "status")])


def fail(item_ids, *, at):
    Delivery.objects.update(remarks="half done")
    raise ValueError("the handler failed")


def break_database(item_ids, *, at):
    Delivery.objects.create(feed_id=None)


@pytest.fixture(autouse=True)
def _record_calls(settings, tmp_path):
    CALLS.clear()
    settings.WIRE_CHANGE_HANDLERS = [f"{__name__}.record"]
    settings.WIRES_DIR, settings.WIRES_MAY_FETCH_LOOPBACK = tmp_path / "wires", True
    with translation.override("en"):
        yield


@pytest.fixture
def feed(db):
    return make_feed()


def upload(feed, cast, raw):
    files = {"file": SimpleUploadedFile("a.json", raw), "feed": feed.pk}
    assert Desk(cast.chief).client.post(reverse("admin:wires_feed_hand_in"), files)


def paste(feed, cast, raw):
    copy = {"text": raw.decode(), "feed": feed.pk}
    assert Desk(cast.chief).client.post(reverse("admin:wires_feed_hand_in"), copy)


def drop(feed, raw):
    feed.transport, feed.address = "folder", "kyodo"
    feed.save()
    folder = Path(settings.WIRES_DIR) / "kyodo"
    folder.mkdir(parents=True)
    (folder / "a.json").write_bytes(raw)


def look_now(feed, cast, raw):
    drop(feed, raw)
    scheduler.poll_feed(feed, at=timezone.now() - timedelta(seconds=5))  # it might be growing
    assert CALLS == []
    assert Desk(cast.chief).client.post(reverse("admin:wires_feed_look", args=[feed.pk]))


def run_the_service_once(feed, cast, raw):
    drop(feed, raw)
    call_command("run_ingest")


def fetch(feed, cast, raw):
    with serving(lambda path: [http_response(raw)]) as server:
        feed.transport, feed.address = "polled", f"http://{server.place}/"
        assert scheduler.poll_feed(feed, at=MORNING).error == ""


def read_again(feed, cast, raw):
    limit, feed.max_bytes = feed.max_bytes, 100
    delivery = store.store_delivery(feed, raw, name="a", at=MORNING)
    assert (delivery.state, CALLS) == ("quarantined", [])
    feed.max_bytes = limit
    feed.save()
    address = reverse("admin:wires_delivery_retry", args=[delivery.pk])
    assert Desk(cast.chief).client.post(address)


DOORS = [upload, paste, look_now, run_the_service_once, fetch, read_again]


@pytest.mark.parametrize("door", DOORS)
def test_every_door_says_which_items_changed(newsroom, cast, door):
    door(make_feed(newsroom.kyodo), cast, ninjs("kyodo:1", pubStatus="canceled"))
    assert CALLS == [[("kyodo:1", "canceled")]]


def test_an_item_that_another_item_kills_has_changed_too(feed):
    store.store_delivery(feed, ninjs("kyodo:1"), name="a", at=MORNING)
    note = ParsedItem(guid="kyodo:note", status="canceled", cancels=("kyodo:1",))
    delivery = Delivery(feed=feed, raw=b"", sha256="1", name="note")
    store._save(delivery, Parsed(items=(note,)), at(10))
    assert CALLS == [[("kyodo:1", "canceled"), ("kyodo:note", "canceled")]]


def test_the_first_version_of_an_item_that_may_be_used_changes_nothing(feed):
    """Nothing can be under any copy, and no picture in the library, before it is stored."""
    store.store_delivery(feed, ninjs("kyodo:1"), name="a", at=MORNING)
    assert CALLS == []


def test_an_older_version_is_a_change_and_a_repeated_one_is_none(feed):
    """An older one may kill, or add terms."""
    for number, status in ((3, "usable"), (1, "canceled"), (2, "usable"), (1, "canceled")):
        raw = ninjs("kyodo:1", number, pubStatus=status)
        store.store_delivery(feed, raw, name=f"{number}", at=MORNING)
    statuses = [status for ((_guid, status),) in CALLS]
    assert statuses == ["canceled", "canceled"]


def test_pictures_and_quarantined_bytes_call_nobody(feed):
    store.store_delivery(feed, b"{broken", name="a", at=MORNING)
    assert CALLS == []


@pytest.mark.parametrize("name", ["fail", "break_database"])
def test_a_handler_that_fails_is_logged_and_leaves_nothing_half_done(feed, settings, caplog, name):
    settings.WIRE_CHANGE_HANDLERS = [f"{__name__}.{name}", f"{__name__}.record"]
    store.store_delivery(feed, ninjs("kyodo:1"), name="a", at=MORNING)
    delivery = store.store_delivery(feed, ninjs("kyodo:1", 2), name="b", at=MORNING)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.remarks) == ("accepted", "")
    assert CALLS == [[("kyodo:1", "usable")]]
    assert "What the agency changed" in caplog.text
