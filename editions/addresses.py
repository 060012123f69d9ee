"""Addresses of the site: in full, as feeds, structured data and partners read them, and which are taken."""

from functools import cache
from urllib.parse import urljoin

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver


def absolute_url(path: str) -> str:
    """Return the path as a full address of the site."""
    return urljoin(settings.SITE_URL, path)


@cache
def reserved_parts() -> frozenset[str]:
    """Return the first parts of all addresses but those of sections: no section may have one of them."""
    routes = {*_routes(get_resolver().url_patterns), settings.STATIC_URL.lstrip("/")}
    first = {route.split("/")[0] for route in routes}
    return frozenset(part for part in first if part and "<" not in part)


def _routes(patterns: list[URLPattern | URLResolver]) -> set[str]:
    """Return the routes of these patterns, with those of what is included at the top."""
    routes = {str(pattern.pattern) for pattern in patterns}
    for pattern in patterns:
        if isinstance(pattern, URLResolver) and not str(pattern.pattern):
            routes |= _routes(pattern.url_patterns)
    return routes
