"""Dates in terms: what day a wording names.

Pure. A date that can be read in two ways is the earlier one, so that nothing is used too long.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from text.normalise import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero",
            "feb february februar fevrier febrero",
            "mar march marz maerz mars marzo",
            "apr april avril abril",
            "may mai mayo",
            "jun june juni juin junio",
            "jul july juli juillet julio",
            "aug august aout agosto",
            "sep sept september septembre septiembre",
            "oct october okt oktober octobre octubre",
            "nov november novembre noviembre",
            "dec december dez dezember decembre diciembre",
        ),
        1,
    )
    for name in names.split()
}
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_CLOCK = (
    r"(?:[ ,]{0,2}(?:at )?\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\.\d{1,6})?[ ]?(?:am|pm|z|gmt|utc|cet"
    r"|est|edt|ict|local time|[+-]\d{2}:?\d{2})?)?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_YEAR = r"(?P<year>\d{4}|'?\d{2}(?![\d:]))"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?"
_FORMS = tuple(
    re.compile(rf"(?<![\w.]){_WEEKDAY}{form}{_CLOCK}(?!\w)")
    for form in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:t\d{2}:?\d{2}(?::?\d{2})?"
        r"(?:\.\d{1,6})?(?:z|[+-]\d{2}:?\d{2})?)?",
        r"(?P<year>20\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)(?:t\d{6}(?:z|[+-]\d{2}:?\d{2})?)?",
        r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4}|\d{2})",
        rf"(?:ngay )?{_DAY}(?: |,|-)thang (?P<month>\d{{1,2}})(?:,? nam (?P<year>\d{{4}})|[/-]"
        rf"(?P<year_after>\d{{4}}))?",
        rf"(?:the )?{_DAY}(?: of| de)?[ -]?(?P<name>{_NAME})\.?(?:,? ?-?{_YEAR})?",
        rf"(?P<name>{_NAME})\.? {_DAY}(?:,? {_YEAR})?",
        rf"(?:the )?(?:end of )?(?P<name>{_NAME})\.?,? (?P<year>\d{{4}})",
        r"(?:(?<=den )|(?<=sau )|(?<=truoc )|(?<=hsd )|(?<=han )|(?<=vao )|(?<=until )|(?<=after ))"
        r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/.])",
        r"ngay (?P<day>\d{1,2})[-/.](?P<month>\d{1,2})(?![\d/.])",
    )
)


@dataclass(frozen=True)
class NamedDay:
    """A date in a text: where it stands, and the day; None for one that nobody can tell."""

    start: int
    end: int
    day: date | None


def named_days(text: str, at: date | None) -> list[NamedDay]:
    """Return the dates of a folded text, in order. One without a year is the next after `at`."""
    named: list[NamedDay] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if not any(match.start() < other.end and other.start < match.end() for other in named):
                named.append(NamedDay(*match.span(), _day(match, at)))
    return sorted(named, key=lambda named: named.start)


def folded(text: str) -> str:
    """Return `fold(text)` as dates are read in it."""
    return " ".join(fold(text).split())


def _day(match: re.Match[str], at: date | None) -> date | None:
    parts = match.groupdict()
    year = parts.get("year") or parts.get("year_after")
    name = parts.get("name")
    month = _MONTHS[name] if name else int(parts["month"])
    day = int(parts["day"]) if parts.get("day") else 1  # “June 2024”: at the latest its first day
    options = {(month, day)} if name or len(parts["month"]) > 2 else {(month, day), (day, month)}
    if match.re in (_FORMS[0], _FORMS[1], _FORMS[3]):
        options = {(month, day)}
    return min(_dates(options, year, at), default=None)


def _dates(options: set[tuple[int, int]], year: str | None, at: date | None) -> Iterator[date]:
    if year is not None:
        number = int(year.strip("'"))
        years = [number + 2000 if number < 100 else number]
    else:
        years = [at.year, at.year + 1] if at else []
    for month, day in options:
        for number in years:
            try:
                named = date(number, month, day)
            except ValueError:
                continue
            if year is not None or (at is not None and named >= at):
                yield named
                break
