"""Splits a sign-off into names, marks such as Pool, and agencies, and assigns each its part.

Pure. Takes text that is known to be a sign-off; images/credits/finders.py finds it in a caption.
"""

import re
from dataclasses import dataclass, replace

from attribution import agencies, wording
from images.credits import agency_names
from images.credits.agency_names import AgencyMatcher
from text.normalise import fold, one_line

LONGEST = 160  # characters of a sign-off
_CARRIED = ("via", "qua")
VIA = re.compile(rf"[\s/](?:{'|'.join(_CARRIED)})\s+", re.IGNORECASE)
SEPARATORS = re.compile(r"[/©]+")
_POOL = re.compile(r"pool(?: photo(?:graph)?)?|\w{2,20} pool photo(?:graph)?", re.IGNORECASE)
_HANDOUT = re.compile(r"(?i:handouts?(?: (?:photo|picture|image))?)|HO|NVCC")
_FILED = re.compile(r"(?:files?|archives?)(?: (?:photo|picture|image))?|ảnh tư liệu", re.IGNORECASE)
# “POOL Getty Images” and “HO-Name” carry their mark in front.
_MARKED = re.compile(r"(pool|HO)[ -](?=\S)", re.IGNORECASE)
_PHOTO_SUFFIX = re.compile(r"\s+(?:photo|foto)$", re.IGNORECASE)
_BETWEEN = re.compile(r"[/,&©]|\s(?:via|qua|and|và)\s", re.IGNORECASE)
_SENTENCE_LIKE = re.compile(r"[?!;=]|\.\s+[a-z]")
# Creators that name nobody, and what is no name at all.
NO_CREATOR = {
    "uncredited",
    "unknown",
    "str",
    "stringer",
    "staff",
    "stf",
    "none",
    "n/a",
    "photo",
    "foto",
}


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


def pieces(text: str) -> list[str]:
    """Return what stands between slashes, without codes."""
    return [name for name in map(one_line, SEPARATORS.split(_without_codes(text))) if name]


def _without_codes(text: str) -> str:
    """Return the text without the codes that an agency in it sets behind names.

    A mark such as “pool”, an agency and “via” are no codes.
    """
    profiles = [agencies.profile_for(strip_photo_suffix(name)) for name in SEPARATORS.split(text)]
    codes = dict.fromkeys(
        code for profile in profiles if profile for code in profile.codes_after_names
    )
    for code in codes:
        text = re.sub(rf"/\s*({code})(?=[\s./]|$)", _kept, text)
    return text


def _kept(code: re.Match[str]) -> str:
    is_known = mark_of(code[1]) or agencies.profile_for(code[1]) or code[1] in _CARRIED
    return code[0] if is_known else ""


def looks_like_names(text: str) -> bool:
    """Return whether the text may be names: short, with capitals, without a sentence's punctuation."""
    if len(text) > LONGEST or _SENTENCE_LIKE.search(text):
        return False
    names = [name.split() for name in _BETWEEN.split(_without_codes(text)) if name.strip()]
    return 0 < len(names) <= 8 and all(map(_like_name, names))


def _like_name(parts: list[str]) -> bool:
    if mark_of(" ".join(parts)):
        return True
    raised = [part for part in parts if not part[0].islower()]
    return len(parts) <= 7 and not parts[0][0].isdigit() and len(raised) * 2 >= len(parts)


def split_signoff(text: str, known: AgencyMatcher) -> Signoff:
    """Return the parts of a sign-off that stands alone: names, marks such as Pool, agencies."""
    marks: list[str] = []
    *before, carrier = VIA.split(text) if VIA.search(text) else (text, "")
    names = [name for part in before for name in _names(part, bool(carrier), marks, known)]
    carrier = "/".join(_names(carrier, False, marks, known))
    names = [n for n in _people_first(names, known) if not known.same(n, carrier)]
    qualifier = next((mark for mark in marks if mark != wording.FILE), "")
    creator, origin, via = _placed(names, carrier, qualifier, known)
    parts = Signoff(title_case(creator), qualifier, origin, via)
    return as_file(parts) if wording.FILE in marks else parts


def _names(text: str, passed_on: bool, marks: list[str], known: AgencyMatcher) -> list[str]:
    """Return the names in `text`; the marks among them are appended to `marks`."""
    names = []
    for part in pieces(text):
        for name in at_commas(part, passed_on, known):
            ahead, (agency, _hyphen, person) = _MARKED.match(name), name.partition("-")
            if mark := mark_of(name):
                marks.append(mark)
            elif ahead and (ahead[1].isupper() or known.is_agency(name[ahead.end() :])):
                marks.append(wording.HANDOUT if ahead[1] == "HO" else wording.POOL)
                names.append(name[ahead.end() :])
            elif (
                person
                and agency.isupper()
                and known.is_agency(agency)
                and not known.is_agency(name)
            ):
                names += [agency, person.strip()]  # “THE CANADIAN PRESS/AP-Name”
            elif fold(name) not in NO_CREATOR:
                names.append(dedupe_name(strip_photo_suffix(name)))
    return list(filter(None, names))


def at_commas(part: str, passed_on: bool, known: AgencyMatcher) -> list[str]:
    """Return the names in `part`: “Name, File” and “Name, Source” are two, “Creator1, Creator2” one."""
    names = [name.strip() for name in part.split(",")]
    has_marks = any(mark_of(name) or known.is_agency(strip_photo_suffix(name)) for name in names)
    return names if has_marks or (passed_on and len(names) == 2) else [part.strip(" ,")]


def mark_of(text: str) -> str:
    """Return the qualifier that the text means, or ""."""
    marks = ((_POOL, wording.POOL), (_HANDOUT, wording.HANDOUT), (_FILED, wording.FILE))
    return next((mark for pattern, mark in marks if pattern.fullmatch(text.strip(" ."))), "")


def strip_photo_suffix(name: str) -> str:
    """Return the name without a last “Photo” or “Foto”: “AP Photo” is “AP”."""
    return _PHOTO_SUFFIX.sub("", name.strip(" ."))


def dedupe_name(name: str) -> str:
    """Return a name that stands twice, glued together as in Getty's files, once."""
    half = len(name) // 2
    first, between, second = name[:half], name[half : len(name) - half], name[len(name) - half :]
    return second if half > 3 and not between.strip() and fold(first) == fold(second) else name


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


def title_case(name: str) -> str:
    """Return a person's name without words in capitals: “MARKO DJURICA”, and “Wang ZHAO” as AFP has it.

    “AFP” and “SANA” stay.
    """
    if "/" in name:
        return "/".join(map(title_case, name.split("/")))
    first, _blank, rest = name.partition(" ")
    if name.isupper():
        return agency_names.title(name) if rest or len(name) > 5 else name
    if first.isupper():
        return name
    return " ".join(
        agency_names.title(w) if w.isupper() and len(w) > 3 else w for w in name.split(" ")
    )
