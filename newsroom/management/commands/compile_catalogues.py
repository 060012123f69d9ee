"""Compile the gettext catalogues: a step of every deployment. Needs neither gettext nor a database."""

from typing import Any

from django.core.management.base import BaseCommand

from newsroom import catalogues


class Command(BaseCommand):
    help = "Compile the catalogues that are not compiled yet or have changed since."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for path in catalogues.compile_stale():
            self.stdout.write(f"Compiled {catalogues.name(path)}.")
