"""The life of a story in a real browser: written, sent back, published, corrected, killed."""

import re

import pytest

from articles.models import Article
from editions.models import Edition
from newsroom.tests import beside
from newsroom.tests.browser import actions
from newsroom.tests.browser.accessibility import PHONE
from newsroom.tests.factories import jpeg, make_author

OURS = {
    "section": "Thế giới",
    "headline": "Hai nước ven biển bàn “2+2” về một eo nước hẹp",
    "byline": "Kim Anh",
    "standfirst": "Các bộ trưởng hẹn gặp nhau hai ngày ở một thành phố cảng vào cuối tháng.",
    "caption": "Bến cảng nơi hai phái đoàn sẽ gặp nhau.",
    "paragraphs": [
        "Kyodo dẫn các nguồn tin am hiểu sự việc cho biết hôm 8-6 rằng cuộc gặp sẽ kéo dài hai ngày.",
        "Đây sẽ là lần đầu hai bên cùng ngồi lại kể từ tháng 1-2023, khi một cuộc gặp tương tự "
        "diễn ra ở phía bên kia đại dương.",
        "Nội dung chính là luồng tàu, giá nước ngọt và việc “giữ cho mặt biển yên”.",
    ],
    "agency": "Kyodo",
    "tags": "Ngoại giao, Biển đảo",
}


def seed_story():
    """The seed article, read from where it lies beside the repository; never part of it."""
    text = (beside.folder("") / "seed-article.txt").read_text("utf-8")
    blocks = [block.strip() for block in text.split("\n\n")]
    section, headline, byline_and_time, standfirst, picture, *paragraphs = blocks
    byline = re.match(r"(.+?) \d\d/\d\d/\d{4}", byline_and_time)[1]
    caption = picture.splitlines()[1].removesuffix("Ảnh: Kyodo").strip()
    return {
        "section": section,
        "headline": headline,
        "byline": byline,
        "standfirst": standfirst,
        "caption": caption,
        "paragraphs": paragraphs,
        "agency": "Kyodo",
        "tags": "Nhật Bản",
    }


def bring_to_readers(site, story, tmp_path):
    """From the reporter's empty form to the public page, sent back once on the way."""
    cast = site.cast
    site.newsroom.kyodo, make_author(story["byline"])
    picture = tmp_path / "anh.jpg"
    picture.write_bytes(jpeg(1600, 1067))
    with site.visit(cast.reporter) as page:
        actions.import_picture(
            page,
            picture,
            caption=story["caption"],
            alt="Tranh vẽ một bến cảng buổi sáng.",
            origin="Kyodo",
        )
        article = actions.write_story(page, story)
        actions.do(page, "submit", article)
    with site.visit(cast.editor) as page:
        page.goto("/admin/")
        assert story["headline"] in page.inner_text(".panels")
        actions.do(page, "send_back", article, note="Thêm chủ đề cho bài.")
    with site.visit(cast.reporter) as page:
        page.goto("/admin/")
        assert "Thêm chủ đề cho bài." in page.inner_text(".panels")
        page.click(f".panels >> text={story['headline']}")
        page.fill("#id_tags", f"{story['tags']}, An ninh")
        actions.save(page)
        actions.do(page, "submit", article)
    with site.visit(cast.editor) as page:
        actions.do(page, "approve", article)
        actions.do(page, "publish", article)
    return Article.objects.get(pk=article.pk)


def assert_reads(page, story, article):
    """The public page shows every part of the story as it was written."""
    edition = Edition.objects.live().get(story=article.story_id)
    page.goto(edition.get_absolute_url())
    assert page.inner_text("h1") == story["headline"]
    assert page.inner_text(".story-head .kicker") == story["section"]
    assert page.inner_text(".byline") == story["byline"]
    shown = page.locator(".story-time time").first
    assert re.fullmatch(r"\d\d/\d\d/\d{4} - \d\d:\d\d", shown.inner_text())
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00", shown.get_attribute("datetime"))
    assert page.inner_text(".standfirst") == story["standfirst"]
    assert page.inner_text(".lead-picture .caption") == story["caption"]
    assert page.inner_text(".lead-picture .credit") == "Ảnh: Kyodo"
    assert page.locator(".lead-picture .credit").is_visible()
    assert page.locator(".body > p").all_inner_texts() == story["paragraphs"]
    assert page.inner_text(".source-line") == "Theo Kyodo"
    loaded = "() => document.querySelector('.lead-picture img').naturalWidth > 0"
    page.wait_for_function(loaded)


@pytest.mark.slow
def test_our_story_from_draft_to_kill(site, tmp_path):
    article = bring_to_readers(site, OURS, tmp_path)
    with site.visit(size=PHONE) as reader:
        assert_reads(reader, OURS, article)
        address = reader.url
        before = reader.content()

        with site.visit(site.cast.reporter) as page:
            actions.do(page, "reopen", article)
            page.goto(actions.address("articles_article_change", article.pk))
            page.fill("#id_standfirst", "Các bộ trưởng hẹn gặp nhau ba ngày ở một thành phố cảng.")
            actions.save(page)
            actions.do(page, "submit", article)
        reader.reload()
        assert reader.content() == before

        with site.visit(site.cast.editor) as page:
            actions.do(page, "approve", article)
            note = "Bản trước viết cuộc gặp dài hai ngày; đúng là ba ngày."
            actions.do(page, "publish", article, note=note, kind="correction")
        reader.reload()
        assert note in reader.inner_text(".correction")
        assert "Cập nhật" in reader.inner_text(".story-updated")
        assert "ba ngày" in reader.inner_text(".standfirst")

        with site.visit(site.cast.chief) as page:
            actions.do(page, "kill", article, note="Kyodo đã rút bài này.")
        response = reader.goto(address)
        assert response.status == 410
        assert "Kyodo đã rút bài này." in reader.inner_text("main")
        assert OURS["headline"] not in reader.content()
        reader.goto("/")
        assert OURS["headline"] not in reader.content()
    site.forgive("410")


@pytest.mark.slow
@pytest.mark.nightly  # the same way to a reader as that of our own story
def test_the_seed_story_reaches_a_readers_phone(site, tmp_path):
    story = seed_story()
    article = bring_to_readers(site, story, tmp_path)
    with site.visit(size=PHONE) as reader:
        assert_reads(reader, story, article)
        reader.goto("/the-gioi/")
        assert reader.inner_text(".card .credit") == "Ảnh: Kyodo"
