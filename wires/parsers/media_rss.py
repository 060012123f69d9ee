"""Pictures in feeds: Media RSS, enclosures, and the label before a credit.

Pure. The description of a picture counts before that of its group, its item and its channel.
The same picture in several widths or cuts is one picture, and the widest of them is taken.
"""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.etree import _Element

from text.integers import parse_int
from wires.parsing import bodies
from wires.parsing.parsed import ParsedPicture
from wires.parsing.strict_json import limit_items
from wires.parsing.strict_xml import children, descendants, local_name, text_of
from wires.parsing.urls import valid_href

_Descriptions = dict[str, list[_Element]]  # by their name
MEDIA = "http://search.yahoo.com/mrss/"
_LABEL = re.compile(
    r"(?:photo(?:graph(?:y|s)?)?|picture|image|illustration|composite|credit|ảnh|nguồn|foto)s?"
    r"(?: credit)?\s*:\s*",
    re.IGNORECASE,
)
_MAKERS = ("photographer", "author", "artist", "illustrator")
# Elements that describe a picture, at it or around it.
_DESCRIBING = ("credit", "description", "title", "copyright", "license", "rights")
_OWN_DESCRIPTION = ("title", "description", "text", "credit", "copyright")
_IMAGE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif|tiff?)$", re.IGNORECASE)


def pictures(
    item: _Element, channel: _Element | None = None, *, base: str = ""
) -> tuple[ParsedPicture, ...]:
    """Return the pictures of an item of a feed."""
    groups: dict[_Element | str, list[_Element]] = {}
    for element in limit_items(
        [e for e in descendants(item, "content", "thumbnail") if _is_media(e)]
    ):
        if _is_picture(element):
            groups.setdefault(_group_key(element), []).append(element)
    contents = [key for key, sizes in groups.items() if any(map(_is_content, sizes))]
    if contents:  # thumbnails repeat a picture that is there in full
        groups = {key: groups[key] for key in contents}
    outer = _descriptions(item), {} if channel is None else _descriptions(channel)
    results = [_picture(sizes, item, outer, base) for sizes in groups.values()]
    known = {
        _without_query(_join_url(base, element.get("url", "")))
        for sizes in groups.values()
        for element in sizes
    }
    for enclosure in _enclosures(item):
        href = _join_url(base, _address(enclosure))
        if _without_query(href) not in known:
            results.append(ParsedPicture(href=valid_href(href)))
            known.add(_without_query(href))
    return tuple(results)


def without_label(credit: str) -> str:
    """Return “Photograph: Name/Agency” as “Name/Agency”; the house prints its own label."""
    label = _LABEL.match(credit)
    return credit[label.end() :].strip() if label else credit


def _picture(
    sizes: list[_Element], item: _Element, outer: tuple[_Descriptions, _Descriptions], base: str
) -> ParsedPicture:
    best = max(
        sizes, key=lambda content: (_is_content(content), parse_int(content.get("width")) or 0)
    )
    group = best.getparent()
    nearest = (
        [_descriptions(best)]
        if group is None or group is item
        else [_descriptions(best), _descriptions(group)]
    )
    scopes = [*nearest, *outer]
    credits = _nearest(scopes, "credit")
    makers = [_credited(credit) for credit in credits if credit.get("role", "").lower() in _MAKERS]
    others = [
        _credited(credit) for credit in credits if credit.get("role", "").lower() not in _MAKERS
    ]
    caption = _first(scopes[:-1], "description", "title")
    return ParsedPicture(
        href=valid_href(_join_url(base, best.get("url", ""))),
        caption=bodies.plain(caption),
        creator=", ".join(dict.fromkeys(filter(None, makers))),
        credit_line=", ".join(dict.fromkeys(filter(None, others))),
        copyright_notice=_first(scopes, "copyright"),
        usage_terms=_first(scopes, "license", "rights"),
        width=parse_int(best.get("width")),
        height=parse_int(best.get("height")),
    )


def _credited(credit: _Element) -> str:
    return without_label(bodies.plain(text_of(credit)))


def _descriptions(element: _Element) -> _Descriptions:
    """Return the elements that describe pictures in an element, by their names."""
    by_tag: _Descriptions = {}
    for child in element.iterchildren(*(f"{{{MEDIA}}}{key}" for key in _DESCRIBING)):
        if text_of(child):
            by_tag.setdefault(local_name(child), []).append(child)
    return by_tag


def _nearest(scopes: list[_Descriptions], tag: str) -> list[_Element]:
    """Return the elements of that name in the nearest scope that has any."""
    return next((scope[tag] for scope in scopes if tag in scope), [])


def _first(scopes: list[_Descriptions], *names: str) -> str:
    return next((text_of(matches[0]) for key in names if (matches := _nearest(scopes, key))), "")


def _is_media(element: _Element) -> bool:
    return etree.QName(element).namespace == MEDIA


def _is_content(element: _Element) -> bool:
    return local_name(element) == "content"


def _is_picture(element: _Element) -> bool:
    """Return whether the element is a picture by medium or type; with neither, it is."""
    medium, type_ = element.get("medium", "").lower(), element.get("type", "").lower()
    if not element.get("url"):
        return False
    return medium == "image" or type_.startswith("image/") or not (medium or type_)


def _enclosures(item: _Element) -> Iterator[_Element]:
    """Yield the enclosed pictures: elements in RSS, links in Atom."""
    links = [element for element in children(item, "link") if element.get("rel") == "enclosure"]
    for element in (*children(item, "enclosure"), *links):
        address = urlsplit_path(_address(element))
        type_ = element.get("type", "").lower()
        if type_.startswith("image/") or (not type_ and _IMAGE.search(address)):
            yield element


def _address(enclosure: _Element) -> str:
    """Return the address as RSS 2.0, Atom or the module of RSS 1.0 names it."""
    return enclosure.get("url", "") or enclosure.get("href", "") or enclosure.get("resource", "")


def urlsplit_path(address: str) -> str:
    """Return the path of an address; "" when the address is invalid."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _group_key(content: _Element) -> _Element | str:
    """Return what all sizes of one picture share: their group, unless they are described apart."""
    group = content.getparent()
    if group is None or local_name(group) != "group" or not _is_media(group):
        return _without_query(content.get("url", ""))
    if not any(map(text_of, children(content, *_OWN_DESCRIPTION))):
        return group
    return _without_query(content.get("url", ""))


def _without_query(address: str) -> str:
    """Return the address without its query, which two sizes of one picture share."""
    return address.partition("?")[0]


def _join_url(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip()) if base else address.strip()
    except ValueError:
        return ""
