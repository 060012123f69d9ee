"""Figures in the text of a feed are pictures of the item, with caption and credit."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wires.parsers import parse
from wires.parsing import markup
from wires.parsing.parsed import ParsedPicture

AT = datetime(2024, 6, 8, 13, 0, tzinfo=UTC)
CASES = Path(__file__).parent / "cases"
HREF = "https://i.test.invalid/1.jpg"
CAPTION = "<figcaption>It leaves. Photo: Jane Doe/Kyodo</figcaption>"
FIGURE = f'<figure><img src="{HREF}" alt="A ferry">{CAPTION}</figure>'
XML_FIGURE = FIGURE.replace('ferry">', 'ferry"/>')
PICTURE = ParsedPicture(
    href=HREF,
    caption="It leaves. Photo: Jane Doe/Kyodo",
    alt="A ferry",
    creator="Jane Doe",
    credit_line="Kyodo",
)


def rss(html, more=""):
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:media="http://search.yahoo.com/mrss/"><channel><item><title>Ferry</title><guid>1</guid>'
        f"<link>https://t.test.invalid/a/b</link><content:encoded>{html}</content:encoded>{more}"
        "</item></channel></rss>"
    ).encode()


def atom(content):
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>Ferry</title>'
        f"{content}</entry></feed>"
    ).encode()


def json_feed(html):
    item = {"id": "1", "title": "Ferry", "content_html": html}
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]}).encode()


def cdata(html):
    return f"<![CDATA[{html}]]>"


def test_the_case_of_a_figure_with_a_credit():
    parsed = parse((CASES / "c11-rss-figure-with-credit.xml").read_bytes(), at=AT)
    (item,) = parsed.items
    (picture,) = item.pictures
    assert (picture.href, picture.alt) == ("https://i.test.invalid/1.jpg", "A ferry")
    assert picture.caption.startswith("The ferry leaves Niigata.")
    assert (picture.creator, picture.credit_line) == ("Tanaka Ichiro", "Kyodo")
    assert markup.text(item.body_html) == "The first boat left."
    assert parsed.remarks == ()


@pytest.mark.parametrize(
    "raw",
    [
        rss(cdata(f"<p>One.</p>{FIGURE}")),
        rss(cdata(f"<p>R&D{FIGURE}")),
        rss(f'<div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p>{XML_FIGURE}</div>'),
        atom(f'<content type="html">{cdata(FIGURE)}</content>'),
        atom(
            f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{XML_FIGURE}</div></content>'
        ),
        json_feed(f"<p>One.</p>{FIGURE}"),
    ],
)
def test_a_figure_is_a_picture_in_every_feed(raw):
    parsed = parse(raw, at=AT)
    assert parsed.items[0].pictures == (PICTURE,)
    assert parsed.remarks == ()


def test_a_picture_that_the_feed_names_too_is_one_picture():
    media = f'<media:content url="{HREF}?w=2" medium="image" width="900"/>'
    (picture,) = parse(rss(cdata(FIGURE), media), at=AT).items[0].pictures
    assert (picture.href, picture.width) == (f"{HREF}?w=2", 900)
    assert (picture.caption, picture.creator) == (PICTURE.caption, "Jane Doe")


def test_the_credit_of_the_feed_counts_before_that_of_a_figure():
    credit = "<media:credit>Somebody</media:credit>"
    media = f'<media:content url="{HREF}" medium="image">{credit}</media:content>'
    (picture,) = parse(rss(cdata(FIGURE), media), at=AT).items[0].pictures
    assert (picture.credit_line, picture.creator, picture.caption) == (
        "Somebody",
        "",
        PICTURE.caption,
    )


def test_addresses_are_joined_and_only_those_that_may_be_fetched_are_taken():
    figures = [
        f'<figure><img src="{src}"></figure>'
        for src in ("/2.jpg", "javascript:x", "data:image/png;base64,")
    ]
    (item,) = parse(rss(cdata("".join(figures))), at=AT).items
    assert [picture.href for picture in item.pictures] == ["https://t.test.invalid/2.jpg"]


def test_a_figure_that_is_not_for_the_public_is_no_picture():
    html = f'<p>One.</p><section class="np-nonpublic">{FIGURE}</section>'
    assert parse(rss(cdata(html)), at=AT).items[0].pictures == ()


def test_pictures_outside_figures_are_none():
    assert parse(rss(cdata(f'<p>One.<img src="{HREF}"></p>')), at=AT).items[0].pictures == ()
