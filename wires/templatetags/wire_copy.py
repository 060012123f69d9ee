"""Template tags for agency copy. The only place where its HTML is marked safe for output."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from attribution import wording
from wires.models import WireVersion
from wires.parsing import markup

register = template.Library()
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@register.filter
def agency_body(html: str) -> SafeString:
    """Return the body of a version as safe HTML. It is cleaned again: stored copy is not trusted."""
    return mark_safe(markup.clean(html))  # noqa: S308  cleaned in this expression


@register.simple_tag
def language_of(language: str) -> SafeString:
    """Return the `lang` attribute for a language; nothing when it is not a language tag."""
    if not _LANGUAGE.fullmatch(language):
        return SafeString("")
    return format_html(' lang="{}"', language)


@register.simple_tag
def version_name(version: WireVersion) -> str:
    """Return the name of a version in a list: its number, if it has one, and its time of arrival."""
    arrived = wording.house_time(version.received_at)
    if version.version is None:
        return arrived
    return _("Version %(number)d, %(time)s") % {"number": version.version, "time": arrived}
