"""What an item says of one of its pictures binds that picture alone, at once and until a newer word."""

import json

import pytest
from django.core.files.base import ContentFile
from django.utils import translation

from images import rights, services
from images.models import Image
from newsroom.tests.factories import at, jpeg, make_feed
from wires.ingest import pictures, reading, store
from wires.models import DeliveredPicture, WireItem
from wires.parsing.parsed import CANCELED, USABLE
from wires.tests.agency_copy import ninjs

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOON, JPEG = at(12), jpeg()
ISO = "2024-06-08T{}:00:00+07:00"
# What a picture within a story may have, and from when to when it may be used then.
RESTRICTIONS = {
    "canceled": ({"pubStatus": "canceled"}, [False, False]),
    "killed": ({"state": "killed"}, [False, False]),
    "withheld": ({"pubStatus": "withheld"}, [False, False]),
    "unknown": ({"pubStatus": "perhaps"}, [False, False]),
    "embargo": ({"embargoedUntil": ISO.format(20)}, [False, True]),
    "embargo without end": ({"pubStatus": "embargoed"}, [False, False]),
    "expiry": ({"expires": ISO.format(18)}, [True, False]),
}


@pytest.fixture
def feed(newsroom):
    feed = make_feed(newsroom.kyodo)
    store.store_delivery(feed, JPEG, name="train.jpg", at=at(8))
    return feed


def picture(uri="kyodo:p", href="train.jpg", **properties):
    renditions = {"renditions": [{"name": "main", "href": href}]} if href else {}
    described = {"descriptions": [{"role": "caption", "value": "A train."}], "type": "picture"}
    return {"name": "p", "uri": uri, **described, **renditions, **properties}


def arrives(feed, number, *associated, hour=9, **properties):
    raw = ninjs("kyodo:1", number, associations=list(associated), **properties)
    store.store_delivery(feed, raw, name=f"{number}-{hour}", at=at(hour))
    return WireItem.objects.get(guid="kyodo:1")


def imported(item, number=0):
    version = item.current
    version.item = item
    image = pictures.import_picture(version, number, by=None, at=at(9))
    Image.objects.filter(pk=image.pk).update(creator="Ai", alt="Một con tàu.")
    return image


def may_run(image, *moments):
    use = rights.SHOW
    return [rights.usable(now, use=use).filter(pk=image.pk).exists() for now in moments]


@pytest.mark.parametrize("name", RESTRICTIONS)
@pytest.mark.parametrize("href", ["train.jpg", ""])
def test_what_a_story_says_of_its_picture_binds_the_picture_and_not_the_story(feed, name, href):
    stated, expected = RESTRICTIONS[name]
    image = imported(arrives(feed, 1, picture()))
    assert may_run(image, NOON, at(21)) == [True, True]
    item = arrives(feed, 2, picture(href=href, **stated), hour=10)
    assert may_run(image, NOON, at(21)) == expected
    assert item.is_usable(NOON)
    arrives(feed, 3, picture(), hour=11)
    assert may_run(image, NOON, at(21)) == [True, True]


def test_an_older_version_does_not_give_it_back(feed):
    image = imported(arrives(feed, 1, picture()))
    arrives(feed, 3, picture(pubStatus="canceled"), hour=10)
    arrives(feed, 2, picture(), hour=11)
    assert may_run(image, NOON) == [False]


def test_of_two_pictures_the_other_stays(feed):
    raw = jpeg()
    store.store_delivery(feed, raw, name="bridge.jpg", at=at(8))
    both = picture(), picture("kyodo:q", "bridge.jpg")
    item = arrives(feed, 1, *both)
    killed, other = imported(item), imported(item, 1)
    arrives(feed, 2, picture(pubStatus="canceled"), both[1], hour=10)
    assert (may_run(killed, NOON), may_run(other, NOON)) == ([False], [True])


@pytest.mark.parametrize("name", [name for name in RESTRICTIONS if name != "expiry"])
def test_a_picture_that_may_not_be_used_is_not_offered(feed, name):
    item = arrives(feed, 1, picture(**RESTRICTIONS[name][0]))
    assert (pictures.count(item.current), item.has_pictures) == (0, False)


def test_a_picture_that_has_expired_is_not_offered(feed):
    item = arrives(feed, 1, picture(expires=ISO.format("05")))
    assert pictures.count(item.current) == 0


def test_a_picture_imported_after_the_word_on_it_is_bound_too(feed):
    arrives(feed, 1, picture())
    item = arrives(feed, 2, picture(expires=ISO.format(18)), hour=10)
    assert may_run(imported(item), NOON, at(21)) == [True, False]
    file = ContentFile(JPEG, "own.jpg")
    assert services.import_image(file, by=None, at=at(11)).image == Image.objects.get()


def test_a_file_uploaded_after_the_kill_of_a_picture_is_bound(feed):
    arrives(feed, 1, picture(pubStatus="canceled"))
    image = services.import_image(ContentFile(JPEG, "own.jpg"), by=None, at=at(11)).image
    assert image.source_status == CANCELED


def test_the_desk_reads_which_picture_it_was(feed):
    image = imported(arrives(feed, 1, picture()))
    with translation.override("en"):
        arrives(feed, 2, picture(href="", pubStatus="canceled"), hour=10)
    assert image.changes.latest("pk").note == "Kyodo, “A train.”, version 2"


def test_a_live_story_that_shows_the_picture_raises_an_alarm(feed, newsroom):
    image = imported(arrives(feed, 1, picture()))
    article = newsroom.published(lead=image)
    arrives(feed, 2, picture(pubStatus="canceled"), hour=10)
    alarm = article.wire_alarms.get()
    assert (alarm.kind, str(alarm.version.item)) == ("killed", "A train.")


def test_pictures_that_nothing_restricts_get_no_item_of_their_own(feed):
    arrives(feed, 1, picture(), {"uri": "kyodo:t", "type": "text", "pubStatus": "canceled"})
    assert WireItem.objects.filter(guid__startswith="kyodo:").count() == 1
    assert not DeliveredPicture.objects.exists()


def test_the_same_delivery_again_says_nothing_new(feed):
    image = imported(arrives(feed, 1, picture()))
    for hour in (10, 11):
        arrives(feed, 2, picture(pubStatus="canceled"), hour=hour)
    own = WireItem.objects.exclude(guid="kyodo:1").get(status=CANCELED)
    assert (own.versions.count(), own.has_version_conflict) == (1, False)
    assert image.changes.filter(verb="withdrawn").count() == 1


def test_too_many_restricted_pictures_are_quarantined(feed, monkeypatch):
    monkeypatch.setattr(reading, "ITEMS_IN_A_DELIVERY", 3)
    many = [picture(f"kyodo:{n}", pubStatus="canceled") for n in range(3)]
    raw = json.dumps([json.loads(ninjs("kyodo:9", 1, associations=many))]).encode()
    assert store.store_delivery(feed, raw, name="many", at=at(9)).state == "quarantined"
    assert USABLE not in WireItem.objects.filter(guid="kyodo:9").values_list("status", flat=True)
