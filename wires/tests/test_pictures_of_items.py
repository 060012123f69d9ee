"""What binds of an item binds its pictures in the library, at once and until a newer word."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation

from articles import roles
from images import rights, services, source
from images.models import Image, ImageChange
from newsroom.tests.factories import at, jpeg, make_agency, make_contract, make_feed
from newsroom.tests.test_story_life import Desk
from text.errors import DomainError
from wires.ingest import pictures, store
from wires.models import DeliveredPicture, Delivery, WireItem
from wires.parsing.parsed import CANCELED, USABLE, WITHHELD, Kind, Parsed, ParsedItem, ParsedPicture
from wires.tests.agency_copy import ninjs

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOON = at(12)
JPEG = jpeg()


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def feed():
    kyodo = make_agency("Kyodo", contracts=())
    make_contract(kyodo, since=at(0), service="picture")
    feed = make_feed(kyodo)
    store.store_delivery(feed, JPEG, name="train.jpg", at=at(8))
    return feed


def arrives(feed, number=1, status=USABLE, *, guid="kyodo:1", hour=9, **fields):
    """Store a version of an item with the picture train.jpg, and return the item."""
    fields = {"kind": Kind.TEXT, "headline": "A train", **fields}
    fields.setdefault("pictures", (ParsedPicture(href="train.jpg", caption="A train."),))
    parsed = ParsedItem(guid=guid, version=number, status=status, **fields)
    return store.store_version(feed, parsed, at=at(hour)).item


def imported(item):
    item.refresh_from_db()
    version = item.current
    version.item = item
    return pictures.import_picture(version, 0, by=None, at=at(9))


def blocks(image, now=NOON, use=rights.PRINT):
    verdict = rights.verdict(image, at=now, use=use)
    assert rights.usable(now, use=use).filter(pk=image.pk).exists() is verdict.may_be_used
    return list(verdict.blocks)


HELD = "The agency that sent it does not allow its use any more. Its page says why."
EMBARGO = "The agency that sent it does not allow it yet. Its page says until when."


@pytest.mark.parametrize("status", ["canceled", "withheld", "unknown"])
@pytest.mark.parametrize("number", [0, 1, 2, None])
@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.PICTURE])
def test_a_picture_leaves_with_its_item_whatever_the_number_of_the_kill(feed, status, number, kind):
    image = imported(arrives(feed, kind=kind))
    assert blocks(image) == []
    arrives(feed, number, status, hour=10, headline="Kill", kind=kind)
    assert blocks(image) == [HELD]
    assert blocks(image, use=rights.SHOW) == [HELD]
    image.refresh_from_db()
    assert (image.source_status, image.source_held_at) == (status, at(10))


def test_no_ruling_lets_a_killed_picture_run(feed, cast):
    image = imported(arrives(feed))
    services.add_lease(
        image, "allow", starts_at=at(8), ends_at=at(23), reason="–", by=cast.chief, at=at(9)
    )
    arrives(feed, 2, CANCELED)
    assert blocks(image) == [HELD]


def test_a_newer_word_of_the_agency_gives_it_back_by_itself(feed):
    image = imported(arrives(feed))
    arrives(feed, 2, CANCELED)
    arrives(feed, 1, USABLE, headline="late")
    assert blocks(image) == [HELD]
    arrives(feed, 3, USABLE)
    assert blocks(image) == []
    image.refresh_from_db()
    assert (image.source_status, image.source_held_at) == ("", None)


def test_the_history_names_agency_item_and_version(feed):
    image = imported(arrives(feed))
    arrives(feed, 2, CANCELED, hour=10, headline="A kill")
    arrives(feed, 3, hour=11)
    lines = [
        (change.verb, change.created_by, change.created_at, change.note)
        for change in image.changes.order_by("pk")[1:]
    ]
    assert lines == [
        ("withdrawn", None, at(10), "Kyodo, “A kill”, version 2"),
        ("released", None, at(11), "Kyodo, “A train”, version 3"),
    ]


def test_an_embargo_is_the_earliest_use_in_every_story(feed):
    image = imported(arrives(feed, embargo_until=at(20)))
    assert (blocks(image), blocks(image, at(20))) == ([EMBARGO], [])
    arrives(feed, 2, embargo_until=at(22))
    assert (blocks(image, at(21)), blocks(image, at(22))) == ([EMBARGO], [])
    arrives(feed, 3, embargo_until=at(18))
    assert (blocks(image), blocks(image, at(18))) == ([EMBARGO], [])
    arrives(feed, 2, embargo_indefinite=True)
    assert blocks(image, at(23)) == [EMBARGO]
    arrives(feed, 4)
    assert blocks(image) == []


def test_an_expiry_is_the_last_use(feed):
    image = imported(arrives(feed, expires_at=at(18)))
    assert (blocks(image), blocks(image, at(18))) == ([], [HELD])
    arrives(feed, 1, expires_at=at(11), headline="older and stricter")
    assert blocks(image) == [HELD]


def test_an_embargo_known_to_pages_before_it_begins_gives_their_next_moment(feed):
    image = imported(arrives(feed, embargo_until=at(20), expires_at=at(22)))
    image.refresh_from_db()
    assert rights.intervals(image, [], {}) == [(at(20), at(22))]


def test_of_two_items_the_stricter_word_binds(feed):
    first, second = arrives(feed), arrives(feed, guid="kyodo:2")
    image = imported(first)
    assert imported(second) == image
    arrives(feed, 2, CANCELED)
    arrives(feed, 2, guid="kyodo:2", embargo_until=at(20))
    assert blocks(image) == [HELD, EMBARGO]
    arrives(feed, 3)
    assert blocks(image) == [EMBARGO]
    items = DeliveredPicture.objects.filter(image=image).values_list("item__guid", flat=True)
    assert set(items) == {"kyodo:1", "kyodo:2"}


def test_a_picture_in_the_library_already_is_bound_by_the_item_that_brings_it_again(feed):
    image = imported(arrives(feed))
    assert blocks(image) == []
    assert imported(arrives(feed, guid="kyodo:2", embargo_until=at(20))) == image
    assert blocks(image) == [EMBARGO]


def test_a_picture_that_was_uploaded_by_hand_leaves_with_its_item_too(feed, cast):
    arrives(feed)
    file = ContentFile(JPEG, "own.jpg")
    uploaded = services.import_image(
        file, by=cast.pictures, at=at(9), rights="staff", creator="Ai", caption="Tàu."
    ).image
    arrives(feed, 2, CANCELED)
    assert blocks(uploaded) == [HELD]


HOLDING = {
    "kill": ({"status": CANCELED}, HELD),
    "withholding": ({"status": WITHHELD}, HELD),
    "embargo": ({"embargo_until": at(20)}, EMBARGO),
    "expiry": ({"expires_at": at(11)}, HELD),
}


def by_hand(raw=JPEG):
    fields = {"rights": "staff", "creator": "Ai", "caption": "Tàu."}
    file = ContentFile(raw, "own.jpg")
    return services.import_image(file, by=None, at=at(10), **fields).image


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.PICTURE])
@pytest.mark.parametrize("name", HOLDING)
def test_a_picture_uploaded_by_hand_after_the_word_on_its_item_is_bound_at_once(feed, name, kind):
    fields, sentence = HOLDING[name]
    arrives(feed, **fields, kind=kind)
    uploaded = by_hand()
    assert blocks(uploaded) == [sentence]
    assert uploaded.source_status == Image.objects.get().source_status
    arrives(feed, 2, kind=kind, headline="Free again")
    assert blocks(uploaded) == []


@pytest.mark.parametrize(
    "href",
    [
        "https://example.com/a%20b/T%72ain%C3%A9.jpg?x=1",
        "https://example.com/Trainé.jpg",
        "new/Trainé.jpg",
    ],
)
def test_the_item_is_known_by_the_name_of_its_picture_however_it_is_written(feed, href):
    raw = jpeg()
    store.store_delivery(feed, raw, name="Trainé.jpg", at=at(8))
    arrives(feed, status=CANCELED, pictures=(ParsedPicture(href=href),))
    assert blocks(by_hand(raw)) == [HELD]


def test_a_picture_that_was_a_delivery_of_its_own_is_bound_when_that_was_held_back(feed):
    raw = jpeg()
    delivery = store.store_delivery(feed, raw, name="", at=at(8))
    item = delivery.versions.get().item
    arrives(feed, 2, CANCELED, guid=item.guid, pictures=(), kind=Kind.PICTURE)
    assert blocks(by_hand(raw)) == [HELD]


def test_a_picture_of_an_item_that_is_free_is_bound_by_nothing(feed):
    arrives(feed)
    arrives(feed, status=CANCELED, guid="kyodo:2", pictures=(ParsedPicture(href="other.jpg"),))
    assert blocks(by_hand()) == []
    assert not DeliveredPicture.objects.exists()


def test_a_picture_that_is_here_is_bound_when_its_bytes_arrive_after_the_kill(feed):
    raw = jpeg()
    uploaded = by_hand(raw)
    arrives(feed, status=CANCELED, pictures=(ParsedPicture(href="late.jpg"),))
    assert blocks(uploaded) == []
    store.store_delivery(feed, raw, name="late.jpg", at=at(11))
    assert blocks(uploaded) == [HELD]


def test_another_item_s_kill_takes_the_picture_too(feed):
    image = imported(arrives(feed))
    note = ParsedItem(guid="kyodo:note", status=CANCELED, cancels=("kyodo:1",))
    store._save(Delivery(feed=feed, raw=b"", sha256="1"), Parsed(items=(note,)), at(10))
    assert blocks(image) == [HELD]


def test_a_picture_item_killed_in_ninjs_leaves_the_text_that_shows_it(feed):
    text = json.loads(ninjs("kyodo:text"))
    text["associations"] = [
        {"name": "p", "uri": "kyodo:p", "type": "picture", "renditions": [{"href": "train.jpg"}]}
    ]
    store.store_delivery(feed, json.dumps(text).encode(), name="text", at=at(9))
    image = imported(WireItem.objects.get(guid="kyodo:text"))
    picture = {
        "uri": "kyodo:p",
        "type": "picture",
        "version": "1",
        "renditions": [{"name": "main", "href": "train.jpg"}],
    }
    for status in ("usable", "canceled"):
        raw = json.dumps({**picture, "pubStatus": status, "edNote": status}).encode()
        store.store_delivery(feed, raw, name=status, at=at(10))
    assert WireItem.objects.get(guid="kyodo:p").status == CANCELED
    assert HELD in blocks(image)


def test_a_chief_overrules_with_a_reason_until_the_agency_says_something_else(feed, cast):
    image = imported(arrives(feed))
    arrives(feed, 2, CANCELED)
    for user in (cast.reporter, cast.editor, cast.pictures):
        with pytest.raises(PermissionDenied):
            source.overrule(image, reason="Thỏa thuận.", by=user, at=at(11))
    with pytest.raises(DomainError, match="say why"):
        source.overrule(image, reason=" ", by=cast.chief, at=at(11))
    assert blocks(image) == [HELD]
    source.overrule(image, reason="Thỏa thuận.", by=cast.chief, at=at(11))
    assert blocks(image) == []
    last = image.changes.order_by("pk").last()
    assert (last.verb, last.created_by, last.note) == ("released", cast.chief, "Thỏa thuận.")
    arrives(feed, 4, WITHHELD)
    assert blocks(image) == [HELD]


@pytest.mark.parametrize(("number", "expected"), [(3, [HELD]), (1, [])])
def test_a_kill_that_the_agency_repeats_is_overruled_anew(feed, cast, number, expected):
    image = imported(arrives(feed))
    arrives(feed, 2, CANCELED)
    source.overrule(image, reason="Thỏa thuận.", by=cast.chief, at=at(11))
    arrives(feed, number, CANCELED)
    assert blocks(image) == expected


def test_a_picture_that_nobody_holds_back_is_not_overruled(feed, cast):
    image = imported(arrives(feed))
    with pytest.raises(DomainError, match="does not hold it back"):
        source.overrule(image, reason="x", by=cast.chief, at=at(11))
    assert not Image.objects.get().source_overruled


def test_its_page_says_so_and_offers_the_chief_to_overrule(feed, cast):
    image = imported(arrives(feed))
    arrives(feed, 2, CANCELED)
    for user in (cast.chief, cast.pictures):
        user.language = "en"
        user.save()
    page = reverse("admin:images_image_change", args=[image.pk])
    offered = reverse("admin:images_image_action", args=[image.pk, "overrule"])
    html = {
        name: Desk(getattr(cast, name)).client.get(page).content.decode()
        for name in ("chief", "pictures")
    }
    assert [offered in html["chief"], offered in html["pictures"]] == [True, False]
    assert all("The agency that sent it killed it." in text for text in html.values())
    assert Desk(cast.chief).client.post(offered, {"reason": "Đã hỏi hãng."}).status_code == 302
    assert blocks(image) == []
    assert ImageChange.objects.filter(image=image, verb="released").count() == 1


def test_its_history_is_read_by_people(feed, cast):
    image = imported(arrives(feed))
    arrives(feed, 2, WITHHELD, embargo_until=at(20))
    html = Desk(cast.chief).client.get(reverse("admin:images_image_change", args=[image.pk]))
    trail = html.content.decode().split('id="history"')[1]
    assert "<ins>tạm không cho dùng</ins>" in trail
    assert "<ins>08/06/2024 - 20:00</ins>" in trail


def test_only_the_chief_may():
    names = [
        name for name, rights_of in roles.ROLES.items() if "images.overrule_source" in rights_of
    ]
    assert names == ["Chief editor"]
