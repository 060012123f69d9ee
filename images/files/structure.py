"""How a picture file is built, counted from its bytes before any library parses it.

Pure; decodes nothing. Every format can be built to tire its reader: a million blocks in a JPEG, a
hundred scans over the same pixels, a directory that repeats itself. What is built so is refused here
in a fraction of a second. Whether the picture is whole is not asked.
"""

import re
import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from images.files import child

MAX_FRAMES = 1_000  # more are not counted
MAX_SCANS = 100
MAX_EXIF = 512 << 10  # bytes; Pillow makes objects of its numbers
_MAX_BLOCKS = 2_000  # beside the pixels; Content Credentials take a few hundred
_MAX_PIXEL_BLOCKS = 100_000
_MAX_OTHER_BYTES = 16 << 20  # bytes beside the pixels of a JPEG: maps of depth and light are large
_MAX_JUNK = 1_000
_MAX_NUMBERS = 1 << 20  # bytes of numbers in a directory of a TIFF
# A marker among a JPEG's pixels: no escaped 0xFF, no filler, no restart.
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_END, _SCAN, _EXIF = b"\xd9", b"\xda", b"\xe1"
_UNIT = {3: 2, 4: 4, 5: 8, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}  # a TIFF's numbers, in bytes
_OTHER_USE, _RAW_PICTURE = 254, 50706


class Built(NamedTuple):
    """Pillow's name of the format, the pictures or pages in it, how often a JPEG paints its pixels."""

    format: str
    frames: int = 1
    scans: int = 1


def read(file: BinaryIO) -> Built:
    """What the file is by its first bytes. Raises ValueError for none of ours, or one built to tire."""
    file.seek(0)
    head = file.read(16)
    walk = next(
        (walk for begins, walk in _WALKS.items() if re.match(begins, head, re.DOTALL)), None
    )
    if walk is None:
        raise ValueError("it begins like none of the formats")
    return walk(file)


def survives(file: BinaryIO, most_pixels: int, *, seconds: float = 30) -> bool:
    """Whether an AVIF can be decoded in the memory that its own size in pixels asks for.

    Its pixels may be of any size, whatever the file claims, and only decoding shows it. So it is
    tried first in a process of its own that may not take more. What claims more than `most_pixels`
    is only opened.
    """
    return child.run("-c", _ALONE, str(most_pixels), file=file, seconds=seconds) is not None


_ALONE = """
import io, resource, sys
from PIL import AvifImagePlugin, Image
AvifImagePlugin.DEFAULT_MAX_THREADS = 2
Image.MAX_IMAGE_PIXELS = None
def may_take(megabytes):
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, resource.RLIM_INFINITY))
file = io.BytesIO(sys.stdin.buffer.read())
may_take(128)
picture = Image.open(file, formats=["AVIF"])
pixels = picture.width * picture.height
if pixels <= int(sys.argv[1]):
    may_take(96 + 16 * pixels // 1_000_000)
    picture.load()
"""


def _jpeg(file: BinaryIO) -> Built:
    """Up to the first scan Pillow reads byte by byte; after it libjpeg reads, once a scan."""
    exif = total_bytes = scans = 0
    for count, (marker, length) in enumerate(_segments(file)):
        scans += marker == _SCAN
        total_bytes += length
        if marker == _EXIF:
            exif += length if file.read(4) == b"Exif" else 0
        _require(exif <= MAX_EXIF and total_bytes <= _MAX_OTHER_BYTES and count < _MAX_BLOCKS)
        _require(scans <= MAX_SCANS)
    return Built("JPEG", scans=scans)


def _segments(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Marker and length of each segment of the first picture; the file stands at its contents."""
    at, junk, in_pixels = 2, 0, False
    while True:
        file.seek(at)
        if in_pixels:
            at = _next_marker(file, at)
            file.seek(at)
        head = file.read(4)
        if len(head) < 4 or head[:2] == b"\xff" + _END:
            return
        marker, length = head[1:2], int.from_bytes(head[2:])
        if head[0] != 0xFF or marker in (b"\x00", b"\x01", b"\xff") or 0xD0 <= head[1] <= 0xD8:
            at, junk = at + 1, junk + 1
            _require(junk <= _MAX_JUNK)
            continue
        if not in_pixels and (head[1] == 0xC8 or 0xF0 <= head[1] <= 0xFD):
            junk += length  # Pillow goes through what it does not know byte by byte
            _require(junk <= _MAX_JUNK)
        yield marker, length
        at += 2 + length
        in_pixels = in_pixels or marker == _SCAN


def _next_marker(file: BinaryIO, at: int) -> int:
    """Where the next marker among the pixels is, or the end of the file."""
    file.seek(at)
    while chunk := file.read(1 << 20):
        if match := _MARKER.search(chunk):
            return at + match.start()
        if len(chunk) == 1:
            break
        at += len(chunk) - 1  # a marker may lie across the border
        file.seek(at)
    return at


def _png(file: BinaryIO) -> Built:
    at, pixels, others, frames = 8, 0, 0, 1
    while True:
        file.seek(at)
        head = file.read(12)
        if len(head) < 12 or head[4:8] == b"IEND":
            return Built("PNG", frames=frames)
        length, kind = int.from_bytes(head[:4]), head[4:8]
        if kind == b"acTL":
            frames = max(1, int.from_bytes(head[8:12]))
        pixels += kind in (b"IDAT", b"fdAT")
        others += kind not in (b"IDAT", b"fdAT", b"fcTL")
        _require(pixels <= _MAX_PIXEL_BLOCKS and others <= _MAX_BLOCKS)
        _require(kind != b"eXIf" or length <= MAX_EXIF)
        at += 12 + length


def _gif(file: BinaryIO) -> Built:
    file.seek(10)
    flags, _ground, _ratio = file.read(3)
    _skip_palette(file, flags)
    frames = extension_blocks = 0
    while frames < MAX_FRAMES and (kind := file.read(1)) in (b"!", b","):
        if kind == b",":
            frames += 1
            _skip_palette(file, file.read(9)[8])
            _skip_blocks(file)
        else:
            extension_blocks += _skip_blocks(file)
            # What stands before the first picture is put together block by block.
            _require(frames or extension_blocks <= _MAX_BLOCKS)
    _require(frames)
    return Built("GIF", frames=frames)


def _skip_palette(file: BinaryIO, flags: int) -> None:
    if flags & 0x80:
        file.seek(3 << ((flags & 7) + 1), 1)


def _skip_blocks(file: BinaryIO) -> int:
    """Past an extension or the codes of a frame, whose first byte says what it is; the number."""
    file.read(1)
    number = 0
    while size := file.read(1):
        number += 1
        if size == b"\0":
            break
        file.seek(size[0], 1)
    return number


def _tiff(file: BinaryIO) -> Built:
    file.seek(0)
    order = "<" if file.read(4)[:2] == b"II" else ">"
    (at,) = struct.unpack(f"{order}L", file.read(4))
    pages: set[int] = set()
    while at and at not in pages and len(pages) < MAX_FRAMES:
        file.seek(at)
        (count,) = struct.unpack(f"{order}H", file.read(2))
        if not pages:
            _require_directory(file.read(12 * count), order)
        pages.add(at)
        file.seek(at + 2 + 12 * count)
        following = file.read(4)
        at = struct.unpack(f"{order}L", following)[0] if len(following) == 4 else 0
    _require(pages)
    return Built("TIFF", frames=len(pages))


def _require_directory(entries: bytes, order: str) -> None:
    """A directory without endless numbers; not that of a camera's raw file, which begins with a copy."""
    numbers = 0
    _require(len(entries) <= 12 * _MAX_BLOCKS)
    for tag, kind, count, value in struct.iter_unpack(f"{order}HHLL", entries):
        numbers += count * _UNIT.get(kind, 0)
        _require(tag != _RAW_PICTURE and not (tag == _OTHER_USE and value & 1))
    _require(numbers <= _MAX_NUMBERS)


def _webp(file: BinaryIO) -> Built:
    return Built("WEBP")  # read by libwebp alone, which does its own counting


def _avif(file: BinaryIO) -> Built:
    return Built("AVIF")  # see survives()


def _require(kept: object) -> None:
    if not kept:
        raise ValueError("it is built to tire its reader")


_WALKS = {
    rb"\xff\xd8\xff": _jpeg,
    rb"\x89PNG\r\n\x1a\n": _png,
    rb"GIF8[79]a": _gif,
    rb"II\*\0(?!.{4}CR)|MM\0\*": _tiff,  # CR: Canon's raw file
    rb"RIFF.{4}WEBP": _webp,
    rb".{4}ftyp(?:avi[fs]|mif1|msf1)": _avif,
}
