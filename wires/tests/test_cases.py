"""Small deliveries that were read wrongly once, each for a rule: what is read in them now.

`pytest -s` prints the table.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation

from wires.parsers import parse
from wires.parsing import markup
from wires.parsing.datelines import place_of

CASES = Path(__file__).parent / "cases"
AT = datetime(2024, 6, 8, 13, 0, tzinfo=UTC)
BOTH_LINES = "The first boat left Niigata at noon.\nThe second follows on Sunday."
CLOSED = "button canvas embed figure iframe noscript object script style svg textarea title video"
END = datetime(2024, 6, 22, 12, 0, tzinfo=UTC)
KILLED_ID = "0123456789abcdef0123456789abcdef"


def body(item):
    return markup.text(item.body_html)


def release(item):
    return item.status, item.embargo_indefinite, item.is_usable(AT)


def terms(item):
    return item.usage_terms.splitlines(), item.expires_at


def place(item):
    return place_of(item.dateline)


def identity(item):
    return item.guid, item.version, item.status


def heading(item):
    return item.headline, item.byline, item.dateline, item.provider


def picture(item):
    (only,) = item.pictures
    return only.creator, only.caption, only.credit_line


# Name of the file, what is looked at, and what is right.
TABLE = [
    ("c01-newsml1-xhtml-page-with-empty-title.xml", body, BOTH_LINES),
    ("c01b-newsml1-xhtml-page-with-title.xml", body, BOTH_LINES),
    ("c01-ninjs-selfclosed-iframe.json", body, BOTH_LINES),
    *((f"c01-rss-selfclosed-{name}.xml", body, BOTH_LINES) for name in CLOSED.split()),
    ("c01-rss-kill-behind-selfclosed-script.xml", release, ("usable", True, False)),
    (
        "c02-newsml1-rightsline.xml",
        terms,
        (["NO SALES, JAPAN OUT, NOT FOR USE AFTER JUNE 22"], None),
    ),
    (
        "c02-newsml1-geography.xml",
        terms,
        (["Editorial use", "Not for use in Japan", "Not for use after 2024-06-22"], END),
    ),
    (
        "c02-nitf-doc-rights-geography.xml",
        terms,
        (["Australia only", "online only", "Not for use after 2024-06-22"], END),
    ),
    *(
        (f"c03-newsml1-dateline-{number}.xml", lambda item: item.dateline, "")
        for number in range(5)
    ),
    ("c03-newsml1-dateline-5.xml", place, "Paris"),
    ("c03-newsml1-dateline-6.xml", place, "TOKYO"),
    ("c03-newsml1-dateline-7.xml", place, "MADRID"),
    ("c03-newsml1-dateline-8.xml", place, "TOKYO"),
    ("c03-newsml1-dateline-9.xml", place, "BEIJING"),
    ("c03-newsml1-dateline-10.xml", place, "TOKYO/SEOUL"),
    ("c04-ninjs-signed-uri-a.json", identity, (KILLED_ID, 1, "usable")),
    ("c04-ninjs-signed-uri-b.json", identity, (KILLED_ID, 2, "canceled")),
    (
        "c05-iptc7901-byline-correspondents.txt",
        heading,
        (
            "Ferry service to Sado resumes after the storm",
            "By tst correspondents",
            "Niigata (tst)",
            "tst 0045",
        ),
    ),
    (
        "c05-iptc7901-two-agencies.txt",
        heading,
        ("Bac de Sado: reprise du service (armateur)", "", "Niigata (ats afp)", "ats afp"),
    ),
    (
        "c06-nitf-tagline-mail.xml",
        lambda item: (body(item), item.internal_notes),
        ("The first boat left.", "desk.one@test.invalid/desk.two@test.invalid"),
    ),
    (
        "c07-g2-picture-creator-roles.xml",
        picture,
        ("Tanaka Ichiro", "A ferry leaves.", "Test Agency"),
    ),
    ("c08-anpa-table-caret.tst", lambda item: "^" in item.body_html, False),
    ("c09-rss-struck-text.xml", body, "The storm killed seven people."),
    ("c10-g2-utf8-declared-utf16.xml", body, "Chuyến đầu rời bến."),
    (
        "c11-rss-figure-with-credit.xml",
        picture,
        ("Tanaka Ichiro", "The ferry leaves Niigata. Photo: Tanaka Ichiro/Kyodo", "Kyodo"),
    ),
    (
        "c12-newsml1-three-stories-in-one-item.xml",
        lambda *items: [item.headline for item in items],
        ["Tokyo market falls", "Hanoi market rises", "Seoul market closed"],
    ),
]


@pytest.mark.parametrize(("name", "look", "right"), TABLE)
def test_a_case_is_read_right(name, look, right):
    with translation.override("en"):
        parsed = parse((CASES / name).read_bytes(), at=AT)
    result = look(*parsed.items)
    sys.stdout.write(f"\n{name:50} {result!r}")
    assert result == right


def test_every_case_beside_the_table_is_in_it():
    named = {name for name, _look, _right in TABLE}
    assert {path.name for path in CASES.iterdir()} - named == {"c02-newsml1-geography-only.xml"}
