"""The whole workflow: every verb from every state by every role, allowed or refused as written here."""

import copy

import pytest
from django.db import transaction

from articles import permitted, verbs, workflow
from articles.models import Article, Revision, StageChange
from articles.tests.matrix import EXPECTED, allowed, target
from editions.models import Edition
from images import services
from newsroom.tests.factories import at
from newsroom.tests.rows import insert_image

NOW = at(12)


def killed(newsroom):
    article = newsroom.published(at=at(9))
    workflow.kill(article, by=newsroom.cast.chief, note="Gỡ theo yêu cầu của hãng.", at=at(10))
    return article


def spiked(newsroom):
    article = newsroom.draft(at=at(9))
    workflow.spike(article, by=newsroom.cast.editor, at=at(10))
    return article


def reopened(newsroom):
    article = newsroom.published(at=at(9))
    workflow.reopen(article, by=newsroom.cast.reporter, at=at(10))
    return article


def in_review_again(newsroom):
    article = reopened(newsroom)
    newsroom.rewrite(article, at=at(10), standfirst="Sapô đã sửa.")
    workflow.submit(article, by=newsroom.cast.reporter, at=at(10))
    return article


def approved_again(newsroom):
    article = in_review_again(newsroom)
    workflow.approve(article, by=newsroom.cast.editor, at=at(10))
    return article


def taken_down(newsroom):
    article = newsroom.published(at=at(9))
    workflow.take_down(article, by=newsroom.cast.editor, note="Chờ hãng xác nhận.", at=at(10))
    return article


def taken_down_while_open(newsroom):
    article = reopened(newsroom)
    workflow.take_down(article, by=newsroom.cast.editor, note="Chờ hãng xác nhận.", at=at(10))
    return article


def taken_down_in_review(newsroom):
    article = in_review_again(newsroom)
    workflow.take_down(article, by=newsroom.cast.editor, note="Chờ hãng xác nhận.", at=at(10))
    return article


def waiting_after_takedown(newsroom):
    article = taken_down(newsroom)
    workflow.publish(article, by=newsroom.cast.editor, at=at(10), goes_live_at=at(18))
    return article


def killed_unseen(newsroom):
    article = newsroom.published(at=at(9), goes_live_at=at(18))
    workflow.kill(article, by=newsroom.cast.chief, note="Sai người.", at=at(10))
    return article


def update_waiting(newsroom):
    article = approved_again(newsroom)
    workflow.publish(article, by=newsroom.cast.editor, at=at(10), goes_live_at=at(18))
    return article


def reworded(newsroom, **fields):
    """Readers have, or will have, other words under the picture than the library now has."""
    lead = insert_image()
    article = newsroom.published(at=at(9), lead=lead, **fields)
    services.update_image(lead, {"creator": "Lê Minh"}, by=newsroom.cast.pictures, at=at(10))
    return article


def reworded_and_reopened(newsroom):
    article = reworded(newsroom)
    workflow.reopen(article, by=newsroom.cast.reporter, at=at(10))
    return article


# How copy gets into each state that the workflow knows, all of it written by the reporter.
STATES = {
    "draft": lambda newsroom: newsroom.draft(at=at(9)),
    "in review": lambda newsroom: newsroom.in_review(at=at(9)),
    "approved": lambda newsroom: newsroom.approved(at=at(9)),
    "waiting": lambda newsroom: newsroom.published(at=at(9), goes_live_at=at(18)),
    "published": lambda newsroom: newsroom.published(at=at(9)),
    "reopened": reopened,
    "in review again": in_review_again,
    "approved again": approved_again,
    "update waiting": update_waiting,
    "taken down": taken_down,
    "taken down while open": taken_down_while_open,
    "taken down in review": taken_down_in_review,
    "waiting after takedown": waiting_after_takedown,
    "reworded": reworded,
    "reworded and reopened": reworded_and_reopened,
    "reworded and waiting": lambda newsroom: reworded(newsroom, goes_live_at=at(18)),
    "killed": killed,
    "killed unseen": killed_unseen,
    "spiked": spiked,
}


@pytest.fixture(scope="module")
def module_states(module_newsroom):
    return {state: make(module_newsroom) for state, make in STATES.items()}


@pytest.fixture
def states(newsroom, module_states):
    """One article in each state."""
    return copy.deepcopy(module_states)


def situation(article):
    """What tells states apart: the stage, whether readers have the story or a notice, what waits."""
    editions = Edition.objects.filter(story=article.story_id, story__isnull=False)
    in_force = editions.in_force(NOW).first()
    stage = Article.objects.values_list("stage", flat=True).get(pk=article.pk)
    return stage, in_force.rules.is_live if in_force else None, editions.waiting(NOW).exists()


def everything():
    """All that a verb could change."""
    return (
        list(Article.objects.order_by("pk").values_list()),
        list(StageChange.objects.order_by("pk").values_list()),
        list(Revision.objects.order_by("pk").values_list()),
        list(Edition.objects.order_by("pk").values_list()),
    )


@pytest.mark.parametrize("state", STATES)
def test_every_verb_from_every_state_by_every_role(states, cast, state):
    article, before = states[state], everything()
    known = {situation(article) for article in states.values()}
    done, expected = set(), set()
    for verb in verbs.VERBS:
        for role, user in vars(cast).items():
            if role == "second_editor":
                continue  # the same as editor
            if role in allowed(verb, state):
                expected.add((verb, role))
            fresh = Article.objects.get(pk=article.pk)
            savepoint = transaction.savepoint()
            try:
                getattr(workflow, verb)(fresh, by=user, note="Vì thế.", at=NOW)
            except workflow.Refused as refused:
                assert everything() == before, (verb, role)
                assert refused.problems
                assert fresh.stage == article.stage
            else:
                done.add((verb, role))
                change = StageChange.objects.latest("pk")
                assert (change.verb, change.created_by, change.created_at) == (verb, user, NOW)
                assert change.from_stage == article.stage
                stage = Article.objects.get(pk=article.pk).stage
                assert stage == fresh.stage == target(verb, state)
                assert situation(fresh) in known, (
                    f"articles/tests/test_matrix.py: “{verb}” leads from “{state}” to copy that no"
                    " state is like. Add one to STATES, and to EXPECTED in articles/tests/matrix.py"
                    " who may do what in it."
                )
            transaction.savepoint_rollback(savepoint)
    assert done == expected


def test_every_state_has_its_expectations():
    """A state in which nothing may be done, such as killed, has none."""
    assert {state for rows in EXPECTED.values() for state in rows} <= set(STATES)


def test_what_is_offered_is_what_is_allowed(states, cast):
    """Buttons come from the table: nobody sees one that would be refused for role or state."""
    for state, article in states.items():
        for role, user in vars(cast).items():
            offered = {verb.name for verb in permitted.verbs_for(article, user, at=NOW)}
            role = "editor" if role == "second_editor" else role
            assert offered == {verb for verb in EXPECTED if role in allowed(verb, state)}


@pytest.mark.parametrize("verb", [name for name, v in verbs.VERBS.items() if v.note_required])
@pytest.mark.parametrize("note", ["", "  \n ", "\u200b"], ids=["none", "blanks", "invisible"])
def test_a_note_that_is_required_has_to_say_something(states, cast, verb, note):
    state = next(iter(EXPECTED[verb]))
    before = everything()
    with pytest.raises(workflow.Refused) as refused:
        getattr(workflow, verb)(states[state], by=cast.chief, note=note, at=NOW)
    assert [problem.field for problem in refused.value.problems] == ["note"]
    assert everything() == before


def test_a_colleague_of_the_desk_may_write_on(newsroom, cast, states):
    newsroom.section.members.add(cast.colleague)
    workflow.submit(states["draft"], by=cast.colleague, at=NOW)
    assert states["draft"].stage == Article.Stage.IN_REVIEW
