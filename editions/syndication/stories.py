"""What partners are given of a story: its edition in force, with the pictures that may run now.

A story keeps one id for ever; the version grows with each edition, and whenever one of its pictures
is withdrawn or released. A correction is a new version, and so is a kill: the same id, canceled, with
the notice and nothing else. A picture is canceled in the same way, under the id that it had.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, F, Max, Q
from django.urls import reverse
from django.utils import timezone

from editions import attribution, body, pictures
from editions.addresses import absolute_url
from editions.models import Edition, EditionImage
from images.models import ImageChange

AT_ONCE = 50  # stories in one answer
USABLE, CANCELED = "usable", "canceled"
_SIGNALS = {Edition.Kind.UPDATE: "sig:update", Edition.Kind.CORRECTION: "sig:correction"}


@dataclass(frozen=True)
class ImageStatusHistory:
    """What became of a story's pictures since it first ran, in this edition or an earlier one."""

    turns: int = 0  # how often one was withdrawn or released
    last_at: datetime | None = None
    printed: tuple[str, ...] = ()  # the tokens of all
    withdrawn: tuple[str, ...] = ()  # of those that are

    def with_picture(self, token, is_withdrawn, turns, last_at) -> "ImageStatusHistory":
        return ImageStatusHistory(
            self.turns + turns,
            max(filter(None, (self.last_at, last_at)), default=None),
            (*self.printed, token),
            (*self.withdrawn, token) if is_withdrawn else self.withdrawn,
        )


@dataclass(frozen=True)
class SyndicatedStory:
    """A story as it is given out, whatever the format."""

    edition: Edition
    said: attribution.Attribution
    pictures: tuple[pictures.Picture, ...]
    turned: ImageStatusHistory = ImageStatusHistory()

    @property
    def is_canceled(self):
        return self.edition.is_kill

    @property
    def status(self):
        return CANCELED if self.is_canceled else USABLE

    @property
    def guid(self):
        """Of the story: the same in every version. A tag URI (RFC 4151), on the day it first ran."""
        host = urlsplit(settings.SITE_URL).hostname
        day = timezone.localdate(self.edition.first_published_at)
        return f"tag:{host},{day}:story:{self.edition.story_id}"

    @property
    def version(self):
        """Of the story and everything in it: whole numbers that only grow."""
        return self.edition.number + self.turned.turns

    @property
    def version_at(self):
        """When this version came to be."""
        return max(filter(None, (self.edition.published_at, self.turned.last_at)))

    @property
    def recalled(self):
        """The ids of pictures that a partner may have with this story and may use no more."""
        tokens = self.turned.printed if self.is_canceled else self.turned.withdrawn
        return [self._guid_of(token) for token in tokens]

    @property
    def signal(self):
        """IPTC's code for what this version does; a kill has none, its status says it."""
        if self.is_canceled or self.version_at == self.edition.published_at:
            return _SIGNALS.get(self.edition.kind, "")
        return _SIGNALS[Edition.Kind.UPDATE]

    @property
    def note(self):
        """For the partner's editors: why it was killed, or every correction, the newest first.

        An update says the corrections before it too: not everybody saw the version that had them.
        """
        if self.is_canceled:
            return self.edition.note
        return "\n".join(correction["note"] for correction in self.edition.corrections)

    @property
    def body_html(self):
        """The text. Its pictures stand beside it, each with credit and terms of its own."""
        return "" if self.is_canceled else body.fill(self.edition.body, lambda _number: "")

    @property
    def topics(self):
        """What it is about, by name and address: the section first."""
        if self.is_canceled:
            return []
        section = self.edition.section
        found = [(section.name, absolute_url(section.get_absolute_url()))]
        return found + [
            (topic["name"], absolute_url(reverse("topic", args=[topic["slug"]])))
            for topic in self.edition.linked_entities.get("topics", [])
        ]

    @property
    def address(self):
        """Of its page; "" once it is gone."""
        return "" if self.is_canceled else absolute_url(self.edition.get_absolute_url())

    def guid_of(self, picture):
        """A picture is an item of its own, in this story."""
        return self._guid_of(picture.token)

    def _guid_of(self, token):
        return f"{self.guid}:picture:{token}"


def of_story(pk: int, *, at: datetime) -> SyndicatedStory | None:
    """The story as it stands at `at`. None for what readers never had."""
    # story=pk fails on a number too large
    found = list(_in_force(at).filter(story__pk=pk))
    return syndicated_story(found, at=at)[0] if found else None


def newest(
    *, at: datetime, since: datetime | None = None, before: tuple[datetime, int] | None = None
) -> tuple[list[SyndicatedStory], bool]:
    """The stories whose version is of `since` or later, the newest edition first; are there more?

    `before` is where the page before this one ended: `place_of` its last story.
    """
    editions = _in_force(at)
    if since:
        editions = editions.filter(Q(published_at__gte=since) | Q(story__in=_turned_since(since)))
    if before:
        moment, pk = before
        editions = editions.filter(Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=pk))
    found = list(editions.order_by("-published_at", "-pk")[: AT_ONCE + 1])
    return syndicated_story(found[:AT_ONCE], at=at), len(found) > AT_ONCE


def place_of(one: SyndicatedStory) -> tuple[datetime, int]:
    """Where a story stands in the list."""
    return one.edition.published_at, one.edition.pk


def syndicated_story(editions: Iterable[Edition], *, at: datetime) -> list[SyndicatedStory]:
    """The editions with their pictures. Three queries for any number."""
    editions = list(editions)
    found, turned = pictures.all_of(editions, at=at), _turned(editions, at)
    return [
        SyndicatedStory(
            edition,
            attribution.attribution_for(edition),
            tuple(found.get(edition.pk, ())),
            turned.get(edition.story_id, ImageStatusHistory()),
        )
        for edition in editions
    ]


def _turned(editions, at) -> dict[int, ImageStatusHistory]:
    """By story, what became of the pictures that readers have had with it."""
    told = Q(
        image__changes__verb__in=ImageChange.TURNS,
        image__changes__created_at__lte=at,
        image__changes__created_at__gt=F("edition__first_published_at"),
    )
    rows = (
        EditionImage.objects.filter(
            edition__story__in=[edition.story_id for edition in editions],
            edition__in=Edition.objects.seen(at),
        )
        .values_list("edition__story", "image__token", "image__withdrawn_at")
        .annotate(
            turns=Count("image__changes", filter=told, distinct=True),
            last_at=Max("image__changes__created_at", filter=told),
        )
        .order_by("edition__story", "image__token")
    )
    found: dict[int, ImageStatusHistory] = {}
    for story, token, withdrawn_at, turns, last_at in rows:
        is_withdrawn = withdrawn_at is not None and withdrawn_at <= at
        before = found.get(story, ImageStatusHistory())
        found[story] = before.with_picture(token, is_withdrawn, turns, last_at)
    return found


def _turned_since(since) -> list[int]:
    """The stories of which a picture was withdrawn or released since; read first, for the index's sake."""
    images = ImageChange.objects.filter(verb__in=ImageChange.TURNS, created_at__gte=since).values(
        "image"
    )
    stories = EditionImage.objects.filter(image__in=images).values_list("edition__story", flat=True)
    return list(stories.distinct())


def _in_force(at):
    return Edition.objects.in_force(at).select_related("section", "story")
