"""The user by whom the wire service does what is done at once. Nobody signs in as it."""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from articles import permissions
from text.errors import DomainError

ROBOT, ROBOTS = "wire", "Wire robot"  # a user and a group of its own
# To hold and to take down, and to kill: what it publishes would need an approval all the same.
_PERMISSIONS = (permissions.PUBLISH_ARTICLE, permissions.KILL_ARTICLE)


def robot() -> User:
    """Return the user, made when first needed.

    It cannot sign in. Raises DomainError when the name is that of somebody's account.
    """
    with translation.override(settings.LANGUAGE_CODE):
        defaults = {"is_staff": False, "last_name": _("Wire robot")}
    user, is_new = User.objects.get_or_create(username=ROBOT, defaults=defaults)
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
