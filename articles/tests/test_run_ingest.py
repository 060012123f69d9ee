"""The wire service as a process: once for cron, or until it is stopped."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation

from newsroom.tests.factories import make_agency, make_feed
from wires.ingest import folder
from wires.models import Delivery, Feed, WireItem
from wires.tests.agency_copy import ninjs

pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def _folders_of_their_own(settings, tmp_path):
    settings.WIRES_DIR = tmp_path / "wires"
    with translation.override("en"):
        yield


def hot(feed):
    place = folder.resolve(feed.address)
    place.mkdir(parents=True, exist_ok=True)
    return place


def make_hot_feed(**fields):
    return make_feed(make_agency(), transport=Feed.Transport.FOLDER, address="kyodo", **fields)


@pytest.mark.django_db
def test_once_stores_a_file_that_has_just_been_dropped(capsys):
    feed = make_hot_feed()
    (hot(feed) / "a.json").write_bytes(ninjs())
    (hot(feed) / "b.json").write_bytes(b"{broken")
    call_command("run_ingest")
    assert WireItem.objects.get().status == "usable"
    assert "Kyodo: 2 taken in, 1 of them quarantined." in capsys.readouterr().out.splitlines()


@pytest.mark.django_db
def test_once_ends_when_there_is_nothing_to_do():
    feed = make_hot_feed()
    (hot(feed) / "a.json.part").write_bytes(b"half")
    call_command("run_ingest")
    assert (Delivery.objects.count(), hot(feed).joinpath("a.json.part").exists()) == (0, True)


@pytest.mark.django_db
def test_once_reports_what_is_wrong_with_a_feed(capsys):
    make_hot_feed()
    Feed.objects.update(address="../kyodo")
    call_command("run_ingest")
    assert "Kyodo: “../kyodo” is no folder below the one for feeds." in capsys.readouterr().out


@pytest.mark.django_db
def test_who_is_not_due_is_left_alone():
    make_hot_feed(next_poll_at=timezone.now() + timedelta(minutes=5))
    call_command("run_ingest")
    assert Feed.objects.get().last_polled_at is None


# The service itself, in a process of its own


def serve(log):
    environment = {
        **os.environ,
        "WIRES_DIR": str(project.WIRES_DIR),
        "DATABASE_URL": url_of(connection.settings_dict),
        "LANGUAGE": "en",
    }
    command = [sys.executable, "-W", "error", "manage.py", "run_ingest", "--serve"]
    return subprocess.Popen(
        command, cwd=project.BASE_DIR, env=environment, stdout=log, stderr=subprocess.STDOUT
    )


def url_of(database):
    """The test database as an address, for another process."""
    host = database["OPTIONS"].get("host") or database["HOST"]
    return f"postgres://{database['USER']}@/{database['NAME']}?host={host}"


def wait_for(condition, log, *, seconds=40):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.1)


@pytest.mark.postgresql(reason="SQLite’s test database is in memory")
@pytest.mark.django_db(transaction=True)
def test_the_service_stores_what_comes_and_ends_when_asked_to(tmp_path):
    feed, log = make_hot_feed(interval=5), tmp_path / "log"
    with log.open("wb") as out:
        service = serve(out)
        try:
            (hot(feed) / "a.json").write_bytes(ninjs("a"))
            wait_for(lambda: WireItem.objects.count() == 1, log)
            (hot(feed) / "b.json").write_bytes(ninjs("b"))
            wait_for(lambda: WireItem.objects.count() == 2, log)
            service.send_signal(signal.SIGTERM)
            assert service.wait(timeout=20) == 0
        finally:
            service.kill()
            service.wait()
    left = sorted(path.name for path in hot(feed).rglob("*.json"))
    assert left == ["a.json", "b.json"]
    assert "Traceback" not in log.read_text()
