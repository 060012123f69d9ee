"""Makes one content of three: what a writer saw, what the writer made of it, what a colleague did. Pure.

Contents are those of articles/snapshot.py. Each part is merged by itself: the body element by element,
the lead picture text by text. Where both changed the same, somebody has to choose.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from editions import body
from text import blocks, merge
from text.datetimes import parse_datetime
from text.normalise import name_key, one_line

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """A part as merged. `mine` and `theirs` differ where both changed the same, and whose is kept."""

    mine: Any
    theirs: Any
    has_conflict: bool = False


def merged(key: str, base: Content, mine: Content, theirs: Content) -> Outcome:
    """Return the part `key` of three contents as one."""
    values = base.get(key), mine.get(key), theirs.get(key)
    if key == "body":
        return _body(*(value or "" for value in values))
    if key == "lead":
        return _lead(*values)
    return _whole(lambda value: plain(key, value), *values)


def is_same(key: str, entered: Content, other: Content) -> bool:
    """Return whether the part `key` is the same in both contents."""
    return plain(key, entered.get(key)) == plain(key, other.get(key))


def plain(key: str, value: Any) -> Hashable:
    """Return what makes out the part, to be compared: without names beside ids, or blanks.

    Agencies are those without a wire item: the others are not on the form.
    """
    if key == "body":
        return _reading(value or "")
    if not value:
        return None
    if key == "lead":
        return (value["id"], *(one_line(value.get(name) or "") for name in ("caption", "alt")))
    if isinstance(value, dict):
        return str(value["id"])
    if key in ("byline", "agencies"):
        return tuple(str(ref["id"]) for ref in value if not ref.get("wire_item")) or None
    if key == "tags":
        return tuple(sorted(map(name_key, value)))
    if key in ("embargo_until", "due_at"):
        return _minute(value)
    return one_line(str(value)) or None


def _whole(key: Callable[[Any], Hashable], base: Any, mine: Any, theirs: Any) -> Outcome:
    """Merge something that is taken whole from one of the two."""
    if key(mine) == key(theirs) or key(base) == key(theirs):
        return Outcome(mine, mine)
    if key(base) == key(mine):
        return Outcome(theirs, theirs)
    return Outcome(mine, theirs, has_conflict=True)


def _lead(base: Any, mine: Any, theirs: Any) -> Outcome:
    """Merge the lead picture: its texts one by one while all three have the same picture."""
    if (
        not (base and mine and theirs)
        or len({str(lead["id"]) for lead in (base, mine, theirs)}) > 1
    ):
        return _whole(lambda value: plain("lead", value), base, mine, theirs)
    texts = {
        name: _whole(one_line, *(lead.get(name) or "" for lead in (base, mine, theirs)))
        for name in ("caption", "alt")
    }
    return Outcome(
        {**mine, **{name: outcome.mine for name, outcome in texts.items()}},
        {**mine, **{name: outcome.theirs for name, outcome in texts.items()}},
        any(outcome.has_conflict for outcome in texts.values()),
    )


def _body(base: str, mine: str, theirs: str) -> Outcome:
    """Merge three clean bodies by their outermost elements."""
    elements = [body.elements(html) for html in (base, mine, theirs)]
    readings = [[_reading(element) for element in part] for part in elements]
    kept: list[str] = []
    others: list[str] = []
    has_conflict = False
    for chunk in merge.chunks(*readings):
        places = (chunk.base, chunk.mine, chunk.theirs)
        htmls = ("".join(e[place]) for e, place in zip(elements, places, strict=True))
        outcome = _whole(_reading, *htmls)
        kept.append(outcome.mine)
        others.append(outcome.theirs)
        has_conflict = has_conflict or outcome.has_conflict
    return Outcome("".join(kept), "".join(others), has_conflict)


def _reading(html: str) -> Hashable:
    """Return what readers get of HTML, so that two ways to write it are the same."""
    return tuple((block, block.shared) for block in blocks.of_body(html))


def _minute(value: str) -> Hashable:
    at = parse_datetime(value)
    return at.timestamp() // 60 if at else value
