"""Full-text search in agency copy with the index of PostgreSQL, by prefixes of words.

The migration wires/migrations/0002_search_index.py creates the index. Other databases search with
`FoldedQuerySet.matching`.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func
from django.db.models.sql.compiler import SQLCompiler

from text import normalise, search

_WORD = re.compile(r"[^\W_]+")


class HasPrefixes(Func):
    """Whether a row has a word beginning with each of `prefixes`. PostgreSQL only.

    `column` is any column of the table that is searched.
    """

    output_field = BooleanField()

    def __init__(self, column: str, prefixes: Iterable[str]) -> None:
        super().__init__(column)
        self.query = " & ".join(f"'{prefix}':*" for prefix in prefixes)

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: Any,
    ) -> tuple[str, tuple[str | int, ...]]:
        column, parameters = compiler.compile(self.source_expressions[0])
        indexed = column.replace('"search_fold"', "search_words")
        return f"wire_words({indexed}) @@ to_tsquery('simple', %s)", (*parameters, self.query)


def words_of(text: str) -> list[str]:
    """Return the folded words of a search text, at most as many as a search reads."""
    return _WORD.findall(normalise.fold(text[: search.MAX_LENGTH]))[: search.MAX_WORDS]
