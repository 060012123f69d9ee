"""Who signs in."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop, pgettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import Permission
    from django.contrib.contenttypes.models import ContentType


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        """Show the names of roles and permissions, English in the database, in the desk's language."""
        from django.contrib.auth.models import Group, Permission  # models load after apps

        Group.add_to_class("__str__", lambda group: pgettext("role", group.name))
        Permission.add_to_class("__str__", _permission_name)


_ACTIONS = {
    "add": gettext_noop("Can add %s"),
    "change": gettext_noop("Can change %s"),
    "delete": gettext_noop("Can delete %s"),
    "view": gettext_noop("Can view %s"),
}


def _permission_name(permission: "Permission") -> str:
    """Return app, model and what the permission allows, as Django does, in the desk's language.

    Models of several apps have the same name, so that without the app two permissions look the same.
    """
    content_type = permission.content_type
    app, _sep, _model = str(content_type).partition(" | ")
    name = _model_name(content_type)
    action, _sep, model = permission.codename.partition("_")
    if model == content_type.model and action in _ACTIONS:
        return f"{app} | {name} | {gettext(_ACTIONS[action]) % name}"
    return f"{app} | {name} | {gettext(permission.name)}"


def _model_name(content_type: "ContentType") -> str:
    model = content_type.model_class()
    if model is None or isinstance(model._meta.verbose_name, Promise):
        return content_type.name
    return gettext(content_type.name)  # made from the name of a class that states no other
