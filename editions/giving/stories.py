"""What partners are given of a story: its edition in force, with the pictures that may run now.

A story keeps one id for ever; the version is the number of the edition. A correction is a new
version, and so is a kill: the same id, canceled, with the notice and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from editions import attributed, body, pictures
from editions.machines import absolute
from editions.models import Edition

AT_ONCE = 50  # stories in one answer
USABLE, CANCELED = "usable", "canceled"
_SIGNALS = {Edition.Kind.UPDATE: "sig:update", Edition.Kind.CORRECTION: "sig:correction"}


@dataclass(frozen=True)
class Given:
    """A story as it is given out, whatever the format."""

    edition: Edition
    said: attributed.Attribution
    pictures: tuple[pictures.Picture, ...]

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
        return self.edition.number

    @property
    def signal(self):
        """IPTC's code for what this version does; a kill has none, its status says it."""
        return _SIGNALS.get(self.edition.kind, "")

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
        found = [(section.name, absolute(section.get_absolute_url()))]
        return found + [
            (topic["name"], absolute(reverse("topic", args=[topic["slug"]])))
            for topic in self.edition.named.get("topics", [])
        ]

    @property
    def address(self):
        """Of its page; "" once it is gone."""
        return "" if self.is_canceled else absolute(self.edition.get_absolute_url())

    def guid_of(self, picture):
        """A picture is an item of its own, in this story."""
        return f"{self.guid}:picture:{picture.token}"


def of_story(pk: int, *, at: datetime) -> Given | None:
    """The story as it stands at `at`. None for what readers never had."""
    # story=pk fails on a number too large
    found = list(_in_force(at).filter(story__pk=pk))
    return given(found, at=at)[0] if found else None


def newest(
    *, at: datetime, since: datetime | None = None, before: tuple[datetime, int] | None = None
) -> tuple[list[Given], bool]:
    """The stories whose version in force is of `since` or later, newest first; are there more?

    `before` is where the page before this one ended: `place_of` its last story.
    """
    editions = _in_force(at)
    if since:
        editions = editions.filter(published_at__gte=since)
    if before:
        moment, pk = before
        editions = editions.filter(Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=pk))
    found = list(editions.order_by("-published_at", "-pk")[: AT_ONCE + 1])
    return given(found[:AT_ONCE], at=at), len(found) > AT_ONCE


def place_of(one: Given) -> tuple[datetime, int]:
    """Where a story stands in the list."""
    return one.edition.published_at, one.edition.pk


def given(editions: Iterable[Edition], *, at: datetime) -> list[Given]:
    """The editions with their pictures. Two queries for any number."""
    editions = list(editions)
    found = pictures.all_of(editions, at=at)
    return [Given(e, attributed.of(e), tuple(found.get(e.pk, ()))) for e in editions]


def _in_force(at):
    return Edition.objects.in_force(at).select_related("section", "story")
