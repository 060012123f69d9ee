"""Where a term that nobody understood stands: among the terms of pictures and of wire items. Only reads."""

from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Least

from articles.models import SourceRecord
from attribution.models import UnclearTerm
from attribution.models.terms import UnclearTermQuerySet
from images.models import Image
from wires.models import WireItem, WireItemQuerySet, WireVersion

_PICTURES: Any = Image.unclear_terms.through.objects
_VERSIONS: Any = WireVersion.unclear_terms.through.objects
_NONE = 2**62  # greater than any key
_DECIDING = ("current", "status_version", "embargo_version", "expiry_version")


def items_with(term: UnclearTerm) -> WireItemQuerySet:
    """Return the wire items of which a version that stands has the term."""
    return WireItem.objects.filter(pk__in=_standing(term.pk).values("wireversion__item"))


def items_under_copy(term: UnclearTerm) -> WireItemQuerySet:
    """Return those that ever lay under copy, in the order in which they are locked."""
    used = SourceRecord.objects.filter(item=OuterRef("pk"))
    return items_with(term).filter(Exists(used)).order_by("feed", "guid")


def with_counts(terms: UnclearTermQuerySet) -> UnclearTermQuerySet:
    """Add to each term in how many `picture_count` pictures and `item_count` wire items it stands."""
    return terms.annotate(
        picture_count=_count(_PICTURES.filter(unclearterm=OuterRef("pk")), "image"),
        item_count=_count(_standing(OuterRef("pk")), "wireversion__item"),
    )


def waiting() -> UnclearTermQuerySet:
    """Return the terms on which somebody has to rule, because something has them; newest first.

    A killed item needs no ruling: it is used by nobody.
    """
    pictures = _PICTURES.filter(unclearterm=OuterRef("pk"))
    of_items = _standing(OuterRef("pk"))
    not_killed = of_items.exclude(wireversion__item__status=WireItem.Status.CANCELED)
    is_somewhere = Exists(pictures) | Exists(not_killed)
    return UnclearTerm.objects.unruled().filter(is_somewhere).order_by("-first_seen_at", "-pk")


def _standing(term: object) -> QuerySet[Any]:
    """Return the links of a term to versions whose terms bind, as articles/wire/item_terms.py has it."""
    columns = [Coalesce(F(f"wireversion__item__{name}"), Value(_NONE)) for name in _DECIDING]
    links: QuerySet[Any] = _VERSIONS.filter(Q(wireversion__gte=Least(*columns)), unclearterm=term)
    return links


def _count(links: QuerySet[Any], name: str) -> Coalesce:
    counted = links.order_by().values("unclearterm").annotate(n=Count(name, distinct=True))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)
