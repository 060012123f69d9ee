"""The version of a story for partners: a whole number that grows with any change of what they get.

Numbers are recorded when partners ask, so that the same content has the same number for all of them.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from editions.kinds import KindRules
from editions.models import Edition, SyndicatedVersion
from editions.pictures import Picture


@dataclass(frozen=True)
class Content:
    """What partners get of a story at a moment, in whatever format."""

    edition: Edition
    rules: KindRules
    pictures: tuple[Picture, ...]

    @property
    def digest(self) -> str:
        """The SHA-256 of everything that a partner reads."""
        parts = [self.edition.pk, self.edition.get_absolute_url(), self.rules.partner_status]
        if self.rules.is_live:  # what partners get of it and the edition does not freeze
            parts += [self.edition.section.name, self.edition.public_until.isoformat()]
        data = json.dumps([*parts, [_printed(picture) for picture in self.pictures]])
        return hashlib.sha256(data.encode()).hexdigest()


def versions_of(contents: Iterable[Content], *, at: datetime) -> dict[int, SyndicatedVersion]:
    """Return the version of each content, by story; one that is new is recorded.

    One query while nothing has changed, and three else.
    """
    contents = list(contents)
    recorded = _newest(contents)
    new = [_next(c, recorded.get(c.edition.story_id), at) for c in contents if _is_new(c, recorded)]
    if not new:
        return recorded
    SyndicatedVersion.objects.bulk_create(new, ignore_conflicts=True)  # another may be faster
    return _newest(contents)


def _is_new(content: Content, recorded: Mapping[int, SyndicatedVersion]) -> bool:
    last = recorded.get(content.edition.story_id)
    return last is None or last.digest != content.digest


def _next(content: Content, last: SyndicatedVersion | None, at: datetime) -> SyndicatedVersion:
    """Return the version that follows `last`. It began with its edition, or with the end of its time."""
    edition = content.edition
    if last is None or last.edition_id != edition.pk:
        begun = [edition.published_at]
    else:
        begun = [edition.public_until] if edition.public_until <= at else []
    later = [began_at for began_at in begun if last is None or began_at > last.began_at]
    return SyndicatedVersion(
        story_id=edition.story_id,
        number=max(last.number + 1 if last else 1, edition.number),
        edition=edition,
        digest=content.digest,
        began_at=later[0] if later else at,
    )


def _newest(contents: Iterable[Content]) -> dict[int, SyndicatedVersion]:
    """Return the last version recorded of each story, by story."""
    newest_first = Window(RowNumber(), partition_by="story", order_by=F("number").desc())
    versions = SyndicatedVersion.objects.filter(story__in=[c.edition.story_id for c in contents])
    rows = versions.annotate(place=newest_first).filter(place=1)
    return {version.story_id: version for version in rows}


def _printed(picture: Picture) -> list[object]:
    """Return what a partner reads of a picture."""
    return [
        picture.order,
        picture.token,
        picture.caption,
        picture.credit_line,
        picture.alt,
        picture.extended_description,
        picture.creator,
        picture.agencies,
        picture.copyright_notice,
        picture.usage_terms,
        picture.source_type,
        picture.web_statement,
        picture.largest,
    ]
