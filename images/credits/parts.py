"""A sign-off taken apart: names, marks such as Pool, agencies, and who of them is who.

Pure. Takes words that are known to be a sign-off; where they stand in a caption is images/signoff.py.
"""

import re
from dataclasses import dataclass, replace

from attribution import wording
from images.credits import agency_names
from images.credits.agency_names import AgencyMatcher
from text.normalise import fold, one_line

LONGEST = 160  # characters of a sign-off
VIA = re.compile(r"[\s/](?:via|qua)\s+", re.IGNORECASE)
SEPARATORS = re.compile(r"[/©]+")
_POOL = re.compile(r"pool(?: photo(?:graph)?)?|\w{2,20} pool photo(?:graph)?", re.IGNORECASE)
_HANDOUT = re.compile(r"(?i:handouts?(?: (?:photo|picture|image))?)|HO|NVCC")
_FILED = re.compile(r"(?:files?|archives?)(?: (?:photo|picture|image))?|ảnh tư liệu", re.IGNORECASE)
# “POOL Getty Images” and “HO-Name” carry their mark in front.
_MARKED = re.compile(r"(pool|HO)[ -](?=\S)", re.IGNORECASE)
_BETWEEN = re.compile(r"[/,&©]|\s(?:via|qua|and|và)\s", re.IGNORECASE)
_SENTENCE_LIKE = re.compile(r"[?!;=]|\.\s+[a-z]")
# Creators that name nobody, and what is no name at all.
NOBODY = {
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
    return [name for name in map(one_line, SEPARATORS.split(text)) if name]


def like_names(text: str) -> bool:
    """Whether the words may be names: few, with capitals, without a sentence's punctuation."""
    if len(text) > LONGEST or _SENTENCE_LIKE.search(text):
        return False
    names = [name.split() for name in _BETWEEN.split(text) if name.strip()]
    return 0 < len(names) <= 8 and all(map(_like_name, names))


def _like_name(words: list[str]) -> bool:
    if mark_of(" ".join(words)):
        return True
    raised = [word for word in words if not word[0].islower()]
    return len(words) <= 7 and not words[0][0].isdigit() and len(raised) * 2 >= len(words)


def split_signoff(text: str, known: AgencyMatcher) -> Signoff:
    """The parts of a sign-off that stands alone: names, marks such as Pool, agencies."""
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
    """The names in `text`; the marks among them go to `marks`."""
    names = []
    for part in pieces(text):
        for name in at_commas(part, passed_on, known):
            ahead, (house, _hyphen, person) = _MARKED.match(name), name.partition("-")
            if mark := mark_of(name):
                marks.append(mark)
            elif ahead and (ahead[1].isupper() or known.agency(name[ahead.end() :])):
                marks.append(wording.HANDOUT if ahead[1] == "HO" else wording.POOL)
                names.append(name[ahead.end() :])
            elif person and house.isupper() and known.agency(house) and not known.agency(name):
                names += [house, person.strip()]  # “THE CANADIAN PRESS/AP-Name”
            elif fold(name) not in NOBODY:
                names.append(dedupe_name(strip_photo_suffix(name)))
    return list(filter(None, names))


def at_commas(part: str, passed_on: bool, known: AgencyMatcher) -> list[str]:
    """“Name, File” and “Name, Source” are two names; “Creator1, Creator2” is one."""
    names = [name.strip() for name in part.split(",")]
    told = any(mark_of(name) or known.agency(strip_photo_suffix(name)) for name in names)
    return names if told or (passed_on and len(names) == 2) else [part.strip(" ,")]


def mark_of(text: str) -> str:
    """The qualifier that the words are, or ""."""
    marks = ((_POOL, wording.POOL), (_HANDOUT, wording.HANDOUT), (_FILED, wording.FILE))
    return next((mark for pattern, mark in marks if pattern.fullmatch(text.strip(" ."))), "")


def strip_photo_suffix(name: str) -> str:
    """ "AP" of “AP Photo”."""
    name = name.strip(" .")
    return name[:-6].rstrip() if name.lower().endswith((" photo", " foto")) else name


def dedupe_name(name: str) -> str:
    """A name that stands twice, glued together as Getty does, once."""
    half = len(name) // 2
    first, between, second = name[:half], name[half : len(name) - half], name[len(name) - half :]
    return second if half > 3 and not between.strip() and fold(first) == fold(second) else name


def _people_first(names: list[str], known: AgencyMatcher) -> list[str]:
    """Each house once, and those that sign before the name behind it: “REUTERS/Name”."""
    head = 0
    while head < len(names) and known.agency(names[head]):
        head += 1
    if head < len(names):
        names = [names[head], *reversed(names[:head]), *names[head + 1 :]]
    return once(names, known)


def once(names: list[str], known: AgencyMatcher) -> list[str]:
    """The names in order, those of one house once, where it last stands."""
    return [
        name
        for number, name in enumerate(names)
        if not any(known.same(name, later) for later in names[number + 1 :])
    ]


def _placed(
    names: list[str], carrier: str, qualifier: str, known: AgencyMatcher
) -> tuple[str, str, str]:
    """Creator, origin and who passed the picture on."""
    if carrier:
        if not names:
            return "", carrier, ""
        if len(names) > 1:
            return "/".join(names[:-1]), names[-1], carrier
        # A pool's own picture belongs to the agency that brings it.
        owned = qualifier and not known.agency(names[0])
        return (names[0], carrier, "") if owned else ("", names[0], carrier)
    if len(names) > 2:
        return "/".join(names[:-2]), names[-2], names[-1]
    if not names or known.agency(names[0]):
        return ("", *names, "", "")[:3]  # type: ignore[return-value]
    return (*names, "", "")[:3]  # type: ignore[return-value]


def as_file(parts: Signoff) -> Signoff:
    """The same as a file picture. That is said in the label, so a pool is named with the maker."""
    words = {wording.POOL: "Pool", wording.HANDOUT: "Handout"}
    creator = "/".join(filter(None, (parts.creator, words.get(parts.qualifier, ""))))
    return replace(parts, creator=creator, qualifier=wording.FILE)


def title_case(name: str) -> str:
    """A person's name without words in capitals: “MARKO DJURICA”, and “Wang ZHAO” as AFP has it.

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
