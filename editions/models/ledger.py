"""The ledger: stories, and each story's editions, numbered and frozen, with the rows that lists need."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any, Self, TypeAlias

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attribution.models import Agency, Author
from editions import kinds
from editions.models.sections import Section, Topic
from images.models import Image
from text.append_only import AppendOnlyModel, AppendOnlyQuerySet
from text.fields import AddressField, LineField, MomentField, PlainField
from text.search import SearchedModel

FAR_FUTURE = datetime(9999, 1, 1, tzinfo=UTC)


class Story(models.Model):
    """The permanent public identity of a story. Outlives every draft and every edition."""

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def __str__(self) -> str:
        return str(self.pk)


def q_not_recalled(edition: str = "") -> models.Q:
    """Return the condition for editions that were in force, or will be, for some time.

    An edition that is held ends at the moment at which it would have begun. `edition` is the lookup
    from another model, such as "edition__".
    """
    return models.Q(**{f"{edition}superseded_at__gt": models.F(f"{edition}published_at")})


class EditionQuerySet(AppendOnlyQuerySet["Edition"]):
    def in_force(self, at: datetime | None = None) -> Self:
        """Return the one edition of each story that is in force at `at`, whatever its kind."""
        at = at or timezone.now()
        return self.filter(published_at__lte=at, superseded_at__gt=at)

    def live(self, at: datetime | None = None) -> Self:
        """Return the editions that readers see, or saw, at `at`: editions/kinds.py lists their kinds."""
        at = at or timezone.now()
        return self.in_force(at).filter(kind__in=kinds.LIVE, public_until__gt=at)

    def running_out(self, at: datetime, within: timedelta) -> Self:
        """Return the live editions whose public life ends when `within` is over, the next first."""
        ends_soon = self.live(at).filter(public_until__lte=at + within)
        return ends_soon.order_by("public_until", "pk")

    def waiting(self, at: datetime | None = None) -> Self:
        """Return the editions that take effect after `at`, without those that were held."""
        at = at or timezone.now()
        return self.filter(q_not_recalled(), published_at__gt=at)

    def seen(self, at: datetime | None = None) -> Self:
        """Return the editions that were in force at some time up to `at`."""
        at = at or timezone.now()
        return self.filter(q_not_recalled(), published_at__lte=at)

    def on_topics(self, topics: Collection[int]) -> Self:
        """Return the editions printed under one of these topics, given by their ids.

        A list of ids and no subquery: the database chooses its way by how many stories a topic has.
        """
        printed = EditionTopic.objects.filter(edition=models.OuterRef("pk"), topic__in=topics)
        return self.filter(models.Exists(printed))

    def sections(self) -> models.QuerySet[Section]:
        """Return the sections in which one of these editions is."""
        of_section = self.filter(section=models.OuterRef("pk"))
        return Section.objects.filter(models.Exists(of_section))

    def newest_first(self) -> Self:
        """Return the editions in the order of lists: a correction does not move a story up."""
        return self.order_by("-first_published_at", "-story_id")

    def supersede(self, at: datetime) -> int:
        """End these editions at `at`; return how many."""
        return super(AppendOnlyQuerySet, self).update(superseded_at=at)

    def shorten(self, until: datetime, *, at: datetime) -> int:
        """Let the public life of these editions end at `until`, at the earliest now; return how many.

        It is never made longer, and what readers have had stays true. Besides `supersede` and
        `prohibit_passing_on` the one change that the ledger allows.
        """
        until = max(until, at)
        longer = self.filter(public_until__gt=until)
        return super(AppendOnlyQuerySet, longer).update(public_until=until, tightened_at=at)

    def prohibit_passing_on(self, *, at: datetime) -> int:
        """Give these editions to no partner any more; return how many. It is never taken back."""
        allowed = self.filter(passing_on_prohibited=False)
        changes = {"passing_on_prohibited": True, "tightened_at": at}
        return super(AppendOnlyQuerySet, allowed).update(**changes)


class Edition(SearchedModel, AppendOnlyModel):
    """One numbered printing of a story: finished sentences, ready for the page.

    `linked_entities` holds who and what the page links to, as printed: {"authors": [{"name", "slug"}],
    "agencies": [...], "topics": [...], "source_links": [{"name", "url"}]}; the rows of EditionAuthor,
    EditionAgency and EditionTopic are for the lists. `corrections` holds every correction up to this
    one: [{"at", "note"}].
    """

    SEARCHED = ("headline", "kicker", "byline", "note")
    Kind: TypeAlias = kinds.Kind

    story = models.ForeignKey(Story, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("number"))
    slug = models.SlugField(_("address"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    note = PlainField(_("note to readers"), blank=True)
    corrections = models.JSONField(default=list)

    section = models.ForeignKey(
        Section, models.PROTECT, verbose_name=_("section"), related_name="editions"
    )
    kicker = LineField(_("kicker"), max_length=60, blank=True)
    headline = LineField(_("headline"), max_length=200)
    standfirst = PlainField(_("standfirst"), blank=True)
    dateline = LineField(_("dateline"), max_length=80, blank=True)
    byline = PlainField(_("byline"), blank=True)
    source_line = PlainField(_("source line"), blank=True)
    copyright_holder = PlainField(_("copyright holder"), blank=True)
    usage_terms = PlainField(_("usage terms"), blank=True)
    body = models.TextField(_("body"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    word_count = models.PositiveIntegerField(default=0)
    linked_entities = models.JSONField(default=dict)

    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("approved by"),
        null=True,
        related_name="+",
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("published by"),
        related_name="+",
    )
    published_at = MomentField(_("published at"))
    superseded_at = models.DateTimeField(_("superseded at"), default=FAR_FUTURE)
    public_until = models.DateTimeField(
        _("on our pages until"),
        default=FAR_FUTURE,
        help_text=_("When the terms of the agencies’ text end its public life, by themselves."),
    )
    tightened_at = MomentField(
        null=True,
        editable=False,
        help_text="When its terms last became stricter after the printing.",
    )
    passing_on_prohibited = models.BooleanField(
        default=False, help_text="Whether the terms of the agencies’ items bar passing it on."
    )
    first_published_at = MomentField(
        help_text=_("When readers first saw the story: its time on the page and in every list.")
    )
    # When what readers see of the story last changed: “Updated” on the page.
    changed_at = MomentField(editable=False)
    printed_at = MomentField(editable=False)  # one that waits goes live later

    objects = EditionQuerySet.as_manager()  # type: ignore[misc]  # knows more than the base's

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["story"],
                condition=models.Q(superseded_at=FAR_FUTURE),
                name="edition_one_open_end",
            ),
            models.CheckConstraint(
                condition=models.Q(superseded_at__gte=models.F("published_at")),
                name="edition_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["-first_published_at", "-story"], name="edition_newest"),
            models.Index(
                fields=["section", "-first_published_at", "-story"], name="edition_section_newest"
            ),
            models.Index(fields=["published_at"], name="edition_published"),
            models.Index(
                fields=["public_until"],
                condition=models.Q(public_until__lt=FAR_FUTURE),
                name="edition_runs_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.headline} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the edition. Without other times it was printed, and changed what readers see, at once."""
        self.changed_at = self.changed_at or self.published_at
        self.printed_at = self.printed_at or self.published_at
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("story", args=[self.section.slug, self.slug, self.story_id])

    @property
    def rules(self) -> kinds.KindRules:
        """What readers and partners get while this edition is in force and its time lasts."""
        return kinds.RULES[kinds.Kind(self.kind)]

    def rules_at(self, at: datetime) -> kinds.KindRules:
        """Return what readers and partners get at `at`, while this edition is in force."""
        has_run_out = self.rules.is_live and self.public_until <= at
        return kinds.RUN_OUT if has_run_out else self.rules

    @property
    def ends_at(self) -> datetime:
        """When readers have it no more: by the next edition, or by the clock."""
        return min(self.superseded_at, self.public_until)

    @property
    def runs_out(self) -> bool:
        """Whether its public life ends by the clock."""
        return self.public_until < FAR_FUTURE

    @property
    def is_recalled(self) -> bool:
        """Whether it was held before its time, so that readers never had it."""
        return self.superseded_at <= self.published_at

    @property
    def has_no_end(self) -> bool:
        """Whether no other edition, printed so far, takes its place."""
        return self.superseded_at == FAR_FUTURE

    @property
    def was_changed(self) -> bool:
        """Whether readers saw another text or other pictures of the story before this edition."""
        return self.changed_at > self.first_published_at


class EditionImage(AppendOnlyModel):
    """A picture in an edition, with all words that any surface prints of it, as printed.

    editions/printed_words.py makes them from the library. `has_own_caption` and `has_own_alt` say
    that these words were written for this use and are not the library's.
    """

    class Place(models.TextChoices):
        LEAD = "lead", _("lead picture")
        INLINE = "inline", _("in the body")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="images")
    image = models.ForeignKey(Image, models.PROTECT, related_name="printings")
    place = models.CharField(max_length=6, choices=Place.choices)
    order = models.PositiveSmallIntegerField(help_text=_("From 0; the lead comes first."))
    caption = PlainField()
    credit_line = PlainField()
    alt = PlainField()
    extended_description = PlainField(blank=True, default="")
    ai_label = LineField(max_length=120, blank=True, default="")
    creator = LineField(max_length=200, blank=True, default="")
    agencies = models.JSONField(default=list, help_text="The names: the origin, who passed it on.")
    copyright_notice = LineField(max_length=300, blank=True, default="")
    usage_terms = PlainField(blank=True, default="")
    source_type = AddressField(
        max_length=200, blank=True, default="", help_text="IPTC’s term as a full address."
    )
    web_statement = AddressField(max_length=500, blank=True, default="")
    licensor_url = AddressField(max_length=500, blank=True, default="")
    file_rights = models.JSONField(default=dict, help_text="What the picture’s files say.")
    has_own_caption = models.BooleanField(default=False)
    has_own_alt = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("edition image")
        verbose_name_plural = _("edition images")
        constraints = [
            models.UniqueConstraint(fields=["edition", "order"], name="edition_image_order_once")
        ]

    def __str__(self) -> str:
        return self.caption


class EditionAuthor(AppendOnlyModel):
    """An author of an edition, for the author's page."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="authors")
    author = models.ForeignKey(Author, models.PROTECT, related_name="printings")
    order = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("edition author")
        verbose_name_plural = _("edition authors")
        constraints = [
            models.UniqueConstraint(fields=["edition", "author"], name="edition_author_once")
        ]

    def __str__(self) -> str:
        return str(self.author)


class EditionAgency(AppendOnlyModel):
    """An agency that an edition rests on, for the agency's page."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="agencies")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="printings")
    order = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("edition agency")
        verbose_name_plural = _("edition agencies")
        constraints = [
            models.UniqueConstraint(fields=["edition", "agency"], name="edition_agency_once")
        ]

    def __str__(self) -> str:
        return str(self.agency)


class EditionTopic(AppendOnlyModel):
    """A topic of an edition, for the topic's page."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="topics")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="printings")

    class Meta:
        verbose_name = _("edition topic")
        verbose_name_plural = _("edition topics")
        constraints = [
            models.UniqueConstraint(fields=["edition", "topic"], name="edition_topic_once")
        ]

    def __str__(self) -> str:
        return str(self.topic)
