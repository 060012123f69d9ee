"""Search at the desk: words match with or without diacritics, in rows that keep a folded text."""

from typing import Self, TypeVar

from django.db import models

from text import normalise

Row = TypeVar("Row", bound=models.Model, covariant=True)


class FoldedQuerySet(models.QuerySet[Row]):
    """Rows with a column `search_fold`, which holds their text as `normalise.fold` returns it."""

    def matching(self, query: str) -> Self:
        """Return the rows whose text holds every word of `query`; "" matches all."""
        rows = self
        for word in normalise.fold(query).split():
            rows = rows.filter(search_fold__contains=word)
        return rows
