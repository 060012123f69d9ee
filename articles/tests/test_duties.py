"""What the wire forbids or asks of copy: for ever, in view or not, until it is loosened or answered."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from articles import readiness, workflow
from articles.candidate import earliest_publication
from articles.models import SourceRecord, WireAlarm
from articles.wire import alarms, drafting, duties, responses
from editions.models import FAR_FUTURE, Edition
from newsroom.tests.factories import at, make_agency, make_feed
from newsroom.tests.factories import make_wire_item as arrives
from text.errors import DomainError
from wires.models import WireItem

EIGHT, NOON = at(8), at(12)
RESTRICTIONS = {
    "killed": {"status": "canceled"},
    "withheld": {"status": "withheld"},
    "unknown": {"status": "unknown"},
    "embargo": {"embargo_until": at(18)},
    "expired": {"expires_at": at(11)},
}


@pytest.fixture
def feed(newsroom):
    return make_feed(newsroom.kyodo)


@pytest.fixture
def article(newsroom, cast, feed):
    """Copy in our own words on an item; nothing stands against it."""
    article = drafting.draft_from_item([arrives(feed)], by=cast.reporter, at=EIGHT)
    article.bylines.create(author=newsroom.author)
    newsroom.rewrite(article, headline="Tàu", standfirst="Sapô.", body="<p>Chữ.</p>", at=EIGHT)
    return article


def changed(feed, version=2, guid="kyodo:1", **fields):
    return arrives(feed, guid, version=version, **fields).current


def remove(article, by):
    source = article.agency_credits.exclude(wire_item=None).get()
    drafting.remove_item(article, source, by=by, note="Ta có nguồn riêng.", at=at(10))
    article.refresh_from_db()


def kinds(article, when=NOON):
    return [duty.kind.value for duty in duties.unanswered(article, at=when)]


def blocked(article, when=NOON):
    problems = readiness.problems(article, at=when)
    return [p.code for p in problems if p.blocks and p.code.startswith("item_")]


def publish(article, cast, **options):
    options = {"at": EIGHT, **options}  # versions arrive at nine
    workflow.submit(article, by=cast.reporter, at=options["at"])
    workflow.approve(article, by=cast.editor, at=options["at"])
    return workflow.publish(article, by=cast.editor, **options)


def rows(article):
    return [
        (alarm.kind, alarm.resolution, alarm.resolved_by and alarm.resolved_by.username)
        for alarm in article.wire_alarms.order_by("pk")
    ]


def log_in(client, user):
    user.language = "en"
    user.save()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("kind", RESTRICTIONS)
def test_a_restriction_counts_whether_its_item_is_in_view_or_not(feed, article, cast, kind):
    changed(feed, **RESTRICTIONS[kind])
    assert kinds(article)[0] == kind
    remove(article, cast.editor)
    assert kinds(article) == [kind]
    (duty,) = duties.duties(article, at=NOON)
    assert (duty.is_in_view, duty.item.guid, duty.version.version) == (False, "kyodo:1", 2)
    if kind == "embargo":  # it ends, so the copy may be approved for later
        workflow.submit(article, by=cast.reporter, at=NOON)
        act, by = workflow.approve_and_publish, cast.second_editor
    else:
        act, by = workflow.submit, cast.reporter
    with pytest.raises(workflow.Refused, match="taken out from under the copy, and counts"):
        act(article, by=by, at=NOON)
    assert Edition.objects.count() == 0


@pytest.mark.parametrize("kind", RESTRICTIONS)
def test_what_is_taken_out_before_binds_as_well(feed, article, cast, kind):
    remove(article, cast.editor)
    changed(feed, **RESTRICTIONS[kind])
    assert kinds(article) == [kind]


def test_newer_words_of_what_is_out_of_view_need_not_be_read(feed, article, cast):
    remove(article, cast.editor)
    changed(feed, headline="New words")
    assert kinds(article) == []


def test_the_agencys_own_word_ends_a_restriction(feed, article, cast):
    changed(feed, 2, status="withheld")
    remove(article, cast.editor)
    changed(feed, 3, status="usable")
    assert kinds(article) == []


def test_a_late_kill_under_a_lower_number_binds(feed, article):
    changed(feed, 3, headline="Third")
    arrives(feed, version=1, status="canceled", headline="A train")
    assert kinds(article) == ["killed"]


def test_the_chief_answers_for_copy_that_was_never_published(feed, article, cast):
    killed = changed(feed, status="canceled")
    with pytest.raises(PermissionDenied):
        alarms.dismiss(article, killed, note="Không sao.", by=cast.editor, at=NOON)
    alarms.dismiss(article, killed, note="Ta tự đưa tin.", by=cast.chief, at=NOON)
    assert (kinds(article), blocked(article)) == ([], [])
    (duty,) = duties.duties(article, at=NOON)
    assert (duty.answer.resolved_by, duty.answer.note) == (cast.chief, "Ta tự đưa tin.")
    with pytest.raises(DomainError, match="closed already"):
        alarms.dismiss(article, killed, note="Nữa.", by=cast.chief, at=NOON)


def test_an_answer_counts_for_that_version_alone(feed, article, cast):
    killed = changed(feed, status="withheld")
    alarms.dismiss(article, killed, note="Ta tự đưa tin.", by=cast.chief, at=NOON)
    changed(feed, 3, status="canceled")
    assert kinds(article) == ["killed"]


@pytest.mark.parametrize("restriction", [{"embargo_until": at(18)}, {"status": "withheld"}])
@pytest.mark.parametrize(("answered", "ends"), [(at(13), at(20)), (at(21), FAR_FUTURE)])
def test_an_answer_counts_for_no_expiry_that_comes_later_by_the_same_version(
    feed, article, cast, settings, restriction, answered, ends
):
    settings.WIRE_CHANGE_HANDLERS = []  # the service alone does what is due
    publish(article, cast)
    version = changed(feed, expires_at=at(20), **restriction)
    alarms.dismiss(article, version, note="Kyodo cho phép.", by=cast.chief, at=answered)
    assert kinds(article, at(19)) == []
    assert kinds(article, at(22)) == (["expired"] if ends == at(20) else [])
    assert duties.expiries(article) == ([ends] if ends == at(20) else [])
    responses.process_agency_changes(at=answered)
    assert Edition.objects.get().public_until == ends


def test_an_answer_to_a_change_answers_no_expiry_of_the_same_version(feed, article, cast):
    publish(article, cast)
    version = changed(feed, headline="New", expires_at=at(20))
    alarms.dismiss(article, version, note="Không đụng tới bài.", by=cast.chief, at=at(13))
    assert [duty.kind for duty in duties.unanswered(article, at=at(21))] == ["expired"]


def test_there_is_nothing_to_answer_where_no_duty_is(feed, article, cast):
    version = WireItem.objects.get().current
    with pytest.raises(DomainError):
        alarms.dismiss(article, version, note="Không sao.", by=cast.chief, at=NOON)
    assert not WireAlarm.objects.exists()


def test_the_chief_answers_on_the_page_of_the_copy(feed, article, cast, client):
    killed = changed(feed, status="canceled")
    remove(article, cast.editor)
    page = reverse("admin:articles_article_change", args=[article.pk])
    address = reverse("admin:articles_article_dismiss_alarm", args=[article.pk])
    seen = log_in(client, cast.reporter).get(page).content.decode()
    assert "Ta có nguồn riêng." in seen
    assert "Taken out by Hùng" in seen
    assert f'action="{address}"' not in seen
    assert client.post(address, {"version": killed.pk, "note": "Không sao."}).status_code == 403
    assert f'action="{address}"' in log_in(client, cast.chief).get(page).content.decode()
    data = {"version": killed.pk, "note": "Ta tự đưa tin.", "from_copy": "1"}
    assert client.post(address, data).url == page
    assert rows(article) == [("killed", "dismissed", "chief")]
    assert "Ta tự đưa tin." in client.get(page).content.decode()


def test_the_time_that_is_offered_is_free_of_every_embargo_that_ever_counted(feed, article, cast):
    changed(feed, embargo_until=at(18))
    remove(article, cast.editor)
    assert earliest_publication(article, at=NOON) == at(18)
    assert earliest_publication(article, at=at(19)) == at(19)
    article.embargo_until = at(20)
    assert earliest_publication(article, at=NOON) == at(20)


def test_taking_out_and_an_unrelated_update_answer_no_kill(newsroom, feed, article, cast):
    """What happened: killed, taken out, an update of something else, and the alarm was gone."""
    publish(article, cast)
    workflow.reopen(article, by=cast.reporter, at=at(13))
    remove(article, cast.editor)
    newsroom.rewrite(article, headline="Tàu, viết lại", at=at(13))
    publish(article, cast, at=at(13))
    changed(feed, status="canceled")
    assert rows(article) == [("killed", "", None)]
    (entry,) = alarms.open_alarms(at(14))
    assert (entry.article, entry.is_kill) == (article, True)


def test_an_edition_answers_only_the_changes_that_its_writer_accepted(
    newsroom, feed, article, cast
):
    other = make_feed(make_agency("AFP"), "AFP")
    drafting.add_item(article, arrives(other, "afp:1"), by=cast.reporter, at=at(9))
    article.refresh_from_db()
    publish(article, cast)
    version = changed(feed, headline="Sửa")
    changed(other, guid="afp:1", status="withheld")
    workflow.reopen(article, by=cast.reporter, at=at(13))
    source = article.agency_credits.get(wire_item__guid="kyodo:1")
    drafting.accept(article, source, version.pk, by=cast.reporter, at=at(13))
    article.refresh_from_db()
    alarm = article.wire_alarms.get(kind="restricted")
    alarms.dismiss(article, alarm.version, note="Ta có nguồn riêng.", by=cast.chief, at=at(13))
    assert rows(article) == [("changed", "", None), ("restricted", "dismissed", "chief")]
    edition = publish(article, cast, at=at(14))
    assert rows(article)[0] == ("changed", "corrected", "editor")
    assert article.wire_alarms.get(kind="changed").edition == edition
    assert alarms.open_alarms(at(15)) == []


def test_each_alarm_is_answered_by_itself(feed, article, cast):
    other = make_feed(make_agency("AFP"), "AFP")
    drafting.add_item(article, arrives(other, "afp:1"), by=cast.reporter, at=at(9))
    article.refresh_from_db()
    publish(article, cast)
    first, second = (
        changed(feed, status="canceled"),
        changed(other, guid="afp:1", status="canceled"),
    )
    alarms.dismiss(article, first, note="Ta tự đưa tin.", by=cast.chief, at=at(13))
    (entry,) = alarms.open_alarms(at(14))
    assert entry.alarm.version == second


def test_an_answer_leaves_what_came_later(feed, article, cast):
    publish(article, cast)
    first = changed(feed, headline="Second")
    changed(feed, 3, status="canceled")
    alarms.dismiss(article, first, note="Không sao.", by=cast.chief, at=at(13))
    assert rows(article) == [("changed", "dismissed", "chief"), ("killed", "", None)]


def test_the_agencys_release_closes_the_alarm(feed, article, cast):
    publish(article, cast)
    changed(feed, 2, status="withheld")
    changed(feed, 3, status="usable")
    assert rows(article) == [("restricted", "loosened", "wire"), ("changed", "", None)]


def test_taking_the_story_down_answers_and_it_cannot_come_back_by_itself(feed, article, cast):
    publish(article, cast)
    changed(feed, status="canceled")
    article.refresh_from_db()
    workflow.take_down(article, by=cast.editor, note="Chờ xác minh.", at=at(13))
    assert rows(article) == [("killed", "taken_down", "editor")]
    article.refresh_from_db()
    with pytest.raises(workflow.Refused, match="killed its item"):
        workflow.publish(article, by=cast.editor, at=at(14))


def test_a_story_leaves_the_pages_with_its_item_and_no_alarm_is_needed(newsroom, cast, feed):
    item = arrives(feed, expires_at=at(18))
    article = drafting.draft_from_item([item], by=cast.reporter, at=EIGHT)
    article.bylines.create(author=newsroom.author)
    newsroom.rewrite(article, headline="Tàu", standfirst="Sapô.", body="<p>Chữ.</p>", at=EIGHT)
    publish(article, cast)
    assert alarms.open_alarms(at(17)) == []
    assert Edition.objects.live(at(17)).filter(story__article=article).exists()
    assert not Edition.objects.live(at(18)).filter(story__article=article).exists()
    assert alarms.open_alarms(at(18)) == []


def test_nothing_is_written_from_an_item_that_expired(cast, feed):
    item = arrives(feed, expires_at=at(9))
    with pytest.raises(DomainError, match="09:00") as refused:
        drafting.draft_from_item([item], by=cast.reporter, at=at(9))
    assert refused.value.code == "item_expired"


def test_words_of_an_agency_are_its_own_also_when_its_item_was_taken_out(
    newsroom, feed, article, cast
):
    sentence = (
        "A train without a driver ran for the first time on Friday between two towns by the sea"
    )
    changed(feed, body_html=f"<p>{sentence} and nobody noticed.</p>")
    newsroom.rewrite(article, body=f"<p>{sentence}.</p>", at=at(9))
    remove(article, cast.editor)
    problems = readiness.problems(article, at=NOON)
    assert [p.message for p in problems if p.code == "agency_wording"] == [
        "1 long passages are still in the words of Kyodo, and no contract allows them word for word. "
        f"The longest: “{sentence}”"
    ]


def test_the_items_page_lists_copy_from_which_it_was_taken_out(feed, article, cast, client):
    item = WireItem.objects.get()
    address = reverse("admin:wires_wireitem_change", args=[item.pk])
    log_in(client, cast.editor)
    assert "taken out" not in client.get(address).content.decode()
    remove(article, cast.editor)
    page = client.get(address).content.decode()
    assert "· taken out" in page
    assert article.headline in page


@pytest.mark.parametrize("fields", [*RESTRICTIONS.values(), {"embargo_indefinite": True}, {}])
def test_the_query_restricts_what_the_rule_restricts(feed, fields):
    item = arrives(feed, **fields)
    for hour in (10, 11, 12, 18, 19):
        restricted = duties.restriction(item, at(hour)) is not None
        is_selected = WireItem.objects.filter(duties.q_restricted(at(hour))).exists()
        assert is_selected == restricted == (not item.is_usable(at(hour)))


def test_copy_without_any_item_costs_one_query(newsroom, django_assert_num_queries):
    article = newsroom.draft()
    with django_assert_num_queries(1):
        assert duties.duties(article, at=NOON) == []


def test_duties_cost_the_same_for_one_item_and_for_three(
    cast, feed, article, django_assert_num_queries
):
    with django_assert_num_queries(3):
        duties.duties(article, at=NOON)
    for guid in ("kyodo:2", "kyodo:3"):
        drafting.add_item(article, arrives(feed, guid), by=cast.reporter, at=at(9))
        changed(feed, guid=guid, status="canceled")
    with django_assert_num_queries(3):
        owed = duties.duties(article, at=NOON)
        assert [duty.sentence for duty in owed] != []
    assert len(owed) == 2
    assert SourceRecord.objects.filter(action="linked").count() == 3
