"""Words that an agency corrected for a picture of the library, until the desk takes or declines them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from images.models.image import Image
from text.fields import LineField, MomentField, PlainField


class ImageProposalQuerySet(models.QuerySet["ImageProposal"]):
    def open(self) -> "ImageProposalQuerySet":
        """Return those that nobody has answered."""
        return self.filter(answered_at=None)


class ImageProposal(models.Model):
    """A correction by the source of a picture: other words for it, or another file in its place.

    `values` has the proposed value of each field, agencies by their id. A picture has at most one that
    is open; what is corrected again meanwhile takes its place. Who answered, and how, stays.
    """

    image = models.ForeignKey(Image, models.PROTECT, related_name="proposals")
    values = models.JSONField(default=dict)
    replacement = models.ForeignKey(Image, models.PROTECT, null=True, related_name="replaces")
    stated_by = LineField(max_length=700)
    created_at = MomentField()
    answered_at = MomentField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    accepted = models.JSONField(default=list)
    reason = PlainField(blank=True)

    objects = ImageProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction of a picture")
        verbose_name_plural = _("corrections of pictures")
        constraints = [
            models.UniqueConstraint(
                fields=["image"],
                condition=models.Q(answered_at=None),
                name="image_proposal_open_once",
            )
        ]

    def __str__(self) -> str:
        return self.stated_by
