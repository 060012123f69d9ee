"""What an item's versions say of its release, as it binds the desk: status, embargo and expiry. Pure.

Versions are taken in the order of their arrival. What is stricter counts at once, whatever its
number or clock. What is looser counts only from a version that is strictly newer than every other
that counts, and that came from the agency or from somebody who may release its items. Such a version
decides all three parts, also those of which it says the same as before: it is the agency's last word.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Protocol

from wires.parsing.parsed import USABLE, strictness

_NEVER = datetime.max.replace(tzinfo=UTC)
_ALWAYS = datetime.min.replace(tzinfo=UTC)


class HasRelease(Protocol):
    """A version, parsed or stored, or the row of an item."""

    @property
    def status(self) -> str: ...
    @property
    def embargo_until(self) -> datetime | None: ...
    @property
    def embargo_indefinite(self) -> bool: ...
    @property
    def expires_at(self) -> datetime | None: ...


class Version(HasRelease, Protocol):
    """What is read of a version, parsed or stored."""

    @property
    def version(self) -> int | None: ...
    @property
    def version_at(self) -> datetime | None: ...


@dataclass(frozen=True, kw_only=True)
class Release:
    """Whether and when an item may be used."""

    status: str
    embargo_until: datetime | None = None
    embargo_indefinite: bool = False
    expires_at: datetime | None = None

    @classmethod
    def stated_by(cls, version: HasRelease) -> "Release":
        """Return what a version, or the row of an item, says."""
        return cls(
            status=version.status,
            embargo_until=version.embargo_until,
            embargo_indefinite=version.embargo_indefinite,
            expires_at=version.expires_at,
        )


class Refusal(StrEnum):
    """Why a version that would loosen does not."""

    NOT_PERMITTED = "not_permitted"  # handed in by somebody who may not release
    NOT_NEWER = "not_newer"  # a version that counts is newer
    NOT_PLACED = "not_placed"  # nobody can tell which is newer


class Part(StrEnum):
    """A respect in which a release is stricter or looser, independent of the others."""

    STATUS = "status"
    EMBARGO = "embargo"
    EXPIRY = "expiry"


# The fields of a release that make up each part.
FIELDS: dict[Part, tuple[str, ...]] = {
    Part.STATUS: ("status",),
    Part.EMBARGO: ("embargo_until", "embargo_indefinite"),
    Part.EXPIRY: ("expires_at",),
}


@dataclass(frozen=True)
class Outcome:
    """The release after one more version. `counts` says whether later ones are compared with it.

    `decides` names the parts that the version decides from now on.
    """

    release: Release
    decides: tuple[Part, ...] = tuple(Part)
    counts: bool = True
    refusal: Refusal | None = None


def bind(
    release: Release | None,
    version: Version,
    counting: Iterable[Version],
    *,
    may_release: bool = True,
) -> Outcome:
    """Return the release of an item after `version` has arrived.

    `release` is that before, None for the first version; `counting` are the versions that count so
    far; `may_release` is false for what was handed in by somebody who may only make it stricter.
    """
    stated = Release.stated_by(version)
    if release is None:
        return Outcome(stated)
    is_looser = any(strictness_of(stated, part) < strictness_of(release, part) for part in Part)
    stricter = [p for p in Part if strictness_of(stated, p) > strictness_of(release, p)]
    objection = _objection(version, counting, may_release=may_release)
    refusal = objection if is_looser else None
    decides = tuple(stricter if objection else Part)
    # What was handed in and restricts nothing must not stand in the way of the agency's own word.
    is_weighty = may_release or stated != Release(status=USABLE)
    counts = bool(stricter) or (refusal is None and is_weighty)
    return Outcome(_with_parts(release, stated, decides), decides, counts, refusal)


def strictest(releases: Iterable[Release]) -> Release:
    """Return what binds of several items together: of each part the strictest."""
    result = Release(status=USABLE)
    for release in releases:
        stricter = [p for p in Part if strictness_of(release, p) > strictness_of(result, p)]
        result = _with_parts(result, release, stricter)
    return result


def strictness_of(release: Release, part: Part) -> Any:
    """Return how strict a release is in one part, to be compared with another's in the same part."""
    if part is Part.STATUS:
        return strictness(release.status)
    if part is Part.EMBARGO:
        return _NEVER if release.embargo_indefinite else release.embargo_until or _ALWAYS
    return _NEVER - (release.expires_at or _NEVER)


def order(a: Version, b: Version) -> int:
    """Return 1 when `a` is newer, -1 when `b` is, 0 when that is not known.

    Numbers are compared before times, as whole numbers.
    """
    if a.version is not None and b.version is not None and a.version != b.version:
        return 1 if a.version > b.version else -1
    if a.version_at is not None and b.version_at is not None and a.version_at != b.version_at:
        return 1 if a.version_at > b.version_at else -1
    return 0


def _objection(
    version: Version, counting: Iterable[Version], *, may_release: bool
) -> Refusal | None:
    """Return why `version` may not loosen; None when it may."""
    if not may_release:
        return Refusal.NOT_PERMITTED
    orders = {order(version, other) for other in counting}
    if -1 in orders:
        return Refusal.NOT_NEWER
    return Refusal.NOT_PLACED if 0 in orders else None


def _with_parts(release: Release, stated: Release, parts: Iterable[Part]) -> Release:
    """Return `release` with these parts as `stated` has them."""
    names = [name for part in parts for name in FIELDS[part]]
    return replace(release, **{name: getattr(stated, name) for name in names})
