"""The copy as one piece of data: what a revision holds.

Reads an article with its related rows; decides nothing about stages.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
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
    "proposed_topics": _("proposed topics"),
    "language": _("language"),
    "slugline": _("slugline"),
    "urgency": _("urgency"),
    "embargo_until": _("embargo until"),
    "due_at": _("due"),
    "assignee": _("given to"),
}


# The parts of a revision by the keys of LABELS, as JSON; older revisions may lack some.
Content = Mapping[str, Any]
Reference = dict[str, int | str | None]


def content(article: Article) -> dict[str, Any]:
    """Return the whole copy as JSON data: names for people to read, ids beside them."""
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
        # None and not [] or "": revisions made before there were any have nothing there.
        "proposed_topics": sorted(article.topic_proposals.open().values_list("name", flat=True))
        or None,
        "language": article.language,
        "slugline": article.slugline or None,
        "urgency": article.urgency,
        "embargo_until": _isoformat(article.embargo_until),
        "due_at": _isoformat(article.due_at),
        "assignee": article.assignee and _ref(article.assignee.pk, article.assignee),
    }


def is_same(before: Content, after: Content) -> bool:
    """Return whether two revisions hold the same copy."""
    return all(before.get(key) == after.get(key) for key in LABELS)


def place_figures(article: Article) -> None:
    """Write the inline placements as the body's figures are; remove unknown pictures from the body."""
    ids = {figure.image_id for figure in body.figures(article.body)}
    known = set(Image.objects.filter(pk__in=ids).values_list("pk", flat=True))
    if known != ids:
        article.body = body.with_figures_of(article.body, known)
        article.save(update_fields=["body"])
    expected = [
        (order, figure.image_id, figure.caption, figure.alt)
        for order, figure in enumerate(body.figures(article.body), start=1)
    ]
    inline = article.placements.filter(place=Placement.Place.INLINE)
    placed = inline.order_by("order").values_list("order", "image_id", "caption", "alt")
    if expected != list(placed):
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
            for order, image_id, caption, alt in expected
        )


def _ref(pk: int, entity: Author | Section | Agency | User) -> Reference:
    return {"id": pk, "name": str(entity)}


def _source(source: ArticleAgency) -> Reference:
    """Return an agency, and which version of which item; without an item as it always was."""
    reference = {**_ref(source.agency_id, source.agency), "wire_item": source.wire_item_id}
    if source.wire_version is not None:
        reference["headline"] = str(source.wire_item)
        reference["wire_version"] = source.wire_version_id
        reference["number"] = source.wire_version.version
    return reference


def readable_source(reference: Mapping[str, Any]) -> str:
    """Return an agency as plain text, with the item and the version that the copy rests on."""
    if not reference.get("wire_version"):
        return str(reference["name"])
    params = {"agency": reference["name"], "item": reference.get("headline", "")}
    if reference.get("number") is None:
        return _("%(agency)s: “%(item)s”") % params
    return _("%(agency)s: “%(item)s”, version %(number)d") % {
        **params,
        "number": reference["number"],
    }


def _isoformat(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
