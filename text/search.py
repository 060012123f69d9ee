"""Search at the desk: words match with or without diacritics, in rows that keep a folded text."""

from typing import Self, TypeVar

from django.db import models

from text import normalise

Row = TypeVar("Row", bound=models.Model, covariant=True)

# Each word is a condition of the query: databases refuse a thousand, and many are slow.
MAX_WORDS = 12
MAX_LENGTH = 200


def is_too_long(query: str) -> bool:
    """Return whether a search reads a part of `query` only."""
    return len(query) > MAX_LENGTH or len(query.split()) > MAX_WORDS


def shortened(query: str) -> str:
    """Return the words of `query` that a search reads: MAX_WORDS of them in MAX_LENGTH characters."""
    return " ".join(query[:MAX_LENGTH].split()[:MAX_WORDS])


def folded_words(query: str) -> list[str]:
    """Return the folded words of `query` that a search reads."""
    return normalise.fold(shortened(query)).split()


class FoldedQuerySet(models.QuerySet[Row]):
    """Rows with a column `search_fold`, which holds their text as `normalise.fold` returns it."""

    def matching(self, query: str) -> Self:
        """Return the rows whose text holds every word of `query` that a search reads; "" matches all."""
        rows = self
        for word in folded_words(query):
            rows = rows.filter(search_fold__contains=word)
        return rows
