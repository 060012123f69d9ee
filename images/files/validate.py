"""Validate a file that somebody uploads as a picture. Content decides; name and type do not.

Pure but for the settings: nothing is stored here. The order matters: bytes, then how the file is built
(images/files/structure.py), then the pixel count in its header, and only then is a pixel decoded. Our
count replaces Pillow's limit, which has no sentence for people.
"""

import hashlib
import threading
import warnings
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from PIL import ExifTags
from PIL import Image as Pillow
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.TiffImagePlugin import TiffImageFile

from images.files import structure, unread, verify_credentials
from images.metadata import reading
from images.metadata.reading import EmbeddedMetadata
from text.errors import DomainError

Pillow.MAX_IMAGE_PIXELS = None
# Many cameras write MPO: a JPEG with a small copy of itself behind it.
FORMATS = {
    "JPEG": "jpg",
    "MPO": "jpg",
    "PNG": "png",
    "WEBP": "webp",
    "AVIF": "avif",
    "TIFF": "tiff",
    "GIF": "gif",
}
_NAMES = {"WEBP": "WebP"}
READ = tuple(name for name in FORMATS if name != "MPO")
# Pictures are decoded one at a time in each process: memory is what a server has least of.
ONE_AT_A_TIME = threading.Lock()
LONGEST_SIDE = 30_000
_PACKED = ("raw", "tiff_lzw", "tiff_adobe_deflate", "tiff_deflate", "packbits", "jpeg")
# Bytes of memory that decoding takes for each pixel, measured with Pillow 13: four are the picture's.
_COST = {"PNG": 4, "GIF": 4, "WEBP": 16, "AVIF": 12}
_COST_OF_CLEAR = 8  # to be resized, colours and transparency are multiplied in a copy
_RECKONED = 6  # bytes for each of settings.MAX_IMAGE_PIXELS_WHOLE
# Scans × pixels that libjpeg goes through in about a second.
_MAX_PAINTED = 600_000_000
_FLAT = ("1", "L", "RGB", "RGBX", "CMYK", "YCbCr")
_CLEAR = ("LA", "La", "PA", "RGBA", "RGBa")
_DEEP = ("I;16", "I;16L", "I;16B", "I;16N")
_BAND = 1_000_000  # pixels that are brought to another mode at a time
_TURNS = {
    2: Pillow.Transpose.FLIP_LEFT_RIGHT,
    3: Pillow.Transpose.ROTATE_180,
    4: Pillow.Transpose.FLIP_TOP_BOTTOM,
    5: Pillow.Transpose.TRANSPOSE,
    6: Pillow.Transpose.ROTATE_270,
    7: Pillow.Transpose.TRANSVERSE,
    8: Pillow.Transpose.ROTATE_90,
}


class InvalidImage(DomainError):
    """The file was refused."""


@dataclass(frozen=True)
class ValidatedImage:
    """A file that is a picture: format by content, upright size in pixels, SHA-256, its metadata.

    `transparent`: something behind it would be seen. `frames`: pictures or pages in the file, counted
    up to 1,000; the first is the one that is used.
    """

    format: str
    width: int
    height: int
    size: int
    sha256: str
    transparent: bool = False
    frames: int = 1
    metadata: EmbeddedMetadata = field(default_factory=EmbeddedMetadata)

    def columns(self) -> dict[str, Any]:
        """Return it as fields of `images.models.Image`."""
        fields = asdict(self.metadata)
        raw, conflicts, flags, credentials = (
            fields.pop(name) for name in ("raw", "conflicts", "flags", "credentials")
        )
        return {
            "format": self.format,
            "width": self.width,
            "height": self.height,
            "size": self.size,
            "sha256": self.sha256,
            "transparent": self.transparent,
            "embedded_metadata": {
                "fields": _filled(fields),
                "conflicts": list(conflicts),
                "flags": list(flags),
                **({"credentials": _filled(credentials)} if credentials else {}),
                "frames": self.frames,
                "raw": raw,
            },
        }


def validate(file: File[bytes]) -> ValidatedImage:
    """Return what the binary `file` is. Raise InvalidImage with a sentence when it cannot be used.

    Nothing else is raised, whatever the file holds, and the file is left at its beginning.
    """
    try:
        size = file.size
        if size > settings.MAX_UPLOAD_BYTES:
            raise InvalidImage(
                _("The file has %(size)d MB; at most %(limit)d MB are taken in. Save it smaller.")
                % {"size": -(-size >> 20), "limit": settings.MAX_UPLOAD_BYTES >> 20},
                code="file_too_large",
            )
        with ONE_AT_A_TIME, warnings.catch_warnings(action="ignore"):
            return _validated(file, size)
    except InvalidImage:
        raise
    except Exception as broken:  # Pillow raises what it likes on broken and hostile files
        raise not_a_picture() from broken
    finally:
        file.seek(0)


def not_a_picture() -> InvalidImage:
    """Return the error for a file that cannot be decoded."""
    message = _(
        "The file is not a whole JPEG, PNG, WebP, AVIF, TIFF or GIF picture. Export it again."
    )
    return InvalidImage(message, code="no_picture")


def parse_house_datetime(text: str | None) -> datetime | None:
    """Return a date in a file as a moment: midnight without a time, house time without a zone."""
    if not text:
        return None
    try:
        when: datetime | date | None = parse_datetime(text) or parse_date(text)
        if when is None:
            return None
        if not isinstance(when, datetime):
            when = datetime.combine(when, time.min)
        house_zone = timezone.get_default_timezone()
        return timezone.make_aware(when, house_zone) if timezone.is_naive(when) else when
    except (ValueError, OverflowError):  # the thirtieth of February
        return None


def _validated(file: File[bytes], size: int) -> ValidatedImage:
    stream = cast(BinaryIO, file)  # a File has the methods of one
    file.seek(0)
    if refusal := unread.refusal(file.read(unread.HEAD)):
        raise InvalidImage(refusal, code="kind_not_read")
    built = structure.read(stream)
    if built.format == "AVIF" and not structure.survives(stream, _most_pixels(_COST["AVIF"])):
        raise ValueError("its pixels are not what it claims")
    file.seek(0)
    with Pillow.open(file, formats=(built.format,)) as picture:
        _require_room(picture, built)
        if len(picture.info.get("exif", b"")) > structure.MAX_EXIF:
            raise ValueError("its EXIF is built to tire its reader")
        metadata = reading.read(
            picture
        )  # first: to look for EXIF, Pillow decodes a PNG and lets go of it
        width, height = picture.size[:: -1 if _orientation(picture) >= 5 else 1]
        frames = built.frames if built.frames > 1 else _moving_frames(picture)
        picture.draft("RGB", (1, 1))  # JPEG: every byte is read, few pixels are made
        picture.load()
        _require_colours(picture)
        transparent = is_transparent(picture)
    if metadata.has_credentials:
        credentials = verify_credentials.verify(stream, built.format)
        metadata = reading.with_credentials(metadata, credentials)
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    frames = min(frames, structure.MAX_FRAMES)
    return ValidatedImage(
        FORMATS[built.format], width, height, size, digest, transparent, frames, metadata
    )


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _moving_frames(picture: ImageFile) -> int:
    """Return the number of frames of formats that Pillow counts; 1 of others."""
    return getattr(picture, "n_frames", 1) if picture.format in ("WEBP", "AVIF") else 1


def _require_room(picture: ImageFile, built: structure.Built) -> None:
    """Refuse what cannot be decoded in the memory there is, by what its header claims."""
    pixels = picture.width * picture.height
    most = settings.MAX_IMAGE_PIXELS
    if pixels > most:
        raise InvalidImage(
            _("The picture has %(count)d million pixels; at most %(limit)d million are taken in.")
            % {"count": _millions(pixels), "limit": most // 1_000_000},
            code="too_many_pixels",
        )
    if picture.format not in ("JPEG", "MPO") or built.scans > 1:
        kind = "progressive JPEG" if built.scans > 1 else _NAMES.get(built.format, built.format)
        clear = picture.mode in _CLEAR or "transparency" in picture.info
        most = _most_pixels(max(_cost(picture), _COST_OF_CLEAR if clear else 0))
        if pixels > most:
            raise InvalidImage(
                _(
                    "The picture has %(count)d million pixels; as %(kind)s at most %(limit)d"
                    " million are taken in. Save it smaller, or as a plain JPEG."
                )
                % {"count": _millions(pixels), "kind": kind, "limit": most // 1_000_000},
                code="too_many_pixels",
            )
    if max(picture.size) > LONGEST_SIDE:
        raise InvalidImage(
            _(
                "The picture is %(side)d pixels long; at most %(limit)d are taken in."
                " Save it smaller."
            )
            % {"side": max(picture.size), "limit": LONGEST_SIDE},
            code="picture_too_long",
        )
    if built.scans > 1 and built.scans * pixels > _MAX_PAINTED:
        raise InvalidImage(
            _("The JPEG is drawn in %(count)d passes. Save it as a plain one.")
            % {"count": built.scans},
            code="too_many_passes",
        )


def _millions(pixels: int) -> int:
    return -(-pixels // 1_000_000)


def _most_pixels(cost: float) -> int:
    """Return how many pixels may be decoded whole when each takes `cost` bytes."""
    most: int = settings.MAX_IMAGE_PIXELS_WHOLE
    return min(most, int(most * _RECKONED / cost))


def _cost(picture: ImageFile) -> float:
    """Return the bytes of memory that decoding takes for each pixel."""
    if picture.format in ("JPEG", "MPO"):  # all coefficients are kept until the last scan
        layers = cast(JpegImageFile, picture).layer
        samples = [(across, down) for _id, across, down, _table in layers]
        most = max(across for across, _down in samples) * max(down for _across, down in samples)
        return max(1, 2 * sum(across * down for across, down in samples) / most)
    if picture.format == "TIFF":
        return _cost_of_tiff(cast(TiffImageFile, picture))
    return _COST[str(picture.format)]


def _cost_of_tiff(picture: TiffImageFile) -> float:
    """Return the bytes for the pixels, the largest strip or tile, and a turned copy of the picture."""
    if picture.info.get("compression", "raw") not in _PACKED:
        raise InvalidImage(
            _("The TIFF is packed in a way that is not read here. Save it as a JPEG or PNG."),
            code="tiff_compression_unknown",
        )
    tags = picture.tag_v2
    across, down = tags.get(322, picture.width), tags.get(323, tags.get(278, picture.height))
    strip = across * (down if 323 in tags else min(down, picture.height))
    deep = sum(tags.get(258, (1,))) / 8
    return float(4 + max(1, strip) * deep / max(1, picture.width * picture.height))


def _require_colours(picture: Pillow.Image) -> None:
    if picture.mode not in (*_FLAT, *_CLEAR, *_DEEP, "P"):
        raise InvalidImage(
            _("The picture holds measurements instead of colours. Save it as a JPEG or PNG."),
            code="colours_unknown",
        )


def _orientation(picture: ImageFile) -> int:
    """Return EXIF's orientation; 1 where Pillow turns the picture by itself, or the EXIF is broken."""
    if picture.format == "TIFF":
        return 1
    try:
        orientation: int = picture.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # as many kinds as there are ways to break it; the pixels are judged apart
        return 1
    return orientation if orientation in _TURNS else 1


def is_transparent(picture: Pillow.Image) -> bool:
    """Whether something behind the decoded `picture` would be seen through it."""
    clear = picture.info.get("transparency")
    if picture.mode in _CLEAR:
        lowest, _highest = cast("tuple[tuple[int, int], ...]", picture.getextrema())[-1]
        return lowest < 255
    if picture.mode == "P" and clear is not None:
        used = picture.histogram()
        opacity = enumerate(clear) if isinstance(clear, bytes) else [(clear, 0)]
        return any(used[index] and alpha < 255 for index, alpha in opacity)
    return (
        clear is not None and picture.mode not in _DEEP
    )  # of these a grey too many would be clear


def upright(file: File[bytes], size: tuple[int, int] = (1920, 1920)) -> Pillow.Image:
    """Return the decoded picture, turned upright, in L, RGB, RGBA or CMYK, in `size` or larger.

    The caller has validated the file, and holds ONE_AT_A_TIME. A large picture is made small before
    anything else is done with it: band by band where its mode has to change.
    """
    with warnings.catch_warnings(action="ignore"):
        opened = Pillow.open(file, formats=READ)
        orientation = _orientation(opened)
        across, down = size[:: -1 if orientation >= 5 else 1]
        opened.draft("RGB", (across, down))
        opened.load()
    # Pillow's own way of turning writes the EXIF anew, and can fail.
    picture, turn = _small(opened, across, down), _TURNS.get(orientation)
    return picture if turn is None else picture.transpose(turn)


def _small(picture: Pillow.Image, across: int, down: int) -> Pillow.Image:
    """Return it reduced by a whole number, not below the size, in a mode that can be resized."""
    factor = max(1, min(picture.width // across, picture.height // down))
    mode = _resizable(picture)
    if mode == picture.mode and (factor == 1 or mode != "RGBA"):
        return picture.reduce(factor) if factor > 1 else picture
    height = max(factor, _BAND // picture.width // factor * factor)
    made = Pillow.new(mode, (-(-picture.width // factor), -(-picture.height // factor)))
    for top in range(0, picture.height, height):
        band = picture.crop((0, top, picture.width, min(top + height, picture.height)))
        if picture.mode in _DEEP:  # converting directly would clip to white
            band = band.convert("I").point(_to_eight_bits).convert("L")
        made.paste(band.convert(mode).reduce(factor), (0, top // factor))
    made.info["icc_profile"] = picture.info.get("icc_profile")
    return made


def _to_eight_bits(value: Any) -> Any:
    return value * (1 / 256)


def _resizable(picture: Pillow.Image) -> str:
    """Return the mode in which the picture can be resized."""
    if is_transparent(picture):
        return "RGBA"
    if picture.mode in _DEEP or picture.mode == "1":
        return "L"
    return picture.mode if picture.mode in ("L", "RGB", "CMYK") else "RGB"
