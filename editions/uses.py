"""Where pictures are, were and will be used, read from the ledger of editions. Writes nothing.

A use is an unbroken time in which one story shows one picture: from the first edition with it to the
next without it, cut where the picture's own dates keep it off the page. images/rights.py decides
whether it may be shown: for now by all rules, for the past by those with dates.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Q, QuerySet

from attribution.models import Agency
from editions.models import (
    FAR_FUTURE,
    Edition,
    EditionImage,
    Section,
    q_not_recalled,
)
from images import limits, rights
from images.models import Image, Lease

CHUNK = 2000
# The columns that are read: bodies and embedded metadata are large.
_COLUMNS = (
    "place",
    "order",
    "caption",
    "credit_line",
    "creator",
    "edition__number",
    "edition__headline",
    "edition__published_at",
    "edition__superseded_at",
    "edition__slug",
    "edition__story",
    "edition__public_until",
    "edition__section__name",
    "edition__section__slug",
    "image__caption",
    "image__alt",
    "image__supplier_reference",
    "image__rights",
    "image__origin",
    "image__via",
    "image__usable_from",
    "image__usable_until",
    "image__terms_expire_at",
    "image__withdrawn_at",
    "image__source_held_at",
    "image__source_embargo_until",
    "image__source_expires_at",
    "image__source_overruled",
    "image__archive_prohibited",
    "image__first_printed_at",
    "image__files",
)


@dataclass(frozen=True)
class ImageUse:
    """One picture in one story without a break, with the texts of the last edition that has it."""

    image: Image
    edition: Edition
    numbers: tuple[int, ...]  # of the editions with it
    places: tuple[EditionImage.Place, ...]
    caption: str
    credit_line: str
    creator: str
    from_at: datetime
    until_at: datetime | None  # None while no end is known
    is_live: bool
    is_waiting: bool
    is_missing: bool  # its edition is live, and is shown without it

    @property
    def story_id(self) -> int:
        return self.edition.story_id

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
        """The places as text: "lead picture, in the body" when it is in both."""
        return ", ".join(str(place.label) for place in self.places)

    def overlaps(self, begins: datetime, ends: datetime) -> bool:
        return self.from_at < ends and (self.until_at is None or self.until_at > begins)


def of_image(image: Image, *, at: datetime) -> list[ImageUse]:
    """Return every use of a picture, the newest first, also scheduled ones. Four queries."""
    uses = _uses(EditionImage.objects.filter(image=image), at)
    return sorted(uses, key=lambda use: use.from_at, reverse=True)


def of_agency(
    agency: Agency, *, begins: datetime, ends: datetime, at: datetime
) -> Iterator[ImageUse]:
    """Yield the uses, up to `at`, of the pictures that an agency made or passed on, by picture.

    Only uses that overlap the time from `begins` to `ends`. Four queries, the rows read in chunks.
    """
    rows = EditionImage.objects.filter(Q(image__origin=agency) | Q(image__via=agency))
    return (use for use in _uses(rows, at) if use.overlaps(begins, min(ends, at)))


def live_stories_with(
    images: QuerySet[Image] | Iterable[Image | int], *, at: datetime
) -> QuerySet[EditionImage]:
    """Return the rows of live editions with one of `images` (or their ids), newest story first."""
    return (
        EditionImage.objects.filter(image__in=images, edition__in=Edition.objects.live(at))
        .select_related("edition__section")
        .defer("edition__body")
        .order_by("-edition__published_at", "-edition", "order")
    )


def _uses(rows: QuerySet[EditionImage], at: datetime) -> Iterator[ImageUse]:
    """Yield the uses in these rows, by picture and story, in the order of time."""
    rows = rows.filter(q_not_recalled("edition__"))
    leases: dict[int, list[Lease]] = {}
    for lease in Lease.objects.filter(image__in=rows.values("image")).order_by("starts_at"):
        leases.setdefault(lease.image_id, []).append(lease)
    terms = rights.terms_in_force(at)
    ordered = (
        rows.annotate(may_run=Q(image__in=rights.usable(at, use=rights.SHOW)))
        .select_related("edition__section", "image")
        .only(*_COLUMNS)
        .order_by("image", "edition__story", "edition__published_at", "order")
        .iterator(CHUNK)
    )
    by_story = groupby(ordered, lambda row: (row.image_id, row.edition.story_id))
    for (image_id, _story), story_rows in by_story:
        for run in _runs(story_rows):
            spans = rights.intervals(run[-1].image, leases.get(image_id, ()), terms)
            begun = [span for span in spans if span[0] <= at]
            for span in spans:
                yield from _use(run, span, at, is_newest=span in begun[-1:])


def _runs(rows: Iterable[EditionImage]) -> Iterator[list[EditionImage]]:
    """Yield the rows of editions that follow each other without a gap."""
    run: list[EditionImage] = []
    for row in rows:
        if run and row.edition.published_at > run[-1].edition.ends_at:
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _use(
    run: list[EditionImage], span: limits.Span, at: datetime, *, is_newest: bool
) -> Iterator[ImageUse]:
    """Yield the use that is left of a run within a span, if any.

    `is_newest`: no other span of the run has begun later, by `at`.
    """
    ends_at = run[-1].edition.ends_at
    from_at = max(span[0], run[0].edition.published_at)
    until_at = min(span[1], ends_at)
    if from_at >= until_at:
        return
    rows = [
        row for row in run if row.edition.published_at < until_at and row.edition.ends_at > from_at
    ]
    last = rows[-1].edition
    printed = next(row for row in rows if row.edition == last)  # the lead's, if it is in both
    in_force = from_at <= at < ends_at
    may_run: bool = printed.may_run  # type: ignore[attr-defined]  # annotated in _uses
    yield ImageUse(
        image=printed.image,
        edition=last,
        numbers=tuple(dict.fromkeys(row.edition.number for row in rows)),
        places=tuple(p for p in EditionImage.Place if p in {row.place for row in rows}),
        caption=printed.caption,
        credit_line=printed.credit_line,
        creator=printed.creator,
        from_at=from_at,
        until_at=None if until_at == FAR_FUTURE else until_at,
        is_live=in_force and at < until_at and may_run,
        is_waiting=from_at > at,
        is_missing=in_force and is_newest and not may_run,
    )
