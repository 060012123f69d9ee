"""Thumbnails of the pictures of agency copy, for the desk, from the bytes that were delivered.

A picture that an item refers to is the delivery of the same feed with the picture's file name; a
picture that is the item itself is the item's own delivery. Nothing is fetched here, and no file is
served as delivered: it is validated like an upload, scaled down, and stripped of its metadata.
"""

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db.models import Q
from django.urls import reverse
from PIL import Image as Pillow

from images.files import validate
from wires.models import Delivery, WireItem, WireVersion
from wires.parsing.urls import file_name

SIDES = {"small": (240, 180), "large": (1280, 1280)}
CACHE_SECONDS = 60 * 60 * 24
# The formats that wires/parsers/picture.py gives to deliveries that are pictures.
FORMATS = ("JPEG", "PNG", "WebP", "AVIF", "TIFF", "GIF")


@dataclass(frozen=True)
class Thumbnail:
    """A picture whose bytes were delivered. `number` is its place among the version's pictures."""

    delivery_id: int
    number: int
    caption: str = ""

    @property
    def src(self) -> str:
        return reverse("admin:wires_delivery_picture", args=[self.delivery_id, "small"])

    @property
    def large(self) -> str:
        return reverse("admin:wires_delivery_picture", args=[self.delivery_id, "large"])


def of(versions: Iterable[WireVersion]) -> dict[int, list[Thumbnail]]:
    """Return the delivered pictures of each version, by the version's id, with one query at most.

    The caller has loaded the versions' items.
    """
    versions = list(versions)
    condition = Q(pk__in=[v.delivery_id for v in versions if v.kind == WireItem.Kind.PICTURE])
    names: dict[int, set[str]] = defaultdict(set)
    for version in versions:
        file_names = (file_name(picture.get("href", "")) for picture in version.pictures)
        names[version.item.feed_id].update(filter(None, file_names))
    for feed_id, feed_names in names.items():
        condition |= Q(feed=feed_id, name__in=feed_names)
    if not versions:
        return {}
    deliveries = Delivery.objects.filter(condition, format__in=FORMATS)
    rows = list(deliveries.order_by("received_at", "pk").values_list("feed_id", "name", "pk"))
    by_name = {(feed_id, name): pk for feed_id, name, pk in rows}  # the newest of the same name
    pks = {pk for _feed, _name, pk in rows}
    return {version.pk: _of_version(version, by_name, pks) for version in versions}


def make(delivery: Delivery, size: str) -> bytes:
    """Return a small JPEG of a delivered picture. Raise `InvalidImage` for any other delivery."""
    key = f"wire-picture:{delivery.sha256}:{size}"
    cached: bytes | None = cache.get(key)
    if cached is not None:
        return cached
    file = ContentFile(bytes(delivery.raw))
    validate.validate(file)
    try:
        with validate.ONE_AT_A_TIME:
            picture = validate.upright(file, SIDES[size])
            picture.thumbnail(SIDES[size])
            picture = _on_white(picture)
    except Exception as error:  # Pillow documents no list of its exceptions
        raise validate.not_a_picture() from error
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=80)
    cache.set(key, output.getvalue(), CACHE_SECONDS)
    return output.getvalue()


def _on_white(picture: Pillow.Image) -> Pillow.Image:
    """Return a copy in RGB on a white ground, without the file's metadata."""
    ground = Pillow.new("RGB", picture.size, "white")
    if picture.mode == "RGBA":
        ground.paste(picture, mask=picture.getchannel("A"))
    else:
        ground.paste(picture.convert("RGB"))
    return ground


def _of_version(
    version: WireVersion, by_name: Mapping[tuple[int, str], int], pks: set[int]
) -> list[Thumbnail]:
    """Return the thumbnails of a version, from the deliveries by feed and name, and by id."""
    feed_id = version.item.feed_id
    thumbnails: list[Thumbnail] = []
    for number, picture in enumerate(version.pictures):
        if pk := by_name.get((feed_id, file_name(picture.get("href", "")))):
            thumbnails.append(Thumbnail(pk, number, picture.get("caption", "")))
    is_picture = version.kind == WireItem.Kind.PICTURE
    if not thumbnails and is_picture and version.delivery_id in pks:
        caption = version.pictures[0].get("caption", "") if version.pictures else ""
        thumbnails.append(Thumbnail(version.delivery_id, 0, caption))
    return thumbnails
