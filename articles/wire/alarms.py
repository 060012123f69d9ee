"""Alarms: an agency corrected or killed an item on which a story in print, or waiting, is based.

An alarm is first of all a query, so the desk sees it although no service ran. The wire service
records it (`process_agency_changes`), notifies the chief editors, and does at once what is set for
the agency. It stays open until somebody resolves it; by whom stays on the row. The workflow resolves
alarms when it prints or kills.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from articles import notifications, permissions, workflow
from articles.models import Article, ArticleAgency, WireAlarm, WireAlarmQuerySet
from attribution.models import Agency
from editions.models import Edition, EditionQuerySet
from images import permissions as image_permissions
from images import services
from images.models import Image
from text import normalise
from text.errors import DomainError
from wires import compare
from wires.ingest import pictures
from wires.models import WireVersion

logger = logging.getLogger(__name__)

ROBOT, ROBOTS = "wire", "Wire robot"  # a user and a group of its own; nobody signs in as it
_PERMISSIONS = (permissions.KILL_ARTICLE, image_permissions.WITHDRAW_IMAGE)
_LARGE = (
    "article__body",
    "article__search_fold",
    "version__internal_notes",
    "version__item__search_fold",
)


@dataclass(frozen=True)
class Open:
    """An open alarm with what the writer had before it. The row may not be in the database yet."""

    alarm: WireAlarm
    before: WireVersion | None
    is_waiting: bool  # its edition is not live yet

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


def process_agency_changes(*, at: datetime) -> int:
    """Record new alarms, notify the chief editors, act at once; return how many alarms are new.

    Calling it twice, or from two services at once, has the effect of calling it once.
    """
    raised = _record(unrecorded_alarms(at))
    for alarm in WireAlarm.objects.open().filter(notified_at=None).order_by("pk"):
        _notify_and_act(alarm, at)
    return raised


def record_alarms(article: Article, *, at: datetime) -> None:
    """Record the alarms of one article: before its writer accepts a new version or drops an item."""
    _record(unrecorded_alarms(at, article))


def open_alarms(at: datetime) -> list[Open]:
    """Return all alarms that somebody has to resolve, recorded or not: kills first, then the newest.

    Of several on the same item of a story the last one counts. Three queries.
    """
    rows = WireAlarm.objects.open().filter(_with_readers("article__story", at))
    rows = _with_names(rows.annotate(is_waiting=~Exists(_live("article__story", at))))
    recorded = [(alarm, alarm.is_waiting) for alarm in rows.order_by("pk")]
    newest = {
        (alarm.article_id, alarm.version.item_id): (alarm, is_waiting)
        for alarm, is_waiting in (*recorded, *_unrecorded(at))
    }
    sources = ArticleAgency.objects.filter(article__in={pk for pk, _item in newest})
    sources = sources.filter(wire_item__in={item for _pk, item in newest})
    before = {
        (source.article_id, source.wire_item_id): source.wire_version
        for source in sources.select_related("wire_version")
    }
    opened = []
    for key, (alarm, is_waiting) in newest.items():
        seen = before.get(key)
        is_new = seen is not None and seen.pk != alarm.version_id
        opened.append(Open(alarm, seen if is_new else None, is_waiting))
    return sorted(opened, key=lambda alarm: (not alarm.is_kill, -alarm.alarm.version_id))


def dismiss(article: Article, version: WireVersion, *, note: str, by: User, at: datetime) -> None:
    """Resolve the alarm about a version: nothing has to be done, and why. For who may kill the story."""
    if not by.has_perm(permissions.KILL_ARTICLE):
        raise PermissionDenied
    note = normalise.normalise(note)
    if not note:
        raise DomainError(
            _("The alarm was not closed: say why nothing has to be done."), code="note_missing"
        )
    with transaction.atomic():
        record_alarms(article, at=at)
        earlier = article.wire_alarms.filter(version__item=version.item_id, version__lte=version.pk)
        closed = earlier.close(WireAlarm.Resolution.DISMISSED, by=by, at=at, note=note)
    if not closed:
        raise DomainError(
            _("The alarm was closed already. The story’s page says by whom."), code="alarm_closed"
        )


def notice(article: Article) -> str:
    """Return the notice to readers for a story whose item was killed; "" when none was."""
    killed = article.agency_credits.filter(wire_item__status=WireVersion.Status.CANCELED)
    source = killed.select_related("agency").order_by("order", "pk").first()
    if source is None:
        return ""
    return _notice(article, source.agency)


def robot() -> User:
    """Return the user who does at once what is set. Made when first needed; it cannot sign in."""
    user, made = User.objects.get_or_create(username=ROBOT, defaults={"is_staff": False})
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    elif user.has_usable_password() or user.is_staff:
        raise DomainError(
            f"“{ROBOT}” is somebody's account: nothing is done in that name.",
            code="robot_is_a_user",
        )
    group, _made = Group.objects.get_or_create(name=ROBOTS)
    granted = Q()
    for permission in _PERMISSIONS:
        app, codename = permission.split(".")
        granted |= Q(content_type__app_label=app, codename=codename)
    group.permissions.set(Permission.objects.filter(granted))
    user.groups.set([group])
    return User.objects.get(pk=user.pk)  # without its cache of permissions


def _live(story: str, at: datetime) -> EditionQuerySet:
    return Edition.objects.live(at).filter(story=OuterRef(story))


def _with_readers(story: str, at: datetime) -> Q:
    """Return the condition that readers have the story, or will have it at its time."""
    return Exists(_live(story, at)) | Exists(
        Edition.objects.waiting(at).filter(story=OuterRef(story))
    )


def _with_names(rows: WireAlarmQuerySet) -> WireAlarmQuerySet:
    return rows.select_related("article__section", "version__item__agency").defer(*_LARGE)


def unrecorded_alarms(at: datetime, article: Article | None = None) -> list[WireAlarm]:
    """Return alarms that are not in the database: printed from a version that is not current."""
    return [alarm for alarm, _is_waiting in _unrecorded(at, article)]


def _unrecorded(at: datetime, article: Article | None = None) -> Iterator[tuple[WireAlarm, bool]]:
    """Yield each with whether its edition still waits for its time."""
    recorded = WireAlarm.objects.filter(
        article=OuterRef("article"), version=OuterRef("wire_item__current")
    )
    rows = ArticleAgency.objects.filter(
        _with_readers("article__story", at),
        ~Exists(recorded),
        wire_version__isnull=False,
        wire_item__current__isnull=False,
    ).exclude(wire_version=F("wire_item__current"))
    if article:
        rows = rows.filter(article=article)
    rows = rows.annotate(is_waiting=~Exists(_live("article__story", at)))
    rows = rows.select_related("article__section", "wire_item__current", "wire_item__agency")
    rows = rows.defer("article__body", "article__search_fold", "wire_item__search_fold")
    for row in rows.order_by("pk"):
        item, version = row.wire_item, row.wire_item and row.wire_item.current
        if item is None or version is None:
            continue  # excluded by the query
        version.item = item
        canceled = version.status == WireVersion.Status.CANCELED
        kind = WireAlarm.Kind.KILLED if canceled else WireAlarm.Kind.CHANGED
        alarm = WireAlarm(article=row.article, version=version, kind=kind, raised_at=at)
        yield alarm, row.is_waiting


def _record(alarms: list[WireAlarm]) -> int:
    """Insert the alarms that are not there yet; return how many that were."""
    raised = 0
    for alarm in alarms:
        _row, made = WireAlarm.objects.get_or_create(
            article=alarm.article,
            version=alarm.version,
            defaults={"kind": alarm.kind, "raised_at": alarm.raised_at},
        )
        raised += made
    return raised


def _notify_and_act(alarm: WireAlarm, at: datetime) -> None:
    """Notify and act, once: the service whose UPDATE sets `notified_at` does both, or neither."""
    with transaction.atomic():
        unnotified = WireAlarm.objects.open().filter(pk=alarm.pk, notified_at=None)
        if not unnotified.update(notified_at=at):
            return
        alarm = _with_names(WireAlarm.objects.filter(pk=alarm.pk)).get()
        if alarm.kind == WireAlarm.Kind.KILLED:
            _act(alarm, at)
        notifications.notify_chief_editors(alarm)


def _act(alarm: WireAlarm, at: datetime) -> None:
    """Do what is set for the agency. A failure does not keep the chief editors from being notified."""
    setting = alarm.version.item.agency.on_kill
    actions: dict[str, Callable[[WireAlarm, datetime], None]] = {
        Agency.OnKill.STORY: _kill,
        Agency.OnKill.PICTURES: _withdraw_pictures,
    }
    if setting not in actions:
        return
    try:
        with transaction.atomic():
            actions[setting](alarm, at)
    except (InterfaceError, OperationalError):
        raise
    except Exception:
        logger.exception("What is set for a kill by the agency was not done")


def _kill(alarm: WireAlarm, at: datetime) -> None:
    article = Article.objects.select_related("story").get(pk=alarm.article_id)
    note = _notice(article, alarm.version.item.agency)
    workflow.kill(article, by=robot(), note=note, at=at)


def _withdraw_pictures(alarm: WireAlarm, at: datetime) -> None:
    """Withdraw the pictures that came with the item and that the story has."""
    item, article = alarm.version.item, alarm.article
    delivered = Image.objects.filter(sha256__in=pictures.sha256s(item), withdrawn_at=None)
    in_story = Q(placements__article=article) | Q(printings__edition__story=article.story_id)
    for image in delivered.filter(in_story).distinct().order_by("pk"):
        reason = _("%(agency)s killed the item it came with: “%(item)s”.")
        reason %= {"agency": item.agency, "item": item}
        services.withdraw(image, reason=reason, by=robot(), at=at)


def _notice(article: Article, agency: Agency) -> str:
    with translation.override(article.language):
        sentence = _("%(agency)s has withdrawn the report on which this story was based.")
        return sentence % {"agency": agency.text_form(article.language)}
