"""Agency copy arriving: feeds, deliveries as received, items and their versions.

Knows nothing of articles or editions. Parsing and fetching come with the wire desk; here are the
records that the working copy already points to. Fail closed: only a usable version whose embargo
has run out may be used.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attribution.fields import LineField, PlainField
from attribution.models import Agency


class Feed(models.Model):
    """A way in which one agency's copy arrives."""

    class Arrives(models.TextChoices):
        HANDED_IN = "handed_in", _("handed in by the desk")
        FOLDER = "folder", _("hot folder")
        POLLED = "polled", _("fetched from an address")

    agency = models.ForeignKey(
        Agency, models.PROTECT, verbose_name=_("agency"), related_name="feeds"
    )
    name = LineField(_("name"), max_length=80, unique=True)
    arrives = models.CharField(
        _("how it arrives"), max_length=10, choices=Arrives.choices, default=Arrives.HANDED_IN
    )
    address = models.CharField(_("folder or address"), max_length=500, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")

    def __str__(self):
        return self.name


class Delivery(models.Model):
    """The bytes of one delivery as received, and why they were quarantined if they were."""

    feed = models.ForeignKey(Feed, models.PROTECT, related_name="deliveries")
    raw = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField(_("received at"), default=timezone.now)
    quarantined_because = PlainField(_("quarantined because"), blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [models.Index(fields=["feed", "sha256"], name="delivery_same_bytes")]

    def __str__(self):
        return f"{self.feed} · {self.received_at:%Y-%m-%d %H:%M}"


class WireItemQuerySet(models.QuerySet):
    def usable(self, at):
        """Those that may be used at `at`: the current version is usable and not under embargo."""
        return self.filter(
            models.Q(current__embargo_until=None) | models.Q(current__embargo_until__lte=at),
            current__status=WireVersion.Status.USABLE,
            current__embargo_indefinite=False,
        )


class WireItem(models.Model):
    """One piece of agency copy, whatever its version: the feed and the provider's own id."""

    feed = models.ForeignKey(Feed, models.PROTECT, related_name="items")
    guid = models.CharField(_("provider’s id"), max_length=500)
    current = models.OneToOneField(
        "WireVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = WireItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("wire item")
        verbose_name_plural = _("wire items")
        constraints = [models.UniqueConstraint(fields=["feed", "guid"], name="wire_item_once")]

    def __str__(self):
        return self.current.headline if self.current_id else self.guid


class WireVersion(models.Model):
    """One version of an item, as parsed. Non-public notes stay in their own field."""

    class Status(models.TextChoices):
        USABLE = "usable", _("usable")
        WITHHELD = "withheld", _("withheld")
        CANCELED = "canceled", _("canceled")
        UNKNOWN = "unknown", _("unknown")

    item = models.ForeignKey(WireItem, models.CASCADE, related_name="versions")
    delivery = models.ForeignKey(
        Delivery, models.PROTECT, null=True, blank=True, related_name="versions"
    )
    version = models.PositiveBigIntegerField(_("version"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.UNKNOWN
    )
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    embargo_indefinite = models.BooleanField(_("embargo without end"), default=False)
    headline = LineField(_("headline"), max_length=500, blank=True)
    body_html = models.TextField(_("body"), blank=True)
    editor_note = PlainField(_("editor’s note"), blank=True)
    non_public = PlainField(_("not for publication"), blank=True)
    received_at = models.DateTimeField(_("received at"), default=timezone.now)

    class Meta:
        verbose_name = _("version of a wire item")
        verbose_name_plural = _("versions of wire items")

    def __str__(self):
        return self.headline
