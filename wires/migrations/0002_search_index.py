"""The search index of the wire view. PostgreSQL alone has it, and needs no extension for it.

wires/search.py asks it. What it indexes is the folded text without punctuation, which PostgreSQL's
own parser would read as signs, hosts and file names.
"""

from django.db import migrations

# Neither quote nor percent sign: the parser takes them for blanks by itself.
PUNCTUATION = '!"#$&()*+,-./:;<=>?@[\\]^_`{|}~–—…“”‘’«»·、。，「」『』（）・'
BLANKS = " " * len(PUNCTUATION)
# The words of a row are kept beside its text, in a column that Django does not know of: to parse
# each row that is looked at takes a hundred times as long.
COLUMN = f"""
ALTER TABLE wires_wireitem ADD COLUMN search_words tsvector GENERATED ALWAYS AS (
    strip(to_tsvector(
        'pg_catalog.simple'::regconfig, translate(search_fold, '{PUNCTUATION}', '{BLANKS}')
    ))
) STORED
"""
# PostgreSQL believes that no beginning of a word is in fewer than one row of 200, and would look
# for a rare one in all rows from the newest on. The cost of this function makes it ask the index,
# except for words that most rows have. (A function in plain SQL would be inlined without its cost.)
FUNCTION = """
CREATE FUNCTION wire_words(words tsvector) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 AS $$ BEGIN RETURN words; END $$
"""
INDEX = "CREATE INDEX wire_search ON wires_wireitem USING gin (wire_words(search_words))"


def on_postgresql(*statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("wires", "0001_initial")]

    operations = [
        migrations.RunPython(
            on_postgresql(COLUMN, FUNCTION, INDEX),
            on_postgresql(
                "DROP INDEX IF EXISTS wire_search",
                "DROP FUNCTION IF EXISTS wire_words(tsvector)",
                "ALTER TABLE wires_wireitem DROP COLUMN IF EXISTS search_words",
            ),
        )
    ]
