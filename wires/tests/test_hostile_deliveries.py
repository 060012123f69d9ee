"""Broken and hostile files in a feed, each between two good ones, which must be stored.

A file with a secret and a local socket show that no parser opens files or connections.
"""

import json
import socket
import time
from datetime import timedelta

import pytest
from django.forms.models import model_to_dict
from django.utils import translation

from newsroom.tests.factories import MORNING, jpeg, make_feed
from wires.ingest import folder, scheduler, store
from wires.models import Delivery, Feed, WireItem, WireVersion
from wires.tests.agency_copy import headline, ninjs

pytestmark = pytest.mark.django_db
SECRET = "the canary's own words"
LATER = MORNING + timedelta(seconds=2)
QUARANTINED, HARMLESS = "quarantined", "accepted"
G2 = "http://iptc.org/std/nar/2006-10-01/"


def g2(*, before="", body="<p>Words.</p>", guid="wire:hostile", more=""):
    """Return a NewsML-G2 item with `before` before its root and `more` in its metadata."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}'
        f'<newsItem xmlns="{G2}" guid="{guid}" version="1" standard="NewsML-G2"'
        ' standardversion="2.31" conformance="power">'
        '<itemMeta><itemClass qcode="ninat:text"/><provider literal="Wire"/>'
        '<versionCreated>2024-06-08T01:00:00Z</versionCreated><pubStatus qcode="stat:usable"/>'
        f"</itemMeta><contentMeta><headline>Words</headline>{more}</contentMeta>"
        '<contentSet><inlineXML contenttype="application/xhtml+xml">'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
        "</inlineXML></contentSet></newsItem>"
    ).encode()


def laughs():
    entities = ['<!ENTITY a0 "ha">']
    entities += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return g2(before=f"<!DOCTYPE newsItem [{''.join(entities)}]>", body="<p>&a9;</p>")


def quadratic():
    big = f'<!DOCTYPE newsItem [<!ENTITY a "{"x" * 50_000}">]>'
    return g2(before=big, body=f"<p>{'&a;' * 20_000}</p>")


def picture(href):
    return ninjs(
        "wire:hostile",
        associations=[
            {
                "name": "p",
                "uri": "wire:p",
                "type": "picture",
                "renditions": [{"name": "main", "href": href}],
            }
        ],
    )


def body(html):
    bodies = [{"role": "main", "contentType": "text/html", "value": html}]
    return ninjs("wire:hostile", bodies=bodies)


SCRIPTS = (
    "<p onclick=alert(1)>Words<script>alert(1)</script></p><svg/onload=alert(1)>"
    '<a href="javascript:alert(1)">x</a><iframe src="{url}"></iframe><img src="{url}">'
    '<link rel=stylesheet href="{url}"><style>@import "{url}"</style><object data="{url}">'
)
LOOP = (
    f'<packageItem xmlns="{G2}" guid="wire:loop" version="1"><itemMeta>'
    '<itemClass qcode="ninat:composite"/><provider literal="Wire"/>'
    "<versionCreated>2024-06-08T01:00:00Z</versionCreated></itemMeta>"
    '<groupSet root="A"><group id="A"><groupRef idref="B"/></group>'
    '<group id="B"><groupRef idref="A"/><itemRef residref="wire:loop"/></group></groupSet>'
    "</packageItem>"
).encode()

# Each function gets the addresses of the socket and of the secret file.
HOSTILE = {
    "entities in entities": (lambda url, file: laughs(), QUARANTINED),
    "one entity many times": (lambda url, file: quadratic(), QUARANTINED),
    "an entity that is a file": (
        lambda url, file: g2(
            before=f'<!DOCTYPE newsItem [<!ENTITY x SYSTEM "{file}">]>', body="<p>&x;</p>"
        ),
        QUARANTINED,
    ),
    "an entity that is an address": (
        lambda url, file: g2(
            before=f'<!DOCTYPE newsItem [<!ENTITY x SYSTEM "{url}">]>', body="<p>&x;</p>"
        ),
        QUARANTINED,
    ),
    "a parameter entity": (
        lambda url, file: g2(before=f'<!DOCTYPE newsItem [<!ENTITY % x SYSTEM "{url}">%x;]>'),
        HARMLESS,
    ),
    "a DTD elsewhere": (
        lambda url, file: g2(before=f'<!DOCTYPE newsItem SYSTEM "{url}">'),
        HARMLESS,
    ),
    "an inclusion": (
        lambda url, file: g2(
            body='<p><xi:include xmlns:xi="http://www.w3.org/2001/XInclude"'
            f' href="{file}" parse="text"/></p>'
        ),
        HARMLESS,
    ),
    "a style sheet elsewhere": (
        lambda url, file: g2(before=f'<?xml-stylesheet type="text/xsl" href="{url}"?>'),
        HARMLESS,
    ),
    "cut off": (lambda url, file: g2()[:-40], QUARANTINED),
    "no such encoding": (lambda url, file: g2().replace(b"UTF-8", b"KLINGON"), QUARANTINED),
    "bytes of no encoding": (
        lambda url, file: g2(body="<p>@</p>").replace(b"@", b"\xff\xfe\x80"),
        QUARANTINED,
    ),
    "deep elements": (lambda url, file: g2(body="<div>" * 100_000), QUARANTINED),
    "deep lists": (lambda url, file: b"[" * 100_000, QUARANTINED),
    "deep objects": (lambda url, file: b'{"a":' * 100_000, QUARANTINED),
    "the same key twice": (
        lambda url, file: ninjs("wire:hostile").replace(b"{", b'{"uri": "wire:other", ', 1),
        QUARANTINED,
    ),
    "no number": (
        lambda url, file: ninjs("x").replace(b'"version": "1"', b'"version": NaN'),
        QUARANTINED,
    ),
    "a huge number": (lambda url, file: ninjs("wire:hostile", "9" * 5000), None),
    "a huge field": (lambda url, file: g2(body=f"<p>{'x' * 12_000_000}</p>"), QUARANTINED),
    "a huge id": (lambda url, file: ninjs("wire:" + "x" * 5000), QUARANTINED),
    "no id with NUL": (lambda url, file: ninjs("wire:\0hostile"), None),
    "a package in itself": (lambda url, file: LOOP, HARMLESS),
    "scripts": (lambda url, file: body(SCRIPTS.format(url=url)), HARMLESS),
    "scripts in XML": (
        lambda url, file: g2(
            body="<p onclick='alert(1)'>Words<script>alert(1)</script></p>"
            f"<a href='javascript:alert(1)'>x</a><iframe src='{url}'/>"
        ),
        HARMLESS,
    ),
    "scripts in a headline": (
        lambda url, file: ninjs("wire:hostile", **headline("\u202e<script>alert(1)</script>\0")),
        HARMLESS,
    ),
    "a picture that is a file": (lambda url, file: picture(file), HARMLESS),
    "a picture above": (lambda url, file: picture("../../../../etc/passwd"), HARMLESS),
    "a picture on this machine": (lambda url, file: picture(url), HARMLESS),
    "a picture of the cloud": (
        lambda url, file: picture("http://169.254.169.254/latest/meta-data/"),
        HARMLESS,
    ),
    "a picture cut off": (lambda url, file: jpeg()[:-200], None),
    "a web page": (
        lambda url, file: b"<!doctype html><html><body>Not found</body></html>",
        QUARANTINED,
    ),
    "zeros": (lambda url, file: bytes(100_000), QUARANTINED),
    "halves of characters": (
        lambda url, file: ninjs("wire:hostile", **headline("\ud800 and \udfff")),
        None,
    ),
}


@pytest.fixture(autouse=True)
def _in_english(settings, tmp_path):
    settings.WIRES_DIR = tmp_path / "wires"
    with translation.override("en"):
        yield


@pytest.fixture
def unasked():
    """Yield the address of a local socket, and check that nothing has connected to it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/canary"
        with pytest.raises(BlockingIOError):
            listening.accept()


@pytest.fixture
def unread(tmp_path):
    """Return the address of a local file whose text must appear nowhere."""
    canary = tmp_path / "canary"
    canary.write_text(SECRET)
    return canary.as_uri()


def drop_and_poll(feed, files):
    path = folder.resolve(feed.address)
    path.mkdir(parents=True, exist_ok=True)
    for name, raw in files.items():
        (path / name).write_bytes(raw)
    folder.find(feed, at=MORNING)
    return scheduler.poll_feed(feed, at=LATER)


def stored(delivery):
    """Return all stored versions of a delivery as JSON."""
    versions = WireVersion.objects.filter(delivery=delivery)
    return json.dumps([model_to_dict(version) for version in versions], default=str)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_quarantined_or_harmless_and_the_next_is_stored(name, unasked, unread):
    build, state = HOSTILE[name]
    feed = make_feed(transport=Feed.Transport.FOLDER, address="kyodo", max_bytes=32 * 1024 * 1024)
    files = {"1": ninjs("good:1"), "2": build(unasked, unread), "3": ninjs("good:2")}
    began = time.process_time()
    poll = drop_and_poll(feed, files)
    assert time.process_time() - began < 4

    before, hostile, after = Delivery.objects.order_by("name").defer("raw")
    assert [before.state, after.state, poll.error, poll.received] == [HARMLESS, HARMLESS, "", 3]
    assert set(WireItem.objects.usable(LATER).values_list("guid", flat=True)) >= {
        "good:1",
        "good:2",
    }
    if state:
        assert hostile.state == state
    assert (hostile.state == QUARANTINED) == (hostile.quarantined_because != "")
    assert bytes(Delivery.objects.get(pk=hostile.pk).raw) == files["2"]
    text = stored(hostile).lower()
    assert SECRET not in text
    assert "root:" not in text
    bodies = " ".join(hostile.versions.values_list("body_html", flat=True)).lower()
    for word in ("<script", "onclick", "onload", "javascript:", "<iframe", "<img", "alert("):
        assert word not in bodies
    hrefs = [picture["href"] for version in hostile.versions.all() for picture in version.pictures]
    assert not any(href.startswith(("file:", "/", "javascript:")) or ".." in href for href in hrefs)


def test_parsing_a_hostile_file_again_changes_nothing(unasked, unread):
    feed = make_feed(transport=Feed.Transport.FOLDER, address="kyodo", max_bytes=32 * 1024 * 1024)
    small = {
        name: raw
        for name, (build, _state) in HOSTILE.items()
        if len(raw := build(unasked, unread)) < 1_000_000
    }
    drop_and_poll(feed, small)
    reasons = dict(Delivery.objects.values_list("name", "quarantined_because"))
    versions = WireVersion.objects.count()
    for delivery in Delivery.objects.select_related("feed"):
        store.parse_again(delivery, at=LATER + timedelta(hours=1))
    assert dict(Delivery.objects.values_list("name", "quarantined_because")) == reasons
    assert WireVersion.objects.count() == versions
