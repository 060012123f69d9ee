"""What an item's versions say of its release, as it binds the desk: status, embargo and expiry. Pure.

Versions are taken in the order of their arrival. What is stricter counts at once, whatever its
number or clock. What is looser counts only from a version that is strictly newer than every other
that counts, and that came from the agency or from somebody who may release its items.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
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


@dataclass(frozen=True)
class Outcome:
    """The release after one more version. `counts` says whether later ones are compared with it."""

    release: Release
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
    looser = [part for part in _PARTS if part.strictness(stated) < part.strictness(release)]
    stricter = [part for part in _PARTS if part.strictness(stated) > part.strictness(release)]
    refusal = _refusal(version, counting, may_release=may_release) if looser else None
    for part in stricter if refusal else (*stricter, *looser):
        release = part.copy(stated, release)
    # What was handed in and restricts nothing must not stand in the way of the agency's own word.
    is_weighty = may_release or stated != Release(status=USABLE)
    counts = bool(stricter) or (refusal is None and is_weighty)
    return Outcome(release, counts=counts, refusal=refusal)


def strictest(releases: Iterable[Release]) -> Release:
    """Return what binds of several items together: of each part the strictest."""
    result = Release(status=USABLE)
    for release in releases:
        for part in _PARTS:
            if part.strictness(release) > part.strictness(result):
                result = part.copy(release, result)
    return result


def order(a: Version, b: Version) -> int:
    """Return 1 when `a` is newer, -1 when `b` is, 0 when that is not known.

    Numbers are compared before times, as whole numbers.
    """
    if a.version is not None and b.version is not None and a.version != b.version:
        return 1 if a.version > b.version else -1
    if a.version_at is not None and b.version_at is not None and a.version_at != b.version_at:
        return 1 if a.version_at > b.version_at else -1
    return 0


def _refusal(version: Version, counting: Iterable[Version], *, may_release: bool) -> Refusal | None:
    """Return why `version` may not loosen; None when it may."""
    if not may_release:
        return Refusal.NOT_PERMITTED
    orders = {order(version, other) for other in counting}
    if -1 in orders:
        return Refusal.NOT_NEWER
    return Refusal.NOT_PLACED if 0 in orders else None


@dataclass(frozen=True)
class _Part:
    """A respect in which a release is stricter or looser, independent of the others."""

    names: tuple[str, ...]
    strictness: Callable[[Release], Any]

    def copy(self, source: Release, target: Release) -> Release:
        return replace(target, **{name: getattr(source, name) for name in self.names})


def _embargo(release: Release) -> datetime:
    return _NEVER if release.embargo_indefinite else release.embargo_until or _ALWAYS


def _expiry(release: Release) -> timedelta:
    return _NEVER - (release.expires_at or _NEVER)


_PARTS = (
    _Part(("status",), lambda release: strictness(release.status)),
    _Part(("embargo_until", "embargo_indefinite"), _embargo),
    _Part(("expires_at",), _expiry),
)
