"""Reads the metadata of a picture file: XMP before IIM before EXIF, field by field.

Pure. Where the blocks of a file disagree the order decides and the conflict is recorded. Content
Credentials count only where they were found whole and no other block has the field.
"""

import json
import re
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from PIL import Image as Pillow

from images.metadata import blocks, dates, encoding, exif, iim, xmp
from images.metadata.credentials import Credentials

_ORDER = ("XMP", "IIM", "EXIF")
_LONG = ("caption", "extended_description", "instructions", "usage_terms", "copyright_notice")
_LISTS = ("creators", "keywords")
_MAX_RAW = 400_000  # bytes that are stored of a file's metadata
_MINING = re.compile(r"(?:.*[/:])?(DMI-[A-Z-]{3,60})\s*", re.IGNORECASE)
_MINING_TERMS = "http://ns.useplus.org/ldf/vocab/"

Value = str | int | tuple[str, ...]


@dataclass(frozen=True)
class EmbeddedMetadata:
    """The metadata of a file; None, or empty, where it has none.

    `conflicts` holds {"field", "kept", "values"} for each field on which blocks disagree, `flags`
    short codes for blocks that were not read, `raw` everything as it stood. `raw` may hold places
    and serial numbers: it is never shown. `credentials` are there once they were verified.
    """

    creator: str | None = None
    creators: tuple[str, ...] = ()
    credit_line: str | None = None
    source: str | None = None
    copyright_notice: str | None = None
    caption: str | None = None
    headline: str | None = None
    title: str | None = None
    alt_text: str | None = None
    extended_description: str | None = None
    instructions: str | None = None
    usage_terms: str | None = None
    web_statement: str | None = None
    licensor_url: str | None = None
    licensor_name: str | None = None
    data_mining: str | None = None
    digital_source_type: str | None = None
    created_at: str | None = None
    job_id: str | None = None
    urgency: int | None = None
    city: str | None = None
    country: str | None = None
    keywords: tuple[str, ...] = ()
    conflicts: tuple[dict[str, Any], ...] = ()
    flags: tuple[str, ...] = ()
    has_credentials: bool = False
    credentials: Credentials | None = None
    raw: dict[str, Any] = field(default_factory=dict)


_FIELDS = [
    f.name
    for f in fields(EmbeddedMetadata)
    if f.name not in ("creator", "conflicts", "flags", "has_credentials", "credentials", "raw")
]


def read(picture: Pillow.Image, *, now: datetime | None = None) -> EmbeddedMetadata:
    """Return the metadata of an opened picture. Never fails, and decodes no pixel.

    Of each field the first block that has it counts: XMP, IIM, EXIF (IPTC Photo Metadata
    2023.1). Texts are in NFC without invisible characters, at most 5,000 characters and a line at
    most 1,000. Addresses are as the file has them: check one before linking to it. `now` is the
    time after which no picture can have been made.
    """
    raw_blocks = blocks.find(picture)
    packets = [xmp.read(packet) for packet in raw_blocks.xmp]
    from_iim, from_exif = iim.read(raw_blocks.iim), exif.read(raw_blocks.exif)
    from_xmp: dict[str, Any] = {}
    for packet in packets:
        from_xmp = packet.values | from_xmp
    by_block = {
        name: _cleaned(values, now)
        for name, values in zip(_ORDER, (from_xmp, from_iim.values, from_exif.values), strict=True)
    }
    chosen: dict[str, Any] = {}
    conflicts = []
    for name in _FIELDS:
        values = {block: by_block[block][name] for block in _ORDER if name in by_block[block]}
        if values:
            block, chosen[name] = next(iter(values.items()))
            if _disagree(name, values, from_iim.cut):
                conflicts.append(_conflict(name, block, values))
    return EmbeddedMetadata(
        **chosen,
        creator=_joined(chosen.get("creators", ())),
        conflicts=tuple(conflicts),
        flags=tuple(dict.fromkeys(p.flag for p in packets if p.flag)),
        has_credentials=raw_blocks.has_manifest,
        raw=_raw([p.text for p in packets], from_iim.raw, from_exif.raw),
    )


def with_credentials(metadata: EmbeddedMetadata, credentials: Credentials) -> EmbeddedMetadata:
    """Return `metadata` with verified Content Credentials, which fill in what no block of it says.

    Only what is whole counts. Even that is no proof of a name, for anybody can sign anything.
    """
    values: dict[str, Any] = {}
    if credentials.is_whole:
        creators = metadata.creators or credentials.authors
        values = {
            "creators": creators,
            "creator": metadata.creator or _joined(creators),
            "title": metadata.title or credentials.title or None,
            "digital_source_type": metadata.digital_source_type or credentials.source_type or None,
        }
    return replace(metadata, credentials=credentials, **values)


def _joined(creators: tuple[str, ...]) -> str | None:
    return encoding.line(", ".join(creators)) or None


def _cleaned(values: dict[str, Any], now: datetime | None) -> dict[str, Value]:
    """Return the values in the form in which they are stored, without empty ones."""
    cleaned: dict[str, Value] = {}
    for name, value in values.items():
        if clean := _clean(name, value, now):
            cleaned[name] = clean
    return cleaned


def _clean(name: str, value: Any, now: datetime | None) -> Value | None:
    if name in _LISTS:
        lines = list(dict.fromkeys(filter(None, map(encoding.line, value))))
        return tuple(lines[:200])
    if name in _LONG:
        return encoding.lines(value)
    text = encoding.line(value)
    if name == "created_at":
        return dates.parse_date_created(text, now=now)
    if name == "urgency":
        return int(text) if text in tuple("123456789") else None
    if name == "data_mining" and (term := _MINING.fullmatch(text)):
        return _MINING_TERMS + term[1].upper()
    return text


def _disagree(name: str, values: dict[str, Value], cut: frozenset[str]) -> bool:
    chosen, *others = values.items()
    return any(
        not _agree(name, chosen[1], other, cut if block == "IIM" else frozenset())
        for block, other in others
    )


def _agree(name: str, value: Value, other: Value, cut: frozenset[str]) -> bool:
    if name == "created_at":
        return dates.agree(str(value), str(other))
    if isinstance(value, tuple) and isinstance(other, tuple):
        pairs = zip(value, other, strict=False)
        return len(value) == len(other) and all(_agree(name, *pair, cut) for pair in pairs)
    first, second = _folded(value), _folded(other)
    return first == second or (name in cut and first.startswith(second))


def _folded(value: Value) -> str:
    return " ".join(str(value).split()).casefold()


def _conflict(name: str, block: str, values: dict[str, Value]) -> dict[str, Any]:
    shown = {b: ", ".join(v) if isinstance(v, tuple) else v for b, v in values.items()}
    return {"field": "creator" if name == "creators" else name, "kept": block, "values": shown}


def _raw(
    packets: list[str],
    from_iim: dict[str, Any],
    from_exif: dict[str, Any],
) -> dict[str, Any]:
    """Return all of it for JSON, within 400 kB: the packets get what the others leave."""
    left = _MAX_RAW
    raw: dict[str, Any] = {}
    for name, values in (("iim", from_iim), ("exif", from_exif)):
        part = {}
        for key, value in values.items():
            size = len(json.dumps({key: value}, ensure_ascii=False).encode("utf-8", "replace"))
            if size < left // 2:
                part[key], left = value, left - size
        if part:
            raw[name] = part
    texts = []
    for packet in packets:
        text = encoding.writable(packet).encode()[: max(left, 0)].decode("utf-8", "ignore")
        left -= len(text.encode())
        if text:
            texts.append(text)
    return {"xmp": texts, **raw} if texts else raw
