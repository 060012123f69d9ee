"""Compares two texts word by word. Pure."""

import difflib
import re
from collections import Counter
from dataclasses import dataclass

# Pairs of equal words that are compared. Copy from outside can be made so that this takes minutes;
# where there are more, the whole difference is a single segment.
_MAX_PAIRS = 100_000
_PARTS = re.compile(r"\n|[^\s]+[^\S\n]*|[^\S\n]+")


@dataclass(frozen=True)
class Segment:
    """A run of words. `kind` is "same", "gone" or "new"."""

    kind: str
    text: str


def segments(before: str, after: str) -> list[Segment]:
    """Return the words of both texts in reading order, as segments."""
    old, new = _PARTS.findall(before), _PARTS.findall(after)
    head, tail = _ends(old, new)
    start, end = old[:head], old[len(old) - tail :]
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    if _pairs(old, new) > _MAX_PAIRS:
        results = [Segment("gone", "".join(old)), Segment("new", "".join(new))]
    else:
        results = _matched(old, new)
    around = [Segment("same", "".join(part)) for part in (start, end)]
    return [segment for segment in (around[0], *results, around[1]) if segment.text]


def _matched(old: list[str], new: list[str]) -> list[Segment]:
    results = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            results.append(Segment("same", "".join(old[i:j])))
            continue
        if j > i:
            results.append(Segment("gone", "".join(old[i:j])))
        if m > k:
            results.append(Segment("new", "".join(new[k:m])))
    return results


def _ends(old: list[str], new: list[str]) -> tuple[int, int]:
    """Return how many words both begin with, and how many of the rest both end with."""
    most, head, tail = min(len(old), len(new)), 0, 0
    while head < most and old[head] == new[head]:
        head += 1
    while tail < most - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return head, tail


def _pairs(old: list[str], new: list[str]) -> int:
    counts = Counter(new)
    return sum(number * counts[word] for word, number in Counter(old).items())
