"""NewsML 1.0 to 1.2 (IPTC): envelope, items, and components within components.

Pure. Kyodo sends it with the 1.0 DTD and NITF within, AFP with 1.2. Names are looked for wherever
they stand, because components nest freely.
"""

import copy
import re
from datetime import datetime
from itertools import islice
from typing import Any

from lxml import etree
from lxml.etree import _Element

from text.datetimes import parse_datetime
from text.integers import parse_int
from wires.parsers import nitf
from wires.parsing import bodies, markup
from wires.parsing.parsed import (
    USABLE,
    Kind,
    ParsedItem,
    ParsedPicture,
    status_of,
)
from wires.parsing.strict_xml import (
    children,
    descendants,
    find,
    local_name,
    text_of,
)
from wires.parsing.urls import sound_href

FORMAT = "NewsML 1"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# A photographer's name or credit is nobody else's.
_MAKERS = ("ByLine", "CreditLine", "CopyrightHolder", "CopyrightLine")
_LINES = ("HeadLine", "SubHeadLine", "SlugLine", "DateLine", *_MAKERS)
# Roles of components that speak to desks, and of those that speak to nobody else.
_NOTES = frozenset(("editornote", "editorsnote", "editorialnote", "ednote", "note", "notes"))
_FOR_THE_DESK = frozenset(("contact", "contacts", "internal"))
# Roles of components whose words are no copy, and of those whose words surely are.
_NO_COPY = frozenset(
    ("caption", "title", "headline", "subheadline", "abstract", "summary", "stylesheet")
    + ("tweettext", "keywords", "byline", "slugline", *_NOTES, *_FOR_THE_DESK)
)
_ABSTRACTS = ("abstract", "summary")
_COPY = ("body", "bodytext", "main")
# Small pictures, for choosing.
_PREVIEWS = frozenset(("thumbnail", "thumb", "preview", "quicklook", "viewimage"))
_WIDTH, _HEIGHT = ("Width", "PixelWidth"), ("Height", "PixelHeight")
_IMAGES = ("jpeg", "jpg", "png", "tiff")
_FILMS = frozenset(("video", "audio"))
_OF_NOTES = re.compile(
    r"advisory|ed(?:itor(?:ial)?)?\W?(?:note|info)|instruction|correction|embargo", re.IGNORECASE
)
_OF_USAGE = re.compile("usage", re.IGNORECASE)
_RESTRICTS = re.compile(
    r"\brestricted to\b|\beditorial use\b|\bno (?:use|sales|archiv)|\bmandatory credit\b",
    re.IGNORECASE,
)
_OF_CAPTIONS = re.compile("caption", re.IGNORECASE)
_OF_LEADS = re.compile("summary", re.IGNORECASE)
_MOST_PICTURES = 100  # of one item
_MOST_PARTS = 1000  # that may hold copy


def recognises(root: etree._Element) -> bool:
    return local_name(root) == "NewsML"


def parse(root: etree._Element, *, at: datetime) -> list[ParsedItem]:
    """The items of the document. An item within another is part of that one."""
    sent = parse_datetime(text_of(find(root, "NewsEnvelope", "DateAndTime")))
    return [_item(item, sent, at) for item in children(root, "NewsItem")]


def _item(item, sent, at: datetime):
    release = nitf.stricter(item, *_release(find(item, "NewsManagement")), at=at)
    item = copy.deepcopy(item)  # what is not for the public is taken out of it
    hidden = bodies.take_hidden(item)
    management, parts = find(item, "NewsManagement"), _Parts(item)
    pictures = tuple(islice(_pictures(parts), _MOST_PICTURES)) or tuple(nitf.pictures(item))
    lines = _lines(item, parts)
    label = text_of(next(iter(descendants(item, "NameLabel")), None))
    own_headline = (
        "" if lines["HeadLine"].isdigit() else lines["HeadLine"]
    )  # AFP's photos have numbers
    headline = own_headline or label or lines["SlugLine"] or lines["HeadLine"]
    slugline = lines["SlugLine"] or label or _lone(descendants(item, "KeywordLine"))
    notes = _notes(item, management, parts)
    status, embargo_until, indefinite = release
    html = _body(parts, headline)
    version_at = parse_datetime(text_of(find(management, "ThisRevisionCreated")))
    guid, version = _identity(item)
    members = dict.fromkeys(
        reference.get("NewsItem", "").strip() for reference in descendants(item, "NewsItemRef")
    )
    return ParsedItem(
        guid=guid,
        version=version,
        kind=_kind(item, html, pictures, members),
        status=status,
        embargo_until=embargo_until,
        embargo_indefinite=indefinite,
        expires_at=_expires(management),
        urgency=_urgency(find(management, "Urgency")),
        headline=headline,
        standfirst=lines["SubHeadLine"] or _lead(item, parts, html),
        byline=_byline(item, parts, lines["ByLine"]),
        credit_line=lines["CreditLine"],
        provider=_party(item, "Provider")
        or text_of(next(iter(descendants(item, "ProviderId")), None)),
        sources=tuple(_parties(item, "Source")),
        copyright_holder=lines["CopyrightHolder"],
        copyright_notice=lines["CopyrightLine"],
        usage_terms=_usage(item),
        editor_note=notes,
        slugline=slugline,
        dateline=lines["DateLine"],
        language=_language(item),
        created_at=parse_datetime(text_of(find(management, "FirstCreated"))) or version_at,
        version_at=version_at,
        sent_at=sent,
        signals=_signals(item),
        subjects=tuple(
            dict.fromkeys(
                filter(
                    None,
                    map(_formal, descendants(item, "Subject", "SubjectMatter", "SubjectDetail")),
                )
            )
        ),
        body_html=html,
        pictures=pictures,
        package_items=tuple(filter(None, members)),
        internal_notes="\n".join(dict.fromkeys((*hidden, *parts.hidden))),
    )


class _Parts:
    """The components of an item, looked through once: where copy, captions and pictures stand."""

    def __init__(self, item) -> None:
        self.roles: dict[etree._Element, str] = {}
        self.captions: dict[etree._Element, str] = {}
        self.files: dict[etree._Element, list] = {}
        self.with_copy: set[etree._Element] = set()
        self._lines: dict[tuple, str] = {}
        for element in descendants(item, "Role"):
            role = "".join(filter(str.isalnum, _formal(element).lower()))
            self.roles.setdefault(element.getparent(), role)
        for element in descendants(item, "ContentItem"):
            if _is_picture(element):
                self.files.setdefault(element.getparent(), []).append(element)
        self.contents = descendants(item, "DataContent")[:_MOST_PARTS]
        self.html: dict[etree._Element, str] = {}
        self.hidden: list[str] = []
        for element in self.contents:
            self.html[element], internal_notes = _html(element)
            self.hidden += internal_notes.splitlines()
            role = self.role(element)
            if role in _FOR_THE_DESK:
                self.hidden += markup.text(self.html[element]).splitlines()
            if role not in _NO_COPY:
                self.with_copy.update(element.iterancestors())
            if role == "caption" and (caption := self.text(element)):
                for above in element.iterancestors():
                    self.captions.setdefault(above, caption)

    def text(self, content):
        """Its words in one line."""
        return " ".join(markup.text(self.html[content]).split())

    def role(self, element: _Element) -> str:
        """The nearest role above it."""
        return next((self.roles[a] for a in element.iterancestors() if a in self.roles), "")

    def only_pictures(self) -> set[Any]:
        """The components with a picture and without copy."""
        components = set(self.files)
        for component in self.files:
            components.update(component.iterancestors("{*}NewsComponent"))
        return components - self.with_copy

    def caption(self, component):
        if component not in self.captions:
            self.captions[component] = next(_news_lines(component, _OF_CAPTIONS), "")
        return self.captions[component]

    def usage(self, component):
        if (component, "UsageType") not in self._lines:
            self._lines[component, "UsageType"] = _usage(component)
        return self._lines[component, "UsageType"]

    def maker(self, component):
        if (component, "Creator") not in self._lines:
            self._lines[component, "Creator"] = _makers(component)
        return self._lines[component, "Creator"]

    def line(self, component, key: str):
        """The first line of that name: in NewsLines as a rule, elsewhere in some feeds."""
        if (component, key) not in self._lines:
            texts = filter(None, map(text_of, descendants(component, key)))
            self._lines[component, key] = next(texts, "")
        return self._lines[component, key]


def _kind(item: _Element, html: str, pictures: tuple[()], members: dict[Any, Any]) -> Kind:
    """Copy, unless there is none: then what its files are, or a list of other items."""
    if members and not html and not pictures:
        return Kind.PACKAGE
    if html or not (pictures or _holds_film(item)):
        return Kind.TEXT
    return Kind.OTHER if _holds_film(item) else Kind.PICTURE


def _holds_film(item) -> bool:
    return not _FILMS.isdisjoint(
        _formal(element).lower() for element in descendants(item, "MediaType")
    )


def _urgency(element):
    return parse_int(_formal(element) or text_of(element))


def _notes(item: _Element, management: _Element, parts: _Parts) -> str:
    """What the desk is told: instructions, and whatever else in it is a note by its name."""
    notes = [
        text_of(element) or _formal(element) for element in children(management, "Instruction")
    ]
    for element in descendants(item, "NewsLine"):
        type_name = _formal(find(element, "NewsLineType"))
        if _OF_NOTES.search(type_name):
            notes += [
                _noted(type_name, text_of(line)) for line in children(element, "NewsLineText")
            ]
    for element in descendants(item, "Comment", "Property"):
        if _OF_NOTES.search(_formal(element)):
            value = " ".join(element.get("Value", "").split())
            notes.append(_noted(_formal(element), text_of(element) or value))
    notes += [parts.text(element) for element in parts.contents if parts.role(element) in _NOTES]
    return "\n".join(dict.fromkeys(filter(None, notes)))


def _noted(type_name, note):
    """What a note says. Where its name alone speaks of an embargo, so does the note."""
    is_embargo = "embargo" in type_name.lower() and not note.lower().startswith("embargo")
    return f"Embargo: {note}" if note and is_embargo else note


def _lead(item, parts, html: str):
    """What the copy says in short, where that is not the copy itself."""
    components = (lead for lead in parts.contents if parts.role(lead) in _ABSTRACTS)
    heads = (find(head, "abstract") for head in descendants(item, "body.head"))
    leads = (*_news_lines(item, _OF_LEADS), *map(parts.text, components), *map(text_of, heads))
    return next((lead for lead in leads if lead and lead != markup.text(html)), "")


def _lone(elements):
    """AAP's slug stands in a line of keywords; several lines are keywords."""
    return text_of(elements[0]) if len(elements) == 1 else ""


def _news_lines(item: _Element, of_type: re.Pattern) -> None:
    """The words of the lines whose type is one that is asked for."""
    for line in descendants(item, "NewsLine"):
        if of_type.search(_formal(find(line, "NewsLineType"))):
            yield from filter(None, map(text_of, children(line, "NewsLineText")))


def _identity(item):
    """The public identifier without its revision, and the revision as a whole number."""
    identifier = next(iter(descendants(item, "NewsIdentifier")), None)
    revision = text_of(find(identifier, "RevisionId"))
    guid = "".join(text_of(find(identifier, "PublicIdentifier")).split())
    if guid.count(":") < 4 and (guid == "" or guid.startswith("urn:newsml:")):
        return _put_together(item, identifier), parse_int(revision)
    if parse_int(revision) is None:
        last = re.fullmatch(r"(urn:newsml:[^:]+:[^:]+:.+):(\d+)[NUAR]?", guid)
        return (last[1], int(last[2])) if last else (guid, None)
    return re.sub(rf":{re.escape(revision)}[NUAR]?$", "", guid), parse_int(revision)


def _put_together(item, identifier):
    """The id of an item whose public one is not there, or names its provider alone.

    "" where its parts name no item either: whatever is said of the next one would be said of this.
    """
    keys = ("ProviderId", "DateId", "NewsItemId")
    provider, day, item_id = ("".join(text_of(find(identifier, key)).split()) for key in keys)
    if not item_id:  # TASS has it elsewhere
        item_id = "".join(text_of(next(iter(descendants(item, "guid")), None)).split())
    if "T" in day and day == text_of(find(item, "NewsManagement", "ThisRevisionCreated")):
        # Belga dates each revision, and what is dated anew would be another item.
        day = text_of(find(item, "NewsManagement", "FirstCreated")) or day
    return "urn:newsml:" + ":".join(filter(None, (provider, day, item_id))) if item_id else ""


def _release(management):
    """Status and embargo. What will be usable is under embargo until it is, whatever it is now.

    Its status has to be said: without one, nobody knows.
    """
    status = _formal(find(management, "Status")).lower()
    change = find(management, "StatusWillChange")
    until = parse_datetime(text_of(find(change, "DateAndTime")))
    is_held = status == "embargoed" or (change is not None and not _ends(change))
    if status == "" and is_held:
        status = "embargoed"
    status = USABLE if status == "embargoed" else status_of(status)
    if not is_held:
        return status, None, False
    return status, until, until is None


def _ends(change) -> bool:
    """Whether the change that is coming takes the item away."""
    return _formal(find(change, "FutureStatus")).lower() in ("withheld", "canceled")


def _expires(management):
    change = find(management, "StatusWillChange")
    if change is None or not _ends(change):
        return None
    return parse_datetime(text_of(find(change, "DateAndTime")))


def _body(parts: _Parts, headline: str) -> str:
    """The copy: of the component that says so, else of the first that does not say otherwise.

    The lead is its first paragraph where it stands apart. An abstract is better than nothing.
    """
    bodies_by_content = {
        content: markup.without_headline(html, headline) for content, html in parts.html.items()
    }
    roles = {content: parts.role(content) for content, html in bodies_by_content.items() if html}
    copy = [content for content, role in roles.items() if role not in (*_NO_COPY, "lead")]
    copy.sort(key=lambda content: roles[content] not in _COPY)
    leads = [content for content, role in roles.items() if role == "lead"]
    if copy:
        leads = [content for content in leads if _story_of(content) is _story_of(copy[0])]
    elif not leads:
        copy = [content for content, role in roles.items() if role in _ABSTRACTS]
    html = "".join(_joined(bodies_by_content, copy))
    lead = "".join(bodies_by_content[content] for content in leads[:1])
    return markup.without_sign_off(html if html.startswith(lead) else lead + html)


def _joined(bodies_by_content, copy):
    """The first, and what stands beside it in the same component and form; nothing twice."""
    joined = []
    for content in copy:
        if _place_of(content) == _place_of(copy[0]) and bodies_by_content[content] not in joined:
            joined.append(bodies_by_content[content])
    return joined


def _place_of(content):
    """The component that it is in, and its form: what has another form may be the same once more."""
    file, component = content.getparent(), next(content.iterancestors("{*}NewsComponent"), None)
    if component is None or component.get("EquivalentsList") == "yes":
        return content
    return component, _formal(find(file, "MimeType")), _formal(find(file, "Format"))


def _story_of(content):
    """The component that holds the parts of one story in one language."""
    component = next(content.iterancestors("{*}NewsComponent"), None)
    return None if component is None else component.getparent()


def _html(content: _Element) -> tuple[str, str]:
    """NITF, XHTML, or paragraphs as they stand, as a clean body; and what is not for the public."""
    inner = nitf.copy_of(content)
    if inner is None:
        inner = next(iter(descendants(content, "body")), content)
    if len(inner) == 0:
        return bodies.from_string("".join(inner.itertext()))
    return markup.from_element(inner), ""


def _pictures(parts: _Parts) -> None:
    """Pictures by component: the largest file, with the caption and credit that stand beside it."""
    for component in _without_previews(parts):
        best = max(
            parts.files[component],
            key=lambda content: (_size(content, *_WIDTH) or 0, _size(content, "SizeInBytes") or 0),
        )
        above = component.getparent()
        above = above if local_name(above) == "NewsComponent" else component
        # Who made the copy, and its terms, are not the picture's.
        source = component if above in parts.with_copy else above
        lines = {
            key: parts.line(component, key) or parts.line(above, key)
            for key in ("ByLine", "CreditLine", "CopyrightLine")
        }
        yield ParsedPicture(
            href=sound_href(best.get("Href")),
            caption=parts.caption(above),
            creator=lines["ByLine"] or parts.maker(source),
            credit_line=lines["CreditLine"],
            copyright_notice=lines["CopyrightLine"],
            usage_terms=parts.usage(source),
            width=_size(best, *_WIDTH),
            height=_size(best, *_HEIGHT),
        )


def _without_previews(parts):
    """The components without those that show in small what another beside them holds."""
    full = {component for component in parts.files if parts.roles.get(component) not in _PREVIEWS}
    beside = {component.getparent() for component in full}
    return [
        component
        for component in parts.files
        if component in full or component.getparent() not in beside
    ]


def _is_picture(content):
    kind = _formal(find(content, "MediaType")).lower()
    mime = _formal(find(content, "MimeType")).lower()
    is_file = bool(content.get("Href"))
    format_ = _formal(find(content, "Format")).lower()
    return is_file and (
        kind in ("photo", "picture", "image", "graphic")
        or mime.startswith("image/")
        or (not kind and not mime and format_.startswith(_IMAGES))
    )


def _size(content, *keys: Any):
    characteristics = find(content, "Characteristics")
    properties = [
        property_.get("Value")
        for property_ in descendants(characteristics, "Property")
        if property_.get("FormalName", "").lower() in map(str.lower, keys)
    ]
    values = (*properties, *(text_of(find(characteristics, key)) for key in keys))
    return next((size for size in map(parse_int, values) if size is not None), None)


def _lines(item: _Element, parts: _Parts) -> dict[str, str]:
    """The first line of each name, rather one that does not stand at a picture.

    Where the item holds copy, who made a picture is never said of the copy.
    """
    is_copy, of_pictures = item in parts.with_copy, parts.only_pictures()
    lines = {}
    for key in _LINES:
        elements = [element for element in descendants(item, key) if text_of(element)]
        outside_pictures = (
            element for element in elements if of_pictures.isdisjoint(element.iterancestors())
        )
        first = next(
            outside_pictures, elements[0] if elements and not (is_copy and key in _MAKERS) else None
        )
        lines[key] = text_of(first)
    return lines


def _usage(item: _Element) -> str:
    """Terms by their element, by the type of their line, and advisories that restrict the use."""
    types = [text_of(element) for element in descendants(item, "UsageType", "Limitations")]
    types += _news_lines(item, _OF_USAGE)
    types += filter(_RESTRICTS.search, _news_lines(item, _OF_NOTES))
    return "\n".join(dict.fromkeys(filter(None, types)))


def _byline(item: _Element, parts: _Parts, line: str) -> str:
    """As printed; else as the body has it; else the people who are named as its makers."""
    if line:
        title = "" if parts.files else parts.line(item, "ByLineTitle")
        return ", ".join(filter(None, (line, title)))
    byline = nitf.byline(next(iter(descendants(item, "body.head")), None))
    # With pictures beside copy, the makers of both stand there.
    byline = byline or ("" if parts.files and item in parts.with_copy else _makers(item))
    return "" if markup.INITIALS.fullmatch(byline) else byline


def _makers(item):
    """By first and last name: desks, houses and initials stand there as well."""
    organisations = {
        _squeezed(name) for role in ("Provider", "Source") for name in _parties(item, role)
    }
    people = (name for name in _parties(item, "Creator") if _is_person(name))
    return ", ".join(name for name in people if _squeezed(name) not in organisations)


def _squeezed(name):
    return "".join(name.split()).lower()


def _is_person(name):
    """Several words of letters alone."""
    parts = [re.sub(r"[-'’.]", "", part) for part in name.split()]
    return 1 < len(parts) < 6 and all(map(str.isalpha, parts))


def _party(item, role):
    return next(iter(_parties(item, role)), "")


def _parties(item, role):
    parties = [
        _formal(element)
        for parent in descendants(item, role)
        for element in descendants(parent, "Party")
    ]
    return list(dict.fromkeys(filter(None, parties)))


def _language(item):
    tagged = [element.get(_LANG, "") for element in item.iter() if isinstance(element.tag, str)]
    language = _formal(next(iter(descendants(item, "Language")), None)) or next(
        filter(None, tagged), ""
    )
    tongue, *rest = language.split("-")
    return "-".join((tongue.lower(), *rest))


def _signals(item: _Element) -> tuple[str]:
    revision = next(iter(descendants(item, "RevisionId")), None)
    update = revision.get("Update", "") if revision is not None else ""
    return (f"Update:{update}",) if update else ()


def _formal(element: _Element | None) -> str:
    return "" if element is None else " ".join(element.get("FormalName", "").split())
