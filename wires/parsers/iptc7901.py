"""Agency copy as telegraph text: IPTC 7901, as dpa sends it, and ANPA 1312, as AP and Kyodo do.

Pure. The header is one line of codes, the date stands in the last line and leaves out the year, and
what follows “not for publication” is for the desk alone. Embargoes and kills stand in words only.
"""

import re
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from wires.parsers import markup, release
from wires.parsers.moments import MONTHS
from wires.parsers.parsed import UNKNOWN, USABLE, ParsedItem, Quarantined

LARGEST = 500_000  # bytes
_FRAME = b"\x16\x01\x00\x7f \t\r\n"
_HEADER = re.compile(
    r"(?P<service>[A-Za-z]{2,6})(?P<number>\d{3,4}) +(?P<urgency>[1-9]) +(?P<category>[A-Za-z]{1,4})"
    r" +(?P<words>\d{1,5})\b(?P<rest>[^\r\n]{0,100})"
)
_ANPA = re.compile(
    r"(?P<service>[A-Za-z])(?P<number>\d{4})[\x1f ]?(?P<selector>[A-Za-z-]*)[ \r]*\n"
    r"(?P<priority>[a-z]) (?P<category>[a-z])[\x11-\x14 ]+(?P<keyword>[^\r\n]{0,60}?)[\x11-\x14 ]+"
    r"(?P<month>\d\d)-(?P<day>\d\d) +(?P<words>\d{1,5})"
)
_PRIORITIES = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}
_PROVIDER = re.compile(r"(\S+ \d{1,5})\s*$")
_DATE = re.compile(
    r"^[^\w\n]*(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)\s*(?:GMT|UTC)?\s+(?P<month>[A-Za-z]{3})"
    r"\.?(?:\s+(?P<year>\d\d(?:\d\d)?))?[^\w\n]*$",
    re.MULTILINE,
)
_ANPA_DATE = re.compile(
    r"^[ \t]*[A-Z]{2,4}-[A-Z]{1,4}-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d)"
    r" (?P<hour>\d\d)(?P<minute>\d\d)GMT<?[ \t]*$",
    re.MULTILINE,
)
_NOT_PUBLIC = re.compile(
    r"^.*(?:following information is not (?:intended )?for publication"
    r"|folgenden Informationen sind nicht (?:zur Veröffentlichung|für die Öffentlichkeit)).*$",
    re.MULTILINE | re.IGNORECASE,
)
_NOTES = re.compile(r"^# .*$", re.MULTILINE)
_INITIALS = re.compile(r"\n[ \t]*[a-z]{2,5}(?: [a-z]{2,4}){1,5}[ \t]*$")
_RULE = re.compile(r"^[ \t]*(?:\* ?){3,}[ \t]*$", re.MULTILINE)
_DATELINE = re.compile(r"(?P<place>[^\n()]{2,60} \([^()\n]{2,20}\)) ?[-–—_]")
_TITLE_LINES = 8


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
    text, sent = _dated(text, _DATE, at)
    slugline, title, body = _parts(text)
    body, notes, non_public = _set_apart(body)
    headline, byline, remarks = _title(title)
    provider = _PROVIDER.search(header["rest"])
    day = (sent or at).strftime("%Y-%m-%d")
    return _item(
        guid=f"{header['service']}{header['number']}:{day}",
        urgency=int(header["urgency"]),
        headline=headline,
        byline=byline,
        provider=provider[1] if provider else "",
        slugline=slugline,
        editor_note="\n".join(filter(None, (*remarks, notes))),
        sent=sent,
        signals=[f"category:{header['category']}"],
        text=body,
        non_public=non_public,
    )


def _from_anpa(header, text, at):
    text, sent = _dated(text, _ANPA_DATE, at)
    sent = sent or _recent(at, int(header["month"]), int(header["day"]))
    lines, byline, said = text.replace("\x02", "").split("\n"), [], []
    while lines and (not lines[0].strip() or lines[0].startswith("^")):
        line = lines.pop(0).strip().lstrip("^").rstrip(" <\x03")
        if line.endswith("="):
            byline.append(line.rstrip("= "))
        elif line:
            said.append(line)
    slugline = re.sub(r",\s*\d+$", "", said.pop(0)) if said else header["keyword"].strip()
    notes = [one for one in said if re.match(r"(?:Eds:|AP Photo|With AP|ATTENTION)", one)]
    said = [one for one in said if one not in notes]
    body = "\n".join(lines).replace("``", "“").replace("''", "”").replace(" _ ", " — ")
    body, more, non_public = _set_apart(body.strip("\x03\x04 \n"))
    return _item(
        guid=f"{header['service']}{header['number']}:{(sent or at):%Y-%m-%d}",
        urgency=_PRIORITIES.get(header["priority"]),
        headline=said[0] if said else slugline,
        byline=", ".join(byline),
        slugline=slugline,
        editor_note="\n".join(filter(None, (*notes, more))),
        sent=sent,
        signals=[f"category:{header['category']}"],
        text=body,
        non_public=non_public,
    )


def _item(*, sent, signals, text, **said):
    """The item, held back where its words say so."""
    desk = "\n".join((said["slugline"], said["headline"], said["editor_note"]))
    is_kill = release.says_kill(desk)
    dateline = _DATELINE.match(text.strip())
    if is_kill:
        signals = [*signals, "kill"]
    html = markup.without_sign_off(markup.from_text(text.replace("\t", "  ")))
    return ParsedItem(
        **said,
        status=UNKNOWN if is_kill else USABLE,
        embargo_indefinite=release.says_embargo(f"{desk}\n{text[:400]}"),
        dateline=" ".join(dateline["place"].split()) if dateline else "",
        created_at=sent,
        version_at=sent,
        sent_at=sent,
        signals=tuple(signals),
        body_html=html,
    )


def _text(raw):
    """UTF-8 where it is, else what nearly all of this copy is in; lines end with LF alone."""
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(_FRAME)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _dated(text, pattern, at):
    """The text without its last line of date, and the moment that it says."""
    found = list(pattern.finditer(text))
    if not found:
        return text, None
    last = found[-1]
    month = int(last["month"]) if last["month"].isdigit() else MONTHS.get(last["month"].lower(), 0)
    day, hour, minute = (int(last[key]) for key in ("day", "hour", "minute"))
    if not last["year"]:
        return text[: last.start()], _recent(at, month, day, hour, minute)
    year = 2000 + int(last["year"]) % 100
    return text[: last.start()], _moment(year, month, day, hour, minute)


def _recent(at, month, day, hour=0, minute=0):
    """That day in the year in which it was last: a day ahead of the receiver's clock is allowed."""
    for year in range(at.year + 1, at.year - 8, -1):
        said = _moment(year, month, day, hour, minute)
        if said and said <= at + timedelta(days=1):
            return said
    return None


def _moment(year, month, day, hour, minute):
    try:
        return datetime(year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        return None


def _parts(text):
    """Slugline, lines of the title, and body: STX stands between the first two where it is sent."""
    text = text.partition("\x03")[0]
    before, marked, after = text.partition("\x02")
    lines = [line.strip() for line in before.split("\n") if line.strip()] if marked else []
    rest = (after if marked else text).strip("\n").split("\n")
    if not lines and rest and rest[0].strip().endswith("/"):
        lines = [rest.pop(0).strip()]
    slugline = lines[-1] if lines else ""
    ends = [n for n, line in enumerate(rest[:_TITLE_LINES]) if line.rstrip().endswith("=")]
    if ends:
        end = ends[0]
    else:  # the title ends at the first blank line
        blanks = [n for n, line in enumerate(rest[:_TITLE_LINES]) if not line.strip()]
        end = blanks[0] - 1 if blanks else 0
    return slugline, [line.strip() for line in rest[: end + 1]], "\n".join(rest[end + 1 :])


def _title(lines):
    """Headline, byline, and what stands in brackets for the desk."""
    lines = [line.rstrip(" =") for line in lines if line.strip()]
    remarks = [line for line in lines if line.startswith("(") and line.endswith(")")]
    lines = [line for line in lines if line not in remarks]
    byline = lines.pop() if len(lines) > 1 and re.match(r"(?:By|Von|De|Par) \w", lines[-1]) else ""
    return " ".join(lines), byline, remarks


def _set_apart(text):
    """The body, the public notes behind it, and what is not for publication."""
    hidden = []
    if marked := _NOT_PUBLIC.search(text):
        text, tail = text[: marked.start()], text[marked.end() :]
        hidden.append(_tidy(tail))
    notes = ""
    if marked := _NOTES.search(text):
        text, notes = text[: marked.start()], text[marked.end() :]
        notes = _tidy(notes)
    if initials := _INITIALS.search(text.rstrip()):
        text = text.rstrip()[: initials.start()]
        hidden.append(initials[0].strip())
    return text.rstrip(), notes, "\n".join(filter(None, hidden))


def _tidy(text):
    """Its lines without rules, marks of headings and blank lines."""
    lines = (line.strip().lstrip("# ").strip() for line in _RULE.sub("", text).split("\n"))
    return "\n".join(filter(None, lines))
