"""Terms of agencies as they hold here: as the reader understands them, and as the desk ruled on the rest.

A term on which nobody has ruled is never ignored: whoever asks gets it back as not understood.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from attribution import terms
from attribution.models.terms import TermRuling, key_of, plain_wording

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class RuledTerms:
    """What terms say; `unclear` are the wordings that need a ruling, `not_understood` those without."""

    restrictions: tuple[str, ...] = ()
    ends_on: date | None = None
    unclear: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stated:
    """Texts with terms, and the day on which they came: a date without a year is the next after it."""

    texts: tuple[str, ...] = ()
    on: date | None = None

    def __add__(self, other: "Stated") -> "Stated":
        return Stated((*self.texts, *other.texts), self.on or other.on)


def read(stated: Stated) -> RuledTerms:
    """Return what the texts say. One query where a wording is not understood, otherwise none."""
    return read_all({None: stated})[None]


def read_all(stated: Mapping[Key, Stated]) -> dict[Key, RuledTerms]:
    """Return what each group of texts says, by its key. One query for all, or none."""
    plain = {key: terms.read(*of_key.texts, at=of_key.on) for key, of_key in stated.items()}
    wordings = {wording for read in plain.values() for wording in read.not_understood}
    rulings = TermRuling.objects.by_key(map(key_of, wordings))
    return {key: _ruled(plain[key], of_key, rulings) for key, of_key in stated.items()}


def _ruled(plain: terms.Terms, stated: Stated, rulings: Mapping[str, TermRuling]) -> RuledTerms:
    """Return the terms with what was ruled: it stands for all that a wording says."""
    unclear = plain.not_understood
    ruled = {w: rulings[key_of(w)] for w in unclear if key_of(w) in rulings}
    meanings = {terms.key(wording): ruling.restrictions for wording, ruling in ruled.items()}
    read = terms.read(*stated.texts, at=stated.on, rulings=meanings) if ruled else plain
    ends = [day for day in (read.ends_on, *(r.ends_on for r in ruled.values())) if day]
    return RuledTerms(
        read.restrictions,
        min(ends, default=None),
        tuple(map(plain_wording, unclear)),
        tuple(map(plain_wording, read.not_understood)),
    )
