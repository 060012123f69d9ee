"""Terms that become stricter count at once for stories that readers have: their public life is shortened.

A contract that gives fewer days, an item that now expires sooner. What becomes looser needs a new
edition, for which articles/wire/terms.py asks the terms anew. The ledger never makes it longer.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from articles.models import SourceRecord, WireAlarm
from attribution.models import Agency, Contract
from editions import text_use
from editions.models import Edition, EditionQuerySet
from text.datetimes import add_days

RECENT = timedelta(days=1)


def shorten_public_lives(*, at: datetime) -> int:
    """Apply what has become stricter lately; return how many editions end sooner.

    Called by the wire service in each round. Doing it twice does it once.
    """
    changed = Agency.objects.filter(terms_changed_at__gt=at - RECENT)
    return sum(apply_contract(agency, at=at) for agency in changed) + apply_expiry(at=at)


def apply_contract(agency: Agency, *, at: datetime) -> int:
    """Shorten the public life of stories with text of the agency to the days its contract gives now."""
    contracts = Contract.objects.filter(agency=agency)
    contract = contracts.by_agency(Contract.Service.TEXT, timezone.localdate(at)).get(agency.pk)
    if contract is None or not contract.archive_days:
        return 0
    editions = _still_to_be_seen(at).filter(agencies__agency=agency)
    over: list[int] = []
    count = 0
    first = text_use.first_printed_of(agency, editions.values("story"))
    rows = editions.values_list("pk", "story", "published_at", "public_until")
    for pk, story, published_at, public_until in rows:
        end = add_days(first.get(story, published_at), contract.archive_days)
        if end <= at:
            over.append(pk)
        elif end < public_until:
            count += editions.filter(pk=pk).shorten(end, at=at)
    return count + _shorten_all(over, at)


def apply_expiry(items: Collection[int] | None = None, *, at: datetime) -> int:
    """Shorten the public life of editions under whose copy lay an item that now expires sooner.

    Of all items, or of `items`. An item that was laid under the copy after the printing ends
    nothing, and neither does one about which a chief editor has answered the agency's word.
    """
    answers = WireAlarm.objects.filter(
        article=OuterRef("article"),
        version=OuterRef("item__expiry_version"),
        resolution=WireAlarm.Resolution.DISMISSED,
    )
    rows = SourceRecord.objects.filter(
        ~Exists(answers),
        article__story__editions__printed_at__gte=F("created_at"),
        article__story__editions__public_until__gt=F("item__expires_at"),
        article__story__editions__superseded_at__gt=at,
    )
    if items is not None:
        rows = rows.filter(item__in=items)
    ends = rows.values_list("article__story__editions", "item__expires_at").distinct()
    return sum(
        _still_to_be_seen(at).filter(pk=edition).shorten(end, at=at) for edition, end in ends if end
    )


def _still_to_be_seen(at: datetime) -> EditionQuerySet:
    """Return the editions that readers have or will have at some time after `at`."""
    return Edition.objects.filter(superseded_at__gt=at, public_until__gt=at)


def _shorten_all(pks: Iterable[int], at: datetime) -> int:
    return Edition.objects.filter(pk__in=list(pks)).shorten(at, at=at)
