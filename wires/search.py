"""Words in agency copy, answered from an index: on PostgreSQL by the beginnings of words.

The index (migration 0003) holds the folded text without punctuation, which PostgreSQL's own parser
would read as signs, hosts and file names. On other databases `FoldedQuerySet.matching` looks.
"""

import re

from django.db.models import BooleanField, Func

from attribution import vietnamese

MOST_WORDS = 12
# Neither quote nor percent sign: the parser takes them for blanks by itself.
_PUNCTUATION = '!"#$&()*+,-./:;<=>?@[\\]^_`{|}~–—…“”‘’«»·、。，「」『』（）・'
_BLANKS = " " * len(_PUNCTUATION)
_WORD = re.compile(r"[^\W_]+")


def indexed(column: str) -> str:
    """The SQL of what is indexed. It has to be the same in the index and in each question."""
    return f"to_tsvector('simple', translate({column}, '{_PUNCTUATION}', '{_BLANKS}'))"


class Holds(Func):
    """Whether a folded column holds words that begin with each of `words`. PostgreSQL alone."""

    output_field = BooleanField()

    def __init__(self, column, words):
        super().__init__(column)
        self.query = " & ".join(f"'{word}':*" for word in words)

    def as_sql(self, compiler, connection, **context):
        column, parameters = compiler.compile(self.source_expressions[0])
        return f"{indexed(column)} @@ to_tsquery('simple', %s)", [*parameters, self.query]


def words_of(text: str) -> list[str]:
    """The words that are looked for, folded, at most MOST_WORDS of them."""
    return _WORD.findall(vietnamese.fold(text))[:MOST_WORDS]
