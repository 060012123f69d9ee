"""Storing deliveries: the order of versions, kills, conflicts and quarantine."""

import hashlib
import itertools
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import translation

from newsroom.tests.factories import MORNING, at, make_agency, make_feed
from wires.ingest import reading, store
from wires.models import Delivery, WireItem, WireVersion
from wires.parsing.parsed import Kind, Parsed, ParsedItem, ParsedPicture
from wires.tests.agency_copy import headline, ninjs

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
USABLE, WITHHELD, CANCELED, UNKNOWN = "usable", "withheld", "canceled", "unknown"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def feed(db):
    return make_feed()


def version(number=1, status=USABLE, *, guid="kyodo:1", headline="Words", **fields):
    return ParsedItem(guid=guid, version=number, status=status, headline=headline, **fields)


def store_versions(feed, *versions, delivery=None):
    """Store the versions an hour apart, and return the item as it is afterwards."""
    for hour, parsed in enumerate(versions):
        received_at = MORNING + timedelta(hours=hour)
        store.store_version(feed, parsed, delivery=delivery, at=received_at)
    item = WireItem.objects.get(guid=versions[0].guid)
    assert (item.status, item.kind) == (item.current.status, item.current.kind)
    return item


def stands(item):
    return item.current.headline, item.status


FIRST = version(1, headline="first")
CORRECTION = version(2, headline="correction", signals=("sig:correction",))
KILL = version(3, CANCELED, headline="killed")


def test_usable_correction_kill_and_the_correction_again_late_is_killed(feed):
    item = store_versions(feed, FIRST, CORRECTION, KILL, CORRECTION)
    assert stands(item) == ("killed", CANCELED)
    assert item.versions.count() == 3
    assert WireItem.objects.usable(at(23)).count() == 0


def test_that_chain_ends_killed_when_each_transmission_has_its_own_time(feed):
    late = version(2, headline="correction", signals=("sig:correction",), sent_at=at(22))
    item = store_versions(feed, FIRST, CORRECTION, KILL, late)
    assert stands(item) == ("killed", CANCELED)
    assert item.versions.count() == 3


@pytest.mark.parametrize("order", list(itertools.permutations([FIRST, CORRECTION, KILL])))
def test_the_highest_number_counts_in_any_order_of_arrival(feed, order):
    item = store_versions(feed, *order, *order)
    assert stands(item) == ("killed", CANCELED)
    assert item.versions.count() == 3
    assert item.has_version_conflict is False


def test_numbers_are_compared_as_numbers(feed):
    item = store_versions(
        feed, version(978556838, headline="old"), version(1542761538, headline="new")
    )
    assert stands(item) == ("new", USABLE)
    item = store_versions(
        feed, version(1542761538, headline="new"), version(978556838, headline="old")
    )
    assert stands(item) == ("new", USABLE)


def test_zero_is_a_number_and_none_is_not(feed):
    item = store_versions(feed, version(0, headline="zero"), version(1, headline="one"))
    assert stands(item) == ("one", USABLE)


def test_without_numbers_the_provider_s_time_counts(feed):
    earlier = version(None, headline="earlier", version_at=at(9))
    later = version(None, headline="later", version_at=at(10))
    assert stands(store_versions(feed, later, earlier)) == ("later", USABLE)


def test_without_number_and_time_what_came_last_counts(feed):
    item = store_versions(feed, version(None, headline="one"), version(None, headline="two"))
    assert stands(item) == ("two", USABLE)
    assert item.has_version_conflict is False


def test_a_repeated_item_changes_nothing(feed):
    item = store_versions(feed, FIRST)
    before = WireItem.objects.filter(pk=item.pk).values().get()
    stored = store.store_version(feed, FIRST, at=at(20))
    assert (stored.version, stored.is_current) == (None, False)
    assert WireItem.objects.filter(pk=item.pk).values().get() == before


def test_the_same_version_with_other_content_is_stored_as_a_conflict(feed):
    item = store_versions(feed, FIRST, version(1, headline="not the same"))
    assert stands(item) == ("not the same", USABLE)
    assert item.has_version_conflict is True
    rows = item.versions.order_by("pk").values_list("headline", "conflicts")
    assert list(rows) == [("first", False), ("not the same", True)]


def test_a_late_version_with_other_content_is_a_conflict_and_not_current(feed):
    item = store_versions(feed, CORRECTION, FIRST, version(1, headline="not the same"))
    assert stands(item) == ("correction", USABLE)
    assert item.has_version_conflict is True


def test_one_id_in_two_feeds_is_two_items(feed):
    other = make_feed(feed.agency, "another feed")
    store.store_version(feed, FIRST, at=MORNING)
    store.store_version(other, KILL, at=MORNING)
    rows = WireItem.objects.order_by("pk").values_list("feed__name", "status")
    assert list(rows) == [("Kyodo", USABLE), ("another feed", CANCELED)]


HELD = {
    "withheld": {"status": WITHHELD},
    "unknown": {"status": UNKNOWN},
    "canceled": {"status": CANCELED},
    "embargoed": {"embargo_until": at(12)},
    "embargoed without end": {"embargo_indefinite": True},
}


@pytest.mark.parametrize("number", [1, None])
@pytest.mark.parametrize("held", HELD.values(), ids=HELD.keys())
def test_a_version_of_unknown_order_never_releases_an_item(feed, held, number):
    item = store_versions(
        feed, version(number, headline="held", **held), version(number, headline="free")
    )
    assert item.current.headline == "held"
    assert item.has_version_conflict is True
    assert item.versions.count() == 2


@pytest.mark.parametrize(
    ("held", "looser"),
    [
        ({"status": CANCELED}, {"status": WITHHELD}),
        ({"status": CANCELED}, {"status": UNKNOWN}),
        ({"status": CANCELED}, {"embargo_until": at(12)}),
        ({"status": CANCELED}, {"embargo_indefinite": True}),
        ({"status": WITHHELD}, {"embargo_until": at(12)}),
        ({"embargo_until": at(12)}, {"embargo_until": at(11)}),
        ({"embargo_indefinite": True}, {"embargo_until": at(12)}),
    ],
)
def test_a_version_of_unknown_order_never_loosens_a_restriction(feed, held, looser):
    item = store_versions(
        feed, version(None, headline="held", **held), version(None, headline="x", **looser)
    )
    assert (item.current.headline, item.has_version_conflict) == ("held", True)


@pytest.mark.parametrize("held", HELD.values(), ids=HELD.keys())
def test_a_version_of_unknown_order_may_restrict(feed, held):
    item = store_versions(
        feed, version(None, headline="free"), version(None, headline="held", **held)
    )
    assert (item.current.headline, item.has_version_conflict) == ("held", False)


@pytest.mark.parametrize("held", HELD.values(), ids=HELD.keys())
def test_a_higher_number_releases_a_restricted_item(feed, held):
    item = store_versions(feed, version(1, headline="held", **held), version(2, headline="free"))
    assert stands(item) == ("free", USABLE)


@pytest.mark.parametrize(
    "held", [*HELD.values(), {"expires_at": at(12)}], ids=[*HELD.keys(), "expired"]
)
def test_the_database_and_the_rule_agree_on_what_may_be_used(feed, held):
    item = store_versions(feed, version(1, headline="held", **held))
    for time in (at(11, 59), at(12), at(23)):
        in_database = WireItem.objects.usable(time).filter(pk=item.pk).exists()
        assert in_database is item.is_usable(time)


def test_an_item_may_be_used_and_written_from_until_it_expires(feed):
    item = store_versions(feed, version(1, expires_at=at(12)))
    for time, expected in ((at(11, 59), True), (at(12), False), (at(23), False)):
        in_database = WireItem.objects.to_write_from(time).filter(pk=item.pk).exists()
        assert (item.may_be_written_from(time), in_database) == (expected, expected)
        assert item.is_expired(time) is not expected


def deliver(feed, *items, name="a"):
    """Store a delivery of these items, as store_delivery() does after the parser."""
    delivery = store._new(feed, b"raw", name, MORNING, None, sha256=name * 64, size=3)
    return store._save(delivery, Parsed(format="made here", items=items), MORNING)


NOTICE = ParsedItem(guid="kyodo:kill-note", status=CANCELED, cancels=("kyodo:1",))


def test_an_item_named_in_a_kill_is_killed_and_keeps_what_it_is_called(feed):
    store_versions(feed, version(1, headline="A ferry", slugline="Ferry"))
    deliver(feed, NOTICE)
    item = WireItem.objects.get(guid="kyodo:1")
    assert (item.status, item.headline, item.slugline) == (CANCELED, "A ferry", "Ferry")
    assert item.current.signals[0] == "canceled by kyodo:kill-note"


@pytest.mark.parametrize(
    "dates", [{}, {"version_at": at(8)}, {"created_at": at(8)}], ids=["none", "version", "created"]
)
def test_a_kill_counts_whatever_its_date_is(feed, dates):
    store_versions(feed, version(1, version_at=at(10)))
    deliver(feed, ParsedItem(guid="note", status=CANCELED, cancels=("kyodo:1",), **dates))
    assert WireItem.objects.get(guid="kyodo:1").status == CANCELED


def test_a_kill_that_comes_before_the_item_kills_it(feed):
    deliver(feed, NOTICE)
    store_versions(feed, version(1), version(2))
    assert WireItem.objects.get(guid="kyodo:1").status == CANCELED


def test_a_kill_read_again_is_the_same_kill(feed):
    store_versions(feed, version(1, version_at=at(10)))
    delivery = deliver(feed, NOTICE)
    store._save(delivery, Parsed(items=(NOTICE,)), at(11))
    assert WireVersion.objects.filter(item__guid="kyodo:1").count() == 2


def test_a_kill_read_or_sent_again_kills_nothing_that_was_released_since(feed):
    store_versions(feed, version(1, version_at=at(6)))
    notice = replace(NOTICE, version_at=at(8))
    delivery = deliver(feed, notice)
    store_versions(feed, version(2, version_at=at(9)))
    store._save(delivery, Parsed(items=(notice,)), at(11))
    deliver(feed, replace(notice, sent_at=at(11)), name="b")
    assert WireItem.objects.get(guid="kyodo:1").status == USABLE
    deliver(feed, replace(notice, version_at=at(12)), name="c")
    assert WireItem.objects.get(guid="kyodo:1").status == CANCELED


def test_a_delivery_is_stored_with_its_bytes_and_its_state(feed):
    raw = ninjs()
    delivery = store.store_delivery(feed, raw, name="a.json", at=MORNING)
    stored = Delivery.objects.get()
    assert (bytes(stored.raw), stored.size, stored.name) == (raw, len(raw), "a.json")
    assert (stored.state, stored.quarantined_because) == ("accepted", "")
    assert (stored.received_at, stored.tried_at, delivery.is_new) == (MORNING, MORNING, True)
    assert stored.versions.get().headline == "Ferry turns back in heavy swell"


def test_the_same_delivery_twice_is_one(feed):
    first = store.store_delivery(feed, ninjs(), name="a.json", at=MORNING)
    again = store.store_delivery(feed, ninjs(), name="a.json", at=at(10))
    assert (again.pk, again.is_new, again.received_at) == (first.pk, False, MORNING)
    assert (Delivery.objects.count(), WireVersion.objects.count()) == (1, 1)


def test_the_same_bytes_under_another_name_create_no_version(feed):
    store.store_delivery(feed, ninjs(), name="a.json", at=MORNING)
    store.store_delivery(feed, ninjs(), name="b.json", at=at(10))
    assert (Delivery.objects.count(), WireVersion.objects.count()) == (2, 1)


@pytest.mark.parametrize("raw", [b"", b"\0\1\2", b"<newsItem>cut off he", b'{"uri": '])
def test_unreadable_bytes_are_quarantined_with_a_reason(feed, raw):
    delivery = store.store_delivery(feed, raw, name="x", at=MORNING)
    assert (delivery.state, bytes(Delivery.objects.get().raw)) == ("quarantined", raw)
    assert delivery.quarantined_because != ""
    assert WireItem.objects.count() == 0


def test_an_oversized_delivery_is_stored_and_not_parsed(feed):
    feed.max_bytes = 1024
    delivery = store.store_delivery(feed, ninjs(note="x" * 1024), name="x", at=MORNING)
    assert delivery.quarantined_because == "It is larger than the 1024 bytes that this feed allows."
    assert WireItem.objects.count() == 0


def test_an_oversized_delivery_is_parsed_after_the_limit_is_raised(feed):
    feed.max_bytes = 1024
    delivery = store.store_delivery(feed, ninjs(note="x" * 1024), name="x", at=MORNING)
    feed.max_bytes = 4096
    feed.save()
    again = store.parse_again(Delivery.objects.get(pk=delivery.pk), at=at(10))
    assert (again.state, again.quarantined_because) == ("accepted", "")
    assert (again.received_at, again.tried_at, again.is_new) == (MORNING, at(10), False)
    assert WireItem.objects.get().status == USABLE


def test_the_beginning_of_an_oversized_file_is_never_parsed(feed):
    store.quarantine_oversized(
        feed, ninjs(), size=10**9, sha256="a" * 64, name="big.json", at=MORNING
    )
    again = store.parse_again(Delivery.objects.get(), at=at(10))
    assert again.state == "quarantined"
    reason = "Only its beginning is kept here. Hand the whole file in again."
    assert again.quarantined_because == reason
    assert (Delivery.objects.get().size, WireItem.objects.count()) == (10**9, 0)


@pytest.mark.parametrize("beginning", [ninjs(note="x" * 2000), ninjs(note="x" * 2000)[:500]])
def test_quarantined_bytes_that_arrive_again_are_completed_and_parsed(feed, beginning):
    whole = ninjs(note="x" * 2000)
    about = {"size": len(whole), "sha256": hashlib.sha256(whole).hexdigest(), "name": "a"}
    store.quarantine_oversized(feed, beginning, at=MORNING, **about)
    again = store.store_delivery(feed, whole, name="a", at=at(10))
    assert (again.state, again.is_new) == ("accepted", False)
    stored = Delivery.objects.get()
    assert (bytes(stored.raw), stored.received_at, stored.quarantined_because) == (
        whole,
        MORNING,
        "",
    )
    assert WireItem.objects.count() == 1


def test_parsing_again_is_no_conflict(feed):
    delivery = store.store_delivery(feed, ninjs(), name="a", at=MORNING)
    WireVersion.objects.update(digest="of an earlier reader", headline="misread")
    store.parse_again(delivery, at=at(10))
    item = WireItem.objects.get()
    assert stands(item) == ("Ferry turns back in heavy swell", USABLE)
    assert (item.has_version_conflict, item.versions.filter(conflicts=True).count()) == (False, 0)


def test_values_are_cut_to_what_their_columns_accept(feed):
    long = version(1, headline="x" * 600, byline="a\0b\ud800c", urgency=12, dateline="đ" * 300)
    item = store_versions(feed, long)
    current = item.current
    assert (current.headline, current.byline, current.urgency) == ("x" * 500, "ab?c", None)
    assert current.dateline == "đ" * 200


@pytest.mark.parametrize("guid", ["", "  ", "x" * 501])
def test_an_item_without_a_proper_id_quarantines_its_delivery(feed, guid):
    with pytest.raises(reading.Quarantined):
        reading.check(Parsed(items=(version(guid=guid),)))


@pytest.mark.postgresql(reason="SQLite takes NUL in a text")
def test_a_delivery_that_cannot_be_saved_is_quarantined_as_a_whole(feed):
    delivery = deliver(feed, version(1, guid="good"), version(1, guid="b\0d"))
    assert delivery.state == "quarantined"
    sentence = "It was read, and the database did not take what is in it."
    assert delivery.quarantined_because == sentence
    assert (Delivery.objects.count(), WireItem.objects.count()) == (1, 0)


def test_an_item_has_the_listed_fields_of_its_current_version(feed):
    picture = ParsedPicture(href="a.jpg", caption="Cầu Trường Tiền")
    item = store_versions(
        feed,
        version(
            1,
            headline="Phà quay về bến",
            slugline="Ferry",
            urgency=2,
            subjects=("Transport", "Sea"),
            body_html="<p>Một chuyến phà đêm.</p>",
            pictures=(picture,),
        ),
    )
    assert (item.headline, item.slugline, item.urgency) == ("Phà quay về bến", "Ferry", 2)
    assert (item.subject, item.has_pictures, item.agency) == ("Transport", True, feed.agency)
    text = "pha quay ve ben ferry    mot chuyen pha dem. cau truong tien transport sea"
    assert item.search_fold.split() == text.split()


def test_copy_without_a_language_has_its_feed_s(feed):
    feed.language = "ja"
    assert store_versions(feed, version(1)).language == "ja"
    assert store_versions(feed, version(1, guid="2", language="en")).language == "en"


def test_internal_notes_are_in_no_other_field(feed):
    item = store_versions(feed, version(1, internal_notes="Call Sato at 555", body_html="<p>x</p>"))
    assert item.current.internal_notes == "Call Sato at 555"
    fields = WireVersion.objects.filter(pk=item.current.pk).values().get()
    fields |= WireItem.objects.filter(pk=item.pk).values().get()
    del fields["internal_notes"]
    assert "555" not in str(fields)


def test_packages_are_items_too(feed):
    item = store_versions(feed, version(1, kind=Kind.PACKAGE, package_items=("a", "b")))
    assert (item.kind, item.current.package_items) == ("package", ["a", "b"])


def test_a_delivery_of_one_item_takes_six_queries(feed, django_assert_num_queries):
    store.store_delivery(feed, ninjs("warm"), name="warm", at=MORNING)
    with django_assert_num_queries(6 + 2):  # a savepoint in place of the transaction of a service
        store.store_delivery(feed, ninjs("a"), name="a", at=MORNING)
    # three more of an item that was here, and a savepoint: its versions, is it in use, its pictures?
    with django_assert_num_queries(9 + 4):
        store.store_delivery(feed, ninjs("a", 2), name="b", at=at(10))
    with django_assert_num_queries(1):
        store.store_delivery(feed, ninjs("a", 2), name="b", at=at(11))


def test_each_further_item_of_a_delivery_takes_two(feed, django_assert_num_queries):
    items = [version(1, guid=f"kyodo:{number}") for number in range(20)]
    with django_assert_num_queries(3 + 2 * 20 + 2):
        deliver(feed, *items)


@pytest.mark.postgresql(reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_name", [True, False])
def test_two_processes_with_the_same_files_store_everything_once(same_name):
    """Kill and correction are stored in opposite order at the same time; the kill always counts."""
    feed, start, failures = make_feed(make_agency()), threading.Barrier(2), []
    sendings = [(1, USABLE, "first"), (3, CANCELED, "killed"), (2, USABLE, "correction")]

    def service(number):
        try:
            for story in range(15):
                start.wait(timeout=20)
                for count, status, title in sendings if number else reversed(sendings):
                    raw = ninjs(f"wire:{story}", count, pubStatus=status, **headline(title))
                    name = f"{story}-{count}" if same_name else f"{story}-{count}-{number}"
                    store.store_delivery(feed, raw, name=name)
        except Exception as failure:
            failures.append(failure)
            start.abort()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=service, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert failures == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {"accepted"}
    assert Delivery.objects.count() == (45 if same_name else 90)
    assert (WireItem.objects.count(), WireVersion.objects.count()) == (15, 45)
    assert set(WireItem.objects.values_list("status", "headline")) == {(CANCELED, "killed")}
    assert not WireItem.objects.filter(has_version_conflict=True).exists()


def test_an_embargo_with_seconds_that_is_sent_again_is_neither_stricter_nor_looser(feed):
    """The column counts it up to the next minute; what arrives is compared as it is stored."""
    until = at(12) + timedelta(seconds=30)
    item = store_versions(feed, version(2, embargo_until=until), version(1, embargo_until=until))
    assert (item.embargo_version.version, item.embargo_until) == (2, at(12, 1))
    assert list(item.versions.values_list("counts", flat=True)) == [True, True]
