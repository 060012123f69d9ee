"""Formats that single agencies send: read only where settings.WIRE_OPTIONAL_FORMATS names them.

A newsroom without a contract with such an agency leaves its module out, and the module is not imported.
"""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# Names of modules beside this one.
NAMES = ("ap", "anpa", "iptc7901", "zczc", "ttnitf")


def modules(*names: str) -> tuple[Any, ...]:
    """Return those of the optional modules that this newsroom reads, in this order."""
    if unknown := set(settings.WIRE_OPTIONAL_FORMATS) - set(NAMES):
        raise ImproperlyConfigured(
            f"WIRE_OPTIONAL_FORMATS names “{min(unknown)}”. Name some of {', '.join(NAMES)}, or none."
        )
    read = [name for name in names if name in settings.WIRE_OPTIONAL_FORMATS]
    return tuple(import_module(f"wires.parsers.{name}") for name in read)
