"""The wire view as data: what its filters ask, which rows answer, and where a page ends.

Every filter, alone or with the search, is answered from an index in the order of the view; a page
begins after the last row of the one before, however far down that is. Knows nothing of requests
but their query, and asks the clock of nobody: `at` is given.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from attribution.models import Agency
from text import normalise
from wires.models import WireItem, WireVersion

PAGE = 50
RECENT = 2000  # items among whose subjects one can choose
LANGUAGES, SUBJECTS = 60, 60
OVERLAP = timedelta(minutes=2)  # what was taken in side by side may appear out of order

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

_NUMBER = re.compile(r"[0-9]{1,9}")
_CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LARGE = ("search_fold", "current__body_html", "current__internal_notes", "current__usage_terms")

# Few languages are distinct among many items: each is found by one step in the index. Subjects are
# many, and only those of late are of use.
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
"""  # noqa: S608  nothing in it comes from outside


@dataclass(frozen=True, order=True)
class Cursor:
    """A place in the view: a row's moment of arrival and its number."""

    current_since: datetime
    pk: int

    @classmethod
    def of(cls, item: WireItem) -> "Cursor":
        return cls(item.current_since, item.pk)

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """A cursor from an address; None for anything else."""
        found = _CURSOR.fullmatch(text)
        if not found:
            return None
        try:
            return cls(_EPOCH + int(found[1]) * _MICROSECOND, int(found[2]))
        except OverflowError:
            return None

    def __str__(self) -> str:
        return f"{(self.current_since - _EPOCH) // _MICROSECOND}-{self.pk}"


@dataclass(frozen=True)
class Filter:
    """What somebody wants to see of the wire. An answer that is not offered narrows nothing."""

    words: str = ""
    agency: int | None = None
    urgency: int | None = None
    subject: str = ""
    language: str = ""
    state: str = ""
    shows: str = ""

    @classmethod
    def read(cls, query) -> "Filter":
        """From the query of an address."""
        said = {name: normalise.one_line(query.get(key, "")) for name, key in _KEYS.items()}
        urgency = _number(said["urgency"])
        return cls(
            words=said["words"][:200],
            agency=_number(said["agency"]),
            urgency=urgency if urgency in URGENCIES else None,
            subject=said["subject"][:120],
            language=said["language"][:20],
            state=said["state"] if said["state"] in STATES else "",
            shows=said["shows"] if said["shows"] in SHOWS else "",
        )

    @property
    def query(self) -> str:
        """As the query of an address, always in the same order."""
        said = {key: getattr(self, name) for name, key in _KEYS.items()}
        return urlencode({key: value for key, value in said.items() if value})

    @property
    def narrowing(self) -> int:
        """How many answers there are, without the words."""
        return sum(bool(getattr(self, name)) for name in _KEYS if name != "words")

    def narrowed(self, items: QuerySet[WireItem], at: datetime) -> QuerySet[WireItem]:
        """The rows that answer it at a moment."""
        exact = {name: getattr(self, name) for name in ("agency", "urgency", "subject", "language")}
        items = items.filter(**{name: value for name, value in exact.items() if value})
        if self.state:
            items = _in_state(items, self.state, at)
        if self.shows == "pictures":
            items = items.filter(has_pictures=True)
        elif self.shows == "text":
            items = items.filter(has_pictures=False, kind=WireItem.Kind.TEXT)
        return items.matching(self.words)


_KEYS = {
    **{"words": "q", "agency": "agency", "urgency": "urgency", "subject": "subject"},
    **{"language": "language", "state": "state", "shows": "shows"},
}


@dataclass(frozen=True)
class Page:
    """Some rows of the view, the newest first, and where the next ones begin."""

    items: list[WireItem]
    next: Cursor | None = None

    @property
    def newest(self) -> Cursor | None:
        return Cursor.of(self.items[0]) if self.items else None


@dataclass(frozen=True)
class Choices:
    """What can be chosen in the filters, besides what is the same for ever."""

    agencies: list[tuple[int, str]]
    languages: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)

    def with_those_of(self, chosen: Filter) -> "Choices":
        """What is chosen can be seen to be, though it may have gone out of sight."""
        subjects, languages = [*self.subjects], [*self.languages]
        if chosen.subject and chosen.subject not in subjects:
            subjects.append(chosen.subject)
        if chosen.language and chosen.language not in languages:
            languages.append(chosen.language)
        return replace(self, subjects=subjects, languages=languages)


def page(chosen: Filter, *, before: Cursor | None = None, at: datetime) -> Page:
    """A page of the view: one query, of PAGE rows and one more."""
    items = chosen.narrowed(_listed(), at)
    if before:
        items = items.filter(current_since__lte=before.current_since).exclude(
            current_since=before.current_since, pk__gte=before.pk
        )
    found = list(items[: PAGE + 1])
    more = len(found) > PAGE
    found = found[:PAGE]
    return Page(found, Cursor.of(found[-1]) if more else None)


def arrived(chosen: Filter, *, since: Cursor | None, at: datetime) -> Page:
    """What has come or changed since a row was the newest, and a little of what was there before."""
    items = chosen.narrowed(_listed(), at)
    if since:
        items = items.filter(current_since__gt=since.current_since - OVERLAP)
    return Page(list(items[:PAGE]))


def choices() -> Choices:
    """Two queries, neither of which reads the whole table."""
    agencies = Agency.objects.filter(feeds__isnull=False).distinct().order_by("name", "pk")
    with connection.cursor() as cursor:
        cursor.execute(_CHOICES)
        rows = cursor.fetchall()
    languages = sorted(value for kind, value, _count in rows if kind == "language")
    subjects = [(-count, value) for kind, value, count in rows if kind == "subject"]
    often = [value for _count, value in sorted(subjects)[:SUBJECTS]]
    return Choices(
        agencies=list(agencies.values_list("pk", "name")),
        languages=languages,
        subjects=sorted(often, key=normalise.fold),
    )


def _listed() -> QuerySet[WireItem]:
    """Rows with what a line of the view shows, and none of the long texts."""
    items = WireItem.objects.select_related("agency", "feed", "current")
    return items.defer(*_LARGE).newest_first()


def _in_state(items, state, at: datetime):
    if state == "usable":
        return items.usable(at)
    if state == "embargoed":
        return items.filter(Q(embargo_until__gt=at) | Q(embargo_indefinite=True))
    status = {"killed": Status.CANCELED}.get(state, state)
    return items.filter(status=status)


def _number(text: str):
    return int(text) if _NUMBER.fullmatch(text) else None
