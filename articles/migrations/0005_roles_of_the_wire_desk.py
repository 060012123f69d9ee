"""Who may do what at the wire desk. articles/roles.py says it."""

from importlib import import_module

from django.db import migrations

establish = import_module("articles.migrations.0002_roles").establish


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_wire_desk"),
        ("wires", "0002_wire_desk"),
        ("editions", "0004_wire_desk"),
        ("images", "0003_known_pictures"),
    ]

    operations = [migrations.RunPython(establish, migrations.RunPython.noop)]
