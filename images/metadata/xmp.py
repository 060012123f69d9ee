"""Reads an XMP packet (ISO 16684-1): RDF in XML, as IPTC, Adobe and PLUS name its properties.

Pure. A packet may come from anybody: no entity is resolved, nothing is fetched, and a packet that
declares a document type is not read at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from images.metadata import encoding
from text import safe_xml

HAS_DOCTYPE, BROKEN, TOO_BIG = "xmp_has_doctype", "xmp_broken", "xmp_too_big"
LARGEST = 2 << 20  # bytes of a packet that is read

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMESPACES = {
    "http://purl.org/dc/elements/1.1": "dc",
    "http://ns.adobe.com/photoshop/1.0": "photoshop",
    "http://ns.adobe.com/xap/1.0/rights": "xmpRights",
    "http://iptc.org/std/iptc4xmpcore/1.0/xmlns": "Iptc4xmpCore",
    "http://iptc.org/std/iptc4xmpext/2008-02-29": "Iptc4xmpExt",
    "http://ns.useplus.org/ldf/xmp/1.0": "plus",
}
# Properties by their name in lower case: Getty writes dc:Rights.
_FIELDS = {
    "dc:title": "title",
    "dc:description": "caption",
    "dc:rights": "copyright_notice",
    "photoshop:credit": "credit_line",
    "photoshop:source": "source",
    "photoshop:headline": "headline",
    "photoshop:instructions": "instructions",
    "photoshop:datecreated": "created_at",
    "photoshop:transmissionreference": "job_id",
    "photoshop:urgency": "urgency",
    "photoshop:city": "city",
    "photoshop:country": "country",
    "xmpRights:usageterms": "usage_terms",
    "xmpRights:webstatement": "web_statement",
    "Iptc4xmpCore:alttextaccessibility": "alt_text",
    "Iptc4xmpCore:extdescraccessibility": "extended_description",
    "Iptc4xmpExt:digitalsourcetype": "digital_source_type",
    "plus:datamining": "data_mining",
}
_LISTS = {"dc:creator": "creators", "dc:subject": "keywords"}
_LICENSOR = "plus:licensor"
_DECLARES = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ROOT = re.compile(r"<(x:x[am]pmeta|rdf:RDF)[\s>]")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Packet:
    """The values of a packet, its text, and why it was not read ("" when it was)."""

    values: dict[str, str | tuple[str, ...]] = field(default_factory=dict)
    text: str = ""
    flag: str = ""


def read(packet: bytes) -> Packet:
    """Return the properties of a packet in UTF-8, UTF-16 or UTF-32, as elements or as attributes.

    Of a text in several languages Vietnamese counts, then x-default, then the first. Of several
    licensors the first with an address counts. A packet that is broken, larger than 2 MB or declares
    a document type or an entity has no values and a flag. Never fails.
    """
    if len(packet) > LARGEST:
        return Packet(flag=TOO_BIG)
    text = _text(packet)
    if _DECLARES.search(text):
        return Packet(text=text, flag=HAS_DOCTYPE)
    try:
        root = etree.fromstring(_document(text).encode(), safe_xml.parser())
        return Packet(_values(root), text)
    except (etree.XMLSyntaxError, ValueError, RecursionError):
        return Packet(text=text, flag=BROKEN)


def _text(packet: bytes) -> str:
    """Return the packet's text. Zeros around the first “<” mean UTF-16 or UTF-32."""
    at = packet[:64].find(b"<")
    zeros = packet[at + 1 : at + 4]
    if at >= 0 and zeros == b"\0\0\0":
        return packet.decode("utf-32-be" if at % 4 else "utf-32-le", "replace")
    if at >= 0 and zeros[:1] == b"\0":
        return packet.decode("utf-16-be" if at % 2 else "utf-16-le", "replace")
    return encoding.decode(packet)


def _document(text: str) -> str:
    """Return the XML alone: without the wrapper and its padding, or an encoding that it declares."""
    text = _NO_XML.sub("", text)
    root = _ROOT.search(text)
    if root is None:
        return text.lstrip("\ufeff ")
    closing = f"</{root[1]}>"
    end = text.rfind(closing)
    return text[root.start() : end + len(closing) if end > 0 else None]


def _values(root: etree._Element) -> dict[str, str | tuple[str, ...]]:
    values: dict[str, str | tuple[str, ...]] = {}
    for name, prop in _properties(root):
        if name == _LICENSOR and not isinstance(prop, str):
            values = {**_licensor(prop), **values}
        elif name in _FIELDS or name in _LISTS:
            texts = [(lang, text) for lang, text in _texts(prop) if text.strip()]
            if texts and name in _FIELDS:
                values.setdefault(_FIELDS[name], _chosen(texts))
            elif texts:
                values.setdefault(_LISTS[name], tuple(text for _lang, text in texts))
    return values


def _properties(root: etree._Element) -> Iterator[tuple[str, etree._Element | str]]:
    """Yield name and value of every property that the picture itself has."""
    tops = [root] if root.tag == f"{_RDF}RDF" else list(root.iterchildren(f"{_RDF}RDF"))
    for top in tops:
        for description in top.iterchildren(tag=etree.Element):
            for name, value in description.attrib.items():
                yield _name(str(name)), str(value)
            for child in description.iterchildren(tag=etree.Element):
                yield _name(str(child.tag)), child


def _name(tag: str) -> str:
    """Return "dc:rights" for "{http://purl.org/dc/elements/1.1/}Rights"; "" for other namespaces."""
    namespace, _mark, local = tag.removeprefix("{").rpartition("}")
    prefix = _NAMESPACES.get(namespace.lower().rstrip("/#"))
    return f"{prefix}:{local.lower()}" if prefix else ""


def _texts(prop: etree._Element | str) -> list[tuple[str, str]]:
    """Return language and text of each value: a single value, or those of a list."""
    if isinstance(prop, str):
        return [("", prop)]
    for kind in ("Alt", "Seq", "Bag"):
        container = prop.find(f"{_RDF}{kind}")
        if container is not None:
            return [_value(item) for item in container.iterchildren(f"{_RDF}li")]
    return [_value(prop)]


def _value(item: etree._Element) -> tuple[str, str]:
    lang = str(item.get(_LANG, "")).lower()
    address = item.get(f"{_RDF}resource")
    if address is not None:
        return lang, str(address)
    qualified = item.find(f".//{_RDF}value")
    value = item if qualified is None else qualified
    return lang, "" if len(value) else str(value.text or "")


def _chosen(texts: list[tuple[str, str]]) -> str:
    def rank(value: tuple[str, str]) -> int:
        lang = value[0]
        return 0 if lang.partition("-")[0] == "vi" else 1 if lang == "x-default" else 2

    return min(texts, key=rank)[1]


def _licensor(prop: etree._Element) -> dict[str, str]:
    """Return address and name of the first licensor that has an address, else of the first."""
    items = list(prop.iter(f"{_RDF}li")) or [prop]
    licensors = [_struct(item) for item in items]
    return next((entry for entry in licensors if "licensor_url" in entry), licensors[0])


def _struct(item: etree._Element) -> dict[str, str]:
    """Return a structure's fields, which are attributes or elements of the item or of a node in it."""
    fields = {"plus:licensorurl": "licensor_url", "plus:licensorname": "licensor_name"}
    values: dict[str, str] = {}
    for node in (item, *item.iterchildren(f"{_RDF}Description")):
        pairs = [(str(name), str(text)) for name, text in node.attrib.items()]
        pairs += [
            (str(c.tag), _chosen(_texts(c) or [("", "")]))
            for c in node.iterchildren(tag=etree.Element)
        ]
        for name, text in pairs:
            if text.strip() and (key := fields.get(_name(name))):
                values.setdefault(key, text)
    return values
