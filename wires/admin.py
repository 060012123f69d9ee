"""The admin of the wire: URLs, lists and forms. Agency copy itself cannot be changed here."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat, truncatechars
from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from attribution import wording
from wires.forms import FeedForm
from wires.models import Delivery, Feed, WireItem
from wires.views import deliveries, feeds, items, saved_filters, upload

Row = TypeVar("Row", bound=Model)

POLLS_SHOWN = 30  # of a feed's log, on its page
RECENT = 1000  # deliveries whose formats the filter offers


class ReadOnlyAdmin(admin.ModelAdmin[Row]):
    """Admin of agency copy: it can be viewed, and neither added, changed nor deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        raise Http404  # the object's own page shows its history

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        raise Http404  # the object's own page replaces the form


@admin.register(WireItem)
class WireItemAdmin(ReadOnlyAdmin[WireItem]):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("news/", view(items.news, cacheable=True), name="wires_wireitem_news"),
            path("filters/", view(saved_filters.save), name="wires_wireitem_save_filter"),
            path(
                "filters/<int:pk>/delete/",
                view(saved_filters.delete),
                name="wires_wireitem_delete_filter",
            ),
            path("<int:pk>/compare/", view(items.compare), name="wires_wireitem_compare"),
            path("<int:pk>/change/", view(items.item_page), name="wires_wireitem_change"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return items.item_list(request)


class FormatFilter(admin.SimpleListFilter):
    """Filter by the formats of recent deliveries. Reading the whole table would be slow."""

    title, parameter_name = _("format"), "format"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> Iterable[tuple[str, str]]:
        recent = Delivery.objects.order_by("-received_at", "-pk").values_list("format", flat=True)
        return [(format, format) for format in sorted({*recent[:RECENT]}) if format]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> QuerySet[Delivery]:
        return queryset.filter(format=self.value()) if self.value() else queryset


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin[Delivery]):
    list_display = (
        "received_at",
        "name_or_address",
        "feed",
        "format",
        "in_bytes",
        "state",
        "remarks_on_it",
    )
    list_display_links = ("received_at", "name_or_address")
    list_filter = ("state", FormatFilter, "feed")
    list_select_related = ("feed",)
    ordering = ("-received_at", "-pk")
    sortable_by = ()  # only the default order has an index
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each would count the whole table

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        return super().get_queryset(request).defer("raw")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/change/", view(deliveries.delivery_page), name="wires_delivery_change"),
            path(
                "<int:pk>/bytes/", view(deliveries.download, True), name="wires_delivery_download"
            ),
            path("<int:pk>/retry/", view(deliveries.retry), name="wires_delivery_retry"),
            path(
                "<int:pk>/picture/<slug:size>/",
                view(items.picture, cacheable=True),
                name="wires_delivery_picture",
            ),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    @admin.display(description=_("file or address"))
    def name_or_address(self, delivery: Delivery) -> str:
        return truncatechars(str(delivery), 80)

    @admin.display(description=_("size"))
    def in_bytes(self, delivery: Delivery) -> str:
        return filesizeformat(delivery.size)

    @admin.display(description=_("remarks"))
    def remarks_on_it(self, delivery: Delivery) -> str:
        """Why it was not read, or else what was left out of it or read in another way."""
        return truncatechars(delivery.quarantined_because or delivery.remarks, 120)


@admin.register(Feed)
class FeedAdmin(admin.ModelAdmin[Feed]):
    form = FeedForm
    list_display = (
        "name",
        "agency",
        "transport",
        "active",
        "last_poll",
        "last_delivery",
        "consecutive_failures",
        "error",
    )
    list_filter = ("active", "transport")
    search_fields = ("search_fold",)
    list_select_related = ("agency",)
    ordering = ("name",)
    fieldsets = (
        (None, {"fields": ("name", "agency", "language", "zone", "active")}),
        (_("How it arrives"), {"fields": ("transport", "address", "hosts")}),
        (_("Limits"), {"fields": ("interval", "max_bytes", "max_silence_minutes")}),
    )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("hand-in/", view(upload.CopyUploadView.as_view()), name="wires_feed_hand_in"),
            path("<int:pk>/look/", view(feeds.poll_now), name="wires_feed_look"),
            *super().get_urls(),
        ]

    def has_delete_permission(self, request: HttpRequest, obj: Feed | None = None) -> bool:
        return False  # a feed is deactivated instead, and its copy stays

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Feed | None = None,
    ) -> HttpResponse:
        if obj:
            context["polls"] = obj.polls.order_by("-created_at", "-pk")[:POLLS_SHOWN]
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description=_("last look"), ordering="last_polled_at")
    def last_poll(self, feed: Feed) -> str | None:
        return wording.house_time(feed.last_polled_at) if feed.last_polled_at else None

    @admin.display(description=_("last delivery"), ordering="last_delivery_at")
    def last_delivery(self, feed: Feed) -> str | None:
        return wording.house_time(feed.last_delivery_at) if feed.last_delivery_at else None

    @admin.display(description=_("last error"))
    def error(self, feed: Feed) -> str:
        return truncatechars(feed.last_error, 100)
