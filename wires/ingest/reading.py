"""Reading deliveries: parse the bytes, and check that the database can take what is in them.

Writes nothing. What is read is stored in wires/ingest/store.py.
"""

import logging
from datetime import UTC, datetime, tzinfo
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db.models import Field
from django.utils.translation import gettext as _

from attribution import agencies
from text import integers
from wires import parsers
from wires.models import Feed, WireItem
from wires.parsing.parsed import Parsed, Quarantined

logger = logging.getLogger(__name__)

ITEMS_IN_A_DELIVERY = 2000


def read(feed: Feed, raw: bytes, name: str, at: datetime) -> Parsed:
    """Parse the bytes; return the items, or the reason to quarantine them. Nothing is raised."""
    if len(raw) > feed.max_bytes:
        return Parsed(reason=too_large(feed))
    try:
        parsed = parsers.parse(raw, at=at, name=name, zone=zone_of(feed))
        if parsed.accepted:
            check(parsed)
    except Quarantined as error:
        return Parsed(reason=str(error))
    except Exception:  # a fault of the parser must not stop the next delivery
        logger.exception("The reader failed on %s from %s", name, feed)
        return Parsed(reason=_("The reader failed on it. Tell whoever runs the newsroom."))
    return parsed


def zone_of(feed: Feed) -> tzinfo:
    """Return the zone of times that say none: the feed's own, else its agency's, else UTC."""
    agency = feed.agency
    profiles = map(agencies.profile_for, (agency.name, *agency.aliases))
    known = (profile.house_zone for profile in profiles if profile)
    name = feed.zone or next(filter(None, known), "")
    return ZoneInfo(name) if name else UTC


def too_large(feed: Feed) -> str:
    """Return why a delivery is quarantined that is larger than its feed allows."""
    reason = _("It is larger than the %(limit)d bytes that this feed allows.")
    return reason % {"limit": feed.max_bytes}


def check(parsed: Parsed) -> None:
    """Raise Quarantined for items that the formats allow and the database does not accept."""
    longest_guid = cast("Field[Any, Any]", WireItem._meta.get_field("guid")).max_length or 0
    restricted = [r for item in parsed.items for r in item.picture_releases if not r.is_free]
    if len(parsed.items) + len(restricted) > ITEMS_IN_A_DELIVERY:
        raise Quarantined(
            _("It holds more than %d items.") % ITEMS_IN_A_DELIVERY, code="too_many_items"
        )
    for item in parsed.items:
        if not item.guid.strip():
            raise Quarantined(_("An item in it has no id."), code="item_without_id")
        if len(item.guid) > longest_guid:
            raise Quarantined(_("The id of an item in it is too long."), code="item_id_too_long")
        if item.version is not None and not 0 <= item.version <= integers.LARGEST:
            raise Quarantined(
                _("The version of an item in it is no number that can be."),
                code="item_version_invalid",
            )
