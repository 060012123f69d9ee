"""NewsML-G2 (IPTC 2.x): text, picture and package items, alone or in a message.

Pure. Catalogues are never fetched: codes are compared by what stands after the colon, because
providers use aliases of their own (`icls:text`, `descRole:caption`).
"""

import copy
from datetime import datetime
from itertools import chain, islice
from typing import Any

from lxml import etree
from lxml.etree import _Element

from text.datetimes import parse_datetime
from text.integers import parse_int
from wires.parsers import nitf, ttnitf
from wires.parsing import bodies, markup
from wires.parsing.parsed import (
    CANCELED,
    UNKNOWN,
    USABLE,
    Kind,
    ParsedItem,
    ParsedPicture,
    status_of,
)
from wires.parsing.strict_xml import (
    children,
    descendants,
    find,
    local_name,
    text_of,
)
from wires.parsing.urls import sound_href

FORMAT = "NewsML-G2"
NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_KINDS = {
    "text": Kind.TEXT,
    "picture": Kind.PICTURE,
    "photo": Kind.PICTURE,
    "graphic": Kind.PICTURE,
    "composite": Kind.PACKAGE,
}
_NOT_IMPORTED = ("conceptItem", "knowledgeItem", "planningItem", "catalogItem")
_MOST_PICTURES = 100  # of one item
_MOST_PARTS = 1000  # that may hold copy
# Small ones and marked ones are for choosing, not for printing.
_PREVIEWS = frozenset(("thumbnail", "thumb", "viewimage", "preview", "web"))
# Agencies say with a signal of their own that an item is taken away: Reuters, STT.
_TAKEN_AWAY = frozenset(("edstat:d", "sttinstruct:remove"))
# What stands in an item as data and is no copy: a calendar, results.
_DATA = frozenset(("events", "conceptset", "sports-content"))


def recognises(root: etree._Element) -> bool:
    roots = ("newsMessage", "newsItem", "packageItem", *_NOT_IMPORTED)
    return local_name(root) in roots and etree.QName(root).namespace in (NAMESPACE, None)


def parse(root: etree._Element, *, at: datetime) -> list[ParsedItem]:
    """The news and package items of the document, in its order."""
    if local_name(root) == "newsMessage":
        sent = parse_datetime(text_of(find(root, "header", "sent")))
        items = [item for group in children(root, "itemSet") for item in group]
    else:
        sent, items = None, [root]
    return [
        _item(item, sent, at) for item in items if local_name(item) in ("newsItem", "packageItem")
    ]


def not_imported(root: etree._Element) -> list[str]:
    """The kinds of items in it that the desk has no use for."""
    return [local_name(element) for element in root.iter() if local_name(element) in _NOT_IMPORTED]


def _item(item: _Element, sent: datetime, at: datetime) -> ParsedItem:
    meta = find(item, "itemMeta")
    release = nitf.stricter(item, _status(meta), *_embargo(meta), at=at)
    item = copy.deepcopy(item)  # what is not for the public is taken out of it
    hidden = bodies.take_hidden(item)
    meta, content = find(item, "itemMeta"), find(item, "contentMeta")
    rights, kind = children(item, "rightsInfo"), _kind(item)
    headline, second = _headlines(content)
    headline = headline or text_of(find(meta, "title"))
    slugline = text_of(find(content, "slugline"))
    status, embargo_until, indefinite = release
    nitf_head = next(iter(descendants(item, "body.head")), None)
    pictures = _pictures(item, content, rights, kind)
    byline = _byline(item, content, rights, kind)
    _part_from_dateline(item)
    if any(_after_colon(signal) == "TABLE" for signal in _signals(meta)):
        _keep_lines(item)
    html, hidden_in_body = _body(item, headline)
    html = markup.without_headline(html, second)
    version_at = parse_datetime(text_of(find(meta, "versionCreated")))
    first = parse_datetime(text_of(find(meta, "firstCreated")))
    return ParsedItem(
        guid=(item.get("guid") or "").strip(),
        version=parse_int(item.get("version")),
        kind=kind,
        status=status,
        embargo_until=embargo_until,
        embargo_indefinite=indefinite,
        expires_at=parse_datetime(text_of(find(item, "rightsInfo", "expires")))
        or parse_datetime(text_of(find(content, "contentExpires"))),
        urgency=parse_int(text_of(find(content, "urgency"))),
        headline=headline,
        standfirst=_described(content, "summary")
        or second
        or _described(content, "teaser")
        or text_of(find(nitf_head, "abstract")),
        byline=byline,
        credit_line=text_of(find(content, "creditline")),
        provider=_party_name(find(meta, "provider")),
        sources=_sources(content),
        copyright_holder=_holder(rights),
        copyright_notice=_of_rights(rights, "copyrightNotice"),
        usage_terms=_of_rights(rights, "usageTerms"),
        editor_note="\n".join(_notes(meta)),
        slugline=slugline,
        dateline=text_of(find(content, "dateline"))
        or (_dateline_of_body(item) if kind is Kind.TEXT else ""),
        language=_language(item, content),
        created_at=first or parse_datetime(text_of(find(content, "contentCreated"))) or version_at,
        version_at=version_at,
        sent_at=sent,
        signals=tuple(_signals(meta)),
        subjects=_subjects(content),
        body_html=html,
        pictures=pictures,
        package_items=_members(item) if local_name(item) == "packageItem" else (),
        internal_notes="\n".join(dict.fromkeys((*hidden, *hidden_in_body.splitlines()))),
    )


def _kind(item: _Element) -> Kind:
    if local_name(item) == "packageItem":
        return Kind.PACKAGE
    return _KINDS.get(_code(find(item, "itemMeta", "itemClass")), Kind.OTHER)


def _status(meta: _Element) -> str:
    """Absent means usable; a status that is there and is none of the three is not understood."""
    statuses = {status_of(_code(element)) for element in children(meta, "pubStatus")} or {USABLE}
    status = statuses.pop() if len(statuses) == 1 else UNKNOWN
    if status == USABLE and not _TAKEN_AWAY.isdisjoint(
        element.lower() for element in _signals(meta)
    ):
        return CANCELED
    return status


def _signals(meta: _Element) -> list[str]:
    return [signal.get("qcode") or signal.get("uri", "") for signal in children(meta, "signal")]


def _embargo(meta: _Element) -> tuple[None, bool]:
    """An empty `embargoed`, and one that is no moment, have no end that is known."""
    ends = [parse_datetime(text_of(element)) for element in children(meta, "embargoed")]
    return max(filter(None, ends), default=None), None in ends


def _headlines(content: _Element) -> tuple[str, str]:
    """The headline, and the one below it: some agencies tell them apart by their roles."""
    headlines = sorted(
        children(content, "headline"), key=lambda headline: parse_int(headline.get("rank")) or 0
    )
    second = [headline for headline in headlines if "sub" in _role(headline)]
    main = [headline for headline in headlines if _role(headline) in ("", "main")]
    main = main or [headline for headline in headlines if headline not in second] or headlines
    return _in_our_language(main), _in_our_language(second)


def _notes(meta: _Element) -> list[str]:
    notes = [line for note in children(meta, "edNote") for line in bodies.lines(note)]
    return list(dict.fromkeys(notes))


def _body(item: _Element, headline: str) -> tuple[str, str]:
    """The first inline content that is a body, and what in it is not for the public."""
    content_set = find(item, "contentSet")
    for inline in descendants(content_set, "inlineXML")[:_MOST_PARTS]:
        if any(local_name(child).lower() in _DATA for child in inline):
            continue
        if html := _copy(inline):
            return markup.without_sign_off(markup.without_headline(html, headline)), ""
    hidden = []
    for inline in descendants(content_set, "inlineData")[:_MOST_PARTS]:
        content = "".join(inline.itertext())
        is_html = "html" in inline.get("contenttype", "")
        html, internal_notes = (bodies.split if is_html else bodies.from_string)(
            content, headline=headline
        )
        hidden.append(internal_notes)
        if html:
            return html, "\n".join(hidden)
    return "", "\n".join(hidden)


def _copy(inline):
    """The main sections where there are any; else the body of NITF, of a page, or all of it."""
    if ttnitf.recognises(inline):
        return ttnitf.body(inline)
    if mains := bodies.mains(inline):
        return "".join(map(markup.from_element, mains))
    content = nitf.copy_of(inline)
    if content is None:
        content = next(iter(descendants(inline, "body")), inline)
    return markup.from_element(content)


def _part_from_dateline(item) -> None:
    """AP lets the copy begin without a blank behind a dateline that stands in an element."""
    for span in descendants(find(item, "contentSet"), "span"):
        dateline, behind = "".join(span.itertext()), span.tail or ""
        if "dateline" in span.get("class", "") and dateline[-1:].strip() and behind[:1].isalnum():
            span.tail = f" {behind}"


def _keep_lines(item) -> None:
    """Reuters says by a signal that copy is set line by line: results, prices."""
    for paragraph in descendants(find(item, "contentSet"), "p"):
        if not len(paragraph) and "\n" in (paragraph.text or ""):
            paragraph.tag = "pre"


def _dateline_of_body(item: _Element) -> str:
    elements = descendants(find(item, "contentSet"), "span", "p", "dateline")
    marked = [
        element
        for element in elements
        if "dateline" in (element.get("class") or local_name(element))
    ]
    return text_of(marked[0]) if marked else ""


def _pictures(
    item: _Element,
    content: _Element | None,
    rights: list[_Element],
    kind: Kind,
) -> tuple[ParsedPicture] | tuple[()]:
    """A picture item is one picture. Copy may point to some, which have their own captions."""
    files = _picture_files(item)
    if kind is Kind.PICTURE:
        return _picture(files, content, rights) if files else ()
    if kind is not Kind.TEXT:
        return ()
    inside = find(item, "contentSet")
    pictures = nitf.pictures(inside)
    for inline in descendants(inside, "inlineXML"):
        pictures += ttnitf.pictures(inline) if ttnitf.recognises(inline) else []
    linked = _linked(find(item, "itemMeta"))
    return tuple(islice(chain(pictures, _beside_copy(files), linked), _MOST_PICTURES))


def _beside_copy(files):
    """Files that copy comes with: no words of the item are theirs."""
    for file in files:
        href = sound_href(file.get("href"))
        if href and file.get("contenttype", "").startswith("image/") and not _is_preview(file):
            width, height = parse_int(file.get("width")), parse_int(file.get("height"))
            yield ParsedPicture(href=href, width=width, height=height)


def _linked(meta: _Element) -> None:
    """Pictures that STT sends in files beside the copy: named in links, with their captions."""
    for link in children(meta, "link"):
        href = sound_href(text_of(next(iter(children(link, "filename", "fileName")), None)))
        if href and link.get("contenttype", "").startswith("image/"):
            titles = [title for title in children(link, "title") if _role(title) in ("", "caption")]
            yield ParsedPicture(href=href, caption=_in_our_language(titles))


def _picture_files(item: _Element) -> list[_Element]:
    remote = descendants(find(item, "contentSet"), "remoteContent")
    kinds = ("", "image")
    images = [file for file in remote if file.get("contenttype", "").partition("/")[0] in kinds]
    return images or remote


def _is_preview(remote) -> bool:
    return bodies.code_in(remote, "rendition") in _PREVIEWS


def _picture(files, content, rights):
    """One picture: the largest file that is none for choosing only."""
    ranked = sorted(
        (file for file in files if sound_href(file.get("href"))),
        key=lambda file: (
            not _is_preview(file),
            parse_int(file.get("width")) or 0,
            parse_int(file.get("size")) or 0,
        ),
        reverse=True,
    )
    best = ranked[0] if ranked else files[0]
    return (
        ParsedPicture(
            href=sound_href(best.get("href")),
            caption=_described(content, "caption") or _described(content, ""),
            alt=_described(content, "alttext"),
            creator=text_of(find(content, "by")) or _creators(content, rights, Kind.PICTURE),
            credit_line=text_of(find(content, "creditline")),
            copyright_notice=_of_rights(rights, "copyrightNotice"),
            usage_terms=_of_rights(rights, "usageTerms"),
            width=parse_int(best.get("width")),
            height=parse_int(best.get("height")),
        ),
    )


def _members(item: _Element) -> tuple[str, str]:
    """The items that the package names, along its groups from the root; each group once."""
    groups = {group.get("id"): group for group in descendants(item, "group")}
    start = find(item, "groupSet")
    root = start.get("root") if start is not None else None
    waiting, seen, members = [root] if root in groups else list(groups), set(), []
    while waiting:
        key = waiting.pop(0)
        if key in seen or key not in groups:
            continue
        seen.add(key)
        for child in groups[key]:
            if local_name(child) == "itemRef" and child.get("residref"):
                members.append(child.get("residref"))
            elif local_name(child) == "groupRef":
                waiting.append(child.get("idref"))
    return tuple(dict.fromkeys(members))


def _byline(item: _Element, content: _Element, rights: list[_Element], kind: Kind) -> str:
    """As printed; else as the body has it; else who made it."""
    inlines = descendants(find(item, "contentSet"), "inlineXML")
    swedish = (ttnitf.byline(inline) for inline in inlines if ttnitf.recognises(inline))
    return (
        text_of(find(content, "by"))
        or nitf.byline(next(iter(descendants(item, "body.head")), None))
        or next(filter(None, swedish), "")
        or _creators(content, rights, kind)
    )


def _creators(content: None, rights: list[Any], kind: Kind) -> str:
    """People who made it. Agencies stand under creator too, and are no byline."""
    organisations = {_holder(rights), text_of(find(content, "creditline")), *_sources(content)}
    creators = [
        text_of(find(element, "name"))
        for element in children(content, "creator")
        if find(element, "organisationDetails") is None and _code(element, "type") != "organisation"
    ]
    people = (n for n in creators if n and n not in organisations)
    return ", ".join(n for n in people if " " in n or kind is Kind.PICTURE)


def _sources(content: _Element | None) -> tuple[str] | tuple[()]:
    return tuple(dict.fromkeys(filter(None, map(_party_name, children(content, "infoSource")))))


def _described(content: _Element | None, role: str) -> str:
    return _in_our_language([d for d in children(content, "description") if _role(d) == role])


def _subjects(content: _Element | None) -> tuple[str, str] | tuple[()]:
    subjects = [text_of(find(element, "name")) for element in children(content, "subject")]
    return tuple(dict.fromkeys(filter(None, subjects)))


def _language(item: _Element, content: _Element | None) -> str:
    tagged = find(content, "language")
    language = (tagged.get("tag", "") if tagged is not None else "") or item.get(_LANG, "")
    return language.strip()


def _holder(rights: list[_Element]) -> str:
    return next(filter(None, (_party_name(find(part, "copyrightHolder")) for part in rights)), "")


def _of_rights(rights: list[_Element], key: str) -> str:
    """Every sentence of that name in the language that is shown: terms add up."""
    elements = [element for part in rights for element in children(part, key) if text_of(element)]
    tongues = [element.get(_LANG, "").split("-")[0] for element in elements]
    shown = next((tongue for tongue in ("vi", "en") if tongue in tongues), (*tongues, "")[0])
    return "\n".join(
        dict.fromkeys(
            text_of(element)
            for element, tongue in zip(elements, tongues, strict=True)
            if tongue in (shown, "")
        )
    )


def _in_our_language(elements: list[_Element]) -> str:
    """Vietnamese before English before what comes first."""
    if not elements:
        return ""
    by_language = {element.get(_LANG, "").split("-")[0]: element for element in reversed(elements)}
    return text_of(by_language.get("vi", by_language.get("en", elements[0])))


def _party_name(party: _Element | None) -> str:
    """A party's name; else its literal, its code without the alias, or its address."""
    if party is None:
        return ""
    stated = _in_our_language(children(party, "name")) or party.get("literal", "")
    code = _after_colon(party.get("qcode", ""))
    if not stated and party.get("qcode", "").lower().startswith("photcode:"):
        return ""
    return stated or code or party.get("uri", "")


def _code(element: _Element, attribute: str = "qcode") -> str:
    """The code without its alias, or the end of the address that stands in its place."""
    if element is None:
        return ""
    code = element.get(attribute, "") or element.get("uri", "").rpartition("/")[2]
    return _after_colon(code).strip().lower()


def _role(element: _Element) -> str:
    return bodies.code_in(element, "role")


def _after_colon(qcode: str) -> str:
    return qcode.rpartition(":")[2]
