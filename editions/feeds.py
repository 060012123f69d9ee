"""RSS of the site and of each section: the newest stories, each picture with its credit."""

from datetime import datetime
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from editions import pages
from editions.addresses import absolute_url
from editions.attribution import attribution_for
from editions.models import Edition, Section
from editions.pages import Card
from editions.pictures import Picture

LENGTH = 30


class NewsRss(Rss201rev2Feed):
    """RSS 2.0 with Dublin Core creators and Media RSS pictures."""

    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
        }

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for creator in item["creators"]:
            handler.addQuickElement("dc:creator", creator)
        attribution = item["attribution"]
        if attribution.source_line:
            handler.addQuickElement("dc:source", attribution.source_line)
        # RSS has an element for the rights of a channel only; that of Dublin Core may be repeated.
        for text in filter(None, (attribution.copyright_notice, attribution.usage_terms)):
            handler.addQuickElement("dc:rights", text)
        if item["picture"]:
            self._add_picture(handler, item["picture"])

    def _add_picture(self, handler: SimplerXMLGenerator, picture: Picture) -> None:
        media = {
            "url": absolute_url(picture.largest),
            "medium": "image",
            "type": "image/jpeg",
            "width": str(picture.whole.largest.width),
            "height": str(picture.whole.largest.height),
        }
        handler.startElement("media:content", AttributesImpl(media))
        handler.addQuickElement("media:description", picture.caption, {"type": "plain"})
        handler.addQuickElement("media:credit", picture.credit_line)
        if picture.creator:
            handler.addQuickElement("media:credit", picture.creator, _role("photographer"))
        for agency in picture.agencies:
            handler.addQuickElement("media:credit", agency, _role("provider"))
        if picture.copyright_notice:
            handler.addQuickElement("media:copyright", picture.copyright_notice)
        handler.endElement("media:content")


def _role(name: str) -> dict[str, str]:
    return {"role": name, "scheme": "urn:ebu"}


class SiteFeed(Feed[Card, Section]):
    """The newest stories of the site."""

    feed_type = NewsRss
    language = settings.LANGUAGE_CODE
    item_guid_is_permalink = False

    def title(self, section: Section | None) -> str:
        return f"{section} – {settings.SITE_NAME}" if section else settings.SITE_NAME

    def link(self, section: Section | None) -> str:
        return absolute_url(section.get_absolute_url() if section else "/")

    def feed_url(self, section: Section | None) -> str:
        path = reverse("section-feed", args=[section.slug]) if section else reverse("feed")
        return absolute_url(path)

    def description(self, section: Section | None) -> str:
        return self.title(section)

    def items(self, section: Section | None) -> list[Card]:
        at = timezone.now()
        editions = Edition.objects.live(at)
        if section:
            editions = editions.filter(section=section)
        return pages.cards(editions.newest_first()[:LENGTH], at=at)

    def item_title(self, card: Card) -> str:
        return card.edition.headline

    def item_description(self, card: Card) -> str:
        return card.edition.standfirst

    def item_link(self, card: Card) -> str:
        return absolute_url(card.edition.get_absolute_url())

    def item_guid(self, card: Card) -> str:
        return f"{settings.SITE_URL}/#{card.edition.story_id}"

    def item_pubdate(self, card: Card) -> datetime:
        return timezone.localtime(card.edition.first_published_at)

    def item_updateddate(self, card: Card) -> datetime:
        return timezone.localtime(card.edition.changed_at)

    def item_categories(self, card: Card) -> list[str]:
        return [
            card.edition.section.name,
            *(topic["name"] for topic in card.edition.linked_entities["topics"]),
        ]

    def item_extra_kwargs(self, card: Card) -> dict[str, Any]:
        return {
            "creators": [author["name"] for author in card.edition.linked_entities["authors"]],
            "attribution": attribution_for(card.edition),
            "picture": card.picture,
        }


class SectionFeed(SiteFeed):
    """The newest stories of one section."""

    def get_object(self, request: HttpRequest, slug: str) -> Section:
        return get_object_or_404(pages.open_sections(at=timezone.now()), slug=slug)
