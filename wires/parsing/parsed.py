"""The result of a parser: one shape of agency copy for all formats.

Pure: no models, no database, no network, no files. What a provider did not state is "", None or an
empty tuple, never a guess.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lxml.etree import _Element

from text.errors import DomainError

# What an item came with as text: plain, mark-up in a string, or elements.
Given = tuple["str | _Element", ...]
USABLE, WITHHELD, CANCELED, UNKNOWN = "usable", "withheld", "canceled", "unknown"


def status_of(name: str) -> str:
    """Return the status that a provider names in lower case; UNKNOWN unless it is one of IPTC's three.

    What a missing one means, and “embargoed”, which some formats have, is for each format to say.
    """
    return name if name in (USABLE, WITHHELD, CANCELED) else UNKNOWN


def strictness(status: str) -> int:
    """Return how much a status holds an item back, for comparison; 0 for a usable one."""
    return (USABLE, UNKNOWN, WITHHELD, CANCELED).index(status)


def strictest(statuses: Iterable[str]) -> str:
    """Return the status that holds the item back most."""
    return max(statuses, key=strictness)


class Kind(StrEnum):
    """The kind of an item. Only text and pictures become copy; a package names other items."""

    TEXT = "text"
    PICTURE = "picture"
    PACKAGE = "package"
    OTHER = "other"


class MarkUp(str):
    """Text of a delivery that is mark-up in a string."""


class Quarantined(DomainError):
    """The delivery is stored and not read."""


def may_use(
    status: str,
    embargo_until: datetime | None,
    embargo_indefinite: bool,
    at: datetime,
    expires_at: datetime | None = None,
) -> bool:
    """Return whether the item is usable and no embargo runs at `at`: the one rule on release.

    From `expires_at` on it may not be used any more.
    """
    if status != USABLE or embargo_indefinite or is_expired(expires_at, at):
        return False
    return embargo_until is None or embargo_until <= at


def is_expired(expires_at: datetime | None, at: datetime) -> bool:
    """Return whether the time that the provider gives is over at `at`; None is without end."""
    return expires_at is not None and expires_at <= at


@dataclass(frozen=True, kw_only=True)
class ParsedPicture:
    """A picture that an item brings or points to. Width and height are pixels, None when not stated."""

    href: str
    caption: str = ""
    alt: str = ""
    creator: str = ""
    credit_line: str = ""
    copyright_notice: str = ""
    usage_terms: str = ""
    width: int | None = None
    height: int | None = None
    # What the provider calls it within the item, such as the id of the picture's own item.
    key: str = field(default="", compare=False)


@dataclass(frozen=True, kw_only=True)
class PictureRelease:
    """What an item says of the use of one picture within it, apart from its own use."""

    picture: ParsedPicture
    status: str = USABLE
    embargo_until: datetime | None = None
    embargo_indefinite: bool = False
    expires_at: datetime | None = None

    @property
    def is_free(self) -> bool:
        """Whether nothing restricts its use: as the item may be used, so may the picture."""
        return self.status == USABLE and not (
            self.embargo_until or self.embargo_indefinite or self.expires_at
        )


@dataclass(frozen=True, kw_only=True)
class ParsedItem:
    """One version of one item.

    `guid` is the provider's id without its version. `version` is a whole number or None.
    Fail closed: a status that is not understood is `unknown`; an embargo that cannot be read, or
    that is there without an end, is `embargo_indefinite`. Times carry their zone. `body_html` is
    clean (wires/parsing/markup.py); what was marked non-public stands in `internal_notes` alone.
    `cancels` are ids of other items that this one says may not be used any more. `pictures` are those
    that may be used when it arrives; `picture_releases` has what it says of the use of each.
    """

    guid: str
    version: int | None = None
    kind: Kind = Kind.TEXT
    status: str = UNKNOWN
    embargo_until: datetime | None = None
    embargo_indefinite: bool = False
    expires_at: datetime | None = None
    urgency: int | None = None
    headline: str = ""
    standfirst: str = ""
    byline: str = ""
    credit_line: str = ""
    provider: str = ""
    sources: tuple[str, ...] = ()
    copyright_holder: str = ""
    copyright_notice: str = ""
    usage_terms: str = ""
    editor_note: str = ""
    slugline: str = ""
    dateline: str = ""
    language: str = ""
    created_at: datetime | None = None
    version_at: datetime | None = None
    sent_at: datetime | None = None
    signals: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    body_html: str = ""
    pictures: tuple[ParsedPicture, ...] = ()
    picture_releases: tuple[PictureRelease, ...] = ()
    package_items: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    internal_notes: str = ""

    def is_usable(self, at: datetime) -> bool:
        """Return whether the desk may use it at `at`."""
        return may_use(
            self.status, self.embargo_until, self.embargo_indefinite, at, self.expires_at
        )


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """The result of one delivery: its items, or the sentence that says why there are none."""

    format: str = ""
    items: tuple[ParsedItem, ...] = ()
    reason: str = ""
    remarks: tuple[str, ...] = field(default=())

    @property
    def accepted(self) -> bool:
        return not self.reason
