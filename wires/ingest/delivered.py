"""Pictures of the library that came with items, and what binds of the items for them.

images/source.py keeps it on the picture's row; here it is worked out, in the transaction in which an
item changes or a picture is imported.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from attribution.wording import house_time
from images import source
from images.models import Image
from wires import thumbnails
from wires.binding import Release, strictest
from wires.ingest import versions
from wires.models import DeliveredPicture, Delivery, Feed, WireItem, WireVersion
from wires.parsing.parsed import USABLE, ParsedPicture
from wires.parsing.urls import file_name


def record(version: WireVersion, number: int, image: Image, *, at: datetime) -> None:
    """Record that a picture came with a version; what binds of its item binds the picture too."""
    with transaction.atomic():
        # Locked, so that a kill that is being stored is seen, or sees this picture.
        item = WireItem.objects.select_for_update().select_related("agency").get(pk=version.item_id)
        DeliveredPicture.objects.get_or_create(
            item=item, version=version, image=image, number=number, defaults={"created_at": at}
        )
        _record_within(version, number, image, at)
        _apply(image.pk, item, at)


def record_within(item: WireItem, stated: ParsedPicture, own: WireItem, *, at: datetime) -> None:
    """Record for `own`, which says what may be done with one picture of an item, that picture.

    It is known by its key, or by its address; the caller applies what binds of `own`.
    """
    rows = DeliveredPicture.objects.filter(item=item, number__isnull=False)
    for row in rows.select_related("version").order_by("pk"):
        pictures, number = row.version.pictures, row.number or 0
        picture = pictures[number] if number < len(pictures) else {}
        if {stated.key, stated.href} & {picture.get("key"), picture.get("href")} - {None, ""}:
            _record_own(own, row.image_id, at)


def _record_within(version: WireVersion, number: int, image: Image, at: datetime) -> None:
    """Record for a picture that is imported what the item says of it alone, if it ever did."""
    key = version.pictures[number].get("key") if number < len(version.pictures) else ""
    if not key:
        return
    guid = versions.picture_guid(version.item.guid, key)
    own = WireItem.objects.select_for_update().filter(feed=version.item.feed_id, guid=guid)
    for item in own:
        _record_own(item, image.pk, at)


def _record_own(own: WireItem, image_id: int, at: datetime) -> None:
    if own.current_id is not None:
        values = {"version_id": own.current_id, "created_at": at}
        DeliveredPicture.objects.get_or_create(item=own, image_id=image_id, defaults=values)


def apply_to_pictures(
    items: Iterable[WireItem], *, at: datetime, new_words: Collection[int] = ()
) -> set[int]:
    """Tell the library what binds of these items now, for every picture that came with them.

    `new_words` are the ids of those of which a new version decides. Return the ids of the items that
    have any pictures.
    """
    items_by_pk = {item.pk: item for item in items}
    if not items_by_pk:
        return set()
    rows = DeliveredPicture.objects.filter(item__in=items_by_pk).order_by("image")
    pairs = list(rows.values_list("image", "item"))
    restricted = {pk for pk in new_words if pk in items_by_pk and _restricts(items_by_pk[pk])}
    renewed = {image_id for image_id, item_id in pairs if item_id in restricted}
    for image_id, item_id in dict(pairs).items():
        _apply(image_id, items_by_pk[item_id], at, is_new_word=image_id in renewed)
    return {item_id for _image, item_id in pairs}


def bind_imported(image: Image, *, at: datetime) -> None:
    """Let what binds of the items that brought a picture's bytes bind a new picture at once.

    Registered in settings.IMAGE_IMPORT_HANDLERS: the item of a picture that is uploaded by hand may
    have been killed before.
    """
    # Locked, so that a kill that is being stored is seen, or sees this picture.
    rows = WireItem.objects.select_for_update(of=("self",), no_key=True).select_related("agency")
    items = list(rows.filter(pk__in=_items_of_bytes(image.sha256)).order_by("guid", "feed"))
    link_same_bytes(items, at=at)
    apply_to_pictures(items, at=at)
    image.refresh_from_db()


def bind_existing(delivery: Delivery, *, at: datetime) -> None:
    """Do the same for a picture that is in the library when its bytes arrive."""
    if delivery.format not in thumbnails.FORMATS:
        return
    if image := Image.objects.filter(sha256=delivery.sha256).first():
        bind_imported(image, at=at)


def _items_of_bytes(sha256: str) -> set[int]:
    """Return the ids of the items of which some version brought a picture of these bytes."""
    feeds = list(Feed.objects.values_list("pk", flat=True))  # the index begins with the feed
    deliveries = Delivery.objects.filter(
        feed__in=feeds, sha256=sha256, format__in=thumbnails.FORMATS
    )
    items: set[int] = set()
    for pk, feed, name in deliveries.values_list("pk", "feed", "name"):
        of_feed = WireVersion.objects.filter(item__feed=feed)
        own = of_feed.filter(kind=WireItem.Kind.PICTURE, delivery=pk)
        items.update(own.values_list("item", flat=True))
        if name:
            items.update(_items_naming(name, of_feed))
    return items


def _items_naming(name: str, rows: QuerySet[WireVersion]) -> Iterator[int]:
    """Yield the ids of the items of versions that name a picture by this name or address.

    The database looks for the longest part of it that is written as it is in any address; letters
    may be written as numbers after a “%” there.
    """
    part = max(re.findall(r"[A-Za-z0-9]*", name), key=len)
    written = rows.annotate(written=Cast("pictures", TextField()))
    written = written.filter(Q(written__contains=part) | Q(written__contains="%"))
    for item, pictures in written.values_list("item", "pictures"):
        hrefs = [picture.get("href", "") for picture in pictures]
        if name in {*map(file_name, hrefs), *map(address, hrefs)}:
            yield item


def sha256s(item: WireItem) -> set[str]:
    """Return the SHA-256 of each picture delivered with an item, in any of its versions."""
    names: set[str] = set()
    condition = Q(pk__in=())
    for version in item.versions.only("kind", "pictures", "delivery"):
        names.update(filter(None, (file_name(p.get("href", "")) for p in version.pictures)))
        if version.kind == WireItem.Kind.PICTURE:
            condition |= Q(pk=version.delivery_id)
    condition |= Q(name__in=names) | Q(name__in=_addresses(item))
    deliveries = Delivery.objects.filter(
        condition, feed=item.feed_id, format__in=thumbnails.FORMATS
    )
    return set(deliveries.values_list("sha256", flat=True))


def link_same_bytes(items: Iterable[WireItem], *, at: datetime) -> None:
    """Record the pictures that were imported in another way, with the bytes of an item held back."""
    for item in items:
        if _restricts(item):
            _link_same_bytes(item, at)


def _restricts(item: WireItem) -> bool:
    return Release.stated_by(item) != Release(status=USABLE)


def _link_same_bytes(item: WireItem, at: datetime) -> None:
    unlinked = Image.objects.filter(sha256__in=sha256s(item)).exclude(delivered_with__item=item)
    for image in unlinked:
        DeliveredPicture.objects.create(
            item=item, version_id=item.binding_ids[-1], image=image, created_at=at
        )


def _apply(image_id: int, changed: WireItem, at: datetime, *, is_new_word: bool = False) -> None:
    """Set what binds of all the items that a picture came with; `changed` is the reason."""
    # The picture first: whoever waits for the lock then reads what the other has written.
    image = Image.objects.select_for_update().get(pk=image_id)
    items = WireItem.objects.filter(delivered_pictures__image=image_id).distinct()
    release = strictest(Release.stated_by(item) for item in items)
    terms = source.SourceTerms(
        status="" if release.status == USABLE else release.status,
        embargo_until=release.embargo_until,
        embargo_indefinite=release.embargo_indefinite,
        expires_at=release.expires_at,
    )
    version = WireVersion.objects.filter(pk__in=changed.binding_ids).order_by("pk").last()
    note = name_of(changed, version)
    source.apply_source_terms(image, terms, note=note, at=at, is_new_word=is_new_word)


def name_of(item: WireItem, version: WireVersion | None) -> str:
    """Return agency, item and version, as a picture's history names them."""
    params = {"agency": item.agency, "item": item, "number": version.version if version else None}
    if version is None or version.version is None:
        arrived = version.received_at if version else item.first_received_at
        return _("%(agency)s, “%(item)s”, %(time)s") % {**params, "time": house_time(arrived)}
    return _("%(agency)s, “%(item)s”, version %(number)d") % params


def address(href: str) -> str:
    """Return a web address as the name of its delivery; "" for a file name."""
    return href[:500] if href.startswith(("https://", "http://")) else ""


def _addresses(item: WireItem) -> set[str]:
    rows = item.versions.only("pictures")
    addresses = (address(p.get("href", "")) for version in rows for p in version.pictures)
    return set(filter(None, addresses))
