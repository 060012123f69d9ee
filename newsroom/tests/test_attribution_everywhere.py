"""One attribution, wherever a story goes: page, RSS, JSON-LD, ninjs, NewsML-G2 and the picture file.

Agency copy and an agency's picture go through the press; every surface is read as a stranger would
read it and must name the same agency, credit, terms and copyright holder. And what we give out, our
own wire desk takes in again with nothing lost.
"""

import io
import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html
from PIL import Image as Pillow

from articles import workflow
from editions.models import Edition
from editions.tests.partner_client import G2, PartnerClient
from images.metadata import reading
from images.models import Image
from newsroom.tests.factories import jpeg, make_agency, make_feed, make_image, make_wire_item
from wires import parsers

MEDIA, DC = "{http://search.yahoo.com/mrss/}", "{http://purl.org/dc/elements/1.1/}"
NOTICE, TERMS = "© 2024 Kyodo News. All rights reserved.", "Chỉ dùng cho báo chí. Phải ghi nguồn."
YEAR = timezone.localdate().year


def publish(newsroom, lead, agency, **fields):
    """A story that rests on an item of the agency's wire, out since an hour ago."""
    now = timezone.now()
    item = make_wire_item(make_feed(agency, name=agency.name), guid=agency.slug, **fields)
    provenance = {"provenance": fields.pop("provenance")} if "provenance" in fields else {}
    article = newsroom.draft(
        lead=lead, agencies=[agency], at=now - timedelta(hours=3), **provenance
    )
    article.agency_credits.update(wire_item=item, wire_version=item.current)
    workflow.submit(article, by=newsroom.cast.reporter, at=now - timedelta(hours=3))
    workflow.approve(article, by=newsroom.cast.editor, at=now - timedelta(hours=2))
    workflow.publish(article, by=newsroom.cast.editor, at=now - timedelta(hours=1))
    return Edition.objects.get()


@pytest.fixture
def of_kyodo(newsroom):
    """Kyodo's copy with notice and terms, and a picture by Kyodo's photographer."""
    lead = make_image(
        jpeg(800, 534),
        creator="Yamada Tarō",
        origin=newsroom.kyodo,
        rights=Image.Rights.AGENCY,
        copyright_notice="© 2024 Kyodo News",
        usage_terms="For editorial use only.",
    )
    return publish(newsroom, lead, newsroom.kyodo, copyright_notice=NOTICE, usage_terms=TERMS)


@pytest.fixture
def of_ttxvn(newsroom):
    """Copy that says nothing of its rights, and a picture of AFP's that TTXVN passed on."""
    ttxvn = make_agency("TTXVN", joins_with_slash=True)
    lead = make_image(
        jpeg(800, 534),
        creator="",
        origin=make_agency("AFP"),
        via=ttxvn,
        rights=Image.Rights.AGENCY,
        copyright_notice="AFP",
    )
    return publish(newsroom, lead, ttxvn)


# What each surface says, in one shape


def page(edition):
    tree = html.fromstring(Client().get(edition.get_absolute_url()).content)

    def texts(css_class):
        return [e.text_content() for e in tree.iterfind(f".//*[@class='{css_class}']")]

    return {
        "agencies": [a.text for a in tree.iterfind(".//p[@class='agencies']/a")],
        "source line": texts("source-line"),
        "notice": texts("copyright"),
        "terms": texts("usage-terms"),
        "credit": [texts("credit")[0]],
    }


def rss(edition):
    root = ElementTree.fromstring(Client().get(reverse("feed")).content)
    (item,) = root.iter("item")
    content = item.find(f"{MEDIA}content")
    credits = {e.get("role"): [] for e in content.iter(f"{MEDIA}credit")}
    for element in content.iter(f"{MEDIA}credit"):
        credits[element.get("role")].append(element.text)
    notice, *terms = [e.text for e in item.iter(f"{DC}rights")]
    return {
        "source line": [e.text for e in item.iter(f"{DC}source")],
        "notice": [notice],
        "terms": terms,
        "credit": credits[None],
        "creator": credits.get("photographer", []),
        "picture agencies": credits["provider"],
        "picture notice": [e.text for e in content.iter(f"{MEDIA}copyright")],
    }


def json_ld(edition):
    tree = html.fromstring(Client().get(edition.get_absolute_url()).content)
    data = json.loads(tree.find(".//script[@type='application/ld+json']").text)
    picture = data["image"][0]
    return {
        "agencies": [entry["name"] for entry in data["sourceOrganization"]],
        "source line": [data["creditText"]],
        "holder": [data["copyrightHolder"]["name"]],
        "notice": [data["copyrightNotice"]],
        "terms": [data["usageInfo"]["text"]] if "usageInfo" in data else [],
        "credit": [picture["creditText"]],
        "creator": [picture["creator"]["name"]] if "creator" in picture else [],
        "picture agencies": [entry["name"] for entry in picture["sourceOrganization"]],
        "picture notice": [picture["copyrightNotice"]],
    }


def ninjs(edition):
    data = PartnerClient("Báo ninjs").ninjs(edition.story)
    (picture,) = data["associations"]

    def described(entry, role):
        return [d["value"] for d in entry["descriptions"] if d["role"] == role]

    return {
        "agencies": [entry["name"] for entry in data["infoSources"]],
        "source line": described(data, "creditline"),
        "holder": [data["copyrightHolder"]],
        "notice": [data["copyrightNotice"]],
        "terms": [data[key] for key in ("usageTerms",) if key in data],
        "credit": described(picture, "creditline"),
        "creator": [picture[key] for key in ("by",) if key in picture],
        "picture agencies": [entry["name"] for entry in picture["infoSources"]],
        "picture notice": [picture["copyrightNotice"]],
        "picture terms": [picture[key] for key in ("usageTerms",) if key in picture],
    }


def newsml_g2(edition):
    text, picture, _package = PartnerClient("Báo G2").newsml_g2(edition.story).find(f"{G2}itemSet")

    def text_at(item, *path):
        return [e.text for e in item.iterfind("/".join(f"{G2}{name}" for name in path))]

    return {
        "agencies": text_at(text, "contentMeta", "infoSource", "name"),
        "source line": text_at(text, "contentMeta", "creditline"),
        "holder": text_at(text, "rightsInfo", "copyrightHolder", "name"),
        "notice": text_at(text, "rightsInfo", "copyrightNotice"),
        "terms": text_at(text, "rightsInfo", "usageTerms"),
        "credit": text_at(picture, "contentMeta", "creditline"),
        "creator": text_at(picture, "contentMeta", "by"),
        "picture agencies": text_at(picture, "contentMeta", "infoSource", "name"),
        "picture notice": text_at(picture, "rightsInfo", "copyrightNotice"),
        "picture terms": text_at(picture, "rightsInfo", "usageTerms"),
    }


def picture_file(edition):
    """The largest file, at the address that partners are given."""
    picture = PartnerClient("Báo ảnh").ninjs(edition.story)["associations"][0]
    address = picture["renditions"][0]["href"].removeprefix(settings.SITE_URL)
    data = b"".join(Client().get(address).streaming_content)
    metadata = reading.read(Pillow.open(io.BytesIO(data)))
    assert metadata.conflicts == ()  # XMP and IIM say one thing
    return {
        "credit": [metadata.credit_line],
        "creator": list(metadata.creators),
        "picture origin": [metadata.source],
        "picture notice": [metadata.copyright_notice],
        "picture terms": [metadata.usage_terms] if metadata.usage_terms else [],
    }


SURFACES = (page, rss, json_ld, ninjs, newsml_g2, picture_file)


def table(edition):
    """What is said of each thing, and by which surfaces: {thing: {words: [surface, …]}}."""
    by_field = {}
    for surface in SURFACES:
        for thing, printed in surface(edition).items():
            by_field.setdefault(thing, {}).setdefault(tuple(printed), []).append(surface.__name__)
    return by_field


EVERYWHERE = [surface.__name__ for surface in SURFACES]
TEXTS = EVERYWHERE[:5]
FOR_THE_HOLDER, WITH_AGENCIES = ["json_ld", "ninjs", "newsml_g2"], ["page", *TEXTS[2:]]


def test_kyodos_copy_and_picture_are_named_the_same_everywhere(of_kyodo):
    assert table(of_kyodo) == {
        "agencies": {("Kyodo",): WITH_AGENCIES},
        "source line": {("Theo Kyodo",): TEXTS},
        "holder": {("Kyodo News",): FOR_THE_HOLDER},
        "notice": {(f"© {YEAR} Kyodo News",): TEXTS},
        "terms": {(TERMS,): TEXTS},
        "credit": {("Ảnh: Yamada Tarō/Kyodo",): EVERYWHERE},
        "creator": {("Yamada Tarō",): EVERYWHERE[1:]},
        "picture agencies": {("Kyodo",): TEXTS[1:]},
        "picture origin": {("Kyodo",): ["picture_file"]},
        "picture notice": {("© 2024 Kyodo News",): EVERYWHERE[1:]},
        # No page tells an agency's terms for a picture; who takes the picture from us reads them.
        "picture terms": {("For editorial use only.",): EVERYWHERE[3:]},
    }


def test_a_picture_passed_on_names_both_everywhere(of_ttxvn):
    assert table(of_ttxvn) == {
        "agencies": {("TTXVN",): WITH_AGENCIES},
        "source line": {("Theo TTXVN",): TEXTS},
        "holder": {("TTXVN",): FOR_THE_HOLDER},
        "notice": {(f"© {YEAR} TTXVN",): TEXTS},
        "terms": {(): TEXTS},
        "credit": {("Ảnh: AFP/TTXVN",): EVERYWHERE},
        "creator": {(): EVERYWHERE[1:]},
        "picture agencies": {("AFP", "TTXVN"): TEXTS[1:]},
        "picture origin": {("AFP",): ["picture_file"]},
        "picture notice": {("AFP",): EVERYWHERE[1:]},
        "picture terms": {(): EVERYWHERE[3:]},
    }


def test_copy_that_staff_worked_on_too_is_both_of_theirs(newsroom):
    item = make_wire_item(make_feed(newsroom.kyodo), copyright_holder="Kyodo News")
    article = newsroom.draft(
        agencies=[newsroom.kyodo], provenance="staff_and_wire", at=timezone.now()
    )
    article.agency_credits.update(wire_item=item, wire_version=item.current)
    workflow.submit(article, by=newsroom.cast.reporter)
    workflow.approve(article, by=newsroom.cast.editor)
    edition = workflow.publish(article, by=newsroom.cast.editor, at=timezone.now())
    assert edition.copyright_holder == f"{settings.SITE_NAME}, Kyodo News"


def test_what_was_printed_stays_when_the_agency_says_otherwise_later(of_kyodo, newsroom):
    """Frozen with the edition: a later version of the item changes no page that is out."""
    newsroom.kyodo.feeds.get().items.get().versions.update(usage_terms="Khác.")
    newsroom.kyodo.text_form_vi = "Kyodo Tsushin"
    newsroom.kyodo.save()
    assert page(of_kyodo)["terms"] == [TERMS]
    assert page(of_kyodo)["notice"] == [f"© {YEAR} Kyodo News"]


# What we give out, taken in by our own wire desk


def imported(data):
    parsed = parsers.parse(data, at=timezone.now())
    assert (parsed.reason, parsed.remarks) == ("", ())
    return parsed.items


def both(story, partner_client):
    """The story as our parsers read it, from ninjs and from NewsML-G2."""
    answers = [
        partner_client.ask(reverse(name, args=[story.pk]))
        for name in ("partner-ninjs", "partner-newsml-g2")
    ]
    return [imported(answer.content) for answer in answers]


FIELDS = (
    *("guid", "version", "status", "embargo_until", "headline", "standfirst", "byline"),
    *("credit_line", "sources", "copyright_holder", "copyright_notice", "usage_terms"),
    *(
        "editor_note",
        "dateline",
        "language",
        "created_at",
        "version_at",
        "subjects",
        "internal_notes",
    ),
)


def facts(item):
    return {name: getattr(item, name) for name in FIELDS}


def expected(edition, **fields):
    first, version = (
        at.replace(microsecond=0) for at in (edition.first_published_at, edition.published_at)
    )
    day = timezone.localdate(edition.first_published_at)
    return {
        "guid": f"tag:127.0.0.1,{day}:story:{edition.story_id}",
        "version": edition.number,
        "status": "usable",
        "embargo_until": None,
        "headline": edition.headline,
        "standfirst": edition.standfirst,
        "byline": edition.byline,
        "credit_line": edition.source_line,
        "sources": tuple(agency["name"] for agency in edition.linked_entities.get("agencies", [])),
        "copyright_holder": edition.copyright_holder,
        "copyright_notice": edition.copyright_holder and f"© {YEAR} {edition.copyright_holder}",
        "usage_terms": edition.usage_terms,
        "editor_note": edition.note,
        "dateline": edition.dateline,
        "language": edition.language,
        "created_at": first,
        "version_at": version,
        "subjects": ("Thế giới", "Nhật Bản"),
        "internal_notes": "",
        **fields,
    }


def test_our_own_wire_desk_takes_a_story_in_with_nothing_lost(of_kyodo):
    (from_ninjs,), (from_g2, picture, package) = both(of_kyodo.story, PartnerClient())
    assert facts(from_ninjs) == facts(from_g2) == expected(of_kyodo)
    assert from_ninjs.body_html == from_g2.body_html == of_kyodo.body
    assert package.package_items == (from_g2.guid, picture.guid)
    image = of_kyodo.images.get()
    (entry,), (other,) = from_ninjs.pictures, picture.pictures
    assert entry == other
    assert (entry.caption, entry.alt, entry.creator) == (image.caption, image.alt, "Yamada Tarō")
    assert (entry.credit_line, entry.usage_terms) == (image.credit_line, "For editorial use only.")
    assert (entry.copyright_notice, entry.width) == ("© 2024 Kyodo News", 800)


def test_so_it_does_with_an_update_a_correction_and_a_kill(of_kyodo, newsroom):
    partner_client, now = PartnerClient(), timezone.now()
    article = of_kyodo.story.article

    def signals():
        (from_ninjs,), (from_g2, *_pictures) = both(article.story, partner_client)
        edition = Edition.objects.in_force(now).get()
        gone = {"status": "canceled", "subjects": ()} if edition.kind == Edition.Kind.KILL else {}
        assert facts(from_ninjs) == facts(from_g2) == expected(edition, **gone)
        assert from_ninjs.body_html == from_g2.body_html == edition.body
        return from_g2.version, from_g2.status, from_g2.signals, from_g2.editor_note

    seen = [signals()]
    newsroom.printed_again(article, headline="Tít hai", at=now - timedelta(minutes=50))
    seen.append(signals())
    note = "Vịnh ở phía nam."
    newsroom.printed_again(article, kind="correction", note=note, at=now - timedelta(minutes=40))
    seen.append(signals())
    workflow.kill(article, by=newsroom.cast.chief, note="Tin sai.", at=now - timedelta(minutes=30))
    seen.append(signals())
    assert seen == [
        (1, "usable", (), ""),
        (2, "usable", ("sig:update",), ""),
        (3, "usable", ("sig:correction",), note),
        (4, "canceled", (), "Tin sai."),
    ]


def test_our_own_wire_desk_can_follow_the_list(of_kyodo, newsroom):
    newsroom.published(headline="Tin kia", at=timezone.now() - timedelta(minutes=5))
    partner_client = PartnerClient()
    lists = [
        imported(partner_client.ask(reverse(name)).content)
        for name in ("partner-ninjs-list", "partner-newsml-g2-list")
    ]
    headlines = [[i.headline for i in items if i.kind == "text"] for items in lists]
    assert headlines == [["Tin kia", of_kyodo.headline]] * 2
