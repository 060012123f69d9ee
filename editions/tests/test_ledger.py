"""The ledger: what was printed stays as it was, and answers for any moment what readers saw."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import workflow
from editions.models import FAR_FUTURE, Edition, EditionImage, Story
from newsroom.tests.factories import at, make_image

pytestmark = pytest.mark.both_databases


def edition_of(newsroom, story, number, published_at, superseded_at=FAR_FUTURE, kind="update"):
    return Edition.objects.create(
        story=story,
        number=number,
        kind=kind,
        section=newsroom.section,
        headline=f"Ấn bản {number}",
        language="vi",
        published_by=newsroom.cast.editor,
        published_at=published_at,
        superseded_at=superseded_at,
        first_published_at=published_at,
    )


def test_it_tells_for_any_past_moment_what_readers_saw(newsroom, cast):
    article = newsroom.published(at=at(9), headline="Tít đầu")
    newsroom.printed_again(article, at=at(11), headline="Tít hai")
    newsroom.printed_again(
        article, kind="correction", note="Sửa số liệu.", at=at(14), headline="Tít ba"
    )
    workflow.kill(article, by=cast.chief, note="Gỡ.", at=at(16))

    def seen_at(now):
        return [edition.headline for edition in Edition.objects.live(now)]

    assert seen_at(at(8, 59)) == []
    assert seen_at(at(9)) == seen_at(at(10, 59)) == ["Tít đầu"]
    assert seen_at(at(11)) == seen_at(at(13, 59)) == ["Tít hai"]
    assert seen_at(at(14)) == seen_at(at(15, 59)) == ["Tít ba"]
    assert seen_at(at(16)) == []
    kinds = [edition.kind for edition in article.story.editions.order_by("number")]
    assert kinds == ["first", "update", "correction", "kill"]


def test_every_edition_keeps_the_time_of_the_first(newsroom):
    article = newsroom.published(at=at(9))
    second = newsroom.printed_again(article, at=at(11), kicker="Mới")
    assert second.first_published_at == at(9)
    assert second.was_changed
    assert not article.story.editions.get(number=1).was_changed


def test_a_correction_does_not_move_a_story_up(newsroom):
    older = newsroom.published(at=at(9), headline="Bài cũ")
    newsroom.published(at=at(10), headline="Bài mới")
    newsroom.printed_again(older, kind="correction", note="Sửa.", at=at(11), kicker="Sửa")
    lists = Edition.objects.live(at(12)).newest_first()
    assert [edition.headline for edition in lists] == ["Bài mới", "Bài cũ"]


def test_nothing_printed_is_changed_or_deleted(newsroom):
    article = newsroom.published(at=at(9), lead=make_image())
    edition = article.story.editions.get()
    picture = edition.images.get()
    for row in (edition, picture, edition.authors.get(), edition.topics.get()):
        with pytest.raises(TypeError, match="written once"):
            row.save()
        with pytest.raises(TypeError, match="written once"):
            row.delete()
    for rows in (Edition.objects.all(), EditionImage.objects.all(), article.story.editions.all()):
        with pytest.raises(TypeError, match="written once"):
            rows.update(pk=1)
        with pytest.raises(TypeError, match="written once"):
            rows.delete()


def test_what_was_printed_outlives_a_change_in_the_library(newsroom):
    image = make_image(creator="Trần Văn Bình")
    article = newsroom.published(at=at(9), lead=image)
    image.creator, image.caption = "Người khác", "Chú thích khác"
    image.save()
    printed = article.story.editions.get().images.get()
    assert printed.credit_line == "Ảnh: Trần Văn Bình"
    assert printed.caption == "Cầu Trường Tiền lúc chiều xuống."


def test_a_story_has_one_edition_of_a_number(newsroom):
    story = Story.objects.create()
    edition_of(newsroom, story, 1, at(9), at(10))
    with pytest.raises(IntegrityError), transaction.atomic():
        edition_of(newsroom, story, 1, at(11))


def test_a_story_has_one_edition_without_end(newsroom):
    story = Story.objects.create()
    edition_of(newsroom, story, 1, at(9))
    with pytest.raises(IntegrityError), transaction.atomic():
        edition_of(newsroom, story, 2, at(11))


@pytest.mark.postgresql(reason="SQLite has no exclusion constraints")
def test_the_database_itself_forbids_two_editions_at_one_moment(newsroom):
    story, other = Story.objects.create(), Story.objects.create()
    edition_of(newsroom, story, 1, at(9), at(12))
    edition_of(newsroom, story, 2, at(12), at(13))
    edition_of(newsroom, other, 1, at(9), at(12))
    with pytest.raises(IntegrityError, match="edition_one_at_a_time"), transaction.atomic():
        edition_of(newsroom, story, 3, at(11), at(14))


@pytest.mark.slow
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(st.sampled_from(["now", "later", "hold", "pass", "kill"]), max_size=8))
def test_whatever_the_desk_does_a_story_has_at_most_one_edition_at_a_time(newsroom, acts):
    """Publish, schedule, hold, let time pass, kill, in any order."""
    cast = newsroom.cast
    article = newsroom.approved(at=at(0))
    for hour, act in enumerate(acts, start=1):
        try:
            if act == "hold":
                workflow.hold(article, by=cast.editor, at=at(hour))
            elif act == "kill":
                workflow.kill(article, by=cast.chief, note="Gỡ.", at=at(hour))
            elif act != "pass":
                if article.stage == "published":
                    workflow.reopen(article, by=cast.reporter, at=at(hour))
                    newsroom.rewrite(article, at=at(hour), kicker=f"Lần {hour}")
                    workflow.submit(article, by=cast.reporter, at=at(hour))
                    workflow.approve(article, by=cast.editor, at=at(hour))
                later = at(hour + 2) if act == "later" else None
                workflow.publish(article, by=cast.editor, at=at(hour), goes_live_at=later)
        except workflow.Refused:
            pass
        assert Edition.objects.filter(story__article=article).waiting(at(hour)).count() <= 1
    editions = Edition.objects.filter(story__article=article)
    for now in (at(h, 30) for h in range(12)):
        assert editions.in_force(now).count() <= 1
