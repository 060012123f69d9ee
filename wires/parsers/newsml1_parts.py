"""The components of a NewsML 1 item: where copy, captions, names and pictures stand. Pure."""

import re
from collections.abc import Iterator, Set
from dataclasses import replace
from typing import cast

from lxml.etree import _Element

from wires.parsers import nitf
from wires.parsing import bodies, markup, usage
from wires.parsing.strict_xml import children, descendants, find, text_of

# Roles of components with notes for the desk, and of those that are for the desk alone.
NOTES = frozenset(("editornote", "editorsnote", "editorialnote", "ednote", "note", "notes"))
FOR_THE_DESK = frozenset(("contact", "contacts", "internal"))
# Roles of components whose words are no copy.
NO_COPY = frozenset(
    (
        "caption",
        "title",
        "headline",
        "subheadline",
        "abstract",
        "summary",
        "stylesheet",
        "tweettext",
        "keywords",
        "byline",
        "slugline",
        *NOTES,
        *FOR_THE_DESK,
    )
)
_IMAGES = ("jpeg", "jpg", "png", "tiff")
OF_NOTES = re.compile(
    r"advisory|ed(?:itor(?:ial)?)?\W?(?:note|info)|instruction|correction|embargo", re.IGNORECASE
)
_OF_USAGE = re.compile("usage", re.IGNORECASE)
_RESTRICTS = re.compile(
    r"\brestricted to\b|\beditorial use\b|\bno (?:use|sales|archiv)|\bmandatory credit\b",
    re.IGNORECASE,
)
_OF_CAPTIONS = re.compile("caption", re.IGNORECASE)
_MAX_PARTS = 1000  # that may hold copy


class Parts:
    """The components of an item, read once: where copy, captions and pictures are."""

    def __init__(self, item: _Element) -> None:
        self.roles: dict[_Element, str] = {}
        self.captions: dict[_Element, str] = {}
        self.files: dict[_Element, list[_Element]] = {}
        self.with_copy: set[_Element] = set()
        self._lines: dict[tuple[_Element, str], str] = {}
        for element in descendants(item, "Role"):
            role = "".join(filter(str.isalnum, formal(element).lower()))
            self.roles.setdefault(_parent_of(element), role)
        for element in descendants(item, "ContentItem"):
            if _is_picture_file(element):
                self.files.setdefault(_parent_of(element), []).append(element)
        self.contents = descendants(item, "DataContent")[:_MAX_PARTS]
        self.html: dict[_Element, str] = {}
        self.hidden: list[str] = []
        for element in self.contents:
            self.html[element], internal_notes = _html(element)
            self.hidden += internal_notes.splitlines()
            role = self.role(element)
            if role in FOR_THE_DESK:
                self.hidden += markup.text(self.html[element]).splitlines()
            if role not in NO_COPY:
                self.with_copy.update(element.iterancestors())
            if role == "caption" and (caption := self.text(element)):
                for above in element.iterancestors():
                    self.captions.setdefault(above, caption)

    def text(self, content: _Element) -> str:
        """Return the text of a content in one line."""
        return " ".join(markup.text(self.html[content]).split())

    def role(self, element: _Element) -> str:
        """Return the nearest role above the element."""
        return next((self.roles[a] for a in element.iterancestors() if a in self.roles), "")

    def only_pictures(self) -> set[_Element]:
        """Return the components with a picture and without copy."""
        components = set(self.files)
        for component in self.files:
            components.update(component.iterancestors("{*}NewsComponent"))
        return components - self.with_copy

    def caption(self, component: _Element) -> str:
        if component not in self.captions:
            self.captions[component] = next(news_lines(component, _OF_CAPTIONS), "")
        return self.captions[component]

    def usage(self, component: _Element) -> str:
        if (component, "UsageType") not in self._lines:
            self._lines[component, "UsageType"] = "\n".join(usage_of(component).terms)
        return self._lines[component, "UsageType"]

    def maker(self, component: _Element) -> str:
        if (component, "Creator") not in self._lines:
            self._lines[component, "Creator"] = makers_of(component)
        return self._lines[component, "Creator"]

    def line(self, component: _Element, key: str) -> str:
        """Return the first line of that name: usually in NewsLines, elsewhere in some feeds."""
        if (component, key) not in self._lines:
            texts = filter(None, map(text_of, descendants(component, key)))
            self._lines[component, key] = next(texts, "")
        return self._lines[component, key]


def given_of(item: _Element) -> Iterator[str | _Element]:
    """Yield the texts of an item as they came."""
    yield from descendants(item, "HeadLine", "SubHeadLine")
    for content in descendants(item, "DataContent")[:_MAX_PARTS]:
        yield content if len(content) else bodies.given(content.text or "")


def _parent_of(element: _Element) -> _Element:
    """Return the parent of an element below the item."""
    return cast(_Element, element.getparent())


def formal(element: _Element | None) -> str:
    return "" if element is None else " ".join(element.get("FormalName", "").split())


def news_lines(item: _Element, of_type: re.Pattern[str]) -> Iterator[str]:
    """Yield the text of the lines whose type matches."""
    for line in descendants(item, "NewsLine"):
        if of_type.search(formal(find(line, "NewsLineType"))):
            yield from filter(None, map(text_of, children(line, "NewsLineText")))


def usage_of(item: _Element, *, outside: Set[_Element] = frozenset()) -> usage.Usage:
    """Return the terms of use: of elements, of types of line, and of advisories that restrict the use.

    Those of the components `outside`, such as pictures beside copy, are not the item's.
    """

    def texts(*names: str) -> list[str]:
        elements = descendants(item, *names)
        return [text_of(e) for e in elements if outside.isdisjoint(e.iterancestors())]

    rights = usage.usage(
        territories=texts("Geography"), begins=texts("StartDate"), ends=texts("EndDate")
    )
    stated = texts("UsageType", "Limitations", "RightsLine")
    stated += news_lines(item, _OF_USAGE)
    stated += filter(_RESTRICTS.search, news_lines(item, OF_NOTES))
    return replace(rights, terms=tuple(dict.fromkeys(filter(None, (*stated, *rights.terms)))))


def makers_of(item: _Element) -> str:
    """Return the people among the creators: desks, agencies and initials are creators as well."""
    organisations = {
        _normalised(name) for role in ("Provider", "Source") for name in parties_of(item, role)
    }
    people = (name for name in parties_of(item, "Creator") if _is_person(name))
    return ", ".join(name for name in people if _normalised(name) not in organisations)


def _normalised(name: str) -> str:
    return "".join(name.split()).lower()


def _is_person(name: str) -> bool:
    """Return whether the name has two to five words of letters only."""
    parts = [re.sub(r"[-'’.]", "", part) for part in name.split()]
    return 1 < len(parts) < 6 and all(map(str.isalpha, parts))


def party(item: _Element, role: str) -> str:
    return next(iter(parties_of(item, role)), "")


def parties_of(item: _Element, role: str) -> list[str]:
    parties = [
        formal(element)
        for parent in descendants(item, role)
        for element in descendants(parent, "Party")
    ]
    return list(dict.fromkeys(filter(None, parties)))


def _is_picture_file(content: _Element) -> bool:
    kind = formal(find(content, "MediaType")).lower()
    mime = formal(find(content, "MimeType")).lower()
    is_file = bool(content.get("Href"))
    format_ = formal(find(content, "Format")).lower()
    return is_file and (
        kind in ("photo", "picture", "image", "graphic")
        or mime.startswith("image/")
        or (not kind and not mime and format_.startswith(_IMAGES))
    )


def _html(content: _Element) -> tuple[str, str]:
    """Return NITF, XHTML or plain paragraphs as a clean body, and what is not for the public."""
    inner = nitf.copy_of(content)
    if inner is None:
        inner = next(iter(descendants(content, "body")), content)
    if len(inner) == 0:
        return bodies.from_string("".join(inner.itertext()))
    return markup.from_element(inner), ""
