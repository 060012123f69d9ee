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
        ("Łódź, Tromsø, Æbeltoft", "lodz, tromso, aebeltoft"),
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
        pytest.param("ÐÀ NẴNG ðà nẵng", "Đà Nẵng đà nẵng", id="eth for đ"),
        pytest.param("ƉÀ ɖà", "Đà đà", id="African d for đ"),
        pytest.param("O’Brien, O‘Brien", "O'Brien, O'Brien", id="quotes of word processors"),
        pytest.param("Saint‑Denis–Thuin", "Saint-Denis-Thuin", id="hard hyphen and dash"),
        pytest.param("Hà Nội\ufe0f, Hu\u034fế", "Hà Nội, Huế", id="marks that show nothing"),
    ],
)
def test_what_readers_take_for_the_same_folds_to_the_same(spelling, other):
    assert normalise.fold(spelling) == normalise.fold(other)


@pytest.mark.parametrize(
    "spellings",
    [
        pytest.param(
            ("Nhật Bản", "NHẬT BẢN", "Nhat Ban", "nhật  bản"), id="case, diacritics, blanks"
        ),
        pytest.param(("Hòa bình", "Hoà bình", "Hòa bình"), id="place and form of the mark"),
        pytest.param(("Đà Nẵng", "Ðà Nẵng", "đà nẵng", "ðà nẵng", "Da Nang"), id="đ and eth"),
        pytest.param(("Tokyo", "Ｔｏｋｙｏ", "ＴＯＫＹＯ"), id="full width"),
        pytest.param(("filⅿ", "ﬁlm", "film"), id="ligatures and forms of one letter"),
        pytest.param(
            ("Washington, D.C.", "Washington DC", "washington d.c"), id="comma and points"
        ),
        pytest.param(("TP.HCM", "TP. HCM", "TP HCM", "TPHCM"), id="points and blanks"),
        pytest.param(("“Nhật Bản”", '"Nhật Bản"', "'Nhật Bản", "#NhậtBản"), id="quotes, a hashtag"),
        pytest.param(("Covid-19", "Covid 19", "COVID–19"), id="hyphen and dash"),
        pytest.param(("Nhật\u200b Bản", "Nhật\u00a0Bản", "Nhật Bản"), id="invisible, hard blank"),
        pytest.param(
            ("Nhật Bản\ufe0f", "Nhật\u3164 Bản", "Nhật Bản"), id="marks that show nothing"
        ),
    ],
)
def test_spellings_of_one_name_have_one_key(spellings):
    assert len({normalise.name_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("name", "other"),
    [("9/11", "911"), ("M&A", "Ma"), ("Disney+", "Disney"), ("C++", "C"), ("100%", "100")],
)
def test_what_tells_names_apart_is_in_the_key(name, other):
    assert normalise.name_key(name) != normalise.name_key(other)


@pytest.mark.parametrize("name", ["", " ", "…", "“”", "\u200b", "-"])
def test_punctuation_alone_has_no_key(name):
    assert normalise.name_key(name) == ""


@given(AWKWARD)
def test_a_key_is_its_own_key_and_bounded(text):
    key = normalise.name_key(text)
    assert normalise.name_key(key) == key
    assert len(key) <= normalise.KEY_LENGTH


@given(AWKWARD)
def test_what_folds_to_the_same_has_the_same_key(text):
    assert normalise.name_key(normalise.fold(text)) == normalise.name_key(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Đường sắt Nhật Bản: tàu đạn", "duong-sat-nhat-ban-tau-dan"),
        ("Thế giới", "the-gioi"),
        ("  “Hai nước” – bàn/về…  ", "hai-nuoc-banve"),
        ("24/7 giờ", "247-gio"),
        ("một_hai", "mot-hai"),
        ("Ðà Nẵng, Łódź", "da-nang-lodz"),
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


FAMILY = "👩\u200d👩\u200d👧"  # three emoji that are shown as one
FLAG = "🏳\ufe0f\u200d🌈"
PERSIAN = "می\u200cخواهم"
SINHALA = "ශ්\u200dරී"
MALAYALAM = "അവന്\u200d"  # at the end of a word


@pytest.mark.parametrize("text", [FAMILY, FLAG, PERSIAN, SINHALA, MALAYALAM, "👩🏽\u200d🚀"])
def test_joiners_that_letters_and_emoji_need_stay(text):
    assert normalise.normalise(text) == text
    assert normalise.one_line(f" {text} ") == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ha\u200dNoi", "HaNoi"),
        ("Ha\u200cNoi", "HaNoi"),
        ("👩\u200dNoi", "👩Noi"),
        ("👩\u200c👧", "👩👧"),
        ("می\u200c\u200c\u200cخ", "می\u200cخ"),
        ("می\u202eخ", "میخ"),
        ("\u200dمی", "می"),
        ("a\u2063b\ufff9c\U000e0001d\x92", "abcd"),
    ],
)
def test_joiners_go_where_they_join_nothing(typed, kept):
    assert normalise.normalise(typed) == kept


@pytest.mark.parametrize(
    ("first", "second"), [(PERSIAN, "میخواهم"), (FAMILY, "👩👩👧"), (SINHALA, "ශ්රී")]
)
def test_joiners_do_not_count_in_comparison(first, second):
    assert normalise.fold(first) == normalise.fold(second)
    assert normalise.name_key(first) == normalise.name_key(second)
    assert "\u200c" not in normalise.slugify(f"tin {first}")


@given(AWKWARD | st.text("\u200c\u200d\ufe0f👩👧🏽می්රaé \u200b", max_size=12))
def test_joiners_are_dealt_with_once(text):
    assert normalise.normalise(normalise.normalise(text)) == normalise.normalise(text)
    assert not {"\u200c", "\u200d"} & set(normalise.fold(text))
