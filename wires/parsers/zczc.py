"""Telegraph text between ZCZC and NNNN, as AAP sends it.

Pure. Lines above the copy begin with a mark that says what they are; each of AAP's services has marks
of its own, and some have none. Nothing in it is an id or a date.
"""

import hashlib
import re
from datetime import datetime

from wires.parsing import telegraph
from wires.parsing.parsed import Given, ParsedItem

FORMAT = "ZCZC"
_BEGINS = re.compile(r"ZCZC\b[^\n]*\n")
_ENDS = re.compile(r"^NNNN\b", re.MULTILINE)
_MARKED = re.compile(r"(?P<mark>[$:=^*&+#@%])[ \t]*(?P<text>.*)")
_DESK = re.compile(r"^(?!KILL|EMBARGO|WITHDR|HOLD)[A-Z]+ +: *")
_CODES = re.compile(r"[A-Z]{2}(?: [A-Z]{2,4})*")  # “YY TDR”


def recognises(raw: bytes) -> bool:
    return telegraph.begins_with(_BEGINS, raw)


def parse(raw: bytes, *, at: datetime) -> list[ParsedItem]:
    """Return the one item of the delivery."""
    text = _text(raw)
    lines = text.strip("\n").split("\n")
    marked, begins = _marked(lines)
    headline, begins = _headline(marked, lines, begins)
    slugline = next((marked_text for mark, marked_text in marked if mark == "#"), "")
    slugline = slugline or _without_desk(
        next((marked_text for mark, marked_text in marked if mark == ":"), "")
    )
    body, notes, internal_notes = telegraph.split_notes("\n".join(lines[begins:]))
    used = {headline, slugline}
    rest = [
        marked_text
        for _mark, marked_text in marked
        if marked_text not in used and _without_desk(marked_text) not in used
    ]
    return [
        telegraph.item(
            guid=f"urn:sha256:{hashlib.sha256(text.encode()).hexdigest()}",
            headline=headline,
            byline="",
            slugline="" if slugline == headline else slugline,
            editor_note="\n".join(filter(None, (*rest, notes))),
            sent=None,
            signals=[],
            text=body,
            internal_notes=internal_notes,
        )
    ]


def given(raw: bytes) -> list[Given]:
    text, behind = _parts(raw)
    return [(f"{text}\n{behind}",)]


def _text(raw: bytes) -> str:
    return _parts(raw)[0]


def _parts(raw: bytes) -> tuple[str, str]:
    """Return the text between the two marks, and what stands behind the second."""
    text = _BEGINS.sub("", telegraph.decode_checked(raw), count=1)
    between, *behind = _ENDS.split(telegraph.without_control_codes(text), maxsplit=1)
    return between, "".join(behind)


def _marked(lines: list[str]) -> tuple[list[tuple[str, str]], int]:
    """Return the marked lines with their marks, and the number of the first line of the copy.

    A blank line behind them ends the heading: marks below it are the copy's own.
    """
    marked: list[tuple[str, str]] = []
    for number, line in enumerate(lines):
        match = _MARKED.fullmatch(line)
        if (marked and not line.strip()) or (
            not match and line.strip() and not _CODES.fullmatch(line.strip())
        ):
            return marked, number
        if match and (marked_text := match["text"].strip()):
            marked.append((match["mark"], marked_text))
    return marked, len(lines)


def _headline(marked: list[tuple[str, str]], lines: list[str], begins: int) -> tuple[str, int]:
    """Return the headline, and where the copy begins: an unmarked first line may be the headline."""
    for mark in "^$:":
        title = " ".join(s for m, s in marked if m == mark and len(s) > 2 and not s.startswith("("))
        if title:
            return (_without_desk(title) if mark == ":" else title), begins
    first = lines[begins].strip() if begins < len(lines) else ""
    return _without_desk(first), begins + 1


def _without_desk(text: str) -> str:
    """Return a line without the desk in front of it: “RACING : ”."""
    return _DESK.sub("", text)
