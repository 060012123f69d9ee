"""NewsML-G2 2.35 (IPTC): stories in a news message, each a text item with its picture items.

A package item holds a story and its pictures together. Writes what `stories.py` provides and
composes no text. Codes are of IPTC's catalogue, which is named and never fetched.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.conf import settings
from django.urls import reverse
from lxml import etree, html

from editions.addresses import absolute_url
from editions.pictures import Picture
from editions.syndication.stories import SyndicatedStory
from text.datetimes import isoformat_local
from text.normalise import for_xml

CONTENT_TYPE = "application/vnd.iptc.g2.newsmessage+xml"
NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
_VERSION = "2.35"
_ITEM, _PACKAGE = (f"application/vnd.iptc.g2.{kind}item+xml" for kind in ("news", "package"))
_XHTML = "http://www.w3.org/1999/xhtml"
Element = etree._Element  # lxml has no public name for what its factories return
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def message(stories: Iterable[SyndicatedStory], *, at: datetime) -> bytes:
    """Return the stories, of which there is at least one, as one news message sent at `at`."""
    root = etree.Element(_name("newsMessage"), nsmap={None: NAMESPACE})
    header = _put_always(root, "header")
    _put(header, "sent", isoformat_local(at))
    _put(header, "catalogRef", href=CATALOG)
    _put(header, "sender", settings.SITE_NAME)
    items = _put_always(root, "itemSet")
    for story in stories:
        items.append(_text(story))
        for picture in story.pictures:
            items.append(_picture(story, picture))
        if story.pictures:
            items.append(_package(story))
        for guid in story.recalled:
            items.append(_recalled(story, guid))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=False)


def _text(story: SyndicatedStory) -> Element:
    edition, attribution = story.edition, story.attribution
    item = _item("newsItem", story, story.guid)
    _put_rights(
        item, attribution.copyright_holder, attribution.copyright_notice, attribution.usage_terms
    )
    meta = _meta(item, story, "ninat:text")
    _put(meta, "expires", story.expires)
    _put(meta, "link", rel="irel:seeAlso", href=story.address, contenttype="text/html")
    if not story.has_content:
        return item
    content = _put_always(item, "contentMeta")
    for agency in attribution.agencies:
        uri = absolute_url(reverse("agency", args=[agency["slug"]]))
        _put_party(content, "infoSource", agency["name"], uri=uri)
    for author in attribution.authors:
        uri = absolute_url(reverse("author", args=[author["slug"]]))
        _put_party(content, "creator", author["name"], uri=uri)
    _put(content, "language", tag=edition.language)
    for name, uri in story.topics:
        _put_party(content, "subject", name, uri=uri)
    for tag, text in (
        ("headline", edition.headline),
        ("dateline", edition.dateline),
        ("by", attribution.byline),
        ("creditline", attribution.source_line),
    ):
        _put(content, tag, text)
    _put_description(content, "summary", edition.standfirst)
    inline = _put_always(
        _put_always(item, "contentSet"),
        "inlineXML",
        contenttype="application/xhtml+xml",
        wordcount=str(edition.word_count),
    )
    inline.append(_xhtml(story))
    return item


def _picture(story: SyndicatedStory, picture: Picture) -> Element:
    item = _item("newsItem", story, story.guid_of(picture))
    _put_rights(item, "", picture.copyright_notice, picture.usage_terms, picture.web_statement)
    _meta(item, story, "ninat:picture")
    content = _put_always(item, "contentMeta")
    _put(content, "digitalSourceType", uri=picture.source_type)
    for name in picture.agencies:
        _put_party(content, "infoSource", name, literal=name)
    if picture.creator:
        _put_party(content, "creator", picture.creator, literal=picture.creator)
    _put(content, "by", picture.creator)
    _put(content, "creditline", picture.credit_line)
    _put_description(content, "caption", picture.caption)
    _put_description(content, "altText", picture.alt)
    _put_description(content, "extDescription", picture.extended_description)
    _put(
        _put_always(item, "contentSet"),
        "remoteContent",
        rendition="rnd:highRes",
        href=absolute_url(picture.largest),
        contenttype="image/jpeg",
        width=str(picture.whole.largest.width),
        height=str(picture.whole.largest.height),
    )
    return item


def _recalled(story: SyndicatedStory, guid: str) -> Element:
    """Return a picture that may be used no more: its id and status, nothing to print."""
    item = _item("newsItem", story, guid)
    _meta(item, story, "ninat:picture", is_recalled=True)
    return item


def _package(story: SyndicatedStory) -> Element:
    item = _item("packageItem", story, f"{story.guid}:package")
    _meta(item, story, "ninat:composite")
    name = f"story-{story.edition.story_id}"  # an ID of XML: once in a message
    groups = _put_always(item, "groupSet", root=name)
    group = _put_always(groups, "group", id=name, role="group:main")
    members = (
        (story.guid, "ninat:text"),
        *((story.guid_of(p), "ninat:picture") for p in story.pictures),
    )
    for guid, kind in members:
        ref = _put_always(
            group, "itemRef", residref=guid, version=str(story.version), contenttype=_ITEM
        )
        _put(ref, "itemClass", qcode=kind)
    return item


def _item(kind: str, story: SyndicatedStory, guid: str) -> Element:
    item = etree.Element(_name(kind), nsmap={None: NAMESPACE})
    attributes = {
        "guid": guid,
        "version": str(story.version),
        "standard": "NewsML-G2",
        "standardversion": _VERSION,
        "conformance": "power",
        _LANG: story.edition.language,
    }
    for key, value in attributes.items():
        item.set(key, value)
    _put(item, "catalogRef", href=CATALOG)
    return item


def _put_rights(item: Element, holder: str, notice: str, terms: str, statement: str = "") -> None:
    if not (holder or notice or terms or statement):
        return
    rights = _put_always(item, "rightsInfo")
    if holder:
        _put_party(rights, "copyrightHolder", holder, literal=holder)
    _put(rights, "copyrightNotice", notice, href=statement)
    _put(rights, "usageTerms", terms)


def _meta(
    item: Element, story: SyndicatedStory, kind: str, *, is_recalled: bool = False
) -> Element:
    edition = story.edition
    meta = _put_always(item, "itemMeta")
    _put(meta, "itemClass", qcode=kind)
    _put_party(meta, "provider", settings.SITE_NAME, uri=settings.SITE_URL)
    _put(meta, "versionCreated", isoformat_local(story.version_at))
    _put(meta, "firstCreated", isoformat_local(edition.first_published_at))
    _put(meta, "pubStatus", qcode=f"stat:{story.recalled_status if is_recalled else story.status}")
    if not is_recalled:  # the story's own item says why it changed
        _put(meta, "edNote", story.note)
        _put(meta, "signal", qcode=story.signal)
    return meta


def _put_description(content: Element, role: str, text: str) -> None:
    if text:
        _put(content, "description", text, role=f"drol:{role}")


def _put_party(parent: Element, tag: str, name: str, /, **identity: str) -> None:
    _put(_put_always(parent, tag, **identity), "name", name)


def _put(parent: Element, tag: str, text: str = "", /, **attributes: str) -> None:
    """Add an element, unless it has neither text nor an attribute that says something."""
    if for_xml(text) or any(attributes[key] for key in attributes.keys() - {"rel", "contenttype"}):
        _put_always(parent, tag, text, **attributes)


def _put_always(parent: Element, tag: str, text: str = "", /, **attributes: str) -> Element:
    """Add an element and return it. Characters that XML cannot hold are left out."""
    filled = {key: for_xml(value) for key, value in attributes.items() if value}
    element = etree.SubElement(parent, _name(tag), filled)
    element.text = for_xml(text) or None
    return element


def _xhtml(story: SyndicatedStory) -> Element:
    """Return the body as an XHTML document. It was cleaned as HTML; only its syntax changes."""
    document = etree.Element(f"{{{_XHTML}}}html", nsmap={None: _XHTML})
    head = etree.SubElement(document, f"{{{_XHTML}}}head")
    etree.SubElement(head, f"{{{_XHTML}}}title").text = for_xml(story.edition.headline)
    parsed = html.document_fromstring(f"<body>{for_xml(story.body_html)}</body>")
    body = cast(html.HtmlElement, parsed.find("body"))
    html.html_to_xhtml(body)
    document.append(body)
    etree.cleanup_namespaces(document, top_nsmap={None: _XHTML})
    return document


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"
