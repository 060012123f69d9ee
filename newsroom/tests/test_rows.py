"""Rows that tests insert are the rows that the workflow and the library make, field by field."""

from datetime import timedelta

import pytest
from django.db import transaction

from articles.models import Article
from editions.models import Edition, Story, Topic
from images.models import Image
from newsroom.tests import rows
from newsroom.tests.factories import MORNING, Newsroom, jpeg, make_agency, make_image

pytestmark = pytest.mark.both_databases

# What is another for each row, whoever makes it: its number, and the moment it was made.
OF_THE_ROW = {"id", "created_at"}
# A picture's own file besides: its name, its bytes, and when it came.
OF_THE_FILE = {"id", "token", "original", "size", "sha256", "uploaded_at"}


def values(row, without=OF_THE_ROW):
    """Every field of a row, but the numbers of the article, story and edition that it belongs to."""
    return {
        field.name: _value(row, field)
        for field in row._meta.concrete_fields
        if field.name not in without and field.related_model not in (Article, Story, Edition)
    }


def _value(row, field):
    """A topic by its words: it may be made with the article, and has another number then."""
    if field.related_model is Topic:
        topic = getattr(row, field.name)
        return (topic.name, topic.slug)
    return getattr(row, field.attname)


def hanging_on(row):
    """The rows of every model that refer to a row, by model."""
    return {
        relation.related_model.__name__: [
            values(other)
            for other in relation.related_model.objects.filter(
                **{relation.field.name: row}
            ).order_by("pk")
        ]
        for relation in row._meta.related_objects
    }


def everything(article, images):
    """All that the database holds of an article, its editions and the pictures in them."""
    article = Article.objects.get(pk=article.pk)
    story = article.story
    editions = list(story.editions.order_by("number")) if story else []
    stored = Image.objects.filter(pk__in=[image.pk for image in images]).order_by("pk")
    printed = [(i.first_printed_at, i.first_story_id == article.story_id) for i in stored]
    return {
        "article": values(article),
        "on the article": hanging_on(article),
        "story": story and values(story),
        "editions": [(values(edition), hanging_on(edition)) for edition in editions],
        "first printed": printed,
    }


def undone(make, *args, images, **fields):
    """What an article is made of that is made and taken back."""
    with transaction.atomic():
        stored = everything(make(*args, **fields), images)
        transaction.set_rollback(True)
    return stored


@pytest.mark.parametrize("goes_live_at", [None, MORNING + timedelta(hours=2)])
@pytest.mark.parametrize("is_rich", [False, True], ids=["defaults", "everything"])
def test_a_published_article_is_what_the_workflow_makes(newsroom, is_rich, goes_live_at):
    images, fields = _fields(newsroom, is_rich)
    fields["goes_live_at"] = goes_live_at
    inserted = undone(rows.insert_published, newsroom, images=images, **fields)
    assert inserted == undone(newsroom.published, images=images, **fields)
    assert len(inserted["editions"]) == 1


@pytest.mark.parametrize("stage", ["draft", "in_review", "approved"])
@pytest.mark.parametrize("is_rich", [False, True], ids=["defaults", "everything"])
def test_an_article_in_each_stage_is_what_the_workflow_makes(newsroom, stage, is_rich):
    images, fields = _fields(newsroom, is_rich)
    insert = getattr(rows, f"insert_{stage}")
    inserted = undone(insert, newsroom, images=images, **fields)
    assert inserted == undone(getattr(newsroom, stage), images=images, **fields)
    assert inserted["article"]["stage"] == stage


def _fields(newsroom: Newsroom, is_rich):
    """Nothing but the defaults, or something in everything that a test may ask for."""
    newsroom.author, newsroom.kyodo  # noqa: B018 (made once, for both)
    if not is_rich:
        return [], {}
    lead, figure = rows.insert_image(), rows.insert_image()
    return [lead, figure], {
        "lead": lead,
        "agencies": [newsroom.kyodo, make_agency("Reuters")],
        "tags": ("Nhật Bản", "An ninh"),
        "kicker": "Dẫn",
        "dateline": "HUẾ",
        "headline": "Tít khác",
        "body": f'<p>Đoạn.</p><figure data-image="{figure.pk}" data-caption="Chú."></figure>',
        "by": newsroom.cast.colleague,
        "at": MORNING + timedelta(hours=1),
    }


@pytest.mark.parametrize("size", [(9, 6), (320, 214)])
@pytest.mark.parametrize("is_rich", [False, True], ids=["defaults", "everything"])
def test_a_picture_is_what_the_library_makes(newsroom, size, is_rich):
    fields = {}
    if is_rich:
        fields = {
            "origin": newsroom.kyodo,
            "rights": "agency",
            "instructions": "JAPAN OUT, NO CROPPING",
            "caption": "Chú thích.",
            "usable_until": MORNING,
        }
    inserted = rows.insert_image(*size, **fields)
    made = make_image(jpeg(*size), **fields)
    inserted, made = (Image.objects.get(pk=image.pk) for image in (inserted, made))
    assert values(inserted, OF_THE_FILE) == values(made, OF_THE_FILE)
    assert _files(inserted) == _files(made)


def _files(image):
    stored = image.renditions.order_by("crop", "format", "width")
    return [
        {**values(row, {"id", "image", "created_at", "file"}), "file": row.file.name.split("/")[-1]}
        for row in stored
    ]
