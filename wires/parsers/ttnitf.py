"""TTNITF, the body that TT of Sweden sends: what its Swedish names mean. Pure."""

from lxml.etree import _Element

from wires.parsing import markup
from wires.parsing.parsed import ParsedPicture
from wires.parsing.strict_xml import descendants, find, local_name, text_of
from wires.parsing.urls import valid_href

_MAX_PICTURES = 100  # of one item
_MEANS = {"RUBRIK": "hl1", "MELLIS": "hl2", "CITAT": "bq"}
# Elements beside the copy: rubric and place, byline, pictures.
_BESIDE = ("DAT", "BYLINE", "BILD")


def recognises(inline: _Element) -> bool:
    return any(local_name(child) == "BODY" and descendants(child, "BRODTEXT") for child in inline)


def byline(inline: _Element) -> str:
    names = (text_of(element) for element in descendants(inline, "BYLINE"))
    return ", ".join(dict.fromkeys(filter(None, names)))


def pictures(inline: _Element) -> list[ParsedPicture]:
    return [
        ParsedPicture(
            href=valid_href(text_of(find(element, "BILDFIL"))),
            caption=text_of(find(element, "BILDTEXT")),
            creator=text_of(find(element, "BILDSKAPARE")),
        )
        for element in descendants(inline, "BILD")[:_MAX_PICTURES]
    ]


def body(inline: _Element) -> str:
    """Return the copy as clean HTML. Empties the elements that stand beside the copy."""
    for element in descendants(inline, *_MEANS):
        element.tag = _MEANS[local_name(element)]
    for element in descendants(inline, *_BESIDE):
        element.clear(keep_tail=True)
    return markup.from_element(inline)
