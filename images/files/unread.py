"""Kinds of files that people send as pictures and that are not read, by their first bytes. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

HEAD = 64  # bytes that are looked at
_BRANDS = {  # of ISO's media files
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"), "HEIC (iPhone)"),
    **dict.fromkeys((b"mif1", b"msf1"), "HEIF"),
    b"crx ": "CR3 (Canon raw)",
    b"qt  ": "QuickTime",
    **dict.fromkeys(
        (b"isom", b"iso2", b"mp41", b"mp42", b"avc1", b"M4V ", b"3gp4", b"3gp5"), "MP4"
    ),
}
_STARTS = {
    b"\x00\x00\x00\x0cJXL \r\n\x87\n": "JPEG XL",
    b"\xff\n": "JPEG XL",
    b"8BPS": "PSD (Photoshop)",
    b"FUJIFILMCCD-RAW": "RAF (Fujifilm raw)",
    b"II*\x00\x10\x00\x00\x00CR": "CR2 (Canon raw)",
    b"IIRO": "ORF (Olympus raw)",
    b"IIU\x00": "RW2 (Panasonic raw)",
    b"\xd7\xcd\xc6\x9a": "WMF",
    b"gimp xcf": "XCF (GIMP)",
    b"\x1aE\xdf\xa3": "WebM",
}
_FILMS = frozenset(("QuickTime", "MP4", "WebM"))
_REFUSAL = gettext_noop("%s is not read: export it as JPEG.")
_FILM = gettext_noop("%s is a film and no picture: export one frame of it as JPEG.")


def name_of(head: bytes) -> str:
    """Return the name of the kind that the first bytes show; "" for any that is read or not known."""
    if head[4:8] == b"ftyp":
        brands = [head[8:12], *(head[at : at + 4] for at in range(16, len(head) - 3, 4))]
        if not {b"avif", b"avis"}.isdisjoint(brands):
            return ""
        return next((_BRANDS[brand] for brand in brands if brand in _BRANDS), "")
    return next((name for start, name in _STARTS.items() if head.startswith(start)), "")


def refusal(head: bytes) -> str:
    """Return the sentence that refuses such a file and names its kind; "" for any other."""
    name = name_of(head)
    return _(_FILM if name in _FILMS else _REFUSAL) % name if name else ""
