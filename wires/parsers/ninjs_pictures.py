"""The pictures of a ninjs item: its own renditions, or those of the items associated with it.

Pure. Of a picture's renditions the one for print is taken: never one with a watermark, and a preview
only where there is nothing else.
"""

from collections.abc import Callable, Iterator
from typing import Any

from text.integers import parse_int
from wires.parsing import bodies
from wires.parsing.parsed import Kind, ParsedPicture
from wires.parsing.strict_json import (
    block,
    limit_items,
    line,
    mapping,
    mappings,
    names,
)
from wires.parsing.urls import sound_href

_KINDS = {
    "text": Kind.TEXT,
    "story": Kind.TEXT,
    "article": Kind.TEXT,
    "picture": Kind.PICTURE,
    "photo": Kind.PICTURE,
    "image": Kind.PICTURE,
    "graphic": Kind.PICTURE,
    "composite": Kind.PACKAGE,
    "package": Kind.PACKAGE,
}
_PREVIEWS = ("preview", "thumb", "viewimage", "small")
_ORIGINALS = ("original", "main", "hires", "highres", "baseimage")


def kind_of(said: dict[str, Any]) -> Kind:
    """The kind that an item says it is; without one, what it holds tells."""
    type_ = line(said.get("type")).lower()
    if type_:
        return _KINDS.get(type_, Kind.OTHER)
    if "eventdetails" in said:
        return Kind.OTHER
    has_body = any(key == "bodies" or key.startswith("body_") for key in said)
    return Kind.PICTURE if said.get("renditions") and not has_body else Kind.TEXT


def of_item(
    said: dict[str, Any], kind: Kind, *, allowed: Callable[[dict[str, Any]], bool]
) -> Iterator[ParsedPicture]:
    """The pictures that `said`, with keys in lower case, brings. `allowed` judges associated ones."""
    if kind is Kind.PICTURE:
        yield picture(said)
    for one in limit_items(mappings(said.get("associations"))):
        associated = _lowered(one)
        if kind_of(associated) is Kind.PICTURE and allowed(one) and _brings_something(associated):
            yield picture(associated)


def picture(said: dict[str, Any]) -> ParsedPicture:
    best = _best(said)
    credit = described(said, "creditline", "credit") or said.get("description_creditline")
    credit = line(credit) or line(said.get("creditline"))
    sources = names(said.get("infosources") or said.get("infosource")) or names(said.get("source"))
    creator = _creator(said)
    holder = "" if creator else line(said.get("copyrightholder"))
    return ParsedPicture(
        href=sound_href(line(best.get("href"))),
        caption=_caption(said),
        alt=_alt(said),
        creator=creator,
        # An agency that sends no credit line names itself as the source, or as who holds the rights.
        credit_line=credit or ", ".join(sources) or holder,
        copyright_notice=line(said.get("copyrightnotice")),
        usage_terms=terms_of(said),
        width=parse_int(best.get("width")),
        height=parse_int(best.get("height")),
    )


def described(said: dict[str, Any], *roles: str) -> str:
    """The description in the first of these roles."""
    found = mappings(said.get("descriptions"))
    for role in roles:
        for one in found:
            if line(one.get("role")).lower() == role and (words := block(one.get("value"))):
                return words
    return ""


def terms_of(said: dict[str, Any]) -> str:
    """The terms in words; where there are none, the address at which they stand."""
    terms = said.get("usageterms")
    words = "\n".join(filter(None, map(block, terms if isinstance(terms, list) else [terms])))
    return words or line(_lowered(mapping(said.get("rightsinfo"))).get("linkedrights"))


def _brings_something(said: dict[str, str | list[dict[str, str]]]) -> bool:
    """Not so what only names a picture, to be asked for elsewhere."""
    return bool(said.get("renditions") or _caption(said))


def _alt(said):
    """The words for who cannot see it. Superdesk writes them as the picture's text."""
    written = line(described(said, "alttext", "alt")) or line(said.get("alttext"))
    text = line(said.get("body_text"))
    return written or (text if text != _caption(said) else "")


def _caption(said: dict[str, str | list[dict[str, str]]]) -> str:
    words = described(said, "caption", "text", "main", "")
    keys = ["description_caption", "description_text", "description_html", "description_xhtml"]
    keys += [key for key in said if key.startswith("description_caption_")]
    found = (words, *(block(said.get(key)) for key in (*keys, "body_text")))
    return line(bodies.plain(next(filter(None, found), "")))


def _creator(said: dict[str, str | list[dict[str, str]]]) -> str:
    written = line(said.get("by")) or line(said.get("byline"))
    return written or ", ".join(names(said.get("photographer")))


def _best(
    said: dict[str, str | list[dict[str, str]] | list[dict[str, int | str]]],
) -> dict[str, int | str]:
    """The rendition to print from; {} when there is none that may be."""
    named = said.get("renditions")
    found = (
        named.items()
        if isinstance(named, dict)
        else ((None, one) for one in limit_items(mappings(named)))
    )
    ranked = []
    for key, one in found:
        rendition = _lowered(mapping(one))
        called = " ".join(map(line, (key, rendition.get("name"), rendition.get("title")))).lower()
        href = line(rendition.get("href"))
        marks = " ".join(line(rendition.get(key)) for key in ("rel", "variant", "usage"))
        marked = "watermark" in f"{called} {href} {marks}".lower()
        if href and not marked and _is_image(rendition):
            first = called.split()[0] if called.split() else ""
            is_preview = any(word in called for word in _PREVIEWS)
            size = (parse_int(rendition.get("width")) or 0) * (
                parse_int(rendition.get("height")) or 0
            )
            rank = (bool(sound_href(href)), not is_preview, first in _ORIGINALS, size)
            ranked.append((rank, rendition))
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else {}


def _is_image(rendition: dict[str, int | str]) -> bool:
    type_ = line(rendition.get("contenttype") or rendition.get("mimetype")).lower()
    return not type_ or type_.startswith("image/")


def _lowered(
    data: dict[str, str | int | list[dict[str, str]] | list[dict[str, int | str]]],
) -> dict[str, str | int | list[dict[str, str]] | list[dict[str, int | str]]]:
    return {key.lower(): value for key, value in data.items()}
