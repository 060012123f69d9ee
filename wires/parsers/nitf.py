"""NITF 3 (IPTC): one item a document. Also the body of NewsML items that carry NITF.

Pure. `docdata` says what the item is, `body.head` what stands over it, `body.content` the copy.
"""

import copy
import hashlib
import re
from datetime import datetime, timedelta

from lxml import etree

from text.datetimes import parse_datetime
from text.integers import parse_int
from wires.parsing import bodies, markup
from wires.parsing.parsed import (
    CANCELED,
    USABLE,
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

FORMAT = "NITF"
_WITH_REVISION = re.compile(
    r"(?P<id>urn:newsml:[^:]+:\d{8}[^:]*:[^:]+):(?P<revision>\d+)[A-Z]?", re.IGNORECASE
)
_ZONED = re.compile(r"(?:Z|[+-]\d\d:?(?:\d\d)?)$", re.IGNORECASE)
_EAST = timedelta(hours=14)  # how far the clocks of the easternmost zone are ahead
_TAKEN_AWAY = frozenset((CANCELED, "cancelled", "withheld", "killed", "withdrawn", "retracted"))
_PICTURES = frozenset(("image", "photo", "picture", "graphic"))


def recognises(root: etree._Element) -> bool:
    return name(root) == "nitf"


def parse(root: etree._Element, *, at: datetime) -> list[ParsedItem]:
    """The one item of the document."""
    docdata, body = find(root, "head", "docdata"), copy.deepcopy(find(root, "body"))
    internal_notes = bodies.take_hidden(body)
    head = find(body, "body.head")
    held = _Said(docdata)
    issued = parse_datetime(held.attribute("date.issue", "norm")) or _published(root)
    headline = words(find(head, "hedline", "hl1")) or words(find(root, "head", "title"))
    slugline = _slugline(root, held)
    html = _body(body, headline)
    told = (*held.attributes("correction", "info"), *held.attributes("ed-msg", "info"))
    told = (*told, *_notes(head))
    editor_note = "\n".join(dict.fromkeys(told))
    status, embargo_until, indefinite = _release(held, at)
    holder = held.attribute("doc.copyright", "holder") or words(
        find(head, "rights", "rights.owner")
    )
    sources = tuple(held.attributes("from-src", "src-name"))
    said = held.attribute("doc-id", "id-string") or _line(root.get("uno"))
    guid, revision = _without_revision(said)
    version = parse_int(held.attribute("du-key", "version"))
    item = ParsedItem(
        guid=guid or _made_guid(root, headline, html),
        version=parse_int(revision) if version is None else version,
        status=status,
        embargo_until=embargo_until,
        embargo_indefinite=indefinite,
        expires_at=parse_datetime(held.attribute("date.expire", "norm")),
        urgency=parse_int(held.attribute("urgency", "ed-urg")),
        headline=headline,
        standfirst=_told(find(head, "abstract")) or _second_line(head, headline),
        byline=byline(head),
        provider=words(find(head, "distributor")) or next(iter(sources), ""),
        sources=sources,
        copyright_holder=holder,
        copyright_notice=" ".join(filter(None, (holder, held.attribute("doc.copyright", "year")))),
        usage_terms=held.attribute("doc.rights", "limitations")
        or words(find(head, "rights", "rights.limitations")),
        editor_note=editor_note,
        slugline=slugline,
        dateline=_dateline(find(head, "dateline")),
        language=root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("baselang", ""),
        created_at=issued,
        version_at=issued,
        sent_at=issued,
        signals=_signals(held),
        subjects=_subjects(root),
        body_html=html,
        pictures=tuple(pictures(body)),
        cancels=_cancels(held),
        internal_notes="\n".join(dict.fromkeys(internal_notes)),
    )
    return [item]


def _without_revision(said):
    """An id and its revision, where it is a name of NewsML that ends with one."""
    found = _WITH_REVISION.fullmatch(said)
    return (found["id"], found["revision"]) if found else (said, None)


def copy_of(element: etree._Element | None) -> etree._Element | None:
    """The first content of a body. A note may have a body too, and it is not the copy."""
    found = within(element, "body.content")
    return next((one for one in found if next(one.iterancestors("{*}note"), None) is None), None)


def _body(body, headline):
    """The copy, and behind it who else is said to have written it."""
    html = markup.from_element(copy_of(body))
    html = markup.without_sign_off(markup.without_headline(html, headline))
    return markup.without_sign_off(html + markup.from_element(find(body, "body.end")))


def _slugline(root, held):
    meta = (m.get("content", "") for m in within(root, "meta") if m.get("name") == "anpa-keyword")
    return (
        held.attribute("du-key", "key")
        or held.attribute("fixture", "fix-id")
        or _line(next(meta, ""))
    )


def _published(root):
    """When it was published, for a document that does not say when it was issued."""
    dates = (parse_datetime(one.get("date.publication")) for one in within(root, "pubdata"))
    return next(filter(None, dates), None)


def _signals(held):
    status = held.own("management-status")
    is_correction = bool(within(held.docdata, "correction"))
    said = {f"management-status:{status}": status, "correction": is_correction}
    return tuple(signal for signal, is_said in said.items() if is_said)


def _second_line(head, headline):
    said = words(find(head, "hedline", "hl2"))
    return "" if said == headline else said


def byline(head: etree._Element | None) -> str:
    """The byline as printed, the title after the name: “By Jane Doe, Staff Reporter”.

    Initials of the desk, as EFE has them there, are nobody's name in print.
    """
    lines = []
    for line in children(head, "byline"):
        titles = [words(title) for title in within(line, "byttl")]
        named = words(line)
        for title in titles:
            named = named.removesuffix(title).strip().rstrip(",").strip()
        if not markup.INITIALS.fullmatch(named):
            lines.append(", ".join(filter(None, (named, *titles))))
    return "; ".join(filter(None, lines))


def pictures(root: etree._Element | None) -> list[ParsedPicture]:
    """The pictures that the body points to, of each the widest. ANSA points with `img` alone."""
    found = []
    for media in within(root, "media", "img"):
        if media.get("media-type", "image").lower() not in _PICTURES:
            continue
        references = within(media, "media-reference") or ([media] if media.get("source") else [])
        sized = sorted(references, key=lambda r: -(parse_int(r.get("width")) or 0))
        for reference in sized[:1]:
            found.append(
                ParsedPicture(
                    href=sound_href(reference.get("source")),
                    caption=" ".join(filter(None, map(_told, within(media, "media-caption")))),
                    alt=_line(reference.get("alternate-text")),
                    creator=words(next(iter(within(media, "media-producer")), None)),
                    credit_line=_line(reference.get("source-credit")),
                    copyright_notice=_line(reference.get("copyright")),
                    width=parse_int(reference.get("width")),
                    height=parse_int(reference.get("height")),
                )
            )
    return found


def _told(element):
    """The words of paragraphs in one line, which may stand side by side without a blank."""
    return " ".join(markup.text(markup.from_element(element)).splitlines())


def _line(said):
    return " ".join((said or "").split())


class _Said:
    """What stands in attributes of elements of `docdata`."""

    def __init__(self, docdata) -> None:
        self.docdata = docdata

    def has(self, key: str):
        return self.docdata is not None and key in self.docdata.attrib

    def own(self, key: str):
        return "" if self.docdata is None else _line(self.docdata.get(key))

    def attributes(self, element, key: str):
        found = (_line(one.get(key)) for one in within(self.docdata, element))
        return list(filter(None, found))

    def attribute(self, element, key: str):
        return next(iter(self.attributes(element, key)), "")


def _release(held, at: datetime):
    """Status and embargo. A release date is an embargo whatever the status says besides.

    One without a zone that is the date of issue says “now” in a time that nobody knows: ANSA and AAP
    have it in all their copy, and it holds nothing back, unless it is still to come in every zone.
    """
    said = held.own("management-status").lower() if held.has("management-status") else None
    now = held.attribute("date.issue", "norm")
    dates = [_line(one.get("norm")) for one in within(held.docdata, "date.release")]
    issued = parse_datetime(now)
    is_now = issued is not None and issued <= at + _EAST and not _ZONED.search(now)
    ends = [parse_datetime(date) for date in dates if not (is_now and date == now)]
    until = max(filter(None, ends), default=None)
    indefinite = None in ends or (said == "embargoed" and until is None)
    status = USABLE if said in (None, "embargoed") else status_of(said)
    return status, until, indefinite


def stricter(
    element: etree._Element,
    status: str,
    until: datetime | None,
    indefinite: bool,
    *,
    at: datetime,
) -> tuple[str, datetime | None, bool]:
    """The release of an item that carries NITF: whatever either of them holds back is held."""
    for docdata in within(element, "docdata")[:100]:
        inner, end, is_indefinite = _release(_Said(docdata), at)
        status = inner if status == USABLE else status
        until = max(filter(None, (until, end)), default=None)
        indefinite = indefinite or is_indefinite
    return status, until, indefinite


def _cancels(held):
    """Another item that it says is withdrawn: in so many words, or by naming it as it is a kill."""
    itself, _revision = _without_revision(held.attribute("doc-id", "id-string"))
    other, _revision = _without_revision(held.own("management-doc-idref"))
    status = held.own("management-idref-status") or held.own("management-status")
    if not other or other == itself:
        return ()
    return (other,) if status.lower() in _TAKEN_AWAY else ()


def _notes(head):
    return [_told(note) for note in children(head, "note") if words(note)]


def _dateline(dateline):
    """The place; without it what stands there, but for a date that is told in figures."""
    place = words(find(dateline, "location"))
    if not place and find(dateline, "story.date") is None:
        place = words(dateline)
    return place.replace(" ,", ",")


def _subjects(root):
    found = []
    for subject in within(root, "tobject.subject"):
        keys = ("detail", "matter", "type", "refnum")
        said = (subject.get(f"tobject.subject.{key}", "") for key in keys)
        found.append(next(filter(None, said), ""))
    return tuple(dict.fromkeys(filter(None, found)))


def _made_guid(root, headline, html: str) -> str:
    """An id for a document that has none: what it says, as one number.

    Sent again with another date it is the same; one that says nothing counts with all its marks.
    """
    said = f"{headline}|{html}".encode() if headline or html else etree.tostring(root)
    return f"urn:sha256:{hashlib.sha256(said).hexdigest()}"
