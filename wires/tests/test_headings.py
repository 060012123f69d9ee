"""What stands above copy and beside pictures: headlines, bylines, subjects, makers, tables."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from wires.parsers import parse
from wires.parsing import markup

AT = datetime(2024, 6, 8, 13, 0, tzinfo=UTC)
CASES = Path(__file__).parent / "cases"


def read(name):
    (item,) = parse((CASES / name).read_bytes(), at=AT).items
    return item


def test_correspondents_without_names_are_a_byline():
    item = read("c05-iptc7901-byline-correspondents.txt")
    assert item.headline == "Ferry service to Sado resumes after the storm"
    assert (item.byline, item.provider) == ("By tst correspondents", "tst 0045")
    assert "1ST LEAD" in item.editor_note


def test_several_agencies_sign_a_dateline_and_a_word_above_is_the_subject():
    item = read("c05-iptc7901-two-agencies.txt")
    assert item.headline == "Bac de Sado: reprise du service (armateur)"
    assert (item.dateline, item.provider) == ("Niigata (ats afp)", "ats afp")
    assert (item.slugline, item.subjects) == ("Japon", ("Transport",))


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("By tst correspondents", "By tst correspondents"),
        ("By staff writers", "By staff writers"),
        ("Von dpa-Korrespondenten", "Von dpa-Korrespondenten"),
        ("Von unseren Korrespondenten", "Von unseren Korrespondenten"),
        ("Par les correspondants", "Par les correspondants"),
        ("By and large quiet", ""),
    ],
)
def test_who_is_a_byline(line, byline):
    raw = (CASES / "c05-iptc7901-byline-correspondents.txt").read_text()
    (item,) = parse(raw.replace("By tst correspondents", line).encode(), at=AT).items
    assert item.byline == byline


def test_marks_of_lines_are_in_no_table():
    table = "<tr><td></td><td>W</td><td>L</td><td>Pct</td></tr>"
    item = read("c08-anpa-table-caret.tst")
    assert table in item.body_html
    assert "^" not in markup.text(item.body_html)


PICTURE = (CASES / "c07-g2-picture-creator-roles.xml").read_text()
NAMED = '<creator role="crol:photographer"><name>Tanaka Ichiro</name></creator>'


@pytest.mark.parametrize(
    ("creators", "creator"),
    [
        (NAMED + "<creator><name>dw</name></creator>", "Tanaka Ichiro"),
        ("<creator role='x:descriptionWriter'><name>Desk Writer</name></creator>" + NAMED, "Tanaka Ichiro"),
        ("<creator role='x:editor'><name>Desk Editor</name></creator>", ""),
        ("<creator><name>Jane Doe</name></creator>", "Jane Doe"),
        ("<creator role='x:unheard'><name>Jane Doe</name></creator>", "Jane Doe"),
        ("<creator roleuri='http://a.invalid/crol/photographer'><name>Jane Doe</name></creator>"
         "<creator><name>Desk One</name></creator>", "Jane Doe"),
        (NAMED + NAMED.replace("Tanaka Ichiro", "Jane Doe"), "Tanaka Ichiro, Jane Doe"),
    ],
)  # fmt: skip
def test_only_makers_are_credited_with_a_picture(creators, creator):
    begins, ends = PICTURE.index("<creator"), PICTURE.rindex("</creator>") + len("</creator>")
    raw = PICTURE[:begins] + creators + PICTURE[ends:]
    (item,) = parse(raw.encode(), at=AT).items
    assert (item.byline, item.pictures[0].creator) == (creator, creator)
