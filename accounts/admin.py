"""People of the newsroom and their roles."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import services
from accounts.forms import NewUserForm, PasswordForm, UserForm
from accounts.models import AccountChange, User
from accounts.users import signed_in_user

RIGHTS = ("is_active", "is_staff", "is_superuser", "groups")
TRAIL_LENGTH = 100

admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User]):
    add_form = NewUserForm
    form = UserForm
    change_password_form = PasswordForm
    list_display = ("username", "first_name", "last_name", "email", "is_active")
    list_filter = ("groups", "is_active")
    search_fields = ("search_fold",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Preferences"), {"fields": ("language", "mail_about_copy")}),
        (_("Roles"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("What was changed"), {"fields": ("trail",)}),
    )
    readonly_fields = ("trail",)
    filter_horizontal = ()

    def get_urls(self) -> list[URLPattern]:
        language = self.admin_site.admin_view(require_POST(self.choose_language))
        return [path("language/", language, name="accounts_language"), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Return the fields that cannot be edited.

        Nobody changes their own rights, and only a superuser makes a superuser.
        """
        user = signed_in_user(request)
        fields = tuple(str(name) for name in super().get_readonly_fields(request, obj))
        if obj is not None and obj.pk == user.pk:
            return (*fields, *RIGHTS)
        return fields if user.is_superuser else (*fields, "is_superuser")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.is_superuser and not signed_in_user(request).is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False  # who left is deactivated; what they did stays theirs

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        form.rights_before = services.Rights.of(obj) if change else None
        obj.must_change_password = obj.must_change_password or not change
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        account, by, at = form.instance, signed_in_user(request), timezone.now()
        if change:
            form.recorded = services.record_rights(account, form.rights_before, by=by, at=at)
        else:
            form.recorded = services.record_new(account, by=by, at=at)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Return what was changed with the names of roles, where Django has “Groups.”."""
        recorded: list[AccountChange] = getattr(form, "recorded", [])
        if add or not recorded:
            return super().construct_change_message(request, form, formsets, add)
        others = [name for name in form.changed_data if name not in (*RIGHTS, "email", "username")]
        labels = [str(form.fields[name].label) for name in others]
        return ". ".join([*map(str, recorded), *labels])

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Set the password of somebody else, who is told and has to change it; one's own elsewhere."""
        account, by = self.get_object(request, unquote(id)), signed_in_user(request)
        if account is None:
            return super().user_change_password(request, id, form_url)
        if account.pk == by.pk:
            return HttpResponseRedirect(reverse("admin:password_change"))
        if not services.may_set_password(account, by=by):
            raise PermissionDenied
        before = account.password
        with transaction.atomic():
            response = super().user_change_password(request, id, form_url)
            account.refresh_from_db()
            if account.password != before:
                services.record_password(account, by=by, at=timezone.now())
        return response

    @admin.display(description=_("trail"))
    def trail(self, account: User) -> SafeString | str:
        lines = account.account_changes.select_related("created_by").order_by("-pk")[:TRAIL_LENGTH]
        rows = [
            (date_format(timezone.localtime(line.created_at), "d/m/Y - H:i"), line.created_by, line)
            for line in lines
        ]
        if not rows:
            return self.get_empty_value_display()
        return format_html(
            '<ul class="trail">{}</ul>', format_html_join("", "<li>{} · {} · {}</li>", rows)
        )

    def choose_language(self, request: HttpRequest) -> HttpResponse:
        """Switch the desk to another language, for this user, and go back to the page."""
        chosen = request.POST.get("language", "")
        if chosen in dict(settings.LANGUAGES):
            User.objects.filter(pk=signed_in_user(request).pk).update(language=chosen)
        back = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
            back = reverse("admin:index")
        return HttpResponseRedirect(back)


@admin.register(Group)
class RoleAdmin(DjangoGroupAdmin):
    """Roles, which a superuser alone changes: what a role may do, whoever has it may do."""

    search_fields = ()  # a handful, and shown by other names than those in the database

    def has_add_permission(self, request: HttpRequest) -> bool:
        return signed_in_user(request).is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return signed_in_user(request).is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return signed_in_user(request).is_superuser

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        role, by = form.instance, signed_in_user(request)
        before = services.permissions_of(role)
        super().save_related(request, form, formsets, change)
        services.record_role(role, before, by=by, at=timezone.now())
