"""Who made a picture, from the sign-off of its caption and the fields of its file.

Pure. Every agency signs in a form of its own (“(Name/Pool via AP)”, “REUTERS/Name”, “AFP PHOTO /
NAME”); the sign-off is often richer than Creator and Credit Line, and is what the agency asks for.
attribution/wording.py words the credit line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from attribution import wording
from images.credits import agency_names
from images.credits.agency_names import AgencyMatcher, MatchesNames
from images.credits.finders import last_signoff, without_span
from images.credits.labels import without_label
from images.credits.names import LEADING_BLANK, NO_CREATOR, mark_of, pieces, title_case
from images.credits.parts import Signoff, as_file, once, split_signoff
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
class UnenteredAgency:
    """An agency that is not in the database, printed as the file has it."""

    name: str
    joins_with_slash: bool = True

    def text_form(self, language: str) -> str:
        return self.name

    def picture_form(self, language: str) -> str:
        return self.name


_FIELD = 500  # characters of a field that are read
_IS_FILE = re.compile(
    r"(?i:\bfile (?:photo|picture|image)\b|\bảnh tư liệu\b|, file\)|\(files?\))"
    r"|(?:^|\n)[ \t]*FILES?[ \t]*[-–—:]"
)
_CODE = re.compile(r"\b(?:[A-Z]{1,4}\d{2,10}|STR|STF|STRINGER)\b")


def parse(caption: str, *, agencies: Sequence[MatchesNames] = ()) -> Signoff | None:
    """Return the sign-off at the end of `caption`; None when it has none.

    Knows the forms of AP, Reuters, AFP, Getty, the Canadian Press, PA, Kyodo and the Vietnamese
    press (“Ảnh: X/Kyodo”). `agencies` say which name is an agency where the form does not. An
    agency that passes on a picture of a pool or a handout is its origin when no other is named.
    Only the last 2,000 characters are searched; a date, “(L)” or “(C)” is no sign-off.
    """
    return _signed(normalise(caption), AgencyMatcher(agencies))[0]


def propose(metadata: Fields, *, agencies: Sequence[MatchesNames] = ()) -> Signoff:
    """Return what to print for a file: its caption's sign-off, else Creator, Credit Line and Source.

    A Credit Line that differs from Source is the distributor, and Source the origin. A name in
    capitals is set in upper and lower case. Where nothing is known every part is "".
    """
    return read(metadata, agencies=agencies).parts


@dataclass(frozen=True)
class InCaption:
    """A sign-off as it stands in a caption, the form that it has, and its parts."""

    text: str
    form: str
    parts: Signoff


@dataclass(frozen=True)
class Reading:
    """What a file says of who made it: the proposal, and what it is made of."""

    parts: Signoff
    caption: str  # whole
    signed: Signoff | None  # what the caption says; None where it has no sign-off
    stated: Signoff  # what Creator, Credit Line and Source say
    known: AgencyMatcher
    file_mark: tuple[str, str] = ("", "")  # what calls it a file picture: the field, and its words
    signoffs: tuple[InCaption, ...] = ()  # the last one first


def read(metadata: Fields, *, agencies: Sequence[MatchesNames] = ()) -> Reading:
    """Return the proposal of `propose` with what it is made of.

    Nothing is cut from a caption of which no credit came.
    """
    caption = normalise(metadata.caption or "")
    creator, credit, source = (
        without_label(one_line((text or "")[: 2 * _FIELD])[:_FIELD].strip())
        for text in (metadata.creator, metadata.credit_line, metadata.source)
    )
    source = _CODE.sub("", source).strip()
    known = AgencyMatcher(agencies, _names_of_agencies(creator, f"{credit}/{source}"))
    signed, signoffs = _signed(caption, known, creator)
    stated = _from_fields(creator, credit, source, known)
    parts = stated if signed is None else _joined(signed, stated, known)
    file_mark = _file_mark(caption, metadata.instructions or "")
    parts = as_file(parts) if file_mark[0] else parts
    parts = replace(
        parts,
        creator=title_case(creator) if fold(creator) == fold(parts.creator) else parts.creator,
        origin=known.spelled(parts.origin),
        via=known.spelled(parts.via),
    )
    if signed is None or not parts.names_somebody:
        parts, signed, signoffs = replace(parts, caption_without=caption), None, ()
    else:
        parts = replace(parts, caption_without=signed.caption_without)
    return Reading(parts, caption, signed, stated, known, file_mark, signoffs)


def _file_mark(caption: str, instructions: str) -> tuple[str, str]:
    for name, text in (("caption", caption), ("instructions", instructions)):
        if match := _IS_FILE.search(text):
            return name, match[0].strip()
    return "", ""


def _names_of_agencies(creator: str, stated: str) -> list[str]:
    """Return the names in Credit Line and Source that Creator has not: those of agencies."""
    people = {fold(name) for name in (creator, *pieces(creator))}
    names = [n for n in pieces(stated) if not mark_of(n) and fold(n) not in people]
    return [n for n in names if not LEADING_BLANK.match(n)]  # an agency and a person


def proposed_credit(
    signoff: Signoff, *, agencies: Sequence[MatchesNames] = (), language: str = "vi"
) -> str | None:
    """Return the credit line: “Ảnh: Stuart Franklin/Pool/AP”. None when nobody is named.

    An agency of which a name matches prints as it asks; any other as the file spells it, after a
    slash.
    """

    def agency(name: str) -> wording.PrintForms | None:
        if not name:
            return None
        entered = next((a for a in agencies if a.matches_name(name)), None)
        return entered or UnenteredAgency(agency_names.title_case(name))

    line = wording.credit_line(
        is_graphic=signoff.is_graphic,
        creator=signoff.creator,
        qualifier=signoff.qualifier,
        origin=agency(signoff.origin),
        via=agency(signoff.via),
        language=language,
    )
    return line or None


def _signed(
    caption: str, known: AgencyMatcher, creator: str = ""
) -> tuple[Signoff | None, tuple[InCaption, ...]]:
    """Return the parts of all sign-offs at the end of a caption, joined, and each by itself."""
    text, parts, signoffs = caption, None, list[InCaption]()
    for _time in range(3):  # AFP and Getty sign twice
        match = last_signoff(text, known, creator)
        if match is None:
            break
        signed = text[match.start : match.end].strip()
        signoffs.append(InCaption(signed, match.form, match.parts))
        text = without_span(text, match.start, match.end)
        # The one that stands last is the more complete one.
        parts = match.parts if parts is None else _joined(parts, match.parts, known)
    if parts is None:
        return None, ()
    parts = as_file(parts) if _IS_FILE.search(caption) else parts
    return replace(parts, caption_without=text), tuple(signoffs)


def _from_fields(creator: str, credit: str, source: str, known: AgencyMatcher) -> Signoff:
    """Return the parts from Creator, Credit Line and Source, each name once."""
    stated = [split_signoff(text, known) for text in (creator, source, credit)]
    maker = "" if fold(creator) in NO_CREATOR else stated[0].creator
    agencies = [stated[0].origin, stated[0].via]
    agencies += [
        n for parts in stated[1:] for n in (*pieces(parts.creator), parts.origin, parts.via)
    ]
    agencies = [n for n in once(list(filter(None, agencies)), known) if fold(n) != fold(maker)]
    if any(known.same(maker, name) for name in agencies):
        maker = ""  # agencies often sign as their own photographer
    maker = "/".join(filter(None, (maker, *agencies[:-2])))
    origin, via = (*agencies[-2:], "", "")[:2]
    qualifiers = [parts.qualifier for parts in stated if parts.qualifier]
    parts = Signoff(maker, next((q for q in qualifiers if q != wording.FILE), ""), origin, via)
    return as_file(parts) if wording.FILE in qualifiers else parts


def _joined(signed: Signoff, other: Signoff, known: AgencyMatcher) -> Signoff:
    """Return the sign-off, completed with the parts that only the other has."""
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
