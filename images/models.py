"""The library: every picture the desk has, who made it, and by what right it may run.

Knows nothing of articles or editions. Whether a picture may be used is asked of images/rights.py,
never worked out from these fields elsewhere.
"""

import secrets

from django.conf import settings
from django.core.files.storage import storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attribution import vietnamese, wording
from attribution.fields import LineField, PlainField
from attribution.models import Agency, Author, Contract
from attribution.search import FoldedQuerySet
from images import restrictions


def new_token():
    """128 random bits for an address that nobody can guess."""
    return secrets.token_urlsafe(16)


def original_name(image, filename):
    """Where the original is kept. The sender's file name decides nothing."""
    return f"{image.token[:2]}/{image.token}.{image.format or 'bin'}"


def rendition_name(rendition, filename):
    return f"{rendition.image.token[:2]}/{rendition.image.token}/{rendition.name}"


def rendition_file_name(width, format, crop=""):
    """The last part of a rendition's address: "640.webp"."""
    return f"{width}{f'-{crop}' if crop else ''}.{format}"


def rendition_storage():
    return storages["renditions"]


class ImageQuerySet(FoldedQuerySet):
    def with_credit(self, at):
        """With agencies, and `credit_form`: the wording a contract in force at `at` asks for."""
        contracts = Contract.objects.in_force(timezone.localdate(at)).filter(
            agency=OuterRef("origin"), service=Contract.Service.PICTURE
        )
        form = Subquery(contracts.order_by("-valid_from").values("credit_form")[:1])
        return self.select_related("origin", "via").annotate(
            credit_form=Coalesce(form, models.Value(""), output_field=models.CharField())
        )


class Image(models.Model):
    """One picture in the library."""

    class Rights(models.TextChoices):
        UNKNOWN = "unknown", _("not known yet")
        STAFF = "staff", _("our own staff")
        COMMISSIONED = "commissioned", _("commissioned by us")
        AGENCY = "agency", _("agency contract")
        LICENSED = "licensed", _("bought for this use")
        HANDOUT = "handout", _("handed out for publication")
        CREATIVE_COMMONS = "creative_commons", _("Creative Commons")
        PUBLIC_DOMAIN = "public_domain", _("public domain")

    class Qualifier(models.TextChoices):
        NONE = "", _("none")
        POOL = wording.POOL, _("pool")
        HANDOUT = wording.HANDOUT, _("handout")
        FILE = wording.FILE, _("file picture")

    class SourceType(models.TextChoices):
        """IPTC digital source types the desk tells apart; the values are IPTC's own."""

        NOT_SAID = "", _("not said")
        CAMERA = "digitalCapture", _("camera")
        DRAWN = "digitalCreation", _("drawn by hand or program")
        DATA = "dataDrivenMedia", _("drawn from data")
        AI = "trainedAlgorithmicMedia", _("made by AI")
        PARTLY_AI = "compositeWithTrainedAlgorithmicMedia", _("partly made by AI")

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    original = models.FileField(_("file"), upload_to=original_name)
    format = models.CharField(max_length=8, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    size = models.PositiveBigIntegerField(editable=False, help_text=_("bytes"))
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    said_by_file = models.JSONField(
        _("what the file says"), default=dict, editable=False, help_text=_("Raw, never published.")
    )

    caption = PlainField(
        _("caption"), blank=True, help_text=_("What is to be seen, where and when. Plain text.")
    )
    alt = PlainField(
        _("alternative text"), blank=True, help_text=_("For readers who cannot see the picture.")
    )
    creator = LineField(_("creator"), max_length=200, blank=True)
    origin = models.ForeignKey(
        Agency,
        models.PROTECT,
        verbose_name=_("agency of origin"),
        null=True,
        blank=True,
        related_name="pictures",
    )
    via = models.ForeignKey(
        Agency,
        models.PROTECT,
        verbose_name=_("received through"),
        null=True,
        blank=True,
        related_name="pictures_passed_on",
        help_text=_("Another agency that passed it on. Its contract is then the one that counts."),
    )
    qualifier = models.CharField(
        _("kind"), max_length=10, choices=Qualifier.choices, default=Qualifier.NONE, blank=True
    )
    credit_override = LineField(
        _("credit in other words"),
        max_length=200,
        blank=True,
        help_text=_("Only when the line composed from creator and agency is wrong."),
    )
    copyright_notice = LineField(_("copyright notice"), max_length=300, blank=True)
    usage_terms = PlainField(_("usage terms"), blank=True)
    instructions = PlainField(_("instructions"), blank=True)
    restrictions = models.JSONField(_("restrictions"), default=list, editable=False)
    digital_source_type = models.CharField(
        _("how it came to be"),
        max_length=60,
        choices=SourceType.choices,
        default=SourceType.NOT_SAID,
        blank=True,
    )
    focal_x = models.FloatField(
        _("focal point, from the left"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    focal_y = models.FloatField(
        _("focal point, from the top"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    portrait_of = models.OneToOneField(
        Author,
        models.SET_NULL,
        verbose_name=_("portrait of"),
        null=True,
        blank=True,
        related_name="portrait",
    )

    rights = models.CharField(
        _("rights"), max_length=20, choices=Rights.choices, default=Rights.UNKNOWN
    )
    usable_from = models.DateTimeField(_("may run from"), null=True, blank=True)
    usable_until = models.DateTimeField(_("may run until"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_reason = PlainField(_("why it was withdrawn"), blank=True)

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("taken in by"),
        null=True,
        editable=False,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("taken in at"), default=timezone.now, editable=False)
    search_fold = models.TextField(default="", editable=False)

    objects = ImageQuerySet.as_manager()

    credit_form = None  # set by with_credit(); fetched when first needed otherwise

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("withdraw_image", _("Can withdraw pictures"))]
        indexes = [models.Index(fields=["-uploaded_at"], name="image_newest")]
        constraints = [
            models.CheckConstraint(
                name="image_window_ends_after_it_begins",
                condition=models.Q(usable_until=None)
                | models.Q(usable_from=None)
                | models.Q(usable_until__gt=models.F("usable_from")),
                violation_error_message=_("The picture’s time ends before it begins."),
            )
        ]

    def __str__(self):
        return (self.caption or self.alt or _("picture without caption"))[:80]

    def save(self, *args, **kwargs):
        self.restrictions = restrictions.recognise(self.instructions, self.usage_terms)
        words = (self.caption, self.alt, self.creator, self.credit_override, self.copyright_notice)
        agencies = [str(agency) for agency in (self.origin, self.via) if agency]
        self.search_fold = vietnamese.fold(" ".join((*words, *agencies)))
        super().save(*args, **kwargs)

    def credit_line(self, language="vi"):
        """The credit as it is printed under the picture; "" when nobody is named."""
        if self.credit_form is None:
            with_credit = Image.objects.with_credit(timezone.now())
            self.credit_form = with_credit.values_list("credit_form", flat=True).get(pk=self.pk)
        return wording.credit_line(
            creator=self.creator,
            qualifier=self.qualifier,
            origin=self.origin,
            via=self.via,
            form=self.credit_form,
            override=self.credit_override,
            language=language,
        )


class Lease(models.Model):
    """A dated word of the picture desk: use it although, or do not use it although. With a reason."""

    class Kind(models.TextChoices):
        ALLOW = "allow", _("may be used")
        DENY = "deny", _("may not be used")

    image = models.ForeignKey(
        Image, models.CASCADE, verbose_name=_("picture"), related_name="leases"
    )
    kind = models.CharField(_("ruling"), max_length=5, choices=Kind.choices)
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"))
    reason = PlainField(_("reason"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("given by"),
        editable=False,
        related_name="+",
    )
    given_at = models.DateTimeField(_("given at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("ruling")
        verbose_name_plural = _("rulings")
        constraints = [
            models.CheckConstraint(
                name="lease_ends_after_it_begins",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("The ruling ends before it begins."),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.reason}"


class Rendition(models.Model):
    """One file made from the original, in one width and format. Only these are ever served."""

    class Format(models.TextChoices):
        JPEG = "jpg", "JPEG"
        WEBP = "webp", "WebP"

    image = models.ForeignKey(Image, models.CASCADE, related_name="renditions")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    format = models.CharField(max_length=4, choices=Format.choices)
    crop = models.CharField(max_length=10, default="", help_text=_("Empty: the whole picture."))
    file = models.FileField(upload_to=rendition_name, storage=rendition_storage)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "width", "format", "crop"], name="rendition_made_once"
            )
        ]

    def __str__(self):
        return f"{self.image_id}: {self.name}"

    @property
    def content_type(self):
        return "image/jpeg" if self.format == self.Format.JPEG else f"image/{self.format}"

    @property
    def name(self):
        return rendition_file_name(self.width, self.format, self.crop)
