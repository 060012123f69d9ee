"""Which names in a credit are agencies, and when two names mean the same agency.

Pure. Names that attribution/agencies/ knows help only to distinguish an agency from a person where the
form of a sign-off does not; what the desk enters about an agency comes first.
"""

import re
from collections.abc import Sequence
from typing import Protocol

from attribution import agencies, wording
from images.credits import labels
from text.normalise import fold, one_line

# Words that agencies add to their names or leave out.
_LOOSE = {"the", "photo", "photos", "images", "news", "wire", "agency", "com", "pictures", "stills"}
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 80
# “RACINGPIX.COM”: an address is spelled as it is.
_ADDRESS = re.compile(r"[\w-]{2,40}(?:\.[\w-]{2,40})+", re.ASCII)


class MatchesNames(wording.PrintForms, Protocol):
    """An agency that is printed and found by its names, such as `attribution.models.Agency`."""

    def matches_name(self, name: str) -> bool: ...


class AgencyMatcher:
    """Distinguishes agencies from people: those entered, those known, those in `file_names`.

    `file_names` are names that a file gives as Credit Line or Source.
    """

    def __init__(self, entered: Sequence[MatchesNames], file_names: Sequence[str] = ()) -> None:
        self.entered = entered
        self.file_names = [name for name in map(one_line, file_names) if name]

    def is_agency(self, name: str) -> bool:
        """Return whether `name` is an agency's."""
        if not name or len(name) > _LONGEST:
            return False
        return self.spells(name) or (
            not labels.role(name)[0] and any(same_agency(name, other) for other in self.file_names)
        )

    def spells(self, name: str) -> bool:
        """Return whether `name` is, word by word, how an agency is written."""
        return (
            _run(name) in _KNOWN
            or any(_run(name) == _run(other) != "" for other in self.file_names)
            or any(agency.matches_name(name) for agency in self.entered)
        )

    def same(self, name: str, other: str) -> bool:
        """Return whether both mean the same agency: “PA” and “PA Wire”, or name and initials."""
        if not name or not other or labels.role(name)[0] or labels.role(other)[0]:
            return fold(name) == fold(other) != ""
        return (
            same_agency(name, other)
            or _share_a_profile(name, other)
            or self._is_short_for(other, name)
            or self._is_short_for(name, other)
            or any(
                agency.matches_name(name) and agency.matches_name(other) for agency in self.entered
            )
        )

    def _is_short_for(self, initials: str, name: str) -> bool:
        """Return whether they are the initials of an agency's name; a person's say nothing."""
        is_short = initials.isupper() and _initials(name) == fold(initials)
        return is_short and self.spells(name)

    def spelled(self, name: str) -> str:
        """Return the name as the file's own fields have it, when theirs is the same or shorter.

        Of several between slashes each.
        """
        if "/" in name:
            return "/".join(map(self.spelled, name.split("/")))
        if any(agency.matches_name(name) for agency in self.entered):
            return name
        candidates = (s for s in self.file_names if len(s) <= len(name) and same_agency(s, name))
        return next(candidates, name)


def same_agency(name: str, other: str) -> bool:
    """Return whether the names differ only in case, loose words and words at one end."""
    first, second = _split(name), _split(other)
    if not first or not second:
        return fold(name) == fold(other)
    if "".join(first) == "".join(second):
        return True
    first, second = sorted((first, second), key=len)
    if len(second) == 1:
        first, second = sorted((first, second), key=lambda parts: len(parts[0]))
        return len(first[0]) > 3 and second[0].startswith(first[0])
    return first in (second[: len(first)], second[-len(first) :])


def _share_a_profile(name: str, other: str) -> bool:
    """Return whether both are names of one agency that is known: “THX” and “Xinhua”."""
    profile = agencies.profile_for(name)
    return profile is not None and profile is agencies.profile_for(other)


def title_case(name: str) -> str:
    """Return an agency in capitals as it spells itself: “REUTERS” is “Reuters”.

    One that is not known keeps its capitals when it is a single word, which may be initials.
    """
    if not name.isupper():
        return name
    spelling = _KNOWN.get(_run(name), "")
    if fold(spelling) == fold(name):
        return spelling
    if is_address(name) or " " not in name:
        return name
    return title(name) if any(len(word) > 5 for word in _WORD.findall(name)) else name


def is_address(name: str) -> bool:
    """Return whether `name` is an address on the web."""
    return bool(_ADDRESS.fullmatch(name))


def title(name: str) -> str:
    """Return every word with a capital and small letters: “MARKO DJURICA” is “Marko Djurica”."""
    return _WORD.sub(lambda word: word[0].capitalize().replace("i\u0307", "i"), name)


def _split(name: str) -> list[str]:
    return [word for word in _WORD.findall(fold(name)[:200]) if word not in _LOOSE]


def _run(name: str) -> str:
    return "".join(_split(name))


def _initials(name: str) -> str:
    parts = [word for word in _WORD.findall(fold(name)[:200]) if word != "the"]
    return "".join(part[0] for part in parts) if len(parts) > 1 else ""


_KNOWN = {_run(name): name for name in agencies.credit_names()}
