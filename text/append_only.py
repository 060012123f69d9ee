"""Rows that are inserted once, and never changed or deleted.

Every record of the newsroom that must be trusted later is made of them: the history of articles and
pictures, and the ledger of editions.
"""

from typing import Any, NoReturn, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model, covariant=True)


class AppendOnlyQuerySet(models.QuerySet[Row]):
    """Rows that may be read and inserted, and nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("These rows are written once and never changed.")

    def delete(self) -> NoReturn:
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

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("These rows are written once and never deleted.")
