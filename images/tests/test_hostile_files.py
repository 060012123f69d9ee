"""Files that are built to fill the memory or to keep the machine busy. Each is judged by a process of
its own, forked from a server, and what it took is measured.
"""

import base64
import io
import json
import random
import struct
import zlib

import pytest
from PIL import Image as Pillow

from images.tests.test_validate import chunk, made, png
from newsroom.tests.interpreter import Interpreter

MB = 1 << 20
# Judges the file named. A server has imported as much as it did.
JUDGE = """
import json, sys
from django.core.files.base import File
from django.utils import translation
from images.files import validate
with translation.override("en"), open(sys.argv[1], "rb") as file:
    try:
        judged = validate.validate(File(file))
        answer = [judged.format, judged.width, judged.height, judged.frames]
    except validate.InvalidImage as refused:
        answer = str(refused)
print(json.dumps(answer))
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The newsroom as a server has started it, which forks for each file."""
    data = tmp_path_factory.mktemp("data")
    (data / "static").mkdir()
    environment = {"NEWSROOM_MODE": "development", "NEWSROOM_DATA": str(data)}
    return Interpreter(("newsroom.wsgi", "images.files.validate"), **environment)


@pytest.fixture
def judge(server, tmp_path):
    def measured(data):
        """What becomes of a file: the answer, seconds of processor time, megabytes."""
        path = tmp_path / "file"
        path.write_bytes(data)
        run = server.run("-c", JUDGE, path)
        assert (run.status, run.errors) == (0, "")
        return json.loads(run.output), run.seconds, run.megabytes

    return measured


def saved(format, size, mode="L", color=100, **options):
    file = io.BytesIO()
    Pillow.new(mode, size, color).save(file, format, **options)
    return file.getvalue()


def segment(marker, data):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data


def in_jpeg(extra, picture=None):
    """A JPEG with something put in at its beginning."""
    picture = picture or made("JPEG")
    return picture[:2] + extra + picture[2:]


def scans(number, size):
    """A progressive JPEG that paints its last pass again and again."""
    data = saved("JPEG", size, progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * number + b"\xff\xd9"


def directory(entries, *, order="<", following=0):
    """A directory of a TIFF at its beginning: tag, kind, count and value of each entry."""
    packed = b"".join(struct.pack(f"{order}HHLL", *entry) for entry in entries)
    body = struct.pack(f"{order}H", len(entries)) + packed + struct.pack(f"{order}L", following)
    return (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}L", 8) + body


def tiff(*more, width=60, height=40, strip=2400):
    """A grey TIFF by hand, with any other entries; its pixels lie at the end."""
    plain = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1)]
    plain += [(262, 3, 1, 1), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, strip)]
    entries = {entry[0]: entry for entry in (*plain, *more)}
    entries[273] = (273, 4, 1, 8 + 2 + 12 * (len(entries) + 1) + 4)
    return directory(sorted(entries.values())) + b"\x80" * 2400


def circle():
    """A TIFF whose page is followed by itself."""
    data = tiff()
    (count,) = struct.unpack("<H", data[8:10])
    at = 10 + 12 * count
    return data[:at] + struct.pack("<L", 8) + data[at + 4 :]


def exif_with(kind, count, size):
    """EXIF whose horizontal resolution is an endless list."""
    entries = [(282, kind, count, 26)]
    return directory(entries) + bytes(random.Random(3).randbytes(size))  # noqa: S311


# One colour in 16,000 × 16,000 pixels; to make it takes gigabytes.
HUGE_AVIF = zlib.decompress(
    base64.b85decode(
        b"c-muNU{FXasVqn=%S>Yc0uY^>nP!-"
        b"qnV9D5Xy^nKdYzkElE?r7iWw<6MNl?FL1uCZ0~+8f$SlbPvlxL`E;A=T8N_h`@fjhajKT~IJX3*ejm*rvG`LzRASaax%"
        b"1bOWFm%q($p_n&m03_!0HnP$3zGAJv`A)gK`O*Ly9Nkm5Gcs3$OMTnb8v6~DW1eKL+3_$9*~f5a(+%xUUE(a&}3c)Hjr"
        b"}h%z|8)pMVZyVPtA%0cx6?o03=}#K6TZ|GlpM=ifz4QoI~S&5{CY%7+iVd%0{@VsZk|ZRbyE9-"
        b"s0&<g?H|kH#hqku{x1J7<fsPdNGB=#R)O58wXJQ#j2|P1{**EZ0<JlzZ@?>$I%dVxOK|{BR@STiRVIy=VU>WxamHS0N@"
        b"4)n|Jm#c`rc;pJ6!6ZX9L5^#glXHL)dGs)*qxkNiO+>Tv-W2@rxV{Ec}Kgh9aM_ihm<769Tq$HeS|20dK@9>YSM-oI2U"
        b"EM0U{OYeAU7xI937$z_ESs0@W*g;Kwdke&@pU^SyDbaiJz^)9oGnj%^|zN%@nJ>8u2Sa86Q&V#u_TEsOMDEg=g4p~XbP"
        b"LQ+Q)tSZ<ku4{7Tc^$%DP2pjh#0omo;{d0yEiukS}V<L`WR7(Ssj8YQDqG8!eLQ8F4Oqfs&%C8JR?SfeDGh8`&!x`xv*"
        b"<N=~qH=Y"
    )
)


def lying_avif():
    """An AVIF of 256 million pixels that claims to have ten thousand."""
    at = HUGE_AVIF.index(b"ispe") + 8
    return HUGE_AVIF[:at] + struct.pack(">LL", 100, 100) + HUGE_AVIF[at + 8 :]


def gif(before=b"", after=b"", frames=1):
    data = saved("GIF", (6, 4))
    at = data.index(b",")
    return data[:at] + before + data[at:-1] * frames + after + b";"


def webp_of(width, height):
    """A WebP that says it is lossless and large, and says no more."""
    bits = (width - 1) | (height - 1) << 14
    body = b"VP8L" + struct.pack("<L", 6) + b"\x2f" + struct.pack("<L", bits) + b"\0"
    return b"RIFF" + struct.pack("<L", 4 + len(body)) + b"WEBP" + body


ZEROS = zlib.compress(b"\0" * 100_000_000, 9)

REFUSED = {
    "a PNG that claims four billion pixels": lambda: png(65_535, 65_535),
    "a PNG of 90 million pixels in a hundred kilobytes": lambda: saved(
        "PNG", (9_500, 9_500), compress_level=1
    ),
    "a WebP that claims 268 million pixels": lambda: webp_of(16_383, 16_383),
    "an AVIF of 256 million pixels": lambda: HUGE_AVIF,
    "an AVIF that lies of its size": lying_avif,
    "a GIF that claims four billion pixels": lambda: b"GIF89a\xff\xff\xff\xff" + gif()[10:],
    "a GIF whose frame is larger than it": lambda: gif().replace(
        b",\0\0\0\0\x06\0\x04\0", b",\0\0\0\0\xff\xff\xff\xff", 1
    ),
    "a TIFF that claims four billion pixels": lambda: tiff(width=65_535, height=65_535),
    "a TIFF of one enormous tile": lambda: tiff(
        (322, 4, 1, 60_000), (323, 4, 1, 60_000), (324, 4, 1, 8), (325, 4, 1, 100), (259, 3, 1, 5)
    ),
    "a JPEG of a hundred passes over 40 million pixels": lambda: scans(90, (7_700, 5_190)),
    "a JPEG of ten thousand passes": lambda: scans(10_000, (1_000, 1_000)),
    "PNG text that unpacks to 100 MB": lambda: png(1, 1, chunk(b"zTXt", b"a\0\0" + ZEROS)),
    "a PNG profile that unpacks to 100 MB": lambda: png(1, 1, chunk(b"iCCP", b"a\0\0" + ZEROS)),
    "a PNG of three million chunks": lambda: png(1, 1, chunk(b"teSt", b"") * 3_000_000),
    "a PNG of a million pieces": lambda: png(1, 1, chunk(b"IDAT", b"") * 1_000_000),
    "a JPEG of a million comments": lambda: in_jpeg(segment(0xFE, b"") * 1_000_000),
    "a JPEG with 38 MB of EXIF": lambda: in_jpeg(segment(0xE1, b"Exif\0\0" + b"a" * 65_000) * 580),
    "a JPEG with 38 MB of fillers": lambda: in_jpeg(b"\xff" * 38 * MB),
    "a JPEG with 38 MB of nothing": lambda: in_jpeg(b"\0" * 38 * MB),
    "a JPEG with 38 MB that nobody knows": lambda: in_jpeg(segment(0xF0, b"a" * 65_000) * 580),
    "a JPEG with 38 MB of words": lambda: in_jpeg(segment(0xE1, b"a" * 65_000) * 580),
    "a GIF with 38 MB of comment": lambda: gif(b"!\xfe" + (b"\xff" + b"a" * 255) * 150_000 + b"\0"),
    "a GIF with 38 MB of nothing": lambda: gif(b"\x01" * 38 * MB),
    "a TIFF of a million entries that overlap": lambda: (
        directory([(60_000 + n % 5_000, 7, 30 * MB, 8) for n in range(65_535)]) + b"a" * 30 * MB
    ),
    "a TIFF with nine million numbers": lambda: tiff((60_000, 3, 9_000_000, 8)) + b"ab" * 9_000_000,
    "a PNG with 38 MB of EXIF": lambda: png(1, 1, chunk(b"eXIf", exif_with(5, 4_000_000, 38 * MB))),
    "a WebP with 30 MB of EXIF": lambda: made("WEBP", exif=exif_with(3, 15_000_000, 30 * MB)),
    "an AVIF with 30 MB of EXIF": lambda: made("AVIF", exif=exif_with(3, 15_000_000, 30 * MB)),
    "a TIFF whose strips are not there": lambda: tiff(height=400, strip=24_000),
}

ACCEPTED = {
    "a GIF of a hundred thousand frames": (
        lambda: gif(frames=100_000),
        ["gif", 6, 4, 1_000],
    ),
    "a TIFF of pages in a circle": (circle, ["tiff", 60, 40, 1]),
    "a plain JPEG of 99 million pixels": (
        lambda: saved("JPEG", (11_000, 9_000), "RGB", (9, 99, 200)),
        ["jpg", 11_000, 9_000, 1],
    ),
    "a JPEG with a ZIP bomb behind it": (
        lambda: made("JPEG") + ZEROS,
        ["jpg", 60, 40, 1],
    ),
}


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED)
def test_a_hostile_file_is_refused_in_little_time_and_memory(make, judge):
    answer, seconds, megabytes = judge(make())
    assert isinstance(answer, str), answer
    assert seconds < 2
    assert megabytes < 200


@pytest.mark.parametrize(("make", "answer"), ACCEPTED.values(), ids=ACCEPTED)
def test_what_only_looks_hostile_takes_little_time_and_memory_too(make, answer, judge):
    expected, seconds, megabytes = judge(make())
    assert expected == answer
    assert seconds < 2
    assert megabytes < 200


LARGEST = {
    "PNG": lambda: saved("PNG", (8_000, 5_000), "RGB", (9, 99, 200), compress_level=1),
    "transparent PNG": lambda: saved(
        "PNG", (6_000, 5_000), "RGBA", (9, 99, 200, 99), compress_level=1
    ),
    "palette PNG": lambda: saved("PNG", (8_000, 5_000), "P", 1),
    "progressive JPEG": lambda: saved(
        "JPEG", (8_000, 5_000), "RGB", (9, 99, 200), progressive=True, subsampling=0
    ),
    "WebP": lambda: saved("WEBP", (5_000, 3_000), "RGBA", (9, 99, 200, 99), method=0),
    "AVIF": lambda: saved("AVIF", (5_000, 4_000), "RGB", (9, 99, 200), speed=10),
    "TIFF": lambda: saved("TIFF", (8_000, 5_000), "CMYK", 9, compression="tiff_lzw"),
    "GIF": lambda: saved("GIF", (8_000, 5_000), "P", 1),
}


@pytest.mark.parametrize("make", LARGEST.values(), ids=LARGEST)
def test_the_largest_pictures_that_are_taken_in_leave_a_server_below_400_mb(make, judge):
    answer, _seconds, megabytes = judge(make())
    assert isinstance(answer, list), answer
    assert megabytes < 400
