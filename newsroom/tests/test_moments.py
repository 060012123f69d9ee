"""Moments at the ends of the calendar: refused where they are typed, harmless where a row has one."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from articles import verbs
from articles.forms import PublishForm
from articles.models import Article
from articles.wire import drafting
from attribution.models import Contract
from images import services
from images.models import Image, Lease
from newsroom.tests.factories import (
    MORNING,
    at,
    make_feed,
    make_image,
    make_user,
    make_wire_item,
)
from newsroom.tests.guards.source import models as our_models
from newsroom.tests.test_story_life import Desk
from text.fields import DayField, MomentField
from wires.ingest import store
from wires.models import Feed, WireItem
from wires.parsing.parsed import ParsedItem

pytestmark = pytest.mark.both_databases

ROLES = ("reporter", "editor", "pictures", "chief", "admin")
# What a program writes that has no moment, and what one writes that has no end.
EARLY, LATE = ("0001-01-01", "00:00:00"), ("9999-12-31", "23:59:59")
LISTS = (
    "index",
    "articles_article_changelist",
    *(f"wires_{name}_changelist" for name in ("wireitem", "feed", "delivery")),
    *(f"editions_{name}_changelist" for name in ("edition", "partner", "section", "topic")),
    *("images_image_changelist", "editions_picture_use", "attribution_agency_changelist"),
    *("attribution_author_changelist", "accounts_user_changelist"),
)
READERS = ("front", "feed", "sitemap-index")


@pytest.fixture
def desk(newsroom):
    """A newsroom with one row of most kinds, each with every moment that it can have."""
    feed = make_feed(newsroom.kyodo)
    lead = make_image(usable_from=at(7), usable_until=at(23, day=30), date_created=at(6))
    services.add_lease(
        lead,
        Lease.Kind.ALLOW,
        starts_at=at(7),
        ends_at=at(22, day=30),
        reason="Được phép dùng.",
        by=newsroom.cast.pictures,
        at=at(8),
    )
    stated = {"embargo_until": at(12), "expires_at": at(12, day=20), "created_at": at(7)}
    item = make_wire_item(feed, **stated, version_at=at(7), sent_at=at(7))
    store.store_delivery(feed, b"no agency copy", at=at(7))
    draft = drafting.draft_from_item([item], by=newsroom.cast.reporter, at=at(9))
    Article.objects.filter(pk=draft.pk).update(due_at=at(15))
    newsroom.draft_under_test, newsroom.item, newsroom.feed = draft, item, feed
    newsroom.lead, newsroom.story_under_test = lead, newsroom.published(lead=lead)
    return newsroom


def poison(day, time):
    """Write this moment into every column that takes it, past the fields; return the columns."""
    poisoned = set()
    for model in our_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, MomentField | DayField):
                zone = "+00" if connection.vendor == "postgresql" else ""
                text = day if isinstance(field, DayField) else f"{day} {time}{zone}"
                table, column = map(connection.ops.quote_name, (model._meta.db_table, field.column))
                try:
                    with transaction.atomic(), connection.cursor() as cursor:
                        cursor.execute(f"UPDATE {table} SET {column} = %s", [text])  # noqa: S608
                except IntegrityError:
                    continue  # it would end before it begins
                poisoned.add(f"{model.__name__}.{field.name}")
    return poisoned


def pages(desk):
    """The addresses of lists and of single rows, for the desk."""
    yield from (reverse(f"admin:{name}") for name in LISTS)
    rows = {
        "articles_article_change": desk.draft_under_test,
        "articles_article_history": desk.draft_under_test,
        "articles_article_preview": desk.draft_under_test,
        "wires_wireitem_change": desk.item,
        "wires_feed_change": desk.feed,
        "wires_delivery_change": desk.feed.deliveries.get(),
        "images_image_change": desk.lead,
        "attribution_agency_change": desk.kyodo,
        "editions_edition_change": desk.story_under_test.story.editions.get(),
    }
    yield from (reverse(f"admin:{name}", args=[row.pk]) for name, row in rows.items())
    yield reverse("admin:articles_article_change", args=[desk.story_under_test.pk])
    yield reverse("admin:editions_picture_use") + f"?agency={desk.kyodo.pk}"
    for state in ("usable", "embargoed"):
        yield reverse("admin:wires_wireitem_changelist") + f"?state={state}"


@pytest.mark.parametrize("ends", [EARLY, LATE], ids=["year 1", "year 9999"])
@pytest.mark.parametrize("role", ROLES)
def test_a_row_at_the_end_of_the_calendar_takes_no_page_away(desk, role, ends):
    poisoned = poison(*ends)
    assert poisoned >= {
        *("WireItem.embargo_until", "WireVersion.embargo_until", "WireVersion.created_at"),
        *("WireVersion.version_at", "WireVersion.sent_at", "WireVersion.expires_at"),
        *("Article.embargo_until", "Article.due_at", "Image.date_created"),
        "Image.usable_until" if ends is LATE else "Image.usable_from",
        "Lease.ends_at" if ends is LATE else "Lease.starts_at",
        "Contract.valid_until" if ends is LATE else "Contract.valid_from",
    }
    client = Desk(getattr(desk.cast, role)).client
    answers = {address: client.get(address).status_code for address in pages(desk)}
    assert {
        address: status for address, status in answers.items() if status not in (200, 403)
    } == {}
    assert answers[reverse("admin:index")] == 200
    if role != "admin":  # who keeps accounts has no copy, and sees the wire
        assert answers[reverse("admin:articles_article_changelist")] == 200
        assert answers[reverse("admin:wires_wireitem_changelist")] == 200


@pytest.mark.parametrize("ends", [EARLY, LATE], ids=["year 1", "year 9999"])
def test_readers_keep_their_pages(desk, client, ends):
    poison(*ends)
    story = desk.story_under_test.story.editions.get().get_absolute_url()
    for address in (*map(reverse, READERS), story):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("ends", [EARLY, LATE], ids=["year 1", "year 9999"])
def test_an_end_beyond_every_bound_is_shown_as_none(desk, ends):
    poison(*ends)
    client = Desk(desk.cast.pictures).client
    page = client.get(reverse("admin:images_image_change", args=[desk.lead.pk])).content.decode()
    assert ("vô thời hạn" in page) == (ends is LATE)
    item = client.get(reverse("admin:wires_wireitem_change", args=[desk.item.pk])).content.decode()
    assert (item.count("vô thời hạn") >= 2) == (ends is LATE)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_an_address_may_ask_for_any_moment(cast, text):
    client = Desk(cast.editor).client
    for lookup in ("due_at__gte", "embargo_until__lt", "updated_at"):
        response = client.get(reverse("admin:articles_article_changelist"), {lookup: text})
        assert response.status_code in (200, 302, 400)


@pytest.mark.parametrize("ends", [EARLY, LATE], ids=["year 1", "year 9999"])
def test_such_rows_can_be_saved_again(desk, ends):
    poison(*ends)
    for model in (WireItem, Article, Image, Contract):
        for row in model.objects.all():
            row.save()
    newer = ParsedItem(guid=desk.item.guid, version=2, status="usable", headline="Train, corrected")
    stored = store.store_version(desk.feed, newer, at=at(11))
    assert stored.version is not None
    assert WireItem.objects.get(pk=desk.item.pk).headline == "Train, corrected"


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "9999-12-31T23:59:59-12:00"])
@pytest.mark.parametrize("lookup", ["attempt_time__gte", "attempt_time__lt"])
def test_the_lists_of_other_packages_may_be_asked_for_any_moment(newsroom, text, lookup):
    client = Desk(make_user("owner", is_superuser=True)).client
    for name in ("accessattempt", "accesslog"):
        address = reverse(f"admin:axes_{name}_changelist")
        assert client.get(address, {lookup: text}).status_code == 400
        assert client.get(address, {lookup: "2024-06-08T09:00:00+07:00"}).status_code == 200


TYPED = {
    "9999-12-31T00:00": "Năm nằm ngoài khoảng 2000–2100",
    "0001-01-01T00:00": "Năm nằm ngoài khoảng 2000–2100",
    "9999-12-31T23:59:59-12:00": "Năm nằm ngoài khoảng 2000–2100",
    "31/12/9999 00:00:00": "Ngày giờ không hợp lệ",
}


@pytest.mark.parametrize("field", ["embargo_until", "due_at"])
@pytest.mark.parametrize("typed", TYPED)
def test_a_typed_year_is_refused_at_its_field_and_no_word_is_lost(newsroom, cast, field, typed):
    article = newsroom.draft()
    response = Desk(cast.reporter).post(
        "articles_article_change",
        article.pk,
        **{**_form_of(article), field: typed, "headline": "Tít tôi vừa gõ xong"},
    )
    assert response.status_code == 200
    assert TYPED[typed] in str(response.context["adminform"].form.errors[field])
    page = response.content.decode()
    assert "Tít tôi vừa gõ xong" in page and typed.split("+")[0] in page
    article.refresh_from_db()
    assert (article.version, article.headline) == (1, "Hai nước bàn về một vịnh yên tĩnh")
    assert getattr(article, field) is None


@pytest.mark.parametrize("typed", ["9999-12-31T00:00", "0001-01-01T00:00"])
def test_a_story_is_published_for_no_such_time(newsroom, cast, typed):
    article = newsroom.approved()
    response = Desk(cast.editor).do("publish", article, status=200, goes_live_at=typed, note="Ghi")
    assert "goes_live_at" in response.context["form"].errors
    assert typed in response.content.decode() and "Ghi" in response.content.decode()
    article.refresh_from_db()
    assert (article.stage, article.story) == ("approved", None)


@pytest.mark.parametrize("typed", ["9999-12-31T00:00", "0001-01-01T00:00"])
def test_a_ruling_and_a_picture_get_no_such_time(cast, typed):
    image = make_image()
    desk = Desk(cast.pictures)
    response = desk.post(
        "images_image_action",
        image.pk,
        "rule",
        kind="allow",
        starts_at=typed,
        ends_at=typed,
        reason="Vì thế",
    )
    assert response.status_code == 200
    assert "Vì thế" in response.content.decode()
    assert not Lease.objects.exists()
    response = desk.post(
        "images_image_change",
        image.pk,
        caption="Chú thích mới",
        alt=image.alt,
        rights="staff",
        creator="Bình",
        focal_x="0.5",
        focal_y="0.5",
        usable_from=typed,
        usable_until=typed,
        date_created=typed,
    )
    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert {"usable_from", "usable_until", "date_created"} <= errors.keys()
    assert "Chú thích mới" in response.content.decode()


def _form_of(article):
    return {
        "seen_version": article.version,
        "section": article.section_id,
        "headline": article.headline,
        "standfirst": article.standfirst,
        "body": article.body,
        "provenance": article.provenance,
        "language": article.language,
        "tags": "",
        **{
            f"{name}-{number}_FORMS": 0
            for name in ("bylines", "placements", "agency_credits", "notes")
            for number in ("TOTAL", "INITIAL")
        },
    }


@pytest.mark.parametrize("embargo", ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00"])
def test_an_item_held_for_ever_is_listed_written_from_and_never_published(newsroom, cast, embargo):
    feed = make_feed(newsroom.kyodo)
    raw = (
        '{"uri": "kyodo:1", "type": "text", "pubStatus": "usable", "version": "%d",'
        ' "headlines": [{"value": "Train"}], "embargoed": "%s", "expires": "%s",'
        ' "bodies": [{"contentType": "text/html", "value": "<p>A train in Japan.</p>"}]}'
    )
    store.store_delivery(feed, (raw % (1, embargo, embargo)).encode(), at=MORNING)
    item = WireItem.objects.get()
    desk = Desk(cast.reporter)
    assert (
        "vô thời hạn"
        in desk.client.get(reverse("admin:wires_wireitem_changelist")).content.decode()
    )

    response = desk.post("articles_article_write_from", item.pk)
    assert response.status_code == 302
    article = Article.objects.get()
    assert article.embargo_until is None
    assert desk.client.get(response["Location"]).status_code == 200

    store.store_delivery(feed, (raw % (2, embargo, embargo)).encode(), at=at(11))
    item.refresh_from_db()
    assert (item.current.version, item.embargo_indefinite) == (2, True)
    page = Desk(cast.editor).client.get(reverse("admin:articles_article_change", args=[article.pk]))
    assert "cấm đăng vô thời hạn" in page.content.decode()


def test_a_story_under_an_embargo_with_seconds_may_go_live_at_the_time_that_is_offered(
    newsroom, cast
):
    ends_at = (timezone.now() + timedelta(days=2)).replace(hour=16, minute=0, second=30)
    day = timezone.localtime(ends_at)  # 23:00:30 in Hanoi
    item = make_wire_item(make_feed(newsroom.kyodo), embargo_until=ends_at)
    copy = newsroom.approved(embargo_until=item.embargo_until)
    desk = Desk(cast.editor)
    page = desk.client.get(reverse("admin:articles_article_verb", args=[copy.pk, "publish"]))
    assert f'value="{day:%Y-%m-%d}T23:01"' in page.content.decode()
    refused = desk.do("publish", copy, status=409, goes_live_at=f"{day:%Y-%m-%d}T23:00")
    assert f"{day:%d/%m/%Y} - 23:01" in refused.content.decode()
    desk.do("publish", copy, goes_live_at=f"{day:%Y-%m-%d}T23:01")
    copy.refresh_from_db()
    assert copy.stage == "published"


@pytest.mark.parametrize(
    ("now", "published_for"),
    [
        (at(16, 0), at(16, 1)),
        (at(16, 1), None),
        (at(16, 1).replace(second=59), None),
        (at(16, 2), at(16, 1)),  # which the workflow refuses
    ],
)
def test_the_minute_that_begins_while_somebody_reads_the_page_means_now(
    newsroom, now, published_for
):
    form = PublishForm(
        {"version": "1", "goes_live_at": "2024-06-08T16:01"},
        verb=verbs.PUBLISH,
        article=newsroom.draft(),
        at=now,
    )
    assert form.is_valid()
    assert form.options()["goes_live_at"] == published_for


def test_saving_an_embargo_with_seconds_as_its_form_shows_it_loosens_nothing(newsroom, cast):
    copy = newsroom.draft(embargo_until=datetime(2099, 6, 8, 16, 0, 30, tzinfo=UTC))
    page = Desk(cast.reporter).client.get(reverse("admin:articles_article_change", args=[copy.pk]))
    form = page.context["adminform"].form
    shown = form["embargo_until"].field.widget.format_value(form["embargo_until"].value())
    assert shown == "2099-06-08T23:01"
    response = Desk(cast.reporter).post(
        "articles_article_change", copy.pk, **{**_form_of(copy), "embargo_until": shown}
    )
    assert response.status_code == 302
    copy.refresh_from_db()
    assert copy.embargo_until == datetime(2099, 6, 8, 16, 1, tzinfo=UTC)


def test_a_picture_with_a_first_moment_in_seconds_may_run_from_the_minute_that_is_shown(db):
    image = make_image(usable_from=datetime(2024, 6, 8, 9, 0, 30, tzinfo=UTC))
    image.refresh_from_db()
    assert image.usable_from == datetime(2024, 6, 8, 9, 1, tzinfo=UTC)


def test_lengths_of_time_beyond_the_calendar_take_no_page_away(desk, client):
    Contract.objects.update(archive_days=2**31 - 1)
    Feed.objects.update(max_silence_minutes=2**31 - 1)
    Image.objects.update(rights=Image.Rights.AGENCY, origin=desk.kyodo, first_printed_at=at(9))
    story = desk.story_under_test.story.editions.get().get_absolute_url()
    assert client.get(story).status_code == 200
    assert Desk(desk.cast.admin).client.get(reverse("admin:index")).status_code == 200
    picture = reverse("admin:images_image_change", args=[desk.lead.pk])
    assert Desk(desk.cast.pictures).client.get(picture).status_code == 200
