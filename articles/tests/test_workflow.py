"""What the workflow promises, apart from the matrix of test_matrix.py."""

import pytest

from articles import workflow
from articles.models import Article
from editions.models import Edition
from newsroom.tests.factories import at


def test_a_story_goes_from_draft_to_reader(newsroom, cast):
    article = newsroom.draft(at=at(9))
    workflow.submit(article, by=cast.reporter, at=at(10))
    workflow.approve(article, by=cast.editor, at=at(11))
    edition = workflow.publish(article, by=cast.editor, at=at(12))

    assert article.stage == Article.Stage.PUBLISHED
    assert edition.kind == Edition.Kind.FIRST
    assert list(Edition.objects.live(at(12))) == [edition]
    assert list(Edition.objects.live(at(11, 59))) == []


def test_nobody_approves_what_they_submitted(newsroom, cast):
    article = newsroom.draft(by=cast.editor)
    workflow.submit(article, by=cast.editor)
    with pytest.raises(workflow.Refused, match="your own copy"):
        workflow.approve(article, by=cast.editor)
    article.refresh_from_db()
    assert article.stage == Article.Stage.IN_REVIEW
