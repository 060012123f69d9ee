"""The upload of pictures to the library. What the sender states of them (docs/decisions/0005) goes with
every file.
"""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.uploads import Outcome, UploadForm, UploadView
from attribution.models import Agency
from images import permissions, rights, services
from images.files import validate
from images.models import Image
from images.views import credit_reasons, photographs


class StatementForm(UploadForm):
    """What the sender states about all the files: by what right they may run, and whose they are."""

    rights = forms.ChoiceField(
        label=_("By what right they may run"),
        choices=Image.Rights.choices,
        initial=Image.Rights.UNKNOWN,
        required=False,
    )
    origin = forms.ModelChoiceField(
        Agency.objects.order_by("name", "pk"),
        label=_("Agency of origin"),
        empty_label=_("as the file says"),
        required=False,
    )
    via = forms.ModelChoiceField(
        Agency.objects.order_by("name", "pk"),
        label=_("Received through"),
        empty_label=_("as the file says"),
        required=False,
    )

    def stated_fields(self) -> dict[str, Any]:
        """Return the fields that the sender filled in; the files' metadata fills the others."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def errors_as_text(self) -> str:
        return " ".join(
            f"{self[name].label}: {' '.join(map(str, errors))}"
            for name, errors in self.errors.items()
        )


class PictureUploadView(UploadView):
    permission_required = permissions.ADD_IMAGE
    form_class = StatementForm
    template_name = "images/upload.html"
    title = _("What became of the files")

    def receive_file(
        self, file: UploadedFile[bytes], form: StatementForm, *, by: User, at: datetime
    ) -> Outcome:
        name = file.name or ""
        try:
            imported = services.import_image(file, by=by, at=at, **form.stated_fields())
        except validate.InvalidImage as error:
            if error.code == "file_too_large":
                return Outcome(name, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, refusal=str(error))
            return Outcome(name, HTTPStatus.UNPROCESSABLE_ENTITY, refusal=str(error))
        image = imported.image
        return Outcome(
            name,
            HTTPStatus.CREATED if imported.is_new else HTTPStatus.OK,
            object=image,
            label=str(image),
            address=reverse("admin:images_image_change", args=[image.pk]),
            panel=self._panel(image, at) if imported.is_new else "",
        )

    def _panel(self, image: Image, at: datetime) -> str:
        """Return what is proposed as its credit and why, what its terms say, and what it looks like."""
        # The comparison says of each picture whether it may run.
        same = photographs.hint(image, self.request, at=at)
        return format_html("{}{}", credit_reasons.short_html(image), same or _of_terms(image, at))


def _of_terms(image: Image, at: datetime) -> SafeString | str:
    """Return whether a picture that came with terms may run, and why not; "" for one without."""
    if not (image.restrictions or image.unclear_wordings or image.terms_expire_at):
        return ""
    verdict = rights.verdict(image, at=at, use=rights.PRINT)
    return render_to_string("images/_verdict.html", {"verdict": verdict})
