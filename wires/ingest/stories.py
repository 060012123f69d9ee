"""Stories that came in one item: what its agency says of the item holds for each of them.

A kill of the whole item may name its stories or not, and the stories may have come with it or alone.
"""

from django.db.models import Q

from wires import parsers
from wires.models import Feed, WireItem
from wires.parsing import identity
from wires.parsing.parsed import USABLE, Parsed, ParsedItem, strictness


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
    of_items = Q(guid__in=because) | Q(guid__contains=identity.STORY)
    stored = WireItem.objects.filter(of_items, feed=feed).values_list("guid", flat=True)
    others = set(stored) - {item.guid for item in parsed.items}
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


def _is_restricted(item: ParsedItem) -> bool:
    return item.status != USABLE or bool(
        item.embargo_until or item.embargo_indefinite or item.expires_at
    )
