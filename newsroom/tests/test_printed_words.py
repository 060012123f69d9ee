"""A word of a picture is the same on every surface: as printed, until it is printed again.

The library is corrected after the publication. Page, structured data, cards, feeds, both formats of
partners and the file, which ExifTool reads, keep the old words; one verb prints the new ones on all.
"""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import dashboard, permitted, press, reprints, workflow
from articles.wire import alarms, sources
from editions.models import Edition
from editions.tests.partner_client import PartnerClient
from images import proposals, services
from images.files import renditions
from images.models import Image
from newsroom.tests.factories import jpeg, make_feed, make_image, make_wire_item
from newsroom.tests.test_credit_travels import exiftool
from newsroom.tests.test_story_life import Desk
from wires.ingest import store
from wires.models import WireItem
from wires.parsing.parsed import ParsedItem

pytestmark = pytest.mark.both_databases

OLD = {
    "caption": "QCAPTIONOLD",
    "alt": "QALTOLD",
    "extended_description": "QLONGOLD",
    "creator": "QCREATOROLD",
    "copyright_notice": "QNOTICEOLD",
    "usage_terms": "QTERMSOLD",
    "web_statement": "https://example.org/QWEBOLD",
    "licensor_url": "https://example.org/QLICENSOROLD",
    "digital_source_type": "digitalCapture",
}
NEW = {
    name: value.replace("OLD", "NEW").replace("digitalCapture", "trainedAlgorithmicMedia")
    for name, value in OLD.items()
}


def hours_ago(number):
    return timezone.now() - timedelta(hours=number)


@pytest.fixture
def lead(newsroom):
    return make_image(jpeg(800, 534), rights="staff", **OLD)


@pytest.fixture
def article(newsroom, lead):
    return newsroom.published(lead=lead, at=hours_ago(5))


def correct(image, cast, at, values=None):
    services.update_image(image, values or NEW, by=cast.pictures, at=at)
    renditions.make(Image.objects.get(pk=image.pk), renditions.AT_ONCE)  # what the task does


def get(address):
    response = Client().get(address)
    assert response.status_code == 200
    return response.content.decode()


def surfaces(article, tmp_path):
    """The text of every surface on which something of the picture stands."""
    edition = Edition.objects.live().get(story=article.story)
    partner = PartnerClient(f"Báo {timezone.now()}")
    ninjs = partner.ask(reverse("partner-ninjs", args=[article.story_id])).content.decode()
    g2 = partner.ask(reverse("partner-newsml-g2", args=[article.story_id])).content.decode()
    data = json.loads(ninjs)["associations"][0]["renditions"][0]["href"]
    file = tmp_path / "picture.jpg"
    response = Client().get(data.removeprefix(settings.SITE_URL))
    file.write_bytes(b"".join(response.streaming_content))
    page = get(edition.get_absolute_url())
    return {
        "page": page.split("<main")[1],
        "head": page.split("application/ld+json")[0],
        "structured": page.split("application/ld+json")[1].split("</script>")[0],
        "front": get("/"),
        "section": get(edition.section.get_absolute_url()),
        "feed": get(reverse("feed")),
        "sitemap": get("/sitemap-stories.xml"),
        "ninjs": json.dumps(json.loads(ninjs), ensure_ascii=False),
        "newsml-g2": g2,
        "file": json.dumps(exiftool(file), ensure_ascii=False),
    }


# What stands where; a surface that is not named has none of these words.
SHOWN = {
    "page": {"QCAPTION", "QALT", "QLONG", "QCREATOR"},
    "structured": {"QCAPTION", "QCREATOR", "QNOTICE", "QWEB", "QLICENSOR"},
    "head": {"QALT"},
    "front": {"QALT", "QCREATOR"},
    "section": {"QALT", "QCREATOR"},
    "feed": {"QCAPTION", "QCREATOR", "QNOTICE"},
    "ninjs": {"QCAPTION", "QALT", "QLONG", "QCREATOR", "QNOTICE", "QTERMS", "QWEB"},
    "newsml-g2": {"QCAPTION", "QALT", "QLONG", "QCREATOR", "QNOTICE", "QTERMS", "QWEB"},
    "file": {"QALT", "QCREATOR", "QNOTICE", "QTERMS", "QWEB"},
}


def standing(texts, ending):
    """Which words with an ending stand on which surface."""
    names = ("CAPTION", "ALT", "LONG", "CREATOR", "NOTICE", "TERMS", "WEB", "LICENSOR")
    every = {
        surface: {f"Q{name}" for name in names if f"Q{name}{ending}" in text}
        for surface, text in texts.items()
    }
    return {surface: names for surface, names in every.items() if names}


def version(article):
    return int(PartnerClient(f"Báo {timezone.now()}").ninjs(article.story)["version"])


def test_every_surface_has_the_printed_words_until_they_are_printed_again(
    cast, lead, article, tmp_path
):
    before = surfaces(article, tmp_path)
    assert {name: standing(before, "OLD").get(name) for name in SHOWN} == SHOWN
    number = version(article)

    correct(lead, cast, hours_ago(3))
    between = surfaces(article, tmp_path)
    assert (standing(between, "OLD"), standing(between, "NEW")) == (standing(before, "OLD"), {})
    assert "AI" not in between["page"]
    assert version(article) == number

    workflow.reprint(article, by=cast.editor, at=hours_ago(2))
    renditions.make(Image.objects.get(pk=lead.pk), renditions.AT_ONCE)
    after = surfaces(article, tmp_path)
    assert (standing(after, "NEW"), standing(after, "OLD")) == (standing(before, "OLD"), {})
    assert "Ảnh do AI tạo" in after["page"]
    assert "trainedAlgorithmicMedia" in after["ninjs"]
    assert version(article) == number + 1


def test_the_old_address_of_a_file_leads_to_the_new_one(cast, lead, article):
    files = {file.name for file in lead.renditions.all()}
    correct(lead, cast, hours_ago(3))
    assert {file.name for file in lead.renditions.all()} == files
    workflow.reprint(article, by=cast.editor, at=hours_ago(2))
    renditions.make(Image.objects.get(pk=lead.pk), renditions.AT_ONCE)
    assert {file.name for file in lead.renditions.all()} & files == set()
    for name in files:
        response = Client().get(reverse("picture", args=[lead.token, name.split("/")[-1]]))
        assert response.status_code in (200, 301, 302)


def test_what_was_never_printed_has_the_librarys_words_in_its_files(cast, lead):
    before = {row.recipe for row in lead.renditions.all()}
    correct(lead, cast, hours_ago(3))
    assert {row.recipe for row in lead.renditions.all()} & before == set()


def test_holding_the_printing_gives_the_files_their_former_words_back(newsroom, cast, lead):
    first = newsroom.published(lead=lead, at=hours_ago(5))
    correct(lead, cast, hours_ago(4))
    waiting = newsroom.published(
        lead=lead, at=hours_ago(3), goes_live_at=timezone.now() + timedelta(hours=3)
    )
    lead.refresh_from_db()
    assert lead.printed_rights["creator"] == "QCREATORNEW"
    workflow.hold(waiting, by=cast.editor, at=hours_ago(1))
    lead.refresh_from_db()
    assert lead.printed_rights["creator"] == "QCREATOROLD"
    assert first.story.editions.get().images.get().creator == "QCREATOROLD"


def test_a_portrait_has_the_words_of_its_own_files(newsroom, cast):
    author = newsroom.author  # whose page is public with their first story
    image = make_image(portrait_of=author, alt="QALTOLD", creator="QCREATOROLD")
    newsroom.published(lead=image, at=hours_ago(5))
    correct(image, cast, hours_ago(3), {"alt": "QALTNEW", "creator": "QCREATORNEW"})
    page = get(reverse("author", args=[author.slug]))
    assert "QALTOLD" in page
    assert "NEW" not in page


# The desk is told, and prints them


def test_the_picture_desk_and_the_desk_are_told_with_both_wordings(cast, lead, article):
    at = timezone.now()
    assert reprints.newest(at=at, length=12) == []
    correct(lead, cast, hours_ago(3), {"creator": "QCREATORNEW"})
    (reworded,) = reprints.newest(at=at, length=12)
    ((image, differences),) = reworded.pictures
    assert image == lead
    assert [(d.before, d.after) for d in differences] == [
        ("Ảnh: QCREATOROLD", "Ảnh: QCREATORNEW"),
        ("QCREATOROLD", "QCREATORNEW"),
    ]
    for user in (cast.pictures, cast.editor, cast.chief):
        kinds = [panel.kind for panel in dashboard.panels(user, at=at)]
        assert dashboard.Kind.REWORDED in kinds
        assert "QCREATORNEW" in Desk(user).client.get(reverse("admin:index")).content.decode()
    for name, pk in (("images_image_change", lead.pk), ("articles_article_change", article.pk)):
        address = reverse(f"admin:{name}", args=[pk])
        html = Desk(cast.editor).client.get(address).content.decode()
        assert "<del>QCREATOROLD</del> <ins>QCREATORNEW</ins>" in html
    assert dashboard.Kind.REWORDED not in {
        panel.kind for panel in dashboard.panels(cast.reporter, at=at)
    }
    workflow.reprint(article, by=cast.editor, at=at)
    assert reprints.newest(at=at, length=12) == reprints.of_image(lead, at=at) == []


def test_the_desk_is_not_told_of_what_nobody_would_see(newsroom, cast, lead):
    article = newsroom.published(lead=lead, at=hours_ago(5))
    correct(lead, cast, hours_ago(3), {"instructions": "Gọi trước.", "supplier_reference": "K-1"})
    correct(lead, cast, hours_ago(3), {"creator": "Ai đó"})
    correct(lead, cast, hours_ago(2), {"creator": OLD["creator"]})
    assert reprints.of_article(article, at=timezone.now()) == []


def test_words_written_for_one_use_stay(newsroom, cast, lead):
    article = newsroom.in_review(lead=lead, at=hours_ago(6))
    article.placements.update(caption="Chú thích riêng.", alt="Mô tả riêng.")
    workflow.approve_and_publish(article, by=cast.editor, at=hours_ago(5))
    correct(lead, cast, hours_ago(3))
    edition = workflow.reprint(article, by=cast.editor, at=hours_ago(2))
    row = edition.images.get()
    assert (row.caption, row.alt, row.creator) == (
        "Chú thích riêng.",
        "Mô tả riêng.",
        "QCREATORNEW",
    )


def test_the_copy_of_the_edition_is_printed_and_not_the_draft(newsroom, cast, lead, article):
    workflow.reopen(article, by=cast.reporter, at=hours_ago(4))
    newsroom.rewrite(article, headline="Tít đang sửa", at=hours_ago(4))
    correct(lead, cast, hours_ago(3))
    edition = workflow.reprint(article, by=cast.editor, at=hours_ago(2))
    article.refresh_from_db()
    assert (article.stage, article.headline) == ("draft", "Tít đang sửa")
    first = article.story.editions.get(number=1)
    assert (edition.number, edition.kind, edition.headline) == (2, "update", first.headline)
    assert (edition.approved_by, edition.published_by) == (cast.editor, cast.editor)
    assert edition.first_published_at == first.first_published_at
    assert edition.changed_at == edition.published_at > first.published_at
    assert list(edition.authors.values_list("author")) == list(first.authors.values_list("author"))
    assert list(edition.topics.values_list("topic")) == list(first.topics.values_list("topic"))


def test_a_waiting_edition_is_printed_again_for_its_time_after_the_live_one(
    newsroom, cast, lead, article
):
    """Numbers follow the order of time, so that the version of partners only grows."""
    tonight = timezone.now() + timedelta(hours=6)
    workflow.reopen(article, by=cast.reporter, at=hours_ago(4))
    newsroom.rewrite(article, headline="Tít tối nay", at=hours_ago(4))
    workflow.submit(article, by=cast.reporter, at=hours_ago(4))
    workflow.approve_and_publish(
        article,
        by=cast.editor,
        at=hours_ago(4),
        goes_live_at=tonight,
        kind="correction",
        note="Sửa tít.",
    )
    correct(lead, cast, hours_ago(3))
    workflow.reprint(article, by=cast.editor, at=hours_ago(2))
    live = Edition.objects.live(hours_ago(1)).get()
    later = Edition.objects.live(tonight).get()
    assert (live.number, live.kind) == (3, "update")
    assert (later.number, later.kind, later.note) == (4, "correction", "Sửa tít.")
    assert (later.headline, later.published_at) == ("Tít tối nay", tonight)
    assert later.images.get().creator == live.images.get().creator == "QCREATORNEW"
    assert live.superseded_at == tonight


def test_a_note_that_a_waiting_correction_replaces_stays_replaced(newsroom, cast, lead, article):
    entry = {"at": "", "note": ""}
    for hours, note, goes_live_at in (
        (5, "QWRONGZ", None),
        (4, "QRIGHTZ", timezone.now() + timedelta(hours=6)),
    ):
        workflow.reopen(article, by=cast.reporter, at=hours_ago(hours))
        newsroom.rewrite(article, headline=f"Tít {hours}", at=hours_ago(hours))
        workflow.submit(article, by=cast.reporter, at=hours_ago(hours))
        edition = workflow.approve_and_publish(
            article,
            by=cast.editor,
            at=hours_ago(hours),
            goes_live_at=goes_live_at,
            kind="correction",
            note=note,
            correction=press.Correction(replaces=entry["at"]),
        )
        entry = edition.corrections[0]
    correct(lead, cast, hours_ago(3))
    options = {"kind": "correction", "note": "Sai ảnh.", "at": hours_ago(2)}
    later = workflow.reprint(article, by=cast.editor, **options)
    assert [entry["note"] for entry in later.corrections] == ["QRIGHTZ", "Sai ảnh."]


def test_a_correction_tells_readers_what_was_wrong(cast, lead, article):
    correct(lead, cast, hours_ago(3))
    desk = Desk(cast.editor)
    desk.do("reprint", article, kind="correction", status=409)  # without a note
    desk.do("reprint", article, kind="correction", note="Ảnh của người khác.")
    edition = Edition.objects.live().get()
    assert (edition.number, edition.kind, edition.note) == (2, "correction", "Ảnh của người khác.")
    assert "Ảnh của người khác." in get(edition.get_absolute_url())


def test_who_changed_the_words_does_not_print_them(cast, lead, article, settings):
    services.update_image(lead, {"creator": "Ai đó"}, by=cast.chief, at=hours_ago(3))
    with pytest.raises(workflow.Refused) as refused:
        workflow.reprint(article, by=cast.chief, at=hours_ago(2))
    assert refused.value.code == "own_words_of_library"
    assert "reprint" not in {verb.name for verb in permitted.verbs_for(article, cast.chief)}
    assert "reprint" in {verb.name for verb in permitted.verbs_for(article, cast.editor)}
    workflow.reprint(article, by=cast.editor, at=hours_ago(2))


def test_words_that_are_missing_in_the_library_are_not_printed(cast, lead, article):
    correct(lead, cast, hours_ago(3), {"creator": ""})
    with pytest.raises(workflow.Refused) as refused:
        workflow.reprint(article, by=cast.editor, at=hours_ago(2))
    assert refused.value.code == "library_words_missing"
    assert Edition.objects.count() == 1


def test_a_picture_that_its_agency_corrected_waits_for_the_answer(cast, lead, article):
    correct(lead, cast, hours_ago(3))
    values = {"caption": "Sato (trái) và Tanaka."}
    proposal = proposals.propose(lead, values, stated_by="Kyodo", at=hours_ago(3))
    with pytest.raises(workflow.Refused) as refused:
        workflow.reprint(article, by=cast.editor, at=hours_ago(2))
    assert refused.value.code == "picture_corrected"
    assert Edition.objects.count() == 1
    proposals.accept(proposal, ["caption"], by=cast.pictures, at=hours_ago(2))
    edition = workflow.reprint(article, by=cast.editor, at=hours_ago(1))
    assert edition.images.get().caption == "Sato (trái) và Tanaka."


def test_what_its_agency_killed_is_not_printed_again(article, lead, cast, newsroom):
    """Its new words wait until the story is taken down, or a chief editor has answered."""
    item = make_wire_item(make_feed(newsroom.kyodo))
    sources.link(article, item, by=cast.reporter, at=hours_ago(5))
    correct(lead, cast, hours_ago(3))
    kill = ParsedItem(guid=item.guid, version=2, status="canceled")
    store.store_version(item.feed, kill, at=hours_ago(3))
    with pytest.raises(workflow.Refused) as refused:
        workflow.reprint(article, by=cast.editor, at=hours_ago(2))
    assert refused.value.code == "item_restricted"
    version = WireItem.objects.get().status_version
    note = {"note": "Bài không dùng tin này.", "by": cast.chief, "at": hours_ago(2)}
    alarms.dismiss(article, version, **note)
    workflow.reprint(article, by=cast.editor, at=hours_ago(1))
