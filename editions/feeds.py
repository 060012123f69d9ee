"""RSS of the whole site and of each section: the newest stories, each picture with its credit."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed

from editions import attribution, pages
from editions.addresses import absolute_url
from editions.models import Edition, Section

LENGTH = 30


class NewsRss(Rss201rev2Feed):
    """RSS 2.0 with Dublin Core creators and Media RSS pictures."""

    def rss_attributes(self):
        return {
            **super().rss_attributes(),
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
        }

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for creator in item["creators"]:
            handler.addQuickElement("dc:creator", creator)
        said = item["said"]
        if said.source_line:
            handler.addQuickElement("dc:source", said.source_line)
        # RSS has a place for the rights in a channel only; Dublin Core has one that may stand twice.
        for words in filter(None, (said.copyright_notice, said.usage_terms)):
            handler.addQuickElement("dc:rights", words)
        if picture := item["picture"]:
            media = {
                "url": absolute_url(picture.largest),
                "medium": "image",
                "type": "image/jpeg",
                "width": str(picture.whole.largest.width),
                "height": str(picture.whole.largest.height),
            }
            handler.startElement("media:content", media)
            handler.addQuickElement("media:description", picture.caption, {"type": "plain"})
            handler.addQuickElement("media:credit", picture.credit_line)
            if picture.creator:
                handler.addQuickElement("media:credit", picture.creator, _role("photographer"))
            for agency in picture.agencies:
                handler.addQuickElement("media:credit", agency, _role("provider"))
            if picture.copyright_notice:
                handler.addQuickElement("media:copyright", picture.copyright_notice)
            handler.endElement("media:content")


def _role(name):
    return {"role": name, "scheme": "urn:ebu"}


class SiteFeed(Feed):
    """The newest stories of the site."""

    feed_type = NewsRss
    language = settings.LANGUAGE_CODE
    item_guid_is_permalink = False

    def title(self, section):
        return f"{section} – {settings.SITE_NAME}" if section else settings.SITE_NAME

    def link(self, section):
        return absolute_url(section.get_absolute_url() if section else "/")

    def feed_url(self, section):
        path = reverse("section-feed", args=[section.slug]) if section else reverse("feed")
        return absolute_url(path)

    def description(self, section):
        return self.title(section)

    def items(self, section):
        at = timezone.now()
        editions = Edition.objects.live(at)
        if section:
            editions = editions.filter(section=section)
        return pages.cards(editions.newest_first()[:LENGTH], at=at)

    def item_title(self, card):
        return card.edition.headline

    def item_description(self, card):
        return card.edition.standfirst

    def item_link(self, card):
        return absolute_url(card.edition.get_absolute_url())

    def item_guid(self, card):
        return f"{settings.SITE_URL}/#{card.edition.story_id}"

    def item_pubdate(self, card):
        return timezone.localtime(card.edition.first_published_at)

    def item_updateddate(self, card):
        return timezone.localtime(card.edition.published_at)

    def item_categories(self, card):
        return [
            card.edition.section.name,
            *(t["name"] for t in card.edition.linked_entities["topics"]),
        ]

    def item_extra_kwargs(self, card):
        return {
            "creators": [author["name"] for author in card.edition.linked_entities["authors"]],
            "said": attribution.attribution_for(card.edition),
            "picture": card.picture,
        }


class SectionFeed(SiteFeed):
    """The newest stories of one section."""

    def get_object(self, request, slug):
        return get_object_or_404(Section, slug=slug)
