"""Items of agency copy and their versions.

It fails closed: only a usable version without a running embargo may be used.
"""

from datetime import datetime
from typing import Self

from django.db import connections, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from attribution.models import Agency, UnclearTerm
from attribution.rulings import Stated
from text.fields import LineField, MomentField, PlainField
from text.search import FoldedQuerySet
from wires import search
from wires.models.feeds import Delivery, Feed
from wires.parsing.parsed import is_expired, may_use
from wires.parsing.text_signals import KILL


class WireItemQuerySet(FoldedQuerySet["WireItem"]):
    def matching(self, query: str) -> Self:
        """Return the items that hold every word of `query`; on PostgreSQL by how words begin."""
        if connections[self.db].vendor != "postgresql":
            return super().matching(query)
        prefixes = search.words_of(query)
        return self.filter(search.HasPrefixes("search_fold", prefixes)) if prefixes else self

    def usable(self, at: datetime) -> Self:
        """Return the items that may be used at `at`, as `WireItem.is_usable` has it."""
        return self.not_expired(at).filter(
            models.Q(embargo_until=None) | models.Q(embargo_until__lte=at),
            status=WireVersion.Status.USABLE,
            embargo_indefinite=False,
        )

    def to_write_from(self, at: datetime) -> Self:
        """Return the items whose `may_be_written_from(at)` is true."""
        released = self.filter(status=WireVersion.Status.USABLE, current__isnull=False)
        return released.not_expired(at).filter(kind__in=WireItem.WRITTEN_FROM)

    def not_expired(self, at: datetime) -> Self:
        """Return the items whose `is_expired(at)` is false."""
        return self.exclude(expires_at__lte=at)

    def never_released(self) -> Self:
        """Return the items without any version that may be used, now or later.

        A kill among them may refer to an item that is stored under another id.
        """
        not_released = (WireVersion.Status.CANCELED, WireVersion.Status.UNKNOWN)
        earlier = WireVersion.objects.filter(item=models.OuterRef("pk"))
        earlier = earlier.exclude(status__in=not_released)
        return self.filter(~models.Exists(earlier), status__in=not_released)

    def newest_first(self) -> Self:
        """Return the items in the order of the wire view: by arrival of what last changed them."""
        return self.order_by("-current_since", "-pk")


class WireItem(models.Model):
    """One piece of agency copy in all its versions, known by its feed and the provider's id.

    The fields by which the wire view lists and filters are copied from the current version, the
    newest text. Status, embargo and expiry are those that bind (wires/binding.py): often the current
    version's, but a kill binds at once though its number is lower.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        PICTURE = "picture", _("picture")
        PACKAGE = "package", _("package")
        OTHER = "other", _("other")

    class Status(models.TextChoices):
        USABLE = "usable", _("usable")
        WITHHELD = "withheld", _("withheld")
        CANCELED = "canceled", _("canceled")
        UNKNOWN = "unknown", _("unknown")

    WRITTEN_FROM = (Kind.TEXT, Kind.PICTURE)  # a package never becomes copy

    feed = models.ForeignKey(Feed, models.PROTECT, verbose_name=_("feed"), related_name="items")
    guid = models.CharField(_("provider’s id"), max_length=500)
    current = models.OneToOneField(
        "WireVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The versions that decide status, embargo and expiry.
    status_version = models.ForeignKey(
        "WireVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    embargo_version = models.ForeignKey(
        "WireVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    expiry_version = models.ForeignKey(
        "WireVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )

    # No index of its own: wire_by_agency begins with it, and the planner might pick the wrong one.
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        verbose_name=_("agency"),
        related_name="wire_items",
        db_index=False,
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.TEXT)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.UNKNOWN
    )
    embargo_until = MomentField(_("embargo until"), in_minutes=True, null=True, blank=True)
    embargo_indefinite = models.BooleanField(_("embargo without end"), default=False)
    expires_at = MomentField(_("expires"), null=True, blank=True)
    urgency = models.PositiveSmallIntegerField(_("urgency"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    subject = models.CharField(_("subject"), max_length=120, blank=True)
    headline = LineField(_("headline"), max_length=500, blank=True)
    slugline = LineField(_("slugline"), max_length=200, blank=True)
    has_pictures = models.BooleanField(_("with pictures"), default=False)
    has_version_conflict = models.BooleanField(
        _("came twice with other content"),
        default=False,
        help_text=_("The provider sent the same version again, and it was not the same."),
    )
    first_received_at = MomentField(_("first arrived"), default=timezone.now)
    current_since = MomentField(_("arrived"), default=timezone.now)
    search_fold = models.TextField(default="", editable=False)

    objects = WireItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("wire item")
        verbose_name_plural = _("wire items")
        permissions = [
            ("write_from_wireitem", gettext_noop("Can write from agency copy")),
            (
                "release_wireitem",
                gettext_noop("Can release by hand what an agency killed or held back"),
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["feed", "guid"], name="wire_item_once")]
        indexes = [
            models.Index(fields=["-current_since", "-id"], name="wire_newest"),
            models.Index(fields=["agency", "-current_since", "-id"], name="wire_by_agency"),
            models.Index(fields=["urgency", "-current_since", "-id"], name="wire_by_urgency"),
            models.Index(fields=["subject", "-current_since", "-id"], name="wire_by_subject"),
            models.Index(fields=["language", "-current_since", "-id"], name="wire_by_language"),
            models.Index(fields=["status", "-current_since", "-id"], name="wire_by_status"),
            # Partial indexes for filters of the wire view that few items match.
            models.Index(
                fields=["-current_since", "-id"],
                condition=models.Q(embargo_until__isnull=False) | models.Q(embargo_indefinite=True),
                name="wire_embargoed",
            ),
            models.Index(
                fields=["-current_since", "-id"],
                condition=models.Q(has_pictures=True),
                name="wire_with_pictures",
            ),
        ]

    def __str__(self) -> str:
        return self.headline or self.guid

    @property
    def is_kill(self) -> bool:
        """Whether the agency withdrew it, by status or by a phrase in the text that binds."""
        if self.status == self.Status.CANCELED:
            return True
        return self.status_version is not None and KILL in self.status_version.signals

    @property
    def binding_ids(self) -> list[int]:
        """The keys of the versions that decide status, embargo and expiry, in order of arrival."""
        ids = (self.status_version_id, self.embargo_version_id, self.expiry_version_id)
        return sorted({pk for pk in ids if pk is not None})

    @property
    def first_standing_id(self) -> int | None:
        """The key of the version from which on all terms stand: the newest that may loosen them.

        That is one newer than every other, which decided all three parts of the release when it came.
        The newest text is not always: it may have no number, or come from somebody who may release
        nothing.
        """
        return min(filter(None, (*self.binding_ids, self.current_id)), default=None)

    def is_usable(self, at: datetime) -> bool:
        """Whether the desk may use it at `at`."""
        return may_use(
            self.status, self.embargo_until, self.embargo_indefinite, at, self.expires_at
        )

    def is_expired(self, at: datetime) -> bool:
        """Return whether the agency’s permission to use it is over at `at`."""
        return is_expired(self.expires_at, at)

    def may_be_written_from(self, at: datetime) -> bool:
        """Return whether it may become a draft at `at`. The story made from it keeps its embargo."""
        is_released = self.current_id is not None and self.status == WireVersion.Status.USABLE
        return is_released and self.kind in self.WRITTEN_FROM and not self.is_expired(at)


class WireVersion(models.Model):
    """One version of an item, as parsed. Non-public notes stay in their own field.

    Status, embargo and expiry are what this version says; whether the item may be used, the item
    knows.
    """

    Status = WireItem.Status

    item = models.ForeignKey(WireItem, models.CASCADE, related_name="versions")
    delivery = models.ForeignKey(
        Delivery, models.PROTECT, null=True, blank=True, related_name="versions"
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=WireItem.Kind.choices, default=WireItem.Kind.TEXT
    )
    version = models.PositiveBigIntegerField(_("version"), null=True, blank=True)
    digest = models.CharField(
        max_length=64, default="", help_text="SHA-256 of what was parsed: the same words again?"
    )
    conflicts = models.BooleanField(
        _("same version, other content"),
        default=False,
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.UNKNOWN
    )
    embargo_until = MomentField(_("embargo until"), in_minutes=True, null=True, blank=True)
    embargo_indefinite = models.BooleanField(_("embargo without end"), default=False)
    expires_at = MomentField(_("expires"), null=True, blank=True)
    urgency = models.PositiveSmallIntegerField(_("urgency"), null=True, blank=True)
    headline = LineField(_("headline"), max_length=500, blank=True)
    standfirst = PlainField(_("standfirst"), blank=True)
    byline = LineField(_("byline"), max_length=300, blank=True)
    credit_line = LineField(_("credit line"), max_length=300, blank=True)
    provider = LineField(_("provider"), max_length=200, blank=True)
    sources = models.JSONField(_("sources"), default=list, blank=True)
    copyright_holder = LineField(_("copyright holder"), max_length=300, blank=True)
    copyright_notice = LineField(_("copyright notice"), max_length=500, blank=True)
    usage_terms = PlainField(_("usage terms"), blank=True)
    editor_note = PlainField(_("editor’s note"), blank=True)
    slugline = LineField(_("slugline"), max_length=200, blank=True)
    dateline = LineField(_("dateline"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    created_at = MomentField(_("created"), null=True, blank=True)
    version_at = MomentField(_("version of"), null=True, blank=True)
    sent_at = MomentField(_("sent"), null=True, blank=True)
    signals = models.JSONField(_("signals"), default=list, blank=True)
    subjects = models.JSONField(_("subjects"), default=list, blank=True)
    body_html = models.TextField(_("body"), blank=True)
    # A list of objects with the fields of wires.parsing.parsed.ParsedPicture.
    pictures = models.JSONField(_("pictures"), default=list, blank=True)
    package_items = models.JSONField(default=list, blank=True)
    internal_notes = PlainField(_("not for publication"), blank=True)
    received_at = MomentField(_("received at"), default=timezone.now)
    counts = models.BooleanField(
        default=True,
        help_text="Later versions that would loosen are compared with it (wires/binding.py).",
    )
    unclear_terms = models.ManyToManyField(UnclearTerm, editable=False, related_name="versions")

    class Meta:
        verbose_name = _("version of a wire item")
        verbose_name_plural = _("versions of wire items")
        constraints = [
            models.UniqueConstraint(fields=["item", "version", "digest"], name="wire_version_once")
        ]
        indexes = [models.Index(fields=["item", "-received_at"], name="wire_version_newest")]

    def __str__(self) -> str:
        return self.headline

    @property
    def stated_terms(self) -> Stated:
        """The texts in which the agency says how its text may be used.

        The note of a kill says why, and “do not use” in other words: the kill itself forbids it.
        """
        is_kill = self.status == self.Status.CANCELED
        texts = (self.usage_terms, "" if is_kill else self.editor_note)
        return Stated(texts, timezone.localdate(self.received_at))
