"""Views of feeds, deliveries and uploads, by HTTP: their permissions and results."""

import hashlib
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template.defaultfilters import truncatechars
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from newsroom.tests.factories import MORNING, jpeg, make_agency, make_feed
from newsroom.tests.test_story_life import Desk
from wires.ingest import scheduler, store
from wires.models import Delivery, Feed, WireItem
from wires.views import deliveries

HAND_IN = "admin:wires_feed_hand_in"
ROLES = ("reporter", "editor", "pictures", "chief", "admin")
BROKEN = b'<?xml version="1.0"?><newsItem guid="x"><contentSet>'


@pytest.fixture(autouse=True)
def _all_read_english(newsroom, cast, settings, tmp_path):
    settings.WIRES_DIR = tmp_path / "wires"
    for user in vars(cast).values():
        user.language = "en"
        user.save()


@pytest.fixture
def feed(newsroom):
    return make_feed(newsroom.kyodo)


def client_of(user):
    return Desk(user).client


def ninjs(uri="kyodo:1", headline="Bullet train sets a record", version="1"):
    return json.dumps(
        {
            "standard": {"name": "ninjs", "version": "3.1"},
            "uri": uri,
            "type": "text",
            "version": version,
            "pubStatus": "usable",
            "headlines": [{"role": "main", "value": headline}],
            "bodies": [{"role": "main", "contentType": "text/html", "value": "<p>Words.</p>"}],
        }
    ).encode()


def file(raw=None, name="item.json"):
    return SimpleUploadedFile(name, ninjs() if raw is None else raw)


def broken(feed):
    return store.store_delivery(feed, BROKEN, name="broken.xml", at=MORNING)


def statuses(cast, send_request):
    """Return the status that each role gets, and a member of staff without a role."""
    cast.outsider.is_staff = True
    cast.outsider.save()
    names = (*ROLES, "outsider")
    return {name: send_request(client_of(getattr(cast, name))).status_code for name in names}


def expected_statuses(*names, done=200):
    return {name: done if name in names else 403 for name in (*ROLES, "outsider")}


def test_anonymous_users_are_sent_to_the_login(feed):
    delivery = broken(feed)
    gets = [
        reverse("admin:wires_feed_changelist"),
        reverse("admin:wires_feed_change", args=[feed.pk]),
        reverse("admin:wires_delivery_changelist"),
        reverse("admin:wires_delivery_change", args=[delivery.pk]),
        reverse("admin:wires_delivery_download", args=[delivery.pk]),
        reverse(HAND_IN),
    ]
    posts = [
        reverse("admin:wires_delivery_retry", args=[delivery.pk]),
        reverse("admin:wires_feed_look", args=[feed.pk]),
        reverse(HAND_IN),
    ]
    answers = [Client().get(address) for address in gets]
    answers += [Client().post(address, {"file": file(), "feed": feed.pk}) for address in posts]
    for answer in answers:
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("admin:login"))
    assert Delivery.objects.count() == 1


def test_every_role_may_view_feeds_and_deliveries(cast, feed):
    delivery = broken(feed)
    for name, args in (
        ("wires_feed_changelist", []),
        ("wires_feed_change", [feed.pk]),
        ("wires_delivery_changelist", []),
        ("wires_delivery_change", [delivery.pk]),
        ("wires_delivery_download", [delivery.pk]),
    ):
        address = reverse(f"admin:{name}", args=args)
        assert statuses(cast, lambda client, a=address: client.get(a)) == expected_statuses(
            *ROLES
        ), name


def test_writers_may_upload_copy(cast, feed):
    writers = ("reporter", "editor", "chief")
    assert statuses(cast, lambda client: client.get(reverse(HAND_IN))) == expected_statuses(
        *writers
    )

    def send(client):
        return client.post(reverse(HAND_IN), {"feed": feed.pk, "file": file()})

    assert statuses(cast, send) == expected_statuses(*writers)
    assert Delivery.objects.get().handed_in_by == cast.reporter


def test_leading_roles_may_parse_again_and_poll(cast, feed):
    delivery = broken(feed)
    retry = reverse("admin:wires_delivery_retry", args=[delivery.pk])
    poll = reverse("admin:wires_feed_look", args=[feed.pk])
    for address in (retry, poll):
        answers = statuses(cast, lambda client, a=address: client.post(a))
        assert answers == expected_statuses("chief", "admin", done=302)
        assert client_of(cast.chief).get(address).status_code == 405


def test_leading_roles_may_set_up_feeds(cast, feed):
    address = reverse("admin:wires_feed_add")
    assert statuses(cast, lambda client: client.get(address)) == expected_statuses("chief", "admin")
    change = reverse("admin:wires_feed_change", args=[feed.pk])
    answers = statuses(cast, lambda client: client.post(change, form_of(feed, name="New")))
    assert answers == expected_statuses("chief", "admin", done=302)


def test_deliveries_are_neither_added_nor_changed_nor_deleted_by_hand(cast, feed):
    delivery = broken(feed)
    client = client_of(cast.chief)
    assert client.get("/admin/wires/delivery/add/").status_code == 404
    change = reverse("admin:wires_delivery_change", args=[delivery.pk])
    assert client.post(change, {"name": "x"}).status_code == 405
    delete = f"/admin/wires/delivery/{delivery.pk}/delete/"
    assert client.post(delete, {"post": "yes"}).status_code == 403
    listed = reverse("admin:wires_delivery_changelist")
    client.post(listed, {"action": "delete_selected", "_selected_action": [delivery.pk]})
    client.post(f"/admin/wires/feed/{feed.pk}/delete/", {"post": "yes"})
    assert (Delivery.objects.get().name, Feed.objects.count()) == ("broken.xml", 1)


def form_of(feed=None, **changes):
    data = {
        "name": "Kyodo English",
        "agency": feed.agency_id if feed else "",
        "language": "en",
        "active": "on",
        "transport": "handed_in",
        "address": "",
        "hosts": "",
        "interval": 60,
        "max_bytes": 1024 * 1024,
        "max_silence_minutes": "",
    }
    return {**data, **changes}


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"transport": "folder", "address": "kyodo"}, None),
        ({"transport": "folder", "address": "agencies/kyodo"}, None),
        ({"transport": "folder", "address": ""}, "address"),
        ({"transport": "folder", "address": "../kyodo"}, "address"),
        ({"transport": "folder", "address": "a/../../kyodo"}, "address"),
        ({"transport": "folder", "address": "/etc"}, "address"),
        ({"transport": "folder", "address": "."}, "address"),
        ({"transport": "polled", "address": "https://agency.example/feed.xml"}, None),
        ({"transport": "polled", "address": "http://agency.example:8080/feed"}, None),
        ({"transport": "polled", "address": "agency.example/feed.xml"}, "address"),
        ({"transport": "polled", "address": "ftp://agency.example/"}, "address"),
        ({"transport": "polled", "address": "file:///etc/passwd"}, "address"),
        ({"transport": "polled", "address": "https://me:secret@agency.example/"}, "address"),
        ({"transport": "polled", "address": "https://"}, "address"),
        ({"transport": "polled", "address": "https://[half"}, "address"),
        ({"transport": "polled", "address": ""}, "address"),
        ({"hosts": "images.agency.example\ncdn.agency.example:8443"}, None),
        ({"hosts": "https://images.agency.example"}, "hosts"),
        ({"hosts": "images.agency.example/path"}, "hosts"),
        ({"hosts": "me@images.agency.example"}, "hosts"),
        ({"interval": 1}, "interval"),
        ({"max_bytes": 1}, "max_bytes"),
        ({"max_bytes": 1024**3}, "max_bytes"),
        ({"name": ""}, "name"),
    ],
)
def test_a_feed_is_validated_by_its_transport(cast, newsroom, fields, refused):
    data = form_of(agency=newsroom.kyodo.pk, **fields)
    response = client_of(cast.chief).post(reverse("admin:wires_feed_add"), data)
    if refused is None:
        assert response.status_code == 302, response.context["adminform"].form.errors
        assert Feed.objects.count() == 1
    else:
        assert [*response.context["adminform"].form.errors] == [refused]
        assert Feed.objects.count() == 0


def test_two_feeds_do_not_share_a_folder(cast, newsroom):
    make_feed(newsroom.kyodo, transport="folder", address="kyodo")
    data = form_of(agency=newsroom.kyodo.pk, transport="folder", address="kyodo/./", name="Other")
    response = client_of(cast.chief).post(reverse("admin:wires_feed_add"), data)
    (error,) = response.context["adminform"].form.errors["address"]
    assert error == "The feed “Kyodo” takes in this folder already. Choose another."


def test_a_new_address_resets_the_validators_of_the_last(cast, newsroom):
    feed = make_feed(
        newsroom.kyodo,
        transport="polled",
        address="https://a.example/",
        etag='"1"',
        consecutive_failures=4,
    )
    change = reverse("admin:wires_feed_change", args=[feed.pk])
    data = form_of(feed, transport="polled", address="https://a.example/")
    client_of(cast.chief).post(change, data)
    feed.refresh_from_db()
    assert (feed.etag, feed.consecutive_failures) == ('"1"', 4)
    client_of(cast.chief).post(change, {**data, "address": "https://b.example/"})
    feed.refresh_from_db()
    assert (feed.etag, feed.consecutive_failures) == ("", 0)


def test_a_poll_at_once_stores_deliveries_and_is_logged(cast, newsroom, settings):
    feed = make_feed(newsroom.kyodo, transport="folder", address="kyodo")
    folder = Path(settings.WIRES_DIR) / "kyodo"
    folder.mkdir(parents=True)
    file, now = folder / "item.json", timezone.now()
    file.write_bytes(ninjs())
    os.utime(file, (now.timestamp(), now.timestamp()))
    scheduler.poll_feed(feed, at=now - timedelta(seconds=5))  # it might have been growing
    address = reverse("admin:wires_feed_look", args=[feed.pk])
    html = client_of(cast.chief).post(address, follow=True).content.decode()
    assert "1 delivery has arrived." in html
    assert WireItem.objects.get().headline == "Bullet train sets a record"
    log = html.split('id="log"')[1]
    assert "1 delivery" in log


def test_a_failed_poll_shows_its_error(cast, newsroom):
    feed = make_feed(newsroom.kyodo, transport="polled", address="http://127.0.0.1:9/")
    address = reverse("admin:wires_feed_look", args=[feed.pk])
    html = client_of(cast.chief).post(address, follow=True).content.decode()
    assert "The look failed." in html
    feed.refresh_from_db()
    assert (feed.consecutive_failures, bool(feed.last_error)) == (1, True)


def hand_in(user, *files, accept="text/html", **data):
    return client_of(user).post(
        reverse(HAND_IN), {"file": list(files), **data}, headers={"Accept": accept}
    )


def test_each_file_has_its_own_outcome(cast, feed):
    response = hand_in(cast.reporter, file(), file(BROKEN, "broken.xml"), feed=feed.pk)
    outcomes = response.context["outcomes"]
    assert [(o.name, o.status) for o in outcomes] == [("item.json", 201), ("broken.xml", 422)]
    assert outcomes[1].refusal.startswith("Kept, but not read: ")
    assert WireItem.objects.count() == 1
    states = dict(Delivery.objects.values_list("name", "state"))
    assert states == {"item.json": "accepted", "broken.xml": "quarantined"}


def test_a_script_gets_json_for_one_file(cast, feed):
    script = {"accept": "application/json", "feed": feed.pk}
    new = hand_in(cast.reporter, file(), **script)
    delivery = Delivery.objects.get()
    address = reverse("admin:wires_delivery_change", args=[delivery.pk])
    expected = {"id": delivery.pk, "name": "1 item from item.json", "address": address}
    assert (new.status_code, new.json()) == (201, expected)
    again = hand_in(cast.reporter, file(), **script)
    assert (again.status_code, again.json()) == (200, expected)
    refused = hand_in(cast.reporter, file(BROKEN, "broken.xml"), **script)
    assert refused.status_code == 422
    assert refused.json()["error"].startswith("Kept, but not read: ")
    assert refused.json()["address"].endswith("/change/")
    two = hand_in(cast.reporter, file(), file(), **script)
    assert (two.status_code, two.json()["error"]) == (
        400,
        "No file was taken in: send one at a time.",
    )


def test_pasted_copy_is_a_delivery(cast, feed):
    response = hand_in(cast.reporter, feed=feed.pk, text=ninjs().decode())
    assert [outcome.status for outcome in response.context["outcomes"]] == [201]
    delivery = Delivery.objects.get()
    assert (delivery.name, bytes(delivery.raw), delivery.handed_in_by) == (
        "pasted",
        ninjs(),
        cast.reporter,
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"text": "x"}, "Nothing was handed in: choose the feed that it belongs to."),
        ({"feed": "x", "text": "x"}, "Nothing was handed in: there is no such feed"),
        ({"feed": 9999, "text": "x"}, "Nothing was handed in: there is no such feed"),
        ({"feed": "own", "text": " \n "}, "Nothing has arrived. Choose a file, or paste copy."),
        ({"feed": "own"}, "Nothing has arrived. Choose a file, or paste copy."),
    ],
)
def test_invalid_uploads_show_an_error(cast, feed, data, sentence):
    if data.get("feed") == "own":
        data = {**data, "feed": feed.pk}
    response = client_of(cast.reporter).post(reverse(HAND_IN), data)
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert Delivery.objects.count() == 0


def test_an_inactive_feed_accepts_no_upload(cast, feed):
    feed.active = False
    feed.save()
    assert hand_in(cast.reporter, file(), feed=feed.pk).status_code == 400
    assert Delivery.objects.count() == 0


def test_a_file_that_is_too_large_is_refused_before_it_is_read(cast, feed):
    feed.max_bytes = 1024
    feed.save()
    script = {"accept": "application/json", "feed": feed.pk}
    response = hand_in(cast.reporter, file(b"x" * 1025), **script)
    assert response.status_code == 413
    assert response.json()["error"] == (
        "It was not taken in: it is larger than the 1024 bytes that this feed allows."
    )
    assert Delivery.objects.count() == 0


def test_too_many_files_at_once_are_refused_with_the_limit(cast, feed, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 1
    response = hand_in(cast.reporter, file(), file(), feed=feed.pk)
    sentence = "No file was taken in: at most 1 can be sent at once. Choose fewer."
    assert (response.status_code, response.context["refused"]) == (400, sentence)
    assert Delivery.objects.count() == 0


def test_copy_is_handed_in_only_with_the_token_of_the_form(cast, feed):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.reporter, backend="django.contrib.auth.backends.ModelBackend")
    address, data = reverse(HAND_IN), {"feed": feed.pk, "text": ninjs().decode()}
    assert client.post(address, data).status_code == 403
    assert Delivery.objects.count() == 0
    token = str(client.get(address).context["csrf_token"])
    assert client.post(address, {**data, "csrfmiddlewaretoken": token}).status_code == 200
    assert Delivery.objects.count() == 1


def test_a_picture_handed_in_becomes_an_item_with_a_thumbnail(cast, feed):
    hand_in(cast.reporter, file(jpeg(600, 400), "bridge.jpg"), feed=feed.pk)
    delivery = Delivery.objects.get()
    assert (delivery.state, WireItem.objects.get().kind) == ("accepted", "picture")
    response = client_of(cast.reporter).get(reverse("admin:wires_wireitem_changelist"))
    src = reverse("admin:wires_delivery_picture", args=[delivery.pk, "small"])
    assert f'src="{src}"' in response.content.decode()
    page = client_of(cast.reporter).get(reverse("admin:wires_delivery_change", args=[delivery.pk]))
    item = reverse("admin:wires_wireitem_change", args=[WireItem.objects.get().pk])
    assert f'<a href="{item}">bridge.jpg</a>' in page.content.decode()


def test_a_download_has_the_original_bytes_and_no_type(cast, feed):
    raw = b"<html><script>alert(1)</script>"
    delivery = store.store_delivery(feed, raw, name='a/"evil\r\nX: y.HTML', at=MORNING)
    address = reverse("admin:wires_delivery_download", args=[delivery.pk])
    response = client_of(cast.reporter).get(address)
    assert response.content == raw
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == (
        "application/octet-stream",
        "nosniff",
    )
    name = f"evil-x-y-{delivery.pk}.html"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Cache-Control"] == "private, no-store"


def test_bytes_are_shown_escaped(cast, feed):
    raw = b"<script>alert('evil')</script>" * 3
    delivery = store.store_delivery(feed, raw, name="page.html", at=MORNING)
    address = reverse("admin:wires_delivery_change", args=[delivery.pk])
    html = client_of(cast.reporter).get(address).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html
    assert "Quarantined: kept, and not read." in html


@pytest.mark.parametrize(
    ("raw", "begins", "is_hex", "rest"),
    [
        (b"", "", False, 0),
        ("Đường sắt".encode(), "Đường sắt", False, 0),
        ("\ufeffĐường".encode(), "Đường", False, 0),
        ("Đường".encode("utf-16"), "Đường", False, 0),
        (b"\x01FGW\x02copy\x03\r\n\x04", "\x01FGW", False, 0),
        (b"caf\xe9 " * 40, "caf\ufffd", True, 0),
        (b"\x00\x01\x02", "000000  00 01 02", True, 0),
        (b"\xff\xd8\xff\xe0" * 1000, "000000  ff d8 ff e0", True, 4000 - 2048),
        (b"x" * (64 * 1024 + 5), "xxx", False, 5),
    ],
)
def test_an_excerpt_is_text_or_a_hex_dump(raw, begins, is_hex, rest):
    excerpt = deliveries.excerpt(raw)
    if not (is_hex and begins.startswith("caf")):  # a byte that is no UTF-8 in twenty is let pass
        assert (excerpt.is_hex, excerpt.rest) == (is_hex, rest)
        assert excerpt.text.startswith(begins)


def test_a_delivery_is_parsed_again(cast, feed):
    feed.max_bytes = 1024
    raw = ninjs(headline="x" * 400) + b" " * 2000
    delivery = store.store_delivery(feed, raw, name="item.json", at=MORNING)
    assert delivery.state == "quarantined"
    address = reverse("admin:wires_delivery_retry", args=[delivery.pk])
    feed.save()
    html = client_of(cast.chief).post(address, follow=True).content.decode()
    assert "It was not accepted this time either." in html
    feed.max_bytes = 1024 * 1024
    feed.save()
    html = client_of(cast.chief).post(address, follow=True).content.decode()
    assert "It was read, and is accepted now." in html
    delivery.refresh_from_db()
    assert (delivery.state, delivery.sha256) == ("accepted", hashlib.sha256(raw).hexdigest())
    assert WireItem.objects.count() == 1


def test_quarantined_deliveries_can_be_filtered_and_show_the_reason(cast, feed):
    broken(feed)
    store.store_delivery(feed, ninjs(), name="item.json", at=MORNING)
    other = make_feed(make_agency("AFP"), "AFP")
    store.store_delivery(other, ninjs("afp:1"), name="afp.json", at=MORNING)
    client = client_of(cast.reporter)
    address = reverse("admin:wires_delivery_changelist")

    def names(query):
        result_list = client.get(address + query).context["cl"].result_list
        return sorted(delivery.name for delivery in result_list)

    assert names("") == ["afp.json", "broken.xml", "item.json"]
    assert names("?state__exact=quarantined") == ["broken.xml"]
    assert names(f"?feed__id__exact={other.pk}") == ["afp.json"]
    assert names(f"?format={Delivery.objects.get(name='afp.json').format}") == [
        "afp.json",
        "item.json",
    ]
    reason = Delivery.objects.get(name="broken.xml").quarantined_because
    assert reason
    assert escape(truncatechars(reason, 120)) in client.get(address).content.decode()


def test_the_list_of_deliveries_says_what_was_remarked_on_one(cast, feed):
    delivery = store.store_delivery(feed, ninjs(), name="item.json", at=MORNING)
    Delivery.objects.filter(pk=delivery.pk).update(remarks="Words left out of the head: 7.")
    page = client_of(cast.reporter).get(reverse("admin:wires_delivery_changelist"))
    assert "Words left out of the head: 7." in page.content.decode()


@pytest.mark.parametrize("name", ["wires_delivery_changelist", "wires_feed_changelist"])
def test_lists_take_as_many_queries_for_three_as_for_one(cast, feed, name):
    client, address = client_of(cast.chief), reverse(f"admin:{name}")
    broken(feed)

    def count():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        assert not any('"raw"' in query["sql"] for query in captured)
        return len(captured)

    count()
    baseline = count()
    for number in (2, 3):
        broken(make_feed(make_agency(f"Agency {number}"), f"Feed {number}"))
    assert count() == baseline
