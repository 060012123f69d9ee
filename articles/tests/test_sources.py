"""What copy rests on: every link is recorded for ever, and taking one out needs somebody else."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from articles import workflow
from articles.models import SourceRecord
from articles.wire import drafting
from newsroom.tests.factories import at, make_agency, make_feed
from newsroom.tests.factories import make_wire_item as arrives
from text.errors import DomainError

NOW = at(10)


@pytest.fixture
def feed(newsroom):
    return make_feed(newsroom.kyodo)


@pytest.fixture
def article(cast, feed):
    return drafting.draft_from_item([arrives(feed)], by=cast.reporter, at=at(8))


def records(article):
    rows = article.source_records.order_by("pk")
    return [(r.action, r.version and r.version.version, r.created_by.username) for r in rows]


def log_in(client, user, language="en"):
    user.language = language
    user.save()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_of(article, name="change", *args):
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *args])


def test_every_act_with_an_item_is_recorded_with_who_when_and_why(newsroom, cast, feed, article):
    newsroom.rewrite(article, headline="Tàu", standfirst="Sapô.", body="<p>Chữ.</p>", at=at(8))
    item = arrives(feed, version=2)
    source = article.agency_credits.get()
    drafting.accept(article, source, item.current_id, by=cast.reporter, at=at(9))
    article.refresh_from_db()
    article.bylines.create(author=newsroom.author)
    workflow.submit(article, by=cast.reporter, at=at(9))
    workflow.approve(article, by=cast.editor, at=at(9))
    edition = workflow.publish(article, by=cast.editor, at=at(9))
    workflow.reopen(article, by=cast.reporter, at=at(9))
    drafting.remove_item(article, source, by=cast.editor, note="Ta viết theo AFP.", at=NOW)
    assert records(article) == [
        ("linked", 1, "reporter"),
        ("accepted", 2, "reporter"),
        ("printed", 2, "editor"),
        ("removed", 2, "editor"),
    ]
    printed, removed = article.source_records.order_by("pk")[2:]
    assert (printed.edition, removed.edition) == (edition, None)
    assert (removed.note, removed.created_at, removed.item) == ("Ta viết theo AFP.", NOW, item)


def test_a_record_is_neither_changed_nor_deleted(article):
    record = article.source_records.get()
    for change in (record.save, record.delete, SourceRecord.objects.all().delete):
        with pytest.raises(TypeError):
            change()


@pytest.mark.parametrize("who", ["reporter", "colleague", "pictures", "admin", "outsider"])
def test_only_an_editor_takes_an_item_out(newsroom, cast, article, who):
    newsroom.section.members.add(cast.colleague)
    source = article.agency_credits.get()
    with pytest.raises(PermissionDenied):
        drafting.remove_item(article, source, by=getattr(cast, who), note="Vì sao.", at=NOW)
    assert article.agency_credits.get().wire_item is not None
    assert records(article) == [("linked", 1, "reporter")]


def test_an_editor_who_wrote_the_copy_leaves_it_to_another(newsroom, cast, feed):
    article = drafting.draft_from_item([arrives(feed)], by=cast.editor, at=at(8))
    source = article.agency_credits.get()
    with pytest.raises(DomainError, match="Another editor has to") as refused:
        drafting.remove_item(article, source, by=cast.editor, note="Vì sao.", at=NOW)
    assert refused.value.code == "removal_of_own_source"
    drafting.remove_item(article, source, by=cast.second_editor, note="Vì sao.", at=NOW)
    assert article.agency_credits.get().wire_item is None


def test_taking_out_needs_a_note(cast, article):
    source = article.agency_credits.get()
    with pytest.raises(DomainError, match="say why"):
        drafting.remove_item(article, source, by=cast.editor, note=" ", at=NOW)
    assert article.agency_credits.get().wire_item is not None


def test_what_a_colleague_took_out_is_not_taken_out_again(cast, article):
    source = article.agency_credits.get()
    drafting.remove_item(article, source, by=cast.editor, note="Vì sao.", at=NOW)
    with pytest.raises(DomainError, match="a colleague took it out"):
        drafting.remove_item(article, source, by=cast.second_editor, note="Cũng vậy.", at=NOW)
    assert len(records(article)) == 2


def test_taking_out_is_a_page_with_a_note_and_only_its_post_does_it(cast, article, client):
    source = article.agency_credits.get()
    address = page_of(article, "remove_item", source.pk)
    log_in(client, cast.editor)
    page = client.get(address)
    assert (page.status_code, article.agency_credits.get().wire_item is None) == (200, False)
    refused = client.post(address, {"note": "  "})
    assert (refused.status_code, "say why" in refused.content.decode()) == (409, True)
    done = client.post(address, {"note": "Ta viết theo AFP."})
    assert done.url == page_of(article)
    assert article.agency_credits.get().wire_item is None


def test_a_reporter_reads_why_not_whom_to_ask_and_asks_by_a_note(cast, article, client):
    source = article.agency_credits.get()
    address = page_of(article, "remove_item", source.pk)
    log_in(client, cast.reporter)
    assert f'href="{address}"' in client.get(page_of(article)).content.decode()
    page = client.get(address).content.decode()
    assert "Only an editor may take agency copy out" in page
    assert "Hùng" in page
    assert f'action="{page_of(article, "note")}"' in page
    assert client.post(address, {"note": "Vì sao."}).status_code == 403
    client.post(page_of(article, "note"), {"text": "Bỏ tin này giúp."})
    assert [note.text for note in article.notes.all()] == ["Bỏ tin này giúp."]
    assert article.agency_credits.get().wire_item is not None


def test_the_form_of_the_copy_cannot_change_an_item(newsroom, cast, feed, article, client):
    """A forged row of the inline neither takes the item out nor puts another in its place."""
    source = article.agency_credits.get()
    log_in(client, cast.reporter)
    form = client.get(page_of(article)).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    for prefix, rows in (("agency_credits", 1), ("bylines", 0), ("placements", 0), ("notes", 0)):
        data |= {f"{prefix}-TOTAL_FORMS": rows, f"{prefix}-INITIAL_FORMS": rows}
    data |= {
        "agency_credits-0-id": source.pk,
        "agency_credits-0-article": article.pk,
        "agency_credits-0-agency": make_agency("AFP").pk,
        "agency_credits-0-order": 0,
        "agency_credits-0-wire_item": "",
        "agency_credits-0-DELETE": "on",
    }
    client.post(page_of(article), data)
    source.refresh_from_db()
    assert (source.agency, source.wire_item.guid) == (newsroom.kyodo, "kyodo:1")


def test_a_database_from_before_learns_its_sources_from_rows_and_revisions(
    newsroom, cast, feed, article
):
    """The migration tells from the saves what was recorded, also of what was taken out since."""
    newsroom.rewrite(article, headline="Tàu", standfirst="Sapô.", body="<p>Chữ.</p>", at=at(8))
    item = arrives(feed, version=2)
    drafting.accept(
        article, article.agency_credits.get(), item.current_id, by=cast.reporter, at=at(9)
    )
    article.refresh_from_db()
    article.bylines.create(author=newsroom.author)
    workflow.save(article, by=cast.reporter, at=at(9))
    workflow.submit(article, by=cast.reporter, at=at(9))
    workflow.approve(article, by=cast.editor, at=at(9))
    workflow.publish(article, by=cast.editor, at=at(9))
    workflow.reopen(article, by=cast.reporter, at=at(9))
    source = article.agency_credits.get()
    drafting.remove_item(article, source, by=cast.editor, note="Ta viết theo AFP.", at=NOW)
    newsroom.draft()  # which never rested on any
    recorded = records(article)
    printed = article.source_records.get(action="printed").edition
    SourceRecord.objects.all()._raw_delete("default")
    migration = import_module("articles.migrations.0011_record_sources")
    migration.record_sources(apps, SimpleNamespace(connection=connection))
    assert records(article) == recorded
    assert article.source_records.get(action="printed").edition == printed
    assert set(SourceRecord.objects.values_list("article", flat=True)) == {article.pk}
