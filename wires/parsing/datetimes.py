"""Moments as agencies write them: ISO 8601 extended and basic, RFC 822, with and without a zone.

Pure. A moment without a zone is taken as UTC: a guess that is wrong by hours is better told by the
feed's own time than by a naive value that means something else on each machine.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

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
            *(("jan", "ene", "janv"), ("feb", "fev", "fév"), ("mar", "mär", "mrz")),
            *(("apr", "abr", "avr"), ("may", "mai"), ("jun", "juin"), ("jul", "juil")),
            *(("aug", "ago", "aoû"), ("sep", "set"), ("oct", "out", "okt"), ("nov",)),
            ("dec", "dez", "dic", "déc"),
        ),
        start=1,
    )
    for name in names
}
_LONGEST = 80  # characters: more than that is no date
_ZONES = {"UT": 0, "GMT": 0, "UTC": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5}
_ZONES |= {"MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "JST": 9, "CET": 1, "CEST": 2, "ICT": 7}


def parse_datetime(text: str | None) -> datetime | None:
    """The moment that `text` says, with its zone; None when it says none or nonsense."""
    text = (text or "").strip()
    if len(text) > _LONGEST:
        return None
    found = _ISO.fullmatch(text) or _RFC_822.fullmatch(text)
    if found is None:
        return None
    parts = found.groupdict()
    try:
        return datetime(
            _year(parts["year"]),
            _month(parts["month"]),
            int(parts["day"]),
            int(parts["hour"] or 0),
            int(parts["minute"] or 0),
            min(int(parts["second"] or 0), 59),  # a leap second is the second before it
            tzinfo=_zone(parts["zone"]),
        )
    except (ValueError, KeyError, OverflowError):
        return None


def _year(said):
    year = int(said)
    return year if year > 99 else 2000 + year if year < 70 else 1900 + year


def _month(said):
    return int(said) if said.isdigit() else MONTHS.get(said.lower()[:4]) or MONTHS[said.lower()[:3]]


def _zone(said):
    if not said or said.upper() == "Z":
        return UTC
    said = _BEFORE_SHIFT.sub("", said)
    if said[0] not in "+-":
        hours = _ZONES[said.upper()]
        return timezone(timedelta(hours=hours)) if hours else UTC
    digits = said[1:].replace(":", "")
    digits = digits if len(digits) in (2, 4) else f"0{digits}"  # “GMT+7”
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-shift if said[0] == "-" else shift) if shift else UTC
