"""What the files of a picture say of it: the rights packet of one row of the library.

A file belongs to a picture and not to an edition, so it says what was last printed of the picture
(docs/decisions/0014-a-file-says-what-was-last-printed.md).
"""

from images.files.embedded_rights import EmbeddedRights
from images.models import Image

_DATA_MINING = "http://ns.useplus.org/ldf/vocab/"


def rights_of(image: Image) -> EmbeddedRights:
    """Return what the picture's files say: as it was last printed, or else the library's words.

    A correction in the library changes no public file until it is printed.
    """
    if image.printed_rights:
        return EmbeddedRights.from_json(image.printed_rights)
    return library_rights_of(image)


def library_rights_of(image: Image) -> EmbeddedRights:
    """Return who made the picture and what may be done with it, in the house's language."""
    mining = image.data_mining
    return EmbeddedRights(
        credit=image.credit_line(),
        copyright_notice=image.copyright_notice,
        creator=image.creator,
        source=image.source_name,
        usage_terms=image.usage_terms,
        web_statement=image.web_statement,
        alt=image.alt,
        data_mining=_DATA_MINING + mining if mining else "",
        digital_source_type=image.source_type_address,
    )
