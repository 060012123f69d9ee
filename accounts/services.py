"""What is done to an account is recorded in its trail, and those whom it concerns are told by mail.

The forms of the desk make the change; nothing here decides who may. The command line changes accounts
without an actor, and leaves no line.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction

from accounts import notifications
from accounts.models import AccountChange, User
from accounts.permissions import WATCH_RIGHTS

Kind = AccountChange.Kind


@dataclass(frozen=True)
class Rights:
    """What an account may do, as far as its page sets it, its name, and where its mail goes."""

    is_active: bool
    is_staff: bool
    is_superuser: bool
    roles: frozenset[str]
    email: str
    username: str

    @classmethod
    def of(cls, account: User) -> "Rights":
        """Return the rights that the database has for an account."""
        row = User.objects.get(pk=account.pk)
        names = frozenset(row.groups.values_list("name", flat=True))
        flags = (row.is_active, row.is_staff, row.is_superuser)
        return cls(*flags, names, row.email, row.username)

    @property
    def names(self) -> set[str]:
        """Roles by name, and the flags that are set by theirs."""
        flags = {field.name for field in fields(self) if getattr(self, field.name) is True}
        return flags | self.roles


def may_set_password(account: User, *, by: User) -> bool:
    """Return whether `by` may set the password of another account.

    That of somebody who watches over rights, also when inactive, is set by a superuser alone: who
    knows it has those rights.
    """
    if account.pk == by.pk:
        return False
    watchers = User.objects.with_perm(
        WATCH_RIGHTS,
        is_active=None,  # type: ignore[arg-type]  # None is documented: whether active or not
        backend=notifications.BACKEND,
    )
    return by.is_superuser or not watchers.filter(pk=account.pk).exists()


def record_new(account: User, *, by: User, at: datetime) -> list[AccountChange]:
    """Record that an account was made, with what it may do."""
    return [_record(Kind.MADE, account, by=by, at=at, added=Rights.of(account).names)]


def record_rights(account: User, before: Rights, *, by: User, at: datetime) -> list[AccountChange]:
    """Record what differs from `before`; return a line for the rights, and for mail address and name."""
    now = Rights.of(account)
    lines = []
    added, removed = now.names - before.names, before.names - now.names
    if added or removed:
        lines.append(_record(Kind.RIGHTS, account, by=by, at=at, added=added, removed=removed))
    texts = ((Kind.EMAIL, now.email, before.email), (Kind.USERNAME, now.username, before.username))
    for kind, text, former in texts:
        if text != former:
            change = {"added": {text} - {""}, "removed": {former} - {""}}
            lines.append(_record(kind, account, by=by, at=at, **change))
    return lines


def record_password(account: User, *, by: User, at: datetime) -> AccountChange:
    """Record that a password was set. One set by somebody else has to be changed at the next sign-in."""
    is_own = account.pk == by.pk
    User.objects.filter(pk=account.pk).update(must_change_password=not is_own)
    return _record(Kind.OWN_PASSWORD if is_own else Kind.PASSWORD, account, by=by, at=at)


def record_desk(
    account: User, *, joined: Iterable[str], left: Iterable[str], by: User, at: datetime
) -> AccountChange:
    """Record of which sections, by name, an account came to the desk, and of which it left it."""
    return _record(Kind.DESK, account, by=by, at=at, added=joined, removed=left)


def record_role(
    group: Group, before: Iterable[str], *, by: User, at: datetime
) -> AccountChange | None:
    """Record what a role may do now and did not `before`, and the reverse; None when nothing differs."""
    before, now = set(before), permissions_of(group)
    if before == now:
        return None
    change = AccountChange.objects.create(
        kind=Kind.ROLE,
        role=group.name,
        added=sorted(now - before),
        removed=sorted(before - now),
        created_by=by,
        created_at=at,
    )
    transaction.on_commit(lambda: notifications.notify(change))
    return change


def permissions_of(group: Group) -> set[str]:
    """Return the names of the permissions of a role, such as "articles.kill_article"."""
    rows = group.permissions.values_list("content_type__app_label", "codename")
    return {f"{app_label}.{codename}" for app_label, codename in rows}


def _record(
    kind: AccountChange.Kind,
    account: User,
    *,
    by: User,
    at: datetime,
    added: Iterable[str] = (),
    removed: Iterable[str] = (),
) -> AccountChange:
    change = AccountChange.objects.create(
        kind=kind,
        account=account,
        added=sorted(added),
        removed=sorted(removed),
        created_by=by,
        created_at=at,
    )
    transaction.on_commit(lambda: notifications.notify(change))
    return change
