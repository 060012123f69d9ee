"""Words in agency copy, answered from an index: on PostgreSQL by the beginnings of words.

The migration wires/0002_search_index.py makes the index and says what is in it. On other databases
`FoldedQuerySet.matching` looks.
"""

import re
from typing import Any

from django.db.models import BooleanField, Func

from text import normalise

MOST_WORDS = 12
_WORD = re.compile(r"[^\W_]+")


class Holds(Func):
    """Whether a row holds words that begin with each of `words`. PostgreSQL alone.

    `column` is one of the table whose words are meant.
    """

    output_field = BooleanField()

    def __init__(self, column, words) -> None:
        super().__init__(column)
        self.query = " & ".join(f"'{word}':*" for word in words)

    def as_sql(self, compiler, connection, **context: Any):
        column, parameters = compiler.compile(self.source_expressions[0])
        kept = column.replace('"search_fold"', "search_words")
        return f"wire_words({kept}) @@ to_tsquery('simple', %s)", [*parameters, self.query]


def words_of(text: str) -> list[str]:
    """The words that are looked for, folded, at most MOST_WORDS of them."""
    return _WORD.findall(normalise.fold(text))[:MOST_WORDS]
