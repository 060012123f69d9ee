"""Agency copy as bytes to the house's one shape. Which format it is, the bytes say.

Pure, and the only door to the parsers: whatever a delivery holds, what comes back is its items or
the sentence that says why there are none.
"""

import logging
import re
from datetime import datetime

from django.utils.translation import gettext as _

from wires.parsers import (
    anpa,
    ap,
    atom,
    iptc7901,
    json_feed,
    newsml1,
    newsml_g2,
    ninjs,
    nitf,
    picture,
    rss,
    zczc,
)
from wires.parsing import strict_json, strict_xml, text_signals
from wires.parsing.parsed import Parsed, ParsedItem, Quarantined

logger = logging.getLogger(__name__)

_XML = (newsml_g2, newsml1, nitf, rss, atom)
_JSON = (json_feed, ap, ninjs)
_TEXT = (anpa, iptc7901, zczc)
_BLANK = b" \t\r\n"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff", b"\xff\xfe", b"\xfe\xff")
_FEED = re.compile(rb"<(?:rss|feed|(?:\w+:)?RDF)\b")
_SAYS_ITS_ENCODING = re.compile(rb"^\s*<\?xml[^>]*\bencoding\s*=")


def parse(raw: bytes, *, at: datetime, name: str = "") -> Parsed:
    """What a delivery holds. Never raises for what is in the bytes: `reason` says what is wrong.

    `at` is when it was received, for formats that leave out the year. `name` is where a picture
    says that it lies, and never decides what the bytes are.
    """
    try:
        format_, items, remarks = _read(raw, at, name)
    except Quarantined as why:
        return Parsed(reason=str(why))
    except (RecursionError, MemoryError):
        return Parsed(reason=_("It is nested deeper than any agency’s copy."))
    except Exception:  # the wire goes on whatever one delivery does to a parser
        logger.exception("A parser failed on %r", name)
        return Parsed(reason=_("The reader failed on it. Tell whoever runs the newsroom."))
    if any(not item.guid.strip() for item in items):
        return Parsed(format=format_, reason=_("An item in it has no id."))
    items = [text_signals.apply_text_signals(item) for item in items]
    return Parsed(format=format_, items=tuple(items), remarks=(*remarks, *_dropped(items)))


def _read(raw: bytes, at: datetime, name: str) -> tuple[str, list[ParsedItem], list[str]]:
    start = _start(raw)
    if not start.strip(b"\x00"):
        raise Quarantined(_("It is empty."))
    if picture.recognises(raw):
        return picture.parse(raw, at=at, name=name)
    if start.startswith(b"<"):
        return _read_xml(raw, at)
    if start.startswith((b"{", b"[")):
        return _read_json(raw, at)
    if text := next((parser for parser in _TEXT if parser.recognises(raw)), None):
        return text.FORMAT, text.parse(raw, at=at), []
    raise Quarantined(_("It is in no format that an agency’s copy is known to come in."))


def _read_xml(raw: bytes, at: datetime):
    if raw.lstrip(_BLANK)[:200].lower().startswith((b"<!doctype html", b"<html")):
        raise Quarantined(_("It is a web page and no agency copy."))
    raw, remarks = _in_utf8(raw)
    root, repairs = strict_xml.read(raw)
    parser = next((parser for parser in _XML if parser.recognises(root)), None)
    if parser is None:
        root_name = strict_xml.local_name(root)[:60]
        raise Quarantined(_("It is XML in no format that is read here: <%s>.") % root_name)
    if parser is newsml_g2 and (left_out := newsml_g2.not_imported(root)):
        kinds = ", ".join(dict.fromkeys(left_out))
        repairs = [*repairs, _("It holds items of a kind that is not imported: %s.") % kinds]
    return parser.FORMAT, parser.parse(root, at=at), [*remarks, *repairs]


def _read_json(raw: bytes, at: datetime):
    data, remarks = strict_json.read(raw)
    parser = next((candidate for candidate in _JSON if candidate.recognises(data)), None)
    if parser is None:
        raise Quarantined(_("It is JSON in no format that is read here."))
    return parser.format_of(data), parser.parse(data, at=at), remarks


def _start(raw: bytes):
    """The first bytes without marks and blanks, and, of UTF-16 and UTF-32, without their zeros."""
    head = raw[:4096]
    mark = next((mark for mark in _MARKS if head.startswith(mark)), b"")
    return head[len(mark) :].lstrip(_BLANK + b"\x00")[:64]


def _in_utf8(raw: bytes):
    """A feed that does not say its encoding and is not UTF-8 is read as most of the web is."""
    if _SAYS_ITS_ENCODING.match(raw[:200]) or raw.startswith(_MARKS) or b"\x00" in raw[:4]:
        return raw, []
    if not _FEED.search(raw[:2000]):
        return raw, []
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        remark = _("It does not say its encoding and is not UTF-8. It was read as Windows-1252.")
        return raw.decode("cp1252", "replace").encode(), [remark]
    return raw, []


def _dropped(items):
    """Pictures whose address may not be fetched, told once for the delivery."""
    number = sum(not picture.href for item in items for picture in item.pictures)
    if not number:
        return []
    return [_("Pictures without an address that may be fetched: %d.") % number]
