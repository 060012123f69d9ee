"""Who left is given nothing more: no copy, no byline, no desk, no mail. What they have stays theirs."""

import pytest
from django.contrib import admin
from django.core import mail
from django.forms import ModelChoiceField
from django.test import RequestFactory
from django.urls import reverse
from django_tasks import default_task_backend

from accounts import services
from accounts.models import User
from articles import four_eyes, notifications, workflow
from articles.models import Article, StageChange
from attribution.models import Author
from newsroom.tests.factories import MORNING, make_author, make_user
from newsroom.tests.test_story_life import Desk
from newsroom.tests.walking import Page


@pytest.fixture
def left(newsroom):
    return make_user("left", "Reporter", first_name="Mai", is_active=False)


@pytest.fixture
def put_out(newsroom):
    user = make_user("put_out", "Reporter")
    User.objects.filter(pk=user.pk).update(is_staff=False)
    return user


def form_at(client, address):
    (form,) = [
        form
        for form in Page(address, client.get(address).content.decode()).forms
        if form.method == "post" and form.action == address and len(form.fields) > 4
    ]
    return form.data()


def change_address(article):
    return reverse("admin:articles_article_change", args=[article.pk])


@pytest.mark.parametrize("whom", ["left", "put_out"])
def test_copy_is_not_given_to_who_left(newsroom, cast, whom, request):
    person, article = request.getfixturevalue(whom), newsroom.draft()
    client, address = Desk(cast.editor).client, change_address(article)
    assert f'<option value="{person.pk}"' not in client.get(address).content.decode()
    answer = client.post(address, {**form_at(client, address), "assignee": [person.pk]})
    assert answer.status_code == 200
    assert "Người này đã rời bàn biên tập" in answer.content.decode()
    assert Article.objects.get().assignee is None


def test_copy_that_somebody_has_who_left_is_saved_and_says_so(newsroom, cast, left):
    article = newsroom.draft()
    Article.objects.update(assignee=left)
    client, address = Desk(cast.editor).client, change_address(article)
    data = form_at(client, address)
    assert data["assignee"] == [str(left.pk)]
    assert "Mai đã rời bàn biên tập" in client.get(address).content.decode()
    answer = client.post(address, {**data, "headline": "Một tít khác hẳn"})
    assert answer.status_code == 302
    article = Article.objects.get()
    assert (article.headline, article.assignee) == ("Một tít khác hẳn", left)


def test_no_byline_is_given_to_who_left_and_one_that_is_there_stays(newsroom, cast, left):
    gone, guest = make_author("Mai Anh", user=left), make_author("Người Khách")
    article = newsroom.draft()
    client, address = Desk(cast.editor).client, change_address(article)
    page = client.get(address).content.decode()
    assert f'<option value="{gone.pk}">Mai Anh</option>' not in page
    assert f'<option value="{guest.pk}">Người Khách</option>' in page
    data = {**form_at(client, address), "bylines-0-author": [gone.pk]}
    assert client.post(address, data).status_code == 200
    article.bylines.update(author=gone)
    data = {**form_at(client, address), "headline": "Một tít khác hẳn"}
    assert data["bylines-0-author"] == [str(gone.pk)]
    assert client.post(address, data).status_code == 302
    assert [line.author for line in Article.objects.get().bylines.all()] == [gone]


def test_a_desk_keeps_who_left_and_takes_nobody_who_did(newsroom, cast, left, put_out):
    newsroom.section.members.add(left)
    address = reverse("admin:editions_section_change", args=[newsroom.section.pk])
    client = Desk(cast.chief).client
    data = {"name": newsroom.section.name, "order": 100}
    answer = client.post(address, {**data, "members": [left.pk, put_out.pk]})
    assert answer.status_code == 200
    assert client.post(address, {**data, "members": [left.pk]}).status_code == 302
    assert list(newsroom.section.members.all()) == [left]


def test_every_form_of_the_desk_offers_those_only_who_are_there(newsroom, cast, left, put_out):
    request = RequestFactory().get("/")
    request.user = User.objects.create_superuser("owner")
    asking = []
    for model, of_model in admin.site._registry.items():
        for name, field in of_model.get_form(request).base_fields.items():
            if isinstance(field, ModelChoiceField) and field.queryset.model is User:
                asking.append(f"{model.__name__}.{name}")
                assert not field.queryset.filter(pk__in=[left.pk, put_out.pk]).exists(), asking
    assert sorted(asking) == [
        "Article.assignee",
        "Author.user",
        "Delivery.handed_in_by",
        "Section.members",
    ]


def test_an_author_keeps_the_account_of_who_left(newsroom, cast, left):
    author = make_author("Mai Anh", user=left)
    address = reverse("admin:attribution_author_change", args=[author.pk])
    client = Desk(cast.editor).client
    data = {"name": "Mai Anh", "role": "Phóng viên", "user": left.pk}
    assert client.post(address, data).status_code == 302
    author = Author.objects.get(pk=author.pk)
    assert (author.role, author.user) == ("Phóng viên", left)


@pytest.mark.parametrize("flag", ["is_active", "is_staff"])
def test_who_left_before_the_mail_goes_out_gets_none(newsroom, cast, flag):
    article = newsroom.in_review()
    workflow.send_back(article, by=cast.editor, note="Thêm nguồn.")
    User.objects.filter(pk=cast.reporter.pk).update(**{flag: False})
    assert notifications.send.call(StageChange.objects.latest("pk").pk, cast.reporter.pk) == 0
    assert mail.outbox == []


@pytest.mark.parametrize("flag", ["is_active", "is_staff"])
def test_who_left_is_neither_mailed_nor_named_as_who_may_approve(
    newsroom, cast, flag, django_capture_on_commit_callbacks
):
    article = newsroom.in_review()
    assert cast.second_editor in four_eyes.approvers(article)
    people = (cast.reporter.pk, cast.second_editor.pk, cast.chief.pk)
    User.objects.filter(pk__in=people).update(**{flag: False})
    default_task_backend.clear()
    with django_capture_on_commit_callbacks(execute=True):
        workflow.send_back(article, by=cast.editor, note="Thêm nguồn.")
        services.record_desk(cast.colleague, joined=["Kinh tế"], left=[], by=cast.admin, at=MORNING)
    sent = [result.args for result in default_task_backend.results]
    assert [args[2] for args in sent if len(args) == 3] == ["colleague@example.org"]
    assert [args for args in sent if len(args) == 2] == []
    assert four_eyes.approvers(article) == [cast.editor]
