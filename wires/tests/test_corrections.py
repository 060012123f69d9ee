"""What an agency corrects of a picture: proposed with its words, and stricter terms at once."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation

from articles import dashboard, readiness
from images import proposals, services
from images.models import Image, ImageProposal
from newsroom.tests.factories import at, jpeg, make_agency, make_contract, make_feed
from newsroom.tests.test_story_life import Desk
from text.errors import DomainError
from wires.ingest import pictures, store
from wires.parsing.parsed import Kind, ParsedItem, ParsedPicture

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
JPEG = jpeg()
STATED = {
    "href": "train.jpg",
    "caption": "Tanaka (left) and Sato. (Kyodo)",
    "creator": "Sato Kenji",
    "credit_line": "Kyodo",
    "usage_terms": "MANDATORY CREDIT",
}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def feed():
    kyodo = make_agency("Kyodo", aliases=["KYODO"], contracts=())
    make_contract(kyodo, since=at(0), service="picture")
    feed = make_feed(kyodo)
    store.store_delivery(feed, JPEG, name="train.jpg", at=at(8))
    return feed


def arrives(feed, number=1, *, guid="kyodo:1", others=(), fields=None, **values):
    picture = ParsedPicture(**{**STATED, **values})
    parsed = ParsedItem(
        guid=guid,
        version=number,
        status="usable",
        headline="A train",
        pictures=(*(ParsedPicture(**other) for other in others), picture),
        **(fields or {}),
    )
    return store.store_version(feed, parsed, at=at(9)).item


def imported(item, number=0):
    item.refresh_from_db()
    version = item.current
    version.item = item
    return pictures.import_picture(version, number, by=None, at=at(10))


def proposed(image):
    return [row.values for row in image.proposals.open()]


def test_turned_names_and_another_creator_are_proposed_and_change_nothing(feed):
    image = imported(arrives(feed))
    arrives(feed, 2, caption="Sato (left) and Tanaka. (Kyodo)", creator="Suzuki Aya")
    (proposal,) = image.proposals.open()
    assert proposal.values == {"caption": "Sato (left) and Tanaka.", "creator": "Suzuki Aya"}
    assert proposal.stated_by == "Kyodo, “A train”, version 2"
    image.refresh_from_db()
    assert (image.caption, image.creator) == ("Tanaka (left) and Sato.", "Sato Kenji")


def test_the_same_words_again_propose_nothing_whatever_the_desk_has_written(feed, cast):
    image = imported(arrives(feed))
    services.update_image(image, {"caption": "Tanaka (trái) và Sato."}, by=cast.pictures, at=at(9))
    arrives(feed, 2)
    assert imported(arrives(feed, 3)) == image
    assert proposed(image) == []


def test_words_that_the_library_has_already_are_not_proposed(feed, cast):
    image = imported(arrives(feed))
    services.update_image(image, {"creator": "Suzuki Aya"}, by=cast.pictures, at=at(9))
    arrives(feed, 2, creator="Suzuki Aya")
    assert proposed(image) == []


def test_an_older_version_that_comes_late_corrects_no_words(feed):
    image = imported(arrives(feed, 2))
    arrives(feed, 1, creator="Suzuki Aya")
    assert proposed(image) == []


@pytest.mark.parametrize("number", [0, 2])
def test_stricter_terms_count_at_once_from_any_version(feed, number):
    image = imported(arrives(feed))
    arrives(feed, number, usage_terms="NO SALES. VIETNAM OUT. NO ARCHIVES.")
    image.refresh_from_db()
    assert image.restrictions == ["MANDATORY CREDIT", "NO SALES", "VIETNAM OUT", "NO ARCHIVE"]
    assert (image.territory_excluded, image.archive_prohibited) == (True, True)
    assert image.usage_terms == "MANDATORY CREDIT"


def test_restrictions_never_disappear_by_themselves(feed, cast):
    image = imported(arrives(feed, usage_terms="NO SALES"))
    arrives(feed, 2, usage_terms="NO ARCHIVES")
    arrives(feed, 3, usage_terms="")
    image.refresh_from_db()
    assert image.restrictions == ["NO SALES", "NO ARCHIVE"]
    (proposal,) = image.proposals.open()
    assert proposal.values == {"usage_terms": ""}
    proposals.accept(proposal, ["usage_terms"], by=cast.pictures, at=at(11))
    image.refresh_from_db()
    assert (image.usage_terms, image.source_terms, image.restrictions) == ("", "", [])


def test_declined_terms_count_all_the_same(feed, cast):
    image = imported(arrives(feed))
    arrives(feed, 2, usage_terms="NO SALES")
    proposals.decline(image.proposals.get(), reason="Bản dịch khác.", by=cast.pictures, at=at(11))
    image.refresh_from_db()
    assert (image.usage_terms, image.restrictions) == (
        "MANDATORY CREDIT",
        ["MANDATORY CREDIT", "NO SALES"],
    )
    last = image.changes.order_by("pk").last()
    assert (last.verb, last.note) == (
        "declined",
        "Kyodo, “A train”, version 2\nBản dịch khác.",
    )


def test_the_terms_of_the_item_hold_for_its_pictures_also_when_they_come_later(feed):
    image = imported(arrives(feed, usage_terms=""))
    arrives(feed, 2, usage_terms="", fields={"usage_terms": "ONE TIME USE"})
    image.refresh_from_db()
    assert image.single_use


def test_the_same_file_from_another_item_with_other_words_is_a_correction_too(feed):
    image = imported(arrives(feed))
    assert (
        imported(arrives(feed, guid="kyodo:2", creator="Suzuki Aya", usage_terms="NO SALES"))
        == image
    )
    assert proposed(image) == [{"creator": "Suzuki Aya", "usage_terms": "NO SALES"}]
    image.refresh_from_db()
    assert "NO SALES" in image.restrictions


def test_a_file_uploaded_by_hand_gets_the_words_of_the_item_proposed(feed, cast):
    file = ContentFile(JPEG, "own.jpg")
    image = services.import_image(
        file, by=cast.pictures, at=at(9), rights="staff", creator="Ai", caption="Tàu."
    ).image
    assert imported(arrives(feed)) == image
    (values,) = proposed(image)
    assert values["creator"] == "Sato Kenji"
    image.refresh_from_db()
    assert (image.creator, image.restrictions) == ("Ai", ["MANDATORY CREDIT"])


def test_a_picture_is_known_by_its_name_in_another_place_and_under_a_signed_address(feed):
    image = imported(arrives(feed))
    other = {"href": "other.jpg", "caption": "Another photograph."}
    arrives(feed, 2, others=[other], href="https://a.example/train.jpg?sig=2", creator="Suzuki Aya")
    assert proposed(image) == [{"creator": "Suzuki Aya"}]


def test_pictures_of_one_file_name_are_told_apart_by_their_paths(feed):
    other = {"href": "https://a.example/1/train.jpg?sig=1", "caption": "Another photograph."}
    image = imported(arrives(feed, others=[other], href="https://a.example/2/train.jpg?sig=1"), 1)
    other["href"] = "https://a.example/1/train.jpg?sig=2"
    arrives(feed, 2, others=[other], href="https://a.example/2/train.jpg?sig=2")
    assert proposed(image) == []
    arrives(feed, 3, href="https://a.example/2/train.jpg?sig=3", creator="Suzuki Aya")
    assert proposed(image) == [{"creator": "Suzuki Aya"}]


def test_another_photograph_in_the_same_place_corrects_nothing(feed):
    image = imported(arrives(feed))
    arrives(feed, 2, href="other.jpg", caption="Another photograph.")
    assert proposed(image) == []


def test_a_picture_item_corrects_itself(feed):
    fields = {"kind": Kind.PICTURE}
    image = imported(arrives(feed, fields=fields))
    arrives(feed, 2, creator="Suzuki Aya", fields=fields)
    assert proposed(image) == [{"creator": "Suzuki Aya"}]


def test_a_file_that_is_sent_anew_supersedes_the_old_one(feed):
    old = imported(arrives(feed))
    store.store_delivery(feed, jpeg(), name="train.jpg", at=at(11))
    new = imported(arrives(feed, 2))
    assert new != old
    (proposal,) = old.proposals.open()
    assert (proposal.replacement, proposal.values) == (new, {})
    assert proposed(new) == []


def test_what_is_corrected_again_is_one_proposal(feed):
    image = imported(arrives(feed))
    arrives(feed, 2, creator="Suzuki Aya")
    arrives(feed, 3, creator="Suzuki Aya", caption="Sato alone.")
    assert proposed(image) == [{"creator": "Suzuki Aya", "caption": "Sato alone."}]
    arrives(feed, 4, creator="Sato Kenji", caption=STATED["caption"])
    assert proposed(image) == []


def test_a_draft_from_the_second_version_waits_for_an_answer(feed, newsroom, cast):
    image = imported(arrives(feed))
    assert imported(arrives(feed, 2, creator="Suzuki Aya")) == image
    article = newsroom.draft()
    article.placements.create(image=image, place="lead", alt="Mô tả.")

    def corrections():
        problems = readiness.problems(article, at=at(12))
        return [(p.field, p.blocks) for p in problems if p.code == "picture_corrected"]

    assert corrections() == [("lead", True)]
    proposals.accept(image.proposals.open().get(), ["creator"], by=cast.pictures, at=at(12))
    assert corrections() == []
    image.refresh_from_db()
    assert image.creator == "Suzuki Aya"


def test_the_desk_accepts_field_by_field_on_its_page(feed, cast):
    image = imported(arrives(feed))
    arrives(feed, 2, creator="Suzuki Aya", caption="Sato alone.")
    proposal = image.proposals.open().get()
    page = reverse("admin:images_image_proposal", args=[image.pk, proposal.pk])
    cast.pictures.language = "en"
    cast.pictures.save()
    desk = Desk(cast.pictures)
    assert (
        page
        in desk.client.get(reverse("admin:images_image_change", args=[image.pk])).content.decode()
    )
    html = desk.client.get(page).content.decode()
    assert "<ins>Suzuki Aya</ins>" in html
    assert "<del>Sato Kenji</del>" in html
    assert desk.client.post(page, {"answer": "accept"}).status_code == 409
    assert desk.client.post(page, {"answer": "decline"}).status_code == 409
    assert proposed(image) != []
    answer = {"answer": "accept", "accept": ["creator"], "reason": "Chú thích đã đúng."}
    assert desk.client.post(page, answer).status_code == 302
    image.refresh_from_db()
    assert (image.creator, image.caption) == ("Suzuki Aya", "Tanaka (left) and Sato.")
    proposal.refresh_from_db()
    assert (proposal.accepted, proposal.answered_by) == (["creator"], cast.pictures)
    last = image.changes.order_by("pk").last()
    assert last.changes == {"creator": ["Sato Kenji", "Suzuki Aya"]}
    assert last.note == "Kyodo, “A train”, version 2\nChú thích đã đúng."
    assert desk.client.post(page, answer).status_code == 409


def test_the_page_says_which_restrictions_would_be_lifted(feed, cast):
    image = imported(arrives(feed, usage_terms="NO SALES"))
    arrives(feed, 2, usage_terms="EDITORIAL USE ONLY")
    proposal = image.proposals.open().get()
    page = reverse("admin:images_image_proposal", args=[image.pk, proposal.pk])
    html = Desk(cast.pictures).client.get(page).content.decode()
    assert "NO SALES</del>" in html.split("nếu chấp nhận điều khoản")[1]
    proposals.accept(proposal, ["usage_terms"], by=cast.pictures, at=at(12))
    image.refresh_from_db()
    assert image.restrictions == ["EDITORIAL USE ONLY"]


@pytest.mark.parametrize("name", ["reporter", "editor", "admin"])
def test_nobody_else_answers(feed, cast, name):
    image = imported(arrives(feed))
    arrives(feed, 2, creator="Suzuki Aya")
    proposal, user = image.proposals.open().get(), getattr(cast, name)
    page = reverse("admin:images_image_proposal", args=[image.pk, proposal.pk])
    assert Desk(user).client.get(page).status_code == 403
    for answer in (proposals.accept, proposals.decline):
        params = {"names": ["creator"]} if answer is proposals.accept else {}
        with pytest.raises(PermissionDenied):
            answer(proposal, **params, reason="x", by=user, at=at(12))
    assert ImageProposal.objects.open().count() == 1


def test_an_answer_to_what_another_correction_replaced_is_refused(feed, cast):
    image = imported(arrives(feed))
    arrives(feed, 2, creator="Suzuki Aya")
    first = image.proposals.open().get()
    arrives(feed, 3, creator="Ito Mei")
    with pytest.raises(DomainError, match="answered already, or another came"):
        proposals.accept(first, ["creator"], by=cast.pictures, at=at(12))
    image.refresh_from_db()
    assert image.creator == "Sato Kenji"


def test_agencies_are_proposed_by_name(feed, cast):
    afp = make_agency("AFP", slug="afp", contracts=())
    image = imported(arrives(feed))
    arrives(feed, 2, caption="Tanaka (left) and Sato. (AFP)", credit_line="AFP")
    proposal = image.proposals.open().get()
    assert proposal.values["origin"] == afp.pk
    labels = {change.name: [s.text for s in change.after] for change in proposals.changes(proposal)}
    assert labels["origin"] == ["AFP"]
    proposals.accept(proposal, list(proposal.values), by=cast.pictures, at=at(12))
    assert Image.objects.get(pk=image.pk).origin == afp


def test_the_home_of_picture_desk_and_editors_lists_them(feed, cast, newsroom):
    image = imported(arrives(feed))
    arrives(feed, 2, creator="Suzuki Aya")
    for name, sees in (("pictures", True), ("editor", True), ("reporter", False)):
        kinds = [panel.kind for panel in dashboard.panels(getattr(cast, name), at=at(12))]
        assert (dashboard.Kind.PROPOSAL in kinds) is sees
        if sees:
            html = Desk(getattr(cast, name)).client.get(reverse("admin:index")).content.decode()
            assert str(image.caption) in html
