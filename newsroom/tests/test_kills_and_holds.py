"""What readers get at the addresses of a story that was killed or held, and of its pictures."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from editions.models import Edition
from newsroom.tests.answers import ask, shown_in
from newsroom.tests.factories import make_image, make_section
from newsroom.tests.html import Page


@pytest.fixture
def reader():
    return Client()


def test_a_kill_is_shown_at_every_address_the_story_ever_had(newsroom, cast, reader):
    now = timezone.now()
    article = newsroom.published(headline="Tít đầu tiên", at=now - timedelta(hours=3))
    first = Edition.objects.get().get_absolute_url()
    newsroom.printed_again(
        article,
        section=make_section("Kinh tế"),
        headline="Tít thứ hai",
        at=now - timedelta(hours=2),
    )
    second = Edition.objects.live().get().get_absolute_url()
    assert (ask(reader, first).status, ask(reader, second).status) == (301, 200)
    workflow.kill(article, by=cast.chief, note="QNOTICEZ", at=now - timedelta(hours=1))
    for address in (first, second):
        answer = ask(reader, address)
        assert (answer.status, shown_in(answer, ["QNOTICEZ", "Tít"])) == (410, {"QNOTICEZ"})
        assert Page(answer.body.decode()).json == []


def test_a_picture_of_a_killed_story_stays_in_another_that_is_live(newsroom, cast, reader):
    now, image = timezone.now(), make_image()
    article = newsroom.published(lead=image, at=now - timedelta(hours=3))
    other = newsroom.published(lead=image, at=now - timedelta(hours=2))
    (name,) = [r.name for r in image.renditions.filter(width=320, crop="")]
    file = reverse("picture", args=[image.token, name])
    workflow.kill(article, by=cast.chief, note="Gỡ.", at=now - timedelta(hours=1))
    assert ask(reader, file).status == 200
    workflow.kill(other, by=cast.chief, note="Gỡ.", at=now)
    assert ask(reader, file).status == 410


def test_a_headline_that_was_held_is_not_in_the_address(newsroom, cast, reader):
    """The address is made of the headline that readers see first, not of one taken back."""
    now = timezone.now()
    article = newsroom.published(
        headline="Tít bị giữ lại",
        at=now - timedelta(hours=3),
        goes_live_at=now + timedelta(hours=2),
    )
    workflow.hold(article, by=cast.editor, at=now - timedelta(hours=2))
    newsroom.rewrite(article, headline="Tít được in", at=now - timedelta(hours=2))
    workflow.approve(article, by=cast.editor, at=now - timedelta(hours=1))
    edition = workflow.publish(article, by=cast.editor, at=now - timedelta(hours=1))
    assert edition.slug == "tit-duoc-in"
    assert ask(reader, edition.get_absolute_url()).status == 200
