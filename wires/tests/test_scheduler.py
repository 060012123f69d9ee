"""Polling feeds: which are due, the log, the delay after failures, and which are quiet."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import translation

from newsroom.tests.factories import MORNING, make_agency, make_feed
from wires.ingest import folder, scheduler
from wires.models import Delivery, Feed, FeedPoll, WireItem
from wires.tests.agency_copy import ninjs
from wires.tests.servers import http_response, serving

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
LATER = MORNING + 2 * SECOND


@pytest.fixture(autouse=True)
def _folders_of_their_own(settings, tmp_path):
    settings.WIRES_DIR = tmp_path / "wires"
    settings.WIRES_MAY_FETCH_LOOPBACK = True
    with translation.override("en"):
        yield


def hot(feed):
    path = folder.resolve(feed.address)
    path.mkdir(parents=True, exist_ok=True)
    return path


@pytest.fixture
def feed(db):
    return make_feed(transport=Feed.Transport.FOLDER, address="kyodo")


def drop(feed, *raws, at=None):
    """Write files to the feed's folder; with `at`, they are seen there two seconds before."""
    for number, raw in enumerate(raws):
        (hot(feed) / f"{number}.json").write_bytes(raw)
    if at:
        folder.find(feed, at=at - 2 * SECOND)


def logged(feed):
    polls = feed.polls.order_by("created_at", "pk")
    return list(polls.values_list("received", "quarantined", "error"))


def test_a_poll_ingests_complete_files_and_is_logged(feed):
    drop(feed, ninjs("a"), b"{broken", ninjs("b"), at=LATER)
    poll = scheduler.poll_feed(feed, at=LATER)
    assert (poll.received, poll.quarantined, poll.error) == (3, 1, "")
    assert logged(feed) == [(3, 1, "")]
    assert set(WireItem.objects.values_list("guid", flat=True)) == {"a", "b"}
    feed.refresh_from_db()
    assert (
        feed.last_polled_at,
        feed.last_delivery_at,
        feed.consecutive_failures,
        feed.last_error,
    ) == (LATER, LATER, 0, "")
    assert feed.next_poll_at == LATER + MINUTE


def test_a_poll_that_receives_nothing_is_not_logged(feed):
    poll = scheduler.poll_feed(feed, at=MORNING)
    assert (poll.received, poll.pk, logged(feed)) == (0, None, [])
    feed.refresh_from_db()
    assert (feed.last_polled_at, feed.last_delivery_at) == (MORNING, None)


def test_an_incomplete_file_brings_the_next_poll_forward(feed):
    drop(feed, ninjs())
    scheduler.poll_feed(feed, at=MORNING)
    assert feed.next_poll_at == LATER
    scheduler.poll_feed(feed, at=LATER)
    assert (feed.next_poll_at, Delivery.objects.count()) == (LATER + MINUTE, 1)


def test_many_files_are_ingested_in_batches_without_a_pause(feed, monkeypatch):
    monkeypatch.setattr(scheduler, "BATCH", 2)
    drop(feed, *(ninjs(str(number)) for number in range(5)), at=LATER)
    received = []
    for _poll in range(4):
        received.append(scheduler.poll_feed(feed, at=LATER).received)
        if feed.next_poll_at > LATER:
            break
    assert (received, Delivery.objects.count()) == ([2, 2, 1], 5)


def test_no_feed_takes_all_the_time(feed, monkeypatch):
    monkeypatch.setattr(scheduler, "SECONDS", 0)
    drop(feed, ninjs(), at=LATER)
    scheduler.poll_feed(feed, at=LATER)
    assert (feed.next_poll_at, Delivery.objects.count()) == (LATER, 0)


def test_when_stopped_it_finishes_the_current_delivery_and_leaves_the_rest(feed):
    drop(feed, *(ninjs(str(number)) for number in range(3)), at=LATER)
    poll = scheduler.poll_feed(feed, at=LATER, stopped=lambda: Delivery.objects.exists())
    assert (poll.received, feed.next_poll_at) == (1, LATER)
    left = sorted(path.name for path in hot(feed).iterdir() if path.is_file())
    assert left == ["1.json", "2.json"]


def test_files_of_the_same_poll_have_distinct_times_in_order(feed):
    drop(feed, *(ninjs(str(number)) for number in range(3)), at=LATER)
    scheduler.poll_feed(feed, at=LATER)
    times = list(WireItem.objects.order_by("pk").values_list("current_since", flat=True))
    assert times == sorted(set(times))
    assert LATER <= times[0] <= times[-1] < LATER + MINUTE


def test_a_repeated_delivery_is_not_counted_again(feed):
    for now in (LATER, LATER + MINUTE):
        drop(feed, ninjs(), at=now)
        scheduler.poll_feed(feed, at=now)
    assert logged(feed) == [(1, 0, "")]
    feed.refresh_from_db()
    assert feed.last_delivery_at == LATER


def test_a_fetched_feed_saves_its_validators():
    with serving(lambda path: [http_response(ninjs(), ETag='"1"')]) as server:
        address = f"http://{server.place}/"
        feed = make_feed(transport=Feed.Transport.POLLED, address=address, interval=300)
        scheduler.poll_feed(feed, at=MORNING)
    feed.refresh_from_db()
    assert (feed.etag, feed.last_delivery_at) == ('"1"', MORNING)
    assert feed.next_poll_at == MORNING + 5 * MINUTE
    assert logged(feed) == [(1, 0, "")]


def test_a_feed_without_polling_is_never_due():
    feed = make_feed()
    assert scheduler.poll_feed(feed, at=MORNING).received == 0
    assert list(scheduler.due(MORNING)) == []


def failing(server, **fields):
    return make_feed(transport=Feed.Transport.POLLED, address=f"http://{server.place}/", **fields)


def test_failures_double_the_wait_up_to_an_hour_and_a_success_resets_it():
    status, waits = ["500 Broken"], []
    with serving(lambda path: [http_response(ninjs(), status=status[0])]) as server:
        feed, now = failing(server), MORNING
        for _failure in range(8):
            scheduler.poll_feed(feed, at=now)
            waits.append((feed.next_poll_at - now) // MINUTE)
            now = feed.next_poll_at
        assert waits == [2, 4, 8, 16, 32, 60, 60, 60]
        sentence = f"{server.place} answered with the status 500."
        assert (feed.consecutive_failures, feed.last_error) == (8, sentence)
        assert logged(feed) == [(0, 0, sentence)] * 8
        status[0] = "200 OK"
        scheduler.poll_feed(feed, at=now)
    feed.refresh_from_db()
    assert (feed.consecutive_failures, feed.last_error, feed.next_poll_at) == (
        0,
        "",
        now + MINUTE,
    )


def test_a_long_interval_is_not_shortened_by_failures():
    with serving(lambda path: [http_response(status="500 Broken")]) as server:
        feed = failing(server, interval=4 * 60 * 60)
        scheduler.poll_feed(feed, at=MORNING)
    assert feed.next_poll_at == MORNING + timedelta(hours=4)


@pytest.mark.parametrize(("wish", "wait"), [(10, 120), (7000, 7000)])
def test_retry_after_delays_the_next_poll(wish, wait):
    with serving(lambda path: [http_response(status="429 Too Many", Retry_After=wish)]) as server:
        feed = failing(server)
        scheduler.poll_feed(feed, at=MORNING)
    assert feed.next_poll_at == MORNING + timedelta(seconds=wait)


def test_a_refused_folder_is_the_error_of_the_poll(feed):
    feed.address = "../elsewhere"
    sentence = (
        "“../elsewhere” is no folder below the one for feeds. Write its name alone, such as kyodo."
    )
    assert scheduler.poll_feed(feed, at=MORNING).error == sentence


def test_a_file_that_cannot_be_moved_is_an_error_of_its_poll(feed):
    drop(feed, ninjs("a"), at=LATER)
    (hot(feed) / "done").write_bytes(b"a file where the folder should be")
    folder.find(feed, at=MORNING)
    poll = scheduler.poll_feed(feed, at=LATER)
    assert "could not be moved" in poll.error
    assert (feed.consecutive_failures, feed.next_poll_at) == (1, LATER + MINUTE)


def test_a_failing_feed_does_not_stop_the_others(feed):
    other = make_feed(feed.agency, "other", transport=Feed.Transport.FOLDER, address="other")
    drop(other, ninjs(), at=LATER)
    broken = make_feed(feed.agency, "b", transport=Feed.Transport.POLLED, address="http://a:b/")
    polls = scheduler.poll_due_feeds(at=LATER)
    assert {poll.feed: poll.received for poll in polls} == {feed: 0, other: 1, broken: 0}


def test_an_unexpected_exception_is_logged_as_an_error(feed, settings):
    settings.WIRES_DIR = None
    poll = scheduler.poll_feed(feed, at=MORNING)
    sentence = "The look failed for a reason of our own. Tell whoever runs the newsroom."
    assert (poll.error, feed.consecutive_failures, logged(feed)) == (
        sentence,
        1,
        [(0, 0, sentence)],
    )


def test_feeds_never_polled_and_feeds_past_their_time_are_due():
    agency = make_agency()
    fields = {"transport": Feed.Transport.FOLDER}
    make_feed(agency, "later", next_poll_at=MORNING + SECOND, address="a", **fields)
    make_feed(agency, "now", next_poll_at=MORNING, address="b", **fields)
    make_feed(agency, "long ago", next_poll_at=MORNING - MINUTE, address="c", **fields)
    make_feed(agency, "never", address="d", **fields)
    make_feed(agency, "not active", address="e", active=False, **fields)
    assert [feed.name for feed in scheduler.due(MORNING)] == ["never", "long ago", "now"]


def test_a_poll_is_claimed_by_a_single_process(feed):
    same = Feed.objects.get(pk=feed.pk)
    assert [scheduler._claim(each, MORNING) for each in (feed, same)] == [True, False]
    assert list(scheduler.due(MORNING + 59 * SECOND)) == []
    assert list(scheduler.due(MORNING + MINUTE)) == [feed]  # if the other process had died


def test_each_due_feed_is_polled_once(feed):
    drop(feed, ninjs(), at=LATER)
    assert [poll.received for poll in scheduler.poll_due_feeds(at=LATER)] == [1]
    assert scheduler.poll_due_feeds(at=LATER) == []


@pytest.mark.postgresql(reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_store_each_file_once():
    feed, failures = make_feed(transport=Feed.Transport.FOLDER, address="kyodo", interval=5), []
    drop(feed, *(ninjs(str(number)) for number in range(60)), at=LATER)
    start = threading.Barrier(2)

    def service(number):
        try:
            mine = Feed.objects.get(pk=feed.pk)
            start.wait(timeout=10)
            scheduler.poll_feed(mine, at=LATER)  # unclaimed, as if a lease had run out
        except Exception as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=service, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert failures == []
    assert (Delivery.objects.count(), WireItem.objects.count()) == (60, 60)
    files = [path for path in hot(feed).rglob("*") if path.is_file()]
    # The process that reserves its name in done/ later gets the next name; either may do the move.
    assert {path.read_bytes() for path in files} == {ninjs(str(number)) for number in range(60)}
    assert len(files) == 60
    assert sum(FeedPoll.objects.values_list("received", flat=True)) == 60


def test_feeds_silent_for_longer_than_their_limit_are_quiet(django_assert_num_queries):
    agency, hour = make_agency(), timedelta(hours=1)
    fields = {
        "transport": Feed.Transport.FOLDER,
        "max_silence_minutes": 60,
        "created_at": MORNING - 9 * hour,
    }
    make_feed(agency, "just heard", last_delivery_at=MORNING - hour, **fields)
    make_feed(agency, "silent", last_delivery_at=MORNING - hour - SECOND, **fields)
    make_feed(agency, "never heard", **fields)
    make_feed(agency, "new", **{**fields, "created_at": MORNING})
    make_feed(agency, "switched off", active=False, **fields)
    make_feed(agency, "no gap set", **{**fields, "max_silence_minutes": None})
    make_feed(agency, "by hand", **{**fields, "transport": Feed.Transport.HANDED_IN})
    with django_assert_num_queries(1):
        quiet = [(feed.name, feed.agency.name) for feed in scheduler.quiet_feeds(MORNING)]
    assert quiet == [("never heard", "Kyodo"), ("silent", "Kyodo")]


def test_old_polls_are_deleted_and_deliveries_stay(feed):
    for days in (89, 91):
        FeedPoll.objects.create(feed=feed, created_at=MORNING - timedelta(days=days), received=days)
    drop(feed, ninjs(), at=LATER)
    scheduler.poll_feed(feed, at=LATER)
    scheduler.delete_old_polls(at=MORNING)
    assert logged(feed) == [(89, 0, ""), (1, 0, "")]
    assert Delivery.objects.count() == 1


def test_incomplete_files_cost_no_queries(feed, django_assert_num_queries):
    for number in range(200):
        (hot(feed) / f"{number}.json").write_bytes(b"x")
    with django_assert_num_queries(1):  # its health
        scheduler.poll_feed(feed, at=MORNING)
