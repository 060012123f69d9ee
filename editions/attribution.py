"""Who made an edition, whose it is, and on what terms: asked here by every surface that says so.

Hands on what was printed and composes no sentence of its own. The page, RSS, JSON-LD, ninjs and
NewsML-G2 all ask `of`, so that they cannot disagree; of a picture, editions/pictures.py is asked.
"""

from dataclasses import dataclass

from django.utils import timezone

from attribution import wording
from editions.models import Edition


@dataclass(frozen=True)
class Attribution:
    """What is said of an edition wherever it appears; "" and () for what is not known."""

    authors: tuple[dict[str, str], ...]  # each with "name" and "slug"
    agencies: tuple[dict[str, str], ...]
    byline: str
    source_line: str
    copyright_holder: str
    copyright_notice: str
    usage_terms: str


def attribution_for(edition: Edition) -> Attribution:
    """The attribution of an edition, printed or about to be. Asks the database nothing."""
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
