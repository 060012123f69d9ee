"""Restrictions that agencies write among instructions and terms, mostly in capitals.

Pure. Recognising is not judging: images/rights.py says what follows from them.
"""

import re
from collections.abc import Iterable

from text.normalise import fold

ONE_TIME, NO_ARCHIVE, NO_CROPPING = "ONE TIME USE", "NO ARCHIVE", "NO CROPPING"
_NO_SALES = ("NO SALES", "NO RESALES", "NO RESALE", "NOT FOR RESALE", "NO SYNDICATION")
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

# What a desk writes before the places that a contract leaves out; folded, as `fold` does.
_EXCEPT = re.compile(
    r"\b(?:except(?: for)?|excluding|without|not in|outside|tru|ngoai tru|khong gom)\b"
)
_SEPARATOR = re.compile(r"[,;()/&]|\b(?:and|or|va|hoac)\b")


def recognise(*texts: str) -> list[str]:
    """The restrictions found, in capitals, each once, in the order of the texts."""
    recognised = (_SAME.get(match, match) for text in texts for match in _matches(text))
    return list(dict.fromkeys(recognised))


def bars(recognised: Iterable[str], territories: Iterable[str]) -> bool:
    """Whether one of the restrictions is “… OUT” of one of the territories named, such as Vietnam."""
    own = {_plain(territory) for territory in territories}
    return any(r.endswith(" OUT") and _plain(r.removesuffix(" OUT")) in own for r in recognised)


def bars_passing_on(recognised: Iterable[str]) -> bool:
    """Whether one of the restrictions forbids that others get it from us."""
    return not {*_NO_SALES, ONE_TIME, "NO COMMERCIAL USE"}.isdisjoint(recognised)


def excludes(territory: str, own: Iterable[str]) -> bool:
    """Whether a contract's territory leaves out one of ours: "Asia except Vietnam", "VIETNAM OUT"."""
    own = list(own)
    excepted = _EXCEPT.split(fold(territory), maxsplit=1)[1:]
    names = {_plain(name) for part in excepted for name in _SEPARATOR.split(part)}
    return bars(recognise(territory), own) or not names.isdisjoint(map(_plain, own))


def days(recognised: Iterable[str]) -> int | None:
    """The number of days after which they end its use, the smallest; None if they name none."""
    spans = [int(r.removesuffix(" DAYS")) for r in recognised if r.endswith(" DAYS")]
    return min(spans, default=None)


def _matches(text: str) -> list[str]:
    recognised = _PATTERN.findall(" ".join(text.replace("-", " ").split()))
    return [match.upper() for match in recognised]


def _plain(name: str) -> str:
    return fold(name).replace(" ", "")
