"""Copy as a candidate for a verb at a moment, and what a requirement of it is.

Knows no requirement itself; articles/readiness.py has the registry.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Max
from django.utils import timezone

from articles.models import Article, ArticleAgency, with_text
from articles.problems import Problem
from articles.wire import item_terms
from articles.wire.duties import Duty, Kind, items_ever_under, that_gave_text, unanswered
from attribution.models import Agency, Contract
from attribution.rulings import RuledTerms
from images import rights
from wires.models import WireItem

TEN_YEARS = timedelta(days=3652)
_LARGE = ("wire_item__search_fold",)


@dataclass(frozen=True)
class Candidate:
    """An article, and when readers would see it. What requirements share is asked for once."""

    article: Article
    at: datetime

    @cached_property
    def sources(self) -> list[ArticleAgency]:
        return sources_of(self.article)

    @cached_property
    def contracts(self) -> dict[int, Contract]:
        """The text contract of each agency of `sources` in force when readers see it, by agency."""
        agencies = {source.agency_id for source in self.sources}
        contracts = Contract.objects.filter(agency__in=agencies)
        return contracts.by_agency(Contract.Service.TEXT, timezone.localdate(self.at))

    @cached_property
    def items(self) -> list[WireItem]:
        """Every item that is or was under it."""
        return items_ever_under(self.article)

    @cached_property
    def stated_terms(self) -> dict[Agency, list[RuledTerms]]:
        """What each agency that gave text says of its use, also by an item that was taken out."""
        return item_terms.stated_by_agency(with_text(self.sources), that_gave_text(self.items))

    @cached_property
    def duties(self) -> list[Duty]:
        """What the wire forbids or asks of it and nobody has answered."""
        return unanswered(self.article, at=self.at, ever=self.items)


# Yields what a candidate lacks.
Requirement = Callable[[Candidate], Iterable[Problem]]


def sources_of(article: Article) -> list[ArticleAgency]:
    """Return what the copy rests on: agency, item, the version it was written from, the newest."""
    rows = article.agency_credits.select_related("agency", "wire_item__current", "wire_version")
    return list(rows.defer(*_LARGE).order_by("order", "pk"))


def earliest_publication(article: Article, *, at: datetime) -> datetime:
    """Return when readers may see the copy at the earliest, from `at` on.

    That is when every embargo is over, and every picture may run that may not run yet; an end that is
    farther away than ten years is none. What blocks even then cannot be mended by waiting.
    """
    embargoes = [duty.until for duty in unanswered(article, at=at) if duty.kind is Kind.EMBARGO]
    moments = [article.embargo_until, *_begins_of_pictures(article, at), *embargoes]
    ends = [end_at for end_at in filter(None, moments) if end_at <= at + TEN_YEARS]
    return max([at, *ends])


def _begins_of_pictures(article: Article, at: datetime) -> list[datetime | None]:
    """Return when the pictures may run that may not run yet; a ruling may allow one before its time."""
    columns = (Max("image__usable_from"), Max("image__source_embargo_until"))
    begins = list(article.placements.aggregate(*columns).values())
    if all(begin is None or begin <= at for begin in begins):
        return []
    held = article.placements.exclude(image__in=rights.usable(at, use=rights.SHOW))
    return list(held.aggregate(*columns).values())
