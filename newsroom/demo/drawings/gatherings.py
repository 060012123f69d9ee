"""Scenes where people gather: a match, a market, a boat race, a conference and a stage."""

import itertools
import math

from newsroom.demo.drawings.canvas import Canvas, at, mix


def stadium(c: Canvas) -> None:
    c.sky("47525a", "39444c")
    for i in range(9):
        c.line([(0, 150 * i), (c.w, 150 * i + 90)], "55616a", 22)
    c.box(130, 70, 1700, 1180, "1c252c", 0.55, r=420)
    c.box(110, 40, 1700, 1180, "e7e4dc", r=420)
    c.box(160, 90, 1600, 1080, "c8cdd0", r=380)
    for ring in range(15):
        d = 190 + 12 * ring
        seats, r = mix("7c2f3a", "b9474a", ring / 14), 370 - 11 * ring
        c.box(d, d - 70, 1920 - 2 * d, 1400 - 2 * d, seats, r=r)
        crowd(c, d, r)
    c.box(372, 302, 1176, 656, "b5654a", r=190)
    c.box(430, 350, 1060, 560, "3f8f4d", r=8)
    for i in range(1, 10, 2):
        c.box(430 + 106 * i, 350, 106, 560, "4a9e58")
    pitch_lines(c, 470, 382, 980, 496)
    c.veil(40, 420, "0b1a2a", 0.28, 0)
    for x, y in ((240, 170), (1680, 170), (240, 1090), (1680, 1090)):
        c.glow(x, y, 330, "fff7d6", 0.6)
        c.oval(x, y, 15, 15, "fffdf2")


def crowd(c: Canvas, d: float, r: float) -> None:
    """Seat spectators as coloured dots along one rounded row of the stands."""
    left, top, right, foot = d, d - 70, 1920 - d, 1330 - d
    colours = ("f3e3c3", "e8b04a", "dfe6ea", "f07a5a", "5a86a8", "fbe9e0")
    for _ in range(640):
        place = c.rng.random()
        if place < 0.3:
            x, y = c.rng.uniform(left + r, right - r), c.rng.choice((top + 6, foot - 6))
        elif place < 0.46:
            x, y = c.rng.choice((left + 6, right - 6)), c.rng.uniform(top + r, foot - r)
        else:
            angle = c.rng.uniform(0, math.tau)
            cx = right - r if math.cos(angle) > 0 else left + r
            cy = foot - r if math.sin(angle) > 0 else top + r
            x, y = cx + (r - 6) * math.cos(angle), cy + (r - 6) * math.sin(angle)
        c.oval(x, y, 3.2, 3.2, c.rng.choice(colours), 0.9)


def pitch_lines(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    """Mark out a football pitch."""

    def frame(left: float, top: float, width: float, height: float) -> None:
        right, foot = left + width, top + height
        c.line([(left, top), (right, top), (right, foot), (left, foot), (left, top)], "f2f6ee", 4)

    frame(x, y, w, h)
    c.line([(x + w / 2, y), (x + w / 2, y + h)], "f2f6ee", 4)
    turns = [a / 10 for a in range(64)]
    ring = [(x + w / 2 + 76 * math.cos(a), y + h / 2 + 76 * math.sin(a)) for a in turns]
    c.line(ring, "f2f6ee", 4)
    for deep, tall in ((150, 290), (56, 150)):
        frame(x, y + (h - tall) / 2, deep, tall)
        frame(x + w - deep, y + (h - tall) / 2, deep, tall)
    for team, colour in enumerate(("f5f5f5", "e2453c")):
        for _ in range(10):
            px = c.rng.uniform(x + 60 + 140 * team, x + w - 200)
            py = c.rng.uniform(y + 30, y + h - 30)
            c.oval(px + 7, py + 6, 8, 5, "1d4a2a", 0.6)
            c.oval(px, py, 7, 7, colour)


def market(c: Canvas) -> None:
    c.sky("2a2450", "5f3a66", "b0605a", "e8a060")
    for i in range(9):
        x, drop = 220 * i - 60, 50 * (i % 3)
        c.box(x, 330 + drop, 210, 600, mix("4a3052", "6f4250", (i % 4) / 3))
        for wx in (40, 120):
            c.box(x + wx, 420 + drop, 44, 70, "ffcf83", 0.55)
    for x in range(-40, c.w, 330):
        stall(c, x)
    c.blend((0, 1058, c.w, 222), "6b4048", "33223c")
    for row in range(3):
        hang = [(x, 190 + 120 * row + 60 * math.sin(x / 300 + row)) for x in range(0, c.w + 20, 20)]
        c.line(hang, "2a1a30", 3)
        for x, y in hang[3 + 2 * row :: 9]:
            lantern(c, x, y, 26 + 5 * row)
    for _ in range(15):
        place = c.rng.uniform(40, c.w - 40), c.rng.uniform(1150, 1250)
        person(c, *place, c.rng.uniform(2.3, 2.9))


def stall(c: Canvas, x: float) -> None:
    """Draw a market stall with a striped awning and heaps of fruit."""
    c.glow(x + 160, 800, 330, "ffcf7a", 0.6)
    c.box(x + 16, 640, 300, 330, "5a2f36")
    c.glow(x + 166, 800, 170, "ffd88f", 0.7)
    tone = c.rng.choice(("c9473f", "2f7f78", "d98a2b", "4f6aa0"))
    for s in range(8):
        a, b = x + 40 * s, x + 40 * (s + 1)
        left, right = (166 + x + (v - 166 - x) * 0.86 for v in (a, b))
        stripe = "f6ead2" if s % 2 else tone
        c.poly([(left, 610), (right, 610), (b, 716), (a, 716)], stripe)
        c.oval((a + b) / 2, 716, 20, 17, stripe)
    c.box(x + 6, 930, 318, 130, "7a4a34")
    for heap in (62, 166, 270):
        colour = c.rng.choice(("e2572f", "f2b233", "7fae3c", "d8345a", "f0e2b0"))
        for _ in range(46):
            dx = c.rng.triangular(-48, 48, 0)
            y, shade = 930 - c.rng.uniform(0, 52 - abs(dx)), 0.4 * c.rng.random()
            c.oval(x + heap + dx, y, 11, 10, mix(colour, "5a1f10", shade))


def lantern(c: Canvas, x: float, y: float, r: float) -> None:
    """Draw a paper lantern hanging from (x, y)."""
    colour = c.rng.choice(("f2503b", "f7a531", "ffd75e", "e8468a"))
    c.glow(x, y + r, 4 * r, colour, 0.6)
    c.oval(x, y + r + 6, r, r * 1.15, colour)
    c.oval(x, y + r + 6, r * 0.45, r * 1.1, "fff0b8", 0.45)
    c.box(x - r * 0.4, y, r * 0.8, 8, "6a2f2a")
    c.line([(x, y + r * 2.2), (x, y + r * 3)], colour, 4)


def person(c: Canvas, x: float, y: float, s: float) -> None:
    """Draw a standing figure, some in conical hats, feet at (x, y)."""
    shade = mix("24182f", "7a4a5a", c.rng.random() * 0.35)
    c.oval(x, y, 20 * s, 3 * s, "000000", 0.3)
    c.poly(at("-10,-76 10,-76 14,0 -14,0", x, y, s), shade)
    c.oval(x, y - 74 * s, 10.5 * s, 7 * s, shade)
    c.oval(x, y - 89 * s, 6.5 * s, 6.5 * s, "140d1a")
    c.oval(x, y - 86 * s, 6 * s, 6.5 * s, mix(shade, "c98f70", 0.35))
    if c.rng.random() < 0.6:
        c.poly(at("-16,-88 16,-88 0,-102", x, y, s), "d9b878")


def dragon_boats(c: Canvas) -> None:
    c.sky("7fbfd8", "d0e8e0", "fbeecb")
    c.ridge(440, 110, 520, "9dbfb8")
    bank = c.ridge(530, 24, 320, "4f8a5f", 4)
    for _ in range(170):
        x, leaf = c.rng.uniform(0, c.w), c.rng.choice(("3f7a4c", "5a9a55", "2f6a4a"))
        c.crown(x, bank(x) + c.rng.uniform(-6, 26), c.rng.uniform(22, 46), leaf)
    for _ in range(420):
        tone = c.rng.choice(("e2573f", "f6e7c8", "f0b03f", "4f7fb0", "e88aa0"))
        c.oval(c.rng.uniform(0, c.w), c.rng.uniform(568, 606), 8, 11, tone)
    c.blend((0, 606, c.w, 674), "6fb0a8", "3f8a94", "1f5a74")
    c.glints(612, 420, "f4fff4", 0.5)
    for lane, (x, colour) in enumerate(((640, "2f6fa8"), (260, "d8472f"), (330, "e8a92f"))):
        boat(c, x, 740 + 185 * lane, 0.8 + 0.2 * lane, colour)


def boat(c: Canvas, x: float, y: float, s: float, colour: str) -> None:
    """Draw a long racing boat with its crew, bow to the right."""
    c.oval(x + 560 * s, y + 36 * s, 640 * s, 20 * s, "0f3a50", 0.4)
    for i in range(11):
        px = x + (130 + 84 * i) * s
        c.line(at("4,-62 52,-30 22,44", px, y, s), "6a4428", 7 * s)
        c.poly(at("-24,4 22,4 50,-78 20,-84", px, y, s), colour)
        c.line(at("26,-70 48,-40", px, y, s), "c98a60", 12 * s)
        c.oval(px + 42 * s, y - 102 * s, 18 * s, 21 * s, "c98a60")
        c.poly(at("20,-106 64,-104 38,-130", px, y, s), "f4ead0")
        for _ in range(5):
            spray = px + (22 + c.rng.uniform(-30, 30)) * s, y + c.rng.uniform(22, 48) * s
            c.oval(*spray, 6 * s, 4 * s, "ffffff", 0.75)
    dark = mix(colour, "3a1410", 0.4)
    hull = "0,-56 60,-6 1060,-6 1150,-70 1190,-56 1110,30 960,44 120,44 40,16"
    c.poly(at(hull, x, y, s), dark)
    c.line(at("50,6 1080,6 1160,-62", x, y, s), "f6d878", 9 * s)
    c.oval(x + 1165 * s, y - 74 * s, 40 * s, 32 * s, dark)
    c.poly(at("1140,-96 1110,-146 1172,-104", x, y, s), "f6d878")
    c.oval(x + 1176 * s, y - 82 * s, 9 * s, 9 * s, "fffdf0")
    c.oval(x + 1178 * s, y - 82 * s, 4 * s, 4 * s, "1a1010")


def conference(c: Canvas) -> None:
    c.sky("d8d2c4", "c4baa8")
    for i in range(7):
        x = 60 + 264 * i
        c.blend((x, 70, 214, 470), "a9cbe0", "dcebe8", "f7efd9")
        for b in range(5):
            h = c.rng.uniform(50, 190)
            c.box(x + 43 * b, 540 - h, 40, h, "8fa9b8", 0.6)
        c.box(x + 104, 70, 6, 470, "8a7a62")
        c.poly([(x - 46, 40), (x + 30, 40), (x - 8, 560), (x - 46, 560)], "a4473f", 0.92)
    c.box(0, 30, c.w, 44, "7d5a40")
    c.box(0, 540, c.w, 90, "8f6e50")
    c.blend((0, 610, c.w, 670), "3d5a72", "22384d")
    c.oval(960, 930, 1000, 330, "ffffff", 0.05)
    for i in range(13):
        chair(c, 300 + 110 * i, 735 - 62 * math.sin(math.pi * (i + 0.5) / 13), 0.72)
    oval_table(c)
    for i in range(8):
        chair(c, 330 + 180 * i, 1180 + 74 * math.sin(math.pi * (i + 0.5) / 8), 1.35)


def oval_table(c: Canvas) -> None:
    """Draw the ring-shaped table with flowers in the middle and papers in front of each seat."""
    c.oval(960, 950, 830, 235, "0d1824", 0.5)
    c.oval(960, 905, 830, 225, "5a3822")
    c.oval(960, 885, 830, 225, "a3693d")
    c.oval(960, 880, 790, 205, "b97c4a")
    c.oval(960, 880, 420, 92, "8a5733")
    c.oval(960, 884, 400, 84, "35506a")
    flowers = ("f7f0e6", "f2c8c0", "e8888a", "7fa070", "5a8a5c", "fbe3a0")
    for _ in range(240):
        a, d = c.rng.uniform(0, math.tau), math.sqrt(c.rng.random())
        x, y, r = 960 + 350 * d * math.cos(a), 872 + 62 * d * math.sin(a), c.rng.uniform(9, 20)
        c.oval(x, y, r, r * 0.8, c.rng.choice(flowers))
    for i in range(26):
        a = math.tau * i / 26
        x, y = 960 + 660 * math.cos(a), 880 + 158 * math.sin(a)
        c.poly(at("-34,9 -24,-10 34,-10 26,9", x, y), "f6f3ea")
        c.line(at("44,6 46,-34", x, y), "22262e", 3)
        c.oval(x + 46, y - 36, 5, 7, "22262e")
        c.box(x - 52, y - 20, 11, 24, "e6f2f5", 0.75, r=3)


def chair(c: Canvas, x: float, y: float, s: float) -> None:
    """Draw a high-backed chair seen from behind."""
    c.box(x - 52 * s, y - 120 * s, 104 * s, 150 * s, "2a1d1a", r=24 * s)
    c.box(x - 46 * s, y - 115 * s, 92 * s, 130 * s, "7d2f34", r=20 * s)
    c.box(x - 38 * s, y - 108 * s, 34 * s, 112 * s, "93403f", 0.7, r=16 * s)


def theatre(c: Canvas) -> None:
    c.sky("1a0d18", "3a1420", "5a1f26")
    c.blend((240, 200, 1120, 1300), "2a2a58", "7a4a7a", "f0a070")
    c.oval(800, 760, 230, 230, "ffe6b0")
    c.glow(800, 760, 560, "ffd590", 0.6)
    eaves = "-204,-26 -170,0 170,0 204,-26 102,-70 -102,-70"
    for i, side in itertools.product(range(3), (-1, 1)):
        for lift, s in ((0, 1.0), (130, 0.75)):
            x, y = 800 + side * (440 + 20 * i), 1060 + 150 * i - lift
            c.poly(at(eaves, x, y, s), mix("6a3f66", "2f1f3f", i / 2))
            c.box(x - 119 * s, y, 238 * s, 1460 - y, mix("7a4a6a", "3a2546", i / 2))
    c.poly([(180, 1450), (1420, 1450), (1600, 1740), (0, 1740)], "8a4f34")
    for i in range(13):
        c.line([(180 + 103 * i, 1450), (133 * i, 1740)], "5f3222", 4)
    c.glow(800, 1560, 620, "ffe2a0", 0.75, 0.25)
    for i, tone in enumerate(("e8e0f0", "f2b04a", "d8344a", "f2b04a", "e8e0f0"), -2):
        dancer(c, 800 + 190 * i, 1590 - 26 * abs(i), 4, tone)
    for x, foot in ((420, 534), (800, 800), (1180, 1066)):
        beam = [(x - 18, 120), (x + 18, 120), (foot + 190, 1600), (foot - 190, 1600)]
        c.poly(beam, "fff2c8", 0.09)
    stage_curtain(c)


def stage_curtain(c: Canvas) -> None:
    """Frame the stage in red velvet and seat an audience in the dark."""
    for fold in range(7):
        top, foot = 320 - 44 * fold, 260 - 54 * fold
        shade = mix("a8202c", "5a0f1a", fold % 2 * 0.6 + 0.05 * fold)
        c.poly([(0, 0), (top, 0), (foot, 1760), (0, 1760)], shade)
        c.poly([(1600, 0), (1600 - top, 0), (1600 - foot, 1760), (1600, 1760)], shade)
    for i in range(9):
        c.oval(200 * i, 0, 122, 214, "f0c05a")
        c.oval(200 * i, 0, 122, 205, ("a8202c", "8a1824")[i % 2])
    c.blend((0, 1740, c.w, 260), "2a1018", "0d060c")
    for row in range(2):
        for i in range(13):
            x, y = 64 + 124 * i + 60 * row, 1850 + 90 * row
            c.oval(x, y, 40, 48, "160a12")
            c.box(x - 62, y + 36, 124, 200, "160a12", r=50)


def dancer(c: Canvas, x: float, y: float, s: float, tone: str) -> None:
    """Draw a dancer in a long tunic holding up a paper lantern."""
    dark = mix(tone, "3a1030", 0.45)
    c.oval(x, y, 22 * s, 3 * s, "000000", 0.35)
    c.poly(at("-7,-50 7,-50 6,0 -6,0", x, y, s), "f6efe6")
    c.poly(at("-9,-80 9,-80 7,-56 20,-8 -20,-8 -7,-56", x, y, s), tone)
    c.poly(at("2,-56 7,-56 20,-8 6,-8", x, y, s), dark)
    c.line(at("-8,-77 -20,-83 -17,-104", x, y, s), tone, 5 * s)
    c.line(at("8,-77 20,-83 17,-104", x, y, s), tone, 5 * s)
    c.oval(x, y - 90 * s, 6.5 * s, 7 * s, "1f1018")
    c.oval(x, y - 87 * s, 5.5 * s, 6.5 * s, "e8b48c")
    c.glow(x, y - 112 * s, 30 * s, "ffc45a", 0.8)
    c.oval(x, y - 112 * s, 10 * s, 9 * s, "ff9a3c")
    c.oval(x, y - 112 * s, 4.5 * s, 8.5 * s, "ffe9a8", 0.8)
