"""What the parts of a sentence of terms mean, as the rules take them out of it.

Pure.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from attribution.terms import territories
from attribution.terms.sentences import Sentence
from attribution.terms.wordings import FORBID, FORBIDDEN, MEDIA, NOT, OBJECTS, VI_NOT

_UNITS = (
    ("day", 1),
    ("ngay", 1),
    ("week", 7),
    ("tuan", 7),
    ("month", 30),
    ("thang", 30),
    ("year", 365),
)
_OF_USE = re.compile(
    r"(?<!\w)(?:us(?:e|ed|age|able)|publi\w{1,8}|valid|licen[cs]\w{1,4}|expires?|max(?:imum)?|delete\w?"
    r"|remove\w?|archive\w?|storage|stored?|keep|retain|rights|clients?|transmission|release|su dung"
    r"|dung|toi da|thoi han|no|not|khong|cam)(?!\w)"
)
_CLAUSE_END = re.compile("[|;]")
_NEGATION = re.compile(rf"(?<!\w)(?:{NOT}|{VI_NOT}|{FORBIDDEN}|{FORBID}|out)(?!\w)")
_OBJECT_KINDS = {f"o{number}": name for number, name in enumerate(OBJECTS)}
_MEDIA_KINDS = {f"m{number}": name for number, name in enumerate(MEDIA)}
ANY_OBJECT = f"(?:{'|'.join(OBJECTS.values())})"
ANY_MEDIUM = f"(?:{'|'.join(MEDIA.values())})"
_OBJECT = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<o{n}>{p})" for n, p in enumerate(OBJECTS.values())) + r")(?!\w)"
)
_MEDIUM = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<m{n}>{p})" for n, p in enumerate(MEDIA.values())) + r")(?!\w)"
)


@dataclass
class Reading:
    """What was understood of a sentence so far; `rest` is the sentence with that taken out."""

    sentence: Sentence
    rest: str
    restrictions: list[tuple[int, str]] = field(default_factory=list)  # with where each stands
    ends: list[date] = field(default_factory=list)
    is_unclear: bool = False
    names_places: bool = False  # territories restrict
    is_limited: bool = False  # to the territories that it names

    def places(self, index: str) -> tuple[str, ...]:
        return self.sentence.places[int(index)]

    def end(self, index: str, days: int = 0) -> list[str] | None:
        """Enter the day with which use ends; None where nobody can tell it."""
        day = self.sentence.days[int(index)]
        if day is None or day <= date.min + timedelta(days=1):
            return None
        self.ends.append(day + timedelta(days=days))
        return []


def leaves_out(match: re.Match[str], reading: Reading) -> list[str]:
    reading.names_places = True
    return [f"{name} OUT" for name in reading.places(match["place"])]


def leaves_out_here(match: re.Match[str], reading: Reading) -> list[str]:
    """“JAPAN OUT” leaves Japan out; of “Japan out in the first round” nobody can tell."""
    is_prose = (
        "OUT" not in reading.sentence.wording
        and match.string[match.end() :].lstrip(" ")[:1].isalnum()
    )
    return is_unclear(match, reading) if is_prose else leaves_out(match, reading)


def leaves_out_unless_negated(match: re.Match[str], reading: Reading) -> list[str] | None:
    """“Asia except Japan” leaves Japan out; “no use in Asia except Japan” does not."""
    clause = _CLAUSE_END.split(reading.sentence.text[: match.start()])[-1]
    return None if reading.is_limited or _NEGATION.search(clause) else leaves_out(match, reading)


def allows_alone(match: re.Match[str], reading: Reading) -> list[str]:
    reading.names_places = reading.is_limited = True
    codes = map(territories.code_of, reading.places(match["place"]))
    if not all(code and code != territories.ABROAD for code in codes):
        reading.is_unclear = True  # an unknown name alone says nothing of us
    return [f"{', '.join(reading.places(match['place']))} ONLY"]


def is_granted(match: re.Match[str], reading: Reading) -> list[str]:
    """“For use in Japan” is for Japan alone; what is granted for the world restricts nothing."""
    if "WORLD" in reading.places(match["place"]):
        return []
    return allows_alone(match, reading) if _is_clause(match) else is_unclear(match, reading)


def holds_rights(match: re.Match[str], reading: Reading) -> list[str]:
    """“Rights: Japan” says nothing for certain of others; those of the world are ours as well."""
    return [] if "WORLD" in reading.places(match["place"]) else is_unclear(match, reading)


def is_unclear(match: re.Match[str], reading: Reading) -> list[str]:
    reading.is_unclear = True
    return []


def ends_on(match: re.Match[str], reading: Reading) -> list[str] | None:
    return reading.end(match["day"])


def ends_before(match: re.Match[str], reading: Reading) -> list[str] | None:
    return reading.end(match["day"], -1)


def begins_and_ends(match: re.Match[str], reading: Reading) -> list[str] | None:
    reading.is_unclear = True
    return reading.end(match["day"])


def as_its_agency_says(match: re.Match[str], reading: Reading) -> list[str]:
    return list(reading.sentence.meanings[int(match["code"])])


def _is_clause(match: re.Match[str]) -> bool:
    """Return whether a match is all that stands between two commas or other signs."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    return not before.rstrip(" ")[-1:].isalnum() and not after.lstrip(" ")[:1].isalnum()


def gives_days(match: re.Match[str], reading: Reading) -> list[str] | None:
    """“Use within 14 days” ends it; in “the minister stays for 14 days” nobody speaks of use."""
    if not _OF_USE.search(match[0]) and not _is_clause(match):
        return is_unclear(match, reading) if _OF_USE.search(reading.sentence.text) else None
    number, unit = int(match["number"]), match["unit"]
    if unit.startswith(("hour", "gio")):
        if number % 24:
            return is_unclear(match, reading)
        number //= 24
    else:
        number *= next(n for name, n in _UNITS if unit.startswith(name))
    return [f"{number} DAYS"] if 0 < number < 1000 else None


def forbids(match: re.Match[str], reading: Reading) -> list[str]:
    return [_kind(_OBJECT_KINDS, m) for m in _OBJECT.finditer(match["objects"])]


def allows_media_alone(match: re.Match[str], reading: Reading) -> list[str] | None:
    media = dict.fromkeys(_kind(_MEDIA_KINDS, m) for m in _MEDIUM.finditer(match["media"]))
    if set(media) == {"NEWSPAPERS"}:
        return None  # on paper, or whatever a newspaper publishes: nobody can tell
    return [f"{', '.join(media)} ONLY"]


def _kind(kinds: dict[str, str], match: re.Match[str]) -> str:
    return next(
        kinds[group] for group, text in match.groupdict().items() if text and group in kinds
    )
