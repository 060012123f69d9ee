"""Writing from agency copy: a draft from items, more items under it, and new versions accepted.

The agency's text is working material; articles/wire/requirements.py says how much of it is left.
Which copy may be changed, and by whom, the workflow decides.
"""

import time
from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from articles import four_eyes, permissions, permitted, workflow
from articles.models import Article, ArticleAgency, Byline, Note, Placement
from articles.verbs import EDITABLE
from articles.wire import alarms, duties, material, sources
from attribution.models import Author
from attribution.wording import house_time
from images.models import Image
from text import normalise
from text.errors import DomainError
from wires import permissions as wire_permissions
from wires.ingest import pictures
from wires.models import WireItem

MAX_ITEMS, MAX_PICTURES = 10, 10
PICTURES_TIMEOUT = 30  # seconds for all pictures together: somebody waits for the form
Kind = WireItem.Kind


def may_draft(user: User) -> bool:
    """Whether the user may make a draft from agency copy."""
    return user.has_perm(wire_permissions.WRITE_FROM_ITEM) and user.has_perm(
        permissions.ADD_ARTICLE
    )


def draft_from_item(items: Sequence[WireItem], *, by: User, at: datetime) -> Article:
    """Return a new draft from one or more items, the first of which gives headline and dateline.

    An item under embargo may be written from: the embargo comes along and holds the story back. A
    picture that cannot be had becomes a note beside the copy. Raises DomainError when an item may
    not be written from, with all reasons.
    """
    if not may_draft(by):
        raise PermissionDenied
    items = list(dict.fromkeys(items))
    if not items or len(items) > MAX_ITEMS:
        raise DomainError(
            _("Nothing was written: choose between 1 and %d items.") % MAX_ITEMS,
            code="item_count",
        )
    refusals = [refusal for item in items if (refusal := _refusal(item, at))]
    if refusals:
        raise DomainError(" ".join(map(str, refusals)), code=refusals[0].code)
    images, remarks = _import_pictures(items, by, at)  # may take seconds: before the transaction
    with transaction.atomic():
        fields = material.draft_fields(items, by=by, at=at)
        article = Article.objects.create(created_by=by, created_at=at, **fields)
        author = Author.objects.filter(user=by).first()
        if author:
            Byline.objects.create(article=article, author=author)
        for item in items:
            sources.link(article, item, by=by, at=at)
        _place_lead(article, images)
        _add_remarks(article, remarks, by, at)
        workflow.save(article, by=by, at=at)
    return article


def add_item(article: Article, item: WireItem, *, by: User, at: datetime) -> None:
    """Link another item to copy that is open for changes. Its text stays beside the copy.

    Raises DomainError when the item may not be written from or is linked already.
    """
    _require_edit_permission(article, by)
    if not by.has_perm(wire_permissions.WRITE_FROM_ITEM):
        raise PermissionDenied
    if refusal := _refusal(item, at):
        raise refusal
    images, remarks = _import_pictures([item], by, at)
    with transaction.atomic():
        article = _locked(article, item)
        if article.agency_credits.filter(wire_item=item).exists():
            raise DomainError(_("“%s” stands under the copy already.") % item, code="item_linked")
        sources.link(article, item, by=by, at=at)
        if article.provenance == Article.Provenance.STAFF:
            article.provenance = Article.Provenance.STAFF_AND_WIRE
        article.embargo_until = material.embargo([item], at, article.embargo_until)
        article.save(update_fields=["provenance", "embargo_until"])
        _place_lead(article, images)
        _add_remarks(article, remarks, by, at)
        _save(article, by, at)


def may_not_remove(article: Article, by: User) -> str:
    """Return why `by` may not take an item out from under the copy; "" when they may.

    What the wire forbids binds the writer, so somebody else looks first: an editor under four eyes.
    """
    if not by.has_perm(permissions.REVIEW_ARTICLE):
        return _("Only an editor may take agency copy out, because it may bind the story.")
    if any(True for _objection in four_eyes.objections(article, by)):
        return _("It is your own copy. Another editor has to take agency copy out from under it.")
    return ""


def remove_item(
    article: Article, source: ArticleAgency, *, by: User, note: str, at: datetime
) -> None:
    """Take an item out of view, by an editor who did not write the copy; `note` says why.

    Ends no duty: what the wire says of the item still counts for the copy. Its agency stays named
    until somebody removes it too. Raises PermissionDenied for who may not edit the copy or is no
    editor, DomainError for the writer, without a note, and when the item is out already.
    """
    _require_edit_permission(article, by)
    if not by.has_perm(permissions.REVIEW_ARTICLE):
        raise PermissionDenied
    note = normalise.normalise(note)
    if not note:
        raise DomainError(
            _("Nothing was taken out: say why. Your note stays with the copy."),
            code="removal_note_missing",
        )
    with transaction.atomic():
        article = _locked(article)
        if reason := may_not_remove(article, by):
            raise DomainError(
                _("Nothing was taken out. %(why)s") % {"why": reason}, code="removal_of_own_source"
            )
        row = article.agency_credits.filter(pk=source.pk, wire_item__isnull=False).first()
        if row is None:
            raise DomainError(
                _("Nothing was taken out: a colleague took it out before."), code="item_not_linked"
            )
        alarms.record_alarms(article, at=at)  # the live edition rests on it all the same
        sources.unlink(row, note=note, by=by, at=at)
        _save(article, by, at)


def accept(
    article: Article, source: ArticleAgency, version: int, *, by: User, at: datetime
) -> None:
    """Record that the writer has read an item's current version, which has the id `version`.

    What changed under a live edition becomes an alarm first. Raises DomainError when another
    version is current or it may not be used.
    """
    _require_edit_permission(article, by)
    with transaction.atomic():
        article = _locked(article)
        rows = article.agency_credits.select_related("wire_item").defer("wire_item__search_fold")
        source = rows.get(pk=source.pk)
        item = source.wire_item
        if item is None or item.current_id != version:
            raise DomainError(
                _("Another version came meanwhile. Read that one."), code="version_not_current"
            )
        if refusal := _refusal_by_restriction(item, at):
            raise refusal
        alarms.record_alarms(article, at=at)
        sources.accept(source, version, by=by, at=at)
        until = material.embargo([item], at, article.embargo_until)
        if until != article.embargo_until:
            article.embargo_until = until
            article.save(update_fields=["embargo_until"])
        _save(article, by, at)


def items_to_add(query: str, *, article: Article, at: datetime, limit: int = 30) -> list[WireItem]:
    """Return items that match `query` and could be linked to the article, the newest first."""
    items = WireItem.objects.to_write_from(at).exclude(uses__article=article)
    if query:
        items = items.matching(query)
    items = items.select_related("agency", "current").defer("search_fold", "current__body_html")
    return list(items.newest_first()[:limit])


def _refusal(item: WireItem, at: datetime) -> DomainError | None:
    """Return why nothing may be written from the item at `at`; None when it may be."""
    if refusal := _refusal_by_restriction(item, at):
        return refusal
    params = {"agency": item.agency, "item": item}
    if item.kind == Kind.PACKAGE:
        sentence = _(
            "Nothing was written from “%(item)s”: it is a package. Write from what is in it."
        )
        return DomainError(sentence % params, code="item_is_package")
    if item.kind not in WireItem.WRITTEN_FROM:
        sentence = _("Nothing was written from “%(item)s”: it is neither text nor picture.")
        return DomainError(sentence % params, code="item_without_text")
    return None


def _refusal_by_restriction(item: WireItem, at: datetime) -> DomainError | None:
    """Return why the agency's word forbids to write from the item; None under an embargo too.

    An embargo forbids to publish; it comes along with the copy.
    """
    params: dict[str, object] = {"agency": item.agency, "item": item}
    restriction = duties.restriction(item, at)
    if restriction is duties.Kind.KILLED:
        sentence = _("Nothing was written from “%(item)s”: %(agency)s killed it.")
        return DomainError(sentence % params, code="item_canceled")
    if restriction is duties.Kind.WITHHELD:
        sentence = _("Nothing was written from “%(item)s”: %(agency)s withholds it.")
        return DomainError(sentence % params, code="item_not_released")
    if restriction is duties.Kind.EXPIRED and item.expires_at:
        params["time"] = house_time(item.expires_at)
        sentence = _(
            "Nothing was written from “%(item)s”: %(agency)s allowed its use until %(time)s. Look for "
            "a newer item."
        )
        return DomainError(sentence % params, code="item_expired")
    if restriction is duties.Kind.UNKNOWN or item.current_id is None:
        sentence = _(
            "Nothing was written from “%(item)s”: nobody can tell whether %(agency)s has released it."
        )
        return DomainError(sentence % params, code="item_release_unknown")
    return None


def _require_edit_permission(article: Article, by: User) -> None:
    if not permitted.may_edit(article, by):
        raise PermissionDenied


def _locked(article: Article, *items: WireItem) -> Article:
    """Return the article as it is now, locked with its items and `items`.

    Raise DomainError when it is not editable.
    """
    sources.lock_items(article, *items)
    current = Article.objects.select_for_update().get(pk=article.pk)
    if current.stage not in EDITABLE:
        params = {"headline": current.headline, "stage": current.get_stage_display()}
        raise DomainError(
            _("Nothing was changed: “%(headline)s” is %(stage)s now.") % params,
            code="article_not_editable",
        )
    return current


def _save(article: Article, by: User, at: datetime) -> None:
    workflow.save(Article.objects.get(pk=article.pk), by=by, at=at)


def _import_pictures(
    items: Sequence[WireItem], by: User, at: datetime
) -> tuple[list[Image], list[str]]:
    """Import the items' pictures; return them, and a sentence for each that could not be had."""
    images, remarks, started = [], [], time.monotonic()
    offered = [
        (version, item, number)
        for item in items
        if (version := item.current) is not None
        for number in range(pictures.count(version))
    ]
    attempts = 0
    for version, item, number in offered[:MAX_PICTURES]:
        if time.monotonic() - started > PICTURES_TIMEOUT:
            break
        attempts += 1
        version.item = item
        try:
            images.append(pictures.import_picture(version, number, by=by, at=at))
        except pictures.PictureUnavailable as error:
            remarks.append(str(error))
    if left := len(offered) - attempts:
        remarks.append(_("%d more pictures of the item were not taken in.") % left)
    return images, remarks


def _place_lead(article: Article, images: Sequence[Image]) -> None:
    """Make the first picture the lead, if there is none yet. The others are in the library."""
    lead = article.placements.filter(place=Placement.Place.LEAD)
    if images and not lead.exists():
        Placement.objects.create(article=article, image=images[0])


def _add_remarks(article: Article, remarks: Sequence[str], by: User, at: datetime) -> None:
    if remarks:
        Note.objects.create(article=article, text="\n".join(remarks), created_by=by, created_at=at)
