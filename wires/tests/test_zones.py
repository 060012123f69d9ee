"""Times that say no zone are in that of the feed, or else of its agency's house."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from attribution import agencies
from newsroom.tests.factories import MORNING, make_agency, make_feed
from wires.ingest import store
from wires.models import WireItem
from wires.models.feeds import ZONES

pytestmark = pytest.mark.django_db
NITF = """<nitf><head><docdata><doc-id id-string="ferry-1"/><date.issue norm="{}"/>
  <date.expire norm="20240622T000000"/></docdata></head><body><body.head><hedline><hl1>Ferry</hl1>
  </hedline></body.head><body.content><p>The first boat left.</p></body.content></body></nitf>"""


def received(feed, issued="20240608T210000"):
    store.store_delivery(feed, NITF.format(issued).encode(), at=MORNING)
    item = WireItem.objects.get(feed=feed)
    return item.current.version_at, item.expires_at


def test_a_feed_reads_times_in_the_zone_of_its_agency():
    feed = make_feed(agency=make_agency("Hãng Kyodo", aliases=["KYODO"]))
    assert received(feed) == (
        datetime(2024, 6, 8, 12, tzinfo=UTC),
        datetime(2024, 6, 21, 15, tzinfo=UTC),
    )


def test_the_zone_of_the_feed_goes_before_that_of_its_agency():
    feed = make_feed(agency=make_agency("Kyodo"), zone="Europe/Paris")
    assert received(feed)[0] == datetime(2024, 6, 8, 19, tzinfo=UTC)


def test_a_time_that_states_its_zone_is_in_no_other():
    feed = make_feed(agency=make_agency("Kyodo"))
    assert received(feed, "20240608T210000Z")[0] == datetime(2024, 6, 8, 21, tzinfo=UTC)


def test_an_agency_of_which_no_zone_is_known_writes_in_utc():
    feed = make_feed(agency=make_agency("The Daily Nowhere"))
    assert received(feed)[0] == datetime(2024, 6, 8, 21, tzinfo=UTC)


def test_every_zone_of_an_agency_is_one_of_ianas():
    zones = {profile.house_zone for profile in agencies.profiles()} - {""}
    assert zones
    assert zones <= ZONES


def test_the_form_of_a_feed_offers_zones_and_refuses_others(client, cast):
    client.force_login(cast.chief)
    feed = make_feed(agency=make_agency("Kyodo"))
    address = reverse("admin:wires_feed_change", args=[feed.pk])
    assert 'value="Asia/Tokyo"' in client.get(address).content.decode()
    form = {name: getattr(feed, name) for name in ("name", "transport", "interval", "max_bytes")}
    form |= {"agency": feed.agency_id, "active": "on"}
    for zone, stored in (("Asia/Tokyo", "Asia/Tokyo"), ("Asia/Nowhere", "Asia/Tokyo"), ("", "")):
        client.post(address, {**form, "zone": zone})
        feed.refresh_from_db()
        assert feed.zone == stored


def test_an_embargo_until_an_hour_that_comes_twice_ends_at_the_second():
    feed = make_feed(agency=make_agency("AFP"), zone="Europe/Paris")
    raw = NITF.replace("date.expire", "date.release").replace("20240622T000000", "{}")
    ends = {
        "20241027T023000": datetime(2024, 10, 27, 1, 30, tzinfo=UTC),  # the clock goes back at 3
        "20240331T023000": datetime(2024, 3, 31, 1, 30, tzinfo=UTC),  # there is no such hour
        "20240608T023000": datetime(2024, 6, 8, 0, 30, tzinfo=UTC),
    }
    for number, (written, end) in enumerate(ends.items()):
        item = raw.format("20240301T000000", written).replace("ferry-1", f"ferry-{number}")
        store.store_delivery(feed, item.encode(), name=f"{number}", at=MORNING)
        assert WireItem.objects.get(guid=f"ferry-{number}").embargo_until == end
