"""Check that the demo can use its database, and migrate that to this version.

Everything is checked before anything is changed. Knows nothing of the demo's content.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.exceptions import InconsistentMigrationHistory, NodeNotFoundError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from newsroom.demo.refusal import not_started, readable_path

LOCK_SECONDS = 3  # another program may be writing, and be done a moment later
RECORD = "django_migrations"
APPLIED = "SELECT app, name FROM django_migrations"

MigrationKey = tuple[str, str]  # an app and the name of a migration


def require_usable(connection: BaseDatabaseWrapper) -> None:
    """Raise CommandError for a database that is out of reach, not ours, or of an unusable version."""
    read = _read_file if connection.vendor == "sqlite" else _read_server
    tables, applied = read(connection)
    if not tables:
        return
    if RECORD not in tables:
        names = ", ".join(sorted(tables)[:3])
        noun = "table" if len(tables) == 1 else "tables"
        raise _unusable(connection, f"belongs to another program (it has the {noun} {names})")
    on_disk = MigrationLoader(None).disk_migrations
    if unknown := applied - on_disk.keys():
        first = ".".join(min(unknown))
        reason = "was made by another version of Newsroom, or another program"
        raise _unusable(
            connection, f"{reason} (it has the migration {first}, unknown to this version)"
        )
    try:
        MigrationLoader(connection).check_consistent_history(connection)
    except (InconsistentMigrationHistory, NodeNotFoundError) as error:
        raise _another_version(connection, error) from error


def migrate(connection: BaseDatabaseWrapper) -> None:
    """Migrate to this version. A SQLite file that cannot be migrated stays as it was."""
    with _restore_on_failure(connection):
        try:
            call_command("migrate", verbosity=0)
        except DatabaseError as error:
            raise _another_version(connection, error) from error
        if missing := _missing_parts(connection):
            raise _another_version(connection, f"the {missing[0]} is missing")


def _missing_parts(connection: BaseDatabaseWrapper) -> list[str]:
    """Name the tables and columns of our models that the database lacks although it is migrated.

    While nothing was released, migrations were written anew under their old names.
    """
    missing = []
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in apps.get_models():
            table = model._meta.db_table
            if not model._meta.managed:
                continue
            if table not in tables:
                missing.append(f"table {table}")
                continue
            description = connection.introspection.get_table_description(cursor, table)
            columns = {column.name for column in description}
            missing += [
                f"column {table}.{field.column}"
                for field in model._meta.concrete_fields
                if field.column not in columns
            ]
    return sorted(missing)


def preparation_failed(connection: BaseDatabaseWrapper, error: DatabaseError) -> CommandError:
    """Return the error to raise when the database fails while the demo is being prepared."""
    return not_started(
        f"{_name(connection)} failed while it was being prepared ({_one_line(error)})",
        "mend that, then run make demo to begin again",
    )


def _read_file(connection: BaseDatabaseWrapper) -> tuple[set[str], set[MigrationKey]]:
    """Return the tables and the recorded migrations of a SQLite file. Raises when it is not writable.

    Django's own connection would turn a file into one with a write-ahead log merely by opening it.
    """
    path = Path(connection.settings_dict["NAME"])
    if not path.exists():
        return set(), set()
    try:
        address = f"{path.absolute().as_uri()}?mode=rw"
        with closing(
            sqlite3.connect(address, uri=True, timeout=LOCK_SECONDS, isolation_level=None)
        ) as file:
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


def _read_server(connection: BaseDatabaseWrapper) -> tuple[set[str], set[MigrationKey]]:
    """Return the tables and the recorded migrations of a database on a server."""
    try:
        tables = set(connection.introspection.table_names())
        return tables, set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError as error:
        raise not_started(
            f"{_name(connection)} cannot be used ({_one_line(error)})",
            "start its server, correct DATABASE_URL, or leave DATABASE_URL unset to use a file",
        ) from error


@contextmanager
def _restore_on_failure(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Restore a SQLite file as it was when the block inside fails or is interrupted."""
    path = connection.settings_dict["NAME"]
    executor = MigrationExecutor(connection)
    has_pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if connection.vendor != "sqlite" or not (executor.loader.applied_migrations and has_pending):
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


def _copy(source: str | Path, target: str | Path) -> None:
    with closing(sqlite3.connect(source)) as reader, closing(sqlite3.connect(target)) as writer:
        reader.backup(writer)


def _another_version(connection: BaseDatabaseWrapper, error: object) -> CommandError:
    reason = f"was made by another version of Newsroom and cannot be continued ({_one_line(error)})"
    return _unusable(connection, reason)


def _unusable(connection: BaseDatabaseWrapper, reason: str) -> CommandError:
    if connection.vendor == "sqlite":
        folder = readable_path(Path(connection.settings_dict["NAME"]).parent)
        remedy = (
            f"remove {folder} to begin anew, or keep it and set NEWSROOM_DATA to another folder"
        )
    else:
        remedy = "set DATABASE_URL to an empty database, or leave it unset to use a file"
    return not_started(f"{_name(connection)} {reason}", remedy)


def _name(connection: BaseDatabaseWrapper) -> str:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"its database {readable_path(name)}"
    return f"its database “{name}” on {connection.display_name}"


def _one_line(error: object) -> str:
    return " ".join(str(error).split()).rstrip(".")
