"""Taking many pictures in at once: each file is answered by itself, so one bad file stops no other.

The desk's script sends one file at a time and asks for JSON; a form without JavaScript sends them all
and gets a page. What the sender says of all of them (docs/decisions/0005) goes with every file.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied, TooManyFilesSent
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.users import signed_in_user
from attribution.models import Agency
from images import permissions, services
from images.files import validate
from images.models import Image

logger = logging.getLogger(__name__)
NEW, KNOWN, WRONG, TOO_LARGE, REFUSED, FAILED = 201, 200, 400, 413, 422, 500


@dataclass(frozen=True)
class Outcome:
    """What became of one file: the picture it is now, or the sentence that refuses it."""

    name: str  # as the sender calls it
    status: int
    image: Image | None = None
    refusal: str = ""

    @property
    def is_new(self) -> bool:
        return self.status == NEW

    def as_json(self) -> dict[str, Any]:
        if self.image is None:
            return {"error": self.refusal}
        return {
            "id": self.image.pk,
            "name": str(self.image),
            "address": reverse("admin:images_image_change", args=[self.image.pk]),
        }


class StatementForm(forms.Form):
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
        """Return what is wrong with it, as one text."""
        return " ".join(
            f"{self[name].label}: {' '.join(map(str, errors))}"
            for name, errors in self.errors.items()
        )


def receive_file(file: File[bytes], *, by: User | None, at: datetime, **fields: Any) -> Outcome:
    """Import one file; return what became of it. Whatever is wrong with the file, nothing is raised."""
    name = str(file.name)
    try:
        imported = services.import_image(file, by=by, at=at, **fields)
    except PermissionDenied:
        raise
    except validate.InvalidImage as refused:
        status = TOO_LARGE if file.size > settings.MAX_UPLOAD_BYTES else REFUSED
        return Outcome(name, status, refusal=str(refused))
    except Exception:  # the other files are still imported
        logger.exception("%r was not taken in", file.name)
        sentence = gettext("It was not taken in, because the server failed. Try again.")
        return Outcome(name, FAILED, refusal=sentence)
    return Outcome(name, NEW if imported.is_new else KNOWN, imported.image)


@csrf_exempt  # only here, where too many files at once get a sentence; `_import` asks for the token
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Import the files named `file`: one for a script, answered in JSON; any number from a form.

    201 taken in, 200 here already, 422 no picture, 413 too large, 400 nothing or nonsense was sent.
    """
    if not request.user.has_perm(permissions.ADD_IMAGE):
        raise PermissionDenied
    try:
        request.FILES  # noqa: B018, reads what was sent
    except TooManyFilesSent:
        _read_to_the_end(request)
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        return _wrong(
            request,
            gettext("No file was taken in: at most %d can be sent at once. Choose fewer.") % most,
        )
    return _import(request)


@csrf_protect
def _import(request: HttpRequest) -> HttpResponse:
    statement, sent = StatementForm(request.POST), request.FILES.getlist("file")
    if not sent:
        return _wrong(request, gettext("No file has arrived. Choose one."))
    if not statement.is_valid():
        return _wrong(request, statement.errors_as_text())
    if _is_asked_by_script(request) and len(sent) > 1:
        return _wrong(request, gettext("No file was taken in: send one at a time."))
    at, user = timezone.now(), signed_in_user(request)
    outcomes = [receive_file(file, by=user, at=at, **statement.stated_fields()) for file in sent]
    if _is_asked_by_script(request):
        return JsonResponse(outcomes[0].as_json(), status=outcomes[0].status)
    return _page(request, outcomes=outcomes)


def _is_asked_by_script(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _wrong(request: HttpRequest, sentence: str) -> HttpResponse:
    if _is_asked_by_script(request):
        return JsonResponse({"error": sentence}, status=WRONG)
    return _page(request, status=WRONG, refused=sentence)


def _page(request: HttpRequest, status: int = 200, **context: Any) -> HttpResponse:
    context |= {**admin.site.each_context(request), "title": _("What became of the files")}
    return TemplateResponse(request, "images/received.html", context, status=status)


def _read_to_the_end(request: HttpRequest) -> None:
    """A browser that is still sending would otherwise be cut off, and show no answer."""
    while request.read(1 << 16):
        pass
