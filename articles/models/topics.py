"""What the desk does with topics: the trail of each, and new ones that writers propose."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from editions.models import Topic
from text import normalise
from text.append_only import AppendOnlyModel
from text.fields import LineField, MomentField


class TopicChange(AppendOnlyModel):
    """One act on a topic: who made, renamed or merged it, and when.

    `name` is what the topic was called before; `into` the topic that stands for it since a merge. An
    act of an upgrade has nobody's name.
    """

    class Verb(models.TextChoices):
        ADD = "add", _("made")
        RENAME = "rename", _("renamed")
        MERGE = "merge", _("merged")

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="changes")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    name = LineField(max_length=100)
    new_name = LineField(max_length=100, blank=True)
    into = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="merges")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = MomentField()

    class Meta:
        verbose_name = _("topic change")
        verbose_name_plural = _("topic changes")

    def __str__(self) -> str:
        return f"{self.name}: {self.verb}"


class TopicProposalQuerySet(models.QuerySet["TopicProposal"]):
    def open(self) -> Self:
        """Return the proposals that nobody has decided on."""
        return self.filter(state=TopicProposal.State.OPEN)

    def to_show(self) -> Self:
        """Return those that were not taken back, with who proposed and decided, the newest first."""
        shown = self.exclude(state=TopicProposal.State.WITHDRAWN)
        return shown.select_related("created_by", "decided_by").order_by("-pk")

    def waiting(self) -> Self:
        """Return the open proposals of copy that may still be printed, the oldest first."""
        put_away = (Article.Stage.KILLED, Article.Stage.SPIKED)
        return self.open().exclude(article__stage__in=put_away).order_by("created_at", "pk")


class TopicProposal(models.Model):
    """A new topic that a writer without the right to make one asks for, with the copy that needs it."""

    class State(models.TextChoices):
        OPEN = "open", _("proposed")
        ACCEPTED = "accepted", _("accepted as a topic")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("taken back by a writer")

    article = models.ForeignKey(Article, models.CASCADE, related_name="topic_proposals")
    name = LineField(_("name"), max_length=100)
    key = models.CharField(max_length=normalise.KEY_LENGTH, editable=False)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.OPEN, editable=False
    )
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, editable=False, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+"
    )
    created_at = MomentField(editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    decided_at = MomentField(null=True, editable=False)

    objects = TopicProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed topic")
        verbose_name_plural = _("proposed topics")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "key"],
                condition=models.Q(state="open"),
                name="topic_proposal_open_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = normalise.name_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
