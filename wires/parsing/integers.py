"""Whole numbers as agencies write them: versions, urgencies, sizes. Pure."""


def parse_int(said: object) -> int | None:
    """The whole number that `said` is; None for anything else, and for what no database takes."""
    if isinstance(said, bool):
        return None
    if isinstance(said, int):
        return said if 0 <= said < 2**63 else None
    text = said.strip() if isinstance(said, str) else ""
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        return None
    return int(text) if int(text) < 2**63 else None
