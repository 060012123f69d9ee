"""Whether the demo can use the database that it was given, and bringing that to this version.

Everything is asked before anything is changed. Knows nothing of the demo's content.
"""

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError
from django.db.migrations.exceptions import InconsistentMigrationHistory, NodeNotFoundError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from newsroom.demo.refusal import not_started, readable_path

LOCK_SECONDS = 3  # another program may be writing; a moment later it may have ended
RECORD = "django_migrations"
APPLIED = "SELECT app, name FROM django_migrations"


def require_usable(connection) -> None:
    """Refuse a database that cannot be reached, is not ours, or is of a version that we cannot continue."""
    read = _read_file if connection.vendor == "sqlite" else _read_server
    tables, applied = read(connection)
    if not tables:
        return
    if RECORD not in tables:
        names = ", ".join(sorted(tables)[:3])
        noun = "table" if len(tables) == 1 else "tables"
        raise _unusable(connection, f"belongs to another program (it has the {noun} {names})")
    on_disk = MigrationLoader(None).disk_migrations
    if unknown := applied - _known_migrations(on_disk):
        first = ".".join(min(unknown))
        reason = "was made by another version of Newsroom, or another program"
        raise _unusable(
            connection, f"{reason} (it has the migration {first}, unknown to this version)"
        )
    if lacking := _half_replaced(on_disk, applied):
        raise _another_version(connection, f"it lacks the migration {'.'.join(min(lacking))}")
    try:
        MigrationLoader(connection).check_consistent_history(connection)
    except (InconsistentMigrationHistory, NodeNotFoundError) as error:
        raise _another_version(connection, error) from error


def bring_up_to_date(connection) -> None:
    """Migrate. A file that cannot be brought to this version stays as it was."""
    with _kept_on_failure(connection):
        try:
            call_command("migrate", verbosity=0)
        except DatabaseError as error:
            raise _another_version(connection, error) from error
        tables = set(connection.introspection.table_names())
        expected = {model._meta.db_table for model in apps.get_models() if model._meta.managed}
        if missing := expected - tables:
            raise _another_version(connection, f"the table {min(missing)} is missing")


def failed(connection, error) -> Exception:
    """The error to raise when the database fails while the demo is being prepared."""
    return not_started(
        f"{_name(connection)} failed while it was being prepared ({_one_line(error)})",
        "mend that, then run make demo to begin again",
    )


def _read_file(connection):
    """The tables and the recorded migrations of a SQLite file, and whether it can be written.

    Django's own connection would turn a file into one with a write-ahead log merely by opening it.
    """
    path = Path(connection.settings_dict["NAME"])
    if not path.exists():
        return set(), set()
    try:
        address = f"{path.absolute().as_uri()}?mode=rw"
        options = {"uri": True, "timeout": LOCK_SECONDS, "isolation_level": None}
        with closing(sqlite3.connect(address, **options)) as file:
            file.execute("BEGIN IMMEDIATE")
            tables = {
                name
                for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            }
            tables -= {"sqlite_sequence"}
            applied = file.execute(APPLIED) if RECORD in tables else ()
            return tables, set(applied)
    except sqlite3.OperationalError as error:
        raise not_started(
            f"{_name(connection)} cannot be written ({_one_line(error)})",
            "end the program that uses it, or set NEWSROOM_DATA to another folder",
        ) from error
    except sqlite3.DatabaseError as error:
        raise _unusable(connection, f"cannot be read ({_one_line(error)})") from error


def _read_server(connection):
    """The tables and the recorded migrations of a database on a server."""
    try:
        tables = set(connection.introspection.table_names())
        return tables, set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError as error:
        raise not_started(
            f"{_name(connection)} cannot be used ({_one_line(error)})",
            "start its server, correct DATABASE_URL, or leave DATABASE_URL unset to use a file",
        ) from error


def _known_migrations(on_disk):
    """Those on disk, and those that one on disk replaces."""
    return {*on_disk, *(old for migration in on_disk.values() for old in migration.replaces)}


def _half_replaced(on_disk, applied):
    """Replaced migrations that were not applied although others of the same replacement were.

    Django can neither take such a replacement as applied nor apply it.
    """
    for migration in on_disk.values():
        replaced = set(migration.replaces)
        if replaced & applied and replaced - applied:
            return replaced - applied
    return set()


@contextmanager
def _kept_on_failure(connection):
    """Put a SQLite file back as it was when what is done inside fails, or is interrupted."""
    path = connection.settings_dict["NAME"]
    executor = MigrationExecutor(connection)
    is_to_change = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if connection.vendor != "sqlite" or not (executor.loader.applied_migrations and is_to_change):
        yield
        return
    copy = Path(f"{path}.before-migrating")
    copy.unlink(missing_ok=True)
    _copy(path, copy)
    try:
        yield
    except BaseException:
        connection.close()
        _copy(copy, path)
        raise
    finally:
        copy.unlink()


def _copy(source, target):
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)


def _another_version(connection, error):
    reason = f"was made by another version of Newsroom and cannot be continued ({_one_line(error)})"
    return _unusable(connection, reason)


def _unusable(connection, reason):
    if connection.vendor == "sqlite":
        folder = readable_path(Path(connection.settings_dict["NAME"]).parent)
        remedy = (
            f"remove {folder} to begin anew, or keep it and set NEWSROOM_DATA to another folder"
        )
    else:
        remedy = "set DATABASE_URL to an empty database, or leave it unset to use a file"
    return not_started(f"{_name(connection)} {reason}", remedy)


def _name(connection):
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"its database {readable_path(name)}"
    return f"its database “{name}” on {connection.display_name}"


def _one_line(error):
    return " ".join(str(error).split()).rstrip(".")
