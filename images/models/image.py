"""The picture itself: its file, what it shows, who made it, and by what right it may run."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from attribution import wording
from attribution.models import Agency, Author, Contract
from images.fields import StoredFileField, TokenField
from images.files.names import new_token, original_name
from images.metadata.dates import FIRST_PHOTOGRAPH
from images.models.terms import StatedTerms
from text import normalise
from text.fields import AddressField, LineField, MomentField, PlainField
from text.search import FoldedQuerySet


class ImageQuerySet(FoldedQuerySet["Image"]):
    def with_credit(self, at: datetime) -> Self:
        """Add agencies, and `credit_form`: the wording that the contract in force at `at` asks for.

        The contract is that of the agency it came through, or else of its origin, as for its rights.
        """
        contracts = Contract.objects.applicable(Contract.Service.PICTURE, timezone.localdate(at))
        in_force = contracts.filter(agency=Coalesce(OuterRef("via"), OuterRef("origin")))
        form = Subquery(in_force.reverse().values("credit_form")[:1])
        return self.select_related("origin", "via").annotate(
            credit_form=Coalesce(form, models.Value(""), output_field=models.CharField())
        )

    def with_open_proposals(self) -> Self:
        """Return those for which a correction by their source waits for an answer: at most one each."""
        return self.filter(proposals__isnull=False, proposals__answered_at=None)


class Image(StatedTerms):
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

    class SourceStatus(models.TextChoices):
        """What the agency that sent it says of its release, by IPTC's terms."""

        FREE = "", _("may be used")
        UNKNOWN = "unknown", _("nobody can tell whether it is released")
        WITHHELD = "withheld", _("withheld")
        CANCELED = "canceled", _("killed")

    class SourceType(models.TextChoices):
        """IPTC's digital source types, by its own terms; retired ones are kept and shown."""

        UNSTATED = "", _("not said")
        CAMERA = "digitalCapture", _("camera")
        COMPUTED_CAPTURE = "computationalCapture", _("camera, computed from several exposures")
        NEGATIVE = "negativeFilm", _("scanned negative")
        POSITIVE = "positiveFilm", _("scanned slide")
        PRINT = "print", _("scanned print")
        EDITED = "humanEdits", _("camera, changed by hand")
        ENHANCED = "algorithmicallyEnhanced", _("camera, enhanced by a program")
        DRAWN = "digitalCreation", _("drawn by hand or program")
        DATA = "dataDrivenMedia", _("drawn from data")
        ALGORITHM = "algorithmicMedia", _("made by a program without AI")
        SCREEN = "screenCapture", _("picture of a screen")
        VIRTUAL = "virtualRecording", _("recorded in a virtual place")
        COMPOSITE = "composite", _("put together")
        COMPOSITE_CAPTURE = "compositeCapture", _("put together from photographs")
        AI = "trainedAlgorithmicMedia", _("made by AI")
        PARTLY_AI = "compositeWithTrainedAlgorithmicMedia", _("partly made by AI")
        PARTLY_SYNTHETIC = "compositeSynthetic", _("put together, partly made by AI")
        MINOR_EDITS = "minorHumanEdits", _("camera, small changes (retired term)")
        ART = "digitalArt", _("digital art (retired term)")
        SOFTWARE = "softwareImage", _("made with software (retired term)")

        @classmethod
        def labelled(cls) -> tuple["Image.SourceType", ...]:
            """Return those for which readers see a label: AI made the picture or parts of it."""
            return (cls.AI, cls.PARTLY_AI, cls.PARTLY_SYNTHETIC)

    class DataMining(models.TextChoices):
        """What PLUS has the rights holder say of data mining; the values are PLUS's own terms."""

        UNSTATED = "", _("not said")
        UNSPECIFIED = "DMI-UNSPECIFIED", _("left open")
        ALLOWED = "DMI-ALLOWED", _("allowed")
        NO_TRAINING = "DMI-PROHIBITED-AIMLTRAINING", _("not for training AI")
        NO_GENERATIVE = "DMI-PROHIBITED-GENAIMLTRAINING", _("not for training generative AI")
        SEARCH_ONLY = "DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING", _("for search engines only")
        PROHIBITED = "DMI-PROHIBITED", _("not allowed")
        SEE_CONSTRAINT = "DMI-PROHIBITED-SEECONSTRAINT", _("see the other constraints")
        SEE_EMBEDDED = "DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR", _("see the terms in the file")
        SEE_LINKED = "DMI-PROHIBITED-SEELINKEDRIGHTSEXPR", _("see the linked terms")

    class Crop(models.TextChoices):
        """The shapes that pages ask for besides the whole picture."""

        WIDE = "16x9", "16:9"
        CLASSIC = "4x3", "4:3"
        SQUARE = "1x1", "1:1"

        @property
        def ratio(self) -> float:
            """Width divided by height."""
            width, height = self.value.split("x")
            return int(width) / int(height)

    token = TokenField(max_length=32, unique=True, default=new_token, editable=False)
    original = StoredFileField(_("file"), upload_to=original_name)
    format = models.CharField(max_length=8, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    size = models.PositiveBigIntegerField(editable=False, help_text=_("bytes"))
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    transparent = models.BooleanField(default=False, editable=False)
    embedded_metadata = models.JSONField(
        _("what the file says"), default=dict, editable=False, help_text=_("Raw, never published.")
    )

    caption = PlainField(
        _("caption"), blank=True, help_text=_("What is to be seen, where and when. Plain text.")
    )
    alt = PlainField(
        _("alternative text"), blank=True, help_text=_("For readers who cannot see the picture.")
    )
    extended_description = PlainField(
        _("long description"),
        blank=True,
        help_text=_("For readers who cannot see it, where a sentence does not do: charts, maps."),
    )
    headline = LineField(_("headline"), max_length=300, blank=True)
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
    supplied_credit = LineField(
        _("credit line in the file"), max_length=300, blank=True, editable=False
    )
    supplied_source = LineField(_("source in the file"), max_length=300, blank=True, editable=False)
    supplier_reference = LineField(_("supplier’s number"), max_length=200, blank=True)
    copyright_notice = LineField(_("copyright notice"), max_length=300, blank=True)
    web_statement = AddressField(_("statement of rights on the web"), max_length=500, blank=True)
    licensor_name = LineField(_("licensor"), max_length=200, blank=True)
    licensor_url = AddressField(_("licensor’s address"), max_length=500, blank=True)
    data_mining = models.CharField(
        _("data mining"),
        max_length=60,
        choices=DataMining.choices,
        default="",
        blank=True,
        help_text=_("What the rights holder says of training machines with it."),
    )
    date_created = MomentField(_("made at"), first_year=FIRST_PHOTOGRAPH, null=True, blank=True)
    digital_source_type = models.CharField(
        _("how it came to be"),
        max_length=60,
        choices=SourceType.choices,
        default=SourceType.UNSTATED,
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
    crops = models.JSONField(
        default=dict,
        editable=False,
        help_text="Set by hand: {crop: [left, top, width, height]}, in parts of the picture.",
    )
    # The renditions that exist, for images/files/manifest.py: pages need no rows of them.
    files = models.JSONField(default=dict, editable=False)
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
    usable_from = MomentField(_("may run from"), in_minutes=True, null=True, blank=True)
    usable_until = MomentField(_("may run until"), null=True, blank=True)
    withdrawn_at = MomentField(_("withdrawn at"), null=True, blank=True, editable=False)
    withdrawn_reason = PlainField(_("why it was withdrawn"), blank=True, editable=False)
    # What binds of the agency's items that it came with; images/source.py writes it, the wire says it.
    source_status = models.CharField(
        _("status by its agency"),
        max_length=10,
        choices=SourceStatus.choices,
        default=SourceStatus.FREE,
        blank=True,
        editable=False,
    )
    source_held_at = MomentField(_("held back since"), null=True, editable=False)
    source_embargo_until = MomentField(_("embargo until"), null=True, editable=False)
    source_embargo_indefinite = models.BooleanField(
        _("embargo without end"), default=False, editable=False
    )
    source_expires_at = MomentField(_("expires"), null=True, editable=False)
    source_overruled = models.BooleanField(
        _("used against its agency’s word"), default=False, editable=False
    )
    # Kept by the press from the ledger of editions, which stands above this app.
    first_printed_at = MomentField(_("first printed"), null=True, blank=True, editable=False)
    first_story_id = models.PositiveBigIntegerField(null=True, editable=False)
    # What its files say: as it was last printed. None while it never was; then the library's words.
    printed_rights = models.JSONField(null=True, editable=False)

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("taken in by"),
        null=True,
        editable=False,
        related_name="+",
    )
    uploaded_at = MomentField(_("taken in at"), default=timezone.now, editable=False)
    search_fold = models.TextField(default="", editable=False)

    objects = ImageQuerySet.as_manager()

    credit_form = None  # set by with_credit(); fetched when first needed otherwise

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [
            ("withdraw_image", gettext_noop("Can withdraw pictures")),
            ("overrule_source", gettext_noop("Can use pictures against their agency's word")),
        ]
        indexes = [
            models.Index(fields=["-uploaded_at", "-id"], name="image_newest"),
            models.Index(fields=["first_printed_at"], name="image_first_printed"),
        ]
        constraints = [
            models.CheckConstraint(
                name="image_window_ends_after_it_begins",
                condition=models.Q(usable_until=None)
                | models.Q(usable_from=None)
                | models.Q(usable_until__gt=models.F("usable_from")),
                violation_error_message=_("The picture’s time ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return (self.caption or self.alt or _("picture without caption"))[:80]

    def save(self, *args: Any, **kwargs: Any) -> None:
        texts = (
            self.caption,
            self.alt,
            self.headline,
            self.creator,
            self.credit_override,
            self.copyright_notice,
            self.supplied_credit,
            self.supplier_reference,
        )
        agencies = [str(agency) for agency in (self.origin, self.via) if agency]
        self.search_fold = normalise.fold(" ".join((*texts, *agencies)))
        super().save(*args, **kwargs)

    @property
    def made_at(self) -> datetime:
        """When it was made, or came if nobody knows: days that its terms give begin then."""
        return min(filter(None, (self.date_created, self.uploaded_at)))

    @property
    def source_name(self) -> str:
        """Whose picture it is for files and feeds: the agency of origin, else the source in the file."""
        return self.origin.name if self.origin else self.supplied_source

    @property
    def source_type_address(self) -> str:
        """IPTC's term for how it was made, as a full address; "" when it is not known."""
        term = self.digital_source_type
        return f"http://cv.iptc.org/newscodes/digitalsourcetype/{term}" if term else ""

    def credit_line(self, language: str = "vi") -> str:
        """Return the credit as it is printed under the picture; "" when nobody is named."""
        if self.credit_form is None:
            contracts = Contract.objects.applicable(Contract.Service.PICTURE, timezone.localdate())
            contract = contracts.filter(agency=self.via or self.origin).last()
            self.credit_form = contract.credit_form if contract else ""
        return wording.credit_line(
            creator=self.creator,
            qualifier=self.qualifier,
            origin=self.origin,
            via=self.via,
            form=self.credit_form,
            override=self.credit_override,
            language=language,
        )
