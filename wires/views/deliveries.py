"""Deliveries at the desk: the very bytes, to look at and to take away, and reading them once more.

The bytes never change and never run: they are shown as escaped text or as numbers, and leave as an
attachment of no type.
"""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from text import normalise
from wires import thumbnails
from wires.ingest import store
from wires.models import Delivery
from wires.views import items

VIEW, CHANGE = "wires.view_delivery", "wires.change_delivery"
SHOWN = 64 * 1024  # bytes of a delivery on its page
IN_HEX = 2 * 1024
_ACROSS = 16
_SIGNS = "\t\r\n\x01\x02\x03\x04\x16"


@dataclass(frozen=True)
class Shown:
    """The beginning of a delivery to read: as text when it is some, else as numbers."""

    text: str
    is_hex: bool
    rest: int  # bytes that are not shown


@require_safe
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery: what became of it, what it brought, and the bytes."""
    items.demand(request, VIEW)
    found = get_object_or_404(Delivery.objects.select_related("feed", "handed_in_by"), pk=pk)
    versions = found.versions.select_related("item").order_by("pk")
    context = {
        **admin.site.each_context(request),
        "title": str(found),
        "opts": Delivery._meta,
        "delivery": found,
        "versions": list(versions.defer("body_html", "internal_notes", "item__search_fold")[:200]),
        "shown": shown(bytes(found.raw)),
        "is_picture": found.format in thumbnails.FORMATS,
        "may_retry": request.user.has_perm(CHANGE),
    }
    return TemplateResponse(request, "wires/delivery.html", context)


@require_safe
def download(request: HttpRequest, pk: int):
    """The bytes as they were received. No browser is to take them for anything."""
    items.demand(request, VIEW)
    found = get_object_or_404(Delivery, pk=pk)
    answer = HttpResponse(bytes(found.raw), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{file_name(found)}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the kept bytes once more, as after a mended reader or a raised limit."""
    items.demand(request, CHANGE)
    found = get_object_or_404(Delivery.objects.select_related("feed"), pk=pk)
    store.parse_again(found, at=timezone.now())
    if found.state == Delivery.State.ACCEPTED:
        messages.success(request, _("It was read, and is accepted now."))
    else:
        reason = found.quarantined_because
        messages.error(request, _("It was not accepted this time either. %s") % reason)
    return HttpResponseRedirect(reverse("admin:wires_delivery_change", args=[found.pk]))


def shown(raw: bytes) -> Shown:
    """The beginning of the bytes for a page. Templates escape it."""
    some = raw[:SHOWN]
    encoding = "utf-16" if some[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = some.decode(encoding, "replace")
    if _is_text(text):
        return Shown(text, is_hex=False, rest=max(0, len(raw) - SHOWN))
    return Shown(_hex(raw[:IN_HEX]), is_hex=True, rest=max(0, len(raw) - IN_HEX))


def file_name(found: Delivery) -> str:
    """What the download is called: ASCII letters, digits and what file names end in, nothing else."""
    stem, dot, ending = found.name.rpartition("/")[2].rpartition(".")
    ending = normalise.slugify(ending, 8) if dot else ""
    stem = normalise.slugify(stem if dot else found.name, 60) or "delivery"
    return f"{stem}-{found.pk}.{ending}" if ending else f"{stem}-{found.pk}"


def _is_text(text: str):
    """Whether next to nothing in it is no letter. The old wire formats begin and end with signs."""
    odd = sum(c == "\ufffd" or (ord(c) < 32 and c not in _SIGNS) for c in text)
    return "\0" not in text and odd * 20 <= len(text)


def _hex(raw: bytes):
    """Sixteen bytes a line: where, which, and what they are in ASCII."""
    lines = []
    for place in range(0, len(raw), _ACROSS):
        some = raw[place : place + _ACROSS]
        letters = "".join(chr(b) if 32 <= b < 127 else "." for b in some)
        lines.append(f"{place:06x}  {some.hex(' '):<{_ACROSS * 3 - 1}}  {letters}")
    return "\n".join(lines)
