"""Compares two texts word by word, or two sequences of anything item by item. Pure."""

import difflib
import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

# Pairs of equal items that are compared. Copy from outside can be made so that this takes minutes;
# where there are more, the whole difference is a single run.
_MAX_PAIRS = 100_000
_PARTS = re.compile(r"\n|[^\s]+[^\S\n]*|[^\S\n]+")


@dataclass(frozen=True)
class Segment:
    """A run of words. `kind` is "same", "gone" or "new"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Run:
    """Of two sequences: before[i:j] stands where after[k:m] does now; `same` if they are equal."""

    same: bool
    i: int
    j: int
    k: int
    m: int


class Budget:
    """How many pairs of equal items several comparisons together may still look at."""

    def __init__(self, pairs: int = _MAX_PAIRS) -> None:
        self.pairs = pairs

    def spend(self, pairs: int) -> bool:
        """Return whether there is room for the pairs, and take them away if there is."""
        if pairs > self.pairs:
            return False
        self.pairs -= pairs
        return True


def segments(before: str, after: str) -> list[Segment]:
    """Return the words of both texts in reading order, as segments."""
    old, new = _PARTS.findall(before), _PARTS.findall(after)
    results = []
    for run in runs(old, new):
        gone, came = "".join(old[run.i : run.j]), "".join(new[run.k : run.m])
        if run.same:
            results.append(Segment("same", gone))
        else:
            results += [Segment("gone", gone), Segment("new", came)]
    return [segment for segment in results if segment.text]


def runs(
    before: Sequence[Hashable], after: Sequence[Hashable], *, budget: Budget | None = None
) -> list[Run]:
    """Return how one sequence became the other, as runs that cover both in order.

    Beyond the budget, all between what both begin and end with is one run that is not the same.
    """
    budget = budget or Budget()
    head, tail = _ends(before, after)
    last, end = len(before) - tail, len(after) - tail
    old, new = before[head:last], after[head:end]
    if budget.spend(_pairs(old, new)):
        matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
        between = [
            Run(tag == "equal", head + i, head + j, head + k, head + m)
            for tag, i, j, k, m in matcher.get_opcodes()
        ]
    else:
        between = [Run(False, head, last, head, end)]
    around = (Run(True, 0, head, 0, head), Run(True, last, len(before), end, len(after)))
    every = (around[0], *between, around[1])
    return [run for run in every if run.i < run.j or run.k < run.m]


def _ends(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int]:
    """Return how many items both begin with, and how many of the rest both end with."""
    most, head, tail = min(len(old), len(new)), 0, 0
    while head < most and old[head] == new[head]:
        head += 1
    while tail < most - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return head, tail


def _pairs(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    counts = Counter(new)
    return sum(number * counts[item] for item, number in Counter(old).items())
