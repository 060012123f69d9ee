"""RSS 2.0 and 1.0, with Dublin Core, full text in `content:encoded`, and Media RSS.

Pure. A feed tells no status, so what stands in it is usable; an export of WordPress tells one, and
is full of drafts. A feed that is not well-formed is none: a lenient reader guesses, and guesses are
no copy.
"""

import copy
import hashlib
import html
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from lxml import etree
from lxml.etree import _Element

from wires.parsers import media_rss
from wires.parsing import bodies, figures, markup
from wires.parsing.moments import parse_moment
from wires.parsing.parsed import USABLE, WITHHELD, Given, MarkUp, ParsedItem, ParsedPicture
from wires.parsing.strict_json import limit_items
from wires.parsing.strict_xml import children, find, local_name, text_of

FORMAT = "RSS"
_DUBLIN = (
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/dc/terms/",
    "http://dublincore.org/documents/dcmi-namespace/",  # used in press releases
)
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_ATOM = "http://www.w3.org/2005/Atom"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_WORDPRESS = "http://wordpress.org/export/"  # followed by the version
_LICENCES = ("http://backend.userland.com/creativeCommonsRssModule", "http://web.resource.org/cc/")
_TAG = re.compile(r"<[a-zA-Z/!]")
_OF_FEEDS = tuple(
    "{*}" + name
    for name in (
        "title",
        "description",
        "language",
        "publisher",
        "author",
        "copyright",
        "rights",
        "license",
        "credit",
    )
)
_MAX_OF_FEEDS = 100
# “desk@example.com (Jane Doe)”, as RSS has authors.
_LONGEST = 300  # characters of an author
_MAIL = re.compile(r"\s*\S+@\S+\s*(?:\(([^()]*)\))?\s*")


def recognises(root: _Element) -> bool:
    return local_name(root) == "rss" or (
        local_name(root) == "RDF" and find(root, "channel") is not None
    )


def parse(root: _Element, *, at: datetime) -> list[ParsedItem]:
    channel = find(root, "channel")
    container = root if local_name(root) == "RDF" else channel
    head = feed_metadata(channel)
    return [_item(item, head) for item in limit_items(children(container, "item"))]


def given(root: _Element) -> list[Given]:
    container = root if local_name(root) == "RDF" else find(root, "channel")
    return [tuple(_given(item)) for item in children(container, "item")]


def _item(item: _Element, channel: _Element | None) -> ParsedItem:
    item = copy.deepcopy(item)  # it is emptied of what is not for the public
    hidden = bodies.empty_hidden(item)
    link, title = _text(item, "link"), bodies.plain(_text(item, "title"))
    body, lead, internal_notes = _body(item, link, title)
    created = parse_moment(_text(item, "pubDate"))
    changed = [
        parse_moment(_first_text(item, _DUBLIN, key)) for key in ("modified", "date", "issued")
    ]
    changed += [parse_moment(_first_text(item, (_ATOM,), "updated"))]
    dates = [date for date in (*changed, created) if date]
    return ParsedItem(
        guid=_text(item, "guid")
        or item.get(_ABOUT, "").strip()
        or link
        or hash_guid(title, body or lead),
        status=_status(item),
        headline=title,
        standfirst=lead,
        byline=_byline(item),
        provider=_first_text(item, _DUBLIN, "publisher")
        or _first_text(channel, _DUBLIN, "publisher")
        or _text(channel, "title"),
        sources=tuple(filter(None, (_text(item, "source"),))),
        copyright_notice=bodies.plain(
            _first_text(item, _DUBLIN, "rights")
            or _text(channel, "copyright")
            or _first_text(channel, _DUBLIN, "rights")
        ),
        usage_terms=_first_text(item, _LICENCES, "license")
        or _first_text(channel, _LICENCES, "license"),
        language=_first_text(item, _DUBLIN, "language")
        or _text(channel, "language")
        or _first_text(channel, _DUBLIN, "language"),
        created_at=created or min(dates, default=None),
        version_at=max(dates, default=None),
        subjects=_subjects(item),
        body_html=body,
        pictures=_pictures(item, channel, link),
        internal_notes="\n".join(dict.fromkeys((*hidden, *internal_notes.splitlines()))),
    )


def _given(item: _Element) -> Iterator[str | _Element]:
    described = _rss_children(item, "title") + _rss_children(item, "description")
    for element in (*described, *_elements(item, (_CONTENT,), "encoded")):
        text = element.text or ""
        if len(element):
            yield element
        else:
            yield MarkUp(text) if _TAG.search(text) else html.unescape(text)


def _pictures(item: _Element, channel: _Element | None, link: str) -> tuple[ParsedPicture, ...]:
    """Return the pictures of an item, and those of figures in its text."""
    pictures = media_rss.pictures(item, channel)
    for element in (*_elements(item, (_CONTENT,), "encoded"), *_rss_children(item, "description")):
        copy = element if len(element) else element.text or ""
        pictures = figures.with_figures(pictures, copy, base=link)
    return pictures


def feed_metadata(channel: _Element | None) -> _Element | None:
    """Return what a feed states for all its items, without the items, which may be very many."""
    if channel is None:
        return None
    head = etree.Element(channel.tag, dict(channel.attrib))
    elements = (
        element
        for element in channel.iterchildren(*_OF_FEEDS)
        if len(element) or element.text or element.attrib
    )
    head.extend([copy.deepcopy(element) for element in islice(elements, _MAX_OF_FEEDS)])
    return head


def hash_guid(*values: str) -> str:
    """Return an id for an item that has none: the hash of its content."""
    return f"urn:sha256:{hashlib.sha256('|'.join(values).encode()).hexdigest()}"


def _status(item: _Element) -> str:
    """Return USABLE, unless an export of WordPress is unpublished or has a password."""
    values = {
        etree.QName(element).localname: text_of(element)
        for element in children(item, "status", "post_password")
        if (etree.QName(element).namespace or "").startswith(_WORDPRESS)
    }
    is_public = values.get("status", "publish") == "publish" and not values.get("post_password")
    return USABLE if is_public else WITHHELD


def _body(item: _Element, link: str, title: str) -> tuple[str, str, str]:
    """Return the full text, the lead, and what in them is not for the public.

    Where only a description is there, that is the text.
    """
    described = "".join(map(_as_html, _rss_children(item, "description")[:1]))
    encoded = "".join(map(_as_html, _elements(item, (_CONTENT,), "encoded")[:1]))
    body, hidden = bodies.split(encoded or described, headline=title)
    body = bodies.without_link(body, link)
    if not encoded:
        return body, "", hidden
    lead, also_hidden = bodies.split(described)
    return body, markup.text(lead), f"{hidden}\n{also_hidden}".strip()


def _byline(item: _Element) -> str:
    creators = [bodies.plain(text_of(element)) for element in _elements(item, _DUBLIN, "creator")]
    if any(creators):
        return ", ".join(dict.fromkeys(filter(None, creators)))
    author = _text(item, "author")[:_LONGEST]
    mail = _MAIL.fullmatch(author)
    return (mail[1] or "").strip() if mail else author


def _subjects(item: _Element) -> tuple[str, ...]:
    subjects = [
        text_of(element)
        for element in (*_rss_children(item, "category"), *_elements(item, _DUBLIN, "subject"))
    ]
    return tuple(dict.fromkeys(filter(None, subjects)))


def _rss_children(parent: _Element | None, tag: str) -> list[_Element]:
    """Return the children of RSS itself; a module may have an element of the same name."""
    plain = (None, "http://purl.org/rss/1.0/")
    return [element for element in children(parent, tag) if etree.QName(element).namespace in plain]


def _elements(parent: _Element | None, namespaces: tuple[str, ...], tag: str) -> list[_Element]:
    return [
        element for element in children(parent, tag) if etree.QName(element).namespace in namespaces
    ]


def _text(parent: _Element | None, tag: str) -> str:
    return next(filter(None, map(text_of, _rss_children(parent, tag))), "")


def _first_text(parent: _Element | None, namespaces: tuple[str, ...], tag: str) -> str:
    elements = _elements(parent, namespaces, tag)
    return next((text_of(element) or element.get("resource", "") for element in elements), "")


def _as_html(element: _Element) -> str:
    """Return the content as HTML: feeds write it as text, as elements, or as plain text."""
    if len(element):
        return markup.from_element(element)
    content = element.text or ""
    return content if _TAG.search(content) else markup.from_text(html.unescape(content))
