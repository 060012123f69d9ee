"""What partners have been given: the versions of each story, and which of them each partner has.

Written by editions/syndication/ when partners ask. Recalls go to those who have something, and the
desk sees who that is.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from text.append_only import AppendOnlyModel
from text.fields import MomentField


class SyndicatedVersion(AppendOnlyModel):
    """A version of a story as partners get it. A new one is recorded whenever the content is another.

    `digest` is that of the content, so that the same content has the same number for every partner.
    """

    story = models.ForeignKey("editions.Story", models.PROTECT, related_name="syndicated_versions")
    number = models.PositiveIntegerField(_("version"))
    edition = models.ForeignKey("editions.Edition", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    began_at = MomentField()

    class Meta:
        verbose_name = _("syndicated version")
        verbose_name_plural = _("syndicated versions")
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="syndicated_version_once")
        ]
        indexes = [models.Index(fields=["began_at"], name="syndicated_version_began")]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.number}"


class PartnerDelivery(models.Model):
    """What one partner has of one story: one row, so that their number is bounded.

    `pictures` are the tokens of all pictures that it was given with the story, in any version.
    """

    partner = models.ForeignKey("editions.Partner", models.PROTECT, related_name="deliveries")
    story = models.ForeignKey("editions.Story", models.PROTECT, related_name="deliveries")
    version = models.PositiveIntegerField(_("version"))
    is_recall = models.BooleanField(
        default=False, help_text="Whether the last version told it to use the story no more."
    )
    pictures = models.JSONField(default=list)
    first_given_at = MomentField()
    given_at = MomentField()

    class Meta:
        verbose_name = _("delivery to a partner")
        verbose_name_plural = _("deliveries to partners")
        constraints = [
            models.UniqueConstraint(fields=["partner", "story"], name="partner_delivery_once")
        ]

    def __str__(self) -> str:
        return f"{self.partner_id}: {self.story_id}"
