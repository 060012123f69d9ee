"""The article's form by HTTP: roles, conflicts, and words that are never lost."""

import pytest
from django.db import transaction
from django.urls import reverse

from articles import services, verbs, workflow
from articles.forms import ArticleForm
from articles.models import Article, Revision
from newsroom.tests.factories import at, make_author, make_image, make_section
from newsroom.tests.test_story_life import Desk


def form_of(article, **changes):
    lead = article.placements.filter(place="lead").first()
    return {
        "seen_version": article.version,
        "section": article.section_id,
        "kicker": article.kicker,
        "headline": article.headline,
        "standfirst": article.standfirst,
        "body": article.body,
        "provenance": article.provenance,
        "language": article.language,
        "tags": ", ".join(article.tags.names()),
        "bylines-TOTAL_FORMS": 1,
        "bylines-INITIAL_FORMS": 1,
        "bylines-0-id": article.bylines.get().pk,
        "bylines-0-author": article.bylines.get().author_id,
        "bylines-0-order": 0,
        "placements-TOTAL_FORMS": 1,
        "placements-INITIAL_FORMS": 1 if lead else 0,
        **({"placements-0-id": lead.pk, "placements-0-image": lead.image_id} if lead else {}),
        "agency_credits-TOTAL_FORMS": 0,
        "agency_credits-INITIAL_FORMS": 0,
        "notes-TOTAL_FORMS": 1,
        "notes-INITIAL_FORMS": 0,
        **changes,
    }


def post(user, article, **changes):
    address = reverse("admin:articles_article_change", args=[article.pk])
    return Desk(user).client.post(address, form_of(article, **changes))


def test_a_save_is_a_revision_with_the_whole_copy(newsroom, cast):
    article = newsroom.draft(lead=make_image())
    response = post(cast.reporter, article, headline="Tít đã sửa")
    assert response.status_code == 302
    revision = article.revisions.get(number=2)
    assert (revision.created_by, revision.content["headline"]) == (cast.reporter, "Tít đã sửa")
    assert revision.content["byline"][0]["name"] == "Kim Anh"
    assert revision.content["tags"] == ["Nhật Bản"]


def byline_rows(*rows):
    """The byline as posted: an id or "", the author, and whether the row is deleted."""
    data = {
        "bylines-TOTAL_FORMS": len(rows),
        "bylines-INITIAL_FORMS": len([pk for pk, _author, _gone in rows if pk]),
    }
    for number, (pk, author, is_gone) in enumerate(rows):
        data |= {f"bylines-{number}-id": pk, f"bylines-{number}-author": author.pk}
        data |= {f"bylines-{number}-order": number}
        data |= {f"bylines-{number}-DELETE": "on"} if is_gone else {}
    return data


@pytest.mark.parametrize("case", ["exchanged", "moved up", "moved down"])
def test_authors_may_change_their_rows(newsroom, cast, case):
    article, first, second = newsroom.draft(), newsroom.author, make_author("Lan Chi")
    own = article.bylines.get().pk
    form = form_of(article)
    other = article.bylines.create(author=second, order=1).pk
    rows, names = {
        "exchanged": (((own, second, False), (other, first, False)), ["Lan Chi", "Kim Anh"]),
        "moved up": (((own, second, False), (other, second, True)), ["Lan Chi"]),
        "moved down": (((own, first, True), (other, first, False)), ["Kim Anh"]),
    }[case]
    address = reverse("admin:articles_article_change", args=[article.pk])
    response = Desk(cast.reporter).client.post(address, form | byline_rows(*rows))
    assert response.status_code == 302
    assert list(article.bylines.order_by("order").values_list("author__name", flat=True)) == names
    newest = article.revisions.latest("number").content
    assert [ref["name"] for ref in newest["byline"]] == names


@pytest.mark.parametrize("row", ["bylines", "placements"])
@pytest.mark.parametrize("key", ["", "abc", "9" * 12])
def test_a_row_that_is_there_already_is_refused_and_nothing_is_lost(newsroom, cast, row, key):
    article = newsroom.draft(lead=make_image())
    response = post(cast.reporter, article, headline="Tít vừa gõ", **{f"{row}-0-id": key})
    assert response.status_code == 200
    assert "đã có trong bài" in str(response.context["errors"])
    assert "Tít vừa gõ" in response.content.decode()
    article.refresh_from_db()
    assert (article.version, article.bylines.count(), article.placements.count()) == (1, 1, 1)


def test_a_text_that_is_too_long_is_refused_and_stays_in_the_form(newsroom, cast):
    article = newsroom.draft()
    response = post(cast.reporter, article, body="<p>Hai nước. </p>" * 40_000)
    assert response.status_code == 200
    (error,) = response.context["adminform"].form.errors["body"]
    assert "680000" in error and "500000" in error
    assert response.content.decode().count("Hai nước.") >= 40_000
    article.refresh_from_db()
    assert article.version == 1


def test_saving_what_is_there_already_makes_no_revision(newsroom, cast):
    article = newsroom.draft()
    assert post(cast.reporter, article).status_code == 302
    assert article.revisions.count() == 1


def test_a_stale_form_is_refused_and_keeps_the_input(newsroom, cast):
    article = newsroom.draft(at=at(9))
    newsroom.rewrite(article, by=cast.editor, at=at(9, 42), standfirst="Sapô của biên tập viên.")
    response = post(cast.reporter, article, seen_version=1, headline="Tít tôi vừa gõ xong")

    assert response.status_code == 200
    page = response.content.decode()
    assert "Tít tôi vừa gõ xong" in page
    assert "09:42" in page
    assert "<ins>" in page and "của biên tập viên." in page
    article.refresh_from_db()
    assert (article.headline, article.version) == ("Hai nước bàn về một vịnh yên tĩnh", 2)
    assert Revision.objects.count() == 2


def test_who_has_read_the_colleagues_version_may_save(newsroom, cast):
    article = newsroom.draft()
    newsroom.rewrite(article, by=cast.editor, standfirst="Sapô của biên tập viên.")
    refused = post(cast.reporter, article, seen_version=1, headline="Tít tôi vừa gõ")
    seen = refused.context["adminform"].form["seen_version"].value()
    assert (
        post(cast.reporter, article, seen_version=seen, headline="Tít tôi vừa gõ").status_code
        == 302
    )
    article.refresh_from_db()
    assert (article.headline, article.version) == ("Tít tôi vừa gõ", 3)


def test_text_entered_while_the_copy_was_published_is_shown(newsroom, cast):
    article = newsroom.published()
    response = post(cast.reporter, article, headline="Tít gõ dở", body="<p>Đoạn gõ dở.</p>")
    assert response.status_code == 409
    page = response.content.decode()
    assert "Tít gõ dở" in page and "Đoạn gõ dở." in page
    article.refresh_from_db()
    assert article.headline == "Hai nước bàn về một vịnh yên tĩnh"


def open_form(article, **changes):
    """The form as it is after the page was sent and before the row is locked."""
    data = form_of(article, **changes)
    return ArticleForm(data, instance=Article.objects.get(pk=article.pk))


def test_a_form_that_meets_a_copy_just_published_keeps_its_input(newsroom, cast):
    """The permission was asked before the row was locked; the form asks again under the lock."""
    article = newsroom.approved()
    form = open_form(article, headline="Tít gõ dở")
    workflow.publish(article, by=cast.editor)
    with transaction.atomic():
        assert not form.is_valid()
    assert form["headline"].value() == "Tít gõ dở"


def test_a_form_that_meets_a_version_just_saved_merges_it_the_next_time(newsroom, cast):
    article = newsroom.draft()
    form = open_form(article, headline="Tít gõ dở")
    newsroom.rewrite(article, by=cast.editor, kicker="Nóng")
    with transaction.atomic():
        assert not form.is_valid()
    assert "Save again" in str(form.non_field_errors())
    assert form["seen_version"].value() == 1  # not yet the one that was saved meanwhile


def test_a_save_never_writes_back_a_stage_it_read_before(newsroom, cast):
    """An approval that falls between reading and writing is voided in the trail, not wiped out."""
    article = newsroom.in_review()
    stale = Article.objects.get(pk=article.pk)
    workflow.approve(article, by=cast.editor)
    form = open_form(stale, kicker="Đàm phán")
    with transaction.atomic():
        assert form.is_valid()
        stale.kicker = "Đàm phán"
        services.write_fields(stale, form.fields, by=cast.reporter)
    article.refresh_from_db()
    assert (article.stage, article.kicker) == (Article.Stage.APPROVED, "Đàm phán")


def test_a_reporter_cannot_change_a_colleagues_copy(newsroom, cast):
    article = newsroom.in_review()
    response = post(cast.colleague, article, headline="Sửa bài người khác")
    assert response.status_code == 409
    article.refresh_from_db()
    assert article.headline == "Hai nước bàn về một vịnh yên tĩnh"


def test_an_editor_may_mend_copy_in_review(newsroom, cast):
    article = newsroom.in_review()
    assert post(cast.editor, article, kicker="Đàm phán").status_code == 302
    article.refresh_from_db()
    assert (article.kicker, article.stage) == ("Đàm phán", Article.Stage.IN_REVIEW)


@pytest.mark.parametrize("field", ["stage", "version", "story", "created_by"])
def test_the_form_takes_no_field_that_is_the_workflows(newsroom, cast, field):
    article = newsroom.draft()
    before = Article.objects.values("stage", "story", "created_by").get()
    post(cast.reporter, article, **{field: "published" if field == "stage" else cast.editor.pk})
    assert Article.objects.values("stage", "story", "created_by").get() == before


def test_saving_approved_copy_from_the_form_voids_the_approval(newsroom, cast):
    article = newsroom.approved()
    post(cast.reporter, article, headline="Sửa sau khi duyệt")
    article.refresh_from_db()
    assert article.stage == Article.Stage.IN_REVIEW


def test_a_figure_of_no_picture_in_the_library_is_refused(newsroom, cast):
    article = newsroom.draft()
    response = post(cast.reporter, article, body='<p>Đoạn.</p><figure data-image="99"></figure>')
    assert list(response.context["adminform"].form.errors) == ["body"]
    assert article.revisions.count() == 1


def test_figures_in_the_body_become_placements_in_order(newsroom, cast):
    first, two = make_image(), make_image()
    article = newsroom.draft()
    body = (
        f'<figure data-image="{two.pk}" data-caption="Chú thích riêng" data-alt="Mô tả riêng">'
        f'</figure><p>Đoạn.</p><figure data-image="{first.pk}"></figure>'
    )
    assert post(cast.reporter, article, body=body).status_code == 302
    placed = article.placements.filter(place="inline").order_by("order")
    assert [(p.order, p.image, p.caption, p.alt) for p in placed] == [
        (1, two, "Chú thích riêng", "Mô tả riêng"),
        (2, first, "", ""),
    ]


def test_another_alt_of_a_figure_reaches_its_placement(newsroom, cast):
    image = make_image()
    figure = f'<p>Đoạn.</p><figure data-image="{image.pk}" data-caption="Chú thích"></figure>'
    article = newsroom.draft(body=figure)
    body = figure.replace("></figure>", ' data-alt="Nước xanh."></figure>')
    assert post(cast.reporter, article, body=body).status_code == 302
    placement = article.placements.get()
    assert (placement.caption, placement.alt) == ("Chú thích", "Nước xanh.")
    assert placement.printed_alt == "Nước xanh."


def test_a_note_is_signed_and_shown_beside_the_copy(newsroom, cast):
    article = newsroom.draft()
    post(cast.reporter, article, **{"notes-0-text": "Chờ số liệu của cảng vụ."})
    note = article.notes.get()
    assert (note.text, note.created_by) == ("Chờ số liệu của cảng vụ.", cast.reporter)
    address = reverse("admin:articles_article_change", args=[article.pk])
    assert "Chờ số liệu của cảng vụ." in Desk(cast.editor).client.get(address).content.decode()


def test_save_and_submit_goes_on_to_the_verbs_page(newsroom, cast):
    article = newsroom.draft()
    response = post(cast.reporter, article, headline="Tít mới", _go="submit")
    assert response.url == reverse("admin:articles_article_verb", args=[article.pk, "submit"])
    assert Article.objects.get().headline == "Tít mới"


def test_who_reopens_copy_goes_on_to_it_and_who_submits_goes_home(newsroom, cast):
    article = newsroom.published()
    copy = reverse("admin:articles_article_change", args=[article.pk])
    assert Desk(cast.reporter).do("reopen", article).url == copy
    assert Desk(cast.reporter).do("submit", article).url == reverse("admin:index")


def test_no_verb_is_done_by_get(newsroom, cast):
    article = newsroom.in_review()
    for verb in verbs.VERBS:
        address = reverse("admin:articles_article_verb", args=[article.pk, verb])
        assert Desk(cast.chief).client.get(address).status_code == 200
    article.refresh_from_db()
    assert (article.stage, article.stage_changes.count()) == (Article.Stage.IN_REVIEW, 1)


def test_copy_is_never_deleted(newsroom, cast):
    article = newsroom.draft()
    cast.admin.is_superuser = True
    cast.admin.save()
    client = Desk(cast.admin).client
    address = reverse("admin:articles_article_delete", args=[article.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
    listed = reverse("admin:articles_article_changelist")
    client.post(listed, {"action": "delete_selected", "_selected_action": [article.pk]})
    assert Article.objects.count() == 1


def test_history_shows_saves_and_acts_and_compares_any_two(newsroom, cast):
    article = newsroom.in_review(at=at(9))
    newsroom.rewrite(article, at=at(10), headline="Hai nước bàn về một vịnh xanh")
    client = Desk(cast.editor).client
    page = client.get(reverse("admin:articles_article_history", args=[article.pk])).content.decode()
    assert "08/06/2024 - 09:00" in page and "08/06/2024 - 10:00" in page
    address = reverse("admin:articles_article_compare", args=[article.pk])
    page = client.get(address, {"from": 1, "to": 2}).content.decode()
    assert "<del>yên tĩnh</del>" in page and "<ins>xanh</ins>" in page
    assert client.get(address, {"from": "x", "to": "2"}).status_code == 404


def test_search_needs_no_diacritics(newsroom, cast):
    newsroom.draft(headline="Đà Nẵng đón tàu lớn")
    newsroom.draft(headline="Chuyện khác")
    listed = reverse("admin:articles_article_changelist")
    page = Desk(cast.editor).client.get(listed, {"q": "da nang"}).content.decode()
    assert "Đà Nẵng đón tàu lớn" in page
    assert "Chuyện khác" not in page


def test_who_has_no_role_sees_no_copy(newsroom, cast):
    article = newsroom.draft()
    cast.outsider.is_staff = True
    cast.outsider.save()
    client = Desk(cast.outsider).client
    for name, args in (
        ("change", [article.pk]),
        ("preview", [article.pk]),
        ("history", [article.pk]),
        ("compare", [article.pk]),
        ("verb", [article.pk, "submit"]),
        ("changelist", []),
    ):
        response = client.get(reverse(f"admin:articles_article_{name}", args=args))
        assert response.status_code == 403, name


def test_copy_can_be_given_away(newsroom, cast):
    """Whose copy it is was asked before the form was read; afterwards it may be somebody else's."""
    newsroom.section.members.add(cast.colleague)
    article = newsroom.approved()
    other = make_section("Kinh tế")
    response = post(cast.colleague, article, section=other.pk, headline="Chuyển sang ban khác")
    assert response.status_code == 302
    article.refresh_from_db()
    assert (article.section, article.headline) == (other, "Chuyển sang ban khác")
    assert article.stage == Article.Stage.IN_REVIEW


def test_a_row_that_a_colleague_deleted_does_not_stop_the_rest_from_being_saved(newsroom, cast):
    article = newsroom.draft()
    data = form_of(article, headline="Tít tôi vừa gõ")
    article.bylines.all().delete()
    workflow.save(article, by=cast.editor)
    client = Desk(cast.reporter).client
    address = reverse("admin:articles_article_change", args=[article.pk])
    refused = client.post(address, data)
    assert refused.status_code == 200
    data["seen_version"] = refused.context["adminform"].form["seen_version"].value()
    assert client.post(address, data).status_code == 302
    article.refresh_from_db()
    assert article.headline == "Tít tôi vừa gõ"
    assert [line.author.name for line in article.bylines.all()] == ["Kim Anh"]


def test_a_lead_picture_is_removed_by_emptying_it(newsroom, cast):
    article = newsroom.draft(lead=make_image())
    assert post(cast.reporter, article, **{"placements-0-image": ""}).status_code == 302
    assert article.placements.count() == 0


def test_text_for_a_lead_picture_that_was_not_chosen_is_not_dropped(newsroom, cast):
    article = newsroom.draft()
    response = post(cast.reporter, article, **{"placements-0-caption": "Chú thích gõ dở"})
    assert response.status_code == 200
    assert "Chú thích gõ dở" in response.content.decode()


def test_every_word_typed_into_a_closed_form_is_given_back(newsroom, cast):
    article = newsroom.published(lead=make_image())
    typed = {
        "dateline": "TOKYO gõ dở",
        "tags": "Chủ đề gõ dở",
        "placements-0-caption": "Chú thích gõ dở",
        "placements-0-alt": "Mô tả gõ dở",
        "notes-0-text": "Ghi chú gõ dở",
    }
    page = post(cast.reporter, article, **typed).content.decode()
    assert [typed for typed in typed.values() if typed not in page] == []


def test_the_picture_desk_may_leave_a_note_and_change_nothing(newsroom, cast):
    article = newsroom.published()
    client = Desk(cast.pictures).client
    page = client.get(reverse("admin:articles_article_change", args=[article.pk]))
    note = reverse("admin:articles_article_note", args=[article.pk])
    assert note in page.content.decode()
    assert client.post(note, {"text": "Ảnh này sắp hết hạn."}).status_code == 302
    assert client.get(note).status_code == 405
    assert [(n.text, n.created_by) for n in article.notes.all()] == [
        ("Ảnh này sắp hết hạn.", cast.pictures)
    ]
    assert Desk(cast.outsider).client.post(note, {"text": "x"}).status_code == 302
    assert article.notes.count() == 1
