"""NewsML-G2 2.35 (IPTC): stories in a news message, each a text item with its picture items.

A package item holds a story and its pictures together. Writes what `stories.py` gives and composes
nothing. Codes are of IPTC's catalogue, which is named and never fetched.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from lxml import etree, html

from editions.addresses import absolute_url
from editions.pictures import Picture
from editions.syndication.stories import CANCELED, SyndicatedStory
from text.datetimes import isoformat_local
from text.normalise import for_xml

CONTENT_TYPE = "application/vnd.iptc.g2.newsmessage+xml"
NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
_VERSION = "2.35"
_ITEM, _PACKAGE = (f"application/vnd.iptc.g2.{kind}item+xml" for kind in ("news", "package"))
_XHTML = "http://www.w3.org/1999/xhtml"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def message(stories: Iterable[SyndicatedStory], *, at: datetime) -> bytes:
    """The stories as one news message, sent at `at`."""
    root = etree.Element(_name("newsMessage"), nsmap={None: NAMESPACE})
    header = _put(root, "header", always=True)
    _put(header, "sent", isoformat_local(at))
    _put(header, "catalogRef", href=CATALOG)
    _put(header, "sender", settings.SITE_NAME)
    items = _put(root, "itemSet", always=True)
    for given in stories:
        items.append(_text(given))
        for picture in given.pictures:
            items.append(_picture(given, picture))
        if given.pictures:
            items.append(_package(given))
        for guid in given.recalled:
            items.append(_recalled(given, guid))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=False)


def _text(given):
    edition, said = given.edition, given.said
    item = _item("newsItem", given, given.guid)
    _rights(item, said.copyright_holder, said.copyright_notice, said.usage_terms)
    meta = _meta(item, given, "ninat:text")
    _put(meta, "link", rel="irel:seeAlso", href=given.address, contenttype="text/html")
    if given.is_canceled:
        return item
    content = _put(item, "contentMeta", always=True)
    for agency in said.agencies:
        uri = absolute_url(reverse("agency", args=[agency["slug"]]))
        _party(content, "infoSource", agency["name"], uri=uri)
    for author in said.authors:
        uri = absolute_url(reverse("author", args=[author["slug"]]))
        _party(content, "creator", author["name"], uri=uri)
    _put(content, "language", tag=edition.language)
    for name, uri in given.topics:
        _party(content, "subject", name, uri=uri)
    for tag, words in (
        *(("headline", edition.headline), ("dateline", edition.dateline)),
        *(("by", said.byline), ("creditline", said.source_line)),
    ):
        _put(content, tag, words)
    _described(content, "summary", edition.standfirst)
    inline = _put(
        _put(item, "contentSet", always=True),
        "inlineXML",
        contenttype="application/xhtml+xml",
        wordcount=str(edition.word_count),
    )
    inline.append(_xhtml(given))
    return item


def _picture(given, picture: Picture):
    item = _item("newsItem", given, given.guid_of(picture))
    _rights(item, "", picture.copyright_notice, picture.usage_terms, picture.web_statement)
    _meta(item, given, "ninat:picture")
    content = _put(item, "contentMeta", always=True)
    _put(content, "digitalSourceType", uri=picture.source_type)
    for name in picture.agencies:
        _party(content, "infoSource", name, literal=name)
    if picture.creator:
        _party(content, "creator", picture.creator, literal=picture.creator)
    _put(content, "by", picture.creator)
    _put(content, "creditline", picture.credit_line)
    _described(content, "caption", picture.caption)
    _described(content, "altText", picture.alt)
    _described(content, "extDescription", picture.extended_description)
    _put(
        _put(item, "contentSet", always=True),
        "remoteContent",
        rendition="rnd:highRes",
        href=absolute_url(picture.largest),
        contenttype="image/jpeg",
        width=str(picture.whole.largest.width),
        height=str(picture.whole.largest.height),
    )
    return item


def _recalled(given, guid):
    """A picture that may be used no more: its id, and nothing to print."""
    item = _item("newsItem", given, guid)
    _meta(item, given, "ninat:picture", is_recalled=True)
    return item


def _package(given):
    item = _item("packageItem", given, f"{given.guid}:package")
    _meta(item, given, "ninat:composite")
    name = f"story-{given.edition.story_id}"  # an ID of XML: once in a message
    groups = _put(item, "groupSet", root=name)
    group = _put(groups, "group", id=name, role="group:main")
    members = (
        (given.guid, "ninat:text"),
        *((given.guid_of(p), "ninat:picture") for p in given.pictures),
    )
    for guid, kind in members:
        ref = _put(group, "itemRef", residref=guid, version=str(given.version), contenttype=_ITEM)
        _put(ref, "itemClass", qcode=kind)
    return item


def _item(kind, given, guid):
    item = etree.Element(_name(kind), nsmap={None: NAMESPACE})
    attributes = {
        "guid": guid,
        "version": str(given.version),
        "standard": "NewsML-G2",
        "standardversion": _VERSION,
        "conformance": "power",
        _LANG: given.edition.language,
    }
    for key, value in attributes.items():
        item.set(key, value)
    _put(item, "catalogRef", href=CATALOG)
    return item


def _rights(item, holder, notice, terms, statement=""):
    if not (holder or notice or terms or statement):
        return
    rights = _put(item, "rightsInfo", always=True)
    if holder:
        _party(rights, "copyrightHolder", holder, literal=holder)
    _put(rights, "copyrightNotice", notice, href=statement)
    _put(rights, "usageTerms", terms)


def _meta(item, given, kind, *, is_recalled=False):
    edition = given.edition
    meta = _put(item, "itemMeta", always=True)
    _put(meta, "itemClass", qcode=kind)
    _party(meta, "provider", settings.SITE_NAME, uri=settings.SITE_URL)
    _put(meta, "versionCreated", isoformat_local(given.version_at))
    _put(meta, "firstCreated", isoformat_local(edition.first_published_at))
    _put(meta, "pubStatus", qcode=f"stat:{CANCELED if is_recalled else given.status}")
    if not is_recalled:  # the story's own item says why it changed
        _put(meta, "edNote", given.note)
        _put(meta, "signal", qcode=given.signal)
    return meta


def _described(content, role, words):
    if words:
        _put(content, "description", words, role=f"drol:{role}")


def _party(parent, tag, name, /, **identity):
    _put(_put(parent, tag, **identity), "name", name)


def _put(parent, tag, words="", /, *, always=False, **attributes):
    """Add an element, if it says anything. What XML cannot hold is left out of the words."""
    attributes = {key: for_xml(value) for key, value in attributes.items() if value}
    words = for_xml(words)
    if not (words or always) and not (attributes.keys() - {"rel", "contenttype"}):
        return None
    element = etree.SubElement(parent, _name(tag), attributes)
    element.text = words or None
    return element


def _xhtml(given):
    """The body as a document of XHTML. It was cleaned as HTML; only its spelling changes."""
    document = etree.Element(f"{{{_XHTML}}}html", nsmap={None: _XHTML})
    head = etree.SubElement(document, f"{{{_XHTML}}}head")
    etree.SubElement(head, f"{{{_XHTML}}}title").text = for_xml(given.edition.headline)
    parsed = html.document_fromstring(f"<body>{for_xml(given.body_html)}</body>")
    body = parsed.find("body")
    html.html_to_xhtml(body)
    document.append(body)
    etree.cleanup_namespaces(document, top_nsmap={None: _XHTML})
    return document


def _name(tag):
    return f"{{{NAMESPACE}}}{tag}"
