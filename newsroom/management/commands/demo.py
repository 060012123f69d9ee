"""Prepare and run the demo on this machine: migrate, load the content, start the processes."""

import socket
from argparse import ArgumentParser
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from articles import roles
from newsroom.demo import backend, content, database, people, preflight, processes

INTERRUPTED = 130  # the exit code of a command that was ended by Ctrl+C


class Command(BaseCommand):
    help = "Prepare the demo and run it on 127.0.0.1 until Ctrl+C. Running it again keeps its data."
    requires_system_checks = []  # made in _prepare, after the port was reserved

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default="8000")
        parser.add_argument("--prepare-only", action="store_true", help="Load, but do not serve.")

    def handle(self, *args: Any, port: str, prepare_only: bool, **options: Any) -> None:
        if settings.MODE != "demo":
            raise CommandError("The demo runs in demo mode only. Set NEWSROOM_MODE=demo.")
        with processes.signals_as_interrupts(), ExitStack() as stack:
            listener: socket.socket | None = None
            number, site_url = 0, ""
            try:
                if not prepare_only:
                    number = preflight.read_port(str(port))
                    site_url = f"http://{preflight.HOST}:{number}"
                stack.enter_context(preflight.lock_data_folder(settings.DATA_DIR, site_url))
                if not prepare_only:
                    listener = stack.enter_context(preflight.open_port(number))
                self._prepare()
            except KeyboardInterrupt:
                message = "The demo was stopped before it was ready: run make demo to begin again."
                raise CommandError(message, returncode=INTERRUPTED) from None
            if listener:
                self._write_addresses(site_url)
                processes.serve(listener, site_url)

    def _prepare(self) -> None:
        """Migrate the database, and load the content unless it is loaded already."""
        database.require_usable(connection)
        self.check()
        try:
            database.migrate(connection)
            roles.update()
            call_command("collectstatic", interactive=False, verbosity=0)
            if content.is_loaded():
                self.stdout.write("The demo's stories are there already.")
                return
            self.stdout.write("Loading the demo …")
            content.load(at=timezone.now(), write=self.stdout.write)
        except DatabaseError as error:
            raise database.preparation_failed(connection, error) from error

    def _write_addresses(self, site_url: str) -> None:
        self.stdout.write(
            f"\nReaders:  {site_url}/\n"
            f"The desk: {site_url}/admin/\n"
            f"Accounts: {', '.join(people.ACCOUNTS)} (password: {backend.PASSWORD})\n"
            "Stop with Ctrl+C.\n"
        )
        self.stdout.flush()
