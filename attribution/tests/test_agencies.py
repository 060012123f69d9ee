"""Every agency of attribution/agencies/: its own spellings and patterns are sound, and no two collide."""

import re

import pytest

from attribution import agencies

PROFILES = agencies.profiles()


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
class TestEveryProfile:
    def test_its_patterns_are_regular_expressions(self, profile):
        tails, lines = profile.caption_tails, profile.last_lines
        for pattern in (*tails, *lines, *profile.codes_after_names, *profile.item_ids):
            assert re.compile(pattern).match("") is None

    def test_its_ids_are_read_as_its_examples_say(self, profile):
        for stated, item_id in profile.item_id_examples.items():
            assert agencies.item_id(stated) == item_id

    def test_its_withdrawal_signals_are_in_lower_case_with_a_scheme(self, profile):
        assert all(s == s.lower() and ":" in s for s in profile.withdrawal_signals)


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
    assert agencies.zones()["KWS"] == 9
    assert agencies.profile_for("Kyodo").day_first


def test_what_agencies_declare_is_collected():
    assert {"edstat:d", "sttinstruct:remove"} <= agencies.withdrawal_signals()
    assert "TABLE" in agencies.preformatted_signals()
    assert {"dpacontacts", "private"} <= agencies.desk_roles()
    assert {"info", "information"} <= agencies.desk_profiles()
    assert "With AP" in agencies.note_prefixes()
    assert "Arquivo" in agencies.file_marks()
    assert {"== ?Kyodo", "TPX IMAGES"} <= set(agencies.caption_tails())
