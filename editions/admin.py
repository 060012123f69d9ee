"""Sections and topics, and the ledger of editions to look things up in. Nothing printed is changed."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from editions import reports
from editions.models import Edition, Section, Topic

admin.site.unregister(Tag)  # topics are our tags


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    list_display = ("name", "name_en", "slug", "order")
    ordering = ("order",)
    fields = ("name", "name_en", "order", "members", "slug")
    readonly_fields = ("slug",)
    filter_horizontal = ()


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ("name", "slug")
    ordering = ("name",)
    search_fields = ("name",)
    fields = ("name", "slug")
    readonly_fields = ("slug",)


@admin.register(Edition)
class EditionAdmin(admin.ModelAdmin):
    list_display = (
        *("headline_or_notice", "number", "kind"),
        *("section", "published_at", "published_by"),
    )
    list_filter = ("kind", "section")
    list_select_related = ("section", "story", "published_by")
    search_fields = ("headline",)
    ordering = ("-published_at",)
    show_full_result_count = False

    def get_urls(self):
        report = self.admin_site.admin_view(self.picture_use)
        return [path("picture-use/", report, name="editions_picture_use"), *super().get_urls()]

    def picture_use(self, request):
        if not reports.may_settle(request.user):
            raise PermissionDenied
        return reports.picture_use(request)

    @admin.display(description=_("headline"))
    def headline_or_notice(self, edition):
        return edition.headline or edition.note

    @admin.display(description=_("on the site"))
    def address(self, edition):
        url = edition.get_absolute_url()
        return format_html('<a href="{}">{}</a>', url, url)

    def get_fields(self, request, obj=None):
        return (
            *("number", "kind", "note", "headline", "kicker", "standfirst", "byline"),
            *("source_line", "section", "published_at", "superseded_at", "approved_by"),
            *("published_by", "address"),
        )

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
