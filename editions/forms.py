"""The forms of this app: which pictures the report on their use is about."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attribution.models import Agency
from text.forms import BoundedDateField


class ReportForm(forms.Form):
    """An agency and a period of whole days."""

    agency = forms.ModelChoiceField(
        Agency.objects.order_by("name"), label=gettext_lazy("Agency"), empty_label="–"
    )
    from_on = BoundedDateField(label=gettext_lazy("From"), input_formats=["%Y-%m-%d"])
    until_on = BoundedDateField(
        label=gettext_lazy("Until and including"), input_formats=["%Y-%m-%d"]
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        from_on, until_on = cleaned.get("from_on"), cleaned.get("until_on")
        if from_on and until_on and until_on < from_on:
            self.add_error("until_on", _("The period ends before it begins."))
        return cleaned
