"""Topics merged and renamed by HTTP: what changes, what stays as printed, and what is refused."""

import threading
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.urls import reverse
from django.utils import timezone, translation

from articles.models import TaggedArticle, TopicChange
from articles.topics import services
from editions.models import Edition, Topic
from editions.syndication import newsml_g2, ninjs, stories
from newsroom.tests.answers import ask
from newsroom.tests.factories import MORNING, make_partner
from newsroom.tests.html import Page
from newsroom.tests.test_story_life import Desk
from text.errors import DomainError

pytestmark = pytest.mark.both_databases
ROLES = ("reporter", "editor", "pictures", "chief", "admin")


def make(*names):
    return [Topic.objects.create(name=name) for name in names]


def merge(user, topic, into):
    address = reverse("admin:editions_topic_merge", args=[topic.pk])
    return Desk(user).client.post(address, {"into": into.pk})


def text_of(response):
    return response.content.decode()


def state():
    """Everything that a merge could change."""
    return (
        sorted(Topic.objects.values_list("pk", "name", "slug", "merged_into")),
        sorted(TaggedArticle.objects.values_list("content_object", "tag")),
        TopicChange.objects.count(),
    )


@pytest.fixture
def two(newsroom):
    """Two topics that are one, each with a live story, and a third story that has both."""
    kept, merged = make("Nhật Bản", "Nước Nhật")
    now = timezone.now()
    for number, names in enumerate([("Nhật Bản",), ("Nước Nhật",), ("Nhật Bản", "Nước Nhật")]):
        newsroom.published(
            tags=names, headline=f"Bài {number}", at=now - timedelta(hours=5 - number)
        )
    return kept, merged


def test_the_page_shows_what_will_change_and_only_its_post_changes_it(two, cast):
    kept, merged = two
    before = state()
    client = Desk(cast.editor).client
    address = reverse("admin:editions_topic_merge", args=[merged.pk])
    with translation.override("vi"):
        assert address in text_of(
            client.get(reverse("admin:editions_topic_change", args=[merged.pk]))
        )
        chooser, page = client.get(address), client.get(address, {"name": "NHAT BAN"})
    assert (chooser.status_code, chooser.context["into"]) == (200, None)
    assert (page.context["into"], page.context["articles"], page.context["live"]) == (kept, 2, 2)
    assert "/chu-de/nuoc-nhat/" in text_of(page) and "/chu-de/nhat-ban/" in text_of(page)
    assert state() == before


def test_articles_lists_and_addresses_use_the_topic_that_stays(two, cast, client):
    kept, merged = two
    response = merge(cast.editor, merged, kept)
    assert response.url == reverse("admin:editions_topic_change", args=[kept.pk])
    tagged = sorted(TaggedArticle.objects.values_list("content_object__headline", "tag__name"))
    assert tagged == [(f"Bài {number}", "Nhật Bản") for number in range(3)]

    answer = ask(client, "/chu-de/nuoc-nhat/?page=1")
    assert (answer.status, answer.header["Location"]) == (301, "/chu-de/nhat-ban/?page=1")
    context = client.get("/chu-de/nhat-ban/").context
    assert context["topic"] == kept
    headlines = [card.edition.headline for card in context["page"].cards]
    assert headlines == ["Bài 2", "Bài 1", "Bài 0"]


def test_what_was_printed_stays_and_its_link_leads_on(two, cast, client):
    kept, merged = two
    edition = Edition.objects.get(headline="Bài 1")
    address = edition.get_absolute_url()
    before = ask(client, address).body
    merge(cast.editor, merged, kept)
    page = ask(client, address).body.decode()
    assert "/chu-de/nuoc-nhat/" in page and "Nước Nhật" in page
    related = {card.edition.headline for card in client.get(address).context["related"]}
    assert related == {"Bài 0", "Bài 2"}
    assert before.decode().count("Nước Nhật") == page.count("Nước Nhật")


def test_every_surface_of_a_printed_story_stays_as_it_is(two, cast, client):
    kept, merged = two
    story, now = Edition.objects.get(headline="Bài 1").story, timezone.now()
    partner, _token = make_partner()

    def surfaces():
        partners = stories.of_story(story.pk, partner, at=now)
        page = Page(client.get(story.editions.get().get_absolute_url()).content.decode())
        return (
            ninjs.item(partners),
            newsml_g2.message([partners], at=now),
            page.json,
            client.get("/rss.xml").content,
        )

    before = surfaces()
    merge(cast.editor, merged, kept)
    assert surfaces() == before
    (subject,) = [s for s in before[0]["subjects"] if s["name"] == "Nước Nhật"]
    assert ask(client, urlsplit(subject["uri"]).path).header["Location"] == "/chu-de/nhat-ban/"


def test_after_several_merges_every_address_leads_to_the_last(newsroom, cast, client):
    first, second, third = make("Một", "Hai", "Ba")
    newsroom.published(tags=("Một",), at=timezone.now() - timedelta(hours=1))
    merge(cast.editor, first, second)
    merge(cast.editor, second, third)
    for slug in ("mot", "hai"):
        answer = ask(client, f"/chu-de/{slug}/")
        assert (answer.status, answer.header["Location"]) == (301, "/chu-de/ba/")
    assert {row.merged_into for row in (_again(first), _again(second))} == {third}
    assert newsroom.draft(tags=("MỘT", "hai")).tags.get() == third


def test_the_address_of_a_merged_topic_tells_nothing_that_readers_do_not_have(
    newsroom, cast, client
):
    kept, merged = make("Bí mật", "Kín")
    merge(cast.editor, merged, kept)
    assert ask(client, "/chu-de/kin/").status == ask(client, "/chu-de/bi-mat/").status == 404


def test_the_trail_says_who_merged_what_into_what_and_when(two, cast):
    kept, merged = two
    merge(cast.editor, merged, kept)
    change = TopicChange.objects.get()
    assert (change.verb, change.topic, change.into) == ("merge", merged, kept)
    assert (change.name, change.created_by) == ("Nước Nhật", cast.editor)
    for topic in two:
        page = text_of(
            Desk(cast.reporter).client.get(reverse("admin:editions_topic_change", args=[topic.pk]))
        )
        assert "“Nước Nhật” vào “Nhật Bản”" in page and str(cast.editor) in page
    with pytest.raises(TypeError):
        change.delete()


@pytest.mark.parametrize("role", ROLES)
def test_only_editors_merge(newsroom, role):
    kept, merged = make("Nhật Bản", "Nước Nhật")
    user, may = getattr(newsroom.cast, role), role in ("editor", "chief")
    before = state()
    address = reverse("admin:editions_topic_merge", args=[merged.pk])
    change = Desk(user).client.get(reverse("admin:editions_topic_change", args=[merged.pk]))
    assert (address in text_of(change)) == may
    assert Desk(user).client.get(address).status_code == (200 if may else 403)
    assert merge(user, merged, kept).status_code == (302 if may else 403)
    assert (state() == before) != may
    if not may:
        with pytest.raises(PermissionDenied):
            services.merge(merged, kept, by=user, at=MORNING)


def test_what_cannot_be_merged_is_refused_in_words_and_changes_nothing(newsroom, cast):
    first, second, third = make("Một", "Hai", "Ba")
    services.merge(first, second, by=cast.editor, at=MORNING)
    before = state()
    for topic, into, code in (
        (third, third, "topic_into_itself"),
        (second, first, "topic_merged_before"),  # a circle
        (third, first, "topic_merged_before"),
        (first, third, "topic_merged_before"),
    ):
        with pytest.raises(DomainError) as refusal:
            services.merge(topic, into, by=cast.editor, at=MORNING)
        assert refusal.value.code == code
        response = merge(cast.editor, topic, into)
        assert response.status_code == 302
        assert [str(m) for m in response.wsgi_request._messages]
    for topic, name in (
        (third, "BA"),
        (second, "một"),
        (third, "Chưa có"),
        (third, ""),
        (third, "???"),
    ):
        address = reverse("admin:editions_topic_merge", args=[topic.pk])
        page = Desk(cast.editor).client.get(address, {"name": name})
        assert (page.status_code, page.context["into"]) == (200, None)
        assert page.context["form"].errors["name"]
    for into in ("0", "x", "9" * 30, ""):
        address = reverse("admin:editions_topic_merge", args=[third.pk])
        assert Desk(cast.editor).client.post(address, {"into": into}).status_code == 404
    assert state() == before


@pytest.mark.postgresql(reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("crossed", [True, False])
def test_of_two_who_merge_at_once_the_second_is_refused(newsroom, cast, crossed):
    """Into each other, or one topic into two."""
    first, second, third = make("Một", "Hai", "Ba")
    newsroom.draft(tags=("Một", "Hai"))
    pairs = [(first, second), (second, first)] if crossed else [(first, second), (first, third)]
    start, outcomes = threading.Barrier(2), []

    def run(pair, user):
        try:
            start.wait(timeout=10)
            outcomes.append(services.merge(*pair, by=user, at=MORNING).name)
        except DomainError as refusal:
            outcomes.append(refusal.code)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=(pair, user))
        for pair, user in zip(pairs, (cast.editor, cast.chief), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert len(outcomes) == 2 and outcomes.count("topic_merged_before") == 1
    merged = Topic.objects.exclude(merged_into=None).get()
    assert not TaggedArticle.objects.filter(tag=merged).exists()
    assert merged.merged_into.merged_into is None


@pytest.mark.postgresql(reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_who_make_one_topic_at_once_make_one(newsroom, cast):
    start, outcomes = threading.Barrier(2), []

    def run(name, user):
        try:
            start.wait(timeout=10)
            outcomes.append(services.add(name, by=user, at=MORNING).pk)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=each)
        for each in (("Nhật Bản", cast.editor), ("NHAT BAN", cast.chief))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert outcomes == [Topic.objects.get().pk] * 2


def test_a_renamed_topic_keeps_its_address_and_what_was_printed(newsroom, cast, client):
    newsroom.published(tags=("Miến Điện",), at=timezone.now() - timedelta(hours=1))
    topic = Topic.objects.get()
    address = reverse("admin:editions_topic_change", args=[topic.pk])
    assert Desk(cast.editor).client.post(address, {"name": " Myanmar "}).status_code == 302
    topic.refresh_from_db()
    assert (topic.name, topic.slug, topic.key) == ("Myanmar", "mien-dien", "myanmar")
    assert Page(ask(client, "/chu-de/mien-dien/").body.decode()).having("h1") == ["Myanmar"]
    story = ask(client, Edition.objects.get().get_absolute_url()).body.decode()
    assert ">Miến Điện</a>" in story
    change = topic.changes.get()
    assert (change.verb, change.name, change.new_name) == ("rename", "Miến Điện", "Myanmar")
    assert change.created_by == cast.editor


def test_a_topic_takes_no_name_of_another_but_any_spelling_of_its_own(newsroom, cast):
    first, second, merged = make("Nhật Bản", "Hàn Quốc", "Nước Nhật")
    services.merge(merged, first, by=cast.editor, at=MORNING)
    client = Desk(cast.editor).client
    for topic, name in ((second, "NHẬT BẢN"), (second, "nuoc nhat"), (second, "…"), (second, "")):
        address = reverse("admin:editions_topic_change", args=[topic.pk])
        page = client.post(address, {"name": name})
        assert (page.status_code, bool(page.context["errors"])) == (200, True)
        assert page.context["adminform"].form["name"].value() == name
    for name in ("nhat ban", "Nước Nhật"):
        address = reverse("admin:editions_topic_change", args=[first.pk])
        assert client.post(address, {"name": name}).status_code == 302
        assert _again(first).name == name
    assert _again(second).name == "Hàn Quốc"
    added = client.post(reverse("admin:editions_topic_add"), {"name": "HAN QUOC"})
    assert (added.status_code, Topic.objects.count()) == (200, 3)


@pytest.mark.parametrize("role", ROLES)
def test_a_topic_is_not_deleted_and_a_merged_one_not_changed(newsroom, role):
    kept, merged = make("Nhật Bản", "Nước Nhật")
    services.merge(merged, kept, by=newsroom.cast.editor, at=MORNING)
    client = Desk(getattr(newsroom.cast, role)).client
    for topic in (kept, merged):
        address = reverse("admin:editions_topic_delete", args=[topic.pk])
        assert client.post(address, {"post": "yes"}).status_code == 403
    address = reverse("admin:editions_topic_change", args=[merged.pk])
    assert client.post(address, {"name": "Khác"}).status_code == 403
    assert _again(merged).name == "Nước Nhật"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("nhat", ["Nhật Bản", "Nước Nhật"]),
        ("NHẬT BẢN", ["Nhật Bản"]),
        ("ban nhat", ["Nhật Bản"]),
        ("Ðà", ["Đà Nẵng"]),
        ("d.c.", ["Washington, D.C."]),
        ("không có", []),
        ("…", ["Nhật Bản", "Nước Nhật", "Washington, D.C.", "Đà Nẵng"]),
    ],
)
def test_the_desk_finds_topics_with_or_without_diacritics(newsroom, cast, query, names):
    make("Nhật Bản", "Nước Nhật", "Đà Nẵng", "Washington, D.C.")
    page = Desk(cast.reporter).client.get(reverse("admin:editions_topic_changelist"), {"q": query})
    assert sorted(topic.name for topic in page.context["cl"].result_list) == names


def _again(topic):
    return Topic.objects.get(pk=topic.pk)
