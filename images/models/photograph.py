"""What pictures look like, and which of them are the same photograph, received in more than one way."""

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from images.files import perceptual_hash
from images.models.image import Image
from text.fields import MomentField


class ImageHash(models.Model):
    """One view of a picture, as images/files/perceptual_hash.py sees it.

    A picture in which too little can be told apart has one row without a value: it was looked at.
    """

    image = models.ForeignKey(Image, models.CASCADE, related_name="hashes")
    view = models.PositiveSmallIntegerField(help_text="Its place among the views, from 0.")
    version = models.PositiveSmallIntegerField(help_text="Of the way in which it was made.")
    value = models.BigIntegerField(null=True, help_text="64 bits, as a number with a sign.")
    # The bits of `value` once more, sixteen at a time, for the database to look up.
    band_1 = models.PositiveIntegerField(null=True)
    band_2 = models.PositiveIntegerField(null=True)
    band_3 = models.PositiveIntegerField(null=True)
    band_4 = models.PositiveIntegerField(null=True)
    grid = models.BinaryField(help_text="16 × 16 greys.")

    class Meta:
        verbose_name = _("perceptual hash")
        verbose_name_plural = _("perceptual hashes")
        constraints = [
            models.UniqueConstraint(fields=["image", "view"], name="image_hash_view_once")
        ]
        # With what a search reads first, so that the index alone answers it.
        indexes = [
            models.Index(fields=[f"band_{n}", "value", "id"], name=f"image_hash_band_{n}")
            for n in range(1, perceptual_hash.BANDS + 1)
        ]

    def __str__(self) -> str:
        return f"{self.image_id}: {self.view}"

    @property
    def seen(self) -> perceptual_hash.View:
        """The view, to compare with others."""
        return perceptual_hash.View(perceptual_hash.unsigned(self.value or 0), bytes(self.grid))


class SamePhotographQuerySet(models.QuerySet["SamePhotograph"]):
    def standing(self) -> Self:
        """Return those of which nobody has said that they are different photographs."""
        return self.exclude(answer=SamePhotograph.Answer.DIFFERENT)

    def of(self, image_ids: Iterable[int]) -> Self:
        """Return those with one of these pictures."""
        ids = list(image_ids)
        return self.filter(Q(first__in=ids) | Q(second__in=ids))

    def open(self) -> Self:
        """Return those that nobody has answered."""
        return self.filter(answer=SamePhotograph.Answer.OPEN)


class SamePhotograph(models.Model):
    """Two pictures of the library that look like the same photograph. The one taken in first is `first`."""

    class Answer(models.TextChoices):
        """What somebody decided on the two."""

        OPEN = "", _("not decided")
        BOTH = "both", _("keep both")
        FIRST = "first", _("use the one taken in first")
        SECOND = "second", _("use the one taken in later")
        DIFFERENT = "different", _("not the same photograph")

    first = models.ForeignKey(Image, models.CASCADE, related_name="+")
    second = models.ForeignKey(Image, models.CASCADE, related_name="+")
    recognised_at = MomentField()
    answer = models.CharField(
        _("decision"), max_length=9, choices=Answer.choices, default=Answer.OPEN, blank=True
    )
    answered_at = MomentField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = SamePhotographQuerySet.as_manager()

    class Meta:
        verbose_name = _("same photograph")
        verbose_name_plural = _("same photographs")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="same_photograph_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="same_photograph_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}"

    def other(self, image_id: int) -> int:
        """Return the id of the other picture."""
        return self.second_id if image_id == self.first_id else self.first_id

    @property
    def chosen(self) -> int | None:
        """The id of the picture that the desk uses of the two; None while it uses both."""
        return {self.Answer.FIRST: self.first_id, self.Answer.SECOND: self.second_id}.get(
            self.Answer(self.answer)
        )
