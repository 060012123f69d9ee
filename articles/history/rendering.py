"""A revision as the page that it would have been: composed as the press composes copy.

The rows that articles/press.py reads of an article are made of what the revision names, and never
saved. What the revision does not hold, such as credit lines, is that of today. Writes nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from articles import press
from articles.models import Article, Placement, Revision
from articles.press import Copy, Printing
from articles.snapshot import Content
from articles.wire import sources
from attribution.models import Author
from editions import body
from editions.models import Section, Topic

_TEXTS = ("kicker", "headline", "standfirst", "dateline", "provenance")


def compose(revision: Revision, *, at: datetime) -> Printing:
    """Return the revision as an edition that is not printed. A picture that is gone has no row."""
    content: Content = revision.content
    article = Article(
        pk=revision.article_id,
        story_id=revision.article.story_id,
        section=_section(content.get("section") or {}),
        language=content.get("language") or revision.article.language,
        body=body.clean(content.get("body") or ""),
        **{name: content.get(name) or "" for name in _TEXTS},
    )
    copy = Copy(
        article,
        authors=_authors(content.get("byline") or []),
        sources=sources.printed_by_revision(content.get("agencies") or []),
        topics=list(Topic.objects.filter(name__in=content.get("tags") or []).order_by("name")),
        placements=list(_placements(content.get("lead"), article.body)),
    )
    return press.compose_copy(copy, at=at)


def _section(ref: Mapping[str, Any]) -> Section:
    section = Section.objects.filter(pk=ref.get("id", 0)).first()
    return section or Section(name=ref.get("name", ""), slug="x")


def _authors(refs: list[dict[str, Any]]) -> list[Author]:
    """Return the authors by the names that the revision has; one who is gone has no address."""
    slugs = dict(
        Author.objects.filter(pk__in=[ref["id"] for ref in refs]).values_list("pk", "slug")
    )
    return [Author(pk=ref["id"], name=ref["name"], slug=slugs.get(ref["id"], "")) for ref in refs]


def _placements(lead: Mapping[str, Any] | None, html: str) -> Iterable[Placement]:
    if lead:
        texts = {name: lead.get(name, "") for name in ("caption", "alt")}
        yield Placement(image_id=lead["id"], place=Placement.Place.LEAD, **texts)
    for order, figure in enumerate(body.figures(html), start=1):
        yield Placement(
            image_id=figure.image_id,
            place=Placement.Place.INLINE,
            order=order,
            caption=figure.caption,
            alt=figure.alt,
        )
