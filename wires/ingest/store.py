"""Taking a delivery in: bytes kept, parsed, and each item's versions put in order. The only writer.

A delivery is taken in whole or not at all, so a process that dies in between leaves nothing half
done, and the same bytes under the same name change nothing the second time. What cannot be read is
quarantined with its reason and its bytes; the next delivery goes on.
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
from wires import parsers
from wires.models import Delivery, Feed, WireItem, WireVersion
from wires.parsing import markup
from wires.parsing.parsed import (
    CANCELED,
    USABLE,
    Kind,
    Parsed,
    ParsedItem,
    Quarantined,
)

logger = logging.getLogger(__name__)

ITEMS_IN_A_DELIVERY = 2000
SEARCHED = 100_000  # characters of an item that the wire view's search looks at
_LARGEST_VERSION = 2**63 - 1
# Said anew with each transmission; an item that differs in nothing else is the same.
_NOT_CONTENT = ("sent_at",)
# What reading a delivery again may change of it; the bytes never do.
_TRIED = ("tried_at", "format", "remarks", "quarantined_because", "state")
# What of a version tells its place among the others.
_TOLD = ("item", "delivery", "version", "digest", "version_at", "status", "embargo_until")
_TOLD += ("embargo_indefinite",)


@dataclass(frozen=True)
class StoredVersion:
    """What became of one parsed item: `version` is None when it was known already."""

    item: WireItem
    version: WireVersion | None
    is_current: bool


def store_delivery(
    feed: Feed, raw: bytes, *, name: str = "", at: datetime | None = None, by: User | None = None
) -> Delivery:
    """Take one delivery in; the same bytes under the same name are the delivery that is there.

    Never raises for what is in the bytes: the delivery says whether it was accepted, or why not.
    """
    at = at or timezone.now()
    delivery = _new(feed, raw, name, at, by, sha256=hashlib.sha256(raw).hexdigest(), size=len(raw))
    found = _known(delivery)
    if found and found.state == Delivery.State.ACCEPTED:
        return found
    if found:
        # Quarantined bytes that come again are read again. Of a file that was too large only the
        # beginning is there.
        beginning = Delivery.objects.annotate(kept=Length("raw")).filter(kept__lt=len(raw))
        beginning.filter(pk=found.pk).update(raw=raw)
    # The parser runs outside the transaction: it may take a second.
    return _keep(found or delivery, _parse(feed, raw, delivery.name, at), at)


def quarantine_oversized(
    feed: Feed, head: bytes, *, size: int, sha256: str, name: str, at: datetime
) -> Delivery:
    """Enter a file that is larger than its feed allows, with its beginning for the desk to see.

    The file itself stays where whoever calls has put it; no more of it has to be in memory.
    """
    delivery = _new(feed, head, name, at, None, sha256=sha256, size=size)
    return _known(delivery) or _keep(delivery, Parsed(reason=_too_large(feed)), at)


def parse_again(delivery: Delivery, *, at: datetime | None = None) -> Delivery:
    """Read the kept bytes of a delivery once more, as after a mended parser or a raised limit."""
    at = at or timezone.now()
    raw = bytes(delivery.raw)
    if len(raw) < delivery.size:
        parsed = Parsed(reason=_("Only its beginning is kept here. Hand the whole file in again."))
    else:
        parsed = _parse(delivery.feed, raw, delivery.name, at)
    return _keep(delivery, parsed, at)


def store_version(
    feed: Feed, parsed: ParsedItem, *, delivery: Delivery | None = None, at: datetime
) -> StoredVersion:
    """Enter one version of one item, and make it the current one if it is the newest."""
    with transaction.atomic():
        return _place(_open(feed, [parsed.guid], at)[parsed.guid], parsed, delivery, at)


def keep(feed: Feed, raw: bytes, *, name: str, format: str, at: datetime) -> Delivery:
    """Keep bytes that belong to an item which is here, such as a picture that was fetched for it.

    They are no item of their own, and are not read for any.
    """
    delivery = _new(
        feed, raw, name, at, None, sha256=hashlib.sha256(raw).hexdigest(), size=len(raw)
    )
    return _known(delivery) or _keep(delivery, Parsed(format=format), at)


def _new(feed: Feed, raw: bytes, name: str, at: datetime, by: None, **fields: Any) -> Delivery:
    """A delivery that is not in the database yet."""
    name = normalise.one_line(name)[:500]
    return Delivery(feed=feed, raw=raw, name=name, received_at=at, handed_in_by=by, **fields)


def _known(delivery: Delivery) -> Delivery | None:
    same = Delivery.objects.filter(
        feed=delivery.feed_id, sha256=delivery.sha256, name=delivery.name
    )
    if found := same.defer("raw").first():
        found.feed = delivery.feed
    return found


def _keep(delivery: Delivery, parsed: Parsed, at: datetime) -> Delivery:
    """Enter the delivery and what it holds: all of it, or the bytes and why it could not be."""
    try:
        return _enter(delivery, parsed, at)
    except (InterfaceError, OperationalError):
        raise  # the database's trouble and not the delivery's: whoever brought it comes again
    except Exception:
        # Another process was faster, or it holds what no column takes.
        if delivery._state.adding and (found := _known(delivery)):
            return found
        logger.exception("%s from %s was read and could not be entered", delivery, delivery.feed)
        reason = _("It was read, and the database did not take what is in it.")
        return _enter(delivery, replace(parsed, items=(), reason=reason), at)


def _parse(feed: Feed, raw: bytes, name: str, at: datetime) -> Parsed:
    if len(raw) > feed.max_bytes:
        return Parsed(reason=_too_large(feed))
    try:
        parsed = parsers.parse(raw, at=at, name=name)
        if parsed.accepted:
            _check(parsed)
    except Quarantined as why:
        return Parsed(reason=str(why))
    except Exception:  # the wire goes on whatever one delivery does to a parser
        logger.exception("The reader failed on %s from %s", name, feed)
        return Parsed(reason=_("The reader failed on it. Tell whoever runs the newsroom."))
    return parsed


def _too_large(feed: Feed):
    reason = _("It is larger than the %(limit)d bytes that this feed allows.")
    return reason % {"limit": feed.max_bytes}


def _check(parsed: Parsed) -> None:
    """What no format forbids and no database takes."""
    if len(parsed.items) > ITEMS_IN_A_DELIVERY:
        raise Quarantined(_("It holds more than %d items.") % ITEMS_IN_A_DELIVERY)
    for item in parsed.items:
        if not item.guid.strip():
            raise Quarantined(_("An item in it has no id."))
        if len(item.guid) > WireItem._meta.get_field("guid").max_length:
            raise Quarantined(_("The id of an item in it is too long."))
        if item.version is not None and not 0 <= item.version <= _LARGEST_VERSION:
            raise Quarantined(_("The version of an item in it is no number that can be."))


def _enter(delivery: Delivery, parsed: Parsed, at: datetime) -> Delivery:
    """Write down the delivery and all that it holds, in one transaction."""
    State = Delivery.State
    is_new = delivery._state.adding
    delivery.tried_at, delivery.format = at, parsed.format[:20]
    delivery.remarks = "\n".join(parsed.remarks)
    delivery.quarantined_because = parsed.reason
    delivery.state = State.ACCEPTED if parsed.accepted else State.QUARANTINED
    try:
        with transaction.atomic():
            delivery.save(force_insert=is_new, update_fields=None if is_new else _TRIED)
            # All at once and in one order, so that two deliveries cannot wait for each other.
            guids = {guid for item in parsed.items for guid in (item.guid, *item.cancels)}
            rows = _open(delivery.feed, sorted(guids), at)
            for item in parsed.items:
                _place(rows[item.guid], item, delivery, at)
                for guid in item.cancels:
                    _cancel(rows[guid], item, delivery, at)
    except BaseException:
        if is_new:  # it is not there, whatever save() has noted on it
            delivery.pk, delivery._state.adding = None, True
        raise
    delivery.is_new = is_new
    return delivery


@dataclass
class _Row:
    """An item, locked until the transaction ends, with what is known of its versions."""

    item: WireItem
    before: list[WireVersion]
    made: list[WireVersion]

    @property
    def current(self) -> WireVersion | None:
        versions = (*self.before, *self.made)
        return next((v for v in versions if v.pk == self.item.current_id), None)

    def has(self, version: int | None, digest: str) -> bool:
        return any((v.version, v.digest) == (version, digest) for v in (*self.before, *self.made))

    def conflicts(self, version: int | None, delivery: Delivery | None) -> bool:
        """Whether the provider has sent this version before, with other content.

        Bytes that are read again say something new of their own version without a conflict.
        """
        if version is None:
            return False
        again = delivery.pk if delivery else 0
        earlier = [v for v in self.before if v.delivery_id != again]
        return any(v.version == version for v in (*earlier, *self.made))


def _open(feed: Feed, guids: list[str], at: datetime) -> dict[str, _Row]:
    """The items' rows by id, made where there is none."""
    if not guids:
        return {}
    fields = {
        "feed": feed,
        "agency_id": feed.agency_id,
        "first_received_at": at,
        "current_since": at,
    }
    rows = [WireItem(guid=guid, **fields) for guid in guids]
    WireItem.objects.bulk_create(rows, ignore_conflicts=True)
    # Locked without a join: what a join brings is as old as the statement, not as the lock.
    locked = WireItem.objects.select_for_update().filter(feed=feed, guid__in=guids)
    found = {item.pk: _Row(item, [], []) for item in locked.order_by("guid")}
    for version in WireVersion.objects.filter(item__in=list(found)).only(*_TOLD):
        found[version.item_id].before.append(version)
    for row in found.values():
        row.item.feed = feed
    return {row.item.guid: row for row in found.values()}


def _place(row: _Row, parsed: ParsedItem, delivery: Delivery | None, at: datetime) -> StoredVersion:
    """Enter one version under its item, in the order of versions."""
    item, digest = row.item, _digest(parsed)
    if row.has(parsed.version, digest):
        return StoredVersion(item, None, is_current=False)
    conflicts, current = row.conflicts(parsed.version, delivery), row.current
    version = _version(item, parsed, digest, conflicts, delivery, at)
    row.made.append(version)
    order = _order(version, current) if current else 1
    becomes_current = order > 0 or (order == 0 and not _loosens(version, current))
    if conflicts or (order == 0 and not becomes_current):
        item.has_version_conflict = True
    if becomes_current:
        _make_current(item, version, at)
    if becomes_current or item.has_version_conflict:
        item.save()
    return StoredVersion(item, version, becomes_current)


def _cancel(row, because, delivery: Delivery, at: datetime) -> None:
    """An item says of another that it may not be used: that one gets a version that says so.

    It counts as later than all that has come of the other, whatever the clocks of the two say.
    """
    was, current = row.item, row.current
    moments = (because.version_at or because.created_at, current and current.version_at)
    canceled = ParsedItem(
        guid=was.guid,
        status=CANCELED,
        kind=Kind(was.kind),
        headline=was.headline,
        slugline=was.slugline,
        language=was.language,
        version_at=max(filter(None, moments), default=None),
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
    said = asdict(parsed)
    for name in ("guid", "cancels"):
        del said[name]
    said["language"] = said["language"] or item.feed.language
    said = {name: _fit(WireVersion._meta.get_field(name), value) for name, value in said.items()}
    return WireVersion.objects.create(
        item=item, delivery=delivery, digest=digest, conflicts=conflicts, received_at=at, **said
    )


def _fit(field: Any, value: Any) -> Any:
    """The value as its column takes it: no NUL, no half characters, not longer than it may be."""
    if isinstance(value, str):
        value = normalise.normalise(value.encode("utf-8", "replace").decode())
        return value if field is None or not field.max_length else value[: field.max_length]
    if isinstance(value, (list, tuple)):
        return [_fit(None, one) for one in value]
    if isinstance(value, dict):
        return {key: _fit(None, one) for key, one in value.items()}
    if isinstance(value, int) and field is not None and field.name == "urgency":
        return value if 1 <= value <= 9 else None
    return value


def _digest(parsed: ParsedItem) -> str:
    """What was said, as one number: two versions with the same digest say the same."""
    said = {name: value for name, value in asdict(parsed).items() if name not in _NOT_CONTENT}
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def _loosens(new: WireVersion, current: WireVersion) -> bool:
    """Whether `new` would allow what `current` does not.

    Where nothing tells which of them is newer, what came last counts unless it does that: a kill
    always counts, and none is undone.
    """
    if new.status == CANCELED or current.status == CANCELED:
        return new.status != CANCELED
    if new.status != USABLE:
        return False
    return current.status != USABLE or _held_until(new) < _held_until(current)


def _held_until(version) -> datetime:
    """The end of its embargo, so that embargoes compare: none at all ends before all others."""
    if version.embargo_indefinite:
        return datetime.max.replace(tzinfo=UTC)
    return version.embargo_until or datetime.min.replace(tzinfo=UTC)


def _order(a: WireVersion, b: WireVersion) -> int:
    """1 when `a` is newer, -1 when `b` is, 0 when nothing tells."""
    if None not in (a.version, b.version) and a.version != b.version:
        return 1 if a.version > b.version else -1
    if None not in (a.version_at, b.version_at) and a.version_at != b.version_at:
        return 1 if a.version_at > b.version_at else -1
    return 0


def _make_current(item: WireItem, version: WireVersion, at: datetime) -> None:
    """What the wire view lists, from the version that counts now."""
    item.current, item.current_since = version, at
    item.kind, item.status, item.language = version.kind, version.status, version.language
    item.embargo_until = version.embargo_until
    item.embargo_indefinite = version.embargo_indefinite
    item.urgency, item.slugline = version.urgency, version.slugline
    item.headline = version.headline or version.slugline
    item.subject = (version.subjects[0] if version.subjects else "")[:120]
    item.has_pictures = bool(version.pictures) or version.kind == Kind.PICTURE
    captions = [picture["caption"] for picture in version.pictures]
    words = (version.headline, version.slugline, version.standfirst, version.byline)
    words += (version.dateline, markup.text(version.body_html), *captions, *version.subjects)
    item.search_fold = normalise.fold(" ".join(words))[:SEARCHED]
