"""What readers see: sections, stories, and each story's editions, numbered and frozen.

An edition is printed once and never changed; corrections and withdrawals are editions too. Nothing
here knows the working copy. Lists, feeds, sitemaps and picture files start at
`Edition.objects.live(at)`; a story's page and partners at `in_force(at)`, which includes notices.
"""

from editions.models.ledger import (
    FAR_FUTURE,
    Edition,
    EditionAgency,
    EditionAuthor,
    EditionImage,
    EditionQuerySet,
    EditionTopic,
    Story,
    q_not_recalled,
)
from editions.models.partner import Partner
from editions.models.partner_records import PartnerDelivery, SyndicatedVersion
from editions.models.sections import Section, Topic, TopicQuerySet

__all__ = [
    "FAR_FUTURE",
    "Edition",
    "EditionAgency",
    "EditionAuthor",
    "EditionImage",
    "EditionQuerySet",
    "EditionTopic",
    "Partner",
    "PartnerDelivery",
    "Section",
    "Story",
    "SyndicatedVersion",
    "Topic",
    "TopicQuerySet",
    "q_not_recalled",
]
