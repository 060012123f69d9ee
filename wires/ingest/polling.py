"""Feeds that are fetched from an address, with conditional requests and Retry-After.

When to fetch again is decided in wires/ingest/scheduler.py.
"""

from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, cast

from django.db.models import Field
from django.utils.translation import gettext as _

from wires.ingest import safe_http, store
from wires.ingest.safe_http import RequestFailed
from wires.models import Delivery, Feed

TIMEOUT = 30
LONGEST_WAIT = 24 * 60 * 60  # seconds; a longer Retry-After is cut to one day
_OK, _NO_CONTENT, _NOT_MODIFIED = 200, 204, 304


def hosts(feed: Feed) -> list[str]:
    """Return the hosts that the feed may be fetched from: its address's own, and its list."""
    own = safe_http.host_of(feed.address)
    return [host for host in (own, *feed.hosts.split()) if host]


def fetch(feed: Feed, *, at: datetime) -> Delivery | None:
    """Fetch the feed's address and return the stored delivery; None when nothing has changed.

    The validators `etag` and `last_modified` are set on `feed`, which is not saved.
    """
    validators = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    response = safe_http.get(
        feed.address,
        hosts=hosts(feed),
        max_bytes=feed.max_bytes,
        timeout=TIMEOUT,
        headers={name: value for name, value in validators.items() if value},
    )
    if response.status in (_NOT_MODIFIED, _NO_CONTENT):
        return None
    if response.status != _OK:
        raise RequestFailed(
            _("%(host)s answered with the status %(status)d.")
            % {"host": safe_http.host_of(response.url), "status": response.status},
            retry_after=_seconds_to_wait(response.headers.get("retry-after", ""), at),
            code="status_not_ok",
        )
    delivery = (
        store.store_delivery(feed, response.body, name=feed.address, at=at)
        if response.body
        else None
    )
    # Only after the delivery is stored: an answer that was not stored has to be sent again.
    feed.etag = _validator(feed, "etag", response.headers.get("etag", ""))
    feed.last_modified = _validator(
        feed, "last_modified", response.headers.get("last-modified", "")
    )
    return delivery


def _validator(feed: Feed, name: str, value: str) -> str:
    """Return a validator as the provider sent it, "" when its column cannot hold all of it."""
    field = cast("Field[Any, Any]", feed._meta.get_field(name))
    fits = len(value) <= (field.max_length or 0)
    return value if fits and value.isascii() and value.isprintable() else ""


def _seconds_to_wait(retry_after: str, at: datetime) -> int | None:
    """Return the seconds that a Retry-After header asks for, as a number or as a date."""
    try:
        seconds = (
            int(retry_after)
            if retry_after.isdecimal()
            else (parsedate_to_datetime(retry_after) - at).total_seconds()
        )
    except (TypeError, ValueError, OverflowError):
        return None
    return min(max(int(seconds), 0), LONGEST_WAIT)
