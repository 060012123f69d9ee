"""An edition as plain data: every word that its page and any other surface prints.

The same for an edition that is printed and for one about to be, and without what depends on the
moment: number, kind, times. Two printings with the same content are the same to readers, machines
and partners.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from editions import printed_words
from editions.models import Edition, EditionImage

Content = dict[str, Any]
# The fields of Edition that are printed as they stand.
FIELDS = (
    "kicker",
    "headline",
    "standfirst",
    "dateline",
    "byline",
    "source_line",
    "copyright_holder",
    "usage_terms",
    "language",
    "body",
)
ENTITIES = ("authors", "agencies", "topics", "source_links")


def content(edition: Edition, images: Iterable[EditionImage]) -> Content:
    """Return what an edition prints, as JSON data. `images` are its rows, stored or not."""
    return {
        "section": {"name": edition.section.name, "slug": edition.section.slug},
        **{name: getattr(edition, name) for name in FIELDS},
        **{name: edition.linked_entities.get(name, []) for name in ENTITIES},
        "pictures": [
            {"image": row.image_id, "place": row.place, "order": row.order}
            | printed_words.printed(row)
            for row in sorted(images, key=lambda row: row.order)
        ],
    }


def digest(content: Content) -> str:
    """Return the SHA-256 of a content: equal for equal contents, on any machine."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
