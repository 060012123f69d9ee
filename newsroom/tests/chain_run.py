"""A chain under way: its steps are done to the program, and compared with the oracle after each.

`Run.do` raises `Disagreement` where program and oracle differ.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from articles import workflow
from articles.models import Article, StageChange, WireAlarm
from articles.wire import alarms, drafting, duties
from attribution.models import Agency
from editions import kinds
from editions.models import Edition
from images import rights
from images.models import Image, ImageChange
from newsroom.tests import oracle
from newsroom.tests.chain_steps import (
    BASES,
    STATUSES,
    STEP,
    Arrival,
    Base,
    Does,
    Step,
    Wait,
    absolute,
    as_version,
    written,
)
from newsroom.tests.factories import Newsroom, jpeg
from newsroom.tests.oracle import Act, OnKill, Role, State, Status, Story, Verdict, Word
from text.errors import DomainError
from wires.ingest import pictures, store
from wires.models import Feed, WireItem, WireVersion

LATER = timedelta(hours=6)
ON_KILL = {
    OnKill.ALARM: Agency.OnKill.ALARM,
    OnKill.TAKE_DOWN: Agency.OnKill.TAKE_DOWN,
    OnKill.KILL: Agency.OnKill.STORY,
}


class Disagreement(AssertionError):
    """The program did, or showed, what the oracle does not allow."""


class Beginning:
    """The rows that all chains with one base share: the item, its picture, and a story that shows it."""

    def __init__(self, newsroom: Newsroom, base: Base, feed: Feed, start: datetime) -> None:
        self.base, self.feed, self.newsroom = base, feed, newsroom
        cast = newsroom.cast
        self.people: dict[Role, User] = {
            Role.WRITER: cast.second_editor if base.writer_is_editor else cast.reporter,
            Role.REPORTER: cast.colleague,
            Role.EDITOR: cast.editor,
            Role.CHIEF: cast.chief,
        }
        self.guid = f"wire:{BASES.index(base)}"
        self.picture = name = f"{BASES.index(base)}.jpg"
        store.store_delivery(feed, jpeg(320, 214), name=name, at=start)
        clock = -30 if base.clock else None
        self.first = Arrival(number=base.number, clock=clock, zone=base.zone)
        raw = written(self.first, self.guid, start, picture=name)
        delivery = store.store_delivery(feed, raw, name=f"first of {self.guid}", at=start)
        assert delivery.state == "accepted", delivery.quarantined_because
        self.item = WireItem.objects.get(guid=self.guid)
        assert self.item.current is not None
        self.image = pictures.import_picture(self.item.current, 0, by=None, at=start)
        Image.objects.filter(pk=self.image.pk).update(caption="Đoàn tàu.", alt="Một đoàn tàu.")
        self.image.refresh_from_db()
        self.elsewhere = newsroom.approved(
            at=start, lead=self.image, headline=f"Bài khác {self.guid}"
        )
        self.state = State(base.on_kill, base.writer_is_editor)
        version = as_version(self.first, "first", start)
        self.state = self.state.arrive(version, replaces=True)
        other = Story(rests_on_item=False, shows_picture=True, written_at=start)
        self.state = self.state.with_story("Y", other)


class Run:
    """One chain under way: what the oracle expects, and what was counted of the program."""

    def __init__(self, beginning: Beginning, start: datetime) -> None:
        self.beginning, self.now = beginning, start
        self.state = beginning.state
        self.article: int | None = None
        self.claims: Counter[str] = Counter()  # how often the oracle said what; shared by forks
        self.disagreement = ""
        self.steps: tuple[Step, ...] = ()
        self.public = self._public()

    def fork(self) -> Run:
        other = object.__new__(Run)
        other.__dict__.update(self.__dict__)
        return other

    # Steps

    def do(self, step: Step) -> None:
        """Do one step and compare; raises Disagreement."""
        self.steps = (*self.steps, step)
        self.now += timedelta(minutes=step.minutes if isinstance(step, Wait) else STEP)
        self.state = self.state.at(self.now)
        waits = [self.public[key] for key in ("X waits", "Y waits") if self.public[key]]
        begins = any(when <= self.now for when in waits)
        before, self.actor = self._public() if begins else self.public, None
        self.before = self.state
        self.trail = StageChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self.word = self.state.item.word
        if isinstance(step, Arrival):
            self._arrive(step)
        elif isinstance(step, Does):
            self._act(step)
        self.public = self._public()
        self._compare()
        self._compare_trail(before)
        if not isinstance(step, Does) or step.verb == "answer":
            self._compare_picture()

    def _arrive(self, step: Arrival) -> None:
        beginning, name = self.beginning, f"v{len(self.steps)}"
        by = beginning.people[step.by] if step.by else None
        self.actor = by
        raw = written(step, beginning.guid, self.now, beginning.picture)
        delivery = store.store_delivery(beginning.feed, raw, name=name, at=self.now, by=by)
        self.expect(delivery.state == "accepted", f"quarantined: {delivery.quarantined_because}")
        item = WireItem.objects.get(pk=beginning.item.pk)
        version = as_version(step, name, self.now)
        replaces = self.state.item.may_replace(version)
        if replaces is None:
            self.claims["silent on a version"] += 1
            loosens = self.state.item.word.tightens(version.word)
            replaces = loosens and word_of(item) == version.word
        before = self.state
        self.state = self.state.arrive(version, replaces)
        self._count_what_a_version_did(before)
        self.expect(
            word_of(item) == self.state.item.word,
            f"binds: {word_of(item)}, not {self.state.item.word}",
        )

    def _count_what_a_version_did(self, before: State) -> None:
        for name, story in before.stories:
            now = self.state.story(name)
            assert now is not None
            if story.waits_for is not None and now.waits_for is None:
                self.claims[f"{name} is held"] += 1
            if story.live and now.live is False:
                self.claims[f"{name} is taken from readers"] += 1
            if story.live and now.live and self.state.item.word.forbids(self.now):
                self.claims[f"{name} stays over what forbids it"] += 1

    def _act(self, step: Does) -> None:
        if step.verb == "write from":
            self._write(step)
            return
        article = self.find(step.story)
        if article is None:
            return
        item = WireItem.objects.get(pk=self.beginning.item.pk)
        self.actor = by = self.beginning.people[step.by]
        act = Act(step.verb, step.story, step.by, step.note, absolute(step.later, self.now))
        if step.verb == "answer":
            act = dataclasses.replace(act, answers=self._answerable(article))
        verdict = self.state.judge(act, article.stage, self.now)
        refusal = self._attempt(lambda: VERBS[step.verb](article, item, by, act, self.now))
        self._judge(step.verb, verdict, refusal)
        if refusal is None:
            self.state = self.state.done(act, self.now)
            if step.verb == "read":
                self._read_embargo()

    def _answerable(self, article: Article) -> frozenset[str]:
        """Return the versions that the desk shows to be answered: all that restrict it."""
        shown = [d.version for d in duties.unanswered(article, at=self.now) if d.is_restriction]
        opened = article.wire_alarms.open().restrictions().select_related("version__delivery")
        shown += [alarm.version for alarm in opened]
        names = frozenset(name_of(version) for version in shown if version)
        story = self.state.story("Y" if article == self.beginning.elsewhere else "X")
        if story is not None and story.rests_on_item:
            left = self.state.item.forbidding(self.now) - story.answered
            names_left = {name for name, _part in left} - names
            self.expect(not names_left, f"{names_left} cannot be answered")
        return names

    def _read_embargo(self) -> None:
        """Reading a version takes over its embargo, as writing from it does."""
        article, story = self.find("X"), self.state.story("X")
        assert article is not None
        assert story is not None
        embargo = article.embargo_until or oracle.NEVER
        self.state = self.state.with_story("X", dataclasses.replace(story, own_embargo=embargo))

    def _write(self, step: Does) -> None:
        if self.article is not None:
            return
        self.actor = by = self.beginning.people[Role.WRITER]
        item = WireItem.objects.get(pk=self.beginning.item.pk)
        verdict = self.state.judge(Act("write from"), "", self.now)
        refusal = self._attempt(lambda: self._draft(item, by))
        self._judge(step.verb, verdict, refusal)
        if refusal is None:
            article = self.find("X")
            assert article is not None
            placed = article.placements.filter(image=self.beginning.image).exists()
            embargo = article.embargo_until or oracle.NEVER
            story = Story(True, placed, own_embargo=embargo, written_at=self.now)
            self.state = self.state.with_story("X", story)

    def _draft(self, item: WireItem, by: User) -> None:
        """Write from the item, in words of our own."""
        article = drafting.draft_from_item([item], by=by, at=self.now)
        self.article = article.pk
        if self.beginning.base.shows_picture:
            article.placements.update(alt="Một đoàn tàu.", caption="Đoàn tàu.")
        else:
            article.placements.all().delete()
        article.bylines.create(author=self.beginning.newsroom.author)
        copy = {"headline": "Tàu", "standfirst": "Sapô.", "body": "<p>Chữ của ta.</p>"}
        self.beginning.newsroom.rewrite(article, by=by, at=self.now, **copy)

    def _attempt(self, action: Any) -> str | None:
        """Do it, and return why it was refused; what was refused has changed nothing."""
        try:
            with transaction.atomic():
                action()
        except PermissionDenied:
            return "permission denied"
        except DomainError as refusal:
            return str(getattr(refusal, "problems", refusal))
        return None

    def _judge(self, verb: str, verdict: Verdict, refusal: str | None) -> None:
        self.claims[f"{verb} {verdict}"] += 1
        self.expect(
            not (verdict is Verdict.REFUSE and refusal is None), "done, and must be refused"
        )
        self.expect(
            not (verdict is Verdict.ALLOW and refusal), f"must be done, and was refused: {refusal}"
        )

    # What the program shows

    def find(self, name: str) -> Article | None:
        pk = self.beginning.elsewhere.pk if name == "Y" else self.article
        return None if pk is None else Article.objects.get(pk=pk)

    def _public(self) -> dict[str, Any]:
        """Return what readers get: the status of each story's page, what waits, and the picture."""
        pks = {self.beginning.elsewhere.pk: "Y", self.article: "X"}
        public: dict[str, Any] = {"X": 404, "Y": 404, "X waits": None, "Y waits": None}
        rows = Edition.objects.filter(
            superseded_at__gt=self.now, story__article__in=[pk for pk in pks if pk]
        ).values_list("story__article", "kind", "published_at", "superseded_at", "public_until")
        for pk, kind, published_at, superseded_at, public_until in rows:
            name = pks[pk]
            if published_at <= self.now:
                is_live = kind in kinds.LIVE and public_until > self.now
                public[name] = 200 if is_live else 410
                public[f"{name} ends"] = public_until
            elif superseded_at > published_at:
                public[f"{name} waits"] = published_at
        return public

    def _picture_is_shown(self, when: datetime) -> bool:
        shown = rights.usable(when, use=rights.SHOW)
        return shown.filter(pk=self.beginning.image.pk).exists()

    def _compare(self) -> None:
        for name, story in self.state.stories:
            live, waits_for = self.public[name] == 200, self.public[f"{name} waits"]
            if story.live is None or not story.waiting_is_certain:
                self.claims[f"silent on {name}"] += 1
            self.state = self.state.observe(name, live, waits_for)
            page = self.state.page(name)
            self.expect(
                self.public[name] == page, f"page of {name} is {self.public[name]}, not {page}"
            )
            expected = dict(self.state.stories)[name].waits_for
            self.expect(waits_for == expected, f"{name} waits for {waits_for}, not {expected}")
        self._compare_alarms()

    def _compare_picture(self) -> None:
        """The picture is shown as the oracle says, now and later; its history says what changed."""
        for when in (self.now, self.now + LATER):
            shown, expected = self._picture_is_shown(when), self.state.picture_may_be_seen(when)
            self.expect(shown == expected, f"picture shown at {when}: {shown}")
        image = self.beginning.image
        rows = ImageChange.objects.filter(image=image, created_at=self.now)
        if self.state.item.word != self.word:
            self.expect(rows.exists(), "the picture changed without a trail")

    def _compare_alarms(self) -> None:
        """What must be an alarm is one, and is recorded; what nothing gave reason for is none."""
        pks = {"X": self.article, "Y": self.beginning.elsewhere.pk}
        opened = set(
            WireAlarm.objects.open()
            .filter(article__in=[pk for pk in pks.values() if pk])
            .values_list("article", flat=True)
        )
        for name, pk in pks.items():
            if pk not in opened:
                self.expect(
                    not self.state.alarm_must_be_open(name, self.now), f"no alarm for {name}"
                )
            else:
                self.claims[f"an alarm for {name}"] += 1
                self.expect(not self.state.alarm_must_not_be_open(name), f"an alarm for {name}")

    def compare_alarms_shown(self) -> None:
        """As the desk's home shows them, recorded or not; costs more than all else."""
        opened = {entry.article.pk for entry in alarms.open_alarms(self.now)}
        for name, pk in (("X", self.article), ("Y", self.beginning.elsewhere.pk)):
            shown = pk in opened
            self.expect(
                shown or not self.state.alarm_must_be_open(name, self.now),
                f"no alarm shown for {name}",
            )

    def _compare_trail(self, before: dict[str, Any]) -> None:
        """What changed for readers by this step is in the trail, with who and when."""
        actors = {self.actor and self.actor.username, "wire"}
        for name, pk in (("X", self.article), ("Y", self.beginning.elsewhere.pk)):
            keys = (name, f"{name} waits", f"{name} ends")
            if all(before.get(key) == self.public.get(key) for key in keys):
                continue
            former = self.before.story(name)
            if former is not None and former.public_until <= self.now:
                continue  # it ended by the clock
            rows = StageChange.objects.filter(article=pk, pk__gt=self.trail, created_at=self.now)
            by = set(rows.values_list("created_by__username", flat=True))
            self.expect(bool(by & actors), f"what readers get of {name} changed without a trail")

    def expect(self, holds: bool, message: str) -> None:
        if not holds:
            raise Disagreement(message)


def word_of(item: WireItem) -> Word:
    """Return what binds of the item, as its row says."""
    status = STATUSES.get(item.status, Status.UNKNOWN)
    embargo = oracle.WITHOUT_END if item.embargo_indefinite else item.embargo_until or oracle.NEVER
    embargo = min(embargo, oracle.WITHOUT_END)
    return Word(status, embargo, item.expires_at or oracle.WITHOUT_END)


def _take_out(article: Article, item: WireItem, by: User, act: Act, now: datetime) -> None:
    source = article.agency_credits.filter(wire_item=item).first()
    if source is None:
        raise DomainError("It is out of view already.", code="out_of_view")
    drafting.remove_item(article, source, by=by, note=act.note, at=now)


def _read(article: Article, item: WireItem, by: User, act: Act, now: datetime) -> None:
    source = article.agency_credits.filter(wire_item=item).first()
    if source is None or item.current_id is None:
        raise DomainError("It is out of view.", code="out_of_view")
    drafting.accept(article, source, item.current_id, by=by, at=now)


def _publish(article: Article, item: WireItem, by: User, act: Act, now: datetime) -> None:
    workflow.publish(article, by=by, at=now, goes_live_at=act.goes_live_at)


def _answer(article: Article, item: WireItem, by: User, act: Act, now: datetime) -> None:
    """Answer one version after another; where nothing restricts, what is there besides."""
    versions = item.versions.select_related("delivery").order_by("pk")
    opened = article.wire_alarms.open().values("version")
    restricting = [version for version in versions if name_of(version) in act.answers]
    for version in restricting or versions.filter(pk__in=opened) or versions[:1]:
        alarms.dismiss(article, version, note=act.note, by=by, at=now)


def name_of(version: WireVersion) -> str:
    """Return what the oracle calls a version: the name of its delivery, "first" for the first."""
    name = version.delivery.name if version.delivery else ""
    return "first" if name.startswith("first") else name


VERBS: dict[str, Any] = {
    "take out": _take_out,
    "read": _read,
    "publish": _publish,
    "answer": _answer,
    "submit": lambda article, item, by, act, now: workflow.submit(article, by=by, at=now),
    "approve": lambda article, item, by, act, now: workflow.approve(article, by=by, at=now),
    "reopen": lambda article, item, by, act, now: workflow.reopen(article, by=by, at=now),
    "take down": lambda article, item, by, act, now: workflow.take_down(
        article, by=by, note=act.note, at=now
    ),
    "kill": lambda article, item, by, act, now: workflow.kill(
        article, by=by, note=act.note, at=now
    ),
}
