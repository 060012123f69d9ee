"""The body of a story as HTML: which elements it may have, and where its figures are.

Pure: no models, no database. A figure is a placeholder with the id of a picture,
<figure data-image="12" data-caption="…" data-alt="…"></figure>; `fill` replaces it by the picture when
the page is made. The body is cleaned when saved, when pressed and once more when filled for output.
"""

import html as entities
import re
from collections.abc import Callable
from dataclasses import dataclass

import nh3

from text import normalise
from text.nesting import DEEPEST, MAX_WORK, nesting

LONGEST = 500_000  # characters of HTML: a book has no more
_ROUNDS = 20  # of cleaning, after which HTML that never settles is reduced to its text

_TAGS = {
    "p",
    "h2",
    "h3",
    "h4",
    "strong",
    "em",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "br",
    "hr",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "sup",
    "sub",
    "figure",
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "figure": {"data-image", "data-caption", "data-alt"},
    "*": {"lang"},
}
_NUMBERS = {"colspan", "rowspan", "data-image"}
_TEXTS = ("data-caption", "data-alt")  # of a picture in this use
_FIGURE = re.compile(
    r'<figure data-image="(?P<image>\d+)"(?: data-caption="(?P<caption>[^"]*)")?'
    r'(?: data-alt="(?P<alt>[^"]*)")?></figure>'
)
_OPENING = re.compile(r'<figure\b(?P<attributes>(?:[^>"]|"[^"]*")*)>')
# A figure without a picture of ours, around text outside any block.
_FOREIGN = re.compile(
    r"<figure(?![^>]*data-image)[^>]*>(?P<inner>(?:[^<]|</?(?:strong|em|a|br|su[bp])\b[^>]*>)+)</figure>"
)
_TAG = re.compile(r'<(?P<end>/?)(?P<tag>[a-z0-9]+)(?:[^>"]|"[^"]*")*>')
_VOID = {"br", "hr"}
_INLINE = re.compile(r"</?(?:strong|em|a|su[bp])\b[^>]*>")  # these do not end a word
_BLANK = re.compile(r"(?:<p>(?:\s|<br>|&nbsp;)*</p>\s*)+")


@dataclass(frozen=True)
class Figure:
    """The place of a picture in the body, with its caption and alt for this use."""

    image_id: int
    caption: str
    alt: str = ""


def clean(html: str) -> str:
    """Return the body with nothing but what readers may get. Cleaning twice changes nothing.

    Scripts, styles, event handlers, frames, foreign pictures and odd addresses go; text stays. Of HTML
    that would hold up everybody else, too long or too deep, nothing but the text stays.
    """
    if len(html) > LONGEST or nesting(html)[1] > MAX_WORK:
        html = _paragraphs(html)
    cleaned = _clean_once(html)
    for _round in range(_ROUNDS):  # without some tags the rest may parse in another way
        if cleaned == html:
            break
        html, cleaned = cleaned, _clean_once(cleaned)
    else:
        cleaned = _clean_once(_paragraphs(cleaned))
    return cleaned if nesting(cleaned)[0] <= DEEPEST else _clean_once(_paragraphs(cleaned))


def figures(html: str) -> list[Figure]:
    """Return the figures of a clean body, in order."""
    return [_figure(match) for match in _FIGURE.finditer(html)]


def with_figures_of(html: str, image_ids: set[int]) -> str:
    """Return a clean body without the figures of other pictures."""
    return _FIGURE.sub(lambda m: m[0] if int(m["image"]) in image_ids else "", html)


def fill(html: str, show: Callable[[int], str]) -> str:
    """Return the body for output: cleaned again, each figure replaced by `show(number from 0)`.

    `show` returns trusted HTML, or "" for a picture that may not run: then nothing marks its place.
    """
    numbers = iter(range(len(html)))
    return _FIGURE.sub(lambda match: show(next(numbers)), clean(html))


def without_captions(html: str) -> str:
    """Return a clean body whose figures are places only. The press stores their texts apart."""
    return _FIGURE.sub(r'<figure data-image="\g<image>"></figure>', html)


def elements(html: str) -> list[str]:
    """Return a clean body as its outermost elements, in order; joined they are the body again."""
    results, depth, start = [], 0, 0
    for match in _TAG.finditer(html):
        if depth == 0 and not match["end"] and match.start() > start:
            results.append(html[start : match.start()])  # text outside any element
            start = match.start()
        if match["tag"] not in _VOID:
            depth += -1 if match["end"] else 1
        if depth == 0:
            results.append(html[start : match.end()])
            start = match.end()
    return [*results, html[start:]] if html[start:] else results


def text(html: str) -> str:
    """Return the text of a clean body, one line for each block."""
    html = _INLINE.sub("", _FIGURE.sub("\n", html))
    html = re.sub(r"</(?:p|h2|h3|h4|li|blockquote|tr|table|caption)>|<br>", "\n", html)
    lines = entities.unescape(re.sub(r"<[^>]*>", " ", html)).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def word_count(html: str) -> int:
    """Return the number of words between blanks: in Vietnamese syllables, as editors count."""
    return len(text(html).split())


def _clean_once(html: str) -> str:
    html = nh3.clean(
        normalise.normalise(html),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_valid,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    html = _FOREIGN.sub(_paragraph, html).replace("</figure>", "")
    html = _OPENING.sub(_canonical, html)
    return _BLANK.sub(lambda match: "" if match.end() == len(html) else match[0], html).strip()


def _paragraphs(html: str) -> str:
    """Return the text of HTML that is not clean, a paragraph for each line."""
    html = re.sub(r"(?is)<(script|style)\b.*?(?:</\1|$)", "", html)
    return "".join(
        f"<p>{entities.escape(line, quote=False)}</p>" for line in text(html).splitlines()
    )


def _valid(tag: str, attribute: str, value: str) -> str | None:
    if attribute in _NUMBERS and not (value.isascii() and value.isdigit() and len(value) < 12):
        return None
    return normalise.one_line(value) if attribute in _TEXTS else value


def _figure(match: re.Match[str]) -> Figure:
    caption, alt = (entities.unescape(match[name] or "") for name in ("caption", "alt"))
    return Figure(int(match["image"]), caption, alt)


def _canonical(match: re.Match[str]) -> str:
    """Return a figure that the cleaner let through in the one form that this module reads.

    It is empty: the text that stood in it follows it. A figure without a picture of ours goes.
    """
    image = re.search(r'data-image="(\d+)"', match["attributes"])
    if image is None:
        return ""
    values = ((name, re.search(rf'{name}="([^"]*)"', match["attributes"])) for name in _TEXTS)
    texts = "".join(f' {name}="{text[1]}"' for name, text in values if text and text[1].strip())
    return f'<figure data-image="{int(image[1])}"{texts}></figure>'


def _paragraph(match: re.Match[str]) -> str:
    return f"<p>{match['inner'].strip()}</p>" if match["inner"].strip() else ""
