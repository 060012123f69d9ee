"""The pictures of a NewsML 1 item, by component. Pure."""

from collections.abc import Iterator

from lxml.etree import _Element

from text.integers import parse_int
from wires.parsers.newsml1_parts import Parts
from wires.parsing.parsed import ParsedPicture
from wires.parsing.strict_xml import descendants, find, local_name, text_of
from wires.parsing.urls import valid_href

# Small pictures, for choosing.
_PREVIEWS = frozenset(("thumbnail", "thumb", "preview", "quicklook", "viewimage"))
_WIDTH, _HEIGHT = ("Width", "PixelWidth"), ("Height", "PixelHeight")


def pictures_of(parts: Parts) -> Iterator[ParsedPicture]:
    """Yield one picture a component: the largest file, with the caption and credit beside it."""
    for component in _without_previews(parts):
        best = max(
            parts.files[component],
            key=lambda content: (_size(content, *_WIDTH) or 0, _size(content, "SizeInBytes") or 0),
        )
        parent = component.getparent()
        above = component
        if parent is not None and local_name(parent) == "NewsComponent":
            above = parent
        # The maker of the copy and its terms are not those of the picture.
        source = component if above in parts.with_copy else above
        lines = {
            key: parts.line(component, key) or parts.line(above, key)
            for key in ("ByLine", "CreditLine", "CopyrightLine")
        }
        yield ParsedPicture(
            href=valid_href(best.get("Href")),
            caption=parts.caption(above),
            creator=lines["ByLine"] or parts.maker(source),
            credit_line=lines["CreditLine"],
            copyright_notice=lines["CopyrightLine"],
            usage_terms=parts.usage(source),
            width=_size(best, *_WIDTH),
            height=_size(best, *_HEIGHT),
        )


def _without_previews(parts: Parts) -> list[_Element]:
    """Return the components, without previews of a file that another beside them holds."""
    full = {component for component in parts.files if parts.roles.get(component) not in _PREVIEWS}
    parents = {component.getparent() for component in full}
    return [
        component
        for component in parts.files
        if component in full or component.getparent() not in parents
    ]


def _size(content: _Element, *keys: str) -> int | None:
    characteristics = find(content, "Characteristics")
    properties = [
        property_.get("Value")
        for property_ in descendants(characteristics, "Property")
        if property_.get("FormalName", "").lower() in map(str.lower, keys)
    ]
    values = (*properties, *(text_of(find(characteristics, key)) for key in keys))
    return next((size for size in map(parse_int, values) if size is not None), None)
