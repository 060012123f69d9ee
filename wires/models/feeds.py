"""Feeds and what came by them: the log of polls, and deliveries as received."""

from zoneinfo import available_timezones

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attribution.models import Agency
from text.fields import LineField, MomentField, PlainField
from text.search import SearchedModel

MEGABYTE = 1024 * 1024
ZONES = available_timezones()
SECONDS_OF_A_DAY, MINUTES_OF_A_YEAR = 24 * 60 * 60, 366 * 24 * 60
LARGEST_DELIVERY = 64 * MEGABYTE


class Feed(SearchedModel):
    """A channel by which one agency's copy arrives, with its health."""

    SEARCHED = ("name", "address")

    class Transport(models.TextChoices):
        HANDED_IN = "handed_in", _("handed in by the desk")
        FOLDER = "folder", _("hot folder")
        POLLED = "polled", _("fetched from an address")

    agency = models.ForeignKey(
        Agency, models.PROTECT, verbose_name=_("agency"), related_name="feeds"
    )
    name = LineField(_("name"), max_length=80, unique=True)
    language = LineField(
        _("language"),
        max_length=20,
        blank=True,
        help_text=_("Of copy that does not say its language, such as en."),
    )
    zone = models.CharField(
        _("time zone"),
        max_length=50,
        blank=True,
        help_text=_("Of times that say none, such as Asia/Tokyo. Leave empty for its agency’s."),
    )
    transport = models.CharField(
        _("how it arrives"), max_length=10, choices=Transport.choices, default=Transport.HANDED_IN
    )
    address = models.CharField(
        _("folder or address"),
        max_length=500,
        blank=True,
        help_text=_("A folder below the one for feeds, or an address that begins with https://."),
    )
    hosts = PlainField(
        _("allowed hosts"),
        blank=True,
        help_text=_(
            "One a line: whence copy and pictures may be fetched besides the address’s own host."
        ),
    )
    interval = models.PositiveIntegerField(
        _("seconds between two looks"),
        default=60,
        validators=[MinValueValidator(5), MaxValueValidator(SECONDS_OF_A_DAY)],
    )
    max_bytes = models.PositiveIntegerField(
        _("largest delivery, in bytes"),
        default=10 * MEGABYTE,
        validators=[MinValueValidator(1024), MaxValueValidator(LARGEST_DELIVERY)],
    )
    max_silence_minutes = models.PositiveIntegerField(
        _("usual gap, in minutes"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MINUTES_OF_A_YEAR)],
        help_text=_("A feed that is quiet for longer raises an alarm. Leave empty for none."),
    )
    active = models.BooleanField(_("active"), default=True)

    # Health of the feed, updated by wires/ingest/scheduler.py.
    next_poll_at = MomentField(null=True, editable=False)
    last_polled_at = MomentField(_("last look"), null=True, editable=False)
    last_delivery_at = MomentField(_("last delivery"), null=True, editable=False)
    consecutive_failures = models.PositiveIntegerField(
        _("failures in a row"), default=0, editable=False
    )
    last_error = PlainField(_("last error"), blank=True, editable=False)
    etag = models.CharField(max_length=300, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    created_at = MomentField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")

    def __str__(self) -> str:
        return self.name


class FeedPoll(models.Model):
    """One entry of a feed's log: a poll that received something or failed."""

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="polls")
    created_at = MomentField(default=timezone.now)
    received = models.PositiveIntegerField(_("deliveries"), default=0)
    quarantined = models.PositiveIntegerField(_("quarantined"), default=0)
    error = PlainField(_("error"), blank=True)

    class Meta:
        verbose_name = _("look at a feed")
        verbose_name_plural = _("looks at feeds")
        indexes = [models.Index(fields=["feed", "-created_at"], name="feed_poll_newest")]

    def __str__(self) -> str:
        return f"{self.feed_id} · {self.created_at:%Y-%m-%d %H:%M:%S}"


class Delivery(models.Model):
    """The bytes of one delivery as received, and their state. The bytes never change."""

    class State(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        QUARANTINED = "quarantined", _("quarantined")

    feed = models.ForeignKey(
        Feed, models.PROTECT, verbose_name=_("feed"), related_name="deliveries"
    )
    name = LineField(_("file or address"), max_length=500, blank=True)
    raw = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    received_at = MomentField(_("received at"), default=timezone.now)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("handed in by"),
        null=True,
        blank=True,
        related_name="+",
    )
    format = models.CharField(_("format"), max_length=20, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.ACCEPTED
    )
    quarantined_because = PlainField(_("quarantined because"), blank=True)
    remarks = PlainField(_("remarks"), blank=True)
    tried_at = MomentField(_("last read"), null=True, blank=True)

    is_new = False  # set by ingest.store on a delivery that it has just created

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            # The same bytes in the same feed under the same name are the same delivery.
            models.UniqueConstraint(fields=["feed", "sha256", "name"], name="delivery_once")
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="delivery_newest"),
            models.Index(fields=["feed", "name"], name="delivery_by_name"),
            models.Index(
                fields=["-received_at"],
                condition=models.Q(state="quarantined"),
                name="delivery_quarantined",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.feed} · {self.received_at:%Y-%m-%d %H:%M}"
