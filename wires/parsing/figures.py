"""Figures within the copy of a feed: their pictures, with the caption and whom it names as maker. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urljoin

from lxml.etree import _Element

from images.credits import signoff
from text.integers import parse_int
from wires.parsing import bodies, fragments
from wires.parsing.parsed import ParsedPicture
from wires.parsing.strict_xml import descendants, local_name, text_of
from wires.parsing.urls import valid_href

_TEXTS = ("caption", "alt", "creator", "credit_line")
_MAX_PICTURES = 100  # of one text


def with_figures(
    pictures: Iterable[ParsedPicture], copy: str | _Element | None, *, base: str = ""
) -> tuple[ParsedPicture, ...]:
    """Return the pictures, and those of the figures in copy: HTML, or an element with it.

    A picture that the feed names too gets the figure's caption where the feed has none.
    """
    by_address = {
        _without_query(picture.href) or str(n): picture for n, picture in enumerate(pictures)
    }
    for figure in _figures(copy, base):
        key = _without_query(figure.href)
        known = by_address.setdefault(key, figure)
        if not known.caption:
            names = ("caption", "alt") if known.creator or known.credit_line else _TEXTS
            texts = {name: getattr(known, name) or getattr(figure, name) for name in names}
            by_address[key] = replace(known, **texts)
    return tuple(by_address.values())


def _figures(copy: str | _Element | None, base: str) -> Iterator[ParsedPicture]:
    if isinstance(copy, str):
        if "<figure" not in copy.lower():
            return
        element = fragments.read_xml(copy)
        copy = fragments.from_html(copy) if element is None else element
    for figure in descendants(copy, "figure")[:_MAX_PICTURES]:
        if descendants(figure, "figure") or _is_hidden(figure):
            continue
        caption = " ".join(filter(None, map(text_of, descendants(figure, "figcaption"))))
        signed = signoff.parse(caption)
        for image in descendants(figure, "img")[:1]:
            source = (image.get("src") or image.get("data-src") or "").strip()
            if source and (href := valid_href(_join(base, source))):
                yield ParsedPicture(
                    href=href,
                    caption=caption,
                    alt=" ".join(image.get("alt", "").split()),
                    creator=signed.creator if signed else "",
                    credit_line="/".join(filter(None, (signed.origin, signed.via)))
                    if signed
                    else "",
                    width=parse_int(image.get("width")),
                    height=parse_int(image.get("height")),
                )


def _is_hidden(figure: _Element) -> bool:
    around = (figure, *figure.iterancestors())
    return any(bodies.is_hidden(element) for element in around if local_name(element))


def _without_query(href: str) -> str:
    return href.partition("?")[0]


def _join(base: str, src: str) -> str:
    try:
        return urljoin(base, src)
    except ValueError:
        return ""
