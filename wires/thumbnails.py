"""Small copies of the pictures of agency copy, for the desk: made from bytes that were delivered.

A picture that an item points to is the delivery of the same feed whose name is the picture's file
name; a picture that is the item is the item's own delivery. Nothing is ever fetched here, and no
file is served as it came: it is judged as an upload is, made small, and carries no word of its own.
"""

import io
from collections import defaultdict
from collections.abc import Iterable
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
KEPT = 60 * 60 * 24  # seconds
# What wires/parsers/picture.py calls the files that are pictures.
FORMATS = ("JPEG", "PNG", "WebP", "AVIF", "TIFF", "GIF")


@dataclass(frozen=True)
class Thumbnail:
    """A picture that the desk has the bytes of. `number` is its place among the version's pictures."""

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
    """The pictures of each version that there are bytes of, by the version's id. At most one query.

    The versions' items have to be there.
    """
    versions = list(versions)
    wanted = Q(pk__in=[v.delivery_id for v in versions if v.kind == WireItem.Kind.PICTURE])
    names = defaultdict(set)
    for version in versions:
        said = (file_name(picture.get("href", "")) for picture in version.pictures)
        names[version.item.feed_id].update(filter(None, said))
    for feed_id, of_feed in names.items():
        wanted |= Q(feed=feed_id, name__in=of_feed)
    if not versions:
        return {}
    found = Delivery.objects.filter(wanted, format__in=FORMATS).order_by("received_at", "pk")
    rows = list(found.values_list("feed_id", "name", "pk"))
    by_name = {(feed_id, name): pk for feed_id, name, pk in rows}  # of the same name the newest
    own = {pk for _feed, _name, pk in rows}
    return {version.pk: _of_one(version, by_name, own) for version in versions}


def make(delivery: Delivery, size: str) -> bytes:
    """A small JPEG of a delivered picture. Raises `intake.NotAPicture` for everything else."""
    key = f"wire-picture:{delivery.sha256}:{size}"
    if (known := cache.get(key)) is not None:
        return known
    file = ContentFile(bytes(delivery.raw))
    validate.validate(file)
    try:
        with validate.ONE_AT_A_TIME:
            picture = validate.upright(file, SIDES[size])
            picture.thumbnail(SIDES[size])
            picture = _on_white(picture)
    except Exception as broken:  # Pillow raises what it likes
        raise validate.InvalidImage(str(broken)) from broken
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=80)
    cache.set(key, made.getvalue(), KEPT)
    return made.getvalue()


def _on_white(picture):
    """In RGB, and without a word of what the file said beside."""
    ground = Pillow.new("RGB", picture.size, "white")
    if picture.mode == "RGBA":
        ground.paste(picture, mask=picture.getchannel("A"))
    else:
        ground.paste(picture.convert("RGB"))
    return ground


def _of_one(version, by_name, own):
    feed_id, found = version.item.feed_id, []
    for number, picture in enumerate(version.pictures):
        if pk := by_name.get((feed_id, file_name(picture.get("href", "")))):
            found.append(Thumbnail(pk, number, picture.get("caption", "")))
    is_picture = version.kind == WireItem.Kind.PICTURE
    if not found and is_picture and version.delivery_id in own:
        caption = version.pictures[0].get("caption", "") if version.pictures else ""
        found.append(Thumbnail(version.delivery_id, 0, caption))
    return found
