"""How topics are written in one line of a form: separated by commas, so that blanks may be in them.

taggit's own reading takes blanks for separators, which makes two topics of "Nhật Bản".
"""

from collections.abc import Iterable

from text import normalise


def from_line(line: str) -> list[str]:
    """The topics of a line such as "Nhật Bản, an ninh", each once."""
    names = (normalise.one_line(name.strip().strip('"')) for name in line.split(","))
    return list(dict.fromkeys(filter(None, names)))


def to_line(topics: Iterable) -> str:
    """The line that `from_line` reads back."""
    return ", ".join(sorted(topic.name for topic in topics))
