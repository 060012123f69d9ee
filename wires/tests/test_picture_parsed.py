"""A picture file that arrives on the wire: what is embedded in it makes an item."""

import hashlib
import io
from datetime import UTC, datetime

import pytest
from django.utils import translation
from PIL import Image as Pillow

from newsroom.tests.factories import MORNING
from wires import parsers
from wires.parsing.parsed import USABLE, Kind

XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/'
    'photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/">{}</rdf:Description></rdf:RDF>'
    "</x:xmpmeta>"
)


def alt(tag, text):
    return f'<{tag}><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></{tag}>'


METADATA = (
    alt("dc:description", "A ferry in port. (Jane Doe/Pool via Kyodo)")
    + "<dc:creator><rdf:Seq><rdf:li>Jane Doe</rdf:li></rdf:Seq></dc:creator>"
    + "<photoshop:Credit>Kyodo</photoshop:Credit><photoshop:Source>Jiji</photoshop:Source>"
    + "<photoshop:Headline>Ferry in port</photoshop:Headline>"
    + "<photoshop:Instructions>JAPAN OUT</photoshop:Instructions>"
    + "<photoshop:DateCreated>2024-06-08T16:00:00+07:00</photoshop:DateCreated>"
    + "<photoshop:Urgency>3</photoshop:Urgency>"
    + alt("dc:rights", "© Kyodo")
    + alt("xmpRights:UsageTerms", "Editorial use only")
)


def picture(xmp="", format="JPEG", **options):
    file = io.BytesIO()
    if xmp:
        options["xmp"] = XMP.format(xmp).encode()
    Pillow.new("RGB", (60, 40)).save(file, format, **options)
    return file.getvalue()


def iim(**fields):
    """A JPEG with these fields of IIM's record 2, as `f30="20240701"`."""
    sets = b""
    for name, value in fields.items():
        text = value.encode()
        sets += b"\x1c\x02" + bytes((int(name[1:]),)) + len(text).to_bytes(2, "big") + text
    block = (
        b"8BIM\x04\x04\x00\x00" + len(sets).to_bytes(4, "big") + sets + b"\x00" * (len(sets) % 2)
    )
    block = b"Photoshop 3.0\x00" + block
    whole = picture()
    return whole[:2] + b"\xff\xed" + (len(block) + 2).to_bytes(2, "big") + block + whole[2:]


def parse(raw, name="ferry.jpg"):
    parsed = parsers.parse(raw, at=MORNING, name=name)
    assert parsed.reason == ""
    (item,) = parsed.items
    return parsed.format, item


def test_what_is_embedded_makes_the_item():
    raw = picture(METADATA)
    format, item = parse(raw)
    nine = datetime(2024, 6, 8, 9, tzinfo=UTC)
    assert (format, item.kind, item.status) == ("JPEG", Kind.PICTURE, USABLE)
    assert item.guid == f"urn:sha256:{hashlib.sha256(raw).hexdigest()}"
    assert (item.headline, item.byline, item.credit_line) == ("Ferry in port", "Jane Doe", "Kyodo")
    assert (item.sources, item.copyright_notice) == (("Jiji",), "© Kyodo")
    assert (item.usage_terms, item.editor_note) == ("Editorial use only", "JAPAN OUT")
    assert (item.urgency, item.created_at, item.version_at) == (3, nine, nine)
    (shown,) = item.pictures
    assert (shown.href, shown.width, shown.height) == ("ferry.jpg", 60, 40)
    assert shown.caption == "A ferry in port. (Jane Doe/Pool via Kyodo)"
    assert (shown.creator, shown.credit_line) == ("Jane Doe", "Kyodo")
    assert (shown.copyright_notice, shown.usage_terms) == (
        "© Kyodo",
        "Editorial use only\nJAPAN OUT",
    )


def test_where_no_field_names_them_the_sign_off_of_the_caption_does():
    _format, item = parse(picture(alt("dc:description", "A ferry. (AP Photo/Jane Doe)")))
    assert (item.byline, item.credit_line) == ("Jane Doe", "AP")
    _format, silent = parse(picture())
    assert (silent.byline, silent.credit_line, silent.headline) == ("", "", "")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "GIF"])
def test_the_format_is_found_by_content(format):
    result, item = parse(picture(format=format), name="story.xml")
    assert result.upper() == format
    assert item.pictures[0].href == "story.xml"


@pytest.mark.parametrize(
    ("name", "href"),
    [("", ""), ("in/ferry.jpg", "ferry.jpg"), ("C:\\in\\ferry.jpg", "ferry.jpg"), ("..", "")],
)
def test_its_own_name_is_where_it_lies(name, href):
    assert parse(picture(), name=name)[1].pictures[0].href == href


def test_a_release_date_of_iim_is_an_embargo():
    _format, item = parse(iim(f30="20240701", f35="090000+0700"))
    assert item.embargo_until == datetime(2024, 7, 1, 2, tzinfo=UTC)
    assert not item.is_usable(datetime(2024, 7, 1, 1, tzinfo=UTC))
    assert parse(iim(f37="20240801"))[1].expires_at == datetime(2024, 8, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["00000000", "later", "20241399"])
def test_a_release_date_that_cannot_be_read_has_no_end(text):
    assert parse(iim(f30=text))[1].embargo_indefinite


def test_an_embargo_in_words_has_no_end_and_an_embargo_in_the_news_is_none():
    is_held = "<photoshop:Instructions>EMBARGOED until Monday 12:00</photoshop:Instructions>"
    assert parse(picture(is_held))[1].embargo_indefinite
    assert not parse(picture(alt("dc:description", "The oil embargo on ferries.")))[
        1
    ].embargo_indefinite


def test_a_file_that_only_begins_as_a_picture_is_quarantined():
    whole = picture(METADATA)
    for raw in (b"\xff\xd8\xff", whole[: len(whole) // 2], b"GIF89a<script>", b"\x89PNG\r\n\x1a\n"):
        parsed = parsers.parse(raw, at=MORNING)
        assert (parsed.accepted, parsed.items) == (False, ())
        assert parsed.reason.endswith(".")


def test_a_picture_of_a_kind_that_is_not_read_is_refused_by_its_name():
    with translation.override("en"):
        parsed = parsers.parse(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100, at=MORNING)
    assert parsed.reason == "HEIC (iPhone) is not read: export it as JPEG."
