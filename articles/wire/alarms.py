"""Alarms: an agency corrected or killed what a story that readers have, or will have, rests on.

An alarm is a question to the database first, so it is there when no service ran; `heed` enters it,
tells the chiefs, and does at once what is set for the agency. It stays until somebody acts, and who
that was stays on the row. Knows the workflow, which closes alarms when it prints or kills.
"""

import logging
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
from images import services
from images.models import Image
from text import normalise
from wires import compare
from wires.ingest import pictures
from wires.models import WireVersion

logger = logging.getLogger(__name__)

ROBOT, ROBOTS = "wire", "Wire robot"  # a user and a group of its own; nobody signs in as it
_RIGHTS = (permissions.KILL_ARTICLE, services.WITHDRAW)
_LARGE = ("article__body", "article__search_fold", "version__internal_notes")
_LARGE += ("version__item__search_fold",)


class NotDone(ValueError):
    """Nothing was closed. The message is a sentence that says what to do."""


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
    """Enter what nobody has entered yet, tell the chiefs, act at once; how many alarms are new.

    Doing it twice, or in two services at once, does it once.
    """
    raised = _record(unrecorded_alarms(at))
    for alarm in WireAlarm.objects.open().filter(notified_at=None).order_by("pk"):
        _tell_and_act(alarm, at)
    return raised


def record_alarms(article: Article, *, at: datetime) -> None:
    """Enter the alarms of one article: before its writer accepts a new version or drops an item."""
    _record(unrecorded_alarms(at, article))


def open_alarms(at: datetime) -> list[Open]:
    """All alarms on which somebody has to act, kills first and then the newest; entered or not.

    Of several on the same item of a story the last one counts. Three queries.
    """
    rows = WireAlarm.objects.open().filter(_with_readers("article__story", at))
    rows = _with_names(rows.annotate(is_waiting=~Exists(_live("article__story", at))))
    found: dict[tuple[int, int], WireAlarm] = {}
    for alarm in [*rows.order_by("pk"), *unrecorded_alarms(at)]:
        found[alarm.article_id, alarm.version.item_id] = alarm
    sources = ArticleAgency.objects.filter(article__in={pk for pk, _item in found})
    sources = sources.filter(wire_item__in={item for _pk, item in found})
    before = {
        (source.article_id, source.wire_item_id): source.wire_version
        for source in sources.select_related("wire_version")
    }
    opened = []
    for key, alarm in found.items():
        seen = before.get(key)
        is_new = seen is not None and seen.pk != alarm.version_id
        opened.append(Open(alarm, seen if is_new else None, alarm.is_waiting))
    return sorted(opened, key=lambda one: (not one.is_kill, -one.alarm.version_id))


def dismiss(article: Article, version: WireVersion, *, note: str, by: User, at: datetime) -> None:
    """Say that nothing has to be done about a version, and why: for who may kill the story."""
    if not by.has_perm(permissions.KILL_ARTICLE):
        raise PermissionDenied
    note = normalise.normalise(note)
    if not note:
        raise NotDone(_("The alarm was not closed: say why nothing has to be done."))
    with transaction.atomic():
        record_alarms(article, at=at)
        earlier = article.wire_alarms.filter(version__item=version.item_id, version__lte=version.pk)
        closed = earlier.close(WireAlarm.Resolution.DISMISSED, by=by, at=at, note=note)
    if not closed:
        raise NotDone(_("The alarm was closed already. The story’s page says by whom."))


def notice(article: Article) -> str:
    """What readers may find in place of a story whose item was killed; "" when none was."""
    killed = article.agency_credits.filter(wire_item__status=WireVersion.Status.CANCELED)
    source = killed.select_related("agency").order_by("order", "pk").first()
    if source is None:
        return ""
    return _notice(article, source.agency)


def robot() -> User:
    """The user by whom things are done at once. Made when first needed; it cannot sign in."""
    user, made = User.objects.get_or_create(username=ROBOT, defaults={"is_staff": False})
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    elif user.has_usable_password() or user.is_staff:
        raise NotDone(f"“{ROBOT}” is somebody's account: nothing is done in that name.")
    group, _made = Group.objects.get_or_create(name=ROBOTS)
    wanted = Q()
    for right in _RIGHTS:
        app, codename = right.split(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    group.permissions.set(Permission.objects.filter(wanted))
    user.groups.set([group])
    return User.objects.get(pk=user.pk)  # without what it remembers of its rights


# Which there are


def _live(story: str, at: datetime) -> EditionQuerySet:
    return Edition.objects.live(at).filter(story=OuterRef(story))


def _with_readers(story: str, at: datetime) -> Q:
    """Stories that readers have, or that wait for their time."""
    return Exists(_live(story, at)) | Exists(
        Edition.objects.waiting(at).filter(story=OuterRef(story))
    )


def _with_names(rows: WireAlarmQuerySet) -> WireAlarmQuerySet:
    return rows.select_related("article__section", "version__item__agency").defer(*_LARGE)


def unrecorded_alarms(at: datetime, article: Article | None = None) -> list[WireAlarm]:
    """Alarms that are not in the database: printed from one version, and another is current."""
    entered = WireAlarm.objects.filter(
        article=OuterRef("article"), version=OuterRef("wire_item__current")
    )
    rows = ArticleAgency.objects.filter(
        _with_readers("article__story", at),
        ~Exists(entered),
        wire_version__isnull=False,
        wire_item__current__isnull=False,
    ).exclude(wire_version=F("wire_item__current"))
    if article:
        rows = rows.filter(article=article)
    rows = rows.annotate(is_waiting=~Exists(_live("article__story", at)))
    rows = rows.select_related("article__section", "wire_item__current", "wire_item__agency")
    rows = rows.defer("article__body", "article__search_fold", "wire_item__search_fold")
    found = []
    for row in rows.order_by("pk"):
        version = row.wire_item.current
        version.item = row.wire_item
        canceled = version.status == WireVersion.Status.CANCELED
        kind = WireAlarm.Kind.KILLED if canceled else WireAlarm.Kind.CHANGED
        alarm = WireAlarm(article=row.article, version=version, kind=kind, raised_at=at)
        alarm.is_waiting = row.is_waiting
        found.append(alarm)
    return found


def _record(alarms: list[WireAlarm]) -> int:
    raised = 0
    for alarm in alarms:
        _row, made = WireAlarm.objects.get_or_create(
            article=alarm.article,
            version=alarm.version,
            defaults={"kind": alarm.kind, "raised_at": alarm.raised_at},
        )
        raised += made
    return raised


# What is done about them at once


def _tell_and_act(alarm: WireAlarm, at: datetime) -> None:
    """Whoever notes that it was told tells, and acts; both or neither."""
    with transaction.atomic():
        untold = WireAlarm.objects.open().filter(pk=alarm.pk, notified_at=None)
        if not untold.update(notified_at=at):
            return
        alarm = _with_names(WireAlarm.objects.filter(pk=alarm.pk)).get()
        if alarm.kind == WireAlarm.Kind.KILLED:
            _act(alarm, at)
        notifications.notify_chief_editors(alarm)


def _act(alarm: WireAlarm, at: datetime) -> None:
    """What is set for the agency. That it failed must not keep the chiefs from being told."""
    setting = alarm.version.item.agency.on_kill
    acts = {Agency.OnKill.STORY: _kill, Agency.OnKill.PICTURES: _withdraw_pictures}
    if setting not in acts:
        return
    try:
        with transaction.atomic():
            acts[setting](alarm, at)
    except (InterfaceError, OperationalError):
        raise
    except Exception:
        logger.exception("What is set for a kill by the agency was not done")


def _kill(alarm: WireAlarm, at: datetime) -> None:
    article = Article.objects.select_related("story").get(pk=alarm.article_id)
    note = _notice(article, alarm.version.item.agency)
    workflow.kill(article, by=robot(), note=note, at=at)


def _withdraw_pictures(alarm: WireAlarm, at: datetime) -> None:
    """The pictures that came with the item and that the story has."""
    item, article = alarm.version.item, alarm.article
    came = Image.objects.filter(sha256__in=pictures.sha256s(item), withdrawn_at=None)
    here = Q(placements__article=article) | Q(printings__edition__story=article.story_id)
    for image in came.filter(here).distinct().order_by("pk"):
        reason = _("%(agency)s killed the item it came with: “%(item)s”.")
        reason %= {"agency": item.agency, "item": item}
        services.withdraw(image, reason=reason, by=robot(), at=at)


def _notice(article: Article, agency: Agency) -> str:
    with translation.override(article.language):
        sentence = _("%(agency)s has withdrawn the report on which this story was based.")
        return sentence % {"agency": agency.text_form(article.language)}
