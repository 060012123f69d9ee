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
from accounts.users import at_desk
from articles import permissions
from articles.models import StageChange, WireAlarm
from articles.verbs import VERBS
from articles.wire import alarms

_BACKEND = "django.contrib.auth.backends.ModelBackend"  # who has a right is asked of the database


def notify_writers(change: StageChange) -> None:
    """Queue a mail for each writer of the copy who wishes it, but not for the actor."""
    verb = VERBS.get(change.verb)
    if verb is None or verb.mail_subject is None:
        return
    writers = at_desk().filter(
        Q(pk=change.article.created_by_id) | Q(author__articles=change.article_id),
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
    if not user.is_at_desk:
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


def notify_of_alarm(alarm: WireAlarm) -> None:
    """Queue a mail for everybody who may kill a story; for writers and desk too when it was held."""
    may_kill = User.objects.with_perm(permissions.KILL_ARTICLE, backend=_BACKEND)
    concerned = at_desk().filter(pk__in=may_kill)
    pks = set(concerned.exclude(email="").values_list("pk", flat=True))
    if alarm.is_held:
        article = alarm.article
        desk = Q(sections=article.section_id)
        desk |= Q(pk=article.created_by_id) | Q(author__articles=article.pk)
        of_desk = at_desk().filter(desk, mail_about_copy=True)
        pks |= set(of_desk.exclude(email="").values_list("pk", flat=True))
    for pk in sorted(pks):
        send_alarm.enqueue(alarm.pk, pk)


@task()
def send_alarm(alarm_id: int, user_id: int) -> int:
    """Mail a user about an alarm, in their language; return the number sent."""
    alarm = alarms.with_names(WireAlarm.objects.filter(pk=alarm_id)).get()
    user = User.objects.get(pk=user_id)
    if not user.is_at_desk:
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
    subjects = {
        WireAlarm.Kind.KILLED: _("%(agency)s killed what “%(headline)s” rests on"),
        WireAlarm.Kind.RESTRICTED: _("%(agency)s restricted what “%(headline)s” rests on"),
        WireAlarm.Kind.CHANGED: _("%(agency)s changed what “%(headline)s” rests on"),
    }
    rests = _("Our story “%(headline)s” rests on it.") % params
    sentences = [alarms.sentence(alarm, alarm.raised_at), rests]
    if alarm.resolution == WireAlarm.Resolution.KILLED:
        sentences.append(_("The story was killed at once, as is set for the agency."))
    elif alarm.resolution == WireAlarm.Resolution.TAKEN_DOWN:
        sentences.append(_("The story was taken down at once, as is set for the agency."))
    elif alarm.is_held:
        sentences.append(_("It waited for its time and was held: readers do not get it."))
    elif alarm.resolved_at is None:
        sentences.append(
            _("Readers still have it. Kill it, or correct it: the desk’s home says how.")
        )
    return subjects[WireAlarm.Kind(alarm.kind)] % params, " ".join(sentences)
