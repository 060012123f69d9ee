"""How much of a text stands as somebody else wrote it: the long runs of words that both share.

Pure. Case and punctuation do not count; a run shorter than LONG is how everybody speaks.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

LONG = 12  # words
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


@dataclass(frozen=True)
class SharedPassages:
    """The long runs of a text that stand in others too, as they stand in the text."""

    runs: tuple[str, ...] = ()
    words: int = 0  # in those runs
    of: int = 0  # in the whole text

    @property
    def percent(self) -> int:
        """How much of the text it is; 0 only when it is nothing, 100 only when it is all."""
        if not self.words:
            return 0
        return 100 if self.words == self.of else min(99, max(1, 100 * self.words // self.of))

    @property
    def longest(self) -> str:
        return max(self.runs, key=lambda run: len(run.split()), default="")


def find_shared_passages(text: str, others: Iterable[str], *, least: int = LONG) -> SharedPassages:
    """The runs of at least `least` words of `text` that one of `others` has in the same order.

    Takes time in proportion to the lengths of the texts.
    """
    known = set()
    for other in others:
        known.update(_windows([word[0].casefold() for word in _WORD.finditer(other)], least))
    spans = [match.span() for match in _WORD.finditer(text)]
    windows = _windows([text[i:j].casefold() for i, j in spans], least)
    found = []
    for number, window in enumerate(windows):
        if window not in known:
            continue
        if found and number <= found[-1][1] + 1:  # runs that touch are one to whoever reads them
            found[-1][1] = number + least - 1
        else:
            found.append([number, number + least - 1])
    return SharedPassages(
        tuple(text[spans[first][0] : spans[end][1]] for first, end in found),
        sum(end - first + 1 for first, end in found),
        len(spans),
    )


def _windows(
    words: list[str], least: int
) -> list[Any | tuple[str, str, str, str, str, str, str, str, str, str, str, str]]:
    return [tuple(words[n : n + least]) for n in range(len(words) - least + 1)]
