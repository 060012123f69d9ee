"""Who signs in."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import Permission


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        """Show the names of roles and permissions, English in the database, in the desk's language."""
        from django.contrib.auth.models import Group, Permission  # models load after apps

        Group.add_to_class("__str__", lambda group: pgettext("role", group.name))
        Permission.add_to_class("__str__", _permission_name)


_ACTIONS = {"add": "Add %s", "change": "Change %s", "delete": "Delete %s", "view": "View %s"}


def _permission_name(permission: "Permission") -> str:
    """Return what the permission allows: Django's four from the model's name, ours as written."""
    action, _sep, model = permission.codename.partition("_")
    if model == permission.content_type.model and action in _ACTIONS:
        return gettext(_ACTIONS[action]) % permission.content_type.name
    return gettext(permission.name)
