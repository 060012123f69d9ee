"""Sections and partners, and the ledger of editions to read. Nothing printed is changed."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from taggit.models import Tag

from accounts import services
from accounts.models import User
from accounts.users import signed_in_user
from attribution.wording import house_end
from editions import partners
from editions.models import Edition, Partner, Section
from editions.views import reports

admin.site.unregister(Tag)  # topics are our tags: articles/topics/admin.py


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin[Section]):
    list_display = ("name", "name_en", "slug", "order")
    search_fields = ("search_fold",)
    ordering = ("order",)
    fields = ("name", "name_en", "order", "members", "slug")
    readonly_fields = ("slug",)
    filter_horizontal = ()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the members, and record who came and who left. Nobody adds or removes themselves."""
        section, by, at = form.instance, signed_in_user(request), timezone.now()
        before = set(section.members.all())
        super().save_related(request, form, formsets, change)
        changed = before ^ set(section.members.all())
        if by in changed:
            (section.members.add if by in before else section.members.remove)(by)
            sentence = _("Your own place at a desk was not changed: ask somebody else to.")
            messages.warning(request, sentence)
        for person in changed - {by}:
            joined, left = ([], [section.name]) if person in before else ([section.name], [])
            services.record_desk(person, joined=joined, left=left, by=by, at=at)


@admin.register(Edition)
class EditionAdmin(admin.ModelAdmin[Edition]):
    list_display = (
        "headline_or_notice",
        "number",
        "kind",
        "section",
        "published_at",
        "published_by",
    )
    list_filter = ("kind", "section")
    list_select_related = ("section", "published_by")
    search_fields = ("search_fold",)
    ordering = ("-published_at",)
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        report = self.admin_site.admin_view(reports.picture_use)
        return [path("picture-use/", report, name="editions_picture_use"), *super().get_urls()]

    @admin.display(description=_("headline"))
    def headline_or_notice(self, edition: Edition) -> str:
        return edition.headline or edition.note or edition.get_kind_display()

    @admin.display(description=_("on the site"))
    def address(self, edition: Edition) -> str:
        url = edition.get_absolute_url()
        return format_html('<a href="{}">{}</a>', url, url)

    @admin.display(description=_("superseded at"))
    def ends(self, edition: Edition) -> str:
        return house_end(edition.superseded_at)

    # Django links a person’s name to their account, which few who read editions may open.
    @admin.display(description=_("approved by"))
    def approver(self, edition: Edition) -> User | None:
        return edition.approved_by

    @admin.display(description=_("published by"))
    def publisher(self, edition: Edition) -> User:
        return edition.published_by

    def get_fields(self, request: HttpRequest, obj: Edition | None = None) -> tuple[str, ...]:
        return (
            "number",
            "kind",
            "note",
            "headline",
            "kicker",
            "standfirst",
            "byline",
            "source_line",
            "section",
            "published_at",
            "ends",
            "public_until",
            "approver",
            "publisher",
            "address",
        )

    def get_readonly_fields(
        self, request: HttpRequest, obj: Edition | None = None
    ) -> tuple[str, ...]:
        return self.get_fields(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return False


@admin.register(Partner)
class PartnerAdmin(admin.ModelAdmin[Partner]):
    """Partners and their tokens. A token is shown on one page once: the answer to a POST."""

    list_display = ("name", "active", "token_issued_at", "last_used_on")
    list_filter = ("active",)
    ordering = ("name",)
    search_fields = ("search_fold",)
    fields = ("name", "active", "notes", "created_at", "token_issued_at", "last_used_on")
    readonly_fields = ("created_at", "token_issued_at", "last_used_on")

    def get_urls(self) -> list[URLPattern]:
        new_token = self.admin_site.admin_view(
            require_http_methods(["GET", "POST"])(self.new_token)
        )
        return [
            path("<int:pk>/new-token/", new_token, name="editions_partner_new_token"),
            *super().get_urls(),
        ]

    def has_delete_permission(self, request: HttpRequest, obj: Partner | None = None) -> bool:
        return False  # deactivated and retained

    def save_model(
        self, request: HttpRequest, obj: Partner, form: forms.Form, change: bool
    ) -> None:
        if not change:
            obj.token = partners.issue_token(obj, at=timezone.now())
        super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: Partner, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show the token at once: for a redirect it would have to be stored in between."""
        return self._token_page(request, obj, token=obj.token)

    def new_token(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Confirm on GET; make a new token on POST, which ends the one before it at once."""
        partner = get_object_or_404(Partner, pk=pk)
        if not self.has_change_permission(request, partner):
            raise PermissionDenied
        if request.method != "POST":
            return self._token_page(request, partner)
        token = partners.issue_token(partner, at=timezone.now())
        partner.save(update_fields=["token_sha256", "token_issued_at"])
        self.log_change(request, partner, gettext("A new token was made."))
        return self._token_page(request, partner, token=token)

    def _token_page(self, request: HttpRequest, partner: Partner, token: str = "") -> HttpResponse:
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": _("The token") if token else _("Make a new token"),
            "opts": Partner._meta,
            "partner": partner,
            "token": token,
        }
        return TemplateResponse(request, "admin/editions/partner/token.html", context)
