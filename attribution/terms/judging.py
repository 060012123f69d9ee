"""What restrictions mean for a use: where, by which medium, for how long, and for others.

Pure. Takes restrictions as attribution/terms/reading.py prints them.
"""

from collections.abc import Iterable

from attribution.terms import territories
from attribution.terms.rules import ONE_TIME
from attribution.terms.wordings import MEDIA

_NO_PASSING_ON = {ONE_TIME, "NO SALES", "NO COMMERCIAL USE", "NO THIRD PARTY USE"}
_NO_PASSING_ON |= {"NO SYNDICATION", "NO REDISTRIBUTION"}
# Readers on phones get the same pages as others.
_NO_ONLINE = {"NO INTERNET", "NO MOBILE"}


def bars(restrictions: Iterable[str], own: Iterable[str]) -> bool:
    """Whether one of the restrictions bars a territory of ours: “VIETNAM OUT”, “AUSTRALIA ONLY”."""
    own = list(own)
    return any(_bars(restriction, own) for restriction in restrictions)


def bars_online(restrictions: Iterable[str]) -> bool:
    """Whether one of the restrictions keeps it off websites. “NO SOCIAL” alone does not."""
    return any(r in _NO_ONLINE or _is_for_other_media(r) for r in restrictions)


def bars_passing_on(restrictions: Iterable[str]) -> bool:
    """Whether one of the restrictions forbids that others get it from us."""
    return not _NO_PASSING_ON.isdisjoint(restrictions)


def days(restrictions: Iterable[str]) -> int | None:
    """Return the number of days after which they end its use, the smallest; None if they name none."""
    spans = (r.removesuffix(" DAYS") for r in restrictions if r.endswith(" DAYS"))
    return min((int(span) for span in spans if span.isdecimal()), default=None)


def _bars(restriction: str, own: list[str]) -> bool:
    if restriction.endswith(" OUT"):
        return territories.is_ours(restriction.removesuffix(" OUT"), own)
    names = _alone(restriction)
    is_of_places = bool(names) and all(territories.code_of(name) for name in names)
    return is_of_places and not any(territories.is_ours(name, own) for name in names)


def _is_for_other_media(restriction: str) -> bool:
    names = _alone(restriction)
    return bool(names) and set(names) <= MEDIA.keys() and "ONLINE" not in names


def _alone(restriction: str) -> list[str]:
    """Return what a restriction allows alone; [] where it is of another kind."""
    return restriction.removesuffix(" ONLY").split(", ") if restriction.endswith(" ONLY") else []
