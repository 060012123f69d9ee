"""Moments that a delivery states, within the bounds of text/datetimes.py.

Pure but for what holds within `reading_in`: the zone of moments that state none, and the list of those
that parsers cannot read and leave out, which the delivery names.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, tzinfo

from django.utils.translation import gettext as _

from text import normalise
from text.datetimes import parse_datetime, says_without_end

_SHOWN = 5  # of the moments that were left out
_LONGEST, _READ = 40, 200  # characters of each, and of what they are taken from
_left_out: ContextVar[list[str] | None] = ContextVar("left_out", default=None)
_zone: ContextVar[tzinfo] = ContextVar("zone", default=UTC)


@contextmanager
def reading_in(zone: tzinfo) -> Iterator[list[str]]:
    """Read moments without a zone in `zone`; give the list of those left out, as they are written."""
    left_out: list[str] = []
    tokens = _left_out.set(left_out), _zone.set(zone)
    try:
        yield left_out
    finally:
        _left_out.reset(tokens[0])
        _zone.reset(tokens[1])


def house_zone() -> tzinfo:
    """Return the zone of moments that state none: that of the feed, UTC where nothing is read for one."""
    return _zone.get()


def parse_moment(text: str | None) -> datetime | None:
    """Return the moment that `text` says; None for none, and for one that is left out."""
    at = parse_datetime(text, house_zone())
    if at is None and text:
        leave_out(text)
    return at


def parse_end(text: str | None) -> datetime | None:
    """Return the end that `text` says, of an embargo or of a time of use; None as `parse_moment`.

    None too, and nothing left out, for a far future: “9999-12-31” says that there is no end. An
    embargo that has an end, and of which this is None, is one without a readable end.
    """
    return None if says_without_end(text) else parse_moment(text)


def parse_embargo(text: str | None) -> datetime | None:
    """Return the end of an embargo as `parse_end`; of an hour that a clock shows twice, the second."""
    at = parse_end(text)
    if at is None:
        return None
    again = at.replace(fold=1)
    return again if again.astimezone(UTC) > at.astimezone(UTC) else at


def leave_out(text: str) -> None:
    """Add a moment that a parser read by itself and could not use."""
    left_out = _left_out.get()
    written = normalise.one_line(text.strip()[:_READ].encode("utf-8", "replace").decode())
    if left_out is not None and written:
        left_out.append(written[:_LONGEST])


def remark(left_out: Iterable[str]) -> list[str]:
    """Return one remark on the moments that were left out, if there are any."""
    texts = list(dict.fromkeys(left_out))
    if not texts:
        return []
    quoted = ", ".join(f"“{text}”" for text in texts[:_SHOWN])
    return [
        _(
            "Times that cannot be read or lie outside 1900–2200 were left out (%(count)d): %(texts)s."
        )
        % {"count": len(texts), "texts": quoted}
    ]
