"""The record of what each partner was given, written when it asks; and who has what, for the desk."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from editions.models import Partner, PartnerDelivery, Story
from editions.syndication.stories import SyndicatedStory


def record(partner: Partner, stories: Iterable[SyndicatedStory], *, at: datetime) -> None:
    """Record that the partner is given these versions. No query while it has them."""
    changed = [
        _delivery(partner, story, at)
        for story in stories
        if story.delivery is None or story.delivery.version != story.version
    ]
    if changed:
        PartnerDelivery.objects.bulk_create(
            changed,
            update_conflicts=True,
            update_fields=["version", "is_recall", "pictures", "given_at"],
            unique_fields=["partner", "story"],
        )


def of_story(story: Story | None) -> QuerySet[PartnerDelivery]:
    """Return what partners have of the story, those that may still use it first."""
    deliveries = PartnerDelivery.objects.filter(story=story).select_related("partner")
    return deliveries.order_by("is_recall", "partner__name")


def _delivery(partner: Partner, story: SyndicatedStory, at: datetime) -> PartnerDelivery:
    earlier = story.delivery
    tokens = [*(earlier.pictures if earlier else ()), *(p.token for p in story.pictures)]
    return PartnerDelivery(
        partner=partner,
        story_id=story.edition.story_id,
        version=story.version,
        is_recall=not story.has_content,
        pictures=list(dict.fromkeys(tokens)),
        first_given_at=earlier.first_given_at if earlier else at,
        given_at=at,
    )
