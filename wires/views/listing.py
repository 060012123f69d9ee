"""The queries of the wire view: its filters, its pages and the choices that the filters offer.

Every filter, alone or with the search, uses an index in the order of the view. Pages are cut by a
cursor, so that far pages cost as much as near ones. The time is always passed in as `at`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from attribution.models import Agency
from text import normalise
from text.integers import parse_digits
from wires.models import WireItem, WireItemQuerySet, WireVersion

PAGE = 50
RECENT = 2000  # items whose subjects the filter offers
LANGUAGES, SUBJECTS = 60, 60
OVERLAP = timedelta(minutes=2)  # transactions that run at the same time may commit out of order

Status = WireVersion.Status
STATES = {
    "usable": _("usable now"),
    "embargoed": _("under embargo"),
    "withheld": _("withheld"),
    "killed": pgettext_lazy("wire", "killed"),
    "unknown": _("status not understood"),
}
SHOWS = {"pictures": _("with pictures"), "text": _("text only")}
URGENCIES = tuple(range(1, 10))

_LARGEST_NUMBER = 999_999_999
_CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LARGE = ("search_fold", "current__body_html", "current__internal_notes", "current__usage_terms")

# Distinct languages are few: each costs one step in the index. Subjects are many, so only those of
# recent items are counted.
_CHOICES = f"""
WITH RECURSIVE languages(value, step) AS (
    SELECT min(language), 1 FROM wires_wireitem WHERE language > ''
    UNION ALL
    SELECT (SELECT min(i.language) FROM wires_wireitem i WHERE i.language > l.value), l.step + 1
    FROM languages l WHERE l.value IS NOT NULL AND l.step < {LANGUAGES}
),
recent AS (
    SELECT subject FROM wires_wireitem ORDER BY current_since DESC, id DESC LIMIT {RECENT}
)
SELECT 'language', value, 0 FROM languages WHERE value IS NOT NULL
UNION ALL
SELECT 'subject', subject, count(*) FROM recent WHERE subject > '' GROUP BY subject
"""  # noqa: S608  only constants are filled in


@dataclass(frozen=True, order=True)
class Cursor:
    """A position in the view: a row's time of arrival and its primary key."""

    current_since: datetime
    pk: int

    @classmethod
    def of(cls, item: WireItem) -> "Cursor":
        return cls(item.current_since, item.pk)

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """Return the cursor that `text` spells, as `str` writes it; None for anything else."""
        match = _CURSOR.fullmatch(text)
        if not match:
            return None
        try:
            return cls(_EPOCH + int(match[1]) * _MICROSECOND, int(match[2]))
        except OverflowError:
            return None

    def __str__(self) -> str:
        return f"{(self.current_since - _EPOCH) // _MICROSECOND}-{self.pk}"


@dataclass(frozen=True)
class Filter:
    """The filters that a user chose. A value that is not offered is ignored."""

    search: str = ""
    agency: int | None = None
    urgency: int | None = None
    subject: str = ""
    language: str = ""
    state: str = ""
    shows: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Filter":
        """Return the filter that the parameters of a query string describe."""
        params = {name: normalise.one_line(query.get(key, "")) for name, key in _KEYS.items()}
        urgency = parse_digits(params["urgency"], maximum=_LARGEST_NUMBER)
        return cls(
            search=params["search"][:200],
            agency=parse_digits(params["agency"], maximum=_LARGEST_NUMBER),
            urgency=urgency if urgency in URGENCIES else None,
            subject=params["subject"][:120],
            language=params["language"][:20],
            state=params["state"] if params["state"] in STATES else "",
            shows=params["shows"] if params["shows"] in SHOWS else "",
        )

    @property
    def query(self) -> str:
        """Return the filter as a query string, its parameters always in the same order."""
        params = {key: getattr(self, name) for name, key in _KEYS.items()}
        return urlencode({key: value for key, value in params.items() if value})

    @property
    def narrowing(self) -> int:
        """Return how many filters are set, the search aside."""
        return sum(bool(getattr(self, name)) for name in _KEYS if name != "search")

    def narrowed(self, items: WireItemQuerySet, at: datetime) -> WireItemQuerySet:
        """Return those of `items` that pass the filter at the time `at`."""
        exact = {name: getattr(self, name) for name in ("agency", "urgency", "subject", "language")}
        items = items.filter(**{name: value for name, value in exact.items() if value})
        if self.state:
            items = _in_state(items, self.state, at)
        if self.shows == "pictures":
            items = items.filter(has_pictures=True)
        elif self.shows == "text":
            items = items.filter(has_pictures=False, kind=WireItem.Kind.TEXT)
        return items.matching(self.search)


_KEYS = {
    "search": "q",
    "agency": "agency",
    "urgency": "urgency",
    "subject": "subject",
    "language": "language",
    "state": "state",
    "shows": "shows",
}


@dataclass(frozen=True)
class Page:
    """Rows of the view, newest first, and the cursor after which the next page begins."""

    items: list[WireItem]
    next: Cursor | None = None

    @property
    def newest(self) -> Cursor | None:
        return Cursor.of(self.items[0]) if self.items else None


@dataclass(frozen=True)
class Choices:
    """The values that the filters offer and that depend on the database."""

    agencies: list[tuple[int, str]]
    languages: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)

    def with_those_of(self, chosen: Filter) -> "Choices":
        """Return the choices with the chosen values added, which may no longer be recent."""
        subjects, languages = [*self.subjects], [*self.languages]
        if chosen.subject and chosen.subject not in subjects:
            subjects.append(chosen.subject)
        if chosen.language and chosen.language not in languages:
            languages.append(chosen.language)
        return replace(self, subjects=subjects, languages=languages)


def page(chosen: Filter, *, before: Cursor | None = None, at: datetime) -> Page:
    """Return a page of the view. One query of PAGE rows and one more."""
    items = chosen.narrowed(_listed(), at)
    if before:
        items = items.filter(current_since__lte=before.current_since).exclude(
            current_since=before.current_since, pk__gte=before.pk
        )
    rows = list(items[: PAGE + 1])
    has_next = len(rows) > PAGE
    rows = rows[:PAGE]
    return Page(rows, Cursor.of(rows[-1]) if has_next else None)


def arrived(chosen: Filter, *, since: Cursor | None, at: datetime) -> Page:
    """Return the rows that arrived or changed after `since`, and those of OVERLAP before it."""
    items = chosen.narrowed(_listed(), at)
    if since:
        items = items.filter(current_since__gt=since.current_since - OVERLAP)
    return Page(list(items[:PAGE]))


def choices() -> Choices:
    """Return what the filters offer. Two queries, neither of which reads the whole table."""
    agencies = Agency.objects.filter(feeds__isnull=False).distinct().order_by("name", "pk")
    with connection.cursor() as cursor:
        cursor.execute(_CHOICES)
        rows = cursor.fetchall()
    languages = sorted(value for kind, value, _count in rows if kind == "language")
    subjects = [(-count, value) for kind, value, count in rows if kind == "subject"]
    frequent = [value for _count, value in sorted(subjects)[:SUBJECTS]]
    return Choices(
        agencies=list(agencies.values_list("pk", "name")),
        languages=languages,
        subjects=sorted(frequent, key=normalise.fold),
    )


def _listed() -> WireItemQuerySet:
    """Return the items, newest first, with the columns that a row shows and no long texts."""
    items = WireItem.objects.select_related("agency", "feed", "current")
    return items.defer(*_LARGE).newest_first()


def _in_state(items: WireItemQuerySet, state: str, at: datetime) -> WireItemQuerySet:
    if state == "usable":
        return items.usable(at)
    if state == "embargoed":
        return items.filter(Q(embargo_until__gt=at) | Q(embargo_indefinite=True))
    status = {"killed": Status.CANCELED}.get(state, state)
    return items.filter(status=status)
