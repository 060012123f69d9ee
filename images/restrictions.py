"""Restrictions that agencies write in capitals among instructions and terms.

Pure. Recognising is not judging: images/rights.py says what follows from them.
"""

import re

_PHRASES = (
    "NO SALES",
    "NO ARCHIVES",
    "NO ARCHIVE",
    "ONE TIME USE",
    "MANDATORY CREDIT",
    "EDITORIAL USE ONLY",
    "NO COMMERCIAL USE",
    "NO CROPPING",
)
_PATTERN = re.compile(
    rf"\b(?:{'|'.join(_PHRASES)}|[A-Z]{{3,20}} OUT|(?<!\d)\d{{1,3}} DAYS)\b", re.ASCII
)


def recognise(*texts: str) -> list[str]:
    """The restrictions found, in capitals, each once, in the order of the texts."""
    found = (match.replace("NO ARCHIVES", "NO ARCHIVE") for t in texts for match in _matches(t))
    return list(dict.fromkeys(found))


def _matches(text: str) -> list[str]:
    return _PATTERN.findall(" ".join(text.upper().replace("-", " ").split()))
