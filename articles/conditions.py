"""What must hold before a verb is done: of editions, of the actor, of what was entered.

articles/verbs.py says which verb asks what. Each reads an attempt and yields what stands against it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from articles import approvals, four_eyes, press, readiness, reprints
from articles.models import Article
from articles.problems import Problem, block, warn
from articles.wire import duties
from attribution.wording import house_time
from editions import kinds
from editions.models import Edition, EditionQuerySet
from images.models import Image
from text.normalise import normalise


@dataclass(frozen=True)
class Attempt:
    """A verb that a user is about to do: on which copy, when, and with which options."""

    article: Article
    by: User
    at: datetime
    note: str = ""
    goes_live_at: datetime | None = None
    kind: str = Edition.Kind.UPDATE
    correction: press.Correction = press.COPY_ALONE

    @property
    def printed_at(self) -> datetime:
        """When readers would see it."""
        return self.goes_live_at or self.at

    @cached_property
    def reworded(self) -> list[reprints.Reworded]:
        """The editions of its story whose pictures the library words otherwise."""
        return reprints.of_article(self.article, at=self.at)

    def editions(self) -> EditionQuerySet:
        """Return the editions of its story; none for copy that was never printed."""
        if self.article.story_id is None:
            return Edition.objects.none()
        return Edition.objects.filter(story=self.article.story_id)


# Yields what stands against an attempt. Reads, and changes nothing.
Guard = Callable[[Attempt], Iterable[Problem]]


def edition_waits(attempt: Attempt) -> Iterator[Problem]:
    if not attempt.editions().waiting(attempt.at).exists():
        yield block(
            "",
            "nothing_waits",
            _("Nothing of it waits: readers have it. Reopen it, take it down, or kill it."),
        )


def no_edition_waits(attempt: Attempt) -> Iterator[Problem]:
    waiting = attempt.editions().waiting(attempt.at).first()
    if waiting is not None:
        yield block(
            "",
            "edition_waits",
            _("It waits to go live on %(time)s. Hold it first.")
            % {"time": house_time(waiting.published_at)},
        )


def readers_have_it(attempt: Attempt) -> Iterator[Problem]:
    if not attempt.editions().live(attempt.at).exists():
        yield block("", "not_live", _("Readers do not have it now. There is nothing to take down."))


def readers_have_or_will_have_it(attempt: Attempt) -> Iterator[Problem]:
    editions, at = attempt.editions(), attempt.at
    if not editions.in_force(at).exists() and not editions.waiting(at).exists():
        yield block("", "never_published", _("Readers never had it. Spike it instead."))


def readers_never_had_it(attempt: Attempt) -> Iterator[Problem]:
    if attempt.editions().in_force(attempt.at).exists():
        yield block("", "published", _("Readers have had it. Take it down, or kill it, instead."))


def copy_of_another(attempt: Attempt) -> Iterator[Problem]:
    """Four eyes."""
    return four_eyes.objections(attempt.article, attempt.by)


def this_version_was_approved(attempt: Attempt) -> Iterator[Problem]:
    approval = approvals.approval_of(attempt.article)
    if approval is None or approval.version != attempt.article.version:
        yield block("", "not_approved", _("This version was not approved. Have it approved first."))


def it_is_what_was_approved(attempt: Attempt) -> Iterator[Problem]:
    """Say beforehand what articles/workflow.py asks under the lock, where it voids the approval."""
    article = attempt.article
    approval = approvals.approval_of(article)
    if article.stage != Article.Stage.APPROVED or not approval:
        return
    if approval.version != article.version:
        return  # `this_version_was_approved` says so
    printing = press.compose(article, at=attempt.printed_at)
    differences = [problem.message for problem in approvals.differences_since(approval, printing)]
    if differences:
        message = _(
            "It would be printed otherwise than it was approved. It has to be reviewed again."
        )
        differences.insert(0, message)
    for sentence in differences:
        yield warn("", "not_as_approved", sentence)


def time_is_not_past(attempt: Attempt) -> Iterator[Problem]:
    if attempt.printed_at < attempt.at:
        yield block(
            "goes_live_at",
            "time_past",
            _("That time is past. Choose a later one, or publish now."),
        )


def kind_fits(attempt: Attempt) -> Iterator[Problem]:
    """A further edition is of a kind that may be chosen; one with a note for readers has the note."""
    if attempt.kind not in dict(kinds.CHOICES):
        yield block("kind", "kind_missing", _("Say whether it is an update or a correction."))
        return
    if not kinds.RULES[kinds.Kind(attempt.kind)].note_for_readers:
        if attempt.correction != press.COPY_ALONE:
            yield block(
                "kind",
                "correction_expected",
                _("Only a correction changes the address or replaces a note. Choose it."),
            )
        return
    if not normalise(attempt.note):
        yield block(
            "note",
            "correction_without_note",
            _("A correction needs a note that tells readers what was wrong."),
        )
    before = press.edition_before(attempt.article, attempt.at)
    if before is None:
        yield block(
            "kind", "nothing_to_correct", _("Readers have nothing yet that could be corrected.")
        )
    elif attempt.correction.replaces not in ("", *(entry["at"] for entry in before.corrections)):
        yield block(
            "replaces", "note_replaced", _("The note that it replaces is not there any more.")
        )


def readers_would_see_a_change(attempt: Attempt) -> Iterator[Problem]:
    before = press.edition_before(attempt.article, attempt.at)
    if before is None or not before.rules.is_live:
        return
    printing = press.compose(attempt.article, at=attempt.printed_at)
    if press.prints_the_same(printing, before):
        yield warn(
            "",
            "nothing_changes",
            _("Nothing that readers see changes: the page would be as in edition %(number)d.")
            % {"number": before.number},
        )


def library_words_differ(attempt: Attempt) -> Iterator[Problem]:
    if not attempt.reworded:
        yield block(
            "",
            "words_are_the_same",
            _("Readers have the library’s words for its pictures. Nothing is to be printed again."),
        )


def library_words_of_another(attempt: Attempt) -> Iterator[Problem]:
    """Four eyes, for the words of pictures."""
    if settings.FOUR_EYES and reprints.changed_by(attempt.reworded, attempt.by):
        yield block(
            "",
            "own_words_of_library",
            _("You changed these words in the library. Somebody else has to print them."),
        )


def agencies_allow_the_printing(attempt: Attempt) -> Iterator[Problem]:
    """What an agency forbids is not printed again either: live now, or waiting for its time."""
    live, waiting = attempt.editions().live(attempt.at), attempt.editions().waiting(attempt.at)
    first = live.first() or waiting.first()
    at = max(attempt.at, first.published_at) if first else attempt.at
    for duty in duties.unanswered(attempt.article, at=at):
        if duty.is_restriction:
            advice = _("Take the story down, or ask a chief editor to answer the alarm.")
            yield block("agencies", "item_restricted", f"{duty.sentence} {advice}")


def corrections_are_decided_on(attempt: Attempt) -> Iterator[Problem]:
    """No picture is printed again before somebody has answered what its agency corrected of it."""
    printings = reprints.printings(attempt.article, at=attempt.at)
    images = {row.image_id for _former, printing in printings for row in printing.images}
    for image in Image.objects.with_open_proposals().filter(pk__in=images).order_by("pk"):
        yield readiness.undecided_correction(image)


def printed_words_are_complete(attempt: Attempt) -> Iterator[Problem]:
    """No picture is printed again without caption, credit and alternative text."""
    for _former, printing in reprints.printings(attempt.article, at=attempt.at):
        for row in printing.images:
            if not (row.caption and row.credit_line and row.alt):
                yield block(
                    "",
                    "library_words_missing",
                    _(
                        "Picture “%(picture)s” lacks a caption, a credit line or alternative text in "
                        "the library. Enter it there."
                    )
                    % {"picture": row.image},
                )
