"""Bring the days of contracts within bounds, and cap the days in the archive."""

from datetime import date

import django.core.validators
from django.db import migrations, models

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)


def bring_within_bounds(apps, schema_editor):
    contracts = apps.get_model("attribution", "Contract")._default_manager
    contracts = contracts.using(schema_editor.connection.alias)
    # None may end before it begins, not even between two of these statements.
    contracts.filter(valid_until__gt=LATEST).update(valid_until=None)
    contracts.filter(valid_until__lt=EARLIEST).update(valid_until=EARLIEST)
    contracts.filter(valid_from__gt=LATEST).update(valid_from=LATEST)
    contracts.filter(valid_from__lt=EARLIEST).update(valid_from=EARLIEST)


class Migration(migrations.Migration):
    dependencies = [("attribution", "0001_initial")]

    operations = [
        migrations.RunPython(bring_within_bounds, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="contract",
            name="archive_days",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="How long published material may stay. Leave empty for no limit.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(36525),
                ],
                verbose_name="days in the archive",
            ),
        ),
    ]
