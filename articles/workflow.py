"""Everything that moves copy, and nothing else does. articles/verbs.py is the table of what there is.

Each verb locks the row by comparing stage and version with what its actor saw, refuses with all
reasons at once, moves, writes the history, and prints if it prints: all of it or nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import (
    approvals,
    effects,
    four_eyes,
    notifications,
    press,
    reprints,
    snapshot,
)
from articles.candidate import earliest_publication
from articles.comparison import Change
from articles.conditions import Attempt
from articles.models import Article, Revision, StageChange, WireAlarm
from articles.overtaken import newer_version_problem
from articles.permitted import out_of_place, unmet_conditions
from articles.problems import Problem, block
from articles.verbs import (
    AMEND,
    APPROVE,
    EDITABLE,
    HOLD,
    KILL,
    PUBLISH,
    REINSTATE,
    REOPEN,
    REPRINT,
    SAVE,
    SEND_BACK,
    SPIKE,
    SUBMIT,
    TAKE_DOWN,
    TIGHTEN,
    UNSPIKE,
    VOID,
    Verb,
)
from articles.wire import alarms, sources
from editions import body
from editions.models import Edition
from text import normalise
from text.errors import DomainError


class Refused(DomainError):
    """The verb was not done and nothing changed. `problems` are all the reasons.

    The code is that of the first problem that blocks.
    """

    def __init__(self, verb: Verb, article: Article, problems: list[Problem]) -> None:
        self.verb, self.article, self.problems = verb, article, problems
        blocking = [problem for problem in problems if problem.blocks]
        reasons = " ".join(problem.message for problem in blocking)
        code = blocking[0].code if blocking else f"{verb.name}_refused"
        super().__init__(f"{self.headline}: {reasons}", code=code)

    @property
    def headline(self) -> str:
        """The sentence that says what was not done, without the reasons."""
        return str(self.verb.refusal) % self.article.headline

    @property
    def changes(self) -> list[Change]:
        """The places in which the printing would not be what was approved, each once."""
        changes = (problem.change for problem in self.problems if problem.change)
        return list(dict.fromkeys(changes))


def save(article: Article, *, by: User, at: datetime | None = None) -> Revision | None:
    """Record the copy, just written to the database, as a revision; None when nothing changed.

    Call it in the transaction that wrote the copy. Any change cancels an approval. Whose copy it is
    was asked before it was written (`may_edit`), because the change may be to give it away.
    """
    at = at or timezone.now()
    if article.stage not in EDITABLE or not by.has_perm(SAVE.permission):
        problem = block("", "not_editable", _("You may not change it at this stage."))
        raise Refused(SAVE, article, [problem])
    snapshot.place_figures(article)
    content = snapshot.content(article)
    last = article.revisions.order_by("-number").first()
    if last and snapshot.is_same(last.content, content):
        return None
    article.version = last.number + 1 if last else 1
    Article.objects.filter(pk=article.pk).update(
        version=article.version, updated_at=at, search_fold=_search_fold(article)
    )
    revision = Revision.objects.create(
        article=article, number=article.version, created_by=by, created_at=at, content=content
    )
    if article.stage in AMEND.sources:
        with _moving(AMEND, article, Attempt(article, by, at)):
            pass
    return revision


def submit(article: Article, *, by: User, note: str = "", at: datetime | None = None) -> None:
    """Hand the copy to the editors."""
    at = at or timezone.now()
    earliest = earliest_publication(article, at=at)
    with _moving(SUBMIT, article, replace(_attempt(article, by, note, at), goes_live_at=earliest)):
        pass


def send_back(article: Article, *, by: User, note: str, at: datetime | None = None) -> None:
    """Give the copy back to its writer, with what is to be done."""
    with _moving(SEND_BACK, article, _attempt(article, by, note, at)):
        pass


def approve(article: Article, *, by: User, note: str = "", at: datetime | None = None) -> None:
    """Say that this version may be printed, as it would be printed now. Never one's own."""
    at = at or timezone.now()
    earliest = earliest_publication(article, at=at)
    _approve(article, replace(_attempt(article, by, note, at), goes_live_at=earliest))


def publish(
    article: Article,
    *,
    by: User,
    note: str = "",
    at: datetime | None = None,
    goes_live_at: datetime | None = None,
    kind: str = Edition.Kind.UPDATE,
    correction: press.Correction = press.COPY_ALONE,
) -> Edition:
    """Print what was approved, for now or for a later time; return the edition.

    `kind` says what a second or later edition is; a correction needs the note that readers see.
    Where something of what would be printed has changed since the approval, the approval is void:
    the verb is refused with the differences, and the copy is in review again.
    """
    at = at or timezone.now()
    attempt = Attempt(article, by, at, normalise.normalise(note), goes_live_at, kind, correction)
    try:
        return _publish(article, attempt)
    except Refused as refusal:
        if refusal.code == approvals.CHANGED:
            _void_approval(article, attempt, refusal)
        raise


def approve_and_publish(
    article: Article,
    *,
    by: User,
    note: str = "",
    at: datetime | None = None,
    goes_live_at: datetime | None = None,
    kind: str = Edition.Kind.UPDATE,
    correction: press.Correction = press.COPY_ALONE,
) -> Edition:
    """Do both in one step, for who may do both; the history shows both. Neither happens alone."""
    stage, at = article.stage, at or timezone.now()
    attempt = Attempt(article, by, at, normalise.normalise(note), goes_live_at, kind, correction)
    try:
        with transaction.atomic():
            return _publish(article, attempt, approved=_approve(article, attempt))
    except BaseException:
        article.stage = stage
        raise


def _approve(article: Article, attempt: Attempt) -> press.Printing:
    """Approve the copy and freeze what it prints; return that."""
    with transaction.atomic():
        with _moving(APPROVE, article, attempt) as current:
            printing = press.compose(current, at=attempt.printed_at)
            share = four_eyes.share_of(current, attempt.by)
        change = StageChange.objects.filter(article=article.pk).latest("pk")
        approvals.record(change, printing, share)
    return printing


def _publish(
    article: Article, attempt: Attempt, *, approved: press.Printing | None = None
) -> Edition:
    """Print the copy: as `approved` a moment ago, or as composed now if that is what was approved."""
    with _moving(PUBLISH, article, attempt) as current:
        approval = approvals.approval_of(current)
        printing = approved or press.compose(current, at=attempt.printed_at)
        if approved is None:
            _require(PUBLISH, article, approvals.changes_since(approval, printing))
        edition = press.press(
            printing,
            current,
            by=attempt.by,
            approved_by=approval.created_by if approval else None,
            kind=attempt.kind,
            note=attempt.note,
            at=attempt.at,
            correction=attempt.correction,
        )
        sources.record_printing(current, edition, by=attempt.by, at=attempt.at)
        alarms.answer_by_printing(current, edition, by=attempt.by, at=attempt.at)
    article.story = edition.story
    return edition


def _void_approval(article: Article, attempt: Attempt, refusal: Refused) -> None:
    """Put the copy back in review, in a transaction of its own; the trail says who tried, and why."""
    note = "\n".join(problem.message for problem in refusal.problems)
    with suppress(Refused), _moving(VOID, article, replace(attempt, note=note)):
        pass  # refused when somebody was faster: then that is what happened to it


def reopen(article: Article, *, by: User, note: str = "", at: datetime | None = None) -> None:
    """Take published copy back to the desk; readers keep the edition they have."""
    with _moving(REOPEN, article, _attempt(article, by, note, at)):
        pass


def hold(article: Article, *, by: User, note: str = "", at: datetime | None = None) -> None:
    """Take back an edition that still waits for its time. The copy stays approved."""
    attempt = _attempt(article, by, note, at)
    with _moving(HOLD, article, attempt) as current:
        waiting = attempt.editions().waiting(attempt.at).get()
        press.recall_scheduled(current.story, attempt.at)
        current.wire_alarms.reopen(waiting)


def take_down(article: Article, *, by: User, note: str, at: datetime | None = None) -> Edition:
    """Take the story from readers at once, until it is published again.

    Readers and partners are told that it is gone and not why: the note is for colleagues.
    """
    attempt = _attempt(article, by, note, at)
    with _moving(TAKE_DOWN, article, attempt) as current:
        alarms.answer_by_taking_down(current, by=by, at=attempt.at, note=attempt.note)
        return press.print_notice(
            current, kind=Edition.Kind.TAKEDOWN, note="", by=by, at=attempt.at
        )


def kill(article: Article, *, by: User, note: str, at: datetime | None = None) -> Edition | None:
    """Take the story from readers at once; the note is the notice in its place.

    Return the notice; None when readers never had the story, of which then nothing becomes public.
    """
    attempt = _attempt(article, by, note, at)
    with _moving(KILL, article, attempt) as current:
        current.wire_alarms.close(
            WireAlarm.Resolution.KILLED, by=by, at=attempt.at, note=attempt.note
        )
        if not press.readers_had(current, attempt.at):
            press.recall_scheduled(current.story, attempt.at)
            return None
        return press.print_notice(
            current, kind=Edition.Kind.KILL, note=attempt.note, by=by, at=attempt.at
        )


def reinstate(article: Article, *, by: User, note: str, at: datetime | None = None) -> None:
    """Take a kill back: the copy is a draft again. Readers keep the notice until it is published."""
    with _moving(REINSTATE, article, _attempt(article, by, note, at)):
        pass


def reprint(
    article: Article,
    *,
    by: User,
    note: str = "",
    at: datetime | None = None,
    kind: str = Edition.Kind.UPDATE,
) -> Edition:
    """Print what readers have or will have again, with the library's present words for its pictures.

    The working copy stays as it is. Return the edition; a correction needs the note that readers see.
    """
    attempt = replace(_attempt(article, by, note, at), kind=kind)
    with _moving(REPRINT, article, attempt) as current:
        return reprints.print_again(current, by=by, kind=kind, note=attempt.note, at=attempt.at)


def tighten(
    article: Article,
    edition: Edition,
    *,
    until: datetime | None,
    by: User,
    note: str,
    at: datetime,
) -> None:
    """End the public life of an edition at `until`, or with None its passing on to partners.

    Nobody needs a permission for it: its terms have become stricter. Whoever entered them, or received
    them, is `by`.
    """
    with _moving(TIGHTEN, article, _attempt(article, by, note, at)):
        editions = Edition.objects.filter(pk=edition.pk)
        if until is None:
            editions.prohibit_passing_on(at=at)
        else:
            editions.shorten(until, at=at)


def spike(article: Article, *, by: User, note: str = "", at: datetime | None = None) -> None:
    """Put away copy that was never published."""
    with _moving(SPIKE, article, _attempt(article, by, note, at)):
        pass


def unspike(article: Article, *, by: User, note: str = "", at: datetime | None = None) -> None:
    """Take spiked copy up again, as a draft."""
    with _moving(UNSPIKE, article, _attempt(article, by, note, at)):
        pass


def _attempt(article: Article, by: User, note: str, at: datetime | None) -> Attempt:
    return Attempt(article, by, at or timezone.now(), normalise.normalise(note))


@contextmanager
def _moving(verb: Verb, article: Article, attempt: Attempt) -> Iterator[Article]:
    """Move the row from what the actor saw to the verb's target, around the verb's own work.

    Yields the article as it is in the database. The UPDATE compares stage and version, so of two who
    press at once one gets the row and the other a refusal, on any database. An error inside undoes
    the move.
    """
    problems = out_of_place(verb, attempt)
    if verb.note_required and not attempt.note:
        problems.append(block("note", "note_missing", _("A note is required. Write why.")))
    _require(verb, article, problems)
    before, after = article.stage, verb.stage_after(article.stage)
    with transaction.atomic():
        if verb.asks_readiness:  # what an agency sends meanwhile waits, or is seen below
            sources.lock_items(article)
            sources.lock_quotas(article)
        rows = Article.objects.filter(pk=article.pk, stage=before, version=article.version)
        if not rows.update(stage=after, updated_at=attempt.at):
            raise Refused(verb, article, [newer_version_problem(article)])
        current = Article.objects.select_related("story", "section").get(pk=article.pk)
        locked = replace(attempt, article=current)
        _require(verb, article, [problem for guard in verb.guards for problem in guard(locked)])
        _require(verb, article, unmet_conditions(verb, locked))
        planned = (
            effects.plan(verb.name, effects.facts_of(current, at=attempt.at))
            if verb.has_effects
            else []
        )
        yield current
        change = StageChange.objects.create(
            article=article,
            verb=verb.name,
            from_stage=before,
            to_stage=after,
            created_by=attempt.by,
            created_at=attempt.at,
            note=attempt.note,
            version=article.version,
            effects=[asdict(effect) for effect in planned],
        )
        transaction.on_commit(lambda: notifications.notify_writers(change), robust=True)
    article.stage = after


def _require(verb: Verb, article: Article, problems: list[Problem]) -> None:
    if any(problem.blocks for problem in problems):
        raise Refused(verb, article, problems)


def _search_fold(article: Article) -> str:
    names = article.bylines.values_list("author__name", flat=True)
    parts = (article.headline, article.kicker, article.standfirst, body.text(article.body))
    return normalise.fold(" ".join((*parts, *names)))
