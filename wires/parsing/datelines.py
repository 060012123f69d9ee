"""The place in a dateline: “MADRID, 8 Nov. 2024 (EFE) -” is MADRID, and a date is no place. Pure."""

import re

from attribution import agencies
from text import normalise
from text.datetimes import MONTHS

_LONGEST = 300  # characters of a dateline that are read
_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})[^\W\d]{{0,7}}\.?"
_DAY = re.compile(
    r"(?:^|[\s,(–—-])(?:(?:le|am|den|el|on) )?(?:"
    rf"{_MONTH} ?\d{{1,2}}\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|º|\.)? (?:de )?{_MONTH}(?!\w)"
    r"|(?:ngày )?\d{1,2} tháng \d{1,2}|ngày \d{1,2}"
    r"|\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{1,4})?\b|\d{8}(?!\d)|\d{1,2}[:h]\d\d\b"
    r").*$",
    re.IGNORECASE | re.DOTALL,
)
_WEEKDAY = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo|thứ [^\W\d]{2,4}|chủ nhật",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\(([^()]{1,40})\)$")
_AROUND = " ,-–—"


def place_of(dateline: str) -> str:
    """Return the place without the day, the agency and what follows; "" where it names none."""
    place = _DAY.sub("", normalise.one_line(dateline)[:_LONGEST]).strip(_AROUND)
    if (signed := _SIGNED.search(place)) and _names_an_agency(signed[1]):
        place = place[: signed.start()].rstrip(_AROUND)
    return "" if _WEEKDAY.fullmatch(place) else place


def without_bare_date(dateline: str) -> str:
    """Return the dateline as it was sent; "" for one that is a date or an hour and no place."""
    return dateline if any(map(str.isalpha, place_of(dateline))) else ""


def _names_an_agency(names: str) -> bool:
    return any(agencies.profile_for(name) for name in (names, *re.split(r"[\s/,]+", names)))
