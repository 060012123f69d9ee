"""JSON as it comes from outside: no key twice, no number that is none, and no depth without end.

Pure. What a value is supposed to be nobody promises: `line`, `block`, `mapping` and `mappings` give
what is wanted, or nothing.
"""

import json
import math
import re
from typing import Any

from django.utils.translation import gettext as _

from attribution import vietnamese
from wires.parsers.parsed import Quarantined

LARGEST = 10 * 1024 * 1024
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read(raw: bytes) -> tuple[Any, list[str]]:
    """The value and what had to be mended. Raises Quarantined with the reason."""
    if len(raw) > LARGEST:
        raise Quarantined(_("It is larger than any JSON that an agency sends."))
    try:
        encoding = json.detect_encoding(raw)
        text = raw.decode(encoding).lstrip("\ufeff").strip("\x00 \t\r\n")
    except UnicodeDecodeError as error:
        raise Quarantined(_("It is no JSON: its letters are not UTF-8.")) from error
    remarks = []
    if _CONTROLS.search(raw) and encoding.startswith("utf-8"):
        remarks.append(_("It holds control characters, which JSON forbids. They were left out."))
    try:
        value = json.loads(
            text,
            strict=False,
            object_pairs_hook=_once,
            parse_constant=_no_number,
            parse_float=_number,
        )
    except json.JSONDecodeError as error:
        said = f"{error.msg}: {error.lineno}, {error.colno}"
        raise Quarantined(_("It is no well-formed JSON: %s") % said) from error
    except RecursionError as error:
        raise Quarantined(_("It is nested deeper than any agency’s copy.")) from error
    except ValueError as error:  # an integer of thousands of digits
        raise Quarantined(_("It holds a number that is none.")) from error
    return value, remarks


def line(value: object) -> str:
    """Text or a number as one line without invisible characters; "" for anything else."""
    return vietnamese.one_line(_said(value))


def block(value: object) -> str:
    """Text with its lines; "" for anything else."""
    return vietnamese.normalise(_said(value))


def mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> list[dict[str, Any]]:
    """The objects in a list, or in an object that names each of them, as ninjs 1 does."""
    if isinstance(value, dict):
        value = list(value.values())
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def names(value: object) -> tuple[str, ...]:
    """The names that a text, an object with a name, or a list of either says; each once."""
    several = value if isinstance(value, list) else [value]
    said = (line(one.get("name")) if isinstance(one, dict) else line(one) for one in several)
    return tuple(dict.fromkeys(filter(None, said)))


def _said(value):
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    # Half a character, as "\ud800", can be written nowhere.
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else str(value)


def _once(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Quarantined(
            _("It says “%s” twice, and nobody knows which counts.") % line(twice)[:80]
        )
    return found


def _no_number(said):
    raise Quarantined(_("It holds a number that is none: %s.") % said)


def _number(said):
    value = float(said)
    return value if math.isfinite(value) else _no_number(said[:20])
