"""What each public page says, as data for its template. The desk's preview uses the same.

Asks the database; knows no request, so every reader gets the same.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from editions import attribution, body, pictures, structured
from editions.models import Edition, EditionTopic, Section

PAGE_SIZE = 20
LAST_PAGE = 100  # further back, readers search and machines read the sitemap
FRONT_POOL, FRONT_TOP, FRONT_BLOCK = 60, 7, 4


@dataclass(frozen=True)
class Card:
    """A story in a list, with its lead picture if that may run."""

    edition: Edition
    picture: pictures.Picture | None


@dataclass(frozen=True)
class Page:
    """One page of a list. The archive is never counted: that would grow with it."""

    cards: list[Card]
    number: int
    has_next: bool

    @property
    def newer(self):
        return self.number - 1

    @property
    def older(self):
        return self.number + 1 if self.has_next and self.number < LAST_PAGE else 0


def cards(editions, *, at: datetime) -> list[Card]:
    """The editions as cards. Three queries for any number."""
    editions = list(light(editions))
    leads = pictures.of_editions(editions, at=at)
    return [_card(edition, leads) for edition in editions]


def light(editions):
    """The editions with what a card needs and no more."""
    return editions.select_related("section", "story").defer("body", "corrections")


def page_of(editions, number: int, *, at: datetime) -> Page:
    """Page `number`, from 1, of `editions`, newest story first."""
    start = (number - 1) * PAGE_SIZE
    found = cards(editions.newest_first()[start : start + PAGE_SIZE + 1], at=at)
    return Page(found[:PAGE_SIZE], number, len(found) > PAGE_SIZE)


def sections() -> list[Section]:
    """The sections in the order of the navigation."""
    return list(Section.objects.order_by("order", "name"))


def front(*, at: datetime) -> dict:
    """The newest stories, and below them a block for each section that is among the newest."""
    newest = list(light(Edition.objects.live(at).newest_first()[:FRONT_POOL]))
    top, blocks = newest[:FRONT_TOP], {}
    for edition in newest[FRONT_TOP:]:
        block = blocks.setdefault(edition.section, [])
        if len(block) < FRONT_BLOCK:
            block.append(edition)
    leads = pictures.of_editions([*top, *chain(*blocks.values())], at=at)
    in_order = sorted(blocks.items(), key=lambda block: (block[0].order, block[0].name))
    return {
        "lead": [_card(edition, leads) for edition in top[:1]],
        "top": [_card(edition, leads) for edition in top[1:]],
        "blocks": [(section, [_card(e, leads) for e in block]) for section, block in in_order],
    }


def story(edition: Edition, *, at: datetime) -> dict:
    """A story's page."""
    related = _related(edition, at)
    found = pictures.of_editions(related, at=at, whole=edition)
    shown = found.get(edition.pk, [])
    return {
        **_story(edition, shown),
        "structured": structured.news_article(edition, shown),
        "share": next(iter(shown), None),
        "related": [_card(other, found) for other in related],
    }


def preview(edition: Edition, images, *, at: datetime, address: pictures.Address) -> dict:
    """The page that a printing would make, with pictures from the desk's own address."""
    shown = pictures.of_printing(images, edition, at=at, address=address)
    return {**_story(edition, shown), "is_preview": True}


def _story(edition, shown):
    by_order = {picture.order: picture for picture in shown}

    def figure(number):
        picture = by_order.get(number + 1)  # 0 is the lead
        if picture is None:
            return ""
        return render_to_string("editions/_figure.html", {"picture": picture})

    return {
        "edition": edition,
        "said": attribution.attribution_for(edition),
        "lead": by_order.get(0),
        # Clean twice over: editions/body.py cleans, and figures come from a template.
        "body": mark_safe(body.fill(edition.body, figure)),  # noqa: S308
    }


def _card(edition, leads):
    return Card(edition, next(iter(leads.get(edition.pk, [])), None))


def _related(edition, at):
    """Up to four other stories: of the same topics, or else of the same section."""
    others = light(Edition.objects.live(at).exclude(story=edition.story_id).newest_first())
    topics = [topic["slug"] for topic in edition.linked_entities.get("topics", [])]
    tagged = EditionTopic.objects.filter(topic__slug__in=topics).values("edition")
    found = list(others.filter(pk__in=tagged)[:4]) if topics else []
    return found or list(others.filter(section=edition.section_id)[:4])
