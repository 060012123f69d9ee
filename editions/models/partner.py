"""Who takes stories by machine."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from text.fields import DayField, LineField, MomentField, PlainField
from text.search import SearchedModel


class Partner(SearchedModel):
    """Somebody who gets our stories by machine. The token is stored as a digest and shown once."""

    SEARCHED = ("name", "notes")

    name = LineField(_("name"), max_length=120, unique=True)
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    active = models.BooleanField(_("active"), default=True)
    notes = PlainField(_("notes"), blank=True)
    created_at = MomentField(_("since"), default=timezone.now, editable=False)
    token_issued_at = MomentField(_("token of"), default=timezone.now, editable=False)
    last_used_on = DayField(_("last day it asked"), null=True, editable=False)
    token: str  # on the instance for which one was just issued; never stored

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self) -> str:
        return self.name
