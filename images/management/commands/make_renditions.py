"""`manage.py make_renditions`: make files that pictures lack or that are no longer right."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from images.files import renditions
from images.models import Image


class Command(BaseCommand):
    help = (
        "Make the renditions that are missing or no longer right. It may be interrupted at any time"
        " and run again; what was made stays."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="Make everything again.")
        parser.add_argument(
            "--after",
            type=int,
            default=0,
            metavar="NUMBER",
            help="Begin after this picture: the last one that an interrupted run with --all named.",
        )

    def handle(self, *args: Any, all: bool, after: int, **options: Any) -> None:
        with translation.override("en"):
            self._make(
                _everything(after) if all else list(renditions.needing_work(after=after)), all
            )

    def _make(self, pictures: list[int], force: bool) -> None:
        broken = []
        for done, pk in enumerate(pictures, start=1):
            try:
                made = renditions.make(Image(pk=pk), renditions.ALL, force=force)
            except Exception as error:  # one broken picture stops no other
                broken.append(f"Picture {pk} was left as it is: {_sentence(error)}")
                self.stdout.write(f"{done} of {len(pictures)}: picture {pk}, failed")
            else:
                self.stdout.write(f"{done} of {len(pictures)}: picture {pk}, {len(made)} files")
        if broken:
            raise CommandError("\n".join(broken))
        self.stdout.write("All files are there." if pictures else "Nothing to do.")


def _everything(after: int) -> list[int]:
    return list(Image.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True))


def _sentence(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "its original is not in the storage. Bring it back from a backup, or withdraw it."
    return f"{error or type(error).__name__}. See whether its original can be opened."
