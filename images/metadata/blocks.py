"""Finds the raw blocks of metadata in a picture file.

Pure. Knows containers (JPEG, PNG, WebP, AVIF, TIFF) and no field. The picture need only have
been opened: no pixel is decoded, and the file is left where it was.
"""

import contextlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from PIL import Image as Pillow

# The beginning of a packet; in UTF-16 a zero stands between the letters, but not after a header.
_PACKET = re.compile(
    rb"<\?xpacket|<x:x[am]pmeta|<rdf:RDF"
    rb"|<\0[?x]\0[x:]\0[px]\0|(?<![!-~])\0<\0[?x]\0[x:]\0[px]"
)
_HEADER = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
_MAX_BYTES = 4 << 20  # bytes that are read of any block
_CHUNKS = 10_000  # in one file
_PNG_KEPT = (b"iTXt", b"tEXt", b"zTXt", b"eXIf", b"caBX")
_MANIFEST = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")  # C2PA's box in AVIF
_STORE = b"jumdc2pa"  # names the box that holds all manifests (ISO 19566-5)
_HEAD = 64  # bytes of a box in which its name stands
_XMP_TAG, _IIM_TAG, _RESOURCES_TAG, _C2PA_TAG = 700, 33723, 34377, 52545


@dataclass(frozen=True)
class Blocks:
    """XMP packets, the IIM block and EXIF, empty where there is none; whether C2PA has a manifest."""

    xmp: tuple[bytes, ...] = ()
    iim: bytes = b""
    exif: Pillow.Exif | None = None
    has_manifest: bool = False


def find(picture: Pillow.Image) -> Blocks:
    """Return the blocks of an opened picture. Never fails; a block that cannot be had is left out.

    Packets stand in the order of the file, which is the order in which they count; extended XMP comes
    last. At most 4 MB are read of a block.
    """
    segments = list(getattr(picture, "applist", ()))
    chunks = _file_chunks(picture)
    xmp = [*_jpeg_xmp(segments), *_known_xmp(picture), *_tag(picture, _XMP_TAG), *_png_xmp(chunks)]
    iim = [_resource(b"".join(_photoshop(segments))), *_tag(picture, _IIM_TAG), *_png_iim(chunks)]
    iim += [_resource(block) for block in _tag(picture, _RESOURCES_TAG)]
    manifests = [raw for name, raw in segments if name == "APP11" and raw.startswith(b"JP")]
    manifests += _tag(picture, _C2PA_TAG)
    manifests += [raw for kind, raw in chunks if kind in (b"caBX", b"C2PA")]
    return Blocks(
        tuple(dict.fromkeys(filter(None, xmp))),
        next(filter(None, iim), b""),
        _exif(picture, chunks),
        any(_STORE in raw[:_HEAD] for raw in manifests),
    )


def _known_xmp(picture: Pillow.Image) -> Iterator[bytes]:
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp")
    if isinstance(packet, str):
        yield packet.encode("utf-8", "replace")[:_MAX_BYTES]
    elif isinstance(packet, bytes):
        yield packet[:_MAX_BYTES]


def _jpeg_xmp(segments: list[tuple[str, bytes]]) -> Iterator[bytes]:
    """Yield every packet in an APP1 segment, whatever its header says, and extended XMP joined."""
    parts: dict[bytes, dict[int, bytes]] = {}
    packets = []
    for name, raw in segments:
        if name != "APP1" or raw.startswith(b"Exif\0"):
            continue
        if raw.startswith(_EXTENSION):
            head = len(_EXTENSION)
            at = int.from_bytes(raw[head + 36 : head + 40])
            parts.setdefault(raw[head : head + 32], {})[at] = raw[head + 40 :]
        elif raw.startswith(_HEADER):
            packets.append(raw[len(_HEADER) :])
        elif match := _PACKET.search(raw, 0, 200):
            packets.append(raw[match.start() :])
    yield from packets
    for digest, pieces in parts.items():
        # The packet names the extension that belongs to it (XMP Part 3, 1.1.3.1).
        if any(digest in packet for packet in packets):
            yield b"".join(pieces[at] for at in sorted(pieces))[:_MAX_BYTES]


def _photoshop(segments: list[tuple[str, bytes]]) -> Iterator[bytes]:
    header = b"Photoshop 3.0\0"
    return (
        raw[len(header) :] for name, raw in segments if name == "APP13" and raw.startswith(header)
    )


def _resource(blocks: bytes, resource_id: int = 0x0404) -> bytes:
    """Return the first Photoshop image resource of that number, as far as it is there."""
    at = 0
    while blocks[at : at + 4] == b"8BIM" and len(blocks) >= at + 12:
        number, name = int.from_bytes(blocks[at + 4 : at + 6]), blocks[at + 6]
        start = at + 7 + name + (name + 1) % 2 + 4
        size = int.from_bytes(blocks[start - 4 : start])
        if number == resource_id and size:
            return blocks[start : start + size]
        at = start + size + size % 2
    return b""


def _tag(picture: Pillow.Image, number: int) -> Iterator[bytes]:
    """Yield a TIFF tag as bytes. Some programs say that IIM is a list of four-byte numbers."""
    with contextlib.suppress(Exception):
        tags: Any = getattr(picture, "tag_v2", None)
        if tags is not None and number in tags:
            raw = tags._tagdata.get(number) or tags[number]
            if isinstance(raw, bytes):
                yield raw[:_MAX_BYTES]


def _exif(picture: Pillow.Image, chunks: list[tuple[bytes, bytes]]) -> Pillow.Exif | None:
    with contextlib.suppress(Exception):
        if picture.format != "PNG" or "exif" in picture.info:
            return picture.getexif()
        # Pillow would decode the picture to look behind the pixels.
        for kind, raw in chunks:
            if kind == b"eXIf":
                exif = Pillow.Exif()
                exif.load(b"Exif\0\0" + raw)
                return exif
    return None


def _png_xmp(chunks: list[tuple[bytes, bytes]]) -> Iterator[bytes]:
    return (text for name, text in _png_texts(chunks) if name == b"XML:com.adobe.xmp")


def _png_iim(chunks: list[tuple[bytes, bytes]]) -> Iterator[bytes]:
    """Yield ImageMagick's profile: name, length, then the block in hexadecimal digits."""
    for name, text in _png_texts(chunks):
        if name in (b"Raw profile type iptc", b"Raw profile type 8bim"):
            with contextlib.suppress(ValueError):
                block = bytes.fromhex("".join(text.decode("latin-1").split()[2:]))
                yield _resource(block) or block


def _png_texts(chunks: list[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    for kind, raw in chunks:
        name, _nul, rest = raw.partition(b"\0")
        if kind == b"tEXt":
            yield name, rest
        elif kind == b"zTXt":
            yield name, _unpacked(rest[1:])
        elif kind == b"iTXt":
            text = rest[2:].split(b"\0", 2)[-1]  # language and translated name come first
            yield name, _unpacked(text) if rest[:1] == b"\1" else text


def _unpacked(packed: bytes) -> bytes:
    with contextlib.suppress(zlib.error):
        return zlib.decompressobj().decompress(packed, _MAX_BYTES)
    return b""


def _file_chunks(picture: Pillow.Image) -> list[tuple[bytes, bytes]]:
    """Return chunks of PNG, WebP and AVIF, which Pillow does not expose, with their type."""
    file = getattr(picture, "fp", None)
    walk = {"PNG": _png_chunks, "WEBP": _riff_chunks, "AVIF": _box_chunks}.get(picture.format or "")
    chunks: list[tuple[bytes, bytes]] = []
    with contextlib.suppress(Exception):
        if file is not None and walk is not None:
            position = file.tell()
            try:
                chunks.extend(walk(file))
            finally:
                file.seek(position)
    return chunks


def _png_chunks(file: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    file.seek(8)
    for _count in range(_CHUNKS):
        head = file.read(8)
        size, kind = int.from_bytes(head[:4]), head[4:]
        if len(head) < 8 or kind == b"IEND":
            return
        kept = min(size, _HEAD) if kind == b"caBX" else size
        if kind in _PNG_KEPT and kept <= _MAX_BYTES:
            yield kind, file.read(kept)
            file.seek(size - kept + 4, 1)
        else:
            file.seek(size + 4, 1)


def _riff_chunks(file: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    file.seek(12)
    for _count in range(_CHUNKS):
        head = file.read(8)
        kind, size = head[:4], int.from_bytes(head[4:], "little")
        if len(head) < 8:
            return
        if kind == b"C2PA":
            yield kind, file.read(min(size, _HEAD))
            return
        file.seek(size + size % 2, 1)


def _box_chunks(file: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    for _count in range(_CHUNKS):
        file.seek(at)
        head = file.read(32)
        size, kind = int.from_bytes(head[:4]), head[4:8]
        if len(head) < 8 or (size < 8 and size != 1):
            return
        if kind == b"uuid" and head[8:24] == _MANIFEST:
            file.seek(at + 28)
            yield b"C2PA", file.read(_HEAD)  # purpose, and address of a table of hashes, come first
        at += int.from_bytes(head[8:16]) if size == 1 else size
