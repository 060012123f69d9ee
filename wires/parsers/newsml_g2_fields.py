"""Values in a NewsML-G2 item: names, codes, languages, rights. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree
from lxml.etree import _Element

from wires.parsers import optional
from wires.parsing import bodies, usage
from wires.parsing.parsed import Kind
from wires.parsing.strict_xml import children, find, text_of

# Dialects of the copy in an item, each with recognises(), body(), byline() and pictures().
_DIALECTS = optional.modules("ttnitf")
# Roles of creators, by IPTC and by agencies: who made it, and who worked on it at the desk.
_MAKERS = frozenset(
    (
        "photographer",
        "photog",
        "author",
        "writer",
        "reporter",
        "correspondent",
        "journalist",
        "columnist",
        "artist",
        "graphicartist",
        "illustrator",
        "cartoonist",
        "designer",
        "videographer",
        "camera",
        "cameraman",
    )
)
_DESK = frozenset(
    (
        "editor",
        "copyeditor",
        "photoeditor",
        "picturedesk",
        "desk",
        "deskeditor",
        "deskwriter",
        "captionwriter",
        "descriptionwriter",
        "descriptwriter",
        "writereditor",
        "transmitter",
        "translator",
        "publisher",
        "contributor",
        "dw",
    )
)
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def dialects_of(inline: _Element) -> list[Any]:
    """Return the module that reads the dialect in which the copy is written; none for plain copy."""
    return [dialect for dialect in _DIALECTS if dialect.recognises(inline)][:1]


def in_our_language(elements: list[_Element]) -> str:
    """Return the Vietnamese text; else the English one; else the first."""
    if not elements:
        return ""
    by_language = {element.get(LANG, "").split("-")[0]: element for element in reversed(elements)}
    return text_of(by_language.get("vi", by_language.get("en", elements[0])))


def _roles(element: _Element) -> set[str]:
    codes = f"{element.get('role', '')} {element.get('roleuri', '').replace('/', ':')}".split()
    return {re.sub(r"[^a-z]", "", after_colon(code).lower()) for code in codes}


def party_name(party: _Element | None) -> str:
    """Return a party's name; else its literal, its code without the alias, or its address."""
    if party is None:
        return ""
    stated = in_our_language(children(party, "name")) or party.get("literal", "")
    code = after_colon(party.get("qcode", ""))
    if not stated and party.get("qcode", "").lower().startswith("photcode:"):
        return ""
    return stated or code or party.get("uri", "")


def code_of(element: _Element | None, attribute: str = "qcode") -> str:
    """Return the code without its alias, or the end of the address that replaces it."""
    if element is None:
        return ""
    code = element.get(attribute, "") or element.get("uri", "").rpartition("/")[2]
    return after_colon(code).strip().lower()


def role_of(element: _Element) -> str:
    return bodies.code_in(element, "role")


def after_colon(qcode: str) -> str:
    return qcode.rpartition(":")[2]


def described(content: _Element | None, role: str) -> str:
    return in_our_language([d for d in children(content, "description") if role_of(d) == role])


def holder_of(rights: list[_Element]) -> str:
    return next(filter(None, (party_name(find(part, "copyrightHolder")) for part in rights)), "")


def of_rights(rights: list[_Element], key: str) -> str:
    """Return every sentence of that name in the language that is shown: terms add up."""
    elements = [element for part in rights for element in children(part, key) if text_of(element)]
    languages = [element.get(LANG, "").split("-")[0] for element in elements]
    shown = next(
        (language for language in ("vi", "en") if language in languages), (*languages, "")[0]
    )
    return "\n".join(
        dict.fromkeys(
            text_of(element)
            for element, language in zip(elements, languages, strict=True)
            if language in (shown, "")
        )
    )


def usage_of(rights: list[_Element]) -> usage.Usage:
    """Return the terms of use, with the times between which they hold, and what is not read of them."""
    dated = usage.usage(
        begins=[part.get("validfrom", "") for part in rights],
        ends=[part.get("validto", "") for part in rights],
    )
    expressions = (
        usage.expression("".join(element.itertext()) or etree.tostring(element, encoding="unicode"))
        for part in rights
        for element in children(part, "rightsExpressionXML", "rightsExpressionData")
    )
    stated = of_rights(rights, "usageTerms") or next(_addresses(rights), "")
    terms = (stated, *dated.terms, *expressions)
    return replace(dated, terms=tuple(dict.fromkeys(filter(None, terms))))


def _addresses(rights: list[_Element]) -> Iterator[str]:
    """Yield the addresses at which the terms stand."""
    for part in rights:
        yield from filter(None, (link.get("href", "") for link in children(part, "link")))


def sources_of(content: _Element | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(party_name, children(content, "infoSource")))))


def creators_of(content: _Element | None, rights: list[_Element], kind: Kind) -> str:
    """Return the people among the creators. Agencies are creators too, and are no byline.

    Where roles say who made it, nobody else did: those without a role work at the desk.
    """
    organisations = {holder_of(rights), text_of(find(content, "creditline")), *sources_of(content)}
    elements = children(content, "creator")
    by_role = {element: _roles(element) for element in elements}
    makers = [element for element in elements if by_role[element] & _MAKERS]
    others = [element for element in elements if not by_role[element] & _DESK]
    creators = [
        text_of(find(element, "name"))
        for element in makers or others
        if find(element, "organisationDetails") is None
        and code_of(element, "type") != "organisation"
    ]
    people = (n for n in creators if n and n not in organisations)
    return ", ".join(n for n in people if " " in n or kind is Kind.PICTURE)
