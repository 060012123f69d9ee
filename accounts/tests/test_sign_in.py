"""Signing in and what is kept of it: names, sessions, passwords, the way back."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.sign_in import delete_expired_sessions
from newsroom.tests.test_story_life import Desk

LOGIN, SECRET = "/admin/login/", "bảy con cò trắng"
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "javascript:alert(1)",
    "http:///evil.example",
)


@pytest.fixture
def reporter(newsroom, cast):
    cast.reporter.set_password(SECRET)
    cast.reporter.save()
    return cast.reporter


@pytest.mark.parametrize("back", [*ELSEWHERE, ""])
def test_a_refused_way_back_leads_home(reporter, back):
    for address, data in ((f"{LOGIN}?next={back}", {}), (LOGIN, {"next": back})):
        answer = Client().post(address, {"username": "reporter", "password": SECRET, **data})
        assert (answer.status_code, answer.url) == (302, reverse("admin:index"))


@pytest.mark.parametrize("back", ELSEWHERE)
def test_a_refused_way_back_from_signing_out_leads_to_a_page(reporter, back):
    client = Desk(reporter).client
    answer = client.post(f"/admin/logout/?next={back}", follow=True)
    assert (answer.status_code, answer.request["PATH_INFO"]) == (200, LOGIN)


def test_a_way_back_at_the_desk_is_taken(reporter):
    data = {"username": "reporter", "password": SECRET, "next": "/admin/images/image/"}
    assert Client().post(LOGIN, data).url == "/admin/images/image/"


def test_a_password_typed_as_the_name_is_not_kept(reporter):
    typed = "Mật khẩu của tôi là 7 con cò"
    for name in (typed, typed, "another secret text", "reporter"):
        Client().post(LOGIN, {"username": name, "password": "wrong"})
    kept = {row.username: row.failures_since_start for row in AccessAttempt.objects.all()}
    assert sorted(kept.values()) == [1, 1, 2]
    assert kept["reporter"] == 1
    everything = str(list(AccessAttempt.objects.values()))
    assert "con cò" not in everything and "another secret" not in everything


def test_many_wrong_passwords_still_close_the_account(reporter):
    client = Client()
    for _number in range(8):
        client.post(LOGIN, {"username": "reporter", "password": "wrong"})
    answer = client.post(LOGIN, {"username": "reporter", "password": SECRET})
    assert answer.status_code == 429


def test_sessions_that_ended_are_deleted_and_others_stay(reporter):
    Desk(reporter)
    (session,) = Session.objects.all()
    now = timezone.now()
    assert delete_expired_sessions(at=now) == 0
    assert delete_expired_sessions(at=session.expire_date + timedelta(seconds=1)) == 1
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    "password",
    [
        *(
            "newsroom1",
            "newsroom1234",
            "Newsroom-2026-1",
            "MậtKhẩu123456",
            "anhyeuem2024!",
            "short",
        ),
        *(
            "N3wsr00m2026!",
            "P@ssw0rdP@ssw0rd",
            "kyodokyodokyodo",
            "abcdefghijkl",
            "ｎｅｗｓｒｏｏｍ１２３",
        ),
        *("anhyeuemnhieu", "123456789012", "toasoan@12345", "vietnamvodich", "aaaaaaaaaaaaaa"),
    ],
)
def test_a_password_that_is_guessed_is_refused(password, db):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "nguyenlananh1",
        "LanAnh-Nguyễn-2026",
        "Nguyễn Lan Anh 77",
        "l4n4nh@nguy3n1",
        "baomoi.vn.2026",
    ],
)
def test_ones_own_name_is_no_password(password, db):
    names = {"first_name": "Lan Anh", "last_name": "Nguyễn", "email": "anh.nl@baomoi.vn"}
    with pytest.raises(ValidationError):
        validate_password(password, User(username="anhnl", **names))


@pytest.mark.parametrize(
    "password", [SECRET, "a long enough secret", "correct horse battery staple"]
)
def test_a_password_of_words_is_taken(password, db):
    validate_password(password)


def test_the_name_of_the_paper_is_no_password(db, settings):
    validate_password("Sông Hương 77 1")
    settings.SITE_NAME = "Sông Hương"
    with pytest.raises(ValidationError, match="tên tờ báo"):
        validate_password("Sông Hương 77 1")
