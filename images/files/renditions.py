"""The files that readers download: each re-encoded, in sRGB, with embedded rights of its own.

Nothing of the original's metadata is copied. Making is idempotent: files that are right stay, what is
missing or was made from other metadata or another crop is made anew, and a page always has a whole set
of files. Whether the picture may run is not asked here.
"""

import hashlib
import io
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, cast

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import models, transaction
from django.utils import timezone
from PIL import Image as Pillow
from PIL import ImageCms

from attribution import terms
from images.files import embedded_rights, file_rights, manifest, perceptual_hash, validate
from images.files.names import rendition_name
from images.models import Image, ImageQuerySet, Rendition

Format = Rendition.Format
WHOLE = ""
WIDTHS = (320, 640, 960, 1280, 1920)
CROP_WIDTHS = (320, 640, 1280)
AT_ONCE = (Format.JPEG,)  # so that a picture can be used as soon as it is in
LATER = (Format.WEBP, Format.AVIF, Format.PNG)
ALL = AT_ONCE + LATER
# A part of every recipe. Raise it when the same picture would now come out otherwise.
VERSION = 1
_TALLEST = 16_383  # WebP has no more
_OFF_RATIO = 0.01
_SAVE = {
    Format.JPEG: ("JPEG", {"quality": 82, "progressive": True, "optimize": True}),
    Format.WEBP: ("WEBP", {"quality": 80, "method": 4}),
    Format.AVIF: ("AVIF", {"quality": 60, "speed": 8}),
    Format.PNG: ("PNG", {}),
}
_SRGB = ImageCms.createProfile("sRGB")
_MODES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}  # by the colours a profile is for

Size = tuple[int, int]
Box = tuple[float, float, float, float]
Key = tuple[str, str, str, Size]  # format, crop, recipe and size of a file
Sources = dict[str, Pillow.Image]  # by crop


class RenditionSet(NamedTuple):
    """The files of one picture in one format and crop. They are made by one recipe and replaced at once."""

    format: Format
    crop: str
    recipe: str
    sizes: tuple[Size, ...]

    def missing(self, existing: Collection[Key]) -> list[Size]:
        """Return the sizes that are not `existing`, the smallest first."""
        return [
            size
            for size in self.sizes
            if (self.format, self.crop, self.recipe, size) not in existing
        ]


def make(
    image: Image, formats: Format | Iterable[Format], *, force: bool = False
) -> list[Rendition]:
    """Make the renditions of `image` in the formats, as the database has it; return those made.

    Makes what is missing or no longer right, with `force` everything. Of a picture that has been
    deleted nothing is made. Raises what Pillow and the storage raise; what was there then stays.
    """
    formats = (formats,) if isinstance(formats, str) else tuple(formats)
    current = _images().filter(pk=image.pk).first()
    if current is None:
        return []
    rows = list(current.renditions.all())
    existing: set[Key] = set() if force else {_key(row) for row in rows}
    missing = {s: sizes for s in sets(current, formats) if (sizes := s.missing(existing))}
    made: list[Rendition] = []
    if missing:
        rights = file_rights.rights_of(current)
        with current.original.open("rb") as file:
            sources = _sources(current, file, missing)
        for rendition_set, sizes in missing.items():
            made += _replace(current, rendition_set, sizes, sources, rights)
    kinds = {(s.format, s.crop) for s in sets(current)}
    _drop(current, [row for row in rows if (row.format, row.crop) not in kinds])
    image.files = current.files
    return made


class Prepared(NamedTuple):
    """The files of a picture that are stored, without rows, and what the picture looks like."""

    files: list[Rendition]
    views: tuple[perceptual_hash.View, ...]


def prepare(image: Image, file: File[bytes], formats: Iterable[Format]) -> Prepared:
    """Make and store the files of a picture that has no row yet, from its `file`; write no row.

    The caller lets `enter` write them together with the picture, or `forget_files`.
    """
    every = {s: s.sizes for s in sets(image, formats)}
    rights, sources = file_rights.rights_of(image), _sources(image, file, every)
    files = [row for s in every for row in _stored(image, s, s.sizes, sources, rights)]
    return Prepared(files, perceptual_hash.views(sources[WHOLE]))


def enter(image: Image, rows: list[Rendition]) -> None:
    """Write the rows of files that are stored, and which files the picture now has."""
    Rendition.objects.bulk_create(rows)
    manifest.refresh(image)


def is_complete(image: Image) -> bool:
    """Whether every file is there that the picture should have, and no other."""
    expected = {(s.format, s.crop, s.recipe, size) for s in sets(image) for size in s.sizes}
    return expected == {_key(row) for row in image.renditions.all()}


def needing_work(*, after: int = 0) -> Iterator[int]:
    """Yield the keys of pictures above `after` that lack files or have wrong ones, the oldest first."""
    images = _images().filter(pk__gt=after).order_by("pk").prefetch_related("renditions")
    for image in images.defer("embedded_metadata", "files", "search_fold").iterator(chunk_size=500):
        if not is_complete(image):
            yield image.pk


def sets(image: Image, formats: Iterable[Format] = ALL) -> list[RenditionSet]:
    """What the picture should have: each format in each crop. PNG only where one can see through."""
    crops = [(crop, recipe(image, crop), sizes_of(image, crop)) for crop in crops_of(image)]
    return [
        RenditionSet(format, *crop)
        for format in formats
        if format != Format.PNG or image.transparent
        for crop in crops
    ]


def crops_of(image: Image) -> tuple[str, ...]:
    """The whole picture, and the crops unless its makers forbid cropping."""
    return (WHOLE,) if terms.NO_CROPPING in image.restrictions else (WHOLE, *Image.Crop)


def crop_box(image: Image, crop: str) -> Box:
    """What a crop shows: left, top, width and height, in parts of the upright picture.

    As set by hand; otherwise the largest part of that ratio whose middle is as near to the focal
    point as the picture allows.
    """
    if crop == WHOLE:
        return (0.0, 0.0, 1.0, 1.0)
    by_hand = image.crops.get(crop)
    if is_box(image, crop, by_hand):
        left, top, width, height = map(float, by_hand)
        return (left, top, width, height)
    target, own = Image.Crop(crop).ratio, image.width / image.height
    width, height = min(1.0, target / own), min(1.0, own / target)
    left = min(max(image.focal_x - width / 2, 0.0), 1.0 - width)
    top = min(max(image.focal_y - height / 2, 0.0), 1.0 - height)
    return (left, top, width, height)


def is_box(image: Image, crop: str, box: Any) -> bool:
    """Whether `box` lies inside the picture and has the ratio of the crop, to one per cent."""
    try:
        left, top, width, height = map(float, box)
    except (TypeError, ValueError):
        return False
    if not (left >= 0 and top >= 0 and width > 0 and height > 0):
        return False
    ratio = (width * image.width) / (height * image.height)
    inside = left + width <= 1 + 1e-6 and top + height <= 1 + 1e-6
    return inside and abs(ratio / Image.Crop(crop).ratio - 1) <= _OFF_RATIO


def widths_for(width: int) -> list[int]:
    """The widths to make of a picture `width` pixels wide; nothing is ever enlarged."""
    smaller = [w for w in WIDTHS if w < width]
    return [*smaller, width] if width <= WIDTHS[-1] else smaller


def sizes_of(image: Image, crop: str) -> tuple[Size, ...]:
    """The sizes in pixels to make of a crop, the smallest first; nothing is ever enlarged."""
    scale = _decoded_at(image)
    _left, _top, width, _height = crop_box(image, crop)
    across = max(1, math.floor(image.width // scale * width + 1e-6))
    if crop == WHOLE:
        ratio, widths = image.width / image.height, widths_for(across)
    else:
        ratio = Image.Crop(crop).ratio
        widths = [w for w in CROP_WIDTHS if w <= across] or [across]
    sizes = [(width, max(1, round(width / ratio))) for width in widths]
    fitting = [size for size in sizes if size[1] <= _TALLEST]
    return tuple(fitting or [(max(1, math.floor(_TALLEST * ratio)), _TALLEST)])


def recipe(image: Image, crop: str) -> str:
    """What a file is made from and with, as eight hexadecimal digits: when it changes, the file does."""
    box = [round(part, 6) for part in crop_box(image, crop)]
    made_from = repr((VERSION, file_rights.rights_of(image).values(), box))
    return hashlib.sha256(made_from.encode()).hexdigest()[:8]


def forget_files(image: Image) -> None:
    """Delete the stored renditions of a picture that was not imported after all, as far as possible."""
    field = cast(models.FileField, Rendition._meta.get_field("file"))
    storage, folder = field.storage, f"{image.token[:2]}/{image.token}"
    with suppress(Exception):  # the reason why it was not imported is what people need to read
        for name in storage.listdir(folder)[1]:
            storage.delete(f"{folder}/{name}")


def _images() -> ImageQuerySet:
    return Image.objects.with_credit(timezone.now())


def _key(row: Rendition) -> Key:
    return (row.format, row.crop, row.recipe, (row.width, row.height))


def _decoded_at(image: Image) -> int:
    """Return by what its sides are divided, 1, 2, 4 or 8, when it is decoded, to save memory."""
    if image.format != "jpg":
        return 1
    most, pixels = settings.MAX_IMAGE_PIXELS_WHOLE * 3 // 4, image.width * image.height
    return next(part for part in (1, 2, 4, 8) if part == 8 or pixels <= most * part**2)


def _sources(
    image: Image, file: File[bytes], missing: Mapping[RenditionSet, Sequence[Size]]
) -> Sources:
    """Return each crop that is missing, in sRGB at its largest size; `file` is decoded once."""
    largest: dict[str, Size] = {}
    for rendition_set, sizes in missing.items():
        crop = rendition_set.crop
        largest[crop] = max(sizes[-1], largest.get(crop, (0, 0)))
    boxes = {crop: crop_box(image, crop) for crop in largest}
    scale = _decoded_at(image)
    across, down = (
        min(max(math.ceil(largest[c][side] / boxes[c][2 + side]) for c in largest), pixels // scale)
        for side, pixels in ((0, image.width), (1, image.height))
    )
    with validate.ONE_AT_A_TIME:
        file.seek(0)
        picture = validate.upright(file, (across, down))
        cuts = {crop: _cut(picture, boxes[crop], size) for crop, size in largest.items()}
        profile = picture.info.get("icc_profile")
        del picture  # before another one is decoded
    return {crop: _in_srgb(cut, profile) for crop, cut in cuts.items()}


def _cut(picture: Pillow.Image, box: Box, size: Size) -> Pillow.Image:
    left, top, width, height = box
    right, bottom = min(1.0, left + width), min(1.0, top + height)
    pixels = (
        left * picture.width,
        top * picture.height,
        right * picture.width,
        bottom * picture.height,
    )
    return picture.resize(size, Pillow.Resampling.LANCZOS, box=pixels, reducing_gap=3.0)


def _in_srgb(picture: Pillow.Image, profile: bytes | None) -> Pillow.Image:
    """Return it in RGB or RGBA, without any metadata of the file."""
    clear = picture.getchannel("A") if picture.mode == "RGBA" else None
    picture = _converted(picture if clear is None else picture.convert("RGB"), profile)
    picture.info.clear()  # a JPEG's comment would be copied
    if clear is not None:
        picture.putalpha(clear)
    return picture


def _converted(picture: Pillow.Image, profile: bytes | None) -> Pillow.Image:
    # A profile that is broken or for other colours is passed over: the numbers are taken as they are.
    with suppress(ImageCms.PyCMSError, OSError, TypeError, ValueError):
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile or b""))
        mode = _MODES.get(source.profile.xcolor_space)
        if mode == picture.mode or (mode, picture.mode) == ("RGB", "L"):
            converted = ImageCms.profileToProfile(
                picture.convert(mode),
                source,
                _SRGB,
                renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                outputMode="RGB",
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
            if converted is not None:
                return converted
    return picture.convert("RGB")


def _encoded(
    picture: Pillow.Image, size: Size, format: Format, rights: embedded_rights.EmbeddedRights
) -> bytes:
    if picture.size != size:
        picture = picture.resize(size, Pillow.Resampling.LANCZOS, reducing_gap=3.0)
    if format == Format.JPEG and picture.mode == "RGBA":
        ground = Pillow.new("RGB", size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    name, options = _SAVE[format]
    encoded = io.BytesIO()
    picture.save(encoded, name, **options, **embedded_rights.save_options(rights, name))
    return encoded.getvalue()


def _stored(
    image: Image,
    rendition_set: RenditionSet,
    sizes: Iterable[Size],
    sources: Sources,
    rights: embedded_rights.EmbeddedRights,
) -> list[Rendition]:
    """Make and store files; return their rows, which are not written yet."""
    made = [
        Rendition(
            image=image,
            width=w,
            height=h,
            format=rendition_set.format,
            crop=rendition_set.crop,
            recipe=rendition_set.recipe,
        )
        for w, h in sizes
    ]
    for row in made:
        name = rendition_name(row, "")
        if row.file.storage.exists(name):  # the storage would choose another name
            row.file.storage.delete(name)
        source = sources[rendition_set.crop]
        data = _encoded(source, (row.width, row.height), rendition_set.format, rights)
        row.file.save(row.name, ContentFile(data), save=False)
    return made


def _replace(
    image: Image,
    rendition_set: RenditionSet,
    sizes: Sequence[Size],
    sources: Sources,
    rights: embedded_rights.EmbeddedRights,
) -> list[Rendition]:
    """Store the files, then replace the rows that are no longer right by theirs; return the new rows."""
    new_recipe = rendition_set.recipe
    rows = image.renditions.filter(format=rendition_set.format, crop=rendition_set.crop)
    # Where files of the same names are in use, their rows are wrong until this is done.
    rows.filter(recipe=new_recipe, width__in=[w for w, _h in sizes]).update(recipe="")
    made = _stored(image, rendition_set, sizes, sources, rights)
    with transaction.atomic():
        current = _images().select_for_update(of=("self",)).filter(pk=image.pk).first()
        if current is None or recipe(current, rendition_set.crop) != new_recipe:
            used = set(rows.values_list("file", flat=True))
            _delete_files(row for row in made if row.file.name not in used)
            return []  # changed meanwhile: that change has its files made
        right = {(*size, new_recipe) for size in rendition_set.sizes}
        wrong = [row for row in rows.all() if (row.width, row.height, row.recipe) not in right]
        same = [row for row in rows.all() if (row.width, row.height) in sizes]
        _drop(image, {*wrong, *same}, kept=made)
        enter(image, made)
    return made


def _drop(image: Image, rows: Collection[Rendition], kept: Iterable[Rendition] = ()) -> None:
    """Delete rows and, once that is certain, their files but for those that are used again."""
    if not rows:
        return
    used = {row.file.name for row in kept}
    with transaction.atomic():
        Rendition.objects.filter(pk__in=[row.pk for row in rows]).delete()
        manifest.refresh(image)
        unused = [row for row in rows if row.file.name not in used]
        transaction.on_commit(lambda: _delete_files(unused), robust=True)


def _delete_files(rows: Iterable[Rendition]) -> None:
    for row in rows:
        row.file.storage.delete(str(row.file.name))
