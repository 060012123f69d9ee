"""Kills and embargoes told in words: the same of every format, and news of either is none."""

import time
from datetime import timedelta

import pytest

from newsroom.tests.factories import MORNING
from wires.parsing.parsed import CANCELED, UNKNOWN, USABLE, ParsedItem
from wires.parsing.text_signals import apply_text_signals, says_embargo, says_kill


def item(**text):
    return ParsedItem(guid="wire:1", **{"status": USABLE, "headline": "A ferry", **text})


@pytest.mark.parametrize(
    ("text", "embargo", "kill"),
    [
        ("HOLD FOR RELEASE", True, False),
        ("Not for publication before Monday", True, False),
        ("Sperrfrist: 12.00", True, False),
        ("Embargo:", True, False),
        ("EMBARGO ON OIL", False, False),
        ("BC-Ferry, KILL", False, True),
        ("PHOTO ELIMINATION", False, True),
        ("Embargoed to 0001 Tuesday June 9", True, False),
        ("The embargo to end in May", False, False),
        ("SOUS EMBARGO jusqu'à 12h", True, False),
        ("Embargo hasta las 12", True, False),
        ("Editors: please kill BC-Ferry", False, True),
        ("Kill the story slugged BC-Ferry.", False, True),
        ("The story has been withdrawn.", False, True),
        ("Please killjoys stay away", False, False),
        ("Slug\nKILL: Ferry sinks", False, True),
        ("ADVISORY: KILL - Ferry", False, True),
        ("KILL", False, True),
        ("KILL BILL TURNS 30", False, False),
        ("WAVES KILL", False, False),
        ("ELIMINATION GAME", False, False),
    ],
)
def test_words_of_release(text, embargo, kill):
    assert (says_embargo(text), says_kill(text)) == (embargo, kill)


@pytest.mark.parametrize("field", ["editor_note", "internal_notes", "headline", "slugline"])
def test_a_kill_in_words_is_of_no_status_that_may_be_used(field):
    result = apply_text_signals(item(signals=("x",), **{field: "MANDATORY KILL"}))
    assert (result.status, result.signals) == (UNKNOWN, ("x", "kill"))


def test_words_take_no_kill_back():
    killed = item(status=CANCELED, editor_note="MANDATORY KILL")
    assert apply_text_signals(killed) == killed


@pytest.mark.parametrize(
    "headline",
    [
        "EU oil embargo: what it means",
        "Rebels attack, KILL 12",
        "Please kill my darlings",
        "Story was withdrawn, says minister",
        "Oil under embargo since May",
        "Embargo bis 2027 verlängert",
        "Embargo: how Europe cut off the oil",
        "Under embargo, an island turns to bicycles",
        "POLICE DEFEND SHOOT-TO-KILL ORDER",
    ],
)
def test_a_headline_may_tell_of_either(headline):
    assert apply_text_signals(item(headline=headline)) == item(headline=headline)


@pytest.mark.parametrize(
    "body",
    [
        "The tabloid paid the actress to kill the story.",
        "The story was retracted after a review.",
        "Das Land bleibt unter Embargo bis 2027.",
        "It called to lift the oil\nembargo.",
    ],
)
def test_copy_may_tell_of_either(body):
    text = item(body_html=f"<p>{body}</p>")
    assert apply_text_signals(text) == text


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("headline", "Minister tritt ab (Sperrfrist: 18.00 Uhr)"),
        ("headline", "Budget to rise - EMBARGOED UNTIL 1800 GMT"),
        ("standfirst", "EMBARGOED until 6pm Friday"),
        ("body_html", "<p>EMBARGO: 18.00</p><p>Text.</p>"),
        ("editor_note", "Eds: Embargo until 10"),
    ],
)
def test_words_of_desks_hold_it_wherever_they_stand(field, text):
    assert apply_text_signals(item(**{field: text})).embargo_indefinite is True


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("slugline", "BC-US--Ferry, KILL 1st Ld"),
        ("headline", "KILL NOTICE: Ferry sinks"),
        ("headline", "KILLED: Ferry sinks"),
        ("editor_note", "Kill: wrong ferry named"),
        ("editor_note", "Please do not use this story"),
        ("editor_note", "Đề nghị hủy tin này"),
    ],
)
def test_kills_are_told_in_many_words(field, text):
    assert apply_text_signals(item(**{field: text})).status == UNKNOWN


@pytest.mark.parametrize(
    "note",
    ["background on embargo: oil price", "Adds that the story was retracted by the magazine"],
)
def test_a_note_may_tell_of_what_the_copy_tells(note):
    assert apply_text_signals(item(editor_note=note)) == item(editor_note=note)


@pytest.mark.parametrize("headline", ["EMBARGOED until 0001: A ferry", "*EMBARGO: A ferry"])
def test_a_headline_that_begins_with_an_embargo_is_under_one(headline):
    assert apply_text_signals(item(headline=headline)).embargo_indefinite is True


def test_an_embargo_in_words_counts_unless_its_end_is_told_and_to_come():
    text, hour = item(editor_note="Embargoed until 1000", created_at=MORNING), timedelta(hours=1)
    for until, is_held in (
        (None, True),
        (MORNING, True),
        (MORNING + hour, False),
        (MORNING - hour, False),
    ):
        result = apply_text_signals(ParsedItem(**{**vars(text), "embargo_until": until}))
        assert (result.embargo_indefinite, result.embargo_until) == (is_held, until)


@pytest.mark.parametrize("sign", ["(", "\n", " ", "- ", "embargo ", "KILL "])
def test_very_many_of_one_sign_take_no_time(sign):
    began = time.process_time()
    apply_text_signals(item(editor_note=sign * 40_000, headline=sign * 40_000))
    assert time.process_time() - began < 2
