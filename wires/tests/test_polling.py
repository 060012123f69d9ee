"""Fetched feeds: validators, allowed hosts, and Retry-After."""

from datetime import timedelta

import pytest
from django.utils import translation

from newsroom.tests.factories import MORNING, make_feed
from wires.ingest import polling
from wires.ingest.safe_http import BlockedAddress, RequestFailed
from wires.models import Delivery, Feed, WireItem
from wires.tests.agency_copy import ninjs
from wires.tests.servers import http_response, serving

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _this_machine_may_be_asked(settings):
    settings.WIRES_MAY_FETCH_LOOPBACK = True
    with translation.override("en"):
        yield


def polled(server, path="/feed.json", **fields):
    address = f"http://{server.place}{path}"
    return make_feed(transport=Feed.Transport.POLLED, address=address, **fields)


def answering(*answers):
    """Return a handler that gives the answers in turn, and repeats the last."""
    left = list(answers)
    return lambda path: [left.pop(0) if len(left) > 1 else left[0]]


def test_what_is_fetched_is_a_delivery_named_by_its_address():
    with serving(answering(http_response(ninjs()))) as server:
        feed = polled(server)
        delivery = polling.fetch(feed, at=MORNING)
    assert (delivery.name, bytes(delivery.raw)) == (feed.address, ninjs())
    assert (delivery.state, delivery.received_at) == ("accepted", MORNING)
    assert WireItem.objects.get().feed == feed


def test_the_marks_of_the_last_answer_are_sent_with_the_next_question():
    marked = http_response(ninjs(), ETag='W/"abc"', Last_Modified="Sat, 08 Jun 2024 02:00:00 GMT")
    with serving(answering(marked, http_response(status="304 Not Modified"))) as server:
        feed = polled(server)
        polling.fetch(feed, at=MORNING)
        assert polling.fetch(feed, at=MORNING) is None
    first, second = server.asked
    assert ("If-None-Match" in first, "If-Modified-Since" in first) == (False, False)
    assert 'If-None-Match: W/"abc"' in second
    assert "If-Modified-Since: Sat, 08 Jun 2024 02:00:00 GMT" in second
    assert Delivery.objects.count() == 1


def test_the_same_body_without_marks_is_known():
    with serving(answering(http_response(ninjs()))) as server:
        feed = polled(server)
        new = [polling.fetch(feed, at=MORNING).is_new for _poll in range(2)]
    assert (new, Delivery.objects.count()) == ([True, False], 1)


def test_each_changed_body_is_a_delivery():
    with serving(
        answering(http_response(ninjs(version=1)), http_response(ninjs(version=2)))
    ) as server:
        feed = polled(server)
        for hour in range(3):
            polling.fetch(feed, at=MORNING + timedelta(hours=hour))
    assert Delivery.objects.count() == 2
    assert WireItem.objects.get().current.version == 2


@pytest.mark.parametrize("status", ["304 Not Modified", "204 No Content", "200 OK"])
def test_nothing_is_no_delivery(status):
    with serving(answering(http_response(status=status))) as server:
        assert polling.fetch(polled(server), at=MORNING) is None
    assert Delivery.objects.count() == 0


def test_what_cannot_be_read_is_kept_once_and_not_fetched_again():
    with serving(answering(http_response(b"<rss>broken", ETag='"1"'))) as server:
        feed = polled(server)
        delivery = polling.fetch(feed, at=MORNING)
    assert (delivery.state, feed.etag) == ("quarantined", '"1"')


@pytest.mark.parametrize("mark", ["x" * 301, "é", "a\tb"])
def test_a_mark_that_does_not_fit_is_left_out(mark):
    with serving(answering(http_response(ninjs(), ETag=mark, Last_Modified=mark))) as server:
        feed = polled(server, etag='"before"')
        polling.fetch(feed, at=MORNING)
    assert (feed.etag, feed.last_modified) == ("", "")


@pytest.mark.parametrize(
    ("wish", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("Sat, 08 Jun 2024 02:05:00 GMT", 300),
        ("Sat, 08 Jun 2024 01:00:00 GMT", 0),
        ("9999999999", 24 * 60 * 60),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 24 * 60 * 60),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("²", None),
    ],
)
def test_a_failure_says_for_how_long_to_stay_away(wish, seconds):
    with serving(answering(http_response(status="503 Busy", Retry_After=wish))) as server:
        feed = polled(server, etag='"before"')
        sentence = f"{server.place} answered with the status 503."
        with pytest.raises(RequestFailed, match=sentence) as failed:
            polling.fetch(feed, at=MORNING)
    assert (failed.value.retry_after, feed.etag) == (seconds, '"before"')


@pytest.mark.parametrize("status", ["404 Not Found", "401 Unauthorized", "500 Broken", "302 Found"])
def test_any_other_answer_is_a_failure(status):
    with (
        serving(answering(http_response(b"sorry", status=status))) as server,
        pytest.raises(RequestFailed),
    ):
        polling.fetch(polled(server), at=MORNING)
    assert Delivery.objects.count() == 0


def test_more_than_the_feed_allows_is_not_read():
    with (
        serving(answering(http_response(b"x" * 2000))) as server,
        pytest.raises(BlockedAddress, match="1024 bytes"),
    ):
        polling.fetch(polled(server, max_bytes=1024), at=MORNING)


def test_its_own_host_is_allowed_and_others_by_name():
    feed = Feed(address="https://wire.example/feed", hosts="cdn.example\n  img.example:8443\n\n")
    assert polling.hosts(feed) == ["wire.example", "cdn.example", "img.example:8443"]
    assert polling.hosts(Feed(address="kyodo", hosts="cdn.example")) == ["cdn.example"]
    assert polling.hosts(Feed(address="http://[::1", hosts="")) == []


def test_it_is_led_on_only_to_hosts_that_the_feed_allows():
    with serving(answering(http_response(ninjs()))) as other:
        moved = http_response(status="302 Found", Location=f"http://{other.place}/")
        with serving(answering(moved)) as server:
            feed = polled(server)
            with pytest.raises(BlockedAddress, match="not among the allowed hosts of the feed"):
                polling.fetch(feed, at=MORNING)
            assert other.connections == 0
            feed.hosts = other.place
            assert polling.fetch(feed, at=MORNING).name == feed.address


@pytest.mark.parametrize(
    "address",
    ["", "kyodo", "file:///etc/passwd", "http://169.254.169.254/", "http://user:x@wire.example/"],
)
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(BlockedAddress):
        polling.fetch(make_feed(transport=Feed.Transport.POLLED, address=address), at=MORNING)
