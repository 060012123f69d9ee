"""Looking at feeds: which are due, one look at one, its log line, and its health afterwards.

Two services may run at once: who moves `next_look_at` first has the look, and what two take in all
the same is entered once (wires/receiving.py). Knows nothing of the copy that is built on items.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError
from django.db.models import F
from django.utils.translation import gettext as _

from wires import folder, polling
from wires.fetching import Failed, Refused
from wires.folder import Trouble
from wires.models import Delivery, Feed, Look

logger = logging.getLogger(__name__)

BATCH = 500  # files in one look, and seconds for it: other feeds wait meanwhile
SECONDS = 20
LEASE = timedelta(minutes=1)  # after which a look that never ended is somebody else's
LONGEST_BACK_OFF = timedelta(hours=1)
LOG_KEPT = timedelta(days=90)

_HEALTH = ("next_look_at", "looked_at", "heard_at", "failures", "last_error")
_HEALTH += ("etag", "last_modified")


def due(at: datetime):
    """The feeds that somebody has to look at by `at`, the longest waiting first."""
    looked_at = (Feed.Arrives.FOLDER, Feed.Arrives.POLLED)
    feeds = Feed.objects.filter(active=True, arrives__in=looked_at).exclude(next_look_at__gt=at)
    return feeds.order_by(F("next_look_at").asc(nulls_first=True), "pk")


def look_around(*, at: datetime, stopped: Callable[[], bool] = lambda: False) -> list[Look]:
    """One look at every feed that is due and that nobody else has just taken."""
    looks, began = [], time.monotonic()
    for feed in due(at):
        if stopped():
            break
        now = at + timedelta(seconds=time.monotonic() - began)
        if _claim(feed, now):
            looks.append(look_at(feed, at=now, stopped=stopped))
    return looks


def look_at(feed: Feed, *, at: datetime, stopped: Callable[[], bool] = lambda: False) -> Look:
    """One look at one feed, due or not. A look that brought something or failed is in the log."""
    look, next_at, wait = Look(feed=feed, at=at), None, 0
    try:
        if feed.arrives == Feed.Arrives.FOLDER:
            next_at = _look_in_folder(feed, look, stopped)
        elif feed.arrives == Feed.Arrives.POLLED:
            _count(look, polling.fetch(feed, at=at))
    except (Trouble, Refused, Failed) as why:
        look.error, wait = str(why), getattr(why, "retry_after", None) or 0
    except (InterfaceError, OperationalError):
        raise  # the database is away, and with it the log
    except Exception:  # no feed keeps the others from arriving
        logger.exception("The look at %s failed", feed)
        look.error = _("The look failed for a reason of our own. Tell whoever runs the newsroom.")
    _keep_health(feed, look, next_at, wait)
    if look.received or look.error:
        look.save()
    return look


def quiet(at: datetime) -> list[Feed]:
    """The feeds that have been silent for longer than is usual with them, the longest first."""
    looked_at = (Feed.Arrives.FOLDER, Feed.Arrives.POLLED)
    feeds = Feed.objects.filter(active=True, arrives__in=looked_at, usual_gap__isnull=False)
    silent = [
        feed
        for feed in feeds.select_related("agency")
        if silent_since(feed) < at - timedelta(minutes=feed.usual_gap)
    ]
    return sorted(silent, key=silent_since)


def silent_since(feed: Feed) -> datetime:
    """When the feed last brought something new, or was set up."""
    return feed.heard_at or feed.created_at


def forget_old_looks(*, at: datetime) -> None:
    """Shorten the log. Deliveries are not part of it and stay."""
    Look.objects.filter(at__lt=at - LOG_KEPT).delete()


def _claim(feed, at) -> bool:
    """Take the look, unless somebody else has moved the moment since the feed was read."""
    seen = Feed.objects.filter(pk=feed.pk, active=True, next_look_at=feed.next_look_at)
    return seen.update(next_look_at=at + LEASE) == 1


def _look_in_folder(feed, look, stopped) -> datetime | None:
    """Take in what is complete; when to come again, if that is sooner than usual."""
    found, began, taken, troubles = folder.find(feed, at=look.at), time.monotonic(), 0, []
    soon = look.at + folder.STILL if found.waiting else None
    for path in found.complete:
        passed = time.monotonic() - began
        if taken == BATCH or passed > SECONDS or stopped():
            soon = look.at  # there is more: at once
            break
        try:
            # Each arrives when it does: a list that is sorted by that must not be overtaken.
            delivery = folder.take_in(feed, path, at=look.at + timedelta(seconds=passed))
        except Trouble as why:  # of one file: the next ones are no worse for it
            troubles.append(str(why))
            continue
        taken += 1
        _count(look, delivery)
    look.error = "\n".join(troubles[:5])
    return soon or look.at + timedelta(seconds=feed.interval)


def _count(look, delivery):
    """What arrived in this look; what was known before did not arrive again."""
    if delivery is not None and delivery.is_new:
        look.received += 1
        look.quarantined += delivery.state == Delivery.State.QUARANTINED


def _keep_health(feed, look, next_at, wait):
    """How the feed does after a look. Without a moment for the next one, failures put it off."""
    interval = timedelta(seconds=feed.interval)
    feed.looked_at, feed.last_error = look.at, look.error
    feed.failures = feed.failures + 1 if look.error else 0
    if look.received:
        feed.heard_at = look.at
    doubled = min(interval * 2 ** min(feed.failures, 12), LONGEST_BACK_OFF)
    pause = max(interval, doubled, timedelta(seconds=wait)) if look.error else interval
    feed.next_look_at = next_at or look.at + pause
    feed.save(update_fields=_HEALTH)
