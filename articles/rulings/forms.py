"""The form in which the desk says what a term means."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.rulings.services import Meaning
from attribution.models.terms import meanings
from text.forms import BoundedDateField
from text.integers import LARGEST


class RulingForm(forms.Form):
    """What a term means. That it restricts nothing of ours has to be said too."""

    restrictions = forms.MultipleChoiceField(
        label=_("What does it mean?"),
        choices=lambda: list(meanings().items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    ends_on = BoundedDateField(
        label=_("May be used until the end of"),
        required=False,
        help_text=_("If the wording names a day. Leave empty otherwise."),
    )
    restricts_nothing = forms.BooleanField(label=_("It restricts nothing of ours"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Who said so, or where the contract says it. It stays on record."),
    )
    # The ruling that the person has seen.
    replaces = forms.IntegerField(
        required=False, min_value=1, max_value=LARGEST, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        restricts = bool(cleaned.get("restrictions") or cleaned.get("ends_on"))
        if not self.errors and restricts is cleaned.get("restricts_nothing"):
            if restricts:
                message = _("It cannot restrict something and nothing. Tick one or the other.")
            else:
                message = _("Tick what it means, or that it restricts nothing of ours.")
            raise ValidationError(message, code="meaning_unclear")
        return cleaned

    def meaning(self) -> Meaning:
        return Meaning(self.cleaned_data["restrictions"], self.cleaned_data["ends_on"])
