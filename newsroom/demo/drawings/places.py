"""Scenes of built places: a city at dusk, a port, a river bridge and an observatory."""

import itertools
import math

from newsroom.demo.drawings.canvas import Canvas, at, mix


def dusk_city(c: Canvas) -> None:
    c.sky("1d2350", "4b3a78", "a8567f", "f0936f", "fcc98a")
    c.glow(560, 860, 900, "ffd9a0", 0.7)
    c.ridge(830, 40, 700, "8a5482", 3)
    towers(c, 900, 120, 300, "6d4677", 0.10)
    tower_lattice(c, 1290, 900, 650)
    towers(c, 930, 90, 330, "41315f", 0.30)
    towers(c, 960, 50, 210, "231f45", 0.42)
    c.mirror(960, "1b1b45", 0.38)
    c.glints(965, 240, "ffcf94", 0.4)
    c.box(0, 954, c.w, 9, "15142e")
    for x in range(30, c.w, 90):
        c.glow(x, 950, 34, "ffdf9e", 0.8)


def towers(c: Canvas, floor: float, low: float, high: float, colour: str, lit: float) -> None:
    """Draw one row of city blocks with lit windows."""
    x = -20.0
    while x < c.w:
        w, h = c.rng.uniform(60, 150), c.rng.uniform(low, high)
        shade = mix(colour, "000010", c.rng.uniform(0, 0.22))
        c.box(x, floor - h, w, h, shade)
        if c.rng.random() < 0.3:
            c.box(x + w * 0.46, floor - h - 34, 3, 34, shade)
            c.oval(x + w * 0.46 + 1.5, floor - h - 34, 3.5, 3.5, "ff6a5a")
        for wx in range(int(x) + 9, int(x + w) - 12, 13):
            for wy in range(int(floor - h) + 14, int(floor) - 12, 18):
                if c.rng.random() < lit:
                    warm = c.rng.choice(("ffd98a", "ffe9bd", "ffc873", "d8e6ff"))
                    c.box(wx, wy, 7, 9, warm, c.rng.uniform(0.45, 1))
        x += w + c.rng.choice((2, 4, 10))


def tower_lattice(c: Canvas, x: float, floor: float, h: float) -> None:
    """Draw a tapering steel tower with two decks."""

    def half(t: float) -> float:
        return 6 + 118 * math.pow(1 - t, 2.2)

    steps = [i / 22 for i in range(20)]
    for side in (-1, 1):
        c.line([(x + side * half(t), floor - h * t) for t in steps], "e8553f", 9)
    for a, b in itertools.pairwise(steps):
        ya, yb = floor - h * a, floor - h * b
        c.line([(x - half(a), ya), (x + half(b), yb)], "e8553f", 4)
        c.line([(x + half(a), ya), (x - half(b), yb)], "e8553f", 4)
    c.box(x - 62, floor - h * 0.44, 124, 26, "ffe2bd", r=4)
    c.box(x - 26, floor - h * 0.74, 52, 20, "ffe2bd", r=4)
    c.poly([(x - 8, floor - h * 0.86), (x + 8, floor - h * 0.86), (x, floor - h * 1.1)], "f6dcc8")
    c.glow(x, floor - h * 0.5, 360, "ff9a5c", 0.35)


def port(c: Canvas) -> None:
    c.sky("7fb3cf", "b9d6db", "f4e6cd", "f8d7ad")
    c.glow(380, 560, 700, "fff3d2", 0.85)
    c.ridge(700, 60, 420, "9db7bd", 4)
    c.blend((0, 720, c.w, 380), "a9cdd0", "3f86a0", "1f5876")
    c.glints(725, 260, "ffffff", 0.45)
    crane(c, 1500, 930, 520, "7f98a6")
    crane(c, 1180, 950, 620, "4a6a80")
    stack(c, 210, 842, 11, 6, 46)
    c.poly([(80, 830), (1500, 830), (1440, 985), (190, 985)], "23374d")
    c.poly([(165, 945), (1458, 945), (1440, 985), (190, 985)], "a8483c")
    c.box(1330, 610, 110, 225, "f2efe6")
    c.box(1345, 630, 80, 18, "35506a")
    c.box(1372, 560, 34, 52, "c9573f")
    c.veil(985, 40, "123a50", 0.5, 0)
    crane(c, 1640, 1110, 880, "e07b3a")
    c.box(0, 1095, c.w, 185, "56616a")
    c.box(0, 1095, c.w, 12, "d9c27a")
    stack(c, -40, 1250, 7, 2, 72)
    stack(c, 1330, 1262, 4, 2, 76)


def crane(c: Canvas, x: float, floor: float, size: float, colour: str) -> None:
    """Draw a quayside gantry crane whose boom reaches out to the left."""
    top, width = floor - size, size * 0.04
    for leg in (0, size * 0.36):
        c.box(x + leg, top, width, size, colour)
    for y in (top, floor - size * 0.45):
        c.box(x, y, size * 0.4, width, colour)
    c.line([(x, floor - size * 0.45), (x + size * 0.38, top)], colour, width * 0.5)
    c.box(x - size * 0.85, top - width, size * 1.55, width * 1.2, colour)
    peak = (x + width, top - size * 0.36)
    c.line([(x, top), peak, (x + size * 0.36, top)], colour, width * 0.8)
    for reach in (-0.8, -0.42, 0.62):
        c.line([peak, (x + size * reach, top)], colour, width * 0.3)
    c.box(x + size * 0.42, top, size * 0.16, size * 0.1, mix(colour, "ffffff", 0.25))
    for cable in (-0.45, -0.37):
        c.line([(x + size * cable, top), (x + size * cable, top + size * 0.3)], colour, 2)
    c.box(x - size * 0.49, top + size * 0.3, size * 0.16, size * 0.075, "c9573f")


def stack(c: Canvas, x: float, floor: float, columns: int, tallest: int, unit: float) -> None:
    """Draw stacked containers; `unit` is the height of one."""
    colours = ("c9573f", "2f6f8f", "e0a63c", "3d8a72", "d8d2c2", "7b4f72", "34506b")
    for column in range(columns):
        for level in range(c.rng.randint(max(1, tallest - 2), tallest)):
            left, top = x + column * unit * 2.5, floor - (level + 1) * unit
            colour = c.rng.choice(colours)
            c.box(left, top, unit * 2.44, unit - 2, colour)
            c.box(left, top, unit * 2.44, unit * 0.12, mix(colour, "ffffff", 0.3))
            for rib in range(1, 12):
                c.box(left + rib * unit * 0.2, top + unit * 0.2, 2, unit * 0.65, "000000", 0.13)


def river_bridge(c: Canvas) -> None:
    c.sky("3c3f7d", "8a5f9e", "e08a8f", "fbc28f", "fde3b8")
    c.glow(1380, 700, 800, "fff0c4", 0.8)
    c.oval(1380, 680, 62, 62, "fff4d6")
    c.ridge(740, 70, 520, "9a7399", 4)
    bank = c.ridge(790, 22, 300, "4c4a72", 4)
    for _ in range(70):
        x = c.rng.uniform(0, c.w)
        c.crown(x, bank(x) - 2, c.rng.uniform(12, 30), "3d3f66")
    c.blend((0, 828, c.w, 30), "b9829c", "9a6f98")
    span = c.w / 6
    for i in range(6):
        left = i * span
        arch = [(left + span * t / 24, 800 - 150 * math.sin(math.pi * t / 24)) for t in range(25)]
        c.line(arch, "e9e3ea", 9)
        c.line([(x, 800 - (800 - y) * 0.86) for x, y in arch], "cfc6d8", 4)
        for x, y in arch[1:-1:2]:
            c.line([(x, y), (x, 800)], "d9d1de", 3)
        c.box(left - 15, 812, 30, 44, "bdb2c8")
        c.box(left + 5, 812, 10, 44, "6d648a")
    c.box(0, 796, c.w, 15, "efe8ec")
    c.box(0, 811, c.w, 7, "6d648a")
    c.mirror(856, "4a3f78", 0.3)
    c.glints(860, 260, "ffe2bd", 0.45)
    for x, y, s in ((430, 1010, 1.0), (1180, 1110, 1.5)):
        c.poly(at("-120,-14 120,-18 84,14 -84,14", x, y, s), "2b2448")
        c.poly(at("-62,-15 58,-15 44,-50 -48,-50", x, y, s), "46386a")
        c.box(x - 100 * s, y + 14 * s, 200 * s, 7 * s, "1d1838", 0.45, r=3)
        c.glow(x, y - 28 * s, 40 * s, "ffcf7a", 0.9)


def observatory(c: Canvas) -> None:
    c.sky("070b22", "131a45", "2d2f6b", "6b4a80", "c9777a")
    for i in range(46):
        x, y = 40 + 34 * i + c.rng.uniform(-90, 90), 60 + 27 * i + c.rng.uniform(-110, 110)
        colour = c.rng.choice(("8a8fd0", "b89ac8", "e8c8d0"))
        c.glow(x, y, c.rng.uniform(110, 260), colour, 0.17)
    for _ in range(1500):
        x, y = c.rng.uniform(0, c.w), c.rng.uniform(0, 1500)
        size = c.rng.choice((0.8, 1, 1.2, 1.6, 2.4))
        c.oval(x, y, size, size, "fffbe8", c.rng.uniform(0.35, 1))
    for x, y in ((300, 420), (1180, 250), (860, 760), (1400, 900), (180, 980)):
        c.glow(x, y, 26, "ffffff", 0.9)
    for i in range(3):
        c.ridge(1490 + 90 * i, 90, 520, mix("5a4470", "171a38", i / 2))
    c.sector(820, 1420, 330, 180, 360, "c8cbe0")
    c.sector(820, 1420, 330, 270, 360, "8f93b8", 0.75)
    for i in range(1, 5):
        half, y = 330 * math.cos(i * 0.3), 1420 - 330 * math.sin(i * 0.3)
        c.line([(820 - half, y), (820 + half, y)], "7f83a8", 3, 0.6)
    c.poly([(690, 1108), (800, 1084), (850, 1420), (690, 1420)], "15152e")
    c.glow(770, 1370, 140, "ffb86a", 0.5)
    c.line([(780, 1400), (712, 1080)], "e8e9f2", 52)
    c.line([(722, 1128), (710, 1068)], "4a4e78", 62)
    c.box(470, 1410, 700, 44, "e6e6f0", r=8)
    c.box(510, 1454, 620, 280, "a9adcb")
    c.box(850, 1454, 280, 280, "000018", 0.16)
    c.box(600, 1570, 84, 170, "ffcf8a", r=8)
    c.glow(642, 1650, 190, "ffcf8a", 0.5)
    hill = c.ridge(1740, 50, 600, "0d1026")
    for _ in range(60):
        x = c.rng.choice((c.rng.uniform(0, 430), c.rng.uniform(1200, 1600)))
        c.tree(x, hill(x) + 16, c.rng.uniform(60, 170), "0a0c1f")
