"""Who signs in. A user is a person of the newsroom; readers have no account.

Knows nothing of copy or pictures: roles are groups, made in articles/roles.py.
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
        help_text=_("When my copy is sent back, published or killed by somebody else."),
    )

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def get_full_name(self) -> str:
        """Family name first, as Vietnamese names are said: "Nguyễn Bích Ngọc"."""
        return f"{self.last_name} {self.first_name}".strip()
