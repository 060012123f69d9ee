"""Agency copy arriving: feeds, deliveries, items and their versions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WiresConfig(AppConfig):
    name = "wires"
    verbose_name = _("Agency copy")
