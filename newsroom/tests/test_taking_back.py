"""What readers and partners get of a story that was taken down, killed, reinstated or corrected."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import press, workflow
from articles.models import Article
from editions.models import Edition
from editions.tests.partner_client import PartnerClient
from newsroom.tests.answers import ask

HEADLINE = "Ông Nguyễn Văn A bị bắt"
CORRECTION = Edition.Kind.CORRECTION


@pytest.fixture
def reader():
    return Client()


def ago(hours):
    return timezone.now() - timedelta(hours=hours)


def later(hours):
    return timezone.now() + timedelta(hours=hours)


def lists_of(reader):
    """The texts of every list in which a story of the first section may be."""
    names = ("front", "feed", "section", "section-feed")
    addresses = [reverse(n, args=["the-gioi"] if "section" in n else []) for n in names]
    addresses.append(reverse("sitemap", args=["stories"]))
    return [ask(reader, address).text for address in addresses]


def test_a_kill_of_what_nobody_saw_leaves_no_public_trace(newsroom, cast, reader):
    """Not even an address that answers in another way than one that never was."""
    article = newsroom.published(headline=HEADLINE, at=ago(2), goes_live_at=later(2))
    address = Edition.objects.get().get_absolute_url()
    before = ask(reader, address)
    assert workflow.kill(article, by=cast.chief, note=f"{HEADLINE}: sai.", at=ago(1)) is None
    answer = ask(reader, address)
    assert (answer.status, answer.text) == (404, before.text)
    assert article.stage == Article.Stage.KILLED
    assert not Edition.objects.in_force().exists() and not Edition.objects.waiting().exists()
    partner = PartnerClient()
    for name in ("partner-ninjs", "partner-newsml-g2"):
        assert HEADLINE not in partner.ask(reverse(f"{name}-list")).content.decode()
        assert partner.ask(reverse(name, args=[article.story_id])).status_code == 404


def test_a_kill_of_an_update_takes_back_what_readers_had(newsroom, cast, reader):
    article = newsroom.published(at=ago(3))
    address = Edition.objects.get().get_absolute_url()
    workflow.reopen(article, by=cast.reporter, at=ago(2))
    newsroom.rewrite(article, headline=HEADLINE, at=ago(2))
    workflow.submit(article, by=cast.reporter, at=ago(2))
    workflow.approve(article, by=cast.editor, at=ago(2))
    workflow.publish(article, by=cast.editor, at=ago(2), goes_live_at=later(2))
    workflow.kill(article, by=cast.chief, note="Gỡ theo yêu cầu.", at=ago(1))
    assert ask(reader, address).status == 410
    assert not Edition.objects.waiting().exists()


def test_a_story_that_was_taken_down_says_only_that_it_is_not_there(newsroom, cast, reader):
    article = newsroom.published(headline=HEADLINE, at=ago(3))
    edition, partner = Edition.objects.get(), PartnerClient()
    partner.ninjs(edition.story)
    workflow.take_down(article, by=cast.editor, note="Luật sư gọi: QREASONZ.", at=ago(1))
    answer = ask(reader, edition.get_absolute_url())
    assert answer.status == 410
    assert HEADLINE not in answer.text and "QREASONZ" not in answer.text
    assert all(HEADLINE not in text for text in lists_of(reader))
    item = partner.ninjs(edition.story)
    assert (item["pubStatus"], item["version"]) == ("withheld", "2")
    assert "QREASONZ" not in str(item) and HEADLINE not in str(item)


def test_a_story_that_was_taken_down_is_published_again_as_it_was(newsroom, cast, reader):
    """The version was approved, and it keeps its address and the time at which it first appeared."""
    article = newsroom.published(headline=HEADLINE, at=ago(3))
    first = Edition.objects.get()
    workflow.take_down(article, by=cast.editor, note="Chờ xác nhận.", at=ago(2))
    assert article.stage == Article.Stage.APPROVED
    again = workflow.publish(article, by=cast.editor, at=ago(1))
    assert again.get_absolute_url() == first.get_absolute_url()
    assert again.first_published_at == first.first_published_at
    assert ask(reader, first.get_absolute_url()).status == 200
    assert PartnerClient().ninjs(again.story)["pubStatus"] == "usable"


@pytest.mark.parametrize("verb", ["take_down", "kill"])
def test_what_comes_back_as_it_was_is_not_updated(newsroom, cast, reader, verb):
    article = newsroom.published(at=ago(6))
    getattr(workflow, verb)(article, by=cast.chief, note="Nhầm.", at=ago(5))
    if verb == "kill":
        workflow.reinstate(article, by=cast.chief, note="Nhầm.", at=ago(4))
        workflow.submit(article, by=cast.reporter, at=ago(4))
        workflow.approve(article, by=cast.editor, at=ago(4))
    again = workflow.publish(article, by=cast.editor, at=ago(3))
    assert again.changed_at == again.first_published_at == Edition.objects.first().published_at
    assert "story-updated" not in ask(reader, again.get_absolute_url()).text
    changed = newsroom.printed_again(article, headline="Tít hai", at=ago(2))
    assert changed.changed_at == changed.published_at


def test_taking_down_takes_back_what_waits_too(newsroom, cast):
    article = newsroom.published(at=ago(4))
    workflow.reopen(article, by=cast.reporter, at=ago(3))
    newsroom.rewrite(article, headline=HEADLINE, at=ago(3))
    workflow.submit(article, by=cast.reporter, at=ago(3))
    workflow.approve(article, by=cast.editor, at=ago(3))
    workflow.publish(article, by=cast.editor, at=ago(3), goes_live_at=later(2))
    workflow.take_down(article, by=cast.editor, note="Chờ xác nhận.", at=ago(1))
    assert not Edition.objects.waiting().exists() and not Edition.objects.live(later(9)).exists()


def test_a_chief_editor_reinstates_what_was_killed_by_mistake(newsroom, cast, reader):
    article = newsroom.published(headline=HEADLINE, at=ago(5))
    address = Edition.objects.get().get_absolute_url()
    workflow.kill(article, by=cast.chief, note="QNOTICEZ", at=ago(4))
    workflow.reinstate(article, by=cast.chief, note="Hủy nhầm bài.", at=ago(3))
    assert article.stage == Article.Stage.DRAFT
    assert (ask(reader, address).status, "QNOTICEZ" in ask(reader, address).text) == (410, True)
    workflow.submit(article, by=cast.reporter, at=ago(2))
    workflow.approve(article, by=cast.editor, at=ago(2))
    workflow.publish(article, by=cast.editor, at=ago(1))
    assert ask(reader, address).status == 200
    assert [change.verb for change in article.stage_changes.order_by("pk")][-4:] == [
        "reinstate",
        "submit",
        "approve",
        "publish",
    ]


def corrected(newsroom, article, *, hours, note="Ông B, không phải ông A.", **fields):
    correction = press.Correction(
        has_new_address=fields.pop("has_new_address", False), replaces=fields.pop("replaces", "")
    )
    cast = newsroom.cast
    workflow.reopen(article, by=cast.reporter, at=ago(hours))
    newsroom.rewrite(article, at=ago(hours), **fields)
    workflow.submit(article, by=cast.reporter, at=ago(hours))
    workflow.approve(article, by=cast.editor, at=ago(hours))
    options = {"kind": CORRECTION, "note": note, "correction": correction}
    return workflow.publish(article, by=cast.editor, at=ago(hours), **options)


def test_a_correction_takes_a_wrong_name_out_of_the_address_everywhere(newsroom, reader):
    article = newsroom.published(headline=HEADLINE, at=ago(5))
    old = Edition.objects.get().get_absolute_url()
    right = corrected(
        newsroom, article, hours=3, headline="Một người đàn ông bị bắt", has_new_address=True
    )
    new = right.get_absolute_url()
    assert "nguyen-van-a" in old and "nguyen-van-a" not in new
    answer = ask(reader, old)
    assert (answer.status, answer.header["Location"]) == (301, new)
    texts = [*lists_of(reader), ask(reader, new).text, str(PartnerClient().ninjs(right.story))]
    assert [text for text in texts if "nguyen-van-a" in text or HEADLINE in text] == []


def test_the_new_address_counts_from_the_moment_of_the_correction(newsroom, cast, reader):
    """Until then the edition in force keeps its own; taken back, it is as if it had never been."""
    article = newsroom.published(headline=HEADLINE, at=ago(5))
    old = Edition.objects.get().get_absolute_url()
    workflow.reopen(article, by=cast.reporter, at=ago(4))
    newsroom.rewrite(article, headline="Một người đàn ông bị bắt", at=ago(4))
    workflow.submit(article, by=cast.reporter, at=ago(4))
    workflow.approve(article, by=cast.editor, at=ago(4))
    waiting = workflow.publish(
        article,
        by=cast.editor,
        at=ago(4),
        goes_live_at=later(1),
        kind=CORRECTION,
        note="Sai tên.",
        correction=press.Correction(has_new_address=True),
    )
    assert ask(reader, old).status == 200
    moved = ask(reader, waiting.get_absolute_url())
    assert (moved.status, moved.header["Location"]) == (301, old)
    workflow.hold(article, by=cast.editor, at=ago(3))
    assert ask(reader, old).status == 200


def test_an_update_does_not_change_the_address(newsroom, cast):
    article = newsroom.published(headline=HEADLINE, at=ago(5))
    workflow.reopen(article, by=cast.reporter, at=ago(4))
    newsroom.rewrite(article, headline="Một người đàn ông bị bắt", at=ago(4))
    workflow.submit(article, by=cast.reporter, at=ago(4))
    workflow.approve(article, by=cast.editor, at=ago(4))
    with pytest.raises(workflow.Refused) as refused:
        workflow.publish(
            article,
            by=cast.editor,
            at=ago(3),
            correction=press.Correction(has_new_address=True),
        )
    assert refused.value.code == "correction_expected"
    assert Edition.objects.count() == 1


def test_a_wrong_note_is_replaced_on_every_surface(newsroom, reader):
    article = newsroom.published(headline=HEADLINE, at=ago(6))
    wrong = corrected(newsroom, article, hours=5, note="QWRONGZ", headline="Tít hai")
    (entry,) = wrong.corrections
    right = corrected(
        newsroom, article, hours=3, note="QRIGHTZ", headline="Tít ba", replaces=entry["at"]
    )
    assert [correction["note"] for correction in right.corrections] == ["QRIGHTZ"]
    texts = [ask(reader, right.get_absolute_url()).text, str(PartnerClient().ninjs(right.story))]
    assert all("QRIGHTZ" in text and "QWRONGZ" not in text for text in texts)


def test_a_note_that_is_not_replaced_stays_below_the_new_one(newsroom):
    article = newsroom.published(at=ago(6))
    corrected(newsroom, article, hours=5, note="Một.", headline="Tít hai")
    last = corrected(newsroom, article, hours=3, note="Hai.", headline="Tít ba")
    assert [correction["note"] for correction in last.corrections] == ["Hai.", "Một."]


def test_a_note_that_is_not_there_cannot_be_replaced(newsroom):
    article = newsroom.published(at=ago(6))
    corrected(newsroom, article, hours=5, note="Một.", headline="Tít hai")
    with pytest.raises(workflow.Refused) as refused:
        corrected(newsroom, article, hours=3, note="Hai.", headline="Ba", replaces="2001-01-01")
    assert refused.value.code == "note_replaced"
