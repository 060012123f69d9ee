"""The files made from originals, one row each."""

from typing import Self

from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from images.fields import StoredFileField
from images.files.names import parse_rendition_file_name, rendition_file_name, rendition_name
from images.models.image import Image


def rendition_storage() -> Storage:
    return storages["renditions"]


class RenditionQuerySet(models.QuerySet["Rendition"]):
    def named(self, name: str) -> Self:
        """Return those at an address that ends with `name`, whatever they were made from."""
        parts = parse_rendition_file_name(name)
        return self.filter(**parts) if parts else self.none()


class Rendition(models.Model):
    """One file made from the original, in one width and format. Only these are ever served."""

    class Format(models.TextChoices):
        JPEG = "jpg", "JPEG"
        WEBP = "webp", "WebP"
        AVIF = "avif", "AVIF"
        PNG = "png", "PNG"  # of transparent pictures, for browsers that read nothing else

    image = models.ForeignKey(Image, models.CASCADE, related_name="renditions")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    format = models.CharField(max_length=4, choices=Format.choices)
    crop = models.CharField(max_length=10, default="", help_text="Empty: the whole picture.")
    recipe = models.CharField(
        max_length=8, default="", help_text="What it was made from and with, as a digest."
    )
    file = StoredFileField(upload_to=rendition_name, storage=rendition_storage)

    objects = RenditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(
                fields=["image", "width", "format", "crop"], name="rendition_made_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.image_id}: {self.name}"

    @property
    def content_type(self) -> str:
        return "image/jpeg" if self.format == self.Format.JPEG else f"image/{self.format}"

    @property
    def name(self) -> str:
        return rendition_file_name(self.width, self.format, self.crop, self.recipe)
