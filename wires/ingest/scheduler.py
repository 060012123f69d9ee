"""Looking at feeds: which are due, one poll at one, its log line, and its health afterwards.

Two services may run at once: who moves `next_poll_at` first has the poll, and what two take in all
the same is entered once (wires/receiving.py). Knows nothing of the copy that is built on items.
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
from wires.ingest.folder import Trouble
from wires.ingest.safe_http import BlockedAddress, RequestFailed
from wires.models import Delivery, Feed, FeedPoll

logger = logging.getLogger(__name__)

BATCH = 500  # files in one poll, and seconds for it: other feeds wait meanwhile
SECONDS = 20
LEASE = timedelta(minutes=1)  # after which a poll that never ended is somebody else's
LONGEST_BACK_OFF = timedelta(hours=1)
LOG_KEPT = timedelta(days=90)

_HEALTH = (
    "next_poll_at",
    "last_polled_at",
    "last_delivery_at",
    "consecutive_failures",
    "last_error",
)
_HEALTH += ("etag", "last_modified")


def due(at: datetime) -> QuerySet:
    """The feeds to be polled by `at`, the longest waiting first."""
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
    """Poll one feed, due or not; return the poll, which is logged if it delivered something or failed."""
    poll, next_at, wait = FeedPoll(feed=feed, created_at=at), None, 0
    try:
        if feed.transport == Feed.Transport.FOLDER:
            next_at = _poll_folder(feed, poll, stopped)
        elif feed.transport == Feed.Transport.POLLED:
            _count(poll, polling.fetch(feed, at=at))
    except (Trouble, BlockedAddress, RequestFailed) as why:
        poll.error, wait = str(why), getattr(why, "retry_after", None) or 0
    except (InterfaceError, OperationalError):
        raise  # the database is away, and with it the log
    except Exception:  # no feed keeps the others from arriving
        logger.exception("The poll of %s failed", feed)
        poll.error = _("The look failed for a reason of our own. Tell whoever runs the newsroom.")
    _keep_health(feed, poll, next_at, wait)
    if poll.received or poll.error:
        poll.save()
    return poll


def quiet_feeds(at: datetime) -> list[Feed]:
    """The feeds that have been silent for longer than is usual with them, the longest first."""
    polled = (Feed.Transport.FOLDER, Feed.Transport.POLLED)
    feeds = Feed.objects.filter(
        active=True, transport__in=polled, max_silence_minutes__isnull=False
    )
    silent = [
        feed
        for feed in feeds.select_related("agency")
        if silent_since(feed) < at - timedelta(minutes=feed.max_silence_minutes)
    ]
    return sorted(silent, key=silent_since)


def silent_since(feed: Feed) -> datetime:
    """When the feed last brought something new, or was set up."""
    return feed.last_delivery_at or feed.created_at


def delete_old_polls(*, at: datetime) -> None:
    """Shorten the log. Deliveries are not part of it and stay."""
    FeedPoll.objects.filter(created_at__lt=at - LOG_KEPT).delete()


def _claim(feed: Feed, at: datetime) -> bool:
    """Whether this process got the poll: no other has moved `next_poll_at` since the feed was read."""
    seen = Feed.objects.filter(pk=feed.pk, active=True, next_poll_at=feed.next_poll_at)
    return seen.update(next_poll_at=at + LEASE) == 1


def _poll_folder(feed: Feed, poll: FeedPoll, stopped: Callable) -> datetime | None:
    """Ingest the complete files of the folder; return when to poll next, if sooner than usual."""
    found, began, taken, troubles = folder.find(feed, at=poll.created_at), time.monotonic(), 0, []
    soon = poll.created_at + folder.STILL if found.waiting else None
    for path in found.complete:
        passed = time.monotonic() - began
        if taken == BATCH or passed > SECONDS or stopped():
            soon = poll.created_at  # there is more: at once
            break
        try:
            # Each arrives when it does: a list that is sorted by that must not be overtaken.
            delivery = folder.ingest_file(
                feed, path, at=poll.created_at + timedelta(seconds=passed)
            )
        except Trouble as why:  # of one file: the next ones are no worse for it
            troubles.append(str(why))
            continue
        taken += 1
        _count(poll, delivery)
    poll.error = "\n".join(troubles[:5])
    return soon or poll.created_at + timedelta(seconds=feed.interval)


def _count(poll: FeedPoll, delivery: Delivery) -> None:
    """What arrived in this poll; what was known before did not arrive again."""
    if delivery is not None and delivery.is_new:
        poll.received += 1
        poll.quarantined += delivery.state == Delivery.State.QUARANTINED


def _keep_health(feed: Feed, poll: FeedPoll, next_at: datetime, wait: int) -> None:
    """How the feed does after a poll. Without a moment for the next one, failures put it off."""
    interval = timedelta(seconds=feed.interval)
    feed.last_polled_at, feed.last_error = poll.created_at, poll.error
    feed.consecutive_failures = feed.consecutive_failures + 1 if poll.error else 0
    if poll.received:
        feed.last_delivery_at = poll.created_at
    doubled = min(interval * 2 ** min(feed.consecutive_failures, 12), LONGEST_BACK_OFF)
    pause = max(interval, doubled, timedelta(seconds=wait)) if poll.error else interval
    feed.next_poll_at = next_at or poll.created_at + pause
    feed.save(update_fields=_HEALTH)
