"""How the files of pictures are named in their storages, and renditions in their addresses.

No name says anything of what the picture shows or of the file that was sent.
"""

import re
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # models take the names of their files from here
    from images.models import Image, Rendition

_RENDITION_FILE_NAME = re.compile(
    r"(?P<width>[0-9]{1,5})(?:-(?P<crop>[0-9]+x[0-9]+))?(?:-[0-9a-f]{8})?\.(?P<format>[a-z]{1,4})"
)


def new_token() -> str:
    """Return 128 random bits, for an address that nobody can guess."""
    return secrets.token_urlsafe(16)


def original_name(image: "Image", filename: str) -> str:
    """Return the name of the original in its storage. The sender's file name decides nothing."""
    return f"{image.token[:2]}/{image.token}.{image.format or 'bin'}"


def rendition_name(rendition: "Rendition", filename: str) -> str:
    """Return the name of a rendition in its storage, below its picture's token."""
    return f"{rendition.image.token[:2]}/{rendition.image.token}/{rendition.name}"


def rendition_file_name(width: int, format: str, crop: str = "", recipe: str = "") -> str:
    """Return the last part of a rendition's address: "640-16x9-1f0c22ab.webp"."""
    return f"{'-'.join(filter(None, (str(width), crop, recipe)))}.{format}"


def parse_rendition_file_name(name: str) -> dict[str, str] | None:
    """Return width, crop and format of a rendition's file name, whatever its recipe; else None."""
    match = _RENDITION_FILE_NAME.fullmatch(name)
    return match.groupdict(default="") if match else None
