"""Two people in one piece of copy: nothing of either is lost, and no wrong value comes back unseen."""

import pytest
from django.urls import reverse

from articles import workflow
from articles.models import ArticleAgency, Byline, Placement
from articles.tests.test_form import form_of
from newsroom.tests.factories import (
    at,
    make_agency,
    make_author,
    make_image,
    make_section,
    make_wire_item,
)
from newsroom.tests.test_story_life import Desk
from newsroom.tests.walking import Page

OLD = '<p>Theo <a href="https://sai.example/">công ty</a>.</p><p>Đoạn sau.</p>'
NEW = OLD.replace("sai.example", "dung.example")


class Writer:
    """A reporter with the form open, while a colleague saves."""

    def __init__(self, newsroom, **fields):
        fields = {"body": OLD, "agencies": [newsroom.kyodo], "lead": make_image(), **fields}
        self.newsroom, self.article = newsroom, newsroom.draft(**fields)
        self.client = Desk(newsroom.cast.reporter).client
        self.address = reverse("admin:articles_article_change", args=[self.article.pk])
        self.opened = self.client.get(self.address)
        self.data = submitted(self.opened)

    def colleague_saves(self, **fields):
        """The editor changes fields, and rows that belong to the copy by the functions in `rows`."""
        rows = fields.pop("rows", ())
        for name, value in fields.items():
            setattr(self.article, name, value)
        self.article.save()
        for change in rows:
            change(self.article)
        workflow.save(self.article, by=self.newsroom.cast.editor)

    def saves(self, **changes):
        """Post the form as it stands, with what was entered; then it stands as the answer has it."""
        self.data |= changes
        response = self.client.post(self.address, self.data)
        if response.status_code == 200:
            self.data = submitted(response)
        self.article.refresh_from_db()
        return response

    def content(self):
        return self.article.revisions.latest("number").content


def submitted(response):
    """What a browser would post of the copy's form as the page has it."""
    forms = Page("/", response.content.decode()).forms
    return next(form.data() for form in forms if "seen_version" in form.data())


def conflict(response):
    return response.context["adminform"].form.conflict


def questions(response):
    return [question.key for question in conflict(response).questions]


def merged(response):
    return [change.key for change in conflict(response).merged]


def lead(**fields):
    return lambda article: article.placements.filter(place="lead").update(**fields)


def signed_by(*authors):
    def change(article):
        article.bylines.all().delete()
        for order, author in enumerate(authors):
            Byline.objects.create(article=article, author=author, order=order)

    return change


def rests_on(*agencies):
    def change(article):
        article.agency_credits.all().delete()
        for order, agency in enumerate(agencies):
            ArticleAgency.objects.create(article=article, agency=agency, order=order)

    return change


def about(*topics):
    return lambda article: article.tags.set(topics)


@pytest.fixture
def writer(newsroom):
    return Writer(newsroom)


def test_a_colleagues_link_stays_when_the_writer_saves_again(writer):
    """The target of a link is no word: it was invisible, and the wrong one came back."""
    writer.colleague_saves(body=NEW)
    refused = writer.saves(headline="Tít tôi vừa gõ")
    assert "https://dung.example/" in refused.content.decode()
    assert (merged(refused), questions(refused)) == (["body"], [])
    assert writer.saves().status_code == 302
    assert (writer.article.headline, writer.article.body) == ("Tít tôi vừa gõ", NEW)


def test_changes_to_different_paragraphs_are_merged(writer):
    writer.colleague_saves(body=NEW)
    refused = writer.saves(body=OLD.replace("Đoạn sau.", "Đoạn sau, viết lại."))
    assert questions(refused) == []
    writer.saves()
    assert writer.article.body == NEW.replace("Đoạn sau.", "Đoạn sau, viết lại.")


@pytest.mark.parametrize("answer", ["mine", "theirs"])
def test_who_changed_the_same_paragraph_is_asked(writer, answer):
    mine = OLD.replace("công ty", "hãng").replace("Đoạn sau.", "Đoạn sau của tôi.")
    writer.colleague_saves(body=NEW)
    refused = writer.saves(body=mine)
    assert questions(refused) == ["body"]
    assert writer.data["body"] == [mine]  # nothing of the writer's words is lost
    assert writer.saves().status_code == 200  # it asks until it is answered
    assert writer.saves(**{"keep-body": answer}).status_code == 302
    expected = {"mine": mine, "theirs": NEW.replace("Đoạn sau.", "Đoạn sau của tôi.")}
    assert writer.article.body == expected[answer]


def test_an_unanswered_question_stays_when_a_third_version_comes(writer):
    writer.colleague_saves(headline="Tít của biên tập viên")
    writer.saves(headline="Tít của tôi")
    writer.colleague_saves(kicker="Nóng")
    refused = writer.saves()
    assert (questions(refused), merged(refused)) == (["headline"], ["kicker"])
    writer.saves(**{"keep-headline": "theirs"})
    assert (writer.article.headline, writer.article.kicker) == ("Tít của biên tập viên", "Nóng")


def test_a_colleagues_caption_in_the_text_stays(newsroom):
    image = make_image()
    figure = (
        f'<p>Đoạn.</p><figure data-image="{image.pk}" data-caption="{{}}" data-alt="{{}}"></figure>'
    )
    writer = Writer(newsroom, body=figure.format("Nhầm tên.", "Nhầm."))
    writer.colleague_saves(body=figure.format("Đúng tên.", "Đúng."))
    refused = writer.saves(standfirst="Sapô của tôi.")
    assert merged(refused) == ["body"]
    writer.saves()
    placement = writer.article.placements.get(place="inline")
    assert (placement.caption, placement.alt) == ("Đúng tên.", "Đúng.")


def test_texts_of_the_lead_picture_are_merged_one_by_one(writer):
    writer.colleague_saves(rows=[lead(caption="Chú thích đúng.")])
    refused = writer.saves(**{"placements-0-alt": "Mô tả của tôi."})
    assert (merged(refused), questions(refused)) == (["lead"], [])
    writer.saves()
    placement = writer.article.placements.get()
    assert (placement.caption, placement.alt) == ("Chú thích đúng.", "Mô tả của tôi.")


def test_another_lead_picture_of_a_colleagues_stays(writer):
    other = make_image(caption="Ảnh khác.")
    writer.colleague_saves(rows=[lead(image=other)])
    writer.saves(headline="Tít của tôi")
    writer.saves()
    assert writer.article.placements.get().image == other


@pytest.mark.parametrize(("answer", "caption"), [("mine", "Của tôi."), ("theirs", "Của chị.")])
def test_two_captions_of_the_lead_picture_are_a_question(writer, answer, caption):
    writer.colleague_saves(rows=[lead(caption="Của chị.")])
    assert questions(writer.saves(**{"placements-0-caption": "Của tôi."})) == ["lead"]
    writer.saves(**{"keep-lead": answer})
    assert writer.article.placements.get().caption == caption


def test_a_lead_picture_that_a_colleague_removed_stays_away(writer):
    writer.colleague_saves(rows=[lambda article: article.placements.all().delete()])
    writer.saves(headline="Tít của tôi")
    writer.saves()
    assert Placement.objects.filter(article=writer.article).count() == 0


def test_rows_of_a_colleagues_stay(writer):
    two, ap = make_author("Lê Hai"), make_agency("AP")
    writer.colleague_saves(rows=[signed_by(two), rests_on(ap), about("Biển", "Cảng")])
    refused = writer.saves(headline="Tít của tôi")
    assert merged(refused) == ["byline", "agencies", "tags", "tags", "tags"]
    writer.saves()
    content = writer.content()
    assert [ref["name"] for ref in content["byline"]] == ["Lê Hai"]
    assert [ref["name"] for ref in content["agencies"]] == ["AP"]
    assert content["tags"] == ["Biển", "Cảng"]


@pytest.mark.parametrize(("answer", "names"), [("mine", ["Ba"]), ("theirs", ["Lê Hai", "Kim Anh"])])
def test_two_bylines_are_a_question(writer, answer, names):
    three = make_author("Ba")
    writer.colleague_saves(rows=[signed_by(make_author("Lê Hai"), writer.newsroom.author)])
    refused = writer.saves(**{"bylines-0-author": three.pk})
    assert questions(refused) == ["byline"]
    writer.saves(**{"keep-byline": answer})
    assert [ref["name"] for ref in writer.content()["byline"]] == names


def test_the_writers_own_rows_stay_where_the_colleague_changed_others(writer):
    three = make_author("Ba")
    writer.colleague_saves(rows=[rests_on(make_agency("AP"))])
    writer.saves(**{"bylines-0-author": three.pk, "tags": "Đường sắt"})
    writer.saves()
    content = writer.content()
    assert [ref["name"] for ref in content["byline"]] == ["Ba"]
    assert [ref["name"] for ref in content["agencies"]] == ["AP"]
    assert content["proposed_topics"] == ["Đường sắt"]


def test_planning_of_a_colleagues_stays(writer):
    other = make_section("Kinh tế")
    writer.colleague_saves(section=other, assignee=writer.newsroom.cast.colleague, urgency=2)
    refused = writer.saves(headline="Tít của tôi")
    assert questions(refused) == []
    # Given to another desk: the writer may not change it any more, and gets back what was entered.
    assert merged(refused) == ["section", "urgency", "assignee"]


def test_an_embargo_of_a_colleagues_stays(writer):
    writer.colleague_saves(embargo_until=at(20))
    writer.saves(headline="Tít của tôi")
    writer.saves()
    assert writer.article.embargo_until == at(20)


def test_who_restores_the_old_value_on_purpose_may(writer):
    """After the merge the form is the writer's: what was merged can be changed back, knowingly."""
    writer.colleague_saves(kicker="Nóng")
    writer.saves(headline="Tít của tôi")
    assert writer.data["kicker"] == ["Nóng"]
    assert writer.saves(kicker="").status_code == 302
    assert writer.article.kicker == ""


def test_the_newest_of_several_versions_is_merged(writer):
    writer.colleague_saves(kicker="Một")
    writer.colleague_saves(kicker="Hai", dateline="TOKYO")
    refused = writer.saves(headline="Tít của tôi")
    assert merged(refused) == ["kicker", "dateline"]
    writer.saves()
    assert (writer.article.kicker, writer.article.dateline) == ("Hai", "TOKYO")


def test_a_form_that_says_no_version_takes_over_nothing_in_silence(newsroom, cast):
    article = newsroom.draft()
    address = reverse("admin:articles_article_change", args=[article.pk])
    response = Desk(cast.reporter).client.post(
        address, form_of(article, seen_version="", headline="Tít của tôi")
    )
    assert questions(response) == ["headline"]
    article.refresh_from_db()
    assert article.version == 1


def test_what_cannot_be_read_is_kept_as_it_was_entered(writer):
    writer.colleague_saves(kicker="Nóng")
    entered = {"urgency": "rất gấp", "provenance": "junk", "section": "x", "embargo_until": "mai"}
    refused = writer.saves(headline="Tít " * 100, **entered)
    assert merged(refused) == ["kicker"]
    form = refused.context["adminform"].form
    assert {name: form[name].value() for name in ("urgency", "provenance", "section")} == {
        "urgency": "rất gấp",
        "provenance": "junk",
        "section": "x",
    }
    assert ("Tít " * 100).strip() in form["headline"].value()


def test_rows_that_were_not_posted_are_not_deleted(newsroom, cast):
    article = newsroom.draft()
    newsroom.rewrite(article, by=cast.editor, kicker="Nóng")
    client, address = (
        Desk(cast.reporter).client,
        reverse("admin:articles_article_change", args=[article.pk]),
    )
    data = {"seen_version": 1, "headline": "Tít của tôi"}
    for _time in range(2):
        response = client.post(address, data)
        assert response.status_code == 200
        data["seen_version"] = 2
    assert (article.bylines.count(), article.revisions.count()) == (1, 2)


def test_the_same_author_added_by_both_is_one_author(writer):
    two = make_author("Lê Hai")
    writer.colleague_saves(rows=[signed_by(writer.newsroom.author, two)])
    refused = writer.saves(
        **{"bylines-TOTAL_FORMS": 2, "bylines-1-author": two.pk, "bylines-1-order": 1}
    )
    assert questions(refused) == []
    assert writer.saves().status_code == 302
    assert [ref["name"] for ref in writer.content()["byline"]] == ["Kim Anh", "Lê Hai"]


def test_a_lead_picture_chosen_by_both_is_asked(newsroom):
    writer = Writer(newsroom, lead=None)
    mine, theirs = make_image(caption="Của tôi."), make_image(caption="Của chị.")
    writer.colleague_saves(
        rows=[lambda a: Placement.objects.create(article=a, image=theirs, place="lead")]
    )
    assert questions(writer.saves(**{"placements-0-image": mine.pk})) == ["lead"]
    assert writer.saves(**{"keep-lead": "mine"}).status_code == 302
    assert writer.article.placements.get().image == mine


def test_agency_copy_laid_under_it_meanwhile_stays_and_is_shown(writer):
    item = make_wire_item()
    writer.colleague_saves(
        rows=[lambda a: ArticleAgency.objects.create(article=a, agency=item.agency, wire_item=item)]
    )
    ap = make_agency("AP")
    refused = writer.saves(**{"agency_credits-0-agency": ap.pk})
    assert (questions(refused), merged(refused)) == ([], ["agencies"])
    writer.saves()
    content = writer.content()["agencies"]
    assert sorted((ref["name"], ref["wire_item"]) for ref in content) == [
        ("AP", None),
        ("Kyodo", item.pk),
    ]
