"""Hot folders: ingest the complete files of the folder that an agency's FTP account writes to.

A file is moved to `done/` or `quarantine/` of its folder only after its delivery is stored. If the
process ends in between, the next poll recognises the same bytes and moves the file. When to poll is
decided in wires/ingest/scheduler.py.
"""

import hashlib
import os
import stat
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from text.errors import DomainError
from wires.ingest import store
from wires.models import Delivery, Feed

DONE, QUARANTINE = "done", "quarantine"
UNFINISHED = (".tmp", ".part", ".filepart")
STILL = timedelta(seconds=2)  # a file unchanged between two polls so far apart is complete
OLD = timedelta(minutes=1)  # a file unchanged for so long is complete at its first poll
OVERSIZED_HEAD_BYTES = 64 * 1024

# Size, modification time and first sighting of each file at the last poll of this process. When it
# is lost, a file waits two seconds longer.
_seen: dict[Path, tuple[int, int, datetime]] = {}


class FolderError(DomainError):
    """A folder or a file that cannot be used."""


@dataclass(frozen=True)
class FolderContents:
    """The complete files of a folder, oldest first, and the number of incomplete ones."""

    complete: list[Path]
    waiting: int


def resolve(address: str) -> Path:
    """Return the feed's folder below settings.WIRES_DIR. Raise FolderError when it is not below it."""
    base = Path(settings.WIRES_DIR).resolve()
    parts = Path(address).parts
    inside = bool(parts) and ".." not in parts and "\0" not in address
    folder = (base / address).resolve() if inside else base
    if folder == base or not folder.is_relative_to(base):
        sentence = _(
            "“%s” is no folder below the one for feeds. Write its name alone, such as kyodo."
        )
        raise FolderError(sentence % address, code="folder_outside")
    return folder


def find(feed: Feed, *, at: datetime) -> FolderContents:
    """Return the files directly in the feed's folder, which is created when it does not exist."""
    folder = resolve(feed.address)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with os.scandir(folder) as entries:
            stats = [(Path(entry.path), entry.stat(follow_symlinks=False)) for entry in entries]
    except OSError as error:
        sentence = _("The folder “%(name)s” cannot be read: %(why)s.")
        raise FolderError(
            sentence % {"name": feed.address, "why": error.strerror}, code="folder_unreadable"
        ) from None
    files = [(path, status) for path, status in stats if _is_delivery(path, status)]
    complete = [
        (status.st_mtime_ns, path) for path, status in files if _is_complete(path, status, at)
    ]
    _forget_missing(folder, {path for path, _status in files})
    return FolderContents([path for _changed, path in sorted(complete)], len(files) - len(complete))


def ingest_file(feed: Feed, path: Path, *, at: datetime) -> Delivery | None:
    """Store one file as a delivery, move the file and return the delivery.

    Return None when the file is gone, has changed while it was read, or is not a regular file.
    """
    name = os.fsencode(path.name).decode("utf-8", "replace")
    try:
        # Do not follow a symbolic link, and do not wait for the writer of a named pipe.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None  # another process has moved it
    except OSError as error:
        sentence = _("“%(name)s” cannot be read: %(why)s.")
        raise FolderError(
            sentence % {"name": name, "why": error.strerror}, code="file_unreadable"
        ) from None
    with os.fdopen(handle, "rb") as file:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            return None
        if before.st_size > feed.max_bytes:
            raw, digest = _read_head(file)
        else:
            raw, digest = file.read(feed.max_bytes + 1), ""
        after = os.fstat(handle)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return None  # it is still being written
    if digest:
        delivery = store.quarantine_oversized(
            feed, raw, size=before.st_size, sha256=digest, name=name, at=at
        )
    else:
        delivery = store.store_delivery(feed, raw, name=name, at=at)
    _move_to_archive(path, after, delivery, name, at)
    _seen.pop(path, None)
    return delivery


def _is_delivery(path: Path, status: os.stat_result) -> bool:
    """Return whether it is a regular file, not empty, without the name of an unfinished upload."""
    named = not path.name.startswith(".") and not path.name.lower().endswith(UNFINISHED)
    return named and stat.S_ISREG(status.st_mode) and status.st_size > 0


def _is_complete(path: Path, status: os.stat_result, at: datetime) -> bool:
    """Return whether a file is unchanged for STILL by this process, or for OLD by its own times."""
    modified_at = max(status.st_mtime, status.st_ctime)
    now = (status.st_size, status.st_mtime_ns)
    *last_seen, since = _seen.get(path, (None, None, at))
    if tuple(last_seen) != now or since > at:
        since = at
    _seen[path] = (*now, since)
    return at - since >= STILL or at.timestamp() - modified_at >= OLD.total_seconds()


def _forget_missing(folder: Path, present: set[Path]) -> None:
    for path in [path for path in _seen if path.parent == folder and path not in present]:
        del _seen[path]


def _read_head(file: BinaryIO) -> tuple[bytes, str]:
    """Return the first bytes of an oversized file, and the SHA-256 of all of it."""
    digest, head = hashlib.sha256(), b""
    while piece := file.read(1024 * 1024):
        head = head or piece[:OVERSIZED_HEAD_BYTES]
        digest.update(piece)
    return head, digest.hexdigest()


def _move_to_archive(
    path: Path, read: os.stat_result, delivery: Delivery, name: str, at: datetime
) -> None:
    """Move a stored file to `done/` or `quarantine/`. No existing file is overwritten.

    `read` is the status of the file when it was read. If the path names another file by now, that
    file is moved back and ingested at the next poll.
    """
    if delivery.state == Delivery.State.QUARANTINED:
        folder = path.parent / QUARANTINE
    else:
        folder = path.parent / DONE / timezone.localtime(at).date().isoformat()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        moved = _move(path, folder / path.name, replaces_leftover=True)
        if not _is_same(moved.stat(), read):
            _move(moved, path, replaces_leftover=False)
    except FileNotFoundError:
        return  # another process has moved it
    except OSError as error:
        sentence = _("“%(name)s” was taken in, and could not be moved to “%(folder)s”: %(why)s.")
        params = {"name": name, "folder": folder.name, "why": error.strerror}
        raise FolderError(sentence % params, code="file_not_moved") from None


def _is_same(file: os.stat_result, read: os.stat_result) -> bool:
    return all(
        getattr(file, name) == getattr(read, name) for name in ("st_ino", "st_size", "st_mtime_ns")
    )


def _move(path: Path, target: Path, *, replaces_leftover: bool) -> Path:
    """Move a file to `target`, or to the next free name in its folder; return the new path.

    `replaces_leftover` says whether an empty file of an interrupted move counts as free.
    """
    number, free = 1, target
    while not (_reserve(free) or (replaces_leftover and _is_leftover(free))):
        number += 1
        free = target.with_name(f"{target.stem}-{number}{target.suffix}")
    try:
        return path.rename(free)  # replaces the empty file atomically
    except OSError:
        if _empty_file(free):
            free.unlink()
        raise


def _reserve(target: Path) -> bool:
    """Create an empty file of this name. Return False when there is anything of that name."""
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        return False
    return True


def _is_leftover(target: Path) -> bool:
    """Return whether a process was killed between reserving this name and renaming a delivery to it.

    No delivery is empty. An empty file of the last minute may be the reservation of another process.
    """
    status = _empty_file(target)
    return status is not None and time.time() - status.st_mtime > OLD.total_seconds()


def _empty_file(path: Path) -> os.stat_result | None:
    """Return the status of an empty regular file, None for anything else."""
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return None
    return status if stat.S_ISREG(status.st_mode) and status.st_size == 0 else None
