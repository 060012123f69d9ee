"""What search engines may find: sections, and every story that is live, whatever the archive's size."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap

from editions.models import Edition, Section


class _OurSitemap(Sitemap):
    limit = 5000

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme


class SectionSitemap(_OurSitemap):
    changefreq = "hourly"

    def items(self):
        return Section.objects.order_by("order")


class StorySitemap(_OurSitemap):
    def items(self):
        editions = Edition.objects.live().select_related("section", "story").order_by("story")
        return editions.only("published_at", "section__slug", "story__slug")

    def lastmod(self, edition):
        return edition.published_at


SITEMAPS = {"sections": SectionSitemap, "stories": StorySitemap}
