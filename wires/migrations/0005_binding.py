"""What binds of an item's versions is kept beside the newest text.

Items that are here keep the release that they have: it was that of their current version.
"""

import django.db.models.deletion
from django.db import migrations, models


def bind_by_current(apps, schema_editor):
    alias = schema_editor.connection.alias
    items = apps.get_model("wires", "WireItem").objects.using(alias).filter(current__isnull=False)
    versions = apps.get_model("wires", "WireVersion").objects.using(alias)
    current = versions.filter(pk=models.OuterRef("current")).values("expires_at")
    items.update(binding=models.F("current"), expires_at=models.Subquery(current))


class Migration(migrations.Migration):
    dependencies = [("wires", "0004_folded_search")]

    operations = [
        migrations.AlterModelOptions(
            name="wireitem",
            options={
                "permissions": [
                    ("write_from_wireitem", "Can write from agency copy"),
                    ("release_wireitem", "Can release by hand what an agency killed or held back"),
                ],
                "verbose_name": "wire item",
                "verbose_name_plural": "wire items",
            },
        ),
        migrations.AddField(
            model_name="wireitem",
            name="binding",
            field=models.ForeignKey(
                blank=True,
                help_text="The version that last changed status, embargo or expiry.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wires.wireversion",
            ),
        ),
        migrations.AddField(
            model_name="wireitem",
            name="expires_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="expires"),
        ),
        migrations.AddField(
            model_name="wireversion",
            name="counts",
            field=models.BooleanField(
                default=True,
                help_text="Later versions that would loosen are compared with it (wires/binding.py).",
            ),
        ),
        migrations.AlterField(
            model_name="wireitem",
            name="status",
            field=models.CharField(
                choices=[
                    ("usable", "usable"),
                    ("withheld", "withheld"),
                    ("canceled", "canceled"),
                    ("unknown", "unknown"),
                ],
                default="unknown",
                max_length=10,
                verbose_name="status",
            ),
        ),
        migrations.RunPython(bind_by_current, migrations.RunPython.noop),
    ]
