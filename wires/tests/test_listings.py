"""What a feed lists is as its provider has it now, also where it goes back to earlier words."""

from datetime import timedelta

import pytest

from newsroom.tests.factories import MORNING, make_feed
from wires.ingest import store
from wires.ingest.versions import PUT_BACK
from wires.models import Delivery, WireItem
from wires.tests.agency_copy import headline, ninjs

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
RSS = """<rss version="2.0"><channel><title>Wire</title>{}<item><guid>ferry-1</guid>
  <title>{}</title><description>The boat left.</description>{}</item></channel></rss>"""


@pytest.fixture
def feed(db):
    return make_feed()


def poll(feed, *texts, extra="", built=False):
    """Receive the feed with each text as headline, an hour apart, and return the item."""
    hours = getattr(feed, "hours", 0)
    for text in texts:
        hours += 1
        head = f"<lastBuildDate>{hours}</lastBuildDate>" if built else ""
        raw = RSS.format(head, text, extra).encode()
        store.store_delivery(feed, raw, name="feed", at=MORNING + timedelta(hours=hours))
    feed.hours = hours
    return WireItem.objects.get()


@pytest.mark.parametrize("built", [False, True])
def test_an_item_that_is_put_back_to_its_first_words_has_them_again(feed, built):
    item = poll(feed, "Five died", "Seven died", "Five died", built=built)
    assert (item.current.headline, item.versions.count()) == ("Five died", 3)


@pytest.mark.parametrize("built", [False, True])
def test_a_feed_that_stays_as_it_is_makes_no_version(feed, built):
    item = poll(feed, "Five", "Seven", "Five", "Five", "Five", built=built)
    assert item.versions.count() == 3


def test_a_feed_that_goes_to_and_fro_is_followed_a_number_of_times(feed):
    item = poll(feed, *["Five", "Seven"] * (PUT_BACK + 5), built=True)
    assert item.versions.count() == 2 * PUT_BACK


def test_a_version_that_states_an_earlier_time_is_not_newer(feed):
    later, earlier = (
        f"<pubDate>Sat, 08 Jun 2024 {hour}:00:00 GMT</pubDate>" for hour in ("12", "10")
    )
    poll(feed, "Five", extra=earlier)
    poll(feed, "Seven", extra=later)
    assert poll(feed, "Five", extra=earlier).current.headline == "Seven"


def test_an_item_that_is_twice_in_one_feed_is_not_put_back_by_each_poll(feed):
    twice = "</item><item><guid>ferry-1</guid><title>Seven</title>"
    item = poll(feed, *["Five"] * 4, extra=twice, built=True)
    assert item.versions.count() == 2


def test_any_other_delivery_that_arrives_again_is_an_old_one(feed):
    for number, text in enumerate(("Five", "Seven", "Five")):
        raw = ninjs(version=None, **headline(text))
        store.store_delivery(feed, raw, name=f"{number}", at=MORNING + timedelta(hours=number))
    assert WireItem.objects.get().current.headline == "Seven"


def test_an_old_listing_that_is_read_again_puts_nothing_back(feed):
    item = poll(feed, "Five", "Seven")
    first = Delivery.objects.order_by("pk").first()
    store.parse_again(first, at=MORNING + timedelta(hours=3))
    item.refresh_from_db()
    assert (item.current.headline, item.versions.count()) == ("Seven", 2)
    feed.hours = 4
    assert poll(feed, "Five").current.headline == "Five"


def test_the_newest_listing_that_is_read_again_says_what_counts(feed):
    poll(feed, "Five", "Seven", "Five")
    newest = Delivery.objects.order_by("pk").first()
    store.parse_again(newest, at=MORNING + timedelta(hours=4))
    assert WireItem.objects.get().current.headline == "Five"


@pytest.mark.parametrize("when", ["", 'when="2024-06-08T08:00:00Z"'])
def test_no_listing_loosens_a_kill_however_often_it_is_read(feed, when):
    text = "<entry><id>1</id><title>{}</title><updated>2024-06-08T09:00:00Z</updated></entry>"
    kill = f'<d:deleted-entry xmlns:d="http://purl.org/atompub/tombstones/1.0" ref="1" {when}/>'
    entries = (text.format("Five"), text.format("Seven"), kill, text.format("Five"), kill)
    for hours, entry in enumerate((*entries, text.format("Seven"))):
        raw = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>W</title>{entry}</feed>'
        store.store_delivery(feed, raw.encode(), name="f", at=MORNING + timedelta(hours=hours))
    for delivery in Delivery.objects.order_by("-pk"):
        store.parse_again(delivery, at=MORNING + timedelta(hours=9))
    assert WireItem.objects.get().status == "canceled"
