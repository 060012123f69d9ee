"""Views of wire items, by HTTP: their permissions, their pages and their number of queries."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsroom.tests.factories import jpeg, make_agency, make_feed, make_wire_item
from newsroom.tests.test_story_life import Desk
from wires import compare
from wires.ingest import store
from wires.models import Delivery, SavedFilter, WireItem
from wires.parsing.parsed import ParsedItem, ParsedPicture
from wires.views.listing import Cursor

LIST = "admin:wires_wireitem_changelist"
NEWS = "admin:wires_wireitem_news"
MAX_QUERIES = 9


@pytest.fixture(autouse=True)
def _all_read_english(newsroom, cast):
    cache.clear()
    for user in vars(cast).values():
        user.language = "en"
        user.save()


@pytest.fixture
def feed(newsroom):
    return make_feed(newsroom.kyodo)


def client_of(user):
    return Desk(user).client


def page(user, name=LIST, *args, query=""):
    response = client_of(user).get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


def send(feed, guid, *, at=None, **fields):
    """Store one version of an item as it arrives and return the item."""
    fields = {"version": 1, "status": "usable", "headline": guid, "language": "en", **fields}
    at = at or timezone.now()
    return store.store_version(feed, ParsedItem(guid=guid, **fields), at=at).item


def deliver_picture(feed, name="bridge.jpg", data=None):
    data = jpeg(600, 400) if data is None else data
    return Delivery.objects.create(
        feed=feed, name=name, raw=data, sha256=f"{hash(data):x}", size=len(data), format="JPEG"
    )


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_anonymous_users_see_nothing_of_the_wire(feed):
    item = make_wire_item(feed)
    delivery = deliver_picture(feed)
    addresses = [
        reverse(LIST),
        reverse(NEWS),
        reverse("admin:wires_wireitem_change", args=[item.pk]),
        reverse("admin:wires_wireitem_compare", args=[item.pk]) + f"?from={item.current_id}",
        reverse("admin:wires_delivery_picture", args=[delivery.pk, "small"]),
    ]
    for address in addresses:
        response = Client().get(address)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("admin:login"))


def test_every_role_sees_the_wire_and_staff_without_a_role_are_refused(cast, feed):
    item = make_wire_item(feed)
    cast.outsider.is_staff = True
    cast.outsider.save()
    addresses = [reverse(LIST), reverse(NEWS)]
    addresses += [reverse("admin:wires_wireitem_change", args=[item.pk])]
    for name in ("reporter", "editor", "pictures", "chief", "admin"):
        client = client_of(getattr(cast, name))
        assert [client.get(address).status_code for address in addresses] == [200, 200, 200], name
    client = client_of(cast.outsider)
    assert [client.get(address).status_code for address in addresses] == [403, 403, 403]


def test_no_page_of_the_wire_changes_an_item(cast, feed):
    item = make_wire_item(feed)
    client = client_of(cast.chief)
    for address in (reverse(LIST), reverse("admin:wires_wireitem_change", args=[item.pk])):
        assert client.post(address, {"headline": "x"}).status_code == 405
    assert client.get(reverse("admin:wires_wireitem_add")).status_code == 404
    address = f"/admin/wires/wireitem/{item.pk}/delete/"
    assert client.post(address, {"post": "yes"}).status_code == 403
    assert WireItem.objects.get().headline == "Bullet train sets a record"


def test_the_newest_item_is_first_and_has_its_badges(cast, feed):
    now = timezone.now()
    send(feed, "one", at=now - timedelta(hours=4))
    send(feed, "two", at=now - timedelta(hours=3), status="canceled")
    send(feed, "three", at=now - timedelta(hours=2), embargo_until=now + timedelta(days=1))
    send(feed, "four", at=now - timedelta(hours=1), version=4, urgency=1)
    response = client_of(cast.reporter).get(reverse(LIST))
    lines = response.context["rows"]
    assert [row.item.guid for row in lines] == ["four", "three", "two", "one"]
    marks = {row.item.guid: [mark.text[:16] for mark in row.marks] for row in lines}
    assert marks == {
        "four": ["Changed: version"],
        "three": ["Embargo until " + f"{timezone.localtime(now + timedelta(days=1)):%d}"],
        "two": ["Killed by the ag"],
        "one": [],
    }
    html = response.content.decode()
    for text in ("Urgency 1", "Killed by the agency", "Changed: version 4"):
        assert text in html


@pytest.mark.parametrize("query", ["", "?state=usable&shows=pictures&q=train"])
def test_three_items_take_as_many_queries_as_one_and_fewer_than_ten(cast, feed, query):
    make_saved = SavedFilter.objects.create
    make_saved(user=cast.reporter, name="Trains", query="q=train")
    picture = ParsedPicture(href="bridge.jpg", caption="A bridge.")
    deliver_picture(feed)
    send(feed, "train 1", pictures=(picture,))
    client, address = client_of(cast.reporter), reverse(LIST) + query
    client.get(address)
    baseline = queries(client, address)
    for number in (2, 3):
        other = make_feed(make_agency(f"Agency {number}"), f"Feed {number}")
        send(other, f"train {number}", pictures=(picture,))
    assert queries(client, address) == baseline
    assert baseline <= MAX_QUERIES


def test_agency_copy_cannot_become_markup(cast, feed):
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    item = make_wire_item(
        feed,
        headline=evil,
        slugline=evil,
        subjects=(evil,),
        editor_note=evil,
        internal_notes=evil,
        usage_terms=evil,
        body_html=f"<p>Words.</p>{evil}<a href='javascript:alert(3)'>link</a>",
        pictures=(ParsedPicture(href=evil, caption=evil, credit_line=evil),),
        language='en" onload="x',
    )
    pages = [page(cast.reporter), page(cast.reporter, "admin:wires_wireitem_change", item.pk)]
    for html in pages:
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "javascript:alert" not in html
        assert 'onload="x' not in html


def test_a_picture_is_shown_from_the_bytes_that_were_delivered_and_never_from_elsewhere(cast, feed):
    deliver_picture(feed, "bridge.jpg")
    pictures = (
        ParsedPicture(href="https://agency.example/images/bridge.jpg?size=l", caption="A bridge."),
        ParsedPicture(href="https://agency.example/images/river.jpg", caption="A river."),
    )
    item = send(feed, "bridge", pictures=pictures)
    delivery = Delivery.objects.get()
    src = reverse("admin:wires_delivery_picture", args=[delivery.pk, "small"])
    html = page(cast.reporter)
    assert html.count("<img ") == 1
    assert f'src="{src}"' in html
    assert "1 more picture</span>" in html
    whole = page(cast.reporter, "admin:wires_wireitem_change", item.pk)
    assert "The picture itself has not arrived." in whole
    assert 'src="https://agency' not in html + whole


def test_a_picture_of_another_feed_is_not_taken_for_this_one(cast, feed):
    deliver_picture(make_feed(make_agency("AFP"), "AFP"), "bridge.jpg")
    send(feed, "bridge", pictures=(ParsedPicture(href="bridge.jpg"),))
    assert page(cast.reporter).count("<img ") == 0


def test_a_thumbnail_is_small_and_without_metadata(cast, feed):
    delivery = deliver_picture(feed, data=jpeg(3000, 2000, comment="SECRETZ"))
    address = reverse("admin:wires_delivery_picture", args=[delivery.pk, "small"])
    response = client_of(cast.reporter).get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert response["Cache-Control"] == "private, max-age=86400"
    assert len(response.content) < 20_000
    assert b"SECRETZ" not in response.content
    for wrong in ("huge", "raw"):
        wrong = reverse("admin:wires_delivery_picture", args=[delivery.pk, wrong])
        assert client_of(cast.reporter).get(wrong).status_code == 404


@pytest.mark.parametrize("data", [b"<svg onload='x'/>", jpeg(600, 400)[:2000], b""])
def test_other_files_have_no_thumbnail(cast, feed, data):
    delivery = deliver_picture(feed, data=data)
    address = reverse("admin:wires_delivery_picture", args=[delivery.pk, "large"])
    assert client_of(cast.reporter).get(address).status_code == 404


def news(client, since, query="", **headers):
    return client.get(f"{reverse(NEWS)}?{query}&since={since}", headers=headers)


def test_new_items_are_sent_once(cast, feed):
    now, client = timezone.now(), client_of(cast.reporter)
    first = send(feed, "first", at=now - timedelta(hours=2))
    since = Cursor.of(first)
    response = news(client, since)
    assert [item["id"] for item in response.json()["items"]] == [first.pk]  # known to the page
    assert news(client, since, **{"If-None-Match": response["ETag"]}).status_code == 304
    second = send(feed, "second", at=now)
    response = news(client, since, **{"If-None-Match": response["ETag"]})
    answer = response.json()
    assert [item["id"] for item in answer["items"]] == [second.pk, first.pk]
    assert answer["newest"] == str(Cursor.of(second))
    assert f'data-item="{second.pk}"' in answer["items"][0]["html"]
    assert [item["id"] for item in news(client, answer["newest"]).json()["items"]] == [second.pk]


def test_a_kill_of_what_is_on_the_page_is_news(cast, feed):
    now, client = timezone.now(), client_of(cast.reporter)
    item = send(feed, "story", at=now - timedelta(hours=2))
    since = Cursor.of(item)
    send(feed, "story", version=2, status="canceled", at=now)
    (news_item,) = news(client, since).json()["items"]
    assert (news_item["id"], news_item["marks"]) == (
        item.pk,
        ["Killed by the agency", "Changed: version 2"],
    )


def test_news_pass_the_filter(cast, feed):
    send(feed, "trains", subjects=("Rail",))
    send(feed, "ships", subjects=("Sea",))
    answer = news(client_of(cast.reporter), "", "subject=Sea").json()["items"]
    assert [item["headline"] for item in answer] == ["ships"]
    assert news(client_of(cast.reporter), "nonsense").status_code == 200


def test_news_take_few_queries(cast, feed):
    client = client_of(cast.reporter)
    send(feed, "one")
    baseline = queries(client, reverse(NEWS))
    send(feed, "two")
    send(feed, "three")
    assert queries(client, reverse(NEWS)) == baseline
    assert baseline <= 5


def test_an_item_shows_its_metadata_and_internal_notes_apart(cast, feed):
    item = send(
        feed,
        "item",
        headline="Train sets a record",
        credit_line="Kyodo",
        copyright_notice="(c) Kyodo 2024",
        usage_terms="No archival use.",
        editor_note="Adds quote.",
        internal_notes="Call the desk at 555.",
        body_html="<p>One <strong>paragraph</strong>.</p>",
        urgency=2,
    )
    html = page(cast.reporter, "admin:wires_wireitem_change", item.pk)
    for text in ("Kyodo", "(c) Kyodo 2024", "No archival use.", "Adds quote.", "Urgency 2"):
        assert text in html
    assert "<p>One <strong>paragraph</strong>.</p>" in html
    private = html.split('class="wire-note wire-private"')[1].split("</section>")[0]
    assert "Call the desk at 555." in private
    assert "Not for publication" in private
    assert html.count("Call the desk at 555.") == 1


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ({}, "May be used now."),
        ({"status": "withheld"}, "May not be used now."),
        ({"status": "canceled"}, "May not be used now."),
        ({"status": "unknown"}, "May not be used now."),
        ({"embargo_indefinite": True}, "May not be used now."),
        ({"embargo_until": timezone.now() + timedelta(hours=1)}, "May not be used now."),
        ({"embargo_until": timezone.now() - timedelta(hours=1)}, "May be used now."),
    ],
)
def test_an_item_shows_whether_it_may_be_used(cast, feed, fields, verdict):
    item = send(feed, "item", **fields)
    assert verdict in page(cast.reporter, "admin:wires_wireitem_change", item.pk)


def test_a_page_of_an_item_takes_the_same_queries_for_many_versions(cast, feed):
    item = send(feed, "item")
    client = client_of(cast.reporter)
    address = reverse("admin:wires_wireitem_change", args=[item.pk])
    baseline = queries(client, address)
    for number in (2, 3, 4):
        send(feed, "item", version=number, headline=f"Version {number}")
    assert queries(client, address) == baseline


def test_two_versions_are_compared_side_by_side(cast, feed):
    item = send(feed, "item", headline="Two boats lost", body_html="<p>Two boats sank.</p>")
    first = item.current_id
    send(feed, "item", version=2, headline="Three boats lost", body_html="<p>Two boats sank.</p>")
    second = WireItem.objects.get().current_id
    query = f"?from={first}&to={second}"
    html = page(cast.reporter, "admin:wires_wireitem_compare", item.pk, query=query)
    assert "<del>Two </del>boats lost" in html
    assert "<ins>Three </ins>boats lost" in html
    assert "boats sank" not in html  # what is the same is not shown
    same = page(
        cast.reporter, "admin:wires_wireitem_compare", item.pk, query=f"?from={first}&to={first}"
    )
    assert "These two versions say the same." in same


@pytest.mark.parametrize("query", ["", "?from=1", "?from=x&to=y", "?from=99999999&to=99999999"])
def test_unknown_versions_are_not_found(cast, feed, query):
    item = send(feed, "item")
    address = reverse("admin:wires_wireitem_compare", args=[item.pk]) + query
    assert client_of(cast.reporter).get(address).status_code == 404


def test_a_link_that_leads_elsewhere_now_is_shown(cast, feed):
    """The target of a link is no word, and an agency corrects it too."""
    link = '<p>Says <a href="https://{}.example/">the company</a>.</p>'
    item = send(feed, "item", body_html=link.format("wrong"))
    send(feed, "item", version=2, body_html=link.format("right"))
    first, second = item.versions.order_by("pk")
    (difference,) = compare.differences(first, second)
    assert [segment.text for segment in difference.before if segment.kind == "gone"] == [
        "[https://wrong.example/]."
    ]


def test_a_version_of_another_item_is_not_compared(cast, feed):
    item, other = send(feed, "item"), send(feed, "other")
    query = f"?from={item.current_id}&to={other.current_id}"
    address = reverse("admin:wires_wireitem_compare", args=[item.pk]) + query
    assert client_of(cast.reporter).get(address).status_code == 404


def test_long_copy_is_compared_without_marking_each_word(cast, feed):
    body = "<p>" + " ".join(f"word{number}" for number in range(20_000)) + "</p>"
    item = send(feed, "item", body_html=body)
    first = item.current_id
    send(feed, "item", version=2, body_html=body.replace("word7 ", "other "))
    query = f"?from={first}&to={WireItem.objects.get().current_id}"
    html = page(cast.reporter, "admin:wires_wireitem_compare", item.pk, query=query)
    assert "Too long for its words to be marked" in html


def test_a_filter_is_saved_shown_and_deleted_by_its_owner(cast, feed):
    mine, others = client_of(cast.reporter), client_of(cast.colleague)
    save = reverse("admin:wires_wireitem_save_filter")
    data = {"name": "  Urgent  trains ", "query": "urgency=1&q=train&evil=1&next=//evil.example"}
    response = mine.post(save, data)
    assert response["Location"] == reverse(LIST) + "?q=train&urgency=1"
    saved = SavedFilter.objects.get()
    assert (saved.user, saved.name, saved.query) == (
        cast.reporter,
        "Urgent trains",
        "q=train&urgency=1",
    )
    assert "Urgent trains" in mine.get(reverse(LIST)).content.decode()
    assert "Urgent trains" not in others.get(reverse(LIST)).content.decode()
    give_up = reverse("admin:wires_wireitem_delete_filter", args=[saved.pk])
    assert others.post(give_up).status_code == 404
    assert mine.get(give_up).status_code == 405
    assert mine.post(give_up).status_code == 302
    assert SavedFilter.objects.count() == 0


@pytest.mark.parametrize(
    "data",
    [
        {"name": "", "query": "q=train"},
        {"name": "x" * 61, "query": "q=train"},
        {"name": "All", "query": ""},
        {"name": "All", "query": "state=nonsense"},
        {"name": "Long", "query": "q=" + "ộ" * 200},
    ],
)
def test_an_invalid_filter_is_refused_with_a_reason(cast, data):
    client = client_of(cast.reporter)
    response = client.post(reverse("admin:wires_wireitem_save_filter"), data, follow=True)
    assert "The filter was not saved: " in response.content.decode()
    assert SavedFilter.objects.count() == 0


def test_the_same_name_again_replaces_the_filter(cast):
    client = client_of(cast.reporter)
    for search in ("train", "ship"):
        data = {"name": "Mine", "query": f"q={search}"}
        client.post(reverse("admin:wires_wireitem_save_filter"), data)
    assert SavedFilter.objects.get().query == "q=ship"


def test_saving_needs_the_csrf_token(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.reporter, backend="django.contrib.auth.backends.ModelBackend")
    data = {"name": "Mine", "query": "q=x"}
    response = client.post(reverse("admin:wires_wireitem_save_filter"), data)
    assert response.status_code == 403
    assert json.dumps(list(SavedFilter.objects.values())) == "[]"


def test_writers_may_write_from_released_items(cast, feed):
    may = [
        send(feed, "free"),
        send(feed, "embargoed", embargo_until=timezone.now() + timedelta(days=1)),
        send(feed, "picture", kind="picture"),
    ]
    may_not = [
        *(send(feed, status, status=status) for status in ("withheld", "canceled", "unknown")),
        send(feed, "package", kind="package"),
    ]
    addresses = {
        i: reverse("admin:articles_article_write_from", args=[i.pk]) for i in may + may_not
    }
    for user in (cast.reporter, cast.editor, cast.chief):
        html = page(user)
        assert [i.guid for i in addresses if f'formaction="{addresses[i]}"' in html] == [
            i.guid for i in may
        ]
        for item in addresses:
            whole = page(user, "admin:wires_wireitem_change", item.pk)
            assert (f'action="{addresses[item]}"' in whole) == (item in may)
    for user in (cast.pictures, cast.admin):
        assert not any(address in page(user) for address in addresses.values())
        assert addresses[may[0]] not in page(user, "admin:wires_wireitem_change", may[0].pk)


def test_a_picture_without_a_headline_is_called_by_its_caption_or_its_file(cast, feed):
    for guid, picture in (
        ("urn:1", ParsedPicture(href="bridge.jpg", caption="A bridge at dusk.")),
        ("urn:2", ParsedPicture(href="https://agency.example/a/river%20bed.jpg?x=1")),
        ("urn:3", ParsedPicture(href="")),
    ):
        send(feed, guid, headline="", kind="picture", pictures=(picture,))
    rows = client_of(cast.reporter).get(reverse(LIST)).context["rows"]
    titles = {row.item.guid: row.title for row in rows}
    assert titles == {"urn:1": "A bridge at dusk.", "urn:2": "river bed.jpg", "urn:3": "urn:3"}


def test_conflicting_and_expired_items_have_badges(cast, feed):
    send(feed, "twice", body_html="<p>One.</p>")
    send(feed, "twice", body_html="<p>Other.</p>")
    send(feed, "old", expires_at=timezone.now() - timedelta(days=1))
    send(feed, "for ever", embargo_indefinite=True)
    html = page(cast.reporter)
    for text in ("Came twice with other content", "Its time ran out ", "Embargo without end"):
        assert html.count(text) == 1
