"""Alarms: an agency changed, restricted or killed copy that a published story rests on."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles.models.article import Article
from editions.models import Edition
from text.fields import MomentField, PlainField
from wires.models import WireVersion


class WireAlarmQuerySet(models.QuerySet["WireAlarm"]):
    def open(self) -> "WireAlarmQuerySet":
        """Return those that nobody has answered."""
        return self.filter(resolved_at=None)

    def restrictions(self) -> "WireAlarmQuerySet":
        """Return those about what may not be used, which no edition answers."""
        return self.exclude(kind=WireAlarm.Kind.CHANGED)

    def close(
        self,
        resolution: "WireAlarm.Resolution",
        *,
        by: User,
        at: datetime,
        note: str = "",
        edition: Edition | None = None,
    ) -> int:
        """Answer those that are open; return how many that were."""
        return self.open().update(
            resolution=resolution, resolved_by=by, resolved_at=at, note=note, edition=edition
        )

    def reopen(self, edition: Edition) -> int:
        """Reopen those that this edition answered; readers never got it."""
        return self.filter(edition=edition).update(
            resolution="", resolved_by=None, resolved_at=None, note="", edition=None
        )


class WireAlarm(models.Model):
    """An agency changed, restricted or killed what a piece of copy rests on. Open until it is answered.

    `version` is the one that says so; who answered, when and why stays. Opened in
    articles/wire/alarms.py; answered there, one by one, and by the verbs that print, take a story
    down and kill it.
    """

    class Kind(models.TextChoices):
        CHANGED = "changed", _("changed by the agency")
        RESTRICTED = "restricted", _("restricted by the agency")
        KILLED = "killed", _("killed by the agency")

    class Resolution(models.TextChoices):
        KILLED = "killed", _("killed the story")
        TAKEN_DOWN = "taken_down", _("took the story down")
        CORRECTED = "corrected", _("published a new edition")
        DISMISSED = "dismissed", _("found nothing to do")
        SUPERSEDED = "superseded", _("answered with a later one")
        LOOSENED = "loosened", _("released by the agency")

    article = models.ForeignKey(Article, models.PROTECT, related_name="wire_alarms")
    version = models.ForeignKey(WireVersion, models.PROTECT, related_name="alarms")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    raised_at = MomentField()
    notified_at = MomentField(null=True)
    is_held = models.BooleanField(
        default=False, help_text="An edition that waited for its time was held for it."
    )
    resolved_at = MomentField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    resolution = models.CharField(max_length=10, choices=Resolution.choices, blank=True)
    edition = models.ForeignKey(
        Edition,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="The edition that answered it. When it is held, the alarm is open again.",
    )
    note = PlainField(blank=True)

    objects = WireAlarmQuerySet.as_manager()

    class Meta:
        verbose_name = _("wire alarm")
        verbose_name_plural = _("wire alarms")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "version", "kind"],
                condition=models.Q(resolved_at=None),
                name="wire_alarm_once",
            )
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
