"""The record of what a piece of copy rests on: rows are added and never changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from editions.models import Edition
from text.append_only import AppendOnlyModel
from text.fields import MomentField, PlainField
from wires.models import WireItem, WireVersion


class SourceRecord(AppendOnlyModel):
    """One line of a copy's provenance: what was done with an item under it, by whom, when and why.

    An item that stands in one row was under the copy and counts for ever; `ArticleAgency` says
    which items are in view now. Written by articles/wire/sources.py alone.
    """

    class Action(models.TextChoices):
        LINKED = "linked", _("laid under the copy")
        ACCEPTED = "accepted", _("new version accepted")
        REMOVED = "removed", _("taken out")
        PRINTED = "printed", _("printed")

    article = models.ForeignKey(Article, models.PROTECT, related_name="source_records")
    item = models.ForeignKey(WireItem, models.PROTECT, related_name="source_records")
    version = models.ForeignKey(WireVersion, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=10, choices=Action.choices)
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="source_records")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = MomentField()
    note = PlainField(blank=True)

    class Meta:
        verbose_name = _("source record")
        verbose_name_plural = _("source records")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(action="printed", edition__isnull=False)
                | (~models.Q(action="printed") & models.Q(edition__isnull=True)),
                name="source_record_printed_in_an_edition",
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.item_id} {self.action}"
