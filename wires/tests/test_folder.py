"""Hot folders: only complete files are ingested, each once, and moved afterwards."""

import hashlib
import os
import re
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models.signals import post_save
from django.utils import translation

from newsroom.tests.factories import MORNING, jpeg, make_feed
from wires.ingest import folder, store
from wires.ingest.folder import FolderError
from wires.models import Delivery, Feed, WireItem
from wires.tests.agency_copy import ninjs

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
LATER = MORNING + 2 * SECOND
DAY = "2024-06-08"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def feed(settings, tmp_path):
    settings.WIRES_DIR = tmp_path / "wires"
    return make_feed(transport=Feed.Transport.FOLDER, address="kyodo")


@pytest.fixture
def hot(feed):
    """Create and return the feed's folder."""
    path = folder.resolve(feed.address)
    path.mkdir(parents=True)
    return path


def names(feed, *, at=LATER):
    return [path.name for path in folder.find(feed, at=at).complete]


def tree(hot):
    """Return the relative path of every file below the folder."""
    return sorted(path.relative_to(hot).as_posix() for path in hot.rglob("*") if path.is_file())


@contextmanager
def connected(signal, receiver, **options):
    signal.connect(receiver, weak=False, **options)
    try:
        yield
    finally:
        signal.disconnect(receiver, **options)


def ingest_all(feed, *, at=LATER):
    folder.find(feed, at=at - 2 * SECOND)
    return [folder.ingest_file(feed, path, at=at) for path in folder.find(feed, at=at).complete]


@pytest.mark.parametrize(
    "address", ["", ".", "..", "../kyodo", "kyodo/../..", "/etc", "/", "a/../b", "a\0b", "./"]
)
def test_a_folder_elsewhere_is_refused(feed, address):
    with pytest.raises(FolderError, match="no folder below the one for feeds"):
        folder.resolve(address)


def test_a_link_that_leads_out_is_refused(feed, tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "wires").mkdir()
    (tmp_path / "wires" / "kyodo").symlink_to(tmp_path / "secret")
    with pytest.raises(FolderError, match="no folder below the one for feeds"):
        folder.find(feed, at=MORNING)


def test_a_missing_folder_is_created(feed):
    feed.address = "agencies/kyodo"
    assert folder.find(feed, at=MORNING).complete == []
    assert folder.resolve("agencies/kyodo").is_dir()


def test_a_file_in_place_of_the_folder_is_refused(feed, tmp_path):
    (tmp_path / "wires").mkdir()
    (tmp_path / "wires" / "kyodo").write_bytes(b"x")
    with pytest.raises(FolderError, match="The folder “kyodo” cannot be read"):
        folder.find(feed, at=MORNING)


def test_a_file_unchanged_between_two_polls_two_seconds_apart_is_complete(feed, hot):
    (hot / "a.json").write_bytes(ninjs())
    seen = [names(feed, at=MORNING + SECOND * passed) for passed in (0, 1, 1.9, 2)]
    assert seen == [[], [], [], ["a.json"]]


@pytest.mark.parametrize("change", ["grows", "is written anew"])
def test_a_file_that_changes_waits_again(feed, hot, change):
    file = hot / "a.json"
    file.write_bytes(b"half")
    assert names(feed, at=MORNING) == []
    file.write_bytes(b"half and" if change == "grows" else b"HALF")
    os.utime(file, ns=(0, file.stat().st_mtime_ns + 1))
    assert names(feed, at=MORNING + 3 * SECOND) == []
    assert names(feed, at=MORNING + 4 * SECOND) == []
    assert names(feed, at=MORNING + 5 * SECOND) == ["a.json"]


def test_a_file_unchanged_for_a_minute_needs_no_second_poll(feed, hot):
    (hot / "a.json").write_bytes(ninjs())
    changed = (hot / "a.json").stat().st_ctime
    now = MORNING.fromtimestamp(changed, tz=MORNING.tzinfo)
    assert names(feed, at=now + 59 * SECOND) == []
    assert names(feed, at=now + 60.1 * SECOND) == ["a.json"]


def test_a_modification_time_set_by_the_sender_is_ignored(feed, hot):
    """FTP clients preserve the original's modification time: it does not show that a file is complete."""
    (hot / "a.json").write_bytes(b"half")
    os.utime(hot / "a.json", (0, 0))
    changed = (hot / "a.json").stat().st_ctime
    assert names(feed, at=MORNING.fromtimestamp(changed, tz=MORNING.tzinfo)) == []


@pytest.mark.parametrize(
    "name", ["a.json.tmp", "a.part", "A.PART", "a.filepart", ".a.json", ".ftpquota"]
)
def test_an_unfinished_or_hidden_name_is_passed_over(feed, hot, name):
    (hot / name).write_bytes(ninjs())
    names(feed, at=MORNING)
    contents = folder.find(feed, at=LATER + 60 * SECOND)
    assert (contents.complete, contents.waiting) == ([], 0)


def test_an_empty_file_waits_until_it_has_something(feed, hot):
    (hot / "a.json").touch()
    names(feed, at=MORNING)
    assert names(feed, at=MORNING + timedelta(days=1)) == []
    (hot / "a.json").write_bytes(ninjs())
    names(feed, at=MORNING + timedelta(days=2))
    assert names(feed, at=MORNING + timedelta(days=2) + 2 * SECOND) == ["a.json"]


def test_the_oldest_comes_first(feed, hot):
    for name, changed in (("a", 300), ("b", 100), ("c", 200), ("d", 200)):
        (hot / name).write_bytes(b"x")
        os.utime(hot / name, (changed, changed))
    names(feed, at=MORNING)
    assert names(feed, at=LATER) == ["b", "c", "d", "a"]


def test_folders_links_and_pipes_are_no_deliveries(feed, hot, tmp_path):
    canary = tmp_path / "canary"
    canary.write_bytes(ninjs("canary"))
    (hot / "linked.json").symlink_to(canary)
    (hot / "folder.json").mkdir()
    os.mkfifo(hot / "pipe.json")
    names(feed, at=MORNING)
    assert names(feed, at=LATER + 60 * SECOND) == []


def test_a_file_exchanged_for_a_link_or_a_pipe_is_not_followed(feed, hot, tmp_path):
    canary = tmp_path / "canary"
    canary.write_bytes(ninjs("canary"))
    (hot / "linked.json").symlink_to(canary)
    os.mkfifo(hot / "pipe.json")
    with pytest.raises(FolderError, match=r"“linked.json” cannot be read"):
        folder.ingest_file(feed, hot / "linked.json", at=LATER)
    assert folder.ingest_file(feed, hot / "pipe.json", at=LATER) is None
    assert Delivery.objects.count() == 0


def test_a_stored_file_is_moved_to_the_folder_of_its_day(feed, hot):
    (hot / "a.json").write_bytes(ninjs())
    (delivery,) = ingest_all(feed)
    assert (delivery.state, delivery.name) == ("accepted", "a.json")
    assert tree(hot) == [f"done/{DAY}/a.json"]
    assert (hot / "done" / DAY / "a.json").read_bytes() == ninjs()
    assert WireItem.objects.count() == 1


def test_an_unreadable_file_is_quarantined_and_the_next_is_ingested(feed, hot):
    (hot / "a.json").write_bytes(b"{broken")
    (hot / "b.json").write_bytes(ninjs())
    assert [delivery.state for delivery in ingest_all(feed)] == ["quarantined", "accepted"]
    assert tree(hot) == [f"done/{DAY}/b.json", "quarantine/a.json"]


def test_a_repeated_name_overwrites_no_file(feed, hot):
    for number in range(3):
        (hot / "a.json").write_bytes(ninjs(f"wire:{number}"))
        ingest_all(feed, at=LATER + number * 10 * SECOND)
    done = hot / "done" / DAY
    assert tree(hot) == [f"done/{DAY}/a-2.json", f"done/{DAY}/a-3.json", f"done/{DAY}/a.json"]
    archived = [(done / name).read_bytes() for name in ("a.json", "a-2.json", "a-3.json")]
    assert archived == [ninjs(f"wire:{number}") for number in range(3)]


def test_a_stored_file_that_was_not_moved_is_moved_at_the_next_poll(feed, hot):
    (hot / "a.json").write_bytes(ninjs())
    store.store_delivery(feed, ninjs(), name="a.json", at=MORNING)
    (delivery,) = ingest_all(feed)
    assert (delivery.is_new, Delivery.objects.count()) == (False, 1)
    assert tree(hot) == [f"done/{DAY}/a.json"]


@pytest.mark.parametrize(("age", "name"), [(120, "a.json"), (1, "a-2.json")])
def test_an_old_empty_file_of_an_interrupted_move_is_replaced(feed, hot, age, name):
    """The name in done/ is reserved with an empty file; a new one may be another process's."""
    (hot / "a.json").write_bytes(ninjs())
    done = hot / "done" / DAY
    done.mkdir(parents=True)
    (done / "a.json").touch()
    left_at = time.time() - age
    os.utime(done / "a.json", (left_at, left_at))
    ingest_all(feed)
    assert (done / name).read_bytes() == ninjs()
    assert len(tree(hot)) == (1 if name == "a.json" else 2)


def test_a_name_that_another_process_reserved_is_left_to_it(feed, hot, monkeypatch):
    """This process waits before its move; the other one moves the file, and the next one arrives."""
    feed.max_bytes = 100_000
    path, rename, moves = hot / "latest.xml", Path.rename, []

    def rename_late(self, target):
        moves.append(target)
        if len(moves) == 1:
            folder.ingest_file(feed, path, at=LATER)
            path.write_bytes(b"2" * 150_000)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", rename_late)
    path.write_bytes(b"1" * 200_000)
    folder.ingest_file(feed, path, at=LATER)
    sizes = [file.stat().st_size for file in hot.rglob("*") if file.is_file()]
    assert sorted(sizes) == [150_000, 200_000]


def test_a_file_that_is_moved_back_replaces_no_upload_that_begins(hot):
    moved, path = hot / "done.xml", hot / "a.xml"
    moved.write_bytes(b"second")
    path.touch()
    os.utime(path, (0, 0))
    folder._move(moved, path, replaces_leftover=False)
    assert (path.read_bytes(), (hot / "a-2.xml").read_bytes()) == (b"", b"second")


@pytest.mark.parametrize("other", ["directory", "dangling link"])
def test_a_name_of_something_else_is_left_alone(feed, hot, other):
    (hot / "a.json").write_bytes(ninjs())
    done = hot / "done" / DAY
    done.mkdir(parents=True)
    if other == "directory":
        (done / "a.json").mkdir()
    else:
        (done / "a.json").symlink_to(hot / "nowhere")
    ingest_all(feed)
    assert (done / "a-2.json").read_bytes() == ninjs()


@pytest.mark.parametrize("again", ["written over", "exchanged"])
def test_a_file_replaced_before_the_move_is_ingested_at_the_next_poll(feed, hot, again):
    """The first delivery is stored, and its file was replaced by the agency before the move."""
    (hot / "a.json").write_bytes(ninjs("wire:1"))

    def use_again(**_about):
        written = hot / ("a.json" if again == "written over" else ".a.json")
        written.write_bytes(ninjs("wire:22"))
        written.rename(hot / "a.json")

    with connected(post_save, use_again, sender=Delivery):
        ingest_all(feed)
    assert tree(hot) == ["a.json"]
    ingest_all(feed, at=LATER + 10 * SECOND)
    assert tree(hot) == [f"done/{DAY}/a.json"]
    assert sorted(WireItem.objects.values_list("guid", flat=True)) == ["wire:1", "wire:22"]


def test_a_file_that_another_process_has_moved_is_ignored(feed, hot):
    assert folder.ingest_file(feed, hot / "gone.json", at=LATER) is None
    assert Delivery.objects.count() == 0


@pytest.mark.parametrize("picture_first", [True, False])
def test_a_picture_may_come_before_its_text_or_after(feed, hot, picture_first):
    files = {"ferry.jpg": jpeg(), "ferry.json": ninjs()}
    for name in sorted(files, reverse=not picture_first):
        (hot / name).write_bytes(files[name])
        ingest_all(feed)
    delivery = Delivery.objects.get(name="ferry.jpg")
    assert bytes(delivery.raw) == files["ferry.jpg"]
    assert Delivery.objects.get(name="ferry.json").state == "accepted"


def test_an_oversized_file_is_moved_whole_and_its_beginning_stored(feed, hot):
    feed.max_bytes = 100_000
    raw = b"{" + b"x" * 3_000_000
    (hot / "big.json").write_bytes(raw)
    (delivery,) = ingest_all(feed)
    assert (delivery.state, delivery.size) == ("quarantined", len(raw))
    assert delivery.sha256 == hashlib.sha256(raw).hexdigest()
    assert bytes(Delivery.objects.get().raw) == raw[: 64 * 1024]
    sentence = "It is larger than the 100000 bytes that this feed allows."
    assert delivery.quarantined_because == sentence
    assert (hot / "quarantine" / "big.json").read_bytes() == raw


def test_a_quarantined_file_is_ingested_again_after_the_limit_is_raised(feed, hot):
    feed.max_bytes = 1024
    (hot / "big.json").write_bytes(ninjs(note="x" * 2000))
    ingest_all(feed)
    feed.max_bytes = 10_000
    (hot / "quarantine" / "big.json").rename(hot / "big.json")
    (delivery,) = ingest_all(feed, at=LATER + 60 * SECOND)
    assert (delivery.state, delivery.quarantined_because) == ("accepted", "")


def test_a_name_in_no_known_encoding_is_no_obstacle(feed, hot):
    path = os.fsencode(hot) + b"/caf\xe9.json"
    with open(path, "wb") as file:
        file.write(ninjs())
    (delivery,) = ingest_all(feed)
    assert delivery.name == "caf\ufffd.json"
    assert os.listdir(os.fsencode(hot / "done" / DAY)) == [b"caf\xe9.json"]


def test_a_file_that_cannot_be_moved_is_stored_once_and_reported(feed, hot):
    (hot / "a.json").write_bytes(ninjs())
    (hot / "done").write_bytes(b"a file where the folder should be")
    sentence = f"“a.json” was taken in, and could not be moved to “{DAY}”: "
    for _poll in range(2):
        with pytest.raises(FolderError, match=re.escape(sentence)):
            folder.ingest_file(feed, hot / "a.json", at=LATER)
    assert (Delivery.objects.count(), WireItem.objects.count()) == (1, 1)
    assert (hot / "a.json").read_bytes() == ninjs()
