"""What agencies allow and forbid, read in their instructions, usage terms and notes.

Pure: knows words, and neither pictures nor stories. Recognising is not judging: images/rights.py and
articles/wire/terms.py say what follows.
"""

from attribution.terms.contracts import excludes
from attribution.terms.judging import bars, bars_online, bars_passing_on, days
from attribution.terms.reading import Terms, key, read
from attribution.terms.rules import NO_ARCHIVE, NO_CROPPING, ONE_TIME
from attribution.terms.tails import split_tail

__all__ = [
    "NO_ARCHIVE",
    "NO_CROPPING",
    "ONE_TIME",
    "Terms",
    "bars",
    "bars_online",
    "bars_passing_on",
    "days",
    "excludes",
    "key",
    "read",
    "split_tail",
]
