"""Mail to those whose copy somebody else moved. Sent by the task worker, after the commit."""

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from accounts.models import User
from articles.models import StageChange

TOLD = frozenset({"send_back", "publish", "kill"})


def tell_about(change: StageChange) -> None:
    """Put a mail in the queue for each writer of the copy who wants one, but not for the actor."""
    if change.verb not in TOLD:
        return
    writers = User.objects.filter(
        Q(pk=change.article.created_by_id) | Q(author__articles=change.article_id),
        is_active=True,
        mail_about_copy=True,
    )
    for pk in (
        writers.exclude(Q(email="") | Q(pk=change.by_id)).distinct().values_list("pk", flat=True)
    ):
        send.enqueue(change.pk, pk)


@task()
def send(change_id: int, user_id: int) -> int:
    """One mail about one stage change, in its reader's language; the number sent."""
    change = StageChange.objects.select_related("article", "by").get(pk=change_id)
    user = User.objects.get(pk=user_id)
    with translation.override(user.language):
        subject = {
            "send_back": _("Sent back: %s"),
            "publish": _("Published: %s"),
            "kill": _("Killed: %s"),
        }[change.verb] % change.article.headline
        text = _("By %(who)s.") % {"who": change.by}
    return send_mail(
        subject,
        "\n\n".join(filter(None, (text, change.note))),
        settings.DEFAULT_FROM_EMAIL,
        [user.email],
    )
