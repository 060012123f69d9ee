"""Assigns the names and marks of a sign-off to the parts of a credit: maker first, carrier last.

Pure. Takes text that is known to be a sign-off; images/credits/finders.py finds it in a caption.
"""

from dataclasses import dataclass, replace

from attribution import agencies, wording
from images.credits.agency_names import AgencyMatcher
from images.credits.names import LEADING, VIA, names_in, strip_photo_suffix, title_case


@dataclass(frozen=True)
class Signoff:
    """Who made a picture: the parts of its credit, and the caption without them.

    `qualifier` is one of wording's or ""; `origin` and `via` are agencies as the file spells them.
    """

    creator: str = ""
    qualifier: str = ""
    origin: str = ""
    via: str = ""
    caption_without: str = ""
    is_graphic: bool = False

    @property
    def names_somebody(self) -> bool:
        """Whether there is a credit to print: “Pool” alone names nobody."""
        return bool(self.creator or self.origin or self.via)


def split_signoff(text: str, known: AgencyMatcher, *, leads: bool = False) -> Signoff:
    """Return the parts of a sign-off that stands alone: names, marks such as Pool, agencies.

    `leads` says that the agency at its begin signs before the name, as “EPA/YONHAP”.
    """
    *before, last = VIA.split(text) if VIA.search(text) else (text, "")
    read = [names_in(part, known, is_passed_on=bool(last)) for part in before]
    carried = names_in(last, known)
    names, carriers = [name for part in read for name in part.names], carried.names
    leading = LEADING.match(text)
    if leading and (leads or leading["photo"]):
        names, carriers = _carrier_last(names, carriers, known)
    carrier = "/".join(carriers)
    names = [n for n in _people_first(names, known) if not _carries(n, carriers, known)]
    marks = [mark for part in (*read, carried) for mark in part.marks]
    qualifier = next((mark for mark in marks if mark != wording.FILE), "")
    creator, origin, via = _placed(names, carrier, qualifier, known)
    parts = Signoff(title_case(creator), qualifier, origin, via)
    giver = next((part.giver for part in (*read, carried) if part.giver), "")
    if giver and not parts.names_somebody:
        parts = Signoff(creator=giver)
    return as_file(parts) if wording.FILE in marks else parts


def _carries(name: str, carriers: list[str], known: AgencyMatcher) -> bool:
    return any(known.same(name, carrier) for carrier in carriers)


def _carrier_last(
    names: list[str], carriers: list[str], known: AgencyMatcher
) -> tuple[list[str], list[str]]:
    """Return names and carriers where an agency leads: of agencies alone it carries the others."""
    if len(names) < 2 or not all(map(known.is_agency, names)) or _passes_on(names[-1]):
        return names, carriers
    leader, *others = names
    if not carriers:
        return [*others, leader], []
    return others, carriers if _carries(leader, carriers, known) else [*carriers, leader]


def _passes_on(name: str) -> bool:
    profile = agencies.profile_for(strip_photo_suffix(name))
    return profile is not None and profile.passes_on_others


def _people_first(names: list[str], known: AgencyMatcher) -> list[str]:
    """Return each agency once; those that sign before the name come after it: “REUTERS/Name”."""
    head = 0
    while head < len(names) and known.is_agency(names[head]):
        head += 1
    if head < len(names):
        names = [names[head], *reversed(names[:head]), *names[head + 1 :]]
    return once(names, known)


def once(names: list[str], known: AgencyMatcher) -> list[str]:
    """Return the names in order, each agency only where it stands last."""
    return [
        name
        for number, name in enumerate(names)
        if not any(known.same(name, later) for later in names[number + 1 :])
    ]


def _placed(
    names: list[str], carrier: str, qualifier: str, known: AgencyMatcher
) -> tuple[str, str, str]:
    """Return creator, origin and the agency that passed the picture on."""
    if carrier:
        if not names:
            return "", carrier, ""
        if len(names) > 1:
            return "/".join(names[:-1]), names[-1], carrier
        # A pool's own picture belongs to the agency that brings it.
        owned = qualifier and not known.is_agency(names[0])
        return (names[0], carrier, "") if owned else ("", names[0], carrier)
    if len(names) > 2:
        return "/".join(names[:-2]), names[-2], names[-1]
    first, second = (*names, "", "")[:2]
    return ("", first, second) if known.is_agency(first) else (first, second, "")


def as_file(parts: Signoff) -> Signoff:
    """Return the same as a file picture. Its label says so, hence a pool is named with the maker."""
    marks = {wording.POOL: "Pool", wording.HANDOUT: "Handout"}
    creator = "/".join(filter(None, (parts.creator, marks.get(parts.qualifier, ""))))
    return replace(parts, creator=creator, qualifier=wording.FILE)
