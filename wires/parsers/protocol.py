"""What a module of this package offers, so that `wires.parsers.parse` can ask it.

A module is a parser: its top-level names are the members below. Documents are `bytes` for
telegraph text, the root element for XML, and the decoded value for JSON. The registry is in
`wires/parsers/__init__.py`; docs/how-to/add-a-wire-format.md says how to add a format.
"""

from datetime import datetime
from typing import Protocol, TypeVar, runtime_checkable

from wires.parsing.parsed import Given, ParsedItem

Document = TypeVar("Document", contravariant=True)  # what the format's reader gives a parser


class Parser(Protocol[Document]):
    """A parser of one format. Pure: neither models nor database, network or files."""

    FORMAT: str  # as a delivery stores it and the desk sees it

    def recognises(self, document: Document, /) -> bool:
        """Return whether the document is in this format. Cheap, and never raises."""

    def parse(self, document: Document, /, *, at: datetime) -> list[ParsedItem]:
        """Return the items of a document that was recognised. `at` is when it was received.

        Raises Quarantined with a sentence for the desk when the document cannot be used.
        """

    def given(self, document: Document, /) -> list[Given]:
        """Return the texts that each item came with, untouched and in the order of `parse`.

        They are compared with the items, so that no word is lost in silence. Asked after `parse`.
        """


@runtime_checkable
class HasVersions(Protocol[Document]):
    """A parser of several versions or dialects of its format."""

    def format_of(self, document: Document, /) -> str:
        """Return the format with its version; a delivery stores this instead of FORMAT."""


@runtime_checkable
class LeavesOut(Protocol[Document]):
    """A parser that knows kinds of items which are never imported."""

    def not_imported(self, document: Document, /) -> list[str]:
        """Return the kinds of the items in the document that `parse` leaves out."""
