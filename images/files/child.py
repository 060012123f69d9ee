"""Runs a program on a file's bytes in a process of its own, which may be killed by them."""

import subprocess
import sys
from typing import BinaryIO


def run(*arguments: str, file: BinaryIO, seconds: float) -> bytes | None:
    """Return what Python printed for `arguments` and the bytes of `file`; None where it failed.

    It starts with no environment and at the root of the file system, where no library is picked up by
    chance. Limits of memory and processor time are for the program itself to set.
    """
    file.seek(0)
    try:
        ended = subprocess.run(  # noqa: S603 - our own programs
            [sys.executable, "-I", *arguments],
            input=file.read(),
            capture_output=True,
            timeout=seconds,
            check=False,
            cwd="/",
            env={},
        )
    except subprocess.TimeoutExpired:
        return None
    return ended.stdout if ended.returncode == 0 else None
