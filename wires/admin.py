"""The wire at the desk. Declares what is shown and where; nothing an agency sent is changed here."""

from collections.abc import Callable

from django.contrib import admin
from django.http import Http404, HttpRequest
from django.template.defaultfilters import filesizeformat, truncatechars
from django.template.response import TemplateResponse
from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from attribution import wording
from wires.forms import FeedForm
from wires.models import Delivery, Feed, WireItem
from wires.views import deliveries, items, saved_filters, upload

LOOKS = 30  # of a feed's log, on its page
RECENT = 1000  # deliveries among whose formats one can choose


class ReadOnlyAdmin(admin.ModelAdmin):
    """What an agency sent is looked at, and kept as it came."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False

    def at_the_desk(self, view: Callable, cacheable: bool = False) -> Callable:
        return self.admin_site.admin_view(view, cacheable)

    def history_view(self, request: HttpRequest, object_id, extra_context=None) -> None:
        raise Http404  # it has none but its own page


@admin.register(WireItem)
class WireItemAdmin(ReadOnlyAdmin):
    def get_urls(self):
        at = self.at_the_desk
        return [
            path("news/", at(items.news, cacheable=True), name="wires_wireitem_news"),
            path("filters/", at(saved_filters.save), name="wires_wireitem_save_filter"),
            path(
                "filters/<int:pk>/delete/",
                at(saved_filters.delete),
                name="wires_wireitem_delete_filter",
            ),
            path("<int:pk>/compare/", at(items.compare), name="wires_wireitem_compare"),
            path("<int:pk>/change/", at(items.item), name="wires_wireitem_change"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: None = None) -> TemplateResponse:
        return items.listed(request)

    def changeform_view(
        self, request: HttpRequest, object_id=None, form_url: str = "", extra_context=None
    ) -> None:
        raise Http404  # an item has a page, and its number is one


class FormatFilter(admin.SimpleListFilter):
    """The formats of late: to ask the whole table would take long."""

    title, parameter_name = _("format"), "format"

    def lookups(self, request: HttpRequest, model_admin):
        late = Delivery.objects.order_by("-received_at", "-pk").values_list("format", flat=True)
        return [(format, format) for format in sorted({*late[:RECENT]}) if format]

    def queryset(self, request: HttpRequest, queryset):
        return queryset.filter(format=self.value()) if self.value() else queryset


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ("received_at", "what", "feed", "format", "in_bytes", "state", "why")
    list_display_links = ("received_at", "what")
    list_filter = ("state", FormatFilter, "feed")
    list_select_related = ("feed",)
    ordering = ("-received_at", "-pk")
    sortable_by = ()  # no other order has an index
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each would count the whole table

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).defer("raw")

    def get_urls(self):
        at = self.at_the_desk
        return [
            path("<int:pk>/change/", at(deliveries.delivery), name="wires_delivery_change"),
            path("<int:pk>/bytes/", at(deliveries.download, True), name="wires_delivery_download"),
            path("<int:pk>/retry/", at(deliveries.retry), name="wires_delivery_retry"),
            path(
                "<int:pk>/picture/<slug:size>/",
                at(items.picture, cacheable=True),
                name="wires_delivery_picture",
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def changeform_view(
        self, request: HttpRequest, object_id=None, form_url: str = "", extra_context=None
    ) -> None:
        raise Http404

    @admin.display(description=_("file or address"))
    def what(self, delivery: Delivery):
        return truncatechars(str(delivery), 80)

    @admin.display(description=_("size"))
    def in_bytes(self, delivery: Delivery):
        return filesizeformat(delivery.size)

    @admin.display(description=_("quarantined because"))
    def why(self, delivery: Delivery):
        return truncatechars(delivery.quarantined_because, 120)


@admin.register(Feed)
class FeedAdmin(admin.ModelAdmin):
    form = FeedForm
    list_display = (
        "name",
        "agency",
        "transport",
        "active",
        "looked",
        "heard",
        "consecutive_failures",
        "error",
    )
    list_filter = ("active", "transport")
    list_select_related = ("agency",)
    ordering = ("name",)
    fieldsets = (
        (None, {"fields": ("name", "agency", "language", "active")}),
        (_("How it arrives"), {"fields": ("transport", "address", "hosts")}),
        (_("Limits"), {"fields": ("interval", "max_bytes", "max_silence_minutes")}),
    )

    def get_urls(self) -> list[URLPattern]:
        at = self.admin_site.admin_view
        return [
            path("hand-in/", at(upload.upload), name="wires_feed_hand_in"),
            path("<int:pk>/look/", at(upload.poll_now), name="wires_feed_look"),
            *super().get_urls(),
        ]

    def has_delete_permission(self, request: HttpRequest, obj: Feed | None = None) -> bool:
        return False  # it is switched off; what came by it stays

    def render_change_form(
        self,
        request: HttpRequest,
        context,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj=None,
    ):
        if obj:
            context["looks"] = obj.polls.order_by("-created_at", "-pk")[:LOOKS]
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description=_("last look"), ordering="last_polled_at")
    def looked(self, feed: Feed):
        return feed.last_polled_at and wording.house_time(feed.last_polled_at)

    @admin.display(description=_("last delivery"), ordering="last_delivery_at")
    def heard(self, feed: Feed):
        return feed.last_delivery_at and wording.house_time(feed.last_delivery_at)

    @admin.display(description=_("last error"))
    def error(self, feed: Feed):
        return truncatechars(feed.last_error, 100)
