"""Sections, topics and partners, and the ledger of editions to look up. Nothing printed is changed."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from taggit.models import Tag

from editions import partners, reports
from editions.models import Edition, Partner, Section, Topic

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

    # Django links a person’s name to their account, which few who read editions may open.
    @admin.display(description=_("approved by"))
    def approver(self, edition):
        return edition.approved_by

    @admin.display(description=_("published by"))
    def publisher(self, edition):
        return edition.published_by

    def get_fields(self, request, obj=None):
        return (
            *("number", "kind", "note", "headline", "kicker", "standfirst", "byline"),
            *("source_line", "section", "published_at", "superseded_at", "approver"),
            *("publisher", "address"),
        )

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Partner)
class PartnerAdmin(admin.ModelAdmin):
    """Who takes our stories by machine. A token is on one page once: the answer to a POST."""

    list_display = ("name", "active", "token_issued_at", "last_used_on")
    list_filter = ("active",)
    ordering = ("name",)
    search_fields = ("name",)
    fields = ("name", "active", "notes", "created_at", "token_issued_at", "last_used_on")
    readonly_fields = ("created_at", "token_issued_at", "last_used_on")

    def get_urls(self):
        new_token = self.admin_site.admin_view(
            require_http_methods(["GET", "POST"])(self.new_token)
        )
        return [
            path("<int:pk>/new-token/", new_token, name="editions_partner_new_token"),
            *super().get_urls(),
        ]

    def has_delete_permission(self, request, obj=None):
        return False  # deactivated and retained

    def save_model(self, request, obj, form, change):
        if not change:
            obj.token = partners.issue_token(obj, at=timezone.now())
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        """No redirect: the token would have to be kept somewhere in between."""
        return self._show(request, obj, token=obj.token)

    def new_token(self, request, pk):
        """Asks first; the POST makes the token, and the one before it ends at once."""
        partner = get_object_or_404(Partner, pk=pk)
        if not self.has_change_permission(request, partner):
            raise PermissionDenied
        if request.method != "POST":
            return self._show(request, partner)
        token = partners.issue_token(partner, at=timezone.now())
        partner.save(update_fields=["token_sha256", "token_issued_at"])
        self.log_change(request, partner, gettext("A new token was made."))
        return self._show(request, partner, token=token)

    def _show(self, request, partner, token=""):
        context = {
            **self.admin_site.each_context(request),
            "title": _("The token") if token else _("Make a new token"),
            "opts": Partner._meta,
            "partner": partner,
            "token": token,
        }
        return TemplateResponse(request, "admin/editions/partner/token.html", context)
