"""Hot folders: what an agency's FTP account drops, taken in when it is complete, and kept.

A file is moved to `done/` or `quarantine/` of its folder after it is in the database and never
before, so whatever dies in between, the next look finds the same bytes known and moves them.
Knows nothing of when to look.
"""

import hashlib
import os
import stat
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PosixPath

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from wires.ingest import store
from wires.models import Delivery, Feed

DONE, QUARANTINE = "done", "quarantine"
UNFINISHED = (".tmp", ".part", ".filepart")
STILL = timedelta(seconds=2)  # between two looks that see the same file
OLD = timedelta(minutes=1)  # untouched for so long, one look is enough
KEPT_OF_TOO_LARGE = 64 * 1024

# What the last look of this process saw: size, time of change, and since when. Losing it costs a
# file two seconds.
_seen: dict[Path, tuple[int, int, datetime]] = {}


class Trouble(Exception):
    """A folder or a file could not be used. The message is a sentence for the desk."""


@dataclass(frozen=True)
class FolderContents:
    """What lies in a folder: the complete files, oldest first, and how many are not yet."""

    complete: list[Path]
    waiting: int


def place(address: str) -> Path:
    """The folder of a feed below the one for feeds; Trouble when it is not one of those."""
    base = Path(settings.WIRES_DIR).resolve()
    parts = Path(address).parts
    inside = bool(parts) and ".." not in parts and "\0" not in address
    folder = (base / address).resolve() if inside else base
    if folder == base or not folder.is_relative_to(base):
        sentence = _(
            "“%s” is no folder below the one for feeds. Write its name alone, such as kyodo."
        )
        raise Trouble(sentence % address)
    return folder


def find(feed: Feed, *, at: datetime) -> FolderContents:
    """The files that lie directly in the feed's folder; the folder is made when it is not there."""
    folder = place(feed.address)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with os.scandir(folder) as entries:
            lying = [(Path(entry.path), entry.stat(follow_symlinks=False)) for entry in entries]
    except OSError as why:
        sentence = _("The folder “%(name)s” cannot be read: %(why)s.")
        raise Trouble(sentence % {"name": feed.address, "why": why.strerror}) from None
    lying = [(path, about) for path, about in lying if _is_delivery(path, about)]
    complete = [(about.st_mtime_ns, path) for path, about in lying if _is_complete(path, about, at)]
    _forget(folder, {path for path, _about in lying})
    return FolderContents([path for _changed, path in sorted(complete)], len(lying) - len(complete))


def ingest_file(feed: Feed, path: Path, *, at: datetime) -> Delivery | None:
    """Take one file in and move it away; None when it has changed meanwhile or is gone."""
    name = os.fsencode(path.name).decode("utf-8", "replace")
    try:
        # Neither a link that leads elsewhere nor a pipe that never ends.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None  # another service was faster
    except OSError as why:
        sentence = _("“%(name)s” cannot be read: %(why)s.")
        raise Trouble(sentence % {"name": name, "why": why.strerror}) from None
    with os.fdopen(handle, "rb") as file:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            return None
        if before.st_size > feed.max_bytes:
            raw, digest = _beginning(file)
        else:
            raw, digest = file.read(feed.max_bytes + 1), ""
        after = os.fstat(handle)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return None  # somebody is still writing
    if digest:
        delivery = store.quarantine_oversized(
            feed, raw, size=before.st_size, sha256=digest, name=name, at=at
        )
    else:
        delivery = store.store_delivery(feed, raw, name=name, at=at)
    _put_away(path, after, delivery, name, at)
    _seen.pop(path, None)
    return delivery


def _is_delivery(path: PosixPath, about: os.stat_result) -> bool:
    """A whole name, and a file that is neither empty nor a link."""
    named = not path.name.startswith(".") and not path.name.lower().endswith(UNFINISHED)
    return named and stat.S_ISREG(about.st_mode) and about.st_size > 0


def _is_complete(path: Path, about, at: datetime):
    """Unchanged between two looks, or untouched for long."""
    touched = max(about.st_mtime, about.st_ctime)
    now = (about.st_size, about.st_mtime_ns)
    *then, since = _seen.get(path, (None, None, at))
    if tuple(then) != now or since > at:
        since = at
    _seen[path] = (*now, since)
    return at - since >= STILL or at.timestamp() - touched >= OLD.total_seconds()


def _forget(folder, lying) -> None:
    for path in [path for path in _seen if path.parent == folder and path not in lying]:
        del _seen[path]


def _beginning(file):
    """The beginning of a file that is too large, and the SHA-256 of it all, a piece at a time."""
    digest, head = hashlib.sha256(), b""
    while piece := file.read(1024 * 1024):
        head = head or piece[:KEPT_OF_TOO_LARGE]
        digest.update(piece)
    return head, digest.hexdigest()


def _put_away(path: Path, read, delivery: Delivery, name: str, at: datetime) -> None:
    """Move a file that is in the database to where it is kept; nothing there is overwritten.

    `read` is what was known of the file when it was read: if its name stands for another one by
    now, that one goes back to be taken in at the next look.
    """
    if delivery.state == Delivery.State.QUARANTINED:
        folder = path.parent / QUARANTINE
    else:
        folder = path.parent / DONE / timezone.localtime(at).date().isoformat()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        moved = _move(path, folder / path.name)
        if not _is_same(moved.stat(), read):
            _move(moved, path)
    except FileNotFoundError:
        return  # another service was faster
    except OSError as why:
        sentence = _("“%(name)s” was taken in, and could not be moved to “%(folder)s”: %(why)s.")
        words = {"name": name, "folder": folder.name, "why": why.strerror}
        raise Trouble(sentence % words) from None


def _is_same(file: os.stat_result, read: os.stat_result) -> bool:
    return all(
        getattr(file, of) == getattr(read, of) for of in ("st_ino", "st_size", "st_mtime_ns")
    )


def _move(path: Path, wanted):
    """Move a file to the wanted place, or to the next free name beside it; return where it is."""
    number, target = 1, wanted
    while True:
        try:
            # Whoever makes the name has it; the file then takes its place in one step.
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except FileExistsError:
            number += 1
            target = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
    try:
        return path.rename(target)
    except OSError:
        target.unlink()
        raise
