"""The whole workflow: every verb from every state by every role, allowed or refused as written here."""

import pytest
from django.db import transaction

from articles import verbs, workflow
from articles.models import Article, Revision, StageChange
from articles.tests.matrix import EXPECTED, allowed, target
from editions.models import Edition
from newsroom.tests.factories import at

NOW = at(12)


@pytest.fixture
def states(newsroom, cast):
    """One article in each state that the workflow knows, all written by the reporter."""
    killed = newsroom.published(at=at(9))
    workflow.kill(killed, by=cast.chief, note="Gỡ theo yêu cầu của hãng.", at=at(10))
    reopened = newsroom.published(at=at(9))
    workflow.reopen(reopened, by=cast.reporter, at=at(10))
    spiked = newsroom.draft(at=at(9))
    workflow.spike(spiked, by=cast.editor, at=at(10))
    return {
        "draft": newsroom.draft(at=at(9)),
        "in review": newsroom.in_review(at=at(9)),
        "approved": newsroom.approved(at=at(9)),
        "published": newsroom.published(at=at(9)),
        "waiting": newsroom.published(at=at(9), goes_live_at=at(18)),
        "reopened": reopened,
        "killed": killed,
        "spiked": spiked,
    }


def everything():
    """All that a verb could change."""
    return (
        list(Article.objects.order_by("pk").values_list()),
        list(StageChange.objects.order_by("pk").values_list()),
        list(Revision.objects.order_by("pk").values_list()),
        list(Edition.objects.order_by("pk").values_list()),
    )


def test_every_verb_from_every_state_by_every_role(states, cast):
    before = everything()
    done, expected = set(), set()
    for state, article in states.items():
        for verb in verbs.VERBS:
            for role, user in vars(cast).items():
                if role == "second_editor":
                    continue  # the same as editor
                if role in allowed(verb, state):
                    expected.add((state, verb, role))
                fresh = Article.objects.get(pk=article.pk)
                savepoint = transaction.savepoint()
                try:
                    getattr(workflow, verb)(fresh, by=user, note="Vì thế.", at=NOW)
                except workflow.Refused as refused:
                    assert everything() == before, (state, verb, role)
                    assert refused.problems
                    assert fresh.stage == article.stage
                else:
                    done.add((state, verb, role))
                    change = StageChange.objects.latest("pk")
                    assert (change.verb, change.created_by, change.created_at) == (verb, user, NOW)
                    assert change.from_stage == article.stage
                    stage = Article.objects.get(pk=article.pk).stage
                    assert stage == fresh.stage == target(verb, state)
                transaction.savepoint_rollback(savepoint)
    assert done == expected


def test_what_is_offered_is_what_is_allowed(states, cast):
    """Buttons come from the table: nobody sees one that would be refused for role or state."""
    for state, article in states.items():
        for role, user in vars(cast).items():
            offered = {verb.name for verb in workflow.verbs_for(article, user, at=NOW)}
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
