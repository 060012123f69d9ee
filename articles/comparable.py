"""Revisions and editions as contents for articles/comparison.py.

Names become links to the pages that they lead readers to, so that two people of one name differ. A
picture without texts of its own in a use has those of the library, as on the page.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles import snapshot
from articles.comparison import BODY, Content, Part
from articles.models import Article
from attribution.models import Agency, Author
from attribution.wording import house_time
from editions import body
from editions.content import content
from editions.models import Edition, EditionImage, Section
from images.models import Image
from text import blocks
from text.blocks import Block, Marks, Picture
from text.datetimes import parse_datetime
from text.normalise import one_line

# What an edition has besides, by the names of its fields.
_OF_EDITIONS = {
    "source_line": _("source line"),
    "copyright_holder": _("copyright holder"),
    "usage_terms": _("usage terms"),
}
# What the files of a picture say, by the names in `EditionImage.file_rights`.
_IN_FILES = {
    "credit": _("credit line"),
    "copyright_notice": _("copyright notice"),
    "creator": _("creator"),
    "source": _("source"),
    "usage_terms": _("usage terms"),
    "web_statement": _("statement of rights on the web"),
    "alt": _("alternative text"),
    "data_mining": _("data mining"),
    "digital_source_type": _("how it came to be"),
}
# The terms among them, which are printed as addresses.
_TERMS = {
    "source_type": Image.SourceType,
    "digital_source_type": Image.SourceType,
    "data_mining": Image.DataMining,
}
_PRINTED = ("kicker", "headline", "standfirst", "dateline", "byline", *_OF_EDITIONS)
_MOMENTS = ("embargo_until", "due_at")


def of_revisions(contents: Sequence[snapshot.Content]) -> list[Content]:
    """Return the contents of revisions, in their order. Four queries for any number of them."""
    around = _Surroundings(contents)
    return [
        [
            Part(key, label, _kept(_revised(key, content.get(key), around)))
            for key, label in snapshot.LABELS.items()
        ]
        for content in contents
    ]


def of_edition(edition: Edition, images: Iterable[EditionImage]) -> Content:
    """Return the content of an edition, printed or composed, with the rows of its pictures."""
    return of_printed(content(edition, images))


def of_printed(printed: Mapping[str, Any]) -> Content:
    """Return the content of what is printed, as plain data.

    It is that of editions/content.py, as an approval holds it.
    """
    by_order = {row["order"]: _printed_picture(row) for row in printed["pictures"]}
    figures = [by_order.get(n + 1) for n in range(len(body.figures(printed["body"])))]
    parts: dict[str, list[Block]] = {
        **{name: blocks.of_text(printed[name]) for name in _PRINTED},
        "section": _links([printed["section"]], "section"),
        "byline": [_with_links(printed["byline"], _pages_of(printed["authors"]))],
        "source_line": [_with_links(printed["source_line"], _targets(printed))],
        "standfirst": [blocks.of_line(printed["standfirst"])],
        "lead": [Block("figure", picture=by_order[0])] if 0 in by_order else [],
        BODY: blocks.of_body(printed["body"], figures),
        "agencies": _links(printed["agencies"], "agency"),
        "tags": _links(printed["topics"], "topic"),
        "language": _language(printed["language"]),
    }
    labels = {**snapshot.LABELS, **_OF_EDITIONS}
    return [Part(key, label, _kept(parts[key])) for key, label in labels.items() if key in parts]


class _Surroundings:
    """What revisions name by number: library texts, and addresses of people, agencies, sections."""

    def __init__(self, contents: Iterable[snapshot.Content]) -> None:
        contents = list(contents)
        ids = {f.image_id for c in contents for f in body.figures(c.get(BODY) or "")}
        ids |= {c["lead"]["id"] for c in contents if c.get("lead")}
        rows = Image.objects.filter(pk__in=ids).values("pk", "caption", "alt")
        self.library = {row["pk"]: row for row in rows}
        self.authors = _slugs(Author, (ref for c in contents for ref in c.get("byline") or ()))
        self.agencies = _slugs(Agency, (ref for c in contents for ref in c.get("agencies") or ()))
        self.sections = _slugs(Section, (c["section"] for c in contents if c.get("section")))

    def picture(self, image_id: int, caption: str, alt: str) -> Picture:
        """Return the picture with its texts as printed."""
        texts: Mapping[str, Any] = self.library.get(image_id, {})
        return Picture.of(
            image_id,
            caption=one_line(caption or texts.get("caption", "")),
            alt=one_line(alt or texts.get("alt", "")),
        )


def _slugs(model: Any, refs: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    ids = {ref["id"] for ref in refs}
    return dict(model.objects.filter(pk__in=ids).values_list("pk", "slug"))


def _revised(key: str, value: Any, around: _Surroundings) -> list[Block]:
    """Return the blocks of one part of a revision."""
    if not value:
        return []
    special: dict[str, Callable[[], list[Block]]] = {
        "section": lambda: [_named(value, around.sections, "section")],
        "byline": lambda: [_named(ref, around.authors, "author") for ref in value],
        "agencies": lambda: [_source(ref, around) for ref in value],
        "lead": lambda: [_lead(value, around)],
        BODY: lambda: blocks.of_body(
            value, [around.picture(f.image_id, f.caption, f.alt) for f in body.figures(value)]
        ),
        "tags": lambda: [blocks.of_line(name) for name in value],
        "provenance": lambda: [blocks.of_line(str(Article.Provenance(value).label))],
        "language": lambda: _language(value),
        "assignee": lambda: [blocks.of_line(f"{value['name']} ({value['id']})")],
    }
    if key in special:
        return special[key]()
    return [blocks.of_line(_time(value) if key in _MOMENTS else str(value))]


def _named(ref: Mapping[str, Any], slugs: Mapping[int, str], view: str) -> Block:
    slug = slugs.get(ref["id"])
    return blocks.of_line(ref["name"], Marks(href=reverse(view, args=[slug]) if slug else ""))


def _source(ref: Mapping[str, Any], around: _Surroundings) -> Block:
    """Return an agency: with its wire item as a link to the desk's page of it."""
    if not ref.get("wire_item"):
        return _named(ref, around.agencies, "agency")
    address = reverse("admin:wires_wireitem_change", args=[ref["wire_item"]])
    return blocks.of_line(snapshot.readable_source(ref), Marks(href=address))


def _lead(ref: Mapping[str, Any], around: _Surroundings) -> Block:
    picture = around.picture(ref["id"], ref.get("caption", ""), ref.get("alt", ""))
    return Block("figure", picture=picture)


def _printed_picture(row: Mapping[str, Any]) -> Picture:
    texts = {name: row[name] for name in row if name not in ("image", "order", "place")}
    return Picture.of(row["image"], **{name: _plain(name, text) for name, text in texts.items()})


def _plain(name: str, value: Any) -> str:
    """Return a printed value as text: of lists and mappings an entry a line, of a term its name."""
    if isinstance(value, dict):
        entries = ((key, _plain(key, entry)) for key, entry in value.items() if entry)
        value = [f"{capfirst(str(_IN_FILES.get(key, key)))}: {entry}" for key, entry in entries]
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if name in _TERMS:
        term = str(value).rpartition("/")[2]
        return str(dict(_TERMS[name].choices).get(term, value)) if term else ""
    return str(value)


def _with_links(line: str, links: Iterable[tuple[str, str]]) -> Block:
    """Return a line with each name as a link to its address, as the page has it."""
    pieces, rest = [], line
    for name, address in links:
        before, linked, after = rest.partition(name)
        if linked:
            pieces += [(before, blocks.PLAIN), (name, Marks(href=address))]
            rest = after
    return blocks.of_pieces([*pieces, (rest, blocks.PLAIN)])


def _pages_of(authors: Iterable[Mapping[str, str]]) -> list[tuple[str, str]]:
    return [(author["name"], reverse("author", args=[author["slug"]])) for author in authors]


def _targets(printed: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the names in the source line that a contract asks to link, each with its address."""
    return [(link["name"], link["url"]) for link in printed.get("source_links", [])]


def _links(entities: Iterable[Mapping[str, str]], view: str) -> list[Block]:
    return [
        blocks.of_line(entity["name"], Marks(href=reverse(view, args=[entity["slug"]])))
        for entity in entities
    ]


def _language(code: str) -> list[Block]:
    return [blocks.of_line(str(dict(settings.LANGUAGES).get(code, code)))]


def _time(iso: str) -> str:
    """Return a moment to the minute, or to the second if it has any."""
    at = parse_datetime(iso)
    if at is None:
        return iso
    return house_time(at) + (f":{at.second:02}" if at.second else "")


def _kept(every: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks without plain ones that have no words."""
    return tuple(block for block in every if block.kind != "text" or block.tokens)
