"""Indexes of the wire view: its search on PostgreSQL, and what is rare among much that is not.

The search index is made by hand: SQLite has no such index, and needs no extension on PostgreSQL.
"""

from django.db import migrations, models

from wires.search import indexed

NAME = "wire_search"


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        column = indexed("search_fold")
        schema_editor.execute(f"CREATE INDEX {NAME} ON wires_wireitem USING gin ({column})")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")


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
