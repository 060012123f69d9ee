"""`manage.py update_roles`: bring the roles up to date after an upgrade."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from articles import roles


class Command(BaseCommand):
    help = (
        "Grant and revoke what this version grants otherwise than the one before."
        " What the house changed stays, and is printed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            updates = roles.update()
        lines = [line for update in updates for line in _lines(update)]
        self.stdout.write("\n".join(lines or ["Every role is as this version grants it."]))


def _lines(update: roles.RoleUpdate) -> list[str]:
    """Return a sentence for each thing that was done, or is otherwise than in Newsroom."""
    if update.is_deleted_by_house:
        return [f"{update.name}: the role was deleted here. It is not made again."]
    sentences = (
        (update.granted, "granted, new in this version"),
        (update.revoked, "revoked, no longer granted by this version"),
        (update.added_by_house, "granted here and not by Newsroom; left as it is"),
        (update.removed_by_house, "granted by Newsroom and revoked here; left as it is"),
    )
    return [
        f"{update.name}: {label} is {sentence}."
        for labels, sentence in sentences
        for label in labels
    ]
