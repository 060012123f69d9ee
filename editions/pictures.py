"""Pictures as a page shows them: what was printed under them, and which files there are.

Whether a picture may still run is asked of images/rights.py each time; one that may not is simply
not here, and its place closes up.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse

from attribution import wording
from editions.models import Edition, EditionImage
from images import rights
from images.models import Image, Rendition

Address = Callable[[Image, Rendition], str]
# What a page never prints of a picture, and would only fetch.
_NOT_PRINTED = ("said_by_file", "search_fold", "restrictions", "instructions", "usage_terms")


@dataclass(frozen=True)
class Picture:
    """Everything that a template prints of one picture. Sizes in pixels."""

    order: int
    caption: str
    credit_line: str
    alt: str
    ai_label: str
    width: int
    height: int
    src: str
    jpeg: str
    webp: str
    largest: str
    creator: str
    copyright_notice: str


def public_address(image: Image, rendition: Rendition) -> str:
    """Where readers get a file: unguessable, and answered only while the picture may be seen."""
    return reverse("picture", args=[image.token, rendition.name])


def of_editions(
    editions: Iterable[Edition], *, at: datetime, whole: Edition | None = None
) -> dict[int, list[Picture]]:
    """The pictures that may run, by edition id: of each edition its lead, of `whole` all.

    In the order printed. Two queries for any number of editions.
    """
    languages = {edition.pk: edition.language for edition in editions}
    wanted = Q(edition__in=languages, place=EditionImage.Place.LEAD)
    if whole:
        languages[whole.pk] = whole.language
        wanted |= Q(edition=whole.pk)
    rows = (
        EditionImage.objects.filter(wanted, image__in=rights.usable(at))
        .select_related("image")
        .defer(*(f"image__{name}" for name in _NOT_PRINTED))
        .prefetch_related(_renditions())
        .order_by("edition", "order")
    )
    found: dict[int, list[Picture]] = {}
    for row in rows:
        picture = _picture(row, languages[row.edition_id], public_address)
        if picture:
            found.setdefault(row.edition_id, []).append(picture)
    return found


def of_printing(images, edition: Edition, *, at: datetime, address: Address) -> list[Picture]:
    """The pictures of an edition that is not printed yet, for the desk's preview."""
    ids = [row.image_id for row in images]
    runnable = rights.usable(at).filter(pk__in=ids).prefetch_related("renditions").in_bulk()
    shown = []
    for row in images:
        if row.image_id in runnable:
            row.image = runnable[row.image_id]
            shown.append(_picture(row, edition.language, address))
    return [picture for picture in shown if picture]


def rendition_for_readers(token: str, name: str, *, at: datetime) -> Rendition | None:
    """The file at a public address, if some live edition shows its picture and it may run."""
    stem, _dot, format = name.rpartition(".")
    width, _dash, crop = stem.partition("-")
    if not width.isdigit() or len(width) > 5:
        return None
    live = EditionImage.objects.filter(
        image=OuterRef("image"), edition__in=Edition.objects.live(at)
    )
    return (
        Rendition.objects.filter(image__token=token, width=width, format=format, crop=crop)
        .filter(Q(Exists(live)) | Q(image__portrait_of__isnull=False))
        .filter(image__in=rights.usable(at))
        .select_related("image")
        .first()
    )


def portrait(author, *, at: datetime) -> Picture | None:
    """An author's portrait, if there is one that may run."""
    image = rights.usable(at).filter(portrait_of=author).with_credit(at).first()
    if image is None:
        return None
    row = EditionImage(
        image=image, order=0, caption="", credit_line=image.credit_line(), alt=image.alt
    )
    return _picture(row, "vi", public_address)


def _renditions():
    return Prefetch("image__renditions", queryset=Rendition.objects.filter(crop=""))


def _picture(row, language, address) -> Picture | None:
    files = sorted(row.image.renditions.all(), key=lambda rendition: rendition.width)
    jpeg = [r for r in files if r.format == Rendition.Format.JPEG and not r.crop]
    webp = [r for r in files if r.format == Rendition.Format.WEBP and not r.crop]
    if not jpeg:
        return None
    middle = next((r for r in jpeg if r.width >= 640), jpeg[-1])
    folder = address(row.image, middle).removesuffix(middle.name)
    return Picture(
        order=row.order,
        caption=row.caption,
        credit_line=row.credit_line,
        alt=row.alt,
        ai_label=wording.ai_label(row.image.digital_source_type, language),
        width=middle.width,
        height=middle.height,
        src=folder + middle.name,
        jpeg=_srcset(folder, jpeg),
        # A browser takes the first source it can read, so WebP has to be complete to be offered.
        webp=_srcset(folder, webp) if len(webp) == len(jpeg) else "",
        largest=folder + jpeg[-1].name,
        creator=row.image.creator,
        copyright_notice=row.image.copyright_notice,
    )


def _srcset(folder, renditions):
    return ", ".join(f"{folder}{r.name} {r.width}w" for r in renditions)
