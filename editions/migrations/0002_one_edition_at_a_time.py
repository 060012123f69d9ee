"""On PostgreSQL the database itself forbids two editions of one story at the same moment.

Both sides are ranges, so that no extension is needed for the constraint.
"""

from django.db import migrations

FORBID = """
ALTER TABLE editions_edition ADD CONSTRAINT edition_one_at_a_time EXCLUDE USING gist (
    int8range(story_id, story_id, '[]') WITH &&,
    tstzrange(published_at, superseded_at) WITH &&
)
"""
ALLOW = "ALTER TABLE editions_edition DROP CONSTRAINT edition_one_at_a_time"


def on_postgresql(statement):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("editions", "0001_initial")]

    operations = [migrations.RunPython(on_postgresql(FORBID), on_postgresql(ALLOW))]
