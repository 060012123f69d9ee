"""Every registered parser gives the same fail-closed answers, or the table says why it does not.

Parsers come from the registry in wires/parsers/__init__.py: a new format is asked without a change
here, as soon as it has a sample in wires/tests/minimal.py.
"""

import pytest
from django.utils import translation

from newsroom.tests.factories import MORNING
from wires import parsers
from wires.parsing import strict_json, strict_xml, telegraph
from wires.parsing.parsed import Parsed
from wires.tests.minimal import SAMPLES, Delivery

REGISTERED = (*parsers.XML, *parsers.JSON, *parsers.TEXT, *parsers.PICTURES)
HOSTILE = (
    '<p onclick="alert(1)">A night ferry<script>alert(1)</script> turned back.</p>'
    '<a href="javascript:alert(1)">x</a><iframe src="https://x.example/"></iframe>'
    '<img src="https://x.example/" onerror="alert(1)"/><style>p {}</style>'
)
RUNNING = ("<script", "<iframe", "<img", "<style", "<p onclick", '<a href="javascript:', "<object")


def parse(raw: bytes) -> Parsed:
    with translation.override("en"):
        return parsers.parse(raw, at=MORNING, name="delivery.bin")


def outcome(raw: bytes) -> str:
    """Return “quarantined”, “not usable” or “usable”."""
    parsed = parse(raw)
    if not parsed.accepted:
        assert parsed.reason
        assert "reader failed" not in parsed.reason
        return "quarantined"
    return "usable" if any(item.is_usable(MORNING) for item in parsed.items) else "not usable"


def largest(parser) -> int:
    """Return a number of bytes that is too large for the parser."""
    if parser in parsers.XML:
        return strict_xml.LARGEST
    return strict_json.LARGEST if parser in parsers.JSON else telegraph.LARGEST


QUESTIONS = {
    "nothing wrong": (Delivery(), "usable"),
    "an item without id": (Delivery(guid=""), "quarantined"),
    "an embargo that cannot be read": (Delivery(embargo="the day after"), "not usable"),
    "an embargo that runs": (Delivery(embargo="2024-07-01T00:00:00Z"), "not usable"),
    "an embargo without end": (Delivery(embargo="9999-12-31T23:59:59-12:00"), "not usable"),
    "an embargo before all agencies": (Delivery(embargo="0001-01-01T00:00:00Z"), "not usable"),
    "a status that is not known": (Delivery(status="ready"), "not usable"),
    "a status that takes it away": (Delivery(status="canceled"), "not usable"),
}
NO_STATUS = {"a status that is not known", "a status that takes it away"}
# Answers that differ, with the reason. Changing one changes what the desk gets.
OTHERWISE = {
    ("nitf", "an item without id"): ("usable", "AP's NITF has no id: one is made of the copy."),
    ("rss", "an item without id"): ("usable", "Feeds may leave it out: link, or made of the copy."),
    ("atom", "an item without id"): ("usable", "Feeds leave it out: link, or made of the copy."),
    ("json_feed", "an item without id"): ("usable", "Feeds leave it out: made of the copy."),
    ("anpa", "an item without id"): ("usable", "The id is made of its header and the date."),
    ("iptc7901", "an item without id"): ("usable", "The id is made of its header and the date."),
    ("zczc", "an item without id"): ("usable", "It has no id: one is made of the copy."),
    ("picture", "an item without id"): ("usable", "The id is made of the bytes."),
    **{
        (name, question): ("usable", "The format has no field for a status.")
        for name in ("json_feed", "anpa", "iptc7901", "zczc", "picture")
        for question in sorted(NO_STATUS)
    },
}


def module_name(parser) -> str:
    return parser.__name__.rpartition(".")[2]


@pytest.fixture(params=REGISTERED, ids=module_name)
def parser(request):
    return request.param


def test_every_exception_is_of_a_registered_parser_and_a_question():
    names = {module_name(parser) for parser in REGISTERED}
    assert [key for key in OTHERWISE if key[0] not in names or key[1] not in QUESTIONS] == []


def test_the_sample_is_read_by_the_parser_it_is_of(parser):
    parsed = parse(SAMPLES[parser](Delivery()))
    assert (parsed.reason, len(parsed.items)) == ("", 1)
    assert parsed.format.startswith(parser.FORMAT) or parser in parsers.PICTURES
    assert parsed.items[0].guid.strip()


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_not_understood_is_not_usable(parser, question):
    delivery, right = QUESTIONS[question]
    answer, _reason = OTHERWISE.get((module_name(parser), question), (right, ""))
    assert outcome(SAMPLES[parser](delivery)) == answer


def test_nothing_in_a_body_runs_or_loads(parser):
    parsed = parse(SAMPLES[parser](Delivery(body=HOSTILE)))
    assert parsed.accepted
    html = parsed.items[0].body_html
    assert [mark for mark in RUNNING if mark in html] == []
    assert "ferry" in html or parser in parsers.PICTURES


def test_a_delivery_that_is_too_large_is_refused(parser, settings):
    settings.MAX_UPLOAD_BYTES = 100_000
    raw = SAMPLES[parser](Delivery())
    assert outcome(raw + b" " * largest(parser)) == "quarantined"
