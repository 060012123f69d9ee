"""Compare two versions of a wire item: which fields differ, and in which words.

Nothing is read from the database.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Field
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from attribution import wording
from text import blocks, diff
from wires.models import WireVersion

# The fields that are compared, in the order of the page.
FIELDS = (
    "headline",
    "standfirst",
    "byline",
    "dateline",
    "slugline",
    "status",
    "embargo",
    "expires_at",
    "urgency",
    "editor_note",
    "body_html",
    "pictures",
    "credit_line",
    "provider",
    "sources",
    "copyright_holder",
    "copyright_notice",
    "usage_terms",
    "language",
    "subjects",
    "internal_notes",
)
# Of both versions of a field together. Comparing more word by word would take too long.
MAX_WORDS = 6000
Segment = diff.Segment


@dataclass(frozen=True)
class Difference:
    """A field that differs: its text in both versions, with the differing words marked."""

    label: str
    before: list[Segment]
    after: list[Segment]
    marks_words: bool = True


def differences(before: WireVersion, after: WireVersion) -> list[Difference]:
    """Return the differences between two versions, field by field; [] when there are none."""
    return [
        _difference(_label(name), old, new) for name, old, new in _differing_texts(before, after)
    ]


def says_the_same(before: WireVersion, after: WireVersion) -> bool:
    """Return whether the desk would read no difference between two versions."""
    return not any(_differing_texts(before, after))


def _differing_texts(before: WireVersion, after: WireVersion) -> Iterator[tuple[str, str, str]]:
    """Yield each field that differs, with its text in both versions."""
    for name in FIELDS:
        old, new = _text_of(before, name), _text_of(after, name)
        if old != new:
            yield name, old, new


def _difference(label: str, old: str, new: str) -> Difference:
    if len(old.split()) + len(new.split()) > MAX_WORDS:
        before, after = [Segment("same", old)], [Segment("same", new)]
        return Difference(label, before, after, marks_words=False)
    segments = diff.segments(old, new)
    return Difference(
        label,
        [segment for segment in segments if segment.kind != "new"],
        [segment for segment in segments if segment.kind != "gone"],
    )


def _label(name: str) -> str:
    if name == "embargo":
        return _("Embargo")
    field = cast("Field[Any, Any]", WireVersion._meta.get_field(name))
    return capfirst(str(field.verbose_name))


def _text_of(version: WireVersion, name: str) -> str:
    """Return the value of a field as text for the page."""
    if name == "embargo":
        if version.embargo_indefinite:
            return _("without end")
        return wording.house_end(version.embargo_until) if version.embargo_until else ""
    value = getattr(version, name)
    if name == "status":
        return str(version.get_status_display())
    if name == "body_html":
        return blocks.plain(value)
    if name == "pictures":
        return "\n".join(map(_picture, value))
    if name == "expires_at":
        return wording.house_end(value) if value else ""
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)


def _picture(picture: dict[str, str | None]) -> str:
    names = ("href", "caption", "alt", "creator", "credit_line", "copyright_notice", "usage_terms")
    return " · ".join(str(picture[name]) for name in names if picture.get(name))
