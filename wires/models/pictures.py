"""Which pictures of the library came with which items."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from images.models import Image
from text.append_only import AppendOnlyModel
from text.fields import MomentField
from wires.models.items import WireItem, WireVersion


class DeliveredPicture(AppendOnlyModel):
    """That a picture of the library came with an item: what binds of the item binds the picture.

    `number` is its place among the version's pictures, None where only its bytes are the same.
    """

    item = models.ForeignKey(WireItem, models.PROTECT, related_name="delivered_pictures")
    version = models.ForeignKey(WireVersion, models.PROTECT, related_name="delivered_pictures")
    image = models.ForeignKey(Image, models.PROTECT, related_name="delivered_with")
    number = models.PositiveSmallIntegerField(null=True)
    created_at = MomentField(default=timezone.now)

    class Meta:
        verbose_name = _("picture of a wire item")
        verbose_name_plural = _("pictures of wire items")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "image", "number"], name="delivered_picture_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.image_id}"
