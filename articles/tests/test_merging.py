"""Three contents made one: whose value stays in each part, and where somebody has to choose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.merging import merged

TEXTS = st.sampled_from(["", "Một", "Hai", "Ba"])
PARAGRAPHS = st.lists(TEXTS.map(lambda text: f"<p>{text}.</p>"), max_size=4).map("".join)


def merge(key, base, mine, theirs):
    outcome = merged(key, {key: base}, {key: mine}, {key: theirs})
    return outcome.mine, outcome.theirs, outcome.has_conflict


@given(PARAGRAPHS, PARAGRAPHS)
def test_what_one_alone_changed_stays(base, changed):
    assert merge("body", base, changed, base) == (changed, changed, False)
    assert merge("body", base, base, changed) == (changed, changed, False)
    assert merge("body", base, changed, changed) == (changed, changed, False)


@given(TEXTS, TEXTS, TEXTS)
def test_a_text_is_asked_only_where_both_changed_it_to_something_else(base, mine, theirs):
    has_conflict = len({base, mine, theirs}) == 3 or (mine != theirs and base not in (mine, theirs))
    assert merge("headline", base, mine, theirs)[2] == has_conflict


@given(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS)
def test_whose_words_stay_is_told_apart(base, mine, theirs):
    """Without a conflict there is one outcome; with one, each side has words of its own."""
    kept, other, has_conflict = merge("body", base, mine, theirs)
    assert (kept != other) == has_conflict


def test_the_other_way_to_write_html_is_no_change():
    base, theirs = "<ul><li>a</li></ul>", "<ul><li>b</li></ul>"
    assert merge("body", base, "<ul><li><p>a</p></li></ul>", theirs) == (theirs, theirs, False)


@pytest.mark.parametrize(
    ("key", "base", "mine", "theirs"),
    [
        ("byline", [{"id": 1}], [{"id": 1, "order": "0"}], [{"id": 2}]),
        ("section", {"id": 1}, {"id": 1, "name": "x"}, {"id": 2}),
        ("tags", ["a", "b"], ["b", "a"], ["c"]),
        ("slugline", None, "", "JAPAN"),
        ("embargo_until", "2024-06-08T20:00:00+07:00", "2024-06-08T13:00:00+00:00", None),
        ("agencies", [{"id": 1, "wire_item": 3}], [], [{"id": 2, "wire_item": None}]),
    ],
)
def test_what_is_the_same_in_other_words_is_no_change(key, base, mine, theirs):
    assert merge(key, base, mine, theirs) == (theirs, theirs, False)


def test_texts_of_a_lead_picture_are_merged_apart_and_pictures_whole():
    base = {"id": 1, "caption": "a", "alt": "a"}
    mine, theirs = {**base, "caption": "b"}, {**base, "alt": "c"}
    both = {"id": 1, "caption": "b", "alt": "c"}
    assert merge("lead", base, mine, theirs) == (both, both, False)
    other = {"id": 2, "caption": "", "alt": ""}
    assert merge("lead", base, mine, other) == (mine, other, True)
    assert merge("lead", None, None, other) == (other, other, False)
