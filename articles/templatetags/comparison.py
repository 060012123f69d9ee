"""Shows in which places two contents differ, on the pages of history, review and conflicts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.comparison import Change, Piece
from images.models import Image
from images.views.files import thumbnail_url

register = template.Library()
# More places than a page can show; copy made by hand has fewer.
MOST = 400
_WIDTH = 160


@dataclass(frozen=True)
class Thumbnail:
    """A picture of a change: its address, "" for one that has no file or is gone, and its name."""

    address: str
    name: str


@dataclass(frozen=True)
class Shown:
    """A change with its pictures."""

    change: Change
    before: Thumbnail | None
    after: Thumbnail | None


@register.inclusion_tag("articles/_changes.html")
def show_changes(changes: Sequence[Change]) -> dict[str, Any]:
    """Return the changes with their pictures. One query, none where no picture is among them."""
    shown = changes[:MOST]
    ids = {pk for change in shown for pk in (change.picture_before, change.picture_after) if pk}
    columns = ("files", "caption", "alt")
    images = Image.objects.only(*columns).in_bulk(ids) if ids else {}
    return {
        "changes": [
            Shown(
                change,
                _thumbnail(change.picture_before, images),
                _thumbnail(change.picture_after, images),
            )
            for change in shown
        ],
        "left_out": len(changes) - len(shown),
    }


@register.filter
def marked(pieces: Sequence[Piece]) -> SafeString:
    """Return the text with what went in <del>, what came in <ins>; and for ears with a word before it."""
    return format_html_join("", "{}{}", ((_piece(piece), _after(piece)) for piece in pieces))


def _piece(piece: Piece) -> SafeString:
    text = piece.text.rstrip(" ")
    if piece.kind == "gone":
        return _gone(text)
    if piece.kind == "new":
        return _new(text)
    return format_html("<mark>{}</mark>" if piece.kind == "changed" else "{}", text)


def _after(piece: Piece) -> SafeString:
    """Return what marked the words and marks them now, in brackets, and the blank behind them."""
    blank = " " if piece.text.endswith(" ") else ""
    notes = [*map(_gone, piece.gone), *map(_new, piece.new)]
    if not notes:
        return format_html("{}", blank)
    joined = format_html_join(", ", "{}", ((note,) for note in notes))
    return format_html(' <span class="marks">({})</span>{}', joined, blank)


def _gone(text: str) -> SafeString:
    label = _("taken out:")
    return format_html('<span class="for-screen-readers">{} </span><del>{}</del>', label, text)


def _new(text: str) -> SafeString:
    label = _("new:")
    return format_html('<span class="for-screen-readers">{} </span><ins>{}</ins>', label, text)


def _thumbnail(pk: int | None, images: dict[int, Image]) -> Thumbnail | None:
    if pk is None:
        return None
    image = images.get(pk)
    return Thumbnail(thumbnail_url(image, _WIDTH), str(image)) if image else Thumbnail("", f"{pk}")
