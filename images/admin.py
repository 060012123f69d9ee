"""The library at the desk. Declares what is shown; images/services.py makes the changes."""

from typing import Any, cast

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.users import signed_in_user
from images import permissions, photographs, rights, services
from images.filters import FILTERS
from images.forms import ImageForm
from images.models import Image, ImageQuerySet
from images.views import (
    bulk,
    credit_reasons,
    cropping,
    files,
    history,
    library,
    picker,
    proposal,
    upload,
)
from images.views import photographs as same
from images.views.actions import action

FIELDSETS = (
    (_("For readers"), {"fields": ("caption", "alt", "extended_description", "headline")}),
    (
        _("Who made it"),
        {
            "fields": (
                *("creator", "origin", "via", "qualifier", "credit", "credit_override"),
                "because",
            )
        },
    ),
    (
        _("By what right it runs"),
        {
            "fields": (
                "rights",
                ("usable_from", "usable_until"),
                "copyright_notice",
                "usage_terms",
                "instructions",
                ("licensor_name", "licensor_url"),
                "web_statement",
                "data_mining",
            )
        },
    ),
    (
        _("More"),
        {"fields": ("digital_source_type", "date_created", "supplier_reference", "portrait_of")},
    ),
)


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin[Image]):
    form = ImageForm
    list_filter = FILTERS
    actions = (bulk.change_shared,)
    ordering = ("-uploaded_at", "-pk")
    search_fields = ("search_fold",)
    list_per_page = 48
    show_full_result_count = False
    readonly_fields = ("large_preview", "facts", "verdict", "credit", "because")

    def get_queryset(self, request: HttpRequest) -> ImageQuerySet:
        images = cast(ImageQuerySet, super().get_queryset(request))
        return images.with_credit(timezone.now())

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[library.Library]:
        return library.Library

    def get_fieldsets(self, request: HttpRequest, obj: Image | None = None) -> Any:
        """Return the file for a new picture, the preview for a known one, then what both have."""
        first = ("large_preview", "facts", "verdict") if obj else ("original",)
        return [(None, {"fields": first}), *FIELDSETS]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Image | None = None
    ) -> tuple[str, ...]:
        fields = tuple(str(name) for name in super().get_readonly_fields(request, obj))
        if not request.user.has_perm(permissions.CHANGE_IMAGE):
            # The sender states by what right it runs; the rest is for the picture desk to rule.
            fields = (*fields, "usable_from", "usable_until", "portrait_of")
        return fields

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("library/", view(picker.library), name="images_image_library"),
            path(
                "take-in/",
                view(upload.PictureUploadView.as_view()),
                name="images_image_upload",
            ),
            path("share/", view(bulk.share), name="images_image_share"),
            path("<int:pk>/do/<slug:name>/", view(action), name="images_image_action"),
            path(
                "<int:pk>/corrections/<int:proposal_id>/",
                view(proposal.proposal),
                name="images_image_proposal",
            ),
            path(
                "<int:pk>/same/<int:pair_id>/",
                view(same.answer),
                name="images_image_same",
            ),
            path("<int:pk>/crops/", view(cropping.crops), name="images_image_crops"),
            path(
                "<int:pk>/files/<str:name>",
                view(files.rendition, cacheable=True),
                name="images_image_file",
            ),
            *super().get_urls(),
        ]

    def has_delete_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        return False  # withdrawn and retained

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Image | None = None,
    ) -> HttpResponse:
        if obj:
            context |= history.sidebar_context(obj, signed_in_user(request))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the picture's own page, which shows its history."""
        return HttpResponseRedirect(
            reverse("admin:images_image_change", args=[object_id]) + "#history"
        )

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:
        """Import or update by the services. What the form of a new picture states beats its file."""
        at, user = timezone.now(), signed_in_user(request)
        if change:
            values = {name: form.cleaned_data[name] for name in form.changed_data}
            services.update_image(obj, values, by=user, at=at)
            return
        stated = {name: value for name in form.fields if (value := form.cleaned_data[name])}
        file = stated.pop("original")
        imported = services.import_image(file, by=user, at=at, validated=form.validated, **stated)
        obj.pk = imported.image.pk
        obj.refresh_from_db()
        if imported.is_new and photographs.pairs_of([obj.pk]):
            messages.warning(request, _same_photograph(obj))

    def log_addition(self, request: HttpRequest, obj: Image, message: Any) -> Any:
        """Log nothing: the picture's history has it."""

    def log_change(self, request: HttpRequest, obj: Image, message: Any) -> Any:
        """Log nothing: the picture's history has it."""

    @admin.display(description=_("picture"))
    def large_preview(self, image: Image) -> SafeString:
        return files.image_html(image, 480)

    @admin.display(description=_("file"))
    def facts(self, image: Image) -> str:
        size = filesizeformat(image.size)
        lines = [f"{image.format.upper()}, {image.width} × {image.height}, {size}"]
        frames = image.embedded_metadata.get("frames", 1)
        if frames > 1:
            lines.append(_("It has %d frames or pages; the first is used.") % frames)
        return " · ".join(map(str, lines))

    @admin.display(description=_("credit"))
    def credit(self, image: Image) -> str | SafeString:
        return image.credit_line() if image.pk else self.get_empty_value_display()

    @admin.display(description=_("what the file proposes"))
    def because(self, image: Image) -> str | SafeString:
        return credit_reasons.because_html(image) if image.pk else self.get_empty_value_display()

    @admin.display(description=_("use of it now"))
    def verdict(self, image: Image) -> SafeString:
        verdict = rights.verdict(image, at=timezone.now(), use=rights.PRINT)
        lines = [("block", s) for s in verdict.blocks] + [("warn", s) for s in verdict.warnings]
        if verdict.may_be_used:
            lines.insert(0, ("ok", str(_("It may be used."))))
        return _list("problems", lines)


def _same_photograph(image: Image) -> SafeString:
    address = reverse("admin:images_image_change", args=[image.pk]) + "#same"
    looks_like, compare = _("Looks like a picture in the library already"), _("Compare them")
    return format_html('{}: <a href="{}">{}</a>', looks_like, address, compare)


def _list(name: str, lines: list[tuple[str, str]]) -> SafeString:
    return format_html(
        '<ul class="{}">{}</ul>', name, format_html_join("", '<li class="{}">{}</li>', lines)
    )
