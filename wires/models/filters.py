"""Filters of the wire view that users saved."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from text.fields import LineField


class SavedFilter(models.Model):
    """A filter of the wire view that a user saved under a name. `query` is its query string."""

    LONGEST_QUERY = 500

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_wire_filters"
    )
    name = LineField(_("name"), max_length=60)
    query = models.CharField(max_length=LONGEST_QUERY)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_filter_once")]

    def __str__(self) -> str:
        return self.name
