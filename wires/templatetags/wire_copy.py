"""Agency copy on pages of the desk. The one place where its HTML is wrapped for output."""

from django import template
from django.utils.safestring import mark_safe

from wires.parsers import markup

register = template.Library()


@register.filter
def agency_body(html):
    """The body of a version, cleaned once more: what is stored is believed no more than what came."""
    return mark_safe(markup.clean(html))  # noqa: S308  cleaned in this line
