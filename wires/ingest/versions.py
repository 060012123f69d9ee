"""Placing versions of items: which is the newest text, and what binds the desk (wires/binding.py).

Called by wires/ingest/store.py within its transaction, with the items locked.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, cast

from django.db.models import Field
from django.utils.translation import gettext_lazy as _

from attribution import terms
from attribution.models import UnclearTerm
from text import normalise
from wires import binding
from wires.binding import Outcome, Refusal, Release
from wires.models import Delivery, Feed, WireItem, WireVersion
from wires.parsing import markup
from wires.parsing.parsed import CANCELED, USABLE, Kind, ParsedItem, PictureRelease

PUT_BACK = 20  # times that an item of a listing may be as it was before
SEARCHED = 100_000  # characters of an item that the wire view's search covers
# Fields that differ between transmissions of the same item, and are no part of its digest.
_NOT_CONTENT = ("sent_at", "picture_releases")
# The fields of a version that decide its place among the others.
_ORDER_FIELDS = (
    "item",
    "delivery",
    "version",
    "digest",
    "version_at",
    "status",
    "embargo_until",
    "embargo_indefinite",
    "expires_at",
    "counts",
    "signals",
)
_REFUSALS = {
    Refusal.NOT_PERMITTED: _(
        "“%(item)s” was not released: what releases an item that %(agency)s killed or held back"
        " counts by hand only from a chief editor. Ask one to hand it in."
    ),
    Refusal.NOT_NEWER: _(
        "“%(item)s” was not released: a version that is here already is newer. Ask %(agency)s"
        " for its newest one."
    ),
    Refusal.NOT_PLACED: _(
        "“%(item)s” was not released: nobody can tell whether this version is newer than those"
        " that are here. Ask %(agency)s for one with a higher number."
    ),
}


@dataclass(frozen=True)
class StoredVersion:
    """The result of storing a parsed item; `version` is None when it was stored before."""

    item: WireItem
    version: WireVersion | None
    is_current: bool


@dataclass(frozen=True)
class Arrival:
    """How and when versions arrive. Whoever may not release can only make an item stricter.

    What `is_listing` lists is as its agency has it now, also where it had it so before: a feed. Any
    other delivery may be an old one that arrives again.
    """

    delivery: Delivery | None
    at: datetime
    may_release: bool = True
    is_listing: bool = False


@dataclass
class Row:
    """An item, locked until the transaction ends, with its versions: stored before, and created."""

    item: WireItem
    before: list[WireVersion]
    created: list[WireVersion]
    is_changed: bool = False  # another version is current or binds
    refusal: Refusal | None = None  # why a version of this delivery did not loosen

    @property
    def versions(self) -> list[WireVersion]:
        return [*self.before, *self.created]

    @property
    def current(self) -> WireVersion | None:
        return next((v for v in self.versions if v.pk == self.item.current_id), None)

    @property
    def may_be_in_use(self) -> bool:
        """Whether copy or the library may have something of it: not before it has been stored once."""
        return bool(self.before) or Release.stated_by(self.item) != Release(status=USABLE)

    def find(self, version: int | None, digest: str) -> WireVersion | None:
        """Return the version with this number and content."""
        same = (v for v in self.versions if (v.version, v.digest) == (version, digest))
        return next(same, None)

    def is_put_back(self, version: WireVersion) -> bool:
        """Return whether a listing that has this version again took another one back.

        One that goes to and fro is followed a number of times.
        """
        last, current = max(self.versions, key=attrgetter("pk")), self.current
        if version.version is not None or current is None or last.digest == version.digest:
            return False
        times = sum(v.digest == version.digest for v in self.versions)
        return binding.order(version, current) == 0 and times < PUT_BACK

    def conflicts(self, version: int | None, delivery: Delivery | None) -> bool:
        """Return whether the provider has sent this version before, with other content.

        Versions from the same delivery do not count: it may be parsed again with another result.
        """
        if version is None:
            return False
        again = delivery.pk if delivery else 0
        earlier = [v for v in self.before if v.delivery_id != again]
        return any(v.version == version for v in (*earlier, *self.created))

    def bind(self, version: binding.Version, arrival: Arrival) -> Outcome:
        """Return what binds after `version`, and remember why it does not loosen."""
        release = Release.stated_by(self.item) if self.item.binding_ids else None
        counting = [v for v in self.versions if v.counts]
        outcome = binding.bind(release, version, counting, may_release=arrival.may_release)
        self.refusal = outcome.refusal or self.refusal
        return outcome


def lock(feed: Feed, guids: list[str], at: datetime) -> dict[str, Row]:
    """Return the locked rows of the items by id; items that do not exist are created."""
    if not guids:
        return {}
    fields = {"feed": feed, "agency_id": feed.agency_id}
    fields |= {"first_received_at": at, "current_since": at}
    rows = [WireItem(guid=guid, **fields) for guid in guids]
    WireItem.objects.bulk_create(rows, ignore_conflicts=True)
    # Locked without a join: joined rows would be as old as the statement, not as the lock.
    locked = WireItem.objects.select_for_update().filter(feed=feed, guid__in=guids)
    rows_by_pk = {item.pk: Row(item, [], []) for item in locked.order_by("guid")}
    stored = [pk for pk, row in rows_by_pk.items() if row.item.current_id]
    versions = WireVersion.objects.filter(item__in=stored).only(*_ORDER_FIELDS)
    for version in versions if stored else ():
        rows_by_pk[version.item_id].before.append(version)
    for row in rows_by_pk.values():
        row.item.feed = feed
    return {row.item.guid: row for row in rows_by_pk.values()}


def place(row: Row, parsed: ParsedItem, arrival: Arrival) -> StoredVersion:
    """Store a version of an item; make it current if it is the newest, and let it bind."""
    item, digest = row.item, _digest(parsed)
    known = row.find(parsed.version, digest)
    if known and not (arrival.is_listing and row.is_put_back(known)):
        if not known.counts:
            _bind_again(row, known, arrival)
        return StoredVersion(item, None, is_current=False)
    conflicts, current = row.conflicts(parsed.version, arrival.delivery), row.current
    version = _version(item, parsed, digest, arrival, conflicts=conflicts)
    outcome = row.bind(version, arrival)
    version.counts = outcome.counts
    version.save(force_insert=True)
    if _unclear(version):
        link_terms(version)
    row.created.append(version)
    order = binding.order(version, current) if current else 1
    becomes_current = order > 0 or (order == 0 and outcome.refusal is None)
    if conflicts or outcome.refusal == Refusal.NOT_PLACED or (order == 0 and not becomes_current):
        item.has_version_conflict = True
    if becomes_current:
        _make_current(item, version)
    is_changed = _bind(item, version, outcome) or becomes_current
    if is_changed:
        row.is_changed, item.current_since = True, arrival.at
    if is_changed or item.has_version_conflict:
        item.save()
    return StoredVersion(item, version, becomes_current)


def cancel(row: Row, because: ParsedItem, arrival: Arrival) -> None:
    """Store a canceled version of an item that another item, `because`, cancels.

    Its time is not before that of the current version, whatever the clocks of the two items are. The
    same words of `because` cancel once: read or sent again, they are older than what came since.
    """
    canceled_item, current = row.item, row.current
    signals = [f"canceled by {because.guid}", f"in its version {_digest(because)[:16]}"]
    if any(version.counts and version.signals == signals for version in row.versions):
        return
    times = (because.version_at or because.created_at, current.version_at if current else None)
    canceled = ParsedItem(
        guid=canceled_item.guid,
        status=CANCELED,
        kind=Kind(canceled_item.kind),
        headline=canceled_item.headline,
        slugline=canceled_item.slugline,
        language=canceled_item.language,
        version_at=max((time for time in times if time), default=None),
        editor_note=because.editor_note,
        signals=tuple(signals),
    )
    place(row, canceled, arrival)


def place_picture(row: Row, within: ParsedItem, release: PictureRelease, arrival: Arrival) -> None:
    """Store what an item says of the use of one of its pictures, as a version of an item of its own.

    It is as new as the item's own version, and restricts the picture without the text.
    """
    stated = ParsedItem(
        guid=row.item.guid,
        version=within.version,
        kind=Kind.PICTURE,
        status=release.status,
        embargo_until=release.embargo_until,
        embargo_indefinite=release.embargo_indefinite,
        expires_at=release.expires_at,
        headline=release.picture.caption or within.headline,
        slugline=within.slugline,
        language=within.language,
        created_at=within.created_at,
        version_at=within.version_at,
        editor_note=within.editor_note,
        signals=(f"picture of {within.guid}",),
        pictures=(release.picture,),
    )
    place(row, stated, arrival)


def picture_guid(guid: str, key: str) -> str:
    """Return the id of the item for one picture of an item, which the provider names by `key`."""
    digest = hashlib.sha256(f"{guid}\n{key}".encode()).hexdigest()
    return f"{guid[:400]}#{digest[:16]}"


def link_terms(version: WireVersion) -> None:
    """Record which wordings among the terms of a version only a ruling gives a meaning."""
    rows = UnclearTerm.objects.for_wordings(_unclear(version), at=version.received_at)
    version.unclear_terms.set(rows)


def _unclear(version: WireVersion) -> tuple[str, ...]:
    stated = version.stated_terms
    return terms.read(*stated.texts, at=stated.on).not_understood


def refusal_text(row: Row) -> str:
    """Return the sentence that says why a version did not release the item; "" when none was refused."""
    if row.refusal is None:
        return ""
    return str(_REFUSALS[row.refusal] % {"item": row.item, "agency": row.item.agency})


def _bind_again(row: Row, version: WireVersion, arrival: Arrival) -> None:
    """Let a version bind that did not count before, as when somebody who may release sends it too."""
    outcome = row.bind(version, arrival)
    if not outcome.counts:
        return
    version.counts, version.delivery = True, arrival.delivery
    version.save(update_fields=["counts", "delivery"])
    if _bind(row.item, version, outcome):
        row.is_changed, row.item.current_since = True, arrival.at
        row.item.save()


def _bind(item: WireItem, version: WireVersion, outcome: Outcome) -> bool:
    """Write to the item's row what the version decides of it; return whether it decides anything."""
    for part in outcome.decides:
        setattr(item, f"{part}_version", version)
        for name in binding.FIELDS[part]:
            setattr(item, name, getattr(outcome.release, name))
    return bool(outcome.decides)


def _version(
    item: WireItem,
    parsed: ParsedItem,
    digest: str,
    arrival: Arrival,
    *,
    conflicts: bool,
) -> WireVersion:
    """Return a version of a parsed item that is not saved, with its moments as they will be stored."""
    fields = asdict(parsed)
    for name in ("guid", "cancels", "picture_releases"):
        del fields[name]
    fields["language"] = fields["language"] or item.feed.language
    fields = {
        name: _fit(WireVersion._meta.get_field(name), value) for name, value in fields.items()
    }
    version = WireVersion(
        item=item,
        delivery=arrival.delivery,
        digest=digest,
        conflicts=conflicts,
        received_at=arrival.at,
        **fields,
    )
    for name in ("embargo_until", "expires_at"):
        cast("Field[Any, Any]", WireVersion._meta.get_field(name)).pre_save(version, add=True)
    return version


def _fit(field: Any, value: Any) -> Any:
    """Return the value as its column accepts it: no NUL, no lone surrogates, cut to its length."""
    if isinstance(value, str):
        value = normalise.normalise(value.encode("utf-8", "replace").decode())
        return value if field is None or not field.max_length else value[: field.max_length]
    if isinstance(value, (list, tuple)):
        return [_fit(None, element) for element in value]
    if isinstance(value, dict):
        return {key: _fit(None, element) for key, element in value.items()}
    if isinstance(value, int) and field is not None and field.name == "urgency":
        return value if 1 <= value <= 9 else None
    return value


def _digest(parsed: ParsedItem) -> str:
    """Return the SHA-256 of an item's content: versions with the same digest have the same content."""
    content = {name: value for name, value in asdict(parsed).items() if name not in _NOT_CONTENT}
    for picture in content["pictures"]:
        del picture["key"]
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _make_current(item: WireItem, version: WireVersion) -> None:
    """Copy the fields of the text that the wire view lists from the version that is now current."""
    item.current = version
    item.kind, item.language = version.kind, version.language
    item.urgency, item.slugline = version.urgency, version.slugline
    item.headline = version.headline or version.slugline
    item.subject = (version.subjects[0] if version.subjects else "")[:120]
    item.has_pictures = bool(version.pictures) or version.kind == Kind.PICTURE
    captions = [picture["caption"] for picture in version.pictures]
    texts = (
        version.headline,
        version.slugline,
        version.standfirst,
        version.byline,
        version.dateline,
        markup.text(version.body_html),
        *captions,
        *version.subjects,
    )
    item.search_fold = normalise.fold(" ".join(texts))[:SEARCHED]
