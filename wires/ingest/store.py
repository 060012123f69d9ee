"""Storing deliveries: their bytes, and the versions of items that are parsed from them.

No other module but wires/ingest/versions.py writes these tables. A delivery is stored in one
transaction, and the same bytes under the same name are stored once. A delivery that cannot be parsed
is quarantined with its bytes and the reason, and does not stop the next one.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from text import normalise
from wires import changes, parsers, permissions
from wires.ingest import corrections, delivered, reading, stories, versions
from wires.ingest.versions import Arrival, Row, StoredVersion
from wires.models import Delivery, Feed, WireItem
from wires.parsing.parsed import Parsed, ParsedItem, PictureRelease

logger = logging.getLogger(__name__)

# The fields of a delivery that parsing it again may change.
_PARSE_RESULT = (
    "tried_at",
    "format",
    "remarks",
    "quarantined_because",
    "state",
    "handed_in_by",
)


def store_delivery(
    feed: Feed, raw: bytes, *, name: str = "", at: datetime | None = None, by: User | None = None
) -> Delivery:
    """Store a delivery and return it; for the same bytes and name, return the existing one.

    Nothing is raised for the content of the bytes: `state` and `quarantined_because` of the
    delivery hold the result. `by` handed it in; what releases an item then counts only if they may
    release items. `remarks` says what did not count.
    """
    at = at or timezone.now()
    delivery = _new(feed, raw, name, at, by, sha256=hashlib.sha256(raw).hexdigest(), size=len(raw))
    existing, remarks = _existing(delivery), []
    if existing and _gains_weight(existing, delivery):
        remarks.append(_("%(person)s handed it in first.") % {"person": existing.handed_in_by})
        existing.handed_in_by = by
    elif existing and existing.state == Delivery.State.ACCEPTED and not _is_put_back(existing):
        return existing
    if existing:
        # Quarantined bytes that arrive again are parsed again, as are bytes from somebody who may
        # release what those who handed them in before may not. Of a file that was too large only
        # the beginning is stored: complete it.
        heads = Delivery.objects.annotate(length=Length("raw")).filter(length__lt=len(raw))
        heads.filter(pk=existing.pk).update(raw=raw)
    # The parser runs outside the transaction: it may take a second.
    parsed = reading.read(feed, raw, delivery.name, at)
    parsed = replace(parsed, remarks=(*parsed.remarks, *remarks))
    return _save(existing or delivery, parsed, at)


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
    return _save(delivery, parsed, at, is_superseded=_is_superseded(delivery, parsed.format))


def store_version(
    feed: Feed, parsed: ParsedItem, *, delivery: Delivery | None = None, at: datetime
) -> StoredVersion:
    """Store a version of an item, and make it the current one if it is the newest."""
    arrival = Arrival(delivery, at, may_release=delivery is None or may_release(delivery))
    with transaction.atomic():
        row = versions.lock(feed, [parsed.guid], at)[parsed.guid]
        stored = versions.place(row, parsed, arrival)
        _announce([row], at)
    return stored


def may_release(delivery: Delivery) -> bool:
    """Return whether a delivery may release what its agency killed or held back.

    One of the feed itself may; one that was handed in, if whoever did so may.
    """
    by = delivery.handed_in_by
    return by is None or by.has_perm(permissions.RELEASE_ITEM)


def store_bytes(feed: Feed, raw: bytes, *, name: str, format: str, at: datetime) -> Delivery:
    """Store bytes that belong to an existing item, such as a fetched picture, without parsing them.

    Return the delivery; for the same bytes and name, the existing one.
    """
    delivery = _new(
        feed, raw, name, at, None, sha256=hashlib.sha256(raw).hexdigest(), size=len(raw)
    )
    return _existing(delivery) or _save(delivery, Parsed(format=format), at)


def _gains_weight(existing: Delivery, again: Delivery) -> bool:
    """Return whether what did not count of a delivery counts now that it comes this way too."""
    if may_release(existing) or not may_release(again):
        return False
    is_quarantined = existing.state == Delivery.State.QUARANTINED
    return is_quarantined or existing.versions.filter(counts=False).exists()


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


def _is_put_back(delivery: Delivery) -> bool:
    """Return whether a listing is again as it was, after it was otherwise under the same name."""
    return _has_newer_listing(delivery, delivery.format, name=delivery.name)


def _is_superseded(delivery: Delivery, format_: str) -> bool:
    """Return whether the feed has had a newer listing: reading this one again puts nothing back."""
    return _has_newer_listing(delivery, format_, format=format_)


def _has_newer_listing(delivery: Delivery, format_: str, **among: str) -> bool:
    """Return whether the delivery is a listing and the feed has read a newer one among some."""
    if not parsers.is_listing(format_) or delivery.tried_at is None:
        return False
    others = Delivery.objects.filter(feed=delivery.feed_id, **among)
    return others.filter(tried_at__gt=delivery.tried_at).exists()


def _save(
    delivery: Delivery, parsed: Parsed, at: datetime, *, is_superseded: bool = False
) -> Delivery:
    """Save the delivery with all its items, or quarantine it when they cannot be saved."""
    try:
        return _save_all(delivery, parsed, at, is_superseded=is_superseded)
    except (InterfaceError, OperationalError):
        raise  # a fault of the database and not of the delivery: the caller tries again
    except Exception:
        # Another process has stored it first, or it holds a value that no column accepts.
        if delivery._state.adding and (existing := _existing(delivery)):
            return existing
        logger.exception("%s from %s was read and could not be entered", delivery, delivery.feed)
        reason = _("It was read, and the database did not take what is in it.")
        return _save_all(delivery, replace(parsed, items=(), reason=reason), at)


def _save_all(
    delivery: Delivery, parsed: Parsed, at: datetime, *, is_superseded: bool = False
) -> Delivery:
    """Save the delivery and all its items in one transaction."""
    State = Delivery.State
    is_new = delivery._state.adding
    if not is_superseded:  # else it would seem to have been the feed's last word
        delivery.tried_at = at
    delivery.format = parsed.format[:20]
    delivery.remarks = "\n".join(parsed.remarks)
    delivery.quarantined_because = parsed.reason
    delivery.state = State.ACCEPTED if parsed.accepted else State.QUARANTINED
    arrival = Arrival(delivery, at, may_release(delivery))
    try:
        with transaction.atomic():
            delivery.save(force_insert=is_new, update_fields=None if is_new else _PARSE_RESULT)
            # Lock all items at once and in one order, so that two deliveries cannot deadlock.
            guids = {guid for item in parsed.items for guid in (item.guid, *item.cancels)}
            releases = _picture_releases(delivery.feed, parsed.items)
            together = stories.restricted(delivery.feed, parsed)
            lacking = stories.no_longer_held(delivery.feed, parsed)
            guids |= releases.keys() | together.keys() | lacking.keys()
            rows = versions.lock(delivery.feed, sorted(guids), at)
            times = Counter(item.guid for item in parsed.items)
            is_listing = parsers.is_listing(parsed.format) and not is_superseded
            for item in parsed.items:
                once = is_listing and times[item.guid] == 1
                versions.place(rows[item.guid], item, replace(arrival, is_listing=once))
                for guid in item.cancels:
                    versions.cancel(rows[guid], item, arrival)
            for guid, because in together.items():
                restriction = stories.restriction(rows[guid].item, because)
                versions.place(rows[guid], restriction, arrival)
            for guid, held_back in lacking.items():
                versions.place(rows[guid], held_back, arrival)
            for guid, (item, release) in releases.items():
                versions.place_picture(rows[guid], item, release, arrival)
                own = rows[guid].item
                delivered.record_within(rows[item.guid].item, release.picture, own, at=at)
            _add_remarks(delivery, list(rows.values()), [rows[guid] for guid in lacking])
            _announce(list(rows.values()), at)
            delivered.bind_existing(delivery, at=at)
    except BaseException:
        if is_new:  # rolled back: undo what save() has set on the instance
            delivery.pk, delivery._state.adding = None, True
        raise
    delivery.is_new = is_new
    return delivery


def _picture_releases(
    feed: Feed, items: Iterable[ParsedItem]
) -> dict[str, tuple[ParsedItem, PictureRelease]]:
    """Return by the ids of their own items what is to be stored of the use of single pictures.

    A picture that nothing restricts has such an item only where something did before.
    """
    stated = {
        versions.picture_guid(item.guid, release.picture.key): (item, release)
        for item in items
        for release in item.picture_releases
    }
    free = {guid for guid, (_item, release) in stated.items() if release.is_free}
    known = WireItem.objects.filter(feed=feed, guid__in=free) if free else WireItem.objects.none()
    unknown = free - set(known.values_list("guid", flat=True))
    return {guid: entry for guid, entry in stated.items() if guid not in unknown}


def _add_remarks(delivery: Delivery, rows: list[Row], lacking: list[Row]) -> None:
    """Add to the delivery's remarks what of it did not count, and which stories it lacks."""
    remarks = list(filter(None, map(versions.refusal_text, rows)))
    remarks += [
        _("“%s” is no longer in the newest version of its item, and was held back.") % row.item
        for row in lacking
    ]
    if remarks:
        delivery.remarks = "\n".join(filter(None, (delivery.remarks, *remarks)))
        delivery.save(update_fields=["remarks"])


def _announce(rows: list[Row], at: datetime) -> None:
    """Tell higher apps and the library which items have a new version, or another that binds.

    Higher apps lock articles: before the library locks pictures, as everybody does.
    """
    with_versions = [row for row in rows if row.created or row.is_changed]
    items = [row.item for row in with_versions if row.may_be_in_use]
    delivered.link_same_bytes(items, at=at)
    changes.announce([item.pk for item in items], at=at)
    new_words = {
        row.item.pk for row in rows if {v.pk for v in row.created} & set(row.item.binding_ids)
    }
    with_pictures = delivered.apply_to_pictures(items, at=at, new_words=new_words)
    for row in with_versions:
        if row.item.pk in with_pictures:
            corrections.compare_new_versions(row.item, row.created, at=at)
