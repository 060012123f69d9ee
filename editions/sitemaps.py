"""Sitemaps for search engines: the sections, and every live story however large the archive is."""

from datetime import datetime
from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.utils import timezone

from editions import pages
from editions.models import Edition, Section

Item = TypeVar("Item", Edition, Section)


class _OurSitemap(Sitemap[Item]):
    limit = 5000

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme


class SectionSitemap(_OurSitemap[Section]):
    changefreq = "hourly"

    def items(self) -> QuerySet[Section]:
        return pages.open_sections(at=timezone.now())


class StorySitemap(_OurSitemap[Edition]):
    def items(self) -> QuerySet[Edition]:
        editions = Edition.objects.live().select_related("section").order_by("story")
        return editions.only("changed_at", "slug", "story", "section__slug")

    def lastmod(self, edition: Edition) -> datetime:
        return edition.changed_at


SITEMAPS = {"sections": SectionSitemap, "stories": StorySitemap}
