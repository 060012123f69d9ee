"""Which files a picture has, as its own row says: pages print addresses without a query for them.

`Image.files` is kept by `note`, in the transaction that writes the renditions; the rows of Rendition
stay the truth for what is served. Its shape: {crop: {format: [recipe, [[width, height], …]]}}.
"""

from typing import NamedTuple

from images.models import Image, Rendition, rendition_file_name


class File(NamedTuple):
    """One rendition: its size in pixels and the last part of its address."""

    width: int
    height: int
    name: str


def files(image: Image, format: Rendition.Format, crop: str = "") -> list[File]:
    """The files in one format and crop, the narrowest first; [] while there are none."""
    recipe, sizes = image.files.get(crop, {}).get(format, ("", ()))
    return [File(w, h, rendition_file_name(w, format, crop, recipe)) for w, h in sizes]


def refresh(image: Image) -> None:
    """Write down which renditions the picture has now."""
    found: dict[str, dict[str, list]] = {}
    rows = image.renditions.order_by("crop", "format", "width")
    for row in rows:
        _recipe, sizes = found.setdefault(row.crop, {}).setdefault(row.format, [row.recipe, []])
        sizes.append([row.width, row.height])
    image.files = found
    Image.objects.filter(pk=image.pk).update(files=found)
