"""Writing from agency copy: what comes along, what is refused, and who may."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import comparable, comparison, snapshot, workflow
from articles.models import Article, WireAlarm
from articles.wire import drafting
from editions import body
from images.models import Image
from newsroom.tests.factories import at, jpeg, make_agency, make_author, make_feed, make_section
from newsroom.tests.factories import make_wire_item as arrives
from text.errors import DomainError
from wires.ingest import store
from wires.parsing.parsed import ParsedPicture

NOW = at(10)


@pytest.fixture
def feed(newsroom):
    return make_feed(newsroom.kyodo)


def write(items, by):
    return drafting.draft_from_item(items, by=by, at=NOW)


def log_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_draft_has_all_that_the_agency_stated(newsroom, cast, feed):
    make_author("Lan Vũ", user=cast.reporter)
    item = arrives(
        feed,
        headline="Bullet train sets a record",
        standfirst="A first.",
        body_html="<p>A train in Japan set a record.</p>",
        dateline="SAITAMA, Japan, Dec. 9 Kyodo -",
        slugline="Train-record",
        urgency=3,
        embargo_until=at(18),
        internal_notes="Call the desk: 555-0100",
    )
    article = write([item], cast.reporter)
    article.refresh_from_db()
    expected = {
        "headline": "Bullet train sets a record",
        "standfirst": "A first.",
        "body": "<p>A train in Japan set a record.</p>",
        "dateline": "SAITAMA, Japan",
        "slugline": "Train-record",
        "urgency": 3,
        "embargo_until": at(18),
        "provenance": "wire",
        "language": "vi",
        "stage": "draft",
        "version": 1,
        "section": newsroom.section,
    }
    assert {name: getattr(article, name) for name in expected} == expected
    source = article.agency_credits.get()
    assert source.agency == newsroom.kyodo
    assert (source.wire_item, source.wire_version) == (item, item.current)
    assert [str(line) for line in article.bylines.all()] == ["Lan Vũ"]
    assert article.created_by == cast.reporter


def test_what_is_not_for_publication_is_nowhere_in_the_draft(cast, feed):
    item = arrives(feed, internal_notes="SECRET555")
    article = write([item], cast.reporter)
    assert "SECRET555" not in str(snapshot.content(article))
    columns = Article.objects.filter(pk=article.pk).values().get()
    assert "SECRET555" not in str(columns)


def test_who_has_no_name_in_print_writes_without_a_byline(cast, feed):
    assert not write([arrives(feed)], cast.reporter).bylines.exists()


def test_the_day_of_a_dateline_stays_out_of_the_draft(cast, feed):
    assert (
        write([arrives(feed, dateline="Paris, 8 juin 2024 (AFP) -")], cast.reporter).dateline
        == "Paris"
    )


def test_a_section_that_a_subject_names_comes_before_the_writers_own(newsroom, cast, feed):
    sport, own = make_section("Thể thao", order=200), make_section("Văn hóa", order=300)
    own.members.add(cast.reporter)
    named = arrives(feed, "kyodo:1", subjects=("15000000", "thể thao"))
    other = arrives(feed, "kyodo:2", subjects=("15000000",))
    assert write([named], cast.reporter).section == sport
    assert write([other], cast.reporter).section == own
    assert write([other], cast.colleague).section == newsroom.section


def test_several_items_stand_under_a_draft(newsroom, cast, feed):
    other = make_feed(make_agency("AFP"), "AFP")
    first = arrives(feed, body_html="<p>One.</p>", urgency=5, embargo_until=at(12))
    second = arrives(
        other,
        "afp:1",
        headline="The other <side>",
        body_html="<p>Two.</p>",
        urgency=2,
        embargo_until=at(15),
    )
    article = write([first, second, first], cast.reporter)
    assert article.body == "<p>One.</p><h2>The other &lt;side&gt;</h2><p>Two.</p>"
    assert (article.urgency, article.embargo_until) == (2, at(15))
    assert [str(s.agency) for s in article.agency_credits.order_by("order")] == ["Kyodo", "AFP"]


def test_an_embargo_that_is_over_is_not_carried_along(cast, feed):
    assert write([arrives(feed, embargo_until=at(9))], cast.reporter).embargo_until is None


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": "canceled"}, "Nothing was written from “A train”: Kyodo killed it."),
        ({"status": "withheld"}, "Nothing was written from “A train”: Kyodo withholds it."),
        (
            {"status": "unknown"},
            "Nothing was written from “A train”: nobody can tell whether Kyodo has released it.",
        ),
        (
            {"kind": "package"},
            "Nothing was written from “A train”: it is a package. Write from what is in it.",
        ),
        (
            {"kind": "other"},
            "Nothing was written from “A train”: it is neither text nor picture.",
        ),
        (
            {"expires_at": at(8)},
            "Nothing was written from “A train”: Kyodo allowed its use until 08/06/2024 - 08:00. "
            "Look for a newer item.",
        ),
    ],
)
def test_what_may_not_be_used_is_refused_and_nothing_is_there(cast, feed, fields, reason):
    with pytest.raises(DomainError, match=re.escape(reason)):
        write([arrives(feed, headline="A train", **fields)], cast.reporter)
    assert not Article.objects.exists()


def test_a_bad_item_among_several_refuses_all(cast, feed):
    bad = arrives(feed, "kyodo:2", status="canceled")
    with pytest.raises(DomainError):
        write([arrives(feed), bad], cast.reporter)
    assert not Article.objects.exists()


@pytest.mark.parametrize("who", ["pictures", "admin", "outsider"])
def test_who_may_not_write_from_copy_gets_nothing(cast, feed, who):
    with pytest.raises(PermissionDenied):
        write([arrives(feed)], getattr(cast, who))
    assert not Article.objects.exists()


def test_pictures_come_along_and_the_first_leads(newsroom, cast, feed):
    for name in ("a.jpg", "b.jpg"):
        store.store_delivery(feed, jpeg(), name=name, at=at(8))
    pictures = ({"href": "b.jpg", "caption": "B."}, {"href": "a.jpg", "caption": "A."})
    article = write([arrives(feed, pictures=pictured(pictures))], cast.reporter)
    placement = article.placements.get()
    assert (placement.place, placement.image.caption) == ("lead", "B.")
    images = Image.objects.order_by("pk")
    assert [(i.caption, i.credit_line(), i.rights, i.uploaded_by) for i in images] == [
        ("B.", "Ảnh: Kyodo", "agency", cast.reporter),
        ("A.", "Ảnh: Kyodo", "agency", cast.reporter),
    ]
    assert not article.notes.exists()


def test_a_picture_that_cannot_be_had_is_a_note_beside_the_copy(cast, feed):
    article = write([arrives(feed, pictures=pictured([{"href": "gone.jpg"}]))], cast.reporter)
    assert [note.text for note in article.notes.all()] == [
        "The picture “gone.jpg” was not taken in: it has not arrived."
    ]
    assert not article.placements.exists()


def pictured(rows):
    return tuple(ParsedPicture(**fields) for fields in rows)


@pytest.mark.parametrize(
    ("sample", "name", "aliases"),
    [
        ("newsml1-kyodo-lipeng.xml", "Kyodo", ["KYODONEWS"]),
        ("newsml1-afp-saab.xml", "AFP", []),
        ("g2-dpa-text-eintracht.xml", "dpa", []),
        ("ninjs3-tt-text-with-picture.json", "TT", []),
    ],
)
def test_real_copy_becomes_a_draft(newsroom, cast, samples, sample, name, aliases):
    """Whatever the format: its headline, its words, its agency, and nothing that is not public."""
    path = samples / sample
    agency = newsroom.kyodo if name == "Kyodo" else make_agency(name, aliases=aliases)
    delivery = store.store_delivery(make_feed(agency, name), path.read_bytes(), name=sample)
    version = delivery.versions.select_related("item__feed", "item__agency").first()
    within = min(filter(None, (NOW, version.expires_at))) - timedelta(seconds=1)
    article = drafting.draft_from_item([version.item], by=cast.reporter, at=within)
    assert article.headline == version.headline[:200].strip()
    assert body.text(article.body) != ""
    assert article.agency_credits.get().agency == agency
    for line in filter(None, version.internal_notes.splitlines()):
        assert line not in str(snapshot.content(article))


def test_an_item_is_laid_under_our_own_copy(newsroom, cast, feed):
    article = newsroom.draft()
    item = arrives(feed, embargo_until=at(18))
    drafting.add_item(article, item, by=cast.reporter, at=NOW)
    article.refresh_from_db()
    assert (article.provenance, article.embargo_until) == ("staff_and_wire", at(18))
    assert article.version == 2
    assert article.agency_credits.get().wire_version == item.current


def test_an_agency_that_was_named_by_hand_gets_its_item(newsroom, cast, feed):
    article = newsroom.draft(agencies=[newsroom.kyodo])
    item = arrives(feed)
    drafting.add_item(article, item, by=cast.reporter, at=NOW)
    assert article.agency_credits.get().wire_item == item


def test_the_same_item_twice_is_refused(newsroom, cast, feed):
    article, item = newsroom.draft(), arrives(feed)
    drafting.add_item(article, item, by=cast.reporter, at=NOW)
    with pytest.raises(DomainError, match="stands under the copy already"):
        drafting.add_item(article, item, by=cast.reporter, at=NOW)
    assert article.agency_credits.count() == 1


def test_an_item_removed_leaves_its_agency_named(newsroom, cast, feed):
    article = write([arrives(feed)], cast.reporter)
    drafting.remove_item(
        article, article.agency_credits.get(), by=cast.editor, note="Không dùng.", at=NOW
    )
    source = article.agency_credits.get()
    assert (source.agency, source.wire_item, source.wire_version) == (newsroom.kyodo, None, None)


def test_of_two_items_of_an_agency_the_removed_goes_altogether(cast, feed):
    first, second = arrives(feed), arrives(feed, "kyodo:2")
    article = write([first, second], cast.reporter)
    source = article.agency_credits.get(wire_item=first)
    drafting.remove_item(article, source, by=cast.editor, note="Không dùng.", at=NOW)
    assert [s.wire_item for s in article.agency_credits.all()] == [second]


def test_changing_what_lies_under_approved_copy_voids_the_approval(newsroom, cast, feed):
    article = newsroom.approved(agencies=[newsroom.kyodo])
    drafting.add_item(article, arrives(feed), by=cast.editor, at=NOW)
    article.refresh_from_db()
    assert article.stage == "in_review"


def test_what_lies_under_published_copy_cannot_be_changed(newsroom, cast, feed):
    article = newsroom.published()
    with pytest.raises(PermissionDenied):
        drafting.add_item(article, arrives(feed), by=cast.chief, at=NOW)
    assert not article.agency_credits.exists()


def test_a_version_that_is_not_the_newest_is_not_accepted(cast, feed):
    article = write([arrives(feed)], cast.reporter)
    second = arrives(feed, version=2, headline="Second").current_id
    arrives(feed, version=3, headline="Third")
    with pytest.raises(DomainError, match="Another version came meanwhile"):
        drafting.accept(article, article.agency_credits.get(), second, by=cast.reporter, at=NOW)
    assert article.agency_credits.get().wire_version.version == 1


def test_a_kill_is_not_accepted(cast, feed):
    article = write([arrives(feed)], cast.reporter)
    killed = arrives(feed, version=2, status="canceled").current_id
    with pytest.raises(DomainError, match="killed it"):
        drafting.accept(article, article.agency_credits.get(), killed, by=cast.reporter, at=NOW)


def test_accepting_is_a_version_of_the_copy_that_says_so(cast, feed):
    article = write([arrives(feed, headline="A train")], cast.reporter)
    current = arrives(feed, version=2, headline="A train").current_id
    drafting.accept(article, article.agency_credits.get(), current, by=cast.reporter, at=NOW)
    first, second = article.revisions.order_by("number")
    (change,) = comparison.changes(*comparable.of_revisions([first.content, second.content]))
    assert [(piece.kind, piece.text.strip()) for piece in change.texts[0].pieces] == [
        ("same", "Kyodo: “A train”, version"),
        ("gone", "1"),
        ("new", "2"),
    ]


def test_accepting_raises_the_alarm_for_what_readers_still_have(newsroom, cast, feed):
    article = write([arrives(feed)], cast.reporter)
    newsroom.rewrite(article, headline="Tàu", standfirst="Sapô.", body="<p>Chữ.</p>", at=NOW)
    workflow.submit(article, by=cast.reporter, at=NOW)
    workflow.approve(article, by=cast.editor, at=NOW)
    workflow.publish(article, by=cast.editor, at=NOW)
    current = arrives(feed, version=2, headline="A slower train").current_id
    workflow.reopen(article, by=cast.reporter, at=at(11))
    drafting.accept(article, article.agency_credits.get(), current, by=cast.reporter, at=at(12))
    (alarm,) = WireAlarm.objects.all()
    assert (alarm.version_id, alarm.resolved_at) == (current, None)


def test_a_click_on_the_wire_leads_to_the_form_with_the_original_beside(
    newsroom, cast, feed, client
):
    sentence = "a train without a driver ran for the first time on friday between two towns"
    item = arrives(
        feed, body_html=f"<p>{sentence}</p>", editor_note="Check it.", internal_notes="SECRET555"
    )
    log_in(client, cast.reporter)
    answer = client.post(reverse("admin:articles_article_write_from", args=[item.pk]), follow=True)
    article = Article.objects.get()
    address = reverse("admin:articles_article_change", args=[article.pk])
    assert answer.redirect_chain == [(address, 302)]
    page = answer.content.decode()
    original = page[page.index('class="originals"') : page.index('class="copy-form"')]
    for part in (f"<p>{sentence}</p>", "Check it.", "SECRET555"):
        assert part in original
    assert page.count("SECRET555") == 1
    assert "working-material" in page


@pytest.mark.parametrize("who", ["pictures", "admin"])
def test_the_server_asks_the_role(cast, feed, client, who):
    item = arrives(feed)
    log_in(client, getattr(cast, who))
    address = reverse("admin:articles_article_write_from", args=[item.pk])
    assert client.post(address).status_code == 403
    assert not Article.objects.exists()


def test_nothing_happens_on_get(newsroom, cast, feed, client):
    item, article = arrives(feed), newsroom.draft()
    log_in(client, cast.reporter)
    names = [("write_from", item.pk), ("add_item", article.pk), ("dismiss_alarm", article.pk)]
    for name, pk in names:
        address = reverse(f"admin:articles_article_{name}", args=[pk])
        assert client.get(address).status_code == 405
    assert Article.objects.count() == 1


def test_a_refusal_is_read_where_the_click_was(cast, feed, client):
    item = arrives(feed, status="canceled")
    log_in(client, cast.reporter)
    address = reverse("admin:articles_article_write_from", args=[item.pk])
    answer = client.post(address)
    assert answer.url == reverse("admin:wires_wireitem_change", args=[item.pk])
    assert not Article.objects.exists()


def test_items_are_searched_linked_to_the_copy_and_removed(newsroom, cast, feed, client):
    article = newsroom.draft(agencies=[newsroom.kyodo])
    arrives(feed, "kyodo:2", headline="Rice harvest")
    item = arrives(feed, headline="Bullet train")
    log_in(client, cast.reporter)
    address = reverse("admin:articles_article_items", args=[article.pk])
    page = client.get(address, {"q": "bullet"}).content.decode()
    assert ("Bullet train" in page, "Rice harvest" in page) == (True, False)
    client.post(reverse("admin:articles_article_add_item", args=[article.pk]), {"item": item.pk})
    source = article.agency_credits.get()
    assert source.wire_item == item
    log_in(client, cast.editor)
    address = reverse("admin:articles_article_remove_item", args=[article.pk, source.pk])
    client.post(address, {"note": "Không dùng."})
    assert article.agency_credits.get().wire_item is None


def test_a_picture_without_a_headline_is_listed_by_its_caption(newsroom, cast, feed, client):
    article = newsroom.draft()
    caption = "A ferry in heavy swell."
    picture = ParsedPicture(href="a.jpg", caption=caption)
    item = arrives(feed, headline="", pictures=(picture,))
    log_in(client, cast.reporter)
    address = reverse("admin:articles_article_items", args=[article.pk])
    page = client.get(address).content.decode()
    assert (caption in page, item.guid in page) == (True, False)


def test_another_reporters_copy_is_not_theirs_to_change(newsroom, cast, feed, client):
    article, item = newsroom.draft(), arrives(feed)
    log_in(client, cast.colleague)
    address = reverse("admin:articles_article_add_item", args=[article.pk])
    assert client.post(address, {"item": item.pk}).status_code == 403
    assert not article.agency_credits.exists()


def test_reading_a_new_version_is_a_single_click_beside_the_copy(cast, feed, client):
    article = write([arrives(feed, headline="A train")], cast.reporter)
    item = arrives(feed, version=2, headline="A faster train")
    source = article.agency_credits.get()
    log_in(client, cast.reporter)
    page = client.get(reverse("admin:articles_article_change", args=[article.pk]))
    assert "<ins>faster </ins>" in page.content.decode()
    address = reverse("admin:articles_article_wire_seen", args=[article.pk, source.pk])
    client.post(address, {"version": item.current_id})
    assert article.agency_credits.get().wire_version_id == item.current_id


def test_the_form_does_not_let_go_of_the_item_when_it_saves(newsroom, cast, feed, client):
    """The row under which an item lies is no row of the form."""
    article = write([arrives(feed)], cast.reporter)
    log_in(client, cast.reporter)
    address = reverse("admin:articles_article_change", args=[article.pk])
    page = client.get(address)
    (formset,) = [
        i.formset
        for i in page.context["inline_admin_formsets"]
        if i.formset.prefix == "agency_credits"
    ]
    assert list(formset.queryset) == []


def test_the_form_asks_the_same_for_an_item_and_for_three(newsroom, cast, feed, client):
    def asked(number, guid):
        items = [arrives(feed, f"{guid}:{n}", body_html="<p>Chữ.</p>") for n in range(number)]
        article = write(items, cast.reporter)
        address = reverse("admin:articles_article_change", args=[article.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    log_in(client, cast.reporter)
    assert asked(1, "one") == asked(3, "three")


def test_more_pictures_than_anybody_waits_for_are_counted(cast, feed):
    pictures = pictured([{"href": f"{n}.jpg"} for n in range(13)])
    article = write([arrives(feed, pictures=pictures)], cast.reporter)
    lines = article.notes.get().text.splitlines()
    assert (len(lines), lines[-1]) == (11, "3 more pictures of the item were not taken in.")


def test_the_items_page_says_which_copy_rests_on_it(newsroom, cast, feed, client):
    item = arrives(feed)
    article = write([item], cast.reporter)
    newsroom.draft(headline="Bài khác", agencies=[newsroom.kyodo])
    log_in(client, cast.colleague)
    page = client.get(reverse("admin:wires_wireitem_change", args=[item.pk])).content.decode()
    address = reverse("admin:articles_article_change", args=[article.pk])
    assert (f'href="{address}"' in page, "Bài khác" in page) == (True, False)
