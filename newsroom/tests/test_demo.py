"""The demo starts, or refuses in one sentence and changes nothing.

Each test runs the real command in a process of its own, with a data folder of its own.
"""

import fcntl
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import tomllib
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection

from articles import roles
from newsroom.demo import content, processes, wire
from newsroom.demo.picture_files import PICTURES
from newsroom.settings import BASE_DIR

CHOOSE = "choose a port from 1024 to 65535, such as make demo PORT=8001."
REMEDY = "remove {folder} to begin anew, or keep it and set NEWSROOM_DATA to another folder."
OTHER_VERSION = "was made by another version of Newsroom"


def start(folder, port, *arguments, **environment):
    """Start the demo and return its process."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "demo", f"--port={port}", *arguments],
        cwd=BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "NEWSROOM_MODE": "demo",
            "NEWSROOM_DATA": str(folder),
            "PYTHONUNBUFFERED": "1",
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Where a shell started pytest in the background, Ctrl+C would be ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def refusal(folder, port=None, *arguments, **environment):
    """Start a demo that must not start, and return the one sentence that it writes."""
    process = start(folder, free_port() if port is None else port, *arguments, **environment)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    prefix = "CommandError: The demo was not started because "
    assert err.startswith(prefix) and err.count("\n") == 1, err
    return err.removeprefix(prefix).rstrip("\n")


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def in_use(host="127.0.0.1"):
    with closing(socket.create_server((host, 0))) as server:
        yield server.getsockname()[1]


def contents(folder):
    """Return the bytes of each file below `folder`, except the lock, which a refused demo may leave."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "demo.lock")
    return {path.relative_to(folder): path.read_bytes() for path in files}


def dump(path):
    with closing(sqlite3.connect(path)) as file:
        return list(file.iterdump())


@pytest.fixture(scope="module")
def template(django_db_setup, django_db_blocker, tmp_path_factory):
    """Return a SQLite file with the tables of this version and one section, as if the demo were loaded."""
    if connection.vendor != "sqlite":
        pytest.skip("The file is a copy of the test database, which has to be on SQLite.")
    path = tmp_path_factory.mktemp("template") / "newsroom.sqlite3"
    with django_db_blocker.unblock(), closing(sqlite3.connect(path)) as file:
        # Tests with transactions of their own empty all tables, including what migrations filled in.
        roles.establish()
        connection.connection.backup(file)
        file.execute(
            "INSERT INTO editions_section (name, name_en, slug, 'order', search_fold)"
            " VALUES ('A', '', 'a', 1, 'a')"
        )
        file.commit()
        file.execute("PRAGMA journal_mode=WAL")
    return path


@pytest.fixture
def prepared(template, path):
    """Return a function that creates the demo's database, then runs statements on it."""

    def prepare(*statements):
        shutil.copy(template, path)
        with closing(sqlite3.connect(path)) as file:
            for statement in statements:
                file.execute(statement)
            file.commit()

    return prepare


@pytest.fixture
def path(tmp_path):
    return tmp_path / "newsroom.sqlite3"


@pytest.mark.parametrize(
    ("port", "reason"),
    [
        ("eighty", "the port “eighty” is not a number"),
        ("", "the port “” is not a number"),
        ("-1", "the port “-1” is not a number"),
        ("80", "port 80 is one of those kept for the system"),
        ("65536", "there is no port 65536"),
    ],
    ids=["a word", "empty", "negative", "privileged", "too high"],
)
def test_an_invalid_port_is_refused(port, reason, tmp_path):
    assert refusal(tmp_path, port) == f"{reason}: {CHOOSE}"
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"], ids=["this machine", "everywhere"])  # noqa: S104
def test_a_port_of_another_program_is_refused_before_anything_is_loaded(host, tmp_path):
    with in_use(host) as port:
        assert refusal(tmp_path, port) == (
            f"port {port} on 127.0.0.1 is used by another program:"
            f" stop that program, or choose another port with make demo PORT={port + 1}."
        )
    assert contents(tmp_path) == {}


def test_a_data_folder_that_cannot_be_created_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    folder = tmp_path / "file" / "data"
    process = start(folder, free_port())
    assert (*process.communicate(timeout=60), process.returncode) == (
        "",
        f"Nothing was started because the data folder {folder} cannot be made (Not a directory):"
        " set NEWSROOM_DATA to a folder that can be written.\n",
        1,
    )


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "demo.lock").mkdir()  # root may write everywhere, but no file over a folder
    assert refusal(tmp_path) == (
        f"its data folder {tmp_path} cannot be written (Is a directory):"
        " set NEWSROOM_DATA to a folder that can be written."
    )


@pytest.mark.parametrize("arguments", [(), ("--prepare-only",)], ids=["serving", "preparing"])
def test_a_folder_that_is_being_prepared_is_left_alone(arguments, tmp_path):
    with (tmp_path / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert refusal(tmp_path, None, *arguments) == (
            f"another command is preparing its data in {tmp_path}:"
            " wait until that command has ended, then run make demo again."
        )
    assert contents(tmp_path) == {}


def test_a_file_that_is_not_a_database_is_refused_and_kept(path, tmp_path):
    path.write_text("Notes of a Tuesday. " * 200)
    before = contents(tmp_path)
    assert refusal(tmp_path) == (
        f"its database {path} cannot be read (file is not a database):"
        f" {REMEDY.format(folder=tmp_path)}"
    )
    assert contents(tmp_path) == before


def test_a_database_of_another_program_is_refused_and_kept(path, tmp_path):
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE moz_places (id integer)")
    before = contents(tmp_path)
    assert refusal(tmp_path) == (
        f"its database {path} belongs to another program (it has the table moz_places):"
        f" {REMEDY.format(folder=tmp_path)}"
    )
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('articles', '9999_next_year', '2030-01-01')",
            ", or another program (it has the migration articles.9999_next_year, unknown to this version)",
        ),
        (
            "DELETE FROM django_migrations WHERE app = 'accounts'",
            " and cannot be continued (Migration {first} is applied before its dependency"
            " accounts.0001_initial on database 'default')",
        ),
        (
            "DELETE FROM django_migrations WHERE app = 'axes'",
            ' and cannot be continued (table "axes_accessattempt" already exists)',
        ),
        (
            "DROP TABLE editions_partner",
            " and cannot be continued (the table editions_partner is missing)",
        ),
        (
            "ALTER TABLE wires_feed RENAME COLUMN transport TO arrives",
            " and cannot be continued (the column wires_feed.transport is missing)",
        ),
    ],
    ids=[
        "newer",
        "inconsistent",
        "tables without a record",
        "a record without tables",
        "migrations of the same names with other columns",
    ],
)
@pytest.mark.django_db
def test_a_database_of_another_version_is_refused_and_kept(
    statement, reason, path, tmp_path, prepared
):
    prepared(statement)
    before = dump(path)
    sentence = refusal(tmp_path)
    first = sentence.partition("Migration ")[2].partition(" ")[0]
    expected = f"its database {path} {OTHER_VERSION}{reason.format(first=first)}"
    assert sentence == f"{expected}: {REMEDY.format(folder=tmp_path)}"
    assert dump(path) == before
    assert {name.parts[0] for name in contents(tmp_path)} == {path.name}


@pytest.mark.django_db
def test_a_locked_database_is_refused(path, tmp_path, prepared):
    prepared()
    before = dump(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert refusal(tmp_path) == (
            f"its database {path} cannot be written (database is locked):"
            " end the program that uses it, or set NEWSROOM_DATA to another folder."
        )
    assert dump(path) == before


def test_an_unreachable_database_server_is_named(tmp_path):
    sentence = refusal(
        tmp_path, DATABASE_URL=f"postgres://newsroom:secret@127.0.0.1:{free_port()}/paper"
    )
    assert sentence.startswith("its database “paper” on PostgreSQL cannot be used (connection ")
    assert sentence.endswith(
        "): start its server, correct DATABASE_URL, or leave DATABASE_URL unset to use a file."
    )
    assert "secret" not in sentence
    assert contents(tmp_path) == {}


def test_an_invalid_database_url_is_refused_in_one_sentence(tmp_path):
    process = start(tmp_path, free_port(), DATABASE_URL="nonsense")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (
        1,
        "",
        'Environment variable "DATABASE_URL" invalid: Not a valid database URL.\n',
    )


def test_every_picture_of_the_demo_is_a_file_and_every_file_is_used():
    pictures = tomllib.loads(content.STORIES.read_text("utf-8"))["picture"]
    items = tomllib.loads(wire.ITEMS.read_text("utf-8"))["item"]
    names = {picture["key"] for picture in pictures}
    names |= {item["picture"] for item in items if "picture" in item}
    assert {f"{name}.jpg" for name in names} == {path.name for path in PICTURES.glob("*.jpg")}


def test_stories_are_loaded_under_the_name_that_the_demo_serves_them_with():
    """Editions print the paper as their copyright holder, and that is part of what was approved."""
    environment = {"PATH": os.environ["PATH"], "NEWSROOM_MODE": "demo"}
    command = "from newsroom import settings; print(settings.SITE_NAME)"
    process = subprocess.run(
        [sys.executable, "-c", command],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert process.stdout == "Bản tin Sông Hương\n"
    assert "SITE_NAME" not in Path(processes.__file__).read_text()


def wait_for(process, text):
    """Read the output of `process` up to the line that contains `text`."""
    lines = []
    for line in process.stdout:
        lines.append(line)
        if text in line:
            return
    raise AssertionError(f"It ended without “{text}”: {lines}, {process.stderr.read()}")


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl+C", "kill"])
@pytest.mark.django_db
def test_a_demo_that_is_stopped_while_loading_leaves_nothing_behind(
    number, path, tmp_path, prepared
):
    prepared("DELETE FROM editions_section")
    before = dump(path)
    demo = start(tmp_path, "no port is needed", "--prepare-only")
    wait_for(demo, "18 pictures")
    deadline = time.monotonic() + 60
    while not list((tmp_path / "originals").rglob("*.*")):
        assert demo.poll() is None, demo.stderr.read()
        assert time.monotonic() < deadline, "No picture was made for a minute."
        time.sleep(0.05)
    demo.send_signal(number)
    assert (demo.communicate(timeout=60)[1], demo.returncode) == (
        "CommandError: The demo was stopped before it was ready: run make demo to begin again.\n",
        130,
    )
    assert dump(path) == before
    assert {name.parts[0] for name in contents(tmp_path)} == {path.name, "static"}


def children(pid):
    listing = subprocess.check_output(["ps", "-eo", "pid=,ppid="], text=True)
    pairs = (map(int, line.split()) for line in listing.splitlines())
    return [child for child, parent in pairs if parent == pid]


def wait_until(condition):
    deadline = time.monotonic() + 40
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def has_ended(pid):
    """Return whether a process that is not our child has ended, or only waits for its parent."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.slow
@pytest.mark.django_db
def test_a_running_demo_is_named_and_a_killed_one_does_not_block_the_next(path, tmp_path, prepared):
    prepared()
    port, other = free_port(), free_port()
    demo = start(tmp_path, port)
    wait_for(demo, "Stop with Ctrl+C")
    sentence = (
        f"it is running already at http://127.0.0.1:{port}/ with the data in {tmp_path}:"
        " open that address, stop that demo with Ctrl+C, or run a second one with"
        f" make demo PORT={port + 1} NEWSROOM_DATA=var/second."
    )
    assert [refusal(tmp_path, port), refusal(tmp_path, other)] == [sentence, sentence]
    wait_until(lambda: len(children(demo.pid)) == 3)
    pids = children(demo.pid)
    demo.kill()
    demo.communicate()
    wait_until(lambda: all(map(has_ended, pids)))

    demo = start(tmp_path, port, GUNICORN_CMD_ARGS="--no-such-option")
    out, err = demo.communicate(timeout=60)
    assert "The demo's stories are there already." in out
    assert (demo.returncode, err.splitlines()[-1]) == (
        1,
        "CommandError: The demo was stopped because its web server ended with exit code 2:"
        " the lines above may say why, and make demo starts it again with its data.",
    )


@pytest.mark.slow
@pytest.mark.django_db
def test_a_demo_ends_with_all_its_processes_on_ctrl_c(path, tmp_path, prepared):
    prepared()
    demo = start(tmp_path, free_port())
    wait_for(demo, "Stop with Ctrl+C")
    wait_until(lambda: len(children(demo.pid)) == 3)
    pids = children(demo.pid)
    demo.send_signal(signal.SIGINT)
    demo.communicate(timeout=60)
    assert demo.returncode == 0
    assert [pid for pid in pids if not has_ended(pid)] == []
