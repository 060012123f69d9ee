"""Writing from agency copy: a draft from items, more items under it, and new versions accepted.

What the agency said of a story comes along and nobody has to type it: agency, version, dateline,
slugline, embargo, urgency, pictures. Its words are working material; articles/readiness_wire.py says
how much of them is left. Which copy may be changed, and by whom, is the workflow's to say.
"""

import html
import re
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from articles import workflow
from articles.models import Article, ArticleAgency, Byline, Note, Placement
from articles.verbs import EDITABLE
from articles.wire import alarms
from attribution.models import Author
from editions import body
from editions.models import Section
from images.models import Image
from text import normalise
from wires.ingest import pictures
from wires.models import WireItem, WireVersion
from wires.views import items as views

WRITE_FROM = "wires.write_from_wireitem"
MOST_ITEMS, MOST_PICTURES = 10, 10
PATIENCE = 30  # seconds for all pictures together: somebody waits for the form
Status, Kind = WireVersion.Status, WireItem.Kind
# “BEIJING, July 23”, “SAITAMA, Japan, Dec. 9 Kyodo -”: the day and what follows are no place.
_DAY = re.compile(
    r"[\s,]+(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?\s+\d{1,2}\b.*$",
    re.IGNORECASE | re.DOTALL,
)


class NotDone(ValueError):
    """Nothing was written, added or accepted. The message is a sentence that says what to do."""


def draft_from_item(items: Sequence[WireItem], *, by: User, at: datetime) -> Article:
    """A draft from one or more items, the first of which gives headline and dateline.

    An item under embargo may be written from: the embargo comes along and holds the story back. A
    picture that cannot be had becomes a note beside the copy.
    """
    if not views.may_write(by):
        raise PermissionDenied
    items = list(dict.fromkeys(items))
    if not items or len(items) > MOST_ITEMS:
        raise NotDone(_("Nothing was written: choose between 1 and %d items.") % MOST_ITEMS)
    refusals = [refusal for item in items if (refusal := _refusal(item))]
    if refusals:
        raise NotDone(" ".join(refusals))
    images, remarks = _pictures(items, by, at)  # which may take seconds: before the transaction
    with transaction.atomic():
        article = Article.objects.create(created_by=by, created_at=at, **_copy(items, by, at))
        author = Author.objects.filter(user=by).first()
        if author:
            Byline.objects.create(article=article, author=author)
        for item in items:
            _lay_under(article, item)
        _place(article, images)
        _remark(article, remarks, by, at)
        workflow.save(article, by=by, at=at)
    return article


def add_item(article: Article, item: WireItem, *, by: User, at: datetime) -> None:
    """Lay another item under copy that is open for changes. Its words are beside, not in the copy."""
    _demand(article, by)
    if not by.has_perm(WRITE_FROM):
        raise PermissionDenied
    if refusal := _refusal(item):
        raise NotDone(refusal)
    images, remarks = _pictures([item], by, at)
    with transaction.atomic():
        article = _locked(article)
        if article.agency_credits.filter(wire_item=item).exists():
            raise NotDone(_("“%s” stands under the copy already.") % item)
        _lay_under(article, item)
        if article.provenance == Article.Provenance.STAFF:
            article.provenance = Article.Provenance.STAFF_AND_WIRE
        article.embargo_until = _embargo([item], at, article.embargo_until)
        article.save(update_fields=["provenance", "embargo_until"])
        _place(article, images)
        _remark(article, remarks, by, at)
        _save(article, by, at)


def remove_item(article: Article, source: ArticleAgency, *, by: User, at: datetime) -> None:
    """Take an item from under the copy. Its agency stays named until somebody takes it out too."""
    _demand(article, by)
    with transaction.atomic():
        article = _locked(article)
        alarms.record_alarms(article, at=at)  # what readers have rests on it all the same
        others = article.agency_credits.filter(agency=source.agency_id).exclude(pk=source.pk)
        mine = article.agency_credits.filter(pk=source.pk, wire_item__isnull=False)
        if others.exists():
            mine.delete()
        else:
            mine.update(wire_item=None, wire_version=None)
        _save(article, by, at)


def accept(
    article: Article, source: ArticleAgency, version: int, *, by: User, at: datetime
) -> None:
    """Note that the writer has read an item's current version, which is the one with the id `version`.

    What of a live edition rests on the one before becomes an alarm first.
    """
    _demand(article, by)
    with transaction.atomic():
        article = _locked(article)
        rows = article.agency_credits.select_related("wire_item").defer("wire_item__search_fold")
        source = rows.get(pk=source.pk)
        item = source.wire_item
        if item is None or item.current_id != version:
            raise NotDone(_("Another version came meanwhile. Read that one."))
        if item.status != Status.USABLE:
            raise NotDone(_refusal(item))
        alarms.record_alarms(article, at=at)
        article.agency_credits.filter(pk=source.pk).update(wire_version=version)
        until = _embargo([item], at, article.embargo_until)
        if until != article.embargo_until:
            article.embargo_until = until
            article.save(update_fields=["embargo_until"])
        _save(article, by, at)


def found(words: str, *, article: Article, limit: int = 30) -> list[WireItem]:
    """Items to lay under the copy: the newest with these words that may be written from."""
    items = WireItem.objects.to_write_from().exclude(uses__article=article)
    if words:
        items = items.matching(words)
    items = items.select_related("agency", "current").defer("search_fold", "current__body_html")
    return list(items.newest_first()[:limit])


# What may be written from


def _refusal(item: WireItem) -> str:
    """Why nothing may be written from the item; "" when it may be."""
    if item.may_be_written_from:
        return ""
    said = {"agency": item.agency, "item": item}
    if item.status == Status.CANCELED:
        return _("Nothing was written from “%(item)s”: %(agency)s killed it.") % said
    if item.status == Status.WITHHELD:
        return _("Nothing was written from “%(item)s”: %(agency)s withholds it.") % said
    if item.status != Status.USABLE or item.current_id is None:
        sentence = _(
            "Nothing was written from “%(item)s”: nobody can tell whether %(agency)s has released it."
        )
        return sentence % said
    if item.kind == Kind.PACKAGE:
        sentence = _(
            "Nothing was written from “%(item)s”: it is a package. Write from what is in it."
        )
        return sentence % said
    return _("Nothing was written from “%(item)s”: it is neither text nor picture.") % said


def _demand(article: Article, by: User) -> None:
    if not workflow.may_edit(article, by):
        raise PermissionDenied


def _locked(article: Article) -> Article:
    """The row as it is now, locked; refused when it is not open for changes any more."""
    current = Article.objects.select_for_update().get(pk=article.pk)
    if current.stage not in EDITABLE:
        sentence = _("Nothing was changed: “%(headline)s” is %(stage)s now.")
        said = {"headline": current.headline, "stage": current.get_stage_display()}
        raise NotDone(sentence % said)
    return current


def _save(article: Article, by: User, at: datetime) -> None:
    workflow.save(Article.objects.get(pk=article.pk), by=by, at=at)


# What comes along


def _copy(items: list[WireItem], by: User, at: datetime) -> dict:
    """The fields of the draft."""
    versions = [item.current for item in items]
    first = versions[0]
    urgencies = [version.urgency for version in versions if version.urgency]
    return {
        "section": _section(first, by),
        "headline": _cut("headline", first.headline or first.slugline or items[0].headline),
        "standfirst": first.standfirst,
        "dateline": _cut("dateline", place(first.dateline)),
        "body": _body(versions),
        "provenance": Article.Provenance.WIRE,
        "language": settings.LANGUAGE_CODE,
        "slugline": _cut("slugline", first.slugline),
        "urgency": min(urgencies, default=None),
        "embargo_until": _embargo(items, at),
    }


def place(dateline: str) -> str:
    """The place of a dateline as agencies write it, without the day: “BEIJING, July 23” is BEIJING."""
    return _DAY.sub("", normalise.one_line(dateline)).strip(" ,-–—")


def _cut(name: str, words: str) -> str:
    return normalise.one_line(words)[: Article._meta.get_field(name).max_length].strip()


def _body(versions: list[WireVersion]) -> str:
    """The agencies' words, one after the other; each but the first below its headline."""
    parts = []
    for number, version in enumerate(versions):
        if number and version.headline:
            parts.append(f"<h2>{html.escape(version.headline)}</h2>")
        parts.append(version.body_html)
    return body.clean("".join(parts))


def _section(version: WireVersion, by: User) -> Section:
    """The section that a subject names, else the writer's own, else the first."""
    sections = list(Section.objects.order_by("order", "pk"))
    if not sections:
        raise NotDone(_("Nothing was written: there is no section yet. A chief editor makes one."))
    subjects = {normalise.fold(subject) for subject in version.subjects}
    own = set(by.sections.values_list("pk", flat=True))
    named = [section for section in sections if normalise.fold(section.name) in subjects]
    return next(iter((*named, *(s for s in sections if s.pk in own), *sections)))


def _embargo(items: list[WireItem], at: datetime, until: None = None) -> datetime | None:
    """The last end of the embargoes that still run, and of the one that there was."""
    running = [item.embargo_until for item in items if item.embargo_until]
    running = [end for end in running if end > at]
    return max(filter(None, (*running, until)), default=None)


def _lay_under(article: Article, item: WireItem) -> None:
    """One row for the item; a row that named its agency without any item becomes that row."""
    bare = article.agency_credits.filter(agency=item.agency_id, wire_item=None).first()
    if bare:
        bare.wire_item, bare.wire_version = item, item.current
        bare.save(update_fields=["wire_item", "wire_version"])
        return
    order = article.agency_credits.count()
    article.agency_credits.create(
        agency=item.agency, wire_item=item, wire_version=item.current, order=order
    )


def _pictures(items: list[WireItem], by: User, at: datetime) -> tuple[list[Image], list[str]]:
    """The items' pictures in the library, and a sentence for each that could not be had."""
    images, remarks, began = [], [], time.monotonic()
    wanted = [(item, n) for item in items for n in range(pictures.count(item.current))]
    tried = 0
    for item, number in wanted[:MOST_PICTURES]:
        if time.monotonic() - began > PATIENCE:
            break
        tried += 1
        item.current.item = item
        try:
            images.append(pictures.import_picture(item.current, number, by=by, at=at))
        except pictures.PictureUnavailable as why:
            remarks.append(str(why))
    if left := len(wanted) - tried:
        remarks.append(_("%d more pictures of the item were not taken in.") % left)
    return images, remarks


def _place(article: Article, images: list[Image]) -> None:
    """The first picture leads, if none does yet. The others are in the library."""
    lead = article.placements.filter(place=Placement.Place.LEAD)
    if images and not lead.exists():
        Placement.objects.create(article=article, image=images[0])


def _remark(article: Article, remarks: list[Any], by: User, at: datetime) -> None:
    if remarks:
        Note.objects.create(article=article, text="\n".join(remarks), created_by=by, created_at=at)
