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

from text.datetimes import parse_datetime
from text.integers import parse_int
from wires.parsers import nitf
from wires.parsers.ninjs_pictures import described, kind_of, of_item, terms_of
from wires.parsing import bodies, markup, strict_xml
from wires.parsing.parsed import (
    CANCELED,
    USABLE,
    WITHHELD,
    Kind,
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

# Of profiles, those that mean words for the desk alone, as TT has them.
_FOR_INFORMATION = frozenset(("info", "information"))
# Of the states that Superdesk's desks give an item, those in which it was taken back.
_TAKEN_BACK = frozenset(("killed", "recalled", "unpublished", "spiked"))
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
# Roles of words that readers never see.
_FOR_THE_DESK = frozenset(("private", "nonpublic", "notpublic", "internal"))
_LEAD = ("summary", "abstract", "standfirst", "lead", "short", "teaser", "")


def recognises(data: Any) -> bool:
    return bool(_items(data))


def format_of(data: Any) -> str:
    """“ninjs 3”: as the item says, else by the spelling of its keys."""
    item = _items(data)[0]
    standard = mapping(item.get("standard")) or mapping(item.get("$standard"))
    said = line(standard.get("version"))[:3]
    if said[:1] in ("1", "2", "3"):
        return f"ninjs {said}"
    if "versionCreated" in item or "pubStatus" in item:
        return "ninjs 3"
    return "ninjs 2" if "headlines" in item or "bodies" in item else "ninjs 1"


def parse(data: Any, *, at: datetime) -> list[ParsedItem]:
    return [item(one, at=at) for one in limit_items(_items(data))]


def item(data: dict[str, Any], *, at: datetime) -> ParsedItem:
    """One item. Also what AP's JSON is read by."""
    said = lowered(data)
    status, embargo_until, indefinite = release(data)
    headline, kind = _headline(said), kind_of(said)
    body_html, internal_notes = _body(said, headline)
    holder, byline = line(said.get("copyrightholder")), _byline(said)
    credit = credit_of(said)
    sources = names(said.get("infosources") or said.get("infosource")) or names(said.get("source"))
    moments = {
        key: parse_datetime(line(said.get(f"{key}created")))
        for key in ("first", "content", "version")
    }
    version = parse_int(said.get("version"))
    return ParsedItem(
        guid=_without_version(_first(said, *_IDS), version),
        version=version,
        kind=_whole_kind(kind, body_html),
        status=status,
        embargo_until=embargo_until,
        embargo_indefinite=indefinite,
        expires_at=parse_datetime(line(said.get("expires"))),
        urgency=parse_int(said.get("urgency")),
        headline=headline,
        standfirst=_lead(said) if kind is not Kind.PICTURE else "",
        byline=byline,
        # Where nobody else is named, whoever holds the copyright is whom a credit has to name.
        credit_line=credit or ("" if byline or sources else holder),
        provider=", ".join(names(said.get("provider"))),
        sources=sources or ((holder,) if holder else ()),
        copyright_holder=holder,
        copyright_notice=line(said.get("copyrightnotice")),
        usage_terms=terms_of(said),
        editor_note=_note(said),
        slugline=_first(said, "slugline", "slug"),
        dateline=line(said.get("located")) or ", ".join(names(said.get("located"))),
        language=line(said.get("language")),
        created_at=moments["first"] or moments["content"] or moments["version"],
        version_at=moments["version"],
        signals=_signals(said.get("signals")),
        subjects=names(_listed(said.get("subjects") or said.get("subject"))),
        body_html=body_html,
        pictures=tuple(of_item(said, kind, allowed=lambda one: _is_free(one, at))),
        package_items=_members(said),
        internal_notes=internal_notes,
    )


def lowered(data: dict[str, Any]) -> dict[str, Any]:
    """The same with keys in lower case; of two spellings the one that says something counts."""
    found: dict[str, Any] = {}
    for key, value in data.items():
        if value or key.lower() not in found:
            found[key.lower()] = value
    return found


def release(data: dict[str, Any]) -> tuple[str, datetime | None, bool]:
    """Status, end of the embargo, and whether it has none that anybody can read.

    A status that is not there means usable; one that is there and is not understood, nothing.
    """
    said = [str(v).strip().lower() for k, v in data.items() if k.lower() == "pubstatus"]
    statuses = [USABLE if one == "embargoed" else status_of(one) for one in said] or [USABLE]
    words = lowered(data)
    if _is_for_information(words.get("profile")):
        statuses.append(WITHHELD)
    if line(words.get("state")).lower() in _TAKEN_BACK:
        statuses.append(CANCELED)
    ends = [value for key, value in data.items() if _is_embargo(key.lower())]
    moments = [parse_datetime(end) if isinstance(end, str) else None for end in ends]
    held = not ends and "embargoed" in said
    indefinite = None in moments or held
    until = max(filter(None, moments), default=None)
    return strictest(statuses), None if indefinite else until, indefinite


def _note(
    said: dict[
        str,
        str | list[dict[str, str]] | list[dict[str, str | list[dict[str, str]]]] | dict[str, str],
    ],
) -> str:
    """The words for the desk. TT has written them as the description of the usage."""
    found = (block(said.get(key)) for key in ("ednote", "description_usage"))
    return "\n".join(dict.fromkeys(filter(None, found)))


def _is_for_information(profile: None) -> bool:
    return line(profile).lower() in _FOR_INFORMATION


def _is_embargo(key: str) -> bool:
    """`embargoed`, `embargoedUntil` and what else agencies write; why there is one is no date."""
    return key.startswith("embargo") and not key.endswith(("reason", "timezone"))


def credit_of(said: dict[str, Any]) -> str:
    """The credit line, for which ninjs has no key of its own: AP puts it among descriptions."""
    return (
        line(described(said, "creditline", "credit"))
        or line(said.get("description_creditline"))
        or line(said.get("creditline"))
        or line(said.get("credit_line"))
    )


def _items(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The items of a delivery: one, a list of them, or a page of an interface, however it names them."""
    lists = [data] if isinstance(data, list) else [[data]]
    if isinstance(data, dict) and not _is_item(data):
        named = sorted(data.items(), key=lambda pair: pair[0].lower() not in _PAGES)
        lists = [value for key, value in named if isinstance(value, list) and key not in _NO_PAGES]
    return next((one for one in lists if one and all(map(_is_item, one))), [])


def _is_item(data: dict[str, Any]) -> bool:
    if not isinstance(data, dict):
        return False
    keys = {key.lower() for key in data}
    return bool(keys & set(_IDS)) and bool(keys & _MARKS)


def _whole_kind(kind: Kind, body_html: str) -> Kind:
    """A composite with a text of its own is copy; without one it only names other items."""
    return Kind.TEXT if kind is Kind.PACKAGE and body_html else kind


def _headline(said: dict[str, Any]) -> str:
    lines = mappings(said.get("headlines") or said.get("headline"))
    lines = [one for one in lines if not _is_for_the_desk(one)]
    main = [one for one in lines if line(one.get("role")).lower() in ("main", "")]
    found = [line(one.get("value")) for one in (*main, *lines)]
    found += [line(said.get("headline"))]
    found += [line(value) for key, value in said.items() if key.startswith("headline_")]
    found += [line(said.get(key)) for key in ("title", "name")]
    return bodies.plain(next(filter(None, found), ""))


def _byline(said: dict[str, Any]) -> str:
    if written := _first(said, "by", "byline"):
        return bodies.plain(written)
    named = [line(one.get("byline")) for one in _writers(said.get("bylines"))]
    return ", ".join(filter(None, named)) or ", ".join(names(_writers(said.get("authors"))))


def _writers(said: None) -> list[Any]:
    """Those who wrote it, of all who had to do with it."""
    roles = ("", "author", "writer", "reporter")
    return [one for one in mappings(said) if line(one.get("role")).lower() in roles]


def _first(said: dict[str, Any], *keys: Any) -> str:
    return next(filter(None, (line(said.get(key)) for key in keys)), "")


def _lead(said: dict[str, Any]) -> str:
    found = [
        line(one.get("value"))
        for role in _LEAD
        for one in mappings(said.get("descriptions"))
        if line(one.get("role")).lower() == role
    ]
    keys = ("description_summary", "description_text", "description_html", "description_xhtml")
    found += [block(said.get(key)) for key in (*keys, "summary")]
    return bodies.plain(next(filter(None, found), ""))


def _is_for_the_desk(one: dict[str, int | str]) -> bool:
    return line(one.get("role")).lower().replace("-", "") in _FOR_THE_DESK


def _body(
    said: dict[
        str,
        str | list[dict[str, str]] | list[dict[str, str | list[dict[str, str]]]] | dict[str, str],
    ],
    headline: str,
) -> tuple[str, str]:
    """The body, from the best of its forms, and what in it or beside it is not for the public."""
    html, hidden = _public_body(said, headline)
    beside = (
        block(one.get("value")) for one in mappings(said.get("bodies")) if _is_for_the_desk(one)
    )
    return html, "\n".join(filter(None, (hidden, *map(bodies.plain, beside))))


def _public_body(
    said: dict[
        str,
        str | list[dict[str, str]] | list[dict[str, str | list[dict[str, str]]]] | dict[str, str],
    ],
    headline: str,
) -> tuple[str, str]:
    for value, form in sorted(_forms(said), key=lambda form: form[1]):
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


# The order in which the forms of one body are taken. The last is XML of which nobody said what it is.
_HTML, _RICH, _NITF, _TEXT, _OTHER = range(5)
_SHOWN = re.compile(
    r"<(?:p|div|br|h\d|ul|ol|section|article|blockquote|a|b|i|em|strong)\b", re.IGNORECASE
)


def _forms(said: dict[str, Any]) -> Iterator[tuple[str, int]]:
    for body in map(lowered, mappings(said.get("bodies"))):
        if _is_for_the_desk(body):
            continue
        role, type_ = line(body.get("role")).lower(), line(body.get("contenttype")).lower()
        if value := block(body.get("value")):
            yield value, _form(role, type_, value)
    for key, value in said.items():
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


def _from_nitf(value, headline):
    """NITF in a string: a document, or the blocks of one as AP sends them."""
    if not value.lstrip().startswith(("<?xml", "<nitf", "<!DOCTYPE nitf")):
        return bodies.split(value, headline=headline) if "<p" in value.lower() else ("", "")
    root, _remarks = strict_xml.read(value.encode())
    if not nitf.recognises(root):
        return "", ""
    hidden = bodies.take_hidden(root)
    html = markup.without_headline(markup.from_element(nitf.copy_of(root)), headline)
    return markup.without_sign_off(html), "\n".join(hidden)


def _is_free(
    data: dict[str, str | list[dict[str, str]] | list[dict[str, int | str]]], at: datetime
) -> bool:
    """Whether a picture within an item may be used: it has a status and an embargo of its own."""
    return may_use(*release(data), at)


def _members(said: dict[str, Any]) -> tuple[()]:
    if said.get("type") not in ("composite", "package", "component"):
        return ()
    found = map(lowered, mappings(said.get("associations")))
    return tuple(filter(None, (line(one.get("uri")) or line(one.get("guid")) for one in found)))


def _without_version(guid: str, version: int) -> str:
    """The id of the item, where the provider's says its version too: versions are told by a number."""
    found = _OF_A_VERSION.fullmatch(guid)
    if found is None or version is None or parse_int(found[2]) != version:
        return guid
    return found[1]


def _signals(said: None) -> tuple[()]:
    """A list of them, or TT's object that says what each is about: “updatetype:KORR”."""
    if not isinstance(said, dict):
        return names(said)
    return tuple(f"{key}:{line(value)}" for key, value in said.items() if line(value))


def _listed(value: list[dict[str, str]] | None) -> list[dict[str, str]] | None:
    return list(value.values()) if isinstance(value, dict) else value


def with_fields(parsed: ParsedItem, **fields: Any) -> ParsedItem:
    """The item with what a dialect says better; what the dialect does not say stays."""
    return replace(parsed, **{key: value for key, value in fields.items() if value})
