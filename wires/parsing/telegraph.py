"""What all telegraph text of agencies has in common, whatever its header is.

Pure. What is not for publication stands behind the copy, embargoes and kills stand in words only, and
control codes of the wire stand between the letters.
"""

import html
import itertools
import operator
import re
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any

from django.utils.translation import gettext as _

from attribution import agencies
from text.datetimes import MONTHS
from wires.parsing import encodings, markup, moments, omissions, text_signals
from wires.parsing.parsed import UNKNOWN, USABLE, ParsedItem, Quarantined

LARGEST = 500_000  # bytes
LINES_OF_TITLE = 15
_LONGEST_ROW = 1_000  # characters
_FRAME = b"\x16\x01\x00\x7f \t\r\n"
_SELECTORS = re.compile(rb"\x05[^\r\n]*[\r\n]+")
_ZONES = {"GMT": 0, "UTC": 0, "EST": -5, "EDT": -4, **agencies.zones()}
_CONTROLS: dict[int, str | None] = {
    code: None for code in range(32) if chr(code) not in "\n\t\x02\x03"
}
_CONTROLS |= {0x7F: None, 0x08: "\t", 0x10: " "}  # a line of a table; a band of blank
_NOT_PUBLIC = re.compile(
    r"^#{1,3} .*\b(?:contacts|kontakte)[ \t]*:?[ \t]*$|^[^\w\n]*not for publication\b.*$"
    r"|^.*(?:following information\s+is\s+not\s+(?:intended\s+)?for\s+publication"
    r"|folgenden\s+Informationen\s+sind\s+nicht\s+(?:zur\s+Veröffentlichung|für\s+die\s+Öffentlichkeit)).*$",
    re.MULTILINE | re.IGNORECASE,
)
_NOTES = re.compile(r"^# .*$", re.MULTILINE)
_INITIALS = re.compile(r"\n[ \t]*[a-z]{2,5}(?: [a-z][a-z0-9]{1,3}){1,6}[ \t]*$")
_NNNN = re.compile(r"^[^\w\n]*NNNN\b", re.MULTILINE)  # ends a transmission
# Rows of a table: “| Osaka | 3 |” of dpa, “Osaka;23;13” of AP.
_ROW = re.compile(r"\|.*\||[^;]*(?:;(?! )[^;]*){2,}")
_RULE = re.compile(r"^[ \t]*(?:\* ?){3,}[ \t]*$", re.MULTILINE)
# “Berlin (dpa) - ”, “Genève (ats) Le”, “OSAKA, Japan, Dec. 9 Kyodo - ”
_DATELINE = re.compile(
    r"(?P<place>[^\n()]{2,60} \((?:[^()\n]{2,20}\)(?= ?[-–—_])|[a-z/ ]{2,20}\)(?= [A-ZÀ-Ý«\"]))"
    r"|[A-Z][^\n()]{2,50}, [A-Z][a-z]{2,8}\.? \d{1,2} [A-Z][A-Za-z]{1,10}(?= - ))"
)


def decode(raw: bytes) -> str:
    """Return the bytes as text: UTF-8, else Windows-1252. Lines end with LF alone."""
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(_FRAME)
    raw = _SELECTORS.sub(b"", raw, count=1).lstrip(_FRAME) if raw.startswith(b"\x05") else raw
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = encodings.decode(raw)
    return encodings.with_letters(text).replace("\r\n", "\n").replace("\r", "\n")


def decode_checked(raw: bytes) -> str:
    """Return the text of a delivery. Raises Quarantined when it is larger than any copy."""
    if len(raw) > LARGEST:
        raise Quarantined(_("It is larger than any text that an agency sends."), code="too_large")
    return decode(raw)


def begins_with(header: re.Pattern[str], raw: bytes) -> bool:
    """Return whether a delivery begins with the header."""
    return bool(header.match(decode(raw[:600])))


def split_header(header: re.Pattern[str], raw: bytes) -> tuple[re.Match[str], str]:
    """Return the header of a delivery and the text behind it."""
    text = decode_checked(raw)
    if not (match := header.match(text)):
        raise Quarantined(
            _("Its first line is none of those that agencies’ text begins with."),
            code="format_unknown",
        )
    return match, text[match.end() :]


def without_control_codes(text: str) -> str:
    """Return the text without codes for printers; those that separate the copy stay."""
    return text.translate(_CONTROLS)


def split_date_line(text: str, pattern: re.Pattern[str]) -> tuple[str, re.Match[str] | None]:
    """Return the text without its last line of date, and the match of that line."""
    dates = list(pattern.finditer(text))
    return (text[: dates[-1].start()], dates[-1]) if dates else (text, None)


def given(text: str, *patterns: re.Pattern[str]) -> str:
    """Return all the text of a delivery but its last line of date, by the first pattern that has one."""
    for pattern in patterns:
        before, date = split_date_line(text, pattern)
        if date:
            return without_control_codes(f"{before}\n{_NNNN.sub('', text[date.end() :])}")
    return without_control_codes(text)


def parse_date_line(match: re.Match[str] | None, at: datetime) -> datetime | None:
    """Return the moment of a line of date; one that cannot be is left out."""
    if not match:
        return None
    month = MONTHS.get(match["month"].lower(), 0) if match["month"].isalpha() else match["month"]
    day, hour, minute = (int(match[key]) for key in ("day", "hour", "minute"))
    if match["year"]:
        zone = _zone(match.groupdict().get("zone") or "")
        sent = _make_datetime(2000 + int(match["year"]) % 100, int(month), day, hour, minute, zone)
    else:
        sent = latest_date(
            at, int(month), day, hour, minute, _zone(match.groupdict().get("zone") or "")
        )
    if sent is None:
        moments.leave_out(without_control_codes(match[0]))
    return sent


def latest_date(
    at: datetime, month: int, day: int, hour: int = 0, minute: int = 0, zone: tzinfo | None = None
) -> datetime | None:
    """Return the last such day that is at most one day after `at`. `zone` is the house's when None."""
    for year in range(at.year + 1, at.year - 8, -1):
        date = _make_datetime(year, month, day, hour, minute, zone or moments.house_zone())
        if date and date <= at + timedelta(days=1):
            return date
    return None


def _zone(name: str) -> tzinfo:
    """Return the zone of that name; that of the feed for none, and for one that is not known."""
    return timezone(timedelta(hours=_ZONES[name])) if name in _ZONES else moments.house_zone()


def _make_datetime(
    year: int, month: int, day: int, hour: int, minute: int, zone: tzinfo
) -> datetime | None:
    try:
        return datetime(year, month, day, hour, minute, tzinfo=zone)
    except ValueError:
        return None


def split_notes(text: str) -> tuple[str, str, str]:
    """Return the body, the public notes behind it, and what is not for publication."""
    hidden: list[str] = []
    if marked := _NOT_PUBLIC.search(text):
        omissions.leave_out(omissions.SIGN_OFFS, marked[0])
        text, tail = text[: marked.start()], text[marked.end() :]
        hidden.append(_tidy(tail))
    text = _without_initials(text, hidden)
    notes = ""
    if marked := _NOTES.search(text):
        omissions.leave_out(omissions.SIGN_OFFS, marked[0])
        text, notes = text[: marked.start()], text[marked.end() :]
        if marked := _RULE.search(notes):  # what follows a rule is for the desk alone
            notes, tail = notes[: marked.start()], notes[marked.end() :]
            hidden.insert(0, _tidy(tail))
        notes = _tidy(_without_initials(notes, hidden))
        text = _without_initials(text, hidden)
    return text.rstrip(), notes, "\n".join(filter(None, hidden))


def item(
    *, sent: datetime | None, signals: list[str], text: str, is_kill: bool = False, **fields: Any
) -> ParsedItem:
    """Return the item, held back where it is a kill."""
    dateline = next(filter(None, map(_DATELINE.match, text.strip().split("\n\n")[:2])), None)
    if is_kill:
        signals = [*signals, text_signals.KILL]
    body = markup.without_sign_off(_html(text.replace("\t", "  ")))
    return ParsedItem(
        **fields,
        status=UNKNOWN if is_kill else USABLE,
        dateline=" ".join(dateline["place"].split()) if dateline else "",
        created_at=sent,
        version_at=sent,
        sent_at=sent,
        signals=tuple(signals),
        body_html=body,
    )


def is_row(line: str) -> bool:
    """Return whether the line is a row of a table."""
    return len(line) < _LONGEST_ROW and bool(_ROW.fullmatch(line.strip()))


def _html(text: str) -> str:
    """Return the paragraphs and tables of the text."""
    lines = text.split("\n")
    rows = [is_row(line) for line in lines]
    padded = [False, *rows, False]
    in_table = [
        is_table_row and (line.strip().startswith("|") or padded[number] or padded[number + 2])
        for number, (line, is_table_row) in enumerate(zip(lines, rows, strict=True))
    ]
    parts = itertools.groupby(zip(in_table, lines, strict=True), operator.itemgetter(0))
    return "".join(
        _table(line for _is_row, line in part)
        if is_table
        else markup.from_text("\n".join(line for _is_row, line in part))
        for is_table, part in parts
    )


def _table(lines: Iterable[str]) -> str:
    rows = []
    for line in lines:
        stripped = line.strip()
        cells = stripped.strip("|").split("|") if stripped.startswith("|") else stripped.split(";")
        rows.append("".join(f"<td>{html.escape(cell.strip())}</td>" for cell in cells))
    return markup.clean("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")


def _without_initials(text: str, hidden: list[str]) -> str:
    """Return the text without a last line as “dpa ab cd”, which is appended to `hidden`."""
    if initials := _INITIALS.search(text.rstrip()):
        hidden.append(initials[0].strip())
        return text.rstrip()[: initials.start()]
    return text


def _tidy(text: str) -> str:
    """Return the lines without rules, marks of headings and blank lines."""
    lines = (line.strip().lstrip("# ").strip() for line in _RULE.sub("", text).split("\n"))
    return "\n".join(filter(None, lines))
