"""What picture files say of themselves, read from real samples and from files made here.

The samples are agencies' pictures: they lie beside the repository and are never committed.
"""

import io
import json
import struct
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from PIL import ExifTags
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo

from images.files import verify_credentials
from images.metadata import blocks, dates, exif, iim, reading, xmp
from images.metadata.credentials import Credentials, State
from images.metadata.reading import EmbeddedMetadata

NOW = datetime(2026, 10, 1, tzinfo=UTC)

NS = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
}
DECLARED = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NS.items())
HEADER = b"http://ns.adobe.com/xap/1.0/\0"
DAMAGED = b"XMP\0://ns.adobe.com/xap/1.0/\0"


def packet(elements="", attributes="", before="", wrapped=True):
    """An XMP packet with those properties."""
    description = f"<rdf:Description rdf:about='' {attributes}>{elements}</rdf:Description>"
    rdf = f"<rdf:RDF {DECLARED}>{description}</rdf:RDF>"
    if not wrapped:
        return f"{before}{rdf}"
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'{before}<x:xmpmeta xmlns:x="adobe:ns:meta/">{rdf}</x:xmpmeta>'
        f'{" " * 100}<?xpacket end="w"?>'
    )


def credit(text):
    return f"<photoshop:Credit>{text}</photoshop:Credit>"


def data_set(number, raw, record=2):
    size = (
        struct.pack(">H", len(raw))
        if len(raw) < 0x8000
        else b"\x80\x04" + struct.pack(">I", len(raw))
    )
    return bytes((0x1C, record, number)) + size + raw


UTF8 = data_set(90, b"\x1b%G", record=1)


def jpeg(*segments, iptc=b"", **options):
    """A JPEG with those (number, bytes) of APP segments, and an IIM block where Photoshop has it."""
    file = io.BytesIO()
    Pillow.new("RGB", (8, 6)).save(file, "JPEG", **options)
    whole = file.getvalue()
    if iptc:
        resource = (
            b"8BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc + b"\0" * (len(iptc) % 2)
        )
        segments = (*segments, (13, b"Photoshop 3.0\0" + resource))
    made = [
        struct.pack(">BBH", 0xFF, 0xE0 + number, len(raw) + 2) + raw for number, raw in segments
    ]
    return whole[:2] + b"".join(made) + whole[2:]


def read(data, **options):
    """What the file says, read from a picture that was opened and not decoded."""
    with Pillow.open(io.BytesIO(data)) as picture:
        return reading.read(picture, now=NOW, **options)


def metadata_of_xmp(*texts, header=HEADER):
    return read(jpeg(*[(1, header + (t if isinstance(t, bytes) else t.encode())) for t in texts]))


def written(values):
    """An Exif block with those values; bytes stand as they are."""
    block = Pillow.Exif()
    for tag, value in values.items():
        if isinstance(value, dict):
            block.get_ifd(tag).update(value)
        else:
            block[tag] = value
    return block


TERMS = "http://cv.iptc.org/newscodes/digitalsourcetype/"
ARTIST, COPYRIGHT, DESCRIPTION = (
    ExifTags.Base.Artist,
    ExifTags.Base.Copyright,
    ExifTags.Base.ImageDescription,
)

# As expected.json has them, without its remarks, and what INDEX.md adds. Long captions: their ends.
EXPECTED = {
    "img-afp-getty-ski.jpg": {
        "creator": "CHRISTOF STACHE",
        "credit_line": "AFP/Getty Images",
        "source": "AFP",
        "copyright_notice": "CHRISTOF STACHE",
        "headline": "Austria's Matthias Mayer attends the men",
        "caption": "… AFP PHOTO / CHRISTOF STACHECHRISTOF STACHE/AFP/Getty Images",
        "title": "536991815",
        "urgency": 3,
        "job_id": "DV1945213",
        "created_at": "2015-01-22T00:00:00+00:00",
    },
    "img-ap-pool-getty-bundesliga.jpg": {
        "creator": "Stuart Franklin",
        "credit_line": "AP",
        "source": "POOL Getty Images",
        "copyright_notice": "(c) Getty Images Europe/Pool",
        "title": "Virus Outbreak Germany Soccer Bundesliga",
        "headline": None,
        "caption": "… (Stuart Franklin/Pool via AP)",
        "instructions": "POOL PHOTO, …",
        "created_at": "2020-06-03T20:22:03",
        "job_id": "DMSC113",
        "urgency": 5,
    },
    "img-c2pa-valid-C.jpg": {
        "creator": "Adobe make_test",
        "title": "C.jpg",
        "digital_source_type": None,
        "credit_line": None,
        "has_credentials": True,
    },
    "img-canadianpress-police.jpg": {
        "creator": "Paul Chiasson",
        "credit_line": "The Canadian Press",
        "source": "CP",
        "copyright_notice": None,
        "title": "MORT PIÉTONNE MONTRÉAL 20201014",
        "caption": "… THE CANADIAN PRESS/Paul Chiasson",
        "instructions": "EDS NOTE:A FILE PHOTO",
        "created_at": "2020-07-08",
        "job_id": "DPI755",
    },
    "img-exif-orientation6.jpg": {"creator": None, "caption": None, "created_at": None},
    "img-exiftool-mwg.jpg": {
        "creator": "WRONG1of2-XMP-Creator, WRONG2of2-XMP-Creator",
        "copyright_notice": "RIGHT-XMP-Copyright",
        "caption": "WRONG-XMP-Description",
        "city": "RIGHT-XMP-City",
        "country": "RIGHT-IPTC-Country",
        "keywords": ("RIGHT1of2-XMP-Keywords", "RIGHT2of2-XMP-Keywords"),
    },
    "img-getty-protest.webp": {
        "creator": "Tasos Katopodis",
        "credit_line": "Getty Images",
        "copyright_notice": "2025 Getty Images",
        "caption": "… (Photo by Tasos Katopodis/Getty Images)",
        "web_statement": "https://www.gettyimages.com/eula?utm_medium=organic&utm_source=google"
        "&utm_campaign=iptcurl",
        "licensor_url": "https://www.gettyimages.com/detail/2231736497?utm_medium=organic"
        "&utm_source=google&utm_campaign=iptcurl",
        "data_mining": "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING",
    },
    "img-iptc-ref-2017.1.jpg": {
        "creators": ("Creator1 (ref2017.1)", "Creator2 (ref2017.1)"),
        "creator": "Creator1 (ref2017.1), Creator2 (ref2017.1)",
        "credit_line": "Credit Line (ref2017.1)",
        "source": "Source (ref2017.1)",
        "copyright_notice": "Copyright (Notice) 2017.1 IPTC - www.iptc.org  (ref2017.1)",
        "headline": "The Headline (ref2017.1)",
        "caption": "The description aka caption (ref2017.1)",
        "instructions": "An Instruction (ref2017.1)",
        "usage_terms": "Rights Usage Termns (ref2017.1)",
        "web_statement": "http://www.WebStatementOfRights.org/2017.1",
        "licensor_url": "Licensor URL 1 (ref2017.1)",
        "alt_text": None,
    },
    "img-iptc-ref-2023.1.jpg": {
        "creator": "Creator1 (ref2023.1)",
        "credit_line": "Credit Line (ref2023.1)",
        "source": "Source (ref2023.1)",
        "copyright_notice": "Copyright (Notice) 2023.1 IPTC - www.iptc.org  (ref2023.1)",
        "headline": "The Headline (ref2023.1)",
        "title": "The Title (ref2023.1)",
        "caption": "The description aka caption (ref2023.1)",
        "instructions": "An Instruction (ref2023.1)",
        "usage_terms": "Rights Usage Terms (ref2023.1)",
        "web_statement": "https://example.com/WebStatementOfRights/ref2023.1",
        "licensor_url": "https://example.com/LicensorURL_1_ref2023.1",
        "licensor_name": "Licensor Name 1 (ref2023.1)",
        "alt_text": "This is the Alt Text description to support accessibility in 2023.1",
        "extended_description": "This is the Extended Description to support accessibility in 2023.1",
        "data_mining": "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-GENAIMLTRAINING",
        "digital_source_type": "http://cv.iptc.org/newscodes/digitalsourcetype/softwareImage",
    },
    "img-pa-cricket.jpg": {
        "creator": "Martin Rickett",
        "credit_line": "PA",
        "source": "PA",
        "copyright_notice": "PA Wire",
        "headline": "Cricket - Moeen Ali File Photo",
        "caption": "… Photo credit should read Martin Rickett/PA Wire.",
        "instructions": "FILE PHOTO Use subject to restrictions. Editorial use only. …",
        "created_at": "2015-04-02T15:10:41+00:00",
    },
    "img-unsplash-nometa.avif": {"creator": None, "caption": None, "has_credentials": False},
}
# Names of expected.json for our fields.
THEIR_NAMES = {
    "creator": "creator",
    "credit": "credit_line",
    "source": "source",
    "copyright": "copyright_notice",
    "headline": "headline",
    "title": "title",
    "caption": "caption",
    "instructions": "instructions",
    "usage": "usage_terms",
    "webstatement": "web_statement",
    "licensor_url": "licensor_url",
    "alt": "alt_text",
    "ext_desc": "extended_description",
    "datamining": "data_mining",
    "digitalsourcetype": "digital_source_type",
    "job_id": "job_id",
    "urgency": "urgency",
}


def stands(value, expected):
    """Whether a value is as expected; “…” stands for the rest of an agency's words."""
    if isinstance(expected, str) and "…" in expected and isinstance(value, str):
        return value.startswith(expected.partition("…")[0]) and value.endswith(
            expected.partition("…")[2].lstrip()
        )
    return value == expected


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_says_what_is_expected_of_it(samples, name):
    with (samples / name).open("rb") as file, Pillow.open(file) as picture:
        metadata = reading.read(picture, now=NOW)
        if metadata.has_credentials:
            credentials = verify_credentials.verify(file, picture.format)
            metadata = reading.with_credentials(metadata, credentials)
    for field, expected in EXPECTED[name].items():
        value = getattr(metadata, field)
        print(f"{name:36}{field:22}{value}")  # noqa: T201 - the table that `pytest -s` shows
        assert stands(value, expected), f"{field}: {value!r}"


def test_every_picture_among_the_samples_and_every_value_given_for_it_is_in_the_table(samples):
    given = json.loads((samples / "expected.json").read_text())
    assert {name for name in given if name.startswith("img-")} == set(EXPECTED)
    for name, table in EXPECTED.items():
        for theirs, ours in THEIR_NAMES.items():
            value = given[name].get(theirs)
            if value is None:
                continue
            assert ours in table, f"{name} has {theirs}, which the table lacks"
            # Remarks stand behind the values there; of an address it may have the end alone.
            value = str(value).removeprefix("XMP ").lstrip('"')
            known = [end.strip() for end in str(table[ours]).split("…") if end.strip()]
            known += [str(table[ours]).rpartition("/")[2]]
            assert any(value.startswith(k[:20]) or value.endswith(k) for k in known), (name, theirs)


def test_conflicts_of_the_samples_are_told_and_cut_values_are_none(samples):
    fields = {}
    for name in EXPECTED:
        with Pillow.open(samples / name) as picture:
            conflicts = reading.read(picture, now=NOW).conflicts
        fields[name] = {conflict["field"] for conflict in conflicts}
        assert {conflict["kept"] for conflict in conflicts} <= {"XMP"}
    assert {name: value for name, value in fields.items() if value} == {
        "img-canadianpress-police.jpg": {"source", "created_at", "keywords"},
        "img-exiftool-mwg.jpg": {
            "creator", "copyright_notice", "caption", "created_at", "city", "keywords"
        },
        "img-iptc-ref-2017.1.jpg": {"creator"},  # XMP has two, IIM and EXIF one
        "img-pa-cricket.jpg": {"caption", "title", "created_at"},
    }  # fmt: skip


def test_a_damaged_header_hides_no_packet():
    data = jpeg((1, DAMAGED + packet(credit("Kyodo")).encode()))
    with Pillow.open(io.BytesIO(data)) as picture:
        assert "xmp" not in picture.info
    assert read(data).credit_line == "Kyodo"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-16", "utf-32-le", "utf-32-be"]
)
def test_a_packet_may_be_in_every_encoding_of_xmp(encoding):
    assert (
        metadata_of_xmp(packet(credit("Thông tấn xã")).encode(encoding)).credit_line
        == "Thông tấn xã"
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_damaged_header_and_another_encoding_hide_no_packet(encoding):
    metadata = metadata_of_xmp(packet(credit("Kyodo")).encode(encoding), header=DAMAGED)
    assert (metadata.credit_line, metadata.flags) == ("Kyodo", ())


def test_a_packet_without_wrapper_and_one_that_lies_about_its_encoding_are_read():
    bare = packet(credit("Kyōdō"), wrapped=False, before="<?xml version='1.0' encoding='latin-1'?>")
    assert xmp.read(bare.encode()).values == {"credit_line": "Kyōdō"}
    assert xmp.read(packet(credit("Kyōdō")).encode() + b"\0" * 500).values["credit_line"] == "Kyōdō"


def test_properties_may_be_attributes_and_names_may_be_in_any_case():
    metadata = metadata_of_xmp(
        packet(attributes='photoshop:Credit="Getty Images" dc:Rights="2025 Getty Images"')
    )
    assert (metadata.credit_line, metadata.copyright_notice) == (
        "Getty Images",
        "2025 Getty Images",
    )


def test_a_property_of_an_unknown_namespace_says_nothing():
    elements = '<credit xmlns="http://example.com/">Mallory</credit><photoshop:Headline>A</photoshop:Headline>'
    assert xmp.read(packet(elements).encode()).values == {"headline": "A"}


@pytest.mark.parametrize(
    ("languages", "chosen"),
    [
        (["en", "x-default", "vi"], "vi"),
        (["en", "vi-VN", "x-default"], "vi-VN"),
        (["en", "x-default", "ja"], "x-default"),
        (["en", "ja"], "en"),
    ],
)
def test_of_several_languages_vietnamese_counts_then_the_default_then_the_first(languages, chosen):
    items = "".join(f'<rdf:li xml:lang="{lang}">{lang}</rdf:li>' for lang in languages)
    elements = f"<dc:description><rdf:Alt>{items}</rdf:Alt></dc:description>"
    assert metadata_of_xmp(packet(elements)).caption == chosen


def test_an_empty_translation_does_not_count():
    items = '<rdf:li xml:lang="vi"> </rdf:li><rdf:li xml:lang="en">A river</rdf:li>'
    elements = f"<dc:description><rdf:Alt>{items}</rdf:Alt></dc:description>"
    assert metadata_of_xmp(packet(elements)).caption == "A river"


def test_of_two_packets_the_first_counts_and_the_second_adds():
    first, second = (
        packet(credit("Kyodo")),
        packet(credit("AP") + "<photoshop:City>Huế</photoshop:City>"),
    )
    metadata = metadata_of_xmp(first, second)
    assert (metadata.credit_line, metadata.city) == ("Kyodo", "Huế")
    assert metadata.raw["xmp"] == [first, second]


def test_extended_xmp_that_the_packet_names_is_joined_in_order():
    digest = b"0123456789ABCDEF0123456789ABCDEF"
    more = packet(credit("Kyodo")).encode()
    main = packet(f"<photoshop:Headline>{digest.decode()}</photoshop:Headline>").encode()
    pieces = [
        (
            1,
            b"http://ns.adobe.com/xmp/extension/\0"
            + digest
            + struct.pack(">II", len(more), at)
            + part,
        )
        for at, part in ((300, more[300:]), (0, more[:300]))
    ]
    assert read(jpeg((1, HEADER + main), *pieces)).credit_line == "Kyodo"
    assert read(jpeg((1, HEADER + packet().encode()), *pieces)).credit_line is None


LICENSORS = {
    "resources": "<rdf:li rdf:parseType='Resource'><plus:LicensorName>A</plus:LicensorName></rdf:li>"
    "<rdf:li rdf:parseType='Resource'><plus:LicensorURL>https://b.example/</plus:LicensorURL>"
    "<plus:LicensorName>B</plus:LicensorName></rdf:li>",
    "descriptions": "<rdf:li><rdf:Description><plus:LicensorURL rdf:resource='https://b.example/'/>"
    "<plus:LicensorName>B</plus:LicensorName></rdf:Description></rdf:li>",
    "attributes": "<rdf:li plus:LicensorURL='https://b.example/' plus:LicensorName='B'/>",
}


@pytest.mark.parametrize("items", LICENSORS.values(), ids=LICENSORS)
def test_the_first_licensor_with_an_address_counts(items):
    metadata = metadata_of_xmp(packet(f"<plus:Licensor><rdf:Seq>{items}</rdf:Seq></plus:Licensor>"))
    assert (metadata.licensor_url, metadata.licensor_name) == ("https://b.example/", "B")


def test_a_licensors_address_that_is_none_is_kept_as_it_stands():
    item = "<rdf:li rdf:parseType='Resource'><plus:LicensorURL>call us</plus:LicensorURL></rdf:li>"
    metadata = metadata_of_xmp(packet(f"<plus:Licensor><rdf:Seq>{item}</rdf:Seq></plus:Licensor>"))
    assert metadata.licensor_url == "call us"


@pytest.mark.parametrize(
    ("written_as", "kept"),
    [
        ("DMI-PROHIBITED", "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"),
        ("plus:DMI-ALLOWED", "http://ns.useplus.org/ldf/vocab/DMI-ALLOWED"),
        (
            "http://ns.useplus.org/ldf/vocab/DMI-ALLOWED",
            "http://ns.useplus.org/ldf/vocab/DMI-ALLOWED",
        ),
        ("ask us", "ask us"),
    ],
)
def test_a_term_of_data_mining_is_kept_as_its_address(written_as, kept):
    assert (
        metadata_of_xmp(packet(f"<plus:DataMining>{written_as}</plus:DataMining>")).data_mining
        == kept
    )


BOMB = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY c "&a;&a;&a;&a;">]>'
HOSTILE = {
    "a document type": (packet(credit("Mallory"), before="<!DOCTYPE x>"), xmp.HAS_DOCTYPE),
    "a bomb": (packet(credit("&c;"), before=BOMB), xmp.HAS_DOCTYPE),
    "a file": (
        packet(credit("&e;"), before='<!doctype x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
        xmp.HAS_DOCTYPE,
    ),
    "an entity": (packet(credit("&e;")), xmp.BROKEN),
    "an open element": (packet("<photoshop:Credit>Mallory"), xmp.BROKEN),
    "ten thousand levels": (packet("<photoshop:Credit>" * 10_000), xmp.BROKEN),
    "a beginning": (packet(credit("Mallory")).partition("</photoshop")[0], xmp.BROKEN),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize(("text", "flag"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_or_broken_packet_says_nothing_and_is_flagged(text, flag, encoding):
    result = xmp.read(text.encode(encoding))
    assert (result.values, result.flag) == ({}, flag)


def test_a_flagged_packet_leaves_the_word_to_the_other_blocks():
    data = jpeg((1, HEADER + HOSTILE["a file"][0].encode()), iptc=UTF8 + data_set(110, b"Kyodo"))
    metadata = read(data)
    assert (metadata.credit_line, metadata.flags, metadata.conflicts) == (
        "Kyodo",
        ("xmp_has_doctype",),
        (),
    )


def test_a_packet_of_more_than_two_megabytes_is_not_read():
    result = xmp.read(packet(credit("Kyodo")).encode() + b" " * (2 << 20))
    assert (result.values, result.text, result.flag) == ({}, "", "xmp_too_big")


def in_iim(*sets):
    return read(jpeg(iptc=b"".join(sets)))


NAME = "Nguyễn Thị Ánh"


def test_the_charset_counts_wherever_it_stands():
    assert in_iim(UTF8, data_set(80, NAME.encode())).creator == NAME
    assert in_iim(data_set(80, NAME.encode()), UTF8).creator == NAME
    # Good UTF-8 that says it is Latin-1 is read as it says.
    late = data_set(90, b"\x1b.A", record=1)
    assert in_iim(data_set(80, "Dvořák".encode()), late).creator == "DvoÅ™Ã¡k"
    assert in_iim(data_set(80, "Müller".encode("latin-1")), late).creator == "Müller"


def test_without_a_charset_utf8_is_tried_and_then_windows_1252():
    assert in_iim(data_set(80, NAME.encode())).creator == NAME
    assert in_iim(data_set(80, "Müller – “AP”".encode("cp1252"))).creator == "Müller – “AP”"


def test_a_charset_that_lies_makes_no_rubbish():
    assert in_iim(UTF8, data_set(80, "Müller".encode("latin-1"))).creator == "Müller"


def test_a_letter_that_was_cut_in_two_is_dropped():
    cut = "Ảnh: Nguyễn Thị Ánh Tuyết/TTXVN".encode()[:32]
    assert in_iim(UTF8, data_set(110, cut)).credit_line == "Ảnh: Nguyễn Thị Ánh Tuy"
    assert in_iim(data_set(110, cut)).credit_line == "Ảnh: Nguyễn Thị Ánh Tuy"


def test_what_is_repeated_is_a_list_and_what_may_not_be_counts_once():
    metadata = in_iim(
        data_set(80, b"A One"), data_set(80, b"B Two"), data_set(25, b"river"), data_set(25, b"town"),
        data_set(110, b"\0"), data_set(110, b"Kyodo"), data_set(110, b"AP"),
    )  # fmt: skip
    assert (metadata.creator, metadata.creators) == ("A One, B Two", ("A One", "B Two"))
    assert (metadata.keywords, metadata.credit_line) == (("river", "town"), "Kyodo")


def test_a_data_set_of_more_than_32_kb_is_read():
    assert in_iim(data_set(120, b"a" * 40_000), data_set(110, b"Kyodo")).credit_line == "Kyodo"


def test_a_cut_value_and_another_case_are_no_conflict():
    credit_line = "Credit Line of a very long name indeed"
    data = jpeg(
        (1, HEADER + packet(credit(credit_line) + "<photoshop:City>HUẾ</photoshop:City>").encode()),
        iptc=UTF8 + data_set(110, credit_line.encode()[:32]) + data_set(90, "Huế ".encode()),
    )
    metadata = read(data)
    assert (metadata.credit_line, metadata.city, metadata.conflicts) == (credit_line, "HUẾ", ())


def test_a_shorter_value_that_was_not_cut_is_a_conflict():
    data = jpeg(
        (1, HEADER + packet(credit("Kyodo News")).encode()),
        iptc=data_set(110, b"Kyodo"),
        exif=written({ARTIST: "Jane Doe"}),
    )
    metadata = read(data)
    assert (metadata.credit_line, metadata.creator) == ("Kyodo News", "Jane Doe")
    assert metadata.conflicts == (
        {"field": "credit_line", "kept": "XMP", "values": {"XMP": "Kyodo News", "IIM": "Kyodo"}},
    )


@pytest.mark.parametrize(
    "raw",
    [
        "© Nguyễn/Kyodo".encode(),
        "© Nguyễn/Kyodo\0\0\0".encode(),
        "© Nguyễn/Kyodo  \0rubbish".encode(),
    ],
)
def test_exif_may_hold_utf8_and_padding(raw):
    assert read(jpeg(exif=written({ARTIST: raw}))).creator == "© Nguyễn/Kyodo"


def test_exif_may_hold_latin_1_and_plain_letters():
    metadata = read(
        jpeg(exif=written({ARTIST: "Müller".encode("latin-1"), DESCRIPTION: "A river"}))
    )
    assert (metadata.creator, metadata.caption) == ("Müller", "A river")


def test_exif_names_several_artists_and_two_holders_of_copyright():
    metadata = read(jpeg(exif=written({ARTIST: "A One; B Two", COPYRIGHT: b"A One\0Kyodo\0"})))
    assert (metadata.creators, metadata.copyright_notice) == (("A One", "B Two"), "A One, Kyodo")


def test_places_and_numbers_of_cameras_stay_in_raw():
    block = written(
        {
            ARTIST: "Jane Doe",
            ExifTags.IFD.GPSInfo: {1: "N", 2: (21.0, 1.0, 42.0)},
            ExifTags.IFD.Exif: {0xA431: "SERIAL7"},
        }
    )
    metadata = read(jpeg(exif=block))
    assert metadata.raw["exif"]["GPSLatitudeRef"] == "N"
    assert metadata.raw["exif"]["BodySerialNumber"] == "SERIAL7"
    shown = {name: value for name, value in vars(metadata).items() if name != "raw"}
    assert EmbeddedMetadata(**shown) == EmbeddedMetadata(creator="Jane Doe", creators=("Jane Doe",))


@pytest.mark.parametrize(
    ("spelling", "kept"),
    [
        ("2020-07-08", "2020-07-08"),
        ("2020-07", "2020-07"),
        ("2020", "2020"),
        ("20200708", "2020-07-08"),
        ("20200700", "2020-07"),
        ("20200000", "2020"),
        ("2020-06-03T20:22", "2020-06-03T20:22"),
        ("2020-06-03T20:22:03.000", "2020-06-03T20:22:03"),
        ("1993-01-01T03:11:11.311+01:00", "1993-01-01T03:11:11.311+01:00"),
        ("20200603T202203+0000", "2020-06-03T20:22:03+00:00"),
        ("2014:06:24 15:10:41", "2014-06-24T15:10:41"),
        ("2014:06:24 15:10:41-04:00", "2014-06-24T15:10:41-04:00"),
        ("2015-01-22T00:00:00 +00:00", "2015-01-22T00:00:00+00:00"),
        ("2015-01-22T00:00:00Z", "2015-01-22T00:00:00+00:00"),
        ("2015-01-22T00:00:00+05:45", "2015-01-22T00:00:00+05:45"),
        # Zones and times that cannot be are left out.
        ("20240530T105206-1052", "2024-05-30T10:52:06"),
        ("2024-05-30T10:52:06+15:00", "2024-05-30T10:52:06"),
        ("2024-05-30T10:52:06-13:00", "2024-05-30T10:52:06"),
        ("2024-05-30T25:61:00", "2024-05-30"),
        # Days that cannot be are none.
        ("2024-02-30", None),
        ("2024-13", None),
        ("0000:00:00 00:00:00", None),
        ("    :  :     :  :  ", None),
        ("0001-01-01T00:00:00 +00:00", None),
        ("1825-12-31", None),
        ("1826", "1826"),
        ("yesterday", None),
        ("", None),
        # Fourteen hours ahead it may already be.
        ("2026-10-01T14:00:00", "2026-10-01T14:00:00"),
        ("2026-10-01T14:00:01", None),
        ("2026-10-02T04:00:00+14:00", "2026-10-02T04:00:00+14:00"),
        ("2027", None),
        ("9999-12-31T23:59:59-12:00", None),
    ],
)
def test_a_moment_is_as_precise_as_the_file_and_possible(spelling, kept):
    assert dates.parse_date_created(spelling, now=NOW) == kept


@pytest.mark.parametrize(
    ("text", "other", "agreed"),
    [
        ("2020-07-08", "2020-07-08T09:49:13-04:00", True),
        ("2020-07-08", "2020-07-09", False),
        ("2020-06-03T20:22:03", "2020-06-03T20:22:03+00:00", True),
        ("2020-06-03T20:22:03+00:00", "2020-06-03T22:22:03+02:00", True),
        ("2020-06-03T20:22:03+00:00", "2020-06-03T20:22:03+02:00", False),
        ("2020-06-03T20:22:03.311", "2020-06-03T20:22:03", True),
    ],
)
def test_a_less_precise_moment_is_no_conflict(text, other, agreed):
    assert dates.agree(text, other) == dates.agree(other, text) == agreed


def test_the_zone_of_the_camera_is_told_with_its_time():
    camera = {0x9003: "2020:07:08 09:49:13", 0x9011: "-04:00"}
    metadata = read(jpeg(exif=written({ExifTags.IFD.Exif: camera})))
    assert metadata.created_at == "2020-07-08T09:49:13-04:00"


def saved(format, **options):
    file = io.BytesIO()
    Pillow.new("RGB", (8, 6)).save(file, format, **options)
    return file.getvalue()


def png(*chunks, late=()):
    """A PNG with those (type, bytes) of chunks before the pixels, and `late` ones behind."""
    whole = saved("PNG")

    def chunk(kind, raw):
        return struct.pack(">I", len(raw)) + kind + raw + struct.pack(">I", zlib.crc32(kind + raw))

    pixels, end = whole.index(b"IDAT") - 4, whole.index(b"IEND") - 4
    early = b"".join(chunk(*c) for c in chunks)
    return (
        whole[:pixels] + early + whole[pixels:end] + b"".join(chunk(*c) for c in late) + whole[end:]
    )


ITXT = b"XML:com.adobe.xmp\0\0\0\0\0"
EXIF = written({ARTIST: "Jane Doe"})


@pytest.mark.parametrize("format", ["JPEG", "WEBP", "AVIF", "TIFF"])
def test_each_format_carries_xmp_and_exif(format):
    text = packet(credit("Kyodo")).encode()
    data = saved(format, exif=EXIF, **({} if format == "TIFF" else {"xmp": text}))
    if format == "TIFF":
        data = saved(format, tiffinfo={315: "Jane Doe", 700: text})
    metadata = read(data)
    assert (metadata.credit_line, metadata.creator, metadata.flags) == ("Kyodo", "Jane Doe", ())
    assert metadata.raw["xmp"] == [text.decode()]


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("packed", [False, True])
def test_png_carries_xmp_and_exif_before_and_behind_the_pixels(late, packed):
    text = packet(credit("Kyodo")).encode()
    itxt = b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(text) if packed else ITXT + text
    chunks = [(b"iTXt", itxt), (b"eXIf", EXIF.tobytes()[6:])]
    metadata = read(png(late=chunks) if late else png(*chunks))
    assert (metadata.credit_line, metadata.creator) == ("Kyodo", "Jane Doe")


def test_png_and_tiff_carry_iim():
    block = UTF8 + data_set(110, b"Kyodo")
    profile = f"\niptc\n{len(block):8}\n{block.hex()}\n".encode()
    packed = b"Raw profile type iptc\0\0" + zlib.compress(profile)
    assert read(png((b"zTXt", packed))).credit_line == "Kyodo"
    assert read(saved("TIFF", tiffinfo={33723: block})).credit_line == "Kyodo"


def test_a_picture_that_was_not_decoded_stays_so_and_can_still_be():
    text = PngInfo()
    text.add_itxt("XML:com.adobe.xmp", packet(credit("Kyodo")))
    for data in (saved("PNG", pnginfo=text), saved("WEBP"), saved("AVIF"), jpeg(), saved("TIFF")):
        with Pillow.open(io.BytesIO(data)) as picture:
            where = picture.fp.tell()
            reading.read(picture, now=NOW)
            assert picture.format == "TIFF" or picture.fp.tell() == where
            assert getattr(picture, "_im", None) is None
            picture.load()


def box(kind, raw):
    return struct.pack(">I", len(raw) + 8) + kind + raw


def superbox(kind, label, *boxes):
    described = box(
        b"jumd", kind + bytes.fromhex("00110010800000aa00389b71") + b"\x03" + label + b"\0"
    )
    return box(b"jumb", described + b"".join(boxes))


STORE = superbox(b"c2pa", b"c2pa", superbox(b"c2ma", b"urn:uuid:1"))
SPHERE = superbox(b"json", b"360")  # JUMBF that is not C2PA's


def in_app11(store, pieces=2):
    """The store as JPEG segments, each with the head of the box."""
    size = -(-(len(store) - 8) // pieces)
    parts = [store[8:][at : at + size] for at in range(0, len(store) - 8, size)]
    return [
        (11, b"JP\0\1" + struct.pack(">I", n) + store[:8] + part) for n, part in enumerate(parts, 1)
    ]


def in_avif(store):
    return box(b"uuid", blocks._MANIFEST + b"\0" * 4 + b"manifest\0" + b"\0" * 8 + store)


CARRIERS = {
    "JPEG": lambda store: jpeg(*in_app11(store)),
    "PNG": lambda store: png((b"caBX", store)),
    "WebP": lambda store: saved("WEBP") + b"C2PA" + struct.pack("<I", len(store)) + store,
    "AVIF": lambda store: saved("AVIF") + in_avif(store),
    "TIFF": lambda store: saved("TIFF", tiffinfo={52545: store}),
}


@pytest.mark.parametrize("carrier", CARRIERS.values(), ids=CARRIERS)
def test_a_manifest_is_seen_and_other_boxes_are_not_taken_for_one(carrier):
    assert read(carrier(STORE)).has_credentials
    assert not read(carrier(SPHERE)).has_credentials


@pytest.mark.parametrize("carrier", ["PNG", "WebP", "AVIF"])
def test_a_manifest_of_any_size_is_seen(carrier):
    assert read(CARRIERS[carrier](STORE + b"\0" * (5 << 20))).has_credentials


WHOLE_CREDENTIALS = Credentials(
    State.VALID, title="river.jpg", authors=("Jane Doe", "Tran Van A"), source_type=f"{TERMS}AI"
)


def test_whole_credentials_name_what_nobody_else_does():
    metadata = reading.with_credentials(EmbeddedMetadata(), WHOLE_CREDENTIALS)
    assert metadata == EmbeddedMetadata(
        creator="Jane Doe, Tran Van A",
        creators=("Jane Doe", "Tran Van A"),
        title="river.jpg",
        digital_source_type=f"{TERMS}AI",
        credentials=WHOLE_CREDENTIALS,
    )


@pytest.mark.parametrize("state", [State.VALID, State.TRUSTED])
def test_credentials_contradict_nobody(state):
    stated = EmbeddedMetadata(
        creator="Yamada", creators=("Yamada",), title="1", digital_source_type=f"{TERMS}print"
    )
    credentials = replace(WHOLE_CREDENTIALS, state=state)
    assert reading.with_credentials(stated, credentials) == replace(stated, credentials=credentials)


@pytest.mark.parametrize("state", [State.INVALID, State.UNCHECKED])
def test_credentials_that_are_not_whole_name_nobody(state):
    credentials = replace(WHOLE_CREDENTIALS, state=state)
    metadata = reading.with_credentials(EmbeddedMetadata(), credentials)
    assert metadata == EmbeddedMetadata(credentials=credentials)


def test_a_file_that_says_nothing_is_made_to_say_nothing():
    assert read(saved("AVIF")) == EmbeddedMetadata()
    assert in_iim(data_set(103, b"-"), data_set(40, b"\0"), data_set(5, b" ")).job_id is None


def test_texts_are_in_one_form_and_of_a_length():
    decomposed = "Hue\u0302\u0301 \u202eabc"
    long = "a" * 9_000
    metadata = read(
        jpeg(
            iptc=UTF8
            + data_set(120, f"{decomposed}\r\nb\0".encode())
            + data_set(105, f"{decomposed}\r\nb".encode())
            + data_set(40, long.encode())
            + data_set(110, long.encode())
        )
    )
    assert (metadata.caption, metadata.headline) == ("Huế abc\nb", "Huế abc b")
    assert (len(metadata.instructions), len(metadata.credit_line)) == (5_000, 1_000)


def test_raw_is_json_without_nul_and_of_a_size():
    huge = packet(credit("ế" * 600_000)).encode()
    exif_block = written({ARTIST: b"Jane\0Doe", DESCRIPTION: "b" * 60_000})
    metadata = read(saved("WEBP", xmp=huge, exif=exif_block))
    kept = json.dumps(metadata.raw, ensure_ascii=False)
    assert 300_000 < len(kept.encode()) < 410_000
    assert "\\u0000" not in kept
    assert metadata.raw["exif"]["Artist"] == "JaneDoe"


@pytest.mark.parametrize(
    ("text", "kept"), [("5", 5), ("0", None), ("9", 9), ("10", None), ("x", None)]
)
def test_urgency_is_a_number_from_one_to_nine(text, kept):
    assert metadata_of_xmp(packet(f"<photoshop:Urgency>{text}</photoshop:Urgency>")).urgency == kept


quick = hypothesis(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PIECES = st.sampled_from(
    [b"\x1c\x02", b"\x1c\x01Z", b"\x00\x03", b"\x1b%G", b"\x80\x04", b"Kyodo", b"8BIM\x04\x04\0\0",
     b"<?xpacket", b"<x:xmpmeta", b"<rdf:RDF", b">", b"JP\0\1", b"jumb", b"jumd", b"\0\0\0\x20", b"\xff"]
)  # fmt: skip
RUBBISH = st.binary(max_size=80) | st.lists(PIECES | st.binary(max_size=6), max_size=20).map(
    b"".join
)


@quick
@given(RUBBISH)
def test_no_block_makes_its_reader_fail(raw):
    iim.read(raw)
    iim.read(UTF8 + raw)
    xmp.read(raw)
    dates.parse_date_created(raw.decode("latin-1"))


@quick
@given(RUBBISH, st.integers(0, 3), st.binary(max_size=40))
def test_no_segment_makes_reading_fail(raw, cut, tail):
    segments = [
        (1, HEADER + raw),
        (1, DAMAGED + packet(credit("A")).encode()[: 200 * cut] + tail),
        (1, b"http://ns.adobe.com/xmp/extension/\0" + raw),
        (13, b"Photoshop 3.0\0" + raw),
        (11, b"JP" + raw),
    ]
    assert isinstance(read(jpeg(*segments)), EmbeddedMetadata)


WHOLE = {
    "JPEG": jpeg(
        (1, DAMAGED + packet(credit("Kyodo")).encode()),
        *in_app11(STORE),
        iptc=UTF8 + data_set(110, b"Kyodo"),
        exif=EXIF,
    ),
    "PNG": png((b"iTXt", ITXT + packet(credit("Kyodo")).encode()), (b"eXIf", EXIF.tobytes()[6:])),
    "TIFF": saved("TIFF", tiffinfo={700: packet().encode(), 33723: UTF8, 315: "Jane Doe"}),
    "WEBP": saved("WEBP", xmp=packet().encode(), exif=EXIF),
    "AVIF": saved("AVIF", xmp=packet().encode(), exif=EXIF),
}


@pytest.mark.filterwarnings("ignore")  # Pillow warns of what it passes over
@pytest.mark.parametrize("data", WHOLE.values(), ids=WHOLE)
@quick
@given(st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=8), st.floats(0.2, 1))
def test_no_damaged_file_that_opens_makes_reading_fail(data, changes, kept):
    damaged = bytearray(data)
    for where, value in changes:
        damaged[int(where * len(damaged))] = value
    try:
        picture = Pillow.open(io.BytesIO(damaged[: int(kept * len(damaged))]))
    except Exception:  # it is no picture any more
        return
    with picture:
        assert isinstance(reading.read(picture, now=NOW), EmbeddedMetadata)


def test_an_exif_whose_addresses_lead_nowhere_is_passed_over():
    block = b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHII", 0x8769, 4, 1, 0x7FFFFFFF) + b"\0\0\0\0"
    data = Pillow.Exif()
    data.load(b"Exif\0\0" + block)
    assert exif.read(data).values == {}
