"""Migrations: each is a target from an empty database, and all together grant what roles say.

The databases are scratch ones under an alias of their own, so that neither the order of tests nor
what they leave behind matters.
"""

import os
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from articles import roles

ROOT = Path(__file__).resolve().parents[2]
OURS = {path.parent.name for path in ROOT.glob("*/__init__.py")}
DISK = MigrationLoader(None).disk_migrations
TARGETS = sorted(target for target in DISK if target[0] in OURS)
APPS = {app for app, _name in TARGETS}
ALIAS = "scratch"
# What databases from before 0.1.0 have applied, besides what still has its name.
REPLACED = {
    *(("articles", "0003_when_pictures_were_printed"), ("articles", "0004_wire_desk")),
    *(("articles", "0005_roles_of_the_wire_desk"), ("attribution", "0002_picture_desk")),
    *(("attribution", "0003_wire_desk"), ("editions", "0003_longer_descriptions")),
    *(("editions", "0004_wire_desk"), ("images", "0002_picture_desk")),
    *(("images", "0003_known_pictures"), ("images", "0004_turns_of_pictures")),
    *(("wires", "0002_wire_desk"), ("wires", "0003_search_index")),
    ("wires", "0004_one_index_for_the_agency"),
}
KEPT = {
    *(("accounts", "0001_initial"), ("attribution", "0001_initial"), ("images", "0001_initial")),
    *(("wires", "0001_initial"), ("editions", "0001_initial")),
    *(("editions", "0002_one_edition_at_a_time"), ("articles", "0001_initial")),
    ("articles", "0002_roles"),
}


@pytest.fixture(scope="module")
def scratch_name(django_db_blocker, tmp_path_factory):
    """The name of a database for this module: a file, or one beside the default on its server."""
    default = connections["default"]
    if default.vendor == "sqlite":
        yield tmp_path_factory.mktemp("migrations") / "scratch.sqlite3"
        return
    name = f"newsroom_migrations_{os.getpid()}"
    with django_db_blocker.unblock():
        _on_server(default, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
        yield name
        _on_server(default, f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(connection, *statements):
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def scratch(scratch_name, django_db_blocker):
    """A connection to an empty database of the kind that the suite runs on."""
    settings = {**connections.databases["default"], "NAME": scratch_name}
    if settings["ENGINE"].endswith("sqlite3"):
        scratch_name.unlink(missing_ok=True)
        settings["OPTIONS"] = {"init_command": "PRAGMA synchronous=OFF"}
    connections.databases[ALIAS] = settings
    connection = connections[ALIAS]
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE")
                cursor.execute("CREATE SCHEMA public")
        yield connection
        connection.close()
    del connections[ALIAS], connections.databases[ALIAS]


def migrate(*target):
    call_command("migrate", *target, database=ALIAS, verbosity=0)


def migrate_all_of_ours(connection):
    """Not the others: a migration of django_tasks_db writes to the default database in any case."""
    executor = MigrationExecutor(connection)
    executor.migrate([leaf for leaf in executor.loader.graph.leaf_nodes() if leaf in TARGETS])


def applied(connection):
    return set(MigrationRecorder(connection).applied_migrations()) & DISK.keys()


def tables(connection, labels):
    """The tables that the apps with these labels have in the database."""
    prefixes = tuple(f"{label}_" for label in labels)
    names = connection.introspection.table_names()
    return {name for name in names if name.startswith(prefixes)}


def declared_tables(app):
    models = apps.get_app_config(app).get_models(include_auto_created=True)
    return {model._meta.db_table for model in models}


@pytest.mark.both_databases
@pytest.mark.parametrize(("app", "name"), TARGETS)
def test_each_migration_is_a_target_from_an_empty_database_and_goes_back(app, name, scratch):
    migrate(app, name)
    plan = MigrationLoader(None).graph.forwards_plan((app, name))
    assert applied(scratch) == set(plan)
    migrate(app, "zero")
    assert applied(scratch) == {target for target in plan if target[0] != app}
    assert tables(scratch, [app]) == set()


def differences(granted):
    """Yield what the groups are granted otherwise than articles/roles.py says, and what to do.

    `granted` has the permissions of each group by its name, such as "articles.publish_article".
    """
    for group in sorted(granted.keys() | roles.ROLES.keys()):
        actual, wanted = granted.get(group, set()), roles.ROLES.get(group, set())
        for permission in sorted(wanted - actual):
            yield (
                f"articles/roles.py grants {permission} to “{group}”, and no migration does:"
                " write a migration in articles/migrations that grants it, as 0002_roles.py does."
            )
        for permission in sorted(actual - wanted):
            yield (
                f"Migrations grant {permission} to “{group}”, and articles/roles.py does not:"
                " write a migration in articles/migrations that takes it away."
            )


def functions(connection):
    """The functions of ours that a PostgreSQL database has. SQLite has none."""
    if connection.vendor != "postgresql":
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.both_databases
def test_all_migrations_make_the_tables_and_grant_what_the_roles_say(scratch):
    migrate_all_of_ours(scratch)
    assert applied(scratch) >= set(TARGETS)
    assert {app: tables(scratch, [app]) for app in APPS} == {
        app: declared_tables(app) for app in APPS
    }
    granted = {
        group.name: {
            f"{app}.{codename}"
            for app, codename in group.permissions.values_list(
                "content_type__app_label", "codename"
            )
        }
        for group in Group.objects.using(ALIAS)
    }
    assert "\n".join(differences(granted)) == ""


@pytest.mark.slow
@pytest.mark.both_databases
def test_all_of_ours_can_be_taken_back(scratch):
    migrate_all_of_ours(scratch)
    migrate("accounts", "zero")  # everything of ours stands on it
    assert applied(scratch) & set(TARGETS) == set()
    assert (tables(scratch, APPS), functions(scratch)) == (set(), set())


def test_a_difference_names_group_and_permission_and_says_what_to_do():
    granted = {**roles.ROLES, "Editor": roles.ROLES["Editor"] - {"wires.view_feed"}}
    granted["Guest"] = {"articles.view_article"}
    assert list(differences(granted)) == [
        "articles/roles.py grants wires.view_feed to “Editor”, and no migration does:"
        " write a migration in articles/migrations that grants it, as 0002_roles.py does.",
        "Migrations grant articles.view_article to “Guest”, and articles/roles.py does not:"
        " write a migration in articles/migrations that takes it away.",
    ]
    assert list(differences(roles.ROLES)) == []


@pytest.mark.both_databases
def test_a_database_from_before_0_1_0_has_nothing_of_0_1_0_to_apply(scratch):
    recorder = MigrationRecorder(scratch)
    recorder.ensure_schema()
    others = {target for target in DISK if target[0] not in OURS}
    for app, name in REPLACED | KEPT | others:
        recorder.record_applied(app, name)
    executor = MigrationExecutor(scratch)
    executor.loader.check_consistent_history(scratch)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    planned = {(migration.app_label, migration.name) for migration, _backwards in plan}
    of_the_first_release = KEPT | {target for target in TARGETS if DISK[target].replaces}
    assert planned & of_the_first_release == set()


def test_no_migration_has_the_name_of_a_replaced_one():
    """It would count as applied wherever the replaced one was."""
    assert REPLACED & DISK.keys() == set()
    replaced = {target for name in TARGETS for target in DISK[name].replaces}
    assert replaced == REPLACED
