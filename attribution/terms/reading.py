"""Terms as they are read: sentence by sentence, with what is understood and what is not.

Pure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from attribution.terms import cutting, grants, sentences, suspicion
from attribution.terms.meanings import Reading
from attribution.terms.rules import OPEN, RULES, Rule
from text.normalise import fold

_WORD = re.compile(r"[^\W_]")
NO_RULINGS: Mapping[str, Iterable[str]] = MappingProxyType({})


@dataclass(frozen=True)
class Terms:
    """What terms say of use."""

    restrictions: tuple[str, ...] = ()  # canonical, each once, in the order of the texts
    ends_on: date | None = None  # the last day on which it may be used, the earliest named
    not_understood: tuple[str, ...] = ()  # wordings that seem to restrict, as they stand


def read(
    *texts: str, rulings: Mapping[str, Iterable[str]] = NO_RULINGS, at: date | None = None
) -> Terms:
    """Return what the texts say.

    `rulings` give the restrictions that somebody ruled a wording to mean, by `key(wording)`: they
    stand for all that it says. A date without a year is the next after `at`; without `at` it is not
    understood.
    """
    restrictions: list[str] = []
    ends: list[date] = []
    not_understood: list[str] = []
    for wording in _wordings(texts):
        stated, days, is_unclear = _read(wording, at)
        as_stated = wording.replace(f" {cutting.SOFT} ", "\n")  # rulings know it as it is returned
        if is_unclear and (ruled := rulings.get(key(as_stated))) is not None:
            restrictions += ruled
            continue
        restrictions += stated
        ends += days
        if is_unclear:
            not_understood.append(as_stated)
    return Terms(
        tuple(dict.fromkeys(restrictions)),
        min(ends, default=None),
        tuple({key(wording): wording for wording in reversed(not_understood)}.values())[::-1],
    )


def key(wording: str) -> str:
    """Return what two spellings of one wording share: case, diacritics, blanks and full stops go."""
    return " ".join(fold(wording).split()).strip(" .")


def _wordings(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from cutting.split(text)


def is_all_terms(piece: str) -> bool:
    """Return whether a piece of a caption is terms and nothing else.

    What only seems to restrict is taken for terms in capitals alone: sentences have such words too.
    """
    wordings = list(_wordings([piece]))
    return bool(wordings) and all(map(_is_terms, wordings))


def _is_terms(wording: str) -> bool:
    reading = _reading(wording, None)
    if reading.is_unclear or suspicion.seems_to_restrict(reading):
        return wording.isupper()
    return bool(reading.restrictions or reading.ends) and not _WORD.search(reading.rest)


@lru_cache(maxsize=2_000)  # agencies write the same few sentences under everything
def _read(wording: str, at: date | None) -> tuple[tuple[str, ...], tuple[date, ...], bool]:
    """Return restrictions and last days of a sentence, and whether it is not wholly understood."""
    reading = _reading(wording, at)
    in_order = sorted(reading.restrictions, key=lambda pair: pair[0])
    stated = tuple(restriction for _position, restriction in in_order)
    return stated, tuple(reading.ends), _is_unclear(reading)


def _reading(wording: str, at: date | None) -> Reading:
    sentence = sentences.parse(wording, at)
    reading = Reading(sentence, sentence.text)
    for rule in RULES:
        _apply(rule, reading)
    reading.rest = re.sub(rf"\{OPEN}+", OPEN, reading.rest)
    return reading


def _apply(rule: Rule, reading: Reading) -> None:
    """Take all that a rule understands out of the rest."""

    def understood(match: re.Match[str]) -> str:
        restrictions = rule.meaning(match, reading)
        if restrictions is None:
            return match[0]
        reading.restrictions += [(match.start(), restriction) for restriction in restrictions]
        return rule.mark * len(match[0])

    reading.rest = rule.pattern.sub(understood, reading.rest)


def _is_unclear(reading: Reading) -> bool:
    return (
        reading.is_unclear
        or suspicion.seems_to_restrict(reading)
        or grants.seems_to_grant(reading, suspicion.without_harmless(reading.rest))
    )
