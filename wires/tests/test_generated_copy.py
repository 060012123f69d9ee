"""Any text in any format of ours comes out whole, or is named as left out with the number of words."""

import json
import re
from collections import Counter
from datetime import UTC, datetime
from html import escape

import pytest
from django.utils import translation

from wires import parsers
from wires.parsers import (
    anpa,
    iptc7901,
    zczc,
)
from wires.parsing import markup
from wires.tests import generated_copy
from wires.tests.generated_copy import OTHERS, Copy, PlainCopy
from wires.tests.minimal import SAMPLES, Delivery

AT = datetime(2024, 6, 8, 13, 0, tzinfo=UTC)
SEEDS = range(30)  # for each way in which a format holds text
G2 = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"
SENTENCES = {
    generated_copy.CODE: "Words of scripts and style sheets, which are no copy, were left out: %d.",
    generated_copy.STRUCK: "Words that are struck out were left out: %d.",
    generated_copy.HEADS: "Words in the head of a page were left out: %d.",
    generated_copy.PICTURES: "Words at pictures within the text were left out: %d.",
    generated_copy.EMBEDDED: "Words in embedded parts, as frames, films and drawings, were left out: %d.",
    generated_copy.FORMS: "Words of forms, buttons and menus were left out: %d.",
    OTHERS: "Words that are in no field here were left out (%d)",
}
FORMATS = [parser for parser in (*parsers.XML, *parsers.JSON, *parsers.TEXT) if parser in SAMPLES]
OF_TELEGRAPHS = (anpa, iptc7901, zczc)


def in_rss(text):
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item>'
        f"<guid>1</guid><title>Ferry</title><content:encoded>{text}</content:encoded></item></channel></rss>"
    ).encode()


def in_atom(type_, text):
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>Ferry</title>'
        f'<content type="{type_}">{text}</content></entry></feed>'
    ).encode()


def in_g2(content):
    return (
        f'<newsItem xmlns="{G2}" guid="1" version="1"><itemMeta><itemClass qcode="ninat:text"/></itemMeta>'
        f"<contentMeta><headline>Ferry</headline></contentMeta><contentSet>{content}</contentSet></newsItem>"
    ).encode()


def in_newsml1(content, more=""):
    part = f"<NewsComponent><ContentItem><DataContent>{content}</DataContent></ContentItem></NewsComponent>"
    return (
        "<NewsML><NewsItem><Identification><NewsIdentifier><PublicIdentifier>wire:1</PublicIdentifier>"
        '</NewsIdentifier></Identification><NewsManagement><Status FormalName="usable"/></NewsManagement>'
        f"<NewsComponent>{part}{more}</NewsComponent></NewsItem></NewsML>"
    ).encode()


def in_nitf(*bodies):
    contents = "".join(f"<body.content>{body}</body.content>" for body in bodies)
    return (
        '<nitf><head><docdata><doc-id id-string="1"/></docdata></head>'
        f"<body><body.head/>{contents}</body></nitf>"
    ).encode()


def in_ninjs(**values):
    return json.dumps({"uri": "a:1", "type": "text", "headline": "Ferry", **values}).encode()


def in_json_feed(**values):
    item = {"id": "1", "title": "Ferry", **values}
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]}).encode()


def cdata(text):
    """Return text in CDATA sections; one that holds their end stands in two."""
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def in_page(text):
    return f'<html xmlns="{XHTML}"><head><title/></head><body>{text}</body></html>'


# Mark-up in a string: where it stands.
IN_STRINGS = {
    "RSS, CDATA": lambda text: in_rss(cdata(text)),
    "RSS, escaped": lambda text: in_rss(escape(text)),
    "Atom, escaped": lambda text: in_atom("html", escape(text)),
    "Atom, CDATA": lambda text: in_atom("html", cdata(text)),
    "JSON Feed": lambda text: in_json_feed(content_html=text),
    "ninjs 1": lambda text: in_ninjs(body_html=text),
    "ninjs 1, XHTML": lambda text: in_ninjs(body_xhtml=text),
    "ninjs 3": lambda text: in_ninjs(bodies=[{"contentType": "text/html", "value": text}]),
    "NewsML 1, CDATA": lambda text: in_newsml1(cdata(f"<p></p>{text}")),
    "NewsML 1, a page": lambda text: in_newsml1(cdata(in_page(text))),
    "NewsML-G2": lambda text: in_g2(
        f'<inlineData contenttype="text/html">{escape(text)}</inlineData>'
    ),
}
# Mark-up as elements of the document.
AS_ELEMENTS = {
    "RSS": lambda text: in_rss(f'<div xmlns="{XHTML}">{text}</div>'),
    "Atom": lambda text: in_atom("xhtml", f'<div xmlns="{XHTML}">{text}</div>'),
    "NITF": in_nitf,
    "NewsML 1": in_newsml1,
    "NewsML 1, NITF": lambda text: in_newsml1(
        f"<nitf><body><body.content>{text}</body.content></body></nitf>"
    ),
    "NewsML-G2, a page": lambda text: in_g2(
        f'<inlineXML contenttype="application/xhtml+xml">{in_page(text)}</inlineXML>'
    ),
    "NewsML-G2, NITF": lambda text: in_g2(
        '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">'
        f"<body><body.content>{text}</body.content></body></nitf></inlineXML>"
    ),
}
# Plain text.
PLAIN = {
    "Atom": lambda text: in_atom("text", escape(text)),
    "JSON Feed": lambda text: in_json_feed(content_text=text),
    "ninjs 1": lambda text: in_ninjs(body_text=text),
    "ninjs 3": lambda text: in_ninjs(bodies=[{"contentType": "text/plain", "value": text}]),
    "NewsML 1": lambda text: in_newsml1(escape(text)),
    "NewsML-G2": lambda text: in_g2(
        f'<inlineData contenttype="text/plain">{escape(text)}</inlineData>'
    ),
}
# Two texts, of which the format's item holds the first.
TWO = {
    "RSS": lambda first, second: in_rss(cdata(first)).replace(
        b"</item>", f"<content:encoded>{escape(second)}</content:encoded></item>".encode()
    ),
    "NITF": in_nitf,
    "NewsML 1": lambda first, second: in_newsml1(
        first,
        f"<NewsComponent><ContentItem><DataContent>{second}</DataContent></ContentItem></NewsComponent>",
    ),
    "NewsML-G2": lambda first, second: in_g2(
        f"<inlineXML>{in_page(first)}</inlineXML><inlineXML>{in_page(second)}</inlineXML>"
    ),
    "ninjs": lambda first, second: in_ninjs(
        bodies=[{"contentType": "text/html", "value": text} for text in (first, second)]
    ),
}


def words_of(text):
    return Counter(re.findall(r"[^\W_]+", text))


def check(raw, kept, counts):
    with translation.override("en"):
        parsed = parsers.parse(raw, at=AT)
    assert parsed.accepted, (parsed.reason, raw.decode())
    (item,) = parsed.items
    text = f"{markup.text(item.body_html)} {item.headline} {item.slugline} {item.editor_note}"
    missing, expected = Counter(kept) - words_of(text), Counter()
    assert not missing, (missing, raw.decode())
    for reason, number in counts.items():
        expected[SENTENCES[reason] % number] += 1
    actual = Counter(remark.partition(": “")[0] for remark in parsed.remarks)
    assert actual == expected, (actual, expected, parsed.remarks, raw.decode())


@pytest.mark.parametrize("place", IN_STRINGS)
@pytest.mark.parametrize("is_xml", [True, False], ids=["XML", "HTML"])
def test_mark_up_in_a_string_loses_no_word(place, is_xml):
    for seed in SEEDS:
        copy = Copy(seed, is_xml=is_xml)
        check(IN_STRINGS[place](copy.html), copy.kept, copy.counts)


@pytest.mark.parametrize("place", AS_ELEMENTS)
def test_mark_up_of_elements_loses_no_word(place):
    for seed in SEEDS:
        copy = Copy(1_000 + seed)
        check(AS_ELEMENTS[place](copy.html), copy.kept, copy.counts)


@pytest.mark.parametrize("place", PLAIN)
def test_plain_text_loses_no_word(place):
    for seed in SEEDS:
        copy = PlainCopy(2_000 + seed)
        check(PLAIN[place](copy.html), copy.kept, {})


@pytest.mark.parametrize("module", FORMATS, ids=lambda module: module.__name__.rpartition(".")[2])
def test_the_smallest_delivery_of_every_format_loses_no_word(module):
    """Every registered parser, as test_contract.py asks them."""
    for seed in SEEDS:
        copy = PlainCopy(3_000 + seed) if module in OF_TELEGRAPHS else Copy(3_000 + seed)
        check(SAMPLES[module](Delivery(body=copy.html)), copy.kept, copy.counts)


@pytest.mark.parametrize("place", TWO)
def test_a_text_that_no_field_holds_is_named_with_its_number(place):
    for seed in SEEDS:
        first, second = Copy(4_000 + seed), Copy(5_000 + seed)
        if not first.kept:
            continue
        counts = first.counts + second.counts
        counts[OTHERS] = len(second.kept)
        check(TWO[place](first.html, second.html), first.kept, +counts)


def test_every_registered_format_is_asked():
    assert set(FORMATS) == {*parsers.XML, *parsers.JSON, *parsers.TEXT}
    places = 2 * len(IN_STRINGS) + len(AS_ELEMENTS) + len(PLAIN) + len(FORMATS) + len(TWO)
    assert places * len(SEEDS) >= 1_000
