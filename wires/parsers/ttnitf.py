"""TTNITF, the body that TT of Sweden sends: what its Swedish names mean. Pure."""

from lxml import etree

from wires.parsing import markup
from wires.parsing.parsed import ParsedPicture
from wires.parsing.strict_xml import find, name, within, words
from wires.parsing.urls import sound_href

_MOST_PICTURES = 100  # of one item
_MEANS = {"RUBRIK": "hl1", "MELLIS": "hl2", "CITAT": "bq"}
# They stand beside the copy: rubric and place, who wrote it, pictures.
_BESIDE = ("DAT", "BYLINE", "BILD")


def recognises(inline: etree._Element) -> bool:
    return any(name(one) == "BODY" and within(one, "BRODTEXT") for one in inline)


def byline(inline: etree._Element) -> str:
    said = (words(one) for one in within(inline, "BYLINE"))
    return ", ".join(dict.fromkeys(filter(None, said)))


def pictures(inline: etree._Element) -> list[ParsedPicture]:
    return [
        ParsedPicture(
            href=sound_href(words(find(one, "BILDFIL"))),
            caption=words(find(one, "BILDTEXT")),
            creator=words(find(one, "BILDSKAPARE")),
        )
        for one in within(inline, "BILD")[:_MOST_PICTURES]
    ]


def body(inline: etree._Element) -> str:
    """The copy as clean HTML. Changes the element: what stands beside the copy is emptied."""
    for one in within(inline, *_MEANS):
        one.tag = _MEANS[name(one)]
    for one in within(inline, *_BESIDE):
        one.clear(keep_tail=True)
    return markup.from_element(inline)
