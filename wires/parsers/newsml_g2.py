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
    find,
    name,
    within,
    words,
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
    return name(root) in roots and etree.QName(root).namespace in (NAMESPACE, None)


def parse(root: etree._Element, *, at: datetime) -> list[ParsedItem]:
    """The news and package items of the document, in its order."""
    if name(root) == "newsMessage":
        sent = parse_datetime(words(find(root, "header", "sent")))
        items = [one for group in children(root, "itemSet") for one in group]
    else:
        sent, items = None, [root]
    return [_item(one, sent, at) for one in items if name(one) in ("newsItem", "packageItem")]


def not_imported(root: etree._Element) -> list[str]:
    """The kinds of items in it that the desk has no use for."""
    return [name(one) for one in root.iter() if name(one) in _NOT_IMPORTED]


def _item(item: _Element, sent: datetime, at: datetime) -> ParsedItem:
    meta = find(item, "itemMeta")
    release = nitf.stricter(item, _status(meta), *_embargo(meta), at=at)
    item = copy.deepcopy(item)  # what is not for the public is taken out of it
    hidden = bodies.take_hidden(item)
    meta, content = find(item, "itemMeta"), find(item, "contentMeta")
    rights, kind = children(item, "rightsInfo"), _kind(item)
    headline, second = _headlines(content)
    headline = headline or words(find(meta, "title"))
    slugline = words(find(content, "slugline"))
    status, embargo_until, indefinite = release
    nitf_head = next(iter(within(item, "body.head")), None)
    pictures = _pictures(item, content, rights, kind)
    byline = _byline(item, content, rights, kind)
    _part_from_dateline(item)
    if any(_after_colon(one) == "TABLE" for one in _signals(meta)):
        _keep_lines(item)
    html, hidden_in_body = _body(item, headline)
    html = markup.without_headline(html, second)
    version_at = parse_datetime(words(find(meta, "versionCreated")))
    first = parse_datetime(words(find(meta, "firstCreated")))
    return ParsedItem(
        guid=(item.get("guid") or "").strip(),
        version=parse_int(item.get("version")),
        kind=kind,
        status=status,
        embargo_until=embargo_until,
        embargo_indefinite=indefinite,
        expires_at=parse_datetime(words(find(item, "rightsInfo", "expires")))
        or parse_datetime(words(find(content, "contentExpires"))),
        urgency=parse_int(words(find(content, "urgency"))),
        headline=headline,
        standfirst=_described(content, "summary")
        or second
        or _described(content, "teaser")
        or words(find(nitf_head, "abstract")),
        byline=byline,
        credit_line=words(find(content, "creditline")),
        provider=_named(find(meta, "provider")),
        sources=_sources(content),
        copyright_holder=_holder(rights),
        copyright_notice=_of_rights(rights, "copyrightNotice"),
        usage_terms=_of_rights(rights, "usageTerms"),
        editor_note="\n".join(_notes(meta)),
        slugline=slugline,
        dateline=words(find(content, "dateline"))
        or (_dateline_of_body(item) if kind is Kind.TEXT else ""),
        language=_language(item, content),
        created_at=first or parse_datetime(words(find(content, "contentCreated"))) or version_at,
        version_at=version_at,
        sent_at=sent,
        signals=tuple(_signals(meta)),
        subjects=_subjects(content),
        body_html=html,
        pictures=pictures,
        package_items=_members(item) if name(item) == "packageItem" else (),
        internal_notes="\n".join(dict.fromkeys((*hidden, *hidden_in_body.splitlines()))),
    )


def _kind(item: _Element) -> Kind:
    if name(item) == "packageItem":
        return Kind.PACKAGE
    return _KINDS.get(_code(find(item, "itemMeta", "itemClass")), Kind.OTHER)


def _status(meta: _Element) -> str:
    """Absent means usable; a status that is there and is none of the three is not understood."""
    said = {status_of(_code(one)) for one in children(meta, "pubStatus")} or {USABLE}
    status = said.pop() if len(said) == 1 else UNKNOWN
    if status == USABLE and not _TAKEN_AWAY.isdisjoint(one.lower() for one in _signals(meta)):
        return CANCELED
    return status


def _signals(meta: _Element) -> list[str]:
    return [one.get("qcode") or one.get("uri", "") for one in children(meta, "signal")]


def _embargo(meta: _Element) -> tuple[None, bool]:
    """An empty `embargoed`, and one that is no moment, have no end that is known."""
    ends = [parse_datetime(words(one)) for one in children(meta, "embargoed")]
    return max(filter(None, ends), default=None), None in ends


def _headlines(content: _Element) -> tuple[str, str]:
    """The headline, and the one below it: some agencies tell them apart by their roles."""
    found = sorted(children(content, "headline"), key=lambda one: parse_int(one.get("rank")) or 0)
    second = [one for one in found if "sub" in _role(one)]
    main = [one for one in found if _role(one) in ("", "main")]
    main = main or [one for one in found if one not in second] or found
    return _in_our_language(main), _in_our_language(second)


def _notes(meta: _Element) -> list[str]:
    said = [line for note in children(meta, "edNote") for line in bodies.lines(note)]
    return list(dict.fromkeys(said))


def _body(item: _Element, headline: str) -> tuple[str, str]:
    """The first inline content that is a body, and what in it is not for the public."""
    content_set = find(item, "contentSet")
    for inline in within(content_set, "inlineXML")[:_MOST_PARTS]:
        if any(name(one).lower() in _DATA for one in inline):
            continue
        if html := _copy(inline):
            return markup.without_sign_off(markup.without_headline(html, headline)), ""
    hidden = []
    for inline in within(content_set, "inlineData")[:_MOST_PARTS]:
        said = "".join(inline.itertext())
        is_html = "html" in inline.get("contenttype", "")
        html, internal_notes = (bodies.split if is_html else bodies.from_string)(
            said, headline=headline
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
        content = next(iter(within(inline, "body")), inline)
    return markup.from_element(content)


def _part_from_dateline(item) -> None:
    """AP lets the copy begin without a blank behind a dateline that stands in an element."""
    for one in within(find(item, "contentSet"), "span"):
        said, behind = "".join(one.itertext()), one.tail or ""
        if "dateline" in one.get("class", "") and said[-1:].strip() and behind[:1].isalnum():
            one.tail = f" {behind}"


def _keep_lines(item) -> None:
    """Reuters says by a signal that copy is set line by line: results, prices."""
    for one in within(find(item, "contentSet"), "p"):
        if not len(one) and "\n" in (one.text or ""):
            one.tag = "pre"


def _dateline_of_body(item: _Element) -> str:
    found = within(find(item, "contentSet"), "span", "p", "dateline")
    marked = [one for one in found if "dateline" in (one.get("class") or name(one))]
    return words(marked[0]) if marked else ""


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
    found = nitf.pictures(inside)
    for inline in within(inside, "inlineXML"):
        found += ttnitf.pictures(inline) if ttnitf.recognises(inline) else []
    linked = _linked(find(item, "itemMeta"))
    return tuple(islice(chain(found, _beside_copy(files), linked), _MOST_PICTURES))


def _beside_copy(files):
    """Files that copy comes with: no words of the item are theirs."""
    for one in files:
        href = sound_href(one.get("href"))
        if href and one.get("contenttype", "").startswith("image/") and not _is_preview(one):
            width, height = parse_int(one.get("width")), parse_int(one.get("height"))
            yield ParsedPicture(href=href, width=width, height=height)


def _linked(meta: _Element) -> None:
    """Pictures that STT sends in files beside the copy: named in links, with their captions."""
    for link in children(meta, "link"):
        href = sound_href(words(next(iter(children(link, "filename", "fileName")), None)))
        if href and link.get("contenttype", "").startswith("image/"):
            titles = [one for one in children(link, "title") if _role(one) in ("", "caption")]
            yield ParsedPicture(href=href, caption=_in_our_language(titles))


def _picture_files(item: _Element) -> list[_Element]:
    remote = within(find(item, "contentSet"), "remoteContent")
    kinds = ("", "image")
    images = [one for one in remote if one.get("contenttype", "").partition("/")[0] in kinds]
    return images or remote


def _is_preview(remote) -> bool:
    return bodies.code_in(remote, "rendition") in _PREVIEWS


def _picture(files, content, rights):
    """One picture: the largest file that is none for choosing only."""
    ranked = sorted(
        (one for one in files if sound_href(one.get("href"))),
        key=lambda one: (
            not _is_preview(one),
            parse_int(one.get("width")) or 0,
            parse_int(one.get("size")) or 0,
        ),
        reverse=True,
    )
    best = ranked[0] if ranked else files[0]
    return (
        ParsedPicture(
            href=sound_href(best.get("href")),
            caption=_described(content, "caption") or _described(content, ""),
            alt=_described(content, "alttext"),
            creator=words(find(content, "by")) or _creators(content, rights, Kind.PICTURE),
            credit_line=words(find(content, "creditline")),
            copyright_notice=_of_rights(rights, "copyrightNotice"),
            usage_terms=_of_rights(rights, "usageTerms"),
            width=parse_int(best.get("width")),
            height=parse_int(best.get("height")),
        ),
    )


def _members(item: _Element) -> tuple[str, str]:
    """The items that the package names, along its groups from the root; each group once."""
    groups = {group.get("id"): group for group in within(item, "group")}
    start = find(item, "groupSet")
    root = start.get("root") if start is not None else None
    waiting, seen, found = [root] if root in groups else list(groups), set(), []
    while waiting:
        key = waiting.pop(0)
        if key in seen or key not in groups:
            continue
        seen.add(key)
        for one in groups[key]:
            if name(one) == "itemRef" and one.get("residref"):
                found.append(one.get("residref"))
            elif name(one) == "groupRef":
                waiting.append(one.get("idref"))
    return tuple(dict.fromkeys(found))


def _byline(item: _Element, content: _Element, rights: list[_Element], kind: Kind) -> str:
    """As printed; else as the body has it; else who made it."""
    inlines = within(find(item, "contentSet"), "inlineXML")
    swedish = (ttnitf.byline(one) for one in inlines if ttnitf.recognises(one))
    return (
        words(find(content, "by"))
        or nitf.byline(next(iter(within(item, "body.head")), None))
        or next(filter(None, swedish), "")
        or _creators(content, rights, kind)
    )


def _creators(content: None, rights: list[Any], kind: Kind) -> str:
    """People who made it. Agencies stand under creator too, and are no byline."""
    houses = {_holder(rights), words(find(content, "creditline")), *_sources(content)}
    named = [
        words(find(one, "name"))
        for one in children(content, "creator")
        if find(one, "organisationDetails") is None and _code(one, "type") != "organisation"
    ]
    people = (n for n in named if n and n not in houses)
    return ", ".join(n for n in people if " " in n or kind is Kind.PICTURE)


def _sources(content: _Element | None) -> tuple[str] | tuple[()]:
    return tuple(dict.fromkeys(filter(None, map(_named, children(content, "infoSource")))))


def _described(content: _Element | None, role: str) -> str:
    return _in_our_language([d for d in children(content, "description") if _role(d) == role])


def _subjects(content: _Element | None) -> tuple[str, str] | tuple[()]:
    found = [words(find(one, "name")) for one in children(content, "subject")]
    return tuple(dict.fromkeys(filter(None, found)))


def _language(item: _Element, content: _Element | None) -> str:
    tagged = find(content, "language")
    said = (tagged.get("tag", "") if tagged is not None else "") or item.get(_LANG, "")
    return said.strip()


def _holder(rights: list[_Element]) -> str:
    return next(filter(None, (_named(find(one, "copyrightHolder")) for one in rights)), "")


def _of_rights(rights: list[_Element], key: str) -> str:
    """Every sentence of that name in the language that is shown: terms add up."""
    said = [one for part in rights for one in children(part, key) if words(one)]
    tongues = [one.get(_LANG, "").split("-")[0] for one in said]
    shown = next((tongue for tongue in ("vi", "en") if tongue in tongues), (*tongues, "")[0])
    return "\n".join(
        dict.fromkeys(
            words(one) for one, tongue in zip(said, tongues, strict=True) if tongue in (shown, "")
        )
    )


def _in_our_language(elements: list[_Element]) -> str:
    """Vietnamese before English before what comes first."""
    if not elements:
        return ""
    by_language = {one.get(_LANG, "").split("-")[0]: one for one in reversed(elements)}
    return words(by_language.get("vi", by_language.get("en", elements[0])))


def _named(party: _Element | None) -> str:
    """A party's name; else its literal, its code without the alias, or its address."""
    if party is None:
        return ""
    said = _in_our_language(children(party, "name")) or party.get("literal", "")
    code = _after_colon(party.get("qcode", ""))
    if not said and party.get("qcode", "").lower().startswith("photcode:"):
        return ""
    return said or code or party.get("uri", "")


def _code(element: _Element, attribute: str = "qcode") -> str:
    """The code without its alias, or the end of the address that stands in its place."""
    if element is None:
        return ""
    said = element.get(attribute, "") or element.get("uri", "").rpartition("/")[2]
    return _after_colon(said).strip().lower()


def _role(element: _Element) -> str:
    return bodies.code_in(element, "role")


def _after_colon(qcode: str) -> str:
    return qcode.rpartition(":")[2]
