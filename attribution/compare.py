"""Two texts, word by word: what went and what came. Pure."""

import difflib
import re
from dataclasses import dataclass

_WORDS = re.compile(r"\n|[^\s]+[^\S\n]*|[^\S\n]+")


@dataclass(frozen=True)
class Segment:
    """A run of words. `kind` is "same", "gone" or "new"."""

    kind: str
    text: str


def segments(before: str, after: str) -> list[Segment]:
    """The words of both texts in reading order, marked."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    found = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Segment("same", "".join(old[i:j])))
            continue
        if j > i:
            found.append(Segment("gone", "".join(old[i:j])))
        if m > k:
            found.append(Segment("new", "".join(new[k:m])))
    return found
