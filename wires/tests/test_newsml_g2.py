"""NewsML-G2: release fails closed, names go where they belong, and what is not public stays apart.

The whole table of real samples stands in test_samples.py; here is what those samples do not have.
"""

from datetime import UTC, datetime

import pytest
from lxml import etree

from wires.parsers import newsml_g2
from wires.parsing import markup, strict_xml, text_signals
from wires.parsing.parsed import (
    CANCELED,
    UNKNOWN,
    USABLE,
    WITHHELD,
    Kind,
    ParsedPicture,
)

AT = datetime(2026, 6, 8, 9, 0, tzinfo=UTC)
NS = "http://iptc.org/std/nar/2006-10-01/"
TEXT = '<itemClass qcode="ninat:text"/>'
PICTURE = '<itemClass qcode="ninat:picture"/>'


def item(meta="", content="", rights="", body="", *, kind=TEXT, attributes='version="3"'):
    return (
        f'<newsItem xmlns="{NS}" guid="urn:newsml:acme.example:1" xml:lang="en" {attributes}>'
        f"<rightsInfo>{rights}</rightsInfo><itemMeta>{kind}{meta}</itemMeta>"
        f"<contentMeta>{content}</contentMeta><contentSet>{body}</contentSet></newsItem>"
    )


def parsed(xml):
    root, _remarks = strict_xml.read(xml.encode())
    assert newsml_g2.recognises(root)
    return [text_signals.apply_text_signals(result) for result in newsml_g2.parse(root, at=AT)]


def parse_item(*args, **kwargs):
    (result,) = parsed(item(*args, **kwargs))
    return result


def xhtml(inner):
    html = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{inner}</body></html>'
    return f'<inlineXML contenttype="application/xhtml+xml">{html}</inlineXML>'


STATUSES = {
    "": USABLE,
    '<pubStatus qcode="stat:usable"/>': USABLE,
    '<pubStatus qcode="stat:withheld"/>': WITHHELD,
    '<pubStatus qcode="stat:canceled"/>': CANCELED,
    '<pubStatus qcode="own:canceled"/>': CANCELED,
    '<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>': CANCELED,
    '<pubStatus qcode="stat:cancelled"/>': UNKNOWN,
    '<pubStatus qcode=""/>': UNKNOWN,
    "<pubStatus/>": UNKNOWN,
    '<pubStatus qcode="stat:usable"/><pubStatus qcode="stat:canceled"/>': UNKNOWN,
}


@pytest.mark.parametrize(("meta", "status"), STATUSES.items())
def test_only_what_is_said_to_be_usable_or_says_nothing_is_usable(meta, status):
    result = parse_item(meta)
    assert (result.status, result.is_usable(AT)) == (status, status == USABLE)


EMBARGOES = {
    "": (None, False, True),
    "<embargoed>2026-06-08T08:59:59Z</embargoed>": (
        datetime(2026, 6, 8, 8, 59, 59, tzinfo=UTC),
        False,
        True,
    ),
    "<embargoed>2026-06-08T16:01:00+07:00</embargoed>": (
        datetime(2026, 6, 8, 9, 1, tzinfo=UTC),
        False,
        False,
    ),
    "<embargoed/>": (None, True, False),
    "<embargoed>Next Monday</embargoed>": (None, True, False),
}


@pytest.mark.parametrize(("meta", "expected"), EMBARGOES.items())
def test_an_embargo_without_an_end_that_can_be_read_has_none(meta, expected):
    result = parse_item(meta)
    assert (result.embargo_until, result.embargo_indefinite, result.is_usable(AT)) == expected


def test_of_two_embargoes_the_later_counts():
    meta = "<embargoed>2026-06-01T00:00:00Z</embargoed><embargoed>2026-07-01T00:00:00Z</embargoed>"
    assert parse_item(meta).embargo_until == datetime(2026, 7, 1, tzinfo=UTC)


HELD_BY_WORDS = {
    "<edNote>STRICTLY EMBARGOED. Not for public release until noon.</edNote>": (True, USABLE),
    "<edNote>Embargo: 0001 GMT on Monday</edNote>": (True, USABLE),
    '<edNote pubconstraint="x:nonpublic">Sperrfrist 18.00 Uhr</edNote>': (True, USABLE),
    "<edNote>Embargo jusqu'au 3 mars</edNote>": (True, USABLE),
    "<edNote>Klausuleret til kl. 12</edNote>": (True, USABLE),
    "<edNote>MANDATORY KILL. The ferry did not sink.</edNote>": (False, UNKNOWN),
    "<edNote>Adds that the oil embargo is lifted</edNote>": (False, USABLE),
    "<embargoed>2026-06-01T00:00:00Z</embargoed><edNote>Embargo: June 1</edNote>": (False, USABLE),
}


@pytest.mark.parametrize(("meta", "is_held"), HELD_BY_WORDS.items())
def test_notes_that_speak_of_embargo_or_kill_keep_it_from_use(meta, is_held):
    result = parse_item(meta)
    assert (result.embargo_indefinite, result.status) == is_held
    assert result.is_usable(AT) == (is_held == (False, USABLE))


def docdata(attributes="", inner=""):
    data = f"<docdata {attributes}>{inner}</docdata>"
    return f"<inlineXML><nitf><head>{data}</head><body><body.content/></body></nitf></inlineXML>"


HELD_WITHIN = {
    docdata('management-status="usable"'): (USABLE, True),
    docdata('management-status="canceled"'): (CANCELED, False),
    docdata('management-status="embargoed"'): (USABLE, False),
    docdata("", '<date.release norm="20260608T100000Z"/>'): (USABLE, False),
    docdata("", '<date.release norm="20260608T080000Z"/>'): (USABLE, True),
}


@pytest.mark.parametrize(("body", "is_held"), HELD_WITHIN.items())
def test_what_the_document_within_holds_back_is_held(body, is_held):
    result = parse_item(body=body)
    assert (result.status, result.is_usable(AT)) == is_held
    assert parse_item('<pubStatus qcode="stat:withheld"/>', body=body).status == WITHHELD


@pytest.mark.parametrize("signal", ["edStat:D", "sttinstruct:remove"])
def test_what_an_agency_takes_away_by_a_signal_of_its_own_is_canceled(signal):
    meta = f'<pubStatus qcode="stat:usable"/><signal qcode="{signal}"/>'
    assert parse_item(meta).status == CANCELED


def test_a_signal_never_makes_what_is_withheld_any_freer():
    meta = '<pubStatus qcode="stat:withheld"/><signal qcode="edStat:D"/>'
    assert parse_item(meta).status == WITHHELD


@pytest.mark.parametrize(
    ("attributes", "version"),
    [
        ('version="978556838"', 978556838),
        ('version="1.2"', None),
        ('version="-1"', None),
        ("", None),
    ],
)
def test_a_version_is_a_whole_number_or_none(attributes, version):
    assert parse_item(attributes=attributes).version == version


def test_created_is_when_it_was_first_made_and_the_version_has_its_own_time():
    meta = "<versionCreated>2026-01-03T00:00:00Z </versionCreated>"
    content = "<contentCreated>2026-01-02T00:00:00Z</contentCreated>"
    first = "<firstCreated>2026-01-01T00:00:00Z</firstCreated>"
    days = [
        (f.created_at.day, f.version_at.day)
        for f in (parse_item(meta + first, content), parse_item(meta, content), parse_item(meta))
    ]
    assert days == [(1, 3), (2, 3), (3, 3)]


def test_credit_source_provider_and_byline_are_four_things():
    result = parse_item(
        '<provider qcode="nprov:acme"><name>Acme News</name></provider>',
        '<by>By Jane Doe</by><infoSource literal="Other Agency"/><creditline>Acme/Other</creditline>',
    )
    assert (result.provider, result.byline, result.sources, result.credit_line) == (
        "Acme News",
        "By Jane Doe",
        ("Other Agency",),
        "Acme/Other",
    )


def test_terms_are_shown_in_vietnamese_before_english_before_what_comes_first():
    tongues = {"de": "Nur online", "en": "Online only", "vi": "Chỉ dùng trực tuyến"}
    rights = ""
    shown = []
    for language, text in tongues.items():
        rights += f'<usageTerms xml:lang="{language}">{text}</usageTerms>'
        shown.append(parse_item(rights=rights).usage_terms)
    assert shown == list(tongues.values())


def test_terms_of_one_language_add_up_and_so_do_their_blocks():
    block = "<rightsInfo><usageTerms>No sales</usageTerms></rightsInfo>"
    xml = item(rights="<usageTerms>Online only</usageTerms><usageTerms>No archives</usageTerms>")
    (result,) = parsed(xml.replace("<itemMeta>", f"{block}<itemMeta>"))
    assert result.usage_terms == "Online only\nNo archives\nNo sales"


def test_the_line_below_the_headline_is_not_taken_for_it():
    result = parse_item(
        content='<headline role="x:subHeadline">Below</headline><headline>Head</headline>'
    )
    assert (result.headline, result.standfirst) == ("Head", "Below")


def test_the_first_in_rank_is_the_headline_and_what_the_body_repeats_is_not_said_twice():
    content = (
        '<headline rank="3">Culture</headline><headline rank="1">Head</headline>'
        '<headline role="x:subtitle">Below</headline><description role="drol:teaser">T</description>'
    )
    result = parse_item(content=content, body=xhtml("<h1>Head</h1><h2>Below</h2><p>One.</p>"))
    assert (result.headline, result.standfirst) == ("Head", "Below")
    assert result.body_html == "<p>One.</p>"


def test_agencies_are_no_byline_though_they_stand_where_people_do():
    makers = "".join(
        f"<creator {attributes}><name>{text}</name>{inner}</creator>"
        for text, attributes, inner in (
            ("Acme News", "", ""),
            ("Acme Photo Desk", 'type="cpnat:organisation"', ""),
            ("Acme Wire Service", "", "<organisationDetails/>"),
            ("Jane Doe", 'role="crol:reporter"', ""),
        )
    )
    result = parse_item(
        content=makers, rights="<copyrightHolder><name>Acme News</name></copyrightHolder>"
    )
    assert result.byline == "Jane Doe"


def test_signals_are_kept_as_they_were_sent():
    meta = '<signal qcode="sig:correction"/><signal qcode="apsig:consumerready"/>'
    assert parse_item(meta).signals == ("sig:correction", "apsig:consumerready")


def test_what_is_not_public_is_in_its_own_field_alone():
    result = parse_item(
        '<edNote>Public</edNote><edNote pubconstraint="x:nonpublic">Phone 1</edNote>'
        '<edNote pubconstraint="x:desk-only">Phone 2</edNote>'
        '<edNote pubconstraint="x:public">Also public</edNote>'
        '<edNote><section xmlns="http://www.w3.org/1999/xhtml"><p>Notes</p>'
        '<section class="np-nonpublic"><p>Phone 3</p></section> and more</section></edNote>',
        body=xhtml('<p>Copy.</p><div class="np-nonpublic"><p>Phone 4</p></div><p>More.</p>'),
    )
    assert result.editor_note == "Public\nAlso public\nNotes\nand more"
    assert result.body_html == "<p>Copy.</p><p>More.</p>"
    assert result.internal_notes == "Phone 1\nPhone 2\nPhone 3\nPhone 4"


@pytest.mark.parametrize("role", ["sttnote:private", "own:nonpublic", "dpaednoterole:dpacontacts"])
def test_a_note_for_the_desk_by_its_role_is_not_public(role):
    result = parse_item(
        f'<edNote role="{role}">Phone 1</edNote><edNote role="sttnote:public">Fixed</edNote>'
    )
    assert (result.editor_note, result.internal_notes) == ("Fixed", "Phone 1")


def test_marks_may_be_addresses_instead_of_codes():
    uri = "http://cv.example/constraint/nonpublic"
    meta = f'<edNote pubconstrainturi="{uri}">Phone</edNote>'
    content = '<description roleuri="http://cv.example/drol/caption">A dam.</description>'
    files = '<remoteContent renditionuri="http://cv.example/rnd/web" href="web.jpg" width="9000"/>'
    result = parse_item(meta, content, body=files + REMOTE, kind=PICTURE)
    assert (result.editor_note, result.internal_notes) == ("", "Phone")
    (picture,) = result.pictures
    assert (picture.caption, picture.href) == ("A dam.", "http://acme.example/high.jpg")


def test_what_is_marked_in_the_description_of_the_content_is_not_public_either():
    content = '<by pubconstraint="x:nonpublic">Jane Doe, phone 1</by><headline>Head</headline>'
    result = parse_item(content=content)
    assert (result.byline, result.headline, result.internal_notes) == (
        "",
        "Head",
        "Jane Doe, phone 1",
    )


NOTE = '<note type="npa"><body.content><p>Phone</p></body.content></note>'
HIDDEN = {
    "a note over the copy": f"<inlineXML><nitf><body><body.head>{NOTE}</body.head><body.content>"
    "<p>Copy.</p></body.content></body></nitf></inlineXML>",
    "a string": '<inlineData contenttype="text/html"><![CDATA[<p>Copy.</p><p class="not-public">Phone'
    "</p>]]></inlineData>",
    "a string that does not say what it is": '<inlineData><![CDATA[<p>Copy.</p><p pubconstraint="x:desk">'
    "Phone</p>]]></inlineData>",
}


@pytest.mark.parametrize("body", HIDDEN.values(), ids=list(HIDDEN))
def test_what_is_marked_in_any_kind_of_copy_is_not_public(body):
    result = parse_item(body=body)
    assert (result.body_html, result.internal_notes) == ("<p>Copy.</p>", "Phone")


def test_nothing_is_read_from_inlines_links_and_titles_that_are_not_public():
    hidden = 'pubconstraint="x:nonpublic"'
    links = (
        f"<title {hidden}>Desk title</title><link {hidden} contenttype='image/jpeg'>"
        "<title>Desk link</title><filename>1.jpg</filename></link>"
    )
    nitf = (
        f"<inlineXML {hidden}><nitf><body><body.head><byline>Desk name</byline><abstract>Desk lead"
        "</abstract></body.head><body.content><media media-type='image'><media-reference "
        "source='2.jpg'/></media></body.content></body></nitf></inlineXML>"
    )
    result = parse_item(links, body=nitf + xhtml("<p>Copy.</p>"))
    assert (result.headline, result.byline, result.standfirst, result.pictures) == ("", "", "", ())
    assert result.body_html == "<p>Copy.</p>"
    text = ("Desk title", "Desk name", "Desk lead")
    assert all(text in result.internal_notes for text in text)


def test_a_release_that_stands_in_what_is_not_public_holds_the_copy_all_the_same():
    inner = '<nitf><head><docdata management-status="canceled"/></head></nitf>'
    result = parse_item(body=f'<inlineXML pubconstraint="x:nonpublic">{inner}</inlineXML>')
    assert result.status == CANCELED


def test_all_main_sections_are_the_copy_and_each_once():
    part = '<section class="main"><p>{}</p>{}</section>'
    inner = (
        part.format("One.", part.format("Two.", "")) + "<p>Beside.</p>" + part.format("Three.", "")
    )
    body = "<p>One.</p><p>Two.</p><p>Three.</p>"
    data = f'<inlineData contenttype="text/html"><![CDATA[{inner}]]></inlineData>'
    assert [parse_item(body=text).body_html for text in (xhtml(inner), data)] == [body, body]


def test_content_that_is_not_public_as_a_whole_is_no_body():
    body = '<inlineData pubconstraint="x:nonpublic" contenttype="text/plain">Phone</inlineData>'
    result = parse_item(body=body)
    assert (result.body_html, result.internal_notes) == ("", "Phone")


def test_reading_changes_nothing_in_what_is_read():
    root, _remarks = strict_xml.read(
        item(
            '<edNote pubconstraint="x:nonpublic">Phone</edNote>',
            body=xhtml("<p class='nonpublic'>P</p>"),
        ).encode()
    )
    before = etree.tostring(root)
    assert newsml_g2.parse(root, at=AT) == newsml_g2.parse(root, at=AT)
    assert etree.tostring(root) == before


def test_a_body_of_plain_text_and_one_of_html_in_a_string():
    plain = '<inlineData contenttype="text/plain">One.\n\nTwo &lt;b&gt;.</inlineData>'
    text = "&lt;p&gt;One.&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;"
    html = f'<inlineData contenttype="text/html">{text}</inlineData>'
    assert parse_item(body=plain).body_html == "<p>One.</p><p>Two &lt;b&gt;.</p>"
    assert parse_item(body=html).body_html == "<p>One.</p>"


IN_A_STRING = {
    "a paragraph around lines": (
        "<p>\n   One\nmore.\n   Two.\n</p>",
        "<p>One more.</p><p>Two.</p>",
    ),
    "paragraphs": ("<p>One\n   more.</p><p>Two.</p>", "<p>One more.</p><p>Two.</p>"),
    "one paragraph": ("<p>One\n  more.</p>", "<p>One more.</p>"),
    "tags within lines": (
        "One <b>b</b> &amp;.\n\tTwo.",
        "<p>One <strong>b</strong> &amp;.</p><p>Two.</p>",
    ),
    "lesser signs beside tags": (
        "if a <b and c> d, says <i>Max</i> of <a href='https://a.example/?b=1&amp;c=2'>A&amp;T</a>",
        "<p>if a &lt;b and c&gt; d, says <em>Max</em> of "
        '<a href="https://a.example/?b=1&amp;c=2" rel="noopener nofollow">A&amp;T</a></p>',
    ),
    "a lesser sign": ("1 < 2.\n\nTwo.", "<p>1 &lt; 2.</p><p>Two.</p>"),
}


@pytest.mark.parametrize(("text", "body"), IN_A_STRING.values(), ids=list(IN_A_STRING))
def test_what_says_that_it_is_plain_text_may_be_html(text, body):
    data = f'<inlineData contenttype="text/plain"><![CDATA[{text}]]></inlineData>'
    assert parse_item(body=data).body_html == body


def test_a_calendar_and_results_are_data_and_no_copy():
    events = "<inlineXML><events><event><name>Meeting</name></event></events></inlineXML>"
    assert parse_item(body=events).body_html == ""
    assert parse_item(body=events + xhtml("<p>Copy.</p>")).body_html == "<p>Copy.</p>"


def test_a_blank_parts_the_dateline_from_the_copy():
    line = '<span class="dateline">OSAKA <span>(AP)</span></span>'
    assert (
        parse_item(body=xhtml(f"<p>{line}Waves rose.</p>")).body_html
        == "<p>OSAKA (AP) Waves rose.</p>"
    )
    assert (
        parse_item(body=xhtml(f"<p>{line}, in short.</p>")).body_html
        == "<p>OSAKA (AP), in short.</p>"
    )


def test_copy_that_is_said_to_be_a_table_keeps_its_lines():
    body = xhtml("<p>Results\nOsaka   2 Kobe  0\n\nNara    1 Kyoto 1\n</p><p>By Jane Doe</p>")
    lines = "<p>Results<br>Osaka 2 Kobe 0<br>Nara 1 Kyoto 1</p><p>By Jane Doe</p>"
    folded = "<p>Results Osaka 2 Kobe 0 Nara 1 Kyoto 1</p><p>By Jane Doe</p>"
    assert parse_item('<signal qcode="sic:TABLE"/>', body=body).body_html == lines
    assert parse_item(body=body).body_html == folded


def test_the_abstract_of_a_document_within_stands_before_the_copy():
    head = "<body.head><abstract><p>In short.</p></abstract></body.head>"
    body = f"<body>{head}<body.content><p>One.</p></body.content></body>"
    result = parse_item(body=f"<inlineXML><nitf>{body}</nitf></inlineXML>")
    assert (result.standfirst, result.body_html) == ("In short.", "<p>One.</p>")


SWEDISH = """<inlineXML contenttype="application/ttnitf+xml"><BODY xmlns=""><TEXT><RUBRIK>Head</RUBRIK>
<DAT><ORT>Hav</ORT><SOURCE>TT</SOURCE></DAT><INGRESS><P>Lead.</P></INGRESS><BRODTEXT>
<CITAT>Said one.</CITAT> <CITAT>Said two.</CITAT><P>More.</P><MELLIS>Later</MELLIS><P>End.</P>
</BRODTEXT><BYLINE EPOST="jane@tt.example">Jane Doe/TT</BYLINE><BILD>
<BILDFIL>http://tt.example/image/1</BILDFIL><BILDTEXT><P>A dam.</P></BILDTEXT>
<BILDSKAPARE>John Roe/TT</BILDSKAPARE></BILD></TEXT>
<TEXT><RUBRIK>Facts</RUBRIK><BRODTEXT><UL><LI>A</LI></UL></BRODTEXT></TEXT></BODY></inlineXML>"""


def test_a_body_of_tt_is_read_by_what_its_names_mean():
    result = parse_item(content="<headline>Head</headline>", body=SWEDISH)
    assert result.body_html == (
        "<p>Lead.</p><blockquote><p>Said one.</p></blockquote><blockquote><p>Said two.</p></blockquote>"
        "<p>More.</p><h2>Later</h2><p>End.</p><h2>Facts</h2><ul><li>A</li></ul>"
    )
    assert result.byline == "Jane Doe/TT"
    assert result.pictures == (
        ParsedPicture(href="http://tt.example/image/1", caption="A dam.", creator="John Roe/TT"),
    )


def test_copy_may_point_to_pictures_that_have_no_words_of_their_own():
    files = (
        '<remoteContent contenttype="image/jpeg" href="http://acme.example/a.jpg" width="9" height="8"/>'
        '<remoteContent contenttype="image/jpeg" href="tag:acme.example:1"/>'
        '<remoteContent contenttype="video/mp4" href="http://acme.example/a.mp4"/>'
    )
    result = parse_item(content="<by>Jane Doe</by>", body=files + xhtml("<p>Copy.</p>"))
    assert result.body_html == "<p>Copy.</p>"
    assert result.pictures == (ParsedPicture(href="http://acme.example/a.jpg", width=9, height=8),)


def test_a_picture_that_a_link_names_has_the_caption_of_the_link():
    title = '<title role="drol:caption">A dam. ACME / JANE DOE</title>'
    links = (
        f'<link rel="irel:seeAlso" contenttype="image/jpeg">{title}<filename>1.jpg</filename></link>'
        f'<link rel="irel:seeAlso" contenttype="image/jpeg">{title}<filename>/2.jpg</filename></link>'
        '<link rel="irel:seeAlso" href="http://acme.example/story"/>'
    )
    result = parse_item(links, body=xhtml("<p>Copy.</p>"))
    assert result.pictures == (ParsedPicture(href="1.jpg", caption="A dam. ACME / JANE DOE"),)


REMOTE = """
<remoteContent href="thumb.jpg" rendition="rnd:thumbnail" width="4000" height="4000"/>
<remoteContent href="http://acme.example/high.jpg" rendition="rnd:highRes" width="1500" height="1001"/>
<remoteContent href="http://acme.example/mid.jpg" rendition="rnd:mid" width="900" height="600"/>
<remoteContent href="file:///etc/passwd" rendition="rnd:highRes" width="9000" height="9000"/>
"""


def test_a_picture_is_its_largest_file_that_may_be_fetched():
    result = parse_item(
        content='<by>Jane Doe</by><creditline>ACME</creditline><description role="drol:caption">A dam.'
        '</description><description role="drol:altText">Water</description>',
        rights="<copyrightNotice>© Acme</copyrightNotice><usageTerms>No sales</usageTerms>",
        body=REMOTE,
        kind=PICTURE,
    )
    assert (result.kind, result.body_html) == (Kind.PICTURE, "")
    assert result.pictures == (
        ParsedPicture(
            href="http://acme.example/high.jpg",
            caption="A dam.",
            alt="Water",
            creator="Jane Doe",
            credit_line="ACME",
            copyright_notice="© Acme",
            usage_terms="No sales",
            width=1500,
            height=1001,
        ),
    )


def test_a_description_without_a_role_is_a_picture_s_caption():
    result = parse_item(content="<description>A dam.</description>", body=REMOTE, kind=PICTURE)
    assert result.pictures[0].caption == "A dam."


def test_a_picture_is_never_the_film_that_comes_with_it():
    film = '<remoteContent contenttype="video/mp4" href="a.mp4" width="9999" height="9999"/>'
    result = parse_item(body=film + REMOTE, kind=PICTURE)
    assert result.pictures[0].href == "http://acme.example/high.jpg"


@pytest.mark.parametrize(
    "href", ["file:///etc/passwd", "../../secret.jpg", "gopher://a/b", "javascript:x()"]
)
def test_an_address_that_may_not_be_followed_is_left_out(href):
    result = parse_item(body=f'<remoteContent href="{href}"/>', kind=PICTURE)
    assert [picture.href for picture in result.pictures] == [""]


def package(groups, root="g1"):
    return (
        f'<packageItem xmlns="{NS}" guid="p" version="1"><itemMeta><itemClass qcode="ninat:composite"/>'
        f'</itemMeta><groupSet root="{root}">{groups}</groupSet></packageItem>'
    )


PACKAGES = {
    "in the order of its groups": (
        '<group id="g1"><itemRef residref="a"/><groupRef idref="g2"/></group>'
        '<group id="g2"><itemRef residref="b"/><itemRef residref="a"/></group>',
        ("a", "b"),
    ),
    "that contains itself": (
        '<group id="g1"><itemRef residref="a"/><groupRef idref="g1"/></group>',
        ("a",),
    ),
    "in a ring": (
        '<group id="g1"><groupRef idref="g2"/></group>'
        '<group id="g2"><itemRef residref="b"/><groupRef idref="g1"/></group>',
        ("b",),
    ),
    "with a group that is not there": ('<group id="g1"><groupRef idref="gone"/></group>', ()),
    "without the root it names": ('<group id="g7"><itemRef residref="a"/></group>', ("a",)),
    "that is empty": ("", ()),
}


@pytest.mark.parametrize(("groups", "members"), PACKAGES.values(), ids=list(PACKAGES))
def test_a_package_names_its_items_once_each_and_has_no_copy(groups, members):
    (result,) = parsed(package(groups))
    assert (result.kind, result.package_items, result.body_html, result.pictures) == (
        Kind.PACKAGE,
        members,
        "",
        (),
    )


def test_a_message_may_hold_several_items_and_others_that_are_told_and_left():
    xml = (
        f'<newsMessage xmlns="{NS}"><header><sent>2026-06-08T01:02:03Z</sent></header><itemSet>'
        f'{item()}<conceptItem guid="c"/>{package("")}</itemSet>'
        f"<itemSet><planningItem/></itemSet></newsMessage>"
    )
    root, _remarks = strict_xml.read(xml.encode())
    result = newsml_g2.parse(root, at=AT)
    assert [parse_item.guid for parse_item in result] == ["urn:newsml:acme.example:1", "p"]
    assert [parse_item.sent_at for parse_item in result] == [
        datetime(2026, 6, 8, 1, 2, 3, tzinfo=UTC)
    ] * 2
    assert newsml_g2.not_imported(root) == ["conceptItem", "planningItem"]


def test_prefixes_are_the_senders_own_affair():
    xml = (
        item(content="<headline>Head</headline>")
        .replace("<", "<n:")
        .replace("<n:/", "</n:")
        .replace("xmlns=", "xmlns:n=")
    )
    (result,) = parsed(xml)
    assert (result.headline, result.kind) == ("Head", Kind.TEXT)


def test_an_item_without_anything_has_no_id_and_breaks_nothing():
    (result,) = parsed(f'<newsItem xmlns="{NS}"/>')
    assert (result.guid, result.kind) == ("", Kind.OTHER)


# --- the samples ---------------------------------------------------------------------------------


@pytest.fixture
def sample(samples):
    return lambda name: parsed((samples / name).read_bytes().decode())[0]


def test_staff_names_and_telephones_of_dpa_are_nowhere_but_in_their_field(sample):
    result = sample("g2-dpa-text-eintracht.xml")
    public = "\n".join(
        (result.editor_note, result.byline, markup.text(result.body_html), result.standfirst)
    )
    contacts = result.internal_notes.splitlines()[2:]
    assert len(contacts) == 2 and all("@dpa.com" in line for line in contacts)
    assert [line for line in result.internal_notes.splitlines() if line in public] == []
    assert "@" not in public
    assert len(set(result.editor_note.splitlines())) == len(result.editor_note.splitlines())


def test_the_slugline_and_heading_that_dpa_repeats_are_no_copy(sample):
    body = sample("g2-dpa-text-eintracht.xml").body_html
    assert (body.count("<p>"), "<h2>" in body, "<ul>" in body) == (3, False, False)


def test_the_desk_of_reuters_is_not_where_the_story_is(sample):
    assert sample("g2-reuters-text-benitez.xml").dateline == ""


def test_the_local_file_in_the_sample_of_iptc_is_not_what_is_fetched(sample):
    (picture,) = sample("g2-iptc-listing3-photo.xml").pictures
    assert (picture.href, picture.width, picture.height) == ("GYI0062134533.jpg", 1500, 1001)
