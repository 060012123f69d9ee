"""A sentence of terms, spelled so that rules can be written for it.

Pure. In `Sentence.text`, which is folded, “@3” stands for the list of territories `places[3]`, “#0”
for the date `days[0]` and “$1” for what a code of an agency means, `meanings[1]`. What stands between
two clauses is one of , / ; : ( ), and “|” for a slash between blanks or the end of a line.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from attribution import agencies
from attribution.terms.cutting import SOFT
from attribution.terms.naming import Item, items_of
from text.normalise import fold

_SEPARATORS = {",", "/", SOFT, "&", "and", "or", "va", "hoac", "+", "nor", ";", "y", "et", "und"}
_EDGES = {*_SEPARATORS, ".", ":", "(", "-", "–", "—"}
_DASHES = {"-", "–", "—", "―", "−"}
_KEPT = {",", "/", ";", ":", "(", ")", "&", "+"}
_BEFORE_CODES_LISTED = """
    in for outside except excluding excl ex within out only no not the o tai tru tho truong nuoc vuc
 : minus
"""
_BEFORE_CODES = frozenset(_BEFORE_CODES_LISTED.split())
# Words before OUT that name no territory.
_NO_NAMES_LISTED = """
    no not out use used usage sale sales resale and or in for the of by to internet online web
    digital mobile social tv television mags magazines magazine archive archives print radio only
    credit mandatory editorial commercial photo picture image file handout pool sold carried cut
    turned hold www
"""
_NO_NAMES = frozenset(_NO_NAMES_LISTED.split())


@dataclass
class Sentence:
    """One sentence of terms."""

    wording: str
    text: str = ""
    places: list[tuple[str, ...]] = field(default_factory=list)
    days: list[date | None] = field(default_factory=list)
    meanings: list[tuple[str, ...]] = field(default_factory=list)


def parse(wording: str, at: date | None) -> Sentence:
    """Return a sentence as the rules read it."""
    sentence = Sentence(wording)
    items, sentence.days = items_of(wording, at)
    _mark_unknown(items)
    sentence.text = " ".join(_spelled(items, sentence))
    return sentence


def _mark_unknown(items: list[Item]) -> None:
    """Make places of unknown names in capitals before OUT, and of those in lists that end so."""
    for position in range(len(items) - 1, 0, -1):
        if position >= len(items) or items[position].folded != "out":
            continue  # names of several words were merged, or no OUT
        last = position - 1
        if not items[last].place and items[position].text.isupper():
            last = _merge(items, _unknown_from(items, position, 4, before_out=True), position)
        if items[last].place:
            _mark_list(items, last)


def _mark_list(items: list[Item], position: int) -> None:
    """Make places of the unknown names in the list that ends at `position`, such as one with a slip."""
    while position >= 2 and items[position - 1].folded in _SEPARATORS:
        if items[position - 2].place:
            position -= 2
        elif items[position - 2].folded in _SEPARATORS:  # “, and”
            position -= 1
        else:
            start = _unknown_from(items, position - 1, 3, before_out=False)
            is_edge = start == 0 or items[start - 1].folded in _EDGES
            if start == position - 1 or not is_edge:
                return
            position = _merge(items, start, position - 1)


def _unknown_from(items: list[Item], end: int, most: int, *, before_out: bool) -> int:
    """Return where the unknown name begins that ends before `end`; `end` if there is none."""
    start = end
    while start and end - start < most:
        item = items[start - 1]
        is_name = item.text.isupper() if before_out else item.text[:1].isupper()
        if item.place or item.meaning is not None:
            break
        if not is_name or not item.text.isalpha() or item.folded in _NO_NAMES:
            break
        start -= 1
    if before_out and start < end and start and items[start - 1].place:
        return end  # “VIETNAM PAPERS OUT” names a territory
    name = " ".join(item.folded for item in items[start:end])
    is_credit = not before_out and name in _agency_names()
    return end if len(name) < 2 or is_credit else start


def _merge(items: list[Item], start: int, end: int) -> int:
    """Make one place of the words from `start` to `end`; return where the last of them stands then."""
    if start < end:
        name = " ".join(item.text for item in items[start:end]).upper()
        items[start:end] = [Item(name, "", place=name)]
        return start
    return end - 1


@cache
def _agency_names() -> frozenset[str]:
    return frozenset(fold(name) for name in agencies.credit_names())


def _spelled(items: list[Item], sentence: Sentence) -> Iterator[str]:
    position = 0
    while position < len(items):
        item = items[position]
        if item.place:
            length, names, is_weak = _place_list(items, position)
            if (
                not is_weak
                or _is_place_here(items, position, position + length)
                or not _has_words_beside(items, position, position + length)
            ):
                sentence.places.append(tuple(dict.fromkeys(names)))
                yield f"@{len(sentence.places) - 1}"
                position += length
                continue
            yield item.folded
        elif item.meaning is not None:
            sentence.meanings.append(item.meaning)
            yield f"${len(sentence.meanings) - 1}"
        elif item.text in _DASHES:
            if item.after_blank:
                yield ";"
        elif item.text[:1].isalnum() or item.is_date:
            yield item.folded
        elif item.text == SOFT or (item.text == "/" and item.after_blank):
            yield "|"
        elif item.text in _KEPT:
            yield item.text
        position += 1


def _place_list(items: list[Item], position: int) -> tuple[int, list[str], bool]:
    """Return how many items the list of places at `position` takes, their names, whether all are weak."""
    names, end = [items[position].place], position + 1
    is_weak = items[position].is_weak
    while end < len(items):
        following = end
        while (
            following < len(items)
            and following - end < 3
            and items[following].folded in _SEPARATORS
        ):
            following += 1
        if following < len(items) and items[following].folded == "the":
            following += 1
        if following >= len(items) or not items[following].place:
            break
        if following == end and not items[following].is_weak and is_weak:
            break
        names.append(items[following].place)
        is_weak = is_weak and items[following].is_weak
        end = following + 1
    return end - position, names, is_weak


def _has_words_beside(items: list[Item], start: int, end: int) -> bool:
    return any(
        item.text[:1].isalnum() or item.is_date or item.meaning is not None
        for item in (*items[:start], *items[end:])
    )


def _is_place_here(items: list[Item], start: int, end: int) -> bool:
    """Return whether codes are places: before OUT or ONLY, or after a word such as “in”."""
    after = items[end].folded if end < len(items) else ""
    before = items[start - 1].folded if start else ""
    return after in ("out", "only") or before in _BEFORE_CODES
