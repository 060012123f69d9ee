"""Storing deliveries: their bytes, the parsed items, and the order of each item's versions.

No other module writes these tables. A delivery is stored in one transaction, and the same bytes
under the same name are stored once. A delivery that cannot be parsed is quarantined with its bytes
and the reason, and does not stop the next one.
"""

import hashlib
import json
import logging
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from text import normalise
from wires.ingest import reading
from wires.models import Delivery, Feed, WireItem, WireVersion
from wires.parsing import markup
from wires.parsing.parsed import CANCELED, USABLE, Kind, Parsed, ParsedItem

logger = logging.getLogger(__name__)

SEARCHED = 100_000  # characters of an item that the wire view's search covers
# Fields that differ between transmissions of the same item, and are no part of its digest.
_NOT_CONTENT = ("sent_at",)
# The fields of a delivery that parsing it again may change.
_PARSE_RESULT = ("tried_at", "format", "remarks", "quarantined_because", "state")
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
)


@dataclass(frozen=True)
class StoredVersion:
    """The result of storing a parsed item; `version` is None when it was stored before."""

    item: WireItem
    version: WireVersion | None
    is_current: bool


def store_delivery(
    feed: Feed, raw: bytes, *, name: str = "", at: datetime | None = None, by: User | None = None
) -> Delivery:
    """Store a delivery and return it; for the same bytes and name, return the existing one.

    Nothing is raised for the content of the bytes: `state` and `quarantined_because` of the
    delivery hold the result.
    """
    at = at or timezone.now()
    delivery = _new(feed, raw, name, at, by, sha256=hashlib.sha256(raw).hexdigest(), size=len(raw))
    existing = _existing(delivery)
    if existing and existing.state == Delivery.State.ACCEPTED:
        return existing
    if existing:
        # Quarantined bytes that arrive again are parsed again. Of a file that was too large only
        # the beginning is stored: complete it.
        heads = Delivery.objects.annotate(length=Length("raw")).filter(length__lt=len(raw))
        heads.filter(pk=existing.pk).update(raw=raw)
    # The parser runs outside the transaction: it may take a second.
    return _save(existing or delivery, reading.read(feed, raw, delivery.name, at), at)


def quarantine_oversized(
    feed: Feed, head: bytes, *, size: int, sha256: str, name: str, at: datetime
) -> Delivery:
    """Store the delivery of a file larger than its feed allows, with its beginning `head` only.

    The caller moves the file itself; it never has to be in memory as a whole.
    """
    delivery = _new(feed, head, name, at, None, sha256=sha256, size=size)
    return _existing(delivery) or _save(delivery, Parsed(reason=reading.too_large(feed)), at)


def parse_again(delivery: Delivery, *, at: datetime | None = None) -> Delivery:
    """Parse the stored bytes of a delivery again, as after a parser fix or with a higher limit."""
    at = at or timezone.now()
    raw = bytes(delivery.raw)
    if len(raw) < delivery.size:
        parsed = Parsed(reason=_("Only its beginning is kept here. Hand the whole file in again."))
    else:
        parsed = reading.read(delivery.feed, raw, delivery.name, at)
    return _save(delivery, parsed, at)


def store_version(
    feed: Feed, parsed: ParsedItem, *, delivery: Delivery | None = None, at: datetime
) -> StoredVersion:
    """Store a version of an item, and make it the current one if it is the newest."""
    with transaction.atomic():
        return _place(_open(feed, [parsed.guid], at)[parsed.guid], parsed, delivery, at)


def store_bytes(feed: Feed, raw: bytes, *, name: str, format: str, at: datetime) -> Delivery:
    """Store bytes that belong to an existing item, such as a fetched picture, without parsing them.

    Return the delivery; for the same bytes and name, the existing one.
    """
    delivery = _new(
        feed, raw, name, at, None, sha256=hashlib.sha256(raw).hexdigest(), size=len(raw)
    )
    return _existing(delivery) or _save(delivery, Parsed(format=format), at)


def _new(
    feed: Feed, raw: bytes, name: str, at: datetime, by: User | None, **fields: Any
) -> Delivery:
    """Return a delivery that is not in the database yet."""
    name = normalise.one_line(name)[:500]
    return Delivery(feed=feed, raw=raw, name=name, received_at=at, handed_in_by=by, **fields)


def _existing(delivery: Delivery) -> Delivery | None:
    """Return the stored delivery of the same feed, bytes and name."""
    same = Delivery.objects.filter(
        feed=delivery.feed_id, sha256=delivery.sha256, name=delivery.name
    )
    if existing := same.defer("raw").first():
        existing.feed = delivery.feed
    return existing


def _save(delivery: Delivery, parsed: Parsed, at: datetime) -> Delivery:
    """Save the delivery with all its items, or quarantine it when they cannot be saved."""
    try:
        return _save_all(delivery, parsed, at)
    except (InterfaceError, OperationalError):
        raise  # a fault of the database and not of the delivery: the caller tries again
    except Exception:
        # Another process has stored it first, or it holds a value that no column accepts.
        if delivery._state.adding and (existing := _existing(delivery)):
            return existing
        logger.exception("%s from %s was read and could not be entered", delivery, delivery.feed)
        reason = _("It was read, and the database did not take what is in it.")
        return _save_all(delivery, replace(parsed, items=(), reason=reason), at)


def _save_all(delivery: Delivery, parsed: Parsed, at: datetime) -> Delivery:
    """Save the delivery and all its items in one transaction."""
    State = Delivery.State
    is_new = delivery._state.adding
    delivery.tried_at, delivery.format = at, parsed.format[:20]
    delivery.remarks = "\n".join(parsed.remarks)
    delivery.quarantined_because = parsed.reason
    delivery.state = State.ACCEPTED if parsed.accepted else State.QUARANTINED
    try:
        with transaction.atomic():
            delivery.save(force_insert=is_new, update_fields=None if is_new else _PARSE_RESULT)
            # Lock all items at once and in one order, so that two deliveries cannot deadlock.
            guids = {guid for item in parsed.items for guid in (item.guid, *item.cancels)}
            rows = _open(delivery.feed, sorted(guids), at)
            for item in parsed.items:
                _place(rows[item.guid], item, delivery, at)
                for guid in item.cancels:
                    _cancel(rows[guid], item, delivery, at)
    except BaseException:
        if is_new:  # rolled back: undo what save() has set on the instance
            delivery.pk, delivery._state.adding = None, True
        raise
    delivery.is_new = is_new
    return delivery


@dataclass
class _Row:
    """An item, locked until the transaction ends, with its versions: stored before, and created."""

    item: WireItem
    before: list[WireVersion]
    created: list[WireVersion]

    @property
    def current(self) -> WireVersion | None:
        versions = (*self.before, *self.created)
        return next((v for v in versions if v.pk == self.item.current_id), None)

    def has(self, version: int | None, digest: str) -> bool:
        return any(
            (v.version, v.digest) == (version, digest) for v in (*self.before, *self.created)
        )

    def conflicts(self, version: int | None, delivery: Delivery | None) -> bool:
        """Return whether the provider has sent this version before, with other content.

        Versions from the same delivery do not count: it may be parsed again with another result.
        """
        if version is None:
            return False
        again = delivery.pk if delivery else 0
        earlier = [v for v in self.before if v.delivery_id != again]
        return any(v.version == version for v in (*earlier, *self.created))


def _open(feed: Feed, guids: list[str], at: datetime) -> dict[str, _Row]:
    """Return the locked rows of the items by id; items that do not exist are created."""
    if not guids:
        return {}
    fields = {"feed": feed, "agency_id": feed.agency_id}
    fields |= {"first_received_at": at, "current_since": at}
    rows = [WireItem(guid=guid, **fields) for guid in guids]
    WireItem.objects.bulk_create(rows, ignore_conflicts=True)
    # Locked without a join: joined rows would be as old as the statement, not as the lock.
    locked = WireItem.objects.select_for_update().filter(feed=feed, guid__in=guids)
    rows_by_pk = {item.pk: _Row(item, [], []) for item in locked.order_by("guid")}
    for version in WireVersion.objects.filter(item__in=list(rows_by_pk)).only(*_ORDER_FIELDS):
        rows_by_pk[version.item_id].before.append(version)
    for row in rows_by_pk.values():
        row.item.feed = feed
    return {row.item.guid: row for row in rows_by_pk.values()}


def _place(row: _Row, parsed: ParsedItem, delivery: Delivery | None, at: datetime) -> StoredVersion:
    """Store a version of an item, and make it current if it is newer than the current one."""
    item, digest = row.item, _digest(parsed)
    if row.has(parsed.version, digest):
        return StoredVersion(item, None, is_current=False)
    conflicts, current = row.conflicts(parsed.version, delivery), row.current
    version = _version(item, parsed, digest, conflicts, delivery, at)
    row.created.append(version)
    order = _order(version, current) if current else 1
    becomes_current = (
        current is None or order > 0 or (order == 0 and not _loosens(version, current))
    )
    if conflicts or (order == 0 and not becomes_current):
        item.has_version_conflict = True
    if becomes_current:
        _make_current(item, version, at)
    if becomes_current or item.has_version_conflict:
        item.save()
    return StoredVersion(item, version, becomes_current)


def _cancel(row: _Row, because: ParsedItem, delivery: Delivery, at: datetime) -> None:
    """Store a canceled version of an item that another item, `because`, cancels.

    Its time is not before that of the current version, whatever the clocks of the two items are.
    """
    canceled_item, current = row.item, row.current
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
        signals=(f"canceled by {because.guid}",),
    )
    _place(row, canceled, delivery, at)


def _version(
    item: WireItem,
    parsed: ParsedItem,
    digest: str,
    conflicts: bool,
    delivery: Delivery | None,
    at: datetime,
) -> WireVersion:
    """Create a version from a parsed item."""
    fields = asdict(parsed)
    for name in ("guid", "cancels"):
        del fields[name]
    fields["language"] = fields["language"] or item.feed.language
    fields = {
        name: _fit(WireVersion._meta.get_field(name), value) for name, value in fields.items()
    }
    return WireVersion.objects.create(
        item=item, delivery=delivery, digest=digest, conflicts=conflicts, received_at=at, **fields
    )


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
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _loosens(new: WireVersion, current: WireVersion) -> bool:
    """Return whether `new` would permit a use that `current` does not.

    Where neither version is known to be newer, the last received counts unless it loosens: a kill
    always counts, and is never undone.
    """
    if new.status == CANCELED or current.status == CANCELED:
        return new.status != CANCELED
    if new.status != USABLE:
        return False
    return current.status != USABLE or _embargo_end(new) < _embargo_end(current)


def _embargo_end(version: WireVersion) -> datetime:
    """Return the end of its embargo for comparison: datetime.min without, datetime.max if open."""
    if version.embargo_indefinite:
        return datetime.max.replace(tzinfo=UTC)
    return version.embargo_until or datetime.min.replace(tzinfo=UTC)


def _order(a: WireVersion, b: WireVersion) -> int:
    """Return 1 when `a` is newer, -1 when `b` is, 0 when that is not known."""
    if a.version is not None and b.version is not None and a.version != b.version:
        return 1 if a.version > b.version else -1
    if a.version_at is not None and b.version_at is not None and a.version_at != b.version_at:
        return 1 if a.version_at > b.version_at else -1
    return 0


def _make_current(item: WireItem, version: WireVersion, at: datetime) -> None:
    """Copy the fields that the wire view lists from the version that is now current."""
    item.current, item.current_since = version, at
    item.kind, item.status, item.language = version.kind, version.status, version.language
    item.embargo_until = version.embargo_until
    item.embargo_indefinite = version.embargo_indefinite
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
