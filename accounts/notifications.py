"""Mail about accounts: to the person, and about rights to those who watch over them.

Sent by the task worker, after the commit.
"""

from collections.abc import Iterator

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from accounts.models import AccountChange, User
from accounts.permissions import WATCH_RIGHTS
from accounts.users import at_desk

BACKEND = "django.contrib.auth.backends.ModelBackend"  # who has a right is asked of the database
Kind = AccountChange.Kind


def notify(change: AccountChange) -> None:
    """Queue a mail to each address that has to know of a change."""
    for language, address in dict.fromkeys(_readers(change)):
        if address:
            send.enqueue(change.pk, language, address)


def _readers(change: AccountChange) -> Iterator[tuple[str, str]]:
    """Yield language and address of everybody who has to know: always the person concerned.

    After a change of the mail address also the address before.
    """
    account = change.account
    if account is not None:
        yield account.language, account.email
        if change.kind == Kind.EMAIL:
            yield from ((account.language, address) for address in change.removed)
    if change.kind in Kind.of_rights():
        watching = User.objects.with_perm(WATCH_RIGHTS, backend=BACKEND)
        watchers = at_desk().filter(pk__in=watching).exclude(pk=change.created_by_id).order_by("pk")
        yield from watchers.values_list("language", "email")


@task()
def send(change_id: int, language: str, address: str) -> int:
    """Mail an account's change to an address; return the number sent."""
    changes = AccountChange.objects.select_related("account", "created_by")
    change = changes.get(pk=change_id)
    with translation.override(language):
        subject = _("%(site)s: %(what)s") % {"site": settings.SITE_NAME, "what": change.subject()}
        text = [
            f"{change.subject()}: {change}.",
            _("By %(who)s.") % {"who": change.created_by},
            _("If that is not right, tell your chief editor at once."),
        ]
    return send_mail(subject, "\n\n".join(text), settings.DEFAULT_FROM_EMAIL, [address])
