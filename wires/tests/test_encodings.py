"""A wrong declaration of the encoding costs no delivery and no letter, and no control character stays."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation

from wires.parsers import parse
from wires.parsing import markup

AT = datetime(2024, 6, 8, 13, 0, tzinfo=UTC)
CASES = Path(__file__).parent / "cases"
TEXT = "“Đà Nẵng” – café…"
WESTERN = "“Niigata” – café… l’été €"
IS_WINDOWS = "It says that it is %s, and is Windows-1252. It was read as that."
IS_UTF8 = "It says that it is %s, and is UTF-8. It was read as UTF-8."
CONTROLS = "It holds control characters where Windows-1252 has letters. It was read with those."


def nitf(text, declared):
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return (
        f'{head}<nitf><head><docdata><doc-id id-string="1"/></docdata></head><body><body.head><hedline>'
        f"<hl1>On {text}</hl1></hedline></body.head><body.content><p>{text}</p>"
        "</body.content></body></nitf>"
    )


def read(raw):
    with translation.override("en"):
        parsed = parse(raw, at=AT)
    assert parsed.accepted, parsed.reason
    (item,) = parsed.items
    return item.headline.removeprefix("On "), markup.text(item.body_html), parsed.remarks


@pytest.mark.parametrize(
    "declared", ["utf-16", "UTF-16LE", "utf-32", "iso-8859-1", "koi8-r", "klingon"]
)
def test_utf_8_is_read_as_utf_8_whatever_it_says(declared):
    assert read(nitf(TEXT, declared).encode()) == (TEXT, TEXT, (IS_UTF8 % declared.lower(),))


def test_utf_8_without_accents_that_says_utf_16_is_read_too():
    assert read(nitf("Ferry", "utf-16").encode()) == ("Ferry", "Ferry", (IS_UTF8 % "utf-16",))


def test_the_case_of_a_news_item_that_says_utf_16():
    headline, text, remarks = read((CASES / "c10-g2-utf8-declared-utf16.xml").read_bytes())
    assert (headline, text) == ("Phà chạy lại", "Chuyến đầu rời bến.")
    assert remarks[0] == IS_UTF8 % "utf-16"


@pytest.mark.parametrize("declared", ["ISO-8859-1", "latin1", "us-ascii"])
def test_latin_1_with_control_characters_is_windows_1252(declared):
    raw = nitf(WESTERN, declared).encode("cp1252")
    assert read(raw) == (WESTERN, WESTERN, (IS_WINDOWS % declared.lower(),))


def test_latin_1_without_them_is_believed():
    assert read(nitf("Café", "ISO-8859-1").encode("latin-1")) == ("Café", "Café", ())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-8-sig"])
def test_what_is_as_it_says_is_read_without_a_remark(encoding):
    raw = nitf(TEXT, encoding.removesuffix("-sig")).encode(encoding)
    assert read(raw) == (TEXT, TEXT, ())


@pytest.mark.parametrize(
    "text",
    [
        "l\x92été \x96 \x93a\x94",
        "l&#146;été &#150; &#147;a&#148;",
        "l&#x92;été &#X96; &#x0093;a&#x94;",
    ],
)
def test_control_characters_in_utf_8_are_letters_of_windows_1252(text):
    assert read(nitf(text, "utf-8").encode()) == ("l’été – “a”", "l’été – “a”", (CONTROLS,))
    assert read(nitf(text, "").encode())[:2] == ("l’été – “a”", "l’été – “a”")


@pytest.mark.parametrize("ascii_only", [True, False])
def test_control_characters_in_json_are_letters_of_windows_1252(ascii_only):
    item = {
        "uri": "a:1",
        "type": "text",
        "headline": "l\x92été",
        "body_html": "<p>l\x92été \\u0092 &#146;</p>",
    }
    raw = json.dumps(item, ensure_ascii=ascii_only).encode()
    assert read(raw) == ("l’été", "l’été \\u0092 ’", (CONTROLS,))


def test_control_characters_in_a_string_of_html_are_letters_of_windows_1252():
    for body in ("<p>l&#146;été</p>", "<p>l&#146;été & co", "<p>l\x92été</p>"):
        item = {"uri": "a:1", "type": "text", "headline": "a", "body_html": body}
        assert read(json.dumps(item).encode())[1].startswith("l’été")


def test_telegraph_text_has_letters_of_windows_1252_in_both_encodings():
    for raw in ("l’été".encode("cp1252"), "l\x92été".encode()):
        item = parse(b"ZCZC\n^Head\n\n" + raw + b"\nNNNN\n", at=AT).items[0]
        assert markup.text(item.body_html) == "l’été"


def test_no_control_character_is_left_where_windows_1252_has_no_letter():
    for code in range(0x80, 0xA0):
        headline, text, _remarks = read(nitf(f"a&#{code};b", "utf-8").encode())
        assert not any(0x80 <= ord(letter) < 0xA0 for letter in headline + text)


@pytest.mark.parametrize(
    "raw",
    [
        nitf("Café", "utf-8").encode("latin-1"),
        nitf("Café", "").encode("latin-1"),
        nitf("Café", "utf-16").encode("latin-1"),
        nitf("Đà Nẵng", "utf-8").encode()[:-3] + b"\xff>",
    ],
)
def test_what_nobody_can_tell_is_quarantined(raw):
    assert not parse(raw, at=AT).accepted


def test_characters_by_number_in_plain_text_are_letters():
    raw = (
        "<NewsML><NewsItem><Identification><NewsIdentifier><PublicIdentifier>wire:1</PublicIdentifier>"
        "</NewsIdentifier></Identification><NewsComponent><ContentItem><DataContent>"
        "Caf&amp;#233; &amp;#x201c;A &amp;amp; B&amp;#8221;</DataContent>"
        "</ContentItem></NewsComponent></NewsItem></NewsML>"
    )
    assert read(raw.encode())[1:] == ("Café “A &amp; B”", ())
