"""Pictures as a page shows them: what was printed under them, and which files there are.

Whether a picture may still run is asked of images/rights.py each time; one that may not is simply
not here, and its place closes up.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from attribution import wording
from editions.models import Edition, EditionImage
from images import rights
from images.files import manifest
from images.models import Image, Rendition

Address = Callable[[Image], str]
# What a page prints of a picture: the rest, such as what the file said, would only be fetched.
_PRINTED = ("edition", "order", "caption", "credit_line", "alt", "extended_description") + tuple(
    f"image__{name}"
    for name in ("token", "files", "creator", "copyright_notice", "digital_source_type")
    + ("web_statement", "licensor_url", "usage_terms", "supplied_source")
    + ("origin__name", "via__name")
)
# What a browser is offered before the last resort: the smallest file first.
_BETTER = (Rendition.Format.AVIF, Rendition.Format.WEBP)


class Gone(Exception):
    """Readers had this file, and may have it no more."""


@dataclass(frozen=True)
class Files:
    """A picture in one crop, as a browser is offered it. Sizes in pixels."""

    sources: tuple[tuple[str, str], ...]  # type and addresses by width, the best first
    src: str
    srcset: str
    width: int
    height: int
    largest: manifest.File
    largest_address: str


@dataclass(frozen=True)
class Picture:
    """Everything that a template prints of one picture."""

    order: int
    caption: str
    credit_line: str
    alt: str
    extended_description: str
    ai_label: str
    creator: str
    agencies: tuple[str, ...]  # who has it, and who passed it on
    copyright_notice: str
    usage_terms: str  # for partners; readers are not told
    token: str
    source_type: str  # IPTC's term as a full address
    web_statement: str
    licensor_url: str
    whole: Files
    crops: dict[str, Files]

    def crop(self, shape: str) -> Files:
        """The files in one shape; of a picture that may not be cropped, the whole."""
        return self.crops.get(shape, self.whole)

    @property
    def largest(self):
        """The address of the whole picture at its largest, as JPEG."""
        return self.whole.largest_address


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
    return _found(wanted, languages, at)


def all_of(editions: Iterable[Edition], *, at: datetime) -> dict[int, list[Picture]]:
    """Every picture of the editions that may run, by edition id, in the order printed."""
    languages = {edition.pk: edition.language for edition in editions}
    return _found(Q(edition__in=languages), languages, at)


def _found(wanted, languages, at):
    rows = (
        EditionImage.objects.filter(wanted, image__in=rights.usable(at, use=rights.SHOW))
        .select_related("image__origin", "image__via")
        .only(*_PRINTED)
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
    usable = rights.usable(at, use=rights.SHOW)
    runnable = usable.select_related("origin", "via").in_bulk({row.image_id for row in images})
    shown = []
    for row in images:
        if row.image_id in runnable:
            row.image = runnable[row.image_id]
            shown.append(_picture(row, edition.language, address))
    return [picture for picture in shown if picture]


def rendition_for_readers(token: str, name: str, *, at: datetime) -> Rendition | None:
    """The file at a public address, if some live edition shows its picture and it may run.

    A name with an older recipe finds the file that took its place. None for what readers were never
    shown; raises Gone for what they were, and may not be any more.
    """
    printed = EditionImage.objects.filter(image=OuterRef("image"))
    is_portrait = Q(image__portrait_of__isnull=False)
    rendition = (
        Rendition.objects.named(name)
        .filter(image__token=token)
        .annotate(
            is_shown=Q(Exists(printed.filter(edition__in=Edition.objects.live(at)))) | is_portrait,
            was_shown=Q(Exists(printed.filter(edition__in=Edition.objects.seen(at)))) | is_portrait,
            may_run=Q(image__in=rights.usable(at, use=rights.SHOW)),
        )
        .select_related("image")
        .first()
    )
    if rendition is None or not rendition.was_shown:
        return None
    if not (rendition.is_shown and rendition.may_run):
        raise Gone
    return rendition


def portrait(author, *, at: datetime) -> Picture | None:
    """An author's portrait, if there is one that may run."""
    usable = rights.usable(at, use=rights.SHOW)
    image = usable.filter(portrait_of=author).with_credit(at).first()
    if image is None:
        return None
    row = EditionImage(
        image=image, order=0, caption="", credit_line=image.credit_line(), alt=image.alt
    )
    return _picture(row, "vi", public_address)


def _picture(row, language, address) -> Picture | None:
    """None for a picture of which no file has been made yet."""
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
        ai_label=wording.ai_label(image.digital_source_type, language),
        creator=image.creator,
        agencies=_agencies(image),
        copyright_notice=image.copyright_notice,
        usage_terms=image.usage_terms,
        token=image.token,
        source_type=image.source_type_address,
        web_statement=image.web_statement,
        licensor_url=image.licensor_url,
        whole=whole,
        crops={shape: files for shape, files in crops.items() if files},
    )


def _agencies(image):
    """By their names, as in the file that readers download: images/files/renditions.py."""
    via = image.via.name if image.via else ""
    return tuple(dict.fromkeys(filter(None, (image.source_name, via))))


def _files(image, crop, folder) -> Files | None:
    jpeg = manifest.files(image, Rendition.Format.JPEG, crop)
    if not jpeg:
        return None
    # A transparent picture's last resort is PNG, which has no white ground laid under it.
    last = manifest.files(image, Rendition.Format.PNG, crop)
    last = last if len(last) == len(jpeg) else jpeg
    sources = []
    for format in _BETTER:
        made = manifest.files(image, format, crop)
        # A browser takes the first source it can read, so a format has to be complete to be offered.
        if len(made) == len(jpeg):
            sources.append((f"image/{format}", _srcset(folder, made)))
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


def _srcset(folder, files):
    return ", ".join(f"{folder}{file.name} {file.width}w" for file in files)
