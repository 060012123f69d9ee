"""Nothing that bars Vietnam or an online paper passes: generated terms, against an oracle."""

from collections import Counter

import pytest

from attribution import terms
from attribution.tests.terms_granted import (
    GRANTED_FOR_A_TIME,
    GRANTED_TO_OTHER_MEDIA,
    GRANTED_TO_OTHERS,
    HARMLESS,
)
from attribution.tests.terms_in_the_wild import BARS_ONLINE, BARS_VIETNAM, ENDS
from attribution.tests.terms_oracle import SENT_ON, truths

NUMBER, SEED = 4_000, 12


def failures(truth, own):
    """Yield what is wrong in how the reader takes a text."""
    stated = terms.read(truth.text, at=SENT_ON)
    bars = terms.bars(stated.restrictions, own)
    bars_online = terms.bars_online(stated.restrictions)
    if truth.is_plain:
        if stated.not_understood:
            yield "a plain form is not understood"
        if bars is not truth.bars_vietnam:
            yield "bars Vietnam" if bars else "does not bar Vietnam"
        if bars_online is not truth.bars_online:
            yield "bars a website" if bars_online else "does not bar a website"
        if stated.ends_on != truth.last_day:
            yield f"ends on {stated.ends_on}"
    elif not stated.not_understood:
        if truth.bars_vietnam and not bars:
            yield "Vietnam passes"
        if truth.bars_online and not bars_online:
            yield "a website passes"
        if truth.last_day and not (stated.ends_on and stated.ends_on <= truth.last_day):
            yield "the end passes"


@pytest.mark.slow
def test_nothing_that_bars_passes_and_plain_forms_are_read_exactly(settings):
    wrong = [
        f"{failure}: {truth.text!r} {terms.read(truth.text, at=SENT_ON)}"
        for truth in truths(NUMBER, SEED)
        for failure in failures(truth, settings.HOUSE_TERRITORIES)
    ]
    assert not wrong, f"{len(wrong)} wrong, such as:\n" + "\n".join(wrong[:40])


def test_the_sentences_are_of_every_kind():
    kinds = Counter(
        (t.is_plain, t.bars_vietnam, t.bars_online, t.last_day is not None)
        for t in truths(NUMBER, SEED)
    )
    assert len(kinds) == 8 - 1  # a sentence that is not plain always bars something
    assert min(kinds.values()) >= 100
    assert len({truth.text for truth in truths(NUMBER, SEED)}) >= 2_000


@pytest.mark.parametrize("text", [*BARS_VIETNAM, *GRANTED_TO_OTHERS])
def test_a_wording_that_bars_vietnam_is_read_or_named(text, settings):
    stated = terms.read(text.replace("|", "\n"))
    assert stated.not_understood or terms.bars(stated.restrictions, settings.HOUSE_TERRITORIES)


@pytest.mark.parametrize("text", [*BARS_ONLINE, *GRANTED_TO_OTHER_MEDIA])
def test_a_wording_that_bars_websites_is_read_or_named(text):
    stated = terms.read(text)
    assert stated.not_understood or terms.bars_online(stated.restrictions)


@pytest.mark.parametrize("text", [*ENDS, *GRANTED_FOR_A_TIME])
def test_a_wording_that_ends_use_is_read_or_named(text):
    stated = terms.read(text)
    assert stated.not_understood or stated.ends_on or terms.days(stated.restrictions)


@pytest.mark.parametrize("text", HARMLESS)
def test_a_wording_that_only_resembles_a_grant_is_harmless(text, settings):
    stated = terms.read(text, at=SENT_ON)
    assert not (stated.not_understood or stated.ends_on)
    assert not terms.bars(stated.restrictions, settings.HOUSE_TERRITORIES)


@pytest.mark.parametrize(
    "text",
    ["One time use only within 30 days", "ONE TIME USE ONLY 14 DAYS", "Single use within 14 days"],
)
def test_one_use_within_some_days_is_both(text):
    stated = terms.read(text)
    assert "ONE TIME USE" in stated.restrictions and terms.days(stated.restrictions)
    assert not stated.not_understood
