"""An article, what is saved with it, and its trail, whose rows are added and never changed."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from taggit.managers import TaggableManager, _TaggableManager
from taggit.models import ItemBase

from accounts.models import User
from articles.editor import BodyField
from attribution.models import Agency, Author
from editions import kinds, topics
from editions.models import Edition, Section, Story, Topic
from images.models import Image
from text.append_only import AppendOnlyModel
from text.fields import LineField, MomentField, PlainField
from text.search import FoldedQuerySet
from wires.models import WireItem, WireVersion


class TaggedArticle(ItemBase):  # type: ignore[misc]  # taggit ships no types
    """A topic of a piece of copy."""

    tag = models.ForeignKey(Topic, models.CASCADE, related_name="tagged_articles")
    content_object = models.ForeignKey("Article", models.CASCADE, related_name="tagged")

    class Meta:
        verbose_name = _("tagged article")
        verbose_name_plural = _("tagged articles")
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="tagged_article_once")
        ]


class TopicManager(_TaggableManager):  # type: ignore[misc]  # taggit ships no types
    """The topics of an article. A name means the topic that has it in whatever spelling."""

    def _to_tag_model_instances(
        self, tags: Iterable[str | Topic], tag_kwargs: dict[str, Any]
    ) -> list[Topic]:
        rows = [topics.find_or_make(tag)[0] if isinstance(tag, str) else tag for tag in tags]
        return list(dict.fromkeys(topic.merged_into or topic for topic in rows))


class ArticleQuerySet(FoldedQuerySet["Article"]):
    def own(self, user: User) -> "ArticleQuerySet":
        """Return the copy of `user`: begun by, assigned to or signed by them, or in their section."""
        return self.filter(
            models.Q(created_by=user)
            | models.Q(assignee=user)
            | models.Q(bylines__author__user=user)
            | models.Q(section__members=user)
        ).distinct()

    def with_last_change(self) -> "ArticleQuerySet":
        """Annotate `last_verb` and `last_note`, those of the last stage change; "" for a new article."""
        last = StageChange.objects.filter(article=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            last_verb=Coalesce(Subquery(last.values("verb")[:1]), models.Value("")),
            last_note=Coalesce(
                Subquery(last.values("note")[:1]), models.Value(""), output_field=models.TextField()
            ),
        )

    def with_notice(self) -> "ArticleQuerySet":
        """Annotate `has_notice`: whether readers find a notice in the place of the story now."""
        notices = Edition.objects.in_force().exclude(kind__in=kinds.LIVE)
        return self.annotate(has_notice=Exists(notices.filter(story=OuterRef("story"))))

    def last_moved_by(self, verb: str, *, negated: bool = False) -> "ArticleQuerySet":
        """Return those whose last stage change was `verb`, or was not; after `with_last_change`."""
        condition = models.Q(("last_verb", verb))
        return self.filter(~condition if negated else condition)


class Article(models.Model):  # type: ignore[django-manager-missing]  # taggit ships no types
    """One piece of working copy. `version` counts its saves; revisions hold them all."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        APPROVED = "approved", _("approved")
        PUBLISHED = "published", _("published")
        KILLED = "killed", _("killed")
        SPIKED = "spiked", _("spiked")

    class Provenance(models.TextChoices):
        STAFF = "staff", _("our own reporting")
        WIRE = "wire", _("agency copy")
        STAFF_AND_WIRE = "staff_and_wire", _("agency copy and our own reporting")

    section = models.ForeignKey(
        Section, models.PROTECT, verbose_name=_("section"), related_name="articles"
    )
    kicker = LineField(
        _("kicker"), max_length=60, blank=True, help_text=_("A few words above the headline.")
    )
    headline = LineField(_("headline"), max_length=200)
    standfirst = PlainField(_("standfirst"), blank=True)
    dateline = LineField(
        _("dateline"),
        max_length=80,
        blank=True,
        help_text=_("Where it was reported, such as TOKYO."),
    )
    body: models.TextField[str, str] = BodyField(_("body"), blank=True)
    provenance = models.CharField(
        _("provenance"), max_length=20, choices=Provenance.choices, default=Provenance.STAFF
    )
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    tags = TaggableManager(
        _("topics"),
        through=TaggedArticle,
        blank=True,
        manager=TopicManager,
        help_text=_("Separated by commas. A name with a comma in quotes: “Washington, D.C.”."),
    )
    authors = models.ManyToManyField(Author, through="Byline", related_name="articles")
    agencies = models.ManyToManyField(Agency, through="ArticleAgency", related_name="articles")
    pictures = models.ManyToManyField(Image, through="Placement", related_name="articles")

    stage = models.CharField(
        _("stage"), max_length=12, choices=Stage.choices, default=Stage.DRAFT, editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    story = models.OneToOneField(
        Story, models.PROTECT, null=True, blank=True, editable=False, related_name="article"
    )
    slugline = LineField(
        _("slugline"),
        max_length=200,
        blank=True,
        help_text=_("The agency’s short name of the story. Readers never see it."),
    )
    urgency = models.PositiveSmallIntegerField(
        _("urgency"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
        help_text=_("From 1, the most urgent, to 9."),
    )
    embargo_until = MomentField(
        _("embargo until"),
        in_minutes=True,
        null=True,
        blank=True,
        help_text=_("Readers cannot see it before then."),
    )
    due_at = MomentField(_("due"), null=True, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("given to"),
        null=True,
        blank=True,
        related_name="assigned_articles",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("begun by"),
        editable=False,
        related_name="begun_articles",
    )
    created_at = MomentField(_("begun at"), default=timezone.now, editable=False)
    updated_at = MomentField(_("last change"), default=timezone.now, editable=False)
    search_fold = models.TextField(default="", editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            ("review_article", gettext_noop("Can approve copy and send it back")),
            ("publish_article", gettext_noop("Can publish and hold")),
            ("kill_article", gettext_noop("Can kill a published story")),
        ]
        indexes = [
            models.Index(fields=["stage", "-updated_at"], name="article_stage"),
            models.Index(fields=["-updated_at"], name="article_newest"),
        ]

    def __str__(self) -> str:
        return self.headline


class Byline(models.Model):
    """An author of the copy, in the order of the byline."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, verbose_name=_("author"), related_name="+")
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("byline")
        constraints = [models.UniqueConstraint(fields=["article", "author"], name="byline_once")]

    def __str__(self) -> str:
        return str(self.author)


class ArticleAgency(models.Model):
    """An agency whose copy the article rests on, and which piece of its copy, if it is here."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="agency_credits")
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("agency"), related_name="+")
    wire_item = models.ForeignKey(
        WireItem,
        models.PROTECT,
        verbose_name=_("wire item"),
        null=True,
        blank=True,
        related_name="uses",
    )
    wire_version = models.ForeignKey(
        WireVersion,
        models.PROTECT,
        verbose_name=_("version of the wire item"),
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text=_("The version that was in front of the writer."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies it rests on")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "agency", "wire_item"],
                name="article_agency_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return str(self.agency)

    @property
    def is_a_picture_only(self) -> bool:
        """Whether nothing but a picture came from there: its credit names it, not the source line."""
        return self.wire_item is not None and self.wire_item.kind == WireItem.Kind.PICTURE


def with_text(sources: Iterable[ArticleAgency]) -> list[ArticleAgency]:
    """Return those that gave text to the copy; all when there are only pictures, whose captions did."""
    sources = list(sources)
    return [source for source in sources if not source.is_a_picture_only] or sources


class Placement(models.Model):
    """A picture in the copy. Inline ones follow the body's figures and are never typed by hand."""

    class Place(models.TextChoices):
        LEAD = "lead", _("lead picture")
        INLINE = "inline", _("in the body")

    article = models.ForeignKey(Article, models.CASCADE, related_name="placements")
    image = models.ForeignKey(
        Image, models.PROTECT, verbose_name=_("picture"), related_name="placements"
    )
    place = models.CharField(max_length=6, choices=Place.choices, default=Place.LEAD)
    order = models.PositiveSmallIntegerField(default=0)
    caption = PlainField(
        _("caption for this use"),
        blank=True,
        help_text=_("Leave empty to use the library’s caption."),
    )
    alt = PlainField(
        _("alternative text for this use"),
        blank=True,
        help_text=_("Leave empty to use the library’s alternative text."),
    )

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("lead picture")
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=models.Q(place="lead"), name="one_lead_picture"
            )
        ]

    def __str__(self) -> str:
        return self.printed_caption if self.image_id else self.caption

    @property
    def printed_caption(self) -> str:
        return self.caption or self.image.caption

    @property
    def printed_alt(self) -> str:
        return self.alt or self.image.alt


class Revision(AppendOnlyModel):
    """The whole copy as one save left it. `content` has the shape of articles/snapshot.py."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = MomentField()
    content = models.JSONField()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.number}"


class StageChange(AppendOnlyModel):
    """One act of the workflow: who did what to which version, when, and in which words."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="stage_changes")
    verb = models.CharField(max_length=12)
    from_stage = models.CharField(max_length=12, choices=Article.Stage.choices)
    to_stage = models.CharField(max_length=12, choices=Article.Stage.choices)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = MomentField()
    note = PlainField(blank=True)
    version = models.PositiveIntegerField()
    # What it changed for readers and partners, as articles/effects.py planned it.
    effects = models.JSONField(default=list)

    class Meta:
        verbose_name = _("stage change")
        verbose_name_plural = _("stage changes")
        indexes = [models.Index(fields=["article", "-id"], name="stage_change_last")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.verb}"


class Note(models.Model):
    """A remark on the copy, for colleagues."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="notes")
    text = PlainField(_("note"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+"
    )
    created_at = MomentField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return self.text[:60]
