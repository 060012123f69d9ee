"""Restrictions that agencies write among instructions and terms, mostly in capitals.

Pure. Recognising is not judging: images/rights.py says what follows from them.
"""

import re
from collections.abc import Iterable, Iterator

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

# What a desk writes before the places that a contract leaves out, or after one; folded, as `fold` does.
_EXCEPT = re.compile(
    r"\b(?:except(?:ing|ion of)?|exclud(?:es?|ing)|excl|exclusive of|ex|without|not|no|but|minus"
    r"|other than|apart from|outside|save|tru|loai tru|ngoai|khong)\b"
)
_EXCEPTED = re.compile(r"\W*\b(?:(?:is |are )?(?:excluded|excepted|not included)|bi loai tru)\W*$")
# What may stand between such a word and the name of the place.
_BETWEEN = re.compile(
    r"(?:\W|\b(?:for|in|the|territory|of|used?|be|to|valid|allowed|bao|gom|lanh tho|nuoc|dung|su dung"
    r"|tai|cho|o|tru)\b)+"
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
    names = {_plain(name) for name in _excepted(fold(territory))}
    return bars(recognise(territory), own) or not names.isdisjoint(map(_plain, own))


def _excepted(territory: str) -> Iterator[str]:
    """Yield the places that a contract leaves out: “Asia except A and B”, “Asia, A excluded”."""
    for part in _EXCEPT.split(territory)[1:]:
        for name in _SEPARATOR.split(part):
            between = _BETWEEN.match(name)
            yield (name[between.end() :] if between else name).rstrip(". ")
    for part in _SEPARATOR.split(territory):
        if after := _EXCEPTED.search(part):
            yield part[: after.start()]


def days(recognised: Iterable[str]) -> int | None:
    """The number of days after which they end its use, the smallest; None if they name none."""
    spans = [int(r.removesuffix(" DAYS")) for r in recognised if r.endswith(" DAYS")]
    return min(spans, default=None)


def _matches(text: str) -> list[str]:
    recognised = _PATTERN.findall(" ".join(text.replace("-", " ").split()))
    return [match.upper() for match in recognised]


def _plain(name: str) -> str:
    return fold(name).replace(" ", "")
