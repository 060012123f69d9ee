"""Who signs in. A user is a person of the newsroom; readers have no account.

Knows nothing of articles or pictures. Roles are groups, which the desk makes.
"""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from text.append_only import AppendOnlyModel
from text.fields import MomentField
from text.search import SearchedModel


class User(SearchedModel, AbstractUser):
    SEARCHED = ("last_name", "first_name", "username", "email")

    language = models.CharField(
        _("language of the desk"),
        max_length=5,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )
    mail_about_copy = models.BooleanField(
        _("mail me about my copy"),
        default=True,
        help_text=_("When my copy is sent back, published, taken down or killed by somebody else."),
    )

    must_change_password = models.BooleanField(
        default=False,
        editable=False,
        help_text="Somebody else chose it; the desk opens once the person has another.",
    )

    class Meta(AbstractUser.Meta):
        permissions = [("watch_rights", gettext_noop("Is told by mail who gets which rights"))]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def is_at_desk(self) -> bool:
        """Whether the person can sign in at the desk: has not left, and was not put out."""
        return self.is_active and self.is_staff

    def get_full_name(self) -> str:
        """Return the name with the family name first, as in Vietnamese: "Nguyễn Bích Ngọc"."""
        return f"{self.last_name} {self.first_name}".strip()


class AccountChange(AppendOnlyModel):
    """One line of the trail of an account, or of a role: what was changed, by whom.

    `added` and `removed` hold names: of roles as the database has them, of flags such as "is_active",
    of sections, of mail addresses, and with `role`, the changed role's name, of permissions.
    """

    class Kind(models.TextChoices):
        MADE = "made", _("the account was made")
        RIGHTS = "rights", pgettext_lazy("of an account", "rights")
        ROLE = "role", _("what a role may do")
        DESK = "desk", _("desks of sections")
        EMAIL = "email", _("mail address")
        USERNAME = "username", _("name to sign in with")
        PASSWORD = "password", _("somebody else set the password")
        OWN_PASSWORD = "own_password", _("the person changed the password")

        @classmethod
        def of_rights(cls) -> frozenset["AccountChange.Kind"]:
            """Return the kinds of which those are told who watch over rights."""
            signing_in = {cls.EMAIL, cls.USERNAME, cls.PASSWORD}
            return frozenset({cls.MADE, cls.RIGHTS, cls.ROLE, cls.DESK, *signing_in})

    kind = models.CharField(max_length=12, choices=Kind.choices)
    account = models.ForeignKey(User, models.PROTECT, null=True, related_name="account_changes")
    role = models.CharField(max_length=150, blank=True)
    added = models.JSONField(default=list)
    removed = models.JSONField(default=list)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = MomentField(default=timezone.now)

    class Meta:
        verbose_name = _("account change")
        verbose_name_plural = _("account changes")
        default_permissions = ()  # read on the page of the account

    def __str__(self) -> str:
        """Return what was changed, such as "rights: added Reporter, removed Chief editor"."""
        parts = [
            pattern % {"names": ", ".join(map(_display_name, names))}
            for pattern, names in (
                (gettext("added %(names)s"), self.added),
                (gettext("removed %(names)s"), self.removed),
            )
            if names
        ]
        label = self.get_kind_display()
        return f"{label}: {', '.join(parts)}" if parts else label

    def subject(self) -> str:
        """Return whose change it is: the name of the person, or of the role."""
        if self.account is None:
            return gettext("Role “%s”") % pgettext("role", self.role)
        return gettext("Account “%s”") % self.account.username


_FLAGS: dict[str, str | Promise] = {
    "is_active": _("active"),
    "is_staff": _("may sign in at the desk"),
    "is_superuser": _("may do everything"),
}


def _display_name(name: str) -> str:
    """Return the name of a role or flag in the language of the desk; any other as it is."""
    return str(_FLAGS.get(name) or pgettext("role", name))


class RoleBaseline(models.Model):
    """What Newsroom granted to a role when roles were last brought up to date.

    Compared with it, `manage.py update_roles` tells a change of ours from one of the house.
    """

    name = models.CharField(max_length=150, unique=True)  # of the group
    permissions = models.JSONField(default=list)  # such as "articles.publish_article"

    class Meta:
        verbose_name = _("role baseline")
        verbose_name_plural = _("role baselines")
        default_permissions = ()  # no person reads or writes it

    def __str__(self) -> str:
        return self.name
