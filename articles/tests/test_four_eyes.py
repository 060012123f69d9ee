"""Every word that readers get was seen by somebody who did not write it."""

import time

import pytest
from django.urls import reverse

from accounts.models import User
from articles import four_eyes, permitted, roles, workflow
from articles.models import Approval, Article
from articles.tests.test_matrix import everything
from images import services
from newsroom.tests.factories import at, make_image, make_user
from newsroom.tests.test_story_life import Desk

Stage = Article.Stage
LONG = " ".join(f"chữ{number}" for number in range(60))


def page_of(user, name, *args):
    return Desk(user).client.get(reverse(f"admin:{name}", args=args)).content.decode()


def refusal(article, user):
    """The codes with which an approval is refused; nothing changes."""
    before = everything()
    with pytest.raises(workflow.Refused) as refused:
        workflow.approve(article, by=user, at=at(12))
    assert everything() == before
    return [problem.code for problem in refused.value.problems if problem.blocks]


def test_nobody_approves_what_they_wrote_and_submitted(newsroom, cast):
    article = newsroom.in_review(by=cast.editor)
    assert refusal(article, cast.editor) == ["own_submission", "own_words"]
    workflow.approve(article, by=cast.second_editor)


def test_nobody_approves_what_they_submitted_for_somebody_else(newsroom, cast):
    article = newsroom.draft(by=cast.reporter)
    workflow.submit(article, by=cast.editor)
    assert refusal(article, cast.editor) == ["own_submission"]
    workflow.approve(article, by=cast.second_editor)


def test_nobody_approves_a_story_under_their_own_name(newsroom, cast):
    newsroom.author.user = cast.editor
    newsroom.author.save()
    assert refusal(newsroom.in_review(), cast.editor) == ["own_byline"]


def test_a_superuser_needs_a_second_person_too(newsroom, cast):
    User.objects.filter(pk=cast.admin.pk).update(is_superuser=True)
    admin = User.objects.get(pk=cast.admin.pk)
    assert "own_words" in refusal(newsroom.in_review(by=admin), admin)


def test_a_house_can_do_without_four_eyes(newsroom, cast, settings):
    settings.FOUR_EYES = False
    article = newsroom.in_review(by=cast.editor)
    workflow.approve(article, by=cast.editor)
    assert article.stage == Stage.APPROVED


def test_an_editor_corrects_and_approves_at_once_and_both_names_are_on_record(newsroom, cast):
    article = newsroom.in_review()
    newsroom.rewrite(
        article, by=cast.editor, standfirst="Cuộc gặp kéo dài ba ngày ở một thành phố cảng."
    )
    article.refresh_from_db()
    assert article.stage == Stage.IN_REVIEW
    workflow.approve(article, by=cast.editor, at=at(12))
    approval = Approval.objects.get()
    assert (approval.words_changed, approval.passages) == (1, ["ba"])
    submitted, approved = article.stage_changes.order_by("pk")
    assert (submitted.created_by, approved.created_by) == (cast.reporter, cast.editor)


def test_more_than_the_setting_allows_is_for_another_editor(newsroom, cast, settings):
    body = f"<p>{LONG}</p><p>Đoạn sau của câu chuyện.</p>"
    article = newsroom.in_review(body=body)
    settings.FOUR_EYES_WORDS = 3
    newsroom.rewrite(article, by=cast.editor, body=body.replace("chữ1 chữ2 chữ3", "a b c"))
    assert not list(four_eyes.objections(article, cast.editor))
    newsroom.rewrite(article, by=cast.editor, body=body.replace("chữ1 chữ2 chữ3 chữ4", "a b c d"))
    article.refresh_from_db()
    assert refusal(article, cast.editor) == ["own_words"]
    workflow.approve(article, by=cast.second_editor)


def test_a_touch_by_a_colleague_launders_nothing(newsroom, cast):
    """The editor writes the story; the reporter changes one word and submits it."""
    article = newsroom.draft(by=cast.editor, assignee=cast.reporter, body=f"<p>{LONG}</p>")
    newsroom.rewrite(article, by=cast.reporter, body=f"<p>{LONG} thêm</p>")
    workflow.submit(article, by=cast.reporter)
    assert refusal(article, cast.editor) == ["own_words"]


SECOND = " ".join(f"từ{number}" for number in range(80))


@pytest.mark.parametrize(
    "revisions",
    [
        ["<p>x</p>", f"<p>{LONG}</p><p>{SECOND}</p>"],
        [f"<p>{SECOND}</p><p>{LONG}</p>"],
        [f"<p>{SECOND}</p>", f"<p>{SECOND}</p><h2>Mục</h2><p>{LONG}</p>"],
    ],
    ids=["taken out and put back", "moved", "taken out and put elsewhere"],
)
def test_a_passage_that_stood_in_the_copy_stays_its_writers(newsroom, cast, revisions):
    article = newsroom.draft(
        by=cast.editor, assignee=cast.reporter, body=f"<p>{LONG}</p><p>{SECOND}</p>"
    )
    for body, colleague in zip(revisions, (cast.reporter, cast.second_editor), strict=False):
        newsroom.rewrite(article, by=colleague, body=body)
    workflow.submit(article, by=cast.reporter)
    assert refusal(article, cast.editor) == ["own_words"]
    assert four_eyes.share_of(article, cast.editor).own > 140


def test_a_passage_that_goes_to_another_part_stays_its_writers(newsroom, cast):
    article = newsroom.draft(by=cast.editor, assignee=cast.reporter, standfirst=LONG)
    newsroom.rewrite(article, by=cast.reporter, standfirst="Sapô.", body=f"<p>{LONG}</p>")
    assert four_eyes.share_of(article, cast.editor).own >= 60


def test_many_saves_launder_nothing(newsroom, cast, monkeypatch):
    monkeypatch.setattr(four_eyes, "_MAX_TURNS", 3)
    article = newsroom.draft(by=cast.editor, assignee=cast.reporter, body=f"<p>{LONG}</p>")
    for number in range(6):
        colleague = (cast.reporter, cast.second_editor)[number % 2]
        newsroom.rewrite(article, by=colleague, body=f"<p>{LONG} {number}</p>")
    workflow.submit(article, by=cast.reporter)
    assert refusal(article, cast.editor) == ["own_words"]
    assert not list(four_eyes.objections(article, cast.chief))


def test_who_moves_a_passage_has_not_written_it(newsroom, cast):
    article = newsroom.in_review(body=f"<p>{LONG}</p><p>{SECOND}</p>")
    newsroom.rewrite(article, by=cast.editor, body=f"<p>{SECOND}</p><p>{LONG} thêm</p>")
    assert four_eyes.share_of(article, cast.editor).own == 1
    newsroom.rewrite(article, by=cast.second_editor, body=f"<p>{SECOND}</p>")
    assert four_eyes.share_of(article, cast.second_editor).own == 61  # taken out, not moved


def test_most_of_a_small_change_is_not_seen_by_anybody_else(newsroom, cast):
    """Reopened and submitted by the reporter, two words by the editor alone: another one looks."""
    article = newsroom.published(at=at(9))
    workflow.reopen(article, by=cast.reporter, at=at(10))
    newsroom.rewrite(article, by=cast.editor, headline=f"{article.headline} hôm nay", at=at(10))
    workflow.submit(article, by=cast.reporter, at=at(10))
    # All the reporter's words count besides for the editor who approved them: nobody else has.
    assert not list(four_eyes.objections(article, cast.editor))
    workflow.approve(article, by=cast.second_editor, at=at(11))
    workflow.send_back(article, by=cast.chief, note="Sửa tít.", at=at(11))
    newsroom.rewrite(article, by=cast.editor, headline="Tít của biên tập viên", at=at(11))
    workflow.submit(article, by=cast.reporter, at=at(11))
    assert refusal(article, cast.editor) == ["own_words"]


def test_words_that_were_taken_out_again_are_nobodys(newsroom, cast):
    article = newsroom.draft(
        by=cast.editor, assignee=cast.reporter, headline="Việc cần viết", body=f"<p>{LONG}</p>"
    )
    newsroom.rewrite(
        article,
        headline="Hai nước bàn về một vịnh yên tĩnh",
        body="<p>Phóng viên đã viết lại tất cả từ đầu đến cuối, không giữ gì.</p>",
        standfirst="Sapô mới của phóng viên.",
    )
    workflow.submit(article, by=cast.reporter)
    share = four_eyes.share_of(article, cast.editor)
    assert share.own < share.total / 2
    workflow.approve(article, by=cast.editor)


@pytest.mark.parametrize(
    ("change", "count"),
    [
        (lambda body: body.replace("https://a.example", "https://b.example"), 1),
        (lambda body: body.replace('data-caption="Bến cảng."', 'data-caption="Bến tàu."'), 1),
        (lambda body: body.replace('data-alt="Thuyền"', 'data-alt="Thuyền nhỏ"'), 1),
        (lambda body: body.replace("<h2>Mục</h2>", "<p>Mục</p>"), 1),
        (lambda body: body.replace("Ông A tố ông B", "Ông B tố ông A"), 2),
        (lambda body: body.replace(" không", ""), 1),
    ],
    ids=["link", "caption", "alt", "heading", "order of names", "a word taken out"],
)
def test_everything_that_readers_get_counts(newsroom, cast, change, count):
    image = make_image(with_renditions=False)
    body = (
        '<p>Ông A tố ông B. Tòa <a href="https://a.example">không</a> xử.</p><h2>Mục</h2>'
        f'<figure data-image="{image.pk}" data-caption="Bến cảng." data-alt="Thuyền"></figure>'
        "<p>Ông không nhận tội.</p>"
    )
    article = newsroom.in_review(body=body)
    newsroom.rewrite(article, by=cast.editor, body=change(body))
    assert four_eyes.share_of(article, cast.editor).own == count


def test_words_written_in_the_library_meanwhile_count(newsroom, cast):
    lead = make_image(with_renditions=False)
    services.update_image(lead, {"caption": f"{LONG} cũ"}, by=cast.chief, at=at(7))
    article = newsroom.in_review(lead=lead, at=at(8))
    assert four_eyes.share_of(article, cast.chief).own == 0  # the reporter has seen them
    services.update_image(lead, {"caption": f"{LONG} mới"}, by=cast.chief, at=at(9))
    share = four_eyes.share_of(article, cast.chief)
    assert (share.own, share.passages) == (1, ("mới",))
    services.update_image(lead, {"caption": LONG.replace("chữ", "từ")}, by=cast.chief, at=at(10))
    assert refusal(article, cast.chief) == ["own_words"]
    assert not list(four_eyes.objections(article, cast.editor))
    article.placements.update(caption="Chú thích riêng.")
    assert four_eyes.share_of(article, cast.chief).own == 0


def test_what_only_the_desk_sees_does_not_count(newsroom, cast):
    article = newsroom.in_review()
    newsroom.rewrite(article, by=cast.editor, slugline="BAY", urgency=2, due_at=at(20))
    assert four_eyes.share_of(article, cast.editor).own == 0


def test_copy_made_to_take_long_takes_no_time(newsroom, cast):
    article = newsroom.in_review(body=f"<p>{'a b ' * 20_000}</p>")
    newsroom.rewrite(article, by=cast.editor, body=f"<p>{'b c ' * 20_000}</p>")
    begun = time.process_time()
    assert four_eyes.share_of(article, cast.editor).is_too_large
    assert time.process_time() - begun < 2


def test_who_may_approve_is_named(newsroom, cast):
    article = newsroom.in_review(by=cast.editor)
    assert set(four_eyes.approvers(article)) == {cast.second_editor, cast.chief}
    make_user("gone", roles.EDITOR, is_active=False)
    assert len(four_eyes.approvers(article)) == 2


# The desk's pages


def test_the_button_is_not_offered_and_the_bar_says_why_and_who_can(newsroom, cast):
    article = newsroom.in_review(by=cast.editor)
    assert "approve" not in {verb.name for verb in permitted.verbs_for(article, cast.editor)}
    html = page_of(cast.editor, "articles_article_change", article.pk)
    assert "do/approve/" not in html
    assert "do chính bạn gửi duyệt" in html
    assert str(cast.second_editor) in html
    assert "do/approve/" in page_of(cast.second_editor, "articles_article_change", article.pk)


def test_the_page_of_the_verb_has_no_button_either(newsroom, cast):
    article = newsroom.in_review(by=cast.editor)
    html = page_of(cast.editor, "articles_article_verb", article.pk, "approve")
    assert '<form method="post">' not in html
    assert "<button" not in html.split('class="verb-form"')[1].split("</iframe>")[0]


def test_the_page_and_the_history_say_what_the_editor_wrote(newsroom, cast):
    article = newsroom.in_review()
    newsroom.rewrite(article, by=cast.editor, headline="Hai nước bàn về một vịnh lặng sóng")
    html = page_of(cast.editor, "articles_article_verb", article.pk, "approve")
    assert "“lặng sóng”" in html
    article.refresh_from_db()
    workflow.approve(article, by=cast.editor)
    assert "“lặng sóng”" in page_of(cast.reporter, "articles_article_history", article.pk)
