"""HTML in a string as a clean body, with what in it is not for the public apart. Pure."""

import html as entities
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from lxml import etree
from lxml import html as lxml_html

from wires.parsers import markup
from wires.parsers.parsed import Quarantined
from wires.parsers.strict_json import LONGEST_BLOCK, LONGEST_LINE

_BLOCK = re.compile(r"</(?:p|div|h[1-6]|li|td)>|<(?:p|br)\b[^<>]*>", re.IGNORECASE)
_INLINE = re.compile(r"</(?:a|b|em|i|span|strong|sub|sup|u)>", re.IGNORECASE)
_ONE_PARAGRAPH = re.compile(r"\s*<p\b[^>]*>((?:(?!</?(?:p|br|div|li|td)\b).)*)</p>\s*", re.I | re.S)
_FURTHER_IN, _AT_THE_EDGE = re.compile(r"\n[ \t]{2,}\S"), re.compile(r"\n\S")
_SIDE_BY_SIDE = re.compile(r"</span>(?=<span\b)", re.IGNORECASE)


def split(html: str, *, headline: str = "") -> tuple[str, str]:
    """The clean body without its repeated headline and sign-off, and the non-public words."""
    hidden: list[str] = []
    if len(html) > LONGEST_BLOCK:
        raise Quarantined(_("A text in it is longer than any story."))
    lower = html.lower()
    if "nonpublic" in lower or ("<section" in lower and "main" in lower):
        html, hidden = _taken_apart(html)
    body = markup.clean(_SIDE_BY_SIDE.sub("</span> ", html))
    body = markup.without_sign_off(markup.without_headline(body, headline))
    return body, "\n".join(filter(None, hidden))


def from_string(said: str) -> str:
    """A clean body of words that are HTML or plain text and do not say which.

    HTML within lines leaves the paragraphs to the lines, as plain text does, and so does one
    paragraph around the whole in which some lines begin further in.
    """
    whole = _ONE_PARAGRAPH.fullmatch(said)
    if whole and _FURTHER_IN.search(whole[1]) and _AT_THE_EDGE.search(whole[1]):
        said = whole[1]
    elif _BLOCK.search(said):
        return markup.clean(said)
    elif not _INLINE.search(said):
        return markup.from_text(said)
    return markup.clean(entities.unescape(markup.from_text(said)))


def without_link(html: str, link: str) -> str:
    """A clean body without a last link to the very page it stands on: “Continue reading…”."""
    if not link:
        return html
    href = re.escape(link.replace("&", "&amp;"))
    last = re.compile(
        rf'(?:<p>)?\s*<a href="{href}"[^>]*>[^<]{{1,60}}</a>\s*(?:</p>)?\s*$|'
        rf'\s*<a href="{href}"[^>]*>[^<]{{1,60}}</a>(?=\s*</p>\s*$)'
    )
    return last.sub("", html).strip()


def plain(said: str) -> str:
    """Words that may be HTML as plain text."""
    said = said[:LONGEST_LINE]
    return markup.text(markup.clean(said)) if "<" in said or "&" in said else said.strip()


def _taken_apart(html):
    """dpa marks a body's parts: what is for print is `main`, what is for the desk `nonpublic`."""
    root = lxml_html.fragment_fromstring(html.replace("\x00", ""), create_parent="div")
    hidden = []
    for one in [e for e in root.iter() if "nonpublic" in _class(e).lower()]:
        hidden.append(
            markup.text(markup.clean(etree.tostring(one, encoding="unicode", with_tail=False)))
        )
        _remove(one)
    mains = [s for s in root.iter("section") if "main" in _class(s).split()]
    kept: Iterable = mains or [root]
    return "".join(etree.tostring(e, encoding="unicode", with_tail=False) for e in kept), hidden


def _class(element):
    return element.get("class", "") if isinstance(element.tag, str) else ""


def _remove(element):
    """Take it out; the words behind it stay."""
    parent = element.getparent()
    if parent is not None:
        element.drop_tree()
