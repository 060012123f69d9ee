"""What the lists on the desk's home are made of; articles/dashboard.py says what stands in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from django.utils.functional import Promise

from editions.models import Edition
from images.models import Image, ImageProposal

Row = TypeVar("Row", covariant=True)


class Kind(StrEnum):
    """What the rows of a panel are; templates/articles/panels/ has a template for each kind."""

    ALARM = "alarm"
    KILLED_ITEM = "killed_item"
    FEED = "feed"
    DELIVERY = "delivery"
    ARTICLE = "article"
    EDITION = "edition"
    PROPOSAL = "proposal"
    LOST_PICTURE = "lost_picture"
    EXPIRING_PICTURE = "expiring_picture"
    REWORDED = "reworded"
    QUOTA = "quota"
    EXPIRING_STORY = "expiring_story"
    IMAGE = "image"
    PROPOSED_TOPIC = "proposed_topic"
    UNCLEAR_TERM = "unclear_term"


@dataclass(frozen=True)
class ExpiringPicture:
    """A picture on the pages that will soon have to leave them, and the stories it leaves."""

    image: Image
    when: str | Promise
    editions: list[Edition]


@dataclass(frozen=True)
class ExpiringStory:
    """A live story whose terms will soon take it from our pages."""

    edition: Edition
    when: str | Promise


@dataclass(frozen=True)
class CorrectedPicture:
    """A correction of a picture that waits for an answer, and the live stories that print it."""

    proposal: ImageProposal
    editions: list[Edition]


@dataclass(frozen=True)
class LostPicture:
    """A live story, and its pictures that are not shown on its page, each with the reason."""

    edition: Edition
    images: list[tuple[Image, str]]


@dataclass(frozen=True)
class Panel(Generic[Row]):
    """A list on the desk's home, with the sentence that is shown when it is empty."""

    kind: Kind
    title: str | Promise
    empty: str | Promise
    rows: Sequence[Row]
    total: int = 0  # of which `rows` are the first, where there are more
    url: str = ""  # of the list of all

    @property
    def template(self) -> str:
        """The template of one row."""
        return f"articles/panels/{self.kind}.html"
