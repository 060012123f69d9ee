"""The upload of agency copy to a feed: files, or pasted text."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from accounts.uploads import Outcome, UploadForm, UploadView, received
from text.integers import parse_digits
from wires import permissions
from wires.forms import HandInForm
from wires.ingest import store
from wires.models import LARGEST_DELIVERY, Delivery, Feed

PASTED = "pasted"  # not translated: the same text pasted again is recognised by it


class CopyUploadView(UploadView):
    """Show the page for handing in copy; receive files, or pasted copy as `text`.

    A file that cannot be parsed is stored all the same, quarantined: 422 with its address.
    """

    http_method_names: Sequence[str] = ("get", "head", "post")
    permission_required = permissions.ADD_DELIVERY
    form_class = HandInForm
    template_name = "wires/upload.html"
    title = gettext_lazy("Hand copy in")
    nothing_sent = gettext_lazy("Nothing has arrived. Choose a file, or paste copy.")

    def get(self, request: HttpRequest) -> HttpResponse:
        initial = {"feed": parse_digits(request.GET.get("feed", ""))}
        return self.page(HandInForm(initial=initial, label_suffix=""))

    def receive_file(
        self, file: UploadedFile[bytes], form: HandInForm, *, by: User, at: datetime
    ) -> Outcome:
        feed, name = form.cleaned_data["feed"], file.name or ""
        if (file.size or 0) > feed.max_bytes:  # before it is read into memory
            return _too_large(feed, name)
        return _store(feed, file.read(), name, by=by, at=at)

    def other_outcomes(self, form: HandInForm, *, by: User, at: datetime) -> Iterator[Outcome]:
        feed, text = form.cleaned_data["feed"], form.cleaned_data["text"]
        if text.strip():
            raw = text.replace("\r\n", "\n").encode()
            yield received(PASTED, lambda: _store(feed, raw, PASTED, by=by, at=at))

    def page_context(self, form: UploadForm) -> dict[str, Any]:
        return {"opts": Feed._meta, "most_bytes": LARGEST_DELIVERY}


def _store(feed: Feed, raw: bytes, name: str, *, by: User, at: datetime) -> Outcome:
    """Store and parse one delivery and return its outcome."""
    if len(raw) > feed.max_bytes:
        return _too_large(feed, name)
    delivery = store.store_delivery(feed, raw, name=name, by=by, at=at)
    address = reverse("admin:wires_delivery_change", args=[delivery.pk])
    if delivery.state == Delivery.State.QUARANTINED:
        sentence = _("Kept, but not read: %s") % delivery.quarantined_because
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return Outcome(name, status, delivery, address=address, refusal=sentence)
    status = HTTPStatus.CREATED if delivery.is_new else HTTPStatus.OK
    label = _items_of(delivery, name)
    return Outcome(name, status, delivery, label, address, remark=delivery.remarks)


def _items_of(delivery: Delivery, name: str) -> str:
    """Return how many items came of the delivery."""
    count = delivery.versions.count()
    text = ngettext("%(count)d item from %(name)s", "%(count)d items from %(name)s", count)
    return text % {"count": count, "name": name}


def _too_large(feed: Feed, name: str) -> Outcome:
    sentence = _("It was not taken in: it is larger than the %d bytes that this feed allows.")
    return Outcome(name, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, refusal=sentence % feed.max_bytes)
