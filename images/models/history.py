"""What was decided about a picture and what was done to it: rows that are added and never changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from images.models.image import Image
from text.append_only import AppendOnlyModel
from text.fields import MomentField, PlainField


class Lease(AppendOnlyModel):
    """A dated word of the picture desk: use it although, or do not use it although. With a reason."""

    class Kind(models.TextChoices):
        ALLOW = "allow", _("may be used")
        DENY = "deny", _("may not be used")

    image = models.ForeignKey(
        Image, models.PROTECT, verbose_name=_("picture"), related_name="leases"
    )
    kind = models.CharField(_("ruling"), max_length=5, choices=Kind.choices)
    starts_at = MomentField(_("from"), default=timezone.now)
    ends_at = MomentField(_("until"))
    reason = PlainField(_("reason"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("given by"),
        editable=False,
        related_name="+",
    )
    given_at = MomentField(_("given at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("ruling")
        verbose_name_plural = _("rulings")
        constraints = [
            models.CheckConstraint(
                name="lease_ends_after_it_begins",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("The ruling ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason}"


class ImageChange(AppendOnlyModel):
    """One line of a picture's trail: who did what to it, when, and in which words.

    `changes` holds what was changed: {field: [before, after]}, as plain words.
    """

    class Verb(models.TextChoices):
        IMPORTED = "imported", _("taken in")
        CHANGED = "changed", _("changed")
        LEASE_ADDED = "lease_added", _("ruled on")
        WITHDRAWN = "withdrawn", _("withdrawn")
        RELEASED = "released", _("released again")
        DECLINED = "declined", _("declined a correction")

    STATUS_CHANGES = (Verb.WITHDRAWN, Verb.RELEASED)  # what whoever had the picture has to hear of

    image = models.ForeignKey(
        Image, models.PROTECT, verbose_name=_("picture"), related_name="changes"
    )
    verb = models.CharField(max_length=11, choices=Verb.choices)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = MomentField()
    note = PlainField(blank=True)
    changes = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("image change")
        verbose_name_plural = _("image changes")
        indexes = [
            models.Index(fields=["image", "-id"], name="image_change_last"),
            models.Index(
                fields=["created_at"],
                condition=models.Q(verb__in=["withdrawn", "released"]),
                name="image_change_turns",
            ),
            models.Index(
                fields=["created_at"],
                condition=models.Q(verb="changed"),
                name="image_change_newest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.image_id}: {self.verb}"
