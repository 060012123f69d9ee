"""Where a sign-off stands in a caption: each finder knows one family of forms.

Pure. A finder yields start, end and parts of each sign-off in the tail of a caption, the last one
first. What the parts mean together is images/credits/signoff.py.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from attribution import agencies, wording
from images.credits.agency_names import AgencyMatcher
from images.credits.parts import (
    LONGEST,
    SEPARATORS,
    VIA,
    Signoff,
    as_file,
    at_commas,
    looks_like_names,
    mark_of,
    pieces,
    split_signoff,
    strip_photo_suffix,
)
from text.normalise import fold, normalise

_WINDOW = 2_000  # characters at the end of a caption that are searched
_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]{2,160})(?:[)）\]]|$)")
# Labels before the names. Those that also stand in sentences need their colon.
_LABEL = re.compile(
    r"(?<!\w)(?:(?:(?:photo(?:graph)?|picture|foto) credit should read|mandatory credit|credit image"
    r"|image credit|(?:photo|picture) credit|photo(?:graph)? by|picture by"
    r"|(?P<gift>(?:(?:photo|picture|image)s? )?courtesy of))(?!\w)\s?:?"
    r"|(?:credit|photo(?:graph)?|picture|foto|(?P<file>ảnh tư liệu)|nguồn ảnh|ảnh|nguồn)\s?:)"
    r"(?:\s|©|\([cC]\))*",
    re.IGNORECASE,
)
# An agency that signs before the name, in its own spelling.
_SIGNATURES = "|".join(map(re.escape, agencies.signatures_before_names()))
_LEADING = re.compile(
    r"(?:^|(?<=[\s.,;)–-]))(?:/ ?)?"
    rf"(?P<agency>{_SIGNATURES})(?P<photo> (?i:photo))? ?/ ?(?=\w)"
)
# What may follow a sign-off and is for editors.
_AFTER = re.compile(
    r"\s(?:ATTENTION|THIS IMAGE|MANDATORY CREDIT|TEMPLATE OUT|NO [A-Z]{5}|BEST QUALITY"
    rf"|FILE PHOTO|[A-Z]{{2,20}} OUT\b|{'|'.join(agencies.caption_tails())}|[(\[]"
    r"|(?i:(?:for )?editorial use|use subject to|restrictions?:|restricted to))"
)
# The end of a sentence; after one letter it is an initial.
_SENTENCE = re.compile(
    r"(?:(?<=[^\W_]{2}[.!?])(?<!\b(?:Jr|Sr|St|Dr|Mr|Ms)\.)|(?<=[\d)\]”\"][.!?]))\s+|\n+|\s{3,}|\s[-–—]\s"
)
# Codes and keywords that stand behind a sign-off, and a label that stands before its label.
_TAGS = re.compile(r"\s*\((?:[^()]{0,60}\bTags:[^()]*|(?=\w*\d)\w{3,12})\)\s*$")
_DANGLING = re.compile(
    r"\bmandatory credit\s?:?$|\b(?:photo|picture|image)? ?credit\s?:$", re.IGNORECASE
)

_Candidates = Iterator[tuple[int, int, Signoff]]


def last_signoff(
    caption: str, known: AgencyMatcher, creator: str
) -> tuple[int, int, Signoff] | None:
    """Return start, end and parts of the last sign-off of `caption`; None when it has none."""
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
        for start, end, parts in candidates:
            if parts != Signoff():
                return offset + start, offset + end, parts
    return None


def _bracketed(tail: str, known: AgencyMatcher, creator: str) -> _Candidates:
    """Find (Name/Pool via AP) · (AP Photo/Name, File) · (Photo by Name/Getty Images) · (Kyodo)"""
    for match in reversed(list(_BRACKETS.finditer(tail))):
        start, end, inside = match.start(), match.end(), match[1].strip()
        label = _LABEL.match(inside)
        if label and looks_like_names(inside[label.end() :]):
            yield start, _past(tail, end), _labelled_parts(label, inside[label.end() :], known)
        elif not label and looks_like_names(inside):
            at_end = _ends(tail, end) or bool(_AFTER.match(tail, end))
            if _signs(inside, known, creator, at_end=at_end):
                yield start, _past(tail, end), split_signoff(inside, known)


def _signs(inside: str, known: AgencyMatcher, creator: str, *, at_end: bool) -> bool:
    """Return whether names in brackets without a label are a sign-off: “TOKYO (AP) —” is none."""
    names = [
        name for part in pieces(VIA.sub("/", inside)) for name in at_commas(part, False, known)
    ]
    named = any(mark_of(n) or known.is_agency(strip_photo_suffix(n)) for n in names)
    if SEPARATORS.search(inside) or VIA.search(inside):
        return named or any(fold(n) == fold(creator) for n in names)
    return named and (at_end or inside.lower().endswith("photo"))


def _labelled(tail: str, known: AgencyMatcher) -> _Candidates:
    """Find Photo credit should read Name/PA Wire. · Ảnh: Name/Kyodo · Mandatory credit Kyodo/via REUTERS"""
    for label in reversed(list(_LABEL.finditer(tail))):
        names, end = _until_end(tail, label.end())
        past_blanks = _past(tail, end)
        if looks_like_names(names) and _ends(tail, past_blanks):
            yield label.start(), past_blanks, _labelled_parts(label, names, known)


def _labelled_parts(label: re.Match[str], names: str, known: AgencyMatcher) -> Signoff:
    parts = split_signoff(names, known)
    if label["gift"] and not parts.qualifier:
        return replace(parts, qualifier=wording.HANDOUT)
    return as_file(parts) if label["file"] else parts


def _passed_on(tail: str, known: AgencyMatcher) -> _Candidates:
    """Find Name/Pool via REUTERS"""
    for via in reversed(list(VIA.finditer(tail))):
        carrier, end = _until_end(tail, via.end())
        start = _sentence_start(tail, via.start())
        names, past_blanks = tail[start:end], _past(tail, end)
        if (
            known.is_agency(carrier)
            and looks_like_names(names)
            and ("/" in names or _ends(tail, past_blanks))
        ):
            yield start, past_blanks, split_signoff(names, known)


def _leading(tail: str, known: AgencyMatcher) -> _Candidates:
    """Find REUTERS/Name · AFP PHOTO / NAME · / AFP / NAME · THE CANADIAN PRESS/HO-Name"""
    matches = list(_LEADING.finditer(tail))
    for number in range(len(matches) - 1, -1, -1):
        match = matches[number]
        # “AFP PHOTO / NAME/AFP/Getty Images” is a single sign-off: it begins at its first agency.
        if number and not _SENTENCE.search(tail, matches[number - 1].end(), match.start()):
            continue
        names, end = _until_end(tail, match.end())
        past_blanks = _past(tail, end)
        signed = f"{match['agency']}/{names}"
        is_explicit = match["photo"] or (match["agency"].isupper() and len(match["agency"]) > 3)
        if looks_like_names(signed) and (is_explicit or _ends(tail, past_blanks)):
            yield match.start(), past_blanks, split_signoff(signed, known)


def _bare(tail: str, known: AgencyMatcher) -> _Candidates:
    """Find NAME/AFP/Getty Images, as the last sentence"""
    end = len(tail.rstrip(" .\n"))
    start = _sentence_start(tail, end)
    names = pieces(tail[start:end])
    if len(names) > 1 and known.is_agency(names[-1]) and looks_like_names(tail[start:end]):
        yield start, len(tail), split_signoff(tail[start:end], known)


def _until_end(tail: str, start: int) -> tuple[str, int]:
    """Return the text from `start` to the end of its sentence, and that end; "" when far away."""
    region = tail[start : start + LONGEST + 1]
    stops = [match.start() for p in (_AFTER, _SENTENCE) if (match := p.search(region))]
    stop = min(stops, default=len(region))
    return ("", start) if stop > LONGEST else (region[:stop].strip(" .)]\n"), start + stop)


def _sentence_start(tail: str, end: int) -> int:
    floor = max(0, end - LONGEST)
    return max((match.end() for match in _SENTENCE.finditer(tail, floor, end)), default=floor)


def _past(tail: str, end: int) -> int:
    """Return `end`, or the end of the caption where only text for editors follows."""
    editors = _AFTER.match(tail, end)
    if (editors and editors[0][-1] not in "([") or _TAGS.match(tail, end):
        return len(tail)
    return end


def _ends(tail: str, end: int) -> bool:
    return not tail[end:].strip(" .)=\n")


def without_span(caption: str, start: int, end: int) -> str:
    """Return the caption without that span and without the marks that lead to it."""
    before = _DANGLING.sub("", caption[:start].rstrip(" \t\n/–—-©")).rstrip(" \t\n–—-")
    after = caption[end:].strip(" .)\n") and caption[end:].strip()
    return normalise(f"{before} {after}")
