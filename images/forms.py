"""The forms of the picture desk, and how a form names a picture of the library.

A form counts in percent of the upright picture; the library keeps parts of it, 0 to 1.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.models import fields_for_model
from django.http import QueryDict
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from js_asset import ImportMap, Media, Script

from attribution.wording import house_end, house_time
from images import services
from images.files import renditions, validate
from images.models import Image, Lease
from text.forms import BoundedDateTimeField

# What any widget needs that lets a user choose from the library.
PICKER = Media(
    importmap=ImportMap({"desk/picker": "desk/picker.js"}), css={"all": ["desk/picker.css"]}
)
# What many pictures of one delivery have in common. Captions are each picture's own.
SHARED = (
    "rights",
    "origin",
    "via",
    "qualifier",
    "creator",
    "copyright_notice",
    "usage_terms",
    "instructions",
    "usable_from",
    "usable_until",
    "digital_source_type",
)
NARROWEST = 5  # percent
DIGITS = 5  # after the point, of parts of a picture
ROUNDING = 0.5  # what numbers of one decimal may run over an edge together
FOLLOWS, BY_HAND = "follows", "hand"


class ImageForm(forms.ModelForm[Image]):
    """A picture. The file of a new one is validated before anything of it is stored."""

    validated: validate.ValidatedImage | None = None

    class Meta:
        model = Image
        exclude = ("embedded_metadata", "focal_x", "focal_y")

    def clean_original(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["original"]
        try:
            validated = validate.validate(file)
        except validate.InvalidImage as error:
            raise ValidationError(str(error), code=error.code) from error
        if same := services.find_existing(validated):
            raise ValidationError(
                format_html(
                    '{} <a href="{}">{}</a>',
                    _("This very file is in the library already:"),
                    reverse("admin:images_image_change", args=[same.pk]),
                    same,
                )
            )
        self.validated = validated
        return file


class PictureInput(forms.TextInput):
    """Chooses one picture of the library. Without JavaScript its number can be typed."""

    template_name = "images/picture_input.html"
    input_type = "text"

    @property
    def media(self) -> Media:
        return PICKER + Media(js=[Script("desk/picture-input.js", type="module")])

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "size": 8, **(attrs or {})})


class ReasonForm(forms.Form):
    """The reason for an action. It stays in the picture's history for good."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea({"rows": 3}))


class RulingForm(ReasonForm):
    """A dated ruling."""

    kind = forms.ChoiceField(
        label=_("The picture"), choices=Lease.Kind.choices, widget=forms.RadioSelect
    )
    starts_at = BoundedDateTimeField(label=_("From"))
    ends_at = BoundedDateTimeField(label=_("Until"))
    field_order = ("kind", "starts_at", "ends_at", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = timezone.now()
        self.fields["starts_at"].initial = now
        self.fields["ends_at"].initial = now + timedelta(days=7)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("The ruling ends before it begins."))
        return cleaned


class SharedForm(forms.Form):
    """Values for all of some pictures. Only ticked fields are set, so that empty is a value too."""

    def __init__(self, pictures: Sequence[Image], data: QueryDict | None = None) -> None:
        self.pictures = pictures
        self.values: dict[str, Any] = {}
        super().__init__(data, label_suffix="")
        texts: dict[str, type[forms.Widget] | forms.Widget] = {
            name: forms.Textarea({"rows": 3}) for name in ("usage_terms", "instructions")
        }
        fields = fields_for_model(Image, SHARED, widgets=texts)
        fields["rights"].choices = [("", "–"), *Image.Rights.choices]
        for name in SHARED:
            fields[name].required, fields[name].initial = False, None
            fields[name].label = capfirst(fields[name].label)
            tick = forms.BooleanField(label=fields[name].label, required=False)
            self.fields[f"set_{name}"] = tick
            self.fields[name] = fields[name]

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, str]]:
        """Return the tick of each field, the field, and the pictures' value of it now."""
        return [(self[f"set_{name}"], self[name], self._now(name)) for name in SHARED]

    def _now(self, name: str) -> str:
        values = {_display_value(image, name) for image in self.pictures}
        return values.pop() if len(values) == 1 else gettext("they differ")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        ticked = [name for name in SHARED if cleaned.get(f"set_{name}")]
        self.values = {name: cleaned[name] for name in ticked if name in cleaned}
        for name in SHARED:
            if cleaned.get(name) and name not in ticked:
                self.add_error(name, _("It is not ticked. Tick it to set it, or empty it."))
        if not ticked and not self.errors:
            raise ValidationError(
                _("Nothing was changed: tick what all of these pictures are to have.")
            )
        if self.values.get("rights") == "":
            self.add_error("rights", _("Say by what right they may run, or that it is not known."))
        self._validate_times()
        return cleaned

    def _validate_times(self) -> None:
        """Add an error where a picture’s time would end before it begins."""
        if not {"usable_from", "usable_until"} & {*self.values}:
            return
        if "usable_from" in self.values and "usable_until" in self.values:
            if _ends_too_early(self.values["usable_from"], self.values["usable_until"]):
                self.add_error("usable_until", _("The pictures’ time ends before it begins."))
            return
        for image in self.pictures:
            begins = self.values.get("usable_from", image.usable_from)
            ends = self.values.get("usable_until", image.usable_until)
            if _ends_too_early(begins, ends):
                sentence = _("The time of “%(picture)s” would end before it begins.")
                self.add_error(None, sentence % {"picture": image})


def _ends_too_early(begins: datetime | None, ends: datetime | None) -> bool:
    return begins is not None and ends is not None and ends <= begins


def _display_value(image: Image, name: str) -> str:
    """Return a field's value as the desk reads it."""
    if name in ("usable_from", "usable_until"):
        at, show = getattr(image, name), house_end if name == "usable_until" else house_time
        return show(at) if at else "–"
    display = getattr(image, f"get_{name}_display", None)
    return str(display() if display else getattr(image, name) or "–")


class PercentField(forms.FloatField):
    """A distance in percent of the picture's width or height."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, **kwargs)
        message = _("Enter a number from 0 to 100.")
        self.error_messages |= dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), message
        )


class FocalForm(forms.Form):
    """The point that has to stay in view when the picture is cropped."""

    focal_x = PercentField(label=_("From the left (%)"))
    focal_y = PercentField(label=_("From the top (%)"))

    def __init__(self, image: Image, data: QueryDict | None) -> None:
        initial = {name: _percent(getattr(image, name)) for name in ("focal_x", "focal_y")}
        super().__init__(data, initial=initial)

    def values(self) -> dict[str, float]:
        """Return the library's fields that were changed; the others keep their exact values."""
        return {name: _part(self.cleaned_data[name]) for name in self.changed_data}


class CropForm(forms.Form):
    """One crop: cut out around the focal point, or set by hand. Its height follows from its width."""

    how = forms.ChoiceField(
        label=_("The crop"),
        choices=[(FOLLOWS, _("follows the focal point")), (BY_HAND, _("set by hand"))],
        widget=forms.RadioSelect,
    )
    left = PercentField(label=_("Left (%)"), required=False)
    top = PercentField(label=_("Top (%)"), required=False)
    width = PercentField(label=_("Width (%)"), required=False)
    NUMBERS = ("left", "top", "width")

    def __init__(
        self, image: Image, crop: Image.Crop, data: QueryDict | None, *, address: str
    ) -> None:
        self.crop = crop
        self.address = address
        box_by_hand = image.crops.get(crop.value)
        self.box_by_hand: list[float] | None = (
            box_by_hand if renditions.is_box(image, crop, box_by_hand) else None
        )
        box = renditions.crop_box(image, crop)
        initial: dict[str, Any] = dict(zip(self.NUMBERS, map(_percent, box), strict=False))
        initial["how"] = BY_HAND if self.box_by_hand else FOLLOWS
        super().__init__(data, initial=initial, prefix=crop.value)
        # What part of the picture's height belongs to each part of its width.
        self.height_per_width = image.width / image.height / crop.ratio

    def numbers(self) -> list[forms.BoundField]:
        return [self[name] for name in self.NUMBERS]

    def box(self) -> list[float] | None:
        """Return left, top, width and height in parts; None when it follows the focal point."""
        if self.cleaned_data["how"] == FOLLOWS:
            return None
        if self.box_by_hand and not set(self.NUMBERS).intersection(self.changed_data):
            return self.box_by_hand
        left, top, width = (_part(self.cleaned_data[name]) for name in self.NUMBERS)
        height = min(round(width * self.height_per_width, DIGITS), 1)
        left, top = min(left, round(1 - width, DIGITS)), min(top, round(1 - height, DIGITS))
        return [left, top, width, height]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("how") == FOLLOWS:
            for name in self.NUMBERS:  # they are not used
                self.errors.pop(name, None)
        elif not self.errors:
            self._require_box_within(**{name: cleaned[name] for name in self.NUMBERS})
        return cleaned

    def _require_box_within(
        self, left: float | None, top: float | None, width: float | None
    ) -> None:
        for name, value in {"left": left, "top": top, "width": width}.items():
            if value is None:
                self.add_error(name, self.fields[name].error_messages["required"])
        if left is None or top is None or width is None:
            return
        widest = min(100, 100 / self.height_per_width)
        narrowest = min(NARROWEST, _tenths(widest))
        if width < narrowest:
            self._refuse("width", _("It is too narrow. Give it at least %(limit)s %%."), narrowest)
        elif width > widest + ROUNDING:
            message = _(
                "At this width it is higher than the picture. Give it at most %(limit)s %%."
            )
            self._refuse("width", message, widest)
        else:
            if left + width > 100 + ROUNDING:
                message = _(
                    "It runs over the right edge. At this width, give at most %(limit)s %%."
                )
                self._refuse("left", message, 100 - width)
            height = width * self.height_per_width
            if top + height > 100 + ROUNDING:
                message = _(
                    "It runs over the lower edge. At this width, give at most %(limit)s %%."
                )
                self._refuse("top", message, 100 - height)

    def _refuse(self, name: str, message: str | Promise, limit: float) -> None:
        limit = _tenths(max(limit, 0))
        shown = formats.number_format(limit, 0 if limit == int(limit) else 1)
        self.add_error(name, str(message) % {"limit": shown})


def _tenths(number: float) -> float:
    """Return the number with one decimal, rounded down."""
    return int(round(number * 10, 3)) / 10


def _percent(part: float) -> float:
    return round(part * 100, 1)


def _part(percent: float) -> float:
    return round(percent / 100, DIGITS)
