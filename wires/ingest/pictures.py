"""Importing the pictures of agency copy into the library, with the metadata that the item states.

The bytes are the delivery of the same feed with the picture's file name, or the item's own delivery.
A picture that was not delivered is fetched from the feed's hosts, and stored as a delivery too.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from attribution.models import Agency, Contract
from images import services
from images.files import validate
from images.files.validate import ValidatedImage
from images.models import Image
from text.errors import DomainError
from wires import thumbnails
from wires.ingest import delivered, polling, safe_http, store
from wires.ingest.delivered import address
from wires.models import Delivery, WireItem, WireVersion
from wires.parsing.urls import file_name

TIMEOUT = 15  # seconds for a picture: an editor waits for it
_OK = 200
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
sha256s = delivered.sha256s


class PictureUnavailable(DomainError):
    """The picture could not be imported. The code is that of the error behind it."""


def count(version: WireVersion) -> int:
    """Return the number of pictures of a version. An item that is a picture counts as one itself."""
    return len(version.pictures) or int(version.kind == WireItem.Kind.PICTURE)


def import_picture(version: WireVersion, number: int, *, by: User | None, at: datetime) -> Image:
    """Import a version's picture into the library, and return it; `number` counts from 0.

    The item's metadata takes precedence over the file's; rights come from the contract with the
    agency. A file that is in the library already is returned as it is. What binds of the item binds
    the picture from then on.
    """
    picture = version.pictures[number] if number < len(version.pictures) else {}
    delivery, href = _delivery_of(version, picture), picture.get("href", "")
    if delivery:
        raw, name = bytes(delivery.raw), file_name(href) or delivery.name
    else:
        raw, name = _fetched(version, href), file_name(href) or href
    file = ContentFile(raw, name=name.rpartition("/")[2] or "picture")
    try:
        validated = validate.validate(file)
        if delivery is None:
            _store_fetched(version, href, raw, validated, at)
        image = services.find_existing(validated)
        if image is None:
            fields = _fields(version, picture, validated, at)
            image = services.import_image(file, validated=validated, by=by, at=at, **fields).image
    except validate.InvalidImage as error:
        raise PictureUnavailable(_not_imported(name, error), code=error.code) from None
    delivered.record(version, number, image, at=at)
    image.refresh_from_db()
    return image


def _delivery_of(version: WireVersion, picture: Mapping[str, Any]) -> Delivery | None:
    """Return the newest delivery with the picture's name, or the item's own delivery."""
    pictures = Delivery.objects.filter(feed=version.item.feed_id, format__in=thumbnails.FORMATS)
    href = picture.get("href", "")
    for name in filter(None, (address(href), file_name(href))):
        if delivery := pictures.filter(name=name).order_by("-received_at", "-pk").first():
            return delivery
    if version.kind == WireItem.Kind.PICTURE and version.delivery_id is not None:
        return pictures.filter(pk=version.delivery_id).first()
    return None


def _fetched(version: WireVersion, href: str) -> bytes:
    """Fetch a picture from the item's address for it, which must be on one of the feed's hosts."""
    feed, name = version.item.feed, file_name(href) or href
    if not address(href):
        raise PictureUnavailable(
            _("The picture “%s” was not taken in: it has not arrived.") % name,
            code="picture_missing",
        )
    try:
        hosts = polling.hosts(feed)
        response = safe_http.get(href, hosts=hosts, max_bytes=feed.max_bytes, timeout=TIMEOUT)
    except (safe_http.BlockedAddress, safe_http.RequestFailed) as error:
        raise PictureUnavailable(_not_imported(name, error), code=error.code) from None
    if response.status != _OK:
        reason = _("%(host)s answered with the status %(status)d.")
        params = {"host": safe_http.host_of(href), "status": response.status}
        raise PictureUnavailable(_not_imported(name, reason % params), code="status_not_ok")
    return response.body


def _store_fetched(
    version: WireVersion, href: str, raw: bytes, validated: ValidatedImage, at: datetime
) -> None:
    """Store a fetched picture as a delivery named by its address, so that it is fetched once."""
    names = {validate.FORMATS[name.upper()]: name for name in thumbnails.FORMATS}
    store.store_bytes(version.item.feed, raw, name=href, format=names[validated.format], at=at)


def _not_imported(name: str, error: str | Exception) -> str:
    sentence = _("The picture “%(name)s” was not taken in: %(why)s")
    return sentence % {"name": name, "why": error}


def _fields(
    version: WireVersion, picture: Mapping[str, Any], validated: ValidatedImage, at: datetime
) -> dict[str, Any]:
    """Return the library's fields: from the item first, then the file, then the contract."""
    item = version.item
    metadata: dict[str, Any] = {
        name: picture.get(item_name) or "" for item_name, name in _METADATA_FIELDS.items()
    }
    for name in _ITEM_FIELDS:
        file_value = getattr(validated.metadata, name) or ""
        metadata[name] = metadata[name] or getattr(version, name) or file_value
    if version.kind == WireItem.Kind.PICTURE:
        metadata["credit_line"] = metadata["credit_line"] or version.credit_line
    metadata = {name: value for name, value in metadata.items() if value}
    fields = services.proposed_fields(replace(validated.metadata, **metadata))
    _set_agency(fields, item.agency)
    on = timezone.localdate(at)
    contracts = Contract.objects.applicable(Contract.Service.PICTURE, on)
    if contracts.filter(agency=item.agency_id).exists():
        fields["rights"] = Image.Rights.AGENCY
    return fields


def _set_agency(fields: dict[str, Any], agency: Agency) -> None:
    """Set the delivering agency, whose contract applies, as the picture's origin or its `via`."""
    origin, via = fields.get("origin"), fields.get("via")
    if origin is None and via is None and not fields.get("credit_override"):
        fields["origin"] = agency
    elif agency not in (origin, via):
        fields["via"] = agency
