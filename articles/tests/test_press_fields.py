"""What the press takes and what it never does: every field of Article is on one side."""

from datetime import timedelta

from articles import workflow
from articles.models import Article
from articles.press import DESK_ONLY, PRESSED
from editions.models import Edition
from newsroom.tests.factories import at, make_image


def test_every_field_of_an_article_is_pressed_or_the_desks_only():
    fields = {field.name for field in Article._meta.get_fields()}
    assert fields == PRESSED | DESK_ONLY
    assert set() == PRESSED & DESK_ONLY


def test_nothing_of_the_desk_is_in_what_is_printed(newsroom, cast):
    article = newsroom.approved(
        assignee=cast.colleague,
        due_at=at(23, 59) + timedelta(days=77),
        embargo_until=at(9, 17),
        lead=make_image(instructions="CHỈ DÙNG NỘI BỘ", usage_terms="KHÔNG BÁN LẠI"),
    )
    article.notes.create(text="Ghi chú chỉ cho đồng nghiệp.", by=cast.editor)
    from_desk = ("colleague", "2024-08-24", "09:17", "NỘI BỘ", "BÁN LẠI", "đồng nghiệp", "draft")
    edition = workflow.publish(article, by=cast.editor, at=at(12))
    rows = [
        *Edition.objects.filter(pk=edition.pk).values(),
        *edition.images.values(),
        *edition.authors.values(),
        *edition.topics.values(),
    ]
    printed = repr(rows)
    assert [words for words in from_desk if words in printed] == []


def test_what_is_pressed_arrives_whole(newsroom):
    image = make_image()
    body = (
        f'<p>Đoạn đầu.</p><figure data-image="{image.pk}" data-caption="Riêng"></figure><p>Hết.</p>'
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
    assert [topic["name"] for topic in edition.named["topics"]] == ["An ninh", "Nhật Bản"]
    assert [(i.order, i.place, i.caption) for i in edition.images.order_by("order")] == [
        (0, "lead", "Cầu Trường Tiền lúc chiều xuống."),
        (1, "inline", "Riêng"),
    ]
