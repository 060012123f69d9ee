"""From an empty folder to a running newsroom on this machine: migrate, load, serve, work."""

import os
import secrets
import signal
import subprocess
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from newsroom.demo import backend, content, people


class Command(BaseCommand):
    help = "Prepare the demo and run it on 127.0.0.1 until Ctrl+C. Running it again keeps its data."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare-only", action="store_true", help="Load, but do not serve.")

    def handle(self, *args, port, prepare_only, **options):
        if settings.MODE != "demo":
            raise CommandError("The demo runs in demo mode only. Set NEWSROOM_MODE=demo.")
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if content.is_there():
            self.stdout.write("The demo's stories are there already.")
        else:
            self.stdout.write("Loading the demo …")
            content.load(at=timezone.now(), tell=self.stdout.write)
        if not prepare_only:
            self._tell(port)
            sys.exit(self._serve(port))

    def _tell(self, port):
        self.stdout.write(
            f"\nReaders:  http://127.0.0.1:{port}/\n"
            f"The desk: http://127.0.0.1:{port}/admin/\n"
            f"Accounts: {', '.join(people.ACCOUNTS)} (password: {backend.PASSWORD})\n"
            "Stop with Ctrl+C.\n"
        )
        self.stdout.flush()

    def _serve(self, port):
        """The production stack: server, task worker, wire service. If one ends, so do the others."""
        environment = {
            **os.environ,
            "NEWSROOM_MODE": "demo",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "SITE_URL": f"http://127.0.0.1:{port}",
            "SITE_NAME": "Bản tin Sông Hương",
        }
        commands = (
            ["gunicorn", "newsroom.wsgi", "--bind", f"127.0.0.1:{port}"]
            + ["--workers", "2", "--threads", "4", "--worker-class", "gthread"]
            + ["--no-control-socket"],
            [str(settings.BASE_DIR / "manage.py"), "worker", "--no-reload"],
            [str(settings.BASE_DIR / "manage.py"), "wires", "--serve"],
        )
        running = [self._start(command, environment) for command in commands]
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            while True:
                for process in running:
                    try:
                        return process.wait(timeout=1)
                    except subprocess.TimeoutExpired:
                        continue
        except KeyboardInterrupt:
            return 0
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait()

    def _start(self, command, environment):
        module = ["-m", *command] if command[0] == "gunicorn" else command
        return subprocess.Popen([sys.executable, *module], env=environment)  # noqa: S603
