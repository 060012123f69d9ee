"""The rights packet: who made a picture and what may be done with it, written into every rendition.

Pure. Fields and their names are those of IPTC Photo Metadata 2023.1; the packet is written anew, so
that nothing of the original file comes along. Knows no model; images/files/renditions.py fills it in.
"""

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass
from typing import Any
from xml.sax.saxutils import escape

from PIL.PngImagePlugin import PngInfo

from text.normalise import for_xml

# Longer ones would not leave room in the one segment that a JPEG has for them.
_MAX_LENGTH = 1_500  # characters
_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
}
_SINGLE = "{}"
_LIST = "<rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq>"
_IN_A_LANGUAGE = '<rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt>'
_XMP = {
    "creator": ("dc:creator", _LIST),
    "copyright_notice": ("dc:rights", _IN_A_LANGUAGE),
    "credit": ("photoshop:Credit", _SINGLE),
    "source": ("photoshop:Source", _SINGLE),
    "usage_terms": ("xmpRights:UsageTerms", _IN_A_LANGUAGE),
    "web_statement": ("xmpRights:WebStatement", _SINGLE),
    "alt": ("Iptc4xmpCore:AltTextAccessibility", _IN_A_LANGUAGE),
    "digital_source_type": ("Iptc4xmpExt:DigitalSourceType", _SINGLE),
    "data_mining": ("plus:DataMining", _SINGLE),
}
# Record 2 of IIM: data set, and how many bytes there is room for.
_IIM = {
    "creator": (80, 32),
    "credit": (110, 32),
    "source": (115, 32),
    "copyright_notice": (116, 128),
}


@dataclass(frozen=True)
class EmbeddedRights:
    """The words of the packet; "" for what is not said. The last two are terms, as full addresses."""

    credit: str = ""
    copyright_notice: str = ""
    creator: str = ""
    source: str = ""
    usage_terms: str = ""
    web_statement: str = ""
    alt: str = ""
    data_mining: str = ""
    digital_source_type: str = ""

    def values(self) -> tuple[str, ...]:
        return astuple(self)

    def as_json(self) -> dict[str, str]:
        """Return the words by field, as `from_json` takes them."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, str]) -> "EmbeddedRights":
        """Return the packet with these words. Those of fields that are gone are passed over."""
        return cls(**{name: values.get(name, "") for name in cls.__dataclass_fields__})


def save_options(packet: EmbeddedRights, format: str) -> dict[str, Any]:
    """What Pillow's `save` needs to write the packet into "JPEG", "WEBP", "AVIF" or "PNG"."""
    if format == "PNG":
        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", xmp(packet).decode())
        return {"pnginfo": info}
    options = {"xmp": xmp(packet)}
    if format == "JPEG":  # the only one of them that older programs read IIM in
        options["extra"] = _segment(0xED, b"Photoshop 3.0\0" + _resources(iim(packet)))
    return options


def xmp(packet: EmbeddedRights) -> bytes:
    """The packet as XMP (ISO 16684-1), in UTF-8. Well-formed whatever the words are."""
    properties = "".join(
        f"<{name}>{form.format(_written(text))}</{name}>"
        for field, (name, form) in _XMP.items()
        if (text := getattr(packet, field))
    )
    spaces = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about=""{spaces}>{properties}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


def iim(packet: EmbeddedRights) -> bytes:
    """The packet as IIM 4.2 in UTF-8, each value cut to its room between two characters."""
    sets = [_data_set(1, 0, b"\0\4"), _data_set(1, 90, b"\x1b%G"), _data_set(2, 0, b"\0\4")]
    for field, (number, room) in _IIM.items():
        text = " ".join(for_xml(getattr(packet, field)).split())
        value = text.encode()[:room].decode(errors="ignore").rstrip()
        if value:
            sets.append(_data_set(2, number, value.encode()))
    return b"".join(sets)


def _written(text: str) -> str:
    return escape(for_xml(text)[:_MAX_LENGTH])


def _data_set(record: int, number: int, value: bytes) -> bytes:
    return struct.pack(">BBBH", 0x1C, record, number, len(value)) + value


def _resources(iim: bytes) -> bytes:
    """Photoshop's blocks: IIM, and the digest that says that XMP was written with it."""
    digest = hashlib.md5(iim, usedforsecurity=False).digest()
    return b"".join(
        struct.pack(">4sHHI", b"8BIM", number, 0, len(data)) + data + b"\0" * (len(data) % 2)
        for number, data in ((0x0404, iim), (0x0425, digest))
    )


def _segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, 2 + len(data)) + data
