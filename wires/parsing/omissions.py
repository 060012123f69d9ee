"""Why text of a delivery is left out, and the list of what is left out on purpose while it is read.

Pure but for the list that `collected` gives.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.translation import gettext_noop

from wires.parsing.elements import STRUCK as STRUCK_ELEMENTS

CODE = gettext_noop("Words of scripts and style sheets, which are no copy, were left out: %d.")
STRUCK = gettext_noop("Words that are struck out were left out: %d.")
HEADS = gettext_noop("Words in the head of a page were left out: %d.")
PICTURES = gettext_noop("Words at pictures within the text were left out: %d.")
EMBEDDED = gettext_noop(
    "Words in embedded parts, as frames, films and drawings, were left out: %d."
)
FORMS = gettext_noop("Words of forms, buttons and menus were left out: %d.")
SIGN_OFFS = gettext_noop("Lines that are marks for desks were left out: %s.")
LINKS = gettext_noop("Links of the text to its own page were left out: %s.")
ADDRESSES = gettext_noop("Mail addresses behind the text stand in the internal notes: %s.")
OTHERS = gettext_noop("Words that are in no field here were left out (%(count)d): %(texts)s.")

REASONS = {
    **dict.fromkeys(("script", "style"), CODE),
    **dict.fromkeys(STRUCK_ELEMENTS, STRUCK),
    **dict.fromkeys(("head", "title"), HEADS),
    **dict.fromkeys(("media", "figure", "figcaption", "picture"), PICTURES),
    **dict.fromkeys(("form", "button", "select", "textarea", "nav"), FORMS),
}
_left_out: ContextVar[list[tuple[str, str]] | None] = ContextVar("omissions", default=None)


@contextmanager
def collected() -> Iterator[list[tuple[str, str]]]:
    """Give the list of what is left out on purpose within the block: reasons and texts."""
    left_out: list[tuple[str, str]] = []
    token = _left_out.set(left_out)
    try:
        yield left_out
    finally:
        _left_out.reset(token)


def leave_out(reason: str, text: str) -> None:
    """Note that a text was left out, and the reason: SIGN_OFFS, ADDRESSES or LINKS."""
    left_out = _left_out.get()
    if left_out is not None:
        left_out.append((reason, text))
