"""A dateline names a place; the day and the agency behind it are left out of drafts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from wires.parsers import parse
from wires.parsing.datelines import place_of

AT = datetime(2024, 6, 8, 13, 0, tzinfo=UTC)
CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("number", range(5))
def test_a_date_is_no_dateline(number):
    assert read(number).dateline == ""


@pytest.mark.parametrize(
    ("number", "place"),
    [(5, "Paris"), (6, "TOKYO"), (7, "MADRID"), (8, "TOKYO"), (9, "BEIJING"), (10, "TOKYO/SEOUL")],
)
def test_the_day_is_no_part_of_a_place_in_any_order(number, place):
    assert place_of(read(number).dateline) == place


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("BEIJING, July 23", "BEIJING"),
        ("SAITAMA, Japan, Dec. 9 Kyodo -", "SAITAMA, Japan"),
        ("TOKYO", "TOKYO"),
        ("MAYFIELD, Ky.", "MAYFIELD, Ky."),
        ("HÀ NỘI, Sept. 2 -", "HÀ NỘI"),
        ("Hà Nội, ngày 8/6 (TTXVN)", "Hà Nội"),
        ("Đà Nẵng, 8 tháng 6 -", "Đà Nẵng"),
        ("Kiev, le 3 mars (AFP)", "Kiev"),
        ("Berlin (dpa) -", "Berlin"),
        ("SUVA (Fiji)", "SUVA (Fiji)"),
        ("Tokyo, 10:30 GMT", "Tokyo"),
        ("Wednesday, 8 June 2024", ""),
        ("thứ bảy, 8/6/2024", ""),
        ("", ""),
    ],
)
def test_the_day_and_the_agency_are_no_part_of_a_place(dateline, place):
    assert place_of(dateline) == place


def test_a_dateline_of_outsiders_is_read_in_bounded_time():
    for part in ("8 ", "(", ", ", "Jan", "1.", "a ", "ngày "):
        assert len(place_of(part * 100_000)) <= 300


def read(number):
    (item,) = parse((CASES / f"c03-newsml1-dateline-{number}.xml").read_bytes(), at=AT).items
    return item
