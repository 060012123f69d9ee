"""Alarms about a version that withholds an item are about a restriction, not about newer words."""

from django.db import migrations


def mark_restrictions(apps, schema_editor):
    alarms = apps.get_model("articles", "WireAlarm").objects.using(schema_editor.connection.alias)
    withheld = alarms.filter(kind="changed", version__status__in=("withheld", "unknown"))
    alarms.filter(pk__in=list(withheld.values_list("pk", flat=True))).update(kind="restricted")


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_alarms_one_by_one")]

    operations = [migrations.RunPython(mark_restrictions, migrations.RunPython.noop)]
