"""Who may take our stories by machine, what a list gives, and what the desk sees of a token."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from editions.models import Partner, Section
from editions.syndication import stories
from editions.tests.partner_client import PartnerClient
from images import services
from newsroom.tests.factories import jpeg, make_image, make_partner
from newsroom.tests.test_story_life import Desk

pytestmark = pytest.mark.both_databases

LIST, G2_LIST = "/doi-tac/ninjs/", "/doi-tac/newsml-g2/"
TOKEN = re.compile(r'<code class="token">([\w-]{43})</code>')


@pytest.fixture
def partner_client(newsroom):
    return PartnerClient()


def publish(newsroom, number=1, hours=1, **fields):
    then = timezone.now() - timedelta(hours=hours)
    small = {"lead": make_image(jpeg(320, 214)), "agencies": [newsroom.kyodo], **fields}
    return [newsroom.published(at=then, **small) for _ in range(number)]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": ""},
        {"authorization": "Bearer"},
        {"authorization": "Bearer "},
        {"authorization": "Bearer wrong"},
        {"authorization": "Bearer " + "x" * 5000},
        {"authorization": "Bearer \xff\xfe"},
        {"authorization": "Basic dXNlcjpwYXNz"},
    ],
)
def test_without_a_token_nothing_is_given(newsroom, headers):
    story = publish(newsroom)[0].story
    for address in (LIST, G2_LIST, f"{LIST}{story.pk}/", f"{G2_LIST}{story.pk}/", f"{LIST}999/"):
        answer = Client().get(address, headers=headers)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer"), address
        assert "no-store" in answer["Cache-Control"]


def test_a_token_in_the_address_is_not_taken(partner_client):
    """Addresses end up in logs."""
    assert Client().get(LIST, {"token": partner_client.token}).status_code == 401
    assert Client().get(LIST, {"access_token": partner_client.token}).status_code == 401


def test_neither_is_the_digest_nor_another_scheme(partner_client):
    assert partner_client.ask(LIST, token=partner_client.partner.token_sha256).status_code == 401
    assert partner_client.ask(LIST, scheme="Token").status_code == 401
    assert partner_client.ask(LIST, scheme="bearer").status_code == 200


def test_a_partner_that_is_not_active_is_given_nothing(partner_client):
    Partner.objects.update(active=False)
    assert partner_client.ask(LIST).status_code == 401


def test_signing_in_at_the_desk_opens_nothing(cast):
    client = Client()
    client.force_login(cast.chief)
    assert client.get(LIST).status_code == 401


def test_nothing_is_kept_by_a_cache_and_no_cookie_is_set(newsroom, partner_client):
    publish(newsroom)
    answer = partner_client.ask(LIST)
    assert "no-store" in answer["Cache-Control"] and "Authorization" in answer["Vary"]
    assert not answer.cookies
    assert partner_client.client.post(LIST).status_code == 405


def test_the_day_of_the_last_question_is_noted_once(newsroom, partner_client):
    def answers():
        with CaptureQueriesContext(connection) as queries:
            assert partner_client.ask(LIST).status_code == 200
        return [q["sql"].split()[0] for q in queries if q["sql"].startswith("UPDATE")]

    assert (answers(), answers()) == (["UPDATE"], [])
    partner_client.partner.refresh_from_db()
    assert partner_client.partner.last_used_on == timezone.localdate()
    Partner.objects.update(last_used_on=timezone.localdate() - timedelta(days=1))
    assert (answers(), answers()) == (["UPDATE"], [])


def uris(data):
    return [int(item["uri"].rsplit(":", 1)[1]) for item in data["items"]]


def test_the_newest_version_comes_first_whatever_it_is(newsroom, cast, partner_client):
    now = timezone.now()
    first, second, third = (publish(newsroom, hours=hours)[0] for hours in (5, 4, 3))
    assert uris(partner_client.ninjs_list()) == [third.story_id, second.story_id, first.story_id]
    newsroom.printed_again(first, headline="Tít hai", at=now - timedelta(hours=2))
    workflow.kill(second, by=cast.chief, note="Gỡ.", at=now - timedelta(hours=1))
    data = partner_client.ninjs_list()
    assert uris(data) == [second.story_id, first.story_id, third.story_id]
    assert [item["pubStatus"] for item in data["items"]] == ["canceled", "usable", "usable"]
    assert data["next"] is None


def test_what_is_not_in_force_is_not_given(newsroom, partner_client):
    now = timezone.now()
    newsroom.draft()
    newsroom.approved()
    waiting = newsroom.published(at=now, goes_live_at=now + timedelta(hours=1))
    assert partner_client.ninjs_list()["items"] == []
    for address in (
        f"{LIST}{waiting.story_id}/",
        f"{G2_LIST}{waiting.story_id}/",
        f"{LIST}{2**70}/",
    ):
        assert partner_client.ask(address).status_code == 404


def test_since_gives_what_is_new_and_the_last_one_again(newsroom, partner_client):
    old, new = (publish(newsroom, hours=hours)[0] for hours in (5, 2))
    version = partner_client.ninjs(new.story)["versionCreated"]
    assert uris(partner_client.ninjs_list(f"?since={version}")) == [
        new.story_id
    ]  # with its bare plus sign
    later = (timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert uris(partner_client.ninjs_list(f"?since={later}")) == []
    assert uris(partner_client.ninjs_list("?since=2024-06-08")) == [new.story_id, old.story_id]


def test_since_gives_a_story_whose_picture_was_withdrawn_however_old_it_is(
    newsroom, partner_client
):
    now = timezone.now()
    lead = make_image(jpeg(320, 214))
    old = newsroom.published(lead=lead, at=now - timedelta(hours=5))
    newsroom.published(lead=make_image(jpeg(320, 216)), at=now - timedelta(hours=3))
    since = (now - timedelta(minutes=2)).strftime("?since=%Y-%m-%dT%H:%M:%SZ")
    partner_client.ninjs_list()
    assert uris(partner_client.ninjs_list(since)) == []
    services.withdraw(lead, reason="Gỡ.", by=None, at=now - timedelta(minutes=1))
    (changed,) = partner_client.ninjs_list(since)["items"]
    assert [item["pubStatus"] for item in changed["associations"]] == ["canceled"]
    assert (changed["version"], changed["uri"].endswith(f":{old.story_id}")) == ("2", True)


def test_a_picture_that_a_new_edition_leaves_out_is_recalled(newsroom, partner_client):
    """The partner may still show it."""
    now = timezone.now()
    article = newsroom.published(lead=make_image(jpeg(320, 214)), at=now - timedelta(hours=5))
    (before,) = partner_client.ninjs(article.story)["associations"]
    workflow.reopen(article, by=newsroom.cast.reporter, at=now - timedelta(hours=4))
    article.placements.update(image=make_image(jpeg(320, 215)))
    newsroom.rewrite(article, headline="Tít hai", at=now - timedelta(hours=4))
    workflow.submit(article, by=newsroom.cast.reporter, at=now - timedelta(hours=4))
    workflow.approve_and_publish(article, by=newsroom.cast.editor, at=now - timedelta(hours=4))
    shown, recalled = partner_client.ninjs(article.story)["associations"]
    assert (shown["pubStatus"], recalled["pubStatus"]) == ("usable", "canceled")
    assert recalled["uri"] == before["uri"] != shown["uri"]


@pytest.mark.parametrize(
    "query",
    [
        *(
            "since=yesterday",
            "since=2024-13-01",
            "since=0001-01-01",
            "since=9999-12-31T23:59:59-14:00",
        ),
        *(
            "before=x",
            "before=2024-06-08_",
            "before=2024-06-08_x",
            "before=_1",
            "before=_" + "9" * 30,
        ),
    ],
)
def test_a_time_that_is_none_is_refused_with_a_sentence(partner_client, query):
    for address in (LIST, G2_LIST):
        answer = partner_client.ask(f"{address}?{query}")
        assert answer.status_code == 400
        assert "2024-06-08T16:13:00+07:00" in answer.content.decode()


def test_pages_follow_each_other_without_loss_or_double(newsroom, partner_client, monkeypatch):
    """Also when versions are of the same instant, as several of a scheduled hour are."""
    monkeypatch.setattr(stories, "AT_ONCE", 2)
    then = timezone.now() - timedelta(hours=1)
    made = [newsroom.published(at=then).story_id for _ in range(5)]
    pages, address = [], LIST + "?since=2024-06-08"
    while address:
        answer = partner_client.ask(address)
        data = answer.json()
        pages.append(uris(data))
        address = data["next"]
        assert answer.get("Link") == (f'<{address}>; rel="next"' if address else None)
        g2 = partner_client.ask(answer.request["PATH_INFO"].replace("ninjs", "newsml-g2"))
        assert g2.status_code == 200
    assert pages == [made[:2:-1], made[2:0:-1], made[:1]]


def test_a_list_asks_the_same_for_one_story_and_for_three(newsroom, partner_client):
    def counts(story):
        counts = []
        for address in (LIST, G2_LIST, f"{LIST}{story.pk}/", f"{G2_LIST}{story.pk}/"):
            partner_client.ask(address)
            with CaptureQueriesContext(connection) as queries:
                assert partner_client.ask(address).status_code == 200
            counts.append(len(queries))
        return counts

    story = publish(newsroom)[0].story
    alone = counts(story)
    publish(newsroom, 2)
    with CaptureQueriesContext(connection) as queries:
        partner_client.ninjs_list()
    assert len(queries) <= 10  # and two versions recorded and read, and their delivery
    assert counts(story) == alone
    # Partner, stories, contracts of text and of pictures, pictures, versions, what it has.
    assert max(alone) <= 7
    query = "?since=2024-06-08"
    with CaptureQueriesContext(connection) as queries:
        assert len(partner_client.ninjs_list(query)["items"]) == 3
    # Whose pictures, dates or contracts changed since, too: terms, pictures, versions, agencies.
    assert len(queries) <= 11


def test_the_desks_list_asks_the_same_for_one_partner_and_for_three(partner_client, cast):
    client, address = Desk(cast.chief).client, reverse("admin:editions_partner_changelist")

    def count():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    alone = count()
    make_partner("Báo Hai")
    make_partner("Báo Ba")
    assert count() == alone


def add(client, **fields):
    data = {"name": "Báo Bạn", "active": "on", "notes": "", **fields}
    return client.post(reverse("admin:editions_partner_add"), data)


def test_a_new_partners_token_is_shown_once_and_not_kept(newsroom, cast):
    client = Desk(cast.chief).client
    answer = add(client)
    (token,) = TOKEN.findall(answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    partner = Partner.objects.get()
    assert partner.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
    stored = [str(value) for row in Partner.objects.values_list() for value in row]
    stored += [str(value) for row in LogEntry.objects.values_list() for value in row]
    stored += [str(dict(client.session)), str(client.cookies)]
    assert [text for text in stored if token in text] == []
    for name in ("changelist", "add"):
        assert token not in client.get(reverse(f"admin:editions_partner_{name}")).content.decode()
    page = client.get(reverse("admin:editions_partner_change", args=[partner.pk]))
    assert token not in page.content.decode()
    assert Client().get(LIST, headers={"authorization": f"Bearer {token}"}).status_code == 200


def test_a_new_token_ends_the_one_before(partner_client, cast):
    client = Desk(cast.admin).client
    address = reverse("admin:editions_partner_new_token", args=[partner_client.partner.pk])
    assert TOKEN.findall(client.get(address).content.decode()) == []
    assert partner_client.ask(LIST).status_code == 200  # a request makes none
    (token,) = TOKEN.findall(client.post(address).content.decode())
    assert partner_client.ask(LIST).status_code == 401
    assert partner_client.ask(LIST, token=token).status_code == 200
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (cast.admin, str(partner_client.partner.pk))
    assert token not in entry.change_message


def test_a_partner_is_deactivated_and_never_deleted(partner_client, cast):
    client = Desk(cast.chief).client
    change = reverse("admin:editions_partner_change", args=[partner_client.partner.pk])
    client.post(change, {"name": "Báo Bạn", "notes": ""})
    assert partner_client.ask(LIST).status_code == 401
    client.post(change, {"name": "Báo Bạn", "notes": "", "active": "on"})
    assert partner_client.ask(LIST).status_code == 200
    delete = reverse("admin:editions_partner_delete", args=[partner_client.partner.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    assert Partner.objects.count() == 1


@pytest.mark.parametrize("role", ["reporter", "editor", "pictures"])
def test_who_may_not_see_partners_sees_and_makes_none(partner_client, cast, role):
    client = Desk(getattr(cast, role)).client
    before = Partner.objects.values().get()
    pages = [
        reverse("admin:editions_partner_changelist"),
        reverse("admin:editions_partner_change", args=[partner_client.partner.pk]),
        reverse("admin:editions_partner_new_token", args=[partner_client.partner.pk]),
    ]
    assert [client.get(page).status_code for page in pages] == [403] * 3
    assert client.post(pages[2]).status_code == 403
    assert add(client, name="Báo Khác").status_code == 403
    assert Partner.objects.values().get() == before


def test_a_new_token_needs_the_forms_own_proof(partner_client, cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.chief)
    address = reverse("admin:editions_partner_new_token", args=[partner_client.partner.pk])
    assert client.post(address).status_code == 403
    assert partner_client.ask(LIST).status_code == 200


def test_no_section_takes_the_partners_address(db):
    with pytest.raises(ValidationError, match="Đối tác"):
        Section(name="Đối tác").clean()
