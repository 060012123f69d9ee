"""A newer version that says nothing new asks for nothing: the desk reads what it can act on."""

import pytest
from django.urls import reverse

from articles import readiness, workflow
from articles.models import WireAlarm
from articles.wire import drafting, duties, responses
from newsroom.tests.factories import at, make_feed
from newsroom.tests.factories import make_wire_item as arrives
from newsroom.tests.test_story_life import Desk
from wires.parsing.parsed import ParsedPicture

EIGHT, NOON = at(8), at(12)
BODY = '<p>A train, <a href="https://example.com/1">they said</a>.</p>'


@pytest.fixture
def feed(newsroom):
    return make_feed(newsroom.kyodo)


@pytest.fixture
def article(newsroom, cast, feed):
    """Copy in our own words on an item; nothing stands against it."""
    item = arrives(feed, body_html=BODY, usage_terms="Editorial use.")
    article = drafting.draft_from_item([item], by=cast.reporter, at=EIGHT)
    article.bylines.create(author=newsroom.author)
    newsroom.rewrite(article, headline="Tàu", standfirst="Sapô.", body="<p>Chữ.</p>", at=EIGHT)
    return article


def again(feed, version=2, **fields):
    fields = {"body_html": BODY, "usage_terms": "Editorial use.", **fields}
    return arrives(feed, version=version, **fields).current


def asked(article):
    codes = [problem.code for problem in readiness.problems(article, at=NOON)]
    kinds = [duty.kind.value for duty in duties.unanswered(article, at=NOON)]
    return "item_changed" in codes, kinds


def publish(article, cast):
    workflow.submit(article, by=cast.reporter, at=EIGHT)
    workflow.approve(article, by=cast.editor, at=EIGHT)
    workflow.publish(article, by=cast.editor, at=EIGHT)


def test_a_version_that_says_the_same_asks_nobody_to_read_it(article, feed, cast):
    again(feed)
    assert asked(article) == (False, [])
    page = reverse("admin:articles_article_change", args=[article.pk])
    html = Desk(cast.reporter).client.get(page).content.decode()
    source = article.agency_credits.get()
    assert reverse("admin:articles_article_wire_seen", args=[article.pk, source.pk]) not in html
    publish(article, cast)


# What the desk can read or must obey, one by one.
DIFFERENCES = {
    "headline": {"headline": "A slower train"},
    "words": {"body_html": BODY.replace("train", "slow train")},
    "target": {"body_html": BODY.replace("/1", "/2")},
    "terms": {"usage_terms": "Editorial use. NO ARCHIVES."},
    "note": {"editor_note": "Corrects the speed."},
    "expiry": {"expires_at": at(22)},
    "picture": {"pictures": (ParsedPicture(href="a.jpg"),)},
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_version_that_says_anything_else_has_to_be_read(article, feed, name):
    again(feed, **DIFFERENCES[name])
    assert asked(article) == (True, ["changed"])


def test_another_alternative_text_of_a_picture_has_to_be_read(article, feed, cast):
    again(feed, pictures=(ParsedPicture(href="a.jpg", alt="A train."),))
    source = article.agency_credits.get()
    drafting.accept(article, source, source.wire_item.current_id, by=cast.reporter, at=EIGHT)
    again(feed, 3, pictures=(ParsedPicture(href="a.jpg", alt="Two trains."),))
    assert asked(article) == (True, ["changed"])


def test_it_has_to_be_read_also_when_the_words_come_back_after_others(article, feed):
    again(feed, 2, headline="A slower train")
    again(feed, 3)
    assert asked(article) == (True, ["changed"])


def test_a_live_story_raises_no_alarm_for_it_and_one_for_what_comes_after(article, feed, cast):
    publish(article, cast)
    again(feed)
    assert responses.process_agency_changes(at=NOON) == 0
    assert not WireAlarm.objects.exists()
    newest = again(feed, 3, headline="A slower train")
    alarm = WireAlarm.objects.get()
    assert (alarm.kind, alarm.version) == ("changed", newest)


def test_a_kill_is_told_whatever_it_says(article, feed, cast):
    publish(article, cast)
    again(feed, status="canceled")
    assert asked(article) == (False, ["killed"])
    assert WireAlarm.objects.get().kind == "killed"
