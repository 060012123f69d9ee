"""Tell the letters of old Macs from those of Windows, in bytes that are not UTF-8. Pure.

Both give every byte a meaning, and only one makes words: “L\\x8ea” is “Léa” on a Mac and “LŽa” on Windows.
"""

import itertools

_SEEN = 2_000  # bytes that are looked at
# What stands behind an apostrophe, and before one.
_ENDINGS = frozenset(("s", "t", "d", "m", "re", "ve", "ll"))
_ELISIONS = frozenset(
    ("l", "d", "n", "s", "qu", "j", "m", "t", "c", "o", "jusqu", "lorsqu", "puisqu")
)
_DASHES, _OPENING, _CLOSING = "–—", "“‘«‚„", "”’»"
_BESIDE_DASH, _AROUND_DASH = (
    2,
    6,
)  # letters on each side of a dash without blanks, and on both at least


def is_mac_roman(raw: bytes) -> bool:
    """Return whether the bytes make better words as Mac OS Roman than as Windows-1252."""
    raw = raw[:_SEEN]
    return _words_made(raw.decode("mac_roman")) > _words_made(raw.decode("cp1252", "replace"))


def _words_made(text: str) -> int:
    """Return how well the letters that are not ASCII fit where they stand."""
    return sum(_fit(text, at) for at, letter in enumerate(text) if not letter.isascii())


def _fit(text: str, at: int) -> int:
    """Return 1 for a character that fits, -1 for one that does not, and 0 for any other."""
    letter, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if letter == "\ufffd":
        return -3
    if letter.isalpha():
        return _fit_of_letter(letter, before, after)
    left, right = _run(text, range(at - 1, -1, -1))[::-1], _run(text, range(at + 1, len(text)))
    if letter == "’" and (right.lower() in _ENDINGS or left.lower() in _ELISIONS):
        return 1
    if not (left and right):
        is_before, is_behind = letter in _OPENING, letter in _CLOSING
        if is_before or is_behind:
            return 1 if (is_before and not left) or (is_behind and not right) else -1
        return 1 if letter in _DASHES else 0
    is_long = min(len(left), len(right)) >= _BESIDE_DASH and len(left + right) >= _AROUND_DASH
    return 1 if letter in _DASHES and is_long else -1


def _fit_of_letter(letter: str, before: str, after: str) -> int:
    if before.isdigit() or after.isdigit():
        return -1
    if before.isalpha() and letter.isupper() and not before.isupper():
        return -1
    if after.isalpha() and letter.islower() and after.isupper():
        return -1
    if letter.isupper() and before.isalpha() and after.islower():
        return -1
    return 1 if before.isalpha() or after.isalpha() else 0


def _run(text: str, places: range) -> str:
    """Return the letters at the places, up to the first character that is none."""
    letters = (text[place] for place in places[:10])
    return "".join(itertools.takewhile(str.isalpha, letters))
