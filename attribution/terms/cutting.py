"""Terms cut into sentences.

Pure.
"""

import html
import re
from collections.abc import Iterator

from attribution.terms import territories
from text.normalise import normalise

LONGEST = 4_000  # characters of a sentence; a longer one is read in pieces
_OVERLAP = 200  # characters that two pieces share, so that no wording is cut
_SENTENCE_END = re.compile(
    r"(?:(?<=[.!?])(?<!\b(?:excl|incl)\.)(?<!\b(?:exc|exp|Exp|EXP)\.)(?<!\b(?:no|st|vs|ex|mr|dr|NO|St|No|Mr|Dr)\.)"
    r"(?<!\b\w\.)(?<!\b\d\d\.)|(?<=;)|\s(?=[•●▪|]\s))\s+"
)
_JOINS_NEXT = re.compile(
    r"(?:[,/&:–—-]|\b(?:and|or|in|for|after|until|till|no|not|of|to|the|by|within|except|excluding"
    r"|use|tại|ở|sau|đến|không|cấm))\s*$",
    re.IGNORECASE,
)
_JOINS_BEFORE = re.compile(
    r"\s*(?:(?:OUT|ONLY)\b(?!\s*:|\s+(?:FOR|IN|TO|BY|WITH)\b)|(?:IN|AFTER|UNTIL|AND|OR|OF|EXCEPT|EXCLUDING|WITHOUT)\b|[,&])"
)
SOFT = "\u00a6"  # stands for the end of a line that goes on in the next, or may


def split(text: str) -> Iterator[str]:
    """Yield the sentences of a text. A line is a sentence, unless it goes on in the next."""
    for line in _lines(normalise(html.unescape(text))):
        for sentence in _SENTENCE_END.split(line):
            yield from _pieces(" ".join(sentence.split()).strip(" ;"))


def _pieces(sentence: str) -> Iterator[str]:
    if not any(map(str.isalnum, sentence)):
        return
    for start in range(0, max(1, len(sentence) - _OVERLAP), LONGEST - _OVERLAP):
        yield sentence[start : start + LONGEST]


def _lines(text: str) -> Iterator[str]:
    line = ""
    for piece in text.splitlines():
        if not piece.strip():
            if line:
                yield line
            line = ""
        elif line and _goes_on(line, piece):
            line += " " + piece
        elif line and piece.lstrip()[0].islower() and line.rstrip()[-1] not in ".!?":
            line += f" {SOFT} {piece}"
        else:
            if line:
                yield line
            line = piece
    if line:
        yield line


def _goes_on(line: str, piece: str) -> bool:
    if _JOINS_NEXT.search(line[-20:]) or _JOINS_BEFORE.match(piece):
        return True
    ends = (line.split()[-1], piece.split()[0])
    return all(territories.words_of(word) in territories.names() for word in ends)
