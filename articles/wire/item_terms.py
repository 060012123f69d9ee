"""What the terms and notes of agencies' items restrict in text, read as those of pictures are.

A version that is newer than all others replaces what was stated before it; one that came later and
is not newer adds to it. Only reads.
"""

from collections.abc import Iterable

from django.db.models import Q

from attribution import terms as agency_terms
from wires.models import WireItem, WireVersion


def restrictions_of(items: Iterable[WireItem]) -> dict[int, tuple[str, ...]]:
    """Return the restrictions that bind of each item, by its key. Asks one query, none without items."""
    items_by_pk = {item.pk: item for item in items}
    standing = Q(pk__in=())
    for item in items_by_pk.values():
        if (first := _first_standing(item)) is not None:
            standing |= Q(item=item.pk, pk__gte=first)
    texts: dict[int, list[str]] = {pk: [] for pk in items_by_pk}
    if items_by_pk:
        rows = WireVersion.objects.filter(standing).order_by("pk")
        for pk, terms, note in rows.values_list("item", "usage_terms", "editor_note"):
            texts[pk] += [terms, note]
    return {pk: agency_terms.read(*of_item).restrictions for pk, of_item in texts.items()}


def _first_standing(item: WireItem) -> int | None:
    """Return from which version on the terms of an item stand: the newest that may loosen them.

    That is one newer than every other, which decided all three parts of the release when it came. The
    newest text is not always: it may have no number, or come from somebody who may release nothing.
    """
    return min(filter(None, (*item.binding_ids, item.current_id)), default=None)
