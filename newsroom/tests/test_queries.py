"""How often each page asks the database: a number that does not grow with what is there."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from attribution.models import Agency
from newsroom.tests.factories import jpeg, make_agency, make_author, make_image, make_section
from newsroom.tests.test_story_life import Desk

# The most that a page may ask. The story's page and the lists are promises to readers.
READERS = {
    "/": 4,
    "/the-gioi/": 4,
    "/tac-gia/kim-anh/": 7,
    "/nguon/kyodo/": 5,
    "/chu-de/nhat-ban/": 5,
    "/rss.xml": 3,
    "/the-gioi/rss.xml": 4,
    "/sitemap.xml": 3,
    "/sitemap-stories.xml": 2,
    "/robots.txt": 0,
}
STORY = 6
DESK = {
    "home": 28,
    "articles": 9,
    "pictures": 12,
    "library": 9,
    "agencies": 7,
    "authors": 7,
    "editions": 7,
    "sections": 7,
    "topics": 7,
    "article": 29,
    "verb": 18,
    "preview": 13,
    "history": 8,
    "picture": 17,
}
NOT_FOR = {
    "reporter": {"verb"},
    "editor": set(),
    "pictures": {"verb"},
    "chief": set(),
    "admin": {"verb"},
}


def count(client, address):
    ContentType.objects.get_for_model(ContentType)  # cached once for the whole process
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def small(**fields):
    return make_image(jpeg(320, 214), **fields)


def publish(newsroom, number, **fields):
    """Stories with a lead, a figure, an agency, two topics."""
    then = timezone.now() - timedelta(hours=2)
    made = []
    for _ in range(number):
        image = small()
        body = f'<p>Đoạn.</p><figure data-image="{image.pk}"></figure>'
        story = {"body": body, "lead": small(), "agencies": [newsroom.kyodo], **fields}
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


def test_a_picture_file_is_two_questions(newsroom, client):
    """The contracts in force, and the file with all that decides whether it may be seen."""
    article = publish(newsroom, 1)[0]
    image = article.placements.get(place="lead").image
    (name,) = [r.name for r in image.renditions.filter(width=320, crop="")]
    assert count(client, f"/anh/{image.token}/{name}") == 2


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


@pytest.mark.parametrize("role", ["reporter", "editor", "pictures", "chief", "admin"])
def test_the_desks_pages_ask_the_same_with_one_row_and_with_three(newsroom, cast, role):
    client = Desk(getattr(cast, role)).client
    article, image = newsroom.in_review(lead=small()), small()

    def counts():
        addresses = desk_addresses(article, image).items()
        shown = {name: a for name, a in addresses if client.get(a).status_code == 200}
        return {name: count(client, address) for name, address in shown.items()}

    def one_more():
        number = Agency.objects.count()
        (
            make_agency(f"Hãng {number}"),
            make_author(f"Tác giả {number}"),
            make_section(f"Mục {number}"),
        )
        newsroom.draft(lead=small(), tags=[f"Chủ đề {number}"])
        newsroom.in_review(lead=small())
        newsroom.approved(lead=small())
        newsroom.published(lead=small(), at=timezone.now())
        newsroom.published(at=timezone.now(), goes_live_at=timezone.now() + timedelta(hours=1))
        newsroom.draft(lead=small(rights="unknown"))

    one_more()
    before = counts()
    one_more()
    one_more()
    assert counts() == before
    assert set(before) == set(DESK) - NOT_FOR[role]
    assert {name: n for name, n in before.items() if n > DESK[name]} == {}


@pytest.mark.parametrize("role", ["editor", "pictures"])
def test_the_pages_of_a_story_ask_the_same_however_much_hangs_on_it(newsroom, cast, role):
    """One or three authors, agencies, figures, topics, notes, versions: to write or only to read."""
    client = Desk(getattr(cast, role)).client

    def story(number):
        images = [small() for _ in range(number)]
        article = newsroom.draft(
            lead=small(),
            body="".join(f'<p>Đoạn.</p><figure data-image="{i.pk}"></figure>' for i in images),
            agencies=[make_agency(f"Hãng {number}.{i}") for i in range(number)],
            tags=[f"Chủ đề {i}" for i in range(number)],
        )
        for order in range(1, number):
            article.bylines.create(author=make_author(f"Tác giả {order}"), order=order)
        for order in range(number):
            article.notes.create(text=f"Ghi chú {order}", by=cast.editor)
            newsroom.rewrite(article, standfirst=f"Sapô {order}.")
        workflow.submit(article, by=cast.reporter)
        return article

    def counts(article):
        names = {"article", "verb", "preview", "history"} - NOT_FOR[role]
        addresses = desk_addresses(article, article.placements.first().image)
        return {name: count(client, addresses[name]) for name in names}

    assert counts(story(1)) == counts(story(3))


@pytest.mark.parametrize("number", ["101", "0", "00101", "0000101", "9" * 5000, "²", "-1", ""])
def test_a_page_beyond_the_last_is_not_looked_for(newsroom, client, number):
    """So nobody makes the database count its way through the archive. The one question: sections."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/the-gioi/", {"page": number}).status_code == 404
    assert len(queries) == 1
