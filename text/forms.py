"""Form fields for what people type: moments and days within years that they can mean.

A year outside is refused at its field, and what was typed stays there. Each field is one labelled
input, the browser's own.
"""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from text.datetimes import house_offset, next_minute

FIRST_YEAR, LAST_YEAR = 2000, 2100


class _YearsField(forms.Field):
    """Refuses what lies before `first_year` or after LAST_YEAR."""

    def __init__(self, *, first_year: int = FIRST_YEAR, **kwargs: Any) -> None:
        self.first_year = first_year
        super().__init__(**kwargs)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and not self.first_year <= value.year <= LAST_YEAR:
            raise ValidationError(
                _("The year lies outside %(first)d–%(last)d. Correct it.")
                if self.required
                else _(
                    "The year lies outside %(first)d–%(last)d. Correct it, or leave the field empty."
                ),
                code="year_outside",
                params={"first": self.first_year, "last": LAST_YEAR},
            )


class BoundedDateTimeField(_YearsField, forms.DateTimeField):
    """A moment in house time, to the minute: seconds, which the input does not have, count up.

    Its help text ends with the zone, so that nobody has to guess whose clock is meant.
    """

    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, *, help_text: str | Promise = "", **kwargs: Any) -> None:
        zone = format_lazy(_("House time, {}."), lazy(house_offset, str)())
        help_text = format_lazy("{} {}", help_text, zone) if help_text else zone
        super().__init__(help_text=help_text, **kwargs)

    def clean(self, value: Any) -> datetime | None:
        at: datetime | None = super().clean(value)
        return at and next_minute(at)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        bounds = {"min": f"{self.first_year}-01-01T00:00", "max": f"{LAST_YEAR}-12-31T23:59"}
        return {**super().widget_attrs(widget), **bounds}


class BoundedDateField(_YearsField, forms.DateField):
    """A day."""

    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        bounds = {"min": f"{self.first_year}-01-01", "max": f"{LAST_YEAR}-12-31"}
        return {**super().widget_attrs(widget), **bounds}
