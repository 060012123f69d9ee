"""The desk's report on the use of an agency's pictures or text: a page, and a file for a spreadsheet."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.users import signed_in_user
from attribution.models import Agency, Contract
from editions import reports, text_use, uses
from editions.addresses import absolute_url
from editions.forms import ReportForm
from editions.models import Edition, EditionImage
from editions.reports import FIRST_DAY, Period

LENGTH = 200  # rows on the page; the file has all
# A spreadsheet runs what begins so, also behind blanks and in full width.
_FORMULA = re.compile(r"[\s\x00-\x1f\u00ad\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")


@require_safe
def picture_use(request: HttpRequest) -> HttpResponseBase:
    """Return the report as a page, or with `format=csv` as a file."""
    if not reports.may_view_report(signed_in_user(request)):
        raise PermissionDenied
    at = timezone.now()
    params: dict[str, Any] = request.GET.dict()
    period = _month(params["month"]) if "month" in params else Period.month(timezone.localdate(at))
    params = {"from_on": period.from_on, "until_on": period.until_on, **params}
    form = ReportForm(params if "agency" in params else None, initial=params)
    report: dict[str, Any] = {}
    if form.is_valid():
        agency = form.cleaned_data["agency"]
        period = Period(form.cleaned_data["from_on"], form.cleaned_data["until_on"])
        is_text = form.cleaned_data["service"] == Contract.Service.TEXT
        if params.get("format") == "csv":
            return (text_csv_response if is_text else csv_response)(agency, period, at=at)
        report = (text_page_context if is_text else page_context)(agency, period, at=at)
    context = {
        **admin.site.each_context(request),
        "title": _("Use of text") if "text_uses" in report else _("Use of pictures"),
        "opts": Edition._meta,
        "form": form,
        **report,
    }
    return TemplateResponse(request, "admin/editions/edition/picture_use.html", context)


def page_context(agency: Agency, period: Period, *, at: datetime) -> dict[str, Any]:
    """Return what the page shows: totals of everything, quotas, and the newest rows."""
    rows = list(uses.of_agency(agency, begins=period.begins, ends=period.ends, at=at))
    rows.sort(key=lambda use: use.from_at, reverse=True)
    return {
        **_frame(agency, period, {}, at),
        "uses": rows[:LENGTH],
        "totals": reports.totals(rows, period),
        "quotas": reports.quotas_by_month(agency, period, at=at),
    }


def text_page_context(agency: Agency, period: Period, *, at: datetime) -> dict[str, Any]:
    """Return what the page shows of text: totals of everything, quotas, and the newest rows."""
    rows = list(text_use.of_agency(agency, begins=period.begins, ends=period.ends, at=at))
    rows.sort(key=lambda use: use.from_at, reverse=True)
    service = Contract.Service.TEXT
    return {
        **_frame(agency, period, {"service": service.value}, at),
        "text_uses": [(use, use.is_live(at)) for use in rows[:LENGTH]],
        "text_totals": reports.text_totals(rows, period),
        "quotas": reports.quotas_by_month(agency, period, at=at, service=service),
    }


def _frame(
    agency: Agency, period: Period, query: Mapping[str, str], at: datetime
) -> dict[str, Any]:
    """Return what both reports have: what they are about, and the addresses of the file and of months."""
    query = {"agency": str(agency.pk), **query}
    dates = {**query, "from_on": period.from_on, "until_on": period.until_on}
    return {
        "agency": agency,
        "period": period,
        "address_of_file": "?" + urlencode({**dates, "format": "csv"}),
        "months": [
            (month, "?" + urlencode({**query, "month": month.slug}))
            for month in (period.before, period.after)
            if month.from_on >= FIRST_DAY and month.from_on <= timezone.localdate(at)
        ],
    }


def csv_response(agency: Agency, period: Period, *, at: datetime) -> StreamingHttpResponse:
    """Return all rows for a spreadsheet, sent as they are read."""
    rows = uses.of_agency(agency, begins=period.begins, ends=period.ends, at=at)
    # Translated now: while the rows are sent, no language is active any more.
    places = {place: str(place.label) for place in EditionImage.Place}
    lines = _lines(_header(), (_cells(use, places) for use in rows))
    return _file(lines, f"picture-use-{agency.slug}-{period.slug}.csv")


def text_csv_response(agency: Agency, period: Period, *, at: datetime) -> StreamingHttpResponse:
    """Return all rows of a report on text for a spreadsheet, sent as they are read."""
    rows = text_use.of_agency(agency, begins=period.begins, ends=period.ends, at=at)
    lines = _lines(_text_header(), map(_text_cells, rows))
    return _file(lines, f"text-use-{agency.slug}-{period.slug}.csv")


def _file(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _text_header() -> list[str]:
    return [
        _("Headline"),
        _("Address"),
        _("Section"),
        _("Source line"),
        _("From"),
        _("Until"),
        _("Editions"),
    ]


def _text_cells(use: text_use.TextUse) -> list[object]:
    return [
        use.headline,
        absolute_url(use.url),
        use.edition.section,
        use.edition.source_line,
        _local_time(use.from_at),
        _local_time(use.until_at) if use.until_at else "",
        ", ".join(str(number) for number in use.numbers),
    ]


def _header() -> list[str]:
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


def _cells(use: uses.ImageUse, places: Mapping[EditionImage.Place, str]) -> list[object]:
    return [
        use.image.supplier_reference,
        use.caption,
        use.creator,
        use.credit_line,
        use.headline,
        absolute_url(use.url),
        use.section,
        ", ".join(places[place] for place in use.places),
        _local_time(use.from_at),
        _local_time(use.until_at) if use.until_at else "",
        ", ".join(str(number) for number in use.numbers),
    ]


def _lines(header: list[str], rows: Iterable[list[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([safe_cell(label) for label in header])
    for cells in rows:
        yield writer.writerow([safe_cell(value) for value in cells])


class _Echo:
    """A file for csv whose writer returns each line."""

    def write(self, line: str) -> str:
        return line


def safe_cell(value: object) -> str:
    """Return the value as a spreadsheet shows it; what it would run as a formula is marked as text."""
    text = str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def _local_time(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def _month(value: str) -> Period:
    """Read the month of an address: "2024-06"."""
    if not re.fullmatch(r"2[01][0-9]{2}-(0[1-9]|1[0-2])", value, re.ASCII):
        raise Http404
    return Period.month(date(int(value[:4]), int(value[5:]), 1))
