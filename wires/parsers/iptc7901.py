"""IPTC 7901, as dpa and ATS send telegraph text.

Pure. The header is one line of codes, the date stands in the last line and leaves out the year, and
what follows “not for publication” is for the desk alone.
"""

import re
from dataclasses import replace
from datetime import datetime

from wires.parsing import telegraph
from wires.parsing.parsed import Given, ParsedItem

FORMAT = "IPTC 7901"
_HEADER = re.compile(
    r"(?P<service>[A-Za-z]{2,6})(?P<number>\d{3,6}) +(?P<urgency>[1-9]) +(?P<category>[A-Za-z]{1,4})"
    r" +(?P<words>\d{1,5})\b(?P<rest>[^\r\n]{0,100})"
)
_PROVIDER = re.compile(r"(?<!\S)((?!\w+\.? (?:19|20)\d\d\s*$)[A-Za-z][\w-]* \d{1,5})\s*$")
_DATE = re.compile(
    r"^[^\w\n]*(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)(?:[ \t]*(?P<zone>GMT|UTC))?[ \t]+"
    r"(?P<month>[A-Za-z]{3})"
    r"\.?(?:[ \t]+(?P<year>\d\d(?:\d\d)?))?[^\w\n]*$",
    re.MULTILINE,
)
_COPYRIGHT = re.compile(r"^(?:[-*] *)?((?:\(c\)|©|Copyright\b).*)$", re.MULTILINE | re.IGNORECASE)
# A remark that withdraws copy; not one about a person killed or a case withdrawn.
_WITHDRAWN = re.compile(
    r"^\W*(?:Achtung\W+)?(?:kill\b|withdr|annul(?:ation|é|ée)?\W*$|annull|storn|gelöscht|eliminar"
    r"|zurück(?:zieh|gezog))"
    r"|\b(?:story|copy|item|text|meldung|beitrag|bericht|dépêche|texte|nota|noticia)\b[^()]{0,60}"
    r"\b(?:kill|withdr|retract|annul|storn|zurück(?:zieh|gezog|genommen)|gelöscht|eliminad)"
    r"|\bnicht (?:mehr )?(?:zu )?(?:verwend|veröffentlich)",
    re.IGNORECASE | re.MULTILINE,
)
_KEY = re.compile(
    r"\d|\b(?:LEAD|LD|REFILE|RPT|KILL|URGENT|EIL\w*|FLASH|UPDATE|KORR\w*|ADD|ZF|TAKE)\b"
)
_BYLINE = re.compile(
    r"(?:By|Von|De|Par|Por)(?! der | la | las | los | den )"
    r"(?: (?:[A-ZÀ-Ý][\w.'’-]*|und|et|y|and|e),?){1,8}(?: [a-z]{2,5})?"
    # Desks that name nobody: “By tst correspondents”.
    r"|(?:By|Von|De|Par|Por)(?: [\w/-]{1,20}){0,3}"
    r" (?:(?:[\w-]{1,20}-)?[Kk]orrespondenten|correspondents?|reporters?|staff(?: writers?)?"
    r"|correspondants?|corresponsal(?:es)?)"
)
# A word above the headline that names its subject; a headline that goes on does not begin a line anew.
_SUBJECT = re.compile(r"[A-ZÀ-Ý][\w-]{2,24}(?:[/ ][A-ZÀ-Ý][\w-]{2,24})?")
_SIGNED = re.compile(r"\(([a-z]{2,8}(?:[ /][a-z]{2,8}){1,3})\)$")
# In brackets, on lines of its own; and what German copy says of a kill.
_REMARK = re.compile(r"^(?:\((?:[^()]|\([^()]*\))*\)|\(Achtung\) .*)$", re.MULTILINE)


def recognises(raw: bytes) -> bool:
    return telegraph.begins_with(_HEADER, raw)


def parse(raw: bytes, *, at: datetime) -> list[ParsedItem]:
    """Return the one item of the delivery."""
    header, text = telegraph.split_header(_HEADER, raw)
    return [_item(header, text, at)]


def given(raw: bytes) -> list[Given]:
    _header, text = telegraph.split_header(_HEADER, raw)
    return [(telegraph.given(text, _DATE),)]


def _item(header: re.Match[str], text: str, at: datetime) -> ParsedItem:
    text, date = telegraph.split_date_line(text, _DATE)
    sent = telegraph.parse_date_line(date, at)
    slugline, title, body = _parts(telegraph.without_control_codes(text))
    body, notes, internal_notes = telegraph.split_notes(body)
    headline, byline, subject, remarks = _title(title, has_slugline=bool(slugline))
    day = (sent or at).strftime("%Y-%m-%d")
    copyright_notice = _COPYRIGHT.search(notes)
    item = telegraph.item(
        guid=f"{header['service']}{header['number']}:{day}",
        urgency=int(header["urgency"]),
        headline=headline or slugline,
        byline=byline,
        copyright_notice=copyright_notice[1].strip() if copyright_notice else "",
        slugline=slugline,
        editor_note="\n".join(filter(None, (*remarks, notes))),
        sent=sent,
        signals=[f"category:{header['category']}"],
        subjects=subject,
        is_kill=bool(_WITHDRAWN.search("\n".join(remarks))),
        text=body,
        internal_notes=internal_notes,
    )
    return replace(item, provider=_provider(header["rest"], item.dateline))


def _provider(codes: str, dateline: str) -> str:
    """Return who sends it: the last code of the header, unless several others sign the copy."""
    code, signed = _PROVIDER.search(codes), _SIGNED.search(dateline)
    agency = code[1].partition(" ")[0].lower() if code else ""
    if signed and agency not in re.split(r"[ /]", signed[1]):
        return signed[1]
    return code[1] if code else ""


def _parts(text: str) -> tuple[str, list[str], str]:
    """Return slugline, lines of the title, and body. STX separates the first two where it is sent."""
    text = text.partition("\x03")[0]
    before, marked, after = text.partition("\x02")
    lines = [line.strip() for line in before.split("\n") if line.strip()] if marked else []
    rest = (after if marked else text).strip("\n").split("\n")
    ends = [
        n for n, line in enumerate(rest[: telegraph.LINES_OF_TITLE]) if line.rstrip().endswith("=")
    ]
    blanks = [n for n, line in enumerate(rest[: telegraph.LINES_OF_TITLE]) if not line.strip()]
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


def _title(lines: list[str], *, has_slugline: bool) -> tuple[str, str, tuple[str, ...], list[str]]:
    """Return headline, byline, subject, and remarks for the desk: in brackets, or “2ND LEAD”."""
    text = "\n".join(line.rstrip(" =") for line in lines if line.strip())
    remarks = [" ".join(remark.split()) for remark in _REMARK.findall(text)]
    lines = [line for line in _REMARK.sub("", text).split("\n") if line]
    is_by = len(lines) > 1 and _BYLINE.fullmatch(lines[-1])
    byline = lines.pop() if is_by else ""
    keys = []
    while len(lines) > 1 and lines[0].isupper() and len(lines[0]) < 30 and _KEY.search(lines[0]):
        keys.append(lines.pop(0))
    is_new_line = has_slugline and len(lines) > 1 and not lines[1][:1].islower()
    is_subject = is_new_line and not lines[0].isupper() and _SUBJECT.fullmatch(lines[0])
    subject = (lines.pop(0),) if is_subject else ()
    return " ".join(lines), byline, subject, [*keys, *remarks]
