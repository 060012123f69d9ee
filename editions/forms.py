"""The forms of this app: which agency's pictures or text the report on their use is about."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attribution.models import Agency, Contract
from text.forms import BoundedDateField


class ReportForm(forms.Form):
    """An agency, what of it was used, and a period of whole days."""

    agency = forms.ModelChoiceField(
        Agency.objects.order_by("name"), label=gettext_lazy("Agency"), empty_label="–"
    )
    service = forms.ChoiceField(
        choices=[
            (Contract.Service.PICTURE, gettext_lazy("Pictures")),
            (Contract.Service.TEXT, gettext_lazy("Text")),
        ],
        label=gettext_lazy("What was used"),
        required=False,
    )
    from_on = BoundedDateField(label=gettext_lazy("From"), input_formats=["%Y-%m-%d"])
    until_on = BoundedDateField(
        label=gettext_lazy("Until and including"), input_formats=["%Y-%m-%d"]
    )

    def clean_service(self) -> Contract.Service:
        return Contract.Service(self.cleaned_data["service"] or Contract.Service.PICTURE)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        from_on, until_on = cleaned.get("from_on"), cleaned.get("until_on")
        if from_on and until_on and until_on < from_on:
            self.add_error("until_on", _("The period ends before it begins."))
        return cleaned
