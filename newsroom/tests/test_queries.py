"""The number of queries of each page, which does not grow with the number of rows."""

import copy
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from attribution.models import Agency
from newsroom.tests.factories import (
    jpeg,
    make_agency,
    make_author,
    make_image,
    make_partner,
    make_section,
)
from newsroom.tests.rows import (
    insert_approved,
    insert_draft,
    insert_image,
    insert_in_review,
    insert_published,
)
from newsroom.tests.surfaces import SURFACES, Format, parts_of
from newsroom.tests.test_story_life import Desk

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("module_newsroom")]
# The most queries that a page of the desk may take; those of public pages are in SURFACES.
DESK = {
    # Topics and changes of pictures that are proposed, pictures with other words; alarms: of what ever was
    # under a story, and of pictures.
    "home": 35,
    "articles": 9,
    # The pairs of the same photograph, in one query for all.
    "pictures": 13,
    "library": 9,
    "agencies": 7,
    "authors": 7,
    "editions": 7,
    "sections": 7,
    "topics": 7,
    # Topics that are proposed: in their line, beside the copy, among what is missing. Who may approve,
    # pictures that the library words otherwise since, and who worded them; what ever was under the copy.
    # Whether the photograph of one of its pictures was killed elsewhere, for each list of what is missing.
    "article": 42,
    # What changed since readers had it, who wrote it, in the library too, when it may run, which partners
    # have it.
    "verb": 33,
    "preview": 16,
    "history": 9,
    # The agencies that are entered, by which its credit is read anew. What is the same photograph.
    "picture": 21,
}
NOT_FOR = {
    "reporter": {"verb"},
    "editor": set(),
    "pictures": {"verb"},
    "chief": set(),
    "admin": {"verb"},
}


def count(client, address, *, warm_up=True, **options):
    """Return how many queries the answer at an address takes. It is 200."""
    ContentType.objects.get_for_model(ContentType)  # cached once for the whole process
    if warm_up:
        client.get(address, **options)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, **options).status_code == 200, address
    return len(queries)


def publish(newsroom, number, **fields):
    """Stories with a lead, a figure, an agency, two topics."""
    then = timezone.now() - timedelta(hours=2)
    made = []
    for _ in range(number):
        image = insert_image()
        body = f'<p>Đoạn.</p><figure data-image="{image.pk}"></figure>'
        story = {"body": body, "lead": insert_image(), "agencies": [newsroom.kyodo], **fields}
        tags = ("Nhật Bản", "An ninh")
        made.append(insert_published(newsroom, at=then, tags=tags, **story))
    return made


@pytest.mark.parametrize(
    "formats",
    [{Format.HTML}, set(Format) - {Format.HTML, Format.FILE}],  # a file: the next test
    ids=["pages", "feeds and partners"],
)
@pytest.mark.slow
def test_public_pages_take_the_same_number_of_queries_with_one_story_and_with_many(
    newsroom, client, formats
):
    edition = publish(newsroom, 1)[0].story.editions.get()
    parts = parts_of(edition)
    _partner, token = make_partner()

    def counts(*, warm_up=False):
        headers = {"authorization": f"Bearer {token}"}
        return {
            name: max(count(client, each, headers=headers, warm_up=asked) for each in of_surface)
            for name, surface in SURFACES.items()
            if surface.format in formats
            for of_surface in [surface.addresses(parts)]
            # What a partner is given for the first time is recorded: editions/tests/test_partners.py.
            for asked in [warm_up or surface.format is Format.PARTNER]
        }

    alone = counts(warm_up=True)
    publish(newsroom, 2)
    three = counts()
    publish(newsroom, 22, section=make_section("Kinh tế"))
    many = counts()
    constant = {name for name in many if SURFACES[name].is_constant}
    assert [{name: n[name] for name in constant} for n in (alone, three)] == [
        {name: many[name] for name in constant}
    ] * 2
    most = {name: max(alone[name], three[name], many[name]) for name in many}
    assert {name: n for name, n in most.items() if n > SURFACES[name].queries} == {}


def test_a_picture_file_takes_two_queries(newsroom, client):
    image = make_image(jpeg(320, 214))  # with files: one of them is sent
    (article,) = publish(newsroom, 1, lead=image)
    address, *_others = SURFACES["picture"].addresses(parts_of(article.story.editions.get()))
    assert count(client, address) == SURFACES["picture"].queries == 2


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
        "verb": reverse("admin:articles_article_verb", args=[article.pk, "approve"]),
        "preview": reverse("admin:articles_article_preview", args=[article.pk]),
        "history": reverse("admin:articles_article_history", args=[article.pk]),
        "picture": reverse("admin:images_image_change", args=[image.pk]),
    }


def one_more_of_each(newsroom):
    """A row more in every list of the desk, and on every panel of its home."""
    number = Agency.objects.count()
    make_agency(f"Hãng {number}")
    make_author(f"Tác giả {number}")
    make_section(f"Mục {number}")
    now = timezone.now()
    insert_draft(newsroom, lead=insert_image(), tags=[f"Chủ đề {number}"])
    insert_in_review(newsroom, lead=insert_image())
    insert_approved(newsroom, lead=insert_image())
    insert_published(newsroom, lead=insert_image(), at=now)
    insert_published(newsroom, at=now, goes_live_at=now + timedelta(hours=1))
    insert_draft(newsroom, lead=insert_image(rights="unknown"))


@pytest.fixture(scope="module")
def counts_at_the_desk(module_newsroom):
    """The number of queries of each page that a role may open, with one row and with three."""
    newsroom = copy.deepcopy(module_newsroom)
    with transaction.atomic():
        article, image = insert_in_review(newsroom, lead=insert_image()), insert_image()
        addresses = desk_addresses(article, image)
        clients = {role: Desk(getattr(newsroom.cast, role)).client for role in NOT_FOR}
        one_more_of_each(newsroom)
        shown = {
            role: {n: a for n, a in addresses.items() if client.get(a).status_code == 200}
            for role, client in clients.items()
        }

        def counts():
            return {
                role: {n: count(clients[role], a, warm_up=False) for n, a in pages.items()}
                for role, pages in shown.items()
            }

        with_one = counts()
        one_more_of_each(newsroom)
        one_more_of_each(newsroom)
        with_three = counts()
        transaction.set_rollback(True)
    return with_one, with_three


@pytest.mark.parametrize("role", NOT_FOR)
def test_the_desks_pages_ask_the_same_with_one_row_and_with_three(db, counts_at_the_desk, role):
    with_one, with_three = (counts[role] for counts in counts_at_the_desk)
    assert with_three == with_one
    assert set(with_one) == set(DESK) - NOT_FOR[role]
    assert {name: n for name, n in with_one.items() if n > DESK[name]} == {}


@pytest.mark.parametrize("role", ["editor", "pictures"])
def test_the_pages_of_a_story_ask_the_same_however_much_hangs_on_it(newsroom, cast, role):
    """One or three authors, agencies, figures, topics, notes, versions: to write or only to read."""
    client = Desk(getattr(cast, role)).client

    def story(number):
        images = [insert_image() for _ in range(number)]
        article = newsroom.draft(
            lead=insert_image(),
            body="".join(f'<p>Đoạn.</p><figure data-image="{i.pk}"></figure>' for i in images),
            agencies=[make_agency(f"Hãng {number}.{i}") for i in range(number)],
            tags=[f"Chủ đề {i}" for i in range(number)],
        )
        for order in range(1, number):
            article.bylines.create(author=make_author(f"Tác giả {order}"), order=order)
        for order in range(number):
            article.notes.create(text=f"Ghi chú {order}", created_by=cast.editor)
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
