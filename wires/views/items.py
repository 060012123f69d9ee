"""Views of wire items: the list, its updates, one item, two versions compared, and thumbnails.

Nothing here changes what the agency sent. Every view requires the permission to view wire items.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.users import signed_in_user
from attribution.models import UnclearTerm
from images.files import validate
from text.integers import parse_digits
from wires import compare as comparison
from wires import permissions, thumbnails
from wires.forms import SaveFilterForm
from wires.models import Delivery, WireItem, WireVersion
from wires.views import listing, presenters
from wires.views.listing import Cursor, Filter

VERSIONS = 200  # listed on an item's page
_LARGEST_ID = 10**15 - 1


@require_safe
def item_list(request: HttpRequest) -> HttpResponse:
    """Show a page of the wire, newest first. `before` is the cursor at which the last page ended."""
    require_permission(request, permissions.VIEW_ITEM)
    user, at, chosen = signed_in_user(request), timezone.now(), Filter.read(request.GET)
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
        "saved": list(user.saved_wire_filters.order_by("name", "pk")),
        "save_form": SaveFilterForm(auto_id="save-%s"),
        "may_write": user.has_perm(permissions.WRITE_FROM_ITEM),
    }
    return TemplateResponse(request, "wires/list.html", context)


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """Return the rows that arrived since `since` as JSON for the list's script; 304 when none did."""
    require_permission(request, permissions.VIEW_ITEM)
    at, chosen = timezone.now(), Filter.read(request.GET)
    since = Cursor.read(request.GET.get("since", ""))
    page = listing.arrived(chosen, since=since, at=at)
    tag = _tag(page.items)
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        rows = presenters.item_rows(page.items, at=at)
        may = signed_in_user(request).has_perm(permissions.WRITE_FROM_ITEM)
        response = JsonResponse(
            {
                "newest": str(page.newest or since or ""),
                "items": [_as_json(request, row, may_write=may) for row in rows],
                "full": len(rows) == listing.PAGE,
            }
        )
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    return response


@require_safe
def item_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one item: its current version, its metadata and the list of its versions."""
    require_permission(request, permissions.VIEW_ITEM)
    at, item = timezone.now(), _item(pk)
    version, user, versions = item.current, signed_in_user(request), _versions(item)
    others = set(item.binding_ids) - {item.current_id}
    context = {
        **admin.site.each_context(request),
        "title": presenters.title_of(item),
        "opts": WireItem._meta,
        "item": item,
        "version": version,
        "marks": presenters.badges(item, at=at),
        "terms": _terms(item),
        "is_usable": version is not None and item.is_usable(at),
        "pictures": _pictures(version) if version else [],
        "versions": versions,
        "deciding": [listed for listed in versions if listed.pk in others],
        "may_write": user.has_perm(permissions.WRITE_FROM_ITEM) and item.may_be_written_from(at),
    }
    return TemplateResponse(request, "wires/item.html", context)


@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show two versions of an item side by side: ?from=ID&to=ID."""
    require_permission(request, permissions.VIEW_ITEM)
    item = _item(pk)
    before, after = (_version(item, request.GET.get(name, "")) for name in ("from", "to"))
    context = {
        **admin.site.each_context(request),
        "title": _("Compare versions"),
        "opts": WireItem._meta,
        "item": item,
        "before": before,
        "after": after,
        "versions": _versions(item),
        "differences": comparison.differences(before, after),
    }
    return TemplateResponse(request, "wires/compare.html", context)


@require_safe
def picture(request: HttpRequest, pk: int, size: str) -> HttpResponse:
    """Send a thumbnail of a delivered picture. The delivered file itself is never sent as one."""
    require_permission(request, permissions.VIEW_ITEM)
    if size not in thumbnails.SIDES:
        raise Http404
    delivery = get_object_or_404(Delivery, pk=pk, format__in=thumbnails.FORMATS)
    try:
        data = thumbnails.make(delivery, size)
    except validate.InvalidImage as error:
        raise Http404 from error
    response = HttpResponse(data, content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=86400"
    return response


def require_permission(request: HttpRequest, permission: str) -> None:
    """Raise PermissionDenied unless the user has the permission."""
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _tag(items: Iterable[WireItem]) -> str:
    """Return an ETag that changes when one of the rows changes."""
    state = ",".join(
        f"{item.pk}-{item.current_id}-{item.binding_ids}-{item.has_version_conflict}"
        for item in items
    )
    return f'"{hashlib.sha256(state.encode()).hexdigest()[:32]}"'


def _as_json(request: HttpRequest, row: presenters.ItemRow, *, may_write: bool) -> dict[str, Any]:
    context = {"row": row, "may_write": may_write}
    return {
        "id": row.item.pk,
        "version": row.version,
        "headline": row.title,
        "urgent": (row.item.urgency or 9) <= 2,
        "marks": [mark.text for mark in row.marks],
        "html": render_to_string("wires/_row.html", context, request),
    }


def _item(pk: int) -> WireItem:
    rows = WireItem.objects.select_related("agency", "feed", "current__delivery")
    rows = rows.defer("search_fold", "current__delivery__raw")
    item: WireItem = get_object_or_404(rows, pk=pk)
    if item.current:
        item.current.item = item
    return item


def _versions(item: WireItem) -> list[WireVersion]:
    versions = item.versions.select_related("delivery__handed_in_by")
    versions = versions.order_by("-received_at", "-pk")
    return list(versions.defer("body_html", "internal_notes", "delivery__raw")[:VERSIONS])


def _version(item: WireItem, number: str) -> WireVersion:
    pk = parse_digits(number, maximum=_LARGEST_ID)
    versions: QuerySet[WireVersion] = item.versions.select_related("delivery")
    return get_object_or_404(versions, pk=pk)


def _terms(item: WireItem) -> "QuerySet[UnclearTerm]":
    """Return the wordings among the terms that stand which only a ruling gives a meaning."""
    first = item.first_standing_id or 0
    rows = UnclearTerm.objects.filter(versions__item=item, versions__gte=first).distinct()
    return rows.with_rulings().order_by("pk")


def _pictures(
    version: WireVersion,
) -> list[tuple[Mapping[str, Any], thumbnails.Thumbnail | None]]:
    """Return the metadata of each picture of the version, with its thumbnail where there is one."""
    known = {small.number: small for small in thumbnails.of([version]).get(version.pk, [])}
    metadata = version.pictures or ([{}] if known else [])
    return [(picture, known.get(number)) for number, picture in enumerate(metadata)]
