"""Topics in one line of a form: separated by commas, so that their names may have blanks.

taggit's own parser takes blanks for separators, which makes two topics of "Nhật Bản".
"""

from collections.abc import Iterable

from editions.models import Topic
from text import normalise


def from_line(line: str) -> list[str]:
    """Return the topics of a line such as "Nhật Bản, an ninh", each once."""
    names = (normalise.one_line(name.strip().strip('"')) for name in line.split(","))
    return list(dict.fromkeys(filter(None, names)))


def to_line(topics: Iterable[Topic]) -> str:
    """Return the line of which `from_line` makes these topics."""
    return ", ".join(sorted(topic.name for topic in topics))
