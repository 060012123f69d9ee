"""Importing the pictures of agency copy: where their bytes and their metadata come from."""

import io

import pytest
from django.utils import translation
from PIL import Image as Pillow

from attribution.models import Contract
from images.files import embedded_rights
from images.models import Image
from newsroom.tests.factories import at, jpeg, make_agency, make_feed, make_image, make_wire_item
from wires.ingest import pictures, store
from wires.models import Delivery, Feed, WireItem
from wires.parsing.parsed import ParsedPicture
from wires.tests.servers import http_response, serving

pytestmark = pytest.mark.django_db
NOW = at(10)


@pytest.fixture(autouse=True)
def _this_machine_may_be_asked(settings):
    settings.WIRES_MAY_FETCH_LOOPBACK = True
    with translation.override("en"):
        yield


@pytest.fixture
def kyodo():
    return make_agency("Kyodo", aliases=["KYODO", "KYODONEWS"])


@pytest.fixture
def feed(kyodo):
    return make_feed(kyodo)


def signed(color=(90, 30, 30), **rights):
    """Return a JPEG with embedded rights."""
    file = io.BytesIO()
    picture = Pillow.new("RGB", (640, 427), color)
    picture.save(
        file,
        "JPEG",
        **embedded_rights.save_options(embedded_rights.EmbeddedRights(**rights), "JPEG"),
    )
    return file.getvalue()


def delivered(feed, raw, name, hour=8):
    return store.store_delivery(feed, raw, name=name, at=at(hour))


def version(feed, *pictures, **fields):
    parsed = tuple(ParsedPicture(**picture) for picture in pictures)
    item = make_wire_item(feed, pictures=parsed, **fields)
    current = item.current
    current.item = item
    return current


def import_picture(version, number=0):
    return pictures.import_picture(version, number, by=None, at=NOW)


def stored_fields(image):
    names = ("caption", "alt", "creator", "supplied_credit", "copyright_notice", "usage_terms")
    return {name: value for name in names if (value := getattr(image, name))}


def test_the_bytes_are_the_delivery_of_that_name_and_the_words_the_items(feed, kyodo):
    delivered(feed, signed(creator="Somebody", copyright_notice="(C) file"), "train.jpg")
    image = import_picture(
        version(
            feed,
            {
                "href": "photos/train.jpg",
                "caption": "A train leaves. (Kyodo)",
                "alt": "A train at a platform.",
                "creator": "SATO KENJI",
                "credit_line": "Kyodo",
                "copyright_notice": "(C) Kyodo News",
                "usage_terms": "NO SALES",
            },
        )
    )
    assert stored_fields(image) == {
        "caption": "A train leaves.",
        "alt": "A train at a platform.",
        "creator": "Sato Kenji",
        "supplied_credit": "Kyodo",
        "copyright_notice": "(C) Kyodo News",
        "usage_terms": "NO SALES",
    }
    assert (image.origin, image.via, image.rights) == (kyodo, None, Image.Rights.AGENCY)
    assert image.credit_line() == "Ảnh: Sato Kenji/Kyodo"
    assert image.restrictions == ["NO SALES"]


def test_what_the_item_does_not_say_the_file_does(feed, kyodo):
    raw = signed(creator="Sato Kenji", credit="Kyodo", copyright_notice="(C) Kyodo")
    delivered(feed, raw, "train.jpg")
    image = import_picture(version(feed, {"href": "train.jpg", "caption": "A train leaves."}))
    assert stored_fields(image) == {
        "caption": "A train leaves.",
        "creator": "Sato Kenji",
        "supplied_credit": "Kyodo",
        "copyright_notice": "(C) Kyodo",
    }


def test_the_terms_of_the_item_hold_for_its_pictures(feed):
    delivered(feed, jpeg(), "train.jpg")
    image = import_picture(version(feed, {"href": "train.jpg"}, usage_terms="ONE TIME USE"))
    assert image.single_use


def test_a_picture_that_says_nothing_is_credited_to_the_agency_that_sent_it(feed):
    delivered(feed, jpeg(), "train.jpg")
    assert import_picture(version(feed, {"href": "train.jpg"})).credit_line() == "Ảnh: Kyodo"


def test_an_agency_is_known_by_its_other_names(feed, kyodo):
    delivered(feed, jpeg(), "train.jpg")
    image = import_picture(version(feed, {"href": "train.jpg", "credit_line": "KYODONEWS"}))
    assert (image.origin, image.credit_line()) == (kyodo, "Ảnh: Kyodo")


def test_a_picture_of_another_agency_came_through_this_one(feed, kyodo):
    other = make_agency("AFP", contracts=())
    delivered(feed, jpeg(), "train.jpg")
    image = import_picture(version(feed, {"href": "train.jpg", "credit_line": "AFP"}))
    assert (image.origin, image.via, image.rights) == (other, kyodo, Image.Rights.AGENCY)
    assert image.credit_line() == "Ảnh: AFP qua Kyodo"


def test_an_agency_that_nobody_entered_is_named_all_the_same(feed, kyodo):
    delivered(feed, jpeg(), "train.jpg")
    image = import_picture(version(feed, {"href": "train.jpg", "credit_line": "Reuters"}))
    assert (image.origin, image.via) == (None, kyodo)
    assert image.credit_line() == "Ảnh: Reuters"


@pytest.mark.parametrize("until", [None, at(7, day=7)])
def test_without_a_picture_contract_in_force_nobody_knows_the_rights(feed, until):
    contracts = Contract.objects.filter(service="picture")
    contracts.update(valid_until=until.date()) if until else contracts.delete()
    delivered(feed, jpeg(), "train.jpg")
    assert import_picture(version(feed, {"href": "train.jpg"})).rights == Image.Rights.UNKNOWN


def test_a_picture_known_already_is_the_one_that_is_there(feed):
    raw = jpeg()
    existing = make_image(raw, caption="Đã có.")
    delivered(feed, raw, "train.jpg")
    image = import_picture(version(feed, {"href": "train.jpg", "caption": "Other words."}))
    assert (image, image.caption) == (existing, "Đã có.")
    assert Image.objects.count() == 1


def test_of_one_name_the_newest_delivery_counts(feed):
    delivered(feed, jpeg(320, 214), "train.jpg", hour=7)
    delivered(feed, jpeg(640, 427), "train.jpg", hour=8)
    assert import_picture(version(feed, {"href": "train.jpg"})).width == 640


def test_the_same_name_in_another_feed_is_another_picture(feed, kyodo):
    delivered(make_feed(kyodo, "Other"), jpeg(), "train.jpg")
    with pytest.raises(pictures.PictureUnavailable, match="it has not arrived"):
        import_picture(version(feed, {"href": "train.jpg"}))
    assert not Image.objects.exists()


def test_a_picture_that_is_an_item_is_its_own_delivery(feed):
    delivery = delivered(feed, signed(credit="Kyodo"), "20240608-1.jpg")
    item = WireItem.objects.get()
    assert (item.kind, delivery.format) == ("picture", "JPEG")
    item.current.item = item
    assert pictures.count(item.current) == 1
    image = import_picture(item.current)
    assert (image.sha256, image.credit_line()) == (delivery.sha256, "Ảnh: Kyodo")


def test_what_is_no_picture_is_refused_with_its_name(feed):
    store.store_bytes(feed, b"GIF89a but no more", name="train.jpg", format="GIF", at=at(8))
    with pytest.raises(pictures.PictureUnavailable, match=r"“train\.jpg” was not taken in"):
        import_picture(version(feed, {"href": "train.jpg"}))
    assert not Image.objects.exists()


def test_what_was_not_delivered_is_fetched_from_the_feeds_host_and_kept(feed, kyodo):
    raw = jpeg()
    with serving(lambda path: [http_response(raw)]) as server:
        own = make_feed(
            kyodo,
            "Polled",
            transport=Feed.Transport.POLLED,
            address=f"http://{server.place}/f.json",
        )
        href = f"http://{server.place}/photos/train.jpg"
        current = version(own, {"href": href})
        image = import_picture(current)
        again = import_picture(current)
        assert server.connections == 1
    assert again == image
    delivery = Delivery.objects.get(name=href)
    assert (bytes(delivery.raw), delivery.state) == (raw, "accepted")
    assert pictures.sha256s(current.item) == {image.sha256}
    assert WireItem.objects.count() == 1


def test_another_host_is_never_asked(feed):
    with serving(lambda path: [http_response(jpeg())]) as server:
        current = version(feed, {"href": f"http://{server.place}/train.jpg"})
        with pytest.raises(pictures.PictureUnavailable, match="not among the allowed hosts"):
            import_picture(current)
        assert server.connections == 0
    assert (Image.objects.count(), Delivery.objects.count()) == (0, 0)


def test_an_answer_that_is_none_is_a_sentence(feed, kyodo):
    with serving(lambda path: [http_response(status="404 Not Found")]) as server:
        feed.hosts = server.place
        feed.save()
        current = version(feed, {"href": f"http://{server.place}/train.jpg"})
        with pytest.raises(pictures.PictureUnavailable, match="answered with the status 404"):
            import_picture(current)


def test_all_pictures_of_all_versions_came_with_the_item(feed):
    first, second = delivered(feed, jpeg(), "a.jpg"), delivered(feed, jpeg(), "b.jpg")
    delivered(feed, jpeg(), "c.jpg")
    version(feed, {"href": "a.jpg"})
    current = version(feed, {"href": "x/b.jpg"}, version=2)
    assert pictures.sha256s(current.item) == {first.sha256, second.sha256}
