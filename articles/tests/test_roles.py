"""Bringing roles up to date: Newsroom's changes are made, the house's own are left alone."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from accounts.models import RoleBaseline
from articles import permissions, roles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def established():
    roles.establish()


def labels(name):
    rows = Group.objects.get(name=name).permissions.select_related("content_type")
    return {f"{row.content_type.app_label}.{row.codename}" for row in rows}


def permission(label):
    app_label, codename = label.split(".")
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def update_roles():
    output = StringIO()
    call_command("update_roles", stdout=output)
    return output.getvalue().splitlines()


def granted_before(name, *, without=(), extra=()):
    """Make role and baseline as an earlier version left them."""
    before = (roles.ROLES[name] - set(without)) | set(extra)
    RoleBaseline.objects.filter(name=name).update(permissions=sorted(before))
    group = Group.objects.get(name=name)
    group.permissions.remove(*map(permission, without))
    group.permissions.add(*map(permission, extra))


def test_nothing_is_done_when_everything_is_as_this_version_grants_it():
    assert update_roles() == ["Every role is as this version grants it."]
    assert {name: labels(name) for name in roles.ROLES} == roles.ROLES


def test_what_is_new_is_granted_and_what_is_no_longer_granted_is_revoked():
    granted_before(
        roles.EDITOR,
        without=[permissions.PUBLISH_ARTICLE],
        extra=[permissions.KILL_ARTICLE],
    )
    assert update_roles() == [
        "Editor: articles.publish_article is granted, new in this version.",
        "Editor: articles.kill_article is revoked, no longer granted by this version.",
    ]
    assert labels(roles.EDITOR) == roles.ROLES[roles.EDITOR]


def test_what_the_house_changed_stays_and_is_named_each_time():
    reporter = Group.objects.get(name=roles.REPORTER)
    reporter.permissions.add(permission(permissions.REVIEW_ARTICLE))
    reporter.permissions.remove(permission(permissions.ADD_NOTE))
    lines = [
        "Reporter: articles.review_article is granted here and not by Newsroom; left as it is.",
        "Reporter: articles.add_note is granted by Newsroom and revoked here; left as it is.",
    ]
    assert update_roles() == lines
    assert update_roles() == lines
    assert permissions.REVIEW_ARTICLE in labels(roles.REPORTER)
    assert permissions.ADD_NOTE not in labels(roles.REPORTER)


def test_a_role_that_the_house_deleted_is_not_made_again():
    Group.objects.get(name=roles.PICTURE_DESK).delete()
    assert update_roles() == [
        "Picture desk: the role was deleted here. It is not made again.",
    ]
    assert not Group.objects.filter(name=roles.PICTURE_DESK).exists()


def test_a_role_that_is_new_in_this_version_is_made():
    Group.objects.get(name=roles.PICTURE_DESK).delete()
    RoleBaseline.objects.filter(name=roles.PICTURE_DESK).delete()
    assert len(update_roles()) == len(roles.ROLES[roles.PICTURE_DESK])
    assert labels(roles.PICTURE_DESK) == roles.ROLES[roles.PICTURE_DESK]
