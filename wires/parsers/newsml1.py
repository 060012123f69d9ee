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
    find,
    name,
    within,
    words,
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
    return name(root) == "NewsML"


def parse(root: etree._Element, *, at: datetime) -> list[ParsedItem]:
    """The items of the document. An item within another is part of that one."""
    sent = parse_datetime(words(find(root, "NewsEnvelope", "DateAndTime")))
    return [_item(one, sent, at) for one in children(root, "NewsItem")]


def _item(item, sent, at: datetime):
    release = nitf.stricter(item, *_release(find(item, "NewsManagement")), at=at)
    item = copy.deepcopy(item)  # what is not for the public is taken out of it
    hidden = bodies.take_hidden(item)
    management, parts = find(item, "NewsManagement"), _Parts(item)
    pictures = tuple(islice(_pictures(parts), _MOST_PICTURES)) or tuple(nitf.pictures(item))
    lines = _lines(item, parts)
    label = words(next(iter(within(item, "NameLabel")), None))
    named = "" if lines["HeadLine"].isdigit() else lines["HeadLine"]  # AFP's photos have numbers
    headline = named or label or lines["SlugLine"] or lines["HeadLine"]
    slugline = lines["SlugLine"] or label or _lone(within(item, "KeywordLine"))
    notes = _notes(item, management, parts)
    status, embargo_until, indefinite = release
    html = _body(parts, headline)
    version_at = parse_datetime(words(find(management, "ThisRevisionCreated")))
    guid, version = _identity(item)
    members = dict.fromkeys(one.get("NewsItem", "").strip() for one in within(item, "NewsItemRef"))
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
        provider=_party(item, "Provider") or words(next(iter(within(item, "ProviderId")), None)),
        sources=tuple(_parties(item, "Source")),
        copyright_holder=lines["CopyrightHolder"],
        copyright_notice=lines["CopyrightLine"],
        usage_terms=_usage(item),
        editor_note=notes,
        slugline=slugline,
        dateline=lines["DateLine"],
        language=_language(item),
        created_at=parse_datetime(words(find(management, "FirstCreated"))) or version_at,
        version_at=version_at,
        sent_at=sent,
        signals=_signals(item),
        subjects=tuple(
            dict.fromkeys(
                filter(
                    None, map(_formal, within(item, "Subject", "SubjectMatter", "SubjectDetail"))
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
        for one in within(item, "Role"):
            role = "".join(filter(str.isalnum, _formal(one).lower()))
            self.roles.setdefault(one.getparent(), role)
        for one in within(item, "ContentItem"):
            if _is_picture(one):
                self.files.setdefault(one.getparent(), []).append(one)
        self.contents = within(item, "DataContent")[:_MOST_PARTS]
        self.html: dict[etree._Element, str] = {}
        self.hidden: list[str] = []
        for one in self.contents:
            self.html[one], internal_notes = _html(one)
            self.hidden += internal_notes.splitlines()
            role = self.role(one)
            if role in _FOR_THE_DESK:
                self.hidden += markup.text(self.html[one]).splitlines()
            if role not in _NO_COPY:
                self.with_copy.update(one.iterancestors())
            if role == "caption" and (said := self.said(one)):
                for above in one.iterancestors():
                    self.captions.setdefault(above, said)

    def said(self, content):
        """Its words in one line."""
        return " ".join(markup.text(self.html[content]).split())

    def role(self, element: _Element) -> str:
        """The nearest role above it."""
        return next((self.roles[a] for a in element.iterancestors() if a in self.roles), "")

    def only_pictures(self) -> set[Any]:
        """The components with a picture and without copy."""
        found = set(self.files)
        for component in self.files:
            found.update(component.iterancestors("{*}NewsComponent"))
        return found - self.with_copy

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
            said = filter(None, map(words, within(component, key)))
            self._lines[component, key] = next(said, "")
        return self._lines[component, key]


def _kind(item: _Element, html: str, pictures: tuple[()], members: dict[Any, Any]) -> Kind:
    """Copy, unless there is none: then what its files are, or a list of other items."""
    if members and not html and not pictures:
        return Kind.PACKAGE
    if html or not (pictures or _holds_film(item)):
        return Kind.TEXT
    return Kind.OTHER if _holds_film(item) else Kind.PICTURE


def _holds_film(item) -> bool:
    return not _FILMS.isdisjoint(_formal(one).lower() for one in within(item, "MediaType"))


def _urgency(element):
    return parse_int(_formal(element) or words(element))


def _notes(item: _Element, management: _Element, parts: _Parts) -> str:
    """What the desk is told: instructions, and whatever else in it is a note by its name."""
    said = [words(one) or _formal(one) for one in children(management, "Instruction")]
    for one in within(item, "NewsLine"):
        called = _formal(find(one, "NewsLineType"))
        if _OF_NOTES.search(called):
            said += [_noted(called, words(line)) for line in children(one, "NewsLineText")]
    for one in within(item, "Comment", "Property"):
        if _OF_NOTES.search(_formal(one)):
            value = " ".join(one.get("Value", "").split())
            said.append(_noted(_formal(one), words(one) or value))
    said += [parts.said(one) for one in parts.contents if parts.role(one) in _NOTES]
    return "\n".join(dict.fromkeys(filter(None, said)))


def _noted(called, said):
    """What a note says. Where its name alone speaks of an embargo, so does the note."""
    is_embargo = "embargo" in called.lower() and not said.lower().startswith("embargo")
    return f"Embargo: {said}" if said and is_embargo else said


def _lead(item, parts, html: str):
    """What the copy says in short, where that is not the copy itself."""
    components = (one for one in parts.contents if parts.role(one) in _ABSTRACTS)
    heads = (find(head, "abstract") for head in within(item, "body.head"))
    said = (*_news_lines(item, _OF_LEADS), *map(parts.said, components), *map(words, heads))
    return next((one for one in said if one and one != markup.text(html)), "")


def _lone(elements):
    """AAP's slug stands in a line of keywords; several lines are keywords."""
    return words(elements[0]) if len(elements) == 1 else ""


def _news_lines(item: _Element, of_type: re.Pattern) -> None:
    """The words of the lines whose type is one that is asked for."""
    for line in within(item, "NewsLine"):
        if of_type.search(_formal(find(line, "NewsLineType"))):
            yield from filter(None, map(words, children(line, "NewsLineText")))


def _identity(item):
    """The public identifier without its revision, and the revision as a whole number."""
    identifier = next(iter(within(item, "NewsIdentifier")), None)
    revision = words(find(identifier, "RevisionId"))
    guid = "".join(words(find(identifier, "PublicIdentifier")).split())
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
    provider, day, own = ("".join(words(find(identifier, key)).split()) for key in keys)
    if not own:  # TASS has it elsewhere
        own = "".join(words(next(iter(within(item, "guid")), None)).split())
    if "T" in day and day == words(find(item, "NewsManagement", "ThisRevisionCreated")):
        # Belga dates each revision, and what is dated anew would be another item.
        day = words(find(item, "NewsManagement", "FirstCreated")) or day
    return "urn:newsml:" + ":".join(filter(None, (provider, day, own))) if own else ""


def _release(management):
    """Status and embargo. What will be usable is under embargo until it is, whatever it is now.

    Its status has to be said: without one, nobody knows.
    """
    status = _formal(find(management, "Status")).lower()
    change = find(management, "StatusWillChange")
    until = parse_datetime(words(find(change, "DateAndTime")))
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
    return parse_datetime(words(find(change, "DateAndTime")))


def _body(parts: _Parts, headline: str) -> str:
    """The copy: of the component that says so, else of the first that does not say otherwise.

    The lead is its first paragraph where it stands apart. An abstract is better than nothing.
    """
    said = {one: markup.without_headline(html, headline) for one, html in parts.html.items()}
    told = {one: parts.role(one) for one, html in said.items() if html}
    copy = [one for one, role in told.items() if role not in (*_NO_COPY, "lead")]
    copy.sort(key=lambda one: told[one] not in _COPY)
    leads = [one for one, role in told.items() if role == "lead"]
    if copy:
        leads = [one for one in leads if _story_of(one) is _story_of(copy[0])]
    elif not leads:
        copy = [one for one, role in told.items() if role in _ABSTRACTS]
    html = "".join(_joined(said, copy))
    lead = "".join(said[one] for one in leads[:1])
    return markup.without_sign_off(html if html.startswith(lead) else lead + html)


def _joined(said, copy):
    """The first, and what stands beside it in the same component and form; nothing twice."""
    found = []
    for one in copy:
        if _place_of(one) == _place_of(copy[0]) and said[one] not in found:
            found.append(said[one])
    return found


def _place_of(content):
    """The component that it is in, and its form: what has another form may be the same once more."""
    file, component = content.getparent(), next(content.iterancestors("{*}NewsComponent"), None)
    if component is None or component.get("EquivalentsList") == "yes":
        return content
    return component, _formal(find(file, "MimeType")), _formal(find(file, "Format"))


def _story_of(content):
    """The component that holds the parts of one story in one language."""
    own = next(content.iterancestors("{*}NewsComponent"), None)
    return None if own is None else own.getparent()


def _html(content: _Element) -> tuple[str, str]:
    """NITF, XHTML, or paragraphs as they stand, as a clean body; and what is not for the public."""
    inner = nitf.copy_of(content)
    if inner is None:
        inner = next(iter(within(content, "body")), content)
    if len(inner) == 0:
        return bodies.from_string("".join(inner.itertext()))
    return markup.from_element(inner), ""


def _pictures(parts: _Parts) -> None:
    """Pictures by component: the largest file, with the caption and credit that stand beside it."""
    for component in _without_previews(parts):
        best = max(
            parts.files[component],
            key=lambda one: (_size(one, *_WIDTH) or 0, _size(one, "SizeInBytes") or 0),
        )
        above = component.getparent()
        above = above if name(above) == "NewsComponent" else component
        # Who made the copy, and its terms, are not the picture's.
        own = component if above in parts.with_copy else above
        lines = {
            key: parts.line(component, key) or parts.line(above, key)
            for key in ("ByLine", "CreditLine", "CopyrightLine")
        }
        yield ParsedPicture(
            href=sound_href(best.get("Href")),
            caption=parts.caption(above),
            creator=lines["ByLine"] or parts.maker(own),
            credit_line=lines["CreditLine"],
            copyright_notice=lines["CopyrightLine"],
            usage_terms=parts.usage(own),
            width=_size(best, *_WIDTH),
            height=_size(best, *_HEIGHT),
        )


def _without_previews(parts):
    """The components without those that show in small what another beside them holds."""
    full = {one for one in parts.files if parts.roles.get(one) not in _PREVIEWS}
    beside = {one.getparent() for one in full}
    return [one for one in parts.files if one in full or one.getparent() not in beside]


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
        one.get("Value")
        for one in within(characteristics, "Property")
        if one.get("FormalName", "").lower() in map(str.lower, keys)
    ]
    said = (*properties, *(words(find(characteristics, key)) for key in keys))
    return next((size for size in map(parse_int, said) if size is not None), None)


def _lines(item: _Element, parts: _Parts) -> dict[str, str]:
    """The first line of each name, rather one that does not stand at a picture.

    Where the item holds copy, who made a picture is never said of the copy.
    """
    is_copy, of_pictures = item in parts.with_copy, parts.only_pictures()
    lines = {}
    for key in _LINES:
        found = [one for one in within(item, key) if words(one)]
        own = (one for one in found if of_pictures.isdisjoint(one.iterancestors()))
        first = next(own, found[0] if found and not (is_copy and key in _MAKERS) else None)
        lines[key] = words(first)
    return lines


def _usage(item: _Element) -> str:
    """Terms by their element, by the type of their line, and advisories that restrict the use."""
    types = [words(one) for one in within(item, "UsageType", "Limitations")]
    types += _news_lines(item, _OF_USAGE)
    types += filter(_RESTRICTS.search, _news_lines(item, _OF_NOTES))
    return "\n".join(dict.fromkeys(filter(None, types)))


def _byline(item: _Element, parts: _Parts, line: str) -> str:
    """As printed; else as the body has it; else the people who are named as its makers."""
    if line:
        title = "" if parts.files else parts.line(item, "ByLineTitle")
        return ", ".join(filter(None, (line, title)))
    said = nitf.byline(next(iter(within(item, "body.head")), None))
    # With pictures beside copy, the makers of both stand there.
    said = said or ("" if parts.files and item in parts.with_copy else _makers(item))
    return "" if markup.INITIALS.fullmatch(said) else said


def _makers(item):
    """By first and last name: desks, houses and initials stand there as well."""
    houses = {_squeezed(one) for role in ("Provider", "Source") for one in _parties(item, role)}
    people = (one for one in _parties(item, "Creator") if _is_person(one))
    return ", ".join(one for one in people if _squeezed(one) not in houses)


def _squeezed(said):
    return "".join(said.split()).lower()


def _is_person(said):
    """Several words of letters alone."""
    parts = [re.sub(r"[-'’.]", "", part) for part in said.split()]
    return 1 < len(parts) < 6 and all(map(str.isalpha, parts))


def _party(item, role):
    return next(iter(_parties(item, role)), "")


def _parties(item, role):
    found = [_formal(one) for parent in within(item, role) for one in within(parent, "Party")]
    return list(dict.fromkeys(filter(None, found)))


def _language(item):
    tagged = [one.get(_LANG, "") for one in item.iter() if isinstance(one.tag, str)]
    said = _formal(next(iter(within(item, "Language")), None)) or next(filter(None, tagged), "")
    tongue, *rest = said.split("-")
    return "-".join((tongue.lower(), *rest))


def _signals(item: _Element) -> tuple[str]:
    revision = next(iter(within(item, "RevisionId")), None)
    update = revision.get("Update", "") if revision is not None else ""
    return (f"Update:{update}",) if update else ()


def _formal(element: _Element | None) -> str:
    return "" if element is None else " ".join(element.get("FormalName", "").split())
