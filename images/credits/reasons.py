"""Why a credit is proposed: which field of the file, or which form of sign-off, each part came from.

Pure. Derived from what the file says whenever somebody looks; nothing of it is stored.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from attribution import wording
from images.credits import signoff
from images.credits.agency_names import MatchesNames
from images.credits.names import pieces
from images.credits.parts import Signoff, split_signoff
from images.credits.signoff import Reading
from text.normalise import fold, one_line

_PARTS = {
    "creator": _("creator"),
    "qualifier": _("kind"),
    "origin": _("agency of origin"),
    "via": _("received through"),
}
_KINDS = {
    wording.POOL: _("pool"),
    wording.HANDOUT: _("handout"),
    wording.FILE: _("file picture"),
}
# Where in the file a part stands: its fields, and the forms of sign-offs in its caption.
_SOURCES = {
    "caption": _("the caption"),
    "instructions": _("the instructions"),
    "creator": _("the field Creator"),
    "credit_line": _("the field Credit Line"),
    "source": _("the field Source"),
    "brackets": _("names in brackets in the caption"),
    "label": _("names behind a label in the caption"),
    "label in brackets": _("names behind a label in brackets in the caption"),
    "carrier": _("the caption, which names who passed it on"),
    "leading": _("an agency before the name in the caption"),
    "bare": _("the last words of the caption"),
}
_FIELDS = ("creator", "credit_line", "source")
_LONGEST = 80  # characters that are quoted


@dataclass(frozen=True)
class Source:
    """A place in the file that says a part of the credit, with what stands there."""

    name: str  # a key of _SOURCES
    text: str

    @property
    def label(self) -> str | Promise:
        return _SOURCES[self.name]

    @property
    def is_signoff(self) -> bool:
        return self.name not in ("instructions", "caption", *_FIELDS)

    @property
    def quoted(self) -> str:
        return self.text if len(self.text) <= _LONGEST else f"{self.text[:_LONGEST].rstrip()}…"


@dataclass(frozen=True)
class Reason:
    """One part of a proposed credit, and everything in the file that says it, what decided first."""

    part: str
    value: str
    sources: tuple[Source, ...]

    @property
    def label(self) -> str | Promise:
        return _PARTS[self.part]

    @property
    def shown(self) -> str | Promise:
        return _KINDS.get(self.value, self.value) if self.part == "qualifier" else self.value


@dataclass(frozen=True)
class Because:
    """A proposed credit with its reasons.

    `caption` is the caption in pieces, each with whether it is a sign-off that was cut out.
    `disagreement` is the credit by the caption alone and by the fields alone, where they differ.
    """

    credit: str | None
    reasons: tuple[Reason, ...]
    caption: tuple[tuple[str, bool], ...]
    disagreement: tuple[str, str] | None

    @property
    def has_cut(self) -> bool:
        return any(is_cut for _text, is_cut in self.caption)

    @property
    def lines(self) -> list[str]:
        """Everything as short sentences: each place in the file, and the parts that it says."""
        places = self._by_source(reason.sources for reason in self.reasons)
        lines = [f"{source.label}: “{source.quoted}” → {parts}" for source, parts in places]
        if self.has_cut:
            cut = " … ".join(text.strip() for text, is_cut in self.caption if is_cut)
            lines.append(gettext("cut from the caption: “%s”") % cut)
        return [*lines, *self._differs]

    @property
    def deciding(self) -> list[tuple[Source, str]]:
        """The places in the file that decided, with the parts that each gave."""
        return self._by_source(reason.sources[:1] for reason in self.reasons)

    def _by_source(self, sources: Iterable[tuple[Source, ...]]) -> list[tuple[Source, str]]:
        parts: dict[Source, list[str]] = {}
        for reason, places in zip(self.reasons, sources, strict=True):
            for source in places:
                parts.setdefault(source, []).append(str(reason.label))
        return [(source, ", ".join(labels)) for source, labels in parts.items()]

    @property
    def _differs(self) -> list[str]:
        if not self.disagreement:
            return []
        sentence = gettext("the caption gives “%(caption)s”, the fields of the file “%(fields)s”")
        caption, fields = self.disagreement
        return [sentence % {"caption": caption, "fields": fields}]


def because(
    metadata: signoff.Fields, *, agencies: Sequence[MatchesNames] = (), language: str = "vi"
) -> Because:
    """Return what `signoff.propose` proposes for a file, and why."""
    reading = signoff.read(metadata, agencies=agencies)
    fields = [Source(name, one_line((getattr(metadata, name) or "")[:1000])) for name in _FIELDS]
    reasons = tuple(
        Reason(part, value, sources)
        for part in _PARTS
        if (value := getattr(reading.parts, part))
        and (sources := tuple(_sources(part, value, reading, fields)))
    )

    def printed(parts: Signoff) -> str | None:
        return signoff.proposed_credit(parts, agencies=agencies, language=language)

    signed = reading.signed and printed(reading.signed)
    stated = printed(reading.stated)
    disagreement = (signed, stated) if signed and stated and _disagree(reading) else None
    return Because(printed(reading.parts), reasons, tuple(_marked(reading)), disagreement)


def _sources(part: str, value: str, reading: Reading, fields: list[Source]) -> Iterator[Source]:
    if part == "qualifier":
        yield from _of_qualifier(reading, fields)
        return
    for signed in reading.signoffs:
        if _says(signed.text, value, reading):
            yield Source(signed.form, signed.text)
            break
    yield from (field for field in fields if field.text and _says(field.text, value, reading))


def _of_qualifier(reading: Reading, fields: list[Source]) -> Iterator[Source]:
    if reading.file_mark[0]:
        yield Source(*reading.file_mark)
    signed = [s for s in reading.signoffs if s.parts.qualifier]
    yield from (Source(s.form, s.text) for s in signed)
    if not signed:
        yield from (f for f in fields if split_signoff(f.text, reading.known).qualifier)


def _says(text: str, value: str, reading: Reading) -> bool:
    """Return whether a text names one of the names in a part of the credit."""
    names = [fold(name) for name in pieces(value)]
    return any(name in fold(text) for name in names) or any(
        reading.known.same(name, other) for name in pieces(value) for other in pieces(text)
    )


def _disagree(reading: Reading) -> bool:
    """Return whether caption and fields name two makers, or agencies that have none in common."""
    signed, stated, known = reading.signed, reading.stated, reading.known
    if signed is None:
        return False
    ours, theirs = signed.creator, stated.creator
    if ours and theirs and fold(ours) != fold(theirs):
        return not set(map(fold, pieces(ours))) & set(map(fold, pieces(theirs)))
    agencies = [list(filter(None, (parts.origin, parts.via))) for parts in (signed, stated)]
    return all(agencies) and not any(
        known.same(name, other) for name in agencies[0] for other in agencies[1]
    )


def _marked(reading: Reading) -> Iterator[tuple[str, bool]]:
    """Yield the caption in pieces, each with whether it is a sign-off."""
    spans = []
    for signed in reading.signoffs:
        start = reading.caption.rfind(signed.text)
        if start >= 0:
            spans.append((start, start + len(signed.text)))
    position = 0
    for start, end in sorted(spans):
        if start < position:
            continue
        if start > position:
            yield reading.caption[position:start], False
        yield reading.caption[start:end], True
        position = end
    if position < len(reading.caption):
        yield reading.caption[position:], False
