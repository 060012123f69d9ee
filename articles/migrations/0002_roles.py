"""The roles of the newsroom as groups. articles/roles.py says which may do what."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

from articles import roles

APPS = ("accounts", "attribution", "auth", "images", "wires", "editions", "articles")


def establish(apps, schema_editor):
    for label in APPS:  # permissions are otherwise made after the last migration
        app_config = apps.get_app_config(label)
        app_config.models_module = True
        create_permissions(app_config, apps=apps, verbosity=0)
        app_config.models_module = None
    roles.establish(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(establish, migrations.RunPython.noop)]
