"""What the terms and notes of agencies' items say of text, read as those of pictures are.

A version that is newer than all others replaces what was stated before it; one that came later and
is not newer adds to it. Only reads.
"""

from collections.abc import Iterable

from django.db.models import Q

from articles.models import ArticleAgency
from attribution import rulings
from attribution.models import Agency
from attribution.rulings import RuledTerms, Stated
from wires.models import WireItem, WireVersion


def terms_of(items: Iterable[WireItem]) -> dict[int, RuledTerms]:
    """Return the terms that bind of each item, by its key. Asks one query, none without items.

    One more where a wording is not understood by itself.
    """
    items_by_pk = {item.pk: item for item in items}
    standing = Q(pk__in=())
    for item in items_by_pk.values():
        if (first := item.first_standing_id) is not None:
            standing |= Q(item=item.pk, pk__gte=first)
    stated = {pk: Stated() for pk in items_by_pk}
    if items_by_pk:
        rows = WireVersion.objects.filter(standing).order_by("pk")
        for version in rows.only("item", "status", "usage_terms", "editor_note", "received_at"):
            stated[version.item_id] += version.stated_terms
    return rulings.read_all(stated)


def stated_by_agency(
    sources: Iterable[ArticleAgency], items: Iterable[WireItem]
) -> dict[Agency, list[RuledTerms]]:
    """Return the terms of each agency: in the versions written from, and what binds of the items.

    `sources` gave text; `items` did too, also those that were taken out of view.
    """
    stated: dict[Agency, Stated] = {}
    for source in sources:
        stated.setdefault(source.agency, Stated())
        if source.wire_version:
            stated[source.agency] += source.wire_version.stated_terms
    terms = {agency: [read] for agency, read in rulings.read_all(stated).items()}
    of_items = terms_of(items := list(items))
    for item in items:
        terms.setdefault(item.agency, []).append(of_items[item.pk])
    return terms
