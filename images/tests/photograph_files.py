"""Photographs for tests: the demo's, smaller, and what another agency's copy of one is like."""

import io
from functools import cache
from pathlib import Path

from django.conf import settings
from PIL import Image as Pillow
from PIL import ImageEnhance, ImageFilter

FOLDER = Path(settings.BASE_DIR) / "newsroom" / "demo" / "pictures"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.jpg")))


@cache
def photograph(name="river-bridge"):
    """Return a picture of the demo, decoded, at most 640 pixels long."""
    picture = Pillow.open(FOLDER / f"{name}.jpg")
    picture.draft("RGB", (640, 640))
    picture.thumbnail((640, 640))
    return picture.convert("RGB")


def encoded(picture, quality=85, **save):
    """Return it as the bytes of a JPEG."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality, **save)
    return file.getvalue()


def decoded(data):
    """Return the picture of a file."""
    return Pillow.open(io.BytesIO(data))


def resized(picture, part):
    return picture.resize((int(picture.width * part), int(picture.height * part)))


def cropped(picture, left=0.0, top=0.0, right=0.0, bottom=0.0):
    """Return it without these parts at its sides."""
    width, height = picture.size
    box = (left * width, top * height, (1 - right) * width, (1 - bottom) * height)
    return picture.crop(tuple(map(round, box)))


# What happens to a photograph on its way through another agency.
COPIES = {
    "packed harder": lambda p: encoded(p, 25),
    "half as large": lambda p: encoded(resized(p, 0.5), 70),
    "a thumbnail": lambda p: encoded(resized(p, 0.25), 60),
    "larger": lambda p: encoded(resized(p, 1.6)),
    "grey": lambda p: encoded(p.convert("L")),
    "brighter": lambda p: encoded(ImageEnhance.Brightness(p).enhance(1.15)),
    "more contrast": lambda p: encoded(ImageEnhance.Contrast(p).enhance(1.2)),
    "sharper": lambda p: encoded(p.filter(ImageFilter.UnsharpMask(2, 120))),
    "a little cropped": lambda p: encoded(cropped(p, 0.02, 0.02, 0.02, 0.02)),
    "cropped at two sides": lambda p: encoded(cropped(p, top=0.01, right=0.02)),
    "grey, cropped, half as large": lambda p: encoded(
        resized(cropped(p, 0.02, 0.01, 0.02, 0.02), 0.5).convert("L"), 50
    ),
}
