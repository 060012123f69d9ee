"""The use of an agency's pictures and text in a period, for settling its contracts: totals, quotas.

The uses come from editions/uses.py and editions/text_use.py, the quota from the contract.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from attribution.models import Agency, Contract
from attribution.permissions import CHANGE_CONTRACT
from editions import text_use
from editions.text_use import TextUse
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
    """How many pictures, or stories, a contract allows in a month, and how many were printed in it."""

    service: Contract.Service
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


@dataclass(frozen=True)
class TextTotals:
    """The sums of a report on text. `printed_first`: stories that had the agency's text first then."""

    stories: int
    printed_first: int


def text_totals(uses: Iterable[TextUse], period: Period) -> TextTotals:
    """Return the sums of the uses of text in a period."""
    uses = list(uses)
    first = [use for use in uses if use.is_first and period.begins <= use.from_at < period.ends]
    return TextTotals(len({use.edition.story_id for use in uses}), len(first))


def quotas_by_month(
    agency: Agency,
    period: Period,
    *,
    at: datetime,
    service: Contract.Service = Contract.Service.PICTURE,
) -> list[Quota]:
    """Return the agency's quota in each month of a period in which a contract in force had one.

    The contract at the end of a month counts; in the running month the one now.
    """
    by_month: list[Quota] = []
    months = list(period.months())
    for month in months if len(months) <= MONTHS else ():
        last_at = min(max(at, month.begins), month.ends - timedelta(seconds=1))
        contracts = Contract.objects.filter(agency=agency)
        by_month += _quotas(
            service, contracts.by_agency(service, timezone.localdate(last_at)), last_at
        )
    return by_month


def quotas(
    at: datetime, services: Iterable[Contract.Service] = (Contract.Service.PICTURE,)
) -> list[Quota]:
    """Return this month's quota of every contract for the services that has one.

    One query for the contracts, and one for each service that has a quota.
    """
    on = timezone.localdate(at)
    contracts = Contract.objects.in_force(on).filter(service__in=services)
    by_service: dict[Contract.Service, dict[int, Contract]] = {}
    for contract in contracts.select_related("agency").oldest_first():
        of_service = by_service.setdefault(Contract.Service(contract.service), {})
        of_service[contract.agency_id] = contract
    results = [q for service, each in by_service.items() for q in _quotas(service, each, at)]
    return sorted(results, key=lambda quota: (quota.agency, quota.service))


def quota(contract: Contract, printed: int, *, at: datetime) -> Quota:
    """Return the quota of a contract that has one, for the month of `at`."""
    month = Period.month(timezone.localdate(at))
    allowed, service = contract.monthly_quota or 0, Contract.Service(contract.service)
    return Quota(service, contract.agency_id, contract.agency.name, month, allowed, printed)


def _quotas(service: Contract.Service, contracts: dict[int, Contract], at: datetime) -> list[Quota]:
    limited = {pk: c for pk, c in contracts.items() if c.monthly_quota is not None}
    count = (
        text_use.printed_in_month if service == Contract.Service.TEXT else rights.printed_in_month
    )
    printed = count(limited, at=at)
    return [quota(contract, printed[pk], at=at) for pk, contract in limited.items()]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())
