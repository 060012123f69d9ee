"""Which stories an agency's word concerns: readers have them, or will have them at their time.

A restriction concerns every story under whose copy the item ever lay, and every one that shows a
picture that came with it; newer words concern only what was printed from the item. Only reads.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from articles.models import Article, SourceRecord, WireAlarm
from articles.wire import duties, newer
from attribution.models import Agency
from editions.models import Edition, EditionImage
from wires.models import DeliveredPicture, WireItem, WireVersion

Kind = WireAlarm.Kind
_ITEM, _OF_PICTURE = "item__", "image__delivered_with__item__"


@dataclass(frozen=True)
class Concern:
    """That a version concerns a story, of which nobody was told yet."""

    kind: WireAlarm.Kind
    article: Article
    item: WireItem
    version: WireVersion
    is_live: bool  # readers have the story
    is_waiting: bool  # an edition of it waits for its time
    is_picture_alone: bool = (
        False  # the item lay under no copy of it, and the story shows its picture
    )


@dataclass(frozen=True)
class Scope:
    """Of which stories and items is asked: all, or those of one article, or those on some items."""

    article: Article | None = None
    items: Collection[int] | None = None

    def records(self) -> QuerySet[SourceRecord]:
        """Return the records of the stories and items."""
        rows = SourceRecord.objects.all()
        if self.article is not None:
            rows = rows.filter(article=self.article)
        return rows if self.items is None else rows.filter(item__in=self.items)


ALL = Scope()


def items_in_use(item_ids: Collection[int]) -> list[int]:
    """Return those of the items that ever lay under copy, or with which a picture of the library came."""
    under_copy = SourceRecord.objects.filter(item=OuterRef("pk"))
    with_picture = DeliveredPicture.objects.filter(item=OuterRef("pk"))
    items = WireItem.objects.filter(Exists(under_copy) | Exists(with_picture), pk__in=item_ids)
    return list(items.order_by("pk").values_list("pk", flat=True))


def concerns(at: datetime, scope: Scope = ALL) -> list[Concern]:
    """Return what no alarm in the database is about; restrictions before newer words.

    Asks three queries, one more when an item is restricted, and three when a picture is concerned.
    """
    by_version: dict[tuple[int, int], Concern] = {}
    for concern in (*_restrictions(at, scope), *_of_pictures(at, scope), *_changes(at, scope)):
        by_version.setdefault((concern.article.pk, concern.version.pk), concern)
    return list(by_version.values())


def waiting_on_restrictions(at: datetime, scope: Scope = ALL) -> list[Article]:
    """Return the articles of which an edition waits though an item may not be used at its time.

    Whether that was answered, articles/wire/duties.py says. An edition does not wait on pictures: one
    that may not be shown is left out of its page.
    """
    waiting = Q(goes_live_at__isnull=False) & duties.q_restricted(F("goes_live_at"), _ITEM)
    uses = _restrictable(at, scope).filter(waiting)
    articles = Article.objects.filter(pk__in=uses.values("article"))
    return list(articles.defer("body", "search_fold").order_by("pk"))


def waiting_on_items(at: datetime, scope: Scope) -> list[Article]:
    """Return the articles of which an edition waits and under which one of the items ever lay."""
    uses = scope.records().annotate(**readers(at)).filter(Q(goes_live_at__isnull=False))
    articles = Article.objects.filter(pk__in=uses.values("article"))
    return list(articles.defer("body", "search_fold").order_by("pk"))


def waiting_on_agency(agency: Agency, at: datetime) -> list[Article]:
    """Return the articles of which an edition waits that names the agency as a source."""
    editions = Edition.objects.waiting(at).filter(agencies__agency=agency)
    articles = Article.objects.filter(story__in=editions.values("story"))
    return list(articles.defer("body", "search_fold").order_by("pk"))


def readers(at: datetime) -> dict[str, Exists | Subquery]:
    """Return annotations of rows with an article: do readers have the story, and when will they?"""
    editions = Edition.objects.filter(story=OuterRef("article__story"))
    return {
        "is_live": Exists(editions.live(at)),
        "goes_live_at": Subquery(editions.waiting(at).values("published_at")[:1]),
    }


def _restrictions(at: datetime, scope: Scope) -> Iterator[Concern]:
    """Yield the stories under whose copy an item ever lay that may not be used."""
    now = duties.q_restricted(at, _ITEM) & Q(is_live=True)
    then = Q(goes_live_at__isnull=False) & duties.q_restricted(F("goes_live_at"), _ITEM)
    uses = list(_with_names(_restrictable(at, scope).filter(now | then), *duties.DECIDING))
    known = _raised({use.article_id for use in uses}, {use.item_id for use in uses})
    for use in uses:
        for restriction in _of_text(use, at):
            version = restriction.version
            if version is not None and (use.article_id, version.pk) not in known:
                yield _of_use(duties.alarm_kind(restriction.kind), use, version)


def _of_text(use: SourceRecord, at: datetime) -> Iterator[duties.Restriction]:
    """Yield how the item is restricted now that readers have the story, and when they will have it."""
    is_live, goes_live_at = use.is_live, use.goes_live_at  # type: ignore[attr-defined]  # readers()
    for seen_at in (at if is_live else None, goes_live_at):
        for restriction in duties.restrictions(use.item, seen_at) if seen_at else ():
            if restriction.kind is not duties.Kind.EXPIRED or use.gave_text:  # type: ignore[attr-defined]
                yield restriction


def _restrictable(at: datetime, scope: Scope) -> QuerySet[SourceRecord]:
    """Return the records of items that may be restricted, now or later: few, and without a subquery."""
    may_be = duties.q_held_back(at, _ITEM) | Q(item__expires_at__isnull=False)
    gave_text = ExpressionWrapper(duties.q_gave_text(), BooleanField())
    return scope.records().filter(may_be).annotate(gave_text=gave_text, **readers(at))


def _changes(at: datetime, scope: Scope) -> Iterator[Concern]:
    """Yield the stories that were printed from an item of which the agency sent newer words."""
    editions = Edition.objects.filter(pk=OuterRef("edition"))
    printed = Exists(editions.live(at)) | Exists(editions.waiting(at))
    raised = WireAlarm.objects.filter(
        article=OuterRef("article"), version=OuterRef("item__current")
    )
    uses = scope.records().annotate(**readers(at)).exclude(version=F("item__current"))
    uses = uses.filter(
        printed,
        ~Exists(raised),
        action=SourceRecord.Action.PRINTED,
        version__isnull=False,
        item__status=WireVersion.Status.USABLE,
    )
    uses_named = list(_with_names(uses, "current"))
    same = newer.saying_the_same((use.item_id, use.version_id) for use in uses_named)
    for use in uses_named:
        is_new = (use.item_id, use.version_id) not in same
        if is_new and (version := use.item.current) is not None:
            yield _of_use(Kind.CHANGED, use, version)


def _of_pictures(at: datetime, scope: Scope) -> Iterator[Concern]:
    """Yield the stories that show a picture of an item that may not be used.

    Not those whose picture runs out by the date that it came with: the desk is told before, by
    images/rights.py.
    """
    editions = Edition.objects.filter(pk=OuterRef("edition"))
    then = duties.q_held_back(F("edition__published_at"), _OF_PICTURE)
    rows = EditionImage.objects.filter(
        duties.q_held_back(at, _OF_PICTURE),  # so is what is held back later
        Q(Exists(editions.live(at))) | Q(Exists(editions.waiting(at))) & then,
        image__source_overruled=False,
        edition__story__article__isnull=False,
    )
    if scope.article is not None:
        rows = rows.filter(edition__story=scope.article.story_id)
    pairs: dict[tuple[int, int], set[datetime]] = {}
    columns = ("edition__story__article", "image__delivered_with__item", "edition__published_at")
    for article, item, published_at in rows.values_list(*columns).distinct():
        if scope.items is None or item in scope.items:
            pairs.setdefault((article, item), set()).add(max(at, published_at))
    if pairs:
        yield from _named_pairs(pairs, at)


def _named_pairs(pairs: dict[tuple[int, int], set[datetime]], at: datetime) -> Iterator[Concern]:
    """Yield the concerns of each article and item; the values say when readers have its editions."""
    articles = Article.objects.select_related("section").defer("body", "search_fold")
    articles_by_pk = articles.in_bulk({article for article, _item in pairs})
    items = duties.with_versions(WireItem.objects.all())
    items_by_pk = items.in_bulk({item for _article, item in pairs})
    known = _raised(articles_by_pk, items_by_pk)
    for (article, pk), moments in pairs.items():
        item = items_by_pk[pk]
        for restriction in (r for seen_at in moments for r in duties.restrictions(item, seen_at)):
            version = restriction.version
            is_expiry = restriction.kind is duties.Kind.EXPIRED
            if version is not None and not is_expiry and (article, version.pk) not in known:
                yield Concern(
                    duties.alarm_kind(restriction.kind),
                    articles_by_pk[article],
                    item,
                    version,
                    is_live=at in moments,
                    is_waiting=bool(moments - {at}),
                    is_picture_alone=True,
                )


def _raised(articles: Collection[int], items: Collection[int]) -> set[tuple[int, int]]:
    """Return article and version of alarms about restrictions that are open or answered for good."""
    if not items:
        return set()
    alarms = WireAlarm.objects.restrictions().filter(article__in=articles, version__item__in=items)
    stand = Q(resolved_at=None) | Q(resolution=WireAlarm.Resolution.DISMISSED)
    return set(alarms.filter(stand).values_list("article", "version"))


def _with_names(uses: QuerySet[SourceRecord], *versions: str) -> QuerySet[SourceRecord]:
    """Return the rows with their article, their item, and versions of the item."""
    of_item = [f"item__{version}" for version in versions]
    rows = uses.select_related("article__section", "item__agency", *of_item)
    return rows.defer("article__body", "article__search_fold", "item__search_fold").order_by("pk")


def _of_use(kind: WireAlarm.Kind, use: SourceRecord, version: WireVersion) -> Concern:
    is_live, goes_live_at = use.is_live, use.goes_live_at  # type: ignore[attr-defined]  # readers()
    return Concern(kind, use.article, use.item, version, is_live, goes_live_at is not None)
