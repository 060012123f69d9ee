"""The picture desk's verbs by HTTP: only a POST does anything, and only the picture desk's."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from images import rights, services
from images.models import Image, ImageChange, Lease
from newsroom.tests.factories import make_image
from newsroom.tests.test_story_life import Desk

REASON = {"reason": "Hãng rút ảnh."}


@pytest.fixture(autouse=True)
def _all_read_english(cast):
    for user in vars(cast).values():
        user.language = "en"
        user.save()


@pytest.fixture
def image(newsroom):
    return make_image()


def client_of(user):
    return Desk(user).client


def page_of(image, verb):
    return reverse("admin:images_image_action", args=[image.pk, verb])


def minute(at):
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def ruling(kind="deny", **changes):
    now = timezone.now().replace(second=0, microsecond=0)
    fields = {"kind": kind, "starts_at": minute(now), "ends_at": minute(now + timedelta(days=1))}
    return {**fields, **REASON, **changes}


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Image, Lease, ImageChange)]


FORMS = {"withdraw": REASON, "release": REASON, "rule": ruling()}


def test_the_picture_desk_withdraws_and_releases(image, cast):
    client = client_of(cast.pictures)
    response = client.post(page_of(image, "withdraw"), REASON)
    assert response.status_code == 302
    image.refresh_from_db()
    assert image.withdrawn_at <= timezone.now()
    assert image.withdrawn_reason == "Hãng rút ảnh."
    page = client.get(response["Location"]).content.decode()
    assert "It has been withdrawn." in page
    assert "Hãng rút ảnh." in page
    assert page_of(image, "release") in page
    assert page_of(image, "withdraw") not in page

    assert client.post(page_of(image, "release"), {"reason": "Nhầm."}).status_code == 302
    image.refresh_from_db()
    assert (image.withdrawn_at, image.withdrawn_reason) == (None, "")
    history = client.get(response["Location"]).content.decode()
    assert "Hãng rút ảnh." in history and "Nhầm." in history


def test_the_picture_desk_rules(image, cast):
    client = client_of(cast.pictures)
    assert client.post(page_of(image, "rule"), ruling("deny")).status_code == 302
    assert Lease.objects.get().given_by == cast.pictures
    assert not rights.verdict(image, at=timezone.now(), use=rights.PRINT).may_be_used
    page = client.get(reverse("admin:images_image_change", args=[image.pk])).content.decode()
    assert "The picture desk has ruled that it may not be used." in page
    assert "Hãng rút ảnh." in page


@pytest.mark.parametrize("verb", FORMS)
@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_does_nothing(image, cast, verb, method):
    before = everything()
    response = getattr(client_of(cast.pictures), method)(page_of(image, verb))
    assert (response.status_code, everything()) == (200, before)


@pytest.mark.parametrize("verb", FORMS)
@pytest.mark.parametrize("role", ["reporter", "editor", "admin"])
def test_nobody_else_may(image, cast, verb, role):
    before, client = everything(), client_of(getattr(cast, role))
    assert client.get(page_of(image, verb)).status_code == 403
    assert client.post(page_of(image, verb), FORMS[verb]).status_code == 403
    assert everything() == before
    page = client.get(reverse("admin:images_image_change", args=[image.pk])).content.decode()
    assert page_of(image, verb) not in page


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        *(("withdraw", {}), ("withdraw", {"reason": "  "}), ("release", {"reason": ""})),
        *(("rule", ruling(reason="")), ("rule", ruling("maybe")), ("rule", ruling(ends_at=""))),
        ("rule", ruling(ends_at="2024-06-08T08:59")),
    ],
)
def test_too_little_said_is_asked_for_and_nothing_is_done(image, cast, verb, data):
    before = everything()
    response = client_of(cast.pictures).post(page_of(image, verb), data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert everything() == before


def test_what_a_colleague_did_a_moment_ago_is_not_done_again(image, cast):
    services.withdraw(image, reason="Trước.", by=cast.chief, at=timezone.now())
    before = everything()
    response = client_of(cast.pictures).post(page_of(image, "withdraw"), REASON)
    assert response.status_code == 409
    assert "It was withdrawn already." in response.content.decode()
    assert everything() == before


@pytest.mark.parametrize("verb", ["delete", "take_in", "change", "none"])
def test_what_is_no_verb_has_no_page(image, cast, verb):
    assert client_of(cast.chief).get(page_of(image, verb)).status_code == 404


def test_the_trail_shows_who_changed_what(image, cast):
    services.update_image(image, {"caption": "Cầu mới."}, by=cast.chief, at=timezone.now())
    address = reverse("admin:images_image_change", args=[image.pk])
    page = client_of(cast.reporter).get(address).content.decode()
    assert "<del>Cầu Trường Tiền lúc chiều xuống.</del> <ins>Cầu mới.</ins>" in page


def test_where_a_picture_was_taken_and_with_what_is_never_shown(image, cast):
    Image.objects.filter(pk=image.pk).update(
        embedded_metadata={
            "fields": {"creator": "QCREATORZ", "gps": "QPLACEZ", "serial": "QSERIALZ"},
            "raw": {"exif": {"GPSInfo": "QPLACEZ", "BodySerialNumber": "QSERIALZ"}},
            "conflicts": [
                {
                    "field": "creator",
                    "kept": "XMP",
                    "values": {"XMP": "QCREATORZ", "IIM": "QOTHERZ"},
                }
            ],
        }
    )
    address = reverse("admin:images_image_change", args=[image.pk])
    page = client_of(cast.chief).get(address).content.decode()
    assert page.count("QCREATORZ") == 3  # as a field, in the conflict, and as what gave the credit
    assert "QOTHERZ" in page
    assert "QPLACEZ" not in page and "QSERIALZ" not in page
