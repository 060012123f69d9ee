"""NITF 3 (IPTC): one item a document. Also the body of NewsML items that carry NITF.

Pure. `docdata` says what the item is, `body.head` what stands over it, `body.content` the copy.
"""

import copy
import hashlib
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from lxml import etree
from lxml.etree import _Element

from text.integers import parse_int
from wires.parsing import bodies, markup, usage
from wires.parsing.moments import parse_embargo, parse_end, parse_moment
from wires.parsing.parsed import (
    CANCELED,
    USABLE,
    Given,
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
from wires.parsing.urls import valid_href

FORMAT = "NITF"
_WITH_REVISION = re.compile(
    r"(?P<id>urn:newsml:[^:]+:\d{8}[^:]*:[^:]+):(?P<revision>\d+)[A-Z]?", re.IGNORECASE
)
_ZONED = re.compile(r"(?:Z|[+-]\d\d:?(?:\d\d)?)$", re.IGNORECASE)
_EAST = timedelta(hours=14)  # how far the clocks of the easternmost zone are ahead
_WITHDRAWAL_SIGNALS = frozenset(
    (CANCELED, "cancelled", "withheld", "killed", "withdrawn", "retracted")
)
_PICTURES = frozenset(("image", "photo", "picture", "graphic"))


class _Docdata:
    """The attributes of the elements of `docdata`."""

    def __init__(self, docdata: _Element | None) -> None:
        self.docdata = docdata

    def has(self, key: str) -> bool:
        return self.docdata is not None and key in self.docdata.attrib

    def own_attribute(self, key: str) -> str:
        return "" if self.docdata is None else _line(self.docdata.get(key))

    def attributes(self, tag: str, key: str) -> list[str]:
        values = (_line(element.get(key)) for element in descendants(self.docdata, tag))
        return list(filter(None, values))

    def attribute(self, tag: str, key: str) -> str:
        return next(iter(self.attributes(tag, key)), "")


def recognises(root: _Element) -> bool:
    return local_name(root) == "nitf"


def parse(root: _Element, *, at: datetime) -> list[ParsedItem]:
    """Return the one item of the document."""
    docdata_element, body = find(root, "head", "docdata"), copy.deepcopy(find(root, "body"))
    internal_notes = bodies.empty_hidden(body)
    head = find(body, "body.head")
    docdata = _Docdata(docdata_element)
    issued = parse_moment(docdata.attribute("date.issue", "norm")) or _published(root)
    headline = text_of(find(head, "hedline", "hl1")) or text_of(find(root, "head", "title"))
    slugline = _slugline(root, docdata)
    html = _body(body, headline)
    status, embargo_until, indefinite = _release(docdata, at)
    terms = _usage(docdata, head)
    embargo_until = max(filter(None, (embargo_until, terms.begins_at)), default=None)
    holder, copyright_notice = _copyright(docdata, head)
    sources = tuple(docdata.attributes("from-src", "src-name"))
    stated_id = docdata.attribute("doc-id", "id-string") or _line(root.get("uno"))
    guid, revision = _without_revision(stated_id)
    version = parse_int(docdata.attribute("du-key", "version"))
    item = ParsedItem(
        guid=guid or _made_guid(root, headline, html),
        version=parse_int(revision) if version is None else version,
        status=status,
        embargo_until=embargo_until,
        embargo_indefinite=indefinite,
        expires_at=_expires(docdata, terms.ends_at),
        urgency=parse_int(docdata.attribute("urgency", "ed-urg")),
        headline=headline,
        standfirst=_text_in_line(find(head, "abstract")) or _second_line(head, headline),
        byline=byline(head),
        provider=text_of(find(head, "distributor")) or next(iter(sources), ""),
        sources=sources,
        copyright_holder=holder,
        copyright_notice=copyright_notice,
        usage_terms="\n".join(dict.fromkeys(_terms(docdata, head, terms))),
        editor_note=_editor_note(docdata, head),
        slugline=slugline,
        dateline=_dateline(find(head, "dateline")),
        language=root.get("{http://www.w3.org/XML/1998/namespace}lang", "")
        or root.get("baselang", ""),
        created_at=issued,
        version_at=issued,
        sent_at=issued,
        signals=_signals(docdata),
        subjects=_subjects(root),
        body_html=html,
        pictures=tuple(pictures(body)),
        cancels=_cancels(docdata),
        internal_notes="\n".join(dict.fromkeys(internal_notes)),
    )
    return [item]


def _expires(docdata: _Docdata, use_ends_at: datetime | None) -> datetime | None:
    stated = parse_end(docdata.attribute("date.expire", "norm"))
    return min(filter(None, (stated, use_ends_at)), default=None)


def given(root: _Element) -> list[Given]:
    return [tuple(_given(root))]


def _given(root: _Element) -> Iterator[_Element]:
    """Yield the parts of the body; lines of its head may repeat each other."""
    for part in children(find(root, "body"), "*"):
        for line in children(part, "*") if local_name(part) == "body.head" else [part]:
            if local_name(line) == "hedline":
                yield from children(line, "*")
            else:
                yield from children(line, "location") if local_name(line) == "dateline" else [line]


def _copyright(docdata: _Docdata, head: _Element | None) -> tuple[str, str]:
    """Return who holds the copyright, and the notice: the holder with the year."""
    owner = text_of(find(head, "rights", "rights.owner"))
    holder = docdata.attribute("doc.copyright", "holder") or owner
    year = docdata.attribute("doc.copyright", "year")
    return holder, " ".join(filter(None, (holder, year)))


def _terms(docdata: _Docdata, head: _Element | None, terms: usage.Usage) -> list[str]:
    unread = usage.unread_ends(docdata.attribute("date.expire", "norm"))
    return [*_limitations(docdata, head), *terms.terms, *unread]


def _limitations(docdata: _Docdata, head: _Element | None) -> list[str]:
    """Return what limits the use, in the words of the agency."""
    stated = docdata.attributes("doc.rights", "limitations")
    stated += map(text_of, descendants(find(head, "rights"), "rights.limitations"))
    return list(filter(None, stated))


def _usage(docdata: _Docdata, head: _Element | None) -> usage.Usage:
    """Return the terms in the elements of rights, those of `body.head` beside those of `docdata`."""

    def stated(key: str) -> list[str]:
        elements = descendants(find(head, "rights"), f"rights.{key}")
        # A date may be an attribute in the form that machines read.
        of_head = (_line(element.get("norm")) or text_of(element) for element in elements)
        return list(filter(None, (*docdata.attributes("doc.rights", key), *of_head)))

    return usage.usage(
        territories=stated("geography"),
        media=stated("type"),
        begins=stated("startdate"),
        ends=stated("enddate"),
    )


def _without_revision(stated_id: str) -> tuple[str, str | None]:
    """Return an id and its revision, where it is a NewsML name that ends with one."""
    match = _WITH_REVISION.fullmatch(stated_id)
    return (match["id"], match["revision"]) if match else (stated_id, None)


def copy_of(element: _Element | None) -> _Element | None:
    """Return the first content of a body that is in no note: a note may have a body too."""
    contents = descendants(element, "body.content")
    return next(
        (content for content in contents if next(content.iterancestors("{*}note"), None) is None),
        None,
    )


def _body(body: _Element | None, headline: str) -> str:
    """Return the copy, and behind it the further writers."""
    html = markup.from_element(copy_of(body))
    html = markup.without_sign_off(markup.without_headline(html, headline))
    return markup.without_sign_off(html + markup.from_element(find(body, "body.end")))


def _slugline(root: _Element, docdata: _Docdata) -> str:
    meta = (
        m.get("content", "") for m in descendants(root, "meta") if m.get("name") == "anpa-keyword"
    )
    return (
        docdata.attribute("du-key", "key")
        or docdata.attribute("fixture", "fix-id")
        or _line(next(meta, ""))
    )


def _published(root: _Element) -> datetime | None:
    """Return the date of publication, for a document without a date of issue."""
    dates = (
        parse_moment(element.get("date.publication")) for element in descendants(root, "pubdata")
    )
    return next(filter(None, dates), None)


def _signals(docdata: _Docdata) -> tuple[str, ...]:
    status = docdata.own_attribute("management-status")
    is_correction = bool(descendants(docdata.docdata, "correction"))
    signals = {f"management-status:{status}": status, "correction": is_correction}
    return tuple(signal for signal, is_set in signals.items() if is_set)


def _second_line(head: _Element | None, headline: str) -> str:
    second = text_of(find(head, "hedline", "hl2"))
    return "" if second == headline else second


def byline(head: _Element | None) -> str:
    """Return the byline as printed, the title after the name: “By Jane Doe, Staff Reporter”.

    Initials of the desk, as EFE has them there, are no name for print.
    """
    lines = []
    for line in children(head, "byline"):
        titles = [text_of(title) for title in descendants(line, "byttl")]
        byline_text = text_of(line)
        for title in titles:
            byline_text = byline_text.removesuffix(title).strip().rstrip(",").strip()
        if not markup.INITIALS.fullmatch(byline_text):
            lines.append(", ".join(filter(None, (byline_text, *titles))))
    return "; ".join(filter(None, lines))


def pictures(root: _Element | None) -> list[ParsedPicture]:
    """Return the pictures that the body points to, of each the widest. ANSA uses `img` alone."""
    results = []
    for media in descendants(root, "media", "img"):
        if media.get("media-type", "image").lower() not in _PICTURES:
            continue
        references = descendants(media, "media-reference") or (
            [media] if media.get("source") else []
        )
        sized = sorted(references, key=lambda r: -(parse_int(r.get("width")) or 0))
        for reference in sized[:1]:
            results.append(
                ParsedPicture(
                    href=valid_href(reference.get("source")),
                    caption=" ".join(
                        filter(None, map(_text_in_line, descendants(media, "media-caption")))
                    ),
                    alt=_line(reference.get("alternate-text")),
                    creator=text_of(next(iter(descendants(media, "media-producer")), None)),
                    credit_line=_line(reference.get("source-credit")),
                    copyright_notice=_line(reference.get("copyright")),
                    width=parse_int(reference.get("width")),
                    height=parse_int(reference.get("height")),
                )
            )
    return results


def _text_in_line(element: _Element | None) -> str:
    """Return the text of paragraphs in one line, with blanks between them."""
    return " ".join(markup.text(markup.from_element(element)).splitlines())


def _line(value: str | None) -> str:
    return " ".join((value or "").split())


def _release(docdata: _Docdata, at: datetime) -> tuple[str, datetime | None, bool]:
    """Return status and embargo. A release date is an embargo whatever the status is.

    One without a zone that is the date of issue means “now” in an unknown time zone: ANSA and AAP
    have it in all their copy, and it holds nothing back, unless it is still to come in every zone.
    """
    status_name = (
        docdata.own_attribute("management-status").lower()
        if docdata.has("management-status")
        else None
    )
    now = docdata.attribute("date.issue", "norm")
    dates = [_line(element.get("norm")) for element in descendants(docdata.docdata, "date.release")]
    issued = parse_moment(now)
    is_now = issued is not None and issued <= at + _EAST and not _ZONED.search(now)
    ends = [parse_embargo(date) for date in dates if not (is_now and date == now)]
    until = max(filter(None, ends), default=None)
    indefinite = None in ends or (status_name == "embargoed" and until is None)
    status = USABLE if status_name in (None, "embargoed") else status_of(status_name)
    return status, until, indefinite


def stricter(
    element: _Element,
    status: str,
    until: datetime | None,
    indefinite: bool,
    *,
    at: datetime,
) -> tuple[str, datetime | None, bool]:
    """Return the release of an item that carries NITF: what either holds back is held back."""
    for docdata in descendants(element, "docdata")[:100]:
        inner, end, is_indefinite = _release(_Docdata(docdata), at)
        status = inner if status == USABLE else status
        until = max(filter(None, (until, end)), default=None)
        indefinite = indefinite or is_indefinite
    return status, until, indefinite


def _cancels(docdata: _Docdata) -> tuple[str, ...]:
    """Return the other item that it cancels: by a status, or because it is a kill that names one."""
    own_id, _revision = _without_revision(docdata.attribute("doc-id", "id-string"))
    other, _revision = _without_revision(docdata.own_attribute("management-doc-idref"))
    status = docdata.own_attribute("management-idref-status") or docdata.own_attribute(
        "management-status"
    )
    if not other or other == own_id:
        return ()
    return (other,) if status.lower() in _WITHDRAWAL_SIGNALS else ()


def _editor_note(docdata: _Docdata, head: _Element | None) -> str:
    """Return what corrections, messages and notes say to the desk, each line once."""
    notes = docdata.attributes("correction", "info") + docdata.attributes("ed-msg", "info")
    notes += [_text_in_line(note) for note in children(head, "note") if text_of(note)]
    return "\n".join(dict.fromkeys(notes))


def _dateline(dateline: _Element | None) -> str:
    """Return the place; else the text of the dateline, unless it has a date in figures."""
    place = text_of(find(dateline, "location"))
    if not place and find(dateline, "story.date") is None:
        place = text_of(dateline)
    return place.replace(" ,", ",")


def _subjects(root: _Element) -> tuple[str, ...]:
    subjects = []
    for subject in descendants(root, "tobject.subject"):
        keys = ("detail", "matter", "type", "refnum")
        values = (subject.get(f"tobject.subject.{key}", "") for key in keys)
        subjects.append(next(filter(None, values), ""))
    return tuple(dict.fromkeys(filter(None, subjects)))


def _made_guid(root: _Element, headline: str, html: str) -> str:
    """Return an id for a document that has none: the hash of its copy.

    Sent again with another date it is the same; one that says nothing counts with all its marks.
    """
    content = f"{headline}|{html}".encode() if headline or html else etree.tostring(root)
    return f"urn:sha256:{hashlib.sha256(content).hexdigest()}"
