"""Terms that become stricter count at once for stories that readers have: their public life is shortened.

A contract that gives fewer days, an item that now expires sooner. The history of the copy says so.
What becomes looser needs a new edition, for which articles/wire/terms.py asks the terms anew. The
ledger never makes it longer.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from articles import workflow
from articles.models import Article, SourceRecord, WireAlarm
from articles.wire import duties
from articles.wire.robot import robot
from attribution.models import Agency, Contract
from attribution.wording import house_time
from editions import text_use
from editions.models import Edition, EditionQuerySet, q_not_recalled
from text.datetimes import add_days
from wires.models import WireItem

RECENT = timedelta(days=1)


@dataclass(frozen=True)
class Shortening:
    """That the public life of an edition ends sooner, and why."""

    edition: int
    article: int | None  # None for a story without copy at the desk
    until: datetime
    reason: str  # a sentence for the history, in the language of the house


def shorten_public_lives(*, at: datetime) -> int:
    """Apply what has become stricter lately; return how many editions end sooner.

    Called by the wire service in each round. Doing it twice does it once.
    """
    changed = Agency.objects.filter(terms_changed_at__gt=at - RECENT)
    due = [ending for agency in changed for ending in by_contract(agency, at=at)]
    due += by_expiry(at=at)
    return apply(due, by=robot(), at=at) if due else 0


def apply_contract(agency: Agency, *, by: User, at: datetime) -> int:
    """Shorten the public life of stories with text of the agency; return how many editions end sooner."""
    return apply(by_contract(agency, at=at), by=by, at=at)


def by_contract(agency: Agency, *, at: datetime) -> list[Shortening]:
    """Return what the days that the agency's contract gives now shorten."""
    contracts = Contract.objects.filter(agency=agency)
    contract = contracts.by_agency(Contract.Service.TEXT, timezone.localdate(at)).get(agency.pk)
    if contract is None or not contract.archive_days:
        return []
    editions = _still_to_be_seen(at).filter(agencies__agency=agency)
    first = text_use.first_printed_of(agency, editions.values("story"))
    columns = ("pk", "story__article", "story", "published_at", "public_until")
    due = []
    for pk, article, story, published_at, public_until in editions.values_list(*columns):
        end = add_days(first.get(story, published_at), contract.archive_days)
        if end < public_until:
            reason = _contract_reason(contract, end)
            due.append(Shortening(pk, article, end, reason))
    return due


def by_expiry(items: Collection[int] | None = None, *, at: datetime) -> list[Shortening]:
    """Return which editions end sooner because an item that lay under their copy now expires sooner.

    Of all items, or of `items`. An item that was laid under the copy after the printing ends
    nothing, and neither does one about which a chief editor has answered the agency's word.
    """
    answers = WireAlarm.objects.restrictions().filter(
        article=OuterRef("article"),
        version=OuterRef("item__expiry_version"),
        resolution=WireAlarm.Resolution.DISMISSED,
    )
    rows = SourceRecord.objects.filter(
        duties.q_gave_text(),
        ~Exists(answers),
        article__story__editions__printed_at__gte=F("created_at"),
        article__story__editions__public_until__gt=F("item__expires_at"),
        article__story__editions__superseded_at__gt=at,
    )
    if items is not None:
        rows = rows.filter(item__in=items)
    ends = list(rows.values_list("article__story__editions", "article", "item").distinct())
    items_by_pk = WireItem.objects.select_related("agency").in_bulk({item for *_, item in ends})
    seen = set(
        _still_to_be_seen(at).filter(pk__in={e for e, *_ in ends}).values_list("pk", flat=True)
    )
    return list(_of_items((row for row in ends if row[0] in seen), items_by_pk))


def apply(due: Iterable[Shortening], *, by: User, at: datetime) -> int:
    """Shorten public lives, each with a line in the history; return how many editions end sooner.

    The articles are locked one after another by their keys. Nothing is done twice.
    """
    in_order = sorted(due, key=lambda shortening: shortening.article or 0)
    return sum(_apply(shortening, by, at) for shortening in in_order)


def _apply(due: Shortening, by: User, at: datetime) -> bool:
    with transaction.atomic():
        articles = Article.objects.select_for_update(no_key=True)
        article = articles.filter(pk=due.article).first() if due.article else None
        until = max(due.until, at)
        edition = _still_to_be_seen(at).filter(pk=due.edition, public_until__gt=until)
        if not edition.exists():
            return False
        if article is None:
            edition.shorten(until, at=at)
        else:
            workflow.shorten(article, edition.get(), until=until, by=by, note=due.reason, at=at)
        return True


def _of_items(
    rows: Iterable[tuple[int, int, int]], items: dict[int, WireItem]
) -> Iterator[Shortening]:
    for edition, article, pk in rows:
        item = items[pk]
        if item.expires_at is not None:
            yield Shortening(edition, article, item.expires_at, _expiry_reason(item))


def _contract_reason(contract: Contract, end: datetime) -> str:
    params = {"agency": contract.agency, "days": contract.archive_days, "time": house_time(end)}
    with translation.override(settings.LANGUAGE_CODE):
        return (
            _(
                "The contract with %(agency)s gives its text %(days)d days on our pages: in this "
                "story until %(time)s."
            )
            % params
        )


def _expiry_reason(item: WireItem) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return duties.sentence(duties.Kind.EXPIRED, item)


def _still_to_be_seen(at: datetime) -> EditionQuerySet:
    """Return the editions that readers have or will have at some time after `at`."""
    return Edition.objects.filter(q_not_recalled(), superseded_at__gt=at, public_until__gt=at)
