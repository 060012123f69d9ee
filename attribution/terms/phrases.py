"""Restrictions that agencies write among instructions and terms, mostly in capitals.

Pure. Recognising is not judging: whoever reads terms says what follows from them.
"""

import re
from collections.abc import Iterable

from text.normalise import fold

ONE_TIME, NO_ARCHIVE, NO_CROPPING = "ONE TIME USE", "NO ARCHIVE", "NO CROPPING"
_NO_SALES = (
    *("NO SALES", "NO SALE", "NOT FOR SALE", "NO THIRD PARTY SALES", "NO THIRD PARTY USE"),
    *("NO RESALES", "NO RESALE", "NO RE SALES", "NO RE SALE", "NOT FOR RESALE", "NOT FOR RE SALE"),
    *("NO SYNDICATION", "NOT FOR SYNDICATION", "NO REDISTRIBUTION", "NOT FOR REDISTRIBUTION"),
)
_PHRASES = (
    *_NO_SALES,
    "NO ARCHIVES",
    "NO ARCHIVAL USE",
    "NO ARCHIVE",
    "ONE TIME USE ONLY",
    "ONE TIME USE",
    "SINGLE USE",
    "MANDATORY CREDIT",
    "EDITORIAL USE ONLY",
    "NO COMMERCIAL USE",
    NO_CROPPING,
)
_SAME = {
    "NO ARCHIVES": NO_ARCHIVE,
    "NO ARCHIVAL USE": NO_ARCHIVE,
    "ONE TIME USE ONLY": ONE_TIME,
    "SINGLE USE": ONE_TIME,
}
# First words of names that have two: “SOUTHEAST ASIA OUT”, “VIET NAM OUT”.
_FIRST = "VIET|SOUTH|SOUTHEAST|EAST|NORTH|UNITED|NEW|SAUDI|HONG|SRI|COSTA|LATIN|GREAT|MIDDLE"
# “JAPAN OUT”, “UK OUT” only in capitals: “carried out” is said of much else.
_PATTERN = re.compile(
    rf"\b(?:(?i:{'|'.join(_PHRASES)}|(?<!\d)\d{{1,3}} DAYS)|(?:(?:{_FIRST}) )?[A-Z]{{2,20}} OUT)\b",
    re.ASCII,
)


def recognise(*texts: str) -> list[str]:
    """The restrictions found, in capitals, each once, in the order of the texts."""
    recognised = (_SAME.get(match, match) for text in texts for match in _matches(text))
    return list(dict.fromkeys(recognised))


def bars(recognised: Iterable[str], territories: Iterable[str]) -> bool:
    """Whether one of the restrictions is “… OUT” of one of the territories named, such as Vietnam."""
    own = {plain(territory) for territory in territories}
    return any(r.endswith(" OUT") and plain(r.removesuffix(" OUT")) in own for r in recognised)


def bars_passing_on(recognised: Iterable[str]) -> bool:
    """Whether one of the restrictions forbids that others get it from us."""
    return not {*_NO_SALES, ONE_TIME, "NO COMMERCIAL USE"}.isdisjoint(recognised)


def days(recognised: Iterable[str]) -> int | None:
    """The number of days after which they end its use, the smallest; None if they name none."""
    spans = [int(r.removesuffix(" DAYS")) for r in recognised if r.endswith(" DAYS")]
    return min(spans, default=None)


def _matches(text: str) -> list[str]:
    recognised = _PATTERN.findall(" ".join(text.replace("-", " ").split()))
    return [match.upper() for match in recognised]


def plain(name: str) -> str:
    return fold(name).replace(" ", "")
