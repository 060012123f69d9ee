"""What every test may ask for: the cast, somewhere to keep files, and rows that a module shares.

Tests run on SQLite. What a database can change carries the marker “both_databases” and runs on
PostgreSQL too; what only PostgreSQL has carries “postgresql”. bin/test chooses by these markers.
"""

import copy
from contextlib import contextmanager
from unittest import mock

import pytest
from django.conf import settings as project
from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction
from django.test import override_settings

from articles import roles
from images.models import Rendition
from newsroom.tests import beside, factories
from newsroom.tests.interpreter import Interpreter


def pytest_collection_modifyitems(config, items):
    """Deselect the tests of features that the database in use does not have."""
    if connection.vendor == "postgresql":
        return
    others = [item for item in items if item.get_closest_marker("postgresql")]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if not item.get_closest_marker("postgresql")]


@contextmanager
def _settings_of_tests(folder):
    """Keep pictures in `folder`, serve static files as they lie, and queue no task."""
    originals = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": folder / "originals"},
    }
    # A field asks for its storage once, when the model is made.
    renditions = FileSystemStorage(location=folder / "renditions")
    with (
        override_settings(
            STORAGES={**project.STORAGES, "default": originals},
            PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
            TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}},
        ),
        mock.patch.object(Rendition._meta.get_field("file"), "storage", renditions),
    ):
        yield


@pytest.fixture(autouse=True)
def _files_of_their_own(request, tmp_path):
    """Each test keeps its files in a folder of its own, or in that of the rows its module shares."""
    shares = "module_database" in request.fixturenames
    if shares and _has_transactions_of_its_own(request.node):
        pytest.fail(
            f"{request.node.nodeid} empties all tables after it, and so takes away the rows that its"
            " module shares. Move it to a module that does not use module_database.",
            pytrace=False,
        )
    folder = request.getfixturevalue("module_folder") if shares else tmp_path
    with _settings_of_tests(folder):
        yield


def _has_transactions_of_its_own(item):
    marker = item.get_closest_marker("django_db")
    is_marked = marker is not None and marker.kwargs.get("transaction", False)
    return is_marked or "transactional_db" in item.fixturenames


@pytest.fixture(scope="session")
def samples():
    """The folder of real agency copy and pictures."""
    return beside.folder("samples")


@pytest.fixture(scope="session")
def interpreter():
    """Runs Python as a process of its own, with an environment of its own, without the newsroom."""
    return Interpreter()


@pytest.fixture(scope="module")
def module_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("module")


@pytest.fixture(scope="module")
def module_database(django_db_setup, django_db_blocker, module_folder):
    """Rows made with this fixture are there for all tests of a module, and gone after its last.

    A test still asks for `db`, which takes back what the test itself changes. A test of such a
    module with transactions of its own fails.
    """
    with _settings_of_tests(module_folder), django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def module_newsroom(module_database):
    """The newsroom of a module whose tests share rows. Tests get a copy, from `newsroom`."""
    roles.establish()
    return factories.Newsroom()


@pytest.fixture
def newsroom(request, db):
    """The cast: one person in each role, the agencies they deal with, a section."""
    if "module_newsroom" in request.fixturenames:
        return copy.deepcopy(request.getfixturevalue("module_newsroom"))
    roles.establish()
    return factories.Newsroom()


@pytest.fixture
def cast(newsroom):
    return newsroom.cast
