"""The page of a term that nothing understood: where it stands, and what the desk ruled that it means.

A ruling is given in two steps: the first shows what it changes. Only the second changes anything.
"""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.users import signed_in_user
from articles.rulings import reach, services
from articles.rulings.forms import RulingForm
from attribution import permissions
from attribution.models import TermRuling, UnclearTerm
from images import permissions as image_permissions
from images import terms
from text.errors import DomainError
from wires import permissions as wire_permissions

SHOWN = 12  # pictures and wire items
RULINGS = 100


@require_http_methods(["GET", "HEAD", "POST"])
def term_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a term. Its POST shows what a ruling would change, and with `confirmed` gives it."""
    user, at = signed_in_user(request), timezone.now()
    term = get_object_or_404(reach.with_counts(UnclearTerm.objects.all()), pk=pk)
    in_force = services.in_force(term)
    data = request.POST if request.method == "POST" else None
    if data is not None:
        services.require_permission(user)
    form = RulingForm(data, initial=_initial(in_force))
    context: dict[str, Any] = {"refused": None, "effects": None}
    if data is not None and "change" not in data and form.is_valid():
        meaning = form.meaning()
        try:
            if "confirmed" in data:
                _rule(form, term, by=user, at=at)
                messages.success(request, _("The ruling is on record, and counts from now on."))
                return HttpResponseRedirect(
                    reverse("admin:attribution_unclearterm_change", args=[pk])
                )
            context["effects"] = services.effects(term, meaning, by=user, at=at)
            context["ruling"] = TermRuling(
                restrictions=meaning.restrictions, ends_on=meaning.ends_on
            )
        except DomainError as error:
            context["refused"] = error
            form = RulingForm(initial={**form.cleaned_data, "replaces": in_force and in_force.pk})
    context |= {
        **admin.site.each_context(request),
        "title": _("Term not understood"),
        "opts": UnclearTerm._meta,
        "term": term,
        "in_force": in_force,
        "form": form,
        "may_rule": user.has_perm(permissions.ADD_TERM_RULING),
        **_places(request, term),
    }
    status = 409 if context["refused"] else 200
    return TemplateResponse(request, "articles/term.html", context, status=status)


def _initial(in_force: TermRuling | None) -> dict[str, Any]:
    """Return what the ruling in force says, for a newer one to begin with."""
    if in_force is None:
        return {}
    return {
        "restrictions": in_force.restrictions,
        "ends_on": in_force.ends_on,
        "restricts_nothing": not in_force.restrictions and in_force.ends_on is None,
        "replaces": in_force.pk,
    }


def _rule(form: RulingForm, term: UnclearTerm, *, by: Any, at: Any) -> None:
    replaces = form.cleaned_data["replaces"]
    services.rule(
        term,
        form.meaning(),
        reason=form.cleaned_data["reason"],
        replaces=term.rulings.filter(pk=replaces).first() if replaces else None,
        by=by,
        at=at,
    )


def _places(request: HttpRequest, term: UnclearTerm) -> dict[str, Any]:
    """Return the newest pictures and wire items that have it, as far as the user may see them."""
    user = signed_in_user(request)
    pictures = terms.with_term(term).order_by("-pk").defer("embedded_metadata", "search_fold")
    items = reach.items_with(term).select_related("agency").newest_first()
    rulings = term.rulings.select_related("ruled_by").order_by("-pk")
    return {
        "pictures": pictures[:SHOWN] if user.has_perm(image_permissions.VIEW_IMAGE) else (),
        "items": items.defer("search_fold")[:SHOWN]
        if user.has_perm(wire_permissions.VIEW_ITEM)
        else (),
        "rulings": rulings[:RULINGS],
    }
