"""A picture's page says where it is, will be and was: in print, and in copy under way."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.templatetags import uses
from images.models import Image
from newsroom.tests.factories import at, jpeg, make_image

pytestmark = pytest.mark.both_databases

NOON = at(12)


def small(**fields):
    return make_image(jpeg(320, 214), **fields)


def groups(image, now=NOON):
    """The headlines in each group that is not empty."""
    image.refresh_from_db()
    uses_by_group = uses.grouped_uses(image, at=now)
    headlines = {
        name: [line.use.headline for line in uses_by_group[name]]
        for name in ("live", "missing", "waiting", "past")
    }
    portrait_of = uses_by_group["portrait_of"]
    headlines["copy"] = [placement.article.headline for placement in uses_by_group["placements"]]
    headlines["portrait"] = [str(portrait_of)] if portrait_of else []
    assert uses_by_group["is_unused"] == (not any(headlines.values()))
    return {name: values for name, values in headlines.items() if values}


def test_each_story_stands_where_its_time_puts_it(newsroom, cast):
    image = small()
    newsroom.published(lead=image, headline="Đang đăng", at=at(9))
    newsroom.published(lead=image, headline="Chờ giờ", at=at(9), goes_live_at=at(18))
    killed = newsroom.published(lead=image, headline="Bị gỡ", at=at(9))
    workflow.kill(killed, by=cast.chief, note="Gỡ.", at=at(10))
    assert groups(image) == {"live": ["Đang đăng"], "waiting": ["Chờ giờ"], "past": ["Bị gỡ"]}
    assert groups(image, at(19)) == {"live": ["Chờ giờ", "Đang đăng"], "past": ["Bị gỡ"]}


def test_a_withdrawn_picture_names_the_stories_that_are_live_without_it(newsroom):
    image = small()
    newsroom.published(lead=image, headline="Mất ảnh", at=at(9))
    Image.objects.filter(pk=image.pk).update(withdrawn_at=at(11))
    assert groups(image) == {"missing": ["Mất ảnh"]}


def test_copy_under_way_is_named_and_finished_copy_is_not(newsroom, cast):
    image = small()
    newsroom.draft(lead=image, headline="Nháp")
    newsroom.in_review(lead=image, headline="Chờ duyệt")
    newsroom.approved(lead=image, headline="Đã duyệt")
    spiked = newsroom.draft(lead=image, headline="Đã loại")
    workflow.spike(spiked, by=cast.editor, at=at(9))
    reopened = newsroom.published(lead=image, headline="Mở lại", at=at(9))
    assert set(groups(image)["copy"]) == {"Nháp", "Chờ duyệt", "Đã duyệt"}
    workflow.reopen(reopened, by=cast.reporter, at=at(10))
    shown = groups(image)
    assert set(shown["copy"]) == {"Nháp", "Chờ duyệt", "Đã duyệt", "Mở lại"}
    assert shown["live"] == ["Mở lại"]


def test_a_portrait_is_on_a_page_while_it_may_be_shown(newsroom):
    image = small(portrait_of=newsroom.author, usable_until=at(11))
    assert groups(image, at(10)) == {"portrait": ["Kim Anh"]}
    assert groups(image, at(11)) == {}


def test_it_asks_the_same_for_a_story_and_for_many(newsroom):
    image = small()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            uses.grouped_uses(image, at=NOON)
        return len(captured)

    def add_copy():
        newsroom.published(lead=image, at=at(9))
        newsroom.draft(lead=image)

    add_copy()
    assert queries() == 7
    add_copy()
    add_copy()
    assert queries() == 7


def page_of(user, image, name="images_image_change", *args):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(reverse(f"admin:{name}", args=[image.pk, *args]))
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def live(newsroom):
    image = small()
    return image, newsroom.published(lead=image, headline="Bài đang đăng", at=timezone.now())


@pytest.mark.parametrize("role", ["reporter", "editor", "pictures", "chief", "admin"])
def test_the_pictures_page_leads_to_the_copy_and_to_the_readers_page(live, cast, role):
    image, article = live
    page = page_of(getattr(cast, role), image)
    assert f'href="{reverse("admin:articles_article_change", args=[article.pk])}"' in page
    assert f'href="{article.story.editions.get().get_absolute_url()}"' in page


def test_who_withdraws_a_picture_sees_where_it_is_live(live, cast):
    image, _article = live
    assert "Bài đang đăng" in page_of(cast.pictures, image, "images_image_action", "withdraw")


def test_who_may_not_see_copy_is_shown_none(live, cast):
    image, _article = live
    cast.outsider.is_staff = True
    cast.outsider.save()
    cast.outsider.user_permissions.set(Permission.objects.filter(codename="view_image"))
    assert "Bài đang đăng" not in page_of(cast.outsider, image)


def test_a_picture_that_nobody_used_says_so(newsroom, cast):
    cast.chief.language = "en"
    cast.chief.save()
    assert "No story has it, and no copy under way." in page_of(cast.chief, small())
