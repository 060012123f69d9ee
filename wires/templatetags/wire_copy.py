"""Agency copy on pages of the desk. The one place where its HTML is wrapped for output."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from attribution import wording
from wires.parsing import markup

register = template.Library()
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@register.filter
def agency_body(html: str) -> SafeString:
    """The body of a version, cleaned once more: what is stored is believed no more than what came."""
    return mark_safe(markup.clean(html))  # noqa: S308  cleaned in this line


@register.simple_tag
def language_of(language: str) -> SafeString:
    """The attribute that says in which language words stand; nothing where that is no language's sign."""
    if not _LANGUAGE.fullmatch(language):
        return ""
    return format_html(' lang="{}"', language)


@register.simple_tag
def version_name(version):
    """What a version is called in a list: its number where it has one, and when it came."""
    came = wording.house_time(version.received_at)
    if version.version is None:
        return came
    return _("Version %(number)d, %(time)s") % {"number": version.version, "time": came}
