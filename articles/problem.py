"""What may stand against copy: a sentence, how grave it is, and where in the form it is mended.

The words of articles/readiness.py and its neighbours; knows no requirement itself.
"""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True)
class Problem:
    """Something the copy lacks. `field` is the part of the article's form where it is mended."""

    level: Level
    field: str
    message: str

    @property
    def blocks(self) -> bool:
        return self.level is Level.BLOCK


def block(field: str, message: str) -> Problem:
    return Problem(Level.BLOCK, field, message)


def warn(field: str, message: str) -> Problem:
    return Problem(Level.WARN, field, message)
