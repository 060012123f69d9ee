"""Taking a delivery in: bytes kept, parsed, and each item's versions put in order. The only writer.

A delivery is taken in whole or not at all, so a process that dies in between leaves nothing half
done, and the same bytes under the same name change nothing the second time. What cannot be read is
quarantined with its reason and its bytes; the next delivery goes on.
"""

import hashlib
import json
import logging
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from attribution import vietnamese
from wires import parsers
from wires.models import Delivery, Feed, WireItem, WireVersion
from wires.parsers import markup
from wires.parsers.parsed import CANCELED, Kind, Parsed, ParsedItem, Quarantined, may_use

logger = logging.getLogger(__name__)

ITEMS_IN_A_DELIVERY = 2000
SEARCHED = 100_000  # characters of an item that the wire view's search looks at
_LARGEST_VERSION = 2**63 - 1
# Said anew with each transmission; an item that differs in nothing else is the same.
_NOT_CONTENT = ("sent_at",)


@dataclass(frozen=True)
class Taken:
    """What became of one parsed item: `version` is None when it was known already."""

    item: WireItem
    version: WireVersion | None
    is_current: bool


def receive(
    feed: Feed, raw: bytes, *, name: str = "", at: datetime | None = None, by=None
) -> Delivery:
    """Take one delivery in; the same bytes under the same name give the delivery that is there.

    Never raises for what is in the bytes: the delivery says whether it was accepted, or why not.
    """
    at = at or timezone.now()
    digest, name = hashlib.sha256(raw).hexdigest(), vietnamese.one_line(name)[:500]
    known = feed.deliveries.filter(sha256=digest, name=name)
    if found := known.first():
        return found
    parsed = _parse(feed, raw, name, at)  # outside the transaction: it may take a second
    with transaction.atomic():
        delivery, made = Delivery.objects.get_or_create(
            feed=feed,
            sha256=digest,
            name=name,
            defaults={
                "raw": raw,
                "size": len(raw),
                "received_at": at,
                "handed_in_by": by,
            },
        )
        if made:
            _enter(delivery, parsed, at)
    return delivery


def read_again(delivery: Delivery, *, at: datetime | None = None) -> Delivery:
    """Read the kept bytes of a delivery once more, as after a mended parser or a raised limit."""
    at = at or timezone.now()
    parsed = _parse(delivery.feed, bytes(delivery.raw), delivery.name, at)
    with transaction.atomic():
        _enter(delivery, parsed, at)
    return delivery


def take_in(
    feed: Feed, parsed: ParsedItem, *, delivery: Delivery | None = None, at: datetime
) -> Taken:
    """Enter one version of one item, and make it the current one if it is the newest."""
    with transaction.atomic():
        item = _item(feed, parsed.guid, at)
        digest = _digest(parsed)
        if item.versions.filter(version=parsed.version, digest=digest).exists():
            return Taken(item, None, is_current=False)
        conflicts = parsed.version is not None and (
            item.versions.filter(version=parsed.version).exists()
        )
        version = _version(item, parsed, digest, conflicts, delivery, at)
        becomes_current = _supersedes(version, item.current)
        if conflicts:
            item.flagged = True
        if becomes_current:
            _make_current(item, version, at)
        item.save()
        return Taken(item, version, becomes_current)


def _parse(feed, raw, name, at) -> Parsed:
    if len(raw) > feed.max_bytes:
        reason = _("It is larger than the %(limit)d bytes that this feed allows.")
        return Parsed(reason=reason % {"limit": feed.max_bytes})
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


def _check(parsed):
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


def _enter(delivery, parsed, at):
    """Write down what the delivery holds. Runs in the caller's transaction."""
    delivery.tried_at, delivery.format = at, parsed.format
    delivery.remarks = "\n".join(parsed.remarks)
    delivery.quarantined_because = parsed.reason
    State = Delivery.State
    delivery.state = State.ACCEPTED if parsed.accepted else State.QUARANTINED
    delivery.save()
    for item in parsed.items:
        take_in(delivery.feed, item, delivery=delivery, at=at)
        for guid in item.cancels:
            _cancel(delivery, guid, item, at)


def _cancel(delivery, guid, because, at):
    """An item says of another that it may not be used: that one gets a version that says so."""
    canceled = ParsedItem(
        guid=guid,
        status=CANCELED,
        version_at=because.version_at or because.created_at,
        editor_note=because.editor_note,
        signals=(f"canceled by {because.guid}",),
    )
    item = _item(delivery.feed, guid, at)
    if was := item.current:
        canceled = replace(
            canceled,
            kind=Kind(was.kind),
            headline=was.headline,
            slugline=was.slugline,
            language=was.language,
        )
    take_in(delivery.feed, canceled, delivery=delivery, at=at)


def _item(feed, guid, at):
    """The item's row, locked until the transaction ends."""
    WireItem.objects.get_or_create(
        feed=feed,
        guid=guid,
        defaults={"agency_id": feed.agency_id, "first_at": at, "moved_at": at},
    )
    locked = WireItem.objects.select_for_update(of=("self",)).select_related("current", "feed")
    return locked.get(feed=feed, guid=guid)


def _version(item, parsed, digest, conflicts, delivery, at):
    said = asdict(parsed)
    for name in ("guid", "cancels"):
        del said[name]
    said["language"] = said["language"] or item.feed.language
    said = {name: _fit(WireVersion._meta.get_field(name), value) for name, value in said.items()}
    return WireVersion.objects.create(
        item=item, delivery=delivery, digest=digest, conflicts=conflicts, received_at=at, **said
    )


def _fit(field, value):
    """The value as its column takes it: no NUL, no half characters, not longer than it may be."""
    if isinstance(value, str):
        value = vietnamese.normalise(value.encode("utf-8", "replace").decode())
        return value if field is None or not field.max_length else value[: field.max_length]
    if isinstance(value, (list, tuple)):
        return [_fit(None, one) for one in value]
    if isinstance(value, dict):
        return {key: _fit(None, one) for key, one in value.items()}
    if isinstance(value, int) and field is not None and field.name == "urgency":
        return value if 1 <= value <= 9 else None
    return value


def _digest(parsed):
    """What was said, as one number: two versions with the same digest say the same."""
    said = {name: value for name, value in asdict(parsed).items() if name not in _NOT_CONTENT}
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def _supersedes(new: WireVersion, current: WireVersion | None) -> bool:
    """Whether `new` takes the place of `current`: whole numbers first, then time.

    Where neither tells, what came last counts, unless that would allow what was not allowed.
    """
    if current is None:
        return True
    order = _order(new, current)
    if order:
        return order > 0
    if new.status == CANCELED:
        return True
    loosens = _is_free(new) and not _is_free(current)
    return not loosens


def _order(a, b) -> int:
    """1 when `a` is newer, -1 when `b` is, 0 when nothing tells."""
    if None not in (a.version, b.version) and a.version != b.version:
        return 1 if a.version > b.version else -1
    if None not in (a.version_at, b.version_at) and a.version_at != b.version_at:
        return 1 if a.version_at > b.version_at else -1
    return 0


def _is_free(version):
    """Whether nothing holds it back, whatever the hour."""
    embargo = version.embargo_until or version.embargo_indefinite
    return not embargo and may_use(version.status, None, False, timezone.now())


def _make_current(item, version, at):
    """What the wire view lists, from the version that counts now."""
    item.current, item.moved_at = version, at
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
    item.search_fold = vietnamese.fold(" ".join(words))[:SEARCHED]
