"""Alarms of stories that show a picture of an item on which their copy never rested."""

import pytest
from django.urls import reverse

from articles import workflow
from articles.models import Placement
from articles.wire import alarms, drafting, responses
from editions.models import Edition
from images.models import Image
from newsroom.tests.factories import at, jpeg, make_feed, make_image
from newsroom.tests.factories import make_wire_item as arrives
from wires.ingest import store
from wires.parsing.parsed import ParsedPicture

EIGHT, NOON = at(8), at(12)


@pytest.fixture
def feed(newsroom):
    return make_feed(newsroom.kyodo)


@pytest.fixture
def picture(cast, feed):
    """A picture in the library that came with an item, of which nobody has written."""
    store.store_delivery(feed, jpeg(320, 214), name="train.jpg", at=EIGHT)
    version(feed, 1)
    item = feed.items.get(guid="kyodo:1")
    drafting.draft_from_item([item], by=cast.reporter, at=EIGHT)
    image = Image.objects.get()
    Image.objects.filter(pk=image.pk).update(caption="Đoàn tàu.", alt="Đoàn tàu trắng.")
    return image


def version(feed, number, **fields):
    fields = {"headline": "A train", "pictures": (ParsedPicture(href="train.jpg"),), **fields}
    return arrives(feed, version=number, **fields).current


@pytest.fixture
def story(newsroom, picture):
    return newsroom.published(lead=picture, at=EIGHT, headline="Ga tàu")


def rows(article):
    return [(a.kind, a.version.version, a.resolution) for a in article.wire_alarms.order_by("pk")]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"status": "canceled"}, "killed"),
        ({"status": "withheld"}, "restricted"),
        ({"embargo_until": at(20)}, "restricted"),
        ({"embargo_indefinite": True}, "restricted"),
    ],
)
def test_what_restricts_a_picture_raises_an_alarm_for_every_story_that_shows_it(
    newsroom, feed, picture, story, fields, kind
):
    waiting = newsroom.published(lead=picture, at=EIGHT, goes_live_at=at(18))
    other = newsroom.published(lead=make_image(), at=EIGHT)
    version(feed, 2, **fields)
    assert rows(story) == rows(waiting) == [(kind, 2, "")]
    assert rows(other) == []
    opened = {entry.article: entry for entry in alarms.open_alarms(NOON)}
    assert set(opened) == {story, waiting}
    assert [opened[a].is_live for a in (story, waiting)] == [True, False]
    assert all(entry.is_picture_alone for entry in opened.values())
    waiting.refresh_from_db()
    assert waiting.stage == "published"  # it runs without the picture


@pytest.mark.parametrize("fields", [{"headline": "Other words"}, {"expires_at": at(10)}, {}])
def test_what_does_not_take_it_from_its_pages_raises_none(feed, story, fields):
    version(feed, 2, **fields)
    assert (rows(story), alarms.open_alarms(at(9))) == ([], [])


def test_a_picture_that_a_chief_lets_run_raises_none(feed, picture, story):
    Image.objects.filter(pk=picture.pk).update(source_overruled=True)
    assert responses.process_agency_changes(at=NOON) == 0
    assert rows(story) == []


def test_an_edition_without_the_picture_answers_and_reopens_it_when_it_is_held(
    newsroom, cast, feed, story
):
    version(feed, 2, status="canceled")
    story.refresh_from_db()
    workflow.reopen(story, by=cast.reporter, at=at(10))
    story.placements.filter(place=Placement.Place.LEAD).update(image=make_image())
    newsroom.rewrite(story, at=at(10))
    workflow.submit(story, by=cast.reporter, at=at(10))
    workflow.approve(story, by=cast.editor, at=at(10))
    edition = workflow.publish(story, by=cast.editor, at=at(10), goes_live_at=at(18))
    assert rows(story) == [("killed", 2, "corrected")]
    assert story.wire_alarms.get().edition == edition
    workflow.hold(story, by=cast.editor, at=at(11))
    assert rows(story) == [("killed", 2, "")]


@pytest.mark.parametrize("setting", ["take_down", "story"])
def test_what_is_set_for_kills_spares_a_story_that_only_shows_the_picture(
    newsroom, feed, story, setting
):
    newsroom.kyodo.on_kill = setting
    newsroom.kyodo.save()
    version(feed, 2, status="canceled")
    story.refresh_from_db()
    assert (story.stage, rows(story)) == ("published", [("killed", 2, "")])
    assert Edition.objects.live(NOON).filter(story=story.story).exists()


def test_the_agencys_release_closes_it(feed, story):
    version(feed, 2, status="withheld")
    version(feed, 3, status="usable")
    assert rows(story) == [("restricted", 2, "loosened")]


def test_the_chief_answers_it_on_the_home(cast, feed, story, client):
    killed = version(feed, 2, status="canceled")
    cast.chief.language = "en"
    cast.chief.save()
    client.force_login(cast.chief, backend="django.contrib.auth.backends.ModelBackend")
    assert "was printed with its picture:" in client.get(reverse("admin:index")).content.decode()
    address = reverse("admin:articles_article_dismiss_alarm", args=[story.pk])
    client.post(address, {"version": killed.pk, "note": "Ảnh đã được thay."})
    assert rows(story) == [("killed", 2, "dismissed")]
    assert responses.process_agency_changes(at=NOON) == 0


def test_alarms_cost_the_same_for_one_story_and_for_three(
    newsroom, feed, picture, story, settings, django_assert_max_num_queries
):
    settings.WIRE_CHANGE_HANDLERS = []
    version(feed, 2, status="canceled")
    with django_assert_max_num_queries(8):
        assert len(alarms.open_alarms(NOON)) == 1
    for _ in range(2):
        Image.objects.filter(pk=picture.pk).update(source_overruled=True)
        newsroom.published(lead=picture, at=EIGHT)
    Image.objects.filter(pk=picture.pk).update(source_overruled=False)
    with django_assert_max_num_queries(8):
        assert len(alarms.open_alarms(NOON)) == 3
