"""Vietnamese text as data: one spelling of every letter, search without diacritics, addresses.

Pure: no models, no settings, no database. Everything here works on any language.
"""

import re
import unicodedata

from django.utils.text import slugify as ascii_slugify

# Direction marks, soft hyphens, zero-width characters, the byte order mark and control characters: they are
# invisible, break search and addresses, and some can make a headline read differently than it is.
# U+FFFE and U+FFFF are no characters at all, and no XML with one in it can be read.
# The joiners of letters (ZWNJ, ZWJ) stay behind letters of scripts that spell with them, and between emoji.
_JOINED = (
    "[\u0600-\u0dff\u0f00-\u109f\u1780-\u18af\ua980-\ua9df\uaa60-\uaa7f\ufb50-\ufdff\ufe70-\ufefc]"
)
_EMOJI = "[\u00a9\u00ae\u203c-\u2bff\u3030\ufe0f\U0001f000-\U0001faff]"
_ALWAYS = (
    "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0001\x00-\x08\x0b-\x1f\x7f-\x9f"
)
_MAY_BE_INVISIBLE = re.compile(f"[{_ALWAYS}\u200c\u200d]")  # looked for first, for it is quick
_INVISIBLE = re.compile(
    f"[{_ALWAYS}]"
    f"|(?<!{_JOINED})\u200c|(?<!{_JOINED})\u200d(?!{_EMOJI})|(?<!{_JOINED})(?<!{_EMOJI})\u200d"
)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLANKS = re.compile(r"[ \t\u00a0]+")
# Letters that Unicode does not decompose. Eth (Ð) and the African d (Ɖ) look like Đ, and come from
# other keyboards.
_LETTERS = str.maketrans("ĐÐƉđðɖØøŁłĦħŦŧı", "DDDdddOoLlHhTti") | dict(
    zip(map(ord, "ÆæŒœÞþ"), ("AE", "ae", "OE", "oe", "TH", "th"), strict=True)
)
# Quotes and dashes that keyboards do not have, as those that people type when they search.
_TYPED = str.maketrans("’‘‛ʼ′´`“”„‟«»″‐‑‒–—―−", "'" * 7 + '"' * 7 + "-" * 7)
# Marks and fillers that show nothing: how a letter is drawn, and where Hangul has none.
_UNSEEN = dict.fromkeys(
    (
        *(0x200C, 0x200D, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0),
        *range(0x180B, 0x1810),
        *range(0xFE00, 0xFE10),
        *range(0xE0100, 0xE01F0),
    )
)
_FOLDED = _LETTERS | _TYPED | _UNSEEN
KEY_LENGTH = 200  # characters; some single ones stand for many
_KEPT_MARKS = "&+%@"  # they tell “M&A” from “Ma” and “Disney+” from “Disney”


def normalise(text: str) -> str:
    """Return the text in Unicode's composed form (NFC), without invisible characters.

    Lines stay lines (CRLF becomes LF); blanks at both ends go.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _MAY_BE_INVISIBLE.search(text):
        text = _INVISIBLE.sub("", text)
    return unicodedata.normalize("NFC", text).strip()


def for_xml(text: str) -> str:
    """Return the text without characters that XML 1.0 cannot hold, even escaped."""
    return _NO_XML.sub("", text)


def one_line(text: str) -> str:
    """Return `normalise(text)` with every run of blanks and line ends made one blank."""
    return " ".join(_BLANKS.sub(" ", normalise(text)).split())


def fold(text: str) -> str:
    """Return the text for comparing: no diacritics, đ as d, lower case. “Đà Nẵng” is “da nang”.

    Unicode does not decompose đ, ø, ł or æ, so they are mapped by hand, as are quotes and dashes.
    """
    decomposed = unicodedata.normalize("NFD", normalise(text).translate(_FOLDED))
    if not decomposed.isascii():
        decomposed = "".join(c for c in decomposed if not unicodedata.combining(c))
    return decomposed.casefold().strip()


def name_key(name: str) -> str:
    """Return what two spellings of one name share: “Nhật Bản”, “NHAT BAN” and “nhat-ban” are “nhatban”.

    On top of `fold`, forms of one letter (full width, ligatures) are that letter, and blanks and
    punctuation go; between two digits a blank stays, so that “9/11” is not “911”. Symbols stay, and
    a few marks that tell names apart. "" when nothing is left.
    """
    key, gap = "", False
    for c in fold(unicodedata.normalize("NFKC", normalise(name))):
        if c in _KEPT_MARKS or _is_kept(unicodedata.category(c)):
            key += f" {c}" if gap and c.isdigit() and key[-1:].isdigit() else c
            gap = False
        else:
            gap = True
    return key[:KEY_LENGTH]


def _is_kept(category: str) -> bool:
    """Whether characters of a Unicode category count in a key: words, and symbols but accents."""
    return category[0] in "LMN" or category in ("Sm", "Sc", "So")


def slugify(text: str, max_length: int = 80) -> str:
    """Return an address of ASCII letters, digits and hyphens, cut at a word; "" when nothing is left."""
    slug = ascii_slugify(fold(text).replace("_", "-"))
    if len(slug) <= max_length:
        return slug
    cut = slug[: max_length + 1].rsplit("-", 1)[0]
    return cut[:max_length].strip("-")
