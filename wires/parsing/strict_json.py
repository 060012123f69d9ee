"""JSON as it comes from outside: no key twice, no number that is none, and no depth without end.

Pure. Values may be of any type: `line`, `block`, `mapping` and `mappings` return the expected type,
empty where the value is of another.
"""

import json
import math
import re
from typing import Any, NoReturn, TypeVar

from django.utils.translation import gettext as _

from text import normalise
from wires.parsing import encodings
from wires.parsing.parsed import Quarantined

T = TypeVar("T")
MAX_ITEMS = 2000  # as many as wires/ingest/reading.py takes at a time
MAX_KEYS = 300_000
LONGEST_LINE = 100_000  # characters; no column takes more
LONGEST_BLOCK = 500_000  # characters of a body: no story has them
LARGEST = 10 * 1024 * 1024
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read(raw: bytes) -> tuple[Any, list[str]]:
    """Return the value and the repairs. Raises Quarantined with the reason."""
    if len(raw) > LARGEST:
        raise Quarantined(_("It is larger than any JSON that an agency sends."), code="too_large")
    try:
        encoding = json.detect_encoding(raw)
        text = raw.decode(encoding).lstrip("\ufeff").strip("\x00 \t\r\n")
    except UnicodeDecodeError as error:
        raise Quarantined(
            _("It is no JSON: its letters are not UTF-8."), code="encoding_invalid"
        ) from error
    remarks, keys = [], _Keys()
    if (with_letters := encodings.with_escaped_letters(text)) != text:
        text = with_letters
        remarks.append(
            _("It holds control characters where Windows-1252 has letters. It was read with those.")
        )
    if _CONTROLS.search(raw) and encoding.startswith("utf-8"):
        remarks.append(_("It holds control characters, which JSON forbids. They were left out."))
    try:
        value = json.loads(
            text,
            strict=False,
            object_pairs_hook=keys.once,
            parse_constant=_no_number,
            parse_float=_number,
        )
    except json.JSONDecodeError as error:
        position = f"{error.msg}: {error.lineno}, {error.colno}"
        raise Quarantined(
            _("It is no well-formed JSON: %s") % position, code="not_well_formed"
        ) from error
    except RecursionError as error:
        raise Quarantined(
            _("It is nested deeper than any agency’s copy."), code="nested_too_deeply"
        ) from error
    except ValueError as error:  # an integer of thousands of digits
        raise Quarantined(_("It holds a number that is none."), code="number_invalid") from error
    return value, remarks


def line(value: object) -> str:
    """Return text or a number as one line without invisible characters; "" for anything else."""
    return normalise.one_line(_as_text(value)[:LONGEST_LINE])


def block(value: object) -> str:
    """Return text with its lines; "" for anything else. Raises Quarantined when it is too long."""
    text = _as_text(value)
    if len(text) > LONGEST_BLOCK:
        raise Quarantined(_("A text in it is longer than any story."), code="text_too_long")
    return normalise.normalise(text)


def mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> list[dict[str, Any]]:
    """Return the objects in a list, or in an object that names each of them, as in ninjs 1."""
    if isinstance(value, dict):
        value = list(value.values())
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def limit_items(items: list[T]) -> list[T]:
    """Return the items. Raises Quarantined when they are more than a delivery may hold."""
    if len(items) > MAX_ITEMS:
        raise Quarantined(_("It holds more than %d items.") % MAX_ITEMS, code="too_many_items")
    return items


def names(value: object) -> tuple[str, ...]:
    """Return the names in a text, an object with a name, or a list of either; each once."""
    values = limit_items(value) if isinstance(value, list) else [value]
    texts = (
        line(entry.get("name")) if isinstance(entry, dict) else line(entry) for entry in values
    )
    return tuple(dict.fromkeys(filter(None, texts)))


def _as_text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    # Half a character, as "\ud800", cannot be encoded.
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else str(value)


class _Keys:
    """The keys of a delivery: none twice in one object, and a limited number."""

    def __init__(self) -> None:
        self.left = MAX_KEYS

    def once(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        self.left -= 1 + len(pairs)
        if self.left < 0:
            raise Quarantined(
                _("It holds more than any agency sends at a time."), code="too_many_values"
            )
        result = dict(pairs)
        if len(result) != len(pairs):
            key = line(_repeated_key(pairs))[:80]
            raise Quarantined(
                _("It says “%s” twice, and nobody knows which counts.") % key, code="key_repeated"
            )
        return result


def _repeated_key(pairs: list[tuple[str, Any]]) -> str:
    seen = set()
    for key, _value in pairs:
        if key in seen:
            return key
        seen.add(key)
    return ""


def _no_number(literal: str) -> NoReturn:
    raise Quarantined(_("It holds a number that is none: %s.") % literal, code="number_invalid")


def _number(digits: str) -> float:
    value = float(digits)
    return value if math.isfinite(value) else _no_number(digits[:20])
