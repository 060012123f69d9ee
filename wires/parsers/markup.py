"""The body of agency copy as clean HTML, and its words.

Pure. Whatever a body was (XHTML, NITF, HTML in a string, plain text), what comes out has paragraphs,
headings, lists, quotations, tables and links, and nothing that runs, loads or shows a picture.
"""

import html as entities
import re

import nh3
from lxml import etree
from lxml import html as lxml_html

_INLINE = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sup": "sup", "sub": "sub"}
_BLOCKS = {
    **{tag: tag for tag in ("p", "h2", "h3", "h4", "blockquote", "ul", "ol", "li")},
    **{tag: tag for tag in ("table", "caption", "thead", "tbody", "tr", "th", "td")},
    **{"hl1": "h2", "hl2": "h2", "h1": "h2", "h5": "h4", "h6": "h4", "bq": "blockquote"},
    **{"pre": "p", "dl": "ul", "dt": "li", "dd": "li", "credit": "p", "tagline": "p"},
}
# These hold blocks and no words of their own.
_HOLDERS = frozenset(("ul", "ol", "table", "thead", "tbody", "tr"))
_PARAGRAPHS = frozenset(("blockquote",))
_DROPPED = frozenset(
    ("script", "style", "head", "title", "iframe", "object", "embed", "svg", "math", "template")
    + ("media", "figure", "img", "picture", "video", "audio", "form", "button", "select", "input")
    + ("textarea", "noscript", "applet", "frame", "frameset", "link", "meta", "nav", "canvas")
)
_TAGS = frozenset((*_INLINE.values(), *_BLOCKS.values(), "a", "br"))
_ATTRIBUTES = {
    "a": {"href", "title"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}
_FIRST_HEADING = re.compile(r"<(h[2-4]|p)>(.*?)</\1>", re.DOTALL)
# Last lines that speak to machines and desks: “==Kyodo”, desk initials, a rule, “./.”.
_SIGN_OFF = re.compile(r"==\s*\w+|[a-z]{2,4}(?:/[a-z]{2,4}){1,5}|_{2,}|\./\.|-30-|#{2,}")
_LAST = re.compile(r"<p>((?:(?!</?p>).)*)</p>\s*$", re.DOTALL)


def clean(html: str) -> str:
    """HTML from outside with nothing but what may stand in a body. Cleaning twice changes nothing."""
    if not html or not html.strip():
        return ""
    # Words in what is dropped go with it; the rest is taken apart and put together anew.
    safe = nh3.clean(
        html.replace("\x00", ""),
        tags=_TAGS | {*_BLOCKS, *_INLINE, "div", "section", "article", "body", "span", "header"},
        clean_content_tags=set(_DROPPED - {"img", "link", "meta", "input", "embed", "frame"}),
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    if not safe.strip():
        return ""
    return from_element(lxml_html.fragment_fromstring(safe, create_parent="div"))


def from_element(element: etree._Element | None) -> str:
    """The clean body of an XHTML or NITF element, whatever its namespace."""
    return "" if element is None else _finished("".join(_blocks(element)))


def from_text(text: str) -> str:
    """Plain text as paragraphs: a blank line, or an indented line, begins a new one."""
    parts = re.split(
        r"\n[ \t]*\n|\n(?=[ \t]{2,}\S)", text.replace("\r\n", "\n").replace("\r", "\n")
    )
    folded = (" ".join(part.split()) for part in parts)
    return _finished(
        "".join(f"<p>{entities.escape(part, quote=False)}</p>" for part in folded if part)
    )


def without_headline(html: str, headline: str) -> str:
    """A clean body that does not say the headline once more at its beginning."""
    first = _FIRST_HEADING.match(html)
    if first and headline and text(first[0]).strip() == headline.strip():
        return html[first.end() :].strip()
    return html


def without_sign_off(html: str) -> str:
    """A clean body without last lines that are signals and no copy."""
    while (last := _LAST.search(html)) and _SIGN_OFF.fullmatch(text(last[0]).strip()):
        html = html[: last.start()].strip()
    return re.sub(r"\s*\./\.\s*</p>$", "</p>", html)


def text(html: str) -> str:
    """The words of a clean body as plain text, one line for each block."""
    html = re.sub(r"</(?:p|h2|h3|h4|li|blockquote|tr|table|caption)>|<br>", "\n", html)
    html = re.sub(r"</t[hd]>", " ", html)
    lines = entities.unescape(re.sub(r"<[^>]*>", "", html)).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def _finished(html):
    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    ).strip()


def _blocks(element):
    """The blocks within an element; words that no block holds become paragraphs."""
    run = _text(element.text)
    for child in element:
        tag = _tag(child)
        if tag in _BLOCKS or (tag not in _INLINE and tag not in _DROPPED and _holds_blocks(child)):
            yield _paragraph(run)
            run = ""
            yield _block(child, tag) if tag in _BLOCKS else "".join(_blocks(child))
        else:
            run += _inline(child, tag)
        run += _text(child.tail)
    yield _paragraph(run)


def _block(element, tag):
    name = _BLOCKS[tag]
    if name in _HOLDERS:
        inner = "".join(_block(c, _tag(c)) for c in element if _tag(c) in _BLOCKS)
    elif name in _PARAGRAPHS or _holds_blocks(element):
        inner = "".join(_blocks(element))
        if name not in ("blockquote", "li", "td", "th"):
            return inner
    else:
        inner = _trimmed(_words(element))
    said = "".join(
        f' {key}="{entities.escape(value)}"'
        for key, value in element.attrib.items()
        if name in ("td", "th") and key in ("colspan", "rowspan", "scope")
    )
    return f"<{name}{said}>{inner}</{name}>" if inner else ""


def _words(element):
    run = _text(element.text)
    for child in element:
        run += _inline(child, _tag(child)) + _text(child.tail)
    return run


def _inline(element, tag):
    if tag in _DROPPED or not isinstance(element.tag, str):
        return ""
    if tag == "br":
        return "<br>"
    inner = _words(element)
    if tag in _INLINE and inner.strip():
        return f"<{_INLINE[tag]}>{inner}</{_INLINE[tag]}>"
    if tag == "a" and (href := element.get("href", "").strip()):
        return f'<a href="{entities.escape(href)}">{inner}</a>'
    return inner


def _holds_blocks(element):
    return any(_tag(one) in _BLOCKS for one in element.iter() if one is not element)


def _paragraph(run):
    inner = _trimmed(run)
    return f"<p>{inner}</p>" if text(inner).strip() else ""


def _trimmed(run):
    run = re.sub(r"\s+", " ", run).strip()
    return re.sub(r"^(?:<br>\s*)+|(?:\s*<br>)+$", "", run).strip()


def _text(said):
    return entities.escape(re.sub(r"\s+", " ", said), quote=False) if said else ""


def _tag(element):
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""
