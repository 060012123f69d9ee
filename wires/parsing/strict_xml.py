"""XML as it comes from outside: read without following anything it points to.

Pure: opens no file and no connection. Kyodo's NewsML opens with an external DTD and a parameter
entity and has to be read; a document that uses entities of its own is refused.
"""

import codecs
import html.entities
import re

from django.utils.translation import gettext as _
from lxml import etree
from lxml.etree import _Element

from text import safe_xml
from wires.parsing import encodings
from wires.parsing.parsed import Quarantined

LARGEST = 20 * 1024 * 1024
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_WIDE = ("utf-16", "utf-32", "utf16", "ucs-", "iso-10646-ucs")
_FEED = re.compile(rb"<(?:rss|feed|(?:\w+:)?RDF)\b")
_LATIN = frozenset(
    ("iso-8859-1", "iso_8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii")
)
_CONTROLS = re.compile(rb"[\x80-\x9f]")


def read(raw: bytes) -> tuple[_Element, list[str]]:
    """Return the root element and the repairs. Raises Quarantined with the reason."""
    if len(raw) > LARGEST:
        raise Quarantined(_("It is larger than any XML that an agency sends."), code="too_large")
    if (begins := raw.lstrip(b" \t\r\n")).startswith(b"<?xml"):
        raw = begins  # blanks before the declaration are common, and not well-formed
    raw, encoding, remarks = _in_its_encoding(raw)
    try:
        root = etree.fromstring(raw, safe_xml.parser(encoding))
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        message = str(getattr(error, "msg", error)).partition("\n")[0]
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


def _in_its_encoding(raw: bytes) -> tuple[bytes, str | None, list[str]]:
    """Return the bytes, the encoding to read them in unless it is as declared, and what was repaired.

    UTF-8 is recognised whatever is declared, as AFP has sent it. What is not UTF-8 is Windows-1252 in a
    feed that declares nothing, and where ISO-8859-1 would have control characters.
    """
    if raw.startswith(_MARKS) or b"\x00" in raw[:200]:
        return raw, None, []
    declared = _DECLARED.match(raw[:200])
    name = declared[1].lower().decode() if declared else "utf-8"
    if encodings.is_utf8(raw):
        if encodings.may_have_controls(raw):
            return _with_letters(raw.decode("utf-8"))
        if name in ("utf-8", "utf8") or (raw.isascii() and not name.startswith(_WIDE)):
            return raw, None, []
        remark = _("It says that it is %s, and is UTF-8. It was read as UTF-8.") % name
        return raw, "utf-8", [remark]
    is_windows = name in _LATIN and _CONTROLS.search(raw)
    if declared and not is_windows:
        return raw, None, []
    if not declared and (not _FEED.search(raw[:2000]) or encodings.is_broken_utf8(raw)):
        return raw, None, []
    remark = _("It does not say its encoding and is not UTF-8. It was read as Windows-1252.")
    if declared:
        remark = _("It says that it is %s, and is Windows-1252. It was read as that.") % name
    return encodings.decode(raw).encode(), "utf-8", [remark]


def _with_letters(text: str) -> tuple[bytes, str | None, list[str]]:
    """Return mark-up with letters for control characters, which Windows-1252 has in their place."""
    remark = _(
        "It holds control characters where Windows-1252 has letters. It was read with those."
    )
    return encodings.with_numbered_letters(text).encode(), "utf-8", [remark]


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
