"""The admin site of the desk: Django's own, with our theme, home, navigation and content policy."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

from csp.constants import NONCE, SELF
from csp.decorators import csp_replace
from django.contrib import admin
from django.contrib.admin.options import FORMFIELD_FOR_DBFIELD_DEFAULTS
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.auth.views import PasswordChangeView
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.forms import OwnPasswordForm
from accounts.model_admin import BoundedAdmin, BoundedMultipleChoiceField, LogAdmin, is_log
from accounts.users import signed_in_user
from articles import dashboard

# Scripts only from here and, for the editor's import map, with the page's nonce. The editor reads
# pasted formatting from style attributes, so those alone may be inline (measured: without it, text
# pasted from word processors arrives wrong).
EDITOR_STYLES = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"  # added by Tiptap
POLICY = {
    "default-src": ["'none'"],
    "script-src": [SELF, NONCE],
    "style-src": [SELF],
    "style-src-elem": [SELF, EDITOR_STYLES],
    "style-src-attr": ["'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "base-uri": ["'none'"],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}
# Choices are bounded; for a moment or a day the input of text/forms.py, instead of two with pop-ups; and
# text areas that leave room for the rest of the form.
FORMFIELD_FOR_DBFIELD_DEFAULTS |= {
    models.ManyToManyField: {"form_class": BoundedMultipleChoiceField},
    models.DateTimeField: {},
    models.DateField: {},
    models.TextField: {"widget": AdminTextareaWidget({"rows": 4})},
}
# The navigation: models that belong together for the people who work here, whatever their app.
GROUPS = (
    (_("Copy"), ("articles.Article", "editions.Edition")),
    (_("Wire"), ("wires.WireItem", "wires.Feed", "wires.Delivery")),
    (_("Pictures"), ("images.Image",)),
    (
        _("Credits and sources"),
        ("attribution.Author", "attribution.Agency", "attribution.UnclearTerm"),
    ),
    (_("Readers’ site"), ("editions.Section", "editions.Topic", "editions.Partner")),
    (_("People"), ("accounts.User", "auth.Group")),
)

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class NewsroomAdminSite(admin.AdminSite):
    """Django's site. Each list and form is bounded, also those that other packages bring."""

    site_header = _("Newsroom")
    site_title = _("Newsroom")
    index_title = _("The desk")
    index_template = "admin/desk.html"
    logout_template = "admin/logged_out.html"
    empty_value_display = "–"
    enable_nav_sidebar = False  # the navigation is a bar, which fits on a phone

    def register(
        self,
        model_or_iterable: type[models.Model] | Iterable[type[models.Model]],
        admin_class: type[admin.ModelAdmin[Any]] | None = None,
        **options: Any,
    ) -> None:
        """Register as Django does, with BoundedAdmin before the class; a log with LogAdmin."""
        given = admin_class or admin.ModelAdmin
        attributes = {"__module__": given.__module__, "__doc__": given.__doc__}
        class_of_admins: Any = type(given)  # it collects their media
        models_given = (
            [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        )
        for model in models_given:
            bounds = LogAdmin if is_log(model) else BoundedAdmin
            bounded = class_of_admins(given.__name__, (bounds, given), attributes)
            super().register(model, bounded, **options)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Return Django's addresses without the view that tells anybody at the desk where an object is."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        return cast(View, csp_replace(POLICY)(super().admin_view(view, cacheable)))

    @method_decorator(csp_replace(POLICY))
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().login(request, extra_context)

    def password_change(  # type: ignore[override]  # Django redirects too
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """As Django's, with a form that records the change and ends the need for one."""
        context = {**self.each_context(request), **(extra_context or {})}
        view = PasswordChangeView.as_view(
            form_class=OwnPasswordForm,
            success_url=reverse("admin:password_change_done"),
            extra_context=context,
        )
        return cast(HttpResponse, view(request))

    def logout(  # type: ignore[override]  # Django redirects too
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response = super().logout(request, extra_context)
        if (
            response.headers.get("Location") == request.path
        ):  # a refused “next”; GET is refused here
            return HttpResponseRedirect(reverse("admin:login"))
        return response

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        panels = dashboard.panels(signed_in_user(request), at=timezone.now())
        return super().index(request, {**(extra_context or {}), "panels": panels})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the models this user may see, in our groups; the page of one app keeps Django's list."""
        if app_label:
            return super().get_app_list(request, app_label)
        models = {
            f"{app['app_label']}.{model['object_name']}": model
            for app in super().get_app_list(request)
            for model in app["models"]
        }
        groups = []
        for number, (name, labels) in enumerate(GROUPS):
            entries = [models.pop(label) for label in labels if label in models]
            if entries:
                groups.append(_group(f"group-{number}", name, entries))
        return groups + ([_group("others", _("More"), list(models.values()))] if models else [])


def _group(label: str, name: str | Promise, models: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": name,
        "app_label": label,
        "app_url": "",
        "has_module_perms": True,
        "models": models,
    }
