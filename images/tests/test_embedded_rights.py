"""The rights packet, read back by ExifTool and by our own reader: what is said, and nothing else."""

import io
import json
import shutil
import subprocess
from xml.etree import ElementTree

import pytest
from PIL import Image as Pillow

from images.files import embedded_rights
from images.files.embedded_rights import EmbeddedRights
from images.metadata import reading

FORMATS = {"JPEG": "jpg", "WEBP": "webp", "AVIF": "avif", "PNG": "png"}
FULL = EmbeddedRights(
    credit='Ảnh: Nguyễn Thị Ánh Tuyết/"Kyodo" & TTXVN',
    copyright_notice="© 2024 Kyodo <News> & Cộng sự. Mọi quyền được bảo lưu.",
    creator='Nguyễn Thị "Ánh" Tuyết & em <3',
    source="Kyodo & Hãng thông tấn Việt Nam",
    web_statement="https://example.org/rights?a=1&b=2",
    alt="Cầu Trường Tiền lúc chiều xuống:\n“sáu nhịp” < bảy & > năm, 'đẹp'.",
    data_mining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING",
    digital_source_type="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
)


def written(values, format):
    file = io.BytesIO()
    picture = Pillow.effect_noise((64, 48), 50).convert("RGB")
    picture.save(file, format, **embedded_rights.save_options(values, format))
    return file.getvalue()


def exiftool(data, *options):
    program = shutil.which("exiftool")
    assert program, (
        "ExifTool is missing. bin/needs installs it: apt-get install libimage-exiftool-perl."
    )
    ran = subprocess.run([program, *options, "-"], input=data, capture_output=True, check=False)
    return ran.stdout.decode()


def tags(data):
    """What ExifTool finds, by group and name, but for what it says of the file and the pixels."""
    (written,) = json.loads(exiftool(data, "-j", "-G1", "-struct", "-n"))
    beside = ("ExifTool", "System", "File", "Composite", "RIFF", "VP8", "PNG", "Meta", "Photoshop")
    skipped = (*beside, "QuickTime", "JFIF", "SourceFile", "Track")
    return {name: value for name, value in written.items() if not name.startswith(skipped)}


XMP_OF_FULL = {
    "XMP-photoshop:Credit": FULL.credit,
    "XMP-dc:Rights": FULL.copyright_notice,
    "XMP-dc:Creator": [FULL.creator],
    "XMP-photoshop:Source": FULL.source,
    "XMP-xmpRights:WebStatement": FULL.web_statement,
    "XMP-iptcCore:AltTextAccessibility": FULL.alt,
    "XMP-plus:DataMining": FULL.data_mining,
    "XMP-iptcExt:DigitalSourceType": FULL.digital_source_type,
}
# In IIM each value is cut to its room in bytes, between two characters.
IIM_OF_FULL = {
    "IPTC:EnvelopeRecordVersion": 4,
    "IPTC:CodedCharacterSet": "\x1b%G",
    "IPTC:ApplicationRecordVersion": 4,
    "IPTC:By-line": 'Nguyễn Thị "Ánh" Tuyết &',
    "IPTC:Credit": "Ảnh: Nguyễn Thị Ánh Tuy",
    "IPTC:Source": "Kyodo & Hãng thông tấn Việ",
    "IPTC:CopyrightNotice": FULL.copyright_notice,
}


@pytest.mark.parametrize("format", FORMATS)
def test_exiftool_finds_the_packet_and_nothing_else(format):
    embedded = tags(written(FULL, format))
    iim = IIM_OF_FULL if format == "JPEG" else {}
    assert embedded == {**XMP_OF_FULL, **iim}


@pytest.mark.parametrize("format", FORMATS)
def test_exiftool_has_nothing_to_find_fault_with(format):
    report = exiftool(written(FULL, format), "-validate", "-warning", "-error", "-a")
    assert report.strip() == "Validate                        : OK"


@pytest.mark.parametrize("format", FORMATS)
def test_there_is_no_place_and_no_serial_number(format):
    assert exiftool(written(FULL, format), "-gps:all", "-*serial*", "-EXIF:all") == ""


@pytest.mark.parametrize("format", FORMATS)
def test_our_own_reader_finds_the_packet(format):
    with Pillow.open(io.BytesIO(written(FULL, format))) as picture:
        metadata = reading.read(picture)
    assert (metadata.creators, metadata.credit_line) == ((FULL.creator,), FULL.credit)
    assert (metadata.copyright_notice, metadata.source) == (FULL.copyright_notice, FULL.source)
    assert (metadata.web_statement, metadata.alt_text) == (
        FULL.web_statement,
        FULL.alt.replace("\n", " "),
    )
    assert metadata.data_mining == FULL.data_mining
    assert metadata.digital_source_type == FULL.digital_source_type
    assert (metadata.conflicts, metadata.flags) == ((), ())


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_not_said_is_not_there(format):
    embedded = tags(written(EmbeddedRights(credit="Ảnh: Kyodo"), format))
    iim = {name: IIM_OF_FULL[name] for name in list(IIM_OF_FULL)[:3]} if format == "JPEG" else {}
    iim |= {"IPTC:Credit": "Ảnh: Kyodo"} if format == "JPEG" else {}
    assert embedded == {"XMP-photoshop:Credit": "Ảnh: Kyodo", **iim}


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_packet_is_no_reason_to_fail(format):
    with Pillow.open(io.BytesIO(written(EmbeddedRights(), format))) as picture:
        picture.load()
        assert reading.read(picture).credit_line is None


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("letter", ["&", "Ễ", "🌉", "\0", "\ud800", "\ufffe", "]]>", '"'])
def test_the_longest_words_of_any_letters_fit(format, letter):
    values = EmbeddedRights(*[letter * 5_000] * 8)
    ElementTree.fromstring(embedded_rights.xmp(values))  # well-formed
    with Pillow.open(io.BytesIO(written(values, format))) as picture:
        picture.load()


@pytest.mark.parametrize(
    ("credit", "cut"),
    [
        ("a" * 40, "a" * 32),
        ("ễ" * 20, "ễ" * 10),  # three bytes each: ten are 30
        ("a" + "đ" * 20, "a" + "đ" * 15),
        ("a" * 31 + "🌉", "a" * 31),
        ("hai\ndòng", "hai dòng"),
    ],
)
def test_a_value_in_iim_is_cut_between_two_characters(credit, cut):
    data = embedded_rights.iim(EmbeddedRights(credit=credit))
    value = data[data.index(b"\x1c\x02\x6e") + 5 :]
    assert value.decode() == cut
    assert len(value) <= 32


def test_xmp_gives_languages_and_lists_their_own_forms():
    text = embedded_rights.xmp(FULL).decode()
    default = '<rdf:Alt><rdf:li xml:lang="x-default">'
    assert f"<dc:rights>{default}© 2024" in text
    assert f"<Iptc4xmpCore:AltTextAccessibility>{default}Cầu" in text
    assert "<dc:creator><rdf:Seq><rdf:li>Nguyễn" in text
