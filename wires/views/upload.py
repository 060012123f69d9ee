"""Copy that the desk hands in, by upload or paste, and a look at a feed for who cannot wait.

The desk's script sends one file at a time and asks for JSON; a form without JavaScript sends them
all and gets a page. Each file is answered by itself, so one bad file stops no other.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from wires.forms import HandInForm
from wires.ingest import scheduler, store
from wires.models import Delivery, Feed
from wires.views import items

logger = logging.getLogger(__name__)
ADD, CHANGE_FEED = "wires.add_delivery", "wires.change_feed"
PASTED = "pasted"  # in every language: the same words pasted again are known by it
NEW, KNOWN, WRONG, TOO_LARGE, REFUSED, FAILED = 201, 200, 400, 413, 422, 500


@dataclass(frozen=True)
class Outcome:
    """What became of one file: the delivery it is now, or why there is none."""

    name: str  # as the sender calls it
    status: int
    delivery: Delivery | None = None
    refusal: str = ""

    @property
    def is_new(self) -> bool:
        return self.status == NEW

    @property
    def address(self):
        if self.delivery is None:
            return ""
        return reverse("admin:wires_delivery_change", args=[self.delivery.pk])

    @property
    def said(self):
        """What it brought, in a few words."""
        brought = self.delivery.versions.count()
        words = ngettext("%(count)d item from %(name)s", "%(count)d items from %(name)s", brought)
        return words % {"count": brought, "name": self.name}

    def as_json(self):
        if self.refusal:
            return {"error": self.refusal, "address": self.address, "name": self.name}
        return {"id": self.delivery.pk, "name": self.said, "address": self.address}


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The page for handing in; its POST takes files named `file`, and what is pasted as `text`.

    201 taken in, 200 known, 422 kept but not read, 413 too large, 400 nothing or nonsense was sent.
    """
    items.demand(request, ADD)
    if request.method != "POST":
        feed = request.GET.get("feed", "")
        form = HandInForm(initial={"feed": feed if feed.isdigit() else None}, label_suffix="")
        return _page(request, form)
    form, sent = HandInForm(request.POST, label_suffix=""), request.FILES.getlist("file")
    by_script = _is_asked_by_script(request)
    if not form.is_valid():
        return _wrong(request, form, " ".join(form.errors.get("feed", form.errors.get("text", []))))
    feed, text = form.cleaned_data["feed"], form.cleaned_data["text"]
    if not sent and not text.strip():
        return _wrong(request, form, _("Nothing has arrived. Choose a file, or paste copy."))
    if by_script and len(sent) > 1:
        return _wrong(request, form, _("No file was taken in: send one at a time."))
    at = timezone.now()
    outcomes = [_of_file(feed, file, by=request.user, at=at) for file in sent]
    if text.strip() and not (by_script and sent):
        raw = text.replace("\r\n", "\n").encode()
        outcomes.append(ingest_upload(feed, raw, PASTED, by=request.user, at=at))
    if by_script:
        return JsonResponse(outcomes[0].as_json(), status=outcomes[0].status)
    return _page(request, form, outcomes=outcomes)


def ingest_upload(feed: Feed, raw: bytes, name: str, *, by: User, at: datetime) -> Outcome:
    """Take one delivery in, and say what became of it. Whatever is wrong with it, nothing is raised."""
    if len(raw) > feed.max_bytes:
        return Outcome(name, TOO_LARGE, refusal=_too_large(feed))
    try:
        delivery = store.store_delivery(feed, raw, name=name, by=by, at=at)
    except Exception:  # the others still have their turn
        logger.exception("%r was not taken in", name)
        sentence = _("It was not taken in, because the server failed. Try again.")
        return Outcome(name, FAILED, refusal=sentence)
    if delivery.state == Delivery.State.QUARANTINED:
        sentence = _("Kept, but not read: %s") % delivery.quarantined_because
        return Outcome(name, REFUSED, delivery, refusal=sentence)
    return Outcome(name, NEW if delivery.is_new else KNOWN, delivery)


@require_POST
def poll_now(request: HttpRequest, pk: int) -> HttpResponse:
    """One look at a feed at once, with what came of it as a message."""
    items.demand(request, CHANGE_FEED)
    feed = get_object_or_404(Feed, pk=pk)
    if feed.transport == Feed.Transport.HANDED_IN:
        messages.error(request, _("Nobody looked: copy of this feed is handed in by the desk."))
    else:
        look = scheduler.poll_feed(feed, at=timezone.now())
        if look.error:
            messages.error(request, _("The look failed. %s") % look.error)
        _tell(request, look)
    return HttpResponseRedirect(reverse("admin:wires_feed_change", args=[feed.pk]))


def _tell(request: HttpRequest, look) -> None:
    if look.received:
        brought = ngettext("%d delivery has arrived.", "%d deliveries have arrived.", look.received)
        messages.success(request, brought % look.received)
    elif not look.error:
        sentence = _(
            "Nothing new was there. A file that may still be growing is left for the next look."
        )
        messages.info(request, sentence)


def _of_file(feed: Feed, file, *, by: User, at: datetime):
    if file.size > feed.max_bytes:  # before it is read into memory
        return Outcome(file.name, TOO_LARGE, refusal=_too_large(feed))
    return ingest_upload(feed, file.read(), file.name, by=by, at=at)


def _too_large(feed: Feed):
    sentence = _("It was not taken in: it is larger than the %d bytes that this feed allows.")
    return sentence % feed.max_bytes


def _is_asked_by_script(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _wrong(request: HttpRequest, form, sentence) -> HttpResponse:
    if _is_asked_by_script(request):
        return JsonResponse({"error": sentence}, status=WRONG)
    return _page(request, form, status=WRONG, refused=sentence)


def _page(request: HttpRequest, form, status: int = 200, **context: Any) -> HttpResponse:
    context |= {
        **admin.site.each_context(request),
        "title": _("Hand copy in"),
        "opts": Feed._meta,
        "form": form,
        "most_bytes": Feed._meta.get_field("max_bytes").validators[-1].limit_value,
    }
    return TemplateResponse(request, "wires/hand_in.html", context, status=status)
