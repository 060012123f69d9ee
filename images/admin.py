"""The library at the desk: taking pictures in, saying what they are and by what right they run."""

from django.contrib import admin
from django.db import transaction
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from images import renditions, rights, tasks
from images.forms import ImageForm
from images.models import Image, Lease, Rendition

PICKER_LENGTH = 24
FIELDSETS = (
    (_("For readers"), {"fields": ("caption", "alt")}),
    (
        _("Who made it"),
        {"fields": ("creator", "origin", "via", "qualifier", "credit", "credit_override")},
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
            )
        },
    ),
    (_("More"), {"fields": ("digital_source_type", "portrait_of", ("focal_x", "focal_y"))}),
    (_("Withdrawal"), {"fields": ("withdrawn_at", "withdrawn_reason")}),
)


def desk_address(image):
    """Where the desk sees its files, published or not. Asks for the permission to see pictures."""
    return reverse("admin:images_image_file", args=[image.pk, "-"]).removesuffix("-")


def thumbnail(image, width=320):
    """The desk's address of the smallest file of at least `width`, or ""."""
    files = [r for r in image.renditions.all() if r.format == Rendition.Format.JPEG]
    files.sort(key=lambda rendition: rendition.width)
    fit = next((r for r in files if r.width >= width), files[-1] if files else None)
    return desk_address(image) + fit.name if fit else ""


class LeaseInline(admin.StackedInline):
    """Rulings are added, never changed: what was ruled stays on record."""

    model = Lease
    extra = 0

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class MayBeUsedFilter(admin.SimpleListFilter):
    title = _("may be used now")
    parameter_name = "usable"

    def lookups(self, request, model_admin):
        return [("1", _("yes")), ("0", _("no"))]

    def queryset(self, request, queryset):
        usable = rights.usable(timezone.now())
        if self.value() == "1":
            return queryset.filter(pk__in=usable)
        return queryset.exclude(pk__in=usable) if self.value() == "0" else queryset


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    form = ImageForm
    inlines = (LeaseInline,)
    list_display = ("preview", "words", "credit", "rights", "uploaded_at")
    list_display_links = ("preview", "words")
    list_filter = (MayBeUsedFilter, "rights", "origin")
    ordering = ("-uploaded_at",)
    search_fields = ("search_fold",)
    list_per_page = 40
    show_full_result_count = False
    readonly_fields = ("large_preview", "facts", "verdict", "credit")

    def get_queryset(self, request):
        return (
            super().get_queryset(request).with_credit(timezone.now()).prefetch_related("renditions")
        )

    def get_search_results(self, request, queryset, search_term):
        return queryset.matching(search_term), False

    def get_fieldsets(self, request, obj=None):
        """A new picture has a file and nothing to show yet; a known one keeps its file."""
        first = ("large_preview", "facts", "verdict") if obj else ("original",)
        return [(None, {"fields": first}), *FIELDSETS]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        if not request.user.has_perm("images.withdraw_image"):
            fields = (*fields, "withdrawn_at", "withdrawn_reason")
        if not request.user.has_perm("images.change_image"):
            # Who hands a picture in says by what right; the rest is the picture desk's to rule.
            fields = (*fields, "usable_from", "usable_until", "portrait_of")
        return fields

    def get_urls(self):
        def at_the_desk(view, cacheable=False):
            return self.admin_site.admin_view(require_safe(view), cacheable)

        return [
            path("library/", at_the_desk(self.library), name="images_image_library"),
            path(
                "<int:pk>/files/<str:name>",
                at_the_desk(self.file, cacheable=True),
                name="images_image_file",
            ),
            *super().get_urls(),
        ]

    def get_inlines(self, request, obj):
        return super().get_inlines(request, obj) if obj else ()

    def has_delete_permission(self, request, obj=None):
        return False  # withdrawn and retained

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        if not change:
            obj.uploaded_by = request.user
        super().save_model(request, obj, form, change)
        if not change:
            renditions.make(obj, Rendition.Format.JPEG)
            transaction.on_commit(lambda: tasks.make_webp.enqueue(obj.pk))

    def save_formset(self, request, form, formset, change):
        for lease_form in formset.forms:
            if isinstance(lease_form.instance, Lease) and not lease_form.instance.pk:
                lease_form.instance.given_by = request.user
        super().save_formset(request, form, formset, change)

    def library(self, request):
        """The newest pictures that match `q`, or the one `id` or none, each with its verdict."""
        self._demand_sight(request)
        at = timezone.now()
        wanted, pictures = request.GET.get("id"), self.get_queryset(request)
        if wanted is not None:
            number = wanted.isascii() and wanted.isdigit() and len(wanted) < 12
            pictures = pictures.filter(pk=wanted if number else 0)
        pictures = pictures.matching(request.GET.get("q", ""))
        found = list(pictures.order_by("-uploaded_at")[:PICKER_LENGTH])
        verdicts = rights.verdicts([image.pk for image in found], at=at)
        return JsonResponse({"pictures": [_entry(image, verdicts[image.pk]) for image in found]})

    def file(self, request, pk, name):
        """One rendition, for the desk. The original is never served."""
        self._demand_sight(request)
        image = get_object_or_404(Image.objects.prefetch_related("renditions"), pk=pk)
        found = next((r for r in image.renditions.all() if r.name == name), None)
        if found is None:
            raise Http404
        response = FileResponse(found.file.open("rb"), content_type=found.content_type)
        response["Cache-Control"] = "private, max-age=86400"
        return response

    def _demand_sight(self, request):
        if not self.has_view_permission(request):
            raise Http404

    @admin.display(description=_("picture"))
    def preview(self, image):
        return _shown(image, 120)

    @admin.display(description=_("picture"))
    def large_preview(self, image):
        return _shown(image, 480)

    @admin.display(description=_("file"))
    def facts(self, image):
        size = filesizeformat(image.size)
        return f"{image.format.upper()}, {image.width} × {image.height}, {size}"

    @admin.display(description=_("caption"), ordering="caption")
    def words(self, image):
        return str(image)

    @admin.display(description=_("credit"))
    def credit(self, image):
        return image.credit_line() if image.pk else self.get_empty_value_display()

    @admin.display(description=_("use of it now"))
    def verdict(self, image):
        verdict = rights.verdict(image, at=timezone.now())
        lines = [("block", s) for s in verdict.blocks] + [("warn", s) for s in verdict.warnings]
        if verdict.may_be_used:
            lines.insert(0, ("fine", _("It may be used.")))
        return format_html(
            '<ul class="problems">{}</ul>', format_html_join("", '<li class="{}">{}</li>', lines)
        )


def _shown(image, width):
    address = thumbnail(image, width)
    if not address:
        return "–"
    return format_html(
        '<img class="thumb" src="{}" alt="{}" width="{}">', address, image.alt, width
    )


def _entry(image, verdict):
    return {
        "id": image.pk,
        "src": thumbnail(image),
        "caption": image.caption,
        "alt": image.alt,
        "credit": image.credit_line(),
        "blocks": verdict.blocks,
        "warnings": verdict.warnings,
    }
