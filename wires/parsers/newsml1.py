"""NewsML 1.0 to 1.2 (IPTC): envelope, items, and components within components.

Pure. Kyodo sends it with the 1.0 DTD and NITF within, AFP with 1.2. Names are looked for wherever
they stand, because components nest freely.
"""

import re
from datetime import datetime
from itertools import islice

from lxml import etree

from wires.parsers import markup, nitf
from wires.parsers.hrefs import sound_href
from wires.parsers.moments import moment
from wires.parsers.numbers import whole
from wires.parsers.parsed import (
    USABLE,
    Kind,
    ParsedItem,
    ParsedPicture,
    status_of,
)
from wires.parsers.strict_xml import children, find, name, within, words

FORMAT = "NewsML 1"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# A photographer's name or credit is nobody else's.
_MAKERS = ("ByLine", "CreditLine", "CopyrightHolder", "CopyrightLine")
_LINES = ("HeadLine", "SlugLine", "DateLine", *_MAKERS)
_MOST_PICTURES = 100  # of one item


def recognises(root: etree._Element) -> bool:
    return name(root) == "NewsML"


def parse(root: etree._Element, *, at: datetime) -> list[ParsedItem]:
    """The items of the document. An item within another is part of that one."""
    sent = moment(words(find(root, "NewsEnvelope", "DateAndTime")))
    return [_item(one, sent) for one in children(root, "NewsItem")]


def _item(item, sent):
    management = find(item, "NewsManagement")
    status, embargo_until, indefinite = _release(management)
    pictures = tuple(islice(_pictures(item), _MOST_PICTURES)) or tuple(nitf.pictures(item))
    lines = _lines(item)
    headline = lines["HeadLine"] or words(next(iter(within(item, "NameLabel")), None))
    headline = headline or lines["SlugLine"]
    html = _body(item, headline)
    version_at = moment(words(find(management, "ThisRevisionCreated")))
    is_picture = pictures and not html and _media_types(item) <= {"photo", "picture", "image"}
    guid, version = _identity(item)
    return ParsedItem(
        guid=guid,
        version=version,
        kind=Kind.PICTURE if is_picture else Kind.TEXT,
        status=status,
        embargo_until=embargo_until,
        embargo_indefinite=indefinite,
        expires_at=_expires(management),
        urgency=whole(_formal(find(management, "Urgency"))),
        headline=headline,
        byline=lines["ByLine"] or _nitf_byline(item),
        credit_line=lines["CreditLine"],
        provider=_party(item, "Provider") or words(next(iter(within(item, "ProviderId")), None)),
        sources=tuple(_parties(item, "Source")),
        copyright_holder=lines["CopyrightHolder"],
        copyright_notice=lines["CopyrightLine"],
        usage_terms=_usage(item),
        editor_note="\n".join(
            filter(
                None, (words(one) or _formal(one) for one in children(management, "Instruction"))
            )
        ),
        slugline=lines["SlugLine"],
        dateline=lines["DateLine"],
        language=_language(item),
        created_at=moment(words(find(management, "FirstCreated"))) or version_at,
        version_at=version_at,
        sent_at=sent,
        signals=_signals(item),
        subjects=tuple(
            dict.fromkeys(
                filter(
                    None, map(_formal, within(item, "Subject", "SubjectMatter", "SubjectDetail"))
                )
            )
        ),
        body_html=html,
        pictures=pictures,
    )


def _identity(item):
    """The public identifier without its revision, and the revision as a whole number."""
    identifier = next(iter(within(item, "NewsIdentifier")), None)
    revision = words(find(identifier, "RevisionId"))
    guid = "".join((words(find(identifier, "PublicIdentifier"))).split())
    if not guid:
        keys = ("ProviderId", "DateId", "NewsItemId")
        parts = ["".join(words(find(identifier, key)).split()) for key in keys]
        return ("urn:newsml:" + ":".join(parts) if any(parts) else ""), whole(revision)
    if whole(revision) is None:
        last = re.fullmatch(r"(urn:newsml:[^:]+:[^:]+:.+):(\d+)[NUAR]?", guid)
        return (last[1], int(last[2])) if last else (guid, None)
    return re.sub(rf":{re.escape(revision)}[NUAR]?$", "", guid), whole(revision)


def _release(management):
    """Status and embargo. What will be usable is under embargo until it is, whatever it is now.

    Its status has to be said: without one, nobody knows.
    """
    status = _formal(find(management, "Status")).lower()
    change = find(management, "StatusWillChange")
    until = moment(words(find(change, "DateAndTime")))
    is_held = status == "embargoed" or (change is not None and not _ends(change))
    if status == "" and is_held:
        status = "embargoed"
    status = USABLE if status == "embargoed" else status_of(status)
    return status, until if is_held else None, is_held and until is None


def _ends(change):
    """Whether the change that is coming takes the item away."""
    return _formal(find(change, "FutureStatus")).lower() in ("withheld", "canceled")


def _expires(management):
    change = find(management, "StatusWillChange")
    if change is None or not _ends(change):
        return None
    return moment(words(find(change, "DateAndTime")))


def _body(item, headline):
    """The copy of the main component: NITF, XHTML, or paragraphs as they stand."""
    for content in within(item, "DataContent"):
        if _is_caption(content):
            continue
        inner = next(iter((*within(content, "body.content"), *within(content, "body"))), content)
        html = markup.from_element(inner)
        if html and len(inner) == 0:
            said = "".join(inner.itertext())
            is_html = re.search(r"</p>|<p>|<br ?/?>", said, re.IGNORECASE)
            html = markup.clean(said) if is_html else markup.from_text(said)
        if html:
            return markup.without_sign_off(markup.without_headline(html, headline))
    return ""


def _is_caption(content):
    """Whether the nearest role above says that this is the caption of a picture."""
    for above in content.iterancestors():
        role = find(above, "Role")
        if role is not None:
            return _formal(role).lower() == "caption"
    return False


def _pictures(item):
    """Pictures by component: the largest file, with the caption and credit that stand beside it."""
    components = [c for c in within(item, "NewsComponent") if not _nested_pictures(c)]
    for component in components:
        files = [one for one in children(component, "ContentItem") if _is_picture(one)]
        if not files:
            continue
        best = max(
            files, key=lambda one: (_size(one, "Width") or 0, _size(one, "SizeInBytes") or 0)
        )
        above = (
            component.getparent() if name(component.getparent()) == "NewsComponent" else component
        )
        caption = next((words(c) for c in within(above, "DataContent") if _is_caption(c)), "")
        lines = {
            key: _line(component, key) or _line(above, key) for key in ("ByLine", "CreditLine")
        }
        notice = _line(component, "CopyrightLine") or _line(above, "CopyrightLine")
        yield ParsedPicture(
            href=sound_href(best.get("Href")),
            caption=caption,
            creator=lines["ByLine"],
            credit_line=lines["CreditLine"],
            copyright_notice=notice,
            usage_terms=_usage(component),
            width=_size(best, "Width"),
            height=_size(best, "Height"),
        )


def _nested_pictures(component):
    """Whether pictures stand in components within this one, which are then asked themselves."""
    inner = within(component, "NewsComponent")
    return any(_is_picture(one) for c in inner for one in children(c, "ContentItem")) and not any(
        _is_picture(one) for one in children(component, "ContentItem")
    )


def _is_picture(content):
    kind = _formal(find(content, "MediaType")).lower()
    mime = _formal(find(content, "MimeType")).lower()
    is_file = bool(content.get("Href"))
    return is_file and (
        kind in ("photo", "picture", "image", "graphic") or mime.startswith("image/")
    )


def _media_types(item):
    return {_formal(one).lower() for one in within(item, "MediaType")}


def _size(content, key):
    for one in within(find(content, "Characteristics"), "Property"):
        if one.get("FormalName", "").lower() == key.lower():
            return whole(one.get("Value"))
    return whole(words(find(content, "Characteristics", key)))


def _lines(item):
    """The first line of each name, rather one that does not stand at a picture.

    Where the item holds copy, who made a picture is never said of the copy.
    """
    is_copy, of_pictures = _holds_text(item), _only_pictures(item)
    lines = {}
    for key in _LINES:
        found = [one for one in within(item, key) if words(one)]
        own = (one for one in found if of_pictures.isdisjoint(one.iterancestors()))
        first = next(own, found[0] if found and not (is_copy and key in _MAKERS) else None)
        lines[key] = words(first)
    return lines


def _only_pictures(item):
    """The components with a picture and without copy."""
    found = set()
    for one in within(item, "ContentItem"):
        if _is_picture(one):
            found.update(one.iterancestors("{*}NewsComponent"))
    return {component for component in found if not _holds_text(component)}


def _holds_text(component):
    """Whether copy stands in it, and not only the caption of a picture."""
    return any(not _is_caption(one) for one in within(component, "DataContent"))


def _line(item, key):
    """The first line of that name: in NewsLines as a rule, elsewhere in some feeds."""
    return next(filter(None, map(words, within(item, key))), "")


def _usage(item):
    types = [words(one) for one in within(item, "UsageType", "Limitations")]
    for line in within(item, "NewsLine"):
        if "usage" in _formal(find(line, "NewsLineType")).lower():
            types.append(words(find(line, "NewsLineText")))
    return "\n".join(dict.fromkeys(filter(None, types)))


def _nitf_byline(item):
    return nitf.byline(next(iter(within(item, "body.head")), None))


def _party(item, role):
    return next(iter(_parties(item, role)), "")


def _parties(item, role):
    found = [_formal(one) for parent in within(item, role) for one in within(parent, "Party")]
    return list(dict.fromkeys(filter(None, found)))


def _language(item):
    tagged = [one.get(_LANG, "") for one in item.iter() if isinstance(one.tag, str)]
    return _formal(next(iter(within(item, "Language")), None)) or next(filter(None, tagged), "")


def _signals(item):
    revision = next(iter(within(item, "RevisionId")), None)
    update = revision.get("Update", "") if revision is not None else ""
    return (f"Update:{update}",) if update else ()


def _formal(element):
    return "" if element is None else " ".join(element.get("FormalName", "").split())
