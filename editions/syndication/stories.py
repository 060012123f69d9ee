"""What a partner gets of a story: its edition in force, with the pictures that may be passed on now.

A story keeps one id for ever; the version grows with any change. A correction is a new version, and so
is a kill, or a right to pass on that has ended: the same id, canceled, with a note and nothing else. A
picture is canceled in the same way, under the id that it had. Nothing is recalled from a partner that
does not have it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from editions import body, kinds
from editions.addresses import absolute_url
from editions.attribution import Attribution, attribution_for
from editions.kinds import CANCELED, UPDATE_SIGNAL, KindRules
from editions.models import Edition, Partner, PartnerDelivery
from editions.pictures import Picture, to_pass_on
from editions.syndication import offers
from editions.syndication.versions import Content, versions_of
from text.datetimes import isoformat_local

AT_ONCE = 50  # stories in one answer


@dataclass(frozen=True)
class SyndicatedStory:
    """A story as partners get it, whatever the format."""

    edition: Edition
    attribution: Attribution
    pictures: tuple[Picture, ...]
    rules: KindRules
    version: int  # a whole number that only grows
    version_at: datetime  # when this version began
    delivery: PartnerDelivery | None = None  # what the partner has of the story already

    @property
    def has_content(self) -> bool:
        """Whether there is something to print. A story that is recalled has its note only."""
        return self.rules.is_live

    @property
    def status(self) -> str:
        """IPTC's pubStatus."""
        return self.rules.partner_status

    @property
    def guid(self) -> str:
        """The id of the story in every version: a tag URI (RFC 4151) of the day it first ran."""
        host = urlsplit(settings.SITE_URL).hostname
        day = timezone.localdate(self.edition.first_published_at)
        return f"tag:{host},{day}:story:{self.edition.story_id}"

    @property
    def recalled(self) -> list[str]:
        """The ids of pictures that the partner has with this story and may use no more."""
        offered = {picture.token for picture in self.pictures}
        given = self.delivery.pictures if self.delivery else ()
        return [self._guid_of(token) for token in given if token not in offered]

    @property
    def recalled_status(self) -> str:
        """IPTC's pubStatus of the pictures in `recalled`."""
        return CANCELED if self.has_content else self.status

    @property
    def signal(self) -> str:
        """IPTC's signal for what this version changes; "" for none."""
        if self.has_content and self.version_at != self.edition.published_at:
            return UPDATE_SIGNAL  # only a picture changed
        return self.rules.partner_signal

    @property
    def note(self) -> str:
        """The note for the partner's editors: why it was taken away, or every correction.

        The newest correction comes first. An update repeats the corrections before it: not every
        partner fetched the version that had them.
        """
        if not self.edition.rules.is_live:
            return self.edition.note
        if not self.has_content:
            with translation.override(self.edition.language):
                return _("The right to use it has ended. Take it off your pages.")
        return "\n".join(correction["note"] for correction in self.edition.corrections)

    @property
    def expires(self) -> str:
        """When it may be used no more, as ISO 8601; "" when no end is known."""
        ends = self.has_content and self.edition.runs_out
        return isoformat_local(self.edition.public_until) if ends else ""

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


def of_story(pk: int, partner: Partner, *, at: datetime) -> SyndicatedStory | None:
    """Return the story as the partner gets it at `at`; None when it does not, and never did."""
    # story=pk fails on a number too large
    editions = list(offers.offered_to(partner, at=at).filter(story__pk=pk))
    return syndicated_stories(editions, partner, at=at)[0] if editions else None


def newest(
    partner: Partner,
    *,
    at: datetime,
    since: datetime | None = None,
    before: tuple[datetime, int] | None = None,
) -> tuple[list[SyndicatedStory], bool]:
    """Return a page of stories with a version of `since` or later, and whether there are more.

    The newest edition comes first. `before` is where the page before this one ended:
    `position_of` its last story.
    """
    editions = offers.offered_to(partner, at=at)
    if since:
        editions = editions.filter(offers.changed_since(since, at=at))
    if before:
        published_at, pk = before
        editions = editions.filter(
            Q(published_at__lt=published_at) | Q(published_at=published_at, pk__lt=pk)
        )
    page = list(editions.order_by("-published_at", "-pk")[: AT_ONCE + 1])
    return syndicated_stories(page[:AT_ONCE], partner, at=at), len(page) > AT_ONCE


def is_news(story: SyndicatedStory, since: datetime | None) -> bool:
    """Return whether the partner has something else than the story's version, or nothing, since then."""
    return since is None or story.delivery is None or story.version_at >= since


def position_of(story: SyndicatedStory) -> tuple[datetime, int]:
    """Return the position of a story in the list, as `newest` takes it for `before`."""
    return story.edition.published_at, story.edition.pk


def syndicated_stories(
    editions: Iterable[Edition], partner: Partner, *, at: datetime
) -> list[SyndicatedStory]:
    """Return editions of `offers.offered_to` with their pictures, and what the partner must not use.

    Four queries for any number, and two more when a version is new.
    """
    editions = list(editions)
    pictures = to_pass_on(editions, at=at)
    contents = [_content(edition, pictures.get(edition.pk, ()), at) for edition in editions]
    versions = versions_of(contents, at=at)
    rows = PartnerDelivery.objects.filter(partner=partner, story__in=versions)
    deliveries = {row.story_id: row for row in rows}
    results = []
    for content in contents:
        edition, version = content.edition, versions[content.edition.story_id]
        results.append(
            SyndicatedStory(
                edition,
                attribution_for(edition),
                content.pictures,
                content.rules,
                version.number,
                version.began_at,
                deliveries.get(edition.story_id),
            )
        )
    return results


def _content(edition: Edition, pictures: Iterable[Picture], at: datetime) -> Content:
    """Return what partners get of the edition at `at`: without pictures if it is only recalled.

    A picture that stands in it twice is one item, with the words of its first place.
    """
    rules = edition.rules_at(at)
    if rules.is_live and not edition.may_be_passed_on:  # type: ignore[attr-defined]  # annotated
        rules = kinds.NOT_PASSED_ON
    by_token: dict[str, Picture] = {}
    for picture in pictures if rules.is_live else ():
        by_token.setdefault(picture.token, picture)
    return Content(edition, rules, tuple(by_token.values()))
