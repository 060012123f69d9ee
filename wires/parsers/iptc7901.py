"""Agency copy as telegraph text: IPTC 7901, as dpa sends it, and ANPA 1312, as AP and Kyodo do.

Pure. The header is one line of codes, the date stands in the last line and leaves out the year, and
what follows “not for publication” is for the desk alone. Embargoes and kills stand in words only.
"""

import html
import itertools
import re
from datetime import UTC, datetime, timedelta, timezone

from django.utils.translation import gettext as _

from wires.parsers import markup, release
from wires.parsers.moments import MONTHS
from wires.parsers.parsed import UNKNOWN, USABLE, ParsedItem, Quarantined

LARGEST = 500_000  # bytes
_FRAME = b"\x16\x01\x00\x7f \t\r\n"
_HEADER = re.compile(
    r"(?P<service>[A-Za-z]{2,6})(?P<number>\d{3,6}) +(?P<urgency>[1-9]) +(?P<category>[A-Za-z]{1,4})"
    r" +(?P<words>\d{1,5})\b(?P<rest>[^\r\n]{0,100})"
)
_ANPA = re.compile(
    r"(?P<service>[A-Za-z])(?P<number>\d{4})(?P<agency>[A-Z]{0,10})[\x1f ]?[A-Za-z0-9-]*[ \r]*\n"
    r"(?P<priority>[a-z]) (?P<category>[A-Za-z])[\x11-\x14 ]+(?P<keyword>[^\r\n]{0,60}?)[\x11-\x14 ]+"
    r"(?P<month>\d\d?)-(?P<day>\d\d?)\b(?: +\d{1,5})?[ \r]*"
)
_SIGNS = {"``": "“", "''": "”", " _ ": " — ", "{": "½"}
_SELECTORS = re.compile(rb"\x05[^\r\n]*[\r\n]+")
_PRIORITIES = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}
_PROVIDER = re.compile(r"(?<!\S)((?!\w+\.? (?:19|20)\d\d\s*$)[A-Za-z][\w-]* \d{1,5})\s*$")
_DATE = re.compile(
    r"^[^\w\n]*(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)\s*(?:GMT|UTC)?\s+(?P<month>[A-Za-z]{3})"
    r"\.?(?:\s+(?P<year>\d\d(?:\d\d)?))?[^\w\n]*$",
    re.MULTILINE,
)
_ANPA_DATE = re.compile(
    r"^[ \t\x03]*(?P<agency>[A-Z]{2,4})-[A-Z]{1,4}-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d)"
    r" (?P<hour>\d\d)(?P<minute>\d\d)(?P<zone>GMT|EST|EDT)<?[ \t\x03\x04]*$",
    re.MULTILINE,
)
_KYODO_DATE = re.compile(  # of the Kyodo World Service, in Tokyo's time
    r"^[ \t\x03]*(?P<zone>KWS)-(?P<hour>\d\d):(?P<minute>\d\d)"
    r"-(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>\d\d)[ \t\x03\x04]*$",
    re.MULTILINE,
)
_ZONES = {"EST": -5, "EDT": -4, "KWS": 9}
# Told to desks above the copy, as “Eds:” and what pictures there are.
_TO_DESKS = re.compile(
    r"\(?(?:Eds|EDS|Editors|EDITORS?|ATTENTION|ATTN|EMBARGO|HOLD FOR|With AP"
    r"|[A-Z]{2,5} (?:Photo|Video|Graphic|Audio)s? [A-Z]{2,}\d+)s?\b"
)
_CONTROLS: dict[int, str | None] = {
    code: None for code in range(32) if chr(code) not in "\n\t\x02\x03"
}
_CONTROLS |= {0x7F: None, 0x08: "\t", 0x10: " "}  # a line of a table; a band of blank
_NOT_PUBLIC = re.compile(
    r"^#{1,3} .*\b(?:contacts|kontakte)[ \t]*$"
    r"|^.*(?:following information is not (?:intended )?for publication"
    r"|folgenden Informationen sind nicht (?:zur Veröffentlichung|für die Öffentlichkeit)).*$",
    re.MULTILINE | re.IGNORECASE,
)
_NOTES = re.compile(r"^# .*$", re.MULTILINE)
_INITIALS = re.compile(r"\n[ \t]*[a-z]{2,5}(?: [a-z][a-z0-9]{1,3}){1,6}[ \t]*$")
# Rows of a table: “| Osaka | 3 |” of dpa, “Osaka;23;13” of AP.
_ROW = re.compile(r"[ \t]*(?:\|.*\||[^;]*(?:;(?! )[^;]*){2,})[ \t]*")
_RULE = re.compile(r"^[ \t]*(?:\* ?){3,}[ \t]*$", re.MULTILINE)
# “Berlin (dpa) - ”, “Genève (ats) Le”, “OSAKA, Japan, Dec. 9 Kyodo - ”
_DATELINE = re.compile(
    r"(?P<place>[^\n()]{2,60} \((?:[^()\n]{2,20}\)(?= ?[-–—_])|[a-z/]{2,12}\)(?= [A-ZÀ-Ý«\"]))"
    r"|[A-Z][^\n()]{2,50}, [A-Z][a-z]{2,8}\.? \d{1,2} [A-Z][A-Za-z]{1,10}(?= - ))"
)
_COPYRIGHT = re.compile(r"^(?:[-*] *)?((?:\(c\)|©|Copyright\b).*)$", re.MULTILINE | re.IGNORECASE)
_WITHDRAWN = re.compile(
    r"\b(?:kill|withdr|retract|annul|storn|zurück(?:zieh|gezog|genommen)"
    r"|nicht (?:mehr )?(?:zu )?(?:verwend|veröffentlich)|gelöscht|eliminar)",
    re.IGNORECASE,
)
# In brackets, on lines of its own; and what German copy says of a kill.
_REMARK = re.compile(r"^(?:\((?:[^()]|\([^()]*\))*\)|\(Achtung\) .*)$", re.MULTILINE)
_TITLE_LINES = 15


def recognises(raw: bytes) -> bool:
    text = _text(raw[:600])
    return bool(_HEADER.match(text) or _ANPA.match(text))


def parse(raw: bytes, *, at: datetime) -> tuple[str, list[ParsedItem], list[str]]:
    """Its format, its one item, and no remarks."""
    if len(raw) > LARGEST:
        raise Quarantined(_("It is larger than any text that an agency sends."))
    text = _text(raw)
    if header := _ANPA.match(text):
        return "ANPA 1312", [_from_anpa(header, text[header.end() :], at)], []
    if not (header := _HEADER.match(text)):
        raise Quarantined(_("Its first line is none of those that agencies’ text begins with."))
    return "IPTC 7901", [_from_7901(header, text[header.end() :], at)], []


def _from_7901(header, text, at):
    text, found = _dated(text, _DATE)
    sent = _sent(found, at)
    slugline, title, body = _parts(text.translate(_CONTROLS))
    body, notes, non_public = _set_apart(body)
    headline, byline, remarks = _title(title)
    provider = _PROVIDER.search(header["rest"])
    day = (sent or at).strftime("%Y-%m-%d")
    copyright_notice = _COPYRIGHT.search(notes)
    return _item(
        guid=f"{header['service']}{header['number']}:{day}",
        urgency=int(header["urgency"]),
        headline=headline,
        byline=byline,
        provider=provider[1] if provider else "",
        copyright_notice=copyright_notice[1].strip() if copyright_notice else "",
        slugline=slugline,
        editor_note="\n".join(filter(None, (*remarks, notes))),
        sent=sent,
        signals=[f"category:{header['category']}"],
        is_kill=bool(_WITHDRAWN.search("\n".join(remarks))),
        text=body,
        non_public=non_public,
    )


def _from_anpa(header, text, at):
    text, found = _dated(text, _ANPA_DATE)
    if not found:
        text, found = _dated(text, _KYODO_DATE)
    sent = _sent(found, at) or _recent(at, *_day(header))
    text = text.translate(_CONTROLS).replace("\x02", "").strip("\x03\n")
    for said, meant in _SIGNS.items():
        text = text.replace(said, meant)
    credit = re.search(r"^==\s*(\w+)[ \t]*$", text, re.MULTILINE)
    above = _above(text) if text.startswith("^") else _above_kyodo(text)
    body, more, non_public = _set_apart(above.pop("body").replace("\n==", "\n\n=="))
    notes = above.pop("notes")
    slugline = re.sub(r",\s*\d*$", "", above.pop("slugline")) or header["keyword"].strip()
    return _item(
        guid=f"{header['service']}{header['number']}:{(sent or at):%Y-%m-%d}",
        urgency=_PRIORITIES.get(header["priority"]),
        headline=above.pop("headline") or slugline,
        provider=header["agency"] or (found.groupdict().get("agency", "") if found else ""),
        credit_line=credit[1] if credit else "",
        slugline=slugline,
        editor_note="\n".join(filter(None, (*notes, more))),
        sent=sent,
        signals=[f"category:{header['category']}"],
        text=body,
        non_public=non_public,
        **above,
    )


def _day(header):
    """Month and day of the header. Kyodo writes the day first."""
    said = int(header["month"]), int(header["day"])
    return said[::-1] if header["agency"] == "KYODO" else said


def _above(text):
    """What stands above AP's copy in marked lines, and the copy.

    “<” ends a line of the heading and “=” one that is set in the middle; the first line that is
    neither slugline, headline, summary, note nor byline begins the copy.
    """
    first, *lines = re.sub(r"^\^\*\d+<\s*", "", text).split("\n")
    slugline, headline = _bare(first), ""
    summary: list[str] = []
    notes: list[str] = []
    byline: list[str] = []
    begins = len(lines)
    for number, line in enumerate(lines):
        said, is_centred = _bare(line), line.rstrip().endswith("=")
        if said and not line.startswith("^"):
            begins = number
            break
        if is_centred and not byline and re.match(r"By \w", said):
            byline = [said]
        elif is_centred and len(byline) == 1 and not said.isupper():
            byline.append(said)
        elif _TO_DESKS.match(said):
            notes.append(said)
        elif said and not headline and line.rstrip().endswith(("<", "=")):
            headline = said
        elif said and not byline and line.rstrip().endswith("<"):
            summary.append(said)
        elif said:
            begins = number
            break
    return {
        "slugline": slugline,
        "headline": headline,
        "standfirst": " ".join(summary),
        "notes": notes,
        "byline": ", ".join(byline),
        "body": "\n".join(_line_of_copy(line) for line in lines[begins:]),
    }


def _line_of_copy(line):
    """A marked line is a paragraph of its own."""
    if line.startswith("^") and not _ROW.fullmatch(_bare(line)):
        return f"\n{_bare(line)}\n"
    return line.lstrip("^").rstrip(" <=")


def _bare(line):
    return line.strip().lstrip("^").rstrip(" <=\x03").strip()


def _above_kyodo(text):
    """What stands above Kyodo's copy, whose headline ends with “+” and whose paragraphs are indented."""
    lines = text.strip("\n").split("\n")
    above: list[str] = []
    while lines and not re.match(r"[ \t]{2,}\S", lines[0]) and len(above) < _TITLE_LINES:
        above.append(lines.pop(0).strip())
    slugline, *above = [line for line in above if line] or [""]
    notes = [line for line in above if _TO_DESKS.match(line)]
    byline = [line for line in above if re.match(r"By \w", line)]
    above = [line for line in above if line not in (*notes, *byline)]
    return {
        "slugline": slugline,
        "headline": " ".join(above).rstrip("+ "),
        "notes": notes,
        "byline": "; ".join(byline),
        "body": "\n".join(lines),
    }


def _item(*, sent, signals, text, is_kill=False, **said):
    """The item, held back where its words say so."""
    above = (said["slugline"], said["headline"], said.get("standfirst", ""), said["editor_note"])
    desk = "\n".join(above)
    is_kill = is_kill or release.says_kill(f"{desk}\n{text[:200].strip()}")
    dateline = next(filter(None, map(_DATELINE.match, text.strip().split("\n\n")[:2])), None)
    if is_kill:
        signals = [*signals, "kill"]
    body = markup.without_sign_off(_html(text.replace("\t", "  ")))
    return ParsedItem(
        **said,
        status=UNKNOWN if is_kill else USABLE,
        embargo_indefinite=release.says_embargo(f"{desk}\n{text[:400]}"),
        dateline=" ".join(dateline["place"].split()) if dateline else "",
        created_at=sent,
        version_at=sent,
        sent_at=sent,
        signals=tuple(signals),
        body_html=body,
    )


def _html(text):
    """Its paragraphs and tables."""
    lines = itertools.groupby(text.split("\n"), lambda line: bool(_ROW.fullmatch(line)))
    return "".join(
        _table(part) if is_table else markup.from_text("\n".join(part)) for is_table, part in lines
    )


def _table(lines):
    told = []
    for line in lines:
        said = line.strip()
        cells = said.strip("|").split("|") if said.startswith("|") else said.split(";")
        told.append("".join(f"<td>{html.escape(cell.strip())}</td>" for cell in cells))
    return markup.clean("<table>" + "".join(f"<tr>{row}</tr>" for row in told) + "</table>")


def _text(raw):
    """UTF-8 where it is, else what nearly all of this copy is in; lines end with LF alone."""
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(_FRAME)
    raw = _SELECTORS.sub(b"", raw, count=1).lstrip(_FRAME) if raw.startswith(b"\x05") else raw
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _dated(text, pattern):
    """The text without its last line of date, and that line as it was found."""
    found = list(pattern.finditer(text))
    return (text[: found[-1].start()], found[-1]) if found else (text, None)


def _sent(found, at):
    """The moment that a line of date says."""
    if not found:
        return None
    month = MONTHS.get(found["month"].lower(), 0) if found["month"].isalpha() else found["month"]
    day, hour, minute = (int(found[key]) for key in ("day", "hour", "minute"))
    if not found["year"]:
        return _recent(at, int(month), day, hour, minute)
    zone = _ZONES.get(found.groupdict().get("zone", ""), 0)
    return _moment(2000 + int(found["year"]) % 100, int(month), day, hour, minute, zone)


def _recent(at, month, day, hour=0, minute=0):
    """That day in the year in which it was last: a day ahead of the receiver's clock is allowed."""
    for year in range(at.year + 1, at.year - 8, -1):
        said = _moment(year, month, day, hour, minute)
        if said and said <= at + timedelta(days=1):
            return said
    return None


def _moment(year, month, day, hour, minute, zone=0):
    try:
        at = timezone(timedelta(hours=zone)) if zone else UTC
        return datetime(year, month, day, hour, minute, tzinfo=at)
    except ValueError:
        return None


def _parts(text):
    """Slugline, lines of the title, and body: STX stands between the first two where it is sent."""
    text = text.partition("\x03")[0]
    before, marked, after = text.partition("\x02")
    lines = [line.strip() for line in before.split("\n") if line.strip()] if marked else []
    rest = (after if marked else text).strip("\n").split("\n")
    ends = [n for n, line in enumerate(rest[:_TITLE_LINES]) if line.rstrip().endswith("=")]
    blanks = [n for n, line in enumerate(rest[:_TITLE_LINES]) if not line.strip()]
    is_apart = ends and blanks and blanks[0] == 1 < ends[0]
    if not lines and (is_apart or rest[0].strip().endswith("/")):
        lines = [rest[0].strip()]
        skipped = 2 if is_apart else 1
        rest, ends = rest[skipped:], [n - skipped for n in ends]
        blanks = [n - skipped for n in blanks if n >= skipped]
    # Without its mark the title ends at the first blank line.
    end = ends[0] if ends else blanks[0] - 1 if blanks else 0
    return (
        lines[-1] if lines else "",
        [line.strip() for line in rest[: end + 1]],
        "\n".join(rest[end + 1 :]),
    )


def _title(lines):
    """Headline, byline, and what stands for the desk: in brackets, or as “2ND LEAD” in capitals."""
    said = "\n".join(line.rstrip(" =") for line in lines if line.strip())
    remarks = [" ".join(one.split()) for one in _REMARK.findall(said)]
    lines = [line for line in _REMARK.sub("", said).split("\n") if line]
    is_by = len(lines) > 1 and re.match(r"(?:By|Von|De|Par|Por) \w", lines[-1])
    byline = lines.pop() if is_by else ""
    keys = []
    while len(lines) > 1 and lines[0].isupper() and len(lines[0]) < 30 and not lines[-1].isupper():
        keys.append(lines.pop(0))
    return " ".join(lines), byline, [*keys, *remarks]


def _set_apart(text):
    """The body, the public notes behind it, and what is not for publication."""
    hidden = []
    if marked := _NOT_PUBLIC.search(text):
        text, tail = text[: marked.start()], text[marked.end() :]
        hidden.append(_tidy(tail))
    text = _without_initials(text, hidden)
    notes = ""
    if marked := _NOTES.search(text):
        text, notes = text[: marked.start()], text[marked.end() :]
        if marked := _RULE.search(notes):  # what follows a rule is for the desk alone
            notes, tail = notes[: marked.start()], notes[marked.end() :]
            hidden.insert(0, _tidy(tail))
        notes = _tidy(_without_initials(notes, hidden))
        text = _without_initials(text, hidden)
    return text.rstrip(), notes, "\n".join(filter(None, hidden))


def _without_initials(text, hidden):
    """The text without a last line such as “dpa ab cd”, which goes to what is hidden."""
    if initials := _INITIALS.search(text.rstrip()):
        hidden.append(initials[0].strip())
        return text.rstrip()[: initials.start()]
    return text


def _tidy(text):
    """Its lines without rules, marks of headings and blank lines."""
    lines = (line.strip().lstrip("# ").strip() for line in _RULE.sub("", text).split("\n"))
    return "\n".join(filter(None, lines))
