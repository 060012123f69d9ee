"""ninjs 1, 2 and 3 (IPTC), with the dialect that Superdesk writes.

Pure. 3 writes keys in camelCase, 2 in lower case with lists, 1 with named objects and `headline`,
`body_html`. All are read by the same lines: keys are compared in lower case, lists and named
objects are one. Where two spellings of one key disagree, the stricter counts.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from attribution import agencies
from text.integers import parse_int
from wires.parsers import nitf
from wires.parsers.ninjs_pictures import described, kind_of, pictures_of, releases_of, terms_of
from wires.parsing import bodies, markup, strict_xml
from wires.parsing.moments import parse_embargo, parse_end, parse_moment
from wires.parsing.parsed import (
    CANCELED,
    USABLE,
    WITHHELD,
    Given,
    Kind,
    MarkUp,
    ParsedItem,
    may_use,
    status_of,
    strictest,
)
from wires.parsing.strict_json import (
    block,
    limit_items,
    line,
    mapping,
    mappings,
    names,
)

FORMAT = "ninjs"
# Profiles that mean: for the desk alone. ninjs defines none; agencies have their own.
_FOR_INFORMATION = agencies.desk_profiles()
# States of an item in Superdesk that cancel it.
_CANCELED_STATES = frozenset(("killed", "recalled", "unpublished", "spiked"))
# “urn:newsml:wire.example:20240608:ferry:3”, as NewsML names one version of an item.
_OF_A_VERSION = re.compile(r"(urn:newsml:[^:]+:\d{8}(?:T\d{6}Z?)?:.+):(\d+)[A-Z]?", re.IGNORECASE)
_IDS = ("uri", "guid", "_id")
_MARKS = frozenset(("type", "version", "versioncreated", "firstcreated", "headline", "headlines"))
_MARKS |= {
    "pubstatus",
    "bodies",
    "body_html",
    "body_text",
    "renditions",
    "standard",
    "byline",
    "by",
    "descriptions",
    "eventdetails",
}
# Lists of items on a page of an interface, and lists that are none.
_PAGES = frozenset(("items", "_items", "item", "hits"))
_NO_PAGES = frozenset(("associations", "renditions", "deleted", "removed"))
# Roles of texts that are not for the public.
_FOR_THE_DESK = frozenset(("private", "nonpublic", "notpublic", "internal"))
_LEAD = ("summary", "abstract", "standfirst", "lead", "short", "teaser", "")


def recognises(data: Any) -> bool:
    return bool(_items(data))


def format_of(data: Any) -> str:
    """Return “ninjs 3” as the item states it; else by the spelling of its keys."""
    item = _items(data)[0]
    standard = mapping(item.get("standard")) or mapping(item.get("$standard"))
    version = line(standard.get("version"))[:3]
    if version[:1] in ("1", "2", "3"):
        return f"ninjs {version}"
    if "versionCreated" in item or "pubStatus" in item:
        return "ninjs 3"
    return "ninjs 2" if "headlines" in item or "bodies" in item else "ninjs 1"


def parse(data: Any, *, at: datetime) -> list[ParsedItem]:
    return [item(entry, at=at) for entry in limit_items(_items(data))]


def item(item_data: dict[str, Any], *, at: datetime) -> ParsedItem:
    """Return one item. AP's JSON is read by this function too."""
    data = lowered(item_data)
    status, embargo_until, indefinite = release(item_data)
    headline, kind = _headline(data), kind_of(data)
    body_html, internal_notes = _body(data, headline)
    holder, byline = line(data.get("copyrightholder")), _byline(data)
    credit = credit_of(data)
    sources = names(data.get("infosources") or data.get("infosource")) or names(data.get("source"))
    dates = {
        key: parse_moment(line(data.get(f"{key}created")))
        for key in ("first", "content", "version")
    }
    version = parse_int(data.get("version"))
    return ParsedItem(
        guid=_without_version(_first(data, *_IDS), version),
        version=version,
        kind=_whole_kind(kind, body_html),
        status=status,
        embargo_until=embargo_until,
        embargo_indefinite=indefinite,
        expires_at=parse_end(line(data.get("expires"))),
        urgency=parse_int(data.get("urgency")),
        headline=headline,
        standfirst=_lead(data) if kind is not Kind.PICTURE else "",
        byline=byline,
        # A credit has to name the holder of the copyright where no other name is given.
        credit_line=credit or ("" if byline or sources else holder),
        provider=", ".join(names(data.get("provider"))),
        sources=sources or ((holder,) if holder else ()),
        copyright_holder=holder,
        copyright_notice=line(data.get("copyrightnotice")),
        usage_terms=terms_of(data),
        editor_note=_note(data),
        slugline=_first(data, "slugline", "slug"),
        dateline=line(data.get("located")) or ", ".join(names(data.get("located"))),
        language=line(data.get("language")),
        created_at=dates["first"] or dates["content"] or dates["version"],
        version_at=dates["version"],
        signals=_signals(data.get("signals")),
        subjects=names(_listed(data.get("subjects") or data.get("subject"))),
        body_html=body_html,
        pictures=tuple(
            pictures_of(data, kind, allowed=lambda associated: _is_free(associated, at))
        ),
        picture_releases=tuple(releases_of(data, release=release, at=at)),
        package_items=_members(data),
        internal_notes=internal_notes,
    )


def given(data: Any) -> list[Given]:
    return [given_of(entry) for entry in _items(data)]


def given_of(item_data: dict[str, Any]) -> Given:
    return tuple(_given(lowered(item_data)))


def _given(data: dict[str, Any]) -> Iterator[str]:
    forms = list(_forms(data))
    best = min((form for _value, form in forms), default=_TEXT)
    for value, form in forms:
        if form == best or form in (_HTML, _RICH, _TEXT):  # others hold more than the copy
            yield value if form == _TEXT else MarkUp(value)
    entries = [*mappings(data.get("headlines")), *mappings(data.get("descriptions"))]
    values = [entry.get("value") for entry in map(lowered, entries)]
    values += [v for key, v in data.items() if key.startswith(("headline", "description_"))]
    yield from map(MarkUp, filter(None, map(block, values)))


def lowered(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data with keys in lower case; of two spellings the one with a value counts."""
    result: dict[str, Any] = {}
    for key, value in data.items():
        if value or key.lower() not in result:
            result[key.lower()] = value
    return result


def release(data: dict[str, Any]) -> tuple[str, datetime | None, bool]:
    """Return status, end of the embargo, and whether the embargo has no readable end.

    A status that is not there means usable; one that is there and is not understood, nothing.
    """
    stated = [str(v).strip().lower() for k, v in data.items() if k.lower() == "pubstatus"]
    statuses = [USABLE if name == "embargoed" else status_of(name) for name in stated] or [USABLE]
    lower = lowered(data)
    if _is_for_information(lower.get("profile")):
        statuses.append(WITHHELD)
    if line(lower.get("state")).lower() in _CANCELED_STATES:
        statuses.append(CANCELED)
    ends = [value for key, value in data.items() if _is_embargo(key.lower())]
    dates = [parse_embargo(end) if isinstance(end, str) else None for end in ends]
    is_held = not ends and "embargoed" in stated
    indefinite = None in dates or is_held
    until = max(filter(None, dates), default=None)
    return strictest(statuses), None if indefinite else until, indefinite


def _note(data: dict[str, Any]) -> str:
    """Return the note for the desk. TT writes it as the description of the usage."""
    notes = (block(data.get(key)) for key in ("ednote", "description_usage"))
    return "\n".join(dict.fromkeys(filter(None, notes)))


def _is_for_information(profile: object) -> bool:
    return line(profile).lower() in _FOR_INFORMATION


def _is_embargo(key: str) -> bool:
    """Return whether the key holds an embargo: all that begin with it, but no reason or time zone."""
    return key.startswith("embargo") and not key.endswith(("reason", "timezone"))


def credit_of(data: dict[str, Any]) -> str:
    """Return the credit line, for which ninjs has no key: AP puts it among descriptions."""
    return (
        line(described(data, "creditline", "credit"))
        or line(data.get("description_creditline"))
        or line(data.get("creditline"))
        or line(data.get("credit_line"))
    )


def _items(data: Any) -> list[dict[str, Any]]:
    """Return the items of a delivery: one, a list, or a page of an interface under any name."""
    lists = [data] if isinstance(data, list) else [[data]]
    if isinstance(data, dict) and not _is_item(data):
        members = sorted(data.items(), key=lambda pair: pair[0].lower() not in _PAGES)
        lists = [
            value for key, value in members if isinstance(value, list) and key not in _NO_PAGES
        ]
    return next((items for items in lists if items and all(map(_is_item, items))), [])


def _is_item(data: Any) -> bool:
    if not isinstance(data, dict):
        return False
    keys = {key.lower() for key in data}
    return bool(keys & set(_IDS)) and bool(keys & _MARKS)


def _whole_kind(kind: Kind, body_html: str) -> Kind:
    """Return TEXT for a composite with a text of its own; without one it only names items."""
    return Kind.TEXT if kind is Kind.PACKAGE and body_html else kind


def _headline(data: dict[str, Any]) -> str:
    lines = mappings(data.get("headlines") or data.get("headline"))
    lines = [entry for entry in lines if not _is_for_the_desk(entry)]
    main = [entry for entry in lines if line(entry.get("role")).lower() in ("main", "")]
    values = [line(entry.get("value")) for entry in (*main, *lines)]
    values += [line(data.get("headline"))]
    values += [line(value) for key, value in data.items() if key.startswith("headline_")]
    values += [line(data.get(key)) for key in ("title", "name")]
    return bodies.plain(next(filter(None, values), ""))


def _byline(data: dict[str, Any]) -> str:
    if written := _first(data, "by", "byline"):
        return bodies.plain(written)
    bylines = [line(entry.get("byline")) for entry in _writers(data.get("bylines"))]
    return ", ".join(filter(None, bylines)) or ", ".join(names(_writers(data.get("authors"))))


def _writers(writers: object) -> list[dict[str, Any]]:
    """Return the writers among all contributors."""
    roles = ("", "author", "writer", "reporter")
    return [entry for entry in mappings(writers) if line(entry.get("role")).lower() in roles]


def _first(data: dict[str, Any], *keys: str) -> str:
    return next(filter(None, (line(data.get(key)) for key in keys)), "")


def _lead(data: dict[str, Any]) -> str:
    values = [
        line(entry.get("value"))
        for role in _LEAD
        for entry in mappings(data.get("descriptions"))
        if line(entry.get("role")).lower() == role
    ]
    keys = ("description_summary", "description_text", "description_html", "description_xhtml")
    values += [block(data.get(key)) for key in (*keys, "summary")]
    return bodies.plain(next(filter(None, values), ""))


def _is_for_the_desk(entry: dict[str, Any]) -> bool:
    return line(entry.get("role")).lower().replace("-", "") in _FOR_THE_DESK


def _body(data: dict[str, Any], headline: str) -> tuple[str, str]:
    """Return the body in its best form, and what in it or beside it is not for the public."""
    html, hidden = _public_body(data, headline)
    desk_bodies = (
        block(entry.get("value"))
        for entry in mappings(data.get("bodies"))
        if _is_for_the_desk(entry)
    )
    return html, "\n".join(filter(None, (hidden, *map(bodies.plain, desk_bodies))))


def _public_body(data: dict[str, Any], headline: str) -> tuple[str, str]:
    for value, form in sorted(_forms(data), key=lambda form: form[1]):
        if form in (_HTML, _RICH, _OTHER):
            html, internal_notes = bodies.split(value, headline=headline)
        elif form == _NITF:
            html, internal_notes = _from_nitf(value, headline)
        else:
            html = markup.without_headline(markup.from_text(value), headline)
            html, internal_notes = markup.without_sign_off(html), ""
        if html or internal_notes:
            return html, internal_notes
    return "", ""


# The forms of a body, best first. The last is XML of an unknown kind.
_HTML, _RICH, _NITF, _TEXT, _OTHER = range(5)
_SHOWN = re.compile(
    r"<(?:p|div|br|h\d|ul|ol|section|article|blockquote|a|b|i|em|strong)\b", re.IGNORECASE
)


def _forms(data: dict[str, Any]) -> Iterator[tuple[str, int]]:
    for body in map(lowered, mappings(data.get("bodies"))):
        if _is_for_the_desk(body):
            continue
        role, type_ = line(body.get("role")).lower(), line(body.get("contenttype")).lower()
        if value := block(body.get("value")):
            yield value, _form(role, type_, value)
    for key, value in data.items():
        if key.startswith("body_") and (value := block(value)):
            yield value, _form(key.removeprefix("body_"), "", value)


def _form(role: str, type_: str, value: str) -> int:
    if "nitf" in role or "nitf" in type_ or type_.endswith("/xml"):
        return _NITF
    if "html" in type_ or "html" in role:
        return _RICH if role.startswith("rich") else _HTML
    if type_ or role == "text" or not value.startswith("<"):
        return _TEXT
    return _HTML if _SHOWN.search(value) else _OTHER


def _from_nitf(value: str, headline: str) -> tuple[str, str]:
    """Return the body of NITF in a string: a document, or blocks of one as AP sends them."""
    if not value.lstrip().startswith(("<?xml", "<nitf", "<!DOCTYPE nitf")):
        return bodies.split(value, headline=headline) if "<p" in value.lower() else ("", "")
    root, _remarks = strict_xml.read(value.encode())
    if not nitf.recognises(root):
        return "", ""
    hidden = bodies.empty_hidden(root)
    html = markup.without_headline(markup.from_element(nitf.copy_of(root)), headline)
    return markup.without_sign_off(html), "\n".join(hidden)


def _is_free(data: dict[str, Any], at: datetime) -> bool:
    """Return whether a picture within an item may be used by what is said of itself."""
    return may_use(*release(data), at, parse_end(line(lowered(data).get("expires"))))


def _members(data: dict[str, Any]) -> tuple[str, ...]:
    if data.get("type") not in ("composite", "package", "component"):
        return ()
    associated = map(lowered, mappings(data.get("associations")))
    return tuple(
        filter(None, (line(entry.get("uri")) or line(entry.get("guid")) for entry in associated))
    )


def _without_version(guid: str, version: int | None) -> str:
    """Return the id without its version, where the provider's id repeats the version."""
    match = _OF_A_VERSION.fullmatch(guid)
    if match is None or version is None or parse_int(match[2]) != version:
        return guid
    return match[1]


def _signals(signals: object) -> tuple[str, ...]:
    """Return the signals: a list, or TT's object with a subject for each, as “updatetype:KORR”."""
    if not isinstance(signals, dict):
        return names(signals)
    return tuple(f"{key}:{line(value)}" for key, value in signals.items() if line(value))


def _listed(value: Any) -> Any:
    return list(value.values()) if isinstance(value, dict) else value


def with_fields(parsed: ParsedItem, **fields: Any) -> ParsedItem:
    """Return the item with the fields that a dialect states; empty ones change nothing."""
    return replace(parsed, **{key: value for key, value in fields.items() if value})
