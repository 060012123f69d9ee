"""NITF 3: release that fails closed, kills that name another item, notes for print and not for print.

The whole table of real samples stands in test_samples.py; here is what those samples do not have.
"""

from datetime import UTC, datetime

import pytest

from wires.parsers import nitf
from wires.parsing import strict_xml, text_signals
from wires.parsing.parsed import (
    CANCELED,
    UNKNOWN,
    USABLE,
    WITHHELD,
    ParsedPicture,
)

AT = datetime(2026, 6, 8, 9, 0, tzinfo=UTC)


def document(docdata='<doc-id id-string="a1"/>', head="", content="<p>One.</p>", attributes=""):
    return (
        f"<nitf><head><docdata {attributes}>{docdata}</docdata></head><body>"
        f"<body.head>{head}</body.head><body.content>{content}</body.content></body></nitf>"
    )


def parsed(xml):
    root, _remarks = strict_xml.read(xml.encode() if isinstance(xml, str) else xml)
    assert nitf.recognises(root)
    (item,) = nitf.parse(root, at=AT)
    return text_signals.apply_text_signals(item)


def parse_item(*args, **kwargs):
    return parsed(document(*args, **kwargs))


STATUSES = {
    "": USABLE,
    'management-status="usable"': USABLE,
    'management-status="withheld"': WITHHELD,
    'management-status="canceled"': CANCELED,
    'management-status="cancelled"': UNKNOWN,
    'management-status=""': UNKNOWN,
    'management-status="ready"': UNKNOWN,
}


@pytest.mark.parametrize(("attributes", "status"), STATUSES.items())
def test_only_what_is_said_to_be_usable_or_says_nothing_is_usable(attributes, status):
    item = parse_item(attributes=attributes)
    assert (item.status, item.is_usable(AT)) == (status, status == USABLE)


LATER = datetime(2026, 6, 8, 10, 0, tzinfo=UTC)
EMBARGOED = 'management-status="embargoed"'
RELEASES = {
    (EMBARGOED, '<date.release norm="20260608T100000Z"/>'): (USABLE, LATER, False, False),
    (EMBARGOED, ""): (USABLE, None, True, False),
    (EMBARGOED, '<date.release norm="soon"/>'): (USABLE, None, True, False),
    ("", '<date.release norm="2026-06-08T17:00:00+07:00"/>'): (USABLE, LATER, False, False),
    ("", "<date.release/>"): (USABLE, None, True, False),
    ("", '<date.release norm="20260608T080000Z"/>'): (
        USABLE,
        datetime(2026, 6, 8, 8, 0, tzinfo=UTC),
        False,
        True,
    ),
}


@pytest.mark.parametrize(("text", "release"), RELEASES.items())
def test_a_release_date_is_an_embargo_and_one_that_cannot_be_read_has_no_end(text, release):
    attributes, docdata = text
    item = parse_item(docdata, attributes=attributes)
    text = (item.status, item.embargo_until, item.embargo_indefinite, item.is_usable(AT))
    assert text == release


def test_an_item_may_say_that_another_is_canceled():
    text = 'management-doc-idref="a0" management-idref-status="{}"'
    cancels = [
        parse_item(attributes=text.format(s)).cancels for s in ("canceled", "withheld", "usable")
    ]
    assert cancels == [("a0",), ("a0",), ()]


def test_a_kill_that_names_another_item_kills_it_though_it_does_not_say_so_twice():
    text = 'management-doc-idref="a0" management-status="{}"'
    cancels = [parse_item(attributes=text.format(s)).cancels for s in ("canceled", "usable")]
    assert cancels == [("a0",), ()]


def test_of_two_release_dates_the_later_counts_and_one_without_a_moment_has_no_end():
    early, late = (f'<date.release norm="20260608T{hour}0000Z"/>' for hour in ("08", "10"))
    assert parse_item(late + early).embargo_until == LATER
    assert parse_item(late + "<date.release/>").embargo_indefinite is True


@pytest.mark.parametrize(
    ("issue", "release", "until", "is_held"),
    [
        ("2026-06-08 10:00", "2026-06-08 10:00", None, False),
        ("2026-06-08 10:00Z", "2026-06-08 10:00Z", LATER, False),
        ("2026-06-08 09:00", "2026-06-08 10:00", LATER, False),
        ("", "", None, True),
        ("soon", "soon", None, True),
    ],
)
def test_a_release_without_a_zone_at_the_moment_of_issue_holds_nothing_back(
    issue, release, until, is_held
):
    item = parse_item(f'<date.issue norm="{issue}"/><date.release norm="{release}"/>')
    assert (item.embargo_until, item.embargo_indefinite) == (until, is_held)
    text = f'<date.issue norm="{issue}"/><date.release norm="{release}"/>'
    assert not parse_item(text, attributes=EMBARGOED).is_usable(AT)


@pytest.mark.parametrize(
    ("text", "usable"),
    [("20260608T230000", True), ("20260608T230100", False), ("20301201T000000", False)],
)
def test_a_release_that_is_still_to_come_in_every_zone_is_an_embargo(text, usable):
    item = parse_item(f'<date.issue norm="{text}"/><date.release norm="{text}"/>')
    assert item.is_usable(AT) is usable


@pytest.mark.parametrize(
    ("docdata", "head", "status", "is_held"),
    [
        ('<ed-msg info="Eds: MANDATORY KILL. The ferry did not sink."/>', "", UNKNOWN, False),
        ("", "<hedline><hl1>BC-Ferry, KILL</hl1></hedline>", UNKNOWN, False),
        ('<ed-msg info="Embargoed until 0001 Tuesday"/>', "", USABLE, True),
        ("", "<note><p>HOLD FOR RELEASE</p></note>", USABLE, True),
        (
            '<ed-msg info="With pictures"/>',
            "<hedline><hl1>Oil embargo</hl1></hedline>",
            USABLE,
            False,
        ),
    ],
)
def test_kills_and_embargoes_that_are_told_to_desks_in_words_count(docdata, head, status, is_held):
    item = parse_item(docdata, head)
    assert (item.status, item.embargo_indefinite) == (status, is_held)
    assert item.is_usable(AT) is (status == USABLE and not is_held)


def test_words_take_no_kill_back_and_an_embargo_with_its_end_needs_no_words():
    kill = '<ed-msg info="MANDATORY KILL"/>'
    assert parse_item(kill, attributes='management-status="canceled"').status == CANCELED
    text = '<ed-msg info="Embargoed until 1000"/><date.release norm="20260608T100000Z"/>'
    assert (parse_item(text).embargo_until, parse_item(text).embargo_indefinite) == (LATER, False)
    at_once = text + '<date.issue norm="20260608T100000Z"/>'
    assert parse_item(at_once).embargo_indefinite is True


IDS = {
    "urn:newsml:wire.example:20260608:A1:3": ("urn:newsml:wire.example:20260608:A1", 3),
    "urn:newsml:wire.example:20260608T100000Z:A1:3N": (
        "urn:newsml:wire.example:20260608T100000Z:A1",
        3,
    ),
    "urn:newsml:wire.example:20260608:A1": ("urn:newsml:wire.example:20260608:A1", None),
    "20260608:A1:3": ("20260608:A1:3", None),
}


@pytest.mark.parametrize(("text", "identity"), IDS.items())
def test_a_name_of_newsml_is_an_id_without_its_revision(text, identity):
    item = parse_item(f'<doc-id id-string="{text}"/>')
    assert (item.guid, item.version) == identity
    other = 'management-doc-idref="{}" management-idref-status="canceled"'
    assert parse_item(attributes=other.format(text)).cancels == identity[:1]


def test_an_item_that_names_itself_cancels_no_other():
    text = 'management-doc-idref="a1" management-idref-status="canceled"'
    assert parse_item(attributes=text).cancels == ()


def test_without_an_id_it_is_what_it_says_whenever_it_is_sent():
    def guid(date, text):
        return parse_item(f'<date.issue norm="{date}"/>', content=f"<p>{text}</p>").guid

    first, again, other = (
        guid("20260608", "One."),
        guid("20260609", "One."),
        guid("20260608", "Two."),
    )
    assert (first == again, first == other) == (True, False)
    assert first.startswith("urn:sha256:")


def test_two_that_say_nothing_and_have_no_id_are_two():
    guids = {
        parse_item(f'<date.issue norm="{date}"/>', content="").guid
        for date in ("20260608", "20260609")
    }
    assert len(guids) == 2


BYLINES = {
    "<byline>By Jane Doe<byttl>Staff Reporter</byttl></byline>": "By Jane Doe, Staff Reporter",
    "<byline>By <person>Jane  Doe</person>, <byttl>Staff</byttl></byline>": "By Jane Doe, Staff",
    "<byline>By Jane Doe</byline>": "By Jane Doe",
    "<byline>By A</byline><byline>By B</byline>": "By A; By B",
    "<byline>ab/cd</byline>": "",
    "": "",
}


@pytest.mark.parametrize(("head", "byline"), BYLINES.items())
def test_a_byline_is_said_as_it_was_printed(head, byline):
    assert parse_item(head=head).byline == byline


def test_notes_that_are_not_for_print_are_in_their_own_field_alone():
    head = '<note type="npa"><p>Phone</p></note><note type="pa"><p>Advisory</p></note>'
    item = parse_item('<ed-msg info="For the desk"/>', head)
    assert (item.editor_note, item.internal_notes) == ("For the desk\nAdvisory", "Phone")


def test_a_note_that_is_not_for_print_stands_nowhere_in_the_copy():
    note = '<note type="{}"><body.content><p>Call Max 49</p></body.content></note>'
    item = parse_item(head=note.format("npa"), content="<p>One.</p>" + note.format("nonpublic"))
    assert (item.body_html, item.editor_note) == ("<p>One.</p>", "")
    assert item.internal_notes == "Call Max 49"
    item = parse_item(head=note.format("std"))
    assert (item.body_html, item.editor_note) == ("<p>One.</p>", "Call Max 49")


def test_what_is_marked_in_the_copy_as_not_public_is_no_copy():
    item = parse_item(content='<p>One.</p><block class="non-public"><p>Call Max</p></block>')
    assert (item.body_html, item.internal_notes) == ("<p>One.</p>", "Call Max")


def test_a_second_line_stands_under_the_first_unless_it_says_the_same():
    def standfirst(second):
        return parse_item(head=f"<hedline><hl1>Head</hl1><hl2>{second}</hl2></hedline>").standfirst

    assert (standfirst("More"), standfirst("Head")) == ("More", "")


def test_a_dateline_is_its_place():
    head = "<dateline><location><city>Hà Nội</city></location><story.date>June 8</story.date></dateline>"
    assert parse_item(head=head).dateline == "Hà Nội"
    stamp = '<dateline><story.date norm="20260608">20260608T100000</story.date></dateline>'
    assert (
        parse_item(head=stamp).dateline,
        parse_item(head="<dateline>Huế</dateline>").dateline,
    ) == ("", "Huế")


def test_pictures_come_with_what_is_said_of_them():
    content = (
        '<p>One.</p><media media-type="image"><media-reference source="small.jpg" width="90"/>'
        '<media-reference source="large.jpg" width="900" height="600" alternate-text=" Water "/>'
        "<media-caption><p>A dam.</p></media-caption><media-producer>Jane Doe</media-producer></media>"
        '<media media-type="video"><media-reference source="a.mp4"/></media>'
    )
    item = parse_item(content=content)
    assert item.body_html == "<p>One.</p>"
    assert item.pictures == (
        ParsedPicture(
            href="large.jpg",
            caption="A dam.",
            alt="Water",
            creator="Jane Doe",
            width=900,
            height=600,
        ),
    )


@pytest.mark.parametrize("source", ["file:///etc/passwd", "../a.jpg", "javascript:x()", "/a.jpg"])
def test_an_address_that_may_not_be_followed_is_left_out(source):
    media = f'<media media-type="image"><media-reference source="{source}"/></media>'
    assert [picture.href for picture in parse_item(content=media).pictures] == [""]


@pytest.mark.parametrize(
    "media",
    [
        '<media media-type="Photo"><media-reference source="a.jpg"/></media>',
        '<block><img source="a.jpg"/></block>',
    ],
)
def test_pictures_are_known_by_other_names_too(media):
    assert [picture.href for picture in parse_item(content=media).pictures] == ["a.jpg"]
    assert parse_item(content='<p><img src="https://count.example/1"/></p>').pictures == ()


def test_whose_a_picture_is_is_said_at_its_reference():
    media = (
        '<media media-type="image"><media-reference source="a.jpg" source-credit=" Wire One "'
        ' copyright="Jane Doe 2026"/><media-caption><p>A &amp; B</p><p>dam.</p>'
        "</media-caption><media-caption>File.</media-caption></media>"
    )
    (picture,) = parse_item(content=media).pictures
    assert (picture.caption, picture.credit_line) == ("A & B dam. File.", "Wire One")
    assert picture.copyright_notice == "Jane Doe 2026"


def test_paragraphs_of_a_summary_are_not_run_together():
    item = parse_item(
        head="<abstract><p>One.</p><p>Two.</p></abstract><note><p>A</p><p>B</p></note>"
    )
    assert (item.standfirst, item.editor_note) == ("One. Two.", "A B")


def test_a_correction_says_what_it_corrects():
    item = parse_item('<correction info="Corrects the port"/><ed-msg info="With pictures"/>')
    assert item.editor_note == "Corrects the port\nWith pictures"
    assert item.signals == ("correction",)


def test_what_limits_its_use_stands_in_the_head_of_the_body_too():
    head = "<rights><rights.limitations>No archive</rights.limitations></rights>"
    assert parse_item(head=head).usage_terms == "No archive"
    assert (
        parse_item('<doc.rights limitations="online"/>', head).usage_terms == "online\nNo archive"
    )


def test_the_unique_name_of_a_document_is_an_id_where_it_has_no_other():
    xml = document(docdata="").replace("<nitf>", '<nitf uno="one:a7">')
    assert parsed(xml).guid == "one:a7"


def test_what_stands_over_a_part_of_the_copy_is_not_run_together():
    content = "<block><byline>By A</byline><dateline>HUẾ</dateline><p>One.</p></block>"
    assert parse_item(content=content).body_html == "<p>By A</p><p>HUẾ</p><p>One.</p>"


def test_who_else_has_written_it_is_told_behind_the_copy():
    xml = document().replace(
        "</body>", "<body.end><tagline>Jane Doe helped.</tagline></body.end></body>"
    )
    assert parsed(xml).body_html == "<p>One.</p><p>Jane Doe helped.</p>"


def test_initials_behind_the_copy_are_no_copy():
    end = "<body.end><tagline>ab/cd</tagline></body.end></body>"
    assert parsed(document().replace("</body>", end)).body_html == "<p>One.</p>"


def test_the_language_of_the_whole_is_its_base():
    xml = document().replace("<nitf>", '<nitf baselang="nb-NO">')
    assert (parsed(xml).language, parse_item().language) == ("nb-NO", "")


def test_whose_it_is_stands_in_the_head_of_the_body_too():
    item = parse_item(head="<rights><rights.owner>Wire One</rights.owner></rights>")
    assert (item.copyright_holder, item.copyright_notice) == ("Wire One", "Wire One")
    item = parse_item('<del-list><from-src src-name="ONE"/></del-list>')
    assert (item.provider, item.sources) == ("ONE", ("ONE",))


def test_the_keyword_of_telegraph_text_is_a_slugline():
    xml = document().replace("<docdata", '<meta name="anpa-keyword" content="Ferry 1900"/><docdata')
    assert parsed(xml).slugline == "Ferry 1900"


def test_when_it_was_published_is_when_it_was_issued_where_nothing_else_says_so():
    xml = document().replace("</head>", '<pubdata date.publication="20260608T100000Z"/></head>', 1)
    assert parsed(xml).created_at == LATER


def test_a_document_without_anything_breaks_nothing():
    item = parsed("<nitf/>")
    assert (item.headline, item.body_html, item.pictures) == ("", "", ())


# --- the samples ---------------------------------------------------------------------------------


@pytest.fixture
def sample(samples):
    return lambda name: parsed((samples / name).read_bytes())


def test_the_sample_of_iptc_is_a_kill_and_kills_another_item_too(sample):
    item = sample("nitf-iptc-fishing-canceled.xml")
    assert (item.guid, item.status, item.cancels) == (
        "iptc.321656141.b",
        CANCELED,
        ("iptc.321656141.a",),
    )
    assert not item.is_usable(AT)


def test_ap_has_no_id_and_its_rule_of_signs_is_no_copy(sample):
    item = sample("nitf-ap-capandtrade.xml")
    assert item.guid.startswith("urn:sha256:") and len(item.guid) == len("urn:sha256:") + 64
    assert item.byline.startswith("By ") and item.byline.endswith(", AP Business Writer")
    assert ("___" in item.body_html, item.standfirst) == (False, "")
