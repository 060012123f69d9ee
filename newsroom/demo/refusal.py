"""Errors for a demo that cannot start: one sentence that says what, why and what to do."""

import os
from pathlib import Path

from django.core.management.base import CommandError


def not_started(reason: str, remedy: str) -> CommandError:
    """Return the error to raise when the demo cannot start; make prints it as one line, no traceback."""
    return CommandError(f"The demo was not started because {reason}: {remedy}.")


def readable_path(path: str | Path) -> str:
    """Return a path as a person in the current folder would write it."""
    path = Path(path).absolute()
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
