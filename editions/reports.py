"""The use of an agency's pictures in a period, for settling its contract: periods, totals, quotas.

The uses come from editions/uses.py, the quota from the contract.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from attribution.models import Agency
from attribution.permissions import CHANGE_CONTRACT
from editions.uses import ImageUse
from images import rights
from images.permissions import CHANGE_IMAGE

FIRST_DAY = date(2000, 1, 1)
MONTHS = 12  # a longer period shows no quotas


def may_view_report(user: User) -> bool:
    """Return whether the user rules on pictures or keeps the contracts."""
    return user.has_perm(CHANGE_IMAGE) or user.has_perm(CHANGE_CONTRACT)


@dataclass(frozen=True)
class Period:
    """Whole days in the house's time zone; the last one is part of it."""

    from_on: date
    until_on: date

    @classmethod
    def month(cls, day: date) -> "Period":
        first = day.replace(day=1)
        return cls(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))

    def __str__(self) -> str:
        if self.is_month:
            return f"{self.from_on:%m/%Y}"
        return f"{self.from_on:%d/%m/%Y} – {self.until_on:%d/%m/%Y}"

    @property
    def begins(self) -> datetime:
        return _midnight(self.from_on)

    @property
    def ends(self) -> datetime:
        """The midnight after the last day."""
        return _midnight(self.until_on + timedelta(days=1))

    @property
    def is_month(self) -> bool:
        return self == Period.month(self.from_on)

    @property
    def slug(self) -> str:
        return f"{self.from_on:%Y-%m}" if self.is_month else f"{self.from_on}-{self.until_on}"

    @property
    def before(self) -> "Period":
        """The month before its first day."""
        return Period.month(self.from_on.replace(day=1) - timedelta(days=1))

    @property
    def after(self) -> "Period":
        """The month after its last day."""
        return Period.month(Period.month(self.until_on).until_on + timedelta(days=1))

    def months(self) -> Iterator["Period"]:
        month = Period.month(self.from_on)
        while month.from_on <= self.until_on:
            yield month
            month = month.after


@dataclass(frozen=True)
class Quota:
    """How many pictures an agency's contract allows in a month, and how many were printed in it."""

    agency_id: int
    agency: str
    month: Period
    allowed: int
    printed: int

    @property
    def left(self) -> int:
        return max(0, self.allowed - self.printed)

    @property
    def is_low(self) -> bool:
        """Fewer than five, or less than a tenth."""
        return self.left < 5 or self.left * 10 < self.allowed


@dataclass(frozen=True)
class Totals:
    """The sums of a report's rows. `printed_first`: pictures that readers had not had before."""

    uses: int
    pictures: int
    stories: int
    printed_first: int


def totals(uses: Iterable[ImageUse], period: Period) -> Totals:
    """Return the sums of the uses in a period."""
    uses = list(uses)
    first = {
        use.image.pk
        for use in uses
        if use.image.first_printed_at and period.begins <= use.image.first_printed_at < period.ends
    }
    pictures = {use.image.pk for use in uses}
    return Totals(len(uses), len(pictures), len({use.story_id for use in uses}), len(first))


def quotas_by_month(agency: Agency, period: Period, *, at: datetime) -> list[Quota]:
    """Return the agency's quota in each month of a period in which a contract in force had one.

    The contract at the end of a month counts; in the running month the one now.
    """
    quotas = []
    months = list(period.months())
    for month in months if len(months) <= MONTHS else ():
        last_at = min(max(at, month.begins), month.ends - timedelta(seconds=1))
        terms = rights.terms_in_force(last_at).get(agency.pk)
        if terms and terms.monthly_quota is not None:
            printed = rights.printed_in_month([agency.pk], at=last_at)[agency.pk]
            quotas.append(Quota(agency.pk, agency.name, month, terms.monthly_quota, printed))
    return quotas


def quotas(at: datetime) -> list[Quota]:
    """Return this month's quota of every agency whose contract has one. Two queries for all."""
    terms = rights.terms_in_force(at)
    limited = {agency: t for agency, t in terms.items() if t.monthly_quota is not None}
    printed = rights.printed_in_month(limited, at=at)
    month = Period.month(timezone.localdate(at))
    quotas = [
        Quota(agency, t.agency, month, t.monthly_quota, printed[agency])
        for agency, t in limited.items()
        if t.monthly_quota is not None
    ]
    return sorted(quotas, key=lambda quota: quota.agency)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())
