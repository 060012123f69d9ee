"""Views that save and delete a user's own filters of the wire view.

The query is stored as `Filter` writes it, never as it was sent.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.users import signed_in_user
from text.errors import DomainError
from wires import permissions
from wires.forms import SaveFilterForm
from wires.models import SavedFilter
from wires.views import items
from wires.views.listing import Filter

MAX_FILTERS = 40  # of one user


@require_POST
def save(request: HttpRequest) -> HttpResponseRedirect:
    """Save the filter in `query` under a name; a filter of the same name is replaced."""
    items.require_permission(request, permissions.VIEW_ITEM)
    user, chosen = signed_in_user(request), Filter.read(QueryDict(request.POST.get("query", "")))
    form = SaveFilterForm(request.POST)
    try:
        _check(user, chosen, form)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        name = form.cleaned_data["name"]
        SavedFilter.objects.update_or_create(user=user, name=name, defaults={"query": chosen.query})
        messages.success(request, _("The filter is saved as “%s”.") % name)
    return _back(chosen)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Delete one of the user's own filters."""
    items.require_permission(request, permissions.VIEW_ITEM)
    saved = get_object_or_404(SavedFilter, pk=pk, user=signed_in_user(request))
    saved.delete()
    messages.success(request, _("The filter “%s” is gone.") % saved.name)
    return _back(Filter.read(QueryDict(request.POST.get("query", ""))))


def _check(user: User, chosen: Filter, form: SaveFilterForm) -> None:
    """Raise DomainError if the filter cannot be saved."""
    if not form.is_valid():
        message = _("The filter was not saved: give it a name of at most 60 letters.")
        raise DomainError(message, code="invalid_name")
    if not chosen.query:
        message = _("The filter was not saved: choose something first.")
        raise DomainError(message, code="empty_filter")
    if len(chosen.query) > SavedFilter.LONGEST_QUERY:
        message = _("The filter was not saved: it is too long. Search for fewer words.")
        raise DomainError(message, code="filter_too_long")
    others = user.saved_wire_filters.exclude(name=form.cleaned_data["name"])
    if others.count() >= MAX_FILTERS:
        message = (
            _("The filter was not saved: you have %d already. Delete one first.") % MAX_FILTERS
        )
        raise DomainError(message, code="too_many_filters")


def _back(chosen: Filter) -> HttpResponseRedirect:
    url = reverse("admin:wires_wireitem_changelist")
    return HttpResponseRedirect(f"{url}?{chosen.query}" if chosen.query else url)
