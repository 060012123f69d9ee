"""The pages of the picture desk's verbs: withdraw, release, rule. Only their POST does anything."""

from datetime import timedelta

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from images import library
from images.models import Image, Lease

MOMENT = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class ReasonForm(forms.Form):
    """Why something is done. It stays in the picture's history for good."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea({"rows": 3}))


class RulingForm(ReasonForm):
    """A dated ruling."""

    kind = forms.ChoiceField(
        label=_("The picture"), choices=Lease.Kind.choices, widget=forms.RadioSelect
    )
    starts_at = forms.DateTimeField(label=_("From"), widget=MOMENT)
    ends_at = forms.DateTimeField(label=_("Until"), widget=MOMENT)
    field_order = ("kind", "starts_at", "ends_at", "reason")

    def __init__(self, *args, **kwargs):
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


# Each verb with its permission, form, label, and what its page says that it does.
ACTS = {
    "withdraw": (
        library.WITHDRAW,
        ReasonForm,
        _("Withdraw the picture"),
        _(
            "From this second on it is in no page, list, feed or file that readers can reach, and"
            " its place on the page closes up. The original stays under lock."
        ),
    ),
    "release": (
        library.WITHDRAW,
        ReasonForm,
        _("Release it again"),
        _("It returns to the pages that were printed with it, if nothing else stands against it."),
    ),
    "rule": (
        library.RULE,
        RulingForm,
        _("Rule on its use"),
        _(
            "A ruling lets it run although something stands against it, or stops it although"
            " nothing does. One that stops beats one that allows."
        ),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def act(request, pk, name):
    """A verb's page: the picture, where it is live, what the verb does, and why."""
    if name not in ACTS:
        raise Http404
    permission, form_class, label, effect = ACTS[name]
    if not request.user.has_perm(permission):
        raise PermissionDenied
    image = get_object_or_404(Image.objects.with_credit(timezone.now()), pk=pk)
    form = form_class(request.POST if request.method == "POST" else None)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            verb = getattr(library, name)
            verb(image, by=request.user, at=timezone.now(), **form.cleaned_data)
        except library.NotDone as refusal:
            refused = refusal
        else:
            messages.success(request, DONE[name])
            return HttpResponseRedirect(reverse("admin:images_image_change", args=[pk]))
    context = {
        **admin.site.each_context(request),
        "title": label,
        "opts": Image._meta,
        "image": image,
        "name": name,
        "effect": effect,
        "form": form,
        "refused": refused,
    }
    status = 409 if refused else 200
    return TemplateResponse(request, "images/act.html", context, status=status)


DONE = {
    "withdraw": _("The picture is withdrawn. The stories that had it are listed below."),
    "release": _("The picture is released again."),
    "rule": _("The ruling is on record."),
}
