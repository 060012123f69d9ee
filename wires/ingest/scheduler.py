"""Polling feeds: which are due, the poll of a feed, its log entry, and its health afterwards.

Two processes may run at once. The one that moves `next_poll_at` first has the poll, and a delivery
that both receive is stored once (wires/ingest/store.py).
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError
from django.db.models import F
from django.db.models.query import QuerySet
from django.utils.translation import gettext as _

from wires.ingest import folder, polling
from wires.ingest.folder import FolderError
from wires.ingest.safe_http import BlockedAddress, RequestFailed
from wires.models import Delivery, Feed, FeedPoll

logger = logging.getLogger(__name__)

BATCH = 500  # files of a poll, and seconds for it: other feeds wait meanwhile
SECONDS = 20
LEASE = timedelta(minutes=1)  # after which another process may take over a poll that never ended
LONGEST_BACK_OFF = timedelta(hours=1)
LOG_RETENTION = timedelta(days=90)

_HEALTH_FIELDS = (
    "next_poll_at",
    "last_polled_at",
    "last_delivery_at",
    "consecutive_failures",
    "last_error",
    "etag",
    "last_modified",
)


def due(at: datetime) -> QuerySet[Feed]:
    """Return the feeds to be polled by `at`, the longest waiting first."""
    polled = (Feed.Transport.FOLDER, Feed.Transport.POLLED)
    feeds = Feed.objects.filter(active=True, transport__in=polled).exclude(next_poll_at__gt=at)
    return feeds.order_by(F("next_poll_at").asc(nulls_first=True), "pk")


def poll_due_feeds(*, at: datetime, stopped: Callable[[], bool] = lambda: False) -> list[FeedPoll]:
    """Poll every feed that is due and that no other process has just claimed; return the polls."""
    polls, began = [], time.monotonic()
    for feed in due(at):
        if stopped():
            break
        now = at + timedelta(seconds=time.monotonic() - began)
        if _claim(feed, now):
            polls.append(poll_feed(feed, at=now, stopped=stopped))
    return polls


def poll_feed(feed: Feed, *, at: datetime, stopped: Callable[[], bool] = lambda: False) -> FeedPoll:
    """Poll a feed, due or not; return the poll, which is saved if it received something or failed."""
    poll = FeedPoll(feed=feed, created_at=at)
    next_at: datetime | None = None
    wait = 0
    try:
        if feed.transport == Feed.Transport.FOLDER:
            next_at = _poll_folder(feed, poll, stopped)
        elif feed.transport == Feed.Transport.POLLED:
            _count(poll, polling.fetch(feed, at=at))
    except (FolderError, BlockedAddress, RequestFailed) as error:
        poll.error, wait = str(error), getattr(error, "retry_after", None) or 0
    except (InterfaceError, OperationalError):
        raise  # without the database the log cannot be written either
    except Exception:  # a fault in one feed must not stop the others
        logger.exception("The poll of %s failed", feed)
        poll.error = _("The look failed for a reason of our own. Tell whoever runs the newsroom.")
    _update_health(feed, poll, next_at, wait)
    if poll.received or poll.error:
        poll.save()
    return poll


def quiet_feeds(at: datetime) -> list[Feed]:
    """Return the feeds silent for longer than their `max_silence_minutes`, the longest first."""
    polled = (Feed.Transport.FOLDER, Feed.Transport.POLLED)
    feeds = Feed.objects.filter(
        active=True, transport__in=polled, max_silence_minutes__isnull=False
    )
    silent = [
        feed
        for feed in feeds.select_related("agency")
        if feed.max_silence_minutes is not None
        and at - silent_since(feed) > timedelta(minutes=feed.max_silence_minutes)
    ]
    return sorted(silent, key=silent_since)


def silent_since(feed: Feed) -> datetime:
    """Return when the feed last delivered something new, or when it was created."""
    return feed.last_delivery_at or feed.created_at


def delete_old_polls(*, at: datetime) -> None:
    """Delete the polls older than LOG_RETENTION. Deliveries stay."""
    FeedPoll.objects.filter(created_at__lt=at - LOG_RETENTION).delete()


def _claim(feed: Feed, at: datetime) -> bool:
    """Claim the poll of a feed; return False when another process has claimed it since it was read."""
    unclaimed = Feed.objects.filter(pk=feed.pk, active=True, next_poll_at=feed.next_poll_at)
    return unclaimed.update(next_poll_at=at + LEASE) == 1


def _poll_folder(feed: Feed, poll: FeedPoll, stopped: Callable[[], bool]) -> datetime | None:
    """Ingest the complete files of the folder; return when to poll next, if sooner than usual."""
    contents, began = folder.find(feed, at=poll.created_at), time.monotonic()
    ingested, errors = 0, []
    next_at = poll.created_at + folder.STILL if contents.waiting else None
    for path in contents.complete:
        passed = time.monotonic() - began
        if ingested == BATCH or passed > SECONDS or stopped():
            next_at = poll.created_at  # the remaining files are polled at once
            break
        try:
            # Each file has its own time of arrival, so that lists sorted by it keep their order.
            delivery = folder.ingest_file(
                feed, path, at=poll.created_at + timedelta(seconds=passed)
            )
        except FolderError as error:  # it concerns this file only
            errors.append(str(error))
            continue
        ingested += 1
        _count(poll, delivery)
    poll.error = "\n".join(errors[:5])
    return next_at or poll.created_at + timedelta(seconds=feed.interval)


def _count(poll: FeedPoll, delivery: Delivery | None) -> None:
    """Count a delivery in its poll, unless it was stored before."""
    if delivery is not None and delivery.is_new:
        poll.received += 1
        poll.quarantined += delivery.state == Delivery.State.QUARANTINED


def _update_health(feed: Feed, poll: FeedPoll, next_at: datetime | None, wait: int) -> None:
    """Save the feed's health after a poll. Without `next_at`, failures delay the next poll."""
    interval = timedelta(seconds=feed.interval)
    feed.last_polled_at, feed.last_error = poll.created_at, poll.error
    feed.consecutive_failures = feed.consecutive_failures + 1 if poll.error else 0
    if poll.received:
        feed.last_delivery_at = poll.created_at
    back_off = min(interval * 2 ** min(feed.consecutive_failures, 12), LONGEST_BACK_OFF)
    pause = max(interval, back_off, timedelta(seconds=wait)) if poll.error else interval
    feed.next_poll_at = next_at or poll.created_at + pause
    feed.save(update_fields=_HEALTH_FIELDS)
