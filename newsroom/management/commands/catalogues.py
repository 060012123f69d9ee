"""`make messages`: both gettext catalogues up to date and compiled; --check only judges them."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Bring both catalogues up to date with the source and compile them."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; fail if they are not complete."
        )

    def handle(self, *args, check, **options):
        try:
            from newsroom import catalogues  # needs polib, which only developers have
        except ImportError as error:
            raise CommandError(
                f"The catalogues were not read: {error.name} is not installed. Run “make setup”."
            ) from error
        try:
            if check:
                strings = catalogues.strings_of_source(settings.BASE_DIR)
                found = catalogues.faults(settings.BASE_DIR / "locale", strings)
            else:
                found = self._update(catalogues)
        except catalogues.CatalogueError as error:
            raise CommandError(str(error)) from error
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("Both catalogues are complete.")

    def _update(self, catalogues):
        untranslated = []
        for count in catalogues.update(settings.BASE_DIR):
            self.stdout.write(f"{count.name}: {count.strings} strings")
            untranslated += [f"{count.name}: translate “{said}”." for said in count.untranslated]
        return untranslated
