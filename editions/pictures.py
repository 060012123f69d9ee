"""Pictures as a page shows them: the printed words, and the files that there are.

Every word is the edition's (editions/printed_words.py); the library is asked for files alone.
images/rights.py decides each time whether a picture may still run; one that may not is left out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from attribution import wording
from attribution.models import Author
from editions.models import Edition, EditionAuthor, EditionImage
from images import rights
from images.files import file_rights, manifest
from images.models import Image, Rendition
from images.rules import Use

Address = Callable[[Image], str]
# The columns that a page prints: others, such as embedded metadata, are large.
_PRINTED = (
    "edition",
    "order",
    "caption",
    "credit_line",
    "alt",
    "extended_description",
    "ai_label",
    "creator",
    "agencies",
    "copyright_notice",
    "usage_terms",
    "source_type",
    "web_statement",
    "licensor_url",
    "image__token",
    "image__files",
)
# The formats that a browser is offered before JPEG or PNG: the smallest files first.
_BETTER = (Rendition.Format.AVIF, Rendition.Format.WEBP)


class Gone(Exception):
    """Readers had this file, and may not have it any more."""


@dataclass(frozen=True)
class Files:
    """The files of a picture in one crop, as HTML names them. Sizes in pixels."""

    sources: tuple[tuple[str, str], ...]  # type and srcset, the best first
    src: str
    srcset: str
    width: int
    height: int
    largest: manifest.File
    largest_address: str


@dataclass(frozen=True)
class Picture:
    """A picture with all that a template prints."""

    order: int
    caption: str
    credit_line: str
    alt: str
    extended_description: str
    ai_label: str
    creator: str
    agencies: tuple[str, ...]  # the origin, and who passed it on
    copyright_notice: str
    usage_terms: str  # for partners; no page prints them
    token: str
    source_type: str  # IPTC's term as a full address
    web_statement: str
    licensor_url: str
    whole: Files
    crops: dict[str, Files]
    # Why readers do not get it: for the desk, which sees editions as they were printed.
    blocks: tuple[str, ...] = ()

    def crop(self, shape: str) -> Files:
        """Return the files in one crop; those of the whole picture if it may not be cropped."""
        return self.crops.get(shape, self.whole)

    @property
    def largest(self) -> str:
        """The address of the whole picture at its largest, as JPEG."""
        return self.whole.largest_address


def public_address(image: Image) -> str:
    """Return the address of its files for readers: unguessable, with a slash at the end."""
    return reverse("picture", args=[image.token, "-"]).removesuffix("-")


def of_editions(
    editions: Iterable[Edition], *, at: datetime, whole: Edition | None = None
) -> dict[int, list[Picture]]:
    """Return the pictures that may run, by edition id: the lead of each edition, all of `whole`.

    In the order printed. Two queries for any number of editions.
    """
    ids = [edition.pk for edition in editions]
    condition = Q(edition__in=ids, place=EditionImage.Place.LEAD)
    if whole:
        condition |= Q(edition=whole.pk)
    return _by_edition(condition, at)


def to_pass_on(editions: Iterable[Edition], *, at: datetime) -> dict[int, list[Picture]]:
    """Return every picture of the editions that partners may get, by edition id, in the order printed."""
    condition = Q(edition__in=[edition.pk for edition in editions])
    return _by_edition(condition, at, rights.PASS_ON)


def _by_edition(condition: Q, at: datetime, use: Use = rights.SHOW) -> dict[int, list[Picture]]:
    rows = (
        EditionImage.objects.filter(condition, image__in=rights.usable(at, use=use))
        .select_related("image")
        .only(*_PRINTED)
        .order_by("edition", "order")
    )
    by_edition: dict[int, list[Picture]] = {}
    for row in rows:
        picture = _picture(row, public_address)
        if picture:
            by_edition.setdefault(row.edition_id, []).append(picture)
    return by_edition


def of_printing(images: Iterable[EditionImage], *, at: datetime, address: Address) -> list[Picture]:
    """Return the pictures of an edition that is not printed yet, for the desk's preview."""
    images = list(images)
    usable = rights.usable(at, use=rights.SHOW)
    runnable = usable.in_bulk({row.image_id for row in images})
    shown = []
    for row in images:
        if row.image_id in runnable:
            row.image = runnable[row.image_id]
            shown.append(_picture(row, address))
    return [picture for picture in shown if picture]


def as_printed(images: Iterable[EditionImage], *, at: datetime, address: Address) -> list[Picture]:
    """Return all pictures of an edition for the desk, also those that readers do not get at `at`."""
    images = list(images)
    ids = {row.image_id for row in images}
    library = Image.objects.in_bulk(ids)
    verdicts = rights.verdicts(ids, at=at, use=rights.SHOW)
    shown = []
    for row in images:
        row.image = library[row.image_id]
        picture = _picture(row, address)
        if picture:
            shown.append(replace(picture, blocks=verdicts[row.image_id].blocks))
    return shown


def rendition_for_readers(token: str, name: str, *, at: datetime) -> Rendition | None:
    """Return the file at a public address, if a live edition shows its picture, or names whose portrait
    it is, and it may run.

    A name with an older recipe returns the file that replaced it. None for a picture that readers
    never saw; raises Gone for one that they saw and may not see any more.
    """
    printed = EditionImage.objects.filter(image=OuterRef("image"))
    signed = EditionAuthor.objects.filter(author=OuterRef("image__portrait_of"))
    live, seen = Edition.objects.live(at), Edition.objects.seen(at)
    row: Any = (  # a Rendition with three annotations
        Rendition.objects.named(name)
        .filter(image__token=token)
        .annotate(
            is_shown=Q(Exists(printed.filter(edition__in=live)))
            | Q(Exists(signed.filter(edition__in=live))),
            was_shown=Q(Exists(printed.filter(edition__in=seen)))
            | Q(Exists(signed.filter(edition__in=seen))),
            may_run=Q(image__in=rights.usable(at, use=rights.SHOW)),
        )
        .select_related("image")
        .first()
    )
    if row is None or not row.was_shown:
        return None
    if not (row.is_shown and row.may_run):
        raise Gone
    rendition: Rendition = row
    return rendition


def portrait(author: Author, *, at: datetime) -> Picture | None:
    """Return an author's portrait, if there is one that may run.

    No edition holds it, so its words are those in its own files.
    """
    usable = rights.usable(at, use=rights.SHOW)
    image = usable.filter(portrait_of=author).with_credit(at).first()
    if image is None:
        return None
    packet = file_rights.rights_of(image)
    row = EditionImage(image=image, order=0, credit_line=packet.credit, alt=packet.alt)
    row.ai_label = wording.ai_label(packet.digital_source_type.rpartition("/")[2])
    return _picture(row, public_address)


def _picture(row: EditionImage, address: Address) -> Picture | None:
    """Return the picture of a row; None while no file of it has been made."""
    image, folder = row.image, address(row.image)
    whole = _files(image, "", folder)
    if whole is None:
        return None
    crops = {shape: _files(image, shape, folder) for shape in image.files if shape}
    return Picture(
        order=row.order,
        caption=row.caption,
        credit_line=row.credit_line,
        alt=row.alt,
        extended_description=row.extended_description,
        ai_label=row.ai_label,
        creator=row.creator,
        agencies=tuple(row.agencies),
        copyright_notice=row.copyright_notice,
        usage_terms=row.usage_terms,
        token=image.token,
        source_type=row.source_type,
        web_statement=row.web_statement,
        licensor_url=row.licensor_url,
        whole=whole,
        crops={shape: files for shape, files in crops.items() if files},
    )


def _files(image: Image, crop: str, folder: str) -> Files | None:
    jpeg = manifest.files(image, Rendition.Format.JPEG, crop)
    if not jpeg:
        return None
    # For a transparent picture PNG, because its JPEG has a white background.
    last = manifest.files(image, Rendition.Format.PNG, crop)
    last = last if len(last) == len(jpeg) else jpeg
    sources = []
    for image_format in _BETTER:
        made = manifest.files(image, image_format, crop)
        # A browser takes the first source it can read, so only a complete format is offered.
        if len(made) == len(jpeg):
            sources.append((f"image/{image_format}", _srcset(folder, made)))
    middle = next((file for file in last if file.width >= 640), last[-1])
    return Files(
        sources=tuple(sources),
        src=folder + middle.name,
        srcset=_srcset(folder, last),
        width=middle.width,
        height=middle.height,
        largest=jpeg[-1],
        largest_address=folder + jpeg[-1].name,
    )


def _srcset(folder: str, files: Iterable[manifest.File]) -> str:
    return ", ".join(f"{folder}{file.name} {file.width}w" for file in files)
