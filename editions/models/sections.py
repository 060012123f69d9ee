"""Under what readers find stories: sections, which are parts of the paper, and topics across them."""

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from taggit.models import TagBase

from editions.addresses import reserved_parts
from text import normalise
from text.fields import LineField
from text.search import SearchedModel


class Section(SearchedModel):
    """A part of the paper: "Thế giới". Its members are the reporters of that desk."""

    SEARCHED = ("name", "name_en")

    name = LineField(_("name"), max_length=60, unique=True)
    name_en = LineField(_("name in English"), max_length=60, blank=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("desk"),
        blank=True,
        related_name="sections",
        help_text=_("Reporters of this desk may edit each other’s copy."),
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        slug = self._slug()
        is_in_use = Section.objects.filter(slug=slug).exclude(pk=self.pk).exists()
        if not slug or slug in reserved_parts() or is_in_use:
            raise ValidationError(
                {
                    "name": _("“%(name)s” cannot be an address here. Choose another name.")
                    % {"name": self.name}
                }
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self._slug()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.slug])

    def _slug(self) -> str:
        return self.slug or normalise.slugify(self.name, 60)


class TopicQuerySet(models.QuerySet["Topic"]):
    def kept(self) -> Self:
        """Return the topics that stand for themselves, without those merged into others."""
        return self.filter(merged_into=None)

    def named(self, names: Iterable[str]) -> Self:
        """Return the topics with one of these names in whatever spelling, merged ones too."""
        return self.filter(key__in={normalise.name_key(name) for name in names})


class Topic(TagBase):  # type: ignore[misc]  # taggit has no types
    """What stories are about, across sections: a tag of taggit's with an address of our own.

    `key` is the name without what spellings of one name differ in; two topics never share it. A
    topic that was merged into another stays as a row: editions printed under it point to it, and its
    address redirects. It points to a topic that stands for itself, also after several merges.
    """

    name = LineField(_("name"), max_length=100)
    key = models.CharField(max_length=normalise.KEY_LENGTH, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("merged into"),
        null=True,
        editable=False,
        related_name="merged",
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        permissions = [("merge_topic", gettext_noop("Can merge topics"))]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(merged_into=None), name="topic_key_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("pk")), name="topic_not_merged_into_itself"
            ),
        ]
        indexes = [models.Index(fields=["key"], name="topic_key")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = normalise.one_line(self.name)
        self.key = normalise.name_key(self.name) or self.name
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])

    def slugify(self, tag: str, i: int | None = None) -> str:
        slug = normalise.slugify(tag) or "x"
        return slug if i is None else f"{slug}-{i}"
