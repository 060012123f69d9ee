"""Reserve what the demo needs before it touches a database: a port and a data folder of its own.

Both are held from the start until the demo ends, so that no other program can take them in between.
"""

import errno
import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError

from newsroom.demo.refusal import not_started, readable_path

HOST = "127.0.0.1"
LOWEST_PORT, HIGHEST_PORT = 1024, 65535
LOCK_NAME = "demo.lock"


def read_port(text: str) -> int:
    """Return the port that `text` names. Raises CommandError for what is not a port a user may use."""
    remedy = f"choose a port from {LOWEST_PORT} to {HIGHEST_PORT}, such as make demo PORT=8001"
    if not (text.isascii() and text.isdigit()):
        raise not_started(f"the port “{text}” is not a number", remedy)
    port = int(text)
    if port < LOWEST_PORT:
        raise not_started(f"port {port} is one of those kept for the system", remedy)
    if port > HIGHEST_PORT:
        raise not_started(f"there is no port {port}", remedy)
    return port


def open_port(port: int) -> socket.socket:
    """Return a socket that listens on `port` of this machine only; browsers wait until the demo serves."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # The connections of a demo that has just ended do not block the port for the next one.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        other_port = f"choose another port with make demo PORT={_next_port(port)}"
        if error.errno != errno.EADDRINUSE:
            reason = f"port {port} on {HOST} cannot be opened ({error.strerror})"
            raise not_started(reason, other_port) from error
        reason = f"port {port} on {HOST} is used by another program"
        raise not_started(reason, f"stop that program, or {other_port}") from error
    return listener


@contextmanager
def lock_data_folder(folder: Path, address: str) -> Iterator[None]:
    """Lock `folder` for this process; `address` is the demo's own, or empty while it only prepares.

    The kernel releases the lock when the process ends, however it ends.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / LOCK_NAME).open("a+", encoding="utf-8")
    except OSError as error:
        raise not_started(
            f"its data folder {readable_path(folder)} cannot be written ({error.strerror})",
            "set NEWSROOM_DATA to a folder that can be written",
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise _already_running(folder, file.read().strip()) from error
        file.truncate(0)
        file.write(address)
        file.flush()
        yield


def _already_running(folder: Path, address: str) -> CommandError:
    if not address:
        return not_started(
            f"another command is preparing its data in {readable_path(folder)}",
            "wait until that command has ended, then run make demo again",
        )
    port = int(address.strip("/").rpartition(":")[2])
    return not_started(
        f"it is running already at {address}/ with the data in {readable_path(folder)}",
        "open that address, stop that demo with Ctrl+C, or run a second one with"
        f" make demo PORT={_next_port(port)} NEWSROOM_DATA=var/second",
    )


def _next_port(port: int) -> int:
    return port + 1 if port < HIGHEST_PORT else 8000
