"""Who made it, and how it must be said: authors, agencies, contracts, wording."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttributionConfig(AppConfig):
    name = "attribution"
    verbose_name = _("Credits and sources")
