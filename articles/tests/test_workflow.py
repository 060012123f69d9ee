"""What the workflow promises, apart from who may do what when: test_matrix.py has that."""

import threading

import pytest
from django.db import IntegrityError, connections
from django.utils import translation

from articles import workflow
from articles.models import Article, Placement, Revision, StageChange
from articles.tests.test_matrix import everything
from editions.models import Edition
from newsroom.tests.factories import at, make_image

pytestmark = pytest.mark.both_databases

Stage = Article.Stage


def messages(refused):
    return [problem.message for problem in refused.value.problems]


def test_a_story_goes_from_draft_to_reader(newsroom, cast):
    article = newsroom.draft(at=at(9))
    workflow.submit(article, by=cast.reporter, at=at(10))
    workflow.approve(article, by=cast.editor, at=at(11))
    edition = workflow.publish(article, by=cast.editor, at=at(12))

    assert article.stage == Stage.PUBLISHED
    assert (edition.kind, edition.number) == (Edition.Kind.FIRST, 1)
    assert (edition.approved_by, edition.published_by) == (cast.editor, cast.editor)
    assert list(Edition.objects.live(at(12))) == [edition]
    assert list(Edition.objects.live(at(11, 59))) == []
    assert [change.verb for change in article.stage_changes.order_by("pk")] == [
        "submit",
        "approve",
        "publish",
    ]


def test_any_change_to_approved_copy_voids_the_approval(newsroom, cast):
    article = newsroom.approved()
    newsroom.rewrite(article, at=at(10), headline="Một tít khác hẳn")
    article.refresh_from_db()
    assert article.stage == Stage.IN_REVIEW
    last = article.stage_changes.latest("pk")
    assert (last.verb, last.created_by, last.version) == ("amend", cast.reporter, article.version)
    with pytest.raises(workflow.Refused):
        workflow.publish(article, by=cast.editor)
    assert Edition.objects.count() == 0


@pytest.mark.parametrize("change", ["tags", "byline", "lead", "agency", "embargo"])
def test_a_change_to_what_hangs_on_the_copy_voids_it_too(newsroom, cast, change):
    article = newsroom.approved()
    if change == "tags":
        article.tags.add("Ấn Độ")
    elif change == "byline":
        article.bylines.all().delete()
    elif change == "lead":
        Placement.objects.create(article=article, image=make_image())
    elif change == "agency":
        article.agency_credits.create(agency=newsroom.kyodo)
    else:
        article.embargo_until = at(20)
        article.save()
    workflow.save(article, by=cast.reporter, at=at(10))
    article.refresh_from_db()
    assert article.stage == Stage.IN_REVIEW


def test_saving_without_a_change_is_no_version_and_voids_nothing(newsroom, cast):
    article = newsroom.approved()
    assert workflow.save(article, by=cast.reporter, at=at(10)) is None
    article.refresh_from_db()
    assert (article.stage, article.version) == (Stage.APPROVED, 1)
    assert article.revisions.count() == 1


def test_copy_written_past_the_workflow_is_not_what_goes_live(newsroom, cast):
    """A save that slipped in after the approval, seen or unseen, stops the press."""
    article = newsroom.approved()
    Article.objects.filter(pk=article.pk).update(version=2)
    with pytest.raises(workflow.Refused, match=r"after you opened|faster"):
        workflow.publish(article, by=cast.editor)
    article.refresh_from_db()
    with pytest.raises(workflow.Refused, match="not approved"):
        workflow.publish(article, by=cast.editor)
    assert Edition.objects.count() == 0


def test_the_second_of_two_who_press_at_once_reads_who_was_faster(newsroom, cast):
    article = newsroom.in_review()
    late = Article.objects.get(pk=article.pk)
    workflow.approve(article, by=cast.editor, at=at(9, 42))
    before = everything()
    with pytest.raises(workflow.Refused) as refused:
        workflow.approve(late, by=cast.second_editor, at=at(9, 43))
    (message,) = messages(refused)
    assert "08/06/2024 - 09:42" in message
    assert str(cast.editor) in message
    assert everything() == before
    assert late.stage == Stage.IN_REVIEW


def test_who_saw_an_older_version_reads_who_saved(newsroom, cast):
    article = newsroom.in_review()
    late = Article.objects.get(pk=article.pk)
    newsroom.rewrite(article, at=at(9, 42), standfirst="Sapô mới.")
    with pytest.raises(workflow.Refused, match="saved version 2 at 08/06/2024 - 09:42"):
        workflow.approve(late, by=cast.editor)


def test_a_failure_inside_publish_leaves_no_trace(newsroom, cast):
    article = newsroom.in_review()
    image = make_image(with_renditions=False)
    # Two figures in one place: the press's own rows collide in the database.
    Placement.objects.bulk_create(
        Placement(article=article, image=image, place="inline", order=1) for _ in range(2)
    )
    workflow.approve(article, by=cast.editor)
    before = everything()
    with pytest.raises(IntegrityError):
        workflow.publish(article, by=cast.editor)
    assert everything() == before
    assert article.stage == Stage.APPROVED


def test_approve_and_publish_is_a_single_step_and_two_lines_in_the_history(newsroom, cast):
    article = newsroom.in_review()
    edition = workflow.approve_and_publish(article, by=cast.editor, at=at(12))
    assert [c.verb for c in article.stage_changes.order_by("pk")] == [
        "submit",
        "approve",
        "publish",
    ]
    assert edition.approved_by == cast.editor


def test_approve_and_publish_does_not_approve_what_cannot_be_published(newsroom, cast):
    article = newsroom.in_review(embargo_until=at(20))
    before = everything()
    with pytest.raises(workflow.Refused, match="embargo"):
        workflow.approve_and_publish(article, by=cast.editor, at=at(12))
    assert everything() == before
    assert article.stage == Stage.IN_REVIEW


def test_all_reasons_come_at_once(newsroom, cast):
    article = newsroom.draft(headline="", body="")
    article.bylines.all().delete()
    with pytest.raises(workflow.Refused) as refused:
        workflow.submit(article, by=cast.reporter)
    blocks = [p.field for p in refused.value.problems if p.blocks]
    assert blocks == ["headline", "body", "byline"]


def test_a_waiting_edition_goes_live_by_the_clock_alone(newsroom):
    article = newsroom.published(at=at(9), goes_live_at=at(18))
    edition = article.story.editions.get()
    assert list(Edition.objects.live(at(17, 59))) == []
    assert list(Edition.objects.live(at(18))) == [edition]


def test_hold_takes_back_what_waits_and_leaves_what_readers_have(newsroom, cast):
    article = newsroom.published(at=at(9))
    first = article.story.editions.get()
    workflow.reopen(article, by=cast.reporter, at=at(10))
    newsroom.rewrite(article, at=at(10), headline="Tít của ấn bản sau")
    workflow.submit(article, by=cast.reporter, at=at(10))
    workflow.approve(article, by=cast.editor, at=at(10))
    workflow.publish(article, by=cast.editor, at=at(11), goes_live_at=at(18))
    workflow.hold(article, by=cast.editor, at=at(12))

    assert article.stage == Stage.APPROVED
    assert list(Edition.objects.live(at(17))) == [first]
    assert list(Edition.objects.live(at(19))) == [first]
    again = workflow.publish(article, by=cast.editor, at=at(13), goes_live_at=at(20))
    assert list(Edition.objects.live(at(21))) == [again]


def test_what_has_gone_live_cannot_be_held(newsroom, cast):
    article = newsroom.published(at=at(9), goes_live_at=at(18))
    with pytest.raises(workflow.Refused, match="readers have it"):
        workflow.hold(article, by=cast.editor, at=at(18))


def test_what_waits_is_held_before_it_is_reopened(newsroom, cast):
    article = newsroom.published(at=at(9), goes_live_at=at(18))
    with pytest.raises(workflow.Refused, match="08/06/2024 - 18:00"):
        workflow.reopen(article, by=cast.reporter, at=at(10))


def test_nothing_is_published_for_a_time_that_is_past(newsroom, cast):
    article = newsroom.approved()
    with pytest.raises(workflow.Refused, match="past"):
        workflow.publish(article, by=cast.editor, at=at(12), goes_live_at=at(11))


def test_an_embargo_is_kept_to_the_minute(newsroom, cast):
    article = newsroom.approved(embargo_until=at(20))
    with pytest.raises(workflow.Refused, match="08/06/2024 - 20:00"):
        workflow.publish(article, by=cast.editor, at=at(12), goes_live_at=at(19, 59))
    edition = workflow.publish(article, by=cast.editor, at=at(12), goes_live_at=at(20))
    assert list(Edition.objects.live(at(19, 59))) == []
    assert list(Edition.objects.live(at(20))) == [edition]


def test_a_waiting_story_that_cannot_go_out_never_delays_another(newsroom, cast):
    """Going live is a comparison, not a job: what befalls one story is nothing to the next."""
    image = make_image()
    newsroom.published(at=at(9), goes_live_at=at(18), lead=image, headline="Bài mất ảnh")
    killed = newsroom.published(at=at(9), goes_live_at=at(18), headline="Bài bị gỡ trước giờ")
    newsroom.published(at=at(9), goes_live_at=at(18), headline="Bài bình thường")
    image.withdrawn_at = at(10)
    image.save()
    workflow.kill(killed, by=cast.chief, note="Hãng tin đã rút.", at=at(11))
    live = Edition.objects.live(at(18)).order_by("pk")
    assert [edition.headline for edition in live] == ["Bài mất ảnh", "Bài bình thường"]


def test_a_correction_needs_a_note_for_readers(newsroom, cast):
    article = newsroom.published(at=at(9))
    workflow.reopen(article, by=cast.reporter, at=at(10))
    newsroom.rewrite(article, at=at(10), standfirst="Sapô đã sửa.")
    workflow.submit(article, by=cast.reporter, at=at(10))
    workflow.approve(article, by=cast.editor, at=at(10))
    with pytest.raises(workflow.Refused, match="what was wrong"):
        workflow.publish(article, by=cast.editor, at=at(11), kind="correction")
    edition = workflow.publish(
        article, by=cast.editor, at=at(11), kind="correction", note="Số đúng là 12."
    )
    assert edition.corrections == [{"at": at(11).isoformat(), "note": "Số đúng là 12."}]


def test_an_update_keeps_the_corrections_before_it(newsroom):
    article = newsroom.published(at=at(9))
    newsroom.printed_again(
        article, kind="correction", note="Số đúng là 12.", at=at(10), kicker="Sửa"
    )
    update = newsroom.printed_again(article, at=at(11), kicker="Cập nhật")
    assert [correction["note"] for correction in update.corrections] == ["Số đúng là 12."]
    assert (update.kind, update.note) == (Edition.Kind.UPDATE, "")


def test_a_first_edition_is_no_correction(newsroom, cast):
    article = newsroom.approved()
    with pytest.raises(workflow.Refused, match="nothing yet"):
        workflow.publish(article, by=cast.editor, kind="correction", note="Sửa.")


def test_a_kill_takes_what_is_live_and_what_waits(newsroom, cast):
    article = newsroom.published(at=at(9))
    workflow.reopen(article, by=cast.reporter, at=at(10))
    newsroom.rewrite(article, at=at(10), headline="Tít sẽ không ai thấy")
    workflow.submit(article, by=cast.reporter, at=at(10))
    workflow.approve(article, by=cast.editor, at=at(10))
    workflow.publish(article, by=cast.editor, at=at(11), goes_live_at=at(18))
    notice = workflow.kill(article, by=cast.chief, note="Hãng tin đã rút.", at=at(12))

    assert article.stage == Stage.KILLED
    assert (notice.note, notice.headline, notice.body) == ("Hãng tin đã rút.", "", "")
    for now in (at(12), at(18), at(23)):
        assert list(Edition.objects.live(now)) == []
        assert list(Edition.objects.in_force(now)) == [notice]


def test_the_trail_cannot_be_edited(newsroom):
    article = newsroom.approved()
    change, revision = article.stage_changes.first(), article.revisions.first()
    for row in (change, revision):
        with pytest.raises(TypeError):
            row.save()
        with pytest.raises(TypeError):
            row.delete()
    for rows in (StageChange.objects.all(), Revision.objects.all()):
        with pytest.raises(TypeError):
            rows.update(at=at(9))
        with pytest.raises(TypeError):
            rows.delete()


@pytest.mark.parametrize("role", ["pictures", "admin", "outsider"])
def test_who_does_not_write_saves_nothing(newsroom, cast, role):
    article = newsroom.draft()
    with pytest.raises(workflow.Refused):
        workflow.save(article, by=getattr(cast, role))


@pytest.mark.parametrize("stage", ["published", "killed", "spiked"])
def test_copy_that_is_out_of_hand_is_not_saved(newsroom, cast, stage):
    article = newsroom.draft() if stage == "spiked" else newsroom.published()
    if stage == "spiked":
        workflow.spike(article, by=cast.editor)
    if stage == "killed":
        workflow.kill(article, by=cast.chief, note="Gỡ.")
    with pytest.raises(workflow.Refused):
        workflow.save(article, by=cast.chief)


# At the same moment, on a database that really does two things at once


@pytest.mark.postgresql(reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["publish", "approve_and_publish"])
def test_two_editors_publish_at_once_and_a_single_edition_comes_out(newsroom, cast, verb):
    article = newsroom.approved() if verb == "publish" else newsroom.in_review()
    start, outcomes = threading.Barrier(2), []

    def press(user):
        try:
            own = Article.objects.get(pk=article.pk)
            start.wait(timeout=10)
            with translation.override("en"):  # a thread begins in the site's language
                outcomes.append(getattr(workflow, verb)(own, by=user))
        except workflow.Refused as refused:
            outcomes.append(refused)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=press, args=(user,)) for user in (cast.editor, cast.second_editor)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Edition", "Refused"]
    assert Edition.objects.count() == 1
    assert article.stage_changes.filter(verb="publish").count() == 1
    (refusal,) = (o for o in outcomes if isinstance(o, workflow.Refused))
    assert "was faster" in str(refusal)
