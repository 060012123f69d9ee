"""What readers may get of an agency's item, said a second time and apart from the code.

This is the oracle of `test_chains.py`: a small model without a database, written from the promises
of the house and not from the program. It knows one item with one picture, the story that is written
from it, and another story that shows the picture. An editor can check it against these sentences:

1. Kill, withholding, a status that nobody knows, a later embargo and an earlier end *tighten*. What
   tightens counts at once, whatever number or clock it carries and whoever handed it in. Status,
   embargo and end are three things, and each is decided by a version of its own.
2. What *loosens* counts only when it is strictly newer than every version that counts: by number;
   by clock where the numbers are the same or one is missing. Handed in by hand, it counts only from
   somebody with the right to release.
3. What forbids, refuses: nothing is written from the item, and nothing that rests on it is
   published for a moment at which the word that binds forbids it. A story that waits for such a
   moment is held at once. What was printed from an item leaves the readers when the item's end
   comes, also when the item was taken out; not by an end that the chief editor has answered.
4. A story that readers have stays over a kill when the agency is set to “alarm”; otherwise it is
   taken down or killed at once. Whatever forbids a story that readers have is an open alarm.
5. A duty ends by a newer word that loosens (2), or for one story by the chief editor's answer, with
   a note, to the version that decides and to none that comes later, though it says the same; never by
   taking the item out, and never by an edition. Who answers an embargo or a withholding has not
   answered an end that the same version names for later.
6. To take an item out of view needs an editor who has not written the copy, with a note.
7. The picture is on no page and at no address while the word that binds forbids it, whatever was
   answered for a story. No story is published with it for such a moment. A kill or withholding is
   an alarm for every use.

Where these sentences are silent the oracle says so (`SILENT`, `None`), and takes what the program
did as given.
"""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass
from datetime import UTC, datetime

NEVER = datetime(1, 1, 1, tzinfo=UTC)
WITHOUT_END = datetime(9999, 1, 1, tzinfo=UTC)


class Status(enum.IntEnum):
    """What a version says; a higher value is stricter."""

    USABLE = 0
    UNKNOWN = 1
    WITHHELD = 2
    CANCELED = 3


class OnKill(enum.StrEnum):
    ALARM = "alarm"
    TAKE_DOWN = "take down"
    KILL = "kill"


class Part(enum.StrEnum):
    """What a version says, in three parts."""

    STATUS = "status"
    EMBARGO = "embargo"
    EXPIRES = "expires"


# What was answered of which version, named as in `Version.name`.
Answered = frozenset[tuple[str, Part]]


class Role(enum.StrEnum):
    """Who acts; `WRITER` wrote the story. The chief editor alone may release."""

    WRITER = "writer"
    REPORTER = "reporter"
    EDITOR = "editor"
    CHIEF = "chief"


class Verdict(enum.StrEnum):
    REFUSE = "must be refused"
    ALLOW = "must be done"
    SILENT = "may be either"


@dataclass(frozen=True)
class Word:
    """What binds: a status, an embargo and an end."""

    status: Status = Status.USABLE
    embargo: datetime = NEVER
    expires: datetime = WITHOUT_END

    def forbids(self, at: datetime, part: Part | None = None) -> bool:
        """Return whether it forbids use at `at`, in one part of it or in any."""
        by_part = {
            Part.STATUS: self.status is not Status.USABLE,
            Part.EMBARGO: at < self.embargo,
            Part.EXPIRES: at >= self.expires,
        }
        return any(by_part.values()) if part is None else by_part[part]

    def tightens(self, other: Word, part: Part | None = None) -> bool:
        """Return whether it is stricter than `other`, in one part or in any."""
        by_part = {
            Part.STATUS: self.status > other.status,
            Part.EMBARGO: self.embargo > other.embargo,
            Part.EXPIRES: self.expires < other.expires,
        }
        return any(by_part.values()) if part is None else by_part[part]


@dataclass(frozen=True)
class Version:
    """One version as it arrived; a clock without a zone was read in the feed's zone."""

    name: str
    arrived_at: datetime
    word: Word
    number: int | None = None
    clock: datetime | None = None
    handed_in_by: Role | None = None
    corrects: bool = False
    """Whether its text differs from that of the versions before."""

    @property
    def restricts_nothing_else(self) -> bool:
        """Whether it named, when it came, nothing but an end."""
        is_embargo = self.word.embargo > self.arrived_at
        return self.word.status is Status.USABLE and not is_embargo


def is_newer(version: Version, other: Version) -> bool:
    """Return whether `version` is strictly newer; where nothing tells, it is not."""
    if version.number is not None and other.number is not None and version.number != other.number:
        return version.number > other.number
    if version.clock is not None and other.clock is not None:
        return version.clock > other.clock
    return False


def is_newer_than_all(version: Version, others: tuple[Version, ...]) -> bool:
    return all(is_newer(version, other) for other in others)


@dataclass(frozen=True)
class Item:
    """The versions that stand, and those of which the sentences do not say whether they count.

    `deciding` has the version that decides each part.
    """

    standing: tuple[Version, ...] = ()
    deciding: tuple[tuple[Part, Version], ...] = ()
    doubtful: tuple[Version, ...] = ()
    past: tuple[Version, ...] = ()
    """Those before one that replaced them."""

    @property
    def word(self) -> Word:
        """Return the word that binds: of each part what the version says that decides it."""
        return Word(**{part: getattr(version.word, part) for part, version in self.deciding})

    def may_replace(self, version: Version) -> bool | None:
        """Return whether `version` may loosen what binds (sentence 2); None where nothing is said."""
        if not self.standing:
            return True
        if version.handed_in_by not in (None, Role.CHIEF):
            return False
        if not is_newer_than_all(version, self.standing):
            return False
        return is_newer_than_all(version, (*self.doubtful, *self.past)) or None

    def arrive(self, version: Version, replaces: bool) -> Item:
        """Return the item after `version`, which replaces what stood or adds to it (1 and 2)."""
        if replaces:
            deciding = tuple((part, version) for part in Part)
            past = (*self.past, *self.standing, *self.doubtful)
            return Item((version,), deciding, past=past)
        if version.word.tightens(self.word):
            tightened = {part: version for part in Part if version.word.tightens(self.word, part)}
            deciding = tuple({**dict(self.deciding), **tightened}.items())
            return dataclasses.replace(self, standing=(*self.standing, version), deciding=deciding)
        return dataclasses.replace(self, doubtful=(*self.doubtful, version))

    def forbidding(self, at: datetime) -> Answered:
        """Return the versions that forbid use at `at`, each with the part."""
        return frozenset(
            (version.name, part)
            for part, version in self.deciding
            if version.word.forbids(at, part)
        )

    def answered(self, names: frozenset[str], at: datetime) -> Answered:
        """Return what an answer to these versions at `at` is about (sentence 5)."""
        versions = (*self.standing, *self.doubtful, *self.past)
        return frozenset(
            (version.name, part)
            for version in versions
            if version.name in names
            for part in Part
            if part is not Part.EXPIRES
            or version.word.expires <= at
            or version.restricts_nothing_else
        )

    def forbids(self, at: datetime, answered: Answered) -> bool | None:
        """Return whether something that the chief has not answered forbids use at `at`."""
        if self.forbidding(at) - answered:
            return True
        doubt = any(
            version.word.forbids(at)
            for version in self.doubtful
            if (version.name, Part.STATUS) not in answered
        )
        return None if doubt else False

    def end(self, answered: Answered) -> datetime:
        """Return when the item ends for a story for which these versions were answered."""
        expiry = dict(self.deciding).get(Part.EXPIRES)
        is_answered = expiry is not None and (expiry.name, Part.EXPIRES) in answered
        return WITHOUT_END if expiry is None or is_answered else expiry.word.expires


@dataclass(frozen=True)
class Story:
    """What is known of one story. `rests_on_item` stays true, also when the item was taken out."""

    rests_on_item: bool
    shows_picture: bool
    own_embargo: datetime = NEVER
    live: bool | None = False
    """Whether readers have it; None where the sentences are silent."""
    waits_for: datetime | None = None
    waiting_is_certain: bool = True
    had_readers: bool = False
    public_until: datetime = WITHOUT_END
    submitted_by: Role | None = None
    written_at: datetime = NEVER
    is_unread: bool = False
    """Whether versions came since, which its writer may have to read first."""
    saved_by: frozenset[Role] = frozenset()
    """Editors whose hand was in the copy."""
    item_in_view: bool = True
    published_at: datetime = NEVER
    """When somebody last pressed “publish”."""
    answered: Answered = frozenset()
    corrections: tuple[str, ...] = ()
    """Corrections that came while readers had it, or were to have it, and were not answered."""

    def forbidden(self, item: Item, at: datetime) -> bool | None:
        """Return whether it may not be printed for `at`."""
        if at < self.own_embargo or (self.shows_picture and item.word.forbids(at)):
            return True
        return item.forbids(at, self.answered) if self.rests_on_item else False


@dataclass(frozen=True)
class Act:
    """One act at the desk. `goes_live_at` says for which moment something is published, None for now."""

    verb: str
    story: str = "X"
    by: Role = Role.EDITOR
    note: str = ""
    goes_live_at: datetime | None = None
    answers: frozenset[str] = frozenset()
    """Which versions an answer is about."""


STAGES = {
    "submit": ("draft",),
    "approve": ("in_review",),
    "publish": ("approved",),
    "reopen": ("published",),
}
EDITORS = (Role.EDITOR, Role.CHIEF)


@dataclass(frozen=True)
class State:
    """The item, its picture and the stories at one moment. Every method returns a new state."""

    on_kill: OnKill
    writer_is_editor: bool = False
    item: Item = Item()
    stories: tuple[tuple[str, Story], ...] = ()

    def story(self, name: str) -> Story | None:
        return dict(self.stories).get(name)

    def with_story(self, name: str, story: Story) -> State:
        return dataclasses.replace(self, stories=tuple({**dict(self.stories), name: story}.items()))

    # The clock

    def at(self, at: datetime) -> State:
        """Return the state at `at`: what waited for it begins, what ends then is over."""
        state = self
        for name, story in self.stories:
            if story.waits_for is not None and story.waits_for <= at:
                live = dataclasses.replace(story, live=True, had_readers=True, waits_for=None)
                state = state.with_story(name, live)
        for name, story in state.stories:
            if story.live and story.public_until <= at:
                state = state.with_story(name, dataclasses.replace(story, live=False))
        return state

    # The wire

    def arrive(self, version: Version, replaces: bool) -> State:
        """Return the state after a version: what waits against it is held, a kill does what is set."""
        before = self.item
        state = dataclasses.replace(self, item=before.arrive(version, replaces))
        counts = version in state.item.standing
        for name, story in self.stories:
            if story.rests_on_item and story.item_in_view:
                story = dataclasses.replace(story, is_unread=True)
            has_readers = story.live or story.waits_for is not None
            is_under_it = story.rests_on_item and story.item_in_view
            if version.corrects and replaces and is_under_it and has_readers:
                story = dataclasses.replace(story, corrections=(*story.corrections, version.name))
            if counts:
                story = state._ends_earlier(state._held(story), version.arrived_at)
            state = state.with_story(name, state._answered_by_wire(story, version, counts))
        return state

    def _ends_earlier(self, story: Story, at: datetime) -> Story:
        """Return the story after an earlier end of its item, never a later one (sentence 3)."""
        if not story.rests_on_item or not (story.live or story.waits_for):
            return story
        end = min(story.public_until, max(self.item.end(story.answered), at))
        return dataclasses.replace(story, public_until=end, live=story.live and end > at)

    def _held(self, story: Story) -> Story:
        if story.waits_for is None:
            return story
        if not story.rests_on_item:
            # Its picture is left out in any case; whether the whole story is held is not said.
            forbidden = self.item.word.forbids(story.waits_for)
            return dataclasses.replace(story, waiting_is_certain=not forbidden)
        forbidden_text = self.item.forbids(story.waits_for, story.answered)
        if forbidden_text:
            return dataclasses.replace(story, waits_for=None)
        return dataclasses.replace(story, waiting_is_certain=forbidden_text is False)

    def _answered_by_wire(self, story: Story, version: Version, counts: bool) -> Story:
        if not (story.rests_on_item and story.live) or self.on_kill is OnKill.ALARM:
            return story
        if self.item.word.status is Status.USABLE or not (counts or version.word.status):
            return story
        certain = counts and version.word.status is Status.CANCELED
        return dataclasses.replace(story, live=False if certain else None)

    # The desk

    def judge(self, act: Act, stage: str, at: datetime) -> Verdict:
        """Return whether `act` must be refused, must be done, or may be either, at `stage`."""
        story = self.story(act.story)
        if act.verb == "write from":
            if self.item.word.status is not Status.USABLE or at >= self.item.word.expires:
                return Verdict.REFUSE
            return Verdict.SILENT if at < self.item.word.embargo else Verdict.ALLOW
        assert story is not None
        if act.verb == "take out":
            may = act.by in EDITORS and bool(act.note)
            return (
                Verdict.ALLOW
                if may and stage == "draft" and story.item_in_view
                else Verdict.SILENT
                if may
                else Verdict.REFUSE
            )
        if act.verb == "answer":
            if not act.note or act.by not in EDITORS:
                return Verdict.REFUSE
            return self._judge_answer(story, act, at)
        if act.verb == "read":
            return Verdict.SILENT
        if act.verb in ("take down", "kill"):
            return self._judge_recall(story, act)
        return self._judge_verb(story, act, stage, at)

    def _judge_answer(self, story: Story, act: Act, at: datetime) -> Verdict:
        """An editor may answer corrections; what blocks is answered by the chief editor alone."""
        forbidden = self.item.forbids(at, story.answered)
        if forbidden and act.by is not Role.CHIEF:
            return Verdict.REFUSE
        must = forbidden and story.rests_on_item and act.by is Role.CHIEF
        return Verdict.ALLOW if must else Verdict.SILENT

    def _judge_recall(self, story: Story, act: Act) -> Verdict:
        may = self._may_publish(dataclasses.replace(act, verb="publish"))
        if act.verb == "kill":
            may = act.by is Role.CHIEF
        if not (may and act.note):
            return Verdict.REFUSE
        if story.live is None or not story.waiting_is_certain:
            return Verdict.SILENT
        if story.live:
            return Verdict.ALLOW
        # A story that was taken down, or has ended, may still be killed.
        may_be_killed = act.verb == "kill" and story.had_readers
        return Verdict.SILENT if story.waits_for or may_be_killed else Verdict.REFUSE

    def _judge_verb(self, story: Story, act: Act, stage: str, at: datetime) -> Verdict:
        if stage not in STAGES[act.verb]:
            return Verdict.REFUSE
        if act.verb in ("approve", "publish") and not self._may_publish(act):
            return Verdict.REFUSE
        if act.verb == "approve" and act.by is story.submitted_by:
            return Verdict.REFUSE
        if act.verb == "reopen":
            certain = act.by is not Role.REPORTER and story.waits_for is None
            return Verdict.ALLOW if certain else Verdict.SILENT
        forbidden = story.forbidden(self.item, act.goes_live_at or at)
        if act.verb == "publish" and forbidden:
            return Verdict.REFUSE
        clean = forbidden is False and not story.is_unread and story.waits_for is None
        has_saved = act.verb == "approve" and act.by in story.saved_by
        certain = (act.by in EDITORS and not has_saved) or (
            act.verb == "submit" and act.by is Role.WRITER
        )
        return Verdict.ALLOW if clean and certain else Verdict.SILENT

    def _may_publish(self, act: Act) -> bool:
        """Return whether the role allows it; nobody approves what they wrote."""
        is_editor = act.by is Role.WRITER and act.story == "X" and self.writer_is_editor
        return act.by in EDITORS or (is_editor and act.verb == "publish")

    def done(self, act: Act, at: datetime) -> State:
        """Return the state after an act that was not refused."""
        story = self.story(act.story)
        assert story is not None
        if act.verb == "publish":
            published_at = act.goes_live_at or at
            end = self.item.end(story.answered) if story.rests_on_item else WITHOUT_END
            story = dataclasses.replace(
                story, published_at=at, waiting_is_certain=True, public_until=end
            )
            if published_at > at:
                story = dataclasses.replace(story, waits_for=published_at)
            else:
                story = dataclasses.replace(story, live=True, had_readers=True, waits_for=None)
        if act.verb == "submit":
            story = dataclasses.replace(story, submitted_by=act.by)
        if act.verb == "kill":
            story = dataclasses.replace(story, live=False, waits_for=None)
        if act.verb == "take down":
            story = dataclasses.replace(
                story, live=False, waiting_is_certain=story.waits_for is None
            )
        if act.verb == "take out":
            saved_by = story.saved_by | {act.by}
            story = dataclasses.replace(
                story, item_in_view=False, is_unread=False, saved_by=saved_by
            )
        if act.verb == "read":
            story = dataclasses.replace(story, corrections=(), is_unread=False)
        if act.verb == "answer":
            story = dataclasses.replace(
                story,
                corrections=(),
                answered=story.answered | self.item.answered(act.answers, at),
            )
        return self.with_story(act.story, story)

    def observe(self, name: str, live: bool, waits_for: datetime | None) -> State:
        """Return the state with what the program did where the sentences are silent."""
        story = self.story(name)
        assert story is not None
        if story.live is None:
            story = dataclasses.replace(story, live=live)
        if not story.waiting_is_certain:
            story = dataclasses.replace(story, waits_for=waits_for, waiting_is_certain=True)
        return self.with_story(name, story)

    # What readers get, and what the desk must be told

    def page(self, name: str) -> int | None:
        """Return the status of the page: 200, 410 when readers had it, 404 when they never did."""
        story = self.story(name)
        if story is None:
            return 404
        if story.live is None:
            return None
        return 200 if story.live else 410 if story.had_readers else 404

    def picture_may_be_seen(self, at: datetime) -> bool:
        return not self.item.word.forbids(at)

    def alarm_must_be_open(self, name: str, at: datetime) -> bool:
        """Return whether something that came after publication forbids what readers have (4, 7)."""
        story = self.story(name)
        if story is None or not story.live:
            return False
        for part, version in self.item.deciding:
            is_answered = (version.name, part) in story.answered
            if is_answered or version.arrived_at <= story.published_at:
                continue
            if not version.word.forbids(at, part):
                continue
            is_recall = part is Part.STATUS and story.shows_picture
            if story.rests_on_item or is_recall:
                return True
        return bool(story.corrections)

    def alarm_must_not_be_open(self, name: str) -> bool:
        """Return whether nothing has come that could be an alarm since the story was written."""
        story = self.story(name)
        versions = (*self.item.standing, *self.item.doubtful)
        return story is None or all(version.arrived_at <= story.written_at for version in versions)
