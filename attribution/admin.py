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


class ContractInline(admin.StackedInline[Contract, Agency]):
    model = Contract
    extra = 0

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
        (_("For the desk"), {"fields": ("notes",)}),
    )
    readonly_fields = ("slug",)
