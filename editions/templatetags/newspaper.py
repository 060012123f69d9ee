"""Template tags of the readers' pages: times, addresses, bylines, pictures, structured data."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from attribution import wording
from editions.addresses import absolute_url
from editions.models import Edition
from editions.pictures import Files, Picture
from text.datetimes import LATEST, isoformat_local

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
def house_time(at: datetime) -> SafeString:
    """Return <time datetime="2024-06-08T16:13:00+07:00">08/06/2024 - 16:13</time>."""
    return format_html('<time datetime="{}">{}</time>', isoformat_local(at), wording.house_time(at))


@register.filter
def house_end(at: datetime) -> SafeString | str:
    """Return the same of the end of something; “without end” for one that is none."""
    return house_time(at) if at < LATEST else wording.house_end(at)


@register.filter
def from_iso(text: str) -> datetime:
    """Return the datetime that an edition's JSON holds."""
    return datetime.fromisoformat(text)


@register.filter
def iso(at: datetime) -> str:
    """Return the datetime as ISO 8601 in the house's time zone."""
    return isoformat_local(at)


@register.filter
def absolute(path: str) -> str:
    """Return the full address of a path of this site."""
    return absolute_url(path)


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@register.simple_tag
def byline(edition: Edition) -> SafeString:
    """Return the byline as printed, each author's name a link."""
    authors = edition.linked_entities.get("authors", [])
    return _linked(edition.byline, ((a["name"], _author(a)) for a in authors), rel="author")


@register.simple_tag
def source_line(edition: Edition) -> SafeString:
    """Return the source line as printed; the names that a contract asks to link are links."""
    links = edition.linked_entities.get("source_links", [])
    addresses = ((link["name"], link["url"]) for link in links)
    return _linked(edition.source_line, addresses, rel="external")


def _linked(line: str, addresses: Iterable[tuple[str, str]], *, rel: str) -> SafeString:
    """Return the line with each of the names, in the order in which they stand in it, as a link."""
    marked: list[str] = []
    rest = line
    for name, address in addresses:
        before, named, after = rest.partition(name)
        if named:
            link = format_html('<a href="{}" rel="{}">{}</a>', address, rel, named)
            marked, rest = [*marked, before, link], after
    return format_html_join("", "{}", ((part,) for part in [*marked, rest]))


@register.simple_tag
def img(picture: Picture, sizes: str, crop: str = "", eager: bool = False) -> SafeString:
    """Return the picture in every width and format. `sizes` is its width on the page, as in HTML."""
    files = picture.crop(crop)
    sources = ((mime_type, addresses, sizes) for mime_type, addresses in files.sources)
    return format_html(
        _IMG,
        format_html_join("", _SOURCE, sources),
        files.src,
        files.srcset,
        sizes,
        files.width,
        files.height,
        picture.alt,
        _EAGER if eager else _LAZY,
    )


@register.filter
def in_shape(picture: Picture, shape: str) -> Files:
    """Return the files of the picture in a crop such as "16x9"."""
    return picture.crop(shape)


@register.simple_tag
def json_ld(data: Mapping[str, Any]) -> SafeString:
    """Return structured data in an element that no browser runs. Nothing in it can end the element."""
    encoded = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(encoded),  # noqa: S308  escaped for this element in the line above
    )


def _author(author: Mapping[str, str]) -> str:
    return reverse("author", args=[author["slug"]])
