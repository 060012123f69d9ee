"""Letters of Windows-1252, whatever a delivery says of its encoding. Pure.

Programs that say ISO-8859-1, or number their characters, often mean Windows-1252: where ISO-8859-1 has
control characters, which no copy has, it has quotation marks and dashes.
"""

import re
from codecs import BOM_UTF8

# The bytes of Windows-1252 that ISO-8859-1 does not have; five of them mean nothing.
_LETTERS = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_CONTROLS = re.compile("[\x80-\x9f]")
_NUMBERED = re.compile(r"&#(?:(12[89]|1[345]\d)|[xX]0{0,4}([89][0-9a-fA-F]));")
_ESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)\\u00([89][0-9a-fA-F])")
_IN_BYTES = re.compile(rb"\xc2[\x80-\x9f]|&#(?:12[89]|1[345]\d|[xX]0{0,4}[89][0-9a-fA-F]);")


def decode(raw: bytes) -> str:
    """Return bytes as Windows-1252. Never fails."""
    return raw.decode("cp1252", "replace")


def with_letters(text: str) -> str:
    """Return the text with letters of Windows-1252 for its control characters from U+0080 to U+009F."""
    return text.translate(_LETTERS) if _CONTROLS.search(text) else text


def with_numbered_letters(markup: str) -> str:
    """Return mark-up with the same letters for such characters by number: “&#146;” is “’”."""
    markup = with_letters(markup)
    return _NUMBERED.sub(_letter, markup) if "&#" in markup else markup


def with_escaped_letters(text: str) -> str:
    r"""Return JSON with the same letters for such characters by escape: “\u0092” is “’”."""
    text = with_letters(text)
    if r"\u00" not in text:
        return text
    return _ESCAPED.sub(lambda escape: escape[1] + _LETTERS[int(escape[2], 16)], text)


def may_have_controls(raw: bytes) -> bool:
    """Return whether bytes of mark-up in UTF-8 may hold such characters."""
    return bool(_IN_BYTES.search(raw))


def is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def is_broken_utf8(raw: bytes) -> bool:
    """Return whether bytes that are not UTF-8 hold some letters of it: they are damaged UTF-8."""
    return not raw.removeprefix(BOM_UTF8).decode("utf-8", "ignore").isascii()


def _letter(numbered: re.Match[str]) -> str:
    return _LETTERS[int(numbered[1]) if numbered[1] else int(numbered[2], 16)]
