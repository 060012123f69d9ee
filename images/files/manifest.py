"""Which files a picture has, as its own row says: pages print addresses without a query for them.

`Image.files` is written by `refresh`, in the transaction that writes the renditions; the rows of
Rendition decide what is served. Its shape: {crop: {format: [recipe, [[width, height], …]]}}.
"""

from typing import Any, NamedTuple

from images.files.names import rendition_file_name
from images.models import Image, Rendition


class File(NamedTuple):
    """One rendition: its size in pixels and the last part of its address."""

    width: int
    height: int
    name: str


def files(image: Image, format: Rendition.Format, crop: str = "") -> list[File]:
    """Return the files in one format and crop, the narrowest first; [] while there are none."""
    recipe, sizes = image.files.get(crop, {}).get(format, ("", ()))
    return [File(w, h, rendition_file_name(w, format, crop, recipe)) for w, h in sizes]


def refresh(image: Image) -> None:
    """Record which renditions the picture has now."""
    manifest: dict[str, dict[str, list[Any]]] = {}
    rows = image.renditions.order_by("crop", "format", "width")
    for row in rows:
        _recipe, sizes = manifest.setdefault(row.crop, {}).setdefault(row.format, [row.recipe, []])
        sizes.append([row.width, row.height])
    image.files = manifest
    Image.objects.filter(pk=image.pk).update(files=manifest)
