"""NewsML-G2 (IPTC 2.x): text, picture and package items, alone or in a message.

Pure. Catalogues are never fetched: codes are compared by what stands after the colon, because
providers use aliases of their own (`icls:text`, `descRole:caption`).
"""

import copy
from datetime import datetime

from lxml import etree

from wires.parsers import markup, nitf
from wires.parsers.hrefs import sound_href
from wires.parsers.moments import moment
from wires.parsers.numbers import whole
from wires.parsers.parsed import (
    UNKNOWN,
    USABLE,
    Kind,
    ParsedItem,
    ParsedPicture,
    status_of,
)
from wires.parsers.strict_xml import children, find, name, within, words

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
# Small ones and marked ones are for choosing, not for printing.
_PREVIEWS = frozenset(("thumbnail", "thumb", "viewimage", "preview", "web"))


def recognises(root: etree._Element) -> bool:
    roots = ("newsMessage", "newsItem", "packageItem", *_NOT_IMPORTED)
    return name(root) in roots and etree.QName(root).namespace in (NAMESPACE, None)


def parse(root: etree._Element, *, at: datetime) -> list[ParsedItem]:
    """The news and package items of the document, in its order."""
    if name(root) == "newsMessage":
        sent = moment(words(find(root, "header", "sent")))
        items = [one for group in children(root, "itemSet") for one in group]
    else:
        sent, items = None, [root]
    return [_item(one, sent) for one in items if name(one) in ("newsItem", "packageItem")]


def not_imported(root: etree._Element) -> list[str]:
    """The kinds of items in it that the desk has no use for."""
    return [name(one) for one in root.iter() if name(one) in _NOT_IMPORTED]


def _item(item, sent):
    item = copy.deepcopy(item)  # what is not for the public is taken out of it
    meta, content = find(item, "itemMeta"), find(item, "contentMeta")
    rights, kind = find(item, "rightsInfo"), _kind(item)
    embargo_until, indefinite = _embargo(meta)
    headline = _in_our_language(children(content, "headline")) or words(find(meta, "title"))
    notes, non_public = _notes(meta)
    html, hidden = _body(item, headline)
    nitf_head = next(iter(within(item, "body.head")), None)
    version_at = moment(words(find(meta, "versionCreated")))
    first = moment(words(find(meta, "firstCreated")))
    return ParsedItem(
        guid=(item.get("guid") or "").strip(),
        version=whole(item.get("version")),
        kind=kind,
        status=_status(meta),
        embargo_until=embargo_until,
        embargo_indefinite=indefinite,
        expires_at=moment(words(find(item, "rightsInfo", "expires")))
        or moment(words(find(content, "contentExpires"))),
        urgency=whole(words(find(content, "urgency"))),
        headline=headline,
        standfirst=_described(content, "summary"),
        byline=words(find(content, "by")) or nitf.byline(nitf_head) or _creators(content, kind),
        credit_line=words(find(content, "creditline")),
        provider=_named(find(meta, "provider")),
        sources=_sources(content),
        copyright_holder=_named(find(rights, "copyrightHolder")),
        copyright_notice=_in_our_language(children(rights, "copyrightNotice")),
        usage_terms=_in_our_language(children(rights, "usageTerms")),
        editor_note="\n".join(notes),
        slugline=words(find(content, "slugline")),
        dateline=words(find(content, "dateline"))
        or (_dateline_of_body(item) if kind is Kind.TEXT else ""),
        language=_language(item, content),
        created_at=first or moment(words(find(content, "contentCreated"))) or version_at,
        version_at=version_at,
        sent_at=sent,
        signals=tuple(s.get("qcode") or s.get("uri", "") for s in children(meta, "signal")),
        subjects=_subjects(content),
        body_html=html,
        pictures=(
            _pictures(item, content, rights)
            if kind is Kind.PICTURE
            else tuple(nitf.pictures(find(item, "contentSet")))
        ),
        members=_members(item) if name(item) == "packageItem" else (),
        non_public="\n".join(dict.fromkeys((*non_public, *hidden))),
    )


def _kind(item):
    if name(item) == "packageItem":
        return Kind.PACKAGE
    return _KINDS.get(_code(find(item, "itemMeta", "itemClass")), Kind.OTHER)


def _status(meta):
    """Absent means usable; a status that is there and is none of the three is not understood."""
    said = {status_of(_code(one)) for one in children(meta, "pubStatus")} or {USABLE}
    return said.pop() if len(said) == 1 else UNKNOWN


def _embargo(meta):
    """An empty `embargoed`, or one that is no moment, has no end that anybody knows."""
    ends = [moment(words(one)) for one in children(meta, "embargoed")]
    return max(filter(None, ends), default=None), None in ends


def _notes(meta):
    public, non_public = [], []
    for note in children(meta, "edNote"):
        if _is_hidden(note):
            non_public += _lines(note)
            continue
        non_public += _take_hidden(note)  # a note with sections of its own, as dpa's notepad
        public += _lines(note)
    return list(dict.fromkeys(public)), list(dict.fromkeys(non_public))


def _lines(note):
    """A note's lines. Where it is told twice, as a whole and in parts, each line counts once."""
    if not len(note):
        return [words(note)] if words(note) else []
    return markup.text(markup.from_element(note)).splitlines()


def _is_hidden(element):
    """Whether it is marked as not for the public, or for a public that this cannot know."""
    constraint = element.get("pubconstraint")
    if constraint is not None and _after_colon(constraint).strip().lower() != "public":
        return True
    marked = element.get("class", "").lower().replace("-", "").replace("_", "")
    return "nonpublic" in marked or "notpublic" in marked


def _take_hidden(element):
    """The lines of what is not for the public; their elements are left empty."""
    found = []
    for child in element.iterchildren("*"):
        if _is_hidden(child):
            found += _lines(child)
            child.clear(keep_tail=True)
        else:
            found += _take_hidden(child)
    return found


def _body(item, headline):
    """The first inline content that is a body, and what in it is not for the public."""
    hidden = []
    for inline in within(find(item, "contentSet"), "inlineXML"):
        if _is_hidden(inline):
            hidden += _lines(inline)
            continue
        hidden += _take_hidden(inline)
        mains = [s for s in within(inline, "section") if "main" in s.get("class", "").split()]
        content = next(
            iter((*mains, *within(inline, "body.content"), *within(inline, "body"))), None
        )
        html = markup.from_element(inline if content is None else content)
        if html:
            html = markup.without_headline(html, headline)
            return markup.without_sign_off(html), hidden
    for inline in within(find(item, "contentSet"), "inlineData"):
        if _is_hidden(inline):
            hidden += _lines(inline)
            continue
        is_html = "html" in inline.get("contenttype", "")
        said = "".join(inline.itertext())
        return (markup.clean(said) if is_html else markup.from_text(said)), hidden
    return "", hidden


def _dateline_of_body(item):
    found = within(find(item, "contentSet"), "span", "p", "dateline")
    marked = [one for one in found if "dateline" in (one.get("class") or name(one))]
    return words(marked[0]) if marked else ""


def _pictures(item, content, rights):
    """One picture: the largest file that is none for choosing only."""
    remote = within(find(item, "contentSet"), "remoteContent")
    ranked = sorted(
        (one for one in remote if sound_href(one.get("href"))),
        key=lambda one: (
            _after_colon(one.get("rendition", "")).lower() not in _PREVIEWS,
            whole(one.get("width")) or 0,
            whole(one.get("size")) or 0,
        ),
        reverse=True,
    )
    if not remote:
        return ()
    best = ranked[0] if ranked else remote[0]
    return (
        ParsedPicture(
            href=sound_href(best.get("href")),
            caption=_described(content, "caption"),
            alt=_described(content, "alttext"),
            creator=words(find(content, "by")) or _creators(content, Kind.PICTURE),
            credit_line=words(find(content, "creditline")),
            copyright_notice=_in_our_language(children(rights, "copyrightNotice")),
            usage_terms=_in_our_language(children(rights, "usageTerms")),
            width=whole(best.get("width")),
            height=whole(best.get("height")),
        ),
    )


def _members(item):
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


def _creators(content, kind):
    """People who made it. Agencies stand under creator too, as a literal, and are no byline."""
    named = [words(find(one, "name")) for one in children(content, "creator")]
    return ", ".join(n for n in named if n and (" " in n or kind is Kind.PICTURE))


def _sources(content):
    return tuple(dict.fromkeys(filter(None, map(_named, children(content, "infoSource")))))


def _described(content, role):
    of_role = [d for d in children(content, "description") if _code(d, "role") == role]
    return _in_our_language(of_role)


def _subjects(content):
    found = [words(find(one, "name")) for one in children(content, "subject")]
    return tuple(dict.fromkeys(filter(None, found)))


def _language(item, content):
    tagged = find(content, "language")
    return (tagged.get("tag", "") if tagged is not None else "") or item.get(_LANG, "")


def _in_our_language(elements):
    """Vietnamese before English before what comes first."""
    if not elements:
        return ""
    by_language = {one.get(_LANG, "").split("-")[0]: one for one in reversed(elements)}
    return words(by_language.get("vi", by_language.get("en", elements[0])))


def _named(party):
    """A party's name; else its literal, its code without the alias, or its address."""
    if party is None:
        return ""
    said = _in_our_language(children(party, "name")) or party.get("literal", "")
    code = _after_colon(party.get("qcode", ""))
    if not said and party.get("qcode", "").lower().startswith("photcode:"):
        return ""
    return said or code or party.get("uri", "")


def _code(element, attribute="qcode"):
    """The code without its alias, or the end of the address that stands in its place."""
    if element is None:
        return ""
    said = element.get(attribute, "") or element.get("uri", "").rpartition("/")[2]
    return _after_colon(said).strip().lower()


def _after_colon(qcode):
    return qcode.rpartition(":")[2]
