"""What was approved: the words of a printing, frozen at that moment."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import StageChange
from text.append_only import AppendOnlyModel


class Approval(AppendOnlyModel):
    """What an editor approved, as editions/content.py gives it, and what of it the editor changed.

    `words_changed` and `passages` are of articles/four_eyes.py: the editor answers for them together
    with whoever submitted the copy.
    """

    change = models.OneToOneField(StageChange, models.PROTECT, related_name="approval")
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    words_changed = models.PositiveIntegerField(default=0)
    passages = models.JSONField(default=list)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")

    def __str__(self) -> str:
        return f"{self.change_id}: {self.digest[:8]}"
