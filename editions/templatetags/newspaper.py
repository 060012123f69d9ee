"""What the readers' templates need beyond Django's own: times, addresses, structured data."""

import json
from datetime import datetime

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from attribution import wording
from editions.addresses import absolute_url
from text.datetimes import isoformat_local

register = template.Library()
# Inside <script> only these could end the element or the string.
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}

_SOURCE = '<source type="{}" srcset="{}" sizes="{}">'
_IMG = (
    '<picture>{}<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {}'
    ' decoding="async"></picture>'
)
_EAGER, _LAZY = mark_safe('fetchpriority="high"'), mark_safe('loading="lazy"')


@register.filter
def house_time(at):
    """<time datetime="2024-06-08T16:13:00+07:00">08/06/2024 - 16:13</time>"""
    moment = timezone.localtime(at).isoformat(timespec="seconds")
    return format_html('<time datetime="{}">{}</time>', moment, wording.house_time(at))


@register.filter
def moment(text):
    """A moment out of an edition's data."""
    return datetime.fromisoformat(text)


@register.filter
def iso(at):
    """The moment for machines, in the house's time zone."""
    return isoformat_local(at)


@register.filter
def absolute(path):
    """The whole address of a path of this site."""
    return absolute_url(path)


@register.simple_tag
def site_name():
    return settings.SITE_NAME


@register.simple_tag
def byline(edition):
    """The byline as printed, each author's name a link. Composes nothing: it marks the names."""
    marked, rest = [], edition.byline
    for author in edition.linked_entities.get("authors", []):
        before, name, rest = rest.partition(author["name"])
        link = format_html('<a href="{}" rel="author">{}</a>', _author(author), name)
        marked += [before, link if name else ""]
    return format_html_join("", "{}", ((part,) for part in [*marked, rest]))


@register.simple_tag
def img(picture, sizes, crop="", eager=False):
    """The picture in every width and format there is. `sizes` says how wide it stands on the page."""
    files = picture.crop(crop)
    sources = ((type, addresses, sizes) for type, addresses in files.sources)
    return format_html(
        _IMG,
        format_html_join("", _SOURCE, sources),
        *(files.src, files.srcset, sizes, files.width, files.height, picture.alt),
        _EAGER if eager else _LAZY,
    )


@register.filter
def in_shape(picture, shape):
    """The files of the picture in a shape such as "16x9"."""
    return picture.crop(shape)


@register.simple_tag
def json_ld(data):
    """Structured data as a block that no browser runs. Nothing in it can end the element."""
    encoded = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(encoded),  # noqa: S308  escaped for this element in the line above
    )


def _author(author):
    return reverse("author", args=[author["slug"]])
