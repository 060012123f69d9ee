"""Status, embargo and expiry of an item are each decided by a version of their own."""

import django.db.models.deletion
from django.db import migrations, models

PARTS = ("status_version", "embargo_version", "expiry_version")


def copy_binding(apps, schema_editor):
    items = apps.get_model("wires", "WireItem").objects.using(schema_editor.connection.alias)
    items.update(**dict.fromkeys(PARTS, models.F("binding")))


def copy_newest_part(apps, schema_editor):
    items = apps.get_model("wires", "WireItem").objects.using(schema_editor.connection.alias)
    items.update(binding=models.F("status_version"))


class Migration(migrations.Migration):
    dependencies = [("wires", "0006_delivered_pictures")]

    operations = [
        *(
            migrations.AddField(
                model_name="wireitem",
                name=name,
                field=models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="wires.wireversion",
                ),
            )
            for name in PARTS
        ),
        migrations.RunPython(copy_binding, copy_newest_part),
        migrations.RemoveField(model_name="wireitem", name="binding"),
    ]
