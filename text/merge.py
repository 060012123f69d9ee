"""Makes one sequence of three: what two people began with, and what each made of it. Pure."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from text import diff


@dataclass(frozen=True)
class Chunk:
    """A place that one or both changed, or nobody: items [i:j] of each sequence."""

    base: slice
    mine: slice
    theirs: slice


def chunks(
    base: Sequence[Hashable], mine: Sequence[Hashable], theirs: Sequence[Hashable]
) -> Iterator[Chunk]:
    """Yield the three sequences as chunks, which cover all three in order.

    Items that nobody changed are chunks of one. Where as many items stand in all three, each is a
    chunk of its own, so that changes to neighbours are told apart.
    """
    ours, others = _matches(base, mine), _matches(base, theirs)
    i = k = m = 0
    for place in range(len(base)):
        if place in ours and place in others:
            yield from _divided(slice(i, place), slice(k, ours[place]), slice(m, others[place]))
            i, k, m = place + 1, ours[place] + 1, others[place] + 1
            yield Chunk(slice(place, i), slice(k - 1, k), slice(m - 1, m))
    yield from _divided(slice(i, len(base)), slice(k, len(mine)), slice(m, len(theirs)))


def _matches(base: Sequence[Hashable], other: Sequence[Hashable]) -> dict[int, int]:
    """Return where each item of `base` that is in `other` stands there."""
    matches: dict[int, int] = {}
    for run in diff.runs(base, other):
        if run.same:
            matches.update(zip(range(run.i, run.j), range(run.k, run.m), strict=True))
    return matches


def _divided(base: slice, mine: slice, theirs: slice) -> Iterator[Chunk]:
    lengths = {part.stop - part.start for part in (base, mine, theirs)}
    if len(lengths) > 1:
        yield Chunk(base, mine, theirs)
        return
    for n in range(lengths.pop()):
        yield Chunk(*(slice(p.start + n, p.start + n + 1) for p in (base, mine, theirs)))
