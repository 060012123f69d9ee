"""Bring embargoes and due dates of copy within bounds: nothing is set free, and forms can change it.

An embargo ends with a whole minute, as forms show it. No row is read before it is repaired:
PostgreSQL holds years that Python does not.
"""

from datetime import UTC, datetime, timedelta

from django.db import migrations

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2100, 12, 31, tzinfo=UTC)


def bring_within_bounds(apps, schema_editor):
    articles = apps.get_model("articles", "Article")._default_manager
    articles = articles.using(schema_editor.connection.alias)
    articles.filter(embargo_until__lt=EARLIEST).update(embargo_until=None)
    articles.filter(embargo_until__gt=LATEST).update(embargo_until=LATEST)
    for pk, until in articles.exclude(embargo_until=None).values_list("pk", "embargo_until"):
        minute = until.replace(second=0, microsecond=0)
        if minute != until:
            articles.filter(pk=pk).update(embargo_until=minute + timedelta(minutes=1))
    articles.filter(due_at__lt=EARLIEST).update(due_at=None)
    articles.filter(due_at__gt=LATEST).update(due_at=None)


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_effects_of_stage_change")]

    operations = [migrations.RunPython(bring_within_bounds, migrations.RunPython.noop)]
