"""Reads when a picture was made, in the spellings of XMP, IIM and EXIF.

Pure. Cameras and programs write zones that do not exist and dates that cannot be: of those, only
what is possible is kept.
"""

import re
from datetime import UTC, datetime, timedelta

_SPELLING = re.compile(
    r"(?P<year>\d{4})(?:[-:/.]?(?P<month>\d\d)(?:[-:/.]?(?P<day>\d\d))?)?"
    r"(?:(?:T|\s)\s*(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?P<fraction>\.\d{1,9})?)?"
    r"\s*(?P<zone>Z|[-+]\d\d:?\d\d)?)?(?!\d)",
    re.ASCII,
)
FIRST_PHOTOGRAPH = 1826
# Somewhere on earth the clock is fourteen hours ahead of Greenwich.
_AHEAD = timedelta(hours=14)


def parse_date_created(text: str, *, now: datetime | None = None) -> str | None:
    """Return `text` in ISO 8601, as precise as it is: "2020-07-08", "2020-06-03T20:22:03+02:00".

    Reads ISO 8601 (XMP), CCYYMMDD and HHMMSS±HHMM joined by T (IIM 4.2, where 00 is unknown) and
    EXIF's colons. A time or a zone that cannot be is left out; a day that cannot be, lies before
    photography or more than fourteen hours ahead of `now` gives None.
    """
    match = _SPELLING.match(text.strip()[:60])
    if match is None:
        return None
    parts = match.groupdict()
    day = _day(parts["year"], parts["month"], parts["day"])
    clock = _clock(parts) if len(day) == 10 else ""
    # The earliest time that the text allows stands for all of them.
    earliest = _possible(day + "-01-01"[len(day) - 4 :] + clock)
    if earliest is None or int(parts["year"]) < FIRST_PHOTOGRAPH:
        return None
    latest = (now or datetime.now(UTC)) + _AHEAD
    return f"{day}{clock}" if _not_after(earliest, latest) else None


def agree(text: str, other: str) -> bool:
    """Return whether two dates can be the same; the less precise may leave out its end."""
    first, second = _parts(text), _parts(other)
    if first[1] and second[1] and first[2] and second[2]:
        # Fractions of a second are lost in EXIF and IIM.
        seconds = [
            datetime.fromisoformat("".join(p)).replace(microsecond=0) for p in (first, second)
        ]
        return seconds[0] == seconds[1]
    shorter, longer = sorted((first[0] + first[1], second[0] + second[1]), key=len)
    return longer.startswith(shorter.partition(".")[0])


def _day(year: str, month: str | None, day: str | None) -> str:
    if month in (None, "00"):
        return year
    return f"{year}-{month}" if day in (None, "00") else f"{year}-{month}-{day}"


def _clock(parts: dict[str, str | None]) -> str:
    if parts["hour"] is None:
        return ""
    seconds = f":{parts['second']}" if parts["second"] else ""
    fraction = (parts["fraction"] or "").rstrip("0").rstrip(".")
    clock = f"T{parts['hour']}:{parts['minute']}{seconds}{fraction[:7]}"
    return clock + _zone(parts["zone"]) if _possible(f"2000-01-01{clock}") else ""


def _zone(text: str | None) -> str:
    if not text or text == "Z":
        return "+00:00" if text else ""
    sign, hours, minutes = text[0], int(text[1:3]), int(text[-2:])
    quarters = hours * 60 + minutes
    if minutes not in (0, 15, 30, 45) or quarters > (14 if sign == "+" else 12) * 60:
        return ""
    return f"{sign if quarters else '+'}{hours:02}:{minutes:02}"


def _possible(spelling: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(spelling)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _not_after(at: datetime, latest: datetime) -> bool:
    try:
        return at <= latest.astimezone(UTC)
    except OverflowError:  # the year 9999, in a zone behind Greenwich
        return False


def _parts(at: str) -> tuple[str, str, str]:
    zone = at[-6:] if re.search(r"T.*[-+]\d\d:\d\d$", at) else ""
    day, mark, clock = at.removesuffix(zone).partition("T")
    return day, mark + clock, zone
