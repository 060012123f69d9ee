"""The ids of items and pictures as their agencies mean them: the same in every delivery. Pure."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from attribution import agencies
from wires.parsing.parsed import ParsedItem, ParsedPicture, PictureRelease

# What signs an address for a time, at the stores in which agencies keep files: it is no part of the id.
_SIGNS = re.compile(
    r"(?:x-(?:amz|goog|oss)-[\w-]+|signature|sig|key-pair-id|policy|awsaccesskeyid|googleaccessid"
    r"|expires|hdnts|hdnea|hmac|sv|se|sp|sr|st|spr|skoid|sktid|skt|ske|sks|skv)=.*",
    re.IGNORECASE,
)
_SURELY_SIGNS = re.compile(
    r"(?:^|&)(?:x-(?:amz|goog|oss)-signature|signature|sig|hdnts|hdnea|hmac)=", re.IGNORECASE
)
STORY = "#story-"  # between the id of an item and the key of one of its stories


def story_id(guid: str, key: str) -> str:
    """Return the id of one of several stories in an item, which the item names by `key`."""
    return f"{guid}{STORY}{key}" if guid else ""


def item_of(guid: str) -> str:
    """Return the id of the item that holds a story; any other id is its own."""
    return guid.partition(STORY)[0]


def item_id(stated: str) -> str:
    """Return the id without the signature of an address, which changes with every request."""
    item, mark, key = stated.partition(STORY)
    return f"{_unsigned(agencies.item_id(item))}{mark}{key}"


def with_own_ids(item: ParsedItem) -> ParsedItem:
    """Return the item with its own id, and those of the items and pictures that it names, as meant."""
    return replace(
        item,
        guid=item_id(item.guid),
        cancels=tuple(map(item_id, item.cancels)),
        package_items=tuple(map(item_id, item.package_items)),
        pictures=tuple(map(_picture, item.pictures)),
        picture_releases=tuple(map(_release, item.picture_releases)),
    )


def _picture(picture: ParsedPicture) -> ParsedPicture:
    return replace(picture, key=item_id(picture.key))


def _release(release: PictureRelease) -> PictureRelease:
    return replace(release, picture=_picture(release.picture))


def _unsigned(address: str) -> str:
    if not address.startswith(("http://", "https://")):
        return address
    try:
        query = urlsplit(address).query
    except ValueError:
        return address
    if not _SURELY_SIGNS.search(query):
        return address
    kept = "&".join(part for part in query.split("&") if not _SIGNS.fullmatch(part))
    return address.replace(f"?{query}", f"?{kept}" if kept else "", 1)
