"""What is known of news agencies: one module for each, found by listing this package.

Pure: knows names and spellings, no models and no formats. General modules ask here and name no agency.
How an agency is printed and what its contract allows is data that the desk enters, not code.
"""

import pkgutil
import re
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module


@dataclass(frozen=True)
class AgencyProfile:
    """One agency. A pattern is the source of a regular expression."""

    name: str
    # Spellings in credits, each as the agency itself writes it, in its own script too.
    credit_names: tuple[str, ...] = ()
    # Spellings before a slash and the photographer's name: “REUTERS/Name”. Case counts, because
    # sentences name agencies too.
    signs_before: tuple[str, ...] = ()
    # Spellings before a blank and the name: “BELGA PHOTO Name”; also in `credit_names`, with a last
    # “Photo” or without.
    signs_before_blanks: tuple[str, ...] = ()
    # Whether it passes on what other agencies sign and so stands behind them, also where it is
    # written first of several agencies: “AFP/Getty Images”.
    passes_on_others: bool = False
    # Patterns of codes of its own that follow a photographer's name: “ANTARA FOTO/Name/wsj”.
    codes_after_names: tuple[str, ...] = ()
    # Words of its language, between slashes as “Pool” is, that say that a picture is from the files.
    file_marks: tuple[str, ...] = ()
    # Patterns of what follows a sign-off in a caption and is for editors.
    caption_tails: tuple[str, ...] = ()
    # Patterns of last lines of a text that are for machines and desks.
    last_lines: tuple[str, ...] = ()
    # Beginnings of lines above a text that are for desks.
    note_prefixes: tuple[str, ...] = ()
    # The time zone of its house, by IANA's name: that of times without one. UTC where it is "".
    house_zone: str = ""
    # Time zones in headers of telegraph text: their hours ahead of UTC by their name.
    zones: dict[str, int] = field(default_factory=dict)
    # Whether dates in headers of telegraph text have the day before the month.
    day_first: bool = False
    # Patterns of ids that hold more than the item: what stays the same with every request is group 1.
    item_ids: tuple[str, ...] = ()
    # Signals that withdraw an item, in lower case with their scheme.
    withdrawal_signals: frozenset[str] = frozenset()
    # Signals that say that lines of the text stay as they are, without their scheme.
    preformatted_signals: frozenset[str] = frozenset()
    # Roles of parts of a text, and profiles of an item, that are for desks alone; in lower case.
    desk_roles: frozenset[str] = frozenset()
    desk_profiles: frozenset[str] = frozenset()
    # Codes and sentences of its own in terms, each with the restrictions that it means; () for none.
    # A code is one word in capitals.
    terms_codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    # Examples, which tests hold the product to: ends of captions, with the creator, qualifier, origin
    # and carrier that are read in them; last lines that are cut; ids as sent, with the item's own; terms as
    # sent, with the restrictions that are read in them.
    signoff_examples: dict[str, tuple[str, str, str, str]] = field(default_factory=dict)
    last_line_examples: tuple[str, ...] = ()
    item_id_examples: dict[str, str] = field(default_factory=dict)
    terms_examples: dict[str, tuple[str, ...]] = field(default_factory=dict)


@cache
def profiles() -> tuple[AgencyProfile, ...]:
    """Return all agencies: PROFILES of every module of this package, in the order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return tuple(profile for module in modules for profile in module.PROFILES)


def credit_names() -> tuple[str, ...]:
    """Return every spelling of every agency in credits."""
    return tuple(name for profile in profiles() for name in profile.credit_names)


def signatures_before_names() -> tuple[str, ...]:
    """Return every spelling that stands before a photographer's name, the longest first."""
    spellings = (spelling for profile in profiles() for spelling in profile.signs_before)
    return tuple(sorted(spellings, key=lambda spelling: (-len(spelling), spelling)))


def signatures_before_blanks() -> tuple[str, ...]:
    """Return every spelling that stands before a blank and the photographer's name, the longest first."""
    spellings = (spelling for profile in profiles() for spelling in profile.signs_before_blanks)
    return tuple(sorted(spellings, key=lambda spelling: (-len(spelling), spelling)))


def file_marks() -> tuple[str, ...]:
    """Return the words of agencies' languages that say that a picture is from the files."""
    return tuple(mark for profile in profiles() for mark in profile.file_marks)


def caption_tails() -> tuple[str, ...]:
    """Return the patterns of what follows sign-offs in captions."""
    return tuple(pattern for profile in profiles() for pattern in profile.caption_tails)


def last_lines() -> tuple[str, ...]:
    """Return the patterns of last lines of texts that are for machines and desks."""
    return tuple(pattern for profile in profiles() for pattern in profile.last_lines)


def note_prefixes() -> tuple[str, ...]:
    """Return the beginnings of lines above texts that are for desks."""
    return tuple(prefix for profile in profiles() for prefix in profile.note_prefixes)


def zones() -> dict[str, int]:
    """Return the hours ahead of UTC of agencies' own time zones, by their name."""
    return {name: hours for profile in profiles() for name, hours in profile.zones.items()}


def item_id(stated: str) -> str:
    """Return the id of an item as its agency means it: without what changes with every request."""
    for pattern in _item_ids():
        if match := pattern.fullmatch(stated):
            return match[1]
    return stated


@cache
def _item_ids() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for profile in profiles() for pattern in profile.item_ids)


def withdrawal_signals() -> frozenset[str]:
    """Return the signals that withdraw an item, in lower case with their scheme."""
    return frozenset().union(*(profile.withdrawal_signals for profile in profiles()))


def preformatted_signals() -> frozenset[str]:
    """Return the signals that say that lines of a text stay as they are, without their scheme."""
    return frozenset().union(*(profile.preformatted_signals for profile in profiles()))


def desk_roles() -> frozenset[str]:
    """Return the roles of parts of a text that are for desks alone, in lower case."""
    return frozenset().union(*(profile.desk_roles for profile in profiles()))


def desk_profiles() -> frozenset[str]:
    """Return the profiles of items that are for desks alone, in lower case."""
    return frozenset().union(*(profile.desk_profiles for profile in profiles()))


def terms_codes() -> dict[str, tuple[str, ...]]:
    """Return what each code and sentence in the terms of agencies means."""
    return {code: meaning for p in profiles() for code, meaning in p.terms_codes.items()}


def profile_for(name: str) -> AgencyProfile | None:
    """Return the agency that goes by the name, whatever its case, or None."""
    return _profiles_by_name().get(name.strip().casefold())


@cache
def _profiles_by_name() -> dict[str, AgencyProfile]:
    return {
        spelling.casefold(): profile
        for profile in profiles()
        for spelling in (*profile.credit_names, profile.name)
    }
