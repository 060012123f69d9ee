"""How the demo says that it does not start: one sentence with what, why and what to do."""

import os
from pathlib import Path

from django.core.management.base import CommandError


def not_started(reason: str, remedy: str) -> CommandError:
    """The error to raise when the demo cannot start; make shows it as one line, without a traceback."""
    return CommandError(f"The demo was not started because {reason}: {remedy}.")


def readable_path(path) -> str:
    """A path as a person in the current folder would write it."""
    path = Path(path).absolute()
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
