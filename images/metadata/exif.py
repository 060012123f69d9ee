"""Reads the few fields of EXIF 3.0 that name a maker, a text or a time.

Pure. EXIF says ASCII; programs write UTF-8 or Windows-1252 there, and pad with NUL.
"""

import contextlib
import math
from dataclasses import dataclass, field
from typing import Any

from PIL import ExifTags
from PIL import Image as Pillow

from images.metadata import encoding

_ZONE = 0x9011  # OffsetTimeOriginal
_IFDS = (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo)
_MAX_LENGTH = 2_000  # characters of one value in raw


@dataclass(frozen=True)
class ExifData:
    """The fields of an EXIF block, and everything readable in it. The latter is never shown."""

    values: dict[str, str | tuple[str, ...]] = field(default_factory=dict)
    raw: dict[str, Any] = field(default_factory=dict)


def read(exif: Pillow.Exif | None) -> ExifData:
    """Return Artist, Copyright, ImageDescription and DateTimeOriginal with its zone. Never fails.

    Several artists are separated by ";" (Metadata Working Group 2.0). Copyright may name the
    photographer and the editor with NUL between them.
    """
    if exif is None:
        return ExifData()
    camera = _ifd(exif, ExifTags.IFD.Exif)
    values: dict[str, str | tuple[str, ...]] = {}
    artists = [name.strip() for name in _text(exif.get(ExifTags.Base.Artist)).split(";")]
    if any(artists):
        values["creators"] = tuple(filter(None, artists))
    if caption := _text(exif.get(ExifTags.Base.ImageDescription)):
        values["caption"] = caption
    parties = _letters(exif.get(ExifTags.Base.Copyright)).split("\0")
    if notice := ", ".join(filter(None, map(str.strip, parties))):
        values["copyright_notice"] = notice
    if made := _text(camera.get(ExifTags.Base.DateTimeOriginal)):
        values["created_at"] = made + _text(camera.get(_ZONE))
    return ExifData(values, _raw(exif))


def _ifd(exif: Pillow.Exif, tag: int) -> dict[int, Any]:
    # Pillow meets an address that leads nowhere with one of many exceptions.
    with contextlib.suppress(Exception):
        return dict(exif.get_ifd(tag))
    return {}


def _letters(value: object) -> str:
    """Return the value's text. Pillow decodes as Latin-1, so that the bytes can be had again."""
    if isinstance(value, str):
        with contextlib.suppress(UnicodeEncodeError):
            value = value.encode("latin-1")
    return encoding.decode(value) if isinstance(value, bytes) else str(value or "")


def _text(value: object) -> str:
    return _letters(value).partition("\0")[0].strip()


def _raw(exif: Pillow.Exif) -> dict[str, Any]:
    """Return every value that JSON can hold: texts, numbers and short lists of them."""
    readable: dict[str, Any] = {}
    for names, values in (
        (ExifTags.TAGS, dict(exif)),
        (ExifTags.TAGS, _ifd(exif, _IFDS[0])),
        (ExifTags.GPSTAGS, _ifd(exif, _IFDS[1])),
    ):
        for tag, value in values.items():
            plain = _plain(value)
            if plain is not None and tag not in _IFDS:
                readable.setdefault(names.get(tag, f"{tag:#06x}"), plain)
    return readable


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return encoding.writable(_letters(value))[:_MAX_LENGTH]
    if isinstance(value, bool | int):
        return int(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value] if len(value) <= 16 else None
    try:
        number = float(value)
    except (TypeError, ValueError, ArithmeticError):
        return None
    return number if math.isfinite(number) else None
