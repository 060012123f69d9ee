"""What an item says of one of its pictures, as fields of the library.

The item's words come first, then the file's; whoever sent the item is the agency where neither
names one.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from attribution.models import Agency
from images import services
from images.metadata.reading import EmbeddedMetadata
from images.models import Image
from wires.models import WireItem, WireVersion

# The name of a picture's field in an item, and in a file's metadata.
_METADATA_FIELDS = {
    "caption": "caption",
    "alt": "alt_text",
    "creator": "creator",
    "credit_line": "credit_line",
    "copyright_notice": "copyright_notice",
    "usage_terms": "usage_terms",
}
# Fields of the item that apply to its pictures where a picture states none of its own.
_ITEM_FIELDS = ("copyright_notice", "usage_terms")


def picture_of(version: WireVersion, number: int) -> Mapping[str, Any]:
    """Return what a version says of one of its pictures; {} for an item that is the picture itself."""
    picture: Mapping[str, Any] = version.pictures[number] if number < len(version.pictures) else {}
    return picture


def library_fields(version: WireVersion, number: int, metadata: EmbeddedMetadata) -> dict[str, Any]:
    """Return the library's fields: from the item first, then from the file's `metadata`."""
    picture = picture_of(version, number)
    stated: dict[str, Any] = {
        name: picture.get(item_name) or "" for item_name, name in _METADATA_FIELDS.items()
    }
    for name in _ITEM_FIELDS:
        stated[name] = stated[name] or getattr(version, name) or getattr(metadata, name) or ""
    if version.kind == WireItem.Kind.PICTURE:
        stated["credit_line"] = stated["credit_line"] or version.credit_line
    stated = {name: value for name, value in stated.items() if value}
    columns = services.proposed_fields(replace(metadata, **stated))
    _set_agency(columns, version.item.agency)
    return columns


def metadata_of(image: Image) -> EmbeddedMetadata:
    """Return what the file of a picture says, as it was read when it was taken in."""
    stored = image.embedded_metadata.get("fields", {})
    names = {field.name for field in fields(EmbeddedMetadata)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in stored.items()
        if name in names
    }
    return EmbeddedMetadata(**values)


def _set_agency(fields: dict[str, Any], agency: Agency) -> None:
    """Set the delivering agency, whose contract applies, as the picture's origin or its `via`."""
    origin, via = fields.get("origin"), fields.get("via")
    if origin is None and via is None and not fields.get("credit_override"):
        fields["origin"] = agency
    elif agency not in (origin, via):
        fields["via"] = agency
