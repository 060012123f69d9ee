"""What partners get of a story: its edition in force, with the pictures that may run now.

A story keeps one id for ever; the version grows with each edition, and whenever one of its pictures
is withdrawn or released. A correction is a new version, and so is a kill: the same id, canceled, with
the notice and nothing else. A picture is canceled in the same way, under the id that it had.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, F, Max, Q
from django.urls import reverse
from django.utils import timezone

from editions import body
from editions.addresses import absolute_url
from editions.attribution import Attribution, attribution_for
from editions.kinds import CANCELED, UPDATE_SIGNAL
from editions.models import Edition, EditionImage, EditionQuerySet
from editions.pictures import Picture, all_of
from images.models import ImageChange

AT_ONCE = 50  # stories in one answer


@dataclass(frozen=True)
class ImageStatusHistory:
    """Withdrawals and releases of a story's pictures since it first ran, in any of its editions."""

    number_of_changes: int = 0
    last_at: datetime | None = None
    printed: tuple[str, ...] = ()  # the tokens of all pictures
    withdrawn: tuple[str, ...] = ()  # the tokens of those that are withdrawn now

    def with_picture(
        self, token: str, is_withdrawn: bool, number_of_changes: int, last_at: datetime | None
    ) -> "ImageStatusHistory":
        """Return a copy that includes one more picture."""
        return ImageStatusHistory(
            self.number_of_changes + number_of_changes,
            max(filter(None, (self.last_at, last_at)), default=None),
            (*self.printed, token),
            (*self.withdrawn, token) if is_withdrawn else self.withdrawn,
        )


@dataclass(frozen=True)
class SyndicatedStory:
    """A story as partners get it, whatever the format."""

    edition: Edition
    attribution: Attribution
    pictures: tuple[Picture, ...]
    image_history: ImageStatusHistory = field(default_factory=ImageStatusHistory)

    @property
    def has_content(self) -> bool:
        """Whether there is something to print. A story that readers do not see has its note only."""
        return self.edition.rules.is_live

    @property
    def status(self) -> str:
        """IPTC's pubStatus."""
        return self.edition.rules.partner_status

    @property
    def guid(self) -> str:
        """The id of the story in every version: a tag URI (RFC 4151) of the day it first ran."""
        host = urlsplit(settings.SITE_URL).hostname
        day = timezone.localdate(self.edition.first_published_at)
        return f"tag:{host},{day}:story:{self.edition.story_id}"

    @property
    def version(self) -> int:
        """The version of the story with its pictures: a whole number that only grows."""
        return self.edition.number + self.image_history.number_of_changes

    @property
    def version_at(self) -> datetime:
        """When this version began."""
        return max(filter(None, (self.edition.published_at, self.image_history.last_at)))

    @property
    def recalled(self) -> list[str]:
        """The ids of pictures that a partner may have with this story and may use no more."""
        history = self.image_history
        return [
            self._guid_of(token)
            for token in (history.withdrawn if self.has_content else history.printed)
        ]

    @property
    def recalled_status(self) -> str:
        """IPTC's pubStatus of the pictures in `recalled`."""
        return CANCELED if self.has_content else self.status

    @property
    def signal(self) -> str:
        """IPTC's signal for what this version changes; "" for none."""
        if self.has_content and self.version_at != self.edition.published_at:
            return UPDATE_SIGNAL  # only a picture changed
        return self.edition.rules.partner_signal

    @property
    def note(self) -> str:
        """The note for the partner's editors: why it was taken away, or every correction.

        The newest correction comes first. An update repeats the corrections before it: not every
        partner fetched the version that had them.
        """
        if not self.has_content:
            return self.edition.note
        return "\n".join(correction["note"] for correction in self.edition.corrections)

    @property
    def body_html(self) -> str:
        """The text without its figures: pictures are passed on beside it, with credit and terms."""
        return body.fill(self.edition.body, lambda _number: "") if self.has_content else ""

    @property
    def topics(self) -> list[tuple[str, str]]:
        """Name and address of the section and of each topic, the section first."""
        if not self.has_content:
            return []
        section = self.edition.section
        return [(section.name, absolute_url(section.get_absolute_url()))] + [
            (topic["name"], absolute_url(reverse("topic", args=[topic["slug"]])))
            for topic in self.edition.linked_entities.get("topics", [])
        ]

    @property
    def address(self) -> str:
        """The full address of its page; "" while readers do not see it."""
        return absolute_url(self.edition.get_absolute_url()) if self.has_content else ""

    def guid_of(self, picture: Picture) -> str:
        """Return the id of a picture as an item of its own, in this story."""
        return self._guid_of(picture.token)

    def _guid_of(self, token: str) -> str:
        return f"{self.guid}:picture:{token}"


def of_story(pk: int, *, at: datetime) -> SyndicatedStory | None:
    """Return the story as it is at `at`; None when readers never had it."""
    # story=pk fails on a number too large
    editions = list(_in_force(at).filter(story__pk=pk))
    return syndicated_stories(editions, at=at)[0] if editions else None


def newest(
    *, at: datetime, since: datetime | None = None, before: tuple[datetime, int] | None = None
) -> tuple[list[SyndicatedStory], bool]:
    """Return a page of stories with a version of `since` or later, and whether there are more.

    The newest edition comes first. `before` is where the page before this one ended:
    `position_of` its last story.
    """
    editions = _in_force(at)
    if since:
        changed = _stories_with_status_changes(since)
        editions = editions.filter(Q(published_at__gte=since) | Q(story__in=changed))
    if before:
        published_at, pk = before
        editions = editions.filter(
            Q(published_at__lt=published_at) | Q(published_at=published_at, pk__lt=pk)
        )
    page = list(editions.order_by("-published_at", "-pk")[: AT_ONCE + 1])
    return syndicated_stories(page[:AT_ONCE], at=at), len(page) > AT_ONCE


def position_of(story: SyndicatedStory) -> tuple[datetime, int]:
    """Return the position of a story in the list, as `newest` takes it for `before`."""
    return story.edition.published_at, story.edition.pk


def syndicated_stories(editions: Iterable[Edition], *, at: datetime) -> list[SyndicatedStory]:
    """Return the editions with their pictures. Three queries for any number."""
    editions = list(editions)
    pictures = all_of(editions, at=at)
    histories = _image_histories(editions, at)
    return [
        SyndicatedStory(
            edition,
            attribution_for(edition),
            tuple(pictures.get(edition.pk, ())),
            histories.get(edition.story_id, ImageStatusHistory()),
        )
        for edition in editions
    ]


def _image_histories(editions: list[Edition], at: datetime) -> dict[int, ImageStatusHistory]:
    """Return by story id what happened to the pictures that readers have had with the story."""
    is_relevant = Q(
        image__changes__verb__in=ImageChange.STATUS_CHANGES,
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
            number_of_changes=Count("image__changes", filter=is_relevant, distinct=True),
            last_at=Max("image__changes__created_at", filter=is_relevant),
        )
        .order_by("edition__story", "image__token")
    )
    histories: dict[int, ImageStatusHistory] = {}
    for story_id, token, withdrawn_at, number_of_changes, last_at in rows:
        is_withdrawn = withdrawn_at is not None and withdrawn_at <= at
        history = histories.get(story_id, ImageStatusHistory())
        histories[story_id] = history.with_picture(token, is_withdrawn, number_of_changes, last_at)
    return histories


def _stories_with_status_changes(since: datetime) -> list[int]:
    """Return the ids of stories of which a picture was withdrawn or released since `since`.

    A list and not a subquery, so that the query of editions can use its index.
    """
    images = ImageChange.objects.filter(
        verb__in=ImageChange.STATUS_CHANGES, created_at__gte=since
    ).values("image")
    stories = EditionImage.objects.filter(image__in=images).values_list("edition__story", flat=True)
    return list(stories.distinct())


def _in_force(at: datetime) -> EditionQuerySet:
    return Edition.objects.in_force(at).select_related("section")
