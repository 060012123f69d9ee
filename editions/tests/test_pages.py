"""What the public pages promise beyond their words: caches, pages of lists, addresses."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.http import http_date

from articles import workflow
from editions.models import Edition, Section
from newsroom.tests.factories import make_author, make_image, make_section


def hours_ago(number):
    return timezone.now() - timedelta(hours=number)


@pytest.mark.parametrize("address", ["/rss.xml", "/the-gioi/rss.xml", "/sitemap-stories.xml", "/"])
def test_who_asks_again_by_date_or_by_tag_sees_a_kill_at_once(newsroom, cast, client, address):
    newsroom.published(at=hours_ago(3), headline="Bài ở lại")
    article = newsroom.published(at=hours_ago(2), headline="Bài bị gỡ")
    before = client.get(address)
    same = client.get(address, headers={"if-none-match": before["ETag"]})
    assert same.status_code == 304
    workflow.kill(article, by=cast.chief, note="Gỡ.")
    answers = {
        "if-none-match": before["ETag"],
        "if-modified-since": http_date(hours_ago(1).timestamp()),
    }
    for header, value in answers.items():
        again = client.get(address, headers={header: value})
        assert again.status_code == 200
        assert "bai-bi-go" not in again.content.decode()


def test_old_addresses_lead_to_the_right_one(newsroom, client):
    article = newsroom.published(at=hours_ago(1))
    edition = Edition.objects.get()
    right, story = edition.get_absolute_url(), article.story_id
    for wrong in (f"/the-gioi/dia-chi-cu-{story}/", f"/kinh-te/{edition.slug}-{story}/"):
        response = client.get(wrong)
        assert (response.status_code, response["Location"]) == (301, right)


def test_a_story_that_moves_section_takes_its_readers_along(newsroom, cast, client):
    article = newsroom.published(at=hours_ago(3))
    old = Edition.objects.get().get_absolute_url()
    newsroom.printed_again(article, at=hours_ago(1), section=make_section("Kinh tế"))
    response = client.get(old)
    assert response.status_code == 301
    assert response["Location"].startswith("/kinh-te/")


@pytest.mark.slow
def test_lists_have_pages_and_end(newsroom, client):
    for number in range(21):
        newsroom.published(at=hours_ago(50 - number), headline=f"Bài số {number}")
    first, second = (client.get(a).content.decode() for a in ("/the-gioi/", "/the-gioi/?page=2"))
    assert "Bài số 20<" in first and "Bài số 0<" not in first
    assert "Bài số 0<" in second and "Bài số 20<" not in second
    for beyond in ("3", "0", "-1", "x", "101", "9" * 30, "²"):
        assert client.get(f"/the-gioi/?page={beyond}").status_code == 404


def test_related_stories_share_a_topic_or_else_the_section(newsroom, client):
    newsroom.published(at=hours_ago(5), tags=("Cảng",), headline="Cùng chủ đề")
    newsroom.published(at=hours_ago(4), tags=("Khác",), headline="Cùng chuyên mục")
    article = newsroom.published(at=hours_ago(3), tags=("Cảng",), headline="Bài một")
    two = newsroom.published(at=hours_ago(2), tags=("Lạ",), headline="Bài hai")

    def related(article):
        page = client.get(article.story.editions.get().get_absolute_url()).content.decode()
        return page.partition('id="related"')[2]

    assert "Cùng chủ đề" in related(article) and "Cùng chuyên mục" not in related(article)
    assert "Cùng chuyên mục" in related(two)


def test_a_withdrawn_picture_leaves_page_card_feed_and_its_own_address(newsroom, client):
    image = make_image()
    body = f'<p>Đoạn.</p><figure data-image="{image.pk}"></figure><p>Hết.</p>'
    article = newsroom.published(at=hours_ago(1), lead=image, body=body)
    story = article.story.editions.get().get_absolute_url()
    (name,) = [r.name for r in image.renditions.filter(width=640, crop="")]
    file = f"/anh/{image.token}/{name}"
    assert client.get(file).status_code == 200
    image.withdrawn_at = timezone.now()
    image.save()
    assert client.get(file).status_code == 410
    for address in (story, "/", "/the-gioi/", "/rss.xml"):
        page = client.get(address).content.decode()
        assert image.token not in page
        assert "Ảnh: Trần Văn Bình" not in page
    assert "<p>Đoạn.</p><p>Hết.</p>" in client.get(story).content.decode()


def test_a_portrait_is_shown_with_its_credit_while_it_may_run(newsroom, client):
    image = make_image(portrait_of=newsroom.author)
    newsroom.published()
    page = client.get("/tac-gia/kim-anh/").content.decode()
    assert image.token in page and "Ảnh: Trần Văn Bình" in page
    image.rights = "unknown"
    image.save()
    assert image.token not in client.get("/tac-gia/kim-anh/").content.decode()


def test_two_sections_never_share_an_address(newsroom, client, cast):
    cast.admin.is_superuser = True
    cast.admin.save()
    client.force_login(cast.admin, backend="django.contrib.auth.backends.ModelBackend")
    for name in ("The gioi", "Admin", "Ảnh", "!!!"):
        response = client.post("/admin/editions/section/add/", {"name": name, "order": 5})
        assert response.context["errors"], name
    assert Section.objects.count() == 1


def test_a_byline_of_many_long_names_is_printed_whole(newsroom):
    article = newsroom.draft()
    for number in range(5):
        article.bylines.create(author=make_author(f"{number} {'Tên rất dài ' * 9}"), order=number)
    workflow.save(article, by=newsroom.cast.reporter)
    workflow.submit(article, by=newsroom.cast.reporter)
    workflow.approve(article, by=newsroom.cast.editor)
    edition = workflow.publish(article, by=newsroom.cast.editor)
    assert len(edition.byline) > 400


@pytest.mark.parametrize(
    "name", ["Admin", "Tác giả", "Nguồn", "Chủ đề", "Đối tác", "Ảnh", "Healthz", "Static"]
)
def test_no_section_takes_the_address_of_another_page(db, name):
    with pytest.raises(ValidationError, match="another name"), translation.override("en"):
        Section(name=name).full_clean()
    Section(name=f"{name} mới").full_clean()
