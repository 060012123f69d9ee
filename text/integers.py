"""Whole numbers out of texts that come from outside: addresses, forms, files. Pure."""

LARGEST = 2**63 - 1  # more than that no database takes


def parse_digits(text: str, *, maximum: int = LARGEST) -> int | None:
    """Return the whole number from 0 to `maximum` that `text` is; None for anything else.

    ASCII digits and nothing else, no blanks either: for addresses and forms.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))):
        return None
    number = int(text)
    return number if number <= maximum else None


def parse_int(value: object) -> int | None:
    """Return the whole number from 0 on that `value` is; None for anything else.

    `value` is an int, or text as files have it, which may have blanks around its digits. True and
    False are no numbers.
    """
    if isinstance(value, str):
        return parse_digits(value.strip())
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= LARGEST else None
