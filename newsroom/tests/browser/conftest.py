"""A real browser (Debian's Chromium) against a live server. What it complains of fails the test."""

import os
import shutil
import threading
import time
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.test import override_settings
from playwright.sync_api import sync_playwright

# Playwright's synchronous interface runs an event loop, in which Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
PHONE, SCREEN = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
# Layout depends on the size, contrast on the scheme: two looks meet both of each.
LOOKS = [
    pytest.param(PHONE, "light", id="light phone"),
    pytest.param(SCREEN, "dark", id="dark screen"),
]
PASSWORD = "a long enough secret"


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium")
    assert path, "Chromium is missing. bin/needs installs it."
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _somewhere_for_media():
    """Django's live server asks where media are. Ours have no address, which it does not know."""
    with override_settings(MEDIA_URL="/nowhere/"):
        yield


@pytest.fixture(scope="session")
def live_server(_somewhere_for_media, live_server):
    return live_server


@pytest.fixture
def site(transactional_db, newsroom, live_server, settings, chromium):
    """The newsroom on a live server; `site.visit(…)` opens a page as somebody."""
    settings.SITE_URL = live_server.url
    complaints = []

    @contextmanager
    def visit(user=None, *, size=SCREEN, scheme="light", **options):
        """A page in a browser of its own, signed in as `user` through the login page."""
        context = chromium.new_context(
            viewport=size, color_scheme=scheme, locale="vi-VN", base_url=live_server.url, **options
        )
        page = context.new_page()
        page.on("console", lambda m: m.type == "error" and complaints.append(m.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        try:
            if user:
                page.goto("/admin/login/")
                page.fill("#id_username", user.username)
                page.fill("#id_password", PASSWORD)
                page.click("[type=submit]")
                page.wait_for_url("**/admin/")
            yield page
        finally:
            context.close()

    yield SimpleNamespace(visit=visit, newsroom=newsroom, cast=newsroom.cast, complaints=complaints)
    _wait_for_answers()
    assert complaints == []


def _wait_for_answers(seconds=10):
    """Until the server is done with what pages asked that are closed: it holds tables until then."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and any(
        "process_request_thread" in thread.name for thread in threading.enumerate()
    ):
        time.sleep(0.02)
