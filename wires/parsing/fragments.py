"""Mark-up in a string: read as XML where it is well-formed, else made ready for a reader of HTML. Pure.

To a reader of HTML, which knows no self-closed elements but its own, `<title/>` stays open and takes the
rest of the text with it. No DTD is read, and the only entities are the characters that HTML names.
"""

import bisect
import html.entities
import re
from typing import Any

import nh3
from django.utils.translation import gettext as _
from lxml import etree
from lxml import html as lxml_html
from lxml.etree import _Element

from text import normalise, safe_xml
from text.nesting import MAX_WORK, nesting
from wires.parsing import encodings
from wires.parsing.elements import BLOCKS, BLOCKS_WITHOUT_COPY, DROPPED, INLINE, PARTS, STRUCK
from wires.parsing.parsed import Quarantined

_PROLOG = re.compile(
    r"\s*(?:<\?xml\b[^<>?]{0,200}\?>\s*)?(?:<!DOCTYPE\b[^<>\[\]]{0,500}>\s*)?", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31};)")
_PREFIX = re.compile(r"<([A-Za-z_][\w.-]{0,30}):|\s([A-Za-z_][\w.-]{0,30}):[\w.-]{1,60}\s?=")
_MAX_PREFIXES = 20
_MAX_SIGNS = 150_000  # of those that nh3 is slow with: a book has some thousands
_VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "frame",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
)
# Elements whose content is text until they are closed; and others that hold no copy.
_RAW = frozenset(
    ("script", "style", "textarea", "title", "iframe", "noscript", "noembed", "noframes", "xmp")
)
_CODE = frozenset(("script", "style"))
_UNESCAPED = _CODE | {"iframe"}  # of those, in HTML that is written anew
_APART = DROPPED - _RAW - _VOID
_BLOCK = re.compile(
    r"\s{0,200}<(?:p|div|ul|ol|dl|table|blockquote|section|article|h[1-6]|pre)\b", re.I
)
# What is read of other HTML: elements that mean something, and marks of what is not for the public.
_KNOWN = {*BLOCKS, *INLINE, *PARTS, *DROPPED, "a", "br", "note", "span"}
_ATTRIBUTES = {
    "class",
    "style",
    "role",
    "roleuri",
    "type",
    "pubconstraint",
    "pubconstrainturi",
    "href",
    "src",
    "alt",
}
_ATTRIBUTES |= {"width", "height", "colspan", "rowspan", "scope", "title"}
_TOKEN = re.compile(
    r"<(?:(?P<comment>!--)|(?P<cdata>!\[CDATA\[)|(?P<instruction>\?)"
    r"|(?P<name>[A-Za-z][^\s/>]*+)"
    r"""(?P<rest>(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]++)|=)*+)(?P<end>>?))"""
)


def read_xml(markup: str) -> _Element | None:
    """Return an element around mark-up that is well-formed XML; None for any other."""
    markup = markup[_PROLOG.match(markup).end() :]  # type: ignore[union-attr]  # matches always
    markup = encodings.with_numbered_letters(markup)
    if "&" in markup:
        markup = _ENTITY.sub(_letter, markup)
    try:
        return etree.fromstring(f"<div>{markup}</div>", safe_xml.parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        is_prefix = getattr(error, "code", 0) == etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE
        return _read_with_prefixes(markup) if is_prefix else None


def _read_with_prefixes(markup: str) -> _Element | None:
    """Return an element around mark-up with prefixes that nobody declared."""
    names = {name for pair in _PREFIX.findall(markup) for name in pair if name}
    names = set(sorted(names - {"xml", "xmlns"})[:_MAX_PREFIXES])
    declared = "".join(f' xmlns:{name}="urn:undeclared:{name}"' for name in names)
    try:
        return etree.fromstring(f"<div{declared}>{markup}</div>", safe_xml.parser())
    except (etree.XMLSyntaxError, ValueError):
        return None


def closed(markup: str) -> str:
    """Return HTML in which every element that closes itself, or is nowhere closed, is empty.

    The characters of a CDATA section are text. What follows a script that is nowhere closed is code.
    """
    parts: list[str] = []
    ends, at = _Ends(markup), 0
    while token := _TOKEN.search(markup, at):
        parts.append(markup[at : token.start()])
        at = token.end()
        if token["comment"]:
            at = ends.after("-->", at - 2) or at  # a comment that is nowhere closed is none
        elif token["cdata"]:
            end = ends.after("]]>", at) or len(markup) + 3
            parts.append(html.escape(markup[at : end - 3], quote=False))
            at = min(end, len(markup))
        elif token["instruction"]:
            at = ends.after("?>", at) or ends.after(">", at) or at
        else:
            at = _after_start(token, markup, ends, parts)
    return "".join((*parts, markup[at:]))


def from_html(markup: str) -> _Element:
    """Return an element around HTML, however it is written: as browsers read it, with nothing left out."""
    markup = closed(markup.replace("\x00", ""))
    if nesting(markup)[1] > MAX_WORK:  # built to tire a reader that follows every rule
        # An element first: lxml sets text before it by itself, and refuses control characters there.
        return lxml_html.fragment_fromstring(f"<span></span>{markup}", create_parent="div")
    html5 = sanitise(
        markup,
        tags=_KNOWN,
        clean_content_tags=set(),
        attributes={"*": _ATTRIBUTES},
        link_rel=None,
    )
    html5 = normalise.for_xml(html5)  # without control characters by number
    root = read_xml(_as_xml(html5))
    return lxml_html.fragment_fromstring(html5, create_parent="div") if root is None else root


def sanitise(markup: str, **options: Any) -> str:
    """Return what nh3 makes of HTML. Raises Quarantined for more signs than it can write in time.

    For each character from U+0080 to U+00BF, as NBSP and guillemets, it reads the rest of the text again.
    """
    raw = markup.encode("utf-8", "replace")
    if raw.count(b"\xc2") + raw.count(b"&") > _MAX_SIGNS:
        raise Quarantined(_("A text in it is longer than any story."), code="text_too_long")
    return nh3.clean(markup, **options)


def _as_xml(html5: str) -> str:
    """Return HTML as nh3 writes it as XML, which no reader arranges in another way."""
    parts: list[str] = []
    ends, at = _Ends(html5), 0
    while tag := _TOKEN.search(html5, at):
        parts.append(html5[at : tag.start()])
        at = tag.end()
        if not tag["name"]:
            continue
        end = "/>" if tag["name"] in _VOID else ">"
        parts.append(f"<{tag['name']}{tag['rest'].replace('<', '&lt;')}{end}")
        if tag["name"] in _UNESCAPED:
            end_at = max(at, ends.start(f"</{tag['name']}", at))
            parts.append(html.escape(html5[at:end_at], quote=False))
            at = end_at
    return "".join((*parts, html5[at:]))


class _Ends:
    """Where marks stand in a text that is read forwards; each is looked for once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: dict[str, list[int]] = {}

    def start(self, mark: str, at: int) -> int:
        """Return the position of the mark from `at` on, capitals or not; -1 where it does not come."""
        if mark not in self.starts:
            found_at = re.finditer(f"(?ai:{re.escape(mark)})", self.text)
            self.starts[mark] = [match.start() for match in found_at]
        starts = self.starts[mark]
        number = bisect.bisect_left(starts, at)
        return starts[number] if number < len(starts) else -1

    def after(self, mark: str, at: int) -> int:
        """Return the position behind the mark; 0 where it does not come."""
        return self.start(mark, at) + len(mark) if self.start(mark, at) >= 0 else 0


def _after_start(tag: re.Match[str], markup: str, ends: _Ends, parts: list[str]) -> int:
    """Append a start tag, and the end tag where its element is empty; return what follows it."""
    name, rest, at = tag["name"].lower(), tag["rest"], tag.end()
    if name in BLOCKS_WITHOUT_COPY:
        parts.append(" ")  # the words around it are no single word
    if name not in _VOID and tag["end"] and _closes_itself(rest):
        parts.append(f"<{name}{rest.rstrip('/')}></{name}>")
        return at
    if name in STRUCK and _BLOCK.match(markup, at):
        parts.append("</p>")  # a paragraph that is open would close the struck element with itself
    parts.append(tag[0])
    if (name not in _RAW and name not in _APART) or not tag["end"]:
        return at
    end = ends.start(f"</{name}", at)
    if end < 0 and name in _CODE:
        return len(markup)
    if end < 0:
        parts.append(f"</{name}>")
    elif name in _RAW:
        parts.append(markup[at:end])
        return end
    return at


def _closes_itself(rest: str) -> bool:
    """Return whether the rest of a tag ends with a slash that is no part of an attribute's value."""
    if not rest.endswith("/"):
        return False
    value = rest.rpartition("=")[2].strip()
    return "=" not in rest or '"' in value or "'" in value or len(value.split()) > 1


def _letter(entity: re.Match[str]) -> str:
    """Return the character of an entity of HTML; one that HTML does not know stays."""
    letter = html.entities.html5.get(entity[1], entity[0])
    return html.escape(letter, quote=False) if letter != entity[0] else letter
