"""The plan of what a takedown or a kill changes: shown before, stored, and checked afterwards."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import effects, workflow
from articles.effects import KILL, TAKE_DOWN, Facts, OtherUse, Place
from articles.models import WireAlarm
from editions.tests.partner_client import PartnerClient
from newsroom.tests.factories import make_image, make_wire_item

LIVE = Facts(was_seen=True, is_live=True, lists=("Thế giới",))
ALL = Facts(
    was_seen=True,
    is_live=True,
    lists=("Thế giới", "Nhật Bản"),
    goes_live_at="2024-06-08T20:00:00+07:00",
    partners=("Báo Bạn",),
    pictures=2,
    other_uses=(OtherUse("Cầu.", "Bài khác", 7),),
    alarms=2,
    restrictions=1,
    writers=("Kim Anh",),
)


def ago(hours):
    return timezone.now() - timedelta(hours=hours)


def places(verb, facts):
    return [effect.place.value for effect in effects.plan(verb, facts)]


@pytest.mark.parametrize(
    ("verb", "facts", "expected"),
    [
        (TAKE_DOWN, LIVE, "page lists feeds copy"),
        (KILL, LIVE, "page lists feeds copy"),
        (KILL, Facts(was_seen=False, is_live=False), "nowhere copy"),
        (
            KILL,
            Facts(was_seen=False, is_live=False, goes_live_at=ALL.goes_live_at),
            "nowhere waiting copy",
        ),
        (KILL, Facts(was_seen=True, is_live=False), "copy"),
        (KILL, Facts(was_seen=True, is_live=False, is_away=True), "page copy"),
        (
            KILL,
            Facts(was_seen=True, is_live=False, is_away=True, partners=("Báo Bạn",)),
            "page partners copy",
        ),
        (
            KILL,
            ALL,
            "page lists feeds partners pictures elsewhere waiting alarms copy mail",
        ),
        (TAKE_DOWN, ALL, "page lists feeds partners pictures elsewhere waiting alarms copy mail"),
        (
            TAKE_DOWN,
            replace(ALL, restrictions=0),
            "page lists feeds partners pictures elsewhere waiting copy mail",
        ),
    ],
)
def test_a_plan_says_what_there_is_to_change(verb, facts, expected):
    assert places(verb, facts) == expected.split()


@pytest.mark.parametrize("verb", [TAKE_DOWN, KILL])
def test_every_effect_has_its_words(verb):
    for effect in effects.plan(verb, ALL):
        assert effect.heading and effect.sentence
        assert "%(" not in effect.heading + effect.sentence


def test_an_effect_is_done_when_the_plan_no_longer_has_it():
    planned = effects.plan(KILL, ALL)
    before = {r.effect.place for r in effects.results(planned, ALL) if r.is_done}
    assert before == {Place.COPY, Place.MAIL}
    gone = Facts(was_seen=True, is_live=False)
    assert all(result.is_done for result in effects.results(planned, gone))


@pytest.fixture
def article(newsroom):
    shared, own = make_image(caption="Cầu chung."), make_image()
    newsroom.published(headline="Bài khác", lead=shared, at=ago(4))
    figure = f'<p>Đoạn.</p><figure data-image="{own.pk}"></figure>'
    return newsroom.published(headline="Tít", lead=shared, body=figure, at=ago(3))


def test_facts_are_what_readers_and_partners_have(newsroom, article):
    PartnerClient("Báo Bạn").ninjs(article.story)
    PartnerClient("Báo Hai")  # has nothing of it
    facts = effects.facts_of(article, at=timezone.now())
    assert (facts.was_seen, facts.is_live, facts.goes_live_at) == (True, True, "")
    assert facts.lists == ("Thế giới", "Nhật Bản", "Kim Anh")
    assert (facts.partners, facts.pictures, facts.writers) == (("Báo Bạn",), 1, ("Kim Anh",))
    ((use),) = facts.other_uses
    assert (use.caption, use.headline) == ("Cầu chung.", "Bài khác")


def test_the_plan_is_stored_with_the_stage_change(cast, article):
    planned = effects.plan(KILL, effects.facts_of(article, at=timezone.now()))
    workflow.kill(article, by=cast.chief, note="Gỡ theo yêu cầu.")
    change = article.stage_changes.latest("pk")
    assert [effects.Effect.from_json(data) for data in change.effects] == planned
    facts = effects.facts_of(article, at=timezone.now())
    assert all(result.is_done for result in effects.results(planned, facts))


def test_the_kill_of_a_story_that_was_taken_down_puts_the_notice_there(cast, article):
    partner = PartnerClient("Báo Bạn")
    partner.ninjs(article.story)
    workflow.take_down(article, by=cast.editor, note="Chờ hãng xác nhận.")
    for _number in range(2):  # before and after the partner has fetched the recall
        planned = effects.plan(KILL, effects.facts_of(article, at=timezone.now()))
        assert [effect.place.value for effect in planned] == ["page", "partners", "copy", "mail"]
        assert partner.ninjs(article.story)["pubStatus"] == "withheld"
    workflow.kill(article, by=cast.chief, note="Gỡ theo yêu cầu.")
    assert partner.ninjs(article.story)["pubStatus"] == "canceled"
    facts = effects.facts_of(article, at=timezone.now())
    assert all(result.is_done for result in effects.results(planned, facts))


def test_other_verbs_have_no_plan(newsroom):
    article = newsroom.published(at=ago(1))
    assert not article.stage_changes.exclude(effects=[]).exists()


def test_the_page_says_what_changes_where_and_then_what_was_done(client, cast, article):
    client.force_login(cast.chief)
    address = reverse("admin:articles_article_verb", args=[article.pk, "take_down"])
    page = client.get(address).content.decode()
    assert "RSS" in page and "Bài khác" in page
    assert reverse("admin:articles_article_verb", args=[article.pk, "kill"]) in page
    data = {"version": article.version, "note": "Chờ hãng xác nhận."}
    done = client.post(address, data, follow=True)
    change = article.stage_changes.latest("pk")
    path, _status = done.redirect_chain[-1]
    assert path == reverse("admin:articles_article_effects", args=[article.pk, change.pk])
    text = done.content.decode()
    assert "RSS" in text and "Chờ hãng xác nhận." in text
    assert reverse("admin:articles_article_verb", args=[article.pk, "publish"]) in text


def test_the_copy_and_the_home_say_that_readers_find_a_notice(client, cast, article):
    client.force_login(cast.editor)
    copy = reverse("admin:articles_article_change", args=[article.pk])
    pages = (copy, reverse("admin:index"))
    before = [client.get(page).content.decode() for page in pages]
    workflow.take_down(article, by=cast.editor, note="Chờ hãng xác nhận.")
    after = [client.get(page).content.decode() for page in pages]
    for page, sees in [*((page, False) for page in before), *((page, True) for page in after)]:
        assert ("Độc giả đang thấy lời báo" in page) == sees
        assert ("Chờ hãng xác nhận." in page) == sees


def test_what_readers_never_had_is_killed_without_a_notice(client, cast, newsroom):
    waiting = newsroom.published(goes_live_at=timezone.now() + timedelta(hours=5))
    client.force_login(cast.chief)
    page = client.get(reverse("admin:articles_article_verb", args=[waiting.pk, "kill"]))
    html = page.content.decode()
    assert str(page.context["form"]["note"].label) == "Ghi chú"
    assert "notice-preview" not in html and "Từ lúc này độc giả" not in html
    copy = client.get(reverse("admin:articles_article_change", args=[waiting.pk]))
    assert "Giữ bài lại rồi mới sửa được." in copy.content.decode()
    assert "độc giả vẫn xem" not in copy.content.decode()


def test_an_editor_is_not_offered_the_kill(client, cast, article):
    client.force_login(cast.editor)
    address = reverse("admin:articles_article_verb", args=[article.pk, "take_down"])
    page = client.get(address).content.decode()
    assert reverse("admin:articles_article_verb", args=[article.pk, "kill"]) not in page


def test_the_page_of_effects_is_for_who_may_see_copy(client, cast, article):
    workflow.kill(article, by=cast.chief, note="Gỡ theo yêu cầu.")
    change = article.stage_changes.latest("pk")
    address = reverse("admin:articles_article_effects", args=[article.pk, change.pk])
    client.force_login(cast.admin)
    seen = client.get(address).status_code
    client.force_login(cast.outsider)
    assert (seen, client.get(address).status_code) == (200, 302)
    other = article.stage_changes.exclude(pk=change.pk).first()
    client.force_login(cast.chief)
    missing = reverse("admin:articles_article_effects", args=[article.pk, other.pk])
    assert client.get(missing).status_code == 404


def test_the_page_shows_what_the_agency_ordered(client, newsroom, cast, article):
    item = make_wire_item(editor_note="Please remove from all platforms.")
    WireAlarm.objects.create(
        article=article,
        version=item.current,
        kind=WireAlarm.Kind.KILLED,
        raised_at=timezone.now(),
    )
    client.force_login(cast.chief)
    address = reverse("admin:articles_article_verb", args=[article.pk, "kill"])
    assert "Please remove from all platforms." in client.get(address).content.decode()
