"""The library for a picker, by HTTP: what is found, a page at a time, and what is said of each picture."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from images.models import Image
from newsroom.tests.factories import jpeg, make_agency, make_image
from newsroom.tests.test_story_life import Desk

LIBRARY = reverse("admin:images_image_library")


@pytest.fixture(autouse=True)
def _all_read_english(newsroom, cast):
    for user in vars(cast).values():
        user.language = "en"
        user.save()


def library(user, **query):
    return Desk(user).client.get(LIBRARY, query)


def captions(user, **query):
    return [picture["caption"] for picture in library(user, **query).json()["pictures"]]


def make_rows(number, *, at=None, **fields):
    """Pictures without files, named by their numbers; the first is the newest."""
    at = at or timezone.now()
    Image.objects.bulk_create(
        Image(
            width=9,
            height=6,
            size=1,
            sha256=f"{n}",
            caption=f"{n}",
            uploaded_at=at - timedelta(days=n),
            **fields,
        )
        for n in range(number)
    )


def test_each_picture_comes_with_its_credit_its_rights_and_its_verdict(newsroom, cast):
    fine = make_image(origin=newsroom.kyodo, rights="agency")
    blocked = make_image(
        creator="",
        rights="unknown",
        caption="",
        alt="",
        instructions="JAPAN OUT, NO SALES",
        digital_source_type="trainedAlgorithmicMedia",
    )
    page, file = "admin:images_image_change", "admin:images_image_file"
    assert library(cast.reporter).json() == {
        "pictures": [
            {
                "id": blocked.pk,
                "address": reverse(page, args=[blocked.pk]),
                "src": reverse(
                    file,
                    args=[
                        blocked.pk,
                        blocked.renditions.get(width=320, crop="", format="jpg").name,
                    ],
                ),
                "caption": "",
                "alt": "",
                "credit": "",
                "rights": "not known yet",
                "ai": True,
                "blocks": [
                    "It has no credit. Enter a creator or an agency of origin.",
                    "It has no caption. Say what is to be seen, where and when.",
                    "Nobody has said by what right it may be used."
                    " Choose its rights, or ask the picture desk.",
                ],
                "warnings": [
                    "Its terms say: JAPAN OUT.",
                    "Its terms say: NO SALES (not to be sold on or passed on).",
                    "AI made this picture or parts of it; readers are told this.",
                ],
                "same": [],
            },
            {
                "id": fine.pk,
                "address": reverse(page, args=[fine.pk]),
                "src": reverse(
                    file, args=[fine.pk, fine.renditions.get(width=320, crop="", format="jpg").name]
                ),
                "caption": fine.caption,
                "alt": fine.alt,
                "credit": "Ảnh: Trần Văn Bình/Kyodo",
                "rights": "agency contract",
                "ai": False,
                "blocks": [],
                "warnings": [],
                "same": [],
            },
        ],
        "more": False,
        "agencies": [{"id": newsroom.kyodo.pk, "name": "Kyodo"}],
    }


def test_it_speaks_the_users_language(newsroom, cast):
    make_image(rights="unknown")
    (in_english,) = library(cast.reporter).json()["pictures"]
    cast.colleague.language = "vi"
    cast.colleague.save()
    (in_vietnamese,) = library(cast.colleague).json()["pictures"]
    for key in ("blocks", "rights"):
        assert in_vietnamese[key] != in_english[key]


def test_one_picture_is_found_by_its_number_and_nothing_else_is_asked(newsroom, cast):
    requested, _other = make_image(), make_image()
    answer = library(cast.reporter, id=requested.pk, q="không có gì").json()
    assert [*answer] == ["pictures"]
    assert [picture["id"] for picture in answer["pictures"]] == [requested.pk]


NO_NUMBERS = ["999999", "x", "", "1e3", "٣", "-1", "9" * 30, "1 OR 1=1"]


@pytest.mark.parametrize("number", NO_NUMBERS)
@pytest.mark.parametrize("name", ["id", "before"])
def test_a_number_of_no_picture_finds_none(newsroom, cast, name, number):
    make_image()
    assert library(cast.reporter, **{name: number}).json()["pictures"] == []


def test_who_may_not_see_pictures_gets_no_library(newsroom, cast):
    make_image()
    cast.outsider.is_staff = True
    cast.outsider.save()
    assert library(cast.outsider).status_code == 404
    assert Client().get(LIBRARY).url == f"/admin/login/?next={LIBRARY}"
    assert Desk(cast.reporter).client.post(LIBRARY).status_code == 405


SEARCHES = {
    "cau truong tien": ["Cầu Trường Tiền"],
    "CẦU": ["Cầu Trường Tiền"],
    "đa nang": ["Đà Nẵng"],
    "yamada kyodo": ["Đà Nẵng"],
    "cau yamada": [],
    "%": [],
    "": ["Đà Nẵng", "Cầu Trường Tiền"],
}


@pytest.mark.parametrize(("query", "matches"), SEARCHES.items(), ids=SEARCHES)
def test_search_needs_no_diacritics(newsroom, cast, query, matches):
    make_image(jpeg(9, 6), caption="Cầu Trường Tiền", alt="")
    kyodo = newsroom.kyodo
    make_image(jpeg(9, 6), caption="Đà Nẵng", alt="", creator="Yamada Tarō", origin=kyodo)
    assert captions(cast.reporter, q=query) == matches


def test_it_can_be_narrowed_to_what_may_be_used(newsroom, cast):
    make_image(caption="fine")
    make_image(caption="not cleared", rights="unknown")
    make_image(caption="without contract", rights="agency", origin=make_agency("X", contracts=()))
    make_image(caption="withdrawn", withdrawn_at=timezone.now())
    assert captions(cast.reporter, usable=1) == ["fine"]
    assert len(captions(cast.reporter)) == 4


def test_it_can_be_narrowed_to_an_agency_that_made_a_picture_or_passed_it_on(newsroom, cast):
    reuters = make_agency("Reuters")
    make_agency("AFP")
    make_image(caption="made", origin=newsroom.kyodo)
    make_image(caption="passed on", origin=reuters, via=newsroom.kyodo)
    make_image(caption="another’s", origin=reuters)
    make_image(caption="our own")
    assert captions(cast.reporter, agency=newsroom.kyodo.pk) == ["passed on", "made"]
    assert captions(cast.reporter, agency="x") == []
    named = [agency["name"] for agency in library(cast.reporter).json()["agencies"]]
    assert named == ["Kyodo", "Reuters"]


def test_it_can_be_narrowed_to_what_one_took_in_oneself(newsroom, cast):
    make_image(caption="mine", uploaded_by=cast.reporter)
    make_image(caption="a colleague’s", uploaded_by=cast.colleague)
    make_image(caption="the wire’s")
    assert captions(cast.reporter, mine=1) == ["mine"]


def test_all_of_it_narrows_together(newsroom, cast):
    mine = {"origin": newsroom.kyodo, "uploaded_by": cast.reporter}
    make_image(caption="Vịnh", **mine)
    make_image(caption="Cầu", **mine)
    make_image(caption="Vịnh", rights="unknown", **mine)
    make_image(caption="Vịnh", origin=newsroom.kyodo)
    query = {"q": "vinh", "usable": 1, "agency": newsroom.kyodo.pk, "mine": 1}
    assert captions(cast.reporter, **query) == ["Vịnh"]


def test_pages_lead_through_all_pictures_newest_first(newsroom, cast):
    make_rows(50)
    seen, query, answers = [], {}, []
    for _page in range(3):
        answer = library(cast.reporter, **query).json()
        seen += [picture["caption"] for picture in answer["pictures"]]
        answers.append((len(answer["pictures"]), answer["more"], "agencies" in answer))
        query = {"before": answer["pictures"][-1]["id"]}
    assert answers == [(24, True, True), (24, True, False), (2, False, False)]
    assert seen == [str(number) for number in range(50)]


def test_a_page_that_is_just_full_has_no_more_behind_it(newsroom, cast):
    make_rows(24)
    assert library(cast.reporter).json()["more"] is False


def test_pictures_of_the_same_moment_are_each_seen_once(newsroom, cast):
    make_rows(30)
    Image.objects.update(uploaded_at=timezone.now())
    first = library(cast.reporter).json()["pictures"]
    second = library(cast.reporter, before=first[-1]["id"]).json()["pictures"]
    ids = [picture["id"] for picture in first + second]
    assert ids == sorted(Image.objects.values_list("pk", flat=True), reverse=True)


def test_what_comes_in_meanwhile_does_not_show_a_picture_twice(newsroom, cast):
    make_rows(26)
    first = library(cast.reporter).json()["pictures"]
    make_image(caption="new")
    assert captions(cast.reporter, before=first[-1]["id"]) == ["24", "25"]


def test_the_next_page_is_narrowed_as_the_first_was(newsroom, cast):
    make_rows(26, uploaded_by=cast.reporter)
    make_image(caption="a colleague’s", uploaded_at=timezone.now() - timedelta(days=90))
    first = library(cast.reporter, mine=1).json()["pictures"]
    assert captions(cast.reporter, mine=1, before=first[-1]["id"]) == ["24", "25"]


@pytest.mark.parametrize("narrowed", ["", "usable", "before"])
def test_it_asks_as_many_questions_for_three_pictures_as_for_one(newsroom, cast, narrowed):
    client, counts = Desk(cast.reporter).client, []
    newest = make_image(caption="newest", rights="unknown")
    query = {"": {}, "usable": {"usable": 1}, "before": {"before": newest.pk}}[narrowed]
    for days in range(1, 4):
        make_image(
            rights="agency",
            origin=newsroom.kyodo,
            via=make_agency(f"Agency {days}"),
            uploaded_at=timezone.now() - timedelta(days=days),
        )
        with CaptureQueriesContext(connection) as queries:
            matches = client.get(LIBRARY, query).json()["pictures"]
        assert len(matches) == days + (narrowed == "")
        counts.append(len(queries))
    assert counts[0] == counts[2]
