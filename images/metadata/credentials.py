"""Content Credentials (C2PA 2.x): whether a picture carries a manifest, and whom it names.

Pure. Signatures are NOT checked here: anybody can write a manifest that names anybody. Its fields
count only where no other block has them, and never as proof.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from images.metadata import cbor, encoding

_AUTHORS = "stds.schema-org.CreativeWork"
_CLAIMS = ("c2pa.claim", "c2pa.claim.v2")
_DEEPEST, _MAX_BOXES = 6, 2_000  # boxes in boxes, and boxes in all
_LARGEST = 1 << 20  # bytes of an assertion or claim that is read


@dataclass(frozen=True)
class Credentials:
    """The fields of the active manifest. `present` also when nothing in it could be read."""

    present: bool = False
    authors: tuple[str, ...] = ()
    title: str = ""
    raw: dict[str, Any] = field(default_factory=dict)


def read(jumbf: bytes) -> Credentials:
    """Return the active manifest of the store in `jumbf` (ISO 19566-5). Never fails; b"" has none.

    The last manifest of the store is the active one; the others are of what went into the picture.
    Names are those of `author` in its CreativeWork assertion, the title is the claim's.
    """
    store = next((inside for name, inside in _named(jumbf, 0) if name == "c2pa"), None)
    if store is None:
        return Credentials()
    manifests = list(_named(store, 1))
    if not manifests:
        return Credentials(present=True)
    name, active = manifests[-1]
    title, generator, authors = "", "", []
    for label, inside in _labelled(active, 2):
        content = _content(inside)
        if label.partition("__")[0] == _AUTHORS:
            authors += _authors(content)
        elif label in _CLAIMS and isinstance(content, dict):
            title = title or _string(content.get("dc:title"))
            generator = generator or _string(content.get("claim_generator"))
    raw = {"manifest": name, "title": title, "authors": authors, "claim_generator": generator}
    return Credentials(True, tuple(authors), title, raw)


def _boxes(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield type and content of each box, as far as they are whole."""
    at = 0
    for _count in range(_MAX_BOXES):
        size, kind, start = int.from_bytes(raw[at : at + 4]), raw[at + 4 : at + 8], at + 8
        if size == 1:
            size, start = int.from_bytes(raw[start : start + 8]), start + 8
        elif size == 0:
            size = len(raw) - at
        if len(kind) < 4 or size < start - at or at + size > len(raw):
            return
        yield kind, raw[start : at + size]
        at += size


def _named(raw: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    """Yield label and content of each superbox among the boxes in `raw`."""
    if depth > _DEEPEST:
        return
    for kind, inside in _boxes(raw):
        described = next(_boxes(inside), None) if kind == b"jumb" else None
        if described and described[0] == b"jumd":
            label = described[1][17:].partition(b"\0")[0]
            yield label.decode("utf-8", "replace")[:200], inside


def _labelled(raw: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    """Yield the superboxes in `raw`, and the assertions in their store."""
    for label, inside in _named(raw, depth):
        if label == "c2pa.assertions":
            yield from _named(inside, depth + 1)
        else:
            yield label, inside


def _content(inside: bytes) -> Any:
    for kind, raw in _boxes(inside):
        if kind in (b"json", b"cbor") and len(raw) <= _LARGEST:
            try:
                return json.loads(raw) if kind == b"json" else cbor.read(raw)
            except (ValueError, RecursionError):
                return None
    return None


def _authors(content: Any) -> list[str]:
    author = content.get("author") if isinstance(content, dict) else None
    people = author if isinstance(author, list) else [author]
    names = [_string(p.get("name")) for p in people[:50] if isinstance(p, dict)]
    return list(filter(None, names))


def _string(value: Any) -> str:
    return encoding.writable(value[:1_000]) if isinstance(value, str) else ""
