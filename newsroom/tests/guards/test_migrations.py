"""The migrations make the tables that the models describe."""

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from newsroom.tests.guards.report import report
from newsroom.tests.guards.source import LADDER


def test_no_migration_is_missing():
    loader = MigrationLoader(None)
    with translation.override(None):  # migrations keep what is said in English
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        changes = detector.changes(graph=loader.graph)
    report(
        f"{app}/models.py has changed and {app}/migrations/ has not: {operation.describe()}. Run"
        f" “manage.py makemigrations {app} --name WHAT_CHANGES”."
        for app, migrations in changes.items()
        if app in LADDER
        for migration in migrations
        for operation in migration.operations
    )


def test_no_two_migrations_are_the_last_of_an_app():
    conflicts = MigrationLoader(None).detect_conflicts()
    report(
        f"{app}/migrations/ has two ends: {' and '.join(sorted(names))}. Let one depend on the other."
        for app, names in conflicts.items()
    )
