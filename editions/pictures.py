"""Pictures as a page shows them: what was printed under them, and which files there are.

Whether a picture may still run is asked of images/rights.py each time; one that may not is simply
not here, and its place closes up.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from attribution import wording
from editions.models import Edition, EditionImage
from images import rights
from images.models import Image, Rendition, rendition_file_name

Address = Callable[[Image], str]
# What a page prints of a picture: the rest, such as what the file said, would only be fetched.
_PRINTED = ("edition", "order", "caption", "credit_line", "alt") + tuple(
    f"image__{name}" for name in ("token", "creator", "copyright_notice", "digital_source_type")
)
_FILE_NAME = re.compile(
    r"(?P<width>[0-9]{1,5})(?:-(?P<crop>[a-z0-9]{1,10}))?\.(?P<format>[a-z]{1,4})"
)


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


class File(NamedTuple):
    """A rendition's size in pixels and format."""

    width: int
    height: int
    format: str

    @property
    def name(self):
        return rendition_file_name(self.width, self.format)


def public_address(image: Image) -> str:
    """Where readers get its files: unguessable, and answered only while the picture may be seen."""
    return reverse("picture", args=[image.token, "-"]).removesuffix("-")


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
        .only(*_PRINTED)
        .order_by("edition", "order")
    )
    files = _files({row.image_id for row in rows})
    found: dict[int, list[Picture]] = {}
    for row in rows:
        picture = _picture(row, files[row.image_id], languages[row.edition_id], public_address)
        if picture:
            found.setdefault(row.edition_id, []).append(picture)
    return found


def of_printing(images, edition: Edition, *, at: datetime, address: Address) -> list[Picture]:
    """The pictures of an edition that is not printed yet, for the desk's preview."""
    runnable = rights.usable(at).in_bulk({row.image_id for row in images})
    files = _files(runnable)
    shown = []
    for row in images:
        if row.image_id in runnable:
            row.image = runnable[row.image_id]
            shown.append(_picture(row, files[row.image_id], edition.language, address))
    return [picture for picture in shown if picture]


def rendition_for_readers(token: str, name: str, *, at: datetime) -> Rendition | None:
    """The file at a public address, if some live edition shows its picture and it may run."""
    parts = _FILE_NAME.fullmatch(name)
    if parts is None:
        return None
    live = EditionImage.objects.filter(
        image=OuterRef("image"), edition__in=Edition.objects.live(at)
    )
    return (
        Rendition.objects.filter(image__token=token, **parts.groupdict(default=""))
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
    return _picture(row, _files([image.pk])[image.pk], "vi", public_address)


def _files(image_ids) -> dict[int, list[File]]:
    """The files of whole pictures, the narrowest first, by picture."""
    files: dict[int, list[File]] = {pk: [] for pk in image_ids}
    rows = Rendition.objects.filter(image__in=files, crop="").order_by("width")
    for image_id, *fields in rows.values_list("image", "width", "height", "format"):
        files[image_id].append(File(*fields))
    return files


def _picture(row, files, language, address) -> Picture | None:
    jpeg = [file for file in files if file.format == Rendition.Format.JPEG]
    webp = [file for file in files if file.format == Rendition.Format.WEBP]
    if not jpeg:
        return None
    middle = next((file for file in jpeg if file.width >= 640), jpeg[-1])
    folder = address(row.image)
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


def _srcset(folder, files):
    return ", ".join(f"{folder}{file.name} {file.width}w" for file in files)
