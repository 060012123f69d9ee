"""JSON that is broken, or made to break its reader: quarantined with a sentence, or made harmless."""

import json
import time

import pytest

from newsroom.tests.factories import MORNING
from wires import parsers
from wires.tests import agency_copy


@pytest.fixture(autouse=True)
def _no_parser_fails(caplog):
    """What a parser does not foresee is caught and logged: here none of it may happen."""
    yield
    assert [r.getMessage() for r in caplog.get_records("call") if r.name == "wires.parsers"] == []


def parse(raw):
    """What came of the bytes, within two seconds and without an exception."""
    began = time.process_time()  # what else the machine does is not counted
    parsed = parsers.parse(raw, at=MORNING, name="delivery")
    assert time.process_time() - began < 2
    assert parsed.accepted is (parsed.reason == "")
    assert parsed.accepted or parsed.items == ()
    return parsed


def parse_item(**properties):
    parsed = parse(agency_copy.ninjs(**properties))
    assert parsed.reason == ""
    return parsed.items[0]


DEEP = 100_000
REFUSED = {
    "empty": b"",
    "blank": b" \n\t ",
    "zeros": b"\x00" * 1000,
    "a key twice": b'{"uri": "a", "type": "text", "pubStatus": "canceled", "pubStatus": "usable"}',
    "a key twice below": b'{"uri": "a", "type": "text", "x": [{"b": 1, "b": 2}]}',
    "NaN": b'{"uri": "a", "type": "text", "urgency": NaN}',
    "Infinity": b'{"uri": "a", "type": "text", "urgency": -Infinity}',
    "beyond floats": b'{"uri": "a", "type": "text", "urgency": 1e999}',
    "a number without end": b'{"uri": "a", "type": "text", "version": ' + b"9" * 100_000 + b"}",
    "lists in lists": b'{"uri": "a", "type": "text", "x": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "objects in objects": b'{"uri": "a", "type": "text", "x": ' + b'{"a":' * DEEP,
    "only brackets": b"[" * DEEP,
    "50 MB": b'{"uri": "' + b"a" * 50_000_000 + b'", "type": "text"}',
    "Latin-1": '{"uri": "a", "type": "text", "headline": "Café fermé"}'.encode("latin-1"),
    "two values": b'{"uri": "a", "type": "text"}{"uri": "b", "type": "text"}',
    "a comma too many": b'{"uri": "a", "type": "text",}',
    "no item": b'{"hello": "world"}',
    "no items": b"[]",
    "numbers": b"[1, 2, 3]",
    "no id": b'{"type": "text", "headline": "A ferry"}',
    "an empty id": b'{"uri": " ", "type": "text"}',
    "an id that is an object": b'{"uri": {"a": 1}, "type": "text"}',
    "one of two is none": b'[{"uri": "a", "type": "text"}, null]',
}


@pytest.mark.parametrize("raw", REFUSED.values(), ids=REFUSED)
def test_it_is_quarantined_with_a_sentence(raw):
    parsed = parse(raw)
    assert not parsed.accepted
    assert parsed.reason.endswith((".", "…")) or ":" in parsed.reason


def test_a_delivery_cut_anywhere_is_quarantined():
    whole = agency_copy.ninjs()
    assert parse(whole).accepted
    for end in range(1, len(whole), 50):
        assert not parse(whole[:end]).accepted


def test_bytes_turned_at_any_place_raise_nothing():
    whole = agency_copy.ninjs()
    for place in range(0, len(whole), 7):
        for byte in (0x00, 0x22, 0x5C, 0x7B, 0xFF):
            parse(whole[:place] + bytes((byte,)) + whole[place + 1 :])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_the_encodings_that_json_may_have_are_read(encoding):
    raw = agency_copy.ninjs(**agency_copy.headline("Tàu đạn")).decode()
    item = parse(raw.encode(encoding)).items[0]
    assert item.headline == "Tàu đạn"


def test_control_characters_are_left_out_and_told():
    raw = agency_copy.ninjs(**agency_copy.headline("Ferry@turns\x7f back")).replace(
        b"@", b"\x00\x0b "
    )
    parsed = parse(raw)
    assert parsed.items[0].headline == "Ferry turns back"
    assert len(parsed.remarks) == 1


def test_half_a_character_is_none():
    raw = agency_copy.ninjs(**agency_copy.headline("Ferry @")).replace(b"@", rb"\ud83d")
    assert parse(raw).items[0].headline == "Ferry ?"


@pytest.mark.parametrize(
    "wrong",
    [7, -1, 1.5, True, None, [], {}, [[]], [{}], {"a": {"b": []}}, "x" * 100_000],
    ids=lambda wrong: repr(wrong)[:12],
)
def test_values_of_another_kind_say_nothing_and_break_nothing(wrong):
    for key in json.loads(agency_copy.ninjs()):
        if key not in ("uri",):
            parse(agency_copy.ninjs(**{key: wrong}))
    for key in (
        "associations",
        "renditions",
        "embargoedUntil",
        "edNote",
        "subjects",
        "by",
        "located",
    ):
        parse(agency_copy.ninjs(**{key: wrong}))
        parse(
            agency_copy.ninjs(
                associations=[{"name": "a", "uri": "p", "type": "picture", key: wrong}]
            )
        )


def body(html):
    return agency_copy.ninjs(bodies=[{"contentType": "text/html", "value": html}])


HUGE = {
    "objects": b"[" + b"{}," * 2_000_000 + b"{}]",
    "keys": b"{" + b",".join(b'"k%d":1' % n for n in range(400_000)) + b"}",
    "the last key twice": b"{" + b",".join(b'"k%d":1' % n for n in range(250_000)) + b',"k9":2}',
    "items": b"[" + b",".join(b'{"uri":"a%d","type":"text"}' % n for n in range(2_001)) + b"]",
    "a body": body("<p>x</p>" * 1_000_000),
    "a text": agency_copy.ninjs(
        bodies=[{"contentType": "text/plain", "value": "x\n\n" * 1_000_000}]
    ),
    "pictures": agency_copy.ninjs(associations=[{"name": "a", "type": "picture"}] * 2_001),
    "subjects": agency_copy.ninjs(subjects=[{"name": f"n{n}"} for n in range(2_001)]),
}
LARGE = {
    "paragraphs": body("<p>x</p>" * 50_000),
    "sections": body("<section" * 60_000),
    "marked sections": body('<section class="main nonpublic">' * 15_000),
    "tags that stay open": body("<b>" * 150_000),
    "text": agency_copy.ninjs(bodies=[{"contentType": "text/plain", "value": "x\n\n" * 150_000}]),
    "a headline": agency_copy.ninjs(**agency_copy.headline("& < " * 1_000_000)),
    "blanks": agency_copy.ninjs(embargoedUntil="a" + " " * 1_000_000 + "b"),
    "pictures": agency_copy.ninjs(
        associations=[{"type": "picture", "renditions": [{"href": "http://a/b"}]}] * 2_000
    ),
}


@pytest.mark.parametrize("raw", HUGE.values(), ids=HUGE)
def test_more_than_any_agency_sends_is_quarantined_at_once(raw):
    assert not parse(raw).accepted


@pytest.mark.parametrize("raw", LARGE.values(), ids=LARGE)
def test_much_of_anything_is_dealt_with_in_time(raw):
    parse(raw)


def test_scripts_in_a_body_do_not_come_through():
    html = (
        '<p onclick="a()">A ferry <script>alert(1)</script>'
        '<a href="javascript:a()">turned</a> <img src="http://127.0.0.1/x"> back.</p>'
        '<iframe src="file:///etc/passwd"></iframe><svg onload="a()"></svg>'
    )
    item = parse_item(bodies=[{"role": "main", "contentType": "text/html", "value": html}])
    for word in ("script", "onclick", "onload", "alert", "<img", "iframe", "file:", "svg", "127."):
        assert word not in item.body_html
    assert item.body_html.startswith("<p>A ferry ")


def test_a_body_of_tags_in_tags_is_quarantined_or_flat():
    for tag in ("div", "blockquote", "b", "ul><li", "table><tr><td"):
        value = f"<{tag}>" * 20_000 + "A ferry turned back."
        parsed = parse(agency_copy.ninjs(bodies=[{"contentType": "text/html", "value": value}]))
        assert not parsed.accepted or parsed.items[0].body_html.count("<") < 2_000


BAD_HREFS = (
    *("file:///etc/passwd", "javascript:alert(1)", "gopher://example.com/x", "../../secret.jpg"),
    *("/etc/passwd", "//example.com/x.jpg", "http://user@example.com/x.jpg", "data:image/png,x"),
    *("", "http://", "a/../../b.jpg", "C:\\x.jpg", "http://[::1/x"),
)


@pytest.mark.parametrize("href", BAD_HREFS)
def test_an_address_that_may_not_be_fetched_is_dropped_and_told(href):
    renditions = [{"name": "main", "href": href}]
    text = {"name": "a", "uri": "p:1", "type": "picture", "renditions": renditions}
    parsed = parse(agency_copy.ninjs(associations=[text]))
    assert [p.href for p in parsed.items[0].pictures] == [""]
    assert len(parsed.remarks) == 1
