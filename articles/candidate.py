"""Copy as a candidate for a verb at a moment, and what a requirement of it is.

Knows no requirement itself; articles/readiness.py has the registry.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from articles.models import Article, ArticleAgency
from articles.problems import Problem

_LARGE = ("wire_item__search_fold", "wire_version__internal_notes")


@dataclass(frozen=True)
class Candidate:
    """An article, and when readers would see it. What requirements share is asked for once."""

    article: Article
    at: datetime

    @cached_property
    def sources(self) -> list[ArticleAgency]:
        return sources_of(self.article)


@dataclass(frozen=True)
class Requirement:
    """A function that yields what a candidate lacks, and the verbs that this blocks."""

    problems: Callable[[Candidate], Iterable[Problem]]
    blocks: tuple[str, ...] = ()


def sources_of(article: Article) -> list[ArticleAgency]:
    """Return what the copy rests on: agency, item, the version it was written from, the newest."""
    rows = article.agency_credits.select_related("agency", "wire_item__current", "wire_version")
    return list(rows.defer(*_LARGE).order_by("order", "pk"))
