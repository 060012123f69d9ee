"""The pictures of a ninjs item: its own renditions, or those of the items associated with it.

Pure. Of a picture's renditions the one for print is taken: never one with a watermark, and a preview
only where there is nothing else.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from text.integers import parse_int
from wires.parsing import bodies, usage
from wires.parsing.moments import parse_end
from wires.parsing.parsed import Kind, ParsedPicture, PictureRelease
from wires.parsing.strict_json import (
    block,
    limit_items,
    line,
    mapping,
    mappings,
    names,
)
from wires.parsing.urls import valid_href

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


def kind_of(data: dict[str, Any]) -> Kind:
    """Return the kind that an item states; without one, what it holds decides."""
    type_ = line(data.get("type")).lower()
    if type_:
        return _KINDS.get(type_, Kind.OTHER)
    if "eventdetails" in data:
        return Kind.OTHER
    has_body = any(key == "bodies" or key.startswith("body_") for key in data)
    return Kind.PICTURE if data.get("renditions") and not has_body else Kind.TEXT


def pictures_of(
    data: dict[str, Any], kind: Kind, *, allowed: Callable[[dict[str, Any]], bool]
) -> Iterator[ParsedPicture]:
    """Yield the pictures of `data`, whose keys are in lower case. `allowed` judges associated ones."""
    if kind is Kind.PICTURE:
        yield picture(data)
    for entry in limit_items(mappings(data.get("associations"))):
        associated = _lowered(entry)
        if kind_of(associated) is Kind.PICTURE and allowed(entry) and _has_content(associated):
            yield picture(associated)


def releases_of(
    data: dict[str, Any],
    *,
    release: Callable[[dict[str, Any]], tuple[str, datetime | None, bool]],
    at: datetime,
) -> Iterator[PictureRelease]:
    """Yield what `data`, whose keys are in lower case, says of the use of each associated picture.

    One that may not be used any more may be named without its type or its files. An embargo that is
    over at `at` is none.
    """
    for entry in limit_items(mappings(data.get("associations"))):
        associated = _lowered(entry)
        if "type" in associated and kind_of(associated) is not Kind.PICTURE:
            continue
        status, embargo_until, embargo_indefinite = release(entry)
        described = picture(associated)
        if described.key:
            yield PictureRelease(
                picture=described,
                status=status,
                embargo_until=embargo_until if embargo_until and embargo_until > at else None,
                embargo_indefinite=embargo_indefinite,
                expires_at=parse_end(line(associated.get("expires"))),
            )


def picture(data: dict[str, Any]) -> ParsedPicture:
    best = _best(data)
    credit = described(data, "creditline", "credit") or data.get("description_creditline")
    credit = line(credit) or line(data.get("creditline"))
    sources = names(data.get("infosources") or data.get("infosource")) or names(data.get("source"))
    creator = _creator(data)
    holder = "" if creator else line(data.get("copyrightholder"))
    href = valid_href(line(best.get("href")))
    return ParsedPicture(
        href=href,
        caption=_caption(data),
        alt=_alt(data),
        creator=creator,
        # An agency that sends no credit line names itself as the source, or as who holds the rights.
        credit_line=credit or ", ".join(sources) or holder,
        copyright_notice=line(data.get("copyrightnotice")),
        usage_terms=terms_of(data),
        width=parse_int(best.get("width")),
        height=parse_int(best.get("height")),
        key=line(data.get("uri")) or line(data.get("guid")) or href,
    )


def described(data: dict[str, Any], *roles: str) -> str:
    """Return the description in the first of these roles."""
    descriptions = mappings(data.get("descriptions"))
    for role in roles:
        for description in descriptions:
            if line(description.get("role")).lower() == role and (
                text := block(description.get("value"))
            ):
                return text
    return ""


def terms_of(data: dict[str, Any]) -> str:
    """Return the terms of use as text; without one, the address of the terms."""
    stated = data.get("usageterms")
    info = data.get("rightsinfo")
    infos = [_lowered(entry) for entry in mappings(info if isinstance(info, list) else [info])]
    texts = [*map(block, stated if isinstance(stated, list) else [stated])]
    texts += [block(entry.get("usageterms")) for entry in infos]
    texts += [usage.expression(block(entry.get("encodedrights"))) for entry in infos]
    texts += usage.unread_ends(line(data.get("expires")))
    address = next(filter(None, (line(entry.get("linkedrights")) for entry in infos)), "")
    return "\n".join(dict.fromkeys(filter(None, texts))) or address


def _has_content(data: dict[str, Any]) -> bool:
    """Return whether the item is more than a reference to a picture elsewhere."""
    return bool(data.get("renditions") or _caption(data))


def _alt(data: dict[str, Any]) -> str:
    """Return the alternative text. Superdesk writes it as the text of the picture."""
    written = line(described(data, "alttext", "alt")) or line(data.get("alttext"))
    text = line(data.get("body_text"))
    return written or (text if text != _caption(data) else "")


def _caption(data: dict[str, Any]) -> str:
    caption = described(data, "caption", "text", "main", "")
    keys = ["description_caption", "description_text", "description_html", "description_xhtml"]
    keys += [key for key in data if key.startswith("description_caption_")]
    captions = (caption, *(block(data.get(key)) for key in (*keys, "body_text")))
    return line(bodies.plain(next(filter(None, captions), "")))


def _creator(data: dict[str, Any]) -> str:
    written = line(data.get("by")) or line(data.get("byline"))
    return written or ", ".join(names(data.get("photographer")))


def _best(data: dict[str, Any]) -> dict[str, Any]:
    """Return the rendition to print from; {} when none may be used."""
    renditions = data.get("renditions")
    pairs = (
        renditions.items()
        if isinstance(renditions, dict)
        else ((None, value) for value in limit_items(mappings(renditions)))
    )
    ranked = []
    for key, value in pairs:
        rendition = _lowered(mapping(value))
        names_of_it = " ".join(
            map(line, (key, rendition.get("name"), rendition.get("title")))
        ).lower()
        href = line(rendition.get("href"))
        marks = " ".join(line(rendition.get(key)) for key in ("rel", "variant", "usage"))
        marked = "watermark" in f"{names_of_it} {href} {marks}".lower()
        if href and not marked and _is_image(rendition):
            first = names_of_it.split()[0] if names_of_it.split() else ""
            is_preview = any(word in names_of_it for word in _PREVIEWS)
            size = (parse_int(rendition.get("width")) or 0) * (
                parse_int(rendition.get("height")) or 0
            )
            rank = (bool(valid_href(href)), not is_preview, first in _ORIGINALS, size)
            ranked.append((rank, rendition))
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else {}


def _is_image(rendition: dict[str, Any]) -> bool:
    type_ = line(rendition.get("contenttype") or rendition.get("mimetype")).lower()
    return not type_ or type_.startswith("image/")


def _lowered(data: dict[str, Any]) -> dict[str, Any]:
    return {key.lower(): value for key, value in data.items()}
