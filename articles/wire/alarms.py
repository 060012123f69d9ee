"""Alarms: an agency changed, restricted or killed what a story rests on that readers have or will have.

An alarm is a query first, so that it is on screen when no service runs; articles/wire/responses.py
records it, notifies the desk and does what is set for the agency. Each is answered by itself, and
the row says by whom, when and why. Prints and kills nothing itself.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import User
from articles import permissions
from articles.models import Article, ArticleAgency, SourceRecord, WireAlarm, WireAlarmQuerySet
from articles.wire import duties
from articles.wire.concerns import ALL, Concern, Scope, concerns, readers
from editions import kinds
from editions.models import Edition
from text import normalise
from text.errors import DomainError
from wires import compare
from wires.models import DeliveredPicture, WireItem, WireVersion

Kind, Resolution = WireAlarm.Kind, WireAlarm.Resolution
# Copy in these stages waits for nobody: the story is killed, or was put away without readers.
ENDED = (Article.Stage.KILLED, Article.Stage.SPIKED)
_LARGE = (
    "article__body",
    "article__search_fold",
    "version__item__search_fold",
)


@dataclass(frozen=True)
class OpenAlarm:
    """An open alarm and the version from which the copy was written; it may not be recorded yet."""

    alarm: WireAlarm
    sentence: str  # what the agency did
    is_live: bool  # readers have the story
    is_waiting: bool  # an edition of it waits for its time
    is_picture_alone: bool  # the story shows a picture that came with the item, and no more
    before: WireVersion | None = None

    @property
    def article(self) -> Article:
        return self.alarm.article

    @property
    def is_kill(self) -> bool:
        return self.alarm.kind == Kind.KILLED

    @cached_property
    def changes(self) -> list[compare.Difference]:
        """What the agency changed; nothing when the writer has accepted it since."""
        return compare.differences(self.before, self.alarm.version) if self.before else []


def open_alarms(at: datetime) -> list[OpenAlarm]:
    """Return all alarms that wait for somebody, recorded or not; kills first, then the newest.

    Of several on the same item of a story those are shown that decide of its use, each to be answered
    by itself; where none does the gravest, then the last, whose answer counts for those before it.
    Asks five queries, one more when an item is restricted, and three when a picture is concerned.
    """
    recorded = with_names(WireAlarm.objects.open()).exclude(article__stage__in=ENDED)
    has_readers = Q(is_live=True) | Q(goes_live_at__isnull=False) | ~Q(kind=Kind.CHANGED)
    lay_under = SourceRecord.objects.filter(
        article=OuterRef("article"), item=OuterRef("version__item")
    )
    recorded = recorded.annotate(**readers(at), is_picture_alone=~Exists(lay_under))
    entries = [_recorded(alarm, at) for alarm in recorded.filter(has_readers).order_by("pk")]
    shown = _without_overtaken([*entries, *unrecorded_alarms(at)])
    sources = ArticleAgency.objects.filter(
        article__in={entry.alarm.article_id for entry in shown},
        wire_item__in={entry.alarm.version.item_id for entry in shown},
    )
    written_from = {
        (source.article_id, source.wire_item_id): source.wire_version
        for source in sources.select_related("wire_version")
    }
    opened = []
    for entry in shown:
        before = written_from.get((entry.alarm.article_id, entry.alarm.version.item_id))
        is_new = before is not None and before.pk != entry.alarm.version_id
        opened.append(replace(entry, before=before if is_new else None))
    return sorted(opened, key=lambda entry: (not entry.is_kill, -entry.alarm.version_id))


def unrecorded_alarms(at: datetime, scope: Scope = ALL) -> list[OpenAlarm]:
    """Return the alarms that are not in the database, about all that the agencies did or a part of it."""
    return [_raise(concern, at) for concern in concerns(at, scope)]


def record_alarms(article: Article, *, at: datetime) -> None:
    """Record the alarms of one article, before its writer accepts a new version or drops an item."""
    record(unrecorded_alarms(at, Scope(article)))


def record(entries: list[OpenAlarm]) -> int:
    """Write alarms to the database; return how many nobody had written before."""
    count = 0
    for entry in entries:
        alarm = entry.alarm
        _row, is_new = WireAlarm.objects.get_or_create(
            article=alarm.article,
            version=alarm.version,
            kind=alarm.kind,
            resolved_at=None,
            defaults={"raised_at": alarm.raised_at},
        )
        count += is_new
    return count


def dismiss(article: Article, version: WireVersion, *, note: str, by: User, at: datetime) -> None:
    """Answer what the agency said in a version by doing nothing; `note` says why.

    It need not have raised an alarm: copy that was never published may be bound by it too. Earlier
    alarms about the item are answered with it, never later ones. Raises PermissionDenied for users
    who may not kill a story, DomainError without a note or when there is nothing to answer.
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
        article = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
        item = WireItem.objects.get(pk=version.item_id)
        record_alarms(article, at=at)
        about_it = article.wire_alarms.filter(version=version)
        is_restriction = about_it.open().restrictions().exists()
        count = about_it.close(Resolution.DISMISSED, by=by, at=at, note=note)
        if not count:
            is_restriction = _answer_unprinted(article, version, note=note, by=by, at=at)
        earlier = article.wire_alarms.filter(version__item=version.item_id, version__lt=version.pk)
        if not is_restriction:
            earlier = earlier.filter(kind=Kind.CHANGED)
        # What another version decides, such as an embargo beside a kill, is answered by itself.
        earlier = earlier.exclude(~Q(kind=Kind.CHANGED), version__in=item.binding_ids)
        earlier.close(Resolution.SUPERSEDED, by=by, at=at, note=note)


def answer_by_printing(article: Article, edition: Edition, *, by: User, at: datetime) -> None:
    """Close what an edition answers: the changes that its writer had accepted in the printed copy.

    Where readers had nothing of the story, it answers also restrictions that are over when it goes
    live: what was held back for them has kept to the agency's word.
    """
    opened = article.wire_alarms.open()
    printed = edition.source_records.filter(version__isnull=False)
    for item, version in printed.values_list("item", "version"):
        accepted = opened.filter(kind=Kind.CHANGED, version__item=item, version__lte=version)
        accepted.close(Resolution.CORRECTED, by=by, at=at, edition=edition)
    _answer_by_leaving_out(article, edition, by=by, at=at)
    had_readers = Edition.objects.filter(
        story=edition.story_id, kind__in=kinds.LIVE, published_at__lte=at, superseded_at__gte=at
    )
    if not had_readers.exclude(pk=edition.pk).exists():
        _over(opened, edition.published_at).close(
            Resolution.CORRECTED, by=by, at=at, edition=edition
        )


def _answer_by_leaving_out(article: Article, edition: Edition, *, by: User, at: datetime) -> None:
    """Close what concerned only pictures that the edition does not show any more."""
    under = SourceRecord.objects.filter(article=article).values("item")
    shown = DeliveredPicture.objects.filter(image__printings__edition=edition).values("item")
    of_pictures = article.wire_alarms.open().exclude(version__item__in=under)
    gone = of_pictures.exclude(version__item__in=shown)
    gone.close(Resolution.CORRECTED, by=by, at=at, edition=edition)


def answer_by_taking_down(article: Article, *, by: User, at: datetime, note: str) -> None:
    """Close what taking the story down answers: that readers have what may not be used.

    Changes stay: readers may get the copy again. So do those that an edition answered which waited
    for its time, and which is taken back with the story.
    """
    opened = article.wire_alarms.open().restrictions()
    opened.close(Resolution.TAKEN_DOWN, by=by, at=at, note=note)
    waiting = Edition.objects.waiting(at).filter(story=article.story_id).first()
    if waiting is not None:
        article.wire_alarms.reopen(waiting)


def loosened(at: datetime, items: Collection[int] | None = None) -> WireAlarmQuerySet:
    """Return the open alarms about restrictions that the agency took back since, by another version."""
    opened = WireAlarm.objects.open().restrictions()
    if items is not None:
        opened = opened.filter(version__item__in=items)
    decides = Q()
    for name in duties.DECIDING:
        decides |= Q((f"version__item__{name}", F("version")))
    return _over(opened.exclude(decides), at)


def _over(opened: WireAlarmQuerySet, at: datetime) -> WireAlarmQuerySet:
    """Return those of the alarms about restrictions by whose version nothing is restricted at `at`."""
    rows = opened.restrictions().select_related("version__item").defer(*_LARGE)
    over = [
        alarm.pk
        for alarm in rows
        if not duties.still_restricts(alarm.version, alarm.version.item, at)
    ]
    return WireAlarm.objects.filter(pk__in=over)


def with_names(alarms: WireAlarmQuerySet) -> WireAlarmQuerySet:
    """Return `alarms` with what their sentences name."""
    return alarms.select_related("article__section", "version__item__agency").defer(*_LARGE)


def sentence(alarm: WireAlarm, at: datetime) -> str:
    """Return what the agency did, as far as it holds at `at`."""
    item = alarm.version.item
    if alarm.kind == Kind.CHANGED:
        return duties.sentence(duties.Kind.CHANGED, item)
    return duties.sentence(duties.word(item, alarm.version, at), item)


def _answer_unprinted(
    article: Article, version: WireVersion, *, note: str, by: User, at: datetime
) -> bool:
    """Enter an answer to a version about which there is no open alarm; return whether it restricts.

    Raises DomainError when no duty of the copy comes of the version.
    """
    standing = (duty for duty in duties.unanswered(article, at=at) if duty.version == version)
    duty = next(standing, None)
    if duty is None:
        raise DomainError(
            _("The alarm was closed already. The story’s page says by whom."), code="alarm_closed"
        )
    WireAlarm.objects.create(
        article=article,
        version=version,
        kind=duty.alarm_kind,
        raised_at=at,
        notified_at=at,
        resolved_at=at,
        resolved_by=by,
        resolution=Resolution.DISMISSED,
        note=note,
    )
    return duty.is_restriction


def _raise(concern: Concern, at: datetime) -> OpenAlarm:
    """Return an alarm about what concerns a story; it is not saved."""
    concern.version.item = concern.item
    alarm = WireAlarm(
        article=concern.article, version=concern.version, kind=concern.kind, raised_at=at
    )
    return OpenAlarm(
        alarm, sentence(alarm, at), concern.is_live, concern.is_waiting, concern.is_picture_alone
    )


def _recorded(alarm: WireAlarm, at: datetime) -> OpenAlarm:
    """Return a row of the database with what `open_alarms` has annotated."""
    return OpenAlarm(
        alarm,
        sentence(alarm, at),
        is_live=alarm.is_live,  # type: ignore[attr-defined]
        is_waiting=alarm.goes_live_at is not None,  # type: ignore[attr-defined]
        is_picture_alone=alarm.is_picture_alone,  # type: ignore[attr-defined]
    )


def _without_overtaken(entries: list[OpenAlarm]) -> list[OpenAlarm]:
    """Return the alarms that decide of the use of their item for a story, else the gravest of each."""
    by_item: dict[tuple[int, int], list[OpenAlarm]] = {}
    for entry in sorted(entries, key=_gravity):
        by_item.setdefault((entry.article.pk, entry.alarm.version.item_id), []).append(entry)
    return [
        entry
        for entries_of_item in by_item.values()
        for entry in list(filter(_decides, entries_of_item)) or entries_of_item[-1:]
    ]


def _decides(entry: OpenAlarm) -> bool:
    version = entry.alarm.version
    return entry.alarm.kind != Kind.CHANGED and version.pk in version.item.binding_ids


def _gravity(entry: OpenAlarm) -> tuple[bool, int]:
    return entry.alarm.kind != Kind.CHANGED, entry.alarm.version_id
