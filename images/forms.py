"""The form of a picture, and how a form names a picture of the library."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from js_asset import ImportMap, Media, Script

from images import services
from images.files import validate
from images.models import Image

# What any widget needs that lets one choose from the library.
PICKER = Media(
    importmap=ImportMap({"desk/picker": "desk/picker.js"}), css={"all": ["desk/picker.css"]}
)


class ImageForm(forms.ModelForm):
    """A picture. A new one is judged before anything of it is stored."""

    judged = None

    class Meta:
        model = Image
        exclude = ("embedded_metadata", "focal_x", "focal_y")

    def clean_original(self):
        file = self.cleaned_data["original"]
        try:
            judged = validate.validate(file)
        except validate.InvalidImage as refused:
            raise ValidationError(str(refused)) from refused
        if same := services.find_existing(judged):
            raise ValidationError(
                format_html(
                    '{} <a href="{}">{}</a>',
                    _("This very file is in the library already:"),
                    reverse("admin:images_image_change", args=[same.pk]),
                    same,
                )
            )
        self.judged = judged
        return file


class PictureInput(forms.TextInput):
    """Chooses one picture of the library. Without JavaScript its number can be typed."""

    template_name = "images/picture_input.html"
    input_type = "text"

    @property
    def media(self) -> Media:
        return PICKER + Media(js=[Script("desk/picture-input.js", type="module")])

    def __init__(self, attrs=None) -> None:
        super().__init__({"inputmode": "numeric", "size": 8, **(attrs or {})})
