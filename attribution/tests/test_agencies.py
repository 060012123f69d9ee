"""Every agency of attribution/agencies/: its own spellings and patterns are sound, and no two collide."""

import re
from collections import Counter

import pytest

from attribution import agencies

PROFILES = agencies.profiles()


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
class TestEveryProfile:
    def test_its_patterns_are_regular_expressions(self, profile):
        for pattern in (*profile.caption_tails, *profile.last_lines):
            assert re.compile(pattern).match("") is None

    def test_it_signs_under_one_of_its_names(self, profile):
        names = {name.casefold() for name in profile.credit_names}
        plain = {spelling.casefold().replace("č", "c") for spelling in profile.signs_before}
        assert plain <= {name.replace("č", "c") for name in names}

    def test_its_withdrawal_signals_are_in_lower_case_with_a_scheme(self, profile):
        assert all(s == s.lower() and ":" in s for s in profile.withdrawal_signals)


def test_no_two_agencies_have_the_same_name_in_credits():
    names = Counter(name.casefold() for name in agencies.credit_names())
    assert [name for name, count in names.items() if count > 1] == []


def test_every_module_of_the_package_is_listed():
    assert {
        "AAP",
        "AFP",
        "AP",
        "CP",
        "dpa",
        "EPA",
        "Kyodo",
        "Reuters",
        "STT",
        "TT",
        "TTXVN",
        "Xinhua",
    } <= {profile.name for profile in PROFILES}


def test_the_longest_spelling_before_a_name_is_tried_first():
    spellings = agencies.signatures_before_names()
    assert list(map(len, spellings)) == sorted(map(len, spellings), reverse=True)
    assert {"REUTERS", "Reuters", "EPA-EFE", "LA PRESSE CANADIENNE", "CTK"} <= set(spellings)


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("KYODO", "Kyodo"),
        ("共同", "Kyodo"),
        ("Associated Press", "AP"),
        (" reuters ", "Reuters"),
        ("Tân Hoa xã", "Xinhua"),
        ("VNA", "TTXVN"),
    ],
)
def test_an_agency_is_recognised_by_each_of_its_names(name, agency):
    profile = agencies.profile_for(name)
    assert profile is not None
    assert profile.name == agency


def test_an_unknown_name_and_an_empty_one_have_no_profile():
    assert agencies.profile_for("The Daily Nowhere") is None
    assert agencies.profile_for("") is None


def test_kyodo_dates_its_telegraph_text_in_tokyo():
    assert agencies.zones() == {"KWS": 9}
    assert [profile.name for profile in PROFILES if profile.day_first] == ["Kyodo"]


def test_aap_ends_a_text_with_its_name_and_initials():
    (pattern,) = agencies.last_lines()
    assert re.fullmatch(pattern, "AAP RTV sw/ab")
    assert not re.fullmatch(pattern, "AAP reported losses")


def test_signals_of_all_agencies_are_collected():
    assert agencies.withdrawal_signals() == {"edstat:d", "sttinstruct:remove"}
    assert agencies.preformatted_signals() == {"TABLE"}
    assert agencies.desk_roles() == {"dpacontacts", "private"}
    assert agencies.desk_profiles() == {"info", "information"}
    assert agencies.note_prefixes() == ("With AP",)
    assert set(agencies.caption_tails()) == {"== ?Kyodo", "TPX IMAGES"}
