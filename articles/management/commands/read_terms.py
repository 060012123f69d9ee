"""`manage.py read_terms`: read the terms of all pictures and wire items as this version reads them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext

from images import rights, terms
from images.models import Image
from wires.ingest.versions import link_terms
from wires.models import WireVersion

BATCH = 500


class Command(BaseCommand):
    help = (
        "Read the terms of all pictures and wire items again, after an upgrade. What this version bars"
        " leaves the pages; what it does not understand waits for a ruling before it is printed anew."
        " It may be interrupted at any time and run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Change nothing, and say what would."
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        with translation.override(settings.LANGUAGE_CODE):  # the histories of pictures
            changed = sum(self._read(pks, dry_run) for pks in _batches(Image.objects.all()))
        self.stdout.write(f"Pictures that are read otherwise than before: {changed}.")
        if dry_run:
            return
        for pks in _batches(WireVersion.objects.exclude(usage_terms="", editor_note="")):
            with transaction.atomic():
                for version in WireVersion.objects.filter(pk__in=pks).order_by("pk"):
                    link_terms(version)
        self.stdout.write("The terms of all wire items are read.")

    def _read(self, pks: list[int], dry_run: bool) -> int:
        at = timezone.now()
        with transaction.atomic():
            rows = Image.objects.select_for_update().filter(pk__in=pks).order_by("pk")
            shown = _shown(pks, at)
            note = gettext("Its terms were read again after an upgrade.")
            changed = terms.reread(rows.defer("embedded_metadata"), note=note, by=None, at=at)
            for pk in sorted(shown - _shown(pks, at)):
                verb = "would leave" if dry_run else "leaves"
                self.stdout.write(f"Picture {pk} {verb} the pages that show it. Its page says why.")
            transaction.set_rollback(dry_run)
        return changed


def _shown(pks: list[int], at: datetime) -> set[int]:
    printed = rights.usable(at, use=rights.SHOW).filter(pk__in=pks, first_printed_at__isnull=False)
    return set(printed.values_list("pk", flat=True))


def _batches(rows: "QuerySet[Any]") -> Iterator[list[int]]:
    """Yield the keys of the rows, BATCH at a time."""
    last = 0
    while pks := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield pks
        last = pks[-1]
