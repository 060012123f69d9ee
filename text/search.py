"""Search at the desk: words match with or without diacritics, in rows that keep a folded text."""

from collections.abc import Iterator
from typing import Any, ClassVar, Self, TypeVar, cast

from django.db import models

from text import normalise

Row = TypeVar("Row", bound=models.Model, covariant=True)

# Each word is a condition of the query: databases refuse a thousand, and many are slow.
MAX_WORDS = 12
MAX_LENGTH = 200
_ENDS = ".,;:!?…\"'()[]"  # as they are folded


def is_too_long(query: str) -> bool:
    """Return whether a search reads a part of `query` only."""
    return len(query) > MAX_LENGTH or len(query.split()) > MAX_WORDS


def shortened(query: str) -> str:
    """Return the words of `query` that a search reads: MAX_WORDS of them in MAX_LENGTH characters."""
    return " ".join(query[:MAX_LENGTH].split()[:MAX_WORDS])


def folded_words(query: str) -> list[str]:
    """Return the folded words of `query` that a search reads, without punctuation at their ends."""
    folded = normalise.fold(shortened(query)).split()
    return list(filter(None, (word.strip(_ENDS) for word in folded)))


def matching(rows: models.QuerySet[Any], query: str) -> models.QuerySet[Any]:
    """Return those of `rows` whose `search_fold` holds every word of `query` that a search reads."""
    for word in folded_words(query):
        rows = rows.filter(search_fold__contains=word)
    return rows


class FoldedQuerySet(models.QuerySet[Row]):
    """Rows with a column `search_fold`, which holds their text as `normalise.fold` returns it."""

    def matching(self, query: str) -> Self:
        """Return the rows whose text holds every word of `query` that a search reads; "" matches all."""
        return cast(Self, matching(self, query))


class SearchedModel(models.Model):
    """A row that keeps the text of its fields SEARCHED folded, and is found by it at the desk."""

    SEARCHED: ClassVar[tuple[str, ...]]

    search_fold = models.TextField(default="", editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        update_fields = kwargs.get("update_fields")
        if update_fields is None or {*update_fields} & {*self.SEARCHED}:
            self.search_fold = normalise.fold(" ".join(self._searched_texts()))
            if update_fields is not None:
                kwargs["update_fields"] = {*update_fields, "search_fold"}
        super().save(*args, **kwargs)

    def _searched_texts(self) -> Iterator[str]:
        for name in self.SEARCHED:
            value = getattr(self, name)
            yield from map(str, value if isinstance(value, list) else [value or ""])
