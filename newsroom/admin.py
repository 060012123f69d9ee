"""The desk's site: Django's own admin under our theme, with its home, its order and its policy."""

from csp.constants import NONCE, SELF
from csp.decorators import csp_replace
from django import forms
from django.contrib import admin
from django.contrib.admin.options import FORMFIELD_FOR_DBFIELD_DEFAULTS
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import dashboard

# Scripts only from here and, for the editor's import map, with the page's nonce. The editor reads
# pasted formatting from style attributes, so those alone may be inline (measured: without it, text
# pasted from word processors arrives wrong).
EDITOR_STYLES = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"  # put in by Tiptap
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
# One labelled input for a moment or a day, the browser's own, instead of split ones with pop-ups;
# and boxes for text that leave room for the rest of the form.
FORMFIELD_FOR_DBFIELD_DEFAULTS |= {
    models.DateTimeField: {
        "form_class": forms.DateTimeField,
        "widget": forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    },
    models.TextField: {"widget": AdminTextareaWidget({"rows": 4})},
    models.DateField: {"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d")},
}
# The navigation: what belongs together for the people who work here, whatever app it is in.
GROUPS = (
    (_("Copy"), ("articles.Article", "editions.Edition")),
    (_("Wire"), ("wires.WireItem", "wires.Feed", "wires.Delivery")),
    (_("Pictures"), ("images.Image",)),
    (_("Credits and sources"), ("attribution.Author", "attribution.Agency")),
    (_("Readers’ site"), ("editions.Section", "editions.Topic", "editions.Partner")),
    (_("People"), ("accounts.User", "auth.Group")),
)


class NewsroomAdminSite(admin.AdminSite):
    site_header = _("Newsroom")
    site_title = _("Newsroom")
    index_title = _("The desk")
    index_template = "admin/desk.html"
    logout_template = "admin/logged_out.html"
    empty_value_display = "–"
    enable_nav_sidebar = False  # ours is a bar, which a phone has room for

    def admin_view(self, view, cacheable=False):
        return csp_replace(POLICY)(super().admin_view(view, cacheable))

    def login(self, request, extra_context=None):
        return csp_replace(POLICY)(super().login)(request, extra_context)

    def index(self, request, extra_context=None):
        panels = dashboard.panels(request.user, at=timezone.now())
        return super().index(request, {**(extra_context or {}), "panels": panels})

    def get_app_list(self, request, app_label=None):
        """The models this user may see, in our groups; one app's own page keeps Django's."""
        if app_label:
            return super().get_app_list(request, app_label)
        models = {
            f"{app['app_label']}.{model['object_name']}": model
            for app in super().get_app_list(request)
            for model in app["models"]
        }
        groups = []
        for number, (name, labels) in enumerate(GROUPS):
            found = [models.pop(label) for label in labels if label in models]
            if found:
                groups.append(_group(f"group-{number}", name, found))
        return groups + ([_group("others", _("More"), list(models.values()))] if models else [])


def _group(label, name, models):
    return {
        "name": name,
        "app_label": label,
        "app_url": "",
        "has_module_perms": True,
        "models": models,
    }
