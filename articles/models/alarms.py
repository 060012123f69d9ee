"""Alarms: an agency changed or killed copy that a published story rests on."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles.models.article import Article
from text.fields import MomentField, PlainField
from wires.models import WireVersion


class WireAlarmQuerySet(models.QuerySet["WireAlarm"]):
    def open(self) -> "WireAlarmQuerySet":
        """Return those that nobody has resolved."""
        return self.filter(resolved_at=None)

    def close(
        self, resolution: "WireAlarm.Resolution", *, by: User, at: datetime, note: str = ""
    ) -> int:
        """Resolve those that are open; return how many that were."""
        return self.open().update(resolution=resolution, resolved_by=by, resolved_at=at, note=note)

    def reopen(self, printed_at: datetime) -> None:
        """Reopen those that the edition printed at `printed_at` resolved; readers never got it."""
        closed = self.filter(resolution=WireAlarm.Resolution.CORRECTED, resolved_at=printed_at)
        closed.update(resolution="", resolved_by=None, resolved_at=None, note="")


class WireAlarm(models.Model):
    """An agency corrected or killed what a piece of copy rests on. Open until somebody acts.

    `version` is the new one; who acted and when stays. Opened in articles/wire/alarms.py; closed
    there, and by the verbs that print and kill.
    """

    class Kind(models.TextChoices):
        CHANGED = "changed", _("changed by the agency")
        KILLED = "killed", _("killed by the agency")

    class Resolution(models.TextChoices):
        KILLED = "killed", _("killed the story")
        CORRECTED = "corrected", _("published a new edition")
        DISMISSED = "dismissed", _("found nothing to do")

    article = models.ForeignKey(Article, models.PROTECT, related_name="wire_alarms")
    version = models.ForeignKey(WireVersion, models.PROTECT, related_name="alarms")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    raised_at = MomentField()
    notified_at = MomentField(null=True)
    resolved_at = MomentField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    resolution = models.CharField(max_length=10, choices=Resolution.choices, blank=True)
    note = PlainField(blank=True)

    objects = WireAlarmQuerySet.as_manager()

    class Meta:
        verbose_name = _("wire alarm")
        verbose_name_plural = _("wire alarms")
        constraints = [
            models.UniqueConstraint(fields=["article", "version"], name="wire_alarm_once")
        ]
        indexes = [
            models.Index(
                fields=["-raised_at"],
                condition=models.Q(resolved_at=None),
                name="wire_alarm_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.kind}"
