"""Terms of text are obeyed: quota, days in the archive, expiry, territory, wording, link."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from articles import dashboard, readiness, workflow
from articles.wire import alarms, drafting
from articles.wire.responses import process_agency_changes
from articles.wire.robot import ROBOT
from attribution.models import Agency, Contract
from editions import reports, text_use
from editions.models import FAR_FUTURE, Edition
from editions.syndication import offers
from editions.tests.partner_client import PartnerClient
from newsroom.tests.factories import MORNING, at, make_agency, make_feed, make_wire_item
from text.errors import DomainError
from wires.ingest import store
from wires.parsing.parsed import ParsedItem

pytestmark = pytest.mark.both_databases

DAY = timedelta(days=1)


@pytest.fixture
def kyodo(newsroom):
    return newsroom.kyodo


def terms(agency, **fields):
    """Change the text contract of an agency."""
    contract = agency.contracts.get(service="text")
    for name, value in fields.items():
        setattr(contract, name, value)
    contract.save()


def codes(article, *, now=MORNING):
    """Level and code of what the agencies' terms say."""
    ours = {"quota", "leaves", "out", "item", "territory", "online", "link"}
    problems = readiness.problems(article, at=now)
    return [(p.level.value, p.code) for p in problems if p.code.split("_")[0] in ours]


def from_item(newsroom, **fields):
    """A draft from an item with these fields, in words of our own."""
    item = make_wire_item(make_feed(newsroom.kyodo), **fields)
    article = drafting.draft_from_item([item], by=newsroom.cast.reporter, at=at(8))
    newsroom.rewrite(article, body="<p>Đoạn.</p>", standfirst="Sapô.", headline="Tàu chạy thử")
    return article


def printed_from_item(newsroom, **fields):
    article = from_item(newsroom, **fields)
    article.bylines.create(author=newsroom.author)
    workflow.save(article, by=newsroom.cast.reporter, at=at(8))
    workflow.submit(article, by=newsroom.cast.reporter, at=at(8))
    workflow.approve(article, by=newsroom.cast.editor, at=at(8))
    workflow.publish(article, by=newsroom.cast.editor, at=at(9))
    return article


# Quota


@pytest.mark.parametrize(
    ("quota", "printed", "expected"),
    [
        (None, 3, []),
        (20, 1, []),
        (6, 2, [("warn", "quota_low")]),
        (2, 2, [("block", "quota_used_up")]),
        (0, 0, [("block", "quota_used_up")]),
    ],
)
def test_a_quota_warns_and_then_blocks(newsroom, kyodo, quota, printed, expected):
    for _number in range(printed):
        newsroom.published(agencies=[kyodo])
    draft = newsroom.draft(agencies=[kyodo])
    terms(kyodo, monthly_quota=quota)
    assert codes(draft) == expected


def test_a_story_counts_once_in_the_month_in_which_readers_first_had_the_text(newsroom, kyodo):
    newsroom.published(agencies=[kyodo], at=at(9, day=1) - 10 * DAY)
    article = newsroom.published(agencies=[kyodo], at=at(9, day=2))
    newsroom.printed_again(article, headline="Tít hai", at=at(9, day=3))
    assert text_use.printed_in_month([kyodo.pk], at=at(12)) == {kyodo.pk: 1}
    assert text_use.printed_in_month([kyodo.pk], at=at(9, day=1) - 9 * DAY) == {kyodo.pk: 1}
    terms(kyodo, monthly_quota=1)
    workflow.reopen(article, by=newsroom.cast.reporter, at=at(9))
    assert codes(article) == []  # it has counted


def test_what_was_killed_counts_and_what_nobody_saw_does_not(newsroom, cast, kyodo):
    killed = newsroom.published(agencies=[kyodo], at=at(9))
    workflow.kill(killed, by=cast.chief, note="Gỡ.", at=at(10))
    held = newsroom.published(agencies=[kyodo], at=at(9), goes_live_at=at(12))
    assert text_use.printed_in_month([kyodo.pk], at=at(9)) == {kyodo.pk: 2}
    workflow.hold(held, by=cast.editor, at=at(10))
    assert text_use.printed_in_month([kyodo.pk], at=at(9)) == {kyodo.pk: 1}


def test_the_month_that_counts_is_that_in_which_readers_will_see_it(newsroom, kyodo):
    newsroom.published(agencies=[kyodo], at=at(9))
    draft = newsroom.draft(agencies=[kyodo])
    terms(kyodo, monthly_quota=1)
    assert codes(draft, now=at(9, day=30)) == [("block", "quota_used_up")]
    assert codes(draft, now=at(9, day=30) + DAY) == [("warn", "quota_low")]


def test_the_desk_sees_quotas_of_text_beside_those_of_pictures(newsroom, kyodo):
    newsroom.published(agencies=[kyodo])
    terms(kyodo, monthly_quota=3)
    Contract.objects.filter(service="picture").update(monthly_quota=2)
    rows = dashboard.quotas_that_run_out(at(12)).rows
    assert [(row.service, row.printed, row.left) for row in rows] == [
        ("picture", 0, 2),
        ("text", 1, 2),
    ]


# The end of public life


def statuses(article, edition):
    """What readers are answered at the story's page and find of it elsewhere."""
    reader, page = Client(), Client().get(edition.get_absolute_url())
    lists = ("/", "/rss.xml", "/the-gioi/", "/the-gioi/rss.xml", "/sitemap-stories.xml")
    lists += (
        "/nguon/kyodo/",
        reverse("author", args=[edition.linked_entities["authors"][0]["slug"]]),
    )
    shown = {
        address
        for address in lists
        if edition.get_absolute_url() in reader.get(address).content.decode()
    }
    return page, shown, set(lists)


def test_days_in_the_archive_end_its_public_life_by_the_clock_alone(newsroom, kyodo, monkeypatch):
    terms(kyodo, archive_days=30)
    article = newsroom.published(agencies=[kyodo], at=at(9))
    edition = article.story.editions.get()
    assert edition.public_until == at(9) + 30 * DAY
    for now, is_live in (
        (at(9) + 30 * DAY - timedelta(seconds=1), True),
        (at(9) + 30 * DAY, False),
    ):
        assert Edition.objects.live(now).exists() is is_live
        monkeypatch.setattr("django.utils.timezone.now", lambda now=now: now)
        page, shown, every = statuses(article, edition)
        assert (page.status_code, shown) == ((200, every) if is_live else (410, set()))


def test_the_page_says_that_its_time_ran_out_and_nothing_else(newsroom, kyodo, monkeypatch):
    terms(kyodo, archive_days=1)
    edition = newsroom.published(
        agencies=[kyodo], headline="Vịnh Hạ Long lặng"
    ).story.editions.get()
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(9, day=20))
    page = Client().get(edition.get_absolute_url()).content.decode()
    assert (
        "This story is no longer available" in page
        and '<meta name="robots" content="noindex">' in page
    )
    for word in ("Vịnh Hạ Long", "Kyodo", "rút"):
        assert word not in page


def test_search_engines_are_told_ahead(newsroom, kyodo, monkeypatch):
    terms(kyodo, archive_days=30)
    edition = newsroom.published(agencies=[kyodo], at=at(9)).story.editions.get()
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(10))
    page = Client().get(edition.get_absolute_url()).content.decode()
    assert "unavailable_after: 2024-07-08T09:00:00+07:00" in page
    assert '"expires": "2024-07-08T09:00:00+07:00"' in page


def test_days_are_counted_from_the_first_day_of_the_agencys_text_in_the_story(newsroom, kyodo):
    terms(kyodo, archive_days=30)
    article = newsroom.published(agencies=[kyodo], at=at(9))
    edition = newsroom.printed_again(article, headline="Tít hai", at=at(9, day=20))
    assert edition.public_until == at(9) + 30 * DAY


def test_what_ran_out_is_not_printed_again_with_the_text(newsroom, kyodo):
    terms(kyodo, archive_days=2)
    article = newsroom.published(agencies=[kyodo], at=at(9))
    assert codes(article, now=at(9, day=9)) == [("warn", "leaves_our_pages")]
    assert codes(article, now=at(9, day=10)) == [("block", "out_of_archive")]


def test_the_desk_sees_when_a_story_leaves_and_that_it_has_left(newsroom, cast, kyodo, monkeypatch):
    terms(kyodo, archive_days=2)
    article = newsroom.published(agencies=[kyodo], at=at(9))
    client = Client()
    client.force_login(cast.chief, backend="django.contrib.auth.backends.ModelBackend")
    for day, live, run_out in ((9, True, False), (11, False, True)):
        monkeypatch.setattr("django.utils.timezone.now", lambda day=day: at(9, day=day))
        context = client.get(reverse("admin:articles_article_change", args=[article.pk])).context
        assert (bool(context["live"]), bool(context["run_out"])) == (live, run_out)


def test_it_comes_back_when_it_rests_on_the_text_no_more(newsroom, cast, kyodo):
    terms(kyodo, archive_days=2)
    article = newsroom.published(agencies=[kyodo], at=at(9))
    workflow.reopen(article, by=cast.reporter, at=at(9, day=20))
    article.agency_credits.all().delete()
    newsroom.rewrite(article, provenance="staff", at=at(9, day=20))
    workflow.submit(article, by=cast.reporter, at=at(9, day=20))
    workflow.approve_and_publish(article, by=cast.editor, at=at(9, day=20))
    assert Edition.objects.live(at(9, day=21)).get().public_until == FAR_FUTURE


def test_the_desk_sees_seven_days_and_one_day_ahead(newsroom, kyodo):
    terms(kyodo, archive_days=30)
    newsroom.published(agencies=[kyodo], at=at(9))
    ends = at(9) + 30 * DAY

    def ahead(**left):
        rows = dashboard.stories_that_run_out(ends - timedelta(**left)).rows
        return [str(row.when) for row in rows]

    assert ahead(days=7, seconds=1) == []
    assert (ahead(days=7), ahead(days=1, seconds=1)) == (["Within 7 days"],) * 2
    assert (ahead(days=1), ahead(seconds=1)) == (["Within a day"],) * 2
    assert ahead(seconds=0) == []


@pytest.mark.parametrize("act", ["nothing", "take out"])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_an_earlier_end_counts_at_once_whatever_its_number_and_whoever_took_the_item_out(
    newsroom, cast, number, act
):
    article = printed_from_item(newsroom, version_at=at(6))
    if act == "take out":
        workflow.reopen(article, by=cast.reporter, at=at(9))
        source = article.agency_credits.get()
        drafting.remove_item(article, source, by=cast.editor, note="Ta có nguồn riêng.", at=at(9))
    item = ParsedItem(
        guid="kyodo:1", version=number, status="usable", expires_at=at(11), headline="B"
    )
    store.store_version(source_feed(article), item, at=at(10))
    live = [Edition.objects.live(at(hour)).exists() for hour in (10, 11)]
    assert live == [True, False]
    change = article.stage_changes.latest("pk")
    assert (change.verb, change.created_by.username) == ("tighten", ROBOT)
    assert change.from_stage == change.to_stage
    assert "của Kyodo không được dùng sau 08/06/2024 - 11:00." in change.note
    process_agency_changes(at=at(10))
    assert article.stage_changes.filter(verb="tighten").count() == 1


def test_what_readers_no_longer_have_ends_as_it_ended(newsroom):
    article = printed_from_item(newsroom, version_at=at(6))
    newsroom.printed_again(article, headline="Tít hai", at=at(10))
    item = ParsedItem(guid="kyodo:1", version=2, status="usable", expires_at=at(18))
    store.store_version(source_feed(article), item, at=at(11))
    ends = article.story.editions.order_by("number").values_list("public_until", flat=True)
    assert list(ends) == [FAR_FUTURE, at(18)]


def test_a_story_that_has_expired_already_ends_at_once_with_an_alarm(newsroom):
    article = printed_from_item(newsroom, version_at=at(6))
    item = ParsedItem(guid="kyodo:1", version=2, status="usable", expires_at=at(7))
    store.store_version(source_feed(article), item, at=at(10))
    assert not Edition.objects.live(at(10)).exists()
    assert article.stage_changes.filter(verb="tighten").count() == 1
    assert [entry.alarm.kind for entry in alarms.open_alarms(at(10))] == ["restricted"]


def test_what_the_chief_answered_expires_no_more(newsroom, cast):
    article = printed_from_item(newsroom, expires_at=at(11))
    expired = article.source_records.first().item.expiry_version
    article.refresh_from_db()
    assert codes(article, now=at(12)) == [("block", "item_expired")]
    with pytest.raises(DomainError):
        alarms.dismiss(article, expired, note="Kyodo cho thêm.", by=cast.chief, at=at(10))
    alarms.dismiss(article, expired, note="Kyodo cho thêm.", by=cast.chief, at=at(12))
    edition = newsroom.printed_again(article, headline="Tít hai", at=at(13))
    assert edition.public_until == FAR_FUTURE
    process_agency_changes(at=at(14))
    assert Edition.objects.live(at(14)).exists()


def test_a_picture_that_expires_beside_the_text_goes_alone(newsroom, cast):
    article = from_item(newsroom)
    picture = make_wire_item(
        source_feed(article), guid="kyodo:2", kind="picture", expires_at=at(11)
    )
    drafting.add_item(article, picture, by=cast.reporter, at=at(8))
    assert codes(article, now=at(12)) == []
    process_agency_changes(at=at(12))
    assert codes(article, now=at(12)) == []


def test_what_expires_by_a_version_that_is_not_current_is_not_published(newsroom, cast):
    article = from_item(newsroom, version=2)
    item = ParsedItem(guid="kyodo:1", version=1, status="usable", expires_at=at(11))
    store.store_version(source_feed(article), item, at=at(10))
    assert codes(article, now=at(12)) == [("block", "item_expired")]


def source_feed(article):
    """The feed of the item under the copy."""
    return article.source_records.first().item.feed


def test_public_life_is_shortened_and_never_made_longer_nor_taken_back(newsroom, kyodo):
    terms(kyodo, archive_days=30)
    story = newsroom.published(agencies=[kyodo], at=at(9)).story

    def until(asked, now):
        story.editions.all().shorten(asked, at=now)
        return story.editions.get().public_until

    assert until(at(9) + 40 * DAY, at(10)) == at(9) + 30 * DAY
    assert until(at(9) + 20 * DAY, at(10)) == at(9) + 20 * DAY
    assert until(at(9) - DAY, at(11)) == at(11)
    assert until(at(9) - DAY, at(12)) == at(11)


# Items that expire


def test_an_expired_item_blocks(newsroom):
    article = from_item(newsroom, expires_at=at(12))
    assert codes(article, now=at(11, 59)) == [("warn", "leaves_our_pages")]
    assert codes(article, now=at(12)) == [("block", "item_expired")]


def test_a_live_story_leaves_our_pages_when_its_item_expires(newsroom):
    printed_from_item(newsroom, expires_at=at(18))
    assert [Edition.objects.live(now).exists() for now in (at(17, 59), at(18))] == [True, False]


# Territory, wording, link


@pytest.mark.parametrize(
    ("territory", "expected"),
    [
        ("", []),
        ("Đông Nam Á", [("warn", "territory_limited")]),
        ("Asia except Vietnam", [("block", "territory_excluded")]),
        ("châu Á, trừ Việt Nam và Lào", [("block", "territory_excluded")]),
        ("VIETNAM OUT", [("block", "territory_excluded")]),
        ("Asia except Japan", [("warn", "territory_limited")]),
    ],
)
def test_a_territory_is_named_and_one_without_us_blocks(newsroom, kyodo, territory, expected):
    draft = newsroom.draft(agencies=[kyodo])
    terms(kyodo, territory=territory)
    assert codes(draft) == expected


@pytest.mark.parametrize("field", ["usage_terms", "editor_note"])
def test_an_item_that_bars_our_territory_blocks(newsroom, field):
    article = from_item(newsroom, **{field: "For use in Asia. VIETNAM OUT."})
    assert codes(article) == [("block", "territory_excluded")]


@pytest.mark.parametrize("text", ["NO INTERNET", "For print use only.", "Không đăng trên internet"])
def test_an_item_that_is_kept_off_websites_blocks(newsroom, text):
    article = from_item(newsroom, usage_terms=text)
    assert codes(article) == [("block", "online_excluded")]


def test_the_wording_of_the_contract_is_in_the_source_line(newsroom, kyodo):
    terms(kyodo, credit_form="Tin của {agency}, Tokyo")
    edition = newsroom.published(agencies=[make_agency("AFP"), kyodo]).story.editions.get()
    assert edition.source_line == "Theo AFP; Tin của Kyodo, Tokyo"


def test_a_link_without_a_homepage_blocks(newsroom, kyodo):
    draft = newsroom.draft(agencies=[kyodo])
    terms(kyodo, link_required=True)
    assert codes(draft) == [("block", "link_missing")]


def test_a_link_that_the_contract_asks_for_is_in_the_source_line_and_stays(newsroom, kyodo):
    kyodo.homepage = "https://example.org/?a=1&b=2"
    kyodo.save()
    terms(kyodo, link_required=True)
    edition = newsroom.published(agencies=[make_agency("AFP"), kyodo]).story.editions.get()
    kyodo.homepage = "https://example.com/other"
    kyodo.save()
    page = Client().get(edition.get_absolute_url()).content.decode()
    link = '<a href="https://example.org/?a=1&amp;b=2" rel="external">Kyodo</a>'
    assert f'<p class="source-line">Theo AFP, {link}</p>' in page
    assert '"creditText": "Theo AFP, Kyodo"' in page
    assert "<dc:source>Theo AFP, Kyodo</dc:source>" in Client().get("/rss.xml").content.decode()


def test_without_such_a_contract_there_is_no_link(newsroom, kyodo):
    kyodo.homepage = "https://example.org/"
    kyodo.save()
    edition = newsroom.published(agencies=[kyodo]).story.editions.get()
    page = Client().get(edition.get_absolute_url()).content.decode()
    assert '<p class="source-line">Theo Kyodo</p>' in page


def test_a_translation_that_the_contract_does_not_allow_blocks(newsroom, kyodo):
    article = from_item(newsroom)
    terms(kyodo, may_translate=False)
    levels = {p.code: p.level.value for p in readiness.problems(article, at=at(9))}
    assert levels["translation_not_allowed"] == "block"


# The report


def test_the_report_lists_stories_with_the_agencys_text(newsroom, cast, kyodo):
    article = newsroom.published(agencies=[kyodo], at=at(9))
    newsroom.printed_again(article, headline="Tít hai", at=at(10))
    newsroom.published(headline="Của mình", at=at(9))
    newsroom.published(agencies=[kyodo], headline="Tháng sau", at=at(9) + 30 * DAY)
    period = reports.Period.month(at(9).date())
    uses = list(
        text_use.of_agency(kyodo, begins=period.begins, ends=period.ends, at=at(9) + 60 * DAY)
    )
    assert [(use.headline, use.numbers, use.from_at, use.until_at) for use in uses] == [
        ("Tít hai", (1, 2), at(9), None)
    ]
    assert reports.text_totals(uses, period) == reports.TextTotals(1, 1)
    client = Client()
    client.force_login(cast.chief, backend="django.contrib.auth.backends.ModelBackend")
    address = (
        f"{reverse('admin:editions_picture_use')}?agency={kyodo.pk}&service=text&month=2024-06"
    )
    page = client.get(address).content.decode()
    assert "Tít hai" in page and "Của mình" not in page and "Tháng sau" not in page
    file = client.get(f"{address}&format=csv")
    lines = b"".join(file).decode().splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["Tít hai"]
    assert settings.SITE_URL in lines[1] and "Theo Kyodo" in lines[1]


# What becomes stricter later


def save_contract(cast, agency, **changes):
    """Save the agency's form as it stands, with these terms for text."""
    contract = agency.contracts.get(service="text")
    data = {
        "name": agency.name,
        "aliases": "\n".join(agency.aliases),
        "contracts-TOTAL_FORMS": 1,
        "contracts-INITIAL_FORMS": 1,
        "contracts-0-id": contract.pk,
        "contracts-0-agency": agency.pk,
        "contracts-0-service": "text",
        "contracts-0-valid_from": contract.valid_from,
        "contracts-0-may_translate": "on",
        **{f"contracts-0-{name}": value for name, value in changes.items()},
    }
    client = Client()
    client.force_login(cast.chief, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("admin:attribution_agency_change", args=[agency.pk])
    assert client.post(address, data).status_code == 302


def test_fewer_days_count_at_once_and_more_days_from_the_next_edition(newsroom, cast, monkeypatch):
    afp = make_agency("AFP", contracts=("text",))
    terms(afp, archive_days=30)
    long_ago = newsroom.published(agencies=[afp], at=at(9, day=1)).story
    lately = newsroom.published(agencies=[afp], at=at(9, day=18)).story
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(12, day=20))

    def ends():
        return [story.editions.latest("number").public_until for story in (long_ago, lately)]

    save_contract(cast, afp, archive_days=10)
    assert ends() == [at(12, day=20), at(9, day=28)]  # what readers have had stays true
    assert Edition.objects.live(at(11, day=20)).count() == 2
    save_contract(cast, afp, archive_days=20)
    assert ends() == [at(12, day=20), at(9, day=28)]
    edition = newsroom.printed_again(lately.article, headline="Tít hai", at=at(12, day=21))
    assert edition.public_until == at(9, day=18) + 20 * DAY


def test_an_item_that_expires_sooner_counts_without_the_desk(newsroom):
    article = printed_from_item(newsroom)
    feed = article.agency_credits.get().wire_item.feed
    assert Edition.objects.live(at(18)).exists()
    make_wire_item(feed, version=2, expires_at=at(18))
    process_agency_changes(at=at(10))
    process_agency_changes(at=at(10))
    assert [Edition.objects.live(now).exists() for now in (at(17, 59), at(18))] == [True, False]


def test_an_item_that_is_not_printed_yet_ends_nothing(newsroom, cast):
    article = newsroom.published(agencies=[newsroom.kyodo], at=at(8))
    workflow.reopen(article, by=cast.reporter, at=at(9))
    item = make_wire_item(make_feed(newsroom.kyodo), expires_at=at(18))
    drafting.add_item(article, item, by=cast.reporter, at=at(9))
    process_agency_changes(at=at(10))
    assert article.story.editions.get().public_until == FAR_FUTURE


def test_an_item_that_was_taken_out_before_the_printing_ends_it_all_the_same(newsroom, cast):
    article = from_item(newsroom)
    source = article.agency_credits.get()
    feed = source.wire_item.feed
    drafting.remove_item(article, source, note="Không dùng.", by=cast.chief, at=MORNING)
    article.refresh_from_db()
    workflow.submit(article, by=cast.reporter, at=MORNING)
    workflow.approve(article, by=cast.editor, at=MORNING)
    edition = workflow.publish(article, by=cast.editor, at=MORNING)
    make_wire_item(feed, version=2, expires_at=at(18))
    edition.refresh_from_db()
    assert edition.public_until == at(18)


# What becomes stricter later, of passing on and of contracts


def printed_item(newsroom, *, take_out=False, **fields):
    article = from_item(newsroom, **fields)
    article.bylines.create(author=newsroom.author)
    workflow.save(article, by=newsroom.cast.reporter, at=at(8))
    if take_out:
        source = article.agency_credits.get()
        drafting.remove_item(article, source, note="Không dùng.", by=newsroom.cast.chief, at=at(8))
        article.refresh_from_db()
    workflow.submit(article, by=newsroom.cast.reporter, at=at(8))
    workflow.approve(article, by=newsroom.cast.editor, at=at(8))
    return article, workflow.publish(article, by=newsroom.cast.editor, at=at(9))


def test_terms_of_an_item_that_was_taken_out_bar_passing_on_all_the_same(newsroom):
    _article, edition = printed_item(newsroom, usage_terms="NO SALES", take_out=True)
    assert edition.passing_on_prohibited


def test_terms_that_come_later_bar_passing_on_at_once(newsroom):
    article, _edition = printed_item(newsroom)
    feed = article.agency_credits.get().wire_item.feed
    partner = PartnerClient()
    Contract.objects.update(valid_until=None)
    assert partner.ninjs(article.story)["pubStatus"] == "usable"
    make_wire_item(feed, version=2, usage_terms="NO SALES")
    assert partner.ninjs(article.story)["pubStatus"] == "canceled"
    change = article.stage_changes.latest("pk")
    assert (change.verb, str(change.created_by)) == ("tighten", "Hệ thống tin hãng")


def test_partners_find_what_became_stricter_among_the_changed(newsroom):
    article, edition = printed_item(newsroom)
    later = at(9, 30)
    assert not Edition.objects.filter(offers.changed_since(later, at=at(11))).exists()
    item = ParsedItem(guid="kyodo:1", version=2, status="usable", usage_terms="NO SALES")
    store.store_version(source_feed(article), item, at=at(10))
    assert Edition.objects.get(offers.changed_since(later, at=at(11))) == edition
    assert not Edition.objects.filter(offers.changed_since(at(10, 1), at=at(11))).exists()


def test_terms_of_a_late_older_version_count_too(newsroom):
    article, edition = printed_item(newsroom, version=2)
    feed = article.agency_credits.get().wire_item.feed
    make_wire_item(feed, version=1, usage_terms="NO SALES. VIETNAM OUT.")
    edition.refresh_from_db()
    assert edition.passing_on_prohibited
    assert ("block", "territory_excluded") in codes(article)
    make_wire_item(feed, version=3)
    assert ("block", "territory_excluded") not in codes(article)


@pytest.mark.parametrize("number", [1, None])
def test_terms_stand_until_a_version_that_is_newer_replaces_them(newsroom, number):
    article = from_item(newsroom, version=number, usage_terms="VIETNAM OUT")
    make_wire_item(source_feed(article), version=number, headline="Again, without terms")
    article.agency_credits.update(wire_version=source_feed(article).items.get().current)
    assert ("block", "territory_excluded") in codes(article)
    make_wire_item(source_feed(article), version=2)
    is_barred = ("block", "territory_excluded") in codes(article)
    assert is_barred is (number is None)  # nobody can tell whether version 2 is newer than that


def test_what_waits_is_held_when_an_item_comes_to_bar_us(newsroom):
    article = from_item(newsroom)
    article.bylines.create(author=newsroom.author)
    workflow.save(article, by=newsroom.cast.reporter, at=at(8))
    workflow.submit(article, by=newsroom.cast.reporter, at=at(8))
    workflow.approve(article, by=newsroom.cast.editor, at=at(8))
    workflow.publish(article, by=newsroom.cast.editor, at=at(9), goes_live_at=at(20))
    make_wire_item(source_feed(article), version=2, usage_terms="VIETNAM OUT")
    assert not Edition.objects.waiting(at(10)).exists()
    change = article.stage_changes.latest("pk")
    assert change.verb == "hold" and "Kyodo" in change.note


def test_a_stricter_contract_counts_from_the_day_on_which_it_begins(newsroom, kyodo):
    newsroom.published(agencies=[kyodo], at=at(9, day=1))
    Contract.objects.create(
        agency=kyodo, service="text", valid_from=at(0, day=10).date(), archive_days=5
    )
    Agency.objects.update(terms_changed_at=at(9, day=2))  # it was entered long before
    process_agency_changes(at=at(9, day=10))
    assert not Edition.objects.live(at(10, day=10)).exists()


def test_what_waits_does_not_go_live_after_the_end_of_its_contract(newsroom, kyodo):
    newsroom.published(agencies=[kyodo], at=at(9), goes_live_at=at(9, day=20))
    contract = kyodo.contracts.get(service="text")
    contract.valid_until = at(9, day=10).date()
    contract.save()
    process_agency_changes(at=at(10))
    assert not Edition.objects.live(at(10, day=20)).exists()
