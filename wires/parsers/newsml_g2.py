"""NewsML-G2 (IPTC 2.x): text, picture and package items, alone or in a message.

Pure. Catalogues are never fetched: codes are compared by what stands after the colon, because
providers use aliases of their own (`icls:text`, `descRole:caption`).
"""

import copy
from collections.abc import Iterator
from datetime import datetime

from lxml import etree
from lxml.etree import _Element

from attribution import agencies
from text.integers import parse_int
from wires.parsers import nitf
from wires.parsers.newsml_g2_fields import (
    LANG,
    after_colon,
    code_of,
    creators_of,
    described,
    dialects_of,
    holder_of,
    in_our_language,
    of_rights,
    party_name,
    role_of,
    sources_of,
    usage_of,
)
from wires.parsers.newsml_g2_pictures import pictures_of
from wires.parsing import bodies, markup, usage
from wires.parsing.moments import parse_embargo, parse_end, parse_moment
from wires.parsing.parsed import (
    CANCELED,
    UNKNOWN,
    USABLE,
    Given,
    Kind,
    MarkUp,
    ParsedItem,
    status_of,
)
from wires.parsing.strict_xml import (
    children,
    descendants,
    find,
    local_name,
    text_of,
)

FORMAT = "NewsML-G2"
NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
_KINDS = {
    "text": Kind.TEXT,
    "picture": Kind.PICTURE,
    "photo": Kind.PICTURE,
    "graphic": Kind.PICTURE,
    "composite": Kind.PACKAGE,
}
_NOT_IMPORTED = ("conceptItem", "knowledgeItem", "planningItem", "catalogItem")
_MAX_PARTS = 1000  # that may hold copy
# IPTC has no signals for these: agencies have their own.
_WITHDRAWAL_SIGNALS = agencies.withdrawal_signals()
_PREFORMATTED_SIGNALS = agencies.preformatted_signals()
# Elements with data instead of copy: a calendar, results.
_DATA = frozenset(("events", "conceptset", "sports-content"))


def recognises(root: _Element) -> bool:
    roots = ("newsMessage", "newsItem", "packageItem", *_NOT_IMPORTED)
    return local_name(root) in roots and etree.QName(root).namespace in (NAMESPACE, None)


def parse(root: _Element, *, at: datetime) -> list[ParsedItem]:
    """Return the news and package items of the document, in its order."""
    sent = parse_moment(text_of(find(root, "header", "sent")))
    return [_item(item, sent, at) for item in _items(root)]


def given(root: _Element) -> list[Given]:
    return [tuple(_given(item)) for item in _items(root)]


def _items(root: _Element) -> list[_Element]:
    if local_name(root) != "newsMessage":
        return [root] if local_name(root) in ("newsItem", "packageItem") else []
    groups = children(root, "itemSet")
    return [item for group in groups for item in children(group, "newsItem", "packageItem")]


def not_imported(root: _Element) -> list[str]:
    """Return the kinds of items in the document that are never imported."""
    return [local_name(element) for element in root.iter() if local_name(element) in _NOT_IMPORTED]


def _item(item: _Element, sent: datetime | None, at: datetime) -> ParsedItem:
    meta = find(item, "itemMeta")
    status, embargo_until, indefinite = nitf.stricter(item, _status(meta), *_embargo(meta), at=at)
    item = copy.deepcopy(item)  # it is emptied of what is not for the public
    hidden = bodies.empty_hidden(item)
    meta, content = find(item, "itemMeta"), find(item, "contentMeta")
    rights, kind = children(item, "rightsInfo"), _kind(item)
    headline, second = _headlines(meta, content)
    terms, ends = usage_of(rights), _ends(item, content)
    pictures = pictures_of(item, content, rights, kind)
    byline = _byline(item, content, rights, kind)
    _separate_dateline(item)
    if any(after_colon(signal) in _PREFORMATTED_SIGNALS for signal in _signals(meta)):
        _preserve_lines(item)
    html, hidden_in_body = _body(item, headline)
    version_at = _date(meta, "versionCreated")
    created_at = _date(meta, "firstCreated") or _date(content, "contentCreated") or version_at
    return ParsedItem(
        guid=(item.get("guid") or "").strip(),
        version=parse_int(item.get("version")),
        kind=kind,
        status=status,
        embargo_until=max(filter(None, (embargo_until, terms.begins_at)), default=None),
        embargo_indefinite=indefinite,
        expires_at=min(filter(None, (*map(parse_end, ends), terms.ends_at)), default=None),
        urgency=parse_int(text_of(find(content, "urgency"))),
        headline=headline,
        standfirst=_standfirst(item, content, second),
        byline=byline,
        credit_line=text_of(find(content, "creditline")),
        provider=party_name(find(meta, "provider")),
        sources=sources_of(content),
        copyright_holder=holder_of(rights),
        copyright_notice=of_rights(rights, "copyrightNotice"),
        usage_terms="\n".join(dict.fromkeys((*terms.terms, *usage.unread_ends(*ends)))),
        editor_note="\n".join(_notes(meta)),
        slugline=text_of(find(content, "slugline")),
        dateline=text_of(find(content, "dateline")) or _dateline_of_body(item, kind),
        language=_language(item, content),
        created_at=created_at,
        version_at=version_at,
        sent_at=sent,
        signals=tuple(_signals(meta)),
        subjects=_subjects(content),
        body_html=markup.without_headline(html, second),
        pictures=pictures,
        package_items=_members(item) if local_name(item) == "packageItem" else (),
        internal_notes="\n".join(dict.fromkeys((*hidden, *hidden_in_body.splitlines()))),
    )


def _given(item: _Element) -> Iterator[str | _Element]:
    """Yield the texts of an item, without data such as results."""
    yield from children(find(item, "contentMeta"), "headline", "description")
    for inline in descendants(find(item, "contentSet"), "inlineXML", "inlineData")[:_MAX_PARTS]:
        if len(inline):
            if not any(local_name(child).lower() in _DATA for child in inline):
                yield inline
        else:
            is_html = "html" in inline.get("contenttype", "")
            yield MarkUp(inline.text or "") if is_html else bodies.given(inline.text or "")


def _date(element: _Element | None, *path: str) -> datetime | None:
    """Return the moment that the element at the end of the path says."""
    return parse_moment(text_of(find(element, *path)))


def _ends(item: _Element, content: _Element | None) -> list[str]:
    """Return the ends of use that the item states, as they are written."""
    elements = (find(item, "rightsInfo", "expires"), find(content, "contentExpires"))
    return list(filter(None, map(text_of, elements)))


def _standfirst(item: _Element, content: _Element | None, second: str) -> str:
    """Return the summary; else the second headline, the teaser, or the abstract of NITF."""
    nitf_head = next(iter(descendants(item, "body.head")), None)
    return (
        described(content, "summary")
        or second
        or described(content, "teaser")
        or text_of(find(nitf_head, "abstract"))
    )


def _kind(item: _Element) -> Kind:
    if local_name(item) == "packageItem":
        return Kind.PACKAGE
    return _KINDS.get(code_of(find(item, "itemMeta", "itemClass")), Kind.OTHER)


def _status(meta: _Element | None) -> str:
    """Return the status. A missing one is usable; one that is none of the three is UNKNOWN."""
    statuses = {status_of(code_of(element)) for element in children(meta, "pubStatus")} or {USABLE}
    status = statuses.pop() if len(statuses) == 1 else UNKNOWN
    if status == USABLE and not _WITHDRAWAL_SIGNALS.isdisjoint(
        element.lower() for element in _signals(meta)
    ):
        return CANCELED
    return status


def _signals(meta: _Element | None) -> list[str]:
    return [signal.get("qcode", "") or signal.get("uri", "") for signal in children(meta, "signal")]


def _embargo(meta: _Element | None) -> tuple[datetime | None, bool]:
    """Return the end of the embargo, and whether there is one without a readable end."""
    ends = [parse_embargo(text_of(element)) for element in children(meta, "embargoed")]
    return max(filter(None, ends), default=None), None in ends


def _headlines(meta: _Element | None, content: _Element | None) -> tuple[str, str]:
    """Return the headline and the second one; some agencies mark them by roles."""
    headlines = sorted(
        children(content, "headline"), key=lambda headline: parse_int(headline.get("rank")) or 0
    )
    second = [headline for headline in headlines if "sub" in role_of(headline)]
    main = [headline for headline in headlines if role_of(headline) in ("", "main")]
    main = main or [headline for headline in headlines if headline not in second] or headlines
    title = text_of(find(meta, "title"))
    return in_our_language(main) or title, in_our_language(second)


def _notes(meta: _Element | None) -> list[str]:
    notes = [line for note in children(meta, "edNote") for line in bodies.lines(note)]
    return list(dict.fromkeys(notes))


def _body(item: _Element, headline: str) -> tuple[str, str]:
    """Return the first inline content that is a body, and what in it is not for the public."""
    content_set = find(item, "contentSet")
    for inline in descendants(content_set, "inlineXML")[:_MAX_PARTS]:
        if any(local_name(child).lower() in _DATA for child in inline):
            continue
        if html := _copy(inline):
            return markup.without_sign_off(markup.without_headline(html, headline)), ""
    hidden = []
    for inline in descendants(content_set, "inlineData")[:_MAX_PARTS]:
        content = "".join(inline.itertext())
        is_html = "html" in inline.get("contenttype", "")
        html, internal_notes = (bodies.split if is_html else bodies.from_string)(
            content, headline=headline
        )
        hidden.append(internal_notes)
        if html:
            return html, "\n".join(hidden)
    return "", "\n".join(hidden)


def _copy(inline: _Element) -> str:
    """Return the main sections if there are any; else the body of NITF or of a page, or everything."""
    for dialect in dialects_of(inline):
        return str(dialect.body(inline))
    if mains := bodies.main_sections(inline):
        return "".join(map(markup.from_element, mains))
    content = nitf.copy_of(inline)
    if content is None:
        content = next(iter(descendants(inline, "body")), inline)
    return markup.from_element(content)


def _separate_dateline(item: _Element) -> None:
    """Put the blank behind a dateline in an element that AP leaves out."""
    for span in descendants(find(item, "contentSet"), "span"):
        dateline, tail = "".join(span.itertext()), span.tail or ""
        if "dateline" in span.get("class", "") and dateline[-1:].strip() and tail[:1].isalnum():
            span.tail = f" {tail}"


def _preserve_lines(item: _Element) -> None:
    """Mark copy as set line by line, as results and prices; signals say so."""
    for paragraph in descendants(find(item, "contentSet"), "p"):
        if not len(paragraph) and "\n" in (paragraph.text or ""):
            paragraph.tag = "pre"


def _dateline_of_body(item: _Element, kind: Kind) -> str:
    """Return the first dateline in the body of a text item; "" in any other."""
    if kind is not Kind.TEXT:
        return ""
    elements = descendants(find(item, "contentSet"), "span", "p", "dateline")
    marked = [
        element
        for element in elements
        if "dateline" in (element.get("class") or local_name(element))
    ]
    return text_of(marked[0]) if marked else ""


def _members(item: _Element) -> tuple[str, ...]:
    """Return the items that a package names, along its groups from the root; each group once."""
    groups = {group.get("id"): group for group in descendants(item, "group")}
    start = find(item, "groupSet")
    root = start.get("root") if start is not None else None
    waiting = [root] if root in groups else list(groups)
    seen: set[str | None] = set()
    members: list[str] = []
    while waiting:
        key = waiting.pop(0)
        if key in seen or key not in groups:
            continue
        seen.add(key)
        for child in groups[key]:
            if local_name(child) == "itemRef" and (reference := child.get("residref")):
                members.append(reference)
            elif local_name(child) == "groupRef":
                waiting.append(child.get("idref"))
    return tuple(dict.fromkeys(members))


def _byline(item: _Element, content: _Element | None, rights: list[_Element], kind: Kind) -> str:
    """Return the byline as printed; else that of the body; else the creators."""
    inlines = descendants(find(item, "contentSet"), "inlineXML")
    in_dialect = (dialect.byline(inline) for inline in inlines for dialect in dialects_of(inline))
    return (
        text_of(find(content, "by"))
        or nitf.byline(next(iter(descendants(item, "body.head")), None))
        or next(filter(None, in_dialect), "")
        or creators_of(content, rights, kind)
    )


def _subjects(content: _Element | None) -> tuple[str, ...]:
    subjects = [text_of(find(element, "name")) for element in children(content, "subject")]
    return tuple(dict.fromkeys(filter(None, subjects)))


def _language(item: _Element, content: _Element | None) -> str:
    tagged = find(content, "language")
    language = (tagged.get("tag", "") if tagged is not None else "") or item.get(LANG, "")
    return language.strip()
