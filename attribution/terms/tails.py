"""Terms at the end of a caption, where agencies put them behind the sign-off.

Pure.
"""

import re

from attribution.terms.reading import is_all_terms

_WINDOW = 600  # characters at the end that are searched
_BORDER = re.compile(r"(?:^|\s)(?:/|[-–—]{1,2}|\*)\s|(?<=[.!?;)])\s+|\n\s*")


def split_tail(caption: str) -> tuple[str, tuple[str, ...]]:
    """Return the caption without the terms at its end, and each of these as it stands.

    A last sentence is taken for terms when nothing else stands in it.
    """
    tail: list[str] = []
    floor = max(0, len(caption) - _WINDOW)
    end = len(caption)
    borders = [(m.start(), m.end()) for m in _BORDER.finditer(caption, floor)]
    for start, begin in reversed([(0, 0), *borders] if floor == 0 else borders):
        piece = caption[begin:end].strip(" /*–—-")
        if not piece:
            end = min(end, start)
            continue
        if not is_all_terms(piece):
            break
        tail.insert(0, piece)
        end = start
    return (caption[:end].rstrip() if tail else caption), tuple(tail)
