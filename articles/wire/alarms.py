"""Alarms: an agency corrected or killed an item on which a story rests that readers have or will have.

An alarm is a query first, so that it is on screen when no service runs; articles/wire/responses.py
records it, notifies the chief editors and does what is set for the agency. It stays open until
somebody acts, and the row says who that was. Prints and kills nothing itself.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import User
from articles import permissions
from articles.models import Article, ArticleAgency, WireAlarm, WireAlarmQuerySet
from editions.models import Edition, EditionQuerySet
from text import normalise
from text.errors import DomainError
from wires import compare
from wires.models import WireItem, WireVersion

_LARGE = (
    "article__body",
    "article__search_fold",
    "version__internal_notes",
    "version__item__search_fold",
)


@dataclass(frozen=True)
class OpenAlarm:
    """An open alarm and the version from which the copy was written; it may not be recorded yet."""

    alarm: WireAlarm
    is_waiting: bool  # its edition is not live yet
    before: WireVersion | None = None

    @property
    def article(self) -> Article:
        return self.alarm.article

    @property
    def is_kill(self) -> bool:
        return self.alarm.kind == WireAlarm.Kind.KILLED

    @cached_property
    def changes(self) -> list[compare.Difference]:
        """What the agency changed; nothing when the writer has accepted it since."""
        return compare.differences(self.before, self.alarm.version) if self.before else []


def open_alarms(at: datetime) -> list[OpenAlarm]:
    """Return all alarms that wait for somebody, recorded or not; kills first, then the newest.

    Of several on the same item of a story the last counts. Asks three queries.
    """
    recorded = with_names(WireAlarm.objects.open()).filter(_has_readers("article__story", at))
    annotated = recorded.annotate(is_waiting=~Exists(_live("article__story", at))).order_by("pk")
    entries = [
        OpenAlarm(alarm, alarm.is_waiting)  # type: ignore[attr-defined]  # annotated above
        for alarm in annotated
    ]
    by_item = {
        (entry.alarm.article_id, entry.alarm.version.item_id): entry
        for entry in [*entries, *unrecorded_alarms(at)]
    }
    sources = ArticleAgency.objects.filter(
        article__in={article for article, _item in by_item},
        wire_item__in={item for _article, item in by_item},
    )
    written_from = {
        (source.article_id, source.wire_item_id): source.wire_version
        for source in sources.select_related("wire_version")
    }
    opened = []
    for key, entry in by_item.items():
        before = written_from.get(key)
        is_new = before is not None and before.pk != entry.alarm.version_id
        opened.append(replace(entry, before=before if is_new else None))
    return sorted(opened, key=lambda entry: (not entry.is_kill, -entry.alarm.version_id))


def unrecorded_alarms(at: datetime, article: Article | None = None) -> list[OpenAlarm]:
    """Return alarms that are not in the database: printed from one version, and another is current."""
    recorded = WireAlarm.objects.filter(
        article=OuterRef("article"), version=OuterRef("wire_item__current")
    )
    rows = ArticleAgency.objects.filter(
        _has_readers("article__story", at),
        ~Exists(recorded),
        wire_version__isnull=False,
        wire_item__current__isnull=False,
    ).exclude(wire_version=F("wire_item__current"))
    if article:
        rows = rows.filter(article=article)
    rows = rows.select_related("article__section", "wire_item__current", "wire_item__agency")
    rows = rows.defer("article__body", "article__search_fold", "wire_item__search_fold")
    annotated = rows.annotate(is_waiting=~Exists(_live("article__story", at))).order_by("pk")
    return [
        OpenAlarm(_alarm(row.article, item, item.current, at), row.is_waiting)
        for row in annotated
        if (item := row.wire_item) is not None and item.current is not None  # as filtered
    ]


def record_alarms(article: Article, *, at: datetime) -> None:
    """Record the alarms of one article, before its writer accepts a new version or drops an item."""
    record(unrecorded_alarms(at, article))


def record(entries: list[OpenAlarm]) -> int:
    """Write alarms to the database; return how many nobody had written before."""
    count = 0
    for entry in entries:
        _row, is_new = WireAlarm.objects.get_or_create(
            article=entry.alarm.article,
            version=entry.alarm.version,
            defaults={"kind": entry.alarm.kind, "raised_at": entry.alarm.raised_at},
        )
        count += is_new
    return count


def dismiss(article: Article, version: WireVersion, *, note: str, by: User, at: datetime) -> None:
    """Close the alarm about a version without doing anything; `note` says why.

    Raises PermissionDenied for users who may not kill a story, DomainError without a note or when
    the alarm is closed.
    """
    if not by.has_perm(permissions.KILL_ARTICLE):
        raise PermissionDenied
    note = normalise.normalise(note)
    if not note:
        raise DomainError(
            _("The alarm was not closed: say why nothing has to be done."),
            code="alarm_note_missing",
        )
    with transaction.atomic():
        record_alarms(article, at=at)
        earlier = article.wire_alarms.filter(version__item=version.item_id, version__lte=version.pk)
        count = earlier.close(WireAlarm.Resolution.DISMISSED, by=by, at=at, note=note)
    if not count:
        raise DomainError(
            _("The alarm was closed already. The story’s page says by whom."), code="alarm_closed"
        )


def with_names(alarms: WireAlarmQuerySet) -> WireAlarmQuerySet:
    """Return `alarms` with what their sentences name."""
    return alarms.select_related("article__section", "version__item__agency").defer(*_LARGE)


def _alarm(article: Article, item: WireItem, version: WireVersion, at: datetime) -> WireAlarm:
    """Return the alarm about `version`, the current one of `item`; it is not saved."""
    version.item = item
    canceled = version.status == WireVersion.Status.CANCELED
    kind = WireAlarm.Kind.KILLED if canceled else WireAlarm.Kind.CHANGED
    return WireAlarm(article=article, version=version, kind=kind, raised_at=at)


def _live(story: str, at: datetime) -> EditionQuerySet:
    return Edition.objects.live(at).filter(story=OuterRef(story))


def _has_readers(story: str, at: datetime) -> Q:
    """Return the condition that readers have the story, or will have it at its time."""
    waiting = Edition.objects.waiting(at).filter(story=OuterRef(story))
    return Exists(_live(story, at)) | Exists(waiting)
