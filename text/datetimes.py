"""Moments: within which bounds they lie, read from every spelling of agencies, written as ISO 8601.

Knows ISO 8601 extended and basic and RFC 822, with and without a zone. A moment without a zone is in
the one that the caller names, or UTC, so that it means the same on each machine. Outside the bounds
is nothing that a newsroom could mean, and at the ends of the calendar a moment cannot be put into
another time zone: text/fields.py keeps rows within them, and text/forms.py what people type.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from django.utils.timezone import localtime, make_aware

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_ISO = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d\d)-?(?P<day>\d\d)"
    r"(?:[T ]?(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<part>\d+))?)?)?"
    r"\s*(?P<zone>Z|[+-]\d\d:?\d\d|[+-]\d\d)?",
    re.IGNORECASE,
)
# The day's name may be in any language, and is not needed.
_RFC_822 = re.compile(
    r"(?:[^\d,]+,?\s*)?(?P<day>\d{1,2})\s+(?P<month>[^\W\d]{3,})\.?\s+(?P<year>\d{2,4})"
    r"\s+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?\s*"
    r"(?P<zone>(?:GMT|UTC)?[+-]\d{1,2}(?::?\d\d)?|[A-Za-z]{1,4})?"
)
_BEFORE_SHIFT = re.compile(r"^(?:GMT|UTC)(?=[+-])", re.IGNORECASE)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "ene", "janv"),
            ("feb", "fev", "fév"),
            ("mar", "mär", "mrz"),
            ("apr", "abr", "avr"),
            ("may", "mai"),
            ("jun", "juin"),
            ("jul", "juil"),
            ("aug", "ago", "aoû"),
            ("sep", "set"),
            ("oct", "out", "okt"),
            ("nov",),
            ("dec", "dez", "dic", "déc"),
        ),
        start=1,
    )
    for name in names
}
_LONGEST = 80  # characters: more than that is no date
_ZONES = {"UT": 0, "GMT": 0, "UTC": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5}
_ZONES |= {"MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "JST": 9, "CET": 1, "CEST": 2, "ICT": 7}


def parse_datetime(text: str | None, zone: tzinfo = UTC) -> datetime | None:
    """Return the moment that `text` says, with its zone; None when it says none or nonsense.

    `zone` is that of a moment that says none. One before EARLIEST or after LATEST is nonsense.
    """
    at = _parse(text, zone)
    return at if at is not None and EARLIEST <= at <= LATEST else None


def says_without_end(text: str | None) -> bool:
    """Return whether `text` says a moment after LATEST: of an end, that there is none."""
    at = _parse(text, UTC)
    return at is not None and at > LATEST


def says_without_begin(text: str | None) -> bool:
    """Return whether `text` says a moment before EARLIEST: of a begin, that it was always."""
    at = _parse(text, UTC)
    return at is not None and at < EARLIEST


def _parse(text: str | None, zone: tzinfo) -> datetime | None:
    text = (text or "").strip()
    if len(text) > _LONGEST:
        return None
    match = _ISO.fullmatch(text) or _RFC_822.fullmatch(text)
    if match is None:
        return None
    parts = match.groupdict()
    try:
        return datetime(
            _year(parts["year"]),
            _month(parts["month"]),
            int(parts["day"]),
            int(parts["hour"] or 0),
            int(parts["minute"] or 0),
            min(int(parts["second"] or 0), 59),  # a leap second is the second before it
            tzinfo=_zone(parts["zone"]) or zone,
        )
    except (ValueError, KeyError, OverflowError):
        return None


def clamp(at: datetime) -> datetime:
    """Return `at`, or the bound beyond which it lies."""
    return min(max(at, EARLIEST), LATEST)


def add_days(at: datetime, days: int) -> datetime:
    """Return the moment `days` after `at`, before it if negative; the bound where that lies beyond."""
    try:
        return clamp(at + timedelta(days=days))
    except OverflowError:
        return LATEST if days > 0 else EARLIEST


def next_minute(at: datetime) -> datetime:
    """Return the first whole minute that is not before `at`, which lies within the bounds.

    Forms have minutes and no seconds.
    """
    minute = at.replace(second=0, microsecond=0)
    return minute if minute == at else minute + timedelta(minutes=1)


def to_local(at: datetime) -> datetime:
    """Return `at` in the house's time zone; one at the ends of the calendar in its own. Never raises."""
    try:
        return localtime(at)
    except OverflowError:
        return at


def house_offset() -> str:
    """Return how far the house's time zone is ahead of Greenwich now: “GMT+7”, “GMT+5:30”."""
    offset = f"{localtime():%z}"
    hours, minutes = int(offset[:3]), offset[3:5]
    return f"GMT{hours:+d}" + (f":{minutes}" if minutes != "00" else "")


def isoformat_local(at: datetime) -> str:
    """Return `at` as ISO 8601 with the offset of the house's time zone, to the second."""
    return to_local(at).isoformat(timespec="seconds")


def month_of(at: datetime) -> tuple[datetime, datetime]:
    """Return the first moments of the month of `at` and of the one after, in the house's time zone."""
    begins = localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return begins, (begins + timedelta(days=32)).replace(day=1)


def day_after(day: date) -> datetime:
    """Return the first moment after `day` in the house's time zone; the bound where that lies beyond."""
    try:
        return clamp(make_aware(datetime.combine(day + timedelta(days=1), time.min)))
    except OverflowError:
        return LATEST


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:  # “0001” is the year 1, with which programs fill what they do not know
        return year
    return 2000 + year if year < 70 else 1900 + year


def _month(name: str) -> int:
    return int(name) if name.isdigit() else MONTHS.get(name.lower()[:4]) or MONTHS[name.lower()[:3]]


def _zone(name: str | None) -> tzinfo | None:
    if not name:
        return None
    if name.upper() == "Z":
        return UTC
    name = _BEFORE_SHIFT.sub("", name)
    if name[0] not in "+-":
        hours = _ZONES[name.upper()]
        return timezone(timedelta(hours=hours)) if hours else UTC
    digits = name[1:].replace(":", "")
    digits = digits if len(digits) in (2, 4) else f"0{digits}"  # “GMT+7”
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-shift if name[0] == "-" else shift) if shift else UTC
