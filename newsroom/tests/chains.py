"""Chains of wire events and acts at the desk: made at random, done, and shortened when one disagrees."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from newsroom.tests.chain_run import Beginning, Disagreement, Run
from newsroom.tests.chain_steps import WITHOUT_END, Arrival, Does, Step, Wait
from newsroom.tests.oracle import Role

LENGTH = 8  # steps after the opening
NOTE = "Ta có nguồn riêng."
WRITTEN = (
    Does("write from", by=Role.WRITER),
    Does("submit", by=Role.WRITER),
    Does("approve", by=Role.EDITOR),
)
PUBLISHED = (*WRITTEN, Does("publish", by=Role.EDITOR))
OPENINGS: tuple[tuple[Step, ...], ...] = (
    (),
    PUBLISHED,
    (*WRITTEN, Does("publish", by=Role.EDITOR, later=300), Does("publish", "Y", by=Role.EDITOR)),
    (
        *PUBLISHED,
        Arrival(number=9, clock=0, corrects=True),
        Does("reopen", by=Role.WRITER),
        Does("take out", by=Role.EDITOR, note=NOTE),
        Does("submit", by=Role.WRITER),
    ),
    (*WRITTEN[:2], Does("publish", "Y", by=Role.EDITOR)),
)


def next_step(rng: random.Random, run: Run) -> Step:
    """Return a step that may well be interesting now: most acts fit the stage, some never do."""
    if run.article is None and rng.random() < 0.75:
        return Does("write from", by=Role.WRITER)
    forward = _forward(rng, run)
    if forward is not None and forward.verb != "reopen" and rng.random() < 0.4:
        return forward
    chance = rng.random()
    if chance < 0.42 or run.article is None:
        return _arrival(rng)
    if chance < 0.5:
        return Wait(rng.choice((60, 250)))
    return _act(rng, run)


def _arrival(rng: random.Random) -> Arrival:
    return Arrival(
        status=rng.choice(("usable", "usable", "canceled", "withheld", "no such status")),
        number=rng.choice((None, 0, 1, 2, 3, 4, 5, 9)),
        clock=rng.choice((None, None, -600, -60, -5, 0, 3)),
        zone=rng.choice(("+09:00", "Z", "")),
        embargo=rng.choice((*[None] * 8, -60, 60, 240, WITHOUT_END)),
        expires=rng.choice((*[None] * 9, 45, 215, -5)),
        by=rng.choice((None, None, None, None, Role.REPORTER, Role.EDITOR, Role.CHIEF)),
        corrects=rng.random() < 0.25,
    )


NEXT_VERB = {
    "draft": "submit",
    "in_review": "approve",
    "approved": "publish",
    "published": "reopen",
}
FITTING = {
    "submit": Role.WRITER,
    "reopen": Role.WRITER,
    "approve": Role.CHIEF,
    "publish": Role.EDITOR,
}


def _act(rng: random.Random, run: Run) -> Does:
    verb = rng.choice(
        (
            "on",
            "on",
            "on",
            "on",
            "on",
            "on",
            "read",
            "elsewhere",
            "take out",
            "answer",
            "recall",
            "any",
        )
    )
    note = rng.choice((NOTE, NOTE, ""))
    anybody = rng.choice(tuple(Role))
    if verb == "on":
        if forward := _forward(rng, run):
            return forward
        verb = "answer"
    if verb == "elsewhere":
        return Does("publish", "Y", rng.choice((Role.EDITOR, Role.CHIEF)), later=_later(rng))
    if verb == "read":
        return Does(verb, by=Role.WRITER)
    if verb == "take out":
        return Does(verb, by=rng.choice((Role.EDITOR, Role.WRITER, anybody)), note=note)
    if verb == "answer":
        story = rng.choice(("X", "X", "X", "Y"))
        return Does(verb, story, rng.choice((Role.CHIEF, Role.CHIEF, anybody)), note)
    if verb == "recall":
        return Does(rng.choice(("take down", "kill")), "X", rng.choice((Role.CHIEF, anybody)), note)
    return Does(rng.choice(tuple(FITTING)), by=anybody)


def _forward(rng: random.Random, run: Run) -> Does | None:
    """Return the verb that comes next for the story, mostly by who may; None when there is none."""
    article = run.find("X")
    verb = NEXT_VERB.get(article.stage) if article is not None else None
    if verb is None:
        return None
    story = run.state.story("X")
    if story is not None and story.is_unread and rng.random() < 0.5:
        return Does("read", by=Role.WRITER)
    by = FITTING[verb] if rng.random() < 0.9 else rng.choice(tuple(Role))
    return Does(verb, by=by, later=_later(rng) if verb == "publish" else None)


def _later(rng: random.Random) -> int | None:
    return rng.choice((None, None, 30, 120, 300))


def explore(run: Run, rng: random.Random, *, leaves: int, length: int = LENGTH) -> Iterator[Run]:
    """Do `leaves` chains of `length` steps that begin as `run`, and yield each at its end.

    Chains share their beginnings, which are done once: what a step did is taken back before the next.
    A chain ends where something disagrees, with what it is in `disagreement`.
    """
    if length == 0 or run.disagreement:
        yield run
        return
    tried: set[Step] = set()
    for share in _shares(rng, leaves, length):
        branch = run.fork()
        step = next(s for s in iter(lambda: next_step(rng, run), None) if s not in tried)
        tried.add(step)
        with transaction.atomic():
            try:
                branch.do(step)
            except Disagreement as disagreement:
                branch.disagreement = str(disagreement)
                yield branch
            else:
                yield from explore(branch, rng, leaves=share, length=length - 1)
            transaction.set_rollback(True)


def _shares(rng: random.Random, leaves: int, length: int) -> list[int]:
    """Divide `leaves` among branches, of which there are few at first and many at the end."""
    done = LENGTH - length
    branches = leaves ** ((2 * done + 1) / (LENGTH**2 - done**2))
    count = int(branches) + (rng.random() < branches % 1)
    return [leaves // count + (number < leaves % count) for number in range(count)]


def begin(beginning: Beginning, opening: tuple[Step, ...], start: datetime) -> Run:
    """Do an opening, in the transaction of the caller; a disagreement stands in the run."""
    run = Run(beginning, start)
    try:
        for step in opening:
            run.do(step)
    except Disagreement as disagreement:
        run.disagreement = str(disagreement)
    return run


def replay(beginning: Beginning, steps: tuple[Step, ...], start: datetime) -> str:
    """Do a chain from its beginning; return what disagreed, "" when nothing did."""
    with transaction.atomic():
        run, message = Run(beginning, start), ""
        try:
            for step in steps:
                run.do(step)
        except Disagreement as disagreement:
            message = str(disagreement)
        transaction.set_rollback(True)
    return message


def shortest(beginning: Beginning, steps: tuple[Step, ...], start: datetime) -> tuple[Step, ...]:
    """Return a chain from which nothing can be left out, and which still disagrees."""
    shrinks = True
    while shrinks:
        shrinks = False
        for shorter in _shorter(steps):
            if replay(beginning, shorter, start):
                steps, shrinks = shorter, True
                break
    return steps


def _shorter(steps: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
    for index in range(len(steps)):
        yield steps[:index] + steps[index + 1 :]
    for index, step in enumerate(steps):
        if isinstance(step, Arrival):
            plain = Arrival()
            for field in dataclasses.fields(step):
                if getattr(step, field.name) != getattr(plain, field.name):
                    simpler = dataclasses.replace(step, **{field.name: getattr(plain, field.name)})
                    yield (*steps[:index], simpler, *steps[index + 1 :])
        elif isinstance(step, Does) and step.later is not None:
            yield (*steps[:index], dataclasses.replace(step, later=None), *steps[index + 1 :])
