"""Rows that are written once: what somebody did, and what was printed. Never changed, never deleted.

Every record of the newsroom that has to be believed later is made of these: the trail of copy and of
pictures, and the ledger of editions.
"""

from typing import Any

from django.db import models


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that may be read and inserted, and nothing else."""

    def update(self, **kwargs: Any) -> None:
        raise TypeError("These rows are written once and never changed.")

    def delete(self) -> None:
        raise TypeError("These rows are written once and never deleted.")


class AppendOnlyModel(models.Model):
    """A row that is inserted once, then neither saved nor deleted."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("These rows are written once and never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> None:
        raise TypeError("These rows are written once and never deleted.")
