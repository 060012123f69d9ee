"""Whose the copy is and on what terms, as the press freezes it: what the wire fields, else the agency."""

import pytest
from django.conf import settings

from articles import press, readiness
from articles.models import ArticleAgency
from newsroom.tests.factories import MORNING, make_agency, make_feed, make_wire_item
from wires.ingest import store
from wires.parsing.parsed import ParsedItem


@pytest.fixture
def feed(newsroom):
    return make_feed(newsroom.kyodo)


def rests_on(article, *items, version=True):
    article.agency_credits.all().delete()
    for order, item in enumerate(items):
        ArticleAgency.objects.create(
            article=article,
            agency=item.agency,
            wire_item=item,
            wire_version=item.current if version else None,
            order=order,
        )


def frozen(article):
    edition = press.compose(article, at=MORNING).edition
    return edition.copyright_holder, edition.usage_terms


STATED = {
    "nothing": ({}, "Kyodo"),
    "a holder": ({"copyright_holder": "Kyodo News"}, "Kyodo News"),
    "a notice": ({"copyright_notice": "© 2024 Kyodo News. All rights reserved."}, "Kyodo News"),
    "a holder and a notice": (
        {"copyright_holder": "Kyodo News", "copyright_notice": "© Somebody"},
        "Kyodo News",
    ),
    "a notice that names nobody": ({"copyright_notice": "All rights reserved."}, "Kyodo"),
}


@pytest.mark.parametrize(("fields", "holder"), STATED.values(), ids=STATED)
def test_agency_copy_is_whose_the_item_says_or_else_the_agencys(newsroom, feed, fields, holder):
    article = newsroom.draft(agencies=[newsroom.kyodo])
    rests_on(article, make_wire_item(feed, **fields))
    assert frozen(article) == (holder, "")


def test_two_items_of_an_agency_are_a_single_holder_and_their_terms_stand_once(newsroom, feed):
    article = newsroom.draft(agencies=[newsroom.kyodo])
    terms = ("Không bán lại.", "Chỉ dùng một lần.", "Không bán lại.", "")
    items = [
        make_wire_item(feed, f"k:{n}", usage_terms=text, copyright_holder="Kyodo News")
        for n, text in enumerate(terms)
    ]
    rests_on(article, *items)
    assert frozen(article) == ("Kyodo News", "Không bán lại.\nChỉ dùng một lần.")


def test_the_version_before_the_writer_counts_or_else_the_current(newsroom, feed):
    article = newsroom.draft(agencies=[newsroom.kyodo])
    item = make_wire_item(feed, usage_terms="Cũ.")
    rests_on(article, item)
    newer = ParsedItem(guid=item.guid, version=2, status="usable", usage_terms="Mới.")
    store.store_version(feed, newer, at=MORNING)
    item.refresh_from_db()
    assert frozen(article) == ("Kyodo", "Cũ.")
    rests_on(article, item, version=False)
    assert frozen(article) == ("Kyodo", "Mới.")


def test_agency_copy_without_an_item_is_the_agencys(newsroom):
    xinhua = make_agency("Xinhua", text_form_vi="Tân Hoa xã")
    assert frozen(newsroom.draft(agencies=[newsroom.kyodo, xinhua])) == ("Kyodo, Tân Hoa xã", "")


def test_staff_copy_is_the_papers_and_shared_copy_is_both_of_theirs(newsroom):
    assert frozen(newsroom.draft()) == (settings.SITE_NAME, "")
    shared = newsroom.draft(agencies=[newsroom.kyodo], provenance="staff_and_wire")
    assert frozen(shared) == (f"{settings.SITE_NAME}, Kyodo", "")


def test_an_item_that_gave_a_picture_only_is_named_by_the_pictures_credit_alone(newsroom, feed):
    article = newsroom.draft(agencies=[newsroom.kyodo], provenance="wire")
    ap = make_feed(make_agency("AP", contracts=("picture",)), "AP")
    picture = make_wire_item(ap, "ap:1", kind="picture", usage_terms="No sales.")
    rests_on(article, make_wire_item(feed), picture)
    assert press.compose(article, at=MORNING).edition.source_line == "Theo Kyodo"
    assert frozen(article) == ("Kyodo", "")
    problems = readiness.problems(article, at=MORNING)
    assert not any("AP" in problem.message for problem in problems if problem.blocks)


def test_copy_made_of_a_pictures_caption_rests_on_that(newsroom, feed):
    article = newsroom.draft(agencies=[newsroom.kyodo], provenance="wire")
    rests_on(article, make_wire_item(feed, kind="picture"))
    assert press.compose(article, at=MORNING).edition.source_line == "Theo Kyodo"
