"""Terms of text are not stored for pictures, nor those of pictures for text: no rule read them."""

from django.db import migrations


def drop(apps, schema_editor):
    contracts = apps.get_model("attribution", "Contract").objects
    contracts = contracts.using(schema_editor.connection.alias)
    contracts.filter(service="picture").update(may_translate=False, may_use_verbatim=False)
    for contract in contracts.filter(service="text", does_not_cover__isnull=False).distinct():
        contract.does_not_cover.clear()


class Migration(migrations.Migration):
    dependencies = [
        ("attribution", "0005_on_kill"),
    ]

    operations = [migrations.RunPython(drop, migrations.RunPython.noop)]
