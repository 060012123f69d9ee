"""Chains of wire events and acts at the desk, in any order, against an oracle written apart from the
code.

`oracle.py` says what is right; `chains.py` makes the chains and compares after every step. A chain
that fails is printed at its shortest.
"""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.wire.robot import robot
from editions.models import Edition
from newsroom.tests import chain_run, chain_steps, chains
from newsroom.tests.factories import at, make_agency, make_feed

START = at(6)
A_TREE, TREES = 25, 10  # chains that share a beginning, and trees of one test
TESTS = 20  # 5,000 chains
EVERY_DAY = 1  # tests that run in “make test”; the others run in “make nightly”
NIGHTLY = [pytest.param(n, marks=pytest.mark.nightly) for n in range(EVERY_DAY, TESTS)]

# What the oracle must have had to say in the tests of every day, so that none of it is empty.
CLAIMS = (
    "write from must be refused",
    "take out must be refused",
    "take out must be done",
    "approve must be done",
    "publish must be refused",
    "publish must be done",
    "answer must be refused",
    "an alarm for X",
    "an alarm for Y",
    "X is held",
    "X stays over what forbids it",
)


@pytest.fixture(scope="module")
def module_beginnings(module_newsroom):
    """One beginning for each base, made once."""
    robot()
    made = []
    for number, base in enumerate(chain_steps.BASES):
        agency = make_agency(f"Kyodo {number}", on_kill=chain_run.ON_KILL[base.on_kill])
        feed = make_feed(agency, name=f"Kyodo {number}")
        made.append(chain_run.Beginning(module_newsroom, base, feed, START))
    return made


def explore(beginning, seed, leaves):
    """Do `leaves` chains; return what the oracle said of them, and the steps of the last chain."""
    dice = random.Random(seed)  # noqa: S311
    opening = chains.OPENINGS[seed % len(chains.OPENINGS)]
    with transaction.atomic():
        run = chains.begin(beginning, opening, START)
        ends = list(chains.explore(run, dice, leaves=leaves))
        transaction.set_rollback(True)
    failed = next((end for end in ends if end.disagreement), None)
    if failed:
        steps = chains.shortest(beginning, failed.steps, START)
        message = chains.replay(beginning, steps, START)
        pytest.fail("\n".join([f"seed {seed}, {beginning.base}", *map(str, steps), message]))
    assert len(ends) == len({end.steps for end in ends}) == leaves
    return run.claims, ends[-1].steps


def assert_readers_get_what_the_oracle_says(beginning, steps):
    """Do the chain so that its last step is now, and ask for the pages and the picture's files."""
    length = sum(s.minutes if isinstance(s, chain_steps.Wait) else chain_steps.STEP for s in steps)
    now = timezone.now().replace(second=0, microsecond=0)
    with transaction.atomic():
        run = chain_run.Run(beginning, now - timedelta(minutes=length))
        for step in steps:
            run.do(step)
        run.compare_alarms_shown()
        cache.clear()
        for name, pk in (("X", run.article), ("Y", beginning.elsewhere.pk)):
            edition = Edition.objects.filter(story__article=pk).order_by("number").first()
            if edition is None:
                continue
            response = Client().get(edition.get_absolute_url())
            assert response.status_code == run.state.page(name), (name, steps)
            if not run.state.picture_may_be_seen(run.now):
                assert beginning.image.token not in response.content.decode(), (name, steps)
        files = beginning.image.renditions.all()
        answers = {Client().get(reverse("picture", args=[f.image.token, f.name])) for f in files}
        seen = {answer.status_code for answer in answers} == {200}
        stories = [story for _name, story in run.state.stories if story.live]
        shown = any(story.shows_picture for story in stories)
        assert seen == (shown and run.state.picture_may_be_seen(run.now)), steps
        transaction.set_rollback(True)
    cache.clear()


@pytest.mark.slow
@pytest.mark.parametrize("test", [*range(EVERY_DAY), *NIGHTLY])
def test_nothing_that_the_binding_word_forbids_is_public_after_any_chain(
    db, module_beginnings, test
):
    claims = Counter()
    for tree in range(TREES):
        seed = test * TREES + tree
        beginning = module_beginnings[seed % len(module_beginnings)]
        verdicts, steps = explore(beginning, seed, A_TREE)
        claims += verdicts
        assert_readers_get_what_the_oracle_says(beginning, steps)
    for claim in CLAIMS if test < EVERY_DAY else ():
        assert claims[claim], f"no chain led to “{claim}”"
