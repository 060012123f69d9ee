"""Telling the apps above, in the transaction that stores a delivery, which items it changed.

settings.WIRE_CHANGE_HANDLERS names their functions, because the wire knows none of these apps. A
handler gets the ids of items that have a new version, or another that binds, and `at`; an item of which
nothing may be in use yet, because this is its first version, is not named.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)


class Handler(Protocol):
    """A function of a higher app that does what has to be done at once. Doing it twice does it once."""

    def __call__(self, item_ids: Sequence[int], *, at: datetime) -> object: ...


def announce(item_ids: Sequence[int], *, at: datetime) -> None:
    """Call all handlers. What one raises is logged, and the delivery is stored all the same.

    Nothing is lost by that: the wire service asks for what is left to do.
    """
    if not item_ids:
        return
    for handler in _handlers(tuple(settings.WIRE_CHANGE_HANDLERS)):
        try:
            with transaction.atomic():
                handler(item_ids, at=at)
        except Exception:
            if transaction.get_rollback():
                raise  # the transaction is lost, and with it the delivery: the caller tries again
            logger.exception("What the agency changed in %s was not handled", item_ids)


@cache
def _handlers(paths: tuple[str, ...]) -> list[Handler]:
    return [import_string(path) for path in paths]
