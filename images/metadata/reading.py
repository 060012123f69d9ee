"""What a picture says of itself, as one answer: XMP before IIM before EXIF, field by field.

Pure. Where the blocks of a file disagree the order decides and the disagreement is told. Content
Credentials, which nobody has checked here, name creator and title only where nobody else does.
"""

import json
import re
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from PIL import Image as Pillow

from images.metadata import (
    blocks,
    credentials,
    dates,
    encoding,
    exif,
    iim,
    xmp,
)

_ORDER = ("XMP", "IIM", "EXIF")
_LONG = ("caption", "extended_description", "instructions", "usage_terms", "copyright_notice")
_LISTS = ("creators", "keywords")
_MOST_RAW = 400_000  # bytes that are kept of all that a file says
_MINING = re.compile(r"(?:.*[/:])?(DMI-[A-Z-]{3,60})\s*", re.IGNORECASE)
_MINING_TERMS = "http://ns.useplus.org/ldf/vocab/"

Value = str | int | tuple[str, ...]


@dataclass(frozen=True)
class EmbeddedMetadata:
    """What the file says; None, or nothing, where it does not say.

    `conflicts` holds {"field", "kept", "values"} for each field on which blocks disagree, `flags`
    short codes for blocks that were not read, `raw` everything as it stood. `raw` may hold places
    and serial numbers: it is never shown.
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
    raw: dict[str, Any] = field(default_factory=dict)


_FIELDS = [
    f.name
    for f in fields(EmbeddedMetadata)
    if f.name not in ("creator", "conflicts", "flags", "raw")
]


def read(picture: Pillow.Image, *, now: datetime | None = None) -> EmbeddedMetadata:
    """What an opened picture says. Never fails, decodes no pixel, and trusts nothing.

    Of each field the first block that says something counts: XMP, IIM, EXIF (IPTC Photo Metadata
    2023.1). Texts are in NFC without invisible characters, at most 5,000 characters and a line at
    most 1,000. Addresses are as the file has them: whoever links one checks it. `now` is the
    moment beyond which no picture can have been made.
    """
    found = blocks.find(picture)
    packets = [xmp.read(packet) for packet in found.xmp]
    from_iim, from_exif = iim.read(found.iim), exif.read(found.exif)
    manifest = credentials.read(found.jumbf)
    from_xmp: dict[str, Any] = {}
    for packet in packets:
        from_xmp = packet.values | from_xmp
    said = {
        name: _tidied(values, now)
        for name, values in zip(_ORDER, (from_xmp, from_iim.values, from_exif.values), strict=True)
    }
    kept: dict[str, Any] = {}
    conflicts = []
    for name in _FIELDS:
        values = {block: said[block][name] for block in _ORDER if name in said[block]}
        if values:
            block, kept[name] = next(iter(values.items()))
            if _disagree(name, values, from_iim.cut):
                conflicts.append(_conflict(name, block, values))
    if manifest.authors:
        kept.setdefault("creators", tuple(map(encoding.line, manifest.authors)))
    if encoding.line(manifest.title):
        kept.setdefault("title", encoding.line(manifest.title))
    return EmbeddedMetadata(
        **kept,
        creator=encoding.line(", ".join(kept.get("creators", ()))) or None,
        conflicts=tuple(conflicts),
        flags=tuple(dict.fromkeys(p.flag for p in packets if p.flag)),
        has_credentials=manifest.present,
        raw=_raw([p.text for p in packets], from_iim.raw, from_exif.raw, manifest.raw),
    )


def _tidied(values: dict[str, Any], now: datetime | None) -> dict[str, Value]:
    """The values in the form in which they are kept; those that say nothing are gone."""
    tidied: dict[str, Value] = {}
    for name, value in values.items():
        kept = _tidy(name, value, now)
        if kept:
            tidied[name] = kept
    return tidied


def _tidy(name: str, value: Any, now: datetime | None) -> Value | None:
    if name in _LISTS:
        lines = list(dict.fromkeys(filter(None, map(encoding.line, value))))
        return tuple(lines[:200])
    if name in _LONG:
        return encoding.lines(value)
    text = encoding.line(value)
    if name == "created_at":
        return dates.moment(text, now=now)
    if name == "urgency":
        return int(text) if text in tuple("123456789") else None
    if name == "data_mining" and (term := _MINING.fullmatch(text)):
        return _MINING_TERMS + term[1].upper()
    return text


def _disagree(name: str, values: dict[str, Value], cut: frozenset[str]) -> bool:
    kept, *others = values.items()
    return any(
        not _agree(name, kept[1], other, cut if block == "IIM" else frozenset())
        for block, other in others
    )


def _agree(name: str, kept: Value, other: Value, cut: frozenset[str]) -> bool:
    if name == "created_at":
        return dates.agree(str(kept), str(other))
    if isinstance(kept, tuple) and isinstance(other, tuple):
        pairs = zip(kept, other, strict=False)
        return len(kept) == len(other) and all(_agree(name, *pair, cut) for pair in pairs)
    first, second = _folded(kept), _folded(other)
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
    manifest: dict[str, Any],
) -> dict[str, Any]:
    """All of it for JSON, within 400 kB: the packets take what the others leave."""
    left = _MOST_RAW
    raw: dict[str, Any] = {}
    for name, told in (("iim", from_iim), ("exif", from_exif), ("c2pa", manifest)):
        kept = {}
        for key, value in told.items():
            size = len(json.dumps({key: value}, ensure_ascii=False).encode("utf-8", "replace"))
            if size < left // 2:
                kept[key], left = value, left - size
        if kept:
            raw[name] = kept
    texts = []
    for packet in packets:
        text = encoding.writable(packet).encode()[: max(left, 0)].decode("utf-8", "ignore")
        left -= len(text.encode())
        if text:
            texts.append(text)
    return {"xmp": texts, **raw} if texts else raw
