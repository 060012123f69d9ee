"""What copy rests on: items laid under it, accepted in a newer version, printed, and taken out.

The only writer of an article's items and of their record, which only grows: taking an item out of
view ends no duty that it brings. Whoever changes the items of an article locks them first, then the
article: a version that arrives is stored under the same locks, in the same order.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts.models import User
from articles.models import Article, ArticleAgency, SourceRecord, with_text
from attribution.models import Agency, Contract
from editions.models import Edition
from wires.models import DeliveredPicture, WireItem, WireVersion

Action = SourceRecord.Action
# Of versions: what no printing needs.
_HEAVY = ("body_html", "pictures", "internal_notes")


def lock_items(article: Article, *others: WireItem) -> None:
    """Lock the items that ever were under the copy, those of its pictures, and `others`.

    A version of one of them that arrives meanwhile waits until the transaction ends; one that is
    being stored is waited for. Call it before the article is locked.
    """
    ever = SourceRecord.objects.filter(article=article).values("item")
    pictures = DeliveredPicture.objects.filter(image__placements__article=article).values("item")
    rows = WireItem.objects.filter(
        Q(pk__in=ever) | Q(pk__in=pictures) | Q(pk__in=[item.pk for item in others])
    )
    # In the order in which wires/ingest/store.py locks the items of a feed, so that nobody deadlocks.
    locked = rows.select_for_update(no_key=True).order_by("guid", "feed")
    list(locked.values_list("pk", flat=True))


def lock_quotas(article: Article) -> None:
    """Lock the contracts with a quota of which the copy's text or pictures take a piece.

    Of two stories that are printed at once, the second counts the first. Call it after `lock_items`
    and before the article is locked.
    """
    placed = article.placements.values_list("image__origin", "image__via")
    agencies = {pk for pair in placed for pk in pair if pk is not None}
    agencies.update(article.agency_credits.values_list("agency", flat=True))
    limited = Contract.objects.filter(agency__in=agencies, monthly_quota__isnull=False)
    list(limited.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def link(article: Article, item: WireItem, *, by: User, at: datetime) -> None:
    """Lay the item under the copy, in its current version.

    A row that named its agency without any item becomes that of the item.
    """
    unlinked = article.agency_credits.filter(agency=item.agency_id, wire_item=None).first()
    if unlinked:
        unlinked.wire_item, unlinked.wire_version = item, item.current
        unlinked.save(update_fields=["wire_item", "wire_version"])
    else:
        article.agency_credits.create(
            agency=item.agency,
            wire_item=item,
            wire_version=item.current,
            order=article.agency_credits.count(),
        )
    _record(article, item, item.current_id, Action.LINKED, by, at)


def accept(source: ArticleAgency, version: int, *, by: User, at: datetime) -> None:
    """Enter that the writer has read the version with the id `version` of the source's item."""
    rows = ArticleAgency.objects.filter(pk=source.pk)
    rows.update(wire_version=version)
    _record(source.article, source.wire_item, version, Action.ACCEPTED, by, at)


def unlink(source: ArticleAgency, *, note: str, by: User, at: datetime) -> None:
    """Take the source's item out of view; its agency stays named until somebody removes it too."""
    article = source.article
    row = article.agency_credits.filter(pk=source.pk)
    others = article.agency_credits.filter(agency=source.agency_id).exclude(pk=source.pk)
    if others.exists():
        row.delete()
    else:
        row.update(wire_item=None, wire_version=None)
    _record(article, source.wire_item, source.wire_version_id, Action.REMOVED, by, at, note=note)


def record_printing(article: Article, edition: Edition, *, by: User, at: datetime) -> None:
    """Enter which items, in which version, the edition was printed from."""
    sources = article.agency_credits.filter(wire_item__isnull=False).order_by("order", "pk")
    SourceRecord.objects.bulk_create(
        SourceRecord(
            article=article,
            item_id=item,
            version_id=version,
            action=Action.PRINTED,
            edition=edition,
            created_by=by,
            created_at=at,
        )
        for item, version in sources.values_list("wire_item", "wire_version")
        if item is not None  # as filtered
    )


def record_reprinting(
    article: Article, former: Edition, edition: Edition, *, by: User, at: datetime
) -> None:
    """Enter that the edition rests on what `former` was printed from, whose text it prints again."""
    SourceRecord.objects.bulk_create(
        SourceRecord(
            article=article,
            item_id=item,
            version_id=version,
            action=Action.PRINTED,
            edition=edition,
            created_by=by,
            created_at=at,
        )
        for item, version in former.source_records.values_list("item", "version").order_by("pk")
    )


def printed(article: Article) -> list[ArticleAgency]:
    """Return the agencies that gave text, with the version written from, or else the current one."""
    rows = article.agency_credits.select_related("agency", "wire_version", "wire_item__current")
    for version in ("wire_version", "wire_item__current"):
        rows = rows.defer(*(f"{version}__{name}" for name in _HEAVY))
    return with_text(rows.defer("wire_item__search_fold").order_by("order", "pk"))


def printed_by_revision(refs: Sequence[Mapping[str, Any]]) -> list[ArticleAgency]:
    """Return the same of what a revision names: rows that are in no table, and are not to be saved.

    An agency that is gone has its name alone.
    """
    ids = {
        key: {ref[key] for ref in refs if ref.get(key)}
        for key in ("id", "wire_item", "wire_version")
    }
    agencies = Agency.objects.in_bulk(ids["id"])
    heavy = ("search_fold", *(f"current__{name}" for name in _HEAVY))
    items = WireItem.objects.select_related("current").defer(*heavy).in_bulk(ids["wire_item"])
    versions = WireVersion.objects.defer(*_HEAVY).in_bulk(ids["wire_version"])
    return with_text(
        ArticleAgency(
            agency=agencies.get(ref["id"]) or Agency(pk=ref["id"], name=ref["name"]),
            wire_item=items.get(ref.get("wire_item")),
            wire_version=versions.get(ref.get("wire_version")),
        )
        for ref in refs
    )


def originals(article: Article) -> list[WireVersion]:
    """Return what agencies sent and the copy may hold words of: of every item that ever lay under it.

    The versions that were in front of its writer, and the newest. Asks one query.
    """
    records = article.source_records
    versions = WireVersion.objects.filter(
        Q(pk__in=records.values("version")) | Q(pk__in=records.values("item__current"))
    )
    versions = versions.select_related("item__agency").defer("internal_notes", "item__search_fold")
    return list(versions.order_by("pk"))


def removals(article: Article, in_view: Iterable[int | None]) -> list[SourceRecord]:
    """Return the last removal of each item that is out of view, newest first."""
    rows = article.source_records.filter(action=Action.REMOVED).exclude(item__in=in_view)
    rows = rows.select_related("item__agency", "item__current", "created_by")
    rows = rows.defer("item__search_fold", "item__current__body_html")
    last = {record.item_id: record for record in rows.order_by("pk")}
    return sorted(last.values(), key=lambda record: -record.pk)


def _record(
    article: Article,
    item: WireItem | None,
    version_id: int | None,
    action: Action,
    by: User,
    at: datetime,
    *,
    note: str = "",
) -> None:
    if item is None:
        raise ValueError("only a source with an item is recorded")
    SourceRecord.objects.create(
        article=article,
        item=item,
        version_id=version_id,
        action=action,
        created_by=by,
        created_at=at,
        note=note,
    )
