"""Update and compile both gettext catalogues (`make messages`); --check only checks them."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom import catalogue_source


class Command(BaseCommand):
    help = "Bring both catalogues up to date with the source and compile them."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; fail if they are not complete."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        try:
            if check:
                strings = catalogue_source.strings_of_source(settings.BASE_DIR)
                faults = catalogue_source.faults(settings.BASE_DIR / "locale", strings)
            else:
                faults = self._update()
        except catalogue_source.CatalogueError as error:
            raise CommandError(str(error)) from error
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write("Both catalogues are complete.")

    def _update(self) -> list[str]:
        """Update both, write what is new and gone, and return what is still to be translated."""
        untranslated: list[str] = []
        for update in catalogue_source.update(settings.BASE_DIR):
            self.stdout.write(f"{update.name}: {update.strings} strings")
            for text in update.new:
                self.stdout.write(f"{update.name}: new is “{text}”.")
            for text, translation in update.gone:
                self.stdout.write(f"{update.name}: gone is “{text}”, in it “{translation}”.")
            untranslated += [f"{update.name}: translate “{text}”." for text in update.untranslated]
        return untranslated
