"""Which places the territory of a contract, as a desk words it, leaves out.

Pure.
"""

import re
from collections.abc import Iterable, Iterator

from attribution.terms import territories
from attribution.terms.judging import bars
from attribution.terms.reading import read
from text.normalise import fold

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


def excludes(territory: str, own: Iterable[str]) -> bool:
    """Whether a contract's territory leaves out one of ours: "Asia except Vietnam", "VIETNAM OUT"."""
    own = list(own)
    names = {territories.plain(name) for name in _excepted(fold(territory))}
    return bars(read(territory).restrictions, own) or not names.isdisjoint(
        map(territories.plain, own)
    )


def _excepted(territory: str) -> Iterator[str]:
    """Yield the places that a contract leaves out: “Asia except A and B”, “Asia, A excluded”."""
    for part in _EXCEPT.split(territory)[1:]:
        for name in _SEPARATOR.split(part):
            between = _BETWEEN.match(name)
            yield (name[between.end() :] if between else name).rstrip(". ")
    for part in _SEPARATOR.split(territory):
        if after := _EXCEPTED.search(part):
            yield part[: after.start()]
