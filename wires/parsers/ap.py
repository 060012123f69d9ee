"""AP's Media API: ninjs-like items within `data`, with names and ids of AP's own.

Pure. An item's `uri` is a signed address that changes with every request, so its id is
`altids.itemid`. The text of a story is not in the item: AP gives an address for it. Whoever has
fetched it puts it beside the item, as `nitf`, and the pictures of the story as `associations`.
"""

import re
from datetime import datetime
from typing import Any

from wires.parsers import ninjs
from wires.parsing.parsed import CANCELED, USABLE, WITHHELD, ParsedItem
from wires.parsing.strict_json import (
    block,
    limit_items,
    line,
    mapping,
    mappings,
    names,
)

_IN_ADDRESS = re.compile(r"/content/([0-9a-f]{32})\b")
_ID = re.compile(r"[0-9a-f]{32}")
# What editors say of an item. AP asks not to go by its status alone.
_TAKEN_BACK = frozenset(("kill", "elimination", "disregard"))
_WITHHELD = frozenset(("withhold", "test"))
_HELD = "holdforrelease"


def recognises(data: Any) -> bool:
    return bool(_items(data))


def format_of(data: Any) -> str:
    return "AP JSON"


def parse(data: Any, *, at: datetime) -> list[ParsedItem]:
    return [_item(one, at) for one in limit_items(_items(data))]


def _items(data: dict[str, Any]) -> list[Any]:
    """AP's items: one in `data.item`, several in `data.items`, or one as it is."""
    if _is_item(data) and _is_aps(data):
        return [data]
    held = mapping(mapping(data).get("data"))
    found = mappings([held.get("item")]) + mappings(held.get("items"))
    found = [mapping(one.get("item")) or one for one in found]
    if not found or not all(map(_is_item, found)):
        return []
    return [_with_what_is_beside(found[0], data)] if len(found) == 1 else found


def _is_item(data: dict[str, Any]) -> bool:
    alt = mapping(mapping(data).get("altids"))
    return bool(line(alt.get("itemid")) or alt.get("etag")) and "uri" in mapping(data)


def _is_aps(item):
    """Other agencies have `altids` too. AP's are known by their form, or by their address."""
    own = _ID.fullmatch(line(mapping(item.get("altids")).get("itemid")))
    return bool(own or _IN_ADDRESS.search(line(item.get("uri"))))


def _with_what_is_beside(item, data: bytes):
    """The item with its text and its pictures, where the delivery holds them beside it."""
    text = block(mapping(data.get("nitf")).get("body_html"))
    beside = mappings(data.get("associations"))
    found = [mapping(mapping(one.get("data")).get("item")) for one in beside]
    pictures = [one for one in found if one and _is_free(one)]
    added = {"body_html": text, "associations": pictures}
    return {**item, **{key: value for key, value in added.items() if value}}


def _is_free(picture):
    """Whether no condition is on it: its status and embargo are asked with the item's."""
    return _status(picture, USABLE) == USABLE and _HELD not in _conditions(picture)


def _item(data: bytes, at: datetime):
    item = ninjs.item(data, at=at)
    found = _IN_ADDRESS.search(item.guid)
    place = mapping(data.get("datelinelocation"))
    return ninjs.with_fields(
        item,
        guid=line(mapping(data.get("altids")).get("itemid")) or (found[1] if found else ""),
        status=_status(data, item.status),
        embargo_indefinite=_HELD in _conditions(data) and item.embargo_until is None,
        standfirst=item.standfirst or line(data.get("headline_extended")),
        byline=item.byline or _byline(data),
        dateline=item.dateline or line(place.get("city")),
        subjects=_subjects(data),
    )


def _status(data: bytes, status):
    said = _conditions(data)
    if not said.isdisjoint(_TAKEN_BACK):
        return CANCELED
    return WITHHELD if status == USABLE and not said.isdisjoint(_WITHHELD) else status


def _conditions(data: bytes):
    """The conditions and signals of an item, in small letters and without blanks."""
    said = (*names(data.get("editorialtypes")), *names(data.get("signals")))
    return {one.lower().replace(" ", "") for one in said}


def _byline(data: bytes):
    """“By JANE DOE, AP Writer”, as AP prints it; or whose picture it is."""
    written = [
        ", ".join(
            filter(None, (line(one.get("by")) or line(one.get("name")), line(one.get("title"))))
        )
        for one in mappings(data.get("bylines"))
    ]
    return "; ".join(filter(None, written)) or ", ".join(names(data.get("photographer")))


def _subjects(data: bytes):
    """What an editor said it is about, before what a machine found."""
    found = mappings(data.get("subject"))
    return names(sorted(found, key=lambda one: line(one.get("creator")) == "Machine"))
