"""Importing the pictures of agency copy into the library, with the metadata that the item states.

The bytes are the delivery of the same feed with the picture's file name, or the item's own delivery.
A picture that was not delivered is fetched from the feed's hosts, and stored as a delivery too.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from attribution.models import Contract
from images import services
from images.files import validate
from images.files.validate import ValidatedImage
from images.models import Image
from text.errors import DomainError
from wires import thumbnails
from wires.ingest import corrections, delivered, picture_fields, polling, safe_http, store
from wires.ingest.delivered import address
from wires.models import Delivery, WireItem, WireVersion
from wires.parsing.urls import file_name

TIMEOUT = 15  # seconds for a picture: an editor waits for it
_OK = 200
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
    picture = picture_fields.picture_of(version, number)
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
            fields = picture_fields.library_fields(version, number, validated.metadata)
            fields |= _rights(version, at)
            image = services.import_image(file, validated=validated, by=by, at=at, **fields).image
    except validate.InvalidImage as error:
        raise PictureUnavailable(_not_imported(name, error), code=error.code) from None
    corrections.compare_with_earlier(version, number, image, at=at)
    delivered.record(version, number, image, at=at)
    image.refresh_from_db()
    return image


def _rights(version: WireVersion, at: datetime) -> dict[str, Any]:
    """Return by what right it may run: under the contract with the agency, where there is one."""
    contracts = Contract.objects.applicable(Contract.Service.PICTURE, timezone.localdate(at))
    has_contract = contracts.filter(agency=version.item.agency_id).exists()
    return {"rights": Image.Rights.AGENCY} if has_contract else {}


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
