"""How it starts: production guesses nothing, and the demo's password opens nothing else."""

import base64

import pytest
from django.test import Client

from accounts.models import User
from newsroom.demo.backend import PASSWORD
from newsroom.settings import KNOWN_SECRET

SECRET = base64.b64encode(bytes(range(48))).decode()
PRODUCTION = {
    "NEWSROOM_MODE": "production",
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "news.example.org",
    "SITE_URL": "https://news.example.org",
}


@pytest.fixture
def python(interpreter, tmp_path):
    """Runs Python in a process of its own, with only these settings and a folder of data."""

    def run(*arguments, **environment):
        return interpreter.run(*arguments, NEWSROOM_DATA=str(tmp_path), **environment)

    return run


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"NEWSROOM_MODE": "production"}, "Set SECRET_KEY"),
        ({"NEWSROOM_MODE": "production", "SECRET_KEY": KNOWN_SECRET}, "Set SECRET_KEY"),
        ({"NEWSROOM_MODE": "produktion"}, "must be production, development or demo"),
    ],
    ids=["no secret", "a known secret", "no such mode"],
)
def test_it_does_not_start_on_a_guess(environment, sentence, python):
    result = python("manage.py", "check", **environment)
    assert result.status != 0
    assert sentence in result.errors


def test_a_server_is_in_production_unless_told_otherwise(python):
    result = python("-c", "import newsroom.wsgi")
    assert result.status != 0
    assert "Set SECRET_KEY" in result.errors


def test_production_passes_the_deployment_checks(python):
    result = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert result.errors.strip() == ""
    assert "no issues" in result.output


@pytest.mark.parametrize(("mode", "may"), [("production", "False"), ("development", "True")])
def test_production_never_fetches_from_itself_whatever_is_set(mode, may, python):
    asked = {**PRODUCTION, "NEWSROOM_MODE": mode, "WIRES_MAY_FETCH_LOOPBACK": "true"}
    code = "from newsroom import settings as s; print(s.WIRES_MAY_FETCH_LOOPBACK)"
    ran = python("-c", code, **asked)
    assert (ran.status, ran.output.strip()) == (0, may)


@pytest.mark.parametrize("mode", ["development", "demo"])
def test_development_and_demo_need_nothing(mode, python):
    result = python("manage.py", "check", NEWSROOM_MODE=mode)
    assert (result.status, result.errors) == (0, "")


@pytest.mark.parametrize(
    ("mode", "known"), [("production", False), ("development", False), ("demo", True)]
)
def test_only_the_demo_knows_a_password_that_everybody_knows(mode, known, python):
    code = (
        "from newsroom import settings as s;"
        "print(s.DEBUG, s.DEFAULT_PASSWORDS_ON_LOOPBACK,"
        " 'newsroom.demo.backend.LoopbackBackend' in s.AUTHENTICATION_BACKENDS)"
    )
    environment = {**PRODUCTION, "NEWSROOM_MODE": mode}
    result = python("-c", code, **environment)
    assert result.output.split() == [str(mode == "development"), str(known), str(known)]


# Pictures in a bucket

S3 = {
    "S3_BUCKET": "pictures",
    "S3_ENDPOINT_URL": "https://s3.example.org",
    "S3_ACCESS_KEY_ID": "the-newsroom",
    "S3_SECRET_ACCESS_KEY": "a secret of the tests",
}
NO_KEY = "There is no key to it: set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY."
NO_SCHEME = "S3_ENDPOINT_URL is “store:9000”: begin it with https://."
NO_PACKAGE = "django-storages or boto3 is not installed: run pip install -r requirements-s3.txt."


def started(python, *, missing=(), code="pass", **environment):
    """Start the newsroom as if the packages named in `missing` were not installed; run `code`."""
    start = (
        f"import sys; sys.modules.update(dict.fromkeys({missing!r}));"
        "import django; django.setup();"
        "from django.conf import settings; from django.core.files.storage import storages;"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "newsroom.settings", **PRODUCTION, **environment}
    return python("-c", start + code, **environment)


@pytest.mark.parametrize(
    ("missing", "changed", "reasons"),
    [
        ((), {"S3_ACCESS_KEY_ID": ""}, [NO_KEY]),
        ((), {"S3_SECRET_ACCESS_KEY": ""}, [NO_KEY]),
        ((), {"S3_ENDPOINT_URL": "store:9000"}, [NO_SCHEME]),
        (("storages",), {}, [NO_PACKAGE]),
        (("boto3",), {}, [NO_PACKAGE]),
        (
            ("storages", "boto3"),
            {"S3_ACCESS_KEY_ID": "", "S3_ENDPOINT_URL": "store:9000"},
            [NO_KEY, NO_SCHEME, NO_PACKAGE],
        ),
    ],
    ids=["no key", "no secret", "no scheme", "no django-storages", "no boto3", "nothing"],
)
def test_a_bucket_that_cannot_be_reached_says_everything_that_is_missing(
    missing, changed, reasons, python
):
    result = started(python, missing=missing, **{**S3, **changed})
    assert result.status != 0
    assert result.errors.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: Pictures cannot be kept in the bucket"
        f" “pictures”. {' '.join(reasons)} Or leave S3_BUCKET empty, and they are kept on disk."
    )


def test_without_a_bucket_pictures_are_on_disk_and_s3_takes_no_memory(python):
    code = (
        "print({type(storages[name]).__name__ for name in ('default', 'renditions')},"
        " {name for name in sys.modules if name.startswith(('storages', 'boto'))})"
    )
    result = started(python, code=code, S3_BUCKET="")
    assert (result.output.strip(), result.errors) == ("{'FileSystemStorage'} set()", "")


def test_without_a_bucket_nothing_of_s3_has_to_be_installed(python):
    result = started(python, missing=("storages", "boto3", "botocore"))
    assert (result.status, result.errors) == (0, "")


def test_with_a_bucket_pictures_are_in_two_folders_of_it(python):
    code = (
        "print([(type(store).__name__, store.bucket_name, store.location, store.region_name)"
        " for store in (storages['default'], storages['renditions'])])"
    )
    result = started(python, code=code, S3_PREFIX="/paper/", **S3)
    assert result.errors == ""
    assert result.output.strip() == str(
        [
            ("S3Storage", "pictures", "paper/originals", "us-east-1"),
            ("S3Storage", "pictures", "paper/renditions", "us-east-1"),
        ]
    )


def test_production_with_a_bucket_passes_the_deployment_checks(python):
    arguments = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    result = python(*arguments, **PRODUCTION, **S3)
    assert (result.status, result.errors) == (0, "")


# The demo's password


@pytest.fixture
def demo(settings, newsroom):
    """The cast with the demo's way of signing in: no password of their own."""
    settings.DEFAULT_PASSWORDS_ON_LOOPBACK = True
    settings.AUTHENTICATION_BACKENDS = [
        *settings.AUTHENTICATION_BACKENDS,
        "newsroom.demo.backend.LoopbackBackend",
    ]
    for user in (newsroom.cast.reporter, newsroom.cast.colleague):
        user.set_unusable_password()
        user.save()
    return settings


def signs_in(username="reporter", password=PASSWORD, **environment):
    client = Client(**environment)
    client.post("/admin/login/", {"username": username, "password": password})
    return "_auth_user_id" in client.session


def test_the_demos_password_works_in_the_demo_on_the_machine_itself(demo):
    assert signs_in()
    assert signs_in(REMOTE_ADDR="::1")


@pytest.mark.parametrize(
    "environment",
    [
        {"REMOTE_ADDR": "10.0.0.7"},
        {"REMOTE_ADDR": "203.0.113.9"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    ],
    ids=["private", "public", "unknown", "through a proxy", "through a proxy here"],
)
def test_the_demos_password_works_from_nowhere_else(demo, environment):
    assert not signs_in(**environment)


def test_the_demos_password_opens_the_demos_accounts_only(demo):
    assert not signs_in("colleague")
    assert not signs_in(password="something else")
    User.objects.filter(username="reporter").update(is_active=False)
    assert not signs_in()


def test_outside_the_demo_the_password_opens_nothing(demo):
    demo.DEFAULT_PASSWORDS_ON_LOOPBACK = False
    assert not signs_in()


def test_repeated_failures_close_the_account_for_that_address(newsroom, client):
    for _ in range(8):
        client.post("/admin/login/", {"username": "reporter", "password": "wrong"})
    right = {"username": "reporter", "password": "a long enough secret"}
    response = client.post("/admin/login/", right)
    assert response.status_code == 429
    assert "_auth_user_id" not in client.session
    elsewhere = Client(REMOTE_ADDR="192.0.2.8")
    elsewhere.post("/admin/login/", right)
    assert "_auth_user_id" in elsewhere.session


def test_health_answers_without_telling_anything(client, db):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
