"""What an approval freezes, and in what a printing differs from it.

An approval holds every word that would have been printed at its moment. The press prints exactly
that: articles/workflow.py compares once more under the lock, and a difference voids the approval.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import snapshot
from articles.comparison import PICTURE_LABELS
from articles.four_eyes import Share
from articles.models import Approval, Article, StageChange
from articles.press import Printing
from articles.problems import Problem, block
from editions import body
from editions.content import ENTITIES, FIELDS, Content, digest
from editions.models import EditionImage

CHANGED = "changed_since_approval"  # the code of such problems
QUOTED = 160  # characters of each side of a difference
LABELS: Mapping[str, str | Promise] = {
    **snapshot.LABELS,
    "source_line": gettext_lazy("source line"),
    "copyright_holder": gettext_lazy("copyright holder"),
    "usage_terms": gettext_lazy("usage terms"),
    "authors": gettext_lazy("names of the authors"),
    "agencies": gettext_lazy("names of the agencies"),
    "topics": gettext_lazy("topics"),
}


@dataclass(frozen=True)
class Difference:
    """One text that is printed otherwise: what the desk calls it, and how it reads, as plain text."""

    label: str
    before: str
    after: str


def record(change: StageChange, printing: Printing, share: Share) -> Approval:
    """Freeze what was approved by a stage change, and name what its actor wrote of it."""
    content = printing.content()
    return Approval.objects.create(
        change=change,
        digest=digest(content),
        content=content,
        words_changed=share.own,
        passages=list(share.passages),
    )


def approval_of(article: Article) -> StageChange | None:
    """Return the newest approval of the copy, of whatever version."""
    changes = article.stage_changes.filter(verb="approve").select_related("approval", "created_by")
    return changes.order_by("-pk").first()


def changes_since(approval: StageChange | None, printing: Printing) -> list[Problem]:
    """Return in what a printing is not what was approved, each difference as a problem."""
    approved = getattr(approval, "approval", None)
    if approved is None:
        sentences = [_("What was approved is not on record.")]
    else:
        content = printing.content()
        if digest(content) == approved.digest:
            return []
        sentences = [quoted(change) for change in differences(approved.content, content)]
    sentences.append(_("The approval is void, and the copy is in review again."))
    return [block("", "changed_since_approval", sentence) for sentence in sentences]


def differences(approved: Content, printing: Content) -> list[Difference]:
    """Return in what a printing differs from what was approved, in reading order."""
    before, after = approved.get("section", {}), printing["section"]
    parts = [Difference(str(LABELS["section"]), *map(_readable, (before, after)))]
    parts += [
        _text_difference(name, str(approved.get(name, "")), str(printing[name])) for name in FIELDS
    ]
    parts += [
        Difference(str(LABELS[name]), *map(_readable, (approved.get(name, []), printing[name])))
        for name in ENTITIES
    ]
    parts += picture_differences(approved.get("pictures", []), printing["pictures"])
    return [part for part in parts if part.before != part.after]


def picture_differences(
    before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> Iterator[Difference]:
    """Yield the differences of the pictures, each place in the edition with its own."""
    rows = [{row["order"]: row for row in pictures} for pictures in (before, after)]
    for order in sorted({*rows[0], *rows[1]}):
        old, new = (pictures.get(order, {}) for pictures in rows)
        place = _place(order)
        if old.get("image") != new.get("image"):
            captions = (row.get("caption", "") or _("none") for row in (old, new))
            yield Difference(place, *captions)
            continue
        yield from word_differences(old, new, place=place)


def word_differences(
    before: Mapping[str, Any], after: Mapping[str, Any], *, place: str
) -> list[Difference]:
    """Return the differences of one picture's words. Those in its files are named if alone."""
    changed = [name for name in PICTURE_LABELS if before.get(name) != after.get(name)]
    shown = [name for name in changed if name != "file_rights"] or changed
    return [
        Difference(
            f"{place}: {PICTURE_LABELS[name]}",
            _readable(before.get(name, "")),
            _readable(after.get(name, "")),
        )
        for name in shown
    ]


def place_of(row: EditionImage) -> str:
    """Return how the desk calls the place of a picture in an edition."""
    return _place(row.order)


def quoted(difference: Difference) -> str:
    """Return a difference as one sentence for a message or the trail."""
    before, after = (
        text if len(text) <= QUOTED else f"{text[:QUOTED]}…"
        for text in (difference.before, difference.after)
    )
    params = {"part": difference.label, "before": before, "after": after}
    return _("%(part)s: “%(before)s” was approved, now it is “%(after)s”.") % params


def _text_difference(name: str, before: str, after: str) -> Difference:
    """Return a text before and after; as HTML where the words are the same and their marks are not."""
    texts = [body.text(text) if name == "body" else text for text in (before, after)]
    return Difference(str(LABELS[name]), *(texts if texts[0] != texts[1] else (before, after)))


def _place(order: int) -> str:
    if order == 0:
        return str(snapshot.LABELS["lead"])
    return _("picture %(number)d in the body") % {"number": order}


def _readable(value: Any) -> str:
    """Return a part of a content as plain text; addresses beside names, where they tell apart."""
    if isinstance(value, list):
        return ", ".join(map(_readable, value))
    if isinstance(value, dict):
        if {"name", "slug"} == set(value):
            return f"{value['name']} ({value['slug']})"
        return " · ".join(str(part) for part in value.values() if part)
    return str(value)
