"""Who is mailed that their copy was moved."""

import pytest
from django.core import mail
from django_tasks import default_task_backend

from articles import notifications, workflow
from articles.models import StageChange


@pytest.fixture
def mailed(django_capture_on_commit_callbacks):
    """Call a function, commit, run what it queued, and return the addresses written to."""

    def run(action):
        default_task_backend.clear()
        with django_capture_on_commit_callbacks(execute=True):
            action()
        for result in default_task_backend.results:
            result.task.call(*result.args, **result.kwargs)
        return [address for message in mail.outbox for address in message.to]

    return run


def test_the_writer_is_mailed_that_copy_was_sent_back_and_why(newsroom, cast, mailed):
    article = newsroom.in_review()
    assert mailed(lambda: workflow.send_back(article, by=cast.editor, note="Thêm nguồn.")) == [
        "reporter@example.org"
    ]
    (message,) = mail.outbox
    assert article.headline in message.subject
    assert "Thêm nguồn." in message.body


def test_nobody_is_mailed_about_what_they_did_themselves(newsroom, cast, mailed):
    article = newsroom.draft()
    assert mailed(lambda: workflow.submit(article, by=cast.reporter)) == []


def test_who_wants_no_mail_gets_none(newsroom, cast, mailed):
    cast.reporter.mail_about_copy = False
    cast.reporter.save()
    article = newsroom.in_review()
    assert mailed(lambda: workflow.send_back(article, by=cast.editor, note="Thêm nguồn.")) == []


def test_a_refused_verb_tells_nobody(newsroom, cast, mailed):
    article = newsroom.draft()

    def refused():
        with pytest.raises(workflow.Refused):
            workflow.approve(article, by=cast.editor)

    assert mailed(refused) == []


def test_the_mail_speaks_the_language_of_its_reader(newsroom, cast):
    cast.reporter.language = "en"
    cast.reporter.save()
    article = newsroom.in_review()
    workflow.send_back(article, by=cast.editor, note="Add a source.")
    notifications.send.call(StageChange.objects.latest("pk").pk, cast.reporter.pk)
    assert mail.outbox[0].subject == f"Sent back: {article.headline}"
