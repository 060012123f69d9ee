"""What a picture looks like, in a few numbers: the same photograph has nearly the same, whatever its file.

A perceptual hash by the cosine transform (pHash), 64 bits of low frequencies. Agencies crop a little, so
that each picture has two views: the whole, and what is left without its margins. Small distances of the
hash alone are sometimes chance; a grid of greys of the same view tells. docs/decisions/0022 has the
measurements. Pure: knows no model and no file.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import combinations, product
from typing import NamedTuple

from PIL import Image as Pillow

VERSION = 1  # raise it when the same picture would now get another hash
MARGINS = (0.0, 0.03)  # what each view leaves out on every side, in parts of the picture
MAX_DISTANCE = 10
BANDS, BITS = 4, 16  # of a hash, each of which a database can look up
# Every hash within MAX_DISTANCE has at least one band that differs in so many bits at most.
REACH = MAX_DISTANCE // BANDS
_MIN_LIKENESS = 0.6  # of the edges of two grids, from -1 to 1
_SIDE, _LOW, _GRID = 32, 8, 16
_MIN_FREQUENCIES, _MIN_AMPLITUDE = 24, 0.5  # below, it is a blank, or a colour that fades
_MASK = (1 << BANDS * BITS) - 1
_COSINES = [
    [math.cos(math.pi * (2 * x + 1) * u / (2 * _SIDE)) for x in range(_SIDE)] for u in range(_LOW)
]


class View(NamedTuple):
    """What one view looks like."""

    value: int  # the hash, of 64 bits
    grid: bytes  # 16 × 16 greys, row by row


def views(picture: Pillow.Image) -> tuple[View, ...]:
    """Return the views of a decoded, upright picture; () when too little can be told apart in it."""
    grey = _grey(picture)
    seen = [_view(grey, margin) for margin in MARGINS]
    return tuple(view for view in seen if view) if all(seen) else ()


def distance(value: int, other: int) -> int:
    """Return in how many bits two hashes differ, also when they are signed."""
    return ((value ^ other) & _MASK).bit_count()


def is_same(views: Iterable[View], others: Sequence[View]) -> bool:
    """Return whether two pictures are the same photograph, by their views."""
    return any(
        distance(view.value, other.value) <= MAX_DISTANCE
        and likeness(view.grid, other.grid) >= _MIN_LIKENESS
        for view, other in product(views, others)
    )


def likeness(grid: bytes, other: bytes) -> float:
    """Return the correlation of the edges in two grids: 1 is the same, about 0 is another picture."""
    a, b = _edges(grid), _edges(other)
    size = math.sqrt(sum(x * x for x in a) * sum(x * x for x in b))
    return sum(map(int.__mul__, a, b)) / size if size else 0.0


def bands(value: int) -> tuple[int, ...]:
    """Return the bands of a hash, the highest bits first."""
    return tuple(value >> BITS * n & (1 << BITS) - 1 for n in reversed(range(BANDS)))


def neighbours(band: int) -> list[int]:
    """Return the band, and every other that differs from it in REACH bits at most."""
    flips = (
        sum(1 << bit for bit in bits)
        for count in range(REACH + 1)
        for bits in combinations(range(BITS), count)
    )
    return [band ^ flip for flip in flips]


def signed(value: int) -> int:
    """Return the hash as a database stores 64 bits."""
    return value - (1 << BANDS * BITS) if value >> BANDS * BITS - 1 else value


def unsigned(value: int) -> int:
    """Return the hash that a database stored as `value`."""
    return value & _MASK


def _grey(picture: Pillow.Image) -> Pillow.Image:
    if picture.mode == "RGBA":  # as its JPEG is
        ground = Pillow.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    small = picture.resize((8 * _SIDE, 8 * _SIDE), Pillow.Resampling.BOX, reducing_gap=2.0)
    return small.convert("L")


def _view(grey: Pillow.Image, margin: float) -> View | None:
    side = grey.width
    box = (side * margin, side * margin, side * (1 - margin), side * (1 - margin))
    small = grey.resize((_SIDE, _SIDE), Pillow.Resampling.LANCZOS, box=box)
    frequencies = _frequencies(small.tobytes())
    if sum(abs(a) > _MIN_AMPLITUDE for a in frequencies[1:]) < _MIN_FREQUENCIES:
        return None
    median = sorted(frequencies[1:])[len(frequencies) // 2]
    value = 0
    for amplitude in frequencies:
        value = value << 1 | (amplitude > median)
    return View(value, small.resize((_GRID, _GRID), Pillow.Resampling.BOX).tobytes())


def _frequencies(greys: bytes) -> list[float]:
    """Return the amplitudes of the lowest frequencies, in greys of 256: a discrete cosine transform."""
    rows = [list(map(float, greys[n : n + _SIDE])) for n in range(0, _SIDE**2, _SIDE)]
    across = [[_dot(cosines, row) for cosines in _COSINES] for row in rows]
    columns = list(zip(*across, strict=True))
    return [_dot(cosines, column) * 4 / _SIDE**2 for cosines in _COSINES for column in columns]


def _dot(values: Iterable[float], other: Iterable[float]) -> float:
    return sum(map(float.__mul__, values, other))


def _edges(grid: bytes) -> list[int]:
    """Return by how much each grey differs from the one to its left, and from the one above."""
    across = [grid[n] - grid[n - 1] for n in range(len(grid)) if n % _GRID]
    return across + [grid[n] - grid[n - _GRID] for n in range(_GRID, len(grid))]
