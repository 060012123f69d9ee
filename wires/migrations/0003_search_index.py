"""Indexes of the wire view: its search on PostgreSQL, and what is rare among much that is not.

The search index is made by hand: SQLite has no such index, and needs no extension on PostgreSQL.
"""

from django.db import migrations, models

from wires.search import FUNCTION, INDEX, WORDS


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in (WORDS, FUNCTION, INDEX):
            schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS wire_search")
        schema_editor.execute("DROP FUNCTION IF EXISTS wire_words(tsvector)")
        schema_editor.execute("ALTER TABLE wires_wireitem DROP COLUMN IF EXISTS search_words")


class Migration(migrations.Migration):
    dependencies = [("wires", "0002_wire_desk")]

    operations = [
        migrations.AddIndex(
            model_name="wireitem",
            index=models.Index(
                fields=["-moved_at", "-id"],
                condition=models.Q(embargo_until__isnull=False) | models.Q(embargo_indefinite=True),
                name="wire_embargoed",
            ),
        ),
        migrations.AddIndex(
            model_name="wireitem",
            index=models.Index(
                fields=["-moved_at", "-id"],
                condition=models.Q(has_pictures=True),
                name="wire_with_pictures",
            ),
        ),
        migrations.RunPython(make, drop),
    ]
