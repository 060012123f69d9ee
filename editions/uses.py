"""Where pictures are, were and will be used, read from the ledger of editions. Writes nothing.

A use is an unbroken time in which one story shows one picture: from the edition that brings it to the
edition without it or the kill, cut where the picture's own dates keep it off the page. That it may be
shown is asked of images/rights.py: for now in full, for the past as far as it is dated.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Q

from attribution.models import Agency
from editions.models import (
    FAR_FUTURE,
    Edition,
    EditionImage,
    Section,
    Story,
    q_not_recalled,
)
from images import rights
from images.models import Image, Lease

CHUNK = 2000
# What is read of each row: bodies and what the files said would only be fetched.
_READ = (
    *("place", "order", "caption", "credit_line", "edition__number", "edition__headline"),
    *("edition__published_at", "edition__superseded_at", "edition__story__slug"),
    *("edition__section__name", "edition__section__slug"),
) + tuple(
    f"image__{name}"
    for name in ("caption", "alt", "creator", "supplier_reference", "rights", "origin", "via")
    + ("usable_from", "usable_until", "terms_expire_at", "withdrawn_at", "archive_prohibited")
    + ("first_printed_at", "files")
)


@dataclass(frozen=True)
class ImageUse:
    """One picture in one story without a break. Its words are those of the last edition with it."""

    image: Image
    edition: Edition
    numbers: tuple[int, ...]  # of the editions with it
    places: tuple[EditionImage.Place, ...]
    caption: str
    credit_line: str
    from_at: datetime
    until_at: datetime | None  # None while no end is known
    is_live: bool
    is_waiting: bool
    is_missing: bool  # its edition is live, and has to do without it

    @property
    def story(self) -> Story:
        return self.edition.story

    @property
    def headline(self) -> str:
        return self.edition.headline

    @property
    def section(self) -> Section:
        return self.edition.section

    @property
    def url(self) -> str:
        return self.edition.get_absolute_url()

    @property
    def place(self) -> str:
        """In words: "lead picture, in the body" when it stands in both."""
        return ", ".join(str(place.label) for place in self.places)

    def overlaps(self, begins: datetime, ends: datetime) -> bool:
        return self.from_at < ends and (self.until_at is None or self.until_at > begins)


def of_image(image: Image, *, at: datetime) -> list[ImageUse]:
    """Every use of a picture up to `at`, and those that wait; the newest first. Four queries."""
    found = _uses(EditionImage.objects.filter(image=image), at)
    return sorted(found, key=lambda use: use.from_at, reverse=True)


def of_agency(
    agency: Agency, *, begins: datetime, ends: datetime, at: datetime
) -> Iterator[ImageUse]:
    """What readers had, by `at`, of the pictures that an agency made or passed on, picture by picture.

    A use counts when it overlaps the time from `begins` to `ends`. Four queries, read as they come.
    """
    rows = EditionImage.objects.filter(Q(image__origin=agency) | Q(image__via=agency))
    return (use for use in _uses(rows, at) if use.overlaps(begins, min(ends, at)))


def live_stories_with(images, *, at: datetime):
    """The rows of live editions that hold one of `images` (a queryset or ids), newest story first."""
    return (
        EditionImage.objects.filter(image__in=images, edition__in=Edition.objects.live(at))
        .select_related("edition__section", "edition__story")
        .defer("edition__body")
        .order_by("-edition__published_at", "-edition", "order")
    )


def _uses(rows, at) -> Iterator[ImageUse]:
    """The uses in these rows, by picture and story, in the order of time."""
    rows = rows.filter(q_not_recalled("edition__"))
    rulings: dict[int, list[Lease]] = {}
    for lease in Lease.objects.filter(image__in=rows.values("image")).order_by("starts_at"):
        rulings.setdefault(lease.image_id, []).append(lease)
    terms = rights.terms_in_force(at)
    read = (
        rows.annotate(may_run=Q(image__in=rights.usable(at, use=rights.SHOW)))
        .select_related("edition__section", "edition__story", "image")
        .only(*_READ)
        .order_by("image", "edition__story", "edition__published_at", "order")
        .iterator(CHUNK)
    )
    for (image_id, _story), printed in groupby(read, lambda r: (r.image_id, r.edition.story_id)):
        for run in _runs(printed):
            spans = rights.dated(run[-1].image, rulings.get(image_id, ()), terms)
            begun = [span for span in spans if span[0] <= at]
            for span in spans:
                yield from _use(run, span, at, is_newest=span in begun[-1:])


def _runs(rows: Iterable[EditionImage]) -> Iterator[list[EditionImage]]:
    """The rows of editions that follow each other without a gap."""
    run: list[EditionImage] = []
    for row in rows:
        if run and row.edition.published_at > run[-1].edition.superseded_at:
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _use(run, span, at, *, is_newest) -> Iterator[ImageUse]:
    """What is left of a run within a span: one use, or none. `is_newest`: none begins later by `at`."""
    ends_at = run[-1].edition.superseded_at
    from_at = max(span[0], run[0].edition.published_at)
    until_at = min(span[1], ends_at)
    if from_at >= until_at:
        return
    rows = [
        row
        for row in run
        if row.edition.published_at < until_at and row.edition.superseded_at > from_at
    ]
    last = rows[-1].edition
    words = next(row for row in rows if row.edition == last)  # those of the lead, if it is both
    in_force = from_at <= at < ends_at
    runs = in_force and at < until_at and words.may_run
    yield ImageUse(
        image=words.image,
        edition=last,
        numbers=tuple(dict.fromkeys(row.edition.number for row in rows)),
        places=tuple(p for p in EditionImage.Place if p in {row.place for row in rows}),
        caption=words.caption,
        credit_line=words.credit_line,
        from_at=from_at,
        until_at=None if until_at == FAR_FUTURE else until_at,
        is_live=runs,
        is_waiting=from_at > at,
        is_missing=in_force and is_newest and not words.may_run,
    )
