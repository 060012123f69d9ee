"""Authors, agencies and their contracts, as the desk edits them."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models.fields.related import ManyToManyField
from django.forms.models import ModelChoiceIterator, ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from attribution.models import Agency, Author, Contract
from text import normalise


class AliasesField(forms.CharField):
    """A list of names, edited as one line each."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: list[str] | str) -> str:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = (normalise.one_line(line) for line in str(super().clean(value)).splitlines())
        return list(dict.fromkeys(filter(None, lines)))


class AgencyForm(forms.ModelForm[Agency]):
    aliases = AliasesField(
        label=_("Aliases"),
        required=False,
        help_text=_("Other spellings in copy and picture files, one a line."),
    )

    class Meta:
        model = Agency
        exclude = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "on_kill" in self.fields:  # not for who may only look
            self.fields["on_kill"].required = False  # a form without it leaves it as it is


class ContractForm(forms.ModelForm[Contract]):
    """One contract. What only the other service has is not asked for on the page, and dropped."""

    class Meta:
        model = Contract
        exclude = ()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("service") != Contract.ONLY_FOR["does_not_cover"] and "does_not_cover" in data:
            data["does_not_cover"] = Agency.objects.none()
        return data


class ContractFormSet(forms.BaseInlineFormSet[Contract, Agency, forms.ModelForm[Contract]]):
    """The contracts of an agency, checked against what the agency itself has."""

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            asks = form.cleaned_data.get("link_required") if hasattr(form, "cleaned_data") else None
            if asks and not self.instance.homepage and not form.cleaned_data.get("DELETE"):
                form.add_error(
                    "link_required",
                    _("The agency has no homepage to link to. Enter its homepage above."),
                )


class ContractInline(admin.StackedInline[Contract, Agency]):
    model = Contract
    form = ContractForm
    formset = ContractFormSet
    extra = 0
    fieldsets = (
        (None, {"fields": ("service", ("valid_from", "valid_until"))}),
        # desk.css shows the two with a class for their service alone.
        (
            _("How its text may be used"),
            {"fields": ("may_translate", "may_use_verbatim"), "classes": ("only-for-text",)},
        ),
        (
            _("Which pictures it covers"),
            {"fields": ("does_not_cover",), "classes": ("only-for-picture",)},
        ),
        (_("Where it may be used"), {"fields": ("territory",)}),
        (_("How much, and how long"), {"fields": ("monthly_quota", "archive_days")}),
        (_("How it is named"), {"fields": ("credit_form", "link_required")}),
        (_("Passing on"), {"fields": ("may_pass_on",)}),
    )

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField[Any] | None:
        """Return a field whose agencies are fetched once for all rows."""
        field = super().formfield_for_manytomany(
            db_field, request, queryset=Agency.objects.order_by("name"), **kwargs
        )
        if field is not None:
            field.choices = list(cast("ModelChoiceIterator[Any]", field.choices))
        return field


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin[Author]):
    list_display = ("name", "role", "user")
    ordering = ("name",)
    list_select_related = ("user",)
    search_fields = ("search_fold",)
    fields = ("name", "role", "biography", "contact", "user", "slug")
    readonly_fields = ("slug",)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Author | None = None
    ) -> tuple[str, ...]:
        """Whose account an author is, nobody changes of their own: they could approve what they wrote."""
        fields = tuple(map(str, super().get_readonly_fields(request, obj)))
        is_own = obj is not None and obj.user_id is not None and obj.user_id == request.user.pk
        return (*fields, "user") if is_own else fields


@admin.register(Agency)
class AgencyAdmin(admin.ModelAdmin[Agency]):
    form = AgencyForm
    list_display = ("name", "text_form_vi", "picture_form_vi", "homepage")
    ordering = ("name",)
    search_fields = ("search_fold",)
    inlines = (ContractInline,)
    fieldsets = (
        (None, {"fields": ("name", "aliases", "homepage", "slug")}),
        (
            _("How it is named in print"),
            {
                "fields": (
                    ("text_form_vi", "text_form_en"),
                    ("picture_form_vi", "picture_form_en"),
                    "joins_with_slash",
                ),
                "description": _("What is left empty is printed as its name."),
            },
        ),
        (
            _("When it kills an item"),
            {
                "fields": ("on_kill",),
                "description": _(
                    "Every kill raises an alarm at the desk and holds back what is not printed yet. "
                    "Say what happens besides, at once, to stories that readers have."
                ),
            },
        ),
        (_("For the desk"), {"fields": ("notes",)}),
    )
    readonly_fields = ("slug",)
