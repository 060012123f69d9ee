"""Whatever list of the desk is searched, words match with and without diacritics, đ as d, in any case."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles import workflow
from attribution.models import Agency, Author
from editions.models import Edition, Partner, Section, Topic
from images.models import Image
from newsroom.tests.factories import (
    make_agency,
    make_author,
    make_feed,
    make_image,
    make_partner,
    make_section,
    make_user,
)
from newsroom.tests.test_story_life import Desk
from text.search import FoldedQuerySet, SearchedModel
from wires.models import Feed

pytestmark = pytest.mark.both_databases

QUERIES = ("Đặng Lệ Hường", "dang le huong", "ĐẶNG lệ", "Dang HUONG", "“Hường”, (đặng)")
# Topics are found by their key; what is written of attempts to sign in is no text of the newsroom.
OTHERS = {Topic, AccessAttempt, AccessLog, AccessFailureLog}


@pytest.fixture
def owner(newsroom):
    return Desk(make_user("owner", is_superuser=True)).client


@pytest.fixture
def rows(newsroom):
    """One row of each model that is called so, beside others that are not."""
    name = "Đặng Lệ Hường"
    make_partner("Báo Khác")
    make_author("Người Khác")
    return {
        Author: make_author(name),
        Agency: make_agency("Hãng", aliases=["X", name]),
        Section: make_section(name),
        Feed: make_feed(newsroom.kyodo, name=name),
        Partner: make_partner(name)[0],
        User: make_user("huong", last_name="Đặng", first_name="Lệ Hường"),
        Image: make_image(caption=f"Bà {name} ở Huế."),
        Edition: newsroom.published(headline=f"Bà {name} kể lại").story.editions.get(),
    }


def listed(client, model, query):
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return list(client.get(path, {"q": query}).context["cl"].result_list)


@pytest.mark.parametrize("query", QUERIES)
def test_every_list_is_found_by_folded_words(owner, rows, query):
    for model, row in rows.items():
        assert listed(owner, model, query) == [row], model


def test_what_has_not_all_words_is_not_found(owner, rows):
    for model in rows:
        assert listed(owner, model, "dang nobody") == [], model


@pytest.mark.parametrize("query", QUERIES)
def test_fields_that_look_up_by_typing_fold_too(owner, rows, query):
    params = {"app_label": "articles", "model_name": "byline", "field_name": "author"}
    answer = owner.get("/admin/autocomplete/", {**params, "term": query})
    assert [entry["text"] for entry in answer.json()["results"]] == ["Đặng Lệ Hường"]


def test_a_changed_name_is_found_and_the_old_one_not(owner, rows):
    author = rows[Author]
    author.name = "Vũ Ngọc Ánh"
    author.save()
    assert listed(owner, Author, "vu ngoc anh") == [author]
    assert listed(owner, Author, "huong") == []
    author.name = "Bùi Yến"
    author.save(update_fields=["name"])
    assert listed(owner, Author, "bui yen") == [author]


def test_signing_in_reckons_no_text_anew(newsroom, cast):
    User.objects.filter(pk=cast.reporter.pk).update(search_fold="as it was")
    Client().force_login(
        User.objects.get(pk=cast.reporter.pk), "django.contrib.auth.backends.ModelBackend"
    )
    assert User.objects.get(pk=cast.reporter.pk).search_fold == "as it was"


def test_a_notice_is_found_by_its_note(newsroom, owner, cast):
    article = newsroom.published()
    notice = workflow.kill(article, by=cast.chief, note="Đã gỡ vì nhầm người.")
    assert listed(owner, Edition, "nham nguoi") == [notice]


def test_every_list_that_is_searched_folds(db):
    searched = {model for model, of_model in admin.site._registry.items() if of_model.search_fields}
    folded = {
        model
        for model in searched
        if issubclass(model, SearchedModel)
        or isinstance(model._default_manager.all(), FoldedQuerySet)
    }
    assert searched - folded == OTHERS


# What has been in a database since before there was a folded text: the migration fills it in.
def test_rows_from_before_the_search_folded_are_found_too(newsroom, owner, rows):
    searched = [model for model in rows if issubclass(model, SearchedModel)]
    for model in searched:
        QuerySet(model).update(search_fold="")
    migration = import_module("articles.migrations.0014_fold_rows_from_before")
    migration.fold(apps, SimpleNamespace(connection=connection))
    for model in searched:
        again = model._base_manager.get(pk=rows[model].pk)
        assert again.search_fold == rows[model].search_fold != ""
        assert listed(owner, model, "dang le huong") == [rows[model]]
