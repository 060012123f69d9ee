"""Where a sign-off stands in a caption: each finder knows one family of forms.

Pure. A finder yields start, end and parts of each sign-off in the tail of a caption, the last one
first. What the parts mean together is images/credits/signoff.py.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from attribution import wording
from images.credits.agency_names import AgencyMatcher
from images.credits.labels import LABEL, qualifier_of
from images.credits.names import (
    DASH,
    JUNIOR,
    LEADING,
    LEADING_BLANK,
    LONGEST,
    SEPARATORS,
    VIA,
    at_commas,
    looks_like_names,
    mark_of,
    pieces,
    strip_photo_suffix,
)
from images.credits.parts import Signoff, as_file, split_signoff
from images.credits.tails import AFTER, TAGS
from text.normalise import fold, normalise

_WINDOW = 2_000  # characters at the end of a caption that are searched
_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]{2,160})(?:[)）\]]|$)")
# The end of a sentence; after one letter it is an initial.
_SENTENCE = re.compile(
    r"(?:(?<=[^\W_]{2}[.!?])(?<!\b(?i:Jr|Sr|St|Dr|Mr|Ms|Md)\.)(?<!\b(?i:Mrs)\.)(?<!\b(?i:Mohd)\.)"
    r"|(?<=[\d)\]”\"][.!?])|(?<=[.!?…][”\"»]))\s+|(?<=[。！？])\s*|\n+|\s{3,}|\s[-–—]\s"
)
# A label that stands before its label.
_DANGLING = re.compile(
    r"\bmandatory credit\s?:?$|\b(?:photo|picture|image)? ?credit\s?:$", re.IGNORECASE
)


@dataclass(frozen=True)
class Candidate:
    """What may be a sign-off in a caption: where it stands, its parts, and the form that it has."""

    start: int
    end: int
    parts: Signoff
    form: str


_Candidates = Iterator[Candidate]


def last_signoff(caption: str, known: AgencyMatcher, creator: str) -> Candidate | None:
    """Return the last sign-off of `caption`; None when it has none."""
    offset = max(0, len(caption) - _WINDOW)
    tail = caption[offset:]
    finders = (
        _bracketed(tail, known, creator),
        _labelled(tail, known),
        _passed_on(tail, known),
        _leading(tail, known),
        _bare(tail, known),
    )
    for candidates in finders:
        for match in candidates:
            if match.parts.names_somebody or match.parts.qualifier:
                return replace(match, start=offset + match.start, end=offset + match.end)
    return None


def _bracketed(tail: str, known: AgencyMatcher, creator: str) -> _Candidates:
    """Find (Name/Pool via AP) · (AP Photo/Name, File) · (Photo by Name/Getty Images) · (Kyodo)"""
    for match in reversed(list(_BRACKETS.finditer(tail))):
        start, end, inside = match.start(), match.end(), match[1].strip()
        label, names = _after_label(inside)
        if not looks_like_names(names):
            continue
        if label:
            parts = _labelled_parts(label, names, known)
            yield Candidate(start, _past(tail, end), parts, "label in brackets")
            continue
        at_end = _ends(tail, end) or bool(AFTER.match(tail, end))
        if _signs(names, known, creator, at_end=at_end):
            yield Candidate(start, _past(tail, end), split_signoff(names, known), "brackets")


def _after_label(text: str) -> tuple[re.Match[str] | None, str]:
    """Return the label at the begin of a text in brackets, and the names without editors' notes."""
    label = LABEL.match(text)
    names = text[label.end() :] if label else text
    note = AFTER.search(names)
    return label, names[: note.start()] if note else names


def _signs(inside: str, known: AgencyMatcher, creator: str, *, at_end: bool) -> bool:
    """Return whether names in brackets without a label are a sign-off: “TOKYO (AP) —” is none."""
    separated = DASH.sub("/", VIA.sub("/", inside))
    names = [name for part in pieces(separated) for name in at_commas(part, False, known)]
    named = any(mark_of(n) or known.is_agency(strip_photo_suffix(n)) for n in names)
    if SEPARATORS.search(inside) or VIA.search(inside):
        return named or any(fold(n) == fold(creator) for n in names)
    if LEADING_BLANK.match(inside):
        return at_end
    return named and (at_end or inside.lower().endswith("photo"))


def _labelled(tail: str, known: AgencyMatcher) -> _Candidates:
    """Find Photo credit should read Name/PA Wire. · Ảnh: Name/Kyodo · Mandatory credit Kyodo/via REUTERS"""
    for label in reversed(list(LABEL.finditer(tail))):
        names, end = _until_end(tail, label.end(), known)
        past_blanks = _past(tail, end)
        if looks_like_names(names) and _ends(tail, past_blanks):
            parts = _labelled_parts(label, names, known)
            yield Candidate(label.start(), past_blanks, parts, "label")


def _labelled_parts(label: re.Match[str], names: str, known: AgencyMatcher) -> Signoff:
    parts = split_signoff(names, known)
    qualifier = qualifier_of(label)
    if qualifier == wording.FILE:
        return as_file(parts)
    return replace(
        parts,
        qualifier=parts.qualifier or qualifier,
        is_graphic=bool(label["graphic"]),
    )


def _passed_on(tail: str, known: AgencyMatcher) -> _Candidates:
    """Find Name/Pool via REUTERS"""
    for via in reversed(list(VIA.finditer(tail))):
        carrier, end = _until_end(tail, via.end(), known)
        start = _sentence_start(tail, via.start())
        names, past_blanks = tail[start:end], _past(tail, end)
        if (
            known.is_agency(carrier)
            and looks_like_names(names)
            and ("/" in names or _ends(tail, past_blanks))
        ):
            parts = split_signoff(names, known, leads=True)
            yield Candidate(start, past_blanks, parts, "carrier")


def _leading(tail: str, known: AgencyMatcher) -> _Candidates:
    """Find REUTERS/Name · AFP PHOTO / NAME · / AFP / NAME · CANADIAN PRESS/HO-Name · BELGA PHOTO NAME"""
    matches = sorted(
        (*LEADING.finditer(tail), *LEADING_BLANK.finditer(tail)), key=lambda match: match.start()
    )
    for number in range(len(matches) - 1, -1, -1):
        match = matches[number]
        # “AFP PHOTO / NAME/AFP/Getty Images” is a single sign-off: it begins at its first agency.
        if number and not _SENTENCE.search(tail, matches[number - 1].end(), match.start()):
            continue
        names, end = _until_end(tail, match.end(), known)
        past_blanks = _past(tail, end)
        signed = f"{match['agency']}{'/' if match.re is LEADING else ' '}{names}"
        if looks_like_names(signed) and (_is_explicit(match) or _ends(tail, past_blanks)):
            parts = split_signoff(signed, known, leads=True)
            yield Candidate(match.start(), past_blanks, parts, "leading")


def _is_explicit(match: re.Match[str]) -> bool:
    """Return whether the agency that leads can be nothing else, wherever it stands."""
    if match.re is LEADING and match["photo"]:
        return True
    return match.re is LEADING and match["agency"].isupper() and len(match["agency"]) > 3


def _bare(tail: str, known: AgencyMatcher) -> _Candidates:
    """Find NAME/AFP/Getty Images, as the last sentence"""
    notes = [note.start() for note in AFTER.finditer(tail) if note[0][-1] not in "(["]
    for end in (len(tail.rstrip(" .\n")), *reversed(notes)):
        start = _sentence_start(tail, end)
        names = pieces(tail[start:end])
        if len(names) > 1 and known.is_agency(names[-1]) and looks_like_names(tail[start:end]):
            yield Candidate(start, len(tail), split_signoff(tail[start:end], known), "bare")


def _until_end(tail: str, start: int, known: AgencyMatcher) -> tuple[str, int]:
    """Return the text from `start` to the end of its sentence, and that end; "" when far away."""
    region = tail[start : start + LONGEST + 1]
    note = AFTER.search(region)
    stop = note.start() if note else len(region)
    for sentence in _SENTENCE.finditer(region, 0, stop):
        if not _joins(region, sentence, stop, known):
            stop = sentence.start()
            break
    if stop > LONGEST:
        return "", start
    if JUNIOR.search(region[: stop + 1]):  # its full stop is the name's
        stop += 1
    names = region[:stop].strip(' )]\n"”')
    return (names if JUNIOR.search(names) else names.rstrip(" .)]\n")), start + stop


def _joins(region: str, dash: re.Match[str], stop: int, known: AgencyMatcher) -> bool:
    """Return whether it is a dash before an agency, which ends no sign-off: “Name – Agency”."""
    if not DASH.fullmatch(dash[0]):
        return False
    following = _SENTENCE.search(region, dash.end(), stop)
    name = region[dash.end() : following.start() if following else stop]
    return known.is_agency(strip_photo_suffix((pieces(name.strip(" .)]\n")) or [""])[-1]))


def _sentence_start(tail: str, end: int) -> int:
    floor = max(0, end - LONGEST)
    return max((match.end() for match in _SENTENCE.finditer(tail, floor, end)), default=floor)


def _past(tail: str, end: int) -> int:
    """Return `end`, or the end of the caption where only text for editors follows."""
    editors = AFTER.match(tail, end)
    if (editors and editors[0][-1] not in "([") or TAGS.match(tail, end):
        return len(tail)
    return end


def _ends(tail: str, end: int) -> bool:
    return not tail[end:].strip(' .)]=\n"”')


def without_span(caption: str, start: int, end: int) -> str:
    """Return the caption without that span and without the marks that lead to it."""
    before = _DANGLING.sub("", caption[:start].rstrip(" \t\n/–—-©")).rstrip(" \t\n–—-")
    after = caption[end:].strip(" .)\n") and caption[end:].strip()
    if not after and before[-1:].isalnum() and caption[end:].lstrip().startswith("."):
        return normalise(f"{before}.")  # “A river (AP Photo/Name).”
    return normalise(f"{before} {after}")
