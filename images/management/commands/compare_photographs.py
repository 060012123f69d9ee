"""`manage.py compare_photographs`: compare pictures from before with the library, to find the same ones."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from images import photographs, tasks


class Command(BaseCommand):
    help = (
        "Compare pictures that were never compared with the library, so that the same photograph is"
        " recognised. It may be interrupted at any time and run again; what was compared stays."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--in-background",
            action="store_true",
            help="Leave it to the worker, and return at once.",
        )

    def handle(self, *args: Any, in_background: bool, **options: Any) -> None:
        if in_background:
            tasks.compare_photographs.enqueue()
            self.stdout.write("The worker compares them.")
            return
        with translation.override("en"):
            self._compare()

    def _compare(self) -> None:
        count, broken = 0, []
        for image in photographs.not_compared().iterator(chunk_size=500):
            try:
                photographs.compare(image, at=timezone.now())
            except Exception as error:  # one broken picture stops no other
                broken.append(
                    f"Picture {image.pk} was not compared: {error or type(error).__name__}."
                )
            else:
                count += 1
        if broken:
            raise CommandError("\n".join(broken))
        self.stdout.write(f"{count} compared." if count else "Nothing to do.")
