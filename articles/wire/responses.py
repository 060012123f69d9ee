"""Responses to what agencies change: at once, in the transaction that stores a version.

What waits for its time is held, alarms are recorded and reported, and what is set for the agency is
done with live stories. The wire service repeats it, in case that something was not done.
"""

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import translation

from accounts.models import User
from articles import notifications, workflow
from articles.candidate import Candidate, Requirement
from articles.models import Article, SourceRecord, WireAlarm, WireAlarmQuerySet
from articles.wire import alarms, notices, tightening
from articles.wire.concerns import (
    Scope,
    items_in_use,
    waiting_on_agency,
    waiting_on_items,
    waiting_on_restrictions,
)
from articles.wire.requirements import may_use_the_agencies_copy
from articles.wire.robot import robot
from articles.wire.terms import (
    lasts_on_our_pages,
    may_be_used_where_we_appear,
    rests_on_terms_that_are_understood,
)
from attribution.models import Agency

logger = logging.getLogger(__name__)

# What contracts and items ask of text on the day of its publication, besides their release.
_TERMS: tuple[Requirement, ...] = (
    may_use_the_agencies_copy,
    may_be_used_where_we_appear,
    rests_on_terms_that_are_understood,
    lasts_on_our_pages,
)


def respond_to_changes(item_ids: Sequence[int], *, at: datetime) -> int:
    """Respond to new versions of these items; return how many alarms are new.

    Registered in settings.WIRE_CHANGE_HANDLERS. The caller has the items locked. Most items are under
    no copy, and one query says so.
    """
    used = items_in_use(item_ids)
    if not used:
        return 0
    return _respond(at, used)


def process_agency_changes(*, at: datetime) -> int:
    """Respond to all that the agencies changed; return how many alarms are new.

    Doing it twice, or in two services at once, does it once. The clock alone changes something too:
    an item expires, a contract begins or ends.
    """
    for agency in tightening.agencies_with_changed_terms(at):
        respond_to_terms(agency, at=at)
    return _respond(at, None)


def respond_to_terms(agency: Agency, *, at: datetime, by: User | None = None) -> None:
    """Apply what a contract of the agency tightens, and hold what waits that it does not allow.

    `by` entered the contract; without it the service does it by itself.
    """
    due, waiting = tightening.by_contract(agency, at=at), waiting_on_agency(agency, at)
    with transaction.atomic():
        # All at once, in the order in which a version that arrives locks them.
        _lock({article.pk for article in waiting} | {row.article for row in due if row.article})
        if due:
            tightening.apply(due, by=by or robot(), at=at)
        for article in waiting:
            _attempt(_hold, article, at)


def _respond(at: datetime, items: Collection[int] | None) -> int:
    """Hold what waits, record, end what expires, close what was taken back, then act and report."""
    with transaction.atomic():
        count = _hold_and_record(at, items)
        if loosened := alarms.loosened(at, items):
            _attempt(_close_loosened, loosened, at)
    unreported = WireAlarm.objects.open().filter(notified_at=None)
    if items is not None:
        unreported = unreported.filter(version__item__in=items)
    for alarm in unreported.order_by("pk"):
        _act_and_report(alarm, at)
    return count


def _hold_and_record(at: datetime, items: Collection[int] | None) -> int:
    """Hold the editions that wait on what may not be used; return how many alarms are new."""
    new = alarms.unrecorded_alarms(at, Scope(items=items))
    scope = Scope(items=items)
    # Terms of an item count as well, and change when a version of it arrives.
    waiting = waiting_on_restrictions(at, scope) if items is None else waiting_on_items(at, scope)
    due = tightening.by_items(items, at=at)
    if not new and not waiting and not due:
        return 0
    # Items, articles, alarms: everybody locks in this order, so that nobody deadlocks.
    articles = {entry.article.pk for entry in new} | {article.pk for article in waiting}
    _lock(articles | {row.article for row in due if row.article})
    new = alarms.unrecorded_alarms(
        at, Scope(items=items)
    )  # as it is under the lock, before it is held
    held = [article for article in waiting if _attempt(_hold, article, at)]
    count = alarms.record(new)
    opened = WireAlarm.objects.open().restrictions().filter(article__in=held)
    opened.update(is_held=True)
    if due:  # after the alarm, for which readers have the story
        tightening.apply(due, by=robot(), at=at)
    return count


def _lock(articles: Collection[int]) -> None:
    rows = Article.objects.select_for_update(no_key=True).filter(pk__in=articles)
    list(rows.order_by("pk").values_list("pk", flat=True))


def _hold(article: Article, at: datetime) -> bool:
    """Hold the waiting edition for what nobody has answered and what terms forbid; return whether."""
    article = Article.objects.select_related("story").get(pk=article.pk)
    edition = article.story.editions.waiting(at).first() if article.story else None
    if edition is None:
        return False
    candidate = Candidate(article, edition.published_at)
    with translation.override(settings.LANGUAGE_CODE):
        reasons = [duty.sentence for duty in candidate.duties if duty.is_restriction]
        terms = [p for requirement in _TERMS for p in requirement(candidate) if p.blocks]
        note = " ".join((*reasons, *(problem.message for problem in terms)))
    if not note:
        return False
    workflow.hold(article, by=robot(), note=note, at=at)
    return True


def _close_loosened(loosened: WireAlarmQuerySet, at: datetime) -> bool:
    return loosened.close(WireAlarm.Resolution.LOOSENED, by=robot(), at=at) > 0


def _act_and_report(alarm: WireAlarm, at: datetime) -> None:
    """Mark the alarm as reported, act and notify: all of it or nothing, and only once."""
    with transaction.atomic():
        _lock({alarm.article_id})
        unreported = WireAlarm.objects.open().filter(pk=alarm.pk, notified_at=None)
        if not unreported.update(notified_at=at):
            return
        alarm = alarms.with_names(WireAlarm.objects.filter(pk=alarm.pk)).get()
        action = _ACTIONS.get(alarm.version.item.agency.on_kill)
        if alarm.kind == WireAlarm.Kind.KILLED and action is not None and _rests_on_it(alarm):
            _attempt(action, alarm, at)
        alarm.refresh_from_db(fields=["resolution", "resolved_at"])
        notifications.notify_of_alarm(alarm)


def _rests_on_it(alarm: WireAlarm) -> bool:
    """Whether its copy rests on the item. A story that only shows the picture stays, without it."""
    records = SourceRecord.objects.filter(article=alarm.article_id, item=alarm.version.item_id)
    return records.exists()


def _kill(alarm: WireAlarm, at: datetime) -> bool:
    article = Article.objects.select_related("story").get(pk=alarm.article_id)
    if not _is_live(article, at):
        return False
    note = notices.notice(article, alarm.version.item.agency)
    workflow.kill(article, by=robot(), note=note, at=at)
    return True


def _take_down(alarm: WireAlarm, at: datetime) -> bool:
    article = Article.objects.select_related("story").get(pk=alarm.article_id)
    if not _is_live(article, at):
        return False
    with translation.override(settings.LANGUAGE_CODE):
        note = alarms.sentence(alarm, at)
    workflow.take_down(article, by=robot(), note=note, at=at)
    return True


def _is_live(article: Article, at: datetime) -> bool:
    return article.story is not None and article.story.editions.live(at).exists()


_ACTIONS: dict[str, Callable[[WireAlarm, datetime], bool]] = {
    Agency.OnKill.TAKE_DOWN: _take_down,
    Agency.OnKill.STORY: _kill,
}


def _attempt(action: Callable[..., bool], subject: object, at: datetime) -> bool:
    """Do something by itself, undone as a whole when it fails: the desk is notified all the same."""
    try:
        with transaction.atomic():
            return action(subject, at)
    except (InterfaceError, OperationalError):
        raise
    except Exception:
        logger.exception("What had to be done at once for %s was not done", subject)
        return False
