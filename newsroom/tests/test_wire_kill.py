"""The chain that must never end otherwise: usable, corrected, killed, and the correction again, late.

By the door that real copy takes and the pages that people use: deliveries in, the desk's home, mail,
and what readers get.
"""

import json
from contextlib import contextmanager

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import default_task_backend

from articles import readiness, workflow
from articles.models import Article, WireAlarm
from articles.wire import alarms, drafting, responses
from editions.models import Edition
from newsroom.tests.factories import jpeg, make_feed
from wires.ingest import store
from wires.models import WireItem

pytestmark = pytest.mark.both_databases

BACKEND = "django.contrib.auth.backends.ModelBackend"
GUID = "urn:newsml:kyodo.example:20240608:train"
USABLE, CORRECTED, KILLED = 1, 2, 3
HEADLINES = {
    USABLE: "Train makes its first run in two hours",
    CORRECTED: "Train makes its first run in three hours",
    KILLED: "Train makes its first run",
}


def sent(version):
    """A version of the item as it is on the wire."""
    fields = {
        "uri": GUID,
        "version": str(version),
        "type": "text",
        "pubStatus": "canceled" if version == KILLED else "usable",
        "versionCreated": f"2024-06-08T0{version}:00:00+09:00",
        "language": "en",
        "headlines": [{"role": "main", "value": HEADLINES[version]}],
        "bodies": [
            {
                "role": "main",
                "contentType": "text/html",
                "value": f"<p>{HEADLINES[version]}, it says.</p>",
            }
        ],
        "edNote": {CORRECTED: "Corrects the hours.", KILLED: "Kill: the train never ran."}.get(
            version, ""
        ),
        "associations": [
            {
                "name": "picture",
                "uri": f"{GUID}-picture",
                "type": "picture",
                "descriptions": [{"role": "caption", "value": "A train."}],
                "renditions": [{"name": "main", "href": "train.jpg"}],
            }
        ],
        "standard": {"name": "ninjs", "version": "3.1"},
    }
    return json.dumps(fields).encode()


class Wire:
    """The feed, and two pieces of copy on its one item: one that readers have, one that is a draft."""

    def __init__(self, newsroom, captured):
        self.newsroom, self.cast, self.captured = newsroom, newsroom.cast, captured
        self.feed = make_feed(newsroom.kyodo)
        store.store_delivery(self.feed, jpeg(320, 214), name="train.jpg")

    def send(self, version, name=""):
        """A delivery, with the mail that the worker sends; `new_alarms` says how many it raised."""
        before = WireAlarm.objects.count()
        with self.mailing():
            delivery = store.store_delivery(
                self.feed, sent(version), name=name or f"{version}.json"
            )
        assert delivery.state == "accepted", delivery.quarantined_because
        self.new_alarms = WireAlarm.objects.count() - before
        return WireItem.objects.get(guid=GUID)

    def process_changes(self):
        """As the service does, in case that something was not done; how many alarms are new."""
        with self.mailing():
            return responses.process_agency_changes(at=timezone.now())

    @contextmanager
    def mailing(self):
        default_task_backend.clear()
        with self.captured(execute=True):
            yield
        for result in default_task_backend.results:
            if result.task.name == "send_alarm":
                result.task.call(*result.args, **result.kwargs)

    def write(self, headline):
        now = timezone.now()
        item = WireItem.objects.get(guid=GUID)
        article = drafting.draft_from_item([item], by=self.cast.reporter, at=now)
        article.placements.update(caption="Đoàn tàu.", alt="Một đoàn tàu trắng.")
        article.bylines.create(author=self.newsroom.author)
        copy = {"headline": headline, "standfirst": "Sapô.", "body": "<p>Chữ của ta.</p>"}
        self.newsroom.rewrite(article, at=now, **copy)
        return article

    def publish(self, article, **options):
        workflow.submit(article, by=self.cast.reporter)
        workflow.approve(article, by=self.cast.editor)
        return workflow.publish(article, by=self.cast.editor, **options)


@pytest.fixture(autouse=True)
def _in_english():
    """Refusals are asserted in the language of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def wire(newsroom, django_capture_on_commit_callbacks):
    for person in vars(newsroom.cast).values():
        person.language = "en"
        person.save()
    return Wire(newsroom, django_capture_on_commit_callbacks)


def home(user):
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.get(reverse("admin:index")).content.decode()


def stands_against(article):
    article = Article.objects.get(pk=article.pk)
    problems = readiness.problems(article, at=timezone.now())
    return [problem.message for problem in problems if problem.blocks]


def seen_by_readers(article):
    """Status of the story's page, and the page."""
    edition = article.story.editions.order_by("number").first()
    answer = Client().get(edition.get_absolute_url())
    return answer.status_code, answer.content.decode()


def test_usable_corrected_killed_and_the_correction_again_late_ends_killed(wire, cast):
    wire.send(USABLE)
    live, draft = wire.write("Tàu chạy chuyến đầu"), wire.write("Bản nháp về tàu")
    wire.publish(live)
    assert stands_against(draft) == []
    assert seen_by_readers(live)[0] == 200

    wire.send(CORRECTED)
    assert (wire.new_alarms, wire.process_changes()) == (1, 0)
    assert [m.subject for m in mail.outbox if m.to == ["chief@example.org"]] == [
        "Kyodo changed what “Tàu chạy chuyến đầu” rests on"
    ]
    (block,) = stands_against(draft)
    assert block.startswith(
        "Kyodo sent a new version of “Train makes its first run in three hours”"
    )
    page = home(cast.chief)
    assert "Kyodo corrected “Train makes its first run in three hours”." in page
    assert "<del>two </del>" in page
    assert "<ins>three </ins>" in page

    wire.send(KILLED)
    assert (wire.new_alarms, wire.process_changes()) == (1, 0)
    assert stands_against(draft) == [
        "Picture “A train.”: The agency that sent it does not allow its use any more. Its page says why.",
        "Kyodo killed its item “Train makes its first run”. Do not use it.",
    ]
    mails = [message for message in mail.outbox if message.to == ["chief@example.org"]]
    assert mails[-1].subject == "Kyodo killed what “Tàu chạy chuyến đầu” rests on"
    assert "Kill: the train never ran." in mails[-1].body
    page = home(cast.chief)
    assert "Kyodo killed “Train makes its first run”." in page
    assert "Kyodo corrected" not in page

    item = wire.send(CORRECTED, name="again.json")
    assert (item.status, item.current.version) == ("canceled", KILLED)
    assert wire.process_changes() == 0
    assert "Kyodo killed “Train makes its first run”." in home(cast.chief)
    assert seen_by_readers(live)[0] == 200  # by its setting the agency's kill is an alarm

    before = timezone.now()
    client = Client()
    client.force_login(cast.chief, backend=BACKEND)
    address = reverse("admin:articles_article_verb", args=[live.pk, "kill"])
    offered = client.get(address).context["form"].initial
    client.post(address, offered)
    status, page = seen_by_readers(live)
    assert (status, offered["note"] in page) == (410, True)
    for alarm in WireAlarm.objects.all():
        assert (alarm.article, alarm.resolution, alarm.resolved_by) == (live, "killed", cast.chief)
        assert before <= alarm.resolved_at <= timezone.now()
    assert WireAlarm.objects.count() == 2
    assert "Kyodo killed" not in home(cast.chief)
    wire.send(CORRECTED, name="once more.json")
    assert (wire.process_changes(), alarms.open_alarms(timezone.now())) == (0, [])


def test_a_draft_of_a_killed_item_cannot_be_published_by_any_verb(wire, cast):
    wire.send(USABLE)
    article = wire.write("Tàu chạy chuyến đầu")
    workflow.submit(article, by=cast.reporter)
    wire.send(KILLED)
    for verb in (workflow.approve, workflow.approve_and_publish):
        with pytest.raises(workflow.Refused, match="Kyodo killed its item"):
            verb(article, by=cast.editor)
    article.refresh_from_db()
    assert (article.stage, Edition.objects.count()) == ("in_review", 0)


def test_what_was_approved_before_the_kill_is_not_published_after_it(wire, cast):
    wire.send(USABLE)
    article = wire.write("Tàu chạy chuyến đầu")
    workflow.submit(article, by=cast.reporter)
    workflow.approve(article, by=cast.editor)
    wire.send(KILLED)
    with pytest.raises(workflow.Refused, match="Kyodo killed its item"):
        workflow.publish(article, by=cast.editor)
    assert Edition.objects.count() == 0


def test_a_correction_is_read_accepted_and_printed_and_then_the_kill_comes(wire, cast):
    wire.send(USABLE)
    live = wire.write("Tàu chạy trong hai giờ")
    wire.publish(live)
    item = wire.send(CORRECTED)
    wire.process_changes()
    workflow.reopen(live, by=cast.reporter)
    source = live.agency_credits.get()
    drafting.accept(live, source, item.current_id, by=cast.reporter, at=timezone.now())
    live.refresh_from_db()
    wire.newsroom.rewrite(live, headline="Tàu chạy trong ba giờ", at=timezone.now())
    wire.publish(live, kind="correction", note="Bản trước viết hai giờ; đúng là ba giờ.")
    corrected = WireAlarm.objects.get()
    assert (corrected.resolution, corrected.resolved_by) == ("corrected", cast.editor)
    assert alarms.open_alarms(timezone.now()) == []
    wire.send(KILLED)
    assert wire.new_alarms == 1
    wire.send(CORRECTED, name="again.json")
    assert (wire.new_alarms, wire.process_changes()) == (0, 0)
    (open_alarm,) = alarms.open_alarms(timezone.now())
    assert (open_alarm.is_kill, open_alarm.article) == (True, live)


@pytest.mark.parametrize(
    ("setting", "status", "act", "stage"),
    [
        ("alarm", 200, "", "published"),
        ("take_down", 410, "taken_down", "approved"),
        ("story", 410, "killed", "killed"),
    ],
)
def test_what_happens_at_once_is_set_for_each_agency(wire, newsroom, setting, status, act, stage):
    newsroom.kyodo.on_kill = setting
    newsroom.kyodo.save()
    wire.send(USABLE)
    live = wire.write("Tàu chạy chuyến đầu")
    wire.publish(live)
    assert seen_by_readers(live)[0] == 200
    wire.send(KILLED)
    assert wire.new_alarms == 1
    live.refresh_from_db()
    assert (seen_by_readers(live)[0], live.stage) == (status, stage)
    alarm = WireAlarm.objects.get()
    assert (alarm.kind, alarm.resolution) == ("killed", act)
    assert (alarm.resolved_by and alarm.resolved_by.username) == ("wire" if act else None)
    assert [m.to for m in mail.outbox].count(["chief@example.org"]) == 1
    assert wire.process_changes() == 0


def test_two_services_that_heed_at_once_tell_once(wire, settings):
    settings.WIRE_CHANGE_HANDLERS = []
    wire.send(USABLE)
    wire.publish(wire.write("Tàu chạy chuyến đầu"))
    wire.send(KILLED)
    first, second = (
        alarms.unrecorded_alarms(timezone.now()),
        alarms.unrecorded_alarms(timezone.now()),
    )
    assert [alarms.record(first), alarms.record(second)] == [1, 0]
    assert [wire.process_changes(), wire.process_changes()] == [0, 0]
    assert len([m for m in mail.outbox if m.to == ["chief@example.org"]]) == 1
