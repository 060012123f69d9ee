"""AP's Media API: ninjs-like items within `data`, with names and ids of AP's own.

Pure. An item's `uri` is a signed address that changes with every request, so its id is
`altids.itemid`. The text of a story is not in the item: AP gives an address for it.
"""

import re
from datetime import datetime
from typing import Any

from wires.parsers import ninjs
from wires.parsers.parsed import ParsedItem
from wires.parsers.strict_json import few, line, mapping, mappings, names

_IN_ADDRESS = re.compile(r"/content/([0-9a-f]{32})\b")


def recognises(data: Any) -> bool:
    return bool(_items(data))


def format_of(data: Any) -> str:
    return "AP JSON"


def parse(data: Any, *, at: datetime) -> list[ParsedItem]:
    return [_item(one, at) for one in few(_items(data))]


def _items(data):
    """AP's items: one in `data.item`, several in `data.items`, or one as it is."""
    if _is_item(data):
        return [data]
    held = mapping(mapping(data).get("data"))
    found = mappings([held.get("item")]) + mappings(held.get("items"))
    found = [mapping(one.get("item")) or one for one in found]
    return found if found and all(map(_is_item, found)) else []


def _is_item(data):
    alt = mapping(mapping(data).get("altids"))
    return bool(line(alt.get("itemid")) or alt.get("etag")) and "uri" in mapping(data)


def _item(data, at):
    item = ninjs.item(data, at=at)
    found = _IN_ADDRESS.search(item.guid)
    place = mapping(data.get("datelinelocation"))
    return ninjs.with_fields(
        item,
        guid=line(mapping(data.get("altids")).get("itemid")) or (found[1] if found else ""),
        byline=item.byline or _byline(data),
        dateline=item.dateline or line(place.get("city")),
        subjects=_subjects(data),
    )


def _byline(data):
    written = [line(one.get("by")) for one in mappings(data.get("bylines"))]
    return "; ".join(filter(None, written)) or ", ".join(names(data.get("photographer")))


def _subjects(data):
    """What an editor said it is about, before what a machine found."""
    found = mappings(data.get("subject"))
    return names(sorted(found, key=lambda one: line(one.get("creator")) == "Machine"))
