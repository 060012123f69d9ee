"""Where wordings stand in a text, so that pages can mark them. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A stretch of a text; marked, if it is one of the wordings."""

    text: str
    is_marked: bool = False


def mark(text: str, wordings: Iterable[str]) -> list[Part]:
    """Return the text in parts, with each wording in it marked, whatever its case and line breaks."""
    spellings = [r"\s+".join(map(re.escape, wording.split())) for wording in wordings]
    longest_first = sorted(filter(None, spellings), key=len, reverse=True)
    if not longest_first:
        return [Part(text)] if text else []
    parts = re.split(f"({'|'.join(longest_first)})", text, flags=re.IGNORECASE)
    return [Part(part, bool(number % 2)) for number, part in enumerate(parts) if part]
