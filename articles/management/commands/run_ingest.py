"""The wire service: looks at the feeds that are due, then heeds what the agencies changed.

It stands here and not in wires because stories built on agency copy have to hear of a kill.
"""

import logging
import signal
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.wire import alarms
from wires.ingest import folder, scheduler
from wires.models import FeedPoll

logger = logging.getLogger(__name__)

TICK = 1.0  # seconds between two rounds in which nothing arrived
WITHOUT_DATABASE = 10.0
ALARMS_EVERY = 15.0  # heeding asks the database; alarms on screen do not wait for it
LOG_EVERY = 60 * 60


class Command(BaseCommand):
    help = "Look at all feeds that are due, once; or with --serve until SIGTERM or Ctrl+C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--serve", action="store_true", help="Go on until stopped.")

    def handle(self, *args: Any, serve, **options: Any) -> None:
        self.stopping = False
        if serve:
            self._serve()
        else:
            self._once()

    def _once(self) -> None:
        """Look until nothing is left that is ready: a new file is seen twice, two seconds apart."""
        patience = 2
        while True:
            brought = sum(self._look_around())
            if not scheduler.due(timezone.now() + folder.STILL).exists():
                break
            if not brought:
                if not patience:
                    break  # a file that never stands still
                patience -= 1
                time.sleep(folder.STILL.total_seconds())
        self._heed()

    def _serve(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self.stdout.write(_("Looking at the feeds. Stop with Ctrl+C."))
        self.stdout.flush()
        heeded = shortened = float("-inf")
        while not self.stopping:
            pause = TICK
            close_old_connections()
            try:
                brought = sum(self._look_around())
                now = time.monotonic()
                if brought or now - heeded > ALARMS_EVERY:
                    self._heed_and_go_on()
                    heeded = now
                if now - shortened > LOG_EVERY:
                    scheduler.delete_old_polls(at=timezone.now())
                    shortened = now
                pause = 0 if brought else TICK
            except (InterfaceError, OperationalError):
                logger.exception("The database did not answer")
                pause = WITHOUT_DATABASE
            self._rest(pause)
        self.stdout.write(_("Stopped looking at the feeds."))

    def _look_around(self) -> None:
        """One round; how many deliveries each look brought."""
        for look in scheduler.poll_due_feeds(at=timezone.now(), stopped=lambda: self.stopping):
            self._tell(look)
            yield look.received

    def _tell(self, look: FeedPoll) -> None:
        if look.received:
            words = {"new": look.received, "bad": look.quarantined}
            line = _("%(new)d taken in, %(bad)d of them quarantined.") % words
            self.stdout.write(f"{look.feed}: {line}")
        if look.error:
            self.stdout.write(f"{look.feed}: {look.error}")
        self.stdout.flush()

    def _heed(self) -> None:
        alarms.process_agency_changes(at=timezone.now())

    def _heed_and_go_on(self) -> None:
        """Heed; a fault in that keeps no copy from arriving, and alarms on screen are a query."""
        try:
            self._heed()
        except (InterfaceError, OperationalError):
            raise
        except Exception:
            logger.exception("What the agencies changed was not heeded")

    def _stop(self, *_signal: Any) -> None:
        self.stopping = True

    def _rest(self, seconds) -> None:
        """Wait, but not for long once told to stop."""
        until = time.monotonic() + seconds
        while not self.stopping and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.2))
