"""What is printed about a picture's maker: the sign-off of its caption, taken apart and put together.

Pure. Every agency signs in a form of its own (“(Name/Pool via AP)”, “REUTERS/Name”, “AFP PHOTO /
NAME”); the sign-off is often richer than Creator and Credit Line, and is what the agency asks for.
How a credit is worded is not said here: attribution/wording.py composes it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from attribution import wording
from images.credits import agency_names
from images.credits.agency_names import AgencyMatcher, MatchesNames
from images.credits.parts import (
    LONGEST,
    NOBODY,
    SEPARATORS,
    VIA,
    Signoff,
    as_file,
    at_commas,
    like_names,
    mark_of,
    once,
    pieces,
    split_signoff,
    strip_photo_suffix,
    title_case,
)
from text.normalise import fold, normalise, one_line


class Fields(Protocol):
    """What `propose` reads of a file's metadata. `images.metadata.reading.EmbeddedMetadata` has it."""

    @property
    def creator(self) -> str | None: ...
    @property
    def credit_line(self) -> str | None: ...
    @property
    def source(self) -> str | None: ...
    @property
    def caption(self) -> str | None: ...
    @property
    def instructions(self) -> str | None: ...


@dataclass
class Named:
    """An agency that nobody entered, printed as the file has it."""

    name: str
    joins_with_slash: bool = True

    def text_form(self, language: str) -> str:
        return self.name

    def picture_form(self, language: str) -> str:
        return self.name


# Characters: the end of a caption that is searched, a sign-off at most, and a field at most.
_WINDOW, _FIELD = 2_000, 500
_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]{2,160})(?:[)）\]]|$)")
# Words before the names. Those that are also words of a sentence need their colon.
_LABEL = re.compile(
    r"(?<!\w)(?:(?:(?:photo(?:graph)?|picture|foto) credit should read|mandatory credit|credit image"
    r"|image credit|(?:photo|picture) credit|photo(?:graph)? by|picture by"
    r"|(?P<gift>(?:(?:photo|picture|image)s? )?courtesy of))(?!\w)\s?:?"
    r"|(?:credit|photo(?:graph)?|picture|foto|(?P<file>ảnh tư liệu)|nguồn ảnh|ảnh|nguồn)\s?:)"
    r"(?:\s|©|\([cC]\))*",
    re.IGNORECASE,
)
# A house that signs before the name. In its own spelling, for sentences speak of houses too.
_LEADING = re.compile(
    r"(?:^|(?<=[\s.,;)–-]))(?:/ ?)?"
    r"(?P<house>REUTERS|Reuters|AFP|EPA(?:-EFE)?|AP|THE CANADIAN PRESS|LA PRESSE CANADIENNE"
    r"|XINHUA|Xinhua|KYODO|[ČC]TK|ANSA|TASS|DPA|BELGA|TT|NTB)(?P<photo> (?i:photo))? ?/ ?(?=\w)"
)
# What may follow a sign-off, and is said to editors.
_AFTER = re.compile(
    r"\s(?:ATTENTION|TPX IMAGES|THIS IMAGE|MANDATORY CREDIT|TEMPLATE OUT|NO [A-Z]{5}|BEST QUALITY"
    r"|FILE PHOTO|[A-Z]{2,20} OUT\b|== ?Kyodo|[(\[]"
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
_IS_FILE = re.compile(
    r"(?i:\bfile (?:photo|picture|image)\b|\bảnh tư liệu\b|, file\)|\(files?\))"
    r"|(?:^|\n)[ \t]*FILES?[ \t]*[-–—:]"
)
_CODE = re.compile(r"\b(?:[A-Z]{1,4}\d{2,10}|STR|STF|STRINGER)\b")


def parse(caption: str, *, agencies: Sequence[MatchesNames] = ()) -> Signoff | None:
    """The sign-off at the end of `caption`; None when it has none.

    Knows the forms of AP, Reuters, AFP, Getty, the Canadian Press, PA, Kyodo and the Vietnamese
    press (“Ảnh: X/Kyodo”). `agencies` say which name is an agency where the form does not. An
    agency that passes on a picture of a pool or a handout is its origin when no other is named.
    Only the last 2,000 characters are searched; a date, “(L)” or “(C)” is no sign-off.
    """
    return _parse(normalise(caption), AgencyMatcher(agencies))


def propose(said: Fields, *, agencies: Sequence[MatchesNames] = ()) -> Signoff:
    """What to print for a file: its caption's sign-off, else Creator, Credit Line and Source.

    A Credit Line that differs from Source is the distributor, and Source the origin. A name in
    capitals is set in upper and lower case. Where nothing is known every part is "".
    """
    caption = normalise(said.caption or "")
    creator, credit, source = (
        one_line((text or "")[: 2 * _FIELD])[:_FIELD].strip()
        for text in (said.creator, said.credit_line, said.source)
    )
    source = _CODE.sub("", source).strip()
    names = [n for n in pieces(f"{credit}/{source}") if not mark_of(n) and fold(n) != fold(creator)]
    known = AgencyMatcher(agencies, names)
    found = _parse(caption, known, creator)
    fields = _from_fields(creator, credit, source, known)
    parts = fields if found is None else _joined(found, fields, known)
    if _IS_FILE.search(f"{caption}\n{said.instructions or ''}"):
        parts = as_file(parts)
    return replace(
        parts,
        creator=title_case(creator) if fold(creator) == fold(parts.creator) else parts.creator,
        origin=known.spelled(parts.origin),
        via=known.spelled(parts.via),
        caption_without=caption if found is None else found.caption_without,
    )


def proposed_credit(
    signoff: Signoff, *, agencies: Sequence[MatchesNames] = (), language: str = "vi"
) -> str | None:
    """The credit line for `signoff`: “Ảnh: Stuart Franklin/Pool/AP”. None when nobody is named.

    An agency that answers to a name prints as it asks; any other as the file spells it, after a
    slash.
    """

    def agency(name: str) -> wording.PrintForms | None:
        if not name:
            return None
        entered = next((a for a in agencies if a.matches_name(name)), None)
        return entered or Named(agency_names.title_case(name))

    line = wording.credit_line(
        creator=signoff.creator,
        qualifier=signoff.qualifier,
        origin=agency(signoff.origin),
        via=agency(signoff.via),
        language=language,
    )
    return line or None


# Finding: each finder yields where a sign-off stands in the tail, and its parts, the last one first.

_Candidates = Iterator[tuple[int, int, Signoff]]


def _parse(caption: str, known: AgencyMatcher, creator: str = "") -> Signoff | None:
    text, parts = caption, None
    for _time in range(3):  # AFP and Getty sign twice
        found = _last(text, known, creator)
        if found is None:
            break
        start, end, signed = found
        text = _without(text, start, end)
        # The one that stands last is the more complete one.
        parts = signed if parts is None else _joined(parts, signed, known)
    if parts is None:
        return None
    return replace(as_file(parts) if _IS_FILE.search(caption) else parts, caption_without=text)


def _last(caption: str, known: AgencyMatcher, creator: str) -> tuple[int, int, Signoff] | None:
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
    """(Name/Pool via AP) · (AP Photo/Name, File) · (Photo by Name/Getty Images) · (Kyodo)"""
    for match in reversed(list(_BRACKETS.finditer(tail))):
        start, end, inside = match.start(), match.end(), match[1].strip()
        label = _LABEL.match(inside)
        if label and like_names(inside[label.end() :]):
            yield start, _past(tail, end), _labelled_parts(label, inside[label.end() :], known)
        elif not label and like_names(inside):
            at_end = _ends(tail, end) or bool(_AFTER.match(tail, end))
            if _signs(inside, known, creator, at_end=at_end):
                yield start, _past(tail, end), split_signoff(inside, known)


def _signs(inside: str, known: AgencyMatcher, creator: str, *, at_end: bool) -> bool:
    """Whether names in brackets are a sign-off though no label says so: “TOKYO (AP) —” is none."""
    names = [
        name for part in pieces(VIA.sub("/", inside)) for name in at_commas(part, False, known)
    ]
    named = any(mark_of(n) or known.agency(strip_photo_suffix(n)) for n in names)
    if SEPARATORS.search(inside) or VIA.search(inside):
        return named or any(fold(n) == fold(creator) for n in names)
    return named and (at_end or inside.lower().endswith("photo"))


def _labelled(tail: str, known: AgencyMatcher) -> _Candidates:
    """Photo credit should read Name/PA Wire. · Ảnh: Name/Kyodo · Mandatory credit Kyodo/via REUTERS"""
    for label in reversed(list(_LABEL.finditer(tail))):
        names, end = _until_end(tail, label.end())
        past = _past(tail, end)
        if like_names(names) and _ends(tail, past):
            yield label.start(), past, _labelled_parts(label, names, known)


def _labelled_parts(label: re.Match[str], names: str, known: AgencyMatcher) -> Signoff:
    parts = split_signoff(names, known)
    if label["gift"] and not parts.qualifier:
        return replace(parts, qualifier=wording.HANDOUT)
    return as_file(parts) if label["file"] else parts


def _passed_on(tail: str, known: AgencyMatcher) -> _Candidates:
    """Name/Pool via REUTERS"""
    for via in reversed(list(VIA.finditer(tail))):
        carrier, end = _until_end(tail, via.end())
        start = _sentence_start(tail, via.start())
        names, past = tail[start:end], _past(tail, end)
        if known.agency(carrier) and like_names(names) and ("/" in names or _ends(tail, past)):
            yield start, past, split_signoff(names, known)


def _leading(tail: str, known: AgencyMatcher) -> _Candidates:
    """REUTERS/Name · AFP PHOTO / NAME · / AFP / NAME · THE CANADIAN PRESS/HO-Name"""
    found = list(_LEADING.finditer(tail))
    for number in range(len(found) - 1, -1, -1):
        match = found[number]
        # “AFP PHOTO / NAME/AFP/Getty Images” is one: it begins at its first house.
        if number and not _SENTENCE.search(tail, found[number - 1].end(), match.start()):
            continue
        names, end = _until_end(tail, match.end())
        past = _past(tail, end)
        loud = match["photo"] or (match["house"].isupper() and len(match["house"]) > 3)
        if like_names(names) and (loud or _ends(tail, past)):
            yield match.start(), past, split_signoff(f"{match['house']}/{names}", known)


def _bare(tail: str, known: AgencyMatcher) -> _Candidates:
    """NAME/AFP/Getty Images, as the last sentence"""
    end = len(tail.rstrip(" .\n"))
    start = _sentence_start(tail, end)
    names = pieces(tail[start:end])
    if len(names) > 1 and known.agency(names[-1]) and like_names(tail[start:end]):
        yield start, len(tail), split_signoff(tail[start:end], known)


def _until_end(tail: str, start: int) -> tuple[str, int]:
    """The words from `start` to the end of their sentence, and where that is; "" when far away."""
    region = tail[start : start + LONGEST + 1]
    stops = [match.start() for p in (_AFTER, _SENTENCE) if (match := p.search(region))]
    stop = min(stops, default=len(region))
    return ("", start) if stop > LONGEST else (region[:stop].strip(" .)]\n"), start + stop)


def _sentence_start(tail: str, end: int) -> int:
    floor = max(0, end - LONGEST)
    return max((match.end() for match in _SENTENCE.finditer(tail, floor, end)), default=floor)


def _past(tail: str, end: int) -> int:
    """`end`, or that of the caption where only words to editors follow."""
    editors = _AFTER.match(tail, end)
    if (editors and editors[0][-1] not in "([") or _TAGS.match(tail, end):
        return len(tail)
    return end


def _ends(tail: str, end: int) -> bool:
    return not tail[end:].strip(" .)=\n")


def _without(caption: str, start: int, end: int) -> str:
    """The caption without what stood there, or the marks that led to it."""
    before = _DANGLING.sub("", caption[:start].rstrip(" \t\n/–—-©")).rstrip(" \t\n–—-")
    after = caption[end:].strip(" .)\n") and caption[end:].strip()
    return normalise(f"{before} {after}")


# Putting together.


def _from_fields(creator: str, credit: str, source: str, known: AgencyMatcher) -> Signoff:
    """The parts from Creator, Credit Line and Source, each name once."""
    said = [split_signoff(text, known) for text in (creator, source, credit)]
    maker = "" if fold(creator) in NOBODY else said[0].creator
    agencies = [said[0].origin, said[0].via]
    agencies += [n for parts in said[1:] for n in (*pieces(parts.creator), parts.origin, parts.via)]
    agencies = [n for n in once(list(filter(None, agencies)), known) if fold(n) != fold(maker)]
    if any(known.same(maker, name) for name in agencies):
        maker = ""  # agencies often sign as their own photographer
    maker = "/".join(filter(None, (maker, *agencies[:-2])))
    origin, via = (*agencies[-2:], "", "")[:2]
    qualifiers = [parts.qualifier for parts in said if parts.qualifier]
    parts = Signoff(maker, next((q for q in qualifiers if q != wording.FILE), ""), origin, via)
    return as_file(parts) if wording.FILE in qualifiers else parts


def _joined(signed: Signoff, other: Signoff, known: AgencyMatcher) -> Signoff:
    """The sign-off, with what only the other one says."""
    named = [*pieces(signed.creator), signed.origin, signed.via]
    creator = signed.creator
    if not any(known.same(other.creator, name) for name in named):
        creator = creator or other.creator
    if not signed.origin:
        origin, via = other.origin, other.via
    else:
        # The Credit Line names who passes on what somebody else has signed.
        carrier = other.via or other.origin
        carried = signed.via or any(known.same(carrier, name) for name in named)
        origin, via = signed.origin, signed.via if carried else carrier
    qualifier = signed.qualifier or other.qualifier
    return replace(signed, creator=creator, qualifier=qualifier, origin=origin, via=via)
