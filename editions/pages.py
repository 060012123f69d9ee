"""The content of each public page, as data for its template. The desk's preview uses the same.

Queries the database; knows no request, so that every reader gets the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from editions import body, kinds, pictures, structured
from editions.attribution import attribution_for
from editions.models import Edition, EditionImage, EditionQuerySet, Section
from editions.pictures import Picture
from editions.topics import merged_together

PAGE_SIZE = 20
LAST_PAGE = 100  # older stories are in the sitemap
FRONT_POOL, FRONT_TOP, FRONT_BLOCK = 60, 7, 4

Context = dict[str, Any]  # of a template


@dataclass(frozen=True)
class Card:
    """A story in a list, with its lead picture if that may run."""

    edition: Edition
    picture: Picture | None


@dataclass(frozen=True)
class Page:
    """One page of a list. Its length is not known: to count takes longer as the archive grows."""

    cards: list[Card]
    number: int
    has_next: bool

    @property
    def newer(self) -> int:
        return self.number - 1

    @property
    def older(self) -> int:
        return self.number + 1 if self.has_next and self.number < LAST_PAGE else 0


def cards(queryset: EditionQuerySet, *, at: datetime) -> list[Card]:
    """Return the editions as cards. Two queries for any number, and those of rights."""
    editions = list(light(queryset))
    leads = pictures.of_editions(editions, at=at)
    return [_card(edition, leads) for edition in editions]


def light(editions: EditionQuerySet) -> EditionQuerySet:
    """Return the editions with what a card needs and no more."""
    return editions.select_related("section").defer("body", "corrections")


def page_of(editions: EditionQuerySet, number: int, *, at: datetime) -> Page:
    """Return page `number`, from 1, of the editions, newest story first."""
    start = (number - 1) * PAGE_SIZE
    with_next = cards(editions.newest_first()[start : start + PAGE_SIZE + 1], at=at)
    return Page(with_next[:PAGE_SIZE], number, len(with_next) > PAGE_SIZE)


def open_sections(*, at: datetime) -> QuerySet[Section]:
    """Return the sections in which readers had a story by `at`, in the order of the navigation.

    One that had stays open when its last is gone: its address and feed are known.
    """
    editions = Edition.objects.seen(at).filter(kind__in=kinds.LIVE)
    return editions.sections().order_by("order", "name")


def sections(*, at: datetime) -> list[Section]:
    """Return the sections of the navigation."""
    return list(open_sections(at=at))


def front(*, at: datetime) -> Context:
    """Return the newest stories, and a block for each section that is among the newest."""
    newest = list(light(Edition.objects.live(at).newest_first()[:FRONT_POOL]))
    top = newest[:FRONT_TOP]
    blocks: dict[Section, list[Edition]] = {}
    for edition in newest[FRONT_TOP:]:
        block = blocks.setdefault(edition.section, [])
        if len(block) < FRONT_BLOCK:
            block.append(edition)
    leads = pictures.of_editions([*top, *chain(*blocks.values())], at=at)
    in_order = sorted(blocks.items(), key=lambda block: (block[0].order, block[0].name))
    return {
        "lead": [_card(edition, leads) for edition in top[:1]],
        "top": [_card(edition, leads) for edition in top[1:]],
        "blocks": [
            (section, [_card(edition, leads) for edition in block]) for section, block in in_order
        ],
    }


def story(edition: Edition, *, at: datetime) -> Context:
    """Return a story's page."""
    related = _related(edition, at)
    by_edition = pictures.of_editions(related, at=at, whole=edition)
    shown = by_edition.get(edition.pk, [])
    return {
        **_story(edition, shown),
        "structured": structured.news_article(edition, shown),
        "share": next(iter(shown), None),
        "related": [_card(other, by_edition) for other in related],
    }


def preview(
    edition: Edition,
    images: Iterable[EditionImage],
    *,
    at: datetime,
    address: pictures.Address,
) -> Context:
    """Return the page of an edition before it is printed, with pictures from the desk's addresses."""
    shown = pictures.of_printing(images, at=at, address=address)
    return {**_story(edition, shown), "is_preview": True}


def as_printed(
    edition: Edition,
    images: Iterable[EditionImage],
    *,
    at: datetime,
    address: pictures.Address,
) -> Context:
    """Return the page of an edition for the desk, with every picture from the desk's addresses.

    A picture that readers do not get says why.
    """
    shown = pictures.as_printed(images, at=at, address=address)
    return {**_story(edition, shown), "is_preview": True, "pictures": shown}


def _story(edition: Edition, shown: Iterable[Picture]) -> Context:
    by_order = {picture.order: picture for picture in shown}

    def figure(number: int) -> str:
        picture = by_order.get(number + 1)  # 0 is the lead
        if picture is None:
            return ""
        return render_to_string("editions/_figure.html", {"picture": picture})

    return {
        "edition": edition,
        "attribution": attribution_for(edition),
        "lead": by_order.get(0),
        # Safe: editions/body.py cleans it, and figures come from a template, which escapes.
        "body": mark_safe(body.fill(edition.body, figure)),  # noqa: S308
    }


def _card(edition: Edition, leads: Mapping[int, list[Picture]]) -> Card:
    return Card(edition, next(iter(leads.get(edition.pk, [])), None))


def _related(edition: Edition, at: datetime) -> list[Edition]:
    """Return up to four other stories: of the same topics, or else of the same section."""
    others = light(Edition.objects.live(at).exclude(story=edition.story_id).newest_first())
    topics = [topic["slug"] for topic in edition.linked_entities.get("topics", [])]
    related = list(others.on_topics(merged_together(topics))[:4]) if topics else []
    return related or list(others.filter(section=edition.section_id)[:4])
