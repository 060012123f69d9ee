"""Which names in a credit are agencies, and when two names mean one house.

Pure. The list helps only to tell an agency from a person where the form of a sign-off does not; what
the desk enters about an agency comes first, and how one is printed is data on the agency.
"""

import re
from collections.abc import Sequence
from typing import Protocol

from attribution import wording
from text.normalise import fold, one_line

_NAMES = """
    AAP|Abaca|AFP|Alamy|Anadolu|ANP|ANSA|Antara|AP|APA|Associated Press|Belga|Bernama|Bloomberg|CNS|CP
    ČTK|DHA|DPA|dpa-Zentralbild|EFE|EPA|EPA-EFE|European Pressphoto Agency|Getty Images|IHA|Imago|IRNA
    ISNA|Jiji Press|KCNA|Keystone|KNS|Kyodo|La Presse Canadienne|LaPresse|Lehtikuva|Lusa|NTB|NTB Scanpix
    NurPhoto|PA|PAP|Picture Alliance|Press Association|PTI|Redferns|Reuters|REX|Ritzau Scanpix|SANA|Scanpix
    Shutterstock|Sipa|Sipa USA|SOPA|Sputnik|Tân Hoa xã|TASS|The Canadian Press|THX|TT|TTXVN|UPI|VCG
    Viet Nam News|Vietnam News Agency|VNA|WENN|WireImage|Xinhua|Yonhap|ZUMA|Zumapress|共同|共同通信|新华社
"""
# Words that houses add to their names or leave out.
_LOOSE = {"the", "photo", "photos", "images", "news", "wire", "agency", "com", "pictures", "stills"}
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 80


class MatchesNames(wording.PrintForms, Protocol):
    """What is needed of an agency. `attribution.models.Agency` has it."""

    def matches_name(self, name: str) -> bool: ...


class AgencyMatcher:
    """The agencies that can be told from people: those entered, those of the trade, those `said`.

    `said` are names that a file gives as Credit Line or Source.
    """

    def __init__(self, agencies: Sequence[MatchesNames], said: Sequence[str] = ()) -> None:
        self.agencies = agencies
        self.said = [name for name in map(one_line, said) if name]

    def agency(self, name: str) -> bool:
        """Whether `name` is an agency's."""
        if not name or len(name) > _LONGEST:
            return False
        return (
            _run(name) in _HOUSES
            or any(same_agency(name, other) for other in self.said)
            or any(agency.matches_name(name) for agency in self.agencies)
        )

    def same(self, one: str, other: str) -> bool:
        """Whether both names mean one house: “PA” and “PA Wire”, “CP” and “The Canadian Press”."""
        if not one or not other:
            return False
        return (
            same_agency(one, other)
            or (other.isupper() and _initials(one) == fold(other))
            or (one.isupper() and _initials(other) == fold(one))
            or any(
                agency.matches_name(one) and agency.matches_name(other) for agency in self.agencies
            )
        )

    def spelled(self, name: str) -> str:
        """The name as the file's own fields have it, when theirs is the same or a shorter one."""
        if any(agency.matches_name(name) for agency in self.agencies):
            return name
        theirs = (s for s in self.said if len(s) <= len(name) and same_agency(s, name))
        return next(theirs, name)


def same_agency(one: str, other: str) -> bool:
    """Whether the names are one but for case, loose words, and words that one of them adds."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return fold(one) == fold(other)
    if "".join(first) == "".join(second):
        return True
    first, second = sorted((first, second), key=len)
    if len(second) == 1:
        first, second = sorted((first, second), key=lambda words: len(words[0]))
        return len(first[0]) > 3 and second[0].startswith(first[0])
    return first in (second[: len(first)], second[-len(first) :])


def title_case(name: str) -> str:
    """A house that the file spells in capitals as it spells itself: “REUTERS” is “Reuters”."""
    if not name.isupper():
        return name
    known = _HOUSES.get(_run(name), "")
    if fold(known) == fold(name):
        return known
    return title(name) if any(len(word) > 5 for word in _WORD.findall(name)) else name


def title(name: str) -> str:
    """Every word with a capital and small letters: “MARKO DJURICA” is “Marko Djurica”."""
    return _WORD.sub(lambda word: word[0].capitalize(), name)


def _words(name: str) -> list[str]:
    return [word for word in _WORD.findall(fold(name)[:200]) if word not in _LOOSE]


def _run(name: str) -> str:
    return "".join(_words(name))


def _initials(name: str) -> str:
    words = [word for word in _WORD.findall(fold(name)[:200]) if word != "the"]
    return "".join(word[0] for word in words) if len(words) > 1 else ""


_HOUSES = {_run(name): name.strip() for name in re.split(r"[|\n]", _NAMES) if name.strip()}
