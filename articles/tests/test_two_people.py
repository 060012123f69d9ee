"""Two people do two verbs to the same story at once: one after the other, whoever was first.

The first has done its work and not committed when the second begins. What comes of it must be what
comes of the same two verbs done one after the other.
"""

import threading

import pytest
from django.db import connection, connections, transaction

from articles import roles, workflow
from articles.models import Article
from articles.tests.matrix import EXPECTED, allowed
from articles.tests.test_matrix import NOW, STATES
from editions.models import Edition
from newsroom.tests.factories import make_user
from newsroom.tests.rows import insert_image

NEW = {"take_down", "kill", "reinstate"}
BLOCKED = """
SELECT count(*) FROM pg_stat_activity
WHERE wait_event_type = 'Lock' AND datname = current_database()
"""


def pairs(state):
    """The pairs of verbs in a state, in both orders, of which one is new."""
    verbs = [verb for verb in EXPECTED if allowed(verb, state)]
    return [(first, second) for first in verbs for second in verbs if NEW & {first, second}]


def outcome(verb, article, user):
    """The stage to which a verb leads; None when it is refused, whatever the reason."""
    try:
        getattr(workflow, verb)(article, by=user, note="Vì thế.", at=NOW)
    except workflow.Refused:
        return None
    return article.stage


def remains(article):
    """What is left of the story: stage, trail, editions in force and waiting."""
    article.refresh_from_db()
    editions = Edition.objects.filter(story=article.story_id)
    return (
        article.stage,
        list(article.stage_changes.order_by("pk").values_list("verb", "from_stage", "to_stage")),
        list(editions.in_force(NOW).values_list("number", "kind", "note")),
        list(editions.waiting(NOW).values_list("number", "kind")),
        editions.count(),
    )


def one_after_the_other(article, first, second, chief, other):
    """Both have the page open before either presses."""
    opened = Article.objects.get(pk=article.pk), Article.objects.get(pk=article.pk)
    return outcome(first, opened[0], chief), outcome(second, opened[1], other), remains(article)


def at_once(opened, first, second, chief, other):
    """The first does a verb to the first of two opened articles, the second meanwhile to the other."""
    outcomes, done, finished = {}, threading.Event(), threading.Event()

    def act_first():
        try:
            with transaction.atomic():
                outcomes["first"] = outcome(first, opened[0], chief)
                done.set()
                wait_until_blocked(finished)
        finally:
            done.set()
            connections.close_all()

    def act_second():
        done.wait(timeout=20)
        try:
            outcomes["second"] = outcome(second, opened[1], other)
        finally:
            finished.set()
            connections.close_all()

    threads = [threading.Thread(target=act_first), threading.Thread(target=act_second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return outcomes["first"], outcomes["second"]


def wait_until_blocked(finished):
    """Wait until another connection waits for a lock, or the other verb was refused without."""
    while not finished.wait(timeout=0.02):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # else it stays as first asked
            cursor.execute(BLOCKED)
            if cursor.fetchone()[0]:
                return


@pytest.mark.slow
@pytest.mark.postgresql(reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("state", [state for state in STATES if pairs(state)])
def test_what_comes_of_two_verbs_at_once_is_what_comes_of_them_in_order(newsroom, cast, state):
    chief, other = cast.chief, make_user("chief2", roles.CHIEF_EDITOR)
    for first, second in pairs(state):
        make = STATES[state]
        expected = one_after_the_other(make(newsroom), first, second, chief, other)
        article = make(newsroom)
        opened = Article.objects.get(pk=article.pk), Article.objects.get(pk=article.pk)
        results = at_once(opened, first, second, chief, other)
        assert (*results, remains(article)) == expected, (first, second)


@pytest.mark.postgresql(reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("service", ["text", "picture"])
def test_two_stories_do_not_both_get_the_last_piece_of_a_quota(newsroom, cast, service):
    kyodo = newsroom.kyodo
    kyodo.contracts.filter(service=service).update(monthly_quota=1)
    opened = [
        newsroom.approved(agencies=[kyodo], at=NOW)
        if service == "text"
        else newsroom.approved(lead=insert_image(origin=kyodo, rights="agency"), at=NOW)
        for _number in range(2)
    ]
    assert at_once(opened, "publish", "publish", cast.chief, cast.editor) == ("published", None)
