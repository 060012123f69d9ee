"""Migrations: each is a target from an empty database, and all together make every table and role.

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

from accounts.models import RoleBaseline
from articles import roles

ROOT = Path(__file__).resolve().parents[2]
OURS = {path.parent.name for path in ROOT.glob("*/__init__.py")}
DISK = MigrationLoader(None).disk_migrations
TARGETS = sorted(target for target in DISK if target[0] in OURS)
APPS = {app for app, _name in TARGETS}
ALIAS = "scratch"


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


@pytest.mark.slow
@pytest.mark.both_databases
@pytest.mark.parametrize(("app", "name"), TARGETS)
def test_each_migration_is_a_target_from_an_empty_database_and_goes_back(app, name, scratch):
    migrate(app, name)
    plan = MigrationLoader(None).graph.forwards_plan((app, name))
    assert applied(scratch) == set(plan)
    migrate(app, "zero")
    assert applied(scratch) == {target for target in plan if target[0] != app}
    assert tables(scratch, [app]) == set()


def functions(connection):
    """The functions of ours that a PostgreSQL database has. SQLite has none."""
    if connection.vendor != "postgresql":
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.both_databases
def test_all_migrations_make_the_tables_and_record_what_they_grant(scratch):
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
    recorded = RoleBaseline.objects.using(ALIAS).values_list("name", "permissions")
    assert granted == {name: set(labels) for name, labels in recorded}
    assert granted.keys() == roles.ROLES.keys()


@pytest.mark.slow
@pytest.mark.both_databases
def test_all_of_ours_can_be_taken_back(scratch):
    migrate_all_of_ours(scratch)
    migrate("accounts", "zero")  # everything of ours stands on it
    assert applied(scratch) & set(TARGETS) == set()
    assert (tables(scratch, APPS), functions(scratch)) == (set(), set())
