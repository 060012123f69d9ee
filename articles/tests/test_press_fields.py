"""What the press takes arrives whole, and nothing of the desk's does.

That every field of Article is on one side is a guard: newsroom/tests/guards/test_fields.py.
"""

import re
from collections.abc import Iterable

from django.apps import apps

from articles import workflow
from articles.models import Revision
from articles.press import DESK_ONLY
from newsroom.tests.factories import at, jpeg, make_agency, make_image


def leaves(data):
    """Every value in rows, lists and dicts, however deep."""
    if isinstance(data, dict):
        data = data.values()
    if isinstance(data, str) or not isinstance(data, Iterable):
        yield data
        return
    for part in data:
        yield from leaves(part)


def test_nothing_of_the_desk_is_in_what_is_printed(newsroom, cast):
    """Each field of the desk has a value that nothing else has; none of them is printed."""
    for user in vars(cast).values():
        user.first_name = f"QUSER{user.username}"
        user.save()
    article = newsroom.draft(
        assignee=cast.colleague,
        due_at=at(7, day=19),
        embargo_until=at(9, 17),
        created_at=at(3, 33),
        lead=make_image(jpeg(320, 214), instructions="QINSTRUCTIONS"),
        agencies=[make_agency("Hãng", notes="QAGENCY", aliases=["QALIAS"])],
    )
    Revision.objects.create(
        article=article,
        number=4710,
        created_by=cast.reporter,
        created_at=at(9),
        content={"headline": "QREVISION"},
    )
    newsroom.rewrite(article, kicker="Dẫn", at=at(9))
    article.notes.create(text="QNOTE", created_by=cast.editor)
    workflow.submit(article, by=cast.reporter, note="QCHANGE", at=at(10))
    workflow.approve(article, by=cast.editor, note="QCHANGE", at=at(11))
    workflow.publish(article, by=cast.editor, note="QCHANGE", at=at(12), goes_live_at=at(13))
    article.refresh_from_db()

    printed = [
        list(model.objects.values()) for model in apps.get_app_config("editions").get_models()
    ]
    for row in (row for rows in printed for row in rows):
        row.pop("printed_at", None)  # no surface prints it; it is the moment of the last change
    values = set(leaves(printed))
    assert article.headline in values
    desk_only = {getattr(article, name) for name in DESK_ONLY if name in VALUES}
    assert desk_only == {
        at(7, day=19),
        at(9, 17),
        at(3, 33),
        at(12),
        4711,
        "published",
        article.search_fold,
    }
    assert desk_only & values == set()
    assert [v for v in values if isinstance(v, str) and re.search("Q[A-Z]{4}", v)] == []


# The desk's fields that are a value of their own: the others are keys and rows of other tables.
VALUES = {
    "due_at",
    "embargo_until",
    "created_at",
    "updated_at",
    "version",
    "stage",
    "search_fold",
}


def test_what_is_pressed_arrives_whole(newsroom):
    image = make_image()
    body = (
        f'<p>Đoạn đầu.</p><figure data-image="{image.pk}" data-caption="Riêng" data-alt="Mô tả riêng">'
        "</figure><p>Hết.</p>"
    )
    article = newsroom.published(
        kicker="Đàm phán",
        dateline="TOKYO",
        body=body,
        lead=make_image(),
        agencies=[newsroom.kyodo],
        tags=("Nhật Bản", "An ninh"),
    )
    edition = article.story.editions.get()
    assert edition.kicker == "Đàm phán"
    assert edition.dateline == "TOKYO"
    assert edition.byline == "Kim Anh"
    assert edition.source_line == "Theo Kyodo"
    assert edition.word_count == 3
    assert edition.body == (f'<p>Đoạn đầu.</p><figure data-image="{image.pk}"></figure><p>Hết.</p>')
    assert [topic["name"] for topic in edition.linked_entities["topics"]] == ["An ninh", "Nhật Bản"]
    assert [(i.order, i.place, i.caption, i.alt) for i in edition.images.order_by("order")] == [
        (0, "lead", "Cầu Trường Tiền lúc chiều xuống.", "Cây cầu sáu nhịp bắc qua sông."),
        (1, "inline", "Riêng", "Mô tả riêng"),
    ]
