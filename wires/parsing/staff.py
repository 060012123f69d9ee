"""Last lines that only say how staff of an agency is reached: for the desk, in every format. Pure."""

import re
from dataclasses import replace

from wires.parsing import markup, omissions
from wires.parsing.parsed import ParsedItem

_LABEL = r"(?:(?:e-?mail|mail|contact|contacts|kontakt|liên hệ|email|twitter|x|tel)\s?:\s*)"
_ADDRESS = r"[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}"
_HANDLE = r"@\w{1,30}"
_PHONE = r"\+?\d[\d ()/-]{5,25}\d"
_BETWEEN = r"[\s,;/|·•–—-]{1,5}(?:(?:and|or|et|und|và)\s)?"
_ENTRY = rf"{_LABEL}?[<(\[]?(?:{_ADDRESS}|{_HANDLE}|{_PHONE})[>)\]]?"
_LINE = re.compile(rf"{_ENTRY}(?:{_BETWEEN}{_ENTRY}){{0,9}}[.\s]?", re.IGNORECASE)
_LONGEST = 1_000  # characters of a last paragraph
_MAX_LINES = 5


def without_addresses(item: ParsedItem) -> ParsedItem:
    """Return the item with last lines of nothing but mail addresses in the notes that stay inside."""
    html = item.body_html
    lines: list[str] = []
    for _line in range(_MAX_LINES):
        begins = html.rfind("<p>", max(0, len(html) - _LONGEST)) if html.endswith("</p>") else -1
        last = markup.text(html[begins:]).strip() if begins >= 0 else ""
        if "@" not in last or not _LINE.fullmatch(" ".join(last.split())):
            break
        lines.insert(0, " ".join(last.split()))
        html = markup.without_sign_off(html[:begins].strip())
    if not lines:
        return item
    for line in lines:
        omissions.leave_out(omissions.ADDRESSES, line)
    notes = dict.fromkeys((*item.internal_notes.splitlines(), *lines))
    return replace(item, body_html=html, internal_notes="\n".join(notes))
