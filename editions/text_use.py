"""Which stories rest on an agency's text, read from the ledger: for quotas, and for the report.

A story counts once, in the month in which readers first had, or will have, the agency's text in it. What
was held before its time does not count. Contracts say what follows; this module does not read them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, QuerySet

from attribution.models import Agency
from editions.models import FAR_FUTURE, Edition, EditionAgency, q_not_recalled
from text.datetimes import month_of

CHUNK = 2000


@dataclass(frozen=True)
class TextUse:
    """The time in which readers had an agency's text in one story, with its last edition that has it."""

    edition: Edition
    numbers: tuple[int, ...]  # of the editions with it
    from_at: datetime
    until_at: datetime | None  # None while no end is known
    is_first: bool  # whether the agency's text came into the story with it

    @property
    def headline(self) -> str:
        return self.edition.headline

    @property
    def url(self) -> str:
        return self.edition.get_absolute_url()

    def is_live(self, at: datetime) -> bool:
        return self.from_at <= at and (self.until_at is None or at < self.until_at)


def first_printed(story: int | None, agencies: Iterable[int]) -> dict[int, datetime]:
    """Return when readers first had, or will have, each agency's text in the story, by agency."""
    if story is None:
        return {}
    rows = EditionAgency.objects.filter(
        q_not_recalled("edition__"), edition__story=story, agency__in=agencies
    )
    return dict(rows.values_list("agency").annotate(first=Min("edition__published_at")))


def first_printed_of(agency: Agency, stories: QuerySet[Any]) -> dict[int, datetime]:
    """Return when readers first had, or will have, the agency's text in each of the stories."""
    rows = EditionAgency.objects.filter(
        q_not_recalled("edition__"), edition__story__in=stories, agency=agency
    )
    return dict(rows.values_list("edition__story").annotate(first=Min("edition__published_at")))


def printed_in_month(agencies: Iterable[int], *, at: datetime) -> dict[int, int]:
    """Return how many stories had text of each agency first in the month of `at`. One query."""
    agencies = list(agencies)
    if not agencies:
        return {}
    begins, ends = month_of(at)
    printed = EditionAgency.objects.filter(q_not_recalled("edition__"), agency__in=agencies)
    earlier = EditionAgency.objects.filter(
        q_not_recalled("edition__"),
        agency=OuterRef("agency"),
        edition__story=OuterRef("edition__story"),
        edition__published_at__lt=begins,
    )
    in_month = printed.filter(
        ~Exists(earlier), edition__published_at__gte=begins, edition__published_at__lt=ends
    )
    counted = in_month.values_list("agency").annotate(n=Count("edition__story", distinct=True))
    return {**dict.fromkeys(agencies, 0), **dict(counted)}


def of_agency(
    agency: Agency, *, begins: datetime, ends: datetime, at: datetime
) -> Iterator[TextUse]:
    """Yield the uses, up to `at`, of an agency's text that overlap a time, by story. One query."""
    rows = (
        EditionAgency.objects.filter(q_not_recalled("edition__"), agency=agency)
        .select_related("edition__section", "edition__story")
        .defer("edition__body", "edition__corrections")
        .order_by("edition__story", "edition__published_at", "edition")
        .iterator(CHUNK)
    )
    for _story, of_story in groupby(rows, lambda row: row.edition.story_id):
        for number, run in enumerate(_runs(row.edition for row in of_story)):
            until_at = run[-1].ends_at
            if run[0].published_at >= min(ends, at) or until_at <= begins:
                continue
            yield TextUse(
                edition=run[-1],
                numbers=tuple(edition.number for edition in run),
                from_at=run[0].published_at,
                until_at=None if until_at == FAR_FUTURE else until_at,
                is_first=number == 0,
            )


def _runs(editions: Iterable[Edition]) -> Iterator[list[Edition]]:
    """Yield the editions that follow each other without a gap."""
    run: list[Edition] = []
    for edition in editions:
        if run and edition.published_at > run[-1].ends_at:
            yield run
            run = []
        run.append(edition)
    if run:
        yield run
