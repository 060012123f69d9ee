"""Atom 1.0, with pictures as enclosures or as Media RSS.

Pure. What an entry does not say of author and rights its feed says for it. An entry that is named
as deleted (RFC 6721) may not be used any more, and a draft (RFC 5023) not yet. AP's entries say in
elements of AP's own what Atom has no words for: status, version, headline, byline.
"""

import copy
from datetime import datetime
from urllib.parse import urljoin

from lxml import etree
from lxml.etree import _Element

from text.integers import parse_int
from wires.parsers import media_rss, nitf
from wires.parsers.rss import feed_metadata, hash_guid
from wires.parsing import bodies, figures, markup
from wires.parsing.moments import parse_embargo, parse_moment
from wires.parsing.parsed import (
    CANCELED,
    USABLE,
    WITHHELD,
    Given,
    MarkUp,
    ParsedItem,
    ParsedPicture,
    status_of,
    strictest,
)
from wires.parsing.strict_json import limit_items
from wires.parsing.strict_xml import (
    children,
    descendants,
    find,
    local_name,
    text_of,
)

FORMAT = "Atom"
_ATOM = "http://www.w3.org/2005/Atom"
_XML = "{http://www.w3.org/XML/1998/namespace}"


def recognises(root: _Element) -> bool:
    return local_name(root) in ("feed", "entry") and etree.QName(root).namespace == _ATOM


def parse(root: _Element, *, at: datetime) -> list[ParsedItem]:
    feed = root if local_name(root) == "feed" else None
    entries = [root] if feed is None else limit_items(children(feed, "entry"))
    head = feed_metadata(feed)
    return [_item(entry, head) for entry in entries] + [
        _deleted(entry) for entry in limit_items(children(feed, "deleted-entry"))
    ]


def given(root: _Element) -> list[Given]:
    entries = [root] if local_name(root) == "entry" else children(root, "entry")
    return [tuple(map(_given, children(entry, "title", "summary", "content"))) for entry in entries]


def _item(entry: _Element, feed: _Element | None) -> ParsedItem:
    status, until, is_held = _release(entry)
    entry = copy.deepcopy(entry)  # it is emptied of what is not for the public
    hidden = bodies.empty_hidden(entry)
    title, link = _plain(find(entry, "title")), _link(entry)
    content, summary = find(entry, "content"), find(entry, "summary")
    body, internal_notes = _html(content, title)
    if not body:
        body, also_non_public = _html(summary, title)
        internal_notes = f"{internal_notes}\n{also_non_public}"
    updated = parse_moment(_text(entry, "updated"))
    source = find(entry, "source")
    origin = _text(source, "title")
    managed, described = find(entry, "NewsManagement"), find(entry, "ContentMetadata")
    note = _text(managed, "PublishingSpecialInstructions")
    headline = _text(described, "HeadLine")
    return ParsedItem(
        guid=_text(managed, "ManagementId") or _text(entry, "id") or link or hash_guid(title, body),
        version=parse_int(_text(managed, "ManagementSequenceNumber")),
        status=status,
        embargo_until=until,
        embargo_indefinite=is_held,
        headline=headline or title,
        slugline=title if headline else "",  # AP's titles name the story for desks
        standfirst=_plain(summary) if content is not None else "",
        byline=_bylines(described) or _authors(entry) or _authors(source) or _authors(feed),
        dateline=_text(described, "DateLine"),
        editor_note=note,
        provider=_plain(find(feed, "title")),
        sources=(origin,) if origin else (),
        copyright_notice=next(
            filter(None, (_plain(find(element, "rights")) for element in (entry, source, feed))), ""
        ),
        language=_language(entry, feed),
        created_at=parse_moment(_text(entry, "published")) or updated,
        version_at=updated,
        subjects=_subjects(entry),
        body_html=bodies.without_link(body, link),
        pictures=_pictures(entry, feed),
        internal_notes="\n".join(
            dict.fromkeys(filter(None, (*hidden, *internal_notes.splitlines())))
        ),
    )


def _given(element: _Element) -> str | _Element:
    """Return a text of an entry as it came: elements, HTML in a string, or plain text."""
    if len(element):
        return element
    text = element.text or ""
    return MarkUp(text) if "html" in element.get("type", "text").lower() else text


def _release(entry: _Element) -> tuple[str, datetime | None, bool]:
    """Return status, end of the embargo, and whether the embargo has no readable end."""
    elements = descendants(entry, "PublishingStatus")
    names = [text_of(element).lower() for element in elements]
    statuses = [
        USABLE,
        *(USABLE if element == "embargoed" else status_of(element) for element in names),
    ]
    if any(text_of(element).lower() != "no" for element in descendants(entry, "draft")):
        statuses.append(WITHHELD)
    ends = [
        parse_embargo(element.get("statusChangeOn"))
        for element in elements
        if text_of(element).lower() == "embargoed"
    ]
    is_held = None in ends
    until = None if is_held else max(filter(None, ends), default=None)
    return strictest(statuses), until, is_held


def _deleted(entry: _Element) -> ParsedItem:
    return ParsedItem(
        guid=entry.get("ref", "").strip(),
        status=CANCELED,
        version_at=parse_moment(entry.get("when")),
        editor_note=_text(entry, "comment"),
        signals=("deleted-entry",),
    )


def _html(element: _Element | None, title: str) -> tuple[str, str]:
    """Return the body of a text construct: text, HTML in a string, XHTML, or NITF.

    Beside it, what in a string is not for the public.
    """
    if element is None:
        return "", ""
    type_ = element.get("type", "text").lower()
    content_text = "".join(element.itertext())
    if type_ in ("html", "text/html") and not len(element):
        return bodies.split(content_text, headline=title)
    if type_ in ("text", "text/plain"):
        return markup.from_text(content_text), ""
    is_xhtml = type_ in ("html", "text/html", "xhtml", "application/xhtml+xml")
    content = element if is_xhtml else nitf.copy_of(element) if type_.endswith("xml") else None
    html = markup.without_headline(markup.from_element(content), title)
    return markup.without_sign_off(html), ""


def _pictures(entry: _Element, feed: _Element | None) -> tuple[ParsedPicture, ...]:
    """Return the pictures of an entry, and those of figures in its text."""
    base = _base(entry, feed)
    pictures = media_rss.pictures(entry, feed, base=base)
    for element in children(entry, "content", "summary"):
        copy = element if len(element) else element.text or ""
        pictures = figures.with_figures(pictures, copy, base=base or _link(entry))
    return pictures


def _plain(element: _Element | None) -> str:
    if element is None:
        return ""
    is_html = element.get("type", "text").lower() == "html"
    return " ".join(bodies.plain(text_of(element)).split()) if is_html else text_of(element)


def _text(parent: _Element | None, tag: str) -> str:
    return text_of(find(parent, tag))


def _authors(parent: _Element | None) -> str:
    authors = [_text(author, "name") for author in children(parent, "author")]
    return ", ".join(dict.fromkeys(filter(None, authors)))


def _bylines(described: _Element | None) -> str:
    return ", ".join(dict.fromkeys(filter(None, map(text_of, children(described, "ByLine")))))


def _subjects(entry: _Element) -> tuple[str, ...]:
    labels = [
        element.get("label", "") or element.get("term", "")
        for element in children(entry, "category")
    ]
    return tuple(dict.fromkeys(" ".join(element.split()) for element in labels if element.strip()))


def _link(entry: _Element) -> str:
    links = [
        link for link in children(entry, "link") if link.get("rel", "alternate") == "alternate"
    ]
    return links[0].get("href", "").strip() if links else ""


def _language(entry: _Element, feed: _Element | None) -> str:
    languages = (element.get(f"{_XML}lang", "") for element in (entry, feed) if element is not None)
    return next(filter(None, languages), "")


def _base(entry: _Element, feed: _Element | None) -> str:
    base = "" if feed is None else feed.get(f"{_XML}base", "")
    try:
        return urljoin(base, entry.get(f"{_XML}base", ""))
    except ValueError:
        return ""
