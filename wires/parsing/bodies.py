"""HTML in a string as a clean body, and what in any copy is not for the public apart. Pure."""

import html as entities
import re
from typing import Literal

from django.utils.translation import gettext as _
from lxml import etree
from lxml.etree import _Element

from attribution import agencies
from wires.parsing import fragments, markup, omissions
from wires.parsing.parsed import MarkUp, Quarantined
from wires.parsing.strict_json import LONGEST_BLOCK, LONGEST_LINE
from wires.parsing.strict_xml import descendants, local_name, text_of

# What plain text has nowhere: elements that stand apart or hold no copy, comments, CDATA sections.
_BLOCK = re.compile(
    r"</(?:p|div|h[1-6]|li|td)>|<(?:p|br)\b[^<>]*>|<!--|<!\[CDATA\["
    r"|<(?:html|body|div|section|article|blockquote|[uo]l|table|h[1-6]|pre|hr|img|figure|iframe|video|audio"
    r"|script|style|title|button|textarea|form|nav|svg|object|canvas|noscript|del|strike)\b[^<>]{0,1000}>",
    re.IGNORECASE,
)
_INLINE = re.compile(r"</(?:a|b|em|i|span|strong|sub|sup|u)>", re.IGNORECASE)
_NUMBERED = re.compile(r"&#(?:\d{2,7}|[xX][0-9a-fA-F]{2,6});")
# A tag within lines as plain text has it: “<b and c>” is none, for words are no attributes.
_ESCAPED = re.compile(
    r"&lt;(/?(?:a|b|em|i|span|strong|sub|sup|u)"
    r"""(?:\s+[\w:-]+=(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>&]+))*\s*/?)&gt;""",
    re.IGNORECASE,
)
_ONE_PARAGRAPH = re.compile(r"\s*<p\b[^>]*>((?:(?!</?(?:p|br|div|li|td)\b).)*)</p>\s*", re.I | re.S)
_FURTHER_IN, _AT_THE_EDGE = re.compile(r"\n[ \t]{2,}\S"), re.compile(r"\n\S")
# Notes for the desk alone: by their role, of which agencies have their own, and by their type in NITF.
_FOR_THE_DESK = frozenset(("nonpublic", "notpublic", "internal")) | agencies.desk_roles()
_NOT_FOR_PRINT = frozenset(("npa", "nonpublic"))
# Marks of parts that have to be separated before the body is cleaned.
_MARKED = re.compile(
    r"(?:non|not)[-_]?public|pubconstraint|<section\b[^<>]*\bmain\b"
    rf"|\brole=.?[\w:]*(?:{'|'.join(map(re.escape, sorted(_FOR_THE_DESK)))})|<note\b",
    re.IGNORECASE,
)
_SIDE_BY_SIDE = re.compile(r"</span>(?=<span\b)", re.IGNORECASE)


def split(html: str, *, headline: str = "") -> tuple[str, str]:
    """Return the clean body without repeated headline and sign-off, and the non-public text."""
    if len(html) > LONGEST_BLOCK:
        raise Quarantined(_("A text in it is longer than any story."), code="text_too_long")
    html, hidden = _split_hidden(html)
    body = markup.clean(_SIDE_BY_SIDE.sub("</span> ", html))
    body = markup.without_sign_off(markup.without_headline(body, headline))
    return body, "\n".join(hidden)


def from_string(text: str, *, headline: str = "") -> tuple[str, str]:
    """Return the same for a string that is HTML or plain text and does not state which.

    HTML within lines leaves the paragraphs to the lines, as plain text does, and so does one
    paragraph around the whole in which some lines begin further in.
    """
    whole = _ONE_PARAGRAPH.fullmatch(text)
    if whole and _FURTHER_IN.search(whole[1]) and _AT_THE_EDGE.search(whole[1]):
        text = whole[1]
    elif _BLOCK.search(text) or (not _INLINE.search(text) and _is_xml(text)):
        return split(text, headline=headline)
    elif not _INLINE.search(text):
        html = markup.without_headline(markup.from_text(_with_letters(text)), headline)
        return markup.without_sign_off(html), ""
    html = _ESCAPED.sub(r"<\1>", markup.from_text(text)).replace("&amp;", "&")
    return split(html, headline=headline)


def given(text: str) -> str:
    """Return a string that `from_string` reads, marked as mark-up where it is read as such."""
    is_markup = _BLOCK.search(text) or _INLINE.search(text) or _is_xml(text)
    return MarkUp(text) if is_markup else _with_letters(text)


def _with_letters(text: str) -> str:
    """Return plain text with the characters that it gives by number: it was escaped twice."""
    return _NUMBERED.sub(lambda number: entities.unescape(number[0]), text)


def _is_xml(text: str) -> bool:
    """Return whether the text is nothing but elements of any name that hold others or text."""
    return text.lstrip().startswith("<") and fragments.read_xml(text) is not None


def without_link(html: str, link: str) -> str:
    """Return a clean body without a last link to its own page: “Continue reading…”."""
    if not link:
        return html
    href = re.escape(link.replace("&", "&amp;"))
    last = re.compile(
        rf'(?:<p>)?\s*<a href="{href}"[^>]*>[^<]{{1,60}}</a>\s*(?:</p>)?\s*$|'
        rf'\s*<a href="{href}"[^>]*>[^<]{{1,60}}</a>(?=\s*</p>\s*$)'
    )
    if match := last.search(html):
        omissions.leave_out(omissions.LINKS, markup.text(match[0]))
    return last.sub("", html).strip()


def plain(text: str) -> str:
    """Return text that may be HTML as plain text, without what is not for the public."""
    text = text[:LONGEST_LINE]
    if "<" not in text and "&" not in text:
        return text.strip()
    return markup.text(markup.clean(_split_hidden(text)[0]))


def is_hidden(element: _Element) -> bool:
    """Return whether the element is marked as not for the public, or for an unknown public."""
    is_constrained = "pubconstraint" in element.attrib or "pubconstrainturi" in element.attrib
    if is_constrained and code_in(element, "pubconstraint") != "public":
        return True
    if code_in(element, "role") in _FOR_THE_DESK:
        return True
    if local_name(element) == "note" and element.get("type", "").strip().lower() in _NOT_FOR_PRINT:
        return True
    marked = element.get("class", "").lower().replace("-", "").replace("_", "")
    return "nonpublic" in marked or "notpublic" in marked


def empty_hidden(element: _Element | None) -> list[str]:
    """Empty the elements that are not for the public; return the lines of their text."""
    if element is None:
        return []
    hidden = []
    walk = etree.iterwalk(element, events=("start",), tag="*")
    for _event, child in walk:
        if child is not element and is_hidden(child):
            hidden.append(child)
            walk.skip_subtree()
    hidden_lines = []
    for child in hidden:
        hidden_lines += lines(child)
        child.clear(keep_tail=True)
    return hidden_lines


def lines(element: _Element) -> list[str]:
    """Return the lines of the element. A note that repeats itself in parts counts once."""
    if not len(element):
        return [text_of(element)] if text_of(element) else []
    return markup.text(markup.from_element(element)).splitlines()


def main_sections(element: _Element) -> list[_Element]:
    """Return the sections that hold the copy where an agency marks its parts, as dpa does."""
    sections = [
        section
        for section in descendants(element, "section")
        if "main" in section.get("class", "").split()
    ]
    known = set(sections)
    return [
        section for section in sections if known.isdisjoint(section.iterancestors("{*}section"))
    ]


def code_in(element: _Element, key: str) -> str:
    """Return a code without its alias, or the end of the address in the attribute beside it."""
    code = element.get(key, "") or element.get(f"{key}uri", "").rpartition("/")[2]
    return code.rpartition(":")[2].strip().lower()


def _split_hidden(html: str) -> tuple[str, list[str]]:
    """Return the parts for the public and the lines of the others; dpa marks `main` and `nonpublic`."""
    if not _MARKED.search(html):
        return html, []
    method: Literal["xml", "html"] = "xml"
    if (root := fragments.read_xml(html)) is None:
        root, method = fragments.from_html(html), "html"
    hidden = empty_hidden(root)
    visible = main_sections(root) or [root]
    parts = (
        etree.tostring(part, encoding="unicode", method=method, with_tail=False) for part in visible
    )
    return "".join(parts), hidden
