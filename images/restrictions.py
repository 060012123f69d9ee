"""Restrictions that agencies write among instructions and terms, mostly in capitals.

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
# “JAPAN OUT”, “UK OUT” only in capitals: “carried out” is said of much else.
_PATTERN = re.compile(
    rf"\b(?:(?i:{'|'.join(_PHRASES)}|(?<!\d)\d{{1,3}} DAYS)|[A-Z]{{2,20}} OUT)\b", re.ASCII
)


def recognise(*texts: str) -> list[str]:
    """The restrictions found, in capitals, each once, in the order of the texts."""
    found = (match.replace("NO ARCHIVES", "NO ARCHIVE") for t in texts for match in _matches(t))
    return list(dict.fromkeys(found))


def _matches(text: str) -> list[str]:
    found = _PATTERN.findall(" ".join(text.replace("-", " ").split()))
    return [match.upper() for match in found]
