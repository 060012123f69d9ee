"""The roles of the newsroom as groups with permissions, as 0.1.0 grants them.

Later versions change roles by `manage.py update_roles`, which compares with the baseline recorded
here. This table stays as it is and imports nothing that may change; articles/roles.py says what
holds today.
"""

from django.db import migrations

REPORTER, EDITOR, PICTURE_DESK = "Reporter", "Editor", "Picture desk"
CHIEF_EDITOR, ADMINISTRATOR = "Chief editor", "Administrator"
EVERYBODY = (REPORTER, EDITOR, PICTURE_DESK, CHIEF_EDITOR, ADMINISTRATOR)

GRANTS = {
    "articles.add_article": (REPORTER, EDITOR, CHIEF_EDITOR),
    "articles.change_article": (REPORTER, EDITOR, CHIEF_EDITOR),
    "articles.kill_article": (CHIEF_EDITOR,),
    "articles.publish_article": (EDITOR, CHIEF_EDITOR),
    "articles.review_article": (EDITOR, CHIEF_EDITOR),
    "articles.view_article": EVERYBODY,
    "articles.add_note": (REPORTER, EDITOR, PICTURE_DESK, CHIEF_EDITOR),
    "articles.view_note": EVERYBODY,
    "wires.add_delivery": (REPORTER, EDITOR, CHIEF_EDITOR),
    "wires.change_delivery": (CHIEF_EDITOR, ADMINISTRATOR),
    "wires.view_delivery": EVERYBODY,
    "wires.add_feed": (CHIEF_EDITOR, ADMINISTRATOR),
    "wires.change_feed": (CHIEF_EDITOR, ADMINISTRATOR),
    "wires.view_feed": EVERYBODY,
    "wires.write_from_wireitem": (REPORTER, EDITOR, CHIEF_EDITOR),
    "wires.view_wireitem": EVERYBODY,
    "editions.view_edition": EVERYBODY,
    "editions.add_partner": (CHIEF_EDITOR, ADMINISTRATOR),
    "editions.change_partner": (CHIEF_EDITOR, ADMINISTRATOR),
    "editions.view_partner": (CHIEF_EDITOR, ADMINISTRATOR),
    "editions.add_section": (CHIEF_EDITOR, ADMINISTRATOR),
    "editions.change_section": (CHIEF_EDITOR, ADMINISTRATOR),
    "editions.view_section": EVERYBODY,
    "editions.add_topic": (EDITOR, CHIEF_EDITOR),
    "editions.change_topic": (EDITOR, CHIEF_EDITOR),
    "editions.view_topic": EVERYBODY,
    "images.add_image": (REPORTER, EDITOR, PICTURE_DESK, CHIEF_EDITOR),
    "images.change_image": (PICTURE_DESK, CHIEF_EDITOR),
    "images.view_image": EVERYBODY,
    "images.withdraw_image": (PICTURE_DESK, CHIEF_EDITOR),
    "images.add_lease": (PICTURE_DESK, CHIEF_EDITOR),
    "images.view_lease": (PICTURE_DESK, CHIEF_EDITOR),
    "attribution.add_agency": (CHIEF_EDITOR, ADMINISTRATOR),
    "attribution.change_agency": (CHIEF_EDITOR, ADMINISTRATOR),
    "attribution.view_agency": EVERYBODY,
    "attribution.add_author": (EDITOR, CHIEF_EDITOR, ADMINISTRATOR),
    "attribution.change_author": (EDITOR, CHIEF_EDITOR, ADMINISTRATOR),
    "attribution.view_author": EVERYBODY,
    "attribution.add_contract": (CHIEF_EDITOR,),
    "attribution.change_contract": (CHIEF_EDITOR,),
    "attribution.delete_contract": (CHIEF_EDITOR,),
    "attribution.view_contract": EVERYBODY,
    "accounts.add_user": (ADMINISTRATOR,),
    "accounts.change_user": (ADMINISTRATOR,),
    "accounts.view_user": (ADMINISTRATOR,),
    "auth.view_group": (ADMINISTRATOR,),
}


def grant(apps, schema_editor):
    """Make the groups and grant them their permissions, where they are not granted yet.

    Django makes permissions after the last migration of a run, which is too late here: those that
    are granted are made now, as the models of this point of the history declare them.
    """
    alias = schema_editor.connection.alias
    ContentType = apps.get_model("contenttypes", "ContentType").objects.using(alias)
    Permission = apps.get_model("auth", "Permission").objects.using(alias)
    Group = apps.get_model("auth", "Group").objects.using(alias)
    groups = {name: Group.get_or_create(name=name)[0] for name in EVERYBODY}
    declared = dict(declared_permissions(apps))
    for label, names in GRANTS.items():
        app_label, codename = label.split(".")
        model, description = declared[label]
        content_type, _made = ContentType.get_or_create(app_label=app_label, model=model)
        permission, _made = Permission.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": description}
        )
        for name in names:
            groups[name].permissions.add(permission)
    RoleBaseline = apps.get_model("accounts", "RoleBaseline").objects.using(alias)
    for name in EVERYBODY:
        granted = sorted(label for label, names in GRANTS.items() if name in names)
        RoleBaseline.update_or_create(name=name, defaults={"permissions": granted})


def declared_permissions(apps):
    """Yield each permission that the historical models declare, with its model and its name."""
    for model in apps.get_models():
        options = model._meta
        for action in options.default_permissions:
            label = f"{options.app_label}.{action}_{options.model_name}"
            yield label, (options.model_name, f"Can {action} {options.verbose_name_raw}")
        for codename, description in options.permissions:
            yield f"{options.app_label}.{codename}", (options.model_name, description)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    # Backwards the groups stay: people are in them.
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
