"""What agencies allow and forbid, read in their instructions, usage terms and notes.

Pure: knows words, and neither pictures nor stories. Recognising is not judging: images/rights.py and
articles/wire/terms.py say what follows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from attribution.terms.contracts import excludes
from attribution.terms.phrases import (
    NO_ARCHIVE,
    NO_CROPPING,
    ONE_TIME,
    bars,
    bars_passing_on,
    days,
    recognise,
)
from text.normalise import fold

__all__ = [
    "NO_ARCHIVE",
    "NO_CROPPING",
    "ONE_TIME",
    "Terms",
    "bars",
    "bars_online",
    "bars_passing_on",
    "days",
    "excludes",
    "key",
    "read",
]

NO_RULINGS: Mapping[str, Iterable[str]] = MappingProxyType({})


@dataclass(frozen=True)
class Terms:
    """What terms say of use."""

    restrictions: tuple[str, ...] = ()  # canonical, each once, in the order of the texts
    ends_on: date | None = None  # the last day on which it may be used, the earliest named
    not_understood: tuple[str, ...] = ()  # wordings that seem to restrict, as they stand


def read(*texts: str, rulings: Mapping[str, Iterable[str]] = NO_RULINGS) -> Terms:
    """Return what the texts say.

    `rulings` give the restrictions that somebody ruled a wording to mean, by `key(wording)`.
    """
    return Terms(restrictions=tuple(recognise(*texts)))


def key(wording: str) -> str:
    """Return what two spellings of one wording share: case, diacritics, blanks and full stops go."""
    return " ".join(fold(wording).split()).strip(" .")


def bars_online(restrictions: Iterable[str]) -> bool:
    """Whether one of the restrictions keeps it off websites."""
    return not {"NO INTERNET", "PRINT ONLY"}.isdisjoint(restrictions)
