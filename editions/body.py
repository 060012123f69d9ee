"""The body of a story as HTML: what may stand in it, and where its figures are.

Pure: no models, no database. A figure is a placeholder that names a picture by its id,
<figure data-image="12" data-caption="…" data-alt="…"></figure>; its picture, words and credit are
put in when the page is made. Cleaned when saved, when pressed and once more when filled for output.
"""

import html as entities
import re
from collections.abc import Callable
from dataclasses import dataclass

import nh3

from text import normalise

_TAGS = {
    *("p", "h2", "h3", "h4", "strong", "em", "a", "ul", "ol", "li", "blockquote", "br", "hr"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "sup", "sub", "figure"),
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "figure": {"data-image", "data-caption", "data-alt"},
    "*": {"lang"},
}
_NUMBERS = {"colspan", "rowspan", "data-image"}
_WORDS = ("data-caption", "data-alt")  # what is said of a picture in this use
_FIGURE = re.compile(
    r'<figure data-image="(?P<image>\d+)"(?: data-caption="(?P<caption>[^"]*)")?'
    r'(?: data-alt="(?P<alt>[^"]*)")?></figure>'
)
_OPENING = re.compile(r'<figure\b(?P<attributes>(?:[^>"]|"[^"]*")*)>')
# A figure of no picture of ours, around words that no block holds.
_FOREIGN = re.compile(
    r"<figure(?![^>]*data-image)[^>]*>(?P<inner>(?:[^<]|</?(?:strong|em|a|br|su[bp])\b[^>]*>)+)</figure>"
)
_INLINE = re.compile(r"</?(?:strong|em|a|su[bp])\b[^>]*>")  # these part no words
_BLANK = re.compile(r"(?:<p>(?:\s|<br>|&nbsp;)*</p>\s*)+")


@dataclass(frozen=True)
class Figure:
    """A place in the body where a picture stands, with its caption and alt for this use."""

    image_id: int
    caption: str
    alt: str = ""


def clean(html: str) -> str:
    """The body with nothing but what readers may be sent. Cleaning twice changes nothing.

    Scripts, styles, event handlers, frames, foreign pictures and odd addresses go; words stay.
    """
    cleaned = _clean_once(html)
    while cleaned != html:  # without some tags a browser may read the rest anew
        html, cleaned = cleaned, _clean_once(cleaned)
    return cleaned


def figures(html: str) -> list[Figure]:
    """The figures of a clean body, in order."""
    return [_figure(match) for match in _FIGURE.finditer(html)]


def with_figures_of(html: str, image_ids: set[int]) -> str:
    """A clean body without the figures of any other picture."""
    return _FIGURE.sub(lambda m: m[0] if int(m["image"]) in image_ids else "", html)


def fill(html: str, show: Callable[[int], str]) -> str:
    """The body for output: cleaned again, each figure replaced by `show(its number from 0)`.

    `show` returns trusted HTML, or "" for a picture that may not run: its place closes up.
    """
    numbers = iter(range(len(html)))
    return _FIGURE.sub(lambda match: show(next(numbers)), clean(html))


def without_captions(html: str) -> str:
    """A clean body whose figures keep their place only. The press keeps their words apart."""
    return _FIGURE.sub(r'<figure data-image="\g<image>"></figure>', html)


def text(html: str) -> str:
    """The words of a clean body as plain text, one line for each block."""
    html = _INLINE.sub("", _FIGURE.sub("\n", html))
    html = re.sub(r"</(?:p|h2|h3|h4|li|blockquote|tr|table|caption)>|<br>", "\n", html)
    lines = entities.unescape(re.sub(r"<[^>]*>", " ", html)).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def word_count(html: str) -> int:
    """Words between blanks: in Vietnamese these are syllables, as every editor counts them."""
    return len(text(html).split())


def _clean_once(html):
    html = nh3.clean(
        normalise.normalise(html),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_sound,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    html = _FOREIGN.sub(_paragraph, html).replace("</figure>", "")
    html = _OPENING.sub(_canonical, html)
    return _BLANK.sub(lambda match: "" if match.end() == len(html) else match[0], html).strip()


def _sound(tag, attribute, value):
    if attribute in _NUMBERS and not (value.isascii() and value.isdigit() and len(value) < 12):
        return None
    return normalise.one_line(value) if attribute in _WORDS else value


def _figure(match):
    caption, alt = (entities.unescape(match[name] or "") for name in ("caption", "alt"))
    return Figure(int(match["image"]), caption, alt)


def _canonical(match):
    """Any figure that the cleaner let through, in the one form that the rest of this file reads.

    It holds nothing: the words that stood in it follow it. One that is not ours goes.
    """
    image = re.search(r'data-image="(\d+)"', match["attributes"])
    if image is None:
        return ""
    said = ((name, re.search(rf'{name}="([^"]*)"', match["attributes"])) for name in _WORDS)
    words = "".join(f' {name}="{text[1]}"' for name, text in said if text and text[1].strip())
    return f'<figure data-image="{int(image[1])}"{words}></figure>'


def _paragraph(match):
    return f"<p>{match['inner'].strip()}</p>" if match["inner"].strip() else ""
