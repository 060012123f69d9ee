"""Terms of use that elements carry, as the sentences in which agencies write them by hand. Pure.

attribution/terms reads both in one way: a territory in an element means what “JAPAN OUT” means.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from text.datetimes import says_without_begin, says_without_end
from wires.parsing.moments import parse_end, parse_moment

_LONGEST = 500  # characters of a rights expression that the desk is shown
# Where one of these stands, the text says by itself what it allows or bars.
_IS_SENTENCE = re.compile(
    r"\b(?:only|out|not?|except\w*|exclud\w*|without|outside|restricted|world\w*|all|any|global\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Usage:
    """Terms in sentences, and the times between which they allow the use; None where they say none."""

    terms: tuple[str, ...] = ()
    begins_at: datetime | None = None
    ends_at: datetime | None = None


def usage(
    *,
    territories: Iterable[str] = (),
    media: Iterable[str] = (),
    begins: Iterable[str] = (),
    ends: Iterable[str] = (),
) -> Usage:
    """Return what the elements of an item allow: for which territories and media, from when, until when.

    Of several times the strictest counts. One that cannot be read stays in the terms as it is written.
    """
    begins = {text: parse_moment(text) for text in begins if text and not says_without_begin(text)}
    ends = tuple(ends)
    begins_at = max(filter(None, begins.values()), default=None)
    ends_at = min(filter(None, map(parse_end, ends)), default=None)
    terms = [
        *(_only(name) for name in (*territories, *media) if name),
        *(f"Not for use before {text}" for text, at in begins.items() if at is None),
        *unread_ends(*ends),
        *([f"Not for use after {localdate(ends_at):%Y-%m-%d}"] if ends_at else []),
    ]
    return Usage(tuple(dict.fromkeys(terms)), begins_at, ends_at)


def unread_ends(*ends: str) -> tuple[str, ...]:
    """Return a term for each end of use that cannot be read: it waits for somebody who rules on it."""
    unread = (text for text in ends if text and not says_without_end(text) and not parse_end(text))
    return tuple(f"Not for use after {' '.join(text.split())[:_LONGEST]}" for text in unread)


def expression(text: str) -> str:
    """Return the sentence for a rights expression, which machines write and nobody reads here."""
    text = " ".join(text.split())[:_LONGEST]
    return f"Restricted by a rights expression that is not read: {text}" if text else ""


def _only(name: str) -> str:
    return name if _IS_SENTENCE.search(name) else f"{name} only"
