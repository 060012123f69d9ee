"""The upload view of the desk: files that a user sends, each with its own outcome.

The desk's script (static/desk/upload.js) sends one file at a time and asks for JSON; a form without
JavaScript sends them all and gets a page. Knows nothing of pictures and agency copy: subclasses do.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import View

from accounts.models import User
from accounts.users import signed_in_user

logger = logging.getLogger(__name__)
SERVER_FAILED = gettext_lazy("It was not taken in, because the server failed. Try again.")


@dataclass(frozen=True)
class Outcome:
    """The outcome for one file: the object that it is now, or why there is none, or both."""

    name: str  # of the file, as sent
    status: HTTPStatus
    object: Model | None = None
    label: str = ""  # of the object
    address: str = ""  # of the object's page
    refusal: str = ""
    remark: str = ""  # on what was stored
    panel: str = ""  # more about it, as safe HTML, with forms of its own

    @property
    def is_new(self) -> bool:
        return self.status == HTTPStatus.CREATED

    def as_json(self) -> dict[str, Any]:
        if self.refusal:
            return {"error": self.refusal, **({"address": self.address} if self.address else {})}
        pk = self.object.pk if self.object else None
        stored = {"id": pk, "name": self.label, "address": self.address}
        more = {"remark": self.remark, "panel": self.panel}
        return {**stored, **{name: text for name, text in more.items() if text}}


class UploadForm(forms.Form):
    """What the sender states about all the files."""

    def errors_as_text(self) -> str:
        """Return what is wrong with it, as one text."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)


@method_decorator(csrf_exempt, name="dispatch")  # until `post` has read the request
class UploadView(PermissionRequiredMixin, View):
    """Receive the files named `file` and what the form states about them.

    Status: 201 stored, 200 known, 422 refused, 413 too large, 500 the server failed, 400 when the
    request itself is invalid and nothing was stored. A page about several files has status 200.
    """

    http_method_names: Sequence[str] = ("post",)
    permission_required: str
    raise_exception = True  # for whoever is signed in and may not: 403, not the page for signing in
    form_class: ClassVar[type[UploadForm]]
    template_name: ClassVar[str]
    title: ClassVar[str | Promise]
    nothing_sent: ClassVar[str | Promise] = gettext_lazy("No file has arrived. Choose one.")

    def receive_file(
        self, file: UploadedFile[bytes], form: Any, *, by: User, at: datetime
    ) -> Outcome:
        """Store one file and return its outcome. What it raises becomes “the server failed”."""
        raise NotImplementedError

    def other_outcomes(self, form: Any, *, by: User, at: datetime) -> Iterator[Outcome]:
        """Yield the outcomes of what was sent in other fields than `file`, by a form only."""
        yield from ()

    def page_context(self, form: UploadForm) -> dict[str, Any]:
        """Return what the page needs besides the form and its outcomes."""
        return {}

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            request.FILES  # noqa: B018, reads what was sent
        except TooManyFilesSent:
            _read_to_the_end(request)
            most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
            sentence = _("No file was taken in: at most %d can be sent at once. Choose fewer.")
            return self._bad_request(self.form_class(label_suffix=""), sentence % most)
        except UnreadablePostError:
            return HttpResponse(status=HTTPStatus.BAD_REQUEST)  # whoever sent it has gone
        return self._receive(request)

    @method_decorator(csrf_protect)
    def _receive(self, request: HttpRequest) -> HttpResponse:
        form = self.form_class(request.POST, label_suffix="")
        files = request.FILES.getlist("file")
        if not form.is_valid():
            return self._bad_request(form, form.errors_as_text())
        if self._is_asked_by_script() and len(files) > 1:
            return self._bad_request(form, _("No file was taken in: send one at a time."))
        outcomes = list(self._outcomes(form, files, by=signed_in_user(request), at=timezone.now()))
        if not outcomes:
            return self._bad_request(form, str(self.nothing_sent))
        if self._is_asked_by_script():
            return JsonResponse(outcomes[0].as_json(), status=outcomes[0].status)
        return self.page(form, outcomes=outcomes)

    def _outcomes(
        self, form: UploadForm, files: list[UploadedFile[bytes]], *, by: User, at: datetime
    ) -> Iterator[Outcome]:
        for file in files:
            receive = partial(self.receive_file, file, form, by=by, at=at)
            yield received(file.name or "", receive)
        if not (files and self._is_asked_by_script()):
            yield from self.other_outcomes(form, by=by, at=at)

    def page(self, form: UploadForm, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page with the form and what became of the files."""
        context = {
            **admin.site.each_context(self.request),
            "title": self.title,
            "form": form,
            **self.page_context(form),
            **context,
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)

    def _bad_request(self, form: UploadForm, sentence: str) -> HttpResponse:
        if self._is_asked_by_script():
            return JsonResponse({"error": sentence}, status=HTTPStatus.BAD_REQUEST)
        return self.page(form, status=HTTPStatus.BAD_REQUEST, refused=sentence)

    def _is_asked_by_script(self) -> bool:
        preferred = self.request.get_preferred_type(["text/html", "application/json"])
        return preferred == "application/json"


def received(name: str, receive: Callable[[], Outcome]) -> Outcome:
    """Return what `receive` returns. Its failure is logged, and stops no other file."""
    try:
        return receive()
    except PermissionDenied:
        raise
    except Exception:
        logger.exception("%r was not taken in", name)
        return Outcome(name, HTTPStatus.INTERNAL_SERVER_ERROR, refusal=str(SERVER_FAILED))


def _read_to_the_end(request: HttpRequest) -> None:
    """A browser that is still sending would otherwise be cut off, and show no answer."""
    while request.read(1 << 16):
        pass
