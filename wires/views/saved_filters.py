"""Filters of the wire view that somebody keeps under a name: saved, and given up again.

A filter belongs to who saved it. What is kept is the filter as it was understood, never an address.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from wires.forms import SaveFilterForm
from wires.models import SavedFilter
from wires.views import items
from wires.views.listing import Filter

MOST = 40  # of one person


@require_POST
def save(request: HttpRequest):
    """Keep the filter in `query` under a name; the same name again replaces what it stood for."""
    items.demand(request, items.VIEW)
    chosen = Filter.read(QueryDict(request.POST.get("query", "")))
    form = SaveFilterForm(request.POST)
    if refusal := _refusal(request.user, chosen, form):
        messages.error(request, refusal)
    else:
        SavedFilter.objects.update_or_create(
            user=request.user,
            name=form.cleaned_data["name"],
            defaults={"query": chosen.query},
        )
        said = _("The filter is saved as “%s”.") % form.cleaned_data["name"]
        messages.success(request, said)
    return _back(chosen)


@require_POST
def delete(request: HttpRequest, pk: int):
    """Delete one filter of one's own."""
    items.demand(request, items.VIEW)
    saved = get_object_or_404(SavedFilter, pk=pk, user=request.user)
    saved.delete()
    messages.success(request, _("The filter “%s” is gone.") % saved.name)
    return _back(Filter.read(QueryDict(request.POST.get("query", ""))))


def _refusal(user: User, chosen, form):
    """Why it is not saved, or ""."""
    if not form.is_valid():
        return _("The filter was not saved: give it a name of at most 60 letters.")
    if not chosen.query:
        return _("The filter was not saved: choose something first.")
    if len(chosen.query) > SavedFilter._meta.get_field("query").max_length:
        return _("The filter was not saved: it is too long. Search for fewer words.")
    own = user.saved_wire_filters
    if own.exclude(name=form.cleaned_data["name"]).count() >= MOST:
        return _("The filter was not saved: you have %d already. Delete one first.") % MOST
    return ""


def _back(chosen) -> HttpResponse:
    address = reverse("admin:wires_wireitem_changelist")
    return HttpResponseRedirect(f"{address}?{chosen.query}" if chosen.query else address)
