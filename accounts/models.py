"""Who signs in. A user is a person of the newsroom; readers have no account.

Knows nothing of articles or pictures. Roles are groups, which the desk makes.
"""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
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

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def get_full_name(self) -> str:
        """Return the name with the family name first, as in Vietnamese: "Nguyễn Bích Ngọc"."""
        return f"{self.last_name} {self.first_name}".strip()


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
