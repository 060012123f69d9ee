"""Responses to alarms: recorded, reported to the chief editors, and what is set for the agency done.

Called by the wire service. What is open on screen is a query of articles/wire/alarms.py and does
not wait for this.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from articles import notifications, permissions, workflow
from articles.models import Article, WireAlarm
from articles.wire import alarms, notices, tightening
from attribution.models import Agency
from images import permissions as image_permissions
from images import services
from images.models import Image
from text.errors import DomainError
from wires.ingest import pictures

logger = logging.getLogger(__name__)

ROBOT, ROBOTS = "wire", "Wire robot"  # a user and a group of its own; nobody signs in as it
_PERMISSIONS = (permissions.KILL_ARTICLE, image_permissions.WITHDRAW_IMAGE)


def process_agency_changes(*, at: datetime) -> int:
    """Record new alarms, notify the chief editors and act at once; return how many are new.

    Terms that have become stricter are applied.

    Doing it twice, or in two services at once, does it once.
    """
    tightening.shorten_public_lives(at=at)
    count = alarms.record(alarms.unrecorded_alarms(at))
    for alarm in WireAlarm.objects.open().filter(notified_at=None).order_by("pk"):
        _respond(alarm, at)
    return count


def robot() -> User:
    """Return the user by whom things are done at once, made when first needed.

    It cannot sign in. Raises DomainError when the name is that of somebody's account.
    """
    user, is_new = User.objects.get_or_create(username=ROBOT, defaults={"is_staff": False})
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    elif user.has_usable_password() or user.is_staff:
        raise DomainError(
            f"“{ROBOT}” is somebody's account: nothing is done in that name.", code="robot_is_user"
        )
    group, _is_new = Group.objects.get_or_create(name=ROBOTS)
    granted = Q()
    for permission in _PERMISSIONS:
        app_label, codename = permission.split(".")
        granted |= Q(content_type__app_label=app_label, codename=codename)
    group.permissions.set(Permission.objects.filter(granted))
    user.groups.set([group])
    return User.objects.get(pk=user.pk)  # without the permissions that it has cached


def _respond(alarm: WireAlarm, at: datetime) -> None:
    """Mark the alarm as reported, act and notify: all of it or nothing, and only once."""
    with transaction.atomic():
        unreported = WireAlarm.objects.open().filter(pk=alarm.pk, notified_at=None)
        if not unreported.update(notified_at=at):
            return
        alarm = alarms.with_names(WireAlarm.objects.filter(pk=alarm.pk)).get()
        if alarm.kind == WireAlarm.Kind.KILLED:
            _act(alarm, at)
        notifications.notify_chief_editors(alarm)


def _act(alarm: WireAlarm, at: datetime) -> None:
    """Do what is set for the agency. When that fails the chief editors are notified all the same."""
    action = _ACTIONS.get(alarm.version.item.agency.on_kill)
    if action is None:
        return
    try:
        with transaction.atomic():
            action(alarm, at)
    except (InterfaceError, OperationalError):
        raise
    except Exception:
        logger.exception("What is set for a kill by the agency was not done")


def _kill(alarm: WireAlarm, at: datetime) -> None:
    article = Article.objects.select_related("story").get(pk=alarm.article_id)
    note = notices.notice(article, alarm.version.item.agency)
    workflow.kill(article, by=robot(), note=note, at=at)


def _withdraw_pictures(alarm: WireAlarm, at: datetime) -> None:
    """Withdraw the pictures that came with the item and that the story has."""
    item, article = alarm.version.item, alarm.article
    delivered = Image.objects.filter(sha256__in=pictures.sha256s(item), withdrawn_at=None)
    of_story = Q(placements__article=article) | Q(printings__edition__story=article.story_id)
    for image in delivered.filter(of_story).distinct().order_by("pk"):
        reason = _("%(agency)s killed the item it came with: “%(item)s”.")
        reason %= {"agency": item.agency, "item": item}
        services.withdraw(image, reason=reason, by=robot(), at=at)


_ACTIONS: dict[str, Callable[[WireAlarm, datetime], None]] = {
    Agency.OnKill.STORY: _kill,
    Agency.OnKill.PICTURES: _withdraw_pictures,
}
