"""Editions whose pictures the library words otherwise since they were printed, and printing them again.

Looked for are live and waiting editions with a picture that somebody changed after the printing; what
is compared are the words as this use would print them now. Captions and alternative texts that were
written for one use stay. Names and forms of agencies alone make no edition outdated: they apply from
the next printing on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from articles import press, snapshot
from articles.comparison import PICTURE_LABELS
from articles.models import Article
from articles.press import Printing
from articles.wire import sources
from editions import printed_words
from editions.models import Edition, EditionImage
from images.models import Image, ImageChange

# For how long the desk's home tells of a change, and how many changes and rows are looked at.
SHOWN_FOR = timedelta(days=30)
_MAX_CHANGES, _MAX_ROWS = 300, 200
# What a new printing has of its own; all other fields are those of the edition that it repeats.
_OF_THE_PRINTING = frozenset(
    (
        "id",
        "number",
        "kind",
        "note",
        "corrections",
        "published_by_id",
        "published_at",
        "superseded_at",
        "changed_at",
        "printed_at",
    )
)


@dataclass(frozen=True)
class Difference:
    """One text that is printed otherwise: what the desk calls it, and how it reads, as plain text."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Reworded:
    """An edition, and its pictures that the library words otherwise, each with the differences."""

    edition: Edition
    pictures: list[tuple[Image, list[Difference]]] = field(default_factory=list)


def newest(*, at: datetime, length: int) -> list[Reworded]:
    """Return the editions that changes of the last weeks concern, the newest edition first."""
    changes = _word_changes().filter(created_at__gt=at - SHOWN_FOR, created_at__lte=at)
    changed = changes.order_by("-created_at").values_list("image", flat=True)[:_MAX_CHANGES]
    rows = _rows(at).filter(image__in=set(changed))
    return _reworded(rows, at)[:length]


def of_image(image: Image, *, at: datetime) -> list[Reworded]:
    """Return the live and waiting editions in which the picture has other words, the newest first."""
    return _reworded(_rows(at).filter(image=image), at)


def of_article(article: Article, *, at: datetime) -> list[Reworded]:
    """Return the live and the waiting edition of the copy's story, where their words are others."""
    if article.story_id is None:
        return []
    return _reworded(_rows(at).filter(edition__story=article.story_id), at)


def changed_by(reworded: list[Reworded], user: User) -> bool:
    """Return whether `user` wrote any of the words that would be printed."""
    return any(
        _word_changes()
        .filter(
            image__in=[image.pk for image, _differences in each.pictures],
            created_at__gt=each.edition.printed_at,
            created_by=user,
        )
        .exists()
        for each in reworded
    )


def printings(article: Article, *, at: datetime) -> list[tuple[Edition, Printing]]:
    """Return the editions to be printed again, each with its printing, in the order of time.

    The live one if its words are others; then the waiting one, whose number has to follow.
    """
    story = article.story
    if story is None:
        return []
    results = []
    live, waiting = story.editions.live(at).first(), story.editions.waiting(at).first()
    if live is not None:
        printing = _printing(live, at)
        if not press.prints_the_same(printing, live):
            results.append((live, printing))
    if waiting is not None:
        results.append((waiting, _printing(waiting, waiting.published_at)))
    return results


def print_again(article: Article, *, by: User, kind: str, note: str, at: datetime) -> Edition:
    """Print the story's live and waiting edition again with the library's words for their pictures.

    Return the last edition printed. A waiting one keeps its kind, its time, its note and what that
    replaces. Raises ValueError when there is neither.
    """
    todo = printings(article, at=at)
    if not todo:
        raise ValueError("there is no edition to print again")
    press.recall_scheduled(article.story, at)
    replaced = _replaced_note(press.edition_before(article, at), todo[-1][0])
    for former, printing in todo:
        is_waiting = former.published_at > at
        printing.edition.published_by, printing.edition.printed_at = by, at
        press.print_after(
            press.edition_before(article, at),
            printing,
            kind=former.kind if is_waiting else kind,
            note=former.note if is_waiting else note,
            replaces=replaced if is_waiting else "",
        )
        # What it rests on, and the alarms that it answers, are those of the edition that it repeats.
        sources.record_reprinting(article, former, printing.edition, by=by, at=at)
        article.wire_alarms.filter(edition=former).update(edition=printing.edition)
    return todo[-1][1].edition


def _printing(former: Edition, goes_live_at: datetime) -> Printing:
    """Return an edition composed again: its own text, and the library's words for its pictures."""
    kept = {
        column.attname: getattr(former, column.attname)
        for column in Edition._meta.concrete_fields
        if column.attname not in _OF_THE_PRINTING
    }
    edition = Edition(**kept, published_at=goes_live_at)
    rows = list(former.images.order_by("order"))
    images = Image.objects.with_credit(goes_live_at).in_bulk({row.image_id for row in rows})
    printed = [
        EditionImage(
            edition=edition,
            image=images[row.image_id],
            place=row.place,
            order=row.order,
            **printed_words.from_library_for(row, images[row.image_id], edition.language),
        )
        for row in rows
    ]
    return Printing(
        edition,
        printed,
        [line.author for line in former.authors.select_related("author").order_by("order")],
        [line.agency for line in former.agencies.select_related("agency").order_by("order")],
        [line.topic for line in former.topics.select_related("topic").order_by("pk")],
    )


def _replaced_note(before: Edition | None, waiting: Edition) -> str:
    """Return the moment of the note in force that the edition printed after it left out; "" for none."""
    kept = {entry["at"] for entry in waiting.corrections}
    notes = before.corrections if before else []
    return next((str(entry["at"]) for entry in notes if entry["at"] not in kept), "")


def _word_changes() -> QuerySet[ImageChange]:
    return ImageChange.objects.filter(
        verb=ImageChange.Verb.CHANGED,
        changes__has_any_keys=list(printed_words.LIBRARY_FIELDS),
    )


def _rows(at: datetime) -> QuerySet[EditionImage]:
    """Return the pictures of live and waiting editions that were changed after the printing."""
    since = _word_changes().filter(
        image=OuterRef("image"), created_at__gt=OuterRef("edition__printed_at")
    )
    current = Q(edition__in=Edition.objects.live(at)) | Q(edition__in=Edition.objects.waiting(at))
    return (
        EditionImage.objects.filter(current, Exists(since))
        .select_related("edition__section", "edition__story__article")
        .defer("edition__body", "edition__story__article__body")
        .order_by("-edition__published_at", "-edition", "order")
    )


def _reworded(rows: QuerySet[EditionImage], at: datetime) -> list[Reworded]:
    candidates = list(rows[:_MAX_ROWS])
    images = Image.objects.with_credit(at).in_bulk({row.image_id for row in candidates})
    results: dict[int, Reworded] = {}
    for row in candidates:
        image = images[row.image_id]
        changes = _differences(row, image)
        if changes:
            entry = results.setdefault(row.edition_id, Reworded(row.edition))
            entry.pictures.append((image, changes))
    return list(results.values())


def _differences(row: EditionImage, image: Image) -> list[Difference]:
    """Return the differences of one picture's words. Those in its files are named if alone."""
    before: Mapping[str, Any] = printed_words.printed(row)
    after: Mapping[str, Any] = printed_words.from_library_for(row, image, row.edition.language)
    changed = [name for name in PICTURE_LABELS if before.get(name) != after.get(name)]
    shown = [name for name in changed if name != "file_rights"] or changed
    return [
        Difference(
            f"{_place(row)}: {PICTURE_LABELS[name]}",
            _readable(before.get(name, "")),
            _readable(after.get(name, "")),
        )
        for name in shown
    ]


def _place(row: EditionImage) -> str:
    """Return how the desk calls the place of a picture in an edition."""
    if row.order == 0:
        return str(snapshot.LABELS["lead"])
    return _("picture %(number)d in the body") % {"number": row.order}


def _readable(value: Any) -> str:
    """Return words of a picture as plain text."""
    if isinstance(value, dict):
        value = [part for part in value.values() if part]
        return " · ".join(map(str, value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
