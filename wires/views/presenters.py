"""Wire items as rows of the wire view, with badges that say what to know before using them.

Badges are made from the item and its current version alone; thumbnails from the deliveries of the
same feed, by one query for a whole page. Permissions of the user are left to the caller.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attribution import wording
from wires import thumbnails
from wires.models import WireItem, WireVersion
from wires.parsing.urls import file_name

Status = WireVersion.Status
MAX_PICTURES = 3  # shown in a row
# The badge of every status but “usable”.
BLOCKS: dict[str, Promise] = {
    Status.CANCELED: gettext_lazy("Killed by the agency"),
    Status.WITHHELD: gettext_lazy("Withheld by the agency"),
    Status.UNKNOWN: gettext_lazy("Status not understood: may not be used"),
}


@dataclass(frozen=True)
class Badge:
    """A notice about an item. `kind` is "block", "hold", "warn" or "note"; `text` says it in full."""

    kind: str
    text: str


@dataclass(frozen=True)
class ItemRow:
    """One item in the view at a point in time."""

    item: WireItem
    at: datetime
    thumbnails: list[thumbnails.Thumbnail]
    picture_count: int = 0

    @cached_property
    def marks(self) -> list[Badge]:
        return badges(self.item, at=self.at)

    @property
    def title(self) -> str:
        return title_of(self.item)

    @property
    def version(self) -> str:
        """Return which versions are current and binding; the list replaces a row by it."""
        return "-".join(map(str, (self.item.current_id or 0, *self.item.binding_ids)))

    @property
    def may_be_written_from(self) -> bool:
        return self.item.may_be_written_from(self.at)

    @property
    def others(self) -> int:
        """Return the number of the item's pictures that are not shown."""
        return max(0, self.picture_count - len(self.thumbnails))


def item_rows(items: Iterable[WireItem], *, at: datetime) -> list[ItemRow]:
    """Return a row for each item. One query for all their pictures; none if they have no picture."""
    items = list(items)
    for item in items:
        if item.current:
            item.current.item = item  # spares a query for each version
    pictures = thumbnails.of(item.current for item in items if item.has_pictures and item.current)
    rows = []
    for item in items:
        shown = pictures.get(item.current.pk, []) if item.current else []
        announced = len(item.current.pictures) if item.current else 0
        count = max(announced, len(shown)) if item.has_pictures else 0
        rows.append(ItemRow(item, at, shown[:MAX_PICTURES], count))
    return rows


def badges(item: WireItem, *, at: datetime) -> list[Badge]:
    """Return what prevents its use and what has changed of it, the most severe first."""
    result = [*_of_status(item), *_of_embargo(item, at)]
    version = item.current
    if item.expires_at and item.is_expired(at):
        result.append(Badge("warn", _("Its time ran out %s") % wording.house_time(item.expires_at)))
    if version and (version.version or 0) > 1:
        result.append(Badge("note", _("Changed: version %d") % version.version))
    elif item.current_since > item.first_received_at:
        result.append(Badge("note", _("Changed")))
    if item.has_version_conflict:
        result.append(Badge("warn", _("Came twice with other content")))
    if item.kind not in WireItem.WRITTEN_FROM:
        result.append(Badge("note", item.get_kind_display().capitalize()))
    return result


def title_of(item: WireItem) -> str:
    """Return the item's title; a picture without a headline has its caption or file name instead."""
    if item.headline or not item.current:
        return str(item)
    return _title_of_picture(item.current) or str(item)


def title_of_version(version: WireVersion) -> str:
    """Return what a version is called where versions of several items are listed."""
    return version.headline or _title_of_picture(version) or str(version.item)


def _title_of_picture(version: WireVersion) -> str:
    """Return the caption or file name of its first picture; "" without one."""
    if not version.pictures:
        return ""
    picture = version.pictures[0]
    caption = Truncator(picture.get("caption", "")).words(24)
    return caption or file_name(picture.get("href", ""))


def _of_status(item: WireItem) -> list[Badge]:
    return [Badge("block", str(BLOCKS[item.status]))] if item.status in BLOCKS else []


def _of_embargo(item: WireItem, at: datetime) -> list[Badge]:
    if item.embargo_indefinite:
        return [Badge("hold", _("Embargo without end"))]
    if item.embargo_until and item.embargo_until > at:
        return [Badge("hold", _("Embargo until %s") % wording.house_time(item.embargo_until))]
    return []
