"""What happens at once when an agency restricts what waits for its time, and in every order of acts."""

import logging
import threading
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import default_task_backend

from accounts.models import User
from articles import reprints, workflow
from articles.models import Article, WireAlarm
from articles.wire import alarms, drafting, duties, responses
from articles.wire.robot import ROBOT
from attribution.models import Contract
from editions.models import Edition
from newsroom.tests.factories import MORNING, at, make_agency, make_feed, make_user
from newsroom.tests.factories import make_wire_item as arrives
from text.errors import DomainError
from wires.ingest import store
from wires.models import Feed
from wires.parsing.parsed import ParsedItem

EIGHT, NINE, NOON, SIX_PM = at(8), at(9), at(12), at(18)


@pytest.fixture
def feed(newsroom):
    return make_feed(newsroom.kyodo)


def draft(newsroom, cast, feed, guid="kyodo:1", when=EIGHT):
    item = arrives(feed, guid, headline="A train")
    article = drafting.draft_from_item([item], by=cast.reporter, at=when)
    article.bylines.create(author=newsroom.author)
    newsroom.rewrite(article, headline="Tàu", standfirst="Sapô.", body="<p>Chữ.</p>", at=when)
    return article


@pytest.fixture
def waiting(newsroom, cast, feed):
    """A story that waits for six in the evening; the agency's next version comes at nine."""
    return waiting_story(newsroom, cast, feed)


def waiting_story(newsroom, cast, feed, guid="kyodo:1", when=EIGHT, goes_live_at=SIX_PM):
    article = draft(newsroom, cast, feed, guid, when)
    publish(article, cast, when, goes_live_at)
    return article


def publish(article, cast, when=EIGHT, goes_live_at=None):
    article.refresh_from_db()
    workflow.submit(article, by=cast.reporter, at=when)
    workflow.approve(article, by=cast.editor, at=when)
    return workflow.publish(article, by=cast.editor, at=when, goes_live_at=goes_live_at)


def accept(article, cast):
    source = article.agency_credits.get()
    version = source.wire_item.current_id
    drafting.accept(article, source, version, by=cast.reporter, at=NINE)
    article.refresh_from_db()


def stage_of(article):
    return Article.objects.get(pk=article.pk).stage


def is_public(article, when=SIX_PM):
    return Edition.objects.live(when).filter(story__article=article).exists()


def rows(article):
    return [
        (alarm.kind, alarm.resolution, alarm.is_held)
        for alarm in article.wire_alarms.order_by("pk")
    ]


@pytest.mark.parametrize(
    ("fields", "kind", "sentence"),
    [
        ({"status": "canceled"}, "killed", "Kyodo đã hủy “A train”."),
        ({"status": "withheld"}, "restricted", "Kyodo tạm không cho dùng “A train”."),
        ({"status": "unknown"}, "restricted", None),
        ({"embargo_until": at(20)}, "restricted", None),
        ({"embargo_indefinite": True}, "restricted", None),
        ({"expires_at": at(17)}, "restricted", None),
    ],
)
def test_what_waits_is_held_in_the_transaction_that_stores_the_version(
    waiting, feed, fields, kind, sentence
):
    version = arrives(feed, version=2, headline="A train", **fields).current
    assert (stage_of(waiting), is_public(waiting)) == ("approved", False)
    change = waiting.stage_changes.latest("pk")
    assert (change.verb, change.created_by.username) == ("hold", ROBOT)
    assert str(change.created_by) == "Hệ thống tin hãng"
    assert "Kyodo" in change.note
    assert "A train" in change.note
    assert sentence is None or change.note == sentence
    assert rows(waiting) == [(kind, "", True)]
    assert waiting.wire_alarms.get().version == version
    (entry,) = alarms.open_alarms(NOON)
    assert (entry.is_live, entry.is_waiting, entry.alarm.is_held) == (False, False, True)


@pytest.mark.parametrize(
    "fields",
    [
        {"headline": "Other words"},
        {"embargo_until": at(18)},
        {"expires_at": at(18, 1)},
    ],
)
def test_what_does_not_forbid_it_holds_nothing(waiting, feed, fields):
    arrives(feed, version=2, **fields)
    assert (stage_of(waiting), is_public(waiting)) == ("published", True)


def test_an_item_that_was_taken_out_holds_it_too(newsroom, cast, feed):
    article = draft(newsroom, cast, feed)
    source = article.agency_credits.get()
    drafting.remove_item(article, source, by=cast.second_editor, note="Ta tự viết.", at=EIGHT)
    newsroom.rewrite(Article.objects.get(pk=article.pk), headline="Tàu, viết lại", at=EIGHT)
    publish(article, cast, goes_live_at=SIX_PM)
    arrives(feed, version=2, status="canceled")
    assert (stage_of(article), is_public(article)) == ("approved", False)
    assert rows(article) == [("killed", "", True)]


def test_what_the_chief_answered_is_not_held_again(waiting, cast, feed):
    killed = arrives(feed, version=2, status="canceled").current
    alarms.dismiss(waiting, killed, note="Ta tự đưa tin.", by=cast.chief, at=at(10))
    workflow.publish(
        Article.objects.get(pk=waiting.pk), by=cast.editor, at=at(10), goes_live_at=SIX_PM
    )
    assert responses.process_agency_changes(at=at(11)) == 0
    assert (stage_of(waiting), is_public(waiting)) == ("published", True)


def test_a_newer_kill_after_the_chiefs_answer_is_to_be_answered_by_itself(waiting, cast, feed):
    killed = arrives(feed, version=2, status="canceled").current
    alarms.dismiss(waiting, killed, note="Ta tự đưa tin.", by=cast.chief, at=at(10))
    workflow.publish(
        Article.objects.get(pk=waiting.pk), by=cast.editor, at=at(10), goes_live_at=SIX_PM
    )
    arrives(feed, version=3, status="canceled", headline="Killed again", editor_note="Really.")
    assert (stage_of(waiting), is_public(waiting)) == ("approved", False)
    assert [entry.alarm.version.version for entry in alarms.open_alarms(NOON)] == [3]


def test_an_embargo_and_a_kill_are_answered_one_by_one(waiting, cast, feed):
    held = arrives(feed, version=2, embargo_until=at(20)).current
    killed = arrives(feed, version=1, status="canceled", headline="Kill").status_version
    duties_now = duties.unanswered(waiting, at=NOON)
    assert [duty.version for duty in duties_now if duty.is_restriction] == [killed, held]
    alarms.dismiss(waiting, killed, note="Ta tự đưa tin.", by=cast.chief, at=at(10))
    assert [entry.alarm.version for entry in alarms.open_alarms(NOON)] == [held]
    article = Article.objects.get(pk=waiting.pk)
    with pytest.raises(workflow.Refused) as refusal:
        workflow.publish(article, by=cast.editor, at=at(10), goes_live_at=SIX_PM)
    blocking = [problem.code for problem in refusal.value.problems if problem.blocks]
    assert blocking == ["item_under_embargo"]
    alarms.dismiss(waiting, held, note="Kyodo cho phép qua điện thoại.", by=cast.chief, at=at(10))
    workflow.publish(article, by=cast.editor, at=at(10), goes_live_at=SIX_PM)
    assert is_public(waiting)


def test_a_live_story_stays_and_only_its_waiting_edition_is_held(newsroom, cast, feed):
    article = draft(newsroom, cast, feed)
    publish(article, cast)
    workflow.reopen(article, by=cast.reporter, at=EIGHT)
    newsroom.rewrite(article, headline="Tàu, viết lại", at=EIGHT)
    publish(article, cast, goes_live_at=SIX_PM)
    arrives(feed, version=2, status="canceled")
    live = Edition.objects.live(SIX_PM).get(story=article.story)
    assert (stage_of(article), live.headline) == ("approved", "Tàu")
    (entry,) = alarms.open_alarms(NOON)
    assert (entry.is_live, entry.alarm.is_held) == (True, True)


@pytest.mark.parametrize("setting", ["alarm", "take_down", "story"])
def test_whatever_is_set_for_the_agency_what_waits_is_held_and_not_killed(
    newsroom, waiting, feed, setting
):
    newsroom.kyodo.on_kill = setting
    newsroom.kyodo.save()
    arrives(feed, version=2, status="canceled")
    assert (stage_of(waiting), rows(waiting)) == ("approved", [("killed", "", True)])
    assert set(Edition.objects.values_list("kind", flat=True)) == {"first"}


@pytest.mark.parametrize(
    ("setting", "stage", "resolution"),
    [
        ("alarm", "published", ""),
        ("take_down", "approved", "taken_down"),
        ("story", "killed", "killed"),
    ],
)
def test_what_is_set_is_done_with_a_live_story_at_once(
    newsroom, cast, feed, setting, stage, resolution
):
    newsroom.kyodo.on_kill = setting
    newsroom.kyodo.save()
    article = draft(newsroom, cast, feed)
    publish(article, cast)
    arrives(feed, version=2, status="canceled")
    assert (stage_of(article), rows(article)) == (stage, [("killed", resolution, False)])
    assert is_public(article, NINE) == (setting == "alarm")


def test_it_is_published_again_for_the_time_that_the_agency_gives(waiting, cast, feed):
    arrives(feed, version=2, embargo_until=at(20))
    article = Article.objects.get(pk=waiting.pk)
    accept(article, cast)
    workflow.approve(article, by=cast.editor, at=NOON)
    with pytest.raises(workflow.Refused, match="20:00"):
        workflow.publish(article, by=cast.editor, at=NOON, goes_live_at=SIX_PM)
    edition = workflow.publish(article, by=cast.editor, at=NOON, goes_live_at=at(20))
    assert rows(article) == [("restricted", "corrected", True)]
    assert (article.wire_alarms.get().edition, alarms.open_alarms(at(21))) == (edition, [])
    workflow.hold(article, by=cast.editor, at=at(13))
    assert rows(article) == [("restricted", "", True)]


def test_a_release_ends_it_and_the_same_copy_may_be_published(waiting, cast, feed):
    arrives(feed, version=2, status="withheld")
    arrives(feed, version=3, status="usable", headline="A train")
    assert rows(waiting) == [("restricted", "loosened", True)]
    article = Article.objects.get(pk=waiting.pk)
    accept(article, cast)
    workflow.approve(article, by=cast.editor, at=at(10))
    workflow.publish(article, by=cast.editor, at=at(10), goes_live_at=SIX_PM)
    assert is_public(article)


def test_chiefs_desk_and_writers_are_told(
    newsroom, waiting, cast, feed, django_capture_on_commit_callbacks
):
    newsroom.section.members.add(cast.colleague)
    for user in User.objects.all():
        user.language = "en"
        user.save()
    make_user("elsewhere")
    default_task_backend.clear()
    with django_capture_on_commit_callbacks(execute=True):
        arrives(feed, version=2, headline="A train", status="canceled", editor_note="It never ran.")
    for result in default_task_backend.results:
        if result.task.name == "send_alarm":
            result.task.call(*result.args, **result.kwargs)
    recipients = {address for message in mail.outbox for address in message.to}
    assert recipients == {"chief@example.org", "colleague@example.org", "reporter@example.org"}
    assert mail.outbox[0].subject == "Kyodo killed what “Tàu” rests on"
    assert mail.outbox[0].body.splitlines()[0] == (
        "Kyodo killed “A train”. Our story “Tàu” rests on it. It waited for its time and was held: "
        "readers do not get it."
    )


def test_the_service_holds_what_was_not_held_and_does_it_once(settings, waiting, feed):
    settings.WIRE_CHANGE_HANDLERS = []
    arrives(feed, version=2, status="canceled")
    assert stage_of(waiting) == "published"
    with translation.override("en"):
        assert [responses.process_agency_changes(at=at(10)) for _ in range(3)] == [1, 0, 0]
    assert rows(waiting) == [("killed", "", True)]
    assert waiting.stage_changes.filter(verb="hold").count() == 1


def test_the_desk_is_told_though_it_could_not_be_held(waiting, feed, caplog):
    """The name of the robot is somebody's own account: nothing may be done in it."""
    User.objects.create_user("wire", password="a long enough secret")
    with caplog.at_level(logging.ERROR):
        item = arrives(feed, version=2, status="canceled")
    assert (item.status, stage_of(waiting)) == ("canceled", "published")
    assert rows(waiting) == [("killed", "", False)]
    assert WireAlarm.objects.get().notified_at is not None
    assert "was not done" in caplog.text


@pytest.mark.parametrize("door", ["upload", "look"])
def test_every_door_by_which_a_kill_comes_holds(
    newsroom, cast, client, tmp_path, settings, feed, door
):
    settings.WIRES_DIR = tmp_path
    (tmp_path / "kyodo").mkdir()
    Feed.objects.filter(pk=feed.pk).update(transport="folder", address="kyodo")
    now = timezone.now()
    when, later = now - timedelta(hours=1), now + timedelta(hours=1)
    article = waiting_story(newsroom, cast, feed, when=when, goes_live_at=later)
    raw = (
        b'{"uri": "kyodo:1", "version": "2", "type": "text", "pubStatus": "canceled",'
        b' "headline": "A train", "standard": {"name": "ninjs", "version": "1.3"}}'
    )
    client.force_login(cast.chief, backend="django.contrib.auth.backends.ModelBackend")
    if door == "upload":
        client.post(reverse("admin:wires_feed_hand_in"), {"feed": feed.pk, "text": raw.decode()})
    else:
        (tmp_path / "kyodo" / "kill.json").write_bytes(raw)
        address = reverse("admin:wires_feed_look", args=[feed.pk])
        client.post(address)
        time.sleep(2.2)  # until the file counts as still
        client.post(address)
    assert (stage_of(article), is_public(article, later)) == ("approved", False)


def test_the_home_lists_what_was_held_until_it_is_answered(waiting, cast, feed, client):
    killed = arrives(feed, version=2, headline="A train", status="canceled").current
    cast.chief.language = "en"
    cast.chief.save()
    client.force_login(cast.chief, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("admin:index")).content.decode()
    assert "Kyodo killed “A train”." in page
    assert "it waited for its time and was held" in page
    alarms.dismiss(waiting, killed, note="Ta tự đưa tin.", by=cast.chief, at=at(10))
    assert "Kyodo killed" not in client.get(reverse("admin:index")).content.decode()


def test_a_version_that_concerns_nobody_costs_one_query(feed):
    item = arrives(feed)
    with CaptureQueriesContext(connection) as captured:
        responses.respond_to_changes([item.pk], at=NINE)
    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(asked) == 1


def test_what_is_held_depends_on_no_other_feed(newsroom, cast, waiting):
    other = make_feed(make_agency("AFP"), "AFP")
    arrives(other, version=2, status="canceled")
    assert stage_of(waiting) == "published"


def test_an_edition_that_is_printed_again_rests_on_the_same_items(waiting, cast, feed):
    article = Article.objects.get(pk=waiting.pk)
    edition = reprints.print_again(article, by=cast.editor, kind="update", note="", at=NINE)
    assert [record.item.guid for record in edition.source_records.all()] == ["kyodo:1"]
    arrives(feed, version=2, headline="Other words")
    assert rows(waiting) == [("changed", "", False)]


class Race:
    """Two connections: one holds its transaction open until the other waits for it, or a moment."""

    def __init__(self):
        self.errors = []

    def run(self, first, second, then=lambda: None):
        began = threading.Event()

        def waits():
            try:
                began.wait(timeout=10)
                with translation.override("en"):
                    second()
            except Exception as error:
                self.errors.append(error)
            finally:
                connections.close_all()

        thread = threading.Thread(target=waits)
        thread.start()
        with transaction.atomic():
            first()
            began.set()
            time.sleep(0.7)
            then()
        thread.join(timeout=20)
        assert not thread.is_alive()


@pytest.mark.postgresql(reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("goes_live_at", [None, SIX_PM])
def test_a_publication_that_commits_after_the_kill_is_refused(newsroom, cast, feed, goes_live_at):
    article = draft(newsroom, cast, feed)
    article.refresh_from_db()
    workflow.submit(article, by=cast.reporter, at=EIGHT)
    workflow.approve(article, by=cast.editor, at=EIGHT)
    race = Race()
    race.run(
        lambda: arrives(feed, version=2, status="canceled"),
        lambda: workflow.publish(article, by=cast.editor, at=NINE, goes_live_at=goes_live_at),
    )
    (refused,) = race.errors
    assert isinstance(refused, workflow.Refused)
    assert refused.code == "item_killed"
    assert (stage_of(article), Edition.objects.count()) == ("approved", 0)


@pytest.mark.postgresql(reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_a_kill_that_comes_while_something_is_published_waits_and_holds_it(newsroom, cast, feed):
    article = draft(newsroom, cast, feed)
    article.refresh_from_db()
    workflow.submit(article, by=cast.reporter, at=EIGHT)
    workflow.approve(article, by=cast.editor, at=EIGHT)
    race = Race()
    race.run(
        lambda: workflow.publish(article, by=cast.editor, at=EIGHT, goes_live_at=SIX_PM),
        lambda: arrives(feed, version=2, status="canceled"),
    )
    assert race.errors == []
    assert (stage_of(article), is_public(article)) == ("approved", False)
    assert rows(article) == [("killed", "", True)]


@pytest.mark.postgresql(reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_a_contract_and_a_version_lock_the_same_stories_in_one_order(newsroom, cast, feed):
    waiting = waiting_story(newsroom, cast, feed)
    live = draft(newsroom, cast, feed, "kyodo:2")
    publish(live, cast)
    arrives(feed, version=2, headline="A train", expires_at=at(20))  # earlier than the contract
    contracts = Contract.objects.filter(agency=newsroom.kyodo, service="text")
    contracts.update(archive_days=1, may_translate=False)
    in_order = Article.objects.select_for_update(no_key=True)
    race = Race()
    race.run(
        lambda: in_order.get(pk=waiting.pk),
        lambda: save_terms(newsroom.kyodo),
        then=lambda: in_order.get(pk=live.pk),
    )
    assert race.errors == []
    assert live.stage_changes.filter(verb="tighten").exists()
    assert stage_of(waiting) == "approved"


def save_terms(agency):
    """Respond to a contract as its form does, in a transaction of its own."""
    with transaction.atomic():
        responses.respond_to_terms(agency, at=NINE)


def send_versions(feed):
    for number in range(2, 14):
        status = ("usable", "withheld")[number % 2]
        parsed = ParsedItem(guid="kyodo:1", version=number, status=status, headline=f"{number}")
        store.store_version(feed, parsed, at=MORNING)


def accept_versions(article, by):
    source = article.agency_credits.get()
    for _ in range(12):
        own = Article.objects.get(pk=article.pk)
        current = own.agency_credits.get().wire_item.current_id
        with suppress(DomainError):
            drafting.accept(own, source, current, by=by, at=NINE)


def dismiss_alarms(article, by):
    for _ in range(12):
        alarm = WireAlarm.objects.open().order_by("-pk").first()
        if alarm:
            with suppress(DomainError):
                alarms.dismiss(article, alarm.version, note="Không sao.", by=by, at=NINE)


@pytest.mark.postgresql(reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_no_order_of_versions_and_acts_of_the_desk_deadlocks(newsroom, cast, feed):
    """Items, articles, alarms: whoever takes several takes them in this order."""
    article = draft(newsroom, cast, feed)
    publish(article, cast)
    workflow.reopen(article, by=cast.reporter, at=EIGHT)
    start, failures = threading.Barrier(3), []

    def run(work, *arguments):
        try:
            start.wait(timeout=10)
            work(*arguments)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    work = (
        (send_versions, feed),
        (accept_versions, article, cast.reporter),
        (dismiss_alarms, article, cast.chief),
    )
    threads = [threading.Thread(target=run, args=arguments) for arguments in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
