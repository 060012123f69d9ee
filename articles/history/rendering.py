"""A revision as the page that it would have been: an edition of the names and texts that it holds.

What the revision does not hold, such as credit lines, is that of today. Writes nothing.
"""

from datetime import datetime
from typing import Any

from articles.models import Article, Placement, Revision
from articles.press import Printing
from articles.snapshot import Content
from attribution import wording
from attribution.models import Agency, Author
from editions import body, printed_words
from editions.models import Edition, EditionImage, Section, Topic
from images.models import Image
from wires.models import WireItem


def compose(revision: Revision, *, at: datetime) -> Printing:
    """Return the revision as an edition that is not printed. A picture that is gone has no row."""
    content: Content = revision.content
    language = content.get("language") or revision.article.language
    section = content.get("section") or {}
    html = body.clean(content.get("body") or "")
    agencies = _agencies(content)
    authors = content.get("byline") or []
    edition = Edition(
        section=Section.objects.filter(pk=section.get("id", 0)).first()
        or Section(name=section.get("name", ""), slug="x"),
        **{
            name: content.get(name) or ""
            for name in ("kicker", "headline", "standfirst", "dateline")
        },
        byline=wording.byline([author["name"] for author in authors], language),
        source_line=wording.source_line(
            agencies,
            shared_with_staff=content.get("provenance") == Article.Provenance.STAFF_AND_WIRE,
            language=language,
        ),
        body=body.without_captions(html),
        language=language,
        linked_entities={
            "authors": _linked(Author, pk__in=[author["id"] for author in authors]),
            "agencies": _linked(Agency, pk__in=[agency.pk for agency in agencies if agency.pk]),
            "topics": _linked(Topic, name__in=content.get("tags") or []),
        },
        published_at=at,
        first_published_at=at,
        changed_at=at,
    )
    return Printing(edition, _images(content, html, edition, at))


def _agencies(content: Content) -> list[Agency]:
    """Return the agencies that gave text, as in press.py; one that is gone has its name alone."""
    refs = content.get("agencies") or []
    items = {ref["wire_item"] for ref in refs if ref.get("wire_item")}
    pictures = set(
        WireItem.objects.filter(pk__in=items, kind=WireItem.Kind.PICTURE).values_list(
            "pk", flat=True
        )
    )
    refs = [ref for ref in refs if ref.get("wire_item") not in pictures] or refs
    existing = Agency.objects.in_bulk([ref["id"] for ref in refs])
    agencies = {ref["id"]: existing.get(ref["id"]) or Agency(name=ref["name"]) for ref in refs}
    return list(agencies.values())


def _linked(model: Any, **conditions: Any) -> list[dict[str, str]]:
    return list(model.objects.filter(**conditions).values("name", "slug"))


def _images(content: Content, html: str, edition: Edition, at: datetime) -> list[EditionImage]:
    """Return the rows of the pictures: the lead is number 0, figures of the body follow from 1."""
    lead = content.get("lead")
    uses = [(0, lead["id"], lead.get("caption", ""), lead.get("alt", ""))] if lead else []
    uses += [
        (number, figure.image_id, figure.caption, figure.alt)
        for number, figure in enumerate(body.figures(html), start=1)
    ]
    images = Image.objects.with_credit(at).in_bulk({image_id for _n, image_id, *_texts in uses})
    return [
        EditionImage(
            edition=edition,
            image=images[image_id],
            place=Placement.Place.INLINE if order else Placement.Place.LEAD,
            order=order,
            **printed_words.from_library(
                images[image_id], edition.language, caption=caption, alt=alt
            ),
        )
        for order, image_id, caption, alt in uses
        if image_id in images
    ]
