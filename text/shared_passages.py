"""How much of a text is somebody else's wording: the long runs of words that both share.

Pure. Case and punctuation do not count; a run shorter than LONG is common speech.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LONG = 12  # words
_JOINERS = dict.fromkeys((0x200C, 0x200D))  # within words of some scripts; nobody sees them
_WORD = re.compile(r"[^\W_]+(?:[’'\u200c\u200d-][^\W_]+)*")


@dataclass(frozen=True)
class SharedPassages:
    """The long runs of a text that occur in others too, as the text writes them."""

    runs: tuple[str, ...] = ()
    word_count: int = 0  # in those runs
    of: int = 0  # in the whole text

    @property
    def percent(self) -> int:
        """Return how much of the text is shared; 0 only for nothing, 100 only for all."""
        if not self.word_count:
            return 0
        return (
            100 if self.word_count == self.of else min(99, max(1, 100 * self.word_count // self.of))
        )

    @property
    def longest(self) -> str:
        return max(self.runs, key=lambda run: len(run.split()), default="")


def find_shared_passages(text: str, others: Iterable[str], *, least: int = LONG) -> SharedPassages:
    """Return the runs of at least `least` words of `text` that one of `others` has in the same order.

    Takes time in proportion to the lengths of the texts.
    """
    known: set[tuple[str, ...]] = set()
    for other in others:
        known.update(_windows([_folded(word[0]) for word in _WORD.finditer(other)], least))
    spans = [match.span() for match in _WORD.finditer(text)]
    windows = _windows([_folded(text[i:j]) for i, j in spans], least)
    spans_of_runs: list[list[int]] = []
    for number, window in enumerate(windows):
        if window not in known:
            continue
        if spans_of_runs and number <= spans_of_runs[-1][1] + 1:  # runs that touch are one
            spans_of_runs[-1][1] = number + least - 1
        else:
            spans_of_runs.append([number, number + least - 1])
    return SharedPassages(
        tuple(text[spans[first][0] : spans[end][1]] for first, end in spans_of_runs),
        sum(end - first + 1 for first, end in spans_of_runs),
        len(spans),
    )


def _folded(word: str) -> str:
    return word.translate(_JOINERS).casefold()


def _windows(text: list[str], length: int) -> list[tuple[str, ...]]:
    return [tuple(text[n : n + length]) for n in range(len(text) - length + 1)]
