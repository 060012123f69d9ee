"""Bring moments that agencies stated within bounds, and cap two lengths of time of a feed.

An embargo that ends beyond what can be is one without end. Those of rows that stay end with a whole
minute, as forms show them. No row is read before it is repaired: PostgreSQL holds years that Python
does not.
"""

from datetime import UTC, datetime, timedelta

import django.core.validators
from django.db import migrations, models

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def bring_within_bounds(apps, schema_editor):
    database = schema_editor.connection.alias
    for name in ("WireItem", "WireVersion"):
        rows = apps.get_model("wires", name)._default_manager.using(database)
        outside(rows, "embargo_until").update(embargo_until=None, embargo_indefinite=True)
        for pk, until in rows.exclude(embargo_until=None).values_list("pk", "embargo_until"):
            minute = until.replace(second=0, microsecond=0)
            if minute != until:
                rows.filter(pk=pk).update(embargo_until=minute + timedelta(minutes=1))
    for column in ("expires_at", "created_at", "version_at", "sent_at"):
        outside(rows, column).update(**{column: None})


def outside(rows, column):
    before, after = {f"{column}__lt": EARLIEST}, {f"{column}__gt": LATEST}
    return rows.filter(models.Q(**before) | models.Q(**after))


class Migration(migrations.Migration):
    dependencies = [("wires", "0002_search_index")]

    operations = [
        migrations.RunPython(bring_within_bounds, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="feed",
            name="interval",
            field=models.PositiveIntegerField(
                default=60,
                validators=[
                    django.core.validators.MinValueValidator(5),
                    django.core.validators.MaxValueValidator(86400),
                ],
                verbose_name="seconds between two looks",
            ),
        ),
        migrations.AlterField(
            model_name="feed",
            name="max_silence_minutes",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="A feed that is quiet for longer raises an alarm. Leave empty for none.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(527040)],
                verbose_name="usual gap, in minutes",
            ),
        ),
    ]
