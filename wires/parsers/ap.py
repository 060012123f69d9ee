"""AP's Media API: ninjs-like items within `data`, with names and ids of AP's own.

Pure. An item's `uri` is a signed address that changes with every request; its id is
`altids.itemid`, which the address holds too. The text of a story is not in the item: AP gives an
address for it. The fetcher puts it beside the item, as `nitf`, and the pictures of the story as
`associations`.
"""

import re
from datetime import datetime
from typing import Any

from attribution import agencies
from wires.parsers import ninjs
from wires.parsing.parsed import CANCELED, USABLE, WITHHELD, Given, ParsedItem
from wires.parsing.strict_json import (
    block,
    limit_items,
    line,
    mapping,
    mappings,
    names,
)

FORMAT = "AP JSON"
_ID = re.compile(r"[0-9a-f]{32}")
# Editorial types and signals. AP asks not to rely on the status alone.
_CANCELING = frozenset(("kill", "elimination", "disregard"))
_WITHHELD = frozenset(("withhold", "test"))
_HOLD_FOR_RELEASE = "holdforrelease"


def recognises(data: Any) -> bool:
    return bool(_items(data))


def parse(data: Any, *, at: datetime) -> list[ParsedItem]:
    return [_item(entry, at) for entry in limit_items(_items(data))]


def given(data: Any) -> list[Given]:
    return [ninjs.given_of(entry) for entry in _items(data)]


def _items(data: Any) -> list[dict[str, Any]]:
    """Return AP's items: `data.item`, the list `data.items`, or the document itself."""
    if _is_item(data) and _is_aps(data):
        return [data]
    data_object = mapping(mapping(data).get("data"))
    items = mappings([data_object.get("item")]) + mappings(data_object.get("items"))
    items = [mapping(entry.get("item")) or entry for entry in items]
    if not items or not all(map(_is_item, items)):
        return []
    return [_with_associated(items[0], data)] if len(items) == 1 else items


def _is_item(data: Any) -> bool:
    alt = mapping(mapping(data).get("altids"))
    return bool(line(alt.get("itemid")) or alt.get("etag")) and "uri" in mapping(data)


def _is_aps(item: dict[str, Any]) -> bool:
    """Return whether the item is AP's: other agencies have `altids` too, in another form."""
    ap_id = _ID.fullmatch(line(mapping(item.get("altids")).get("itemid")))
    uri = line(item.get("uri"))
    return bool(ap_id) or agencies.item_id(uri) != uri


def _with_associated(item: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """Return the item with its text and pictures, where the delivery holds them beside it."""
    text = block(mapping(data.get("nitf")).get("body_html"))
    entries = mappings(data.get("associations"))
    associated = [mapping(mapping(entry.get("data")).get("item")) for entry in entries]
    pictures = [entry for entry in associated if entry and _is_free(entry)]
    added = {"body_html": text, "associations": pictures}
    return {**item, **{key: value for key, value in added.items() if value}}


def _is_free(picture: dict[str, Any]) -> bool:
    """Return whether no condition is on the picture; ninjs checks its status and embargo."""
    return _status(picture, USABLE) == USABLE and _HOLD_FOR_RELEASE not in _conditions(picture)


def _item(data: dict[str, Any], at: datetime) -> ParsedItem:
    item = ninjs.item(data, at=at)
    place = mapping(data.get("datelinelocation"))
    return ninjs.with_fields(
        item,
        guid=line(mapping(data.get("altids")).get("itemid")),
        status=_status(data, item.status),
        embargo_indefinite=_HOLD_FOR_RELEASE in _conditions(data) and item.embargo_until is None,
        standfirst=item.standfirst or line(data.get("headline_extended")),
        byline=item.byline or _byline(data),
        dateline=item.dateline or line(place.get("city")),
        subjects=_subjects(data),
    )


def _status(data: dict[str, Any], status: str) -> str:
    conditions = _conditions(data)
    if not conditions.isdisjoint(_CANCELING):
        return CANCELED
    return WITHHELD if status == USABLE and not conditions.isdisjoint(_WITHHELD) else status


def _conditions(data: dict[str, Any]) -> set[str]:
    """Return the conditions and signals of an item in lower case without blanks."""
    names_of_conditions = (*names(data.get("editorialtypes")), *names(data.get("signals")))
    return {name.lower().replace(" ", "") for name in names_of_conditions}


def _byline(data: dict[str, Any]) -> str:
    """Return the byline as AP prints it, “By JANE DOE, AP Writer”; else the photographer."""
    written = [
        ", ".join(
            filter(
                None, (line(entry.get("by")) or line(entry.get("name")), line(entry.get("title")))
            )
        )
        for entry in mappings(data.get("bylines"))
    ]
    return "; ".join(filter(None, written)) or ", ".join(names(data.get("photographer")))


def _subjects(data: dict[str, Any]) -> tuple[str, ...]:
    """Return the subjects, those that an editor set before those that a machine set."""
    subjects = mappings(data.get("subject"))
    return names(sorted(subjects, key=lambda subject: line(subject.get("creator")) == "Machine"))
