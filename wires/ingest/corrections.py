"""Corrections of pictures: what a newer version, or another item, says otherwise of one in the library.

What is compared is the agency's word with its own earlier word, never with the desk's: captions are
translated. Other words are proposed to the picture desk; stricter terms count at once.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from images import proposals, services, source
from images.models import Image
from wires.ingest import delivered, picture_fields
from wires.models import DeliveredPicture, WireItem, WireVersion
from wires.parsing.urls import file_name, url_path


def compare_new_versions(item: WireItem, versions: Iterable[WireVersion], *, at: datetime) -> None:
    """Compare what new versions of an item say of its pictures in the library with what was said.

    Terms count from any version, also from one that is older; words from the current one alone.
    """
    for record in _last_records(DeliveredPicture.objects.filter(item=item)):
        for version in versions:
            version.item = item
            number = _number_in(version, record)
            if number is None:
                continue
            with transaction.atomic():
                image = Image.objects.select_for_update().get(pk=record.image_id)
                if version.pk == item.current_id:
                    _propose(image, version, number, _fields(record, image), at)
                    _record(image, version, number, at)
                else:
                    _add_terms(image, version, number, at)


def compare_with_earlier(version: WireVersion, number: int, image: Image, *, at: datetime) -> None:
    """Compare what a version says of a picture that is imported with what was said of it before.

    Another file that came in this place of the item before is superseded by it.
    """
    with transaction.atomic():
        image = Image.objects.select_for_update().get(pk=image.pk)
        records = _last_records(DeliveredPicture.objects.filter(image=image))
        if records:
            _propose(image, version, number, _fields(records[0], image), at)
        elif image.uploaded_at < at:  # it came in another way, with what its file says
            metadata = picture_fields.metadata_of(image)
            _propose(image, version, number, services.proposed_fields(metadata), at)
        if not DeliveredPicture.objects.filter(item=version.item, image=image).exists():
            _supersede(image, version, number, at)


def _supersede(image: Image, version: WireVersion, number: int, at: datetime) -> None:
    """Propose a new file in place of those that came as this picture of the item before."""
    for record in _last_records(DeliveredPicture.objects.filter(item=version.item)):
        if _number_in(version, record) == number:
            proposals.propose(
                record.image, {}, replacement=image, stated_by=_stated_by(version), at=at
            )


def _last_records(records: Any) -> list[DeliveredPicture]:
    """Return the last record of each picture whose place among its version's pictures is known."""
    rows = records.filter(number__isnull=False).select_related("version__item__agency", "image")
    return list({row.image_id: row for row in rows.order_by("pk")}.values())


def _number_in(version: WireVersion, record: DeliveredPicture) -> int | None:
    """Return which picture of `version` is that of the record; None when it has none.

    It is known by its address or file name; of several with its name by the path, and by its place
    where nothing else tells them apart. Another name in its place is another photograph.
    """
    href = picture_fields.picture_of(record.version, record.number or 0).get("href", "")
    hrefs = [picture.get("href", "") for picture in version.pictures]
    if not hrefs and version.kind == WireItem.Kind.PICTURE:
        hrefs = [""]
    place = record.number or 0
    for spelling in (str, url_path, file_name):
        stated = spelling(href)
        same = [
            number for number, other in enumerate(hrefs) if stated and spelling(other) == stated
        ]
        if same:
            return place if place in same else same[0]
    has_no_name = place < len(hrefs) and not (file_name(href) and file_name(hrefs[place]))
    return place if has_no_name else None


def _propose(
    image: Image,
    version: WireVersion,
    number: int,
    earlier: Mapping[str, Any],
    at: datetime,
) -> None:
    """Propose what the version says otherwise than `earlier`, and let stricter terms count."""
    _add_terms(image, version, number, at)
    stated = picture_fields.library_fields(version, number, picture_fields.metadata_of(image))
    values = {
        name: stated.get(name, None if name in ("origin", "via") else "")
        for name in proposals.FIELDS
        if (stated.get(name) or "") != (earlier.get(name) or "")
    }
    if values:
        proposals.propose(image, values, stated_by=_stated_by(version), at=at)


def _add_terms(image: Image, version: WireVersion, number: int, at: datetime) -> None:
    stated = picture_fields.library_fields(version, number, picture_fields.metadata_of(image))
    terms = "\n".join(filter(None, (stated.get("usage_terms"), stated.get("instructions"))))
    source.add_stated_terms(image, terms, note=_stated_by(version), at=at)


def _fields(record: DeliveredPicture, image: Image) -> dict[str, Any]:
    """Return what the version of the record says of its picture."""
    metadata = picture_fields.metadata_of(image)
    return picture_fields.library_fields(record.version, record.number or 0, metadata)


def _record(image: Image, version: WireVersion, number: int, at: datetime) -> None:
    """Record the version as the last that was compared."""
    DeliveredPicture.objects.get_or_create(
        item=version.item,
        version=version,
        image=image,
        number=number,
        defaults={"created_at": at},
    )


def _stated_by(version: WireVersion) -> str:
    return delivered.name_of(version.item, version)
