"""The forms of this app: which pictures the report on their use is about."""

from datetime import date
from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attribution.models import Agency
from editions.reports import FIRST_DAY

LAST_DAY = date(2199, 12, 31)


class ReportForm(forms.Form):
    """An agency and a period of whole days."""

    agency = forms.ModelChoiceField(
        Agency.objects.order_by("name"), label=gettext_lazy("Agency"), empty_label="–"
    )
    from_on = forms.DateField(label=gettext_lazy("From"))
    until_on = forms.DateField(label=gettext_lazy("Until and including"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from_on", "until_on"):
            field = cast(forms.DateField, self.fields[name])
            field.widget = forms.DateInput(
                {"type": "date", "min": FIRST_DAY, "max": LAST_DAY}, format="%Y-%m-%d"
            )
            field.input_formats = ["%Y-%m-%d"]
            field.validators += [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        from_on, until_on = cleaned.get("from_on"), cleaned.get("until_on")
        if from_on and until_on and until_on < from_on:
            self.add_error("until_on", _("The period ends before it begins."))
        return cleaned
