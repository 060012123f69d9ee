"""Parse agency copy: bytes to `Parsed`. The bytes decide which format it is.

Pure, and the only way to the parsers: the result is the items of a delivery, or the sentence that
says why there are none.
"""

import logging
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from lxml.etree import _Element

from wires.parsers import (
    atom,
    json_feed,
    newsml1,
    newsml_g2,
    ninjs,
    nitf,
    optional,
    picture,
    rss,
)
from wires.parsers.protocol import HasVersions, LeavesOut, Parser
from wires.parsing import (
    completeness,
    datelines,
    identity,
    moments,
    omissions,
    staff,
    strict_json,
    strict_xml,
    text_signals,
)
from wires.parsing.parsed import Given, Parsed, ParsedItem, Quarantined

logger = logging.getLogger(__name__)
Document = TypeVar("Document")
# Format, items, the texts that each came with, remarks.
Reading = tuple[str, list[ParsedItem], list[Given], list[str]]

# The registry: every parser stands in one of these, in the order in which it is asked.
XML: tuple[Parser[_Element], ...] = (newsml_g2, newsml1, nitf, rss, atom)
JSON: tuple[Parser[Any], ...] = (json_feed, *optional.modules("ap"), ninjs)
TEXT: tuple[Parser[bytes], ...] = optional.modules("anpa", "iptc7901", "zczc")
# Not a Parser: it reads the name of the file as well, and returns format and remarks itself.
PICTURES = (picture,)
# Formats that list what their provider has now; in all others an item arrives by itself.
LISTINGS = (rss.FORMAT, atom.FORMAT, json_feed.FORMAT)
_BLANK = b" \t\r\n"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff", b"\xff\xfe", b"\xfe\xff")


def parse(raw: bytes, *, at: datetime, name: str = "", zone: tzinfo = UTC) -> Parsed:
    """Return what a delivery holds. Never raises for what is in it: `reason` says what is wrong.

    `at` is when it was received, for formats that leave out the year. `name` is where a picture
    says that it lies, and never decides what the bytes are. `zone` is that of times without one.
    """
    try:
        with moments.reading_in(zone) as times, omissions.collected() as texts:
            format_, items, given, remarks = _read(raw, at, name)
            items = [_as_meant(item) for item in items]
            remarks += completeness.remarks(items, given, texts)
    except Quarantined as error:
        return Parsed(reason=str(error))
    except (RecursionError, MemoryError):
        return Parsed(reason=_("It is nested deeper than any agency’s copy."))
    except Exception:  # one delivery must not stop the others
        logger.exception("A parser failed on %r", name)
        return Parsed(reason=_("The reader failed on it. Tell whoever runs the newsroom."))
    if any(not item.guid.strip() for item in items):
        return Parsed(format=format_, reason=_("An item in it has no id."))
    remarks = [*remarks, *_dropped(items), *moments.remark(times)]
    return Parsed(format=format_, items=tuple(items), remarks=tuple(remarks))


def is_listing(format_: str) -> bool:
    """Return whether a delivery in this format lists what its provider has now, as feeds do."""
    return format_.startswith(LISTINGS)


def may_hold_stories(format_: str) -> bool:
    """Return whether several stories may come in one item of this format."""
    return format_ == newsml1.FORMAT


def _read(raw: bytes, at: datetime, name: str) -> Reading:
    start = _start(raw)
    if not start.strip(b"\x00"):
        raise Quarantined(_("It is empty."), code="empty")
    if picture.recognises(raw):
        format_, items, remarks = picture.parse(raw, at=at, name=name)
        return format_, items, [], remarks
    if start.startswith(b"<"):
        return _read_xml(raw, at)
    if start.startswith((b"{", b"[")):
        return _read_json(raw, at)
    if parser := _parser_of(raw, TEXT):
        return _parsed(parser, raw, at, [])
    raise Quarantined(
        _("It is in no format that an agency’s copy is known to come in."), code="format_unknown"
    )


def _read_xml(raw: bytes, at: datetime) -> Reading:
    if raw.lstrip(_BLANK)[:200].lower().startswith((b"<!doctype html", b"<html")):
        raise Quarantined(_("It is a web page and no agency copy."), code="web_page")
    root, remarks = strict_xml.read(raw)
    parser = _parser_of(root, XML)
    if parser is None:
        root_name = strict_xml.local_name(root)[:60]
        raise Quarantined(
            _("It is XML in no format that is read here: <%s>.") % root_name, code="format_unknown"
        )
    return _parsed(parser, root, at, remarks)


def _read_json(raw: bytes, at: datetime) -> Reading:
    data, remarks = strict_json.read(raw)
    parser = _parser_of(data, JSON)
    if parser is None:
        raise Quarantined(_("It is JSON in no format that is read here."), code="format_unknown")
    return _parsed(parser, data, at, remarks)


def _parser_of(
    document: Document, registered: tuple[Parser[Document], ...]
) -> Parser[Document] | None:
    """Return the first registered parser that recognises the document."""
    return next((parser for parser in registered if parser.recognises(document)), None)


def _parsed(
    parser: Parser[Document], document: Document, at: datetime, remarks: list[str]
) -> Reading:
    """Return the format, the items, and the remarks with what the parser leaves out."""
    if isinstance(parser, LeavesOut) and (left_out := parser.not_imported(document)):
        kinds = ", ".join(dict.fromkeys(left_out))
        remarks = [*remarks, _("It holds items of a kind that is not imported: %s.") % kinds]
    name = parser.format_of(document) if isinstance(parser, HasVersions) else parser.FORMAT
    return name, parser.parse(document, at=at), parser.given(document), remarks


def _start(raw: bytes) -> bytes:
    """Return the first bytes without byte order mark and blanks, of UTF-16 and UTF-32 without zeros."""
    head = raw[:4096]
    mark = next((mark for mark in _MARKS if head.startswith(mark)), b"")
    return head[len(mark) :].lstrip(_BLANK + b"\x00")[:64]


def _as_meant(item: ParsedItem) -> ParsedItem:
    """Return the item with what holds in every format: what is for the desk, its release, ids, place."""
    item = text_signals.apply_text_signals(identity.with_own_ids(staff.without_addresses(item)))
    return replace(item, dateline=datelines.without_bare_date(item.dateline))


def _dropped(items: list[ParsedItem]) -> list[str]:
    """Return one remark on the pictures whose address may not be fetched, if there are any."""
    number = sum(not picture.href for item in items for picture in item.pictures)
    if not number:
        return []
    return [_("Pictures without an address that may be fetched: %d.") % number]
