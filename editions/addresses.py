"""Addresses and moments as feeds, structured data and partners read them."""

from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone


def absolute_url(path: str) -> str:
    """The path as a full address of the site."""
    return urljoin(settings.SITE_URL, path)


def isoformat_local(at: datetime) -> str:
    """ISO 8601 with the house's offset, to the second."""
    return timezone.localtime(at).isoformat(timespec="seconds")
