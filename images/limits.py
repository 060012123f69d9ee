"""Limits in time that columns of a picture's row set, and spans of time.

A limit is described once and gives both the condition for queries and the span for one picture.
Knows no rule of rights: images/rights.py has those.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from django.db import models
from django.db.models import Q

from images.models import Image
from text.datetimes import add_days

Span = tuple[datetime, datetime]  # from, and up to but without
_BEFORE_ALL = datetime(1, 1, 2, tzinfo=UTC)
_AFTER_ALL = datetime(9999, 12, 30, tzinfo=UTC)
ALWAYS: Span = (_BEFORE_ALL, _AFTER_ALL)
ALL = Q()
Lookup = tuple[str, Any]


@dataclass(frozen=True)
class Limit:
    """A moment on a picture's row from which, or up to which, it may be used.

    `rows` says for which pictures the limit counts, by columns of their own that equal a value or
    are among several. A column that is empty sets no limit.
    """

    column: str
    is_end: bool = True
    days: int = 0  # added to the moment
    rows: Q = ALL

    def condition(self, at: datetime) -> Q:
        """Return the pictures that the limit keeps from being used at `at`."""
        lookup = "lte" if self.is_end else "gt"
        return self.rows & Q(**{f"{self.column}__{lookup}": add_days(at, -self.days)})

    def span(self, image: Image) -> Span:
        """Return the time in which the limit allows the picture."""
        limit_at = getattr(image, self.column)
        if limit_at is None or not _holds(self.rows, image):
            return ALWAYS
        limit_at = add_days(limit_at, self.days)
        return (_BEFORE_ALL, limit_at) if self.is_end else (limit_at, _AFTER_ALL)


def _holds(condition: Q, image: Image) -> bool:
    """Whether a condition of columns that equal a value, or are among several, holds of the row."""
    results = (
        _holds(child, image) if isinstance(child, Q) else _matches(image, *cast(Lookup, child))
        for child in condition.children
    )
    holds = any(results) if condition.connector == Q.OR and condition.children else all(results)
    return holds is not condition.negated


def _attribute(column: str) -> str:
    """Return the attribute with the column's value: "via_id" for "via"."""
    if column == "pk":
        return column
    return cast("models.Field[Any, Any]", Image._meta.get_field(column)).attname


def _matches(image: Image, lookup: str, value: Any) -> bool:
    column, _separator, how = lookup.partition("__")
    actual = getattr(image, _attribute(column))
    return actual in value if how == "in" else actual == value


def joined(spans: list[Span]) -> list[Span]:
    """Return the spans in order, those that overlap or touch as one, without empty ones."""
    results: list[Span] = []
    for begins, ends in sorted(spans):
        if begins >= ends:
            continue
        if results and begins <= results[-1][1]:
            results[-1] = (results[-1][0], max(ends, results[-1][1]))
        else:
            results.append((begins, ends))
    return results


def without(spans: list[Span], gap: Span) -> list[Span]:
    """Return what is left of the spans outside `gap`, in order."""
    before = [(begins, min(ends, gap[0])) for begins, ends in spans]
    after = [(max(begins, gap[1]), ends) for begins, ends in spans]
    return sorted(span for span in before + after if span[0] < span[1])
