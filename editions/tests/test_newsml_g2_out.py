"""Stories as NewsML-G2: every part in the order of the standard, words whole, nothing hostile in it.

What our own wire desk makes of the same messages: newsroom/tests/test_attribution_everywhere.py.
"""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from articles import workflow
from editions.models import EditionImage
from editions.tests.partner_client import G2, PartnerClient
from editions.tests.standards import g2_violations, schema_parser
from images import services
from images.models import Image
from newsroom.tests.factories import jpeg, make_image

XHTML = "{http://www.w3.org/1999/xhtml}"
# The order that NewsML-G2 prescribes for the children that we write.
ORDER = {
    "newsMessage": ["header", "itemSet"],
    "header": ["sent", "catalogRef", "sender"],
    "newsItem": ["catalogRef", "rightsInfo", "itemMeta", "contentMeta", "contentSet"],
    "packageItem": ["catalogRef", "rightsInfo", "itemMeta", "contentMeta", "groupSet"],
    "rightsInfo": ["copyrightHolder", "copyrightNotice", "usageTerms"],
    "itemMeta": [
        "itemClass",
        "provider",
        "versionCreated",
        "firstCreated",
        "pubStatus",
        "edNote",
        "signal",
        "link",
    ],
    "contentMeta": [
        "digitalSourceType",
        "infoSource",
        "creator",
        "language",
        "subject",
        "headline",
        "dateline",
        "by",
        "creditline",
        "description",
    ],
}


@pytest.fixture
def partner_client(newsroom):
    return PartnerClient()


@pytest.fixture
def article(newsroom):
    lead = make_image(
        jpeg(640, 427),
        creator="Yamada Tarō",
        origin=newsroom.kyodo,
        rights=Image.Rights.AGENCY,
        copyright_notice="© 2024 Kyodo News",
        usage_terms="For editorial use only.",
        digital_source_type="digitalCapture",
    )
    return newsroom.published(
        headline="Tít <b>&amp; “lạ”",
        dateline="Tokyo, ngày 8/6",
        body='<p>A &lt; B &amp; C<br>D.</p><ul><li>một</li></ul><p lang="en"><a href="https://x.example/?a=1&amp;b=2">x</a></p>',
        lead=lead,
        agencies=[newsroom.kyodo],
        at=timezone.now() - timedelta(hours=5),
    )


def items(root):
    return list(root.find(f"{G2}itemSet"))


def text_at(item, *path):
    element = item.find("/".join(f"{G2}{name}" for name in path))
    return None if element is None else element.text


def status(item):
    return item.find(f"{G2}itemMeta/{G2}pubStatus").get("qcode")


def signal(item):
    element = item.find(f"{G2}itemMeta/{G2}signal")
    return None if element is None else element.get("qcode")


def out_of_order(root):
    """Return the elements whose children have another order than the standard, or are not in it."""
    wrong = []
    for element in root.iter(f"{G2}*"):
        order = ORDER.get(etree.QName(element).localname)
        names = [etree.QName(child).localname for child in element]
        if order and (set(names) - set(order) or names != sorted(names, key=order.index)):
            wrong.append((etree.QName(element).localname, names))
    return wrong


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/x.xsd", "file:///etc/hostname", "../README.md"]
)
def test_the_schema_reads_no_file_elsewhere_and_asks_nobody(address):
    importing = (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        f'<xs:include schemaLocation="{address}"/></xs:schema>'
    )
    with pytest.raises((OSError, etree.XMLSchemaParseError), match=re.escape(address)):
        etree.XMLSchema(etree.fromstring(importing, schema_parser()))


def test_every_version_of_a_story_is_valid(newsroom, article, partner_client):
    now = timezone.now()
    versions = {"first": partner_client.newsml_g2(article.story)}
    newsroom.printed_again(article, headline="Tít hai", at=now - timedelta(hours=4))
    versions["update"] = partner_client.newsml_g2(article.story)
    newsroom.printed_again(article, kind="correction", note="Sai.", at=now - timedelta(hours=3))
    versions["correction"] = partner_client.newsml_g2(article.story)
    services.withdraw(Image.objects.get(), reason="Gỡ.", by=None, at=now)
    versions["picture recalled"] = partner_client.newsml_g2(article.story)
    article.story.editions.all().shorten(now + timedelta(hours=1), at=now)
    versions["with an end"] = partner_client.newsml_g2(article.story)
    newsroom.kyodo.contracts.update(may_pass_on=False)
    versions["recalled"] = partner_client.newsml_g2(article.story)
    workflow.kill(article, by=newsroom.cast.chief, note="Tin sai.", at=now)
    versions["kill"] = partner_client.newsml_g2(article.story)
    problems = {name: g2_violations(root) for name, root in versions.items()}
    assert problems == {name: [] for name in versions}


def test_the_list_of_several_stories_is_valid(newsroom, article, partner_client):
    now = timezone.now()
    lead = make_image(jpeg(320, 214))
    newsroom.published(headline="Tin kia", lead=lead, at=now - timedelta(hours=1))
    staff = newsroom.published(headline="Tin của nhà", at=now - timedelta(hours=1))
    workflow.kill(staff, by=newsroom.cast.chief, note="Tin sai.", at=now)
    root = etree.fromstring(partner_client.ask(reverse("partner-newsml-g2-list")).content)
    groups = [(g.getparent().get("root"), g.get("id")) for g in root.iter(f"{G2}group")]
    assert len(groups) == 2
    assert all(root == group for root, group in groups)
    assert g2_violations(root) == []


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("itemSet/newsItem/itemMeta/itemClass", lambda e: e.getparent().remove(e)),
        ("itemSet/newsItem/contentMeta", lambda e: e.append(e[0])),
        ("itemSet/newsItem", lambda e: e.attrib.pop("guid")),
        ("itemSet/packageItem/groupSet", lambda e: e.attrib.pop("root")),
    ],
    ids=["no class", "another order", "no guid", "no root"],
)
def test_the_schema_does_refuse(article, partner_client, path, change):
    root = partner_client.newsml_g2(article.story)
    change(root.find("/".join(f"{G2}{name}" for name in path.split("/"))))
    assert g2_violations(root) != []


def test_a_story_is_a_text_a_picture_and_the_package_of_both(article, partner_client):
    root = partner_client.newsml_g2(article.story)
    text, picture, package = items(root)
    assert [etree.QName(element).localname for element in (text, picture, package)] == [
        "newsItem",
        "newsItem",
        "packageItem",
    ]
    assert [
        element.find(f"{G2}itemMeta/{G2}itemClass").get("qcode") for element in items(root)
    ] == [
        "ninat:text",
        "ninat:picture",
        "ninat:composite",
    ]
    refs = [element.get("residref") for element in package.iter(f"{G2}itemRef")]
    assert refs == [text.get("guid"), picture.get("guid")]
    assert picture.get("guid").startswith(f"{text.get('guid')}:picture:")
    assert {element.get("version") for element in items(root)} == {"1"}
    assert out_of_order(root) == []


def test_the_words_come_whole_and_as_words(article, partner_client):
    edition = article.story.editions.get()
    text = items(partner_client.newsml_g2(article.story))[0]
    assert text_at(text, "contentMeta", "headline") == "Tít <b>&amp; “lạ”"
    assert text_at(text, "contentMeta", "dateline") == "Tokyo, ngày 8/6"
    assert text_at(text, "contentMeta", "by") == "Kim Anh"
    assert text_at(text, "contentMeta", "creditline") == "Theo Kyodo"
    assert text_at(text, "contentMeta", "description") == edition.standfirst
    assert text_at(text, "rightsInfo", "copyrightHolder", "name") == "Kyodo"
    assert text_at(text, "itemMeta", "provider", "name") == settings.SITE_NAME
    link = text.find(f"{G2}itemMeta/{G2}link")
    assert link.get("href") == settings.SITE_URL + edition.get_absolute_url()


def test_the_body_is_xhtml(article, partner_client):
    text = items(partner_client.newsml_g2(article.story))[0]
    inline = text.find(f"{G2}contentSet/{G2}inlineXML")
    (document,) = inline
    assert (inline.get("contenttype"), document.tag) == ("application/xhtml+xml", f"{XHTML}html")
    body = document.find(f"{XHTML}body")
    assert {etree.QName(element).namespace for element in body.iter()} == {XHTML[1:-1]}
    first, _listed, last = body
    assert [etree.QName(element).localname for element in body] == ["p", "ul", "p"]
    assert "".join(first.itertext()) == "A < B & CD."
    assert first[0].tag == f"{XHTML}br"
    assert last[0].get("href") == "https://x.example/?a=1&b=2"


def test_a_picture_is_an_item_with_its_own_credit_and_terms(article, partner_client):
    image = article.story.editions.get().images.get().image
    picture = items(partner_client.newsml_g2(article.story))[1]
    assert text_at(picture, "contentMeta", "by") == "Yamada Tarō"
    assert text_at(picture, "contentMeta", "creditline") == "Ảnh: Yamada Tarō/Kyodo"
    assert text_at(picture, "contentMeta", "infoSource", "name") == "Kyodo"
    assert text_at(picture, "rightsInfo", "copyrightNotice") == "© 2024 Kyodo News"
    assert text_at(picture, "rightsInfo", "usageTerms") == "For editorial use only."
    descriptions = picture.iter(f"{G2}description")
    assert {element.get("role"): element.text for element in descriptions} == {
        "drol:caption": image.caption,
        "drol:altText": image.alt,
    }
    kind = picture.find(f"{G2}contentMeta/{G2}digitalSourceType").get("uri")
    assert kind == "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
    file = picture.find(f"{G2}contentSet/{G2}remoteContent")
    largest = image.renditions.filter(format="jpg", crop="").order_by("-width").first()
    assert dict(file.attrib) == {
        "rendition": "rnd:highRes",
        "href": settings.SITE_URL + reverse("picture", args=[image.token, largest.name]),
        "contenttype": "image/jpeg",
        "width": str(largest.width),
        "height": str(largest.height),
    }


def test_updates_and_corrections_are_signalled_and_a_kill_is_canceled(
    newsroom, article, partner_client
):
    now = timezone.now()

    def version():
        root = partner_client.newsml_g2(article.story)
        assert out_of_order(root) == []
        text, *others = items(root)
        note = text_at(text, "itemMeta", "edNote")
        return text.get("version"), status(text), signal(text), note, list(map(status, others))

    versions = [version()]
    newsroom.printed_again(article, headline="Tít hai", at=now - timedelta(hours=4))
    versions.append(version())
    note = "Vịnh ở phía nam."
    newsroom.printed_again(article, kind="correction", note=note, at=now - timedelta(hours=3))
    versions.append(version())
    workflow.kill(article, by=newsroom.cast.chief, note="Tin sai.", at=now - timedelta(hours=2))
    versions.append(version())
    picture_and_package = ["stat:usable", "stat:usable"]
    assert versions == [
        ("1", "stat:usable", None, None, picture_and_package),
        ("2", "stat:usable", "sig:update", None, picture_and_package),
        ("3", "stat:usable", "sig:correction", note, picture_and_package),
        ("4", "stat:canceled", None, "Tin sai.", ["stat:canceled"]),
    ]


def test_a_killed_item_holds_nothing_to_print(newsroom, article, partner_client):
    before = items(partner_client.newsml_g2(article.story))[1]
    workflow.kill(article, by=newsroom.cast.chief, note="Tin sai.", at=timezone.now())
    text, picture = items(partner_client.newsml_g2(article.story))
    for item in (text, picture):
        assert [etree.QName(element).localname for element in item] == ["catalogRef", "itemMeta"]
    assert "Tít" not in "".join(text.itertext())
    assert picture.get("guid") == before.get("guid")


def test_a_withdrawn_picture_is_not_given_out(article, partner_client):
    _text, before, _package = items(partner_client.newsml_g2(article.story))
    services.withdraw(Image.objects.get(), reason="Gỡ.", by=None, at=timezone.now())
    root = partner_client.newsml_g2(article.story)
    text, picture = items(root)
    assert (status(text), signal(text)) == ("stat:usable", "sig:update")
    assert (status(picture), picture.get("guid")) == ("stat:canceled", before.get("guid"))
    assert [etree.QName(element).localname for element in picture] == ["catalogRef", "itemMeta"]
    assert [element.get("version") for element in (before, picture, text)] == ["1", "2", "2"]
    assert out_of_order(root) == []


def test_a_picture_released_again_is_given_as_a_later_version(article, partner_client):
    for turn in (services.withdraw, services.release):
        partner_client.newsml_g2(article.story)
        turn(Image.objects.get(), reason="Nhầm.", by=None, at=timezone.now())
    root = partner_client.newsml_g2(article.story)
    assert [(status(element), element.get("version")) for element in items(root)] == [
        ("stat:usable", "3")
    ] * 3


def test_the_list_is_one_message_of_all(newsroom, article, partner_client):
    other = newsroom.published(headline="Tin kia", at=timezone.now() - timedelta(hours=1))
    root = etree.fromstring(partner_client.ask(reverse("partner-newsml-g2-list")).content)
    texts = [element for element in items(root) if text_at(element, "contentMeta", "headline")]
    assert [text_at(element, "contentMeta", "headline") for element in texts] == [
        "Tin kia",
        "Tít <b>&amp; “lạ”",
    ]
    assert texts[0].get("guid").endswith(f":story:{other.story_id}")


def test_what_xml_cannot_hold_is_left_out_and_the_message_still_reads(article, partner_client):
    """Rows that came in by another way than a form may hold what no field would let through."""
    models.QuerySet(EditionImage).update(usage_terms="A\x0b]]></x>\x1f & B\ufffe")
    picture = items(partner_client.newsml_g2(article.story))[1]
    assert text_at(picture, "rightsInfo", "usageTerms") == "A]]></x> & B"
