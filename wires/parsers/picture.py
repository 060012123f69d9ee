"""A picture file as an item of its own: what is embedded in it is its caption, credit and terms.

Nothing is stored and no pixel is kept. What the file says is read as the picture desk reads it, and
where no creator or credit stands in its fields the sign-off of its caption names them.
"""

import hashlib
from datetime import datetime
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from images.credits import signoff
from images.files import unread, validate
from images.files.validate import ValidatedImage
from images.metadata.reading import EmbeddedMetadata
from text.datetimes import parse_datetime
from wires.parsing import text_signals
from wires.parsing.moments import house_zone, parse_end
from wires.parsing.parsed import (
    USABLE,
    Kind,
    ParsedItem,
    ParsedPicture,
    Quarantined,
)
from wires.parsing.strict_json import block, line
from wires.parsing.urls import valid_href

FORMAT = "picture"  # a delivery stores the file's own: JPEG, PNG…
_NAMES = {"jpg": "JPEG", "webp": "WebP", "avif": "AVIF", "png": "PNG", "tiff": "TIFF", "gif": "GIF"}
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")
_RELEASED, _RELEASED_AT, _EXPIRES, _EXPIRES_AT = "2:30", "2:35", "2:37", "2:38"


def recognises(raw: bytes) -> bool:
    """Return whether the bytes begin as a picture does; reading shows whether they are one.

    Kinds of pictures that are not read count, so that the refusal names them.
    """
    if raw.startswith(_STARTS) or unread.name_of(raw[: unread.HEAD]):
        return True
    return (raw[:4] == b"RIFF" and raw[8:12] == b"WEBP") or (
        raw[4:8] == b"ftyp" and b"avif" in raw[8:64]
    )


def parse(raw: bytes, *, at: datetime, name: str = "") -> tuple[str, list[ParsedItem], list[str]]:
    """Return its format, the one item, and remarks on what was not read."""
    try:
        image = validate.validate(ContentFile(raw))
    except validate.InvalidImage as error:
        raise Quarantined(str(error), code=error.code) from error
    metadata = image.metadata
    remarks = [_("Part of what the picture says of itself was not read.")] if metadata.flags else []
    return _NAMES[image.format], [_item(raw, image, metadata, name)], remarks


def _item(raw: bytes, image: ValidatedImage, metadata: EmbeddedMetadata, name: str) -> ParsedItem:
    signed = signoff.propose(metadata)
    creator = line(metadata.creator) or signed.creator
    credit = line(metadata.credit_line) or "/".join(filter(None, (signed.origin, signed.via)))
    terms, instructions = block(metadata.usage_terms), block(metadata.instructions)
    until, indefinite, expires = _dates(
        metadata, f"{metadata.headline}\n{metadata.caption}\n{instructions}"
    )
    picture = ParsedPicture(
        # The file is the delivery itself, which is stored under this name.
        href=valid_href(PurePosixPath(name.replace("\\", "/")).name),
        caption=line(metadata.caption),
        alt=line(metadata.alt_text),
        creator=creator,
        credit_line=credit,
        copyright_notice=line(metadata.copyright_notice),
        usage_terms="\n".join(dict.fromkeys(filter(None, (terms, instructions)))),
        width=image.width,
        height=image.height,
    )
    created = parse_datetime(metadata.created_at, house_zone())
    return ParsedItem(
        guid=f"urn:sha256:{hashlib.sha256(raw).hexdigest()}",
        kind=Kind.PICTURE,
        status=USABLE,
        embargo_until=until,
        embargo_indefinite=indefinite,
        expires_at=expires,
        urgency=metadata.urgency,
        headline=line(metadata.headline) or line(metadata.title),
        byline=creator,
        credit_line=credit,
        sources=tuple(filter(None, (line(metadata.source),))),
        copyright_notice=picture.copyright_notice,
        usage_terms=terms,
        editor_note=instructions,
        slugline=line(metadata.title),
        created_at=created,
        version_at=created,
        subjects=tuple(metadata.keywords),
        pictures=(picture,),
    )


def _dates(metadata: EmbeddedMetadata, text: str) -> tuple[datetime | None, bool, datetime | None]:
    """Return the embargo and the expiry of IIM; an embargo in words has no readable end."""
    iim = metadata.raw.get("iim", {})
    first = {key: "".join(iim.get(key, [])[:1]) for key in (_RELEASED, _RELEASED_AT)}
    last = {key: "".join(iim.get(key, [])[:1]) for key in (_EXPIRES, _EXPIRES_AT)}
    until = _parse_iim_end(first[_RELEASED], first[_RELEASED_AT])
    expires = _parse_iim_end(last[_EXPIRES], last[_EXPIRES_AT])
    unread = bool(first[_RELEASED].strip()) and until is None
    is_held = text_signals.says_embargo(text) and until is None  # a file has no other field for it
    return until, unread or is_held, expires


def _parse_iim_end(day: str, time: str) -> datetime | None:
    """Return the moment of 20241231 and 235900+0700; “00000000” means that the day is unknown."""
    return (parse_datetime(f"{day}T{time}", house_zone()) if time else None) or parse_end(day)
