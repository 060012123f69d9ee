"""How deep the tags of HTML are nested, before anything parses it. Pure.

A reader of HTML carries every open element to each next tag. Nobody nests copy so that this matters;
one text that does so on purpose must not hold up everybody else.
"""

import re

DEEPEST = 150  # of HTML that a cleaner wrote
MAX_WORK = 3_000_000  # of HTML as it comes
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_NEVER_OPEN = frozenset(("p", "li", "br", "img", "hr", "meta", "link", "input", "wbr", "col"))


def nesting(html: str) -> tuple[int, int]:
    """Return how deep tags are nested, and the sum of open tags over all tags."""
    open_now: dict[str, int] = {}
    depth = deepest = work = 0
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if tag[1]:
            if open_now.get(name):
                open_now[name] -= 1
                depth -= 1
        elif name not in _NEVER_OPEN:
            open_now[name] = open_now.get(name, 0) + 1
            depth += 1
        deepest, work = max(deepest, depth), work + depth
    return deepest, work
