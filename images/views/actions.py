"""The pages of the picture desk's verbs: withdraw, release, rule. Only their POST changes anything."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.users import signed_in_user
from images import permissions, services, source
from images.forms import ReasonForm, RulingForm
from images.models import Image
from text.errors import DomainError


@dataclass(frozen=True)
class Action:
    """A verb of images/services.py as a page: its permission, its form and its sentences."""

    service: Callable[..., object]
    permission: str
    form: type[forms.Form]
    label: str | Promise
    effect: str | Promise
    done: str | Promise


ACTIONS = {
    "withdraw": Action(
        services.withdraw,
        permissions.WITHDRAW_IMAGE,
        ReasonForm,
        label=_("Withdraw the picture"),
        effect=_(
            "From this second on it is in no page, list, feed or file that readers can reach, and"
            " its place on the page closes up. The original stays under lock."
        ),
        done=_("The picture is withdrawn. The stories that had it are listed below."),
    ),
    "release": Action(
        services.release,
        permissions.WITHDRAW_IMAGE,
        ReasonForm,
        label=_("Release it again"),
        effect=_(
            "It returns to the pages that were printed with it, if nothing else stands against it."
        ),
        done=_("The picture is released again."),
    ),
    "overrule": Action(
        source.overrule,
        permissions.OVERRULE_SOURCE,
        ReasonForm,
        label=_("Use it against the agency’s word"),
        effect=_(
            "The agency that sent it holds it back. From this second on it may run all the same, in your"
            " name, until the agency says something else."
        ),
        done=_("The picture may run against the agency’s word. Your reason is on record."),
    ),
    "rule": Action(
        services.add_lease,
        permissions.ADD_LEASE,
        RulingForm,
        label=_("Rule on its use"),
        effect=_(
            "A ruling lets it run although something stands against it, or stops it although"
            " nothing does. One that stops beats one that allows."
        ),
        done=_("The ruling is on record."),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def action(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Show a verb's page, with the picture and where it is live. Its POST does what the verb says."""
    if name not in ACTIONS:
        raise Http404
    verb = ACTIONS[name]
    user = signed_in_user(request)
    if not user.has_perm(verb.permission):
        raise PermissionDenied
    image = get_object_or_404(Image.objects.with_credit(timezone.now()), pk=pk)
    form = verb.form(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            verb.service(image, by=user, at=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, str(verb.done))
            return HttpResponseRedirect(reverse("admin:images_image_change", args=[pk]))
    context = {
        **admin.site.each_context(request),
        "title": verb.label,
        "opts": Image._meta,
        "image": image,
        "name": name,
        "effect": verb.effect,
        "form": form,
        "refused": refusal,
    }
    status = 409 if refusal else 200
    return TemplateResponse(request, "images/action.html", context, status=status)
