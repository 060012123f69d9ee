"""How often each page asks the database: a number that does not grow with what is there."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsroom.tests.factories import make_image, make_section
from newsroom.tests.test_story_life import Desk

# The most that a page may ask. The story's page and the lists are promises to readers.
READERS = {
    "/": 4,
    "/the-gioi/": 4,
    "/tac-gia/kim-anh/": 6,
    "/nguon/kyodo/": 5,
    "/chu-de/nhat-ban/": 5,
    "/rss.xml": 3,
    "/the-gioi/rss.xml": 4,
    "/sitemap.xml": 3,
    "/sitemap-stories.xml": 2,
    "/robots.txt": 0,
}
STORY = 6


def count(client, address):
    ContentType.objects.get_for_model(ContentType)  # cached once for the whole process
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def publish(newsroom, number, **fields):
    """Stories with a lead, a figure, an agency, two topics."""
    then = timezone.now() - timedelta(hours=2)
    made = []
    for _ in range(number):
        image = make_image()
        body = f'<p>Đoạn.</p><figure data-image="{image.pk}"></figure>'
        story = {"body": body, "lead": make_image(), "agencies": [newsroom.kyodo], **fields}
        tags = ("Nhật Bản", "An ninh")
        made.append(newsroom.published(at=then, tags=tags, **story))
    return made


def test_readers_pages_ask_the_same_with_one_story_and_with_many(newsroom, client):
    article = publish(newsroom, 1)[0]
    story = article.story.editions.get().get_absolute_url()
    alone = {address: count(client, address) for address in READERS}
    alone_story = count(client, story)
    publish(newsroom, 2)
    three = {address: count(client, address) for address in READERS}
    three_story = count(client, story)
    publish(newsroom, 22, section=make_section("Kinh tế"))
    many = {address: count(client, address) for address in READERS}

    assert alone == three == many
    assert {a: n for a, n in many.items() if n > READERS[a]} == {}
    assert alone_story <= STORY and three_story <= STORY
    assert count(client, story) == three_story <= STORY


def test_a_picture_file_is_one_question(newsroom, client):
    article = publish(newsroom, 1)[0]
    image = article.placements.get(place="lead").image
    assert count(client, f"/anh/{image.token}/640.jpg") == 1


def desk_addresses(article, image):
    return {
        "home": reverse("admin:index"),
        "articles": reverse("admin:articles_article_changelist"),
        "pictures": reverse("admin:images_image_changelist"),
        "library": reverse("admin:images_image_library"),
        "agencies": reverse("admin:attribution_agency_changelist"),
        "authors": reverse("admin:attribution_author_changelist"),
        "editions": reverse("admin:editions_edition_changelist"),
        "sections": reverse("admin:editions_section_changelist"),
        "topics": reverse("admin:editions_topic_changelist"),
        "article": reverse("admin:articles_article_change", args=[article.pk]),
        "verb": reverse("admin:articles_article_act", args=[article.pk, "approve"]),
        "preview": reverse("admin:articles_article_preview", args=[article.pk]),
        "history": reverse("admin:articles_article_history", args=[article.pk]),
        "picture": reverse("admin:images_image_change", args=[image.pk]),
    }


@pytest.mark.parametrize("role", ["reporter", "editor", "pictures", "chief"])
def test_the_desks_pages_ask_the_same_with_one_row_and_with_three(newsroom, cast, role):
    client = Desk(getattr(cast, role)).client
    article, image = newsroom.in_review(lead=make_image()), make_image()

    def counts():
        shown = {}
        for name, address in desk_addresses(article, image).items():
            if client.get(address).status_code == 200:
                shown[name] = count(client, address)
        return shown

    def one_more():
        newsroom.draft(lead=make_image())
        newsroom.in_review(lead=make_image())
        newsroom.approved(lead=make_image())
        newsroom.published(lead=make_image(), at=timezone.now())
        newsroom.published(at=timezone.now(), goes_live_at=timezone.now() + timedelta(hours=1))
        newsroom.draft(lead=make_image(rights="unknown"))

    one_more()
    before = counts()
    one_more()
    one_more()
    assert counts() == before
    assert "articles" in before and "pictures" in before


def test_a_form_asks_little_more_for_more_authors_figures_and_notes(newsroom, cast):
    """Rows of an inline share their choices: one question each for the row, none for its list."""
    client = Desk(cast.editor).client
    one = newsroom.in_review(lead=make_image(), agencies=[newsroom.kyodo])
    images = [make_image() for _ in range(3)]
    figures = "".join(f'<p>Đoạn.</p><figure data-image="{i.pk}"></figure>' for i in images)
    three = newsroom.in_review(lead=make_image(), agencies=[newsroom.kyodo], body=figures)
    for number in range(3):
        three.notes.create(text=f"Ghi chú {number}", by=cast.editor)
    counts = [
        count(client, reverse("admin:articles_article_change", args=[article.pk]))
        for article in (one, three)
    ]
    assert counts[0] == counts[1]
