"""Scenes of open country and sea: mountains, fields, coast, storm and forest."""

import math

from newsroom.demo.drawings.canvas import Canvas, at, mix, noise


def dawn_mountains(c: Canvas) -> None:
    c.sky("31456f", "7d7aa3", "e3a592", "fbd9a5", "fdf0cf")
    c.glow(1280, 600, 760, "ffe9b0", 0.8)
    c.oval(1280, 590, 74, 74, "fff6dc")
    tones = ("cf9fa6", "b0839f", "8a6a96", "655582", "43436c", "283354", "15233b")
    for i, colour in enumerate(tones):
        y = 640 + 95 * i
        outline = c.ridge(y, 150 - 12 * i, 520 - 40 * i, colour)
        if i < 6:
            c.veil(y, 170, "fbd0b4", 0, 0.36 - 0.05 * i)
    for _ in range(90):
        x = c.rng.uniform(0, c.w)
        c.tree(x, outline(x) + 14, c.rng.uniform(50, 120), "101d2d")
    for i in range(7):
        x, y = 620 + 46 * i, 330 + 18 * abs(i - 3)
        c.line([(x - 15, y - 7), (x, y), (x + 15, y - 7)], "3d3f60", 2.5)


def snow_peak(c: Canvas) -> None:
    c.sky("4f86b8", "9cc4d8", "e9dfd8", "fbe6cf")
    c.glow(1500, 560, 700, "fff0d8", 0.6)

    def slope(x: float) -> float:
        return 250 + 560 * (1 - math.exp(-((max(abs(x - 900) - 90, 0) / 520) ** 1.15)))

    rough = noise(c.rng)
    flank = [(x, slope(x) + 9 * rough(x / 90)) for x in range(-10, c.w + 20, 10)]
    c.land(flank, "5a78a0")
    cap = [(x, y) for x, y in flank if y < 560]
    drips = [(x, y + (560 - y) * (0.62 + 0.5 * abs(rough(x / 38 + 7)))) for x, y in reversed(cap)]
    snow = [*cap, *drips]
    c.poly(snow, "fbfbff")
    c.poly([(x, y) for x, y in snow if x > 930], "c3d2e8", 0.75)
    c.veil(560, 260, "f6e9dc", 0, 0.85)
    for i in range(3):
        c.ridge(800 + 44 * i, 44, 330, mix("8fa9a8", "3f6f5c", i / 2))
    c.box(0, 902, c.w, 46, "c9cdd0")
    c.box(0, 940, c.w, 12, "8f979d")
    for x in range(40, c.w, 230):
        c.box(x, 948, 46, 130, "b3b9bd")
        c.box(x + 30, 948, 16, 130, "8f979d")
    nose = [(0, 822), (1330, 822), (1420, 834), (1500, 862), (1560, 892), (1560, 904), (0, 904)]
    c.poly(nose, "f8f9fa")
    c.poly([(0, 876), (1520, 876), (1560, 892), (1560, 900), (0, 900)], "2f5fa8")
    c.poly([(1392, 832), (1424, 836), (1476, 856), (1410, 856)], "22344a")
    for x in range(20, 1340, 34):
        c.box(x, 842, 20, 18, "2f455c", r=4)
    for i in range(11):
        y = 1010 + 3.2 * i**2
        c.ridge(y, 8 + i, 420, mix("8fc058", "2f7a3c", i / 10 if i % 2 else i / 16), 2)
        c.ridge(y + 12 + 1.5 * i, 8 + i, 420, mix("5a9440", "1f5a30", i / 10), 2)


def terraces(c: Canvas) -> None:
    c.sky("8fbfd6", "cfe3df", "fdf2d4", "fdf2d4")
    for i in range(3):
        c.ridge(430 + 70 * i, 150, 520, mix("a9c4c9", "57887c", i / 2))
        c.veil(430 + 70 * i, 160, "fdf6df", 0, 0.45)
    curve = noise(c.rng, 3)
    fields = ("8fb545", "b9c552", "6f9f42", "d8c95c", "a8bd4a")
    for i in range(24):
        t = i / 23
        base, tall = 560 + 720 * t**1.55, 16 + 42 * t
        points = []
        for x in range(-10, c.w + 20, 10):
            slope = 130 * math.sin(x / 620 + 0.6) * (1 - 0.5 * t)
            points.append((x, base + slope + (30 + 60 * t) * curve(x / (330 + 200 * t) + i * 0.13)))
        field = mix(c.rng.choice(fields), "2f5f3a", 0.25 * t)
        c.land(points, mix(field, "3b4a22", 0.55))
        c.land([(x, y + tall * 0.28) for x, y in points], field)
        c.line(points, "f3f0c0", 1 + 2 * t, 0.75)
    for x, y, s in ((420, 640, 1.0), (520, 668, 0.8), (1420, 560, 0.7)):
        c.box(x - 30 * s, y - 34 * s, 60 * s, 34 * s, "8a6242")
        c.poly(at("-46,-32 46,-32 0,-72", x, y, s), "5d4634")
        c.crown(x + 66 * s, y - 34 * s, 34 * s, "3f6f3c")


def coffee_hills(c: Canvas) -> None:
    c.sky("86b4cc", "d6e4d8", "fbe9c4")
    c.glow(420, 330, 520, "fff2c4", 0.9)
    for i in range(3):
        c.ridge(440 + 50 * i, 110, 600, mix("a3bdc4", "5f8a80", i / 2))
        c.veil(450 + 50 * i, 150, "fbeecf", 0, 0.5)
    for i in range(5):
        hill = c.ridge(590 + 120 * i, 110 - 8 * i, 760, mix("a8643c", "8a4428", i / 4), 2)
        for row in range(9 + i):
            depth = row * (17 + 4 * i)
            for x in range(-20, c.w + 40, 26 + 9 * i):
                r = 10 + 5.5 * i
                px = x + c.rng.uniform(-4, 4) + row * 9
                py = hill(x) + 14 + depth + c.rng.uniform(-3, 3)
                shade = mix("6f9a4a", "1f5a34", 0.3 + 0.1 * i + c.rng.uniform(-0.2, 0.2))
                c.oval(px, py + r * 0.5, r * 1.1, r * 0.4, "3a1a10", 0.4)
                c.oval(px, py, r, r * 0.8, shade)
                c.oval(px - r * 0.25, py - r * 0.25, r * 0.5, r * 0.35, "c8d88a", 0.35)
        c.veil(600 + 120 * i, 130, "fbe6bd", 0, 0.22 - 0.05 * i)
    for x, y, size in ((300, 640, 60), (390, 650, 44), (1560, 690, 74), (1690, 705, 52)):
        c.box(x - size * 0.08, y, size * 0.16, size * 1.5, "5a3a26")
        c.crown(x, y, size, "3f7a44")


def mangrove(c: Canvas) -> None:
    c.sky("f0c890", "f8e2b4", "e8ecc8", "b8d8b8")
    c.glow(1240, 420, 640, "fffbe0", 0.9)
    for depth in range(4):
        tone, floor, s = mix("9fc0a0", "1f4a3a", depth / 3), 760 + 45 * depth, 0.5 + 0.27 * depth
        bark = mix(tone, "3a2a20", 0.35)
        for _ in range(11 - 2 * depth):
            x = c.rng.uniform(-60, c.w + 60)
            for leg in range(-4, 5):
                steps = (0, 0.1, 0.25, 0.5, 0.75, 1)
                root = [(x + 34 * leg * t**0.6 * s, floor - 170 * (1 - t**1.8) * s) for t in steps]
                c.line(root, bark, 7 * s)
            c.line(at("0,-150 16,-330 -10,-470", x, floor, s), bark, 22 * s)
            for _ in range(9):
                dx, dy = c.rng.uniform(-140, 140) * s, c.rng.uniform(340, 560) * s
                c.crown(x + dx, floor - dy, 72 * s, tone)
        c.veil(floor - 200, 200, "f6ecc8", 0, 0.26 - 0.08 * depth)
    c.mirror(895, "2f5f50", 0.4)
    c.glints(900, 260, "f8f4d0", 0.4)


def coast_train(c: Canvas) -> None:
    c.sky("5fa9d0", "a9d6e2", "f3f1dc")
    c.glow(1500, 160, 520, "fffbe0", 0.8)
    c.blend((0, 520, c.w, 760), "2f87a8", "3fb0b8", "9fe0cf")
    c.glints(530, 260, "ffffff", 0.5)
    for i in range(3):
        edge, foot, tall, rise = 1500 - 330 * i, 545 + 40 * i, 400 - 50 * i, noise(c.rng)
        top = [
            (x, foot - (1 - x / edge) ** 0.8 * tall * (1 + 0.35 * rise(x / 230)))
            for x in range(0, edge + 1, 10)
        ]
        cape = [(0, c.h), *top, (edge * 0.8, foot + 14), (0, foot + 240)]
        c.poly(cape, mix("8fb5b4", "2f6a4c", i / 2))
    shore = [(16 * t, 690 + 0.054 * t**2 + 40 * math.sin(t / 21)) for t in range(124)]
    beach = {-26: "c8f0e2", -8: "ffffff", 8: "f0dcae", 74: "4f8a4a", 120: "3a7040"}
    for lift, colour in beach.items():
        c.land([(x, y + lift) for x, y in shore], colour)
    for shore_x, y in shore:
        leaf = c.rng.choice(("2f6a3f", "4f8f48", "3f7c4f"))
        c.crown(shore_x, y + 88 + c.rng.uniform(0, 18), c.rng.uniform(18, 36), leaf)
    train(c)
    for _ in range(60):
        x, leaf = c.rng.uniform(0, c.w), c.rng.choice(("2c5f38", "3a7a44", "5a9a4c"))
        c.crown(x, 1240 - 0.03 * x + c.rng.uniform(-70, 60), c.rng.uniform(60, 110), leaf)


def train(c: Canvas) -> None:
    """Draw the embankment and a train of seven coaches behind a red engine."""

    def rail(x: float) -> float:
        return 872 + 0.00008 * x * x

    track = [(x, rail(x)) for x in range(0, c.w + 20, 20)]
    c.poly([*track, (c.w, rail(c.w) + 62), (0, rail(0) + 62)], "8f8474")
    for x in range(0, c.w, 26):
        c.box(x, rail(x) + 4, 14, 9, "54483e")
    for car in range(8):
        a, b = 90 + 186 * car, 270 + 186 * car
        body, stripe = ("c9443a", "f2c14a") if car == 7 else ("eef1ee", "2f6fa0")
        ya, yb = rail(a), rail(b)
        for high, low, colour in ((92, 6, body), (36, 16, stripe), (98, 90, "6f7a80")):
            c.poly([(a, ya - high), (b, yb - high), (b, yb - low), (a, ya - low)], colour)
        for w in range(6 if car < 7 else 3):
            c.box(a + 14 + 27 * w, ya - 76 + (yb - ya) * w / 6, 20, 28, "234055", r=4)


def storm(c: Canvas) -> None:
    c.sky("1b2430", "3a4a58", "7f9095", "c9c8b0")
    c.glow(1300, 800, 700, "f0e4b8", 0.7, 0.4)
    for i in range(230):
        t = i / 230
        x, y = c.rng.uniform(-100, c.w + 100), 560 * (1 - t) + c.rng.uniform(-110, 60)
        colour = mix("8a979c", "1a222e", 0.2 + t + c.rng.uniform(-0.2, 0.2))
        c.glow(x, y, c.rng.uniform(110, 260) * (0.6 + 0.5 * t), colour, 0.75, 0.55)
    bolt = [(620.0, 380.0)]
    while bolt[-1][1] < 790:
        x, y = bolt[-1]
        bolt.append((x + c.rng.uniform(-46, 52), y + c.rng.uniform(22, 52)))
    c.glow(640, 560, 420, "cfe0ff", 0.55)
    c.line(bolt, "f4f8ff", 7)
    c.line(at("0,0 70,60 84,130", *bolt[4]), "dfe9ff", 4)
    for _ in range(420):
        x, y = c.rng.uniform(0, c.w), c.rng.uniform(300, 900)
        c.line([(x, y), (x - 22, y + 64)], "d8e2e6", 1.4, 0.22)
    for i in range(9):
        base, swell, wide, curve = 800 + 6 * i**2, 16 + 10 * i, 150 + 60 * i, noise(c.rng, 3)
        crest = [
            (x, base - swell * (1 - abs(curve(x / wide))) ** 2) for x in range(-8, c.w + 16, 8)
        ]
        c.land(crest, mix("6f8a90", "12283a", i / 8))
        c.line(crest, "e6efec", 1 + 0.4 * i, 0.4)
        if i == 4:
            c.poly([(1180, 820), (1440, 800), (1400, 880), (1220, 890)], "b8473c")
            c.poly([(1250, 815), (1330, 809), (1330, 750), (1256, 756)], "e9e4d8")
            c.line([(1350, 808), (1342, 650)], "2a2f38", 6)
            c.line([(1342, 660), (1430, 800)], "2a2f38", 2)
