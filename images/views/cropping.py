"""Focal point and crops of a picture: a page that works by keyboard, by click and without a script.

The page counts in percent of the upright picture; the library keeps parts of it, 0 to 1.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from images import permissions, restrictions, services
from images.files import renditions
from images.models import Image
from images.views.files import thumbnail_url

NARROWEST = 5
DIGITS = 5  # of parts of a picture
ROUNDING = 0.5  # what numbers of one decimal may run over an edge together
FOLLOWS, BY_HAND = "follows", "hand"


class PercentField(forms.FloatField):
    """A distance in percent of the picture's width or height."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, **kwargs)
        wanted = _("Enter a number from 0 to 100.")
        self.error_messages |= dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), wanted
        )


class FocalForm(forms.Form):
    """What has to stay in view when the picture is cropped."""

    focal_x = PercentField(label=_("From the left (%)"))
    focal_y = PercentField(label=_("From the top (%)"))

    def __init__(self, image: Image, data: bytes) -> None:
        initial = {name: _percent(getattr(image, name)) for name in ("focal_x", "focal_y")}
        super().__init__(data, initial=initial)

    def values(self):
        """The library's fields that were changed; what was not is left as finely as it was."""
        return {name: _part(self.cleaned_data[name]) for name in self.changed_data}


class CropForm(forms.Form):
    """One shape: cut out around the focal point, or where somebody says. Its height follows."""

    how = forms.ChoiceField(
        label=_("The crop"),
        choices=[(FOLLOWS, _("follows the focal point")), (BY_HAND, _("set by hand"))],
        widget=forms.RadioSelect,
    )
    left = PercentField(label=_("Left (%)"), required=False)
    top = PercentField(label=_("Top (%)"), required=False)
    width = PercentField(label=_("Width (%)"), required=False)
    NUMBERS = ("left", "top", "width")

    def __init__(self, image: Image, crop: str, data: bytes) -> None:
        self.crop = crop
        self.address = thumbnail_url(image, 320, crop.value)  # as it is served now
        kept = image.crops.get(crop.value)
        self.kept = kept if renditions.is_box(image, crop, kept) else None
        box = renditions.crop_box(image, crop)
        initial = dict(zip(self.NUMBERS, map(_percent, box), strict=False))
        initial["how"] = BY_HAND if self.kept else FOLLOWS
        super().__init__(data, initial=initial, prefix=crop.value)
        # Parts of the picture's height for each part of its width.
        self.steepness = image.width / image.height / crop.ratio

    def numbers(self):
        return [self[name] for name in self.NUMBERS]

    def box(self):
        """[left, top, width, height] in parts of the picture; None when it follows the focal point."""
        if self.cleaned_data["how"] == FOLLOWS:
            return None
        if self.kept and not set(self.NUMBERS).intersection(self.changed_data):
            return self.kept
        left, top, width = (_part(self.cleaned_data[name]) for name in self.NUMBERS)
        height = min(round(width * self.steepness, DIGITS), 1)
        left, top = min(left, round(1 - width, DIGITS)), min(top, round(1 - height, DIGITS))
        return [left, top, width, height]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("how") == FOLLOWS:
            for name in self.NUMBERS:  # they are not asked for
                self.errors.pop(name, None)
        elif not self.errors:
            self._demand_a_box_within(**{name: cleaned[name] for name in self.NUMBERS})
        return cleaned

    def _demand_a_box_within(self, left, top, width: int) -> None:
        for name, value in {"left": left, "top": top, "width": width}.items():
            if value is None:
                self.add_error(name, self.fields[name].error_messages["required"])
        if self.errors:
            return
        widest = min(100, 100 / self.steepness)
        narrowest = min(NARROWEST, _tenths(widest))
        if width < narrowest:
            self._refuse("width", _("It is too narrow. Give it at least %(limit)s %%."), narrowest)
        elif width > widest + ROUNDING:
            words = _("At this width it is higher than the picture. Give it at most %(limit)s %%.")
            self._refuse("width", words, widest)
        else:
            if left + width > 100 + ROUNDING:
                words = _("It runs over the right edge. At this width, give at most %(limit)s %%.")
                self._refuse("left", words, 100 - width)
            height = width * self.steepness
            if top + height > 100 + ROUNDING:
                words = _("It runs over the lower edge. At this width, give at most %(limit)s %%.")
                self._refuse("top", words, 100 - height)

    def _refuse(self, name: str, words, limit) -> None:
        limit = _tenths(max(limit, 0))
        shown = formats.number_format(limit, 0 if limit == int(limit) else 1)
        self.add_error(name, words % {"limit": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def crops(request: HttpRequest, pk: int) -> HttpResponse:
    """The page. Its POST saves, and leads back to the picture."""
    if not request.user.has_perm(permissions.CHANGE_IMAGE):
        raise PermissionDenied
    pictures = Image.objects.with_credit(timezone.now())
    image = get_object_or_404(pictures, pk=pk)
    context = {
        **admin.site.each_context(request),
        "title": _("Focal point and crops"),
        "opts": Image._meta,
        "image": image,
    }
    if restrictions.NO_CROPPING in image.restrictions:
        status = 409 if request.method == "POST" else 200
        return TemplateResponse(request, "images/crops.html", context, status=status)
    data = request.POST if request.method == "POST" else None
    focal = FocalForm(image, data)
    crop_forms = [CropForm(image, crop, data) for crop in Image.Crop]
    if data is not None and all(form.is_valid() for form in (focal, *crop_forms)):
        by_hand = {form.crop.value: box for form in crop_forms if (box := form.box())}
        _save(request, image, {**focal.values(), "crops": by_hand})
        return HttpResponseRedirect(reverse("admin:images_image_change", args=[pk]))
    context |= {"focal": focal, "crops": crop_forms, "refused": data is not None}
    return TemplateResponse(request, "images/crops.html", context)


def _save(request: HttpRequest, image: Image, values) -> None:
    if services.update_image(image, values, by=request.user, at=timezone.now()):
        messages.success(request, _("Focal point and crops are saved."))
    else:
        messages.info(request, _("Focal point and crops are as they were."))


def _tenths(number: int):
    """The number with one decimal, never more than it is."""
    return int(round(number * 10, 3)) / 10


def _percent(part):
    return round(part * 100, 1)


def _part(percent):
    return round(percent / 100, DIGITS)
