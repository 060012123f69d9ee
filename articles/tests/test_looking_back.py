"""Looking back: every edition and every revision can be opened by the desk; a revision can be restored."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import press, snapshot, workflow
from articles.history import rendering, restoring
from articles.models import Article, ArticleAgency, Byline
from articles.workflow import Refused
from attribution.models import Author
from editions.models import Edition, Topic
from images import services
from newsroom.tests.factories import (
    at,
    make_agency,
    make_author,
    make_contract,
    make_feed,
    make_image,
    make_section,
    make_wire_item,
)
from newsroom.tests.test_story_life import Desk

ROLES = ("reporter", "editor", "pictures", "chief", "admin")


def address(name, article, *args):
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *args])


def page(user, name, article, *args):
    response = Desk(user).client.get(address(name, article, *args))
    assert response.status_code == 200
    return response.content.decode()


def restore(user, article, number, version=None):
    data = {"version": article.version if version is None else version}
    return Desk(user).client.post(address("restore", article, number), data)


def withdraw(image, cast):
    services.withdraw(image, by=cast.pictures, reason="Nhầm người.", at=timezone.now())


def test_an_edition_is_shown_as_it_was_printed(newsroom, cast):
    article = newsroom.published(headline="Tít lần đầu", lead=make_image(caption="Chú thích cũ."))
    newsroom.printed_again(article, headline="Tít lần hai", at=at(12))
    first = page(cast.reporter, "edition_page", article, 1)
    assert "Tít lần đầu" in first and "Chú thích cũ." in first and "Tít lần hai" not in first
    assert "Tít lần hai" in page(cast.reporter, "edition_page", article, 2)


def test_the_page_of_an_edition_says_when_and_by_whom(newsroom, cast):
    article = newsroom.published(at=at(9))
    newsroom.printed_again(article, kind="correction", note="Sai tên.", at=at(12))
    shown = page(cast.reporter, "edition", article, 2)
    assert "08/06/2024 - 12:00" in shown and "Sai tên." in shown and "Hùng" in shown
    assert address("edition_page", article, 2) in shown


def test_a_picture_that_readers_do_not_get_is_shown_and_says_why(newsroom, cast):
    image = make_image()
    article = newsroom.published(lead=image)
    withdraw(image, cast)
    shown = page(cast.reporter, "edition_page", article, 1)
    assert reverse("admin:images_image_file", args=[image.pk, "x"]).removesuffix("x") in shown
    assert image.token not in shown
    assert 'class="not-shown"' in shown
    assert "not-shown-pictures" in page(cast.reporter, "edition", article, 1)
    assert (
        'class="not-shown"'
        not in Desk(cast.reporter)
        .client.get(article.story.editions.get().get_absolute_url())
        .content.decode()
    )


def test_a_killed_story_and_a_held_edition_can_be_looked_at(newsroom, cast):
    killed = newsroom.published(headline="Tít đã gỡ")
    workflow.kill(killed, by=cast.chief, note="Thông báo gỡ.")
    assert "Tít đã gỡ" in page(cast.editor, "edition_page", killed, 1)
    assert "Thông báo gỡ." in page(cast.editor, "edition_page", killed, 2)
    now = timezone.now()
    held = newsroom.published(headline="Tít đã giữ", at=now, goes_live_at=now + timedelta(hours=2))
    workflow.hold(held, by=cast.editor)
    assert "Tít đã giữ" in page(cast.editor, "edition_page", held, 1)
    assert 'class="edition-line held"' in page(cast.editor, "history", held)


def test_the_history_lists_every_edition_and_leads_to_every_revision(newsroom, cast):
    article = newsroom.published(at=at(9))
    newsroom.printed_again(article, headline="Tít hai", at=at(12))
    shown = page(cast.reporter, "history", article)
    for number in (1, 2):
        assert address("edition", article, number) in shown
        assert address("revision", article, number) in shown
    assert 'class="edition-line in_force"' in shown and 'class="edition-line superseded"' in shown


@pytest.mark.parametrize("name", ["edition", "edition_page", "revision", "revision_page"])
def test_who_may_see_copy_may_look_back_and_nobody_else(newsroom, cast, name, client):
    article = newsroom.published()
    for role in ROLES:
        page(getattr(cast, role), name, article, 1)
    cast.outsider.is_staff = True
    cast.outsider.save()
    assert Desk(cast.outsider).client.get(address(name, article, 1)).status_code == 403
    assert client.get(address(name, article, 1)).status_code == 302
    for number in (0, 2, 10**20):
        assert Desk(cast.editor).client.get(address(name, article, number)).status_code == 404


@pytest.mark.parametrize("name", ["edition_page", "revision_page"])
def test_no_search_engine_keeps_what_was(newsroom, cast, name):
    article = newsroom.published()
    response = Desk(cast.editor).client.get(address(name, article, 1))
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_an_edition_of_another_story_is_not_shown(newsroom, cast):
    newsroom.printed_again(newsroom.published(), headline="Khác", at=at(12))
    other = newsroom.published()
    assert Desk(cast.editor).client.get(address("edition", other, 2)).status_code == 404
    assert Desk(cast.editor).client.get(address("edition", newsroom.draft(), 1)).status_code == 404


def test_a_revision_is_shown_whole(newsroom, cast):
    image = make_image()
    figure = (
        f'<p>Đoạn cũ.</p><figure data-image="{image.pk}" data-caption="Chú thích cũ."></figure>'
    )
    article = newsroom.draft(body=figure, lead=make_image(), agencies=[newsroom.kyodo])
    newsroom.rewrite(article, body="<p>Đoạn mới.</p>", headline="Tít mới")
    shown = page(cast.reporter, "revision_page", article, 1)
    for text in ("Đoạn cũ.", "Chú thích cũ.", "Kim Anh", "Theo Kyodo", "Nhật Bản", "Trần Văn Bình"):
        assert text in shown
    assert "Tít mới" not in shown


def test_the_newest_revision_is_composed_as_the_copy_is(newsroom):
    afp = make_agency("AFP", homepage="https://example.com/afp")
    make_contract(afp, service="text", credit_form="Nguồn: AFP", link_required=True)
    item = make_wire_item(make_feed(newsroom.kyodo), headline="Tin", usage_terms="Không bán lại.")
    figure = f'<p>Đoạn.</p><figure data-image="{make_image().pk}" data-caption="Cũ."></figure>'
    article = newsroom.draft(body=figure, lead=make_image(), provenance="staff_and_wire")
    for order, (agency, source) in enumerate([(afp, None), (newsroom.kyodo, item)]):
        article.agency_credits.create(agency=agency, wire_item=source, order=order)
    newsroom.rewrite(article, headline="Tít mới")
    now = at(9)
    copy = press.compose(article, at=now)
    revision = rendering.compose(article.revisions.get(number=article.version), at=now)
    assert revision.content() == copy.content()
    for name in ("linked_entities", "public_until", "passing_on_prohibited", "word_count"):
        assert getattr(revision.edition, name) == getattr(copy.edition, name)


def test_a_revision_of_what_is_gone_is_shown_without_it(newsroom, cast):
    image, section = make_image(), make_section("Bỏ đi")
    agency = make_agency("Hãng cũ", contracts=())
    article = newsroom.draft(lead=image, section=section, agencies=[agency])
    article.placements.all().delete()
    article.bylines.all().delete()
    article.agency_credits.all().delete()
    article.tags.clear()
    newsroom.rewrite(article, section=newsroom.section)
    image.delete()
    section.delete()
    agency.delete()
    Author.objects.all().delete()
    Topic.objects.all().delete()
    shown = page(cast.reporter, "revision_page", article, 1)
    assert "Kim Anh" in shown and "Bỏ đi" in shown and "Theo Hãng cũ" in shown


def test_restoring_makes_a_new_revision_of_the_old_copy(newsroom, cast):
    image = make_image()
    figure = f'<p>Đoạn.</p><figure data-image="{image.pk}" data-caption="Cũ."></figure>'
    article = newsroom.draft(body=figure, lead=make_image(), agencies=[newsroom.kyodo])
    old = article.revisions.get().content
    article.placements.all().delete()
    article.tags.set(["Khác"])
    article.bylines.all().delete()
    article.agency_credits.all().delete()
    Byline.objects.create(article=article, author=make_author("Lê Hai"))
    newsroom.rewrite(article, body="<p>Mới.</p>", headline="Tít mới", provenance="staff")
    shown = page(cast.reporter, "restore", article, 1)
    assert "Kim Anh" in shown and "Lê Hai" in shown
    assert article.revisions.count() == 2  # to look changes nothing
    response = restore(cast.reporter, article, 1)
    assert response.url == address("change", article)
    article.refresh_from_db()
    assert (article.version, article.revisions.get(number=3).content) == (3, old)
    assert article.placements.get(place="inline").caption == "Cũ."


def test_every_part_of_a_revision_is_restored_or_kept_as_it_is():
    assert set(snapshot.LABELS) == restoring.RESTORED | restoring.KEPT
    assert not restoring.RESTORED & restoring.KEPT


def test_restoring_leaves_planning_as_it_is(newsroom, cast):
    article = newsroom.draft()
    planned = {"embargo_until": at(20), "due_at": at(18), "urgency": 2, "slugline": "JAPAN"}
    newsroom.rewrite(article, headline="Tít mới", assignee=cast.colleague, **planned)
    restore(cast.reporter, article, 1)
    article.refresh_from_db()
    assert article.headline == "Hai nước bàn về một vịnh yên tĩnh"
    assert {name: getattr(article, name) for name in planned} == planned
    assert article.assignee == cast.colleague


def test_restoring_approved_copy_voids_the_approval(newsroom, cast):
    article = newsroom.draft()
    newsroom.rewrite(article, headline="Tít mới")
    workflow.submit(article, by=cast.reporter)
    workflow.approve(article, by=cast.editor)
    restore(cast.reporter, article, 1)
    article.refresh_from_db()
    assert article.stage == Article.Stage.IN_REVIEW


@pytest.mark.parametrize("stage", ["published", "killed", "spiked"])
def test_nothing_is_restored_in_copy_that_may_not_be_changed(newsroom, cast, stage):
    article = newsroom.published() if stage != "spiked" else newsroom.draft()
    if stage == "killed":
        workflow.kill(article, by=cast.chief, note="Gỡ.")
    if stage == "spiked":
        workflow.spike(article, by=cast.editor)
    page(cast.chief, "restore", article, 1)
    assert restore(cast.chief, article, 1).status_code == 409
    assert article.revisions.count() == 1


def test_only_who_may_edit_restores(newsroom, cast):
    article = newsroom.draft()
    newsroom.rewrite(article, headline="Tít mới")
    for user in (cast.colleague, cast.pictures, cast.admin):
        assert restore(user, article, 1).status_code == 403
        assert "restore/" not in page(user, "history", article)
    assert article.revisions.count() == 2


def test_a_save_in_between_is_not_restored_over(newsroom, cast):
    article = newsroom.draft()
    newsroom.rewrite(article, headline="Tít mới")
    newsroom.rewrite(article, headline="Tít mới hơn", by=cast.editor)
    assert restore(cast.reporter, article, 1, version=2).status_code == 409
    article.refresh_from_db()
    assert article.headline == "Tít mới hơn"


def test_what_is_gone_is_said_and_left_out(newsroom, cast):
    lead, image = make_image(caption="Ảnh chính đã xóa."), make_image()
    figure = f'<p>Đoạn.</p><figure data-image="{image.pk}" data-caption="Ảnh đã xóa."></figure>'
    article = newsroom.draft(lead=lead, body=figure, agencies=[newsroom.kyodo])
    article.placements.all().delete()
    article.bylines.all().delete()
    article.agency_credits.all().delete()
    article.tags.clear()
    newsroom.rewrite(article, body="<p>Mới.</p>")
    for gone in (lead, image, newsroom.author):
        gone.delete()
    Topic.objects.all().delete()
    newsroom.kyodo.contracts.all().delete()
    newsroom.kyodo.delete()
    revision = article.revisions.get(number=1)
    assert restoring.plan(article, revision).exceptions == [
        "Author “Kim Anh” is gone and is left out of the byline.",
        "The lead picture “Ảnh chính đã xóa.” is no longer in the library.",
        "The picture “Ảnh đã xóa.” in the text is no longer in the library.",
        "Agency “Kyodo” is gone and is left out.",
    ]
    assert restore(cast.reporter, article, 1).status_code == 302
    article.refresh_from_db()
    assert article.body == "<p>Đoạn.</p>"
    assert (article.placements.count(), article.tags.count()) == (0, 0)
    # None is made by the way: who may not make topics proposes them.
    assert Topic.objects.count() == 0
    assert [proposal.name for proposal in article.topic_proposals.open()] == ["Nhật Bản"]


def test_agency_copy_under_it_stays_and_none_is_laid_under_it(newsroom, cast):
    item = make_wire_item()
    article = newsroom.draft(agencies=[newsroom.kyodo])
    ArticleAgency.objects.create(
        article=article, agency=item.agency, wire_item=item, wire_version=item.current
    )
    newsroom.rewrite(article, headline="Có tin hãng")
    other = make_wire_item(item.feed, guid="kyodo:2")
    article.agency_credits.filter(wire_item=item).update(
        wire_item=other, wire_version=other.current
    )
    newsroom.rewrite(article, headline="Tin hãng khác")
    plan = restoring.plan(article, article.revisions.get(number=2))
    assert [sentence.split(" ")[-4:] for sentence in plan.exceptions] == [
        ["if", "it", "is", "used."],
        ["because", "its", "duties", "bind."],
    ]
    restore(cast.reporter, article, 2)
    assert [row.wire_item for row in article.agency_credits.order_by("order", "pk")] == [
        None,
        other,
    ]


def test_copy_with_agency_copy_under_it_does_not_become_our_own(newsroom, cast):
    item = make_wire_item()
    article = newsroom.draft()
    ArticleAgency.objects.create(article=article, agency=item.agency, wire_item=item)
    newsroom.rewrite(article, provenance="wire")
    restore(cast.reporter, article, 1)
    article.refresh_from_db()
    assert article.provenance == Article.Provenance.WIRE
    assert article.agency_credits.get().wire_item == item


def test_a_refusal_names_the_act(newsroom, cast):
    article = newsroom.published()
    with pytest.raises(Refused, match="was not restored") as refusal:
        restoring.restore(
            article, article.revisions.get(), by=cast.editor, version=1, at=timezone.now()
        )
    assert refusal.value.code == "not_restorable"


def test_editions_are_compared_with_the_one_before(newsroom, cast):
    article = newsroom.published(body='<p>Theo <a href="https://sai.example/">hãng</a>.</p>')
    body = '<p>Theo <a href="https://dung.example/">hãng</a>.</p>'
    newsroom.printed_again(article, body=body, at=at(12))
    shown = page(cast.reporter, "edition", article, 2)
    assert "https://sai.example/" in shown and "https://dung.example/" in shown
    assert Edition.objects.count() == 2


def test_a_story_that_was_taken_down_can_be_looked_at(newsroom, cast):
    article = newsroom.published(headline="Tít tạm gỡ")
    workflow.take_down(article, by=cast.chief, note="Đang kiểm tra.")
    assert "Tít tạm gỡ" in page(cast.editor, "edition_page", article, 1)
    page(cast.editor, "edition_page", article, 2)
    page(cast.editor, "edition", article, 2)
    assert address("edition", article, 2) in page(cast.editor, "history", article)
