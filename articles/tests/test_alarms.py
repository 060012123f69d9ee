"""Alarms: raised once, reported once, closed by a person; and what is done at once."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import default_task_backend

from accounts.models import User
from articles import dashboard, workflow
from articles.dashboard import Kind
from articles.models import WireAlarm
from articles.wire import alarms, drafting, notices, responses
from editions.models import Edition
from newsroom.tests.factories import at, jpeg, make_agency, make_feed
from newsroom.tests.factories import make_wire_item as arrives
from text.errors import DomainError
from wires.ingest import store
from wires.models import Delivery, Feed
from wires.parsing.parsed import ParsedPicture

pytestmark = pytest.mark.both_databases

SIX, NINE, NOON = at(6), at(9), at(12)


@pytest.fixture(autouse=True)
def _nothing_at_once(settings):
    """The service alone: what was not done when a version came. test_responses.py has the rest."""
    settings.WIRE_CHANGE_HANDLERS = []


@pytest.fixture
def feed(newsroom):
    return make_feed(newsroom.kyodo)


@pytest.fixture
def story(newsroom, cast, feed):
    """A published story written from an item that has one picture."""
    return lambda guid="kyodo:1", **options: publish(newsroom, cast, feed, guid, **options)


def publish(newsroom, cast, feed, guid="kyodo:1", goes_live_at=None, **fields):
    picture = f"{guid.replace(':', '-')}.jpg"
    store.store_delivery(feed, jpeg(320, 214), name=picture, at=SIX)
    fields = {"headline": "A train", "pictures": (ParsedPicture(href=picture),), **fields}
    item = arrives(feed, guid, **fields)
    article = drafting.draft_from_item([item], by=cast.reporter, at=SIX)
    article.placements.update(alt="Mô tả.", caption="Chú thích.")
    article.bylines.create(author=newsroom.author)
    copy = {"headline": f"Tàu {guid}", "standfirst": "Sapô.", "body": "<p>Chữ của ta.</p>"}
    newsroom.rewrite(article, at=SIX, **copy)
    workflow.submit(article, by=cast.reporter, at=SIX)
    workflow.approve(article, by=cast.editor, at=SIX)
    workflow.publish(article, by=cast.editor, at=SIX, goes_live_at=goes_live_at)
    return article


def corrected(feed, guid="kyodo:1", version=2, **fields):
    fields = {"headline": "A slower train", "editor_note": "Corrects the speed.", **fields}
    return arrives(feed, guid, version=version, **fields).current


def killed(feed, guid="kyodo:1", version=3, **fields):
    fields = {"headline": "A train", "status": "canceled", "editor_note": "Kill.", **fields}
    return arrives(feed, guid, version=version, **fields).current


@pytest.fixture
def process(django_capture_on_commit_callbacks):
    """Process changes, run what that queued, and return how many alarms are new."""

    def run(now=NOON):
        default_task_backend.clear()
        with django_capture_on_commit_callbacks(execute=True):
            new = responses.process_agency_changes(at=now)
        for result in default_task_backend.results:
            if "notifications" in result.task.module_path:
                result.task.call(*result.args, **result.kwargs)
        return new

    return run


def rows(article):
    return [
        (alarm.kind, alarm.version.version, alarm.resolution, alarm.resolved_by, alarm.resolved_at)
        for alarm in article.wire_alarms.order_by("pk")
    ]


def test_a_correction_of_what_a_live_story_rests_on_raises_an_alarm_once(story, feed, process):
    article = story()
    assert process() == 0
    version = corrected(feed)
    assert [process(), process(), responses.process_agency_changes(at=at(13))] == [1, 0, 0]
    assert rows(article) == [("changed", 2, "", None, None)]
    (alarm,) = WireAlarm.objects.all()
    assert (alarm.version, alarm.raised_at, alarm.notified_at) == (version, NOON, NOON)


def test_a_kill_that_is_dated_earlier_than_what_was_printed_raises_an_alarm_too(
    story, feed, process
):
    article = story(version_at=NINE)
    killed(feed, version_at=SIX)
    assert process() == 1
    assert rows(article) == [("killed", 3, "", None, None)]


def test_a_story_that_waits_for_its_time_raises_an_alarm_too(story, feed, process):
    story(goes_live_at=at(18))
    corrected(feed)
    assert process() == 1
    (entry,) = alarms.open_alarms(NOON)
    assert entry.is_waiting


def test_a_draft_raises_none(newsroom, cast, feed, process):
    drafting.draft_from_item([arrives(feed)], by=cast.reporter, at=SIX)
    killed(feed)
    assert (process(), alarms.open_alarms(NOON)) == (0, [])


def test_every_story_on_the_item_raises_its_own(newsroom, cast, story, feed, process):
    first, item = story(), corrected(feed).item
    assert process() == 1
    second = publish(newsroom, cast, feed, "kyodo:2")
    workflow.reopen(second, by=cast.reporter, at=NINE)
    assert process() == 0
    killed(feed, "kyodo:2")
    assert process() == 1
    assert {a.article for a in WireAlarm.objects.all()} == {first, second}
    assert item.uses.count() == 1


def test_alarms_are_on_screen_though_no_service_ran(story, feed):
    article = story()
    version = corrected(feed)
    (entry,) = alarms.open_alarms(NOON)
    assert (entry.article, entry.alarm.version, entry.is_kill) == (article, version, False)
    assert [change.label for change in entry.changes] == ["Headline", "Editor’s note", "Pictures"]
    assert not WireAlarm.objects.exists()


def test_all_chiefs_are_mailed_each_in_their_language_and_nobody_else(story, feed, cast, process):
    cast.chief.language = "en"
    cast.chief.save()
    User.objects.create(username="left", email="left@example.org", is_active=False)
    article = story()
    corrected(feed)
    process()
    process()
    (message,) = mail.outbox
    assert message.to == ["chief@example.org"]
    assert message.subject == f"Kyodo changed what “{article.headline}” rests on"
    assert message.body.splitlines() == [
        f"Kyodo corrected “A slower train”. Our story “{article.headline}” rests on it. "
        "Readers still have it. Kill it, or correct it: the desk’s home says how.",
        "",
        "Corrects the speed.",
        "",
        "http://127.0.0.1:8000/admin/",
    ]


def test_of_several_alarms_on_an_item_the_last_is_shown_and_all_are_closed_together(
    story, feed, cast, process
):
    article = story()
    corrected(feed)
    process()
    killed(feed)
    process()
    (entry,) = alarms.open_alarms(NOON)
    assert (entry.is_kill, entry.alarm.version.version) == (True, 3)
    alarms.dismiss(article, entry.alarm.version, note="Ta viết khác.", by=cast.chief, at=NOON)
    assert rows(article) == [
        ("changed", 2, "superseded", cast.chief, NOON),
        ("killed", 3, "dismissed", cast.chief, NOON),
    ]
    assert alarms.open_alarms(NOON) == []


def test_kills_stand_first(story, feed):
    story("kyodo:1"), story("kyodo:2")
    killed(feed, "kyodo:1")
    corrected(feed, "kyodo:2")
    assert [entry.is_kill for entry in alarms.open_alarms(NOON)] == [True, False]


def test_a_kill_by_the_desk_closes_it_and_says_who(story, feed, cast, process):
    article = story()
    killed(feed)
    process()
    article.refresh_from_db()
    workflow.kill(article, by=cast.chief, note="Kyodo rút bài.", at=at(13))
    assert rows(article) == [("killed", 3, "killed", cast.chief, at(13))]
    assert alarms.open_alarms(at(14)) == []


def test_a_new_edition_closes_it_and_says_who(story, newsroom, feed, cast, process):
    article = story()
    version = corrected(feed)
    process()
    article.refresh_from_db()
    workflow.reopen(article, by=cast.reporter, at=at(13))
    source = article.agency_credits.get()
    drafting.accept(article, source, version.pk, by=cast.reporter, at=at(13))
    article.refresh_from_db()
    assert len(alarms.open_alarms(at(13))) == 1
    workflow.submit(article, by=cast.reporter, at=at(13))
    workflow.approve(article, by=cast.editor, at=at(13))
    workflow.publish(article, by=cast.editor, at=at(13), kind="correction", note="Sai tốc độ.")
    assert rows(article) == [("changed", 2, "corrected", cast.editor, at(13))]
    assert (alarms.open_alarms(at(14)), responses.process_agency_changes(at=at(14))) == ([], 0)


def test_a_corrected_edition_that_is_held_opens_it_again(story, feed, cast):
    """Readers never got the correction: what they have still rests on what the agency changed."""
    article = story()
    version = corrected(feed)
    workflow.reopen(article, by=cast.reporter, at=at(13))
    drafting.accept(article, article.agency_credits.get(), version.pk, by=cast.reporter, at=at(13))
    article.refresh_from_db()
    workflow.submit(article, by=cast.reporter, at=at(13))
    workflow.approve(article, by=cast.editor, at=at(13))
    workflow.publish(article, by=cast.editor, at=at(13), goes_live_at=at(18))
    assert alarms.open_alarms(at(14)) == []
    workflow.hold(article, by=cast.editor, at=at(14))
    assert [entry.article for entry in alarms.open_alarms(at(15))] == [article]
    assert rows(article) == [("changed", 2, "", None, None)]


def test_an_item_that_is_removed_leaves_the_alarm_of_what_readers_have(story, feed, cast):
    article = story()
    killed(feed)
    workflow.reopen(article, by=cast.reporter, at=NOON)
    drafting.remove_item(
        article, article.agency_credits.get(), by=cast.editor, note="Không dùng.", at=NOON
    )
    assert [entry.is_kill for entry in alarms.open_alarms(at(13))] == [True]


def test_dismissing_needs_a_note_and_the_right_to_kill(story, feed, cast, process):
    article = story()
    version = corrected(feed)
    process()
    with pytest.raises(PermissionDenied):
        alarms.dismiss(article, version, note="Không sao.", by=cast.editor, at=NOON)
    with pytest.raises(DomainError, match="say why"):
        alarms.dismiss(article, version, note=" ", by=cast.chief, at=NOON)
    assert rows(article) == [("changed", 2, "", None, None)]


def test_what_was_closed_is_not_closed_again(story, feed, cast):
    article = story()
    version = corrected(feed)
    alarms.dismiss(article, version, note="Không sao.", by=cast.chief, at=NOON)
    with pytest.raises(DomainError, match="closed already"):
        alarms.dismiss(article, version, note="Cũng vậy.", by=cast.chief, at=at(13))
    assert article.wire_alarms.get().note == "Không sao."


def test_a_setting_kills_the_story_at_once_by_a_user_who_cannot_sign_in(
    story, newsroom, feed, process
):
    newsroom.kyodo.on_kill = "story"
    newsroom.kyodo.save()
    article = story()
    killed(feed)
    process()
    robot = User.objects.get(username="wire")
    assert rows(article) == [("killed", 3, "killed", robot, NOON)]
    article.refresh_from_db()
    edition = Edition.objects.in_force(NOON).get(story=article.story)
    assert (article.stage, edition.kind, edition.published_by) == ("killed", "kill", robot)
    assert edition.note == notices.of_killed_item(article) != ""
    assert (robot.has_usable_password(), robot.is_staff, robot.is_superuser) == (False,) * 3
    assert robot.get_all_permissions() == {"articles.kill_article", "articles.publish_article"}
    assert [group.name for group in Group.objects.filter(user=robot)] == ["Wire robot"]
    chief = next(message for message in mail.outbox if message.to == ["chief@example.org"])
    assert len([m for m in mail.outbox if m.to == chief.to]) == 1


def test_a_correction_does_nothing_at_once(story, newsroom, feed, process):
    newsroom.kyodo.on_kill = "story"
    newsroom.kyodo.save()
    article = story()
    corrected(feed)
    process()
    article.refresh_from_db()
    assert article.stage == "published"


def test_the_chiefs_are_notified_though_what_is_set_could_not_be_done(
    story, newsroom, feed, cast, process, caplog
):
    """The name of the robot is somebody's own account: nothing may be done in it."""
    User.objects.create_user("wire", password="a long enough secret")
    newsroom.kyodo.on_kill = "story"
    newsroom.kyodo.save()
    article = story()
    killed(feed)
    process()
    assert rows(article) == [("killed", 3, "", None, None)]
    assert [message.to for message in mail.outbox] == [["chief@example.org"]]
    assert "was not done" in caplog.text


def test_a_story_killed_just_before_is_not_killed_again(story, newsroom, feed, cast, process):
    newsroom.kyodo.on_kill = "story"
    newsroom.kyodo.save()
    article = story()
    version = killed(feed)
    WireAlarm.objects.create(article=article, version=version, kind="killed", raised_at=NINE)
    workflow.kill(article, by=cast.chief, note="Rút.", at=at(10))
    assert process() == 0
    assert Edition.objects.filter(story=article.story, kind="kill").count() == 1


@pytest.mark.postgresql(reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_services_at_the_same_time_kill_once_and_notify_once(story, newsroom, feed):
    newsroom.kyodo.on_kill = "story"
    newsroom.kyodo.save()
    article = story()
    killed(feed)
    start, raised, queued = threading.Barrier(2), [], []

    def process():
        try:
            start.wait(timeout=10)
            raised.append(responses.process_agency_changes(at=NOON))
            queued.extend(default_task_backend.results)  # each thread has a queue of its own
        finally:
            connections.close_all()

    threads = [threading.Thread(target=process) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(raised) == [0, 1]
    assert Edition.objects.filter(story=article.story, kind="kill").count() == 1
    mails = [result for result in queued if result.task.name == "send_alarm"]
    assert len(mails) == 1


def rows_of(kind, user, now):
    """The rows of a kind on the desk's home."""
    panels = dashboard.panels(user, at=now)
    return [row for panel in panels if panel.kind == kind for row in panel.rows]


def home(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse("admin:index")).content.decode()


def test_the_home_begins_with_the_alarm_and_what_to_do(story, feed, cast, client):
    cast.chief.language = "en"
    cast.chief.save()
    article = story()
    killed(feed)
    page = home(client, cast.chief)
    panels = page[page.index('class="panels"') :]
    assert panels.index("Kyodo killed “A train”.") < panels.index("Waiting for review")
    for address in (
        reverse("admin:articles_article_verb", args=[article.pk, "kill"]),
        reverse("admin:articles_article_verb", args=[article.pk, "reopen"]),
        reverse("admin:articles_article_dismiss_alarm", args=[article.pk]),
    ):
        assert f'"{address}"' in panels


def test_the_home_offers_first_what_fits_the_alarm(story, feed, cast, client):
    article = story()
    kill, reopen = (
        reverse("admin:articles_article_verb", args=[article.pk, verb])
        for verb in ("kill", "reopen")
    )
    corrected(feed)
    page = home(client, cast.chief)
    assert page.index(f'"{reopen}"') < page.index(f'"{kill}"')
    killed(feed)
    page = home(client, cast.chief)
    assert page.index(f'"{kill}"') < page.index(f'"{reopen}"')
    page = home(client, cast.editor)
    take_down = reverse("admin:articles_article_verb", args=[article.pk, "take_down"])
    assert (f'"{take_down}"' in page, f'"{kill}"' in page) == (True, False)
    assert f'"{take_down}"' not in home(client, cast.reporter)


def test_who_closes_the_alarm_of_a_kill_reads_what_that_means(story, feed, cast, client):
    story()
    corrected(feed)
    page = home(client, cast.chief)
    assert ("Không cần làm gì" in page, "không còn giữ bài lại" in page) == (True, False)
    killed(feed)
    page = home(client, cast.chief)
    assert "không còn giữ bài lại" in page
    assert ("Không cần làm gì" in page) == ("Kyodo đã sửa" in page)


def test_copy_that_readers_never_had_is_opened_and_not_corrected(
    story, feed, cast, client, process
):
    article = story(goes_live_at=timezone.now() + timedelta(days=1))
    killed(feed)
    process()
    article.refresh_from_db()
    assert article.stage == "approved"  # held by itself
    page = home(client, cast.chief)
    assert ("Mở bài viết" in page, "Cải chính…" in page) == (True, False)


def test_the_kill_page_offers_the_notice(story, feed, cast, client):
    article = story()
    killed(feed)
    client.force_login(cast.chief, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("admin:articles_article_verb", args=[article.pk, "kill"]))
    assert page.context["form"].initial["note"] == notices.of_killed_item(article) != ""


def test_a_reporter_sees_it_and_may_not_dismiss_it(story, feed, cast, client):
    article = story()
    version = corrected(feed)
    page = home(client, cast.reporter)
    address = reverse("admin:articles_article_dismiss_alarm", args=[article.pk])
    assert article.headline in page
    assert address not in page
    answer = client.post(address, {"version": version.pk, "note": "Không sao."})
    assert answer.status_code == 403
    assert not WireAlarm.objects.exists()


def test_dismissing_is_a_single_post_and_the_copy_shows_who_did(story, feed, cast, client):
    article = story()
    version = corrected(feed)
    client.force_login(cast.chief, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("admin:articles_article_dismiss_alarm", args=[article.pk])
    client.post(address, {"version": version.pk, "note": "Không đụng tới bài."})
    alarm = article.wire_alarms.get()
    assert (alarm.resolution, alarm.resolved_by) == ("dismissed", cast.chief)
    page = client.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    with translation.override(cast.chief.language):
        assert f": {alarm.get_resolution_display()}<br>Không đụng tới bài." in page


@pytest.mark.parametrize("is_recorded", [False, True])
def test_the_home_asks_the_same_for_an_alarm_and_for_three(
    newsroom, cast, feed, story, is_recorded
):
    def asked():
        if is_recorded:
            responses.process_agency_changes(at=NOON)
        with CaptureQueriesContext(connection) as captured:
            for panel in dashboard.wire_panels(cast.chief, NOON):
                if panel.kind == Kind.ALARM:
                    [entry.changes for entry in panel.rows]
        return len(captured)

    story("kyodo:1"), corrected(feed, "kyodo:1")
    cast.chief.has_perm("x")
    before = asked()
    for guid in ("kyodo:2", "kyodo:3"):
        story(guid), corrected(feed, guid)
    # Among them restrictions: of all that ever was under a story, and of pictures; and what newer
    # versions say.
    assert asked() == before == (8 if is_recorded else 9)


def test_a_kill_that_names_nothing_we_have_is_listed_for_a_day(feed, story, cast, client):
    """So is one in a note. A kill of an item that came before raises an alarm instead."""
    story("kyodo:1"), killed(feed, "kyodo:1")
    killed(feed, "kyodo:unseen")
    killed(feed, "kyodo:unseen", version=4)
    arrives(feed, "kyodo:killed-in-a-note", status="unknown", signals=("kill",))
    arrives(feed, "kyodo:not-understood", status="unknown")

    def listed(user, now):
        return [item.guid for item in rows_of(Kind.KILLED_ITEM, user, now)]

    for user in (cast.reporter, cast.chief):
        assert listed(user, NOON) == ["kyodo:killed-in-a-note", "kyodo:unseen"]
    assert listed(cast.outsider, NOON) == listed(cast.chief, NOON + timedelta(days=2)) == []


def test_quiet_feeds_and_quarantined_deliveries_are_listed_for_who_may_change_them(
    newsroom, cast, feed
):
    Feed.objects.create(
        agency=make_agency("AFP"),
        name="Silent",
        transport="folder",
        max_silence_minutes=5,
        created_at=SIX,
    )
    store.store_delivery(feed, b"\x00nothing that can be read", name="bad.bin", at=at(11))
    store.store_delivery(feed, b"\x00nor this", name="old.bin", at=at(9, day=6))
    assert set(Delivery.objects.values_list("state", flat=True)) == {"quarantined"}

    def listed(user):
        return [
            [str(row) for row in rows_of(kind, user, NOON)] for kind in (Kind.FEED, Kind.DELIVERY)
        ]

    assert listed(cast.chief) == listed(cast.admin) == [["Silent"], ["bad.bin"]]
    assert listed(cast.reporter) == [[], []]
