"""Changes fields that many pictures share: the action of the grid, and its page.

All of the chosen pictures are changed, or none.
"""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.users import signed_in_user
from images import permissions, services
from images.forms import SharedForm
from images.models import Image
from images.views.library import card_thumbnail
from text.integers import parse_digits

MAX_PICTURES = 500  # at once
SHOWN = 24  # of those to be changed
_LARGEST_ID = 10**11 - 1


@admin.action(description=_("Change what they share"), permissions=["change"])
def change_shared(
    model_admin: admin.ModelAdmin[Any], request: HttpRequest, queryset: QuerySet[Any]
) -> HttpResponse | None:
    """Show the page for the chosen pictures; nothing is changed yet."""
    count = queryset.count()
    if count > MAX_PICTURES:
        messages.error(request, _too_many(count))
        return None
    pictures = list(queryset.order_by("-uploaded_at", "-pk"))
    return _page(request, SharedForm(pictures), request.GET.urlencode())


@require_POST
def share(request: HttpRequest) -> HttpResponse:
    """Set the ticked fields in every picture named by `picture`: in all of them, or in none."""
    user = signed_in_user(request)
    if not user.has_perm(permissions.CHANGE_IMAGE):
        raise PermissionDenied
    sent = request.POST.getlist("picture")
    numbers = {n for text in sent if (n := parse_digits(text, maximum=_LARGEST_ID)) is not None}
    filters = QueryDict(request.POST.get("filters", "")).urlencode()
    back = HttpResponseRedirect(f"{reverse('admin:images_image_changelist')}?{filters}")
    if not numbers or len(numbers) > MAX_PICTURES:
        nothing_chosen = _("Nothing was changed: no picture was chosen.")
        messages.error(request, _too_many(len(numbers)) if numbers else nothing_chosen)
        return back
    pictures = Image.objects.select_related("origin", "via").filter(pk__in=numbers)
    pictures = pictures.defer("embedded_metadata", "search_fold")  # large, and nothing shows them
    form = SharedForm(list(pictures.order_by("-uploaded_at", "-pk")), request.POST)
    if not form.is_valid():
        return _page(request, form, filters, status=422)
    messages.success(request, _change_all(form, by=user, at=timezone.now()))
    return back


def _change_all(form: SharedForm, *, by: User, at: datetime) -> str:
    """Change the pictures in the order of their ids; return the message that says how many."""
    with transaction.atomic():
        pictures = sorted(form.pictures, key=lambda image: image.pk)
        changed = sum(services.update_image(image, form.values, by=by, at=at) for image in pictures)
    message = ngettext("%d picture was changed.", "%d pictures were changed.", changed) % changed
    same = len(pictures) - changed
    if same:
        already = ngettext("%d was so already.", "%d were so already.", same) % same
        message = f"{message} {already}"
    return message


def _page(request: HttpRequest, form: SharedForm, filters: str, status: int = 200) -> HttpResponse:
    count = len(form.pictures)
    context = {
        **admin.site.each_context(request),
        "title": _("Change what they share"),
        "opts": Image._meta,
        "form": form,
        "shown": [(image, card_thumbnail(image)) for image in form.pictures[:SHOWN]],
        "others": max(0, count - SHOWN),
        "filters": filters,
    }
    return TemplateResponse(request, "images/share.html", context, status=status)


def _too_many(count: int) -> str:
    return gettext(
        "Nothing was changed: these are %(count)d pictures, and at most %(most)d are changed at"
        " once. Choose fewer."
    ) % {"count": count, "most": MAX_PICTURES}
