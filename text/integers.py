"""Whole numbers out of texts that come from outside: addresses, forms, files. Pure."""

LARGEST = 2**63 - 1  # more than that no database takes


def parse_int(value: object, *, maximum: int = LARGEST) -> int | None:
    """Return the whole number from 0 to `maximum` that `value` is; None for anything else.

    `value` is an int or a string of ASCII digits, blanks around them allowed. True and False are
    no numbers.
    """
    if isinstance(value, str):
        text = value.strip()
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))):
            return None
        value = int(text)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= maximum else None
