"""Terms that become stricter count at once for stories that readers have or will have.

A contract that gives fewer days, an item that now expires sooner: their public life is shortened. An
item that may no longer be passed on: partners lose the story. The history of the copy says so. What
becomes looser needs a new edition, for which articles/wire/terms.py asks the terms anew.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from articles import workflow
from articles.models import Article, SourceRecord, WireAlarm
from articles.wire import duties, item_terms
from attribution import terms as agency_terms
from attribution.models import Agency, Contract
from attribution.wording import house_time
from editions import text_use
from editions.models import Edition, EditionQuerySet, q_not_recalled
from text.datetimes import add_days
from wires.models import WireItem, WireVersion

RECENT = timedelta(days=1)


@dataclass(frozen=True)
class Tightening:
    """That an edition ends sooner, or is passed on no more, and why."""

    edition: int
    article: int | None  # None for a story without copy at the desk
    until: datetime | None  # None where it is passed on no more
    reason: str  # a sentence for the history, in the language of the house


def agencies_with_changed_terms(at: datetime) -> list[Agency]:
    """Return the agencies of which a contract was saved lately, or began, or ended."""
    today = timezone.localdate(at)
    days = (today - RECENT, today)
    turned = Contract.objects.filter(
        Q(valid_from__range=days) | Q(valid_until__range=(days[0] - RECENT, today)),
        agency=OuterRef("pk"),
    )
    changed = Q(terms_changed_at__gt=at - RECENT)
    return list(Agency.objects.filter(changed | Exists(turned)).order_by("pk"))


def by_contract(agency: Agency, *, at: datetime) -> list[Tightening]:
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
            due.append(Tightening(pk, article, end, _contract_reason(contract, end)))
    return due


def by_items(items: Collection[int] | None = None, *, at: datetime) -> list[Tightening]:
    """Return what the words of items that lay under copy tighten: of all items, or of `items`.

    An item that was laid under the copy after the printing tightens nothing.
    """
    return [*_by_expiry(items, at), *_by_terms(items, at)]


def apply(due: Iterable[Tightening], *, by: User, at: datetime) -> int:
    """Apply what is due, each with a line in the history; return how many editions changed.

    The articles are locked one after another by their keys. Nothing is done twice.
    """
    in_order = sorted(due, key=lambda tightening: tightening.article or 0)
    return sum(_apply(tightening, by, at) for tightening in in_order)


def _by_expiry(items: Collection[int] | None, at: datetime) -> Iterator[Tightening]:
    """Yield which editions end sooner, not by an expiry that a chief editor has answered."""
    answers = WireAlarm.objects.restrictions().filter(
        duties.q_answers_expiry(),
        article=OuterRef("article"),
        version=OuterRef("item__expiry_version"),
        resolution=WireAlarm.Resolution.DISMISSED,
    )
    ends_later = Q(article__story__editions__public_until__gt=F("item__expires_at"))
    rows = _printed_records(items, at, ends_later).exclude(Exists(answers))
    for edition, article, item in _with_items(rows, at):
        if item.expires_at is not None:
            yield Tightening(edition, article, item.expires_at, _expiry_reason(item))


def _by_terms(items: Collection[int] | None, at: datetime) -> Iterator[Tightening]:
    """Yield which editions partners may have no more, by items of which versions came lately.

    Or on whose terms somebody has ruled lately.
    """
    is_recent = Q(received_at__gt=at - RECENT) | Q(unclear_terms__rulings__ruled_at__gt=at - RECENT)
    recent = WireVersion.objects.filter(is_recent, item=OuterRef("item"))
    is_passed_on = Q(article__story__editions__passing_on_prohibited=False)
    rows = _printed_records(items, at, is_passed_on).filter(Exists(recent))
    triples = list(_with_items(rows, at))
    stated = item_terms.terms_of({item for _edition, _article, item in triples})
    for edition, article, item in triples:
        if agency_terms.bars_passing_on(stated[item.pk].restrictions):
            yield Tightening(edition, article, None, _passing_on_reason(item))


def _printed_records(
    items: Collection[int] | None, at: datetime, condition: Q
) -> QuerySet[SourceRecord]:
    """Return the records of items that gave text to an edition, not yet over, that meets `condition`."""
    # All conditions on the edition in one call: those of another would be met by any other edition.
    rows = SourceRecord.objects.filter(
        duties.q_gave_text(),
        condition,
        article__story__editions__printed_at__gte=F("created_at"),
        article__story__editions__superseded_at__gt=at,
    )
    return rows if items is None else rows.filter(item__in=items)


def _with_items(rows: QuerySet[SourceRecord], at: datetime) -> Iterator[tuple[int, int, WireItem]]:
    """Yield edition, article and item of the records, each once, of editions still to be seen."""
    triples = list(rows.values_list("article__story__editions", "article", "item").distinct())
    if not triples:
        return
    items = duties.with_versions(WireItem.objects.all()).in_bulk({item for *_, item in triples})
    seen = _still_to_be_seen(at).filter(pk__in={edition for edition, *_ in triples})
    editions = set(seen.values_list("pk", flat=True))
    for edition, article, item in triples:
        if edition in editions:
            yield edition, article, items[item]


def _apply(due: Tightening, by: User, at: datetime) -> bool:
    with transaction.atomic():
        articles = Article.objects.select_for_update(no_key=True)
        article = articles.filter(pk=due.article).first() if due.article else None
        until = due.until and max(due.until, at)
        is_looser = Q(public_until__gt=until) if until else Q(passing_on_prohibited=False)
        edition = _still_to_be_seen(at).filter(is_looser, pk=due.edition).first()
        if edition is None:
            return False
        if article is not None:
            workflow.tighten(article, edition, until=until, by=by, note=due.reason, at=at)
        elif until is not None:
            Edition.objects.filter(pk=due.edition).shorten(until, at=at)
        return True


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


def _passing_on_reason(item: WireItem) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("%(agency)s lets nobody pass “%(item)s” on: partners lose the story.") % {
            "agency": item.agency,
            "item": item,
        }


def _still_to_be_seen(at: datetime) -> EditionQuerySet:
    """Return the editions that readers have or will have at some time after `at`."""
    return Edition.objects.filter(q_not_recalled(), superseded_at__gt=at, public_until__gt=at)
