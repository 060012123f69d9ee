"""RSS with Media RSS and Dublin Core, Atom, JSON Feed."""

import json
import time
from datetime import UTC, datetime

import pytest

from newsroom.tests.factories import MORNING
from wires import parsers
from wires.parsers.media_rss import without_label
from wires.parsing.parsed import (
    CANCELED,
    UNKNOWN,
    USABLE,
    WITHHELD,
    ParsedPicture,
)

NAMESPACES = (
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/"'
)
NINE = datetime(2024, 6, 8, 9, tzinfo=UTC)


def parse(raw):
    parsed = parsers.parse(raw if isinstance(raw, bytes) else raw.encode(), at=MORNING)
    assert parsed.reason == ""
    return parsed


def rss(item, channel="<title>A Wire</title><language>en</language>", declared=True):
    head = '<?xml version="1.0" encoding="UTF-8"?>' if declared else ""
    return f'{head}<rss version="2.0" {NAMESPACES}><channel>{channel}<item>{item}</item></channel></rss>'


def parse_item(item, channel="<title>A Wire</title><language>en</language>"):
    (result,) = parse(rss(item, channel)).items
    return result


LINK = "https://wire.example/ferry?a=1&amp;b=2"
DESCRIBED = (
    "<description>&lt;p&gt;A ferry.&lt;/p&gt; &lt;a href=&quot;https://wire.example/ferry?a=1&amp;amp;b=2"
    "&quot;&gt;Continue reading...&lt;/a&gt;</description>"
)


def test_an_item_of_rss_is_read_with_what_its_channel_says_for_it():
    item = parse_item(
        f"<title>Ferry &amp; swell</title><link>{LINK}</link><guid>wire:1</guid>{DESCRIBED}"
        "<dc:creator>Jane Doe</dc:creator><dc:creator>John Roe</dc:creator>"
        "<category>World</category><category>Ships</category>"
        '<source url="https://x.example">Another Wire</source>'
        "<pubDate>Seg, 08 Jun 2024 16:00:00 +0700</pubDate>",
        "<title>A Wire</title><language>en-gb</language><copyright>© A Wire</copyright>",
    )
    assert (item.guid, item.version, item.status, item.language) == (
        "wire:1",
        None,
        USABLE,
        "en-gb",
    )
    assert (item.headline, item.byline) == ("Ferry & swell", "Jane Doe, John Roe")
    assert (item.provider, item.sources) == ("A Wire", ("Another Wire",))
    assert (item.copyright_notice, item.subjects) == ("© A Wire", ("World", "Ships"))
    assert (item.created_at, item.version_at, item.sent_at) == (NINE, NINE, None)
    assert (item.body_html, item.standfirst) == ("<p>A ferry.</p>", "")


def test_the_full_text_is_the_body_and_the_description_the_lead():
    item = parse_item(
        "<title>x</title><description>A &lt;b&gt;lead&lt;/b&gt;.</description>"
        "<content:encoded><![CDATA[<p>All of it.</p><script>a()</script>]]></content:encoded>"
    )
    assert (item.body_html, item.standfirst) == ("<p>All of it.</p>", "A lead.")


def test_a_link_around_a_picture_goes_with_it():
    html = (
        '<a href="https://wire.example/1"><img src="https://wire.example/a.jpg"></a></br>A ferry.'
    )
    item = parse_item(f"<title>x</title><description><![CDATA[{html}]]></description>")
    assert item.body_html == "<p>A ferry.</p>"


def test_a_description_without_tags_is_text_and_keeps_its_paragraphs():
    item = parse_item(
        "<title>x</title><description>Ships &amp;amp; 3 &lt; 4.\n\nA ferry.</description>"
    )
    assert item.body_html == "<p>Ships &amp; 3 &lt; 4.</p><p>A ferry.</p>"


def test_html_that_is_not_escaped_keeps_its_parts():
    item = parse_item(
        "<title>x</title><description><p>A <b>ship</b>.</p><p>A ferry.</p></description>"
    )
    assert item.body_html == "<p>A <strong>ship</strong>.</p><p>A ferry.</p>"


@pytest.mark.parametrize("form", ["{}", "<![CDATA[{}]]>"])
def test_what_is_not_public_is_in_its_own_field_alone(form):
    hidden = '<p>A {}.</p><p class="non-public">Call {}</p>'
    text = form.format(hidden.format("lead", "Mai")), form.format(hidden.format("ferry", "Max"))
    item = parse_item(
        f"<title>x</title><description>{text[0]}</description>"
        f"<content:encoded>{text[1]}</content:encoded>"
    )
    assert (item.body_html, item.standfirst) == ("<p>A ferry.</p>", "A lead.")
    assert sorted(item.internal_notes.splitlines()) == ["Call Mai", "Call Max"]


def test_parts_without_words_change_nothing_behind_them():
    html = '<section class="main"><p><i class="icon"></i>A ferry.</p></section>'
    assert parse_item(
        f"<title>x</title><description><![CDATA[{html}]]></description>"
    ).body_html == ("<p>A ferry.</p>")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("<wp:status>publish</wp:status><wp:post_password></wp:post_password>", USABLE),
        ("<wp:status>publish</wp:status><wp:post_password>x</wp:post_password>", WITHHELD),
        ("<wp:status>draft</wp:status>", WITHHELD),
        ("<wp:status>future</wp:status>", WITHHELD),
        ("<wp:status></wp:status>", WITHHELD),
        ("<media:status>draft</media:status>", USABLE),
    ],
)
def test_what_an_export_of_wordpress_has_not_published_is_not_usable(text, status):
    assert parse_item(f"<title>x</title>{text}").status == status


def test_the_publisher_and_the_rights_of_an_item_are_its_own():
    item = parse_item(
        "<title>x</title><dc:publisher>Another Wire</dc:publisher>"
        "<dc:rights>&amp;copy; &lt;b&gt;Another&lt;/b&gt; Wire</dc:rights>",
        "<title>A Wire</title><dc:publisher>A Wire</dc:publisher>",
    )
    assert (item.provider, item.copyright_notice) == ("Another Wire", "© Another Wire")


def test_without_a_guid_the_link_is_the_id_and_without_both_the_words():
    assert (
        parse_item("<title>x</title><link>https://wire.example/1</link>").guid
        == "https://wire.example/1"
    )
    made = parse_item("<title>x</title>").guid
    assert made.startswith("urn:sha256:")
    assert (
        made == parse_item("<title>x</title><pubDate>Sat, 08 Jun 2024 09:00:00 GMT</pubDate>").guid
    )
    assert made != parse_item("<title>y</title>").guid


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ("desk@wire.example (Jane Doe)", "Jane Doe"),
        ("desk@wire.example", ""),
        ("Jane Doe", "Jane Doe"),
    ],
)
def test_an_author_of_rss_is_a_name_and_no_address(author, byline):
    assert parse_item(f"<title>x</title><author>{author}</author>").byline == byline


MEDIA = (
    '<media:content url="https://wire.example/a.jpg?w=140" width="140"><media:credit>Photograph: '
    'Jane Doe/A Wire</media:credit></media:content><media:content url="https://wire.example/a.jpg?w=460"'
    ' width="460" height="300"><media:credit>Photograph: Jane Doe/A Wire</media:credit></media:content>'
)


def test_one_picture_in_two_widths_is_one_and_its_credit_has_no_label():
    (picture,) = parse_item(f"<title>x</title>{MEDIA}").pictures
    assert picture == ParsedPicture(
        href="https://wire.example/a.jpg?w=460",
        credit_line="Jane Doe/A Wire",
        width=460,
        height=300,
    )


def test_names_that_are_links_are_names():
    linked = "<![CDATA[<a href='https://wire.example/jane'>Jane Doe</a>]]>"
    item = parse_item(
        f"<dc:creator>{linked}</dc:creator><media:content url='https://wire.example/a.jpg'>"
        "<media:credit><![CDATA[Photo: <b>Jane</b> &amp; Roe]]></media:credit></media:content>"
    )
    assert (item.byline, item.pictures[0].credit_line) == ("Jane Doe", "Jane & Roe")


def test_very_many_pictures_in_a_long_channel_take_no_time():
    media = "".join(f'<media:content url="https://a.example/{n}.jpg"/>' for n in range(1900))
    began = time.process_time()  # what else the machine does is not counted
    item = parse_item(f"<title>x</title>{media}{'<category/>' * 50_000}", "<category/>" * 50_000)
    assert (len(item.pictures), time.process_time() - began < 3) == (1900, True)


def test_very_many_items_in_a_long_channel_take_no_time():
    items = "</item><item>".join(f"<title>{n}</title>" for n in range(900))
    began = time.process_time()
    result = parse(rss(items, "<title/><category/>" * 50_000 + "<title>A Wire</title>")).items
    assert {item.provider for item in result} == {"A Wire"}
    assert (len(result), time.process_time() - began < 4) == (900, True)


def test_what_is_said_nearest_to_a_picture_counts():
    item = parse_item(
        "<media:credit>Item</media:credit><media:copyright>Item ©</media:copyright><media:group>"
        '<media:credit role="photographer">Jane Doe</media:credit><media:credit role="provider">'
        'A Wire</media:credit><media:content url="https://wire.example/a.jpg" medium="image">'
        '<media:description type="html">A &lt;i&gt;ferry&lt;/i&gt;.</media:description></media:content>'
        '<media:content url="https://wire.example/b.jpg" type="image/jpeg"><media:credit>Photo: Own'
        "</media:credit></media:content></media:group>"
        '<media:content url="https://wire.example/c.mp4" medium="video"/>'
        '<media:content url="https://wire.example/d.jpg" medium="image"/>',
        "<title>A Wire</title><media:copyright>Channel ©</media:copyright>",
    )
    assert [(p.href[-5:], p.creator, p.credit_line, p.caption) for p in item.pictures] == [
        ("a.jpg", "Jane Doe", "A Wire", "A ferry."),
        ("b.jpg", "", "Own", ""),
        ("d.jpg", "", "Item", ""),
    ]
    assert {p.copyright_notice for p in item.pictures} == {"Item ©"}


def test_a_picture_in_several_cuts_is_one_where_the_feed_groups_them():
    cuts = "".join(
        f'<media:content medium="image" url="https://wire.example/ferry-{cut}.jpg" width="{width}"/>'
        for cut, width in (("square", 300), ("wide", 1100), ("tall", 120))
    )
    (picture,) = parse_item(
        f'<enclosure url="https://wire.example/ferry-tall.jpg" type="image/jpeg" length="1"/>'
        f"<media:group>{cuts}<media:credit>A Wire</media:credit></media:group>"
    ).pictures
    assert (picture.href[-8:], picture.credit_line) == ("wide.jpg", "A Wire")
    assert len(parse_item(cuts).pictures) == 3


def test_enclosures_and_thumbnails_are_pictures_where_nothing_else_is():
    enclosed = '<enclosure url="https://wire.example/a.jpg" type="image/jpeg" length="1"/>'
    assert [p.href for p in parse_item(enclosed).pictures] == ["https://wire.example/a.jpg"]
    rdf = '<enc:enclosure xmlns:enc="x" resource="https://wire.example/a.jpg" type="image/jpeg"/>'
    assert [p.href for p in parse_item(rdf).pictures] == ["https://wire.example/a.jpg"]
    audio = '<enclosure url="https://wire.example/a.mp3" type="audio/mpeg" length="1"/>'
    assert parse_item(audio).pictures == ()
    thumbnail = '<media:thumbnail url="https://wire.example/t.jpg" width="90"/>'
    assert [p.width for p in parse_item(thumbnail).pictures] == [90]
    assert [p.width for p in parse_item(thumbnail + MEDIA).pictures] == [460]


@pytest.mark.parametrize(
    "href", ["file:///etc/passwd", "javascript:a()", "gopher://x/y", "../../a.jpg"]
)
def test_a_picture_at_an_address_that_may_not_be_fetched_has_none(href):
    parsed = parse(rss(f'<title>x</title><media:content url="{href}" medium="image"/>'))
    assert [p.href for p in parsed.items[0].pictures] == [""]
    assert len(parsed.remarks) == 1


@pytest.mark.parametrize(
    ("credit", "name_of"),
    [
        ("Photograph: Jane Doe/A Wire", "Jane Doe/A Wire"),
        ("PHOTO CREDIT: Jane Doe", "Jane Doe"),
        ("Ảnh: Kyodo", "Kyodo"),
        ("Photographers of Osaka", "Photographers of Osaka"),
        ("Jane Doe", "Jane Doe"),
    ],
)
def test_the_label_before_a_credit_goes(credit, name_of):
    assert without_label(credit) == name_of


@pytest.mark.parametrize(
    ("encoding", "declared", "mended"),
    [("utf-8", False, 0), ("utf-8-sig", False, 0), ("utf-16", False, 0), ("cp1252", False, 1)],
)
def test_a_feed_is_read_in_the_encoding_it_has(encoding, declared, mended):
    raw = rss("<title>Café “fermé”</title>", declared=declared).encode(encoding)
    parsed = parse(raw)
    assert parsed.items[0].headline == "Café “fermé”"
    assert len(parsed.remarks) == mended


def test_a_declared_encoding_counts():
    raw = rss("<title>Café</title>").replace("UTF-8", "ISO-8859-1").encode("latin-1")
    assert parse(raw).items[0].headline == "Café"


def test_a_feed_that_is_not_well_formed_is_quarantined():
    for raw in (rss("<title>a & b</title>"), rss("<title>x</title>")[:-20], rss("<p>&nbsp;</p>")):
        parsed = parsers.parse(raw.encode(), at=MORNING)
        assert (parsed.accepted, parsed.items) == (False, ())


def test_a_feed_with_nothing_in_it_is_accepted():
    parsed = parse('<rss version="2.0"><channel><title>x</title></channel></rss>')
    assert (parsed.format, parsed.items) == ("RSS", ())


def test_rss_1_is_read():
    raw = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        f" {NAMESPACES}><channel><title>A Wire</title></channel><item><title>Ferry</title>"
        "<link>https://wire.example/1</link><dc:date>2024-06-08T16:00:00+07:00</dc:date></item></rdf:RDF>"
    )
    (item,) = parse(raw).items
    assert (item.guid, item.headline, item.created_at) == ("https://wire.example/1", "Ferry", NINE)
    about = raw.replace("<item>", '<item rdf:about="https://wire.example/about">')
    assert parse(about).items[0].guid == "https://wire.example/about"


def test_a_web_page_and_other_xml_are_quarantined_with_a_sentence():
    for raw in (
        b"<!DOCTYPE html><html></html>",
        b"<html><p>x</html>",
        b"<?xml version='1.0'?><svg/>",
    ):
        parsed = parsers.parse(raw, at=MORNING)
        assert not parsed.accepted
        assert parsed.reason.endswith(".")


def atom(entries, head=""):
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {NAMESPACES} xmlns:at="http://purl.org/atompub/'
        f'tombstones/1.0" xml:lang="de" xml:base="https://wire.example/b/"><title>A Wire</title>'
        f"<author><name>Desk</name></author><rights>© A Wire</rights>{head}{entries}</feed>"
    )


def test_an_entry_of_atom_inherits_author_rights_and_language():
    parsed = parse(
        atom(
            '<entry><id>wire:1</id><title type="html">Ferry &amp;amp; swell</title>'
            "<published>2024-06-08T16:00:00+07:00</published><updated>2024-06-08T10:00:00Z</updated>"
            '<link rel="enclosure" type="image/jpeg" href="a.jpg"/><category term="w" label="World"/>'
            "<summary>A lead.</summary>"
            '<content type="html">&lt;p onclick="a()"&gt;A ferry.&lt;/p&gt;</content></entry>'
            "<entry><id>wire:2</id><title>Own</title><author><name>Jane Doe</name></author>"
            '<rights>© Jane</rights><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
            "<p>A <b>ship</b>.</p></div></content></entry>"
        )
    )
    first, second = parsed.items
    assert (parsed.format, first.guid, first.headline) == ("Atom", "wire:1", "Ferry & swell")
    assert (first.byline, first.copyright_notice, first.language) == ("Desk", "© A Wire", "de")
    assert (first.created_at, first.version_at) == (NINE, NINE.replace(hour=10))
    assert (first.body_html, first.standfirst) == ("<p>A ferry.</p>", "A lead.")
    assert ([p.href for p in first.pictures], first.subjects) == (
        ["https://wire.example/b/a.jpg"],
        ("World",),
    )
    assert (second.byline, second.copyright_notice) == ("Jane Doe", "© Jane")
    assert second.body_html == "<p>A <strong>ship</strong>.</p>"


@pytest.mark.parametrize(
    ("text", "status", "is_held"),
    [
        (
            '<a:control xmlns:a="http://www.w3.org/2007/app"><a:draft>yes</a:draft></a:control>',
            WITHHELD,
            False,
        ),
        (
            '<a:control xmlns:a="http://www.w3.org/2007/app"><a:draft>no</a:draft></a:control>',
            USABLE,
            False,
        ),
        ('<n:PublishingStatus xmlns:n="x">Usable</n:PublishingStatus>', USABLE, False),
        ('<n:PublishingStatus xmlns:n="x">Canceled</n:PublishingStatus>', CANCELED, False),
        ('<n:PublishingStatus xmlns:n="x">Embargoed</n:PublishingStatus>', USABLE, True),
        ('<n:PublishingStatus xmlns:n="x">Odd</n:PublishingStatus>', UNKNOWN, False),
    ],
)
def test_a_draft_and_what_its_agency_holds_back_is_not_usable(text, status, is_held):
    (item,) = parse(atom(f"<entry><id>wire:1</id><title>x</title>{text}</entry>")).items
    assert (item.status, item.embargo_indefinite) == (status, is_held)


def test_an_entry_of_ap_says_in_its_own_elements_what_atom_has_no_words_for():
    entry = (
        "<entry><id>urn:ap:content:9</id><title>AP-JP--Ferry, 2nd Ld</title><content type='text/xml'>"
        "<nitf xmlns=''><body><body.content><block><p>A ferry.</p></block></body.content></body></nitf>"
        "</content><c:ContentMetadata xmlns:c='c'><c:HeadLine>Ferry turns back</c:HeadLine>"
        "<c:ByLine>By JANE DOE</c:ByLine><c:DateLine>OSAKA, Japan (AP)</c:DateLine></c:ContentMetadata>"
        "<n:NewsManagement xmlns:n='n'><n:ManagementId>urn:ap:1</n:ManagementId>"
        "<n:ManagementSequenceNumber>2</n:ManagementSequenceNumber>"
        "<n:PublishingStatus statusChangeOn='2030-01-01T12:00:00'>Embargoed</n:PublishingStatus>"
        "<n:PublishingSpecialInstructions>Eds: adds detail</n:PublishingSpecialInstructions>"
        "</n:NewsManagement></entry>"
    )
    (item,) = parse(atom(entry)).items
    assert (item.guid, item.version, item.editor_note) == ("urn:ap:1", 2, "Eds: adds detail")
    assert (item.headline, item.slugline) == ("Ferry turns back", "AP-JP--Ferry, 2nd Ld")
    assert (item.byline, item.dateline) == ("By JANE DOE", "OSAKA, Japan (AP)")
    assert (item.status, item.embargo_until) == (USABLE, datetime(2030, 1, 1, 12, tzinfo=UTC))
    assert item.body_html == "<p>A ferry.</p>"
    killed = entry.replace("Eds: adds detail", "MANDATORY KILL").replace("Embargoed", "Usable")
    assert parse(atom(killed)).items[0].status == UNKNOWN


def test_nitf_within_an_entry_is_its_body_and_other_xml_is_none():
    entry = '<entry><id>1</id><title>x</title><content type="{}">{}</content></entry>'
    nitf = '<nitf xmlns=""><body><body.head><p>x</p></body.head><body.content><p>A ferry.</p>'
    nitf = entry.format("application/nitf+xml", f"{nitf}</body.content></body></nitf>")
    other = entry.format("application/xml", "<places><place>Osaka</place></places>")
    bodies = [item.body_html for item in parse(atom(nitf + other)).items]
    assert bodies == ["<p>A ferry.</p>", ""]


NOTE = '<note type="npa"><body.content><p>Call Max</p></body.content></note>'
MARKED = '<p>A ferry.</p><p class="nonpublic">Call Max</p>'


@pytest.mark.parametrize(
    ("type_", "content"),
    [
        ("xhtml", f"<div>{MARKED}</div>"),
        ("html", f"<div>{MARKED}</div>"),
        ("html", f"<![CDATA[{MARKED}]]>"),
        (
            "text/xml",
            f'<nitf xmlns=""><body><body.head>{NOTE}</body.head><body.content><p>A ferry.</p>'
            "</body.content></body></nitf>",
        ),
    ],
)
def test_what_is_not_public_in_an_entry_is_in_its_own_field_alone(type_, content):
    entry = f'<entry><id>1</id><title>x</title><content type="{type_}">{content}</content></entry>'
    (item,) = parse(atom(entry)).items
    assert (item.body_html, item.internal_notes) == ("<p>A ferry.</p>", "Call Max")


def test_an_entry_that_is_named_as_deleted_is_killed():
    deleted = (
        '<at:deleted-entry ref="wire:1" when="2024-06-08T09:00:00Z"><at:comment>Wrong</at:comment>'
    )
    (item,) = parse(atom(f"{deleted}</at:deleted-entry>")).items
    assert (item.guid, item.status, item.version_at) == ("wire:1", CANCELED, NINE)
    assert item.editor_note == "Wrong"


def feed(*items, **properties):
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "A Wire",
        "items": items,
        **properties,
    }
    return json.dumps(data).encode()


def test_json_feed_is_read_with_what_the_feed_says_for_its_items():
    parsed = parse(
        feed(
            {
                "id": 7,
                "url": "https://wire.example/7",
                "title": "Ferry",
                "content_html": "<p>A ferry.</p><script>a()</script>",
                "date_published": "2024-06-08T09:00:00",
                "date_modified": "2024-06-08T17:00:00+07:00",
                "tags": ["World"],
                "image": "https://wire.example/small.jpg",
                "attachments": [
                    {
                        "url": "https://wire.example/a.jpg",
                        "mime_type": "image/jpeg",
                        "title": "Port",
                    },
                    {"url": "https://wire.example/a.mp3", "mime_type": "audio/mpeg"},
                ],
                "_newsroom": {"credit": "Kyodo", "source": ["Kyodo"]},
            },
            {"id": "8", "content_text": "A ship.\n\nIt sank.", "author": {"name": "Jane Doe"}},
            authors=[{"name": "Desk"}, {"name": "Copy"}],
            language="en",
        )
    )
    first, second = parsed.items
    assert (parsed.format, first.guid, first.status) == ("JSON Feed 1.1", "7", USABLE)
    assert (first.created_at, first.version_at) == (NINE, NINE.replace(hour=10))
    assert (first.byline, first.language, first.subjects) == ("Desk, Copy", "en", ("World",))
    assert (first.credit_line, first.sources) == ("Kyodo", ("Kyodo",))
    assert (first.body_html, [p.caption for p in first.pictures]) == ("<p>A ferry.</p>", ["Port"])
    assert (second.byline, second.body_html) == ("Jane Doe", "<p>A ship.</p><p>It sank.</p>")


def test_json_feed_1_0_is_known_by_its_version():
    raw = feed({"id": "1", "title": "x"}, version="https://jsonfeed.org/version/1")
    parsed = parse(raw)
    assert (parsed.format, [i.headline for i in parsed.items]) == ("JSON Feed 1.0", ["x"])


def test_where_json_feed_has_only_a_summary_that_is_the_text():
    raw = feed({"id": "1", "summary": "A lead."}, {"id": "2", "summary": "x", "content_text": "y"})
    first, second = parse(raw).items
    assert (first.body_html, first.standfirst) == ("<p>A lead.</p>", "")
    assert (second.body_html, second.standfirst) == ("<p>y</p>", "x")
