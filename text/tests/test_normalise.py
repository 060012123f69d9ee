"""One spelling of every letter, search without diacritics, and addresses that stay ASCII."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text import normalise

NFD_HUE = unicodedata.normalize("NFD", "Huế")
# Any text, and text made of what has gone wrong before: marks, blanks, letters that fold oddly.
AWKWARD = st.text() | st.text(
    "aAđĐơƯeİßﬁς_-.0 \t\n\r\u00a0\u00ad\u0301\u0309\u0323\u0340\u0345\u200b\u200d\u202e\ufeff共가",
    max_size=12,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param(NFD_HUE, "Huế", id="decomposed letters are composed"),
        pytest.param("Huê\u0301", "Huế", id="half composed letters too"),
        pytest.param("Hue\u200b\u0302\u0301", "Huế", id="even around something invisible"),
        pytest.param("tin\u200b tức\u200d", "tin tức", id="zero-width characters go"),
        pytest.param("tin\u00ad tức", "tin tức", id="soft hyphens go"),
        pytest.param("\ufefftin", "tin", id="the byte order mark goes"),
        pytest.param("\u202egnp.exe\u202c", "gnp.exe", id="direction overrides go"),
        pytest.param("\u2066a\u2069\u200e\u200f\u061c", "a", id="direction isolates and marks go"),
        pytest.param("tin\x00 tức\x1b", "tin tức", id="NUL and control characters go"),
        pytest.param("tin\ufffe\uffff", "tin", id="what is no character goes"),
        pytest.param("một\r\nhai\rba\nbốn", "một\nhai\nba\nbốn", id="line ends become LF"),
        pytest.param("một\thai", "một\thai", id="tabs stay"),
        pytest.param(" \n tin \u00a0\n", "tin", id="blanks at both ends go"),
        pytest.param("\u200b tin", "tin", id="blanks behind something invisible go"),
        pytest.param("hoà bình", "hoà bình", id="the place of a tone mark stays"),
        pytest.param("共同 😀", "共同 😀", id="other scripts stay"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_normalise(typed, kept):
    assert normalise.normalise(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("  Hai \t nước\u00a0bàn ", "Hai nước bàn", id="runs of blanks are one"),
        pytest.param("Hai nước\r\nbàn\n\nvề", "Hai nước bàn về", id="line ends are blanks"),
        pytest.param("Hai\u2028nước\u3000bàn", "Hai nước bàn", id="odd separators are blanks"),
        pytest.param(f"{NFD_HUE}\u200b", "Huế", id="it is normalised"),
        pytest.param(" \n\u200b ", "", id="nothing is left"),
    ],
)
def test_one_line(typed, kept):
    assert normalise.one_line(typed) == kept


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đà Nẵng", "da nang"),
        ("đường Đống Đa", "duong dong da"),
        ("ĂÂÊÔƠƯ ăâêôơư", "aaeoou aaeoou"),
        ("Quỹ Nguyễn Thị Minh Khai", "quy nguyen thi minh khai"),
        (NFD_HUE, "hue"),
        ("KYODO", "kyodo"),
        ("Straße", "strasse"),
        ("Yamada Tarō", "yamada taro"),
        ("共同", "共同"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert normalise.fold(text) == folded


@pytest.mark.parametrize(
    ("spelling", "other"),
    [
        pytest.param("hoà", "hòa", id="old and new place of the tone mark"),
        pytest.param("thuỷ", "thủy", id="old and new place on uy"),
        pytest.param("Huế", NFD_HUE, id="composed and decomposed"),
        pytest.param("ĐÀ NẴNG", "đà nẵng", id="capitals"),
        pytest.param("Ky\u200bodo", "KYODO", id="with something invisible"),
        pytest.param(" tin ", "tin", id="with blanks around"),
    ],
)
def test_what_readers_take_for_the_same_folds_to_the_same(spelling, other):
    assert normalise.fold(spelling) == normalise.fold(other)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Đường sắt Nhật Bản: tàu đạn", "duong-sat-nhat-ban-tau-dan"),
        ("Thế giới", "the-gioi"),
        ("  “Hai nước” – bàn/về…  ", "hai-nuoc-banve"),
        ("24/7 giờ", "247-gio"),
        ("một_hai", "mot-hai"),
        ("--__--", ""),
        ("共同", ""),
        ("", ""),
    ],
)
def test_slugify(text, address):
    assert normalise.slugify(text) == address


@pytest.mark.parametrize(
    ("length", "address"),
    [
        pytest.param(26, "duong-sat-nhat-ban-tau-dan", id="all of it fits"),
        pytest.param(25, "duong-sat-nhat-ban-tau", id="one letter too many"),
        pytest.param(22, "duong-sat-nhat-ban-tau", id="a word ends at the limit"),
        pytest.param(23, "duong-sat-nhat-ban-tau", id="a hyphen at the limit"),
        pytest.param(3, "duo", id="not one whole word fits"),
    ],
)
def test_a_long_address_is_cut_at_a_word(length, address):
    assert normalise.slugify("Đường sắt Nhật Bản: tàu đạn", length) == address


def test_an_address_has_eighty_characters_at_most():
    assert normalise.slugify("tàu đạn " * 40) == "-".join(["tau-dan"] * 10)


@given(AWKWARD)
def test_normalising_twice_changes_nothing(text):
    once = normalise.normalise(text)
    assert normalise.normalise(once) == once


@given(AWKWARD)
def test_what_is_normalised_is_composed(text):
    assert unicodedata.is_normalized("NFC", normalise.normalise(text))


@given(AWKWARD)
def test_one_line_is_one_line(text):
    line = normalise.one_line(text)
    assert line.splitlines() == ([line] if line else [])
    assert normalise.one_line(line) == line


@given(AWKWARD)
def test_folding_twice_changes_nothing(text):
    once = normalise.fold(text)
    assert normalise.fold(once) == once


@given(AWKWARD, st.integers(min_value=1, max_value=30))
def test_an_address_is_letters_digits_and_single_hyphens(text, length):
    address = normalise.slugify(text, length)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", address)
    assert len(address) <= length
