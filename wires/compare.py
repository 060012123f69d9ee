"""Two versions of a wire item beside each other: which fields differ, and where, word by word.

Pure but for the labels, which are the model's own.
"""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from attribution import wording
from text import diff
from wires.models import WireVersion
from wires.parsing import markup

# What the desk compares, in the order in which it is read.
FIELDS = (
    *("headline", "standfirst", "byline", "dateline", "slugline", "status", "embargo"),
    *("expires_at", "urgency", "editor_note", "body_html", "pictures", "credit_line", "provider"),
    *("sources", "copyright_holder", "copyright_notice", "usage_terms", "language", "subjects"),
    "internal_notes",
)
# Above this many words on both sides together, marking each would take too long.
MOST_WORDS = 6000
Segment = diff.Segment


@dataclass(frozen=True)
class Difference:
    """One field in two versions: the words of either side, with what the other has not marked."""

    label: str
    before: list[Segment]
    after: list[Segment]
    marks_words: bool = True


def differences(before: WireVersion, after: WireVersion) -> list[Difference]:
    """The fields in which two versions differ. None, when they say the same."""
    found = []
    for name in FIELDS:
        was, now = _said(before, name), _said(after, name)
        if was != now:
            found.append(_difference(_label(name), was, now))
    return found


def _difference(label: str, was: str, now: str) -> Difference:
    if len(was.split()) + len(now.split()) > MOST_WORDS:
        before, after = [Segment("same", was)], [Segment("same", now)]
        return Difference(label, before, after, marks_words=False)
    segments = diff.segments(was, now)
    return Difference(
        label,
        [segment for segment in segments if segment.kind != "new"],
        [segment for segment in segments if segment.kind != "gone"],
    )


def _label(name: str) -> str:
    if name == "embargo":
        return _("Embargo")
    return capfirst(str(WireVersion._meta.get_field(name).verbose_name))


def _said(version: WireVersion, name: str) -> str:
    """A field as the words that stand on the page."""
    if name == "embargo":
        if version.embargo_indefinite:
            return _("without end")
        return wording.house_time(version.embargo_until) if version.embargo_until else ""
    value = getattr(version, name)
    if name == "status":
        return str(version.get_status_display())
    if name == "body_html":
        return markup.text(value)
    if name == "pictures":
        return "\n".join(map(_picture, value))
    if name == "expires_at":
        return wording.house_time(value) if value else ""
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)


def _picture(picture: dict[str, str | None]) -> str:
    names = ("href", "caption", "creator", "credit_line", "copyright_notice", "usage_terms")
    return " · ".join(str(picture[name]) for name in names if picture.get(name))
