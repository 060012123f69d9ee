"""Scenes of things close up: a microscope at work and a chart of figures."""

import math

from newsroom.demo.drawings.canvas import Canvas, at, noise


def microscope(c: Canvas) -> None:
    c.sky("cfe6e2", "9fcac9", "5f9da6")
    for _ in range(26):
        x, y, r = c.rng.uniform(0, c.w), c.rng.uniform(0, 900), c.rng.uniform(30, 110)
        c.oval(x, y, r, r, c.rng.choice(("ffffff", "e8f5d8", "fff0cf")), 0.14)
    c.blend((0, 1010, c.w, 270), "f1ede2", "cfc6b4")
    c.oval(950, 1078, 400, 34, "6b5f50", 0.3)
    dark, light = "24405a", "eef2f1"
    c.box(640, 1010, 600, 64, dark, r=26)
    c.line([(1130, 1020), (1200, 850), (1170, 640), (1040, 520), (880, 470)], light, 86)
    c.oval(1176, 668, 60, 60, dark)
    c.oval(1176, 668, 34, 34, "7f9db0")
    c.box(690, 806, 470, 36, dark, r=10)
    c.box(800, 794, 190, 12, "9fe0d0", r=4)
    c.box(850, 846, 90, 76, "4a6a80", r=8)
    c.glow(895, 800, 150, "fff6b8", 0.9)
    tube = {90: (30, dark), 200: (52, light), 420: (66, light), 450: (78, dark), 580: (50, light)}
    near = 0.0
    for far, (half, colour) in tube.items():
        (ax, ay), (bx, by) = ((915 - 0.2 * along, 786 - along) for along in (near, far))
        for edge, tone, alpha in ((-half, colour, 1), (half * 0.4, "0a2030", 0.14)):
            side = [(ax + edge, ay), (ax + half, ay), (bx + half, by), (bx + edge, by)]
            c.poly(side, tone, alpha)
        near = far
    c.poly(at("-60,0 60,0 48,-60 -72,-60", 800, 212), dark)
    for i, colour in enumerate(("e3745a", "f0b54a", "5aa88a", "6f7fb8")):
        x, level = 200 + 92 * i, 26 * (i % 3)
        c.box(x, 720, 54, 300, "ffffff", 0.5, r=27)
        c.box(x + 5, 850 - level, 44, 165 + level, colour, 0.9, r=22)
    c.box(160, 800, 400, 26, "a67c52", r=6)
    c.box(160, 1004, 400, 40, "8a6442", r=6)
    for x, y, colour in ((1430, 1064, "e9c8a8"), (1640, 1104, "b8d8b0")):
        c.oval(x, y + 6, 130, 34, "ffffff", 0.75)
        c.oval(x, y, 112, 25, colour)
        for _ in range(14):
            dx, dy = c.rng.uniform(-80, 80), c.rng.uniform(-14, 14)
            c.oval(x + dx, y + dy, 8, 4, "a8553f")


def chart(c: Canvas) -> None:
    c.sky("0f2036", "17365a", "1f4f70")
    for i in range(1, 12):
        c.box(0, 106 * i, c.w, 1.5, "9fc8e0", 0.13)
        c.box(160 * i, 0, 1.5, c.h, "9fc8e0", 0.1)
    c.glow(1500, 360, 800, "3fb0a8", 0.35)
    curve, trend = noise(c.rng, 3), []
    for i in range(17):
        h = 190 + 34 * i + 150 * curve(i / 3.2)
        x, y = 150 + 102 * i, 1130 - h
        c.blend((x - 32, y, 64, h), "5fd0b8" if i % 4 == 3 else "3f8fb8", "1f4a70")
        c.box(x - 32, y, 64, 7, "d8fff0", 0.8)
        trend.append((x, y - 130 - 50 * math.sin(x / 240)))
    c.poly([*trend, (trend[-1][0], 1130), (trend[0][0], 1130)], "f7c35a", 0.13)
    c.line(trend, "f7c35a", 10)
    for x, y in trend:
        c.glow(x, y, 60, "ffd98a", 0.6)
        c.oval(x, y, 13, 13, "fff3d2")
        c.oval(x, y, 7, 7, "e08a2f")
    c.box(80, 1130, 1760, 5, "d8e8f0", 0.8)
    for i in range(9):
        row, pile = divmod(i, 3)
        x, top = 1520 + 96 * pile, 1243 - 22 * row
        for coin in range(3 + 3 * pile):
            y = top - 20 * coin
            c.oval(x, y + 7, 66, 24, "a8702a")
            c.oval(x, y, 66, 24, "f0c05a")
            c.oval(x, y, 46, 15, "d99f3c")
