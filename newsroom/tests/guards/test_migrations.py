"""The migrations make the tables that the models describe, and stay as they are.

That each can be applied is tested with a database: newsroom/tests/test_migrations.py.
"""

import ast

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from newsroom.tests.guards.report import report
from newsroom.tests.guards.source import LADDER, ROOT, tree


def test_no_migration_is_missing():
    loader = MigrationLoader(None)
    with translation.override(None):  # migrations keep what is said in English
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        changes = detector.changes(graph=loader.graph)
    report(
        f"The models of {app} have changed, and {app}/migrations/ has not: {operation.describe()}. Run"
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


def live_imports(name, module):
    """The lines on which a migration imports from packages of ours, in whatever way."""
    for node in ast.walk(module):
        modules = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module if node.level == 0 else name.split("/")[0]]
        elif isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in ("import_module", "__import__", "import_string"):
                modules = [getattr(node.args[0], "value", None) or name.split("/")[0]]
        for imported in modules:
            if imported.split(".")[0] in LADDER:
                yield (
                    f"{name}:{node.lineno} imports {imported}, which may change: write what is needed"
                    " of it into the migration, or leave it out of the field’s deconstruct()."
                )


def test_no_migration_imports_code_of_ours():
    report(
        line
        for path in sorted(ROOT.glob("*/migrations/*.py"))
        for name in [path.relative_to(ROOT).as_posix()]
        for line in live_imports(name, tree(name))
    )


@pytest.mark.parametrize(
    "line",
    [
        *("import images.models", "from articles import roles", "from . import helpers"),
        *("from newsroom.checks import x", "import_module('articles.migrations.0002_roles')"),
        *("importlib.import_module(f'{app}.roles')", "def f():\n    import wires.search"),
    ],
)
def test_the_check_sees_each_way_to_import(line):
    (message,) = live_imports("articles/migrations/0009_new.py", ast.parse(line))
    assert message.startswith("articles/migrations/0009_new.py:")


def test_the_check_allows_what_does_not_change_with_us():
    for line in (
        "from django.db import migrations, models",
        "import taggit.managers",
        "Image = apps.get_model('images', 'Image')",
        "import datetime",
    ):
        assert list(live_imports("articles/migrations/0009_new.py", ast.parse(line))) == []
