"""The models of the wire: feeds, deliveries as received, items and their versions.

Only wires/ingest/store.py writes deliveries, items and versions.
"""

from wires.models.feeds import LARGEST_DELIVERY, MEGABYTE, Delivery, Feed, FeedPoll
from wires.models.filters import SavedFilter
from wires.models.items import WireItem, WireItemQuerySet, WireVersion
from wires.models.pictures import DeliveredPicture

__all__ = [
    "LARGEST_DELIVERY",
    "MEGABYTE",
    "DeliveredPicture",
    "Delivery",
    "Feed",
    "FeedPoll",
    "SavedFilter",
    "WireItem",
    "WireItemQuerySet",
    "WireVersion",
]
