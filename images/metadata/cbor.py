"""A reader for the little of CBOR (RFC 8949) that a claim of Content Credentials is made of.

Pure. The usual library also builds what a hostile file asks for: patterns, cycles, huge numbers.
"""

import struct
from typing import Any

_DEEPEST, _MAX_ITEMS = 16, 10_000  # levels, and items in all
_SIMPLE = {20: False, 21: True}
_FLOATS = {25: (">e", 2), 26: (">f", 4), 27: (">d", 8)}


class Unreadable(ValueError):
    """The bytes are no CBOR, or more of it than a claim needs."""


def read(raw: bytes) -> Any:
    """Return the first item in `raw`. Tags are dropped; what has no meaning here is None.

    Raises Unreadable for broken bytes, for more than 16 levels and for more than 10,000 items.
    """
    return _Reader(raw).item(0)


class _Reader:
    def __init__(self, raw: bytes) -> None:
        self.raw, self.at, self.count = raw, 0, 0

    def item(self, depth: int) -> Any:
        self.count += 1
        if depth > _DEEPEST or self.count > _MAX_ITEMS:
            raise Unreadable
        major, small = divmod(self._read(1)[0], 32)
        if major == 7:
            return self._simple(small)
        if small == 31:
            return self._endless(major, depth)
        number = self._number(small)
        if major < 2:
            return -1 - number if major else number
        if major == 2:
            return self._read(number)
        if major == 3:
            return self._read(number).decode("utf-8", "replace")
        if major == 4:
            return [self.item(depth + 1) for _ in range(self._counted(number))]
        if major == 5:
            return dict(self._pair(depth) for _ in range(self._counted(number)))
        return self.item(depth + 1)  # a tag, and what it is tied to

    def _endless(self, major: int, depth: int) -> Any:
        """Return an item that is closed by a break code."""
        items = []
        while self.raw[self.at : self.at + 1] != b"\xff":
            items.append(self._pair(depth) if major == 5 else self.item(depth + 1))
        self.at += 1
        if major == 4:
            return items
        if major == 5:
            return dict(items)
        kind = {2: bytes, 3: str}.get(major)
        if kind is None or not all(isinstance(part, kind) for part in items):
            raise Unreadable
        return kind().join(items)

    def _pair(self, depth: int) -> tuple[Any, Any]:
        key, value = self.item(depth + 1), self.item(depth + 1)
        return (key if isinstance(key, str | int) else repr(key)[:100]), value

    def _simple(self, small: int) -> Any:
        if small in _FLOATS:
            form, size = _FLOATS[small]
            return struct.unpack(form, self._read(size))[0]
        if small > 27:
            raise Unreadable
        if small == 24:
            self._read(1)
        return _SIMPLE.get(small)

    def _number(self, small: int) -> int:
        if small < 24:
            return small
        if small > 27:
            raise Unreadable
        return int.from_bytes(self._read(1 << (small - 24)))

    def _counted(self, number: int) -> int:
        if number > len(self.raw) - self.at:
            raise Unreadable
        return number

    def _read(self, size: int) -> bytes:
        part = self.raw[self.at : self.at + size]
        if len(part) < size:
            raise Unreadable
        self.at += size
        return part
