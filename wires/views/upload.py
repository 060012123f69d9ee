"""Views by which the desk hands in copy, by upload or paste, and polls a feed at once.

The desk's script sends one file at a time and asks for JSON; a form without JavaScript sends them
all and gets a page. Each file has its own outcome, so an invalid one does not stop the others.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.users import signed_in_user
from text.integers import parse_digits
from wires import permissions
from wires.forms import HandInForm
from wires.ingest import scheduler, store
from wires.models import LARGEST_DELIVERY, Delivery, Feed, FeedPoll
from wires.views import items

logger = logging.getLogger(__name__)
PASTED = "pasted"  # not translated: the same text pasted again is recognised by it
NEW, KNOWN, WRONG, TOO_LARGE, REFUSED, FAILED = 201, 200, 400, 413, 422, 500


@dataclass(frozen=True)
class Outcome:
    """The outcome for one file: its delivery, or why there is none."""

    name: str  # as sent
    status: int
    delivery: Delivery | None = None
    refusal: str = ""

    @property
    def is_new(self) -> bool:
        return self.status == NEW

    @property
    def address(self) -> str:
        if self.delivery is None:
            return ""
        return reverse("admin:wires_delivery_change", args=[self.delivery.pk])

    @property
    def summary(self) -> str:
        """Return a sentence with the number of items that came of it."""
        count = self.delivery.versions.count() if self.delivery else 0
        text = ngettext("%(count)d item from %(name)s", "%(count)d items from %(name)s", count)
        return text % {"count": count, "name": self.name}

    def as_json(self) -> dict[str, Any]:
        if self.refusal or self.delivery is None:
            return {"error": self.refusal, "address": self.address, "name": self.name}
        return {"id": self.delivery.pk, "name": self.summary, "address": self.address}


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Show the page for handing in copy. POST takes files as `file` and pasted copy as `text`.

    Status: 201 stored, 200 known, 422 stored but not parsed, 413 too large, 400 invalid request.
    """
    items.require_permission(request, permissions.ADD_DELIVERY)
    if request.method != "POST":
        initial = {"feed": parse_digits(request.GET.get("feed", ""))}
        form = HandInForm(initial=initial, label_suffix="")
        return _page(request, form)
    user, files = signed_in_user(request), request.FILES.getlist("file")
    form = HandInForm(request.POST, label_suffix="")
    by_script = _accepts_json(request)
    if not form.is_valid():
        errors = form.errors.get("feed") or form.errors.get("text") or ()
        return _bad_request(request, form, " ".join(map(str, errors)))
    feed, text = form.cleaned_data["feed"], form.cleaned_data["text"]
    if not files and not text.strip():
        return _bad_request(request, form, _("Nothing has arrived. Choose a file, or paste copy."))
    if by_script and len(files) > 1:
        return _bad_request(request, form, _("No file was taken in: send one at a time."))
    at = timezone.now()
    outcomes = [_ingest_file(feed, file, by=user, at=at) for file in files]
    if text.strip() and not (by_script and files):
        raw = text.replace("\r\n", "\n").encode()
        outcomes.append(ingest_upload(feed, raw, PASTED, by=user, at=at))
    if by_script:
        return JsonResponse(outcomes[0].as_json(), status=outcomes[0].status)
    return _page(request, form, outcomes=outcomes)


def ingest_upload(feed: Feed, raw: bytes, name: str, *, by: User, at: datetime) -> Outcome:
    """Store and parse one delivery and return its outcome. Never raises."""
    if len(raw) > feed.max_bytes:
        return Outcome(name, TOO_LARGE, refusal=_too_large(feed))
    try:
        delivery = store.store_delivery(feed, raw, name=name, by=by, at=at)
    except Exception:  # the other files are still processed
        logger.exception("%r was not taken in", name)
        sentence = _("It was not taken in, because the server failed. Try again.")
        return Outcome(name, FAILED, refusal=sentence)
    if delivery.state == Delivery.State.QUARANTINED:
        sentence = _("Kept, but not read: %s") % delivery.quarantined_because
        return Outcome(name, REFUSED, delivery, refusal=sentence)
    return Outcome(name, NEW if delivery.is_new else KNOWN, delivery)


@require_POST
def poll_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Poll a feed at once and show the result as a message."""
    items.require_permission(request, permissions.CHANGE_FEED)
    feed = get_object_or_404(Feed, pk=pk)
    if feed.transport == Feed.Transport.HANDED_IN:
        messages.error(request, _("Nobody looked: copy of this feed is handed in by the desk."))
    else:
        poll = scheduler.poll_feed(feed, at=timezone.now())
        if poll.error:
            messages.error(request, _("The look failed. %s") % poll.error)
        _report(request, poll)
    return HttpResponseRedirect(reverse("admin:wires_feed_change", args=[feed.pk]))


def _report(request: HttpRequest, poll: FeedPoll) -> None:
    if poll.received:
        text = ngettext("%d delivery has arrived.", "%d deliveries have arrived.", poll.received)
        messages.success(request, text % poll.received)
    elif not poll.error:
        sentence = _(
            "Nothing new was there. A file that may still be growing is left for the next look."
        )
        messages.info(request, sentence)


def _ingest_file(feed: Feed, file: UploadedFile[bytes], *, by: User, at: datetime) -> Outcome:
    name = file.name or ""
    if (file.size or 0) > feed.max_bytes:  # before it is read into memory
        return Outcome(name, TOO_LARGE, refusal=_too_large(feed))
    return ingest_upload(feed, file.read(), name, by=by, at=at)


def _too_large(feed: Feed) -> str:
    sentence = _("It was not taken in: it is larger than the %d bytes that this feed allows.")
    return sentence % feed.max_bytes


def _accepts_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _bad_request(request: HttpRequest, form: HandInForm, message: str) -> HttpResponse:
    if _accepts_json(request):
        return JsonResponse({"error": message}, status=WRONG)
    return _page(request, form, status=WRONG, refused=message)


def _page(
    request: HttpRequest, form: HandInForm, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {
        **admin.site.each_context(request),
        "title": _("Hand copy in"),
        "opts": Feed._meta,
        "form": form,
        "most_bytes": LARGEST_DELIVERY,
    }
    return TemplateResponse(request, "wires/hand_in.html", context, status=status)
