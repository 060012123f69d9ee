"""The page of a verb shows what changed: since readers had it, and since an editor last decided."""

from django.urls import reverse

from articles import workflow
from newsroom.tests.factories import at, make_image
from newsroom.tests.test_story_life import Desk

OLD = '<p>Theo <a href="https://sai.example/">công ty</a>.</p>'
NEW = OLD.replace("sai.example", "dung.example")


def review(user, article, verb="approve"):
    """What the page of the verb compares the copy with, and in which parts it differs from that."""
    response = Desk(user).client.get(
        reverse("admin:articles_article_verb", args=[article.pk, verb])
    )
    assert response.status_code == 200
    baselines = response.context["review"]
    for baseline in baselines:
        for change in baseline.changes:
            assert change.label.capitalize()[:4] in response.content.decode()
    return [
        (
            baseline.edition.number if baseline.edition else baseline.decision.verb,
            [change.key for change in baseline.changes],
        )
        for baseline in baselines
    ]


def test_copy_that_is_new_is_compared_with_nothing(newsroom, cast):
    assert review(cast.editor, newsroom.in_review()) == []


def test_a_link_that_changed_since_readers_had_it_is_shown(newsroom, cast):
    article = newsroom.published(body=OLD, at=at(9))
    workflow.reopen(article, by=cast.reporter, at=at(10))
    newsroom.rewrite(article, body=NEW, at=at(11))
    workflow.submit(article, by=cast.reporter, at=at(11))
    assert review(cast.editor, article) == [(1, ["body"])]


def test_words_of_the_library_that_readers_would_get_anew_are_shown(newsroom, cast):
    image = make_image(caption="Nhầm tên.")
    article = newsroom.published(lead=image, at=at(9))
    workflow.reopen(article, by=cast.reporter, at=at(10))
    image.caption = "Đúng tên."
    image.save()
    workflow.submit(article, by=cast.reporter, at=at(11))
    assert review(cast.editor, article) == [(1, ["lead"])]


def test_what_changed_since_it_was_sent_back_is_shown_with_the_note(newsroom, cast):
    article = newsroom.in_review(body=OLD)
    workflow.send_back(article, by=cast.editor, note="Sửa liên kết.")
    newsroom.rewrite(article, body=NEW)
    workflow.submit(article, by=cast.reporter)
    assert review(cast.editor, article) == [("send_back", ["body"])]


def test_what_changed_since_it_was_approved_is_shown(newsroom, cast):
    article = newsroom.approved(body=OLD)
    newsroom.rewrite(article, body=NEW)
    assert review(cast.second_editor, article) == [("approve", ["body"])]


def test_an_approval_that_was_printed_is_not_shown_beside_its_edition(newsroom, cast):
    article = newsroom.published(body=OLD, at=at(9))
    workflow.reopen(article, by=cast.reporter, at=at(10))
    newsroom.rewrite(article, headline="Tít mới", at=at(11))
    workflow.submit(article, by=cast.reporter, at=at(11))
    workflow.send_back(article, by=cast.editor, note="Chưa.", at=at(12))
    newsroom.rewrite(article, body=NEW, at=at(13))
    workflow.submit(article, by=cast.reporter, at=at(13))
    assert review(cast.editor, article) == [(1, ["headline", "body"]), ("send_back", ["body"])]


def test_the_page_to_publish_shows_what_readers_will_get_anew(newsroom, cast):
    article = newsroom.published(body=OLD, at=at(9))
    workflow.reopen(article, by=cast.reporter, at=at(10))
    newsroom.rewrite(article, body=NEW, at=at(11))
    workflow.submit(article, by=cast.reporter, at=at(11))
    workflow.approve(article, by=cast.editor, at=at(12))
    assert review(cast.editor, article, "publish") == [(1, ["body"])]


def test_copy_of_a_story_that_was_taken_down_is_compared_with_what_readers_had(newsroom, cast):
    article = newsroom.published(body=OLD, at=at(9))
    workflow.take_down(article, by=cast.chief, note="Kiểm tra.", at=at(10))
    newsroom.rewrite(article, body=NEW, at=at(11))
    assert review(cast.second_editor, article)[0] == (1, ["body"])


def test_words_of_the_library_that_changed_since_the_approval_are_shown(newsroom, cast):
    """The copy is the version that was approved, and would not be printed as it was approved."""
    image = make_image(caption="Nhầm tên.")
    article = newsroom.approved(lead=image)
    assert review(cast.editor, article, "publish") == []
    image.caption = "Đúng tên."
    image.save()
    assert review(cast.editor, article, "publish") == [("approve", ["lead"])]
