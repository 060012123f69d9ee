"""What a feed lists is as its provider has it now, also where it goes back to earlier words."""

from datetime import timedelta

import pytest

from newsroom.tests.factories import MORNING, make_feed
from wires.ingest import store
from wires.ingest.versions import PUT_BACK
from wires.models import WireItem
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
