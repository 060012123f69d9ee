"""NITF 3 (IPTC): one item a document. Also the body of NewsML items that carry NITF.

Pure. `docdata` says what the item is, `body.head` what stands over it, `body.content` the copy.
"""

import hashlib
from datetime import datetime

from lxml import etree

from wires.parsers import markup
from wires.parsers.hrefs import sound_href
from wires.parsers.moments import moment
from wires.parsers.numbers import whole
from wires.parsers.parsed import USABLE, ParsedItem, ParsedPicture, status_of
from wires.parsers.strict_xml import children, find, name, within, words

FORMAT = "NITF"
_NOT_FOR_PRINT = frozenset(("npa", "nonpublic"))


def recognises(root: etree._Element) -> bool:
    return name(root) == "nitf"


def parse(root: etree._Element, *, at: datetime) -> list[ParsedItem]:
    """The one item of the document."""
    docdata, head = find(root, "head", "docdata"), find(root, "body", "body.head")
    held = _Said(docdata)
    status, embargo_until, indefinite = _release(held)
    issued = moment(held.attribute("date.issue", "norm"))
    headline = words(find(head, "hedline", "hl1")) or words(find(root, "head", "title"))
    html = markup.from_element(find(root, "body", "body.content"))
    public, non_public = _notes(head)
    holder = held.attribute("doc.copyright", "holder")
    item = ParsedItem(
        guid=held.attribute("doc-id", "id-string") or _made_guid(root, headline, html),
        version=whole(held.attribute("du-key", "version")),
        status=status,
        embargo_until=embargo_until,
        embargo_indefinite=indefinite,
        expires_at=moment(held.attribute("date.expire", "norm")),
        urgency=whole(held.attribute("urgency", "ed-urg")),
        headline=headline,
        standfirst=words(find(head, "abstract")) or _second_line(head, headline),
        byline=byline(head),
        provider=words(find(head, "distributor")),
        sources=tuple(held.attributes("from-src", "src-name")),
        copyright_holder=holder,
        copyright_notice=" ".join(filter(None, (holder, held.attribute("doc.copyright", "year")))),
        usage_terms=held.attribute("doc.rights", "limitations"),
        editor_note="\n".join((*held.attributes("ed-msg", "info"), *public)),
        slugline=held.attribute("du-key", "key") or held.attribute("fixture", "fix-id"),
        dateline=_dateline(find(head, "dateline")),
        language=root.get("{http://www.w3.org/XML/1998/namespace}lang", ""),
        created_at=issued,
        version_at=issued,
        sent_at=issued,
        signals=tuple(f"management-status:{s}" for s in (held.own("management-status"),) if s),
        subjects=_subjects(root),
        body_html=markup.without_sign_off(markup.without_headline(html, headline)),
        pictures=tuple(pictures(root)),
        cancels=_cancels(held),
        non_public="\n".join(non_public),
    )
    return [item]


def _second_line(head, headline):
    said = words(find(head, "hedline", "hl2"))
    return "" if said == headline else said


def byline(head: etree._Element | None) -> str:
    """The byline as printed, the title after the name: “By Jane Doe, Staff Reporter”."""
    lines = []
    for line in children(head, "byline"):
        titles = [words(title) for title in within(line, "byttl")]
        named = words(line)
        for title in titles:
            named = named.removesuffix(title).strip().rstrip(",").strip()
        lines.append(", ".join(filter(None, (named, *titles))))
    return "; ".join(filter(None, lines))


def pictures(root: etree._Element | None) -> list[ParsedPicture]:
    """The pictures that the body points to."""
    found = []
    for media in within(root, "media"):
        if media.get("media-type", "image") not in ("image", "photo", "picture", "graphic"):
            continue
        references = within(media, "media-reference")
        sized = sorted(references, key=lambda r: -(whole(r.get("width")) or 0))
        for reference in sized[:1]:
            found.append(
                ParsedPicture(
                    href=sound_href(reference.get("source")),
                    caption=words(next(iter(within(media, "media-caption")), None)),
                    alt=" ".join((reference.get("alternate-text") or "").split()),
                    creator=words(next(iter(within(media, "media-producer")), None)),
                    width=whole(reference.get("width")),
                    height=whole(reference.get("height")),
                )
            )
    return found


class _Said:
    """What stands in attributes of elements of `docdata`."""

    def __init__(self, docdata):
        self.docdata = docdata

    def has(self, key):
        return self.docdata is not None and key in self.docdata.attrib

    def own(self, key):
        return "" if self.docdata is None else " ".join(self.docdata.get(key, "").split())

    def attributes(self, element, key):
        found = (one.get(key, "") for one in within(self.docdata, element))
        return [" ".join(said.split()) for said in found if said.strip()]

    def attribute(self, element, key):
        return next(iter(self.attributes(element, key)), "")


def _release(held):
    """Status and embargo. A release date is an embargo whatever the status says besides."""
    said = held.own("management-status").lower() if held.has("management-status") else None
    release = held.attribute("date.release", "norm")
    until = moment(release)
    present = bool(within(held.docdata, "date.release"))
    indefinite = until is None and (said == "embargoed" or present)
    status = USABLE if said in (None, "embargoed") else status_of(said)
    return status, until, indefinite


def _cancels(held):
    if held.own("management-idref-status").lower() in ("canceled", "withheld"):
        other = held.own("management-doc-idref")
        return (other,) if other and other != held.attribute("doc-id", "id-string") else ()
    return ()


def _notes(head):
    public: list[str] = []
    non_public: list[str] = []
    for note in children(head, "note"):
        is_for_desk = note.get("type", "std").lower() in _NOT_FOR_PRINT
        (non_public if is_for_desk else public).append(words(note))
    return public, non_public


def _dateline(dateline):
    place = words(find(dateline, "location")) or words(dateline)
    return place.replace(" ,", ",")


def _subjects(root):
    found = []
    for subject in within(root, "tobject.subject"):
        keys = ("detail", "matter", "type", "refnum")
        said = (subject.get(f"tobject.subject.{key}", "") for key in keys)
        found.append(next(filter(None, said), ""))
    return tuple(dict.fromkeys(filter(None, found)))


def _made_guid(root, headline, html):
    """An id for a document that has none: what it says, as one number.

    Sent again with another date it is the same; one that says nothing counts with all its marks.
    """
    said = f"{headline}|{html}".encode() if headline or html else etree.tostring(root)
    return f"urn:sha256:{hashlib.sha256(said).hexdigest()}"
