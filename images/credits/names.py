"""Takes the text of a sign-off apart into names, and tells names from marks such as Pool and codes.

Pure. Which name is which part of a credit is images/credits/parts.py.
"""

import re
from dataclasses import dataclass, field

from attribution import agencies, wording
from images.credits import agency_names, labels, tails
from images.credits.agency_names import AgencyMatcher
from text.normalise import fold, one_line

LONGEST = 160  # characters of a sign-off
_CARRIED = ("via", "qua")
VIA = re.compile(rf"[\s/](?:{'|'.join(_CARRIED)})\s+", re.IGNORECASE)
SEPARATORS = re.compile(r"[/©]+")
# A dash separates where a known agency stands beside it: “Name – Agency”.
DASH = re.compile(r"\s[-–—]\s")
_SIGNATURES = "|".join(map(re.escape, agencies.signatures_before_names()))
# An agency that signs before the name, in its own spelling.
LEADING = re.compile(
    r"(?:^/ ?|^|(?<=[\s,;)–—\"“-])(?:/ ?)?|(?<=\.))"
    rf"(?P<agency>{_SIGNATURES})(?P<photo> (?i:photo))? ?/ ?(?=[\w*-])"
)
_BEFORE_BLANKS = "|".join(map(re.escape, agencies.signatures_before_blanks()))
LEADING_BLANK = re.compile(rf"(?<![\w/])(?P<agency>{_BEFORE_BLANKS}) (?=[^\W\d_])")
_POOL = re.compile(r"pool(?: photo(?:graph)?)?|\w{2,20} pool photo(?:graph)?", re.IGNORECASE)
_HANDOUT = re.compile(
    r"(?i:handouts?(?: (?:photo|picture|image))?|hand[ -]out|nhân vật cung cấp)|HO|NVCC"
)
_FILE_MARKS = "".join(f"|{re.escape(mark)}" for mark in agencies.file_marks())
_FILED = re.compile(
    rf"(?i:(?:files?|archives?)(?: (?:photo|picture|image))?|(?:ảnh )?tư liệu{_FILE_MARKS})|T\.?L"
)
_MARKS = ((_POOL, wording.POOL), (_HANDOUT, wording.HANDOUT), (_FILED, wording.FILE))
# “POOL Getty Images” and “HO-Name” carry their mark in front, “MINISTRY HANDOUT” behind.
_MARKED = re.compile(r"(pool|HO|tư liệu)[ -](?=\S)", re.IGNORECASE)
_AHEAD = {"HO": wording.HANDOUT, "TƯ LIỆU": wording.FILE}
_MARK_BEHIND = re.compile(r"\s+(handouts?|file (?:photo|picture|image))$", re.IGNORECASE)
_PHOTO_SUFFIX = re.compile(r"\s+(?:photo|foto)$", re.IGNORECASE)
_ISSUED_BY = re.compile(r"\s+phát$", re.IGNORECASE)
JUNIOR = re.compile(r"\b(?:Jr|Sr)\.$", re.IGNORECASE)
_BETWEEN = re.compile(r"[/,&©]|\s(?:via|qua|and|và|[-–—])\s", re.IGNORECASE)
_SENTENCE_LIKE = re.compile(r"[?!;=]|(?<=[^\W_]{2})(?<!\bMd)(?<!\bMohd)\.\s+[a-z]")
# Creators that name nobody, and what is no name at all.
NO_CREATOR = {
    *("uncredited", "unknown", "str", "stringer", "staff", "stf", "none", "n/a", "photo", "foto"),
    "minh hoa",
}


@dataclass
class Names:
    """The names in a sign-off, the marks among them, and the words that name only who gave it."""

    names: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    giver: str = ""


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
    name = " ".join(parts)
    if mark_of(name) or labels.is_giver(name) or agencies.profile_for(name):
        return True
    raised = [part for part in parts if part != part.lower() or not part[0].islower()]
    return len(parts) <= 7 and not parts[0][0].isdigit() and len(raised) * 2 >= len(parts)


def names_in(text: str, known: AgencyMatcher, *, is_passed_on: bool = False) -> Names:
    """Return the names in the text of a sign-off and the marks among them."""
    result = Names()
    for part in pieces(text):
        for at_dash in _at_dashes(part, known):
            for name in at_commas(at_dash, is_passed_on, known):
                _sort_in(name, result, known)
    return result


def _sort_in(name: str, result: Names, known: AgencyMatcher) -> None:
    if mark := mark_of(name):
        result.marks.append(mark)
        if labels.is_giver(name) or name.strip(" .") in labels.GIVERS:
            result.giver = labels.giver(name)
        return
    name = tails.of_name(name)
    while behind := _MARK_BEHIND.search(name):
        result.marks.append(mark_of(behind[1]))
        name = name[: behind.start()]
    if mark := mark_of(name):
        result.marks.append(mark)
        return
    ahead = _MARKED.match(name)
    if ahead and (ahead[1].isupper() or known.is_agency(name[ahead.end() :])):
        result.marks.append(_AHEAD.get(ahead[1].upper(), wording.POOL))
        name = name[ahead.end() :]
    result.names += filter(None, _cleaned(name, known))


def _cleaned(name: str, known: AgencyMatcher) -> list[str]:
    """Return the name, or two where an agency and a name are written as one."""
    if labels.is_giver(name):
        return [labels.giver(name)]
    title, agency = labels.role(name)
    if title and known.is_agency(agency):
        return [f"{title} {agency_names.title_case(agency)}", agency]
    if fold(name) in NO_CREATOR:
        return []
    blank = LEADING_BLANK.match(name)
    if blank and not known.spells(name):
        return [strip_photo_suffix(blank["agency"]), name[blank.end() :]]
    return [dedupe_name(strip_photo_suffix(n)) for n in _at_hyphen(name, known)]


def _at_hyphen(name: str, known: AgencyMatcher) -> list[str]:
    """Return both names of “AP-Name” and “Name-TTXVN”; else the one."""
    first, hyphen, rest = name.partition("-")
    before, _hyphen, last = name.rpartition("-")
    if not hyphen or known.spells(name):
        return [name]
    if first.isupper() and known.is_agency(first):
        return [first, rest.strip()]
    if last.isupper() and known.spells(last) and " " in before.strip():
        return [before.strip(), last]
    return [name]


def _at_dashes(part: str, known: AgencyMatcher) -> list[str]:
    """Return what stands between dashes where one of it is a known agency; else the one."""
    names = [name.strip() for name in DASH.split(part)]
    is_split = len(names) > 1 and any(
        known.is_agency(strip_photo_suffix(_ISSUED_BY.sub("", name))) for name in names
    )
    return names if is_split else [part]


def at_commas(part: str, passed_on: bool, known: AgencyMatcher) -> list[str]:
    """Return the names in `part`: “Name, File” and “Name, Source” are two, “Creator1, Creator2” one."""
    names = [name.strip() for name in part.split(",")]
    has_marks = any(mark_of(name) or known.is_agency(strip_photo_suffix(name)) for name in names)
    return names if has_marks or (passed_on and len(names) == 2) else [part.strip(" ,")]


def mark_of(text: str) -> str:
    """Return the qualifier that the text means, or ""."""
    text = text.strip(" .")
    return next((mark for pattern, mark in _MARKS if pattern.fullmatch(text)), "")


def strip_photo_suffix(name: str) -> str:
    """Return the name without a last “Photo” or “Foto”: “AP Photo” is “AP”."""
    name = name.strip(" ") if JUNIOR.search(name) else name.strip(" .")
    issued = _ISSUED_BY.sub("", name)
    if issued != name and agencies.profile_for(issued):
        return issued  # “TTXVN phát”: what the agency distributes
    return _PHOTO_SUFFIX.sub("", _PHOTO_SUFFIX.sub("", name))


def dedupe_name(name: str) -> str:
    """Return a name that stands twice, glued together as in Getty's files, once."""
    half = len(name) // 2
    first, between, second = name[:half], name[half : len(name) - half], name[len(name) - half :]
    return second if half > 3 and not between.strip() and fold(first) == fold(second) else name


def title_case(name: str) -> str:
    """Return a person's name without words in capitals: “MARKO DJURICA”, and “Wang ZHAO” as AFP has it.

    “AFP” and “SANA” stay, as do “RACINGPIX.COM” and “Phóng viên TTXVN”.
    """
    if "/" in name:
        return "/".join(map(title_case, name.split("/")))
    first, _blank, rest = name.partition(" ")
    if labels.role(name)[0] or agency_names.is_address(name):
        return name
    if name.isupper():
        return agency_names.title(name) if rest or len(name) > 5 else name
    if first.isupper():
        return name
    return " ".join(
        agency_names.title(word) if _is_shouted(word) else word for word in name.split(" ")
    )


def _is_shouted(word: str) -> bool:
    """Return whether a word is in capitals and neither initials nor an agency."""
    has_digits = any(map(str.isdigit, word))
    return word.isupper() and len(word) > 3 and not has_digits and not agencies.profile_for(word)
