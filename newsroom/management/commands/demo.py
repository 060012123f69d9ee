"""From an empty folder to a running newsroom on this machine: migrate, load, serve, work."""

from contextlib import ExitStack

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from newsroom.demo import backend, content, database, people, preflight, processes

INTERRUPTED = 130  # the exit code of a command that was ended by Ctrl+C


class Command(BaseCommand):
    help = "Prepare the demo and run it on 127.0.0.1 until Ctrl+C. Running it again keeps its data."
    requires_system_checks = []  # they are made below, after the port was asked for

    def add_arguments(self, parser):
        parser.add_argument("--port", default="8000")
        parser.add_argument("--prepare-only", action="store_true", help="Load, but do not serve.")

    def handle(self, *args, port, prepare_only, **options):
        if settings.MODE != "demo":
            raise CommandError("The demo runs in demo mode only. Set NEWSROOM_MODE=demo.")
        with processes.interrupted_by_signals(), ExitStack() as held:
            try:
                listener, site_url = None, ""
                if not prepare_only:
                    port = preflight.read_port(str(port))
                    site_url = f"http://{preflight.HOST}:{port}"
                held.enter_context(preflight.sole_use_of(settings.DATA_DIR, site_url))
                if not prepare_only:
                    listener = held.enter_context(preflight.open_port(port))
                self._prepare()
            except KeyboardInterrupt:
                sentence = "The demo was stopped before it was ready: run make demo to begin again."
                raise CommandError(sentence, returncode=INTERRUPTED) from None
            if listener:
                self._tell(site_url)
                processes.serve(listener, site_url)

    def _prepare(self):
        """Bring the database to this version and load what is not there yet."""
        database.require_usable(connection)
        self.check()
        try:
            database.bring_up_to_date(connection)
            call_command("collectstatic", interactive=False, verbosity=0)
            if content.is_there():
                self.stdout.write("The demo's stories are there already.")
                return
            self.stdout.write("Loading the demo …")
            content.load(at=timezone.now(), tell=self.stdout.write)
        except DatabaseError as error:
            raise database.failed(connection, error) from error

    def _tell(self, site_url):
        self.stdout.write(
            f"\nReaders:  {site_url}/\n"
            f"The desk: {site_url}/admin/\n"
            f"Accounts: {', '.join(people.ACCOUNTS)} (password: {backend.PASSWORD})\n"
            "Stop with Ctrl+C.\n"
        )
        self.stdout.flush()
