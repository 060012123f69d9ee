"""The press records in the library when readers first had a picture, and in which story."""

from articles import workflow
from articles.models import Placement
from images.models import Image
from newsroom.tests.factories import at, make_image


def first_printing(image):
    return Image.objects.values_list("first_printed_at", "first_story_id").get(pk=image.pk)


def test_the_first_printing_is_noted_and_later_ones_change_nothing(newsroom):
    image = make_image()
    assert first_printing(image) == (None, None)
    first = newsroom.published(lead=image, at=at(9))
    assert first_printing(image) == (at(9), first.story_id)
    newsroom.printed_again(first, at=at(10), kicker="Mới")
    newsroom.published(lead=image, at=at(11))
    assert first_printing(image) == (at(9), first.story_id)


def test_pictures_in_the_body_are_noted_too(newsroom):
    image = make_image()
    body = f'<p>Đoạn.</p><figure data-image="{image.pk}"></figure>'
    article = newsroom.published(body=body, at=at(9))
    assert first_printing(image) == (at(9), article.story_id)


def test_a_picture_that_comes_with_an_update_is_first_printed_then(newsroom):
    image, article = make_image(), newsroom.published(at=at(9))
    Placement.objects.create(article=article, image=image)
    newsroom.printed_again(article, at=at(10), kicker="Mới")
    assert first_printing(image) == (at(10), article.story_id)


def test_what_waits_is_recorded_for_its_time_and_what_is_held_is_withdrawn(newsroom, cast):
    image = make_image()
    article = newsroom.published(lead=image, at=at(9), goes_live_at=at(12))
    assert first_printing(image) == (at(12), article.story_id)
    workflow.hold(article, by=cast.editor, at=at(10))
    assert first_printing(image) == (None, None)


def test_an_earlier_printing_in_another_story_counts(newsroom):
    image = make_image()
    newsroom.published(lead=image, at=at(9), goes_live_at=at(15))
    other = newsroom.published(lead=image, at=at(10))
    assert first_printing(image) == (at(10), other.story_id)


def test_a_kill_does_not_undo_that_readers_had_it(newsroom, cast):
    image = make_image()
    article = newsroom.published(lead=image, at=at(9))
    workflow.kill(article, by=cast.chief, note="Gỡ.", at=at(10))
    assert first_printing(image) == (at(9), article.story_id)


def test_a_kill_of_what_waits_does(newsroom, cast):
    image = make_image()
    article = newsroom.published(lead=image, at=at(9), goes_live_at=at(12))
    workflow.kill(article, by=cast.chief, note="Gỡ.", at=at(10))
    assert first_printing(image) == (None, None)
