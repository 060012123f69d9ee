"""Reads IPTC's older block, IIM 4.2 (2014): numbered data sets of bytes, most of them short.

Pure. Text is cut at a number of bytes, and the encoding may stand after the text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from images.metadata import encoding

# Data set of record 2: our field, and the most bytes it can hold.
_FIELDS = {
    5: ("title", 64),
    10: ("urgency", 1),
    40: ("instructions", 256),
    90: ("city", 32),
    101: ("country", 64),
    103: ("job_id", 32),
    105: ("headline", 256),
    110: ("credit_line", 32),
    115: ("source", 32),
    116: ("copyright_notice", 128),
    120: ("caption", 2000),
}
_LISTS = {25: ("keywords", 64), 80: ("creators", 32)}
_DATE, _TIME = 55, 60
_LAST_TEXT = 199  # what follows is a preview in bytes
_UTF8, _LATIN = (b"\x1b%G",), (b"\x1b-A", b"\x1b.A")
_MAX_DATA_SETS = 1_000  # data sets


@dataclass(frozen=True)
class Iim:
    """The fields of an IIM block. `cut` names the fields that are as long as the format allows."""

    values: dict[str, str | tuple[str, ...]] = field(default_factory=dict)
    cut: frozenset[str] = frozenset()
    raw: dict[str, list[str]] = field(default_factory=dict)


def read(block: bytes) -> Iim:
    """Return the fields of the block. Never fails: a damaged end is left out.

    1:90 decides the letters wherever it stands: UTF-8 or Latin-1 (read as its superset
    Windows-1252). Without it, or where it lies, UTF-8 is tried, and then what makes words of the
    letters: Mac OS Roman, which old programs wrote, or Windows-1252. Of a data set that may not be
    repeated the first with text counts; 2:25 and 2:80 give lists.
    """
    sets = list(_data_sets(block))
    charset = next((raw for record, number, raw in sets if (record, number) == (1, 90)), b"")
    charset = charset.replace(b" ", b"").strip(b"\0")
    texts: dict[int, list[str]] = {}
    longest: dict[int, int] = {}
    for record, number, raw in sets:
        if record == 2 and 0 < number <= _LAST_TEXT:
            text = _text(raw, charset)
            if text.strip("\0 "):
                texts.setdefault(number, []).append(text)
                longest[number] = max(longest.get(number, 0), len(raw))
    values: dict[str, str | tuple[str, ...]] = {
        name: texts[number][0] for number, (name, _most) in _FIELDS.items() if number in texts
    }
    values |= {name: tuple(texts[n]) for n, (name, _most) in _LISTS.items() if n in texts}
    if _DATE in texts:
        values["created_at"] = "T".join(texts[n][0].strip() for n in (_DATE, _TIME) if n in texts)
    cut = {
        # Some programs cut at a character or at a blank before the limit.
        name
        for number, (name, most) in (_FIELDS | _LISTS).items()
        if longest.get(number, 0) >= most - 4
    }
    all_texts = {
        f"2:{number}": list(map(encoding.writable, repeated)) for number, repeated in texts.items()
    }
    return Iim(values, frozenset(cut), all_texts)


def _data_sets(block: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield record, number and bytes of each data set, as far as the block is whole."""
    at = 0
    for _count in range(_MAX_DATA_SETS):
        if block[at : at + 1] != b"\x1c" or len(block) < at + 5:
            return
        record, number = block[at + 1], block[at + 2]
        size, at = int.from_bytes(block[at + 3 : at + 5]), at + 5
        if size & 0x8000:  # an extended data set: the size has a size
            width = size & 0x7FFF
            if width > 4:
                return
            size, at = int.from_bytes(block[at : at + width]), at + width
        raw = block[at : at + size]
        # A set longer than what is left was cut, or its size is wrong: it ends at the next mark.
        yield record, number, raw if len(raw) == size else raw.partition(b"\x1c")[0]
        at += size


def _text(raw: bytes, charset: bytes) -> str:
    if charset in _LATIN:
        return raw.decode("cp1252", "replace")
    if charset in _UTF8:
        try:
            return raw.decode()
        except UnicodeDecodeError as error:
            if error.reason == "unexpected end of data":
                return raw[: error.start].decode()
    return encoding.decode(raw)
