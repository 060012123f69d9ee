"""The pictures that come with agency copy, taken into the library with what the agency said of them.

The bytes are a delivery of the same feed that bears the picture's file name, or the item's own; only
what was not delivered is fetched, from the feed's hosts alone, and kept as a delivery too. Knows
nothing of the copy that pictures are wanted for.
"""

from dataclasses import replace
from datetime import datetime

from django.core.files.base import ContentFile
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from attribution.models import Agency, Contract
from images import services
from images.files import validate
from images.files.validate import ValidatedImage
from images.models import Image
from wires import thumbnails
from wires.ingest import polling, safe_http, store
from wires.models import Delivery, WireItem, WireVersion
from wires.parsing.urls import file_name

TIMEOUT = 15  # seconds for one picture: somebody waits for it
_OK = 200
# What an item says of a picture, by what a file calls it.
_SAID = {
    **{"caption": "caption", "alt": "alt_text", "creator": "creator"},
    **{"credit_line": "credit_line", "copyright_notice": "copyright_notice"},
    "usage_terms": "usage_terms",
}
# What else the item says holds for its pictures where nothing is said of them.
_OF_ITEM = ("copyright_notice", "usage_terms")


class PictureUnavailable(Exception):
    """The picture could not be had. The message is a sentence for the desk."""


def count(version: WireVersion) -> int:
    """How many pictures a version brings. A picture that says nothing of itself is one, too."""
    return len(version.pictures) or int(version.kind == WireItem.Kind.PICTURE)


def import_picture(version: WireVersion, number: int, *, by: User, at: datetime) -> Image:
    """Take a version's picture into the library, or find it there; `number` counts from 0.

    What the item says of it beats what the file says; rights come from the contract with the agency.
    """
    said = version.pictures[number] if number < len(version.pictures) else {}
    delivery, href = _delivered(version, said), said.get("href", "")
    if delivery:
        raw, name = bytes(delivery.raw), file_name(href) or delivery.name
    else:
        raw, name = _fetched(version, href), file_name(href) or href
    file = ContentFile(raw, name=name.rpartition("/")[2] or "picture")
    try:
        judged = validate.validate(file)
        if delivery is None:
            _keep(version, href, raw, judged, at)
        if known := services.find_existing(judged):
            return known
        fields = _fields(version, said, judged, at)
        return services.import_image(file, judged=judged, by=by, at=at, **fields).image
    except validate.InvalidImage as why:
        raise PictureUnavailable(_not_taken_in(name, why)) from None


def sha256s(item: WireItem) -> set[str]:
    """The SHA-256 of each picture that came with an item, in any of its versions."""
    names, wanted = set(), Q(pk__in=())
    for version in item.versions.only("kind", "pictures", "delivery"):
        names.update(filter(None, (file_name(said.get("href", "")) for said in version.pictures)))
        if version.kind == WireItem.Kind.PICTURE:
            wanted |= Q(pk=version.delivery_id)
    wanted |= Q(name__in=names) | Q(name__in=_addresses(item))
    found = Delivery.objects.filter(wanted, feed=item.feed_id, format__in=thumbnails.FORMATS)
    return set(found.values_list("sha256", flat=True))


def _delivered(version: WireVersion, said: dict[str, str | None]) -> Delivery | None:
    """The bytes that are here: the newest under the picture's name, or the item's own."""
    pictures = Delivery.objects.filter(feed=version.item.feed_id, format__in=thumbnails.FORMATS)
    href = said.get("href", "")
    for name in filter(None, (_address(href), file_name(href))):
        if found := pictures.filter(name=name).order_by("-received_at", "-pk").first():
            return found
    if version.kind == WireItem.Kind.PICTURE:
        return pictures.filter(pk=version.delivery_id).first()
    return None


def _fetched(version: WireVersion, href: str) -> bytes:
    """The bytes from where the item says they are, if that is one of the feed's own hosts."""
    feed, name = version.item.feed, file_name(href) or href
    if not _address(href):
        raise PictureUnavailable(_("The picture “%s” was not taken in: it has not arrived.") % name)
    try:
        hosts = polling.hosts(feed)
        answer = safe_http.get(href, hosts=hosts, max_bytes=feed.max_bytes, timeout=TIMEOUT)
    except (safe_http.BlockedAddress, safe_http.RequestFailed) as why:
        raise PictureUnavailable(_not_taken_in(name, why)) from None
    if answer.status != _OK:
        why = _("%(host)s answered with the status %(status)d.")
        said = {"host": safe_http.place_of(href), "status": answer.status}
        raise PictureUnavailable(_not_taken_in(name, why % said))
    return answer.body


def _keep(version, href, raw: bytes, judged, at: datetime) -> None:
    """What was fetched is kept as everything that arrives, and found by its address from then on."""
    names = {validate.FORMATS[name.upper()]: name for name in thumbnails.FORMATS}
    store.keep(version.item.feed, raw, name=href, format=names[judged.format], at=at)


def _not_taken_in(name: str, why):
    sentence = _("The picture “%(name)s” was not taken in: %(why)s")
    return sentence % {"name": name, "why": why}


def _address(href: str) -> str:
    return href[:500] if href.startswith(("https://", "http://")) else ""


def _addresses(item):
    versions = item.versions.only("pictures")
    found = (_address(said.get("href", "")) for v in versions for said in v.pictures)
    return set(filter(None, found))


def _fields(
    version: WireVersion, said: dict[str, str | None], judged: ValidatedImage, at: datetime
) -> dict[str, str | Agency | Image.Rights | None]:
    """The library's fields: from the item first, then the file, then the contract."""
    item = version.item
    words = {theirs: said.get(ours) or "" for ours, theirs in _SAID.items()}
    for name in _OF_ITEM:
        words[name] = words[name] or getattr(version, name) or getattr(judged.metadata, name) or ""
    if version.kind == WireItem.Kind.PICTURE:
        words["credit_line"] = words["credit_line"] or version.credit_line
    words = {name: value for name, value in words.items() if value}
    fields = services.proposed_fields(replace(judged.metadata, **words))
    _name_the_agency(fields, item.agency)
    on = timezone.localdate(at)
    contracts = Contract.objects.applicable(Contract.Service.PICTURE, on)
    if contracts.filter(agency=item.agency_id).exists():
        fields["rights"] = Image.Rights.AGENCY
    return fields


def _name_the_agency(fields: dict[str, str | None], agency: Agency) -> None:
    """Whoever made it, it came through this agency, whose contract is the one that counts."""
    origin, via = fields.get("origin"), fields.get("via")
    if origin is None and via is None and not fields.get("credit_override"):
        fields["origin"] = agency
    elif agency not in (origin, via):
        fields["via"] = agency
