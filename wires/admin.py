"""Feeds, and what came in by them, to look at."""

from django.contrib import admin

from wires.models import Feed, WireItem


@admin.register(Feed)
class FeedAdmin(admin.ModelAdmin):
    list_display = ("name", "agency", "arrives", "active")
    list_select_related = ("agency",)


@admin.register(WireItem)
class WireItemAdmin(admin.ModelAdmin):
    list_display = ("__str__", "feed")
    list_select_related = ("feed", "current")
    search_fields = ("guid", "current__headline")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
