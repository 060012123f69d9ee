"""What stands against copy: a sentence, how serious it is, and the part of the form that mends it.

Knows no requirement and no verb.
"""

from dataclasses import dataclass
from enum import StrEnum

from articles.comparison import Change


class Level(StrEnum):
    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True)
class Problem:
    """One thing that the copy lacks.

    `field` is the part of the article's form where it is mended, "" for none. `code` names the
    problem for programs and tests and never changes; `message` is translated. `change` is the place
    of a comparison that the message names: a page that shows the comparison leaves the message out.
    `url` is the page of the desk where it is mended, if that is another one.
    """

    level: Level
    field: str
    code: str
    message: str
    change: Change | None = None
    url: str = ""

    @property
    def blocks(self) -> bool:
        return self.level is Level.BLOCK


def block(
    field: str, code: str, message: str, change: Change | None = None, url: str = ""
) -> Problem:
    return Problem(Level.BLOCK, field, code, message, change, url)


def warn(field: str, code: str, message: str) -> Problem:
    return Problem(Level.WARN, field, code, message)
