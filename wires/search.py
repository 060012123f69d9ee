"""Words in agency copy, answered from an index: on PostgreSQL by the beginnings of words.

What is indexed (migration 0003) is the folded text without punctuation, which PostgreSQL's own parser
would read as signs, hosts and file names. On other databases `FoldedQuerySet.matching` looks.
"""

import re

from django.db.models import BooleanField, Func

from attribution import vietnamese

MOST_WORDS = 12
# Neither quote nor percent sign: the parser takes them for blanks by itself.
_PUNCTUATION = '!"#$&()*+,-./:;<=>?@[\\]^_`{|}~–—…“”‘’«»·、。，「」『』（）・'
_BLANKS = " " * len(_PUNCTUATION)
# The words of a row are kept beside its text, in a column that Django does not know of: to find them
# anew in each row that is looked at takes a hundred times as long.
WORDS = f"""
ALTER TABLE wires_wireitem ADD COLUMN search_words tsvector GENERATED ALWAYS AS (
    strip(to_tsvector(
        'pg_catalog.simple'::regconfig, translate(search_fold, '{_PUNCTUATION}', '{_BLANKS}')
    ))
) STORED
"""
# PostgreSQL believes that no beginning of a word is in fewer than one row of 200, and would look for a
# rare one in all rows from the newest on. Told that a look is dear, it asks the index, but for words
# that most rows hold. (A function in plain SQL would be taken apart, and its cost with it.)
FUNCTION = """
CREATE FUNCTION wire_words(words tsvector) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 AS $$ BEGIN RETURN words; END $$
"""
INDEX = "CREATE INDEX wire_search ON wires_wireitem USING gin (wire_words(search_words))"
_WORD = re.compile(r"[^\W_]+")


class Holds(Func):
    """Whether a row holds words that begin with each of `words`. PostgreSQL alone.

    `column` is one of the table whose words are meant.
    """

    output_field = BooleanField()

    def __init__(self, column, words):
        super().__init__(column)
        self.query = " & ".join(f"'{word}':*" for word in words)

    def as_sql(self, compiler, connection, **context):
        column, parameters = compiler.compile(self.source_expressions[0])
        kept = column.replace('"search_fold"', "search_words")
        return f"wire_words({kept}) @@ to_tsquery('simple', %s)", [*parameters, self.query]


def words_of(text: str) -> list[str]:
    """The words that are looked for, folded, at most MOST_WORDS of them."""
    return _WORD.findall(vietnamese.fold(text))[:MOST_WORDS]
