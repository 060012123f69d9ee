"""What we had of an agency's pictures in a time, for settling its contract: a page and a file.

The rows come from editions/uses.py, the quota from the contract. Who may see it is asked where its
address is, in editions/admin.py.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode, urljoin

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from attribution.models import Agency
from editions import uses
from editions.models import Edition, EditionImage
from images import rights

PERMISSIONS = ("images.change_image", "attribution.change_contract")
LENGTH = 200  # rows on the page; the file has all
MONTHS = 12  # of a period that a quota is told for
# A spreadsheet runs what begins so, also behind blanks and in full width.
_FORMULA = re.compile(r"[\s\x00-\x1f\u00ad\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)


def may_settle(person) -> bool:
    """Whether somebody may see the report: who rules on pictures, and who keeps the contracts."""
    return any(person.has_perm(permission) for permission in PERMISSIONS)


@dataclass(frozen=True)
class Period:
    """Whole days in the house's time zone; the last one is part of it."""

    from_on: date
    until_on: date

    @classmethod
    def month(cls, day: date) -> "Period":
        first = day.replace(day=1)
        return cls(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))

    def __str__(self):
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
    """How many pictures an agency's contract gives in a month, and how many were printed in it."""

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
    """What the rows of a report come to. `printed_first`: pictures that readers had not had before."""

    uses: int
    pictures: int
    stories: int
    printed_first: int


class ReportForm(forms.Form):
    """Which agency's pictures, and when."""

    agency = forms.ModelChoiceField(
        Agency.objects.order_by("name"), label=gettext_lazy("Agency"), empty_label="–"
    )
    from_on = forms.DateField(label=gettext_lazy("From"))
    until_on = forms.DateField(label=gettext_lazy("Until and including"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("from_on", "until_on"):
            field = self.fields[name]
            field.widget = forms.DateInput(
                {"type": "date", "min": _FIRST_DAY, "max": _LAST_DAY}, format="%Y-%m-%d"
            )
            field.input_formats = ["%Y-%m-%d"]
            field.validators += [MinValueValidator(_FIRST_DAY), MaxValueValidator(_LAST_DAY)]

    def clean(self):
        cleaned = super().clean()
        from_on, until_on = cleaned.get("from_on"), cleaned.get("until_on")
        if from_on and until_on and until_on < from_on:
            self.add_error("until_on", _("The period ends before it begins."))
        return cleaned


@require_safe
def picture_use(request):
    """The report as a page, or with `format=csv` as a file."""
    at = timezone.now()
    given = request.GET.dict()
    period = _month(given["month"]) if "month" in given else Period.month(timezone.localdate(at))
    given = {"from_on": period.from_on, "until_on": period.until_on, **given}
    form = ReportForm(given if "agency" in given else None, initial=given)
    report = {}
    if form.is_valid():
        agency = form.cleaned_data["agency"]
        period = Period(form.cleaned_data["from_on"], form.cleaned_data["until_on"])
        if given.get("format") == "csv":
            return as_file(agency, period, at=at)
        report = as_page(agency, period, at=at)
    context = {
        **admin.site.each_context(request),
        "title": _("Use of pictures"),
        "opts": Edition._meta,
        "form": form,
        **report,
    }
    return TemplateResponse(request, "admin/editions/edition/picture_use.html", context)


def as_page(agency: Agency, period: Period, *, at: datetime) -> dict:
    """What the page shows: totals of everything, quotas, and the newest rows."""
    found = list(uses.of_agency(agency, begins=period.begins, ends=period.ends, at=at))
    found.sort(key=lambda use: use.from_at, reverse=True)
    chosen = {"agency": agency.pk}
    dates = {**chosen, "from_on": period.from_on, "until_on": period.until_on}
    return {
        "agency": agency,
        "period": period,
        "uses": found[:LENGTH],
        "totals": totals(found, period),
        "quotas": of_months(agency, period, at=at),
        "address_of_file": "?" + urlencode({**dates, "format": "csv"}),
        "months": [
            (month, "?" + urlencode({**chosen, "month": month.slug}))
            for month in (period.before, period.after)
            if month.from_on >= _FIRST_DAY and month.from_on <= timezone.localdate(at)
        ],
    }


def totals(found: list[uses.ImageUse], period: Period) -> Totals:
    first = {
        use.image.pk
        for use in found
        if use.image.first_printed_at and period.begins <= use.image.first_printed_at < period.ends
    }
    pictures = {use.image.pk for use in found}
    return Totals(len(found), len(pictures), len({u.story.pk for u in found}), len(first))


# Quotas


def of_months(agency: Agency, period: Period, *, at: datetime) -> list[Quota]:
    """The agency's quota in each month of a period, where a contract in force gave one.

    Of a month the contract at its end counts, of the running month the one now.
    """
    found = []
    months = list(period.months())
    for month in months if len(months) <= MONTHS else ():
        moment = min(max(at, month.begins), month.ends - timedelta(seconds=1))
        terms = rights.terms_in_force(moment).get(agency.pk)
        if terms and terms.monthly_quota is not None:
            printed = rights.printed_in_month([agency.pk], at=moment)[agency.pk]
            found.append(Quota(agency.pk, agency.name, month, terms.monthly_quota, printed))
    return found


def quotas(at: datetime) -> list[Quota]:
    """This month's quota of every agency whose contract has one. Two queries for all of them."""
    terms = rights.terms_in_force(at)
    limited = {agency: t for agency, t in terms.items() if t.monthly_quota is not None}
    printed = rights.printed_in_month(limited, at=at)
    month = Period.month(timezone.localdate(at))
    found = [
        Quota(agency, t.agency, month, t.monthly_quota, printed[agency])
        for agency, t in limited.items()
    ]
    return sorted(found, key=lambda quota: quota.agency)


# The file


def as_file(agency: Agency, period: Period, *, at: datetime) -> StreamingHttpResponse:
    """All rows for a spreadsheet, sent as they are read."""
    found = uses.of_agency(agency, begins=period.begins, ends=period.ends, at=at)
    # Said now: while the rows are sent, nobody's language is set any more.
    places = {place: str(place.label) for place in EditionImage.Place}
    lines = _lines(_header(), found, places)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"picture-use-{agency.slug}-{period.slug}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _header():
    return [
        _("Supplier’s number"),
        _("Caption"),
        _("Creator"),
        _("Credit line"),
        _("Headline"),
        _("Address"),
        _("Section"),
        _("Place"),
        _("From"),
        _("Until"),
        _("Editions"),
    ]


def _row(use, places):
    return [
        use.image.supplier_reference,
        use.caption,
        use.image.creator,
        use.credit_line,
        use.headline,
        urljoin(settings.SITE_URL, use.url),
        use.section,
        ", ".join(places[place] for place in use.places),
        _moment(use.from_at),
        _moment(use.until_at) if use.until_at else "",
        ", ".join(str(number) for number in use.numbers),
    ]


def _lines(header, found: Iterable[uses.ImageUse], places) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([safe_cell(words) for words in header])
    for use in found:
        yield writer.writerow([safe_cell(words) for words in _row(use, places)])


class _Echo:
    """A file for csv that hands each line on."""

    def write(self, line):
        return line


def safe_cell(words) -> str:
    """The words as a spreadsheet shows them. What it would take for a formula is marked as text."""
    words = str(words)
    return f"'{words}" if _FORMULA.match(words) else words


def _moment(at):
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


# Days


def _month(words) -> Period:
    """The month of an address: "2024-06"."""
    if not re.fullmatch(r"2[01][0-9]{2}-(0[1-9]|1[0-2])", words, re.ASCII):
        raise Http404
    return Period.month(date(int(words[:4]), int(words[5:]), 1))


def _midnight(day):
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())
