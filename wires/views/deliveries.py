"""Views of deliveries: a page with the bytes, their download, and parsing them again.

The bytes are never changed or executed: the page shows them as escaped text or as a hex dump, and
the download is an attachment without a type.
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
from wires import permissions, thumbnails
from wires.ingest import store
from wires.models import Delivery
from wires.views import items, presenters

EXCERPT_BYTES = 64 * 1024  # of a delivery on its page
MOST_VERSIONS = 200  # named on the page of their delivery
HEX_BYTES = 2 * 1024  # of a binary delivery on its page
_HEX_COLUMNS = 16
_CONTROLS_IN_TEXT = "\t\r\n\x01\x02\x03\x04\x16"


@dataclass(frozen=True)
class Excerpt:
    """The beginning of a delivery: as text, or as a hex dump when it is binary."""

    text: str
    is_hex: bool
    rest: int  # bytes that are left out


@require_safe
def delivery_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one delivery: its state, the versions that came of it, and its bytes."""
    items.require_permission(request, permissions.VIEW_DELIVERY)
    delivery = get_object_or_404(Delivery.objects.select_related("feed", "handed_in_by"), pk=pk)
    versions = delivery.versions.select_related("item").order_by("pk")
    versions = versions.defer("body_html", "internal_notes", "item__search_fold")[:MOST_VERSIONS]
    context = {
        **admin.site.each_context(request),
        "title": str(delivery),
        "opts": Delivery._meta,
        "delivery": delivery,
        "versions": [(version, presenters.title_of_version(version)) for version in versions],
        "excerpt": excerpt(bytes(delivery.raw)),
        "is_picture": delivery.format in thumbnails.FORMATS,
        "may_retry": request.user.has_perm(permissions.CHANGE_DELIVERY),
    }
    return TemplateResponse(request, "wires/delivery.html", context)


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the bytes as received, with headers that stop a browser from rendering them."""
    items.require_permission(request, permissions.VIEW_DELIVERY)
    delivery = get_object_or_404(Delivery, pk=pk)
    response = HttpResponse(bytes(delivery.raw), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{file_name(delivery)}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Parse the stored bytes again, as after a repaired parser or a raised limit."""
    items.require_permission(request, permissions.CHANGE_DELIVERY)
    delivery = get_object_or_404(Delivery.objects.select_related("feed"), pk=pk)
    store.parse_again(delivery, at=timezone.now())
    if delivery.state == Delivery.State.ACCEPTED:
        messages.success(request, _("It was read, and is accepted now."))
    else:
        reason = delivery.quarantined_because
        messages.error(request, _("It was not accepted this time either. %s") % reason)
    return HttpResponseRedirect(reverse("admin:wires_delivery_change", args=[delivery.pk]))


def excerpt(raw: bytes) -> Excerpt:
    """Return the beginning of the bytes for a page. It is not escaped."""
    beginning = raw[:EXCERPT_BYTES]
    encoding = "utf-16" if beginning[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = beginning.decode(encoding, "replace")
    if _is_text(text):
        return Excerpt(text, is_hex=False, rest=max(0, len(raw) - EXCERPT_BYTES))
    return Excerpt(_hex(raw[:HEX_BYTES]), is_hex=True, rest=max(0, len(raw) - HEX_BYTES))


def file_name(delivery: Delivery) -> str:
    """Return the name of the download: a slug of its own name, its id, and its extension."""
    stem, dot, extension = delivery.name.rpartition("/")[2].rpartition(".")
    extension = normalise.slugify(extension, 8) if dot else ""
    stem = normalise.slugify(stem if dot else delivery.name, 60) or "delivery"
    return f"{stem}-{delivery.pk}.{extension}" if extension else f"{stem}-{delivery.pk}"


def _is_text(text: str) -> bool:
    """Whether at most one character in twenty is undecodable or a control character.

    The old wire formats frame their text with some control characters.
    """
    binary = sum(c == "\ufffd" or (ord(c) < 32 and c not in _CONTROLS_IN_TEXT) for c in text)
    return "\0" not in text and binary * 20 <= len(text)


def _hex(raw: bytes) -> str:
    """Return a hex dump: the offset, the bytes and their ASCII, sixteen bytes per line."""
    lines = []
    for offset in range(0, len(raw), _HEX_COLUMNS):
        row = raw[offset : offset + _HEX_COLUMNS]
        characters = "".join(chr(b) if 32 <= b < 127 else "." for b in row)
        lines.append(f"{offset:06x}  {row.hex(' '):<{_HEX_COLUMNS * 3 - 1}}  {characters}")
    return "\n".join(lines)
