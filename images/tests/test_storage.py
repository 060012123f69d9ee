"""Where pictures are kept: on disk and in S3, the same promises.

S3 is a server of its own process on this machine, and the requests to it are real ones.
"""

import functools
import hashlib
import itertools
import random
import re
import socket
import subprocess
import sys
import time
import tracemalloc
from contextlib import suppress
from datetime import timedelta

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError
from botocore.loaders import JSONFileLoader
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction
from django.urls import resolve, reverse
from django.utils import timezone

from images.files import renditions
from images.files.storage import Bucket, picture_storage
from images.models import Image, Rendition
from newsroom import settings as house
from newsroom.tests.factories import jpeg, make_image
from newsroom.tests.test_story_life import Desk

NAME = "ảnh/Cầu Trường Tiền lúc chiều xuống.jpg"
MEGABYTE = 1 << 20
_LOADER = JSONFileLoader()
_numbers = itertools.count(1)


class Server:
    """An S3 server: its address, a client of ours that looks into it, and what it was asked."""

    def __init__(self, address, log):
        self.address, self._log = address, log
        self.client = boto3.client(
            "s3",
            endpoint_url=address,
            region_name="us-east-1",
            aws_access_key_id="looks",
            aws_secret_access_key="into it",
        )

    def keys(self, bucket):
        stored = self.client.list_objects_v2(Bucket=bucket).get("Contents", [])
        return {entry["Key"] for entry in stored}

    def requests(self):
        """Everything it was asked so far, as “GET /bucket/key”."""
        return re.findall(r"([A-Z]+ /\S*) HTTP/1", self._log.read_text())


@pytest.fixture(scope="module", autouse=True)
def _descriptions_are_read_once():
    """Each storage has a client of its own, and each client reads megabytes of JSON anew."""
    read = functools.cache(JSONFileLoader.load_file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JSONFileLoader, "load_file", lambda _self, path: read(_LOADER, path))
        yield


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    log = tmp_path_factory.mktemp("s3") / "log"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]
    with log.open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        yield Server(_address_in(log, process), log)
    finally:
        process.terminate()
        process.wait(10)


def _address_in(log, process):
    """Wait until the server says where it listens."""
    for _ in range(600):
        if stored := re.search(r"http://127\.0\.0\.1:\d+", log.read_text()):
            return stored[0]
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"The S3 server did not start: {log.read_text()}")


def use_bucket(monkeypatch, bucket, address):
    environment = {
        "S3_BUCKET": bucket,
        "S3_ENDPOINT_URL": address,
        "S3_ACCESS_KEY_ID": "the-newsroom",
        "S3_SECRET_ACCESS_KEY": "a secret of the tests",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


def keep_pictures_there(settings, monkeypatch):
    """From here on pictures are kept where the settings would, asked again, keep them."""
    bucket = Bucket.from_environment(house.env)
    settings.STORAGES = {
        **settings.STORAGES,
        "default": picture_storage("originals", house.DATA_DIR, bucket),
        "renditions": picture_storage("renditions", house.DATA_DIR, bucket),
    }
    monkeypatch.setattr(Rendition._meta.get_field("file"), "storage", storages["renditions"])


@pytest.fixture
def bucket(server, settings, monkeypatch):
    """A bucket of the test's own, where pictures are kept."""
    name = f"pictures-{next(_numbers)}"
    server.client.create_bucket(Bucket=name)
    use_bucket(monkeypatch, name, server.address)
    keep_pictures_there(settings, monkeypatch)
    return name


@pytest.fixture(params=["disk", "S3"])
def kept(request, settings, monkeypatch, tmp_path):
    """Each test twice: with pictures on disk, and in a bucket."""
    if request.param == "S3":
        request.getfixturevalue("bucket")
    else:
        monkeypatch.delenv("S3_BUCKET", raising=False)
        monkeypatch.setattr(house, "DATA_DIR", tmp_path / "data")
        keep_pictures_there(settings, monkeypatch)
    return request.param


def contents(storage, name):
    with storage.open(name, "rb") as file:
        return file.read()


def address_of(rendition):
    """Where readers get it."""
    return reverse("picture", args=[rendition.image.token, rendition.name])


def large(megabytes=12):
    return random.Random(7).randbytes(megabytes * MEGABYTE)  # noqa: S311


# The storage


def test_a_file_comes_back_as_it_was_kept(kept):
    data = jpeg()
    assert not default_storage.exists(NAME)
    name = default_storage.save(NAME, ContentFile(data))
    assert name == NAME
    assert default_storage.exists(name)
    assert default_storage.size(name) == len(data)
    assert contents(default_storage, name) == data
    assert default_storage.listdir("ảnh") == ([], ["Cầu Trường Tiền lúc chiều xuống.jpg"])
    default_storage.delete(name)
    assert not default_storage.exists(name)
    default_storage.delete(name)
    with pytest.raises(FileNotFoundError):
        default_storage.open(name, "rb")


@pytest.mark.parametrize("folder", ["default", "renditions"])
def test_no_file_is_ever_replaced(kept, folder):
    storage = storages[folder]
    first = storage.save("ab/token/320.jpg", ContentFile(b"first"))
    second = storage.save("ab/token/320.jpg", ContentFile(b"second"))
    assert first != second
    assert (contents(storage, first), contents(storage, second)) == (b"first", b"second")


@pytest.mark.parametrize("name", ["../renditions/x.jpg", "/etc/x.jpg", "a/../../x.jpg"])
def test_no_name_leads_out_of_the_folder(kept, name):
    with pytest.raises(SuspiciousOperation):
        default_storage.save(name, ContentFile(b"x"))


def test_a_large_file_is_fetched_without_being_held_in_memory(kept):
    data = large()
    with TemporaryUploadedFile("large.jpg", "image/jpeg", len(data), None) as upload:
        upload.write(data)
        name = default_storage.save("ab/large.jpg", upload)
    digest, size = hashlib.sha256(data).digest(), len(data)
    del data
    stored = hashlib.sha256()
    tracemalloc.start()
    try:
        with default_storage.open(name, "rb") as file:
            for chunk in file.chunks():
                stored.update(chunk)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert stored.digest() == digest
    assert default_storage.size(name) == size
    assert peak < 6 * MEGABYTE


# A picture, from the library to the reader


@pytest.fixture
def printed(kept, newsroom):
    """A picture on a page that readers see, and the bytes that came in."""
    data = jpeg(400, 200)
    image = make_image(data)
    renditions.make(image, [Rendition.Format.WEBP])
    article = newsroom.published(at=timezone.now() - timedelta(hours=1), lead=image)
    # As another process finds it, which does not have the upload at hand.
    return Image.objects.get(pk=image.pk), data, article.story.editions.get()


def test_the_original_stays_as_it_came(printed):
    image, data, _ = printed
    with image.original.open("rb") as file:
        assert file.read() == data
    assert image.original.size == image.size == len(data)
    assert (
        hashlib.sha256(contents(default_storage, image.original.name)).hexdigest() == image.sha256
    )


def test_readers_get_each_file_byte_for_byte(printed, client):
    image, _, _ = printed
    assert {rendition.format for rendition in image.renditions.all()} == {"jpg", "webp"}
    for rendition in image.renditions.all():
        kept = contents(storages["renditions"], rendition.file.name)
        response = client.get(address_of(rendition))
        assert response.streaming
        assert response["Content-Type"] == rendition.content_type
        assert response["Content-Length"] == str(len(kept))
        assert response.getvalue() == kept


@pytest.mark.parametrize("read", [True, False], ids=["read", "broken off"])
def test_the_file_is_closed_with_the_answer(read, printed, rf):
    image, _, _ = printed
    address = address_of(image.renditions.filter(format="webp").first())
    view, arguments, named = resolve(address)
    response = view(rf.get(address), *arguments, **named)
    file = response.file_to_stream
    assert not file.closed
    if read:
        assert len(response.getvalue()) == int(response["Content-Length"])
    response.close()
    assert file.closed


def test_the_desk_gets_the_same_file(printed, cast):
    image, _, _ = printed
    rendition = image.renditions.first()
    address = reverse("admin:images_image_file", args=[image.pk, rendition.name])
    kept = contents(storages["renditions"], rendition.file.name)
    assert Desk(cast.reporter).client.get(address).getvalue() == kept


def test_no_page_says_where_pictures_are_kept(kept, printed, cast, client, settings):
    """No file is asked for an address: on disk that fails, in S3 it would name the bucket."""
    image, _, edition = printed
    if kept == "disk":
        with pytest.raises(ValueError, match="not accessible via a URL"):
            _ = image.original.url
    desk = Desk(cast.chief).client
    picture = reverse("admin:images_image_change", args=[image.pk])
    pages = [
        *(client.get(address) for address in ("/", "/rss.xml", edition.get_absolute_url())),
        *(desk.get(address) for address in (picture, reverse("admin:images_image_changelist"))),
        desk.get(reverse("admin:images_image_library")),
    ]
    telling = [f"{image.token[:2]}/{image.token}", "originals/", "renditions/", "X-Amz"]
    if kept == "S3":
        options = settings.STORAGES["default"]["OPTIONS"]
        telling += [options["bucket_name"], options["endpoint_url"].removeprefix("http://")]
    for page in pages:
        assert page.status_code == 200
        assert [text for text in telling if text in page.content.decode()] == []


# The bucket


@pytest.mark.django_db
def test_originals_and_renditions_stand_apart_in_one_bucket(server, bucket):
    image = make_image(jpeg(400, 200))
    files = [rendition.file.name for rendition in image.renditions.all()]
    keys = {f"originals/{image.original.name}", *(f"renditions/{name}" for name in files)}
    assert server.keys(bucket) == keys
    assert len(keys) == 1 + len(files)
    head = server.client.head_object(Bucket=bucket, Key=f"renditions/{files[0]}")
    assert head["ContentType"] == "image/jpeg"


def test_several_newsrooms_share_a_bucket_by_prefix(server, bucket, settings, monkeypatch):
    monkeypatch.setenv("S3_PREFIX", "/paper/vi/")
    keep_pictures_there(settings, monkeypatch)
    default_storage.save("ab/x.jpg", ContentFile(b"x"))
    storages["renditions"].save("ab/x.jpg", ContentFile(b"x"))
    assert server.keys(bucket) == {"paper/vi/originals/ab/x.jpg", "paper/vi/renditions/ab/x.jpg"}


def test_the_bucket_alone_decides_who_may_read(server, bucket):
    name = default_storage.save("ab/x.jpg", ContentFile(b"x"))
    (grant,) = server.client.get_object_acl(Bucket=bucket, Key=f"originals/{name}")["Grants"]
    assert (grant["Grantee"]["Type"], grant["Permission"]) == ("CanonicalUser", "FULL_CONTROL")
    assert "?" not in default_storage.url(name)  # not signed


def test_an_upload_that_breaks_leaves_nothing_in_the_bucket(server, bucket):
    class Breaks(ContentFile):
        def read(self, *size):
            if self.tell() >= MEGABYTE:
                raise OSError("the connection to the sender broke")
            return super().read(*size)

    with pytest.raises(OSError, match="to the sender broke"):
        default_storage.save("ab/x.jpg", Breaks(large()))
    assert server.keys(bucket) == set()
    assert "Uploads" not in server.client.list_multipart_uploads(Bucket=bucket)


def test_a_readers_file_costs_two_requests_of_the_store(server, bucket, newsroom, client):
    image = make_image(jpeg(400, 200))
    newsroom.published(at=timezone.now() - timedelta(hours=1), lead=image)
    rendition = image.renditions.first()
    before = len(server.requests())
    assert client.get(address_of(rendition)).status_code == 200
    key = f"/{bucket}/renditions/{rendition.file.name}"
    assert server.requests()[before:] == [f"HEAD {key}", f"GET {key}"]
    before = len(server.requests())
    assert client.get("/").status_code == 200
    assert server.requests()[before:] == []


def calls(listening):
    """How often somebody connected to the socket."""
    listening.setblocking(False)
    count = 0
    with suppress(OSError):
        while True:
            listening.accept()[0].close()
            count += 1
    return count


@pytest.mark.parametrize(
    ("listens", "error"),
    [(False, EndpointConnectionError), (True, ReadTimeoutError)],
    ids=["gone", "silent"],
)
def test_a_dead_store_fails_in_time_and_pages_are_read(
    listens, error, newsroom, client, settings, monkeypatch
):
    image = make_image()
    newsroom.published(at=timezone.now() - timedelta(hours=1), lead=image)
    address = address_of(image.renditions.first())
    with socket.socket() as dead:
        dead.bind(("127.0.0.1", 0))
        if listens:
            dead.listen()  # takes every call, and never answers
        use_bucket(monkeypatch, "pictures", f"http://127.0.0.1:{dead.getsockname()[1]}")
        keep_pictures_there(settings, monkeypatch)
        for storage in (storages["default"], storages["renditions"]):
            config = storage.client_config
            assert (config.connect_timeout, config.read_timeout) == (3, 10)
            storage.client_config = config.merge(Config(read_timeout=1))
        with pytest.raises(error):
            client.get(address)
        assert calls(dead) == (2 if listens else 0)
        assert image.token in client.get("/").content.decode()
        with pytest.raises(error), transaction.atomic():
            make_image()
        assert Image.objects.get() == image
