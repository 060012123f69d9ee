"""Mail to those whose copy somebody else moved, and to chief editors when an agency changes its own.

Sent by the task worker, after the commit.
"""

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from accounts.models import User
from articles import permissions
from articles.models import StageChange, WireAlarm
from articles.verbs import VERBS

_BACKEND = "django.contrib.auth.backends.ModelBackend"  # who has a right is asked of the database


def notify_writers(change: StageChange) -> None:
    """Queue a mail for each writer of the copy who wishes it, but not for the actor."""
    verb = VERBS.get(change.verb)
    if verb is None or verb.mail_subject is None:
        return
    writers = User.objects.filter(
        Q(pk=change.article.created_by_id) | Q(author__articles=change.article_id),
        is_active=True,
        mail_about_copy=True,
    )
    for pk in (
        writers.exclude(Q(email="") | Q(pk=change.created_by_id))
        .distinct()
        .values_list("pk", flat=True)
    ):
        send.enqueue(change.pk, pk)


@task()
def send(change_id: int, user_id: int) -> int:
    """Mail a user about a stage change, in their language; return the number sent."""
    change = StageChange.objects.select_related("article", "created_by").get(pk=change_id)
    user = User.objects.get(pk=user_id)
    if not user.is_active:
        return 0  # who left meanwhile
    with translation.override(user.language):
        subject = str(VERBS[change.verb].mail_subject) % change.article.headline
        text = _("By %(who)s.") % {"who": change.created_by}
    return send_mail(
        subject,
        "\n\n".join(filter(None, (text, change.note))),
        settings.DEFAULT_FROM_EMAIL,
        [user.email],
    )


def notify_chief_editors(alarm: WireAlarm) -> None:
    """Queue a mail for everybody who may kill a story."""
    chiefs = User.objects.with_perm(permissions.KILL_ARTICLE, backend=_BACKEND).exclude(email="")
    for pk in chiefs.order_by("pk").values_list("pk", flat=True):
        send_alarm.enqueue(alarm.pk, pk)


@task()
def send_alarm(alarm_id: int, user_id: int) -> int:
    """Mail a user about an alarm, in their language; return the number sent."""
    alarms = WireAlarm.objects.select_related("article", "resolved_by", "version__item__agency")
    alarm, user = alarms.get(pk=alarm_id), User.objects.get(pk=user_id)
    if not user.is_active:
        return 0  # who left meanwhile
    with translation.override(user.language):
        subject, text = _text_of(alarm)
    desk = f"{settings.SITE_URL}{reverse('admin:index')}"
    parts = (text, alarm.version.editor_note, desk)
    return send_mail(
        subject, "\n\n".join(filter(None, parts)), settings.DEFAULT_FROM_EMAIL, [user.email]
    )


def _text_of(alarm: WireAlarm) -> tuple[str, str]:
    """Return subject and text of the mail about an alarm."""
    agency, item = alarm.version.item.agency, alarm.version.item
    params = {"agency": agency, "item": item, "headline": alarm.article.headline}
    if alarm.kind == WireAlarm.Kind.KILLED:
        subject = _("%(agency)s killed what “%(headline)s” rests on") % params
        text = _("%(agency)s killed its item “%(item)s”. Our story “%(headline)s” rests on it.")
    else:
        subject = _("%(agency)s changed what “%(headline)s” rests on") % params
        text = _("%(agency)s changed its item “%(item)s”. Our story “%(headline)s” rests on it.")
    sentences = [text % params]
    if alarm.resolution == WireAlarm.Resolution.KILLED:
        sentences.append(_("The story was killed at once, as is set for the agency."))
    elif alarm.resolved_at is None:
        sentences.append(
            _("Readers still have it. Kill it, or correct it: the desk’s home says how.")
        )
    return subject, " ".join(sentences)
