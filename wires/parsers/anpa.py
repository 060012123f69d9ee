"""ANPA 1312, as AP and Kyodo send telegraph text.

Pure. Two lines of codes stand first. The day and the hour stand in the last line; what the headline
and the byline are, marks at the beginnings and ends of lines say.
"""

import re
from datetime import datetime
from typing import TypedDict

from attribution import agencies
from wires.parsing import telegraph
from wires.parsing.parsed import Given, ParsedItem

FORMAT = "ANPA 1312"
_HEADER = re.compile(
    r"(?P<service>[A-Za-z])(?P<number>\d{4})(?P<agency>[A-Z]{0,10})[\x1f ]?[A-Za-z0-9-]*[ \r]*\n"
    r"(?P<priority>[a-z]) (?P<category>[A-Za-z])[\x11-\x14 ]+(?P<keyword>[^\r\n]{0,60}?)[\x11-\x14 ]+"
    r"(?P<month>\d\d?)-(?P<day>\d\d?)\b(?: +\d{1,5})?[ \r]*"
)
_SIGNS = {"``": "“", "''": "”", " _ ": " — "}
_HALF = re.compile(r"(?<=\d)\{|(?<= )\{(?= |$)", re.MULTILINE)
_PRIORITIES = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}
_DATE = re.compile(
    r"^[ \t\x03]*(?P<agency>[A-Z]{2,4})-[A-Z]{1,4}-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d)"
    r" (?P<hour>\d\d)(?P<minute>\d\d)(?P<zone>GMT|EST|EDT)<?[ \t\x03\x04]*$",
    re.MULTILINE,
)
# A line of date that begins with a time zone of an agency's own: “KWS-20:21-23-07-19”.
_ZONED_DATE = re.compile(
    rf"^[ \t\x03]*(?P<zone>{'|'.join(map(re.escape, agencies.zones()))})-(?P<hour>\d\d):(?P<minute>\d\d)"
    r"-(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>\d\d)[ \t\x03\x04]*$",
    re.MULTILINE,
)
# Notes to desks above the copy, as “Eds:” and what pictures there are.
_NOTE_PREFIXES = (
    r"Eds|EDS|Editors|EDITORS?|ATTENTION|ATTN|EMBARGO|HOLD FOR",
    r"[A-Z]{2,5} (?:Photo|Video|Graphic|Audio)s? [A-Z]{2,}\d+",
    *map(re.escape, agencies.note_prefixes()),
)
_TO_DESKS = re.compile(rf"\(?(?:{'|'.join(_NOTE_PREFIXES)})s?\b")


class _Heading(TypedDict):
    """What stands above the copy, and the copy."""

    slugline: str
    headline: str
    standfirst: str
    notes: list[str]
    byline: str
    body: str


def recognises(raw: bytes) -> bool:
    return telegraph.begins_with(_HEADER, raw)


def parse(raw: bytes, *, at: datetime) -> list[ParsedItem]:
    """Return the one item of the delivery."""
    header, text = telegraph.split_header(_HEADER, raw)
    return [_item(header, text, at)]


def given(raw: bytes) -> list[Given]:
    _header, text = telegraph.split_header(_HEADER, raw)
    return [(telegraph.given(text, _DATE, _ZONED_DATE),)]


def _item(header: re.Match[str], text: str, at: datetime) -> ParsedItem:
    text, date = telegraph.split_date_line(text, _DATE)
    if not date:
        text, date = telegraph.split_date_line(text, _ZONED_DATE)
    sent = telegraph.parse_date_line(date, at) or telegraph.latest_date(at, *_day(header))
    text = telegraph.without_control_codes(text).replace("\x02", "").strip("\x03\n")
    for sign, replacement in _SIGNS.items():
        text = text.replace(sign, replacement)
    text = _HALF.sub("½", text)
    credit = re.search(r"^==\s*(\w+)[ \t]*$", text, re.MULTILINE)
    above = _split_marked_heading(text) if text.startswith("^") else _split_plain_heading(text)
    body, more, internal_notes = telegraph.split_notes(above["body"].replace("\n==", "\n\n=="))
    slugline = re.sub(r",\s*\d*$", "", above["slugline"]) or header["keyword"].strip()
    return telegraph.item(
        guid=f"{header['service']}{header['number']}:{(sent or at):%Y-%m-%d}",
        urgency=_PRIORITIES.get(header["priority"]),
        headline=above["headline"] or slugline,
        standfirst=above["standfirst"],
        byline=above["byline"],
        provider=header["agency"] or (date.groupdict().get("agency", "") if date else ""),
        credit_line=credit[1] if credit else "",
        slugline=slugline,
        editor_note="\n".join(filter(None, (*above["notes"], more))),
        sent=sent,
        signals=[f"category:{header['category']}"],
        text=body,
        internal_notes=internal_notes,
    )


def _day(header: re.Match[str]) -> tuple[int, int]:
    """Return month and day of the header. Some agencies write the day first."""
    numbers = int(header["month"]), int(header["day"])
    agency = agencies.profile_for(header["agency"])
    return numbers[::-1] if agency and agency.day_first else numbers


def _split_marked_heading(text: str) -> _Heading:
    """Return what stands above the copy in AP's marked lines, and the copy.

    “<” ends a line of the heading and “=” one that is set in the middle; the first line that is
    neither slugline, headline, summary, note nor byline begins the copy.
    """
    first, *lines = re.sub(r"^\^\*\d+<\s*", "", text).split("\n")
    slugline, headline = _bare(first), ""
    summary: list[str] = []
    notes: list[str] = []
    byline: list[str] = []
    start = len(lines)
    for number, line in enumerate(lines):
        text_of_line, is_centred = _bare(line), line.rstrip().endswith("=")
        if text_of_line and not line.startswith("^"):
            start = number
            break
        if is_centred and not byline and re.match(r"By \w", text_of_line):
            byline = [text_of_line]
        elif is_centred and len(byline) == 1 and not text_of_line.isupper():
            byline.append(text_of_line)
        elif _TO_DESKS.match(text_of_line):
            notes.append(text_of_line)
        elif text_of_line and not headline and line.rstrip().endswith(("<", "=")):
            headline = text_of_line
        elif text_of_line and not byline and line.rstrip().endswith("<"):
            summary.append(text_of_line)
        elif text_of_line:
            start = number
            break
    return {
        "slugline": slugline,
        "headline": headline,
        "standfirst": " ".join(summary),
        "notes": notes,
        "byline": ", ".join(byline),
        "body": "\n".join(_line_of_copy(line) for line in lines[start:]),
    }


def _line_of_copy(line: str) -> str:
    """Return the line without marks; a marked line is a paragraph of its own."""
    if not line.lstrip().startswith("^"):
        return line.rstrip(" <=")
    return _bare(line) if telegraph.is_row(_bare(line)) else f"\n{_bare(line)}\n"


def _bare(line: str) -> str:
    return line.strip().lstrip("^").rstrip(" <=\x03").strip()


def _split_plain_heading(text: str) -> _Heading:
    """Return what stands above Kyodo's copy, and the copy: “+” ends the headline."""
    lines = text.strip("\n").split("\n")
    begins = _first_of_copy(lines)
    above = [line.strip() for line in lines[:begins] if line.strip()]
    slugline = above.pop(0) if len(above) > 1 else ""  # one line alone is the headline
    notes = [line for line in above if _TO_DESKS.match(line)]
    byline = [line for line in above if re.match(r"By \w", line)]
    above = [line for line in above if line not in (*notes, *byline)]
    return {
        "slugline": slugline,
        "headline": " ".join(above).rstrip("+ "),
        "standfirst": "",
        "notes": notes,
        "byline": "; ".join(byline),
        "body": "\n".join(lines[begins:]),
    }


def _first_of_copy(lines: list[str]) -> int:
    """Return the number of the line that begins the copy: the third where nothing marks it."""
    top = lines[: telegraph.LINES_OF_TITLE]
    ends = [n + 1 for n, line in enumerate(top) if line.rstrip().endswith("+")]
    indented = [n for n, line in enumerate(top) if re.match(r"[ \t]{2,}\S", line)]
    begins = min(ends + indented, default=2)
    while begins < len(top) and re.match(rf"By \w|{_TO_DESKS.pattern}", top[begins]):
        begins += 1
    return begins
