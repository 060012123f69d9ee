"""Run the demo's processes: web server, task worker, wire service. If one ends, so do the others."""

import ctypes
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import NoReturn

from django.conf import settings
from django.core.management.base import CommandError

MANAGE = str(settings.BASE_DIR / "manage.py")
SIGNALS = (signal.SIGTERM, signal.SIGHUP)  # of kill, and of a terminal that is closed
PR_SET_PDEATHSIG = 1  # linux/prctl.h


@contextmanager
def signals_as_interrupts() -> Iterator[None]:
    """Raise KeyboardInterrupt for SIGTERM and SIGHUP too, so that cleaning up is the same for all."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    for number, handler in before.items():
        if handler != signal.SIG_IGN:  # nohup
            signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def serve(listener: socket.socket, site_url: str) -> None:
    """Serve on the socket `listener` until Ctrl+C. Raises CommandError when a process ends by itself."""
    environment = {
        **os.environ,
        "NEWSROOM_MODE": "demo",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": site_url,
    }
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in _commands(listener.fileno()).items():
            running[name] = subprocess.Popen(  # noqa: S603
                [sys.executable, *command],
                env=environment,
                pass_fds=[listener.fileno()] if name == "web server" else [],
                process_group=0,  # Ctrl+C reaches this process only, which ends them
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )
        listener.close()  # from here on only the web server has it
        _wait_for_first_exit(running)
    except KeyboardInterrupt:
        return
    finally:
        _terminate(running.values())


def _commands(descriptor: int) -> dict[str, list[str]]:
    return {
        "web server": [
            "-m",
            "gunicorn",
            "newsroom.wsgi",
            f"--bind=fd://{descriptor}",
            "--workers=2",
            "--threads=4",
            "--worker-class=gthread",
            "--no-control-socket",
        ],
        "task worker": [MANAGE, "worker", "--no-reload"],
        "wire service": [MANAGE, "run_ingest", "--serve"],
    }


def _wait_for_first_exit(running: dict[str, subprocess.Popen[bytes]]) -> NoReturn:
    """Raise CommandError as soon as one of the processes has ended."""
    while True:
        for name, process in running.items():
            if (code := process.poll()) is not None:
                end = f"by signal {-code}" if code < 0 else f"with exit code {code}"
                raise CommandError(
                    f"The demo was stopped because its {name} ended {end}: the lines above may say why,"
                    " and make demo starts it again with its data."
                )
        time.sleep(0.2)


def _terminate(processes: Collection[subprocess.Popen[bytes]]) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl+C must not interrupt this
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait()
    signal.signal(signal.SIGINT, before)


def _end_with_parent() -> None:
    """Ask the kernel to end this child when the demo itself is killed and cannot do so."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
