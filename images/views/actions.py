"""The pages of the picture desk's verbs: withdraw, release, rule. Only their POST does anything."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from images import permissions, services
from images.models import Image, Lease
from text.errors import DomainError

DATETIME_INPUT = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class ReasonForm(forms.Form):
    """Why something is done. It stays in the picture's history for good."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea({"rows": 3}))


class RulingForm(ReasonForm):
    """A dated ruling."""

    kind = forms.ChoiceField(
        label=_("The picture"), choices=Lease.Kind.choices, widget=forms.RadioSelect
    )
    starts_at = forms.DateTimeField(label=_("From"), widget=DATETIME_INPUT)
    ends_at = forms.DateTimeField(label=_("Until"), widget=DATETIME_INPUT)
    field_order = ("kind", "starts_at", "ends_at", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = timezone.now()
        self.fields["starts_at"].initial = now
        self.fields["ends_at"].initial = now + timedelta(days=7)

    def clean(self):
        cleaned = super().clean()
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("The ruling ends before it begins."))
        return cleaned


@dataclass(frozen=True)
class Action:
    """A verb of images/services.py as a page: who may, what is asked, what it says and does."""

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
def action(request: HttpRequest, pk: int, name: str) -> TemplateResponse:
    """A verb's page: the picture, where it is live, what the verb does, and why."""
    if name not in ACTIONS:
        raise Http404
    verb = ACTIONS[name]
    if not request.user.has_perm(verb.permission):
        raise PermissionDenied
    image = get_object_or_404(Image.objects.with_credit(timezone.now()), pk=pk)
    form = verb.form(request.POST if request.method == "POST" else None)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            verb.service(image, by=request.user, at=timezone.now(), **form.cleaned_data)
        except DomainError as refusal:
            refused = refusal
        else:
            messages.success(request, verb.done)
            return HttpResponseRedirect(reverse("admin:images_image_change", args=[pk]))
    context = {
        **admin.site.each_context(request),
        "title": verb.label,
        "opts": Image._meta,
        "image": image,
        "name": name,
        "effect": verb.effect,
        "form": form,
        "refused": refused,
    }
    status = 409 if refused else 200
    return TemplateResponse(request, "images/act.html", context, status=status)
