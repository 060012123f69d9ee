"""People of the newsroom and their roles."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    SetUnusablePasswordMixin,
    UserChangeForm,
)
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.users import signed_in_user


class NewUserForm(AdminUserCreationForm[User]):
    class Meta(AdminUserCreationForm.Meta):
        model = User


class UserForm(UserChangeForm[User]):
    class Meta(UserChangeForm.Meta):
        model = User


class PasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]  # generic for mypy only
    """Django's own, whose warning is English in every language."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        if field := self.fields.get("usable_password"):
            field.help_text = format_html(
                '{}<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
                SetUnusablePasswordMixin.usable_password_help_text,
                _("If disabled, the current password for this user will be lost."),
            )


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User]):
    add_form = NewUserForm
    form = UserForm
    change_password_form = PasswordForm
    list_display = ("username", "first_name", "last_name", "email", "is_active")
    list_filter = ("groups", "is_active")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Preferences"), {"fields": ("language", "mail_about_copy")}),
        (_("Roles"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
    )
    filter_horizontal = ()

    def get_urls(self) -> list[URLPattern]:
        language = self.admin_site.admin_view(require_POST(self.choose_language))
        return [path("language/", language, name="accounts_language"), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Return the fields that cannot be edited: only a superuser makes a superuser."""
        fields = tuple(str(name) for name in super().get_readonly_fields(request, obj))
        return fields if signed_in_user(request).is_superuser else (*fields, "is_superuser")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.is_superuser and not signed_in_user(request).is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def choose_language(self, request: HttpRequest) -> HttpResponse:
        """Switch the desk to another language, for this user, and go back to the page."""
        chosen = request.POST.get("language", "")
        if chosen in dict(settings.LANGUAGES):
            User.objects.filter(pk=signed_in_user(request).pk).update(language=chosen)
        back = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
            back = reverse("admin:index")
        return HttpResponseRedirect(back)
