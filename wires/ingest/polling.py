"""Feeds that are fetched from an address: only what has changed, and no more often than is wished.

Knows how to ask; when to ask again is decided in wires/arriving.py.
"""

from datetime import datetime
from email.utils import parsedate_to_datetime

from django.utils.translation import gettext as _

from wires.ingest import safe_http, store
from wires.ingest.safe_http import RequestFailed
from wires.models import Delivery, Feed

TIMEOUT = 30
LONGEST_WAIT = 24 * 60 * 60  # no provider's wish keeps a feed silent for more than a day
_OK, _NO_CONTENT, _NOT_MODIFIED = 200, 204, 304


def hosts(feed: Feed) -> list[str]:
    """Whence copy and pictures of a feed may be fetched: its address's own host, and its list."""
    own = safe_http.place_of(feed.address)
    return [host for host in (own, *feed.hosts.split()) if host]


def fetch(feed: Feed, *, at: datetime) -> Delivery | None:
    """Ask the feed's address; None when nothing has changed. Marks are set on `feed`, not saved."""
    marks = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    answer = safe_http.get(
        feed.address,
        hosts=hosts(feed),
        max_bytes=feed.max_bytes,
        timeout=TIMEOUT,
        headers={name: value for name, value in marks.items() if value},
    )
    if answer.status in (_NOT_MODIFIED, _NO_CONTENT):
        return None
    if answer.status != _OK:
        raise RequestFailed(
            _("%(host)s answered with the status %(status)d.")
            % {"host": safe_http.place_of(answer.url), "status": answer.status},
            retry_after=_wait(answer.headers.get("retry-after", ""), at),
        )
    delivery = (
        store.store_delivery(feed, answer.body, name=feed.address, at=at) if answer.body else None
    )
    # Only now: what was not taken in has to be sent again.
    feed.etag = _mark(feed, "etag", answer.headers.get("etag", ""))
    feed.last_modified = _mark(feed, "last_modified", answer.headers.get("last-modified", ""))
    return delivery


def _mark(feed: Feed, name: str, value):
    """A mark as the provider gave it; half of one would be no mark."""
    fits = len(value) <= feed._meta.get_field(name).max_length
    return value if fits and value.isascii() and value.isprintable() else ""


def _wait(wish, at: datetime) -> int | None:
    """How many seconds a Retry-After asks for: it is a number or a date."""
    try:
        seconds = (
            int(wish) if wish.isdecimal() else (parsedate_to_datetime(wish) - at).total_seconds()
        )
    except (TypeError, ValueError, OverflowError):
        return None
    return min(max(int(seconds), 0), LONGEST_WAIT)
