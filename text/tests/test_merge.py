"""Three sequences as chunks: nothing is left out, and changes of different places are told apart."""

from hypothesis import given
from hypothesis import strategies as st

from text import merge

ITEMS = st.lists(st.sampled_from("abcde"), max_size=7).map("".join)


def shown(base, mine, theirs):
    return [
        (base[chunk.base], mine[chunk.mine], theirs[chunk.theirs])
        for chunk in merge.chunks(base, mine, theirs)
    ]


def test_changes_in_different_places_are_chunks_of_their_own():
    assert shown("abc", "xbc", "aby") == [("a", "x", "a"), ("b", "b", "b"), ("c", "c", "y")]


def test_changes_of_neighbours_are_told_apart():
    assert shown("ab", "xb", "ay") == [("a", "x", "a"), ("b", "b", "y")]


def test_what_both_added_in_one_place_is_one_chunk():
    assert shown("a", "ax", "ayz") == [("a", "a", "a"), ("", "x", "yz")]


@given(ITEMS, ITEMS, ITEMS)
def test_the_chunks_cover_all_three(base, mine, theirs):
    covered = shown(base, mine, theirs)
    assert ["".join(texts) for texts in zip(*covered, strict=True)] == (
        [base, mine, theirs] if covered else []
    )


@given(ITEMS, ITEMS)
def test_what_one_alone_changed_is_in_no_chunk_a_change_of_the_other(base, mine):
    assert all(theirs == old for old, _mine, theirs in shown(base, mine, base))
