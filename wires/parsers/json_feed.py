"""JSON Feed 1.0 and 1.1, with what Newsroom itself adds to it.

Pure. 1.0 has one `author`, 1.1 several `authors`; what an item does not say its feed says for it.
"""

from datetime import datetime
from typing import Any

from text.integers import parse_int
from wires.parsers.rss import hash_guid
from wires.parsing import bodies, figures, markup
from wires.parsing.moments import parse_moment
from wires.parsing.parsed import USABLE, Given, MarkUp, ParsedItem, ParsedPicture
from wires.parsing.strict_json import (
    block,
    limit_items,
    line,
    mapping,
    mappings,
    names,
)
from wires.parsing.urls import valid_href

FORMAT = "JSON Feed"
_VERSION = ("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")


def recognises(data: Any) -> bool:
    return isinstance(data, dict) and line(data.get("version")).startswith(_VERSION)


def format_of(data: Any) -> str:
    return "JSON Feed 1.1" if line(data["version"]).endswith("/1.1") else "JSON Feed 1.0"


def parse(data: Any, *, at: datetime) -> list[ParsedItem]:
    return [_item(entry, data) for entry in limit_items(mappings(data.get("items")))]


def given(data: Any) -> list[Given]:
    return [
        (
            *(MarkUp(block(item.get(key))) for key in ("title", "summary", "content_html")),
            block(item.get("content_text")),
        )
        for item in mappings(data.get("items"))
    ]


def _item(item: dict[str, Any], feed: dict[str, Any]) -> ParsedItem:
    title, link = line(item.get("title")), line(item.get("url"))
    body, hidden = bodies.split(block(item.get("content_html")), headline=title)
    summary = block(item.get("summary"))
    body = bodies.without_link(body, link) or markup.from_text(block(item.get("content_text")))
    if not body:  # where only a summary is there, that is the text
        body, summary = markup.from_text(summary), ""
    extension = mapping(item.get("_newsroom"))
    created = parse_moment(line(item.get("date_published")))
    return ParsedItem(
        guid=line(item.get("id")) or link or hash_guid(title, body),
        status=USABLE,
        headline=bodies.plain(title),
        standfirst=bodies.plain(summary),
        byline=_authors(item) or _authors(feed),
        credit_line=line(extension.get("credit")),
        provider=line(feed.get("title")),
        sources=names(extension.get("source")),
        language=line(item.get("language")) or line(feed.get("language")),
        created_at=created,
        version_at=parse_moment(line(item.get("date_modified"))) or created,
        subjects=names(item.get("tags")),
        body_html=body,
        pictures=figures.with_figures(_pictures(item), block(item.get("content_html")), base=link),
        internal_notes=hidden,
    )


def _authors(entry: dict[str, Any]) -> str:
    return ", ".join(names(entry.get("authors"))) or ", ".join(names(entry.get("author")))


def _pictures(item: dict[str, Any]) -> tuple[ParsedPicture, ...]:
    """Return the attached pictures; else the image of the item, often one of them in another size."""
    by_address = {
        line(attachment.get("url")): ParsedPicture(
            href=valid_href(line(attachment.get("url"))),
            caption=line(attachment.get("title")),
            width=parse_int(attachment.get("width")),
            height=parse_int(attachment.get("height")),
        )
        for attachment in mappings(item.get("attachments"))
        if line(attachment.get("mime_type")).lower().startswith("image/")
    }
    for key in ("image", "banner_image"):
        if not by_address and (href := line(item.get(key))):
            by_address[href] = ParsedPicture(href=valid_href(href))
    return tuple(by_address.values())
