"""Telegraph text between ZCZC and NNNN, as AAP sends it.

Pure. Lines above the copy begin with a mark that says what they are; each of AAP's services has marks
of its own, and some have none. Nothing in it is an id or a date.
"""

import hashlib
import re
from datetime import datetime

from wires.parsers import telegraph
from wires.parsers.parsed import ParsedItem

FORMAT = "ZCZC"
_BEGINS = re.compile(r"ZCZC\b[^\n]*\n")
_ENDS = re.compile(r"^NNNN\b.*", re.MULTILINE | re.DOTALL)
_MARKED = re.compile(r"(?P<mark>[$:=^*&+#@%])[ \t]*(?P<said>.*)")
_CODES = re.compile(r"[A-Z]{2}(?: [A-Z]{2,4})*")  # “YY TDR”


def recognises(raw: bytes) -> bool:
    return bool(_BEGINS.match(telegraph.text_of(raw[:600])))


def parse(raw: bytes, *, at: datetime) -> list[ParsedItem]:
    """Its one item."""
    text = telegraph.letters(_ENDS.sub("", _BEGINS.sub("", telegraph.checked(raw), count=1)))
    lines = text.strip("\n").split("\n")
    marked, begins = _marked(lines)
    headline, begins = _headline(marked, lines, begins)
    slugline = marked.get("#") or _without_desk(marked.get(":", ""))
    body, notes, non_public = telegraph.set_apart("\n".join(lines[begins:]))
    return [
        telegraph.item(
            guid=f"urn:sha256:{hashlib.sha256(text.encode()).hexdigest()}",
            headline=headline,
            byline="",
            slugline="" if slugline == headline else slugline,
            editor_note=notes,
            sent=None,
            signals=[],
            text=body,
            non_public=non_public,
        )
    ]


def _marked(lines):
    """What lines with marks say, by mark, and the number of the first line without one."""
    marked: dict[str, str] = {}
    for number, line in enumerate(lines):
        found = _MARKED.fullmatch(line)
        if not found and line.strip() and not _CODES.fullmatch(line.strip()):
            return marked, number
        if found:
            marked.setdefault(found["mark"], found["said"].strip())
    return marked, len(lines)


def _headline(marked, lines, begins):
    """The headline, and where the copy begins: a first line without a mark may be the headline."""
    for said in (marked.get(mark, "") for mark in "^$:"):
        if len(said) > 2 and not said.startswith("("):
            return _without_desk(said), begins
    first = lines[begins].strip() if begins < len(lines) else ""
    return _without_desk(first), begins + 1


def _without_desk(said):
    """A line without the desk that it names first: “RACING : ”."""
    return re.sub(r"^[A-Z]+ *: *", "", said)
