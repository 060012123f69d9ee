"""The wire at the desk: the list, what has come since, one item, and two of its versions compared.

Nothing here changes what the agency sent. The wire is for those who may see it; everybody else at
the desk is refused, and nobody outside gets past the login.
"""

import hashlib

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from images.files import validate
from wires import compare as comparison
from wires import thumbnails
from wires.forms import SaveFilterForm
from wires.models import Delivery, WireItem, WireVersion
from wires.views import listing, presenters
from wires.views.listing import Cursor, Filter

VIEW = "wires.view_wireitem"
VERSIONS = 200  # listed on an item's page


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """A page of the wire, the newest first. `before` is where the page above ended."""
    demand(request, VIEW)
    at, chosen = timezone.now(), Filter.read(request.GET)
    before = Cursor.read(request.GET.get("before", ""))
    page = listing.page(chosen, before=before, at=at)
    context = {
        **admin.site.each_context(request),
        "title": _("The wire"),
        "opts": WireItem._meta,
        "chosen": chosen,
        "choices": listing.choices().with_those_of(chosen),
        "states": listing.STATES.items(),
        "shows": listing.SHOWS.items(),
        "urgencies": listing.URGENCIES,
        "rows": presenters.item_rows(page.items, at=at),
        "next": page.next,
        "is_first": before is None,
        "newest": page.newest,
        "saved": list(request.user.saved_wire_filters.order_by("name", "pk")),
        "save_form": SaveFilterForm(auto_id="save-%s"),
        "may_write": may_write(request.user),
    }
    return TemplateResponse(request, "wires/list.html", context)


@require_safe
def news(request: HttpRequest):
    """What has come since `since`, for the list's script: lines to put in. 304 when nothing has."""
    demand(request, VIEW)
    at, chosen = timezone.now(), Filter.read(request.GET)
    since = Cursor.read(request.GET.get("since", ""))
    page = listing.arrived(chosen, since=since, at=at)
    tag = _tag(page.items)
    if request.headers.get("If-None-Match") == tag:
        answer = HttpResponseNotModified()
    else:
        lines = presenters.item_rows(page.items, at=at)
        may = may_write(request.user)
        answer = JsonResponse(
            {
                "newest": str(page.newest or since or ""),
                "items": [_as_json(request, row, may_write=may) for row in lines],
                "full": len(lines) == listing.PAGE,
            }
        )
    answer["ETag"], answer["Cache-Control"] = tag, "private, no-cache"
    return answer


@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item: its current version, and everything that is known of it."""
    demand(request, VIEW)
    at, found = timezone.now(), _item(pk)
    version = found.current
    context = {
        **admin.site.each_context(request),
        "title": presenters.title_of(found),
        "opts": WireItem._meta,
        "item": found,
        "version": version,
        "marks": presenters.badges(found, at=at),
        "is_usable": version is not None and version.is_usable(at),
        "pictures": _pictures(version) if version else [],
        "versions": _versions(found),
        "may_write": may_write(request.user) and found.may_be_written_from,
    }
    return TemplateResponse(request, "wires/item.html", context)


@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions of an item, side by side: ?from=ID&to=ID."""
    demand(request, VIEW)
    found = _item(pk)
    before, after = (_version(found, request.GET.get(name, "")) for name in ("from", "to"))
    context = {
        **admin.site.each_context(request),
        "title": _("Compare versions"),
        "opts": WireItem._meta,
        "item": found,
        "before": before,
        "after": after,
        "versions": _versions(found),
        "differences": comparison.differences(before, after),
    }
    return TemplateResponse(request, "wires/compare.html", context)


@require_safe
def picture(request: HttpRequest, pk: int, size: int):
    """A small copy of a delivered picture. What was delivered itself is never shown as a picture."""
    demand(request, VIEW)
    if size not in thumbnails.SIDES:
        raise Http404
    delivery = get_object_or_404(Delivery, pk=pk, format__in=thumbnails.FORMATS)
    try:
        data = thumbnails.make(delivery, size)
    except validate.InvalidImage as broken:
        raise Http404 from broken
    answer = HttpResponse(data, content_type="image/jpeg")
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


def demand(request: HttpRequest, permission: str) -> None:
    """Who may not do it is refused, whatever the page that led here."""
    if not request.user.has_perm(permission):
        raise PermissionDenied


def may_write(user: User) -> bool:
    """Whether the user may make a draft of what an agency sent."""
    return user.has_perm("wires.write_from_wireitem") and user.has_perm("articles.add_article")


def _tag(items) -> str:
    """Says of lines whether they are the same as those sent before."""
    said = ",".join(f"{item.pk}-{item.current_id}-{item.has_version_conflict}" for item in items)
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def _as_json(request: HttpRequest, row, *, may_write):
    context = {"row": row, "may_write": may_write}
    return {
        "id": row.item.pk,
        "version": row.version_id,
        "headline": row.title,
        "urgent": (row.item.urgency or 9) <= 2,
        "marks": [mark.words for mark in row.marks],
        "html": render_to_string("wires/_row.html", context, request),
    }


def _item(pk: int):
    items = WireItem.objects.select_related("agency", "feed", "current__delivery")
    items = items.defer("search_fold", "current__delivery__raw")
    found = get_object_or_404(items, pk=pk)
    if found.current:
        found.current.item = found
    return found


def _versions(item):
    versions = item.versions.select_related("delivery").order_by("-received_at", "-pk")
    return list(versions.defer("body_html", "internal_notes", "delivery__raw")[:VERSIONS])


def _version(item, number: int) -> WireVersion:
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise Http404
    return get_object_or_404(item.versions.select_related("delivery"), pk=int(number))


def _pictures(version):
    """What the version says of each picture, with the bytes that there are of it."""
    shown = {one.number: one for one in thumbnails.of([version]).get(version.pk, [])}
    said = version.pictures or ([{}] if shown else [])
    return [(picture, shown.get(number)) for number, picture in enumerate(said)]
