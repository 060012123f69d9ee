"""What each public page says, as data for its template. The desk's preview uses the same.

Asks the database; knows no request, so every reader gets the same.
"""

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from editions import body, pictures, structured
from editions.models import Edition, EditionTopic, Section

PAGE_SIZE = 20
LAST_PAGE = 100  # further back, readers search and machines read the sitemap
FRONT_POOL = 60


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
    editions = list(editions.select_related("section", "story").defer("body", "corrections"))
    leads = pictures.of_editions(editions, at=at, leads_only=True)
    return [Card(edition, next(iter(leads.get(edition.pk, [])), None)) for edition in editions]


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
    newest = cards(Edition.objects.live(at).newest_first()[:FRONT_POOL], at=at)
    top, rest = newest[:7], newest[7:]
    blocks: dict[Section, list[Card]] = {}
    for card in rest:
        block = blocks.setdefault(card.edition.section, [])
        if len(block) < 4:
            block.append(card)
    in_order = sorted(blocks.items(), key=lambda block: (block[0].order, block[0].name))
    return {"lead": top[:1], "top": top[1:], "blocks": in_order}


def story(edition: Edition, *, at: datetime) -> dict:
    """A story's page."""
    shown = pictures.of_editions([edition], at=at).get(edition.pk, [])
    return {
        **_story(edition, shown),
        "structured": structured.news_article(edition, shown),
        "share": next(iter(shown), None),
        "related": _related(edition, at),
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
        "lead": by_order.get(0),
        # Clean twice over: editions/body.py cleans, and figures come from a template.
        "body": mark_safe(body.fill(edition.body, figure)),  # noqa: S308
    }


def _related(edition, at):
    """Up to four other stories: of the same topics, or else of the same section."""
    others = Edition.objects.live(at).exclude(story=edition.story_id).newest_first()
    topics = [topic["slug"] for topic in edition.named.get("topics", [])]
    tagged = EditionTopic.objects.filter(topic__slug__in=topics).values("edition")
    found = cards(others.filter(pk__in=tagged)[:4], at=at) if topics else []
    return found or cards(others.filter(section=edition.section_id)[:4], at=at)
