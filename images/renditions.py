"""The files that readers download: every one re-encoded, in sRGB, without the original's metadata.

JPEG is made at once, so that a picture can be used as soon as it is in; WebP follows in a task.
Making is idempotent: what is there stays, what is missing is made.
"""

import io

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image as Pillow
from PIL import ImageCms

from images import intake
from images.models import Image, Rendition

WIDTHS = (320, 640, 960, 1280, 1920)
_SAVE = {
    Rendition.Format.JPEG: ("JPEG", {"quality": 82, "progressive": True, "optimize": True}),
    Rendition.Format.WEBP: ("WEBP", {"quality": 80, "method": 4}),
}


def make(image: Image, format: Rendition.Format) -> list[Rendition]:
    """The renditions of `image` in `format`, from the original; returns those that are new."""
    made = set(image.renditions.filter(format=format, crop="").values_list("width", flat=True))
    wanted = [width for width in widths_for(image.width) if width not in made]
    if not wanted:
        return []
    with image.original.open("rb") as file:
        picture = _for_readers(intake.upright(file), format)
        return [_make_one(image, picture, width, format) for width in wanted]


def widths_for(width: int) -> list[int]:
    """The widths to make of a picture `width` pixels wide; nothing is ever enlarged."""
    smaller = [w for w in WIDTHS if w < width]
    return [*smaller, width] if width <= WIDTHS[-1] else smaller


def _make_one(image, picture, width, format):
    height = max(1, round(image.height * width / image.width))
    resized = picture.resize((width, height), Pillow.Resampling.LANCZOS, reducing_gap=3.0)
    resized.info.clear()  # a JPEG's comment would come along
    name, options = _SAVE[format]
    encoded = io.BytesIO()
    resized.save(encoded, name, **options)
    rendition = Rendition(image=image, width=width, height=height, format=format)
    with transaction.atomic():
        rendition.file.save(rendition.name, ContentFile(encoded.getvalue()), save=False)
        rendition.save()
    return rendition


def _for_readers(picture, format):
    """In sRGB, in a mode the format knows, with transparency laid on white for JPEG."""
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I"):  # 16 bit: converting directly would clip to white
        picture = picture.point(lambda value: value * (1 / 256)).convert("L")
    alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    if alpha:
        picture = picture.convert("RGBA")
        if format == Rendition.Format.JPEG:
            ground = Pillow.new("RGBA", picture.size, "white")
            picture = Pillow.alpha_composite(ground, picture)
    if profile and not alpha:
        picture = _to_srgb(picture, profile)
    flat = format == Rendition.Format.JPEG or not alpha
    return picture.convert("RGB") if flat else picture


def _to_srgb(picture, profile):
    try:
        return ImageCms.profileToProfile(
            picture, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except ImageCms.PyCMSError:  # a broken profile: the numbers are taken as they are
        return picture
