"""A wire item as a line of the view: what has to be known of it before it is used, in words.

Marks come from the item and its current version alone; pictures from the deliveries of the same
feed, found for a whole page by one query. Whether somebody may write from it, the caller says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attribution import wording
from wires import thumbnails
from wires.models import WireItem, WireVersion
from wires.parsing.urls import file_name

Status = WireVersion.Status
MOST_PICTURES = 3  # shown in a line
# Every status but “usable”, as it is marked.
BLOCKS = {
    Status.CANCELED: gettext_lazy("Killed by the agency"),
    Status.WITHHELD: gettext_lazy("Withheld by the agency"),
    Status.UNKNOWN: gettext_lazy("Status not understood: may not be used"),
}


@dataclass(frozen=True)
class Badge:
    """Something to know of an item. `kind` is "block", "hold", "warn" or "note": the words say it all."""

    kind: str
    words: str


@dataclass(frozen=True)
class ItemRow:
    """One item in the view at a moment."""

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
    def version_id(self):
        return self.item.current_id or 0

    @property
    def may_be_written_from(self) -> bool:
        return self.item.may_be_written_from

    @property
    def others(self) -> int:
        """Pictures that the agency sent and that are not shown."""
        return max(0, self.picture_count - len(self.thumbnails))


def item_rows(items: Iterable[WireItem], *, at: datetime) -> list[ItemRow]:
    """Lines for the items: one query for all their pictures, and none when they have no picture."""
    items = list(items)
    for item in items:
        if item.current:
            item.current.item = item  # else each version would ask for it
    found = thumbnails.of(item.current for item in items if item.has_pictures and item.current)
    made = []
    for item in items:
        shown = found.get(item.current_id, [])
        said = len(item.current.pictures) if item.current else 0
        count = max(said, len(shown)) if item.has_pictures else 0
        made.append(ItemRow(item, at, shown[:MOST_PICTURES], count))
    return made


def badges(item: WireItem, *, at: datetime) -> list[Badge]:
    """What stands in the way of using it, and what has happened to it, the gravest first."""
    found = [*_of_status(item), *_of_embargo(item, at)]
    version = item.current
    if version and version.expires_at and version.expires_at <= at:
        found.append(
            Badge("warn", _("Its time ran out %s") % wording.house_time(version.expires_at))
        )
    if version and (version.version or 0) > 1:
        found.append(Badge("note", _("Changed: version %d") % version.version))
    elif item.current_since > item.first_received_at:
        found.append(Badge("note", _("Changed")))
    if item.has_version_conflict:
        found.append(Badge("warn", _("Came twice with other content")))
    if item.kind not in WireItem.WRITTEN_FROM:
        found.append(Badge("note", item.get_kind_display().capitalize()))
    return found


def title_of(item: WireItem) -> str:
    """What the item is called: pictures often come without a headline, and no id says anything."""
    if item.headline or not (item.current and item.current.pictures):
        return str(item)
    picture = item.current.pictures[0]
    caption = Truncator(picture.get("caption", "")).words(24)
    return caption or file_name(picture.get("href", "")) or str(item)


def _of_status(item: WireItem) -> list[Any]:
    return [Badge("block", str(BLOCKS[item.status]))] if item.status in BLOCKS else []


def _of_embargo(item: WireItem, at: datetime) -> list[Any]:
    if item.embargo_indefinite:
        return [Badge("hold", _("Embargo without end"))]
    if item.embargo_until and item.embargo_until > at:
        return [Badge("hold", _("Embargo until %s") % wording.house_time(item.embargo_until))]
    return []
