"""When a picture was made, from the spellings of XMP, IIM and EXIF to ISO 8601.

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
_FIRST_PHOTOGRAPH = 1826
# Somewhere on earth the clock is fourteen hours ahead of Greenwich.
_AHEAD = timedelta(hours=14)


def moment(text: str, *, now: datetime | None = None) -> str | None:
    """`text` in ISO 8601, as precise as it is: "2020-07-08", "2020-06-03T20:22:03+02:00".

    Reads ISO 8601 (XMP), CCYYMMDD and HHMMSS±HHMM joined by T (IIM 4.2, where 00 is unknown) and
    EXIF's colons. A time or a zone that cannot be is left out; a day that cannot be, lies before
    photography or more than fourteen hours ahead of `now` gives None.
    """
    found = _SPELLING.match(text.strip()[:60])
    if found is None:
        return None
    said = found.groupdict()
    day = _day(said["year"], said["month"], said["day"])
    clock = _clock(said) if len(day) == 10 else ""
    # The first moment that the words allow stands for all of them.
    earliest = _possible(day + "-01-01"[len(day) - 4 :] + clock)
    if earliest is None or int(said["year"]) < _FIRST_PHOTOGRAPH:
        return None
    latest = (now or datetime.now(UTC)) + _AHEAD
    return f"{day}{clock}" if _not_after(earliest, latest) else None


def agree(one: str, other: str) -> bool:
    """Whether two moments of `moment` can be the same; the less precise one does not object."""
    first, second = _parts(one), _parts(other)
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


def _clock(said: dict[str, str | None]) -> str:
    if said["hour"] is None:
        return ""
    seconds = f":{said['second']}" if said["second"] else ""
    fraction = (said["fraction"] or "").rstrip("0").rstrip(".")
    clock = f"T{said['hour']}:{said['minute']}{seconds}{fraction[:7]}"
    return clock + _zone(said["zone"]) if _possible(f"2000-01-01{clock}") else ""


def _zone(said: str | None) -> str:
    if not said or said == "Z":
        return "+00:00" if said else ""
    sign, hours, minutes = said[0], int(said[1:3]), int(said[-2:])
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
