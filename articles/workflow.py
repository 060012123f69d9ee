"""Everything that moves copy, and nothing else does. The table says what there is; verbs do it.

Each verb locks the row by comparing stage and version with what its actor saw, refuses with all
reasons at once, moves, writes the trail, and prints if it prints: all of it or nothing. Buttons,
permissions, documentation and the test matrix come from the table.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles import notifications, press, readiness, snapshot
from articles.models import Article, Revision, StageChange, WireAlarm
from articles.readiness import Level, Problem
from attribution.wording import house_time
from editions import body
from editions.models import Edition
from text import normalise

Stage = Article.Stage
WRITE = "articles.change_article"
REVIEW = "articles.review_article"
PUBLISH = "articles.publish_article"
KILL = "articles.kill_article"


@dataclass(frozen=True)
class Verb:
    """One line of the table. `refusal` begins the sentence that says it was not done."""

    name: str
    label: str | Promise
    refusal: str | Promise
    sources: frozenset[str]
    target: str
    permission: str
    note_required: bool = False

    def __str__(self) -> str:
        return str(self.label)


_SUBMIT = Verb(
    "submit",
    gettext_lazy("Submit for review"),
    gettext_lazy("“%s” was not submitted"),
    frozenset({Stage.DRAFT}),
    Stage.IN_REVIEW,
    WRITE,
)
_SEND_BACK = Verb(
    "send_back",
    gettext_lazy("Send back"),
    gettext_lazy("“%s” was not sent back"),
    frozenset({Stage.IN_REVIEW, Stage.APPROVED}),
    Stage.DRAFT,
    REVIEW,
    note_required=True,
)
_APPROVE = Verb(
    "approve",
    gettext_lazy("Approve"),
    gettext_lazy("“%s” was not approved"),
    frozenset({Stage.IN_REVIEW}),
    Stage.APPROVED,
    REVIEW,
)
_PUBLISH = Verb(
    "publish",
    gettext_lazy("Publish"),
    gettext_lazy("“%s” was not published"),
    frozenset({Stage.APPROVED}),
    Stage.PUBLISHED,
    PUBLISH,
)
_REOPEN = Verb(
    "reopen",
    gettext_lazy("Reopen for changes"),
    gettext_lazy("“%s” was not reopened"),
    frozenset({Stage.PUBLISHED}),
    Stage.DRAFT,
    WRITE,
)
_HOLD = Verb(
    "hold",
    gettext_lazy("Hold"),
    gettext_lazy("“%s” was not held"),
    frozenset({Stage.PUBLISHED}),
    Stage.APPROVED,
    PUBLISH,
)
_KILL = Verb(
    "kill",
    gettext_lazy("Kill"),
    gettext_lazy("“%s” was not killed"),
    frozenset({Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED, Stage.PUBLISHED}),
    Stage.KILLED,
    KILL,
    note_required=True,
)
_SPIKE = Verb(
    "spike",
    gettext_lazy("Spike"),
    gettext_lazy("“%s” was not spiked"),
    frozenset({Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED}),
    Stage.SPIKED,
    REVIEW,
)
_UNSPIKE = Verb(
    "unspike",
    gettext_lazy("Unspike"),
    gettext_lazy("“%s” was not unspiked"),
    frozenset({Stage.SPIKED}),
    Stage.DRAFT,
    REVIEW,
)
VERBS = {
    verb.name: verb
    for verb in (
        _SUBMIT,
        _APPROVE,
        _PUBLISH,
        _SEND_BACK,
        _REOPEN,
        _HOLD,
        _SPIKE,
        _UNSPIKE,
        _KILL,
    )
}
# Saving approved copy voids the approval. Nobody presses it, so it is not in the table.
AMEND = Verb(
    "amend",
    gettext_lazy("Changed after approval"),
    gettext_lazy("“%s” was not saved"),
    frozenset({Stage.APPROVED}),
    Stage.IN_REVIEW,
    WRITE,
)
SAVE = Verb("save", gettext_lazy("Save"), AMEND.refusal, frozenset(), "", WRITE)
EDITABLE = frozenset({Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED})


class Refused(Exception):
    """The verb was not done and nothing changed. `problems` are all the reasons."""

    def __init__(self, verb: Verb, article: Article, problems: list[Problem]) -> None:
        self.verb, self.article, self.problems = verb, article, problems
        super().__init__(verb, article, problems)

    def __str__(self) -> str:
        reasons = " ".join(problem.message for problem in self.problems if problem.blocks)
        return f"{self.headline}: {reasons}"

    @property
    def headline(self) -> str:
        return str(self.verb.refusal) % self.article.headline


# What may be done, asked before anything is shown or tried


def may(verb: Verb, article: Article, by: User) -> bool:
    """Whether the role of `by` allows `verb` on this copy. Its stage and state are not asked."""
    if not by.has_perm(verb.permission):
        return False
    if verb.permission != WRITE or verb is AMEND:  # who could save could amend
        return True
    return by.has_perm(REVIEW) or is_own(article, by)


def may_edit(article: Article, by: User) -> bool:
    """Whether `by` may change the words now: writers their own copy or desk's, editors all."""
    return article.stage in EDITABLE and may(SAVE, article, by)


def is_own(article: Article, by: User) -> bool:
    """Whether `by` may call the copy theirs; see `ArticleQuerySet.own`."""
    if by.pk in (article.created_by_id, article.assignee_id):
        return True
    return Article.objects.own(by).filter(pk=article.pk).exists()


def verbs_for(article: Article, by: User, *, at: datetime | None = None) -> list[Verb]:
    """The verbs to offer `by` at `at`, in the table's order."""
    at = at or timezone.now()
    return [
        verb
        for verb in VERBS.values()
        if article.stage in verb.sources
        and may(verb, article, by)
        and not _out_of_place(verb, article, at)
    ]


def obstacles(
    verb: Verb, article: Article, *, by: User, at: datetime | None = None
) -> list[Problem]:
    """What stands against `verb`, apart from a missing note: for the page that asks for it."""
    at = at or timezone.now()
    found = [*_unfit(verb, article, by, at), *_four_eyes(verb, article, by)]
    if verb in (_SUBMIT, _APPROVE, _PUBLISH):
        found += readiness.problems(article, at=at, verb=verb.name)
    return found


# The verbs


def save(article: Article, *, by: User, at: datetime | None = None) -> Revision | None:
    """Enter the copy, just written to the database, as a revision; None when nothing changed.

    Call it in the transaction that wrote the copy. Any change voids an approval. Whose copy it is
    was asked before it was written (`may_edit`): what was written may be to give it away.
    """
    at = at or timezone.now()
    if article.stage not in EDITABLE or not by.has_perm(WRITE):
        raise Refused(SAVE, article, [_block("", _("You may not change it at this stage."))])
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
    if article.stage == Stage.APPROVED:
        with _moving(AMEND, article, by=by, at=at):
            pass
    return revision


def submit(article: Article, *, by: User, note: str = "", at: datetime | None = None) -> None:
    """Hand the copy to the editors."""
    with _moving(_SUBMIT, article, by=by, note=note, at=at) as (current, at):
        _demand(_SUBMIT, article, readiness.problems(current, at=at, verb="submit"))


def send_back(article: Article, *, by: User, note: str, at: datetime | None = None) -> None:
    """Give the copy back to its writer, with what is to be done."""
    with _moving(_SEND_BACK, article, by=by, note=note, at=at):
        pass


def approve(article: Article, *, by: User, note: str = "", at: datetime | None = None) -> None:
    """Say that this version may be printed. Never one's own."""
    with _moving(_APPROVE, article, by=by, note=note, at=at) as (current, at):
        found = [*_four_eyes(_APPROVE, current, by)]
        found += readiness.problems(current, at=at, verb="approve")
        _demand(_APPROVE, article, found)


def publish(
    article: Article,
    *,
    by: User,
    note: str = "",
    at: datetime | None = None,
    goes_live_at: datetime | None = None,
    kind=Edition.Kind.UPDATE,
) -> Edition:
    """Print the version that was approved, for now or for a later time; returns the edition.

    `kind` says what a second or later edition is; a correction needs the note that readers see.
    """
    with _moving(_PUBLISH, article, by=by, note=note, at=at) as (current, at):
        goes_live_at = goes_live_at or at
        approval = current.stage_changes.filter(verb="approve").order_by("-pk").first()
        found = list(_unprintable(current, approval, at, goes_live_at, kind, note))
        found += readiness.problems(current, at=goes_live_at, verb="publish")
        _demand(_PUBLISH, article, found)
        edition = press.press(
            current,
            by=by,
            approved_by=approval.created_by,
            kind=kind,
            note=normalise.normalise(note),
            goes_live_at=goes_live_at,
            at=at,
        )
        current.wire_alarms.close(WireAlarm.Resolution.CORRECTED, by=by, at=at)
    article.story = edition.story
    return edition


def approve_and_publish(
    article: Article,
    *,
    by: User,
    note: str = "",
    at: datetime | None = None,
    goes_live_at: datetime | None = None,
    kind: str = "update",
):
    """Both in one step for who may do both; the trail shows both. Neither happens alone."""
    seen = article.stage
    try:
        with transaction.atomic():
            approve(article, by=by, note=note, at=at)
            return publish(article, by=by, note=note, at=at, goes_live_at=goes_live_at, kind=kind)
    except BaseException:
        article.stage = seen
        raise


def reopen(article: Article, *, by: User, note: str = "", at: datetime | None = None) -> None:
    """Take published copy back to the desk; readers keep the edition they have."""
    with _moving(_REOPEN, article, by=by, note=note, at=at):
        pass


def hold(article: Article, *, by: User, note: str = "", at: datetime | None = None) -> None:
    """Take back an edition that still waits for its time. The copy stays approved."""
    with _moving(_HOLD, article, by=by, note=note, at=at) as (current, at):
        press.recall_scheduled(current.story, at)
        printed = current.stage_changes.filter(verb="publish").order_by("-pk").first()
        current.wire_alarms.reopen(printed.created_at)


def kill(article: Article, *, by: User, note: str, at: datetime | None = None) -> Edition:
    """Take the story from readers at once, for good; the note is the notice in its place."""
    with _moving(_KILL, article, by=by, note=note, at=at) as (current, at):
        note = normalise.normalise(note)
        current.wire_alarms.close(WireAlarm.Resolution.KILLED, by=by, at=at, note=note)
        return press.kill(current, by=by, note=note, at=at)


def spike(article: Article, *, by: User, note: str = "", at: datetime | None = None) -> None:
    """Put away copy that was never published."""
    with _moving(_SPIKE, article, by=by, note=note, at=at):
        pass


def unspike(article: Article, *, by: User, note: str = "", at: datetime | None = None) -> None:
    """Take spiked copy up again, as a draft."""
    with _moving(_UNSPIKE, article, by=by, note=note, at=at):
        pass


# How a verb is done


@contextmanager
def _moving(
    verb: Verb, article: Article, *, by: User, note: str = "", at: datetime | None = None
) -> Iterator[tuple[Article, datetime]]:
    """Move the row from what the actor saw to the verb's target, around the verb's own work.

    The UPDATE compares stage and version, so of two who press at once one gets the row and the
    other a refusal, on any database. What is raised inside undoes the move.
    """
    at = at or timezone.now()
    note = normalise.normalise(note)
    found = list(_unfit(verb, article, by, at))
    if verb.note_required and not note:
        found.append(_block("note", _("A note is required. Write why.")))
    _demand(verb, article, found)
    with transaction.atomic():
        seen = Article.objects.filter(pk=article.pk, stage=article.stage, version=article.version)
        if not seen.update(stage=verb.target, updated_at=at):
            raise Refused(verb, article, [_overtaken(article)])
        current = Article.objects.select_related("story", "section").get(pk=article.pk)
        _demand(verb, article, _out_of_place(verb, current, at))
        yield current, at
        change = StageChange.objects.create(
            article=article,
            verb=verb.name,
            from_stage=article.stage,
            to_stage=verb.target,
            created_by=by,
            created_at=at,
            note=note,
            version=article.version,
        )
        transaction.on_commit(lambda: notifications.notify_writers(change), robust=True)
    article.stage = verb.target


def _demand(verb: Verb, article: Article, problems: list[Problem]) -> None:
    if any(problem.blocks for problem in problems):
        raise Refused(verb, article, problems)


def _block(field: str, message: str) -> Problem:
    return Problem(Level.BLOCK, field, message)


def _unfit(verb: Verb, article: Article, by: User, at: datetime) -> Iterator[Problem]:
    if not may(verb, article, by):
        yield _block("", _("Your role does not allow it. Ask an editor."))
    if article.stage not in verb.sources:
        yield _block("", _("It is %(stage)s.") % {"stage": article.get_stage_display()})
    elif verb in (_REOPEN, _HOLD, _KILL, _SPIKE):
        yield from _out_of_place(verb, article, at)


def _out_of_place(verb: Verb, article: Article, at: datetime) -> list[Problem]:
    """What editions say against a verb. Asked again when the row is locked."""
    editions = article.story.editions if article.story_id else Edition.objects.none()
    if verb is _HOLD and not editions.waiting(at).exists():
        return [_block("", _("Nothing of it waits: readers have it. Reopen it, or kill it."))]
    if verb is _REOPEN and (waiting := editions.waiting(at).first()):
        return [
            _block(
                "",
                _("It waits to go live on %(time)s. Hold it first.")
                % {"time": house_time(waiting.published_at)},
            )
        ]
    seen = editions.in_force(at).exists() if verb in (_KILL, _SPIKE) else False
    if verb is _KILL and not seen and not editions.waiting(at).exists():
        return [_block("", _("Readers never had it. Spike it instead."))]
    if verb is _SPIKE and seen:
        return [_block("", _("Readers have had it. Only a kill takes it from them."))]
    return []


def _four_eyes(verb: Verb, article: Article, by: User) -> Iterator[Problem]:
    if verb is _APPROVE and readiness.is_own_copy(article, by):
        yield _block(
            "",
            _(
                "It is your own copy: you submitted it, saved it last or stand in its byline. "
                "Somebody else has to approve it."
            ),
        )


def _unprintable(
    article: Article,
    approval: StageChange,
    at: datetime,
    goes_live_at: datetime,
    kind: Edition.Kind | str,
    note: str,
) -> None:
    if approval is None or approval.version != article.version:
        yield _block("", _("This version was not approved. Have it approved first."))
    if goes_live_at < at:
        yield _block("goes_live_at", _("That time is past. Choose a later one, or publish now."))
    if kind not in (Edition.Kind.UPDATE, Edition.Kind.CORRECTION):
        yield _block("kind", _("Say whether it is an update or a correction."))
    is_correction = kind == Edition.Kind.CORRECTION
    if is_correction and not normalise.normalise(note):
        yield _block("note", _("A correction needs a note that tells readers what was wrong."))
    if is_correction and not (article.story and article.story.editions.live(at).exists()):
        yield _block("kind", _("Readers have nothing yet that could be corrected."))


def _overtaken(article: Article) -> Problem:
    """Why a comparison failed: who did what meanwhile."""
    last = StageChange.objects.filter(article=article.pk).order_by("-pk").first()
    saved = Revision.objects.filter(article=article.pk).order_by("-pk").first()
    if saved and saved.number != article.version:
        return _block(
            "",
            _(
                "%(who)s saved version %(number)d at %(time)s, after you opened this page. "
                "Read it first."
            )
            % {
                "who": saved.created_by,
                "number": saved.number,
                "time": house_time(saved.created_at),
            },
        )
    return _block(
        "",
        _("%(who)s was faster, at %(time)s (“%(verb)s”). Nothing is left to do.")
        % {
            "who": last.created_by if last else "?",
            "time": house_time(last.created_at) if last else "?",
            "verb": VERBS[last.verb].label if last and last.verb in VERBS else "?",
        },
    )


def _search_fold(article: Article) -> str:
    names = article.bylines.values_list("author__name", flat=True)
    words = (article.headline, article.kicker, article.standfirst, body.text(article.body))
    return normalise.fold(" ".join((*words, *names)))
