"""Whole numbers: strict from addresses, with blanks around them from files, never too large."""

import pytest

from text.integers import LARGEST, parse_digits, parse_int

NO_NUMBERS = [
    "",
    "-1",
    "+1",
    "1.0",
    "1e3",
    "²",
    "١",
    "0x1",
    "x",
    "1 2",
    "9" * 5000,
    str(LARGEST + 1),
]


@pytest.mark.parametrize("text", [*NO_NUMBERS, " 1", "1\n", "1\u00a0"])
def test_an_address_has_digits_alone(text):
    assert parse_digits(text) is None


@pytest.mark.parametrize("value", [*NO_NUMBERS, None, True, False, 1.0, -1, LARGEST + 1, b"1", []])
def test_a_file_may_hold_what_is_no_number(value):
    assert parse_int(value) is None


def test_numbers_are_read_and_blanks_around_them_only_in_files():
    assert [parse_digits(text) for text in ("0", "007", str(LARGEST))] == [0, 7, LARGEST]
    assert [parse_int(value) for value in (" 7\n", 7, 0, LARGEST)] == [7, 7, 0, LARGEST]


def test_a_number_above_the_maximum_is_none():
    assert [parse_digits("100", maximum=most) for most in (99, 100)] == [None, 100]
