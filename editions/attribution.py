"""Who made an edition, whose it is, and on what terms: the one source of every surface.

Returns what was printed and composes no sentence. The page, RSS, JSON-LD, ninjs and NewsML-G2 all
call `attribution_for`, so that they cannot disagree; for pictures they use editions/pictures.py.
"""

from dataclasses import dataclass

from django.utils import timezone

from attribution import wording
from editions.models import Edition


@dataclass(frozen=True)
class Attribution:
    """Names, holder and terms of an edition as every surface has them; "" and () where unknown."""

    authors: tuple[dict[str, str], ...]  # each with "name" and "slug"
    agencies: tuple[dict[str, str], ...]
    byline: str
    source_line: str
    copyright_holder: str
    copyright_notice: str
    usage_terms: str


def attribution_for(edition: Edition) -> Attribution:
    """Return the attribution of an edition, printed or about to be. Takes no query."""
    year = timezone.localtime(edition.first_published_at).year
    return Attribution(
        authors=tuple(edition.linked_entities.get("authors", ())),
        agencies=tuple(edition.linked_entities.get("agencies", ())),
        byline=edition.byline,
        source_line=edition.source_line,
        copyright_holder=edition.copyright_holder,
        copyright_notice=wording.copyright_notice(edition.copyright_holder, year),
        usage_terms=edition.usage_terms,
    )
