"""Decodes bytes and limits texts of picture files.

Pure. Files say their encoding late, wrongly or not at all, and pad with NUL.
"""

import re

from images.metadata.mac_roman import is_mac_roman
from text.normalise import normalise, one_line

LONG, SHORT = 5_000, 1_000  # characters of a text, and of a line
# Half characters of UTF-16: JSON may hold them, and neither a database nor a terminal takes them.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def decode(raw: bytes) -> str:
    """Return the text of `raw`: UTF-8 when it can be, else Mac OS Roman or Windows-1252. Never fails.

    UTF-8 whose last letter was cut in two, as in IIM's short fields, loses that letter alone.
    """
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        whole = raw[: error.start]
        if error.reason == "unexpected end of data" and not whole.isascii():
            return whole.decode()
        return raw.decode("mac_roman" if is_mac_roman(raw) else "cp1252", "replace")


def writable(text: str) -> str:
    """Return the text without NUL and without halves of characters: any database takes it."""
    return _UNWRITABLE.sub("", text)


def line(text: str) -> str:
    """Return the text as one line of at most 1,000 characters; "" when it has no letter and no digit."""
    return _limited(one_line(writable(text[: 20 * SHORT])), SHORT)


def lines(text: str) -> str:
    """Return the text with its lines, at most 5,000 characters; "" when it has no letter and no digit."""
    return _limited(normalise(writable(text[: 4 * LONG])), LONG)


def _limited(text: str, most: int) -> str:
    # Agencies fill empty fields with "-" or a blank.
    return text[:most].strip() if any(map(str.isalnum, text)) else ""
