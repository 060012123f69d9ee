"""The copy as one piece of data: what a revision keeps and what two revisions differ in.

Reads an article with everything that hangs on it; decides nothing about stages.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from articles.models import Article, ArticleAgency, Placement
from attribution.models import Agency, Author
from editions import body
from editions.models import Section
from images.models import Image

# What a revision holds, in reading order, with the name the desk calls it by.
LABELS = {
    "section": _("section"),
    "kicker": _("kicker"),
    "headline": _("headline"),
    "standfirst": _("standfirst"),
    "byline": _("byline"),
    "dateline": _("dateline"),
    "lead": _("lead picture"),
    "body": _("body"),
    "provenance": _("provenance"),
    "agencies": _("agencies it rests on"),
    "tags": _("topics"),
    "language": _("language"),
    "slugline": _("slugline"),
    "urgency": _("urgency"),
    "embargo_until": _("embargo until"),
    "due_at": _("due"),
    "assignee": _("given to"),
}


@dataclass(frozen=True)
class Difference:
    """One part of the copy that differs between two revisions, as plain text."""

    label: str
    before: str
    after: str


def content(article: Article) -> dict:
    """The whole copy as JSON data: names for people to read, ids beside them."""
    lead = article.placements.filter(place=Placement.Place.LEAD).select_related("image").first()
    return {
        "section": _ref(article.section_id, article.section),
        "kicker": article.kicker,
        "headline": article.headline,
        "standfirst": article.standfirst,
        "byline": [
            _ref(line.author_id, line.author)
            for line in article.bylines.select_related("author").order_by("order", "pk")
        ],
        "dateline": article.dateline,
        "lead": lead
        and {
            "id": lead.image_id,
            "name": lead.printed_caption,
            "caption": lead.caption,
            "alt": lead.alt,
        },
        "body": article.body,
        "provenance": article.provenance,
        "agencies": [
            _source(source)
            for source in article.agency_credits.select_related(
                "agency", "wire_item", "wire_version"
            )
            .defer("wire_item__search_fold", "wire_version__body_html")
            .order_by("order", "pk")
        ],
        "tags": sorted(article.tags.values_list("name", flat=True)),
        "language": article.language,
        # None and not "": revisions made before there was one have nothing there.
        "slugline": article.slugline or None,
        "urgency": article.urgency,
        "embargo_until": _moment(article.embargo_until),
        "due_at": _moment(article.due_at),
        "assignee": article.assignee_id and _ref(article.assignee_id, article.assignee),
    }


def is_same(before: dict, after: dict) -> bool:
    """Whether two revisions hold the same copy."""
    return all(before.get(key) == after.get(key) for key in LABELS)


def differences(before: dict, after: dict) -> list[Difference]:
    """What changed from one revision's content to another's."""
    return [
        Difference(str(label), readable(key, before.get(key)), readable(key, after.get(key)))
        for key, label in LABELS.items()
        if before.get(key) != after.get(key)
    ]


def readable(key: str, value: list[dict[str, int | str]] | str) -> str:
    """One part of a revision's content as plain text."""
    if not value:
        return ""
    if key == "body":
        return body.text(value)
    if key == "provenance":
        return str(Article.Provenance(value).label)
    if key == "agencies":
        return ", ".join(map(_readable_source, value))
    if isinstance(value, dict):
        return value["name"]
    if isinstance(value, list):
        return ", ".join(item["name"] if isinstance(item, dict) else item for item in value)
    return str(value)


def place_figures(article: Article) -> None:
    """Make the inline placements follow the body's figures. Unknown pictures leave the body."""
    ids = {figure.image_id for figure in body.figures(article.body)}
    known = set(Image.objects.filter(pk__in=ids).values_list("pk", flat=True))
    if known != ids:
        article.body = body.with_figures_of(article.body, known)
        article.save(update_fields=["body"])
    wanted = [
        (order, figure.image_id, figure.caption, figure.alt)
        for order, figure in enumerate(body.figures(article.body), start=1)
    ]
    inline = article.placements.filter(place=Placement.Place.INLINE)
    placed = inline.order_by("order").values_list("order", "image_id", "caption", "alt")
    if wanted != list(placed):
        inline.delete()
        Placement.objects.bulk_create(
            Placement(
                article=article,
                place=Placement.Place.INLINE,
                order=order,
                image_id=image_id,
                caption=caption,
                alt=alt,
            )
            for order, image_id, caption, alt in wanted
        )


def _ref(id: int, named: Author | Section | Agency) -> dict[str, int | str]:
    return {"id": id, "name": str(named)}


def _source(source: ArticleAgency) -> dict[str, int | str | None]:
    """An agency, and of which version of which item; without an item as it always was."""
    held = {**_ref(source.agency_id, source.agency), "wire_item": source.wire_item_id}
    if source.wire_version_id:
        held["headline"] = str(source.wire_item)
        held["wire_version"] = source.wire_version_id
        held["number"] = source.wire_version.version
    return held


def _readable_source(held):
    if not held.get("wire_version"):
        return held["name"]
    said = {"agency": held["name"], "item": held.get("headline", "")}
    if held.get("number") is None:
        return _("%(agency)s: “%(item)s”") % said
    return _("%(agency)s: “%(item)s”, version %(number)d") % {**said, "number": held["number"]}


def _moment(at: datetime | None) -> str | None:
    return at and at.isoformat()
