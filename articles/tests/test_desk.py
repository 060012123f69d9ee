"""The desk's home shows each role its own work."""

import pytest

from articles import desk, workflow
from newsroom.tests.factories import at, make_image

NOON = at(12)


def home(user):
    """What stands on the home of `user`: panel by panel, the headlines or captions."""
    return {
        str(panel.title): [
            *(article.headline for article in panel.articles),
            *(edition.headline for edition in panel.editions),
            *(image.caption for image in panel.images),
        ]
        for panel in desk.panels(user, at=NOON)
    }


@pytest.fixture
def busy(newsroom, cast):
    newsroom.draft(headline="Bản nháp")
    back = newsroom.in_review(headline="Bị trả lại")
    workflow.send_back(back, by=cast.editor, note="Thêm nguồn.", at=at(10))
    newsroom.in_review(headline="Chờ duyệt")
    newsroom.approved(headline="Đã duyệt")
    newsroom.published(headline="Chờ giờ", goes_live_at=at(18))
    newsroom.published(headline="Đang đăng")
    newsroom.published(headline="Hôm qua", at=at(9, day=7))
    newsroom.draft(
        headline="Chờ ảnh", lead=make_image(rights="unknown", caption="Ảnh chưa rõ nguồn.")
    )
    return newsroom


def test_a_reporter_sees_their_own_copy(busy, cast):
    assert home(cast.reporter) == {
        "Sent back to me": ["Bị trả lại"],
        "Mine in review": ["Chờ duyệt"],
        "My drafts": ["Chờ ảnh", "Bản nháp"],
        "Going live soon": ["Chờ giờ"],
        "Live today": ["Đang đăng"],
    }


def test_another_reporter_sees_none_of_it(busy, cast):
    assert home(cast.colleague) == {
        "Sent back to me": [],
        "Mine in review": [],
        "My drafts": [],
        "Going live soon": ["Chờ giờ"],
        "Live today": ["Đang đăng"],
    }


def test_an_editor_sees_what_waits(busy, cast):
    shown = home(cast.editor)
    assert shown["Waiting for review"] == ["Chờ duyệt"]
    assert shown["Approved"] == ["Đã duyệt"]


def test_the_picture_desk_sees_pictures_to_clear(busy, cast):
    assert home(cast.pictures) == {
        "Pictures to clear": ["Ảnh chưa rõ nguồn."],
        "Going live soon": ["Chờ giờ"],
        "Live today": ["Đang đăng"],
    }


def test_who_has_no_role_sees_nothing(busy, cast):
    assert home(cast.outsider) == {}


def test_what_was_sent_back_says_why(busy, cast, client):
    client.force_login(cast.reporter, backend="django.contrib.auth.backends.ModelBackend")
    assert "Thêm nguồn." in client.get("/admin/").content.decode()
