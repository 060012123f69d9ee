"""Turn the body of agency copy into clean HTML, and clean HTML into text.

Pure. A body may be XHTML, NITF, HTML in a string or plain text. The result has paragraphs, headings,
lists, quotations, tables and links, and nothing that runs, loads or shows a picture.
"""

import html as entities
import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html
from lxml.etree import _Element

from attribution import agencies
from text import normalise
from text.nesting import DEEPEST, MAX_WORK, nesting
from wires.parsing import fragments, omissions
from wires.parsing.elements import (
    BLOCKS,
    BLOCKS_WITHOUT_COPY,
    CELLS,
    DROPPED,
    HOLDERS,
    INLINE,
    PARAGRAPHS,
    PARTS,
)

_TAGS = frozenset((*INLINE.values(), *BLOCKS.values(), "a", "br"))
_ATTRIBUTES = {
    "a": {"href", "title"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}
_SPANS = frozenset(("colspan", "rowspan"))
_REL = "noopener nofollow"
_FIRST_HEADING = re.compile(r"<(h[2-4]|p)>(.*?)</\1>", re.DOTALL)
# Desk initials: “hh/ph/ts”, “bur-hh/ph”.
INITIALS = re.compile(r"[a-z]{2,4}(?:-[a-z]{2,4})?(?:/[a-z]{2,4}(?:-[a-z]{2,4})?){1,5}")
# Last lines for machines and desks: “==Kyodo”, initials, a rule, “./.”, “ends”, “/ritzau/”; and those
# of single agencies.
_SIGN_OFFS = (
    r"==\s*\w+",
    rf"(?!and/or|und/oder|et/ou|km/h){INITIALS.pattern}",
    r"_{2,}|\./\.|-30-|#{2,}|[Ee]nds?|ENDS?|/[a-z]{2,10}/",
    r"\([A-Z]{2,5}\\?/[a-z]{2,4}(?: [a-z]{2,4}){0,4}\)",
    *agencies.last_lines(),
)
_SIGN_OFF = re.compile("|".join(_SIGN_OFFS))
_MAX_SIGN_OFFS = 5
_RULE = re.compile(r"<p>\s*(?:_{2,}|-{3,}|\*{3,})\s*</p>")
_HALVES = re.compile("[\ud800-\udfff]")  # of characters: no encoding takes them
# Cleaning repeats until nothing changes; HTML that never settles is reduced to its text.
_ROUNDS = 6
_LONGEST = 2_000_000  # characters; agencies' copy is a tenth of it at most
_NO_COPY = re.compile(r"<(script|style|s|del|strike)(?=[\s>]).*?(?:</\1\s*>|$)", re.I | re.S)
_BLANKS = re.compile(r"\s+")
_EMPTY_CELLS = re.compile(r"(?:<t[dh][^>]*></t[dh]>)*")
_OUTER_BREAKS = re.compile(r"^(?:<br>\s*)+|(?<!<br>)(?<!\s)(?:\s*<br>)+$")


def clean(html: str) -> str:
    """Return HTML with nothing but what may stand in a body. Cleaning twice changes nothing."""
    for _round in range(_ROUNDS):
        cleaned = _clean_once(html)
        if cleaned == html:
            return html
        html = cleaned
    return _plain_paragraphs(html)


def from_element(element: _Element | None) -> str:
    """Return the clean body of an XHTML or NITF element, whatever its namespace."""
    return "" if element is None else clean(_to_html(element))


def from_text(text: str) -> str:
    """Return plain text as paragraphs: a blank or an indented line begins a new one."""
    parts = re.split(
        r"\n[ \t]*\n|\n(?=(?:[ \t]{2,}|\t)\S)", text.replace("\r\n", "\n").replace("\r", "\n")
    )
    folded = (" ".join(part.split()) for part in parts)
    return _finished(
        "".join(f"<p>{entities.escape(part, quote=False)}</p>" for part in folded if part)
    )


def without_headline(html: str, headline: str) -> str:
    """Return a clean body that does not begin with the headline."""
    first = _FIRST_HEADING.match(html)
    if first and headline and text(first[0]).strip() == headline.strip():
        return html[first.end() :].strip()
    return html


def without_sign_off(html: str) -> str:
    """Return a clean body without last lines that are signals, and without rules of signs."""
    html = _RULE.sub("", html).strip()
    for _line in range(_MAX_SIGN_OFFS):
        begins = html.rfind("<p>") if html.endswith("</p>") else -1
        last = text(html[begins:]).strip() if begins >= 0 else ""
        if not _SIGN_OFF.fullmatch(last):
            break
        omissions.leave_out(omissions.SIGN_OFFS, last)
        html = html[:begins].strip()
    return re.sub(r"\s*\./\.\s*</p>$", "</p>", html)


def text(html: str) -> str:
    """Return a clean body as plain text, one line for each block."""
    html = re.sub(r"</(?:p|h2|h3|h4|li|blockquote|tr|table|caption)>|<br>", "\n", html)
    html = re.sub(r"</t[hd]>", " ", html)
    lines = entities.unescape(re.sub(r"<[^<>]*>", "", html)).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def _clean_once(html: str) -> str:
    html = normalise.normalise(_HALVES.sub("", html))
    deepest, work = nesting(html)
    if len(html) > _LONGEST or work > MAX_WORK:
        return _plain_paragraphs(html)
    root = fragments.read_xml(html) if deepest <= DEEPEST else None
    if root is None:
        # Text in dropped elements goes with them; the rest is parsed and written anew.
        safe = fragments.sanitise(
            fragments.closed(html),
            tags=_TAGS | {*BLOCKS, *INLINE, *PARTS, "span"},
            clean_content_tags=set(DROPPED - {"img", "link", "meta", "input", "embed", "frame"}),
            attributes={**_ATTRIBUTES, "*": {"style"}},
            url_schemes={"http", "https", "mailto"},
            link_rel=None,
        )
        safe = normalise.for_xml(safe)  # without control characters by number
        if not safe.strip():
            return ""
        if nesting(safe)[0] > DEEPEST:
            return _plain_paragraphs(safe)
        root = lxml_html.fragment_fromstring(safe, create_parent="div")
    return _finished(_to_html(root))


def _plain_paragraphs(html: str) -> str:
    html = _NO_COPY.sub("", html)
    lines = text(re.sub(r"(?i)(?=<(?:p|div|h[1-6]|li|tr|blockquote)\b)", "\n", html)).splitlines()
    return _finished("".join(f"<p>{entities.escape(line, quote=False)}</p>" for line in lines))


def _finished(html: str) -> str:
    return fragments.sanitise(
        html,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=_REL,
    ).strip()


def _to_html(element: _Element) -> str:
    """Return the element's blocks as HTML, not yet cleaned."""
    return "".join(_blocks(element, _elements_with_blocks(element)))


def _elements_with_blocks(element: _Element) -> set[_Element]:
    """Return all elements below that hold a block at any depth, in one walk."""
    holding = set()
    for descendant in element.iter("*"):
        is_block = descendant is not element and (
            _tag(descendant) in BLOCKS or _tag(descendant) in PARTS
        )
        above = descendant.getparent() if is_block else None
        while above is not None and above not in holding:
            holding.add(above)
            above = None if above is element else above.getparent()
    return holding


def _blocks(element: _Element, holding: set[_Element]) -> Iterator[str]:
    """Yield the blocks within an element; text outside blocks becomes paragraphs."""
    run = _text(element.text)
    for child in element:
        tag = _tag(child)
        if _is_dropped(child, tag):
            run += " " if tag in BLOCKS_WITHOUT_COPY else ""
        elif tag in BLOCKS or tag in PARTS or child in holding:
            yield _paragraph(run)
            run = ""
            yield (
                _block(child, tag, holding) if tag in BLOCKS else "".join(_blocks(child, holding))
            )
        else:
            run += _inline(child, tag)
        run += _text(child.tail)
    yield _paragraph(run)


def _block(element: _Element, tag: str, holding: set[_Element]) -> str:
    name = BLOCKS[tag]
    if name in HOLDERS:
        inner = "".join(_children_of_holder(element, name, holding))
    elif name in PARAGRAPHS or element in holding:
        inner = "".join(_blocks(element, holding))
        if name not in ("blockquote", "li", *CELLS):
            return inner
    elif tag == "pre" and not len(element):
        inner = _lines(element.text or "")
    else:
        inner = _trimmed(_inline_content(element))
    attributes = "".join(
        f' {key}="{entities.escape(value)}"'
        for key, value in element.attrib.items()
        if name in CELLS and _is_valid_attribute(key, value)
    )
    # An empty cell keeps the others of its row below their headings; a row of none but such goes.
    if name == "tr" and _EMPTY_CELLS.fullmatch(inner):
        return ""
    return f"<{name}{attributes}>{inner}</{name}>" if inner or name in CELLS else ""


def _children_of_holder(element: _Element, name: str, holding: set[_Element]) -> Iterator[str]:
    """Yield the children of a list or a table. Loose text becomes a point, or a paragraph above."""
    loose = "li" if name in ("ul", "ol") else "p"
    yield _loose(_text(element.text), loose)
    for child in element:
        tag = _tag(child)
        if _is_dropped(child, tag):
            pass
        elif tag in BLOCKS:
            yield _block(child, tag, holding)
        elif child in holding:
            yield from _children_of_holder(child, name, holding)
        else:
            yield _loose(_inline(child, tag), loose)
        yield _loose(_text(child.tail), loose)


def _loose(run: str, name: str) -> str:
    inner = _trimmed(run) if run else ""
    return f"<{name}>{inner}</{name}>" if inner else ""


def is_struck_by_style(element: _Element) -> bool:
    return "line-through" in element.get("style", "").lower()


def _is_dropped(element: _Element, tag: str) -> bool:
    """Return whether the element is no copy: by its name, or struck out by its style."""
    return tag in DROPPED or is_struck_by_style(element)


def _is_valid_attribute(key: str, value: str) -> bool:
    if key in _SPANS:
        return value.isascii() and value.isdigit() and len(value) < 4
    return key == "scope" and value in ("row", "col", "rowgroup", "colgroup")


def _inline_content(element: _Element) -> str:
    run = _text(element.text)
    for child in element:
        run += _inline(child, _tag(child)) + _text(child.tail)
    return run


def _lines(raw: str) -> str:
    """Return copy that is set line by line, as tables of results, with its line breaks."""
    return "<br>".join(_text(line.strip()) for line in raw.splitlines() if line.strip())


def _inline(element: _Element, tag: str) -> str:
    if not isinstance(element.tag, str) or _is_dropped(element, tag):
        return " " if tag in BLOCKS_WITHOUT_COPY else ""
    if tag == "br":
        return "<br>"
    inner = _inline_content(element)
    if tag in INLINE and inner.strip():
        return f"<{INLINE[tag]}>{inner}</{INLINE[tag]}>"
    # A link around a picture alone has no text, and is dropped with it.
    if tag == "a" and inner.strip() and (href := _href(element)):
        return f'<a href="{entities.escape(href)}">{inner}</a>'
    return inner


def _href(element: _Element) -> str:
    """Return the address of a link; XML may write the attribute in capitals."""
    return (element.get("href") or element.get("HREF") or "").strip()


def _paragraph(run: str) -> str:
    inner = _trimmed(run) if run else ""
    is_bare = "<" not in inner and "&" not in inner
    return f"<p>{inner}</p>" if inner and (is_bare or text(inner).strip()) else ""


def _trimmed(run: str) -> str:
    run = _BLANKS.sub(" ", run).strip()
    return _OUTER_BREAKS.sub("", run).strip() if "<br>" in run else run


def _text(raw: str | None) -> str:
    return entities.escape(_BLANKS.sub(" ", raw), quote=False) if raw else ""


def _tag(element: _Element) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""
