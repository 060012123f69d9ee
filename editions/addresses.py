"""Full addresses of the site, as feeds, structured data and partners read them."""

from urllib.parse import urljoin

from django.conf import settings


def absolute_url(path: str) -> str:
    """Return the path as a full address of the site."""
    return urljoin(settings.SITE_URL, path)
