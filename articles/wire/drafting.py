"""Writing from agency copy: a draft from items, more items for it, and new versions accepted.

The draft is filled in from the item: agency, version, dateline, slugline, embargo, urgency, pictures,
text. How much of the agency's wording may stay is for articles/wire/requirements.py to say; which
copy may be changed, and by whom, for articles/workflow.py.
"""

import html
import re
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
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
from text.errors import DomainError
from wires import permissions
from wires.ingest import pictures
from wires.models import WireItem, WireVersion
from wires.views import items as views

MOST_ITEMS, MOST_PICTURES = 10, 10
PATIENCE = 30  # seconds for all pictures together: somebody waits for the form
Status, Kind = WireVersion.Status, WireItem.Kind
# “BEIJING, July 23”, “SAITAMA, Japan, Dec. 9 Kyodo -”: the day and what follows are no place.
_DAY = re.compile(
    r"[\s,]+(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?\s+\d{1,2}\b.*$",
    re.IGNORECASE | re.DOTALL,
)


def draft_from_item(items: Sequence[WireItem], *, by: User, at: datetime) -> Article:
    """Return a draft from one or more items, the first of which gives headline and dateline.

    An item under embargo may be written from: the embargo comes along and holds the story back. A
    picture that cannot be imported becomes a note beside the copy.
    """
    if not views.may_write(by):
        raise PermissionDenied
    items = list(dict.fromkeys(items))
    if not items or len(items) > MOST_ITEMS:
        raise DomainError(
            _("Nothing was written: choose between 1 and %d items.") % MOST_ITEMS, code="item_count"
        )
    refusals = [refusal for item in items if (refusal := _refusal(item))]
    if refusals:
        raise DomainError(" ".join(refusals), code="item_not_usable")
    images, remarks = _pictures(items, by, at)  # which may take seconds: before the transaction
    with transaction.atomic():
        article = Article.objects.create(created_by=by, created_at=at, **_copy(items, by, at))
        author = Author.objects.filter(user=by).first()
        if author:
            Byline.objects.create(article=article, author=author)
        for item in items:
            _link_item(article, item)
        _place(article, images)
        _remark(article, remarks, by, at)
        workflow.save(article, by=by, at=at)
    return article


def add_item(article: Article, item: WireItem, *, by: User, at: datetime) -> None:
    """Link another item to copy that is open for changes. Its text is shown beside the copy."""
    _require_editable(article, by)
    if not by.has_perm(permissions.WRITE_FROM_ITEM):
        raise PermissionDenied
    if refusal := _refusal(item):
        raise DomainError(refusal, code="item_not_usable")
    images, remarks = _pictures([item], by, at)
    with transaction.atomic():
        article = _locked(article)
        if article.agency_credits.filter(wire_item=item).exists():
            raise DomainError(
                _("“%s” stands under the copy already.") % item, code="item_linked_already"
            )
        _link_item(article, item)
        if article.provenance == Article.Provenance.STAFF:
            article.provenance = Article.Provenance.STAFF_AND_WIRE
        article.embargo_until = _embargo([item], at, article.embargo_until)
        article.save(update_fields=["provenance", "embargo_until"])
        _place(article, images)
        _remark(article, remarks, by, at)
        _save(article, by, at)


def remove_item(article: Article, source: ArticleAgency, *, by: User, at: datetime) -> None:
    """Unlink an item from the copy. Its agency stays named until somebody removes that too."""
    _require_editable(article, by)
    with transaction.atomic():
        article = _locked(article)
        alarms.record_alarms(article, at=at)  # what readers have rests on it all the same
        others = article.agency_credits.filter(agency=source.agency_id).exclude(pk=source.pk)
        row = article.agency_credits.filter(pk=source.pk, wire_item__isnull=False)
        if others.exists():
            row.delete()
        else:
            row.update(wire_item=None, wire_version=None)
        _save(article, by, at)


def accept(
    article: Article, source: ArticleAgency, version: int, *, by: User, at: datetime
) -> None:
    """Record that the writer has read an item's current version, whose id is `version`.

    What of a live edition rests on the one before becomes an alarm first.
    """
    _require_editable(article, by)
    with transaction.atomic():
        article = _locked(article)
        rows = article.agency_credits.select_related("wire_item").defer("wire_item__search_fold")
        source = rows.get(pk=source.pk)
        item = source.wire_item
        if item is None or item.current_id != version:
            raise DomainError(
                _("Another version came meanwhile. Read that one."), code="version_not_current"
            )
        if item.status != Status.USABLE:
            raise DomainError(_refusal(item), code="item_not_usable")
        alarms.record_alarms(article, at=at)
        article.agency_credits.filter(pk=source.pk).update(wire_version=version)
        until = _embargo([item], at, article.embargo_until)
        if until != article.embargo_until:
            article.embargo_until = until
            article.save(update_fields=["embargo_until"])
        _save(article, by, at)


def items_to_add(query: str, *, article: Article, limit: int = 30) -> list[WireItem]:
    """Return the newest items that match `query` and may be added to the copy."""
    items = WireItem.objects.to_write_from().exclude(uses__article=article)
    if query:
        items = items.matching(query)
    items = items.select_related("agency", "current").defer("search_fold", "current__body_html")
    return list(items.newest_first()[:limit])


def _refusal(item: WireItem) -> str:
    """Return why nothing may be written from the item; "" when it may be."""
    if item.may_be_written_from:
        return ""
    params = {"agency": item.agency, "item": item}
    if item.status == Status.CANCELED:
        return _("Nothing was written from “%(item)s”: %(agency)s killed it.") % params
    if item.status == Status.WITHHELD:
        return _("Nothing was written from “%(item)s”: %(agency)s withholds it.") % params
    if item.status != Status.USABLE or item.current_id is None:
        sentence = _(
            "Nothing was written from “%(item)s”: nobody can tell whether %(agency)s has released it."
        )
        return sentence % params
    if item.kind == Kind.PACKAGE:
        sentence = _(
            "Nothing was written from “%(item)s”: it is a package. Write from what is in it."
        )
        return sentence % params
    return _("Nothing was written from “%(item)s”: it is neither text nor picture.") % params


def _require_editable(article: Article, by: User) -> None:
    if not workflow.may_edit(article, by):
        raise PermissionDenied


def _locked(article: Article) -> Article:
    """Return the row as it is now, locked. Raise DomainError when it is not open for changes."""
    current = Article.objects.select_for_update().get(pk=article.pk)
    if current.stage not in EDITABLE:
        sentence = _("Nothing was changed: “%(headline)s” is %(stage)s now.")
        params = {"headline": current.headline, "stage": current.get_stage_display()}
        raise DomainError(sentence % params, code="not_editable")
    return current


def _save(article: Article, by: User, at: datetime) -> None:
    workflow.save(Article.objects.get(pk=article.pk), by=by, at=at)


def _copy(items: list[WireItem], by: User, at: datetime) -> dict[str, Any]:
    """Return the fields of the draft."""
    versions = [_current(item) for item in items]
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


def _current(item: WireItem) -> WireVersion:
    """Return the item's current version, which every item that may be written from has."""
    if item.current is None:
        raise DomainError(_refusal(item), code="item_not_usable")
    return item.current


def place(dateline: str) -> str:
    """Return the place in an agency's dateline, without the day: BEIJING of “BEIJING, July 23”."""
    return _DAY.sub("", normalise.one_line(dateline)).strip(" ,-–—")


def _cut(name: str, text: str) -> str:
    """Return `text` as one line that fits the field `name` of Article."""
    field = cast("models.CharField[str, str]", Article._meta.get_field(name))
    return normalise.one_line(text)[: field.max_length].strip()


def _body(versions: list[WireVersion]) -> str:
    """Return the agencies' texts, one after the other; each but the first below its headline."""
    parts = []
    for number, version in enumerate(versions):
        if number and version.headline:
            parts.append(f"<h2>{html.escape(version.headline)}</h2>")
        parts.append(version.body_html)
    return body.clean("".join(parts))


def _section(version: WireVersion, by: User) -> Section:
    """Return the section that a subject names, else the writer's own, else the first."""
    sections = list(Section.objects.order_by("order", "pk"))
    if not sections:
        raise DomainError(
            _("Nothing was written: there is no section yet. A chief editor makes one."),
            code="section_missing",
        )
    subjects = {normalise.fold(subject) for subject in version.subjects}
    own = set(by.sections.values_list("pk", flat=True))
    by_subject = [section for section in sections if normalise.fold(section.name) in subjects]
    return next(iter((*by_subject, *(s for s in sections if s.pk in own), *sections)))


def _embargo(items: list[WireItem], at: datetime, until: datetime | None = None) -> datetime | None:
    """Return the last end of the embargoes that still run and of `until`, the article's own."""
    running = [item.embargo_until for item in items if item.embargo_until]
    running = [end for end in running if end > at]
    return max(filter(None, (*running, until)), default=None)


def _link_item(article: Article, item: WireItem) -> None:
    """Add a row for the item; a row that names its agency without an item becomes that row."""
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
    """Return the items' pictures in the library, and a sentence for each that was not imported."""
    images: list[Image] = []
    remarks: list[str] = []
    began = time.monotonic()
    versions = [(item, _current(item)) for item in items]
    wanted = [(item, v, n) for item, v in versions for n in range(pictures.count(v))]
    tried = 0
    for item, version, number in wanted[:MOST_PICTURES]:
        if time.monotonic() - began > PATIENCE:
            break
        tried += 1
        version.item = item
        try:
            images.append(pictures.import_picture(version, number, by=by, at=at))
        except pictures.PictureUnavailable as why:
            remarks.append(str(why))
    if left := len(wanted) - tried:
        remarks.append(_("%d more pictures of the item were not taken in.") % left)
    return images, remarks


def _place(article: Article, images: list[Image]) -> None:
    """Make the first picture the lead, if there is none yet. The others are in the library."""
    lead = article.placements.filter(place=Placement.Place.LEAD)
    if images and not lead.exists():
        Placement.objects.create(article=article, image=images[0])


def _remark(article: Article, remarks: list[str], by: User, at: datetime) -> None:
    if remarks:
        Note.objects.create(article=article, text="\n".join(remarks), created_by=by, created_at=at)
