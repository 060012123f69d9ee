"""The canvas the demo pictures are drawn on, and the shapes and colours every scene shares.

Scenes are drawn in page pixels on a canvas of twice that size, then scaled down.
"""

import io
import math
import random
from collections.abc import Callable, Sequence

from PIL import Image, ImageChops, ImageDraw, ImageOps

Colour = tuple[int, int, int, int]
Point = tuple[float, float]

SCALE = 2
LANDSCAPE = (1920, 1280)
PORTRAIT = (1600, 2000)


def rgb(code: str, alpha: float = 1.0) -> Colour:
    """Read a colour such as "ffcc88" and give it an opacity."""
    red, green, blue = bytes.fromhex(code)
    return red, green, blue, round(255 * alpha)


def scaled(*values: float) -> list[float]:
    """Turn page pixels into pixels of the larger canvas."""
    return [value * SCALE for value in values]


def mix(first: str, second: str, share: float) -> str:
    """Give the colour that lies `share` of the way from the first to the second."""
    pairs = zip(bytes.fromhex(first), bytes.fromhex(second), strict=True)
    return bytes(round(a + (b - a) * min(max(share, 0), 1)) for a, b in pairs).hex()


def at(points: str, x: float, y: float, s: float = 1.0) -> list[Point]:
    """Place a shape written as "dx,dy dx,dy ..." at (x, y), scaled by `s`."""
    pairs = (pair.split(",") for pair in points.split())
    return [(x + float(dx) * s, y + float(dy) * s) for dx, dy in pairs]


def noise(rng: random.Random, octaves: int = 5) -> Callable[[float], float]:
    """Return a smooth random curve with values around -1 to 1; one unit of x is one large bump."""
    table = [[rng.uniform(-1, 1) for _ in range(257)] for _ in range(octaves)]

    def curve(x: float) -> float:
        total = 0.0
        for octave, values in enumerate(table):
            whole, part = divmod(x * 2**octave, 1)
            ease = (1 - math.cos(part * math.pi)) / 2
            left, right = values[int(whole) % 257], values[int(whole + 1) % 257]
            total += (left + (right - left) * ease) / 2**octave
        return total / 1.6

    return curve


class Canvas:
    """A picture in the making; all coordinates are those of the finished picture."""

    def __init__(self, key: str, size: tuple[int, int]) -> None:
        self.rng = random.Random(key)
        self.w, self.h = size
        self.image = Image.new("RGB", (self.w * SCALE, self.h * SCALE))
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def poly(self, points: Sequence[Point], colour: str, alpha: float = 1.0) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=rgb(colour, alpha))

    def land(self, outline: Sequence[Point], colour: str) -> None:
        """Fill everything from an outline, given from left to right, down to the foot."""
        self.poly([*outline, (outline[-1][0], self.h), (outline[0][0], self.h)], colour)

    def box(
        self, x: float, y: float, w: float, h: float, colour: str, alpha: float = 1.0, r: float = 0
    ) -> None:
        area = scaled(x, y, x + w, y + h)
        self.pen.rounded_rectangle(area, r * SCALE, fill=rgb(colour, alpha))

    def oval(
        self, x: float, y: float, rx: float, ry: float, colour: str, alpha: float = 1.0
    ) -> None:
        self.pen.ellipse(scaled(x - rx, y - ry, x + rx, y + ry), fill=rgb(colour, alpha))

    def sector(
        self, x: float, y: float, r: float, start: float, end: float, colour: str, alpha: float = 1
    ) -> None:
        """Fill a slice of a disc; the angles are in degrees, clockwise from the right."""
        area = scaled(x - r, y - r, x + r, y + r)
        self.pen.pieslice(area, start, end, fill=rgb(colour, alpha))

    def line(self, points: Sequence[Point], colour: str, width: float, alpha: float = 1.0) -> None:
        path = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(path, fill=rgb(colour, alpha), width=round(width * SCALE), joint="curve")

    def blend(self, box: tuple[float, float, float, float], *stops: str) -> None:
        """Fill a rectangle (x, y, width, height) from top to bottom with evenly spaced colours."""
        x, y, w, h = (round(v * SCALE) for v in box)
        column = Image.new("RGB", (1, 256))
        for i in range(256):
            place = i / 255 * (len(stops) - 1)
            step = min(int(place), len(stops) - 2)
            column.putpixel((0, i), rgb(mix(stops[step], stops[step + 1], place - step))[:3])
        self.image.paste(column.resize((w, h), Image.Resampling.BILINEAR), (x, y))

    def sky(self, *stops: str) -> None:
        self.blend((0, 0, self.w, self.h), *stops)

    def glow(
        self, x: float, y: float, radius: float, colour: str, alpha: float = 0.6, flat: float = 1.0
    ) -> None:
        """Lay a soft round light over the picture; `flat` below 1 squashes it."""
        size = (round(2 * radius * SCALE), round(2 * radius * flat * SCALE))
        light = ImageOps.invert(Image.radial_gradient("L"))
        fall = [max(0, v - 78) / 177 for v in range(256)]  # Pillow's disc reaches to the corners
        light = light.point([round(255 * min(1, alpha) * v * v * (1.6 - 0.6 * v)) for v in fall])
        light = light.resize(size, Image.Resampling.BILINEAR)
        corner = (round((x - radius) * SCALE), round((y - radius * flat) * SCALE))
        self.image.paste(rgb(colour)[:3], corner, light)

    def veil(self, y: float, h: float, colour: str, top: float, bottom: float) -> None:
        """Lay a band of mist over the whole width, its opacity running from top to bottom."""
        ramp = Image.linear_gradient("L")
        ramp = ramp.point([round(255 * top + (bottom - top) * v) for v in range(256)])
        ramp = ramp.resize((self.w * SCALE, round(h * SCALE)))
        self.image.paste(rgb(colour)[:3], (0, round(y * SCALE)), ramp)

    def ridge(
        self, y: float, height: float, bump: float, colour: str, octaves: int = 5
    ) -> Callable[[float], float]:
        """Draw a silhouette of hills down to the foot of the picture; return its outline."""
        curve, start = noise(self.rng, octaves), self.rng.uniform(0, 99)

        def outline(x: float) -> float:
            return y - height * curve(start + x / bump)

        self.land([(x, outline(x)) for x in range(-8, self.w + 16, 8)], colour)
        return outline

    def glints(self, top: float, count: int, colour: str, alpha: float = 0.25) -> None:
        """Scatter short level strokes over water, longer towards the viewer."""
        for _ in range(count):
            depth = self.rng.random() ** 1.5
            x, y = self.rng.uniform(-50, self.w), top + depth * (self.h - top)
            length = self.rng.uniform(20, 60) * (0.4 + 2.5 * depth)
            self.box(x, y, length, 1.2 + 2.5 * depth, colour, alpha * self.rng.random(), r=1)

    def mirror(self, y: float, tint: str, share: float) -> None:
        """Reflect what is above `y` in the water below it, rippled and tinted."""
        edge, depth = round(y * SCALE), round((self.h - y) * SCALE)
        above = self.image.crop((0, max(0, edge - depth), self.w * SCALE, edge))
        water = ImageOps.flip(above).resize((self.w * SCALE, depth))
        water = Image.blend(water, Image.new("RGB", water.size, rgb(tint)[:3]), share)
        for row in range(0, depth, 6):
            shift = math.sin(row * 0.11) + math.sin(row * 0.031 + 1)
            strip = water.crop((0, row, water.width, min(row + 6, depth)))
            reach = round(shift * (2 + 10 * row / depth))
            self.image.paste(ImageChops.offset(strip, reach, 0), (0, edge + row))

    def tree(self, x: float, y: float, size: float, colour: str) -> None:
        """Draw a conifer standing at (x, y)."""
        for part in range(4):
            low, half = y - size * 0.22 * part, size * (0.28 - 0.055 * part)
            self.poly([(x - half, low), (x + half, low), (x, low - size * 0.42)], colour)

    def crown(self, x: float, y: float, size: float, colour: str) -> None:
        """Draw a round-headed tree or bush out of several blobs, lighter at the top left."""
        for _ in range(16):
            dx, dy = self.rng.uniform(-0.6, 0.6) * size, self.rng.uniform(-0.45, 0.45) * size
            light = mix(colour, "f4f0b0", 0.18 * (0.5 - (dx + 2 * dy) / (2 * size)))
            r = size * self.rng.uniform(0.28, 0.48)
            self.oval(x + dx, y + dy, r, r * 0.9, light)

    def jpeg(self) -> bytes:
        """Scale down, add a faint grain and encode."""
        small = self.image.resize((self.w, self.h), Image.Resampling.LANCZOS)
        grain = Image.frombytes("L", (512, 512), self.rng.randbytes(512 * 512))
        grain = grain.point([round(128 + (v - 128) * 0.03) for v in range(256)])
        sheet = Image.new("L", small.size)
        for x in range(0, self.w, 512):
            for y in range(0, self.h, 512):
                sheet.paste(grain, (x, y))
        small = ImageChops.add(small, Image.merge("RGB", (sheet,) * 3), 1, -128)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=88, optimize=True)
        return out.getvalue()
