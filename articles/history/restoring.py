"""Restoring an older revision: its copy becomes the newest revision, and no revision is lost.

Planning stays as it is: embargo, due, given to, slugline, urgency. So does what the copy rests on:
agency copy that is under it stays, and none is laid under it, because its duties bind.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles import permitted, services, snapshot, verbs, workflow
from articles.models import Article, ArticleAgency, Byline, Placement, Revision
from articles.problems import block
from articles.topics import services as topics
from articles.workflow import Refused
from attribution.models import Agency, Author
from editions import body
from editions.models import Section
from images.models import Image

RESTORE = replace(verbs.SAVE, name="restore", refusal=gettext_lazy("“%s” was not restored"))
_FIELDS = ("kicker", "headline", "standfirst", "dateline", "body", "provenance", "language")
RESTORED = frozenset((*_FIELDS, "section", "byline", "lead", "tags", "proposed_topics", "agencies"))
KEPT = frozenset(("slugline", "urgency", "embargo_until", "due_at", "assignee"))


@dataclass(frozen=True)
class Plan:
    """What restoring would make of the copy: its content then, and what cannot be restored, and why."""

    content: dict[str, Any]
    exceptions: list[str]


def plan(article: Article, revision: Revision) -> Plan:
    """Return what restoring the revision would make of the copy as it is now. Writes nothing."""
    now = snapshot.content(article)
    content = {**now, **{key: revision.content.get(key) for key in RESTORED}}
    exceptions = [
        *_without_missing_names(content, now),
        *_without_missing_pictures(content),
        *_with_agency_copy_of_now(content, now),
    ]
    return Plan(content, exceptions)


def restore(
    article: Article, revision: Revision, *, by: User, version: int, at: datetime
) -> Revision | None:
    """Make the revision's copy the newest revision and return it; None if that changes nothing.

    `version` is the one that `by` saw compared. Raises Refused where `by` may not change the copy,
    and when it was saved meanwhile. An approval of the copy is void then, as after every save.
    """
    with transaction.atomic():
        current = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
        _require(current, by, version)
        content = plan(current, revision).content
        _write(current, content, by=by, at=at)
        current.refresh_from_db()
        return workflow.save(current, by=by, at=at)


def _require(article: Article, by: User, version: int) -> None:
    if not permitted.may_edit(article, by):
        stage = {"stage": article.get_stage_display()}
        message = _("It is %(stage)s, and you may not change it at this stage.") % stage
        raise Refused(RESTORE, article, [block("", "not_restorable", message)])
    if article.version != version:
        message = _("It was saved again after you opened this page. Compare it once more.")
        raise Refused(RESTORE, article, [block("", "restored_over_newer", message)])


def _write(article: Article, content: dict[str, Any], *, by: User, at: datetime) -> None:
    """Write the copy's own fields and the rows that belong to it."""
    for name in _FIELDS:
        setattr(article, name, content.get(name) or "")
    article.section_id = content["section"]["id"]
    services.write_fields(article, (*_FIELDS, "section"), by=by)
    names = [*(content["tags"] or ()), *(content["proposed_topics"] or ())]
    topics.write_topics(article, names, by=by, at=at)
    article.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(article=article, author_id=ref["id"], order=order)
        for order, ref in enumerate(content["byline"])
    )
    article.placements.filter(place=Placement.Place.LEAD).delete()
    if lead := content["lead"]:
        texts = {name: lead.get(name, "") for name in ("caption", "alt")}
        Placement.objects.create(article=article, image_id=lead["id"], **texts)
    _write_agencies(article, content["agencies"])


def _write_agencies(article: Article, refs: list[dict[str, Any]]) -> None:
    """Write the agencies without an item; those with one get their place among them and no more."""
    article.agency_credits.filter(wire_item=None).delete()
    for order, ref in enumerate(refs):
        if item := ref.get("wire_item"):
            article.agency_credits.filter(wire_item=item, agency=ref["id"]).update(order=order)
        else:
            ArticleAgency.objects.create(article=article, agency_id=ref["id"], order=order)


def _without_missing_names(content: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """Take out of `content` whom and what there is no more; yield a sentence for each."""
    section = content["section"] or now["section"]
    if not Section.objects.filter(pk=section["id"]).exists():
        yield _("Section “%(name)s” is gone; the section stays as it is.") % section
        section = now["section"]
    content["section"] = section
    authors = _existing(Author, content["byline"])
    for ref in content["byline"] or ():
        if ref["id"] not in authors:
            yield _("Author “%(name)s” is gone and is left out of the byline.") % ref
    content["byline"] = [ref for ref in content["byline"] or () if ref["id"] in authors]


def _without_missing_pictures(content: dict[str, Any]) -> Iterator[str]:
    lead, html = content["lead"], content["body"] or ""
    ids = {figure.image_id for figure in body.figures(html)} | ({lead["id"]} if lead else set())
    known = set(Image.objects.filter(pk__in=ids).values_list("pk", flat=True))
    if lead and lead["id"] not in known:
        yield _("The lead picture “%(name)s” is no longer in the library.") % lead
        content["lead"] = None
    gone = [figure for figure in body.figures(html) if figure.image_id not in known]
    for figure in gone:
        name = figure.caption or figure.alt or f"{figure.image_id}"
        yield _("The picture “%(name)s” in the text is no longer in the library.") % {"name": name}
    content["body"] = body.with_figures_of(html, known)


def _with_agency_copy_of_now(content: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """Keep the agency copy that is under it now, whatever was under it then."""
    bound = {_link(ref): ref for ref in now["agencies"] if ref.get("wire_item")}
    then = content["agencies"] or []
    existing = _existing(Agency, then)
    agencies = []
    for ref in then:
        if _link(ref) in bound:
            agencies.append(bound.pop(_link(ref)))
        elif ref.get("wire_item"):
            yield _(
                "%(item)s was under it then. It is not laid under it again: add it if it is used."
            ) % {"item": snapshot.readable_source(ref)}
        elif ref["id"] in existing:
            agencies.append(ref)
        else:
            yield _("Agency “%(name)s” is gone and is left out.") % ref
    for ref in bound.values():
        name = {"item": snapshot.readable_source(ref)}
        yield _("%(item)s was not under it then. It stays, because its duties bind.") % name
    content["agencies"] = [*agencies, *bound.values()]
    has_bound = any(ref.get("wire_item") for ref in content["agencies"])
    if has_bound and content["provenance"] == Article.Provenance.STAFF:
        yield _("The provenance stays as it is, because agency copy is under it.")
        content["provenance"] = now["provenance"]


def _link(ref: dict[str, Any]) -> tuple[int, int | None]:
    return ref["id"], ref.get("wire_item")


def _existing(model: Any, refs: list[dict[str, Any]] | None) -> set[int]:
    ids = [ref["id"] for ref in refs or ()]
    return set(model.objects.filter(pk__in=ids).values_list("pk", flat=True))
