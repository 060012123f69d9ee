"""Stories that came in one item: what its agency says of the item holds for each of them.

A kill of the whole item may name its stories or not, and the stories may have come with it or alone.
A version of an item is the whole of it: what stood in the one before and does not any more waits for a
person.
"""

from collections.abc import Mapping, Set

from django.db.models import Q

from wires import binding, parsers
from wires.models import Feed, WireItem, WireVersion
from wires.parsing import identity
from wires.parsing.parsed import (
    UNKNOWN,
    USABLE,
    Kind,
    Parsed,
    ParsedItem,
    ParsedPicture,
    strictness,
)

_ASKED_BY_NAME = 100  # items whose stories are looked for each by its id
# What a story that is held back keeps of its last version.
_TEXTS = (
    "urgency",
    "headline",
    "standfirst",
    "byline",
    "credit_line",
    "provider",
    "copyright_holder",
    "copyright_notice",
    "usage_terms",
    "editor_note",
    "slugline",
    "dateline",
    "language",
    "body_html",
    "internal_notes",
)


def restricted(feed: Feed, parsed: Parsed) -> dict[str, ParsedItem]:
    """Return by its id each stored item that came in one item with these and is to be restricted too.

    Its value is the parsed item that restricts it. Nothing is restricted where one of them is free.
    """
    together: dict[str, list[ParsedItem]] = {}
    for item in parsed.items:
        together.setdefault(identity.item_of(item.guid), []).append(item)
    because = {
        guid: max(items, key=lambda item: strictness(item.status))
        for guid, items in together.items()
        if all(map(_is_restricted, items))
    }
    if not because or not parsers.may_hold_stories(parsed.format):
        return {}
    stored = WireItem.objects.filter(_with_stories(because.keys()), feed=feed)
    others = set(stored.values_list("guid", flat=True)) - {item.guid for item in parsed.items}
    return {
        guid: because[identity.item_of(guid)]
        for guid in others
        if identity.item_of(guid) in because
    }


def restriction(item: WireItem, because: ParsedItem) -> ParsedItem:
    """Return a version of the stored item that says of its use what `because` says of it."""
    return ParsedItem(
        guid=item.guid,
        version=because.version,
        kind=because.kind,
        status=because.status,
        embargo_until=because.embargo_until,
        embargo_indefinite=because.embargo_indefinite,
        expires_at=because.expires_at,
        headline=item.headline,
        slugline=item.slugline,
        language=item.language,
        created_at=because.created_at,
        version_at=because.version_at,
        sent_at=because.sent_at,
        editor_note=because.editor_note,
        signals=(*because.signals, f"said of {identity.item_of(item.guid)}"),
    )


def no_longer_held(feed: Feed, parsed: Parsed) -> dict[str, ParsedItem]:
    """Return for each stored story that a newer version of its item lacks, by its id, what holds it back.

    An item that came as one story before and has several now, or the reverse, lacks what it was before.
    Where the whole item is restricted, `restricted` holds all of its stories back.
    """
    if not parsers.may_hold_stories(parsed.format):
        return {}
    newer = {identity.item_of(item.guid): item for item in parsed.items if not _is_restricted(item)}
    present = {item.guid for item in parsed.items}
    apart = newer.keys() - present
    sought = apart | _not_stored_alone(feed, newer.keys() & present, newer)
    if not sought:
        return {}
    rows = WireItem.objects.filter(_with_stories(sought), feed=feed, status=USABLE)
    rows = rows.exclude(guid__in=present)
    return {
        row.guid: _held_back(row, row.current, by)
        for row in rows.select_related("current")
        if (by := newer.get(identity.item_of(row.guid))) and row.current
        if binding.order(by, row.current) > 0
    }


def _with_stories(guids: Set[str]) -> Q:
    """Return the condition of the items with these ids and of their stories; of many, of any stories.

    SQLite takes no condition of a thousand parts.
    """
    condition = Q(guid__in=guids)
    if len(guids) > _ASKED_BY_NAME:
        return condition | Q(guid__contains=identity.STORY)
    for guid in guids:
        condition |= Q(guid__startswith=f"{guid}{identity.STORY}")
    return condition


def _not_stored_alone(feed: Feed, guids: Set[str], newer: Mapping[str, ParsedItem]) -> set[str]:
    """Return the items that hold one story now, and may have held several before.

    Nearly all items hold one in every version: for those nothing more is looked for.
    """
    later = {guid for guid in guids if newer[guid].version != 1}
    if not later:
        return set()
    alone = WireItem.objects.filter(feed=feed, guid__in=later, status=USABLE)
    return later - set(alone.values_list("guid", flat=True))


def _held_back(item: WireItem, current: WireVersion, newer: ParsedItem) -> ParsedItem:
    """Return a version of the stored item that holds it back with its text, for `newer` lacks it."""
    texts = {name: getattr(current, name) for name in _TEXTS}
    return ParsedItem(
        guid=item.guid,
        version=newer.version,
        kind=Kind(item.kind),
        status=UNKNOWN,
        created_at=newer.created_at,
        version_at=newer.version_at,
        sent_at=newer.sent_at,
        signals=(f"no longer in {identity.item_of(item.guid)}",),
        pictures=tuple(ParsedPicture(**picture) for picture in current.pictures),
        **texts,
    )


def _is_restricted(item: ParsedItem) -> bool:
    return item.status != USABLE or bool(
        item.embargo_until or item.embargo_indefinite or item.expires_at
    )
