"""What an edition freezes of a picture: every word that any surface prints of it.

The only place where words of the library become words of an edition. Pages, feeds, structured data
and syndication read the frozen ones (editions/pictures.py); whether a picture may still run is
not frozen and stands in images/rights.py.
"""

from typing import Any

from attribution import wording
from editions.models import EditionImage
from images.files import file_rights
from images.models import Image

# The fields of EditionImage that hold words, in the order in which differences are shown.
FIELDS = (
    "caption",
    "alt",
    "extended_description",
    "credit_line",
    "ai_label",
    "creator",
    "agencies",
    "copyright_notice",
    "usage_terms",
    "source_type",
    "web_statement",
    "licensor_url",
    "file_rights",
)
# The fields of Image from which they are made, apart from contracts and agencies.
LIBRARY_FIELDS = (
    "caption",
    "alt",
    "extended_description",
    "creator",
    "origin",
    "via",
    "qualifier",
    "credit_override",
    "supplied_source",
    "copyright_notice",
    "usage_terms",
    "digital_source_type",
    "web_statement",
    "licensor_url",
    "data_mining",
)


def from_library(
    image: Image, language: str, *, caption: str = "", alt: str = ""
) -> dict[str, Any]:
    """Return the values of `FIELDS` for a printing now, and whether caption and alt are its own.

    `caption` and `alt` are those of this use; "" takes the library's. The credit follows the
    contract that `ImageQuerySet.with_credit` has read.
    """
    return {
        "caption": caption or image.caption,
        "alt": alt or image.alt,
        "extended_description": image.extended_description,
        "credit_line": image.credit_line(language),
        "ai_label": wording.ai_label(image.digital_source_type, language),
        "creator": image.creator,
        "agencies": _agencies(image),
        "copyright_notice": image.copyright_notice,
        "usage_terms": image.usage_terms,
        "source_type": image.source_type_address,
        "web_statement": image.web_statement,
        "licensor_url": image.licensor_url,
        "file_rights": file_rights.library_rights_of(image).as_json(),
        "has_own_caption": bool(caption),
        "has_own_alt": bool(alt),
    }


def printed(row: EditionImage) -> dict[str, Any]:
    """Return the frozen words of a picture in an edition, printed or about to be."""
    return {name: getattr(row, name) for name in FIELDS}


def from_library_for(row: EditionImage, image: Image, language: str) -> dict[str, Any]:
    """Return what `from_library` gives for the same use; caption and alt of the use stay."""
    return from_library(
        image,
        language,
        caption=row.caption if row.has_own_caption else "",
        alt=row.alt if row.has_own_alt else "",
    )


def _agencies(image: Image) -> list[str]:
    """Return the names of its agencies, the origin before who passed it on."""
    via = image.via.name if image.via else ""
    return list(dict.fromkeys(filter(None, (image.source_name, via))))
