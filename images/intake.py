"""Judging a file that somebody hands in as a picture. Content decides; name and type do not.

Pure but for the settings: nothing is stored here. The order is the point: size, then format by
content, then the pixel count of the header, and only then is a single pixel decoded. Our count
stands in for Pillow's, which has a limit of its own and no sentence.
"""

import hashlib
import struct
import zlib
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import ExifTags, UnidentifiedImageError
from PIL import Image as Pillow

Pillow.MAX_IMAGE_PIXELS = None
READ = ("JPEG", "PNG", "WEBP", "AVIF")
# Many cameras write MPO: a JPEG with a small copy of itself behind it.
FORMATS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
# What Pillow raises on broken or hostile files; a zTXt bomb is a ValueError, for example.
BROKEN = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    struct.error,
    zlib.error,
    MemoryError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    EOFError,
)
_TURNS = {
    2: Pillow.Transpose.FLIP_LEFT_RIGHT,
    3: Pillow.Transpose.ROTATE_180,
    4: Pillow.Transpose.FLIP_TOP_BOTTOM,
    5: Pillow.Transpose.TRANSPOSE,
    6: Pillow.Transpose.ROTATE_270,
    7: Pillow.Transpose.TRANSVERSE,
    8: Pillow.Transpose.ROTATE_90,
}


class NotAPicture(ValueError):
    """The file was not taken in. The message is a sentence for whoever sent it."""


@dataclass(frozen=True)
class Judged:
    """A file that is a picture: format by content, upright size in pixels, SHA-256, its own words."""

    format: str
    width: int
    height: int
    size: int
    sha256: str
    said_by_file: dict = field(default_factory=dict)


def judge(file) -> Judged:
    """What the binary `file` is. Raises NotAPicture with a sentence when it cannot be used."""
    size = file.size
    if size > settings.MAX_UPLOAD_BYTES:
        raise NotAPicture(
            _("The file has %(size)d MB; at most %(limit)d MB are taken in. Save it smaller.")
            % {"size": -(-size >> 20), "limit": settings.MAX_UPLOAD_BYTES >> 20}
        )
    try:
        return _look(file, size)
    except BROKEN as broken:
        if isinstance(broken, NotAPicture):
            raise
        raise NotAPicture(
            _("The file is not a whole JPEG, PNG, WebP or AVIF picture. Export it again.")
        ) from broken
    finally:
        file.seek(0)


def _look(file, size):
    file.seek(0)
    with Pillow.open(file, formats=READ) as picture:
        if picture.width * picture.height > settings.MAX_IMAGE_PIXELS:
            raise NotAPicture(
                _(
                    "The picture has %(count)d million pixels; at most %(limit)d million are taken in."
                )
                % {
                    "count": -(-picture.width * picture.height // 1_000_000),
                    "limit": settings.MAX_IMAGE_PIXELS // 1_000_000,
                }
            )
        name, said = FORMATS[picture.format], _said(picture)
        picture.draft("RGB", (640, 640))  # JPEG: every byte is read, few pixels are made
        full = _upright_size(picture) if name != "jpg" else None
        picture.load()
    file.seek(0)
    if full is None:
        with Pillow.open(file, formats=("JPEG",)) as picture:
            full = _upright_size(picture)
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Judged(name, *full, size=size, sha256=digest, said_by_file=said)


def _upright_size(picture):
    return (picture.height, picture.width) if _orientation(picture) >= 5 else picture.size


def _orientation(picture):
    said = picture.getexif().get(ExifTags.Base.Orientation, 1)
    return said if said in _TURNS else 1


def _said(picture):
    """Everything readable that the file says of itself, kept as it stands."""
    exif = picture.getexif()
    said = {
        ExifTags.TAGS.get(tag, str(tag)): str(value)[:5000]
        for tag, value in exif.items()
        if isinstance(value, str | int)
    }
    xmp = picture.info.get("xmp")
    if xmp:
        text = xmp.decode("utf-8", "replace") if isinstance(xmp, bytes) else xmp
        said["XMP"] = text.replace("\x00", "")[:200_000]
    return {key: value.replace("\x00", "") for key, value in said.items()}


def upright(file):
    """The decoded picture, turned upright. The caller has had the file judged."""
    picture = Pillow.open(file, formats=READ)
    picture.draft("RGB", (1920, 1920))
    turn = _TURNS.get(_orientation(picture))  # Pillow's own way writes the EXIF anew, and can fail
    return picture if turn is None else picture.transpose(turn)
