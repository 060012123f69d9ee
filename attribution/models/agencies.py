"""Authors, agencies, and what the contract with an agency allows."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from attribution import wording
from text import normalise
from text.fields import AddressField, DayField, LineField, MomentField, PlainField
from text.search import SearchedModel

DAYS_OF_A_CENTURY = 36_525


class Named(models.Model):
    """A name with a permanent address: the slug is made once and never changes."""

    name = LineField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=80, unique=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if not normalise.slugify(self.name):
            raise ValidationError({"name": _("A name needs at least one letter or digit.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = self._free_slug()
        super().save(*args, **kwargs)

    def _free_slug(self) -> str:
        base = normalise.slugify(self.name, 70) or "x"
        rows = type(self)._default_manager.filter(slug__startswith=base)
        used = set(rows.values_list("slug", flat=True))
        slug, number = base, 1
        while slug in used:
            number += 1
            slug = f"{base}-{number}"
        return slug


class Author(SearchedModel, Named):
    """Somebody whose name stands over a story. A guest author has no user."""

    SEARCHED = ("name", "role", "contact")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("user"),
        null=True,
        blank=True,
        related_name="author",
        help_text=_("Leave empty for a guest author."),
    )
    role = LineField(_("role"), max_length=120, blank=True)
    biography = PlainField(_("biography"), blank=True)
    contact = models.EmailField(_("public contact"), blank=True)

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")


class Agency(SearchedModel, Named):
    """A news agency: how it is named in print, and under which other names its copy arrives."""

    SEARCHED = ("name", "aliases", "text_form_vi", "text_form_en", "notes")

    class OnKill(models.TextChoices):
        ALARM = "alarm", _("an alarm at the desk")
        TAKE_DOWN = (
            "take_down",
            _("an alarm, and live stories are taken down until somebody decides"),
        )
        STORY = "story", _("an alarm, and live stories are killed")

    aliases = models.JSONField(
        _("aliases"),
        default=list,
        blank=True,
        help_text=_("Other spellings in copy and picture files, such as KYODONEWS."),
    )
    text_form_vi = LineField(_("printed for text, Vietnamese"), max_length=80, blank=True)
    text_form_en = LineField(_("printed for text, English"), max_length=80, blank=True)
    picture_form_vi = LineField(_("printed for pictures, Vietnamese"), max_length=80, blank=True)
    picture_form_en = LineField(_("printed for pictures, English"), max_length=80, blank=True)
    joins_with_slash = models.BooleanField(
        _("joined with a slash when it passes a picture on"),
        default=False,
        help_text=_("“AFP/TTXVN” instead of “AFP qua TTXVN”."),
    )
    homepage = AddressField(_("homepage"), blank=True)
    on_kill = models.CharField(
        _("when it kills an item"),
        max_length=10,
        choices=OnKill.choices,
        default=OnKill.ALARM,
        help_text=_(
            "What happens at once to stories that readers have. Those that wait for their time are "
            "held, and its pictures leave the pages, in every case."
        ),
    )
    terms_changed_at = MomentField(
        null=True, editable=False, help_text="When one of its contracts was last saved or deleted."
    )
    notes = PlainField(_("notes"), blank=True, help_text=_("For the desk. Readers never see it."))

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")

    def text_form(self, language: str) -> str:
        """Return the name to print for text, such as “Tân Hoa xã” where English has “Xinhua”."""
        return (self.text_form_en if language == "en" else self.text_form_vi) or self.name

    def picture_form(self, language: str) -> str:
        """Return the name to print for pictures; the one for text when nothing else is set."""
        form = self.picture_form_en if language == "en" else self.picture_form_vi
        return form or self.text_form(language)

    def matches_name(self, name: str) -> bool:
        """Return whether `name` is this agency's name or one of its aliases, whatever the case."""
        return normalise.fold(name) in {normalise.fold(n) for n in (self.name, *self.aliases)}


class ContractQuerySet(models.QuerySet["Contract"]):
    def in_force(self, on: date) -> "ContractQuerySet":
        """Return the contracts that are valid on the date `on`."""
        ends = models.Q(valid_until=None) | models.Q(valid_until__gte=on)
        return self.filter(ends, valid_from__lte=on)

    def applicable(self, service: "Contract.Service", on: date) -> "ContractQuerySet":
        """Return those for a service in force on a date, the newest last: an agency's last one counts."""
        return self.in_force(on).filter(service=service).oldest_first()

    def oldest_first(self) -> "ContractQuerySet":
        """Return the contracts in the order in which a later one replaces those before it."""
        return self.order_by("valid_from", "pk")

    def by_agency(self, service: "Contract.Service", on: date) -> "dict[int, Contract]":
        """Return the one contract for a service that counts on a date, by agency. One query."""
        contracts = self.applicable(service, on).select_related("agency")
        return {contract.agency_id: contract for contract in contracts}


class Contract(models.Model):
    """What one agency allows, for one service and a span of days. The desk enters it."""

    class Service(models.TextChoices):
        TEXT = "text", _("text")
        PICTURE = "picture", _("pictures")

    # Terms that only one service has: the form asks for them there, and they are not stored for the other.
    ONLY_FOR: ClassVar[Mapping[str, Service]] = {
        "may_translate": Service.TEXT,
        "may_use_verbatim": Service.TEXT,
        "does_not_cover": Service.PICTURE,
    }

    agency = models.ForeignKey(
        Agency, models.CASCADE, verbose_name=_("agency"), related_name="contracts"
    )
    service = models.CharField(_("service"), max_length=10, choices=Service.choices)
    valid_from = DayField(_("valid from"), first_year=1900)
    valid_until = DayField(_("valid until"), first_year=1900, null=True, blank=True)
    may_translate = models.BooleanField(_("may be translated"), default=False)
    may_use_verbatim = models.BooleanField(
        _("may be used word for word"),
        default=False,
        help_text=_("Otherwise long runs of the agency’s wording raise a warning."),
    )
    archive_days = models.PositiveIntegerField(
        _("days in the archive"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(DAYS_OF_A_CENTURY)],
        help_text=_(
            "How long published material may stay, counted from its first day on our pages. Then it "
            "leaves them by itself. Leave empty for no limit."
        ),
    )
    territory = LineField(
        _("territory"),
        max_length=120,
        blank=True,
        help_text=_(
            "Where it may be used, such as Vietnam, or not, such as “Asia except Vietnam”."
        ),
    )
    credit_form = LineField(
        _("credit wording"),
        max_length=120,
        blank=True,
        help_text=_(
            "As the contract asks, with {agency}, and for pictures {creator}. Leave empty for the "
            "house’s own."
        ),
    )
    link_required = models.BooleanField(
        _("must link to the agency"),
        default=False,
        help_text=_("For text: the agency’s name in the source line links to its homepage."),
    )
    monthly_quota = models.PositiveIntegerField(
        _("pieces a month"),
        null=True,
        blank=True,
        help_text=_("Stories, or pictures, that are printed for the first time in a month."),
    )
    may_pass_on = models.BooleanField(
        _("may be passed on to partners"),
        default=False,
        help_text=_(
            "Otherwise partners get no story that rests on its text, and none of its pictures."
        ),
    )
    does_not_cover = models.ManyToManyField(
        Agency,
        verbose_name=_("does not cover pictures of"),
        blank=True,
        related_name="+",
        help_text=_("Agencies whose pictures this one passes on, but not under this contract."),
    )

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        constraints = [
            models.CheckConstraint(
                name="contract_ends_after_it_begins",
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                violation_error_message=_("The contract ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} · {self.get_service_display()}"

    def clean(self) -> None:
        """Refuse terms that no rule could obey."""
        errors: dict[str, str | Promise] = {}
        is_text = self.service == self.Service.TEXT
        known = {wording.AGENCY} if is_text else {wording.AGENCY, wording.CREATOR}
        unknown = wording.placeholders(self.credit_form) - known
        if unknown:
            errors["credit_form"] = _(
                "%(names)s cannot be filled in here. For text write {agency}, for pictures {agency} "
                "and {creator}."
            ) % {"names": ", ".join(sorted(unknown))}
        elif wording.has_stray_brace(self.credit_form):
            errors["credit_form"] = _(
                "A brace stands alone and would be printed. Braces stand only around a name to be "
                "filled in, as in {agency}."
            )
        elif is_text and self.credit_form and wording.AGENCY not in self.credit_form:
            errors["credit_form"] = _("The wording names nobody. Write {agency} where it stands.")
        if self.link_required and not is_text:
            errors["link_required"] = _(
                "Credits of pictures have no link. A contract that asks for one cannot be kept."
            )
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self._state.adding
        if self.service != self.Service.TEXT:
            self.may_translate = self.may_use_verbatim = False
        super().save(*args, **kwargs)
        others = Contract.objects.filter(agency=self.agency_id, service=self.service)
        if not is_new or others.exclude(pk=self.pk).exists():
            self._note_change()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        self._note_change()
        return deleted

    def _note_change(self) -> None:
        """Record that the agency’s terms changed, so that what depends on them is looked at again.

        A first contract changes nothing for what is printed: nothing could rest on it.
        """
        Agency.objects.filter(pk=self.agency_id).update(terms_changed_at=timezone.now())
