"""The roles of the newsroom, as groups with permissions: what holds today.

`manage.py update_roles` brings a database up to date after an upgrade. A migration granted what
0.1.0 had.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission

from accounts import permissions as accounts
from accounts.models import RoleBaseline
from articles import permissions as articles
from attribution import permissions as attribution
from editions import permissions as editions
from images import permissions as images
from wires import permissions as wires

REPORTER, EDITOR, PICTURE_DESK = "Reporter", "Editor", "Picture desk"
CHIEF_EDITOR, ADMINISTRATOR = "Chief editor", "Administrator"
VIEW_GROUP = "auth.view_group"

_READ = {
    articles.VIEW_ARTICLE,
    articles.VIEW_NOTE,
    images.VIEW_IMAGE,
    editions.VIEW_SECTION,
    editions.VIEW_EDITION,
    editions.VIEW_TOPIC,
    attribution.VIEW_AUTHOR,
    attribution.VIEW_AGENCY,
    attribution.VIEW_CONTRACT,
    attribution.VIEW_UNCLEAR_TERM,
    wires.VIEW_ITEM,
    wires.VIEW_DELIVERY,
    wires.VIEW_FEED,
}
_WRITE = {
    articles.ADD_ARTICLE,
    articles.CHANGE_ARTICLE,
    articles.ADD_NOTE,
    images.ADD_IMAGE,
    wires.WRITE_FROM_ITEM,
    wires.ADD_DELIVERY,
}
_EDIT = {
    articles.REVIEW_ARTICLE,
    articles.PUBLISH_ARTICLE,
    attribution.ADD_AUTHOR,
    attribution.CHANGE_AUTHOR,
    editions.ADD_TOPIC,
    editions.CHANGE_TOPIC,
    editions.MERGE_TOPIC,
}
_PICTURES = {
    images.ADD_IMAGE,
    images.CHANGE_IMAGE,
    images.WITHDRAW_IMAGE,
    images.VIEW_LEASE,
    images.ADD_LEASE,
    attribution.ADD_TERM_RULING,
}
_SET_UP = {
    attribution.ADD_AGENCY,
    attribution.CHANGE_AGENCY,
    editions.ADD_SECTION,
    editions.CHANGE_SECTION,
    editions.VIEW_PARTNER,
    editions.ADD_PARTNER,
    editions.CHANGE_PARTNER,
    wires.ADD_FEED,
    wires.CHANGE_FEED,
    wires.CHANGE_DELIVERY,
}
_LEAD = _SET_UP | {
    accounts.WATCH_RIGHTS,
    articles.KILL_ARTICLE,
    images.OVERRULE_SOURCE,
    wires.RELEASE_ITEM,
    attribution.ADD_CONTRACT,
    attribution.CHANGE_CONTRACT,
    attribution.DELETE_CONTRACT,
}
_ADMINISTER = _SET_UP | {
    accounts.ADD_USER,
    accounts.CHANGE_USER,
    accounts.VIEW_USER,
    VIEW_GROUP,
    attribution.ADD_AUTHOR,
    attribution.CHANGE_AUTHOR,
}

ROLES = {
    REPORTER: frozenset(_READ | _WRITE),
    EDITOR: frozenset(_READ | _WRITE | _EDIT),
    PICTURE_DESK: frozenset(_READ | _PICTURES | {articles.ADD_NOTE}),
    CHIEF_EDITOR: frozenset(_READ | _WRITE | _EDIT | _PICTURES | _LEAD),
    ADMINISTRATOR: frozenset(_READ | _ADMINISTER),
}


@dataclass(frozen=True)
class RoleUpdate:
    """What an update did with one role, and in what the house differs from Newsroom."""

    name: str
    granted: tuple[str, ...] = ()
    revoked: tuple[str, ...] = ()
    added_by_house: tuple[str, ...] = ()
    removed_by_house: tuple[str, ...] = ()
    is_deleted_by_house: bool = False


def update() -> list[RoleUpdate]:
    """Grant and revoke what changed in Newsroom since the last update; return what was done.

    What the house granted or revoked itself stays, and so does that it deleted a role.
    """
    known = _permissions()
    return [_update_role(name, target, known) for name, target in ROLES.items()]


def _update_role(name: str, target: frozenset[str], known: dict[str, Permission]) -> RoleUpdate:
    baseline = RoleBaseline.objects.filter(name=name).first()
    group = Group.objects.filter(name=name).first()
    if group is None and baseline is not None:
        return RoleUpdate(name, is_deleted_by_house=True)
    group = group or Group.objects.create(name=name)
    before = set(baseline.permissions) if baseline else set()
    current = {
        _label(permission) for permission in group.permissions.select_related("content_type")
    }
    granted, revoked = (target - before) - current, (before - target) & current
    group.permissions.add(*(known[label] for label in granted))
    group.permissions.remove(*(known[label] for label in revoked))
    RoleBaseline.objects.update_or_create(name=name, defaults={"permissions": sorted(target)})
    current = (current | granted) - revoked
    return RoleUpdate(
        name,
        granted=tuple(sorted(granted)),
        revoked=tuple(sorted(revoked)),
        added_by_house=tuple(sorted(current - target)),
        removed_by_house=tuple(sorted(target - current)),
    )


def establish() -> None:
    """Make the groups with exactly what ROLES says. For tests and benchmarks."""
    known = _permissions()
    for name, labels in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set([known[label] for label in labels])
        RoleBaseline.objects.update_or_create(name=name, defaults={"permissions": sorted(labels)})


def _permissions() -> dict[str, Permission]:
    rows = Permission.objects.select_related("content_type")
    return {_label(permission): permission for permission in rows}


def _label(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"
