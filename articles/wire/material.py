"""What comes along from agency copy into a draft, so that nobody types it: the fields and their values.

Only reads; articles/wire/drafting.py writes the draft.
"""

import html
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypedDict, cast

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Article
from editions import body
from editions.models import Section
from text import normalise
from text.errors import DomainError
from wires.models import WireItem, WireVersion
from wires.parsing.datelines import place_of


class DraftFields(TypedDict):
    """The fields of an article that come from wire items."""

    section: Section
    headline: str
    standfirst: str
    dateline: str
    body: str
    provenance: str
    language: str
    slugline: str
    urgency: int | None
    embargo_until: datetime | None


def draft_fields(items: Sequence[WireItem], *, by: User, at: datetime) -> DraftFields:
    """Return the fields of a draft by `by` from items that may be written from."""
    versions = [item.current for item in items if item.current is not None]
    first = versions[0]
    urgencies = [version.urgency for version in versions if version.urgency]
    return {
        "section": _section(first, by),
        "headline": _cut("headline", first.headline or first.slugline or items[0].headline),
        "standfirst": first.standfirst,
        "dateline": _cut("dateline", place_of(first.dateline)),
        "body": _body(versions),
        "provenance": Article.Provenance.WIRE,
        "language": settings.LANGUAGE_CODE,
        "slugline": _cut("slugline", first.slugline),
        "urgency": min(urgencies, default=None),
        "embargo_until": embargo(items, at),
    }


def embargo(
    items: Iterable[WireItem], at: datetime, until: datetime | None = None
) -> datetime | None:
    """Return the last end of the items' embargoes that still run, and of `until`; None for none."""
    running = [item.embargo_until for item in items if item.embargo_until]
    running = [end for end in running if end > at]
    return max([*running, until] if until else running, default=None)


def _cut(name: str, text: str) -> str:
    """Return the text in one line, as long as the field `name` of an article can hold it."""
    field = cast("models.CharField[str, str]", Article._meta.get_field(name))
    return normalise.one_line(text)[: field.max_length].strip()


def _body(versions: Sequence[WireVersion]) -> str:
    """Return the agencies' texts, one after the other; each but the first below its headline."""
    parts = []
    for number, version in enumerate(versions):
        if number and version.headline:
            parts.append(f"<h2>{html.escape(version.headline)}</h2>")
        parts.append(version.body_html)
    return body.clean("".join(parts))


def _section(version: WireVersion, by: User) -> Section:
    """Return the section that a subject names, else the writer's own, else the first."""
    sections = list(Section.objects.order_by("order", "pk"))
    if not sections:
        raise DomainError(
            _("Nothing was written: there is no section yet. A chief editor makes one."),
            code="section_missing",
        )
    subjects = {normalise.fold(subject) for subject in version.subjects}
    own = set(by.sections.values_list("pk", flat=True))
    named = [section for section in sections if normalise.fold(section.name) in subjects]
    return next(iter((*named, *(s for s in sections if s.pk in own), *sections)))
