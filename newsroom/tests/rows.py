"""Copy and pictures inserted as rows, for tests that need many of them and do not test how they came.

An article goes through no verb here, and a picture's files are named but neither made nor stored.
newsroom/tests/test_rows.py holds each field of these rows to what the workflow and the library make.
"""

import itertools

from articles import approvals, four_eyes, press, snapshot
from articles.models import (
    Article,
    ArticleAgency,
    Byline,
    Placement,
    Revision,
    StageChange,
    TaggedArticle,
)
from editions import body
from editions.models import Edition, Topic
from images.files import manifest, renditions
from images.files.names import rendition_name
from images.models import Image, Rendition
from newsroom.tests.factories import MORNING
from text import normalise

Stage = Article.Stage
# What has been done with an article by the time it is in a stage: verb, from, to.
TRAIL = (
    ("submit", Stage.DRAFT, Stage.IN_REVIEW),
    ("approve", Stage.IN_REVIEW, Stage.APPROVED),
    ("publish", Stage.APPROVED, Stage.PUBLISHED),
)
STAGES = (Stage.DRAFT, *(target for _verb, _source, target in TRAIL))
# What is read from a JPEG that says nothing of itself.
SAYS_NOTHING = {"fields": {}, "conflicts": [], "flags": [], "frames": 1, "raw": {}}
_numbers = itertools.count(1)


def insert_image(width=320, height=214, **fields):
    """A picture of our own staff with the rows of its JPEG files. No file of it is there."""
    number = next(_numbers)
    fields = {
        "caption": "Cầu Trường Tiền lúc chiều xuống.",
        "alt": "Cây cầu sáu nhịp bắc qua sông.",
        "creator": "Trần Văn Bình",
        "rights": Image.Rights.STAFF,
        **fields,
    }
    image = Image.objects.create(
        original=f"rows/{number}.jpg",
        format="jpg",
        width=width,
        height=height,
        size=1000,
        sha256=f"{number:064}",
        embedded_metadata=SAYS_NOTHING,
        **fields,
    )
    Rendition.objects.bulk_create(
        _rendition(image, each, size)
        for each in renditions.sets(image, renditions.AT_ONCE)
        for size in each.sizes
    )
    manifest.refresh(image)
    return image


def _rendition(image, each, size):
    """The row of one file of a set."""
    width, height = size
    row = Rendition(
        image=image,
        width=width,
        height=height,
        format=each.format,
        crop=each.crop,
        recipe=each.recipe,
    )
    row.file = rendition_name(row, "")
    return row


def insert_draft(newsroom, **fields):
    """As `Newsroom.draft`: copy that lacks nothing, written by the reporter."""
    return insert_article(newsroom, Stage.DRAFT, **fields)


def insert_in_review(newsroom, **fields):
    return insert_article(newsroom, Stage.IN_REVIEW, **fields)


def insert_approved(newsroom, **fields):
    return insert_article(newsroom, Stage.APPROVED, **fields)


def insert_published(newsroom, *, at=MORNING, goes_live_at=None, **fields):
    """As `Newsroom.published`: the press prints, and only the verbs are left out."""
    article = insert_article(newsroom, Stage.PUBLISHED, at=at, **fields)
    editor = newsroom.cast.editor
    press.press(
        press.compose(article, at=goes_live_at or at),
        article,
        by=editor,
        approved_by=editor,
        kind=Edition.Kind.FIRST,
        note="",
        at=at,
    )
    return article


def insert_article(
    newsroom, stage, *, by=None, lead=None, agencies=(), tags=("Nhật Bản",), at=MORNING, **fields
):
    """An article in a stage up to PUBLISHED, with all that hangs on it but an edition."""
    by = by or newsroom.cast.reporter
    fields = {
        "section": newsroom.section,
        "headline": "Hai nước bàn về một vịnh yên tĩnh",
        "standfirst": "Cuộc gặp kéo dài hai ngày ở một thành phố cảng.",
        "body": "<p>Đoạn đầu của câu chuyện.</p><p>Đoạn sau của câu chuyện.</p>",
        "provenance": Article.Provenance.WIRE if agencies else Article.Provenance.STAFF,
        "created_by": by,
        **fields,
    }
    article = Article(stage=stage, version=1, updated_at=at, **fields)
    article.search_fold = _search_fold(article, newsroom.author)
    article.save()
    _insert_what_hangs_on(article, newsroom.author, lead, agencies, tags)
    Revision.objects.create(
        article=article, number=1, created_by=by, created_at=at, content=snapshot.content(article)
    )
    _insert_trail(article, newsroom, at)
    for approval in article.stage_changes.filter(verb="approve"):
        share = four_eyes.share_of(article, newsroom.cast.editor)
        approvals.record(approval, press.compose(article, at=at), share)
    return article


def _insert_what_hangs_on(article, author, lead, agencies, tags):
    Byline.objects.create(article=article, author=author)
    for order, agency in enumerate(agencies):
        ArticleAgency.objects.create(article=article, agency=agency, order=order)
    if lead:
        Placement.objects.create(article=article, image=lead)
    if "<figure" in article.body:
        snapshot.place_figures(article)
    topics = {topic.name: topic for topic in Topic.objects.filter(name__in=tags)}
    TaggedArticle.objects.bulk_create(
        TaggedArticle(
            content_object=article, tag=topics.get(name) or Topic.objects.create(name=name)
        )
        for name in tags
    )


def _insert_trail(article, newsroom, at):
    """One line of the trail for each verb that leads to the article's stage."""
    actors = {"submit": article.created_by}
    StageChange.objects.bulk_create(
        StageChange(
            article=article,
            verb=verb,
            from_stage=source,
            to_stage=target,
            created_by=actors.get(verb, newsroom.cast.editor),
            created_at=at,
            version=1,
        )
        for verb, source, target in TRAIL[: STAGES.index(article.stage)]
    )


def _search_fold(article, author):
    parts = (article.headline, article.kicker, article.standfirst, body.text(article.body))
    return normalise.fold(" ".join((*parts, author.name)))
