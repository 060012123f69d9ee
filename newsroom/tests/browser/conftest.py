"""A real browser (Debian's Chromium) against a live server. What it complains of fails the test."""

import os
import shutil

import pytest
from django.db import connections
from playwright.sync_api import sync_playwright

from newsroom.tests.browser.server import Server
from newsroom.tests.browser.site import Profiles, Site

# In Playwright's event loop Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


def path_to_chromium():
    """Debian's build of Chromium without windows takes a quarter less time than the whole browser."""
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if path is None:
        reason = (
            "Tests in the browser need Chromium, which is not here. Run bin/needs to install it."
        )
        pytest.fail(reason, pytrace=False)
    return path


@pytest.fixture(scope="session")
def chromium(django_db_setup):
    path, ours = path_to_chromium(), connections.all()
    with sync_playwright() as playwright:
        # Playwright runs an event loop in this thread, in which Django would open other connections.
        for connection in ours:
            connections[connection.alias] = connection
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(django_db_setup):
    with Server() as server:
        yield server


@pytest.fixture(scope="session")
def profiles(chromium, server):
    return Profiles(chromium, server.url)


@pytest.fixture
def site(module_newsroom, newsroom, server, settings, profiles):
    settings.SITE_URL = server.url
    site = Site(newsroom, server, profiles)
    server.in_turn.open()
    yield site
    server.in_turn.close()
    assert site.complaints == []
