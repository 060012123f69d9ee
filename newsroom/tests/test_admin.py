"""What every page of the desk tells the browser: its policy, and cookies that no script can read."""

import pytest
from django.test import Client
from django.urls import reverse

from newsroom.admin import EDITOR_STYLES

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "style-src-elem": f"'self' {EDITOR_STYLES}",
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}


def policy(answer):
    directives = answer.headers["Content-Security-Policy"].split(";")
    return dict(directive.strip().split(" ", 1) for directive in directives)


@pytest.mark.parametrize("page", ["index", "articles_article_changelist", "images_image_add"])
def test_every_page_of_the_desk_has_the_policy_of_the_desk(newsroom, cast, client, page):
    client.force_login(cast.chief)
    answer = client.get(reverse(f"admin:{page}"))
    assert (answer.status_code, policy(answer)) == (200, POLICY)


def test_the_page_for_signing_in_has_it_too(db, client):
    answer = client.get(reverse("admin:login"))
    assert (answer.status_code, policy(answer)) == (200, POLICY)


def test_no_script_can_read_the_cookies(newsroom, cast):
    cast.chief.set_password("a password of the tests")
    cast.chief.save()
    credentials = {"username": "chief", "password": "a password of the tests"}
    answer = Client().post(reverse("admin:login"), credentials)
    cookies = {name: cookie["httponly"] for name, cookie in answer.cookies.items()}
    assert (answer.status_code, cookies) == (302, {"csrftoken": True, "sessionid": True})


PAGES = (
    "login",
    "index",
    "password_change",
    "articles_article_changelist",
    "articles_article_add",
    "wires_wireitem_changelist",
)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_desk_has_the_icon_of_the_site(newsroom, cast, client, page):
    if page != "login":
        client.force_login(cast.editor)
    assert client.get(reverse(f"admin:{page}")).content.count(b'<link rel="icon" ') == 1
