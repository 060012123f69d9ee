"""Several stories in one NewsML 1 item: each becomes an item, with what the item says of all. Pure."""

import copy
import hashlib
from collections.abc import Iterator

from lxml.etree import _Element

from wires.parsers.newsml1_parts import NO_COPY, Parts
from wires.parsing.strict_xml import children, descendants, find, text_of

_MAX_STORIES = 50  # that are read apart


def stories_of(item: _Element) -> Iterator[tuple[str, _Element]]:
    """Yield the item and no key; or for each of its stories a key, and an item with that story alone."""
    stories = _stories(item)
    if not 1 < len(stories) <= _MAX_STORIES:
        yield "", item
        return
    keys = ["".join(component.get("Duid", "").split()) for component in stories]
    if not all(keys) or len(set(keys)) < len(keys):
        # By number, a story would become another one where a later version has one less.
        keys = [hashlib.sha256(_headline(c).encode()).hexdigest()[:12] for c in stories]
    for number, key in enumerate(keys):
        yield key, _alone(item, number)


def _stories(item: _Element) -> list[_Element]:
    """Return the components that are stories: innermost ones with a headline and copy of their own.

    Where copy stands beside them, or where they are equivalents or share a headline, they are parts or
    forms of one story.
    """
    headed = [c for c in descendants(item, "NewsComponent") if _headline(c)]
    outer = {above for component in headed for above in component.iterancestors()}
    innermost = [component for component in headed if component not in outer]
    if len(innermost) < 2 or any(above.get("EquivalentsList") == "yes" for above in outer):
        return []
    parts, known = Parts(item), set(innermost)
    stories: set[_Element] = set()
    for content in parts.contents:
        if parts.role(content) in NO_COPY or not parts.html[content]:
            continue
        component = known.intersection(content.iterancestors())
        if not component:
            return []
        stories |= component
    in_order = [component for component in innermost if component in stories]
    headlines = {_headline(component) for component in in_order}
    return in_order if len(headlines) == len(in_order) else []


def _alone(item: _Element, number: int) -> _Element:
    """Return a copy of the item with one of its stories. What names them all is the slugline."""
    item = copy.deepcopy(item)
    stories = _stories(item)
    story = stories.pop(number)
    for other in stories:
        if (parent := other.getparent()) is not None:
            parent.remove(other)
    has_slugline = any(map(text_of, descendants(item, "SlugLine")))
    for above in story.iterancestors("{*}NewsComponent"):
        for line in children(find(above, "NewsLines"), "HeadLine"):
            line.tag = "HeadLineOfAll" if has_slugline else "SlugLine"
            has_slugline = True
    return item


def _headline(component: _Element) -> str:
    return text_of(find(component, "NewsLines", "HeadLine"))
