"""Two texts, word by word: what is marked, and that no text makes it take long."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text import diff


def marked(before, after):
    return [(segment.kind, segment.text) for segment in diff.segments(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "segments"),
    [
        ("", "", []),
        ("one two", "one two", [("same", "one two")]),
        ("", "one", [("new", "one")]),
        ("one", "", [("gone", "one")]),
        (
            "Two boats sank",
            "Three boats sank",
            [("gone", "Two "), ("new", "Three "), ("same", "boats sank")],
        ),
        ("a b c", "a c", [("same", "a "), ("gone", "b "), ("same", "c")]),
    ],
)
def test_what_went_and_what_came_is_marked(before, after, segments):
    assert marked(before, after) == segments


TEXTS = st.lists(st.sampled_from(["a", "b", "c ", "\n", "d e"]), max_size=12).map(" ".join)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_segments(before, after):
    segments = diff.segments(before, after)
    assert "".join(s.text for s in segments if s.kind != "new") == before
    assert "".join(s.text for s in segments if s.kind != "gone") == after


def test_copy_made_to_take_long_does_not():
    before, after = " ".join(["a", "b"] * 1500), " ".join(["b", "a", "a"] * 1000)
    began = time.process_time()
    kinds = [segment.kind for segment in diff.segments(before, after)]
    assert {*kinds} >= {"gone", "new"}
    assert time.process_time() - began < 2
