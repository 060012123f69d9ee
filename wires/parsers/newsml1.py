"""NewsML 1.0 to 1.2 (IPTC): envelope, items, and components within components.

Pure. Kyodo sends it with the 1.0 DTD and NITF within, AFP with 1.2. Names are looked for wherever
they stand, because components nest freely.
"""

import copy
import re
from dataclasses import replace
from datetime import datetime
from itertools import islice

from lxml.etree import _Element

from text.integers import parse_int
from wires.parsers import nitf
from wires.parsers.newsml1_parts import (
    NO_COPY,
    NOTES,
    OF_NOTES,
    Parts,
    formal,
    given_of,
    makers_of,
    news_lines,
    parties_of,
    party,
    usage_of,
)
from wires.parsers.newsml1_pictures import pictures_of
from wires.parsers.newsml1_stories import stories_of
from wires.parsing import bodies, identity, markup, usage
from wires.parsing.moments import parse_embargo, parse_end, parse_moment
from wires.parsing.parsed import (
    USABLE,
    Given,
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

FORMAT = "NewsML 1"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Lines of a picture that must never be credited to the copy.
_MAKERS = ("ByLine", "CreditLine", "CopyrightHolder", "CopyrightLine")
_LINES = ("HeadLine", "SubHeadLine", "SlugLine", "DateLine", *_MAKERS)
_ABSTRACTS = ("abstract", "summary")
# Roles of components whose words surely are copy.
_COPY = ("body", "bodytext", "main")
_FILMS = frozenset(("video", "audio"))
_OF_LEADS = re.compile("summary", re.IGNORECASE)
_MAX_PICTURES = 100  # of one item


def recognises(root: _Element) -> bool:
    return local_name(root) == "NewsML"


def parse(root: _Element, *, at: datetime) -> list[ParsedItem]:
    """Return the items of the document. An item within another is part of that one."""
    sent = parse_moment(text_of(find(root, "NewsEnvelope", "DateAndTime")))
    return [
        replace(parsed, guid=identity.story_id(parsed.guid, key)) if key else parsed
        for item in children(root, "NewsItem")
        for key, story in stories_of(item)
        for parsed in [_item(story, sent, at)]
    ]


def given(root: _Element) -> list[Given]:
    return [tuple(given_of(item)) for item in children(root, "NewsItem")]


def _item(item: _Element, sent: datetime | None, at: datetime) -> ParsedItem:
    release = nitf.stricter(item, *_release(find(item, "NewsManagement")), at=at)
    item = copy.deepcopy(item)  # it is emptied of what is not for the public
    hidden = bodies.empty_hidden(item)
    management, parts = find(item, "NewsManagement"), Parts(item)
    pictures = tuple(islice(pictures_of(parts), _MAX_PICTURES)) or tuple(nitf.pictures(item))
    lines = _lines(item, parts)
    headline, slugline = _titles(item, lines)
    status, embargo_until, indefinite = release
    terms = usage_of(
        item, outside=parts.only_pictures() if item in parts.with_copy else frozenset()
    )
    html, end = _body(parts, headline), _end_of_use(management)
    version_at = parse_moment(text_of(find(management, "ThisRevisionCreated")))
    guid, version = _identity(item)
    members = _members(item)
    return ParsedItem(
        guid=guid,
        version=version,
        kind=_kind(item, html, pictures, members),
        status=status,
        embargo_until=max(filter(None, (embargo_until, terms.begins_at)), default=None),
        embargo_indefinite=indefinite,
        expires_at=min(filter(None, (parse_end(end), terms.ends_at)), default=None),
        urgency=_urgency(find(management, "Urgency")),
        headline=headline,
        standfirst=lines["SubHeadLine"] or _summary(item, parts, html),
        byline=_byline(item, parts, lines["ByLine"]),
        credit_line=lines["CreditLine"],
        provider=party(item, "Provider")
        or text_of(next(iter(descendants(item, "ProviderId")), None)),
        sources=tuple(parties_of(item, "Source")),
        copyright_holder=lines["CopyrightHolder"],
        copyright_notice=lines["CopyrightLine"],
        usage_terms="\n".join(dict.fromkeys((*terms.terms, *usage.unread_ends(end)))),
        editor_note=_notes(item, management, parts),
        slugline=slugline,
        dateline=lines["DateLine"],
        language=_language(item),
        created_at=parse_moment(text_of(find(management, "FirstCreated"))) or version_at,
        version_at=version_at,
        sent_at=sent,
        signals=_signals(item),
        subjects=_subjects(item),
        body_html=html,
        pictures=pictures,
        package_items=tuple(filter(None, members)),
        internal_notes="\n".join(dict.fromkeys((*hidden, *parts.hidden))),
    )


def _titles(item: _Element, lines: dict[str, str]) -> tuple[str, str]:
    """Return headline and slugline. AFP's photos have numbers as headlines."""
    label = text_of(next(iter(descendants(item, "NameLabel")), None))
    own_headline = "" if lines["HeadLine"].isdigit() else lines["HeadLine"]
    headline = own_headline or label or lines["SlugLine"] or lines["HeadLine"]
    return headline, lines["SlugLine"] or label or _single(descendants(item, "KeywordLine"))


def _members(item: _Element) -> tuple[str, ...]:
    """Return the ids of the items that the item refers to, each once; "" for one without id."""
    references = descendants(item, "NewsItemRef")
    return tuple(dict.fromkeys(element.get("NewsItem", "").strip() for element in references))


def _subjects(item: _Element) -> tuple[str, ...]:
    elements = descendants(item, "Subject", "SubjectMatter", "SubjectDetail")
    return tuple(dict.fromkeys(filter(None, map(formal, elements))))


def _kind(
    item: _Element, html: str, pictures: tuple[ParsedPicture, ...], members: tuple[str, ...]
) -> Kind:
    """Return TEXT when there is copy; else what the files are, or PACKAGE for a list of items."""
    if members and not html and not pictures:
        return Kind.PACKAGE
    if html or not (pictures or _holds_film(item)):
        return Kind.TEXT
    return Kind.OTHER if _holds_film(item) else Kind.PICTURE


def _holds_film(item: _Element) -> bool:
    return not _FILMS.isdisjoint(
        formal(element).lower() for element in descendants(item, "MediaType")
    )


def _urgency(element: _Element | None) -> int | None:
    return parse_int(formal(element) or text_of(element))


def _notes(item: _Element, management: _Element | None, parts: Parts) -> str:
    """Return the lines for the desk: instructions, and all that is a note by its name or role."""
    notes = [text_of(element) or formal(element) for element in children(management, "Instruction")]
    for element in descendants(item, "NewsLine"):
        type_name = formal(find(element, "NewsLineType"))
        if OF_NOTES.search(type_name):
            notes += [
                _note_text(type_name, text_of(line)) for line in children(element, "NewsLineText")
            ]
    for element in descendants(item, "Comment", "Property"):
        if OF_NOTES.search(formal(element)):
            value = " ".join(element.get("Value", "").split())
            notes.append(_note_text(formal(element), text_of(element) or value))
    notes += [parts.text(element) for element in parts.contents if parts.role(element) in NOTES]
    return "\n".join(dict.fromkeys(filter(None, notes)))


def _note_text(type_name: str, note: str) -> str:
    """Return the note; one whose name alone mentions an embargo gets the word in front."""
    is_embargo = "embargo" in type_name.lower() and not note.lower().startswith("embargo")
    return f"Embargo: {note}" if note and is_embargo else note


def _summary(item: _Element, parts: Parts, html: str) -> str:
    """Return the summary or abstract of the copy, where it differs from the copy."""
    components = (lead for lead in parts.contents if parts.role(lead) in _ABSTRACTS)
    heads = (find(head, "abstract") for head in descendants(item, "body.head"))
    leads = (*news_lines(item, _OF_LEADS), *map(parts.text, components), *map(text_of, heads))
    return next((lead for lead in leads if lead and lead != markup.text(html)), "")


def _single(elements: list[_Element]) -> str:
    """Return the text of a lone element, "" of several: AAP's slug is a single keyword line."""
    return text_of(elements[0]) if len(elements) == 1 else ""


def _identity(item: _Element) -> tuple[str, int | None]:
    """Return the public identifier without its revision, and the revision as a whole number."""
    identifier = next(iter(descendants(item, "NewsIdentifier")), None)
    revision = text_of(find(identifier, "RevisionId"))
    guid = "".join(text_of(find(identifier, "PublicIdentifier")).split())
    if guid.count(":") < 4 and (guid == "" or guid.startswith("urn:newsml:")):
        return _composed_guid(item, identifier), parse_int(revision)
    if parse_int(revision) is None:
        last = re.fullmatch(r"(urn:newsml:[^:]+:[^:]+:.+):(\d+)[NUAR]?", guid)
        return (last[1], int(last[2])) if last else (guid, None)
    return re.sub(rf":{re.escape(revision)}[NUAR]?$", "", guid), parse_int(revision)


def _composed_guid(item: _Element, identifier: _Element | None) -> str:
    """Return an id made of provider, date and item id, where the public identifier is unusable.

    "" where its parts name no item either: the next such item would be taken for this one.
    """
    keys = ("ProviderId", "DateId", "NewsItemId")
    provider, day, item_id = ("".join(text_of(find(identifier, key)).split()) for key in keys)
    if not item_id:  # TASS writes it elsewhere
        item_id = "".join(text_of(next(iter(descendants(item, "guid")), None)).split())
    if "T" in day and day == text_of(find(item, "NewsManagement", "ThisRevisionCreated")):
        # Belga dates each revision: with that date it would be another item.
        day = text_of(find(item, "NewsManagement", "FirstCreated")) or day
    return "urn:newsml:" + ":".join(filter(None, (provider, day, item_id))) if item_id else ""


def _release(management: _Element | None) -> tuple[str, datetime | None, bool]:
    """Return status, end of the embargo, and whether the embargo has no readable end.

    A missing status is UNKNOWN, not usable.
    """
    status = formal(find(management, "Status")).lower()
    change = find(management, "StatusWillChange")
    until = parse_embargo(text_of(find(change, "DateAndTime")))
    is_held = status == "embargoed" or (change is not None and not _is_withdrawal(change))
    if status == "" and is_held:
        status = "embargoed"
    status = USABLE if status == "embargoed" else status_of(status)
    if not is_held:
        return status, None, False
    return status, until, until is None


def _is_withdrawal(change: _Element | None) -> bool:
    """Return whether the coming change of status withholds or cancels the item."""
    return formal(find(change, "FutureStatus")).lower() in ("withheld", "canceled")


def _end_of_use(management: _Element | None) -> str:
    """Return when the item will be withheld or canceled, as it is written; "" where it will not."""
    change = find(management, "StatusWillChange")
    return text_of(find(change, "DateAndTime")) if _is_withdrawal(change) else ""


def _body(parts: Parts, headline: str) -> str:
    """Return the copy: of the component marked as copy, else of the first that is not marked otherwise.

    The lead is its first paragraph where it stands apart. An abstract is better than nothing.
    """
    bodies_by_content = {
        content: markup.without_headline(html, headline) for content, html in parts.html.items()
    }
    roles = {content: parts.role(content) for content, html in bodies_by_content.items() if html}
    copy = [content for content, role in roles.items() if role not in (*NO_COPY, "lead")]
    copy.sort(key=lambda content: roles[content] not in _COPY)
    leads = [content for content, role in roles.items() if role == "lead"]
    if copy:
        leads = [content for content in leads if _story_of(content) is _story_of(copy[0])]
    elif not leads:
        copy = [content for content, role in roles.items() if role in _ABSTRACTS]
    html = "".join(_first_and_equals(bodies_by_content, copy))
    lead = "".join(bodies_by_content[content] for content in leads[:1])
    return markup.without_sign_off(html if html.startswith(lead) else lead + html)


def _first_and_equals(bodies_by_content: dict[_Element, str], copy: list[_Element]) -> list[str]:
    """Return the first body and those beside it in the same component and form, each once."""
    joined = []
    for content in copy:
        if _place_of(content) == _place_of(copy[0]) and bodies_by_content[content] not in joined:
            joined.append(bodies_by_content[content])
    return joined


def _place_of(content: _Element) -> _Element | tuple[_Element, str, str]:
    """Return the component and the form of a content. Another form may repeat the same copy."""
    file, component = content.getparent(), next(content.iterancestors("{*}NewsComponent"), None)
    if component is None or component.get("EquivalentsList") == "yes":
        return content
    return component, formal(find(file, "MimeType")), formal(find(file, "Format"))


def _story_of(content: _Element) -> _Element | None:
    """Return the component that holds the parts of one story in one language."""
    component = next(content.iterancestors("{*}NewsComponent"), None)
    return None if component is None else component.getparent()


def _lines(item: _Element, parts: Parts) -> dict[str, str]:
    """Return the first line of each name, preferring lines outside components of pictures.

    Where the item holds copy, the maker of a picture is never credited with the copy.
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


def _byline(item: _Element, parts: Parts, line: str) -> str:
    """Return the byline as printed; else that of the body; else the people named as creators."""
    if line:
        title = "" if parts.files else parts.line(item, "ByLineTitle")
        return ", ".join(filter(None, (line, title)))
    byline = nitf.byline(next(iter(descendants(item, "body.head")), None))
    # With pictures beside copy, the creators of both are listed together.
    byline = byline or ("" if parts.files and item in parts.with_copy else makers_of(item))
    return "" if markup.INITIALS.fullmatch(byline) else byline


def _language(item: _Element) -> str:
    tagged = [element.get(_LANG, "") for element in item.iter() if isinstance(element.tag, str)]
    language = formal(next(iter(descendants(item, "Language")), None)) or next(
        filter(None, tagged), ""
    )
    primary, *rest = language.split("-")
    return "-".join((primary.lower(), *rest))


def _signals(item: _Element) -> tuple[str, ...]:
    revision = next(iter(descendants(item, "RevisionId")), None)
    update = revision.get("Update", "") if revision is not None else ""
    return (f"Update:{update}",) if update else ()
