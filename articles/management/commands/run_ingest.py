"""The wire service: polls the feeds that are due, then processes what the agencies changed.

It belongs to articles and not to wires because a kill affects the stories built on agency copy.
"""

import logging
import signal
import time
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.sign_in import delete_expired_sessions
from articles.wire import responses
from wires.ingest import folder, scheduler
from wires.models import FeedPoll

logger = logging.getLogger(__name__)

TICK = 1.0  # seconds between two rounds when nothing was received
WITHOUT_DATABASE = 10.0
RESPOND_EVERY = 15.0  # seconds; it queries the database, and alerts on screen do not wait for it
CLEAN_UP_EVERY = 60 * 60


class Command(BaseCommand):
    help = "Look at all feeds that are due, once; or with --serve until SIGTERM or Ctrl+C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--serve", action="store_true", help="Go on until stopped.")

    def handle(self, *args: Any, serve: bool, **options: Any) -> None:
        self.stopping = False
        if serve:
            self._serve()
        else:
            self._run_once()

    def _run_once(self) -> None:
        """Poll until no feed is due. A new file needs two polls, two seconds apart."""
        retries = 2
        while True:
            received = sum(self._poll())
            if not scheduler.due(timezone.now() + folder.STILL).exists():
                break
            if not received:
                if not retries:
                    break  # a file that never stops changing
                retries -= 1
                time.sleep(folder.STILL.total_seconds())
        self._respond()

    def _serve(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self.stdout.write(_("Looking at the feeds. Stop with Ctrl+C."))
        self.stdout.flush()
        responded = cleaned_up = float("-inf")
        while not self.stopping:
            pause = TICK
            close_old_connections()
            try:
                received = sum(self._poll())
                now = time.monotonic()
                if received or now - responded > RESPOND_EVERY:
                    self._respond_and_continue()
                    responded = now
                if now - cleaned_up > CLEAN_UP_EVERY:
                    scheduler.delete_old_polls(at=timezone.now())
                    delete_expired_sessions(at=timezone.now())
                    cleaned_up = now
                pause = 0 if received else TICK
            except (InterfaceError, OperationalError):
                logger.exception("The database did not answer")
                pause = WITHOUT_DATABASE
            self._sleep(pause)
        self.stdout.write(_("Stopped looking at the feeds."))

    def _poll(self) -> Iterator[int]:
        """Poll the feeds that are due; yield how many deliveries each poll received."""
        for poll in scheduler.poll_due_feeds(at=timezone.now(), stopped=lambda: self.stopping):
            self._write_summary(poll)
            yield poll.received

    def _write_summary(self, poll: FeedPoll) -> None:
        if poll.received:
            params = {"new": poll.received, "bad": poll.quarantined}
            line = _("%(new)d taken in, %(bad)d of them quarantined.") % params
            self.stdout.write(f"{poll.feed}: {line}")
        if poll.error:
            self.stdout.write(f"{poll.feed}: {poll.error}")
        self.stdout.flush()

    def _respond(self) -> None:
        responses.process_agency_changes(at=timezone.now())

    def _respond_and_continue(self) -> None:
        """Process the agencies' changes; a failure is logged and does not stop the polling."""
        try:
            self._respond()
        except (InterfaceError, OperationalError):
            raise
        except Exception:
            logger.exception("What the agencies changed was not processed")

    def _stop(self, *_signal: Any) -> None:
        self.stopping = True

    def _sleep(self, seconds: float) -> None:
        """Wait, but no longer than a fifth of a second after the service was asked to stop."""
        until = time.monotonic() + seconds
        while not self.stopping and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.2))
