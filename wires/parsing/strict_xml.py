"""XML as it comes from outside: read without following anything it points to.

Pure: opens no file and no connection. Kyodo's NewsML opens with an external DTD and a parameter
entity and has to be read; a document that uses entities of its own is refused.
"""

import html.entities
import re

from django.utils.translation import gettext as _
from lxml import etree
from lxml.etree import _Element

from text import safe_xml
from wires.parsing.parsed import Quarantined

LARGEST = 20 * 1024 * 1024
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_OTHERS = ("utf-8", "utf8", "utf-16", "utf-16le", "utf-16be")


def read(raw: bytes) -> tuple[_Element, list[str]]:
    """Return the root element and the repairs. Raises Quarantined with the reason."""
    if len(raw) > LARGEST:
        raise Quarantined(_("It is larger than any XML that an agency sends."), code="too_large")
    if (begins := raw.lstrip(b" \t\r\n")).startswith(b"<?xml"):
        raw = begins  # blanks before the declaration are common, and not well-formed
    encoding, remarks = _encoding(raw)
    try:
        root = etree.fromstring(raw, safe_xml.parser(encoding))
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        message = str(error).partition("\n")[0]
        raise Quarantined(
            _("It is no well-formed XML: %s") % message[:200], code="not_well_formed"
        ) from error
    if root is None:
        raise Quarantined(_("It holds no XML element."), code="no_element")
    _resolve_named(root)
    return root, remarks


def local_name(element: _Element) -> str:
    """Return the element's name without its namespace."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def text_of(element: _Element | None) -> str:
    """Return all text within the element in one line; "" for None."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def find(element: _Element | None, *path: str) -> _Element | None:
    """Return the first element down the path of names, whatever their namespaces."""
    for step in path:
        if element is None:
            return None
        element = next(element.iterchildren("{*}" + step), None)
    return element


def children(element: _Element | None, *names: str) -> list[_Element]:
    """Return the children with one of these names."""
    return [] if element is None else list(element.iterchildren(*_anywhere(names)))


def descendants(element: _Element | None, *names: str) -> list[_Element]:
    """Return all elements below with one of these names, in the document's order."""
    if element is None:
        return []
    return [
        descendant for descendant in element.iter(*_anywhere(names)) if descendant is not element
    ]


def _anywhere(names: tuple[str, ...]) -> list[str]:
    return ["{*}" + name for name in names]


def _encoding(raw: bytes) -> tuple[str | None, list[str]]:
    """Return UTF-8 where the bytes are UTF-8 and declare a one-byte encoding, as AFP has sent."""
    declared = _DECLARED.match(raw[:200])
    if declared is None or declared[1].lower().decode() in _OTHERS or raw.isascii():
        return None, []
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return None, []
    encoding = declared[1].decode()
    return "utf-8", [_("It says that it is %s, and is UTF-8. It was read as UTF-8.") % encoding]


def _resolve_named(root: _Element) -> None:
    """Replace entities that HTML names by their characters. Raises Quarantined for any other."""
    for entity in list(root.iter(etree.Entity)):
        name = entity.name  # type: ignore[attr-defined]  # not in lxml's stubs
        letter = html.entities.html5.get(f"{name};")
        if letter is None:
            raise Quarantined(
                _("It uses entities of its own, which may stand for anything."),
                code="entity_undefined",
            )
        entity.tail = letter + (entity.tail or "")
        _remove(entity)


def _remove(element: _Element) -> None:
    """Remove the element from its parent. The text behind it stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    element.tail = None
    parent.remove(element)
