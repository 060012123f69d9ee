"""What was approved is what is printed: an approval freezes all words, and a difference voids it."""

import random
from datetime import timedelta

import pytest
from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles import permitted, workflow
from articles.models import Approval, Article
from editions.content import content
from editions.models import Edition
from images import services
from newsroom.tests.factories import at, make_author, make_contract, make_image, make_section
from newsroom.tests.test_story_life import Desk

pytestmark = pytest.mark.both_databases

Stage = Article.Stage


@pytest.fixture
def lead(newsroom):
    return make_image(origin=newsroom.kyodo, rights="agency")


@pytest.fixture
def article(newsroom, lead):
    return newsroom.approved(lead=lead, agencies=[newsroom.kyodo], at=at(9))


def correct(image, cast, **values):
    services.update_image(image, values, by=cast.pictures, at=at(10))


def set_on(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def last_change(article):
    return article.stage_changes.latest("pk")


def test_an_approval_holds_every_word_that_is_then_printed(article, cast):
    approval = Approval.objects.get()
    assert approval.change == last_change(article)
    assert approval.content["pictures"][0]["credit_line"] == "Ảnh: Trần Văn Bình/Kyodo"
    edition = workflow.publish(article, by=cast.editor, at=at(11))
    assert content(edition, edition.images.all()) == approval.content


# What somebody changes elsewhere, and what the refusal names.
CHANGES = {
    "caption": lambda n, i, c: correct(i, c, caption="Ba người, từ trái: B, A, C."),
    "alt": lambda n, i, c: correct(i, c, alt="Ba người đứng."),
    "creator": lambda n, i, c: correct(i, c, creator="Lê Minh"),
    "notice": lambda n, i, c: correct(i, c, copyright_notice="© 2024 Kyodo"),
    "terms": lambda n, i, c: correct(i, c, usage_terms="Không bán lại."),
    "made by AI": lambda n, i, c: correct(i, c, digital_source_type="trainedAlgorithmicMedia"),
    "statement": lambda n, i, c: correct(i, c, web_statement="https://example.org/t"),
    "data mining": lambda n, i, c: correct(i, c, data_mining="DMI-PROHIBITED"),
    "author": lambda n, i, c: set_on(n.author, name="Kim Anh Nguyễn"),
    "text form": lambda n, i, c: set_on(n.kyodo, text_form_vi="Kyodo News"),
    "picture form": lambda n, i, c: set_on(n.kyodo, picture_form_vi="Kyodo News"),
    "agency": lambda n, i, c: set_on(n.kyodo, name="Kyodo Tsushin"),
    "section": lambda n, i, c: set_on(n.section, name="Quốc tế"),
    "topic": lambda n, i, c: set_on(Article.objects.get().tags.get(), name="Nhật"),
    "contract": lambda n, i, c: n.kyodo.contracts.filter(service="picture").update(
        credit_form="{creator} / {agency} Photo"
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_after_the_approval_voids_it_with_the_difference_shown(
    newsroom, cast, article, lead, name
):
    CHANGES[name](newsroom, lead, cast)
    with pytest.raises(workflow.Refused) as refused:
        workflow.publish(article, by=cast.editor, at=at(11))
    assert refused.value.code == "changed_since_approval"
    assert "was approved, now it is" in str(refused.value)
    assert Edition.objects.count() == 0
    article.refresh_from_db()
    change = last_change(article)
    assert (article.stage, change.verb, change.created_by) == (Stage.IN_REVIEW, "void", cast.editor)
    assert "was approved, now it is" in change.note
    workflow.approve(article, by=cast.editor, at=at(12))  # as it reads now
    edition = workflow.publish(article, by=cast.editor, at=at(12))
    assert content(edition, edition.images.all()) == Approval.objects.latest("pk").content


@pytest.mark.parametrize("change", ["homepage", "contract"])
def test_the_target_of_a_link_in_the_source_line_is_approved_too(newsroom, cast, change):
    set_on(newsroom.kyodo, homepage="https://kyodo.example/")
    contract = newsroom.kyodo.contracts.filter(service="text")
    contract.update(link_required=True)
    article = newsroom.approved(agencies=[newsroom.kyodo], at=at(9))
    if change == "homepage":
        set_on(newsroom.kyodo, homepage="https://another.example/")
    else:
        contract.update(link_required=False)
    with pytest.raises(workflow.Refused, match="was approved, now it is") as refused:
        workflow.publish(article, by=cast.editor, at=at(11))
    assert refused.value.code == "changed_since_approval"
    page = Desk(cast.editor).client.get(
        reverse("admin:articles_article_verb", args=[article.pk, "approve"])
    )
    assert "https://kyodo.example/" in page.content.decode()  # in the comparison


def test_the_words_before_and_after_are_named(cast, article, lead):
    correct(lead, cast, creator="Lê Minh")
    with pytest.raises(workflow.Refused) as refused:
        workflow.publish(article, by=cast.editor, at=at(11))
    assert [problem.message for problem in refused.value.problems] == [
        "lead picture: credit line: “Ảnh: Trần Văn Bình/Kyodo” was approved, now it is “Ảnh: Lê"
        " Minh/Kyodo”.",
        "lead picture: creator: “Trần Văn Bình” was approved, now it is “Lê Minh”.",
        "The approval is void, and the copy is in review again.",
    ]


def test_a_contract_that_names_another_credit_on_the_day_of_publication(newsroom, cast, article):
    """Approved under today's contract, to be published under tomorrow's."""
    newsroom.kyodo.contracts.filter(service="picture").update(valid_until=at(9).date())
    make_contract(
        newsroom.kyodo, since=at(9, day=9) + timedelta(days=10), days=10, credit_form="© {agency}"
    )
    with pytest.raises(workflow.Refused, match="Ảnh: © Kyodo"):
        workflow.publish(article, by=cast.editor, at=at(11), goes_live_at=at(9, day=9))


def test_in_one_step_it_is_composed_once_for_the_day_of_publication(newsroom, cast, lead):
    article = newsroom.in_review(lead=lead, agencies=[newsroom.kyodo], at=at(9))
    newsroom.kyodo.contracts.filter(service="picture").update(valid_until=at(9).date())
    make_contract(
        newsroom.kyodo, since=at(9, day=9) + timedelta(days=10), days=10, credit_form="© {agency}"
    )
    edition = workflow.approve_and_publish(
        article, by=cast.editor, at=at(11), goes_live_at=at(9, day=9)
    )
    assert edition.images.get().credit_line == "Ảnh: © Kyodo"
    assert content(edition, edition.images.all()) == Approval.objects.get().content


def test_nothing_that_is_not_printed_voids_an_approval(newsroom, cast, article, lead):
    correct(lead, cast, instructions="Gọi bàn ảnh để lấy bản lớn.", supplier_reference="K-1")
    set_on(newsroom.author, biography="Phóng viên.")
    set_on(newsroom.kyodo, notes="Gọi bàn trực.")
    workflow.publish(article, by=cast.editor, at=at(11))


def test_an_approval_of_which_nothing_is_on_record_is_none(newsroom, cast, article):
    """Approvals from before there were records."""
    models.QuerySet(Approval).delete()
    with pytest.raises(workflow.Refused, match="not on record"):
        workflow.publish(article, by=cast.editor, at=at(11))
    article.refresh_from_db()
    assert article.stage == Stage.IN_REVIEW


def test_the_page_says_beforehand_that_it_has_to_be_reviewed_again(cast, article, lead):
    desk = Desk(cast.editor)
    page = reverse("admin:articles_article_verb", args=[article.pk, "publish"])
    assert "Đưa về chờ duyệt" not in desk.client.get(page).content.decode()
    correct(lead, cast, creator="Lê Minh")
    shown = desk.client.get(page).content.decode()
    assert "Phải duyệt lại." in shown and "Ảnh: Lê Minh/Kyodo" in shown
    assert "Đưa về chờ duyệt" in shown and ">Đăng</button>" not in shown
    copy = desk.client.get(reverse("admin:articles_article_change", args=[article.pk]))
    assert "Phải duyệt lại." in copy.content.decode()
    article.refresh_from_db()
    assert article.stage == Stage.APPROVED  # looking changes nothing
    refused = desk.do("publish", article, status=409).content.decode()
    assert reverse("admin:articles_article_verb", args=[article.pk, "approve"]) in refused
    article.refresh_from_db()
    assert article.stage == Stage.IN_REVIEW


def test_the_desk_reads_each_difference_once_on_the_page_in_the_comparison(cast, article, lead):
    correct(lead, cast, creator="Lê Minh")
    response = Desk(cast.editor).do("publish", article, status=409)
    html = response.content.decode()
    assert "Ảnh: Trần Văn Bình/Kyodo" not in html  # as a sentence would quote it
    (baseline,) = response.context["review"]
    assert baseline.is_approval and [change.key for change in baseline.changes] == ["lead"]
    assert "<del>Trần Văn Bình</del>" in html
    assert html.count('<li class="block">') == 1  # that the approval is void
    history = reverse("admin:articles_article_history", args=[article.pk])
    assert "Ảnh: Lê Minh/Kyodo" in Desk(cast.reporter).client.get(history).content.decode()


def test_the_page_compares_with_what_would_be_printed_on_the_day_that_was_asked_for(
    newsroom, cast, article
):
    day = timezone.now() + timedelta(days=9)
    contracts = newsroom.kyodo.contracts.filter(service="picture")
    contracts.update(valid_until=(day - timedelta(days=2)).date())
    make_contract(newsroom.kyodo, since=day, days=1, credit_form="© {agency}")
    response = Desk(cast.editor).do("publish", article, status=409, goes_live_at=day)
    (baseline,) = response.context["review"]
    assert baseline.is_approval and [change.key for change in baseline.changes] == ["lead"]


def test_a_difference_late_in_a_long_text_is_named_with_what_stands_around_it(newsroom, cast):
    long = "Câu này dài và không đổi. " * 20
    lead = make_image(caption=f"{long}Ông A ngồi bên trái. {long}")
    article = newsroom.approved(lead=lead, at=at(9))
    correct(lead, cast, caption=f"{long}Ông B ngồi bên trái. {long}")
    with pytest.raises(workflow.Refused, match=r"Ông A ngồi .+Ông B ngồi"):
        workflow.publish(article, by=cast.editor, at=at(11))


def test_two_people_of_one_name_are_told_apart_by_their_address(newsroom, cast, article):
    set_on(newsroom.author, slug="kim-anh-khac")
    with pytest.raises(workflow.Refused, match="kim-anh-khac"):
        workflow.publish(article, by=cast.editor, at=at(11))


def test_an_update_that_changes_nothing_warns_and_does_not_count_as_a_change(
    newsroom, cast, article
):
    first = workflow.publish(article, by=cast.editor, at=at(11))
    workflow.reopen(article, by=cast.reporter, at=at(12))
    newsroom.rewrite(article, slugline="BAY", at=at(12))
    workflow.submit(article, by=cast.reporter, at=at(12))
    codes = {p.code for p in permitted.problems_of(workflow.APPROVE, article, by=cast.editor)}
    assert "nothing_changes" in codes
    second = workflow.approve_and_publish(article, by=cast.editor, at=at(13))
    assert (second.number, second.published_at) == (2, at(13))
    assert (second.changed_at, second.was_changed) == (first.published_at, False)
    third = newsroom.printed_again(article, headline="Tít khác", at=at(14))
    assert (third.changed_at, third.was_changed) == (at(14), True)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_changes_in_between_printed_is_approved_or_nothing_is(
    newsroom, cast, article, lead, seed
):
    """Up to four changes of library, names, forms and contracts, some of them taken back."""
    chance = random.Random(seed)  # noqa: S311 (repeats itself)
    former = {row: dict(vars(row)) for row in (newsroom.author, newsroom.kyodo, newsroom.section)}
    for name in chance.sample(list(CHANGES), chance.randint(0, 4)):
        CHANGES[name](newsroom, lead, cast)
    if chance.random() < 0.4:
        for row, values in former.items():
            set_on(row, **{key: value for key, value in values.items() if key[0] != "_"})
    approved = Approval.objects.get().content
    try:
        edition = workflow.publish(article, by=cast.editor, at=at(11))
    except workflow.Refused:
        assert Edition.objects.count() == 0
        assert Article.objects.get().stage == Stage.IN_REVIEW
    else:
        assert content(edition, edition.images.all()) == approved


def test_authors_who_are_added_elsewhere_change_nothing(newsroom, cast, article):
    make_author("Ai đó")
    make_section("Kinh tế")
    workflow.publish(article, by=cast.editor, at=at(11))
