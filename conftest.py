"""What every test may ask for: the cast, and somewhere to keep files."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.storage import FileSystemStorage

from articles import roles
from images.models import Rendition
from newsroom.tests import factories


def pytest_addoption(parser):
    parser.addoption(
        "--database-only",
        action="store_true",
        help="Only tests that use a database: on the second one, the rest would say the same again.",
    )


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--database-only"):
        return
    asking = {"db", "transactional_db"}
    chosen = [i for i in items if i.get_closest_marker("django_db") or asking & {*i.fixturenames}]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


@pytest.fixture(autouse=True)
def _files_of_their_own(settings, tmp_path, monkeypatch):
    """Each test keeps its pictures in a folder of its own and serves static files as they lie."""
    # A field asks for its storage once, when the model is made.
    renditions = FileSystemStorage(location=tmp_path / "renditions")
    monkeypatch.setattr(Rendition._meta.get_field("file"), "storage", renditions)
    storage = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": storage, "OPTIONS": {"location": tmp_path / "originals"}},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def newsroom(db):
    """The cast: one person in each role, the agencies they deal with, a section."""
    roles.establish(Group, Permission)
    return factories.Newsroom()


@pytest.fixture
def cast(newsroom):
    return newsroom.cast
