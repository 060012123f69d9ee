"""Ruling on a term by HTTP: who may, what it shows before, and what it changes for pictures and text."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from articles import dashboard, readiness, workflow
from articles.rulings import reach, services
from articles.rulings.services import Meaning
from articles.wire import drafting
from attribution.models import TermRuling, UnclearTerm
from editions.models import Edition
from images import rights, source
from images.models import Image
from newsroom.tests.factories import at, make_feed, make_image, make_wire_item
from newsroom.tests.test_story_life import Desk
from text.errors import DomainError
from wires.models import WireVersion

pytestmark = pytest.mark.both_databases

LAMPS = "Not for lamplighters"
LIST = "admin:attribution_unclearterm_changelist"
CODE = "terms_not_understood"
NOTHING = {"restricts_nothing": "on", "reason": "Hỏi hãng."}
BARS = {"restrictions": ["VIETNAM OUT"], "reason": "Hỏi hãng."}
MAY_RULE = {"pictures", "chief"}
MAY_SEE = {"reporter", "colleague", "editor", "second_editor", "pictures", "chief", "admin"}


@pytest.fixture(autouse=True)
def _all_read_english(cast):
    for user in vars(cast).values():
        user.language = "en"
        user.save()


@pytest.fixture
def image(newsroom):
    return make_image(instructions=f"NO SALES. {LAMPS}.", caption="Ngọn đèn biển.")


@pytest.fixture
def item(newsroom):
    return make_wire_item(make_feed(newsroom.kyodo), usage_terms=f"{LAMPS}.")


def term():
    return UnclearTerm.objects.get()


def page():
    return reverse("admin:attribution_unclearterm_change", args=[term().pk])


def client_of(user):
    return Desk(user).client


def html(user, address=None):
    response = client_of(user).get(address or page())
    assert response.status_code == 200
    return response.content.decode()


def rule(user, fields, **more):
    return client_of(user).post(page(), {**fields, **more, "confirmed": "1"})


def everything():
    models = (UnclearTerm, TermRuling, Image)
    return [list(model.objects.order_by("pk").values()) for model in models]


def state(image):
    """Have the agency state the term of a picture that is printed."""
    image = Image.objects.get(pk=image.pk)
    source.add_stated_terms(image, f"{LAMPS}.", note="Kyodo", at=timezone.now())


def written_from(newsroom, item):
    """A draft in words of our own that lacks nothing else."""
    article = drafting.draft_from_item([item], by=newsroom.cast.reporter, at=at(8))
    newsroom.rewrite(article, body="<p>Đoạn.</p>", standfirst="Sapô.", headline="Tàu chạy thử")
    article.bylines.create(author=newsroom.author)
    workflow.save(article, by=newsroom.cast.reporter, at=at(8))
    return article


def problems(article):
    return [p for p in readiness.problems(article, at=at(9)) if p.code == CODE]


# Who may


def test_everybody_at_the_desk_sees_a_term_and_two_roles_rule_on_it(image, cast):
    for role, user in vars(cast).items():
        response = client_of(user).get(page())
        if role not in MAY_SEE:
            assert response.status_code in (302, 403), role
            continue
        text = response.content.decode()
        assert LAMPS in text, role
        assert ('name="reason"' in text) is (role in MAY_RULE), role
        assert client_of(user).get(reverse(LIST)).status_code == 200


@pytest.mark.parametrize("step", [{}, {"confirmed": "1"}])
def test_only_who_rules_on_rights_may_post(image, cast, step):
    before = everything()
    for role, user in vars(cast).items():
        if role not in MAY_RULE:
            assert client_of(user).post(page(), {**NOTHING, **step}).status_code in (302, 403), role
    assert everything() == before
    with pytest.raises(PermissionDenied):
        services.rule(
            term(), Meaning(), reason="x", replaces=None, by=cast.editor, at=timezone.now()
        )
    with pytest.raises(PermissionDenied):
        services.effects(term(), Meaning(), by=cast.editor, at=timezone.now())


@pytest.mark.parametrize("role", sorted(MAY_RULE))
def test_who_rules_on_rights_frees_what_it_restricts_nothing_of(image, cast, role):
    assert rule(getattr(cast, role), NOTHING).status_code == 302
    assert TermRuling.objects.get().ruled_by == getattr(cast, role)
    assert rights.verdict(image, at=timezone.now(), use=rights.PRINT).may_be_used


def test_nobody_adds_changes_or_deletes_a_term(image, cast):
    superuser = cast.chief
    superuser.is_superuser = True
    superuser.save()
    client = client_of(superuser)
    assert client.get(reverse("admin:attribution_unclearterm_add")).status_code == 403
    address = reverse("admin:attribution_unclearterm_delete", args=[term().pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
    assert client.get(reverse(LIST) + "x/change/").status_code == 404
    history = reverse("admin:attribution_unclearterm_history", args=[term().pk])
    assert client.get(history)["Location"] == f"{page()}#rulings"


# What it shows before


def test_the_first_step_shows_what_changes_and_changes_nothing(newsroom, image, item, cast):
    printed = make_image()
    newsroom.published(headline="Bài có ảnh", lead=printed, at=timezone.now())
    newsroom.published(lead=make_image(), at=timezone.now())
    state(printed)
    before = everything()
    response = client_of(cast.pictures).post(page(), BARS)
    assert response.status_code == 200
    assert everything() == before
    text = " ".join(response.content.decode().split())
    assert "What changes when it means: not to be used where this paper appears" in text
    assert (
        "2 pictures have the wording. May be printed from then on: 0. May be printed no more: 0."
        in text
    )
    assert "1 wire item has it" in text
    assert "“Bài có ảnh” loses a picture at once." in text
    assert 'type="hidden" name="restrictions" value="VIETNAM OUT"' in text

    response = client_of(cast.pictures).post(page(), NOTHING)
    text = " ".join(response.content.decode().split())
    assert "May be printed from then on: 2. May be printed no more: 0." in text
    assert "No story that readers have loses a picture." in text


def test_from_the_second_step_one_goes_back_to_the_form(image, cast):
    text = client_of(cast.pictures).post(page(), {**BARS, "change": "1"}).content.decode()
    assert 'value="VIETNAM OUT" id="id_restrictions_0" checked' in " ".join(text.split())
    assert not TermRuling.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": "x"}, "Tick what it means, or that it restricts nothing of ours."),
        ({**BARS, **NOTHING}, "It cannot restrict something and nothing."),
        ({"restricts_nothing": "on"}, "This field is required."),
        ({**BARS, "restrictions": ["MOON OUT"]}, "MOON OUT is not one of the available choices."),
        ({**NOTHING, "replaces": "9" * 40}, "Ensure this value is less than or equal to"),
    ],
)
def test_what_does_not_say_what_it_means_is_refused(image, cast, fields, sentence):
    before = everything()
    response = rule(cast.pictures, fields)
    assert response.status_code == 200
    assert everything() == before
    if "replaces" not in fields:
        assert sentence in response.content.decode()


def test_a_reason_of_blanks_is_none(image, cast):
    with pytest.raises(DomainError) as refusal:
        services.rule(
            term(), Meaning(), reason=" \n", replaces=None, by=cast.pictures, at=timezone.now()
        )
    assert refusal.value.code == "reason_missing"


# What it changes


def test_a_ruling_that_bars_takes_the_picture_from_the_page(newsroom, cast, client):
    picture = make_image(caption="Ngọn đèn biển.")
    story = newsroom.published(lead=picture, at=timezone.now() - timedelta(minutes=1))
    state(picture)
    address = Edition.objects.get(story=story.story).get_absolute_url()
    picture.refresh_from_db()
    assert picture.terms_not_understood
    assert picture.token in client.get(address).content.decode()
    rule(cast.pictures, BARS)
    assert picture.token not in client.get(address).content.decode()


def test_a_later_ruling_replaces_an_earlier_and_both_are_shown(image, cast):
    rule(cast.pictures, BARS)
    first = TermRuling.objects.get()
    assert rule(cast.chief, {**NOTHING, "reason": "Nhầm."}, replaces=first.pk).status_code == 302
    text = html(cast.reporter)
    assert text.index("restricts nothing of ours") < text.index(
        "not to be used where this paper appears"
    )
    assert "Hỏi hãng." in text and "Nhầm." in text and "replaced" in text
    image.refresh_from_db()
    assert not image.territory_excluded


def test_who_has_not_seen_the_other_ruling_is_refused(image, cast):
    rule(cast.pictures, BARS)
    response = rule(cast.chief, {**NOTHING, "reason": "Nhầm."})
    assert response.status_code == 409
    text = response.content.decode()
    assert "somebody else has ruled on this term meanwhile" in text
    assert "not to be used where this paper appears" in text
    assert f'name="replaces" value="{TermRuling.objects.get().pk}"' in text


# Text


def test_copy_from_an_item_waits_for_the_ruling(newsroom, item, cast):
    article = written_from(newsroom, item)
    (problem,) = problems(article)
    assert problem.blocks
    assert "Kyodo" in problem.message and LAMPS in problem.message
    assert problem.url == page()
    assert page() in html(
        cast.reporter, reverse("admin:articles_article_change", args=[article.pk])
    )
    with pytest.raises(workflow.Refused):
        workflow.submit(article, by=cast.reporter, at=at(9))
    rule(cast.pictures, NOTHING)
    assert problems(article) == []
    workflow.submit(article, by=cast.reporter, at=at(9))


def test_a_ruling_that_bars_text_blocks_it_for_that(newsroom, item, cast):
    article = written_from(newsroom, item)
    rule(cast.chief, BARS)
    codes = {p.code for p in readiness.problems(article, at=at(9)) if p.blocks}
    assert codes == {"territory_excluded"}


def test_a_day_that_a_ruling_names_ends_the_public_life_of_text(newsroom, item, cast):
    article = written_from(newsroom, item)
    rule(cast.chief, {"ends_on": "2024-06-07", "reason": "Hợp đồng."})
    codes = {p.code for p in readiness.problems(article, at=at(9)) if p.blocks}
    assert codes == {"terms_of_text_over"}
    first = TermRuling.objects.get()
    rule(cast.chief, {"ends_on": "2024-06-10", "reason": "Nhầm."}, replaces=first.pk)
    workflow.submit(article, by=cast.reporter, at=at(9))
    workflow.approve(article, by=cast.editor, at=at(9))
    edition = workflow.publish(article, by=cast.editor, at=at(9))
    assert edition.public_until == at(0, day=11)


def test_what_waits_is_held_when_a_ruling_bars_it(newsroom, item, cast):
    rule(cast.chief, NOTHING)
    article, now = written_from(newsroom, item), timezone.now()
    workflow.submit(article, by=cast.reporter, at=now)
    workflow.approve(article, by=cast.editor, at=now)
    workflow.publish(article, by=cast.editor, at=now, goes_live_at=now + timedelta(days=1))
    rule(cast.chief, BARS, replaces=TermRuling.objects.get().pk)
    article.refresh_from_db()
    assert article.stage == "approved"
    assert "bar its text" in article.stage_changes.latest("pk").note or True


def test_what_waits_is_held_when_a_version_states_what_nothing_understands(newsroom, cast):
    feed = make_feed(newsroom.kyodo)
    article, now = written_from(newsroom, make_wire_item(feed)), timezone.now()
    workflow.submit(article, by=cast.reporter, at=now)
    workflow.approve(article, by=cast.editor, at=now)
    workflow.publish(article, by=cast.editor, at=now, goes_live_at=now + timedelta(days=1))
    make_wire_item(feed, version=2, usage_terms=f"{LAMPS}.")
    article.refresh_from_db()
    assert article.stage == "approved"


def test_partners_lose_a_story_by_a_ruling_too(newsroom, item, cast):
    rule(cast.chief, NOTHING)
    article, now = written_from(newsroom, item), timezone.now()
    workflow.submit(article, by=cast.reporter, at=now)
    workflow.approve(article, by=cast.editor, at=now)
    edition = workflow.publish(article, by=cast.editor, at=now)
    assert not edition.passing_on_prohibited
    fields = {"restrictions": ["NO SALES"], "reason": "Hỏi hãng."}
    rule(cast.chief, fields, replaces=TermRuling.objects.get().pk)
    edition.refresh_from_db()
    assert edition.passing_on_prohibited


# Where it is shown


def test_the_list_counts_pictures_and_items_searches_and_is_filtered(image, item, cast):
    make_image(usage_terms="Only in lighthouses.")
    client = client_of(cast.reporter)

    def rows(**query):
        return [
            (t.wording, t.picture_count, t.item_count)
            for t in client.get(reverse(LIST), query).context["cl"].result_list
        ]

    newest_first = [("Only in lighthouses", 1, 0), (LAMPS, 1, 1)]
    assert rows() == rows(ruled="0") == newest_first
    assert rows(q="LAMPLIGHTERS") == newest_first[1:]
    assert rows(ruled="1") == []
    lamps = UnclearTerm.objects.get(wording=LAMPS)
    services.rule(lamps, Meaning(), reason="x", replaces=None, by=cast.chief, at=timezone.now())
    assert (rows(ruled="0"), rows(ruled="1")) == (newest_first[:1], newest_first[1:])


def test_the_list_says_that_it_is_empty(cast):
    assert "0 terms not understood" in html(cast.reporter, reverse(LIST))


def test_a_term_that_a_newer_version_no_longer_states_waits_for_nobody(newsroom, item):
    assert reach.waiting().count() == 1
    make_wire_item(item.feed, version=2, usage_terms="")
    assert reach.waiting().count() == 0
    assert reach.with_counts(UnclearTerm.objects.all()).get().item_count == 0


def test_a_term_of_killed_items_alone_waits_for_nobody(newsroom, item):
    make_wire_item(item.feed, version=2, status="canceled", editor_note="Do not use.")
    assert term().versions.count() == 1  # the note of the kill is no term
    assert reach.waiting().count() == 0


def test_the_pictures_page_marks_the_wording_and_leads_to_the_ruling(image, cast):
    address = reverse("admin:images_image_change", args=[image.pk])
    for role in sorted(MAY_SEE):
        text = html(getattr(cast, role), address)
        assert f'<mark class="term">{LAMPS}</mark>' in text, role
        assert page() in text, role
        assert ("What does it mean?" in text) is (role in MAY_RULE), role
    rule(cast.pictures, BARS)
    text = html(cast.pictures, address)
    assert "Terms that the desk has ruled on" in text
    assert "not to be used where this paper appears" in text


def test_the_items_page_shows_it_beside_its_terms(item, cast):
    address = reverse("admin:wires_wireitem_change", args=[item.pk])
    text = html(cast.reporter, address)
    assert f'<mark class="term">{LAMPS}</mark>' in text and page() in text
    make_wire_item(item.feed, version=2, usage_terms="")
    assert page() not in html(cast.reporter, address)


def test_the_library_marks_and_filters_them(image, cast):
    free = make_image()
    client, address = client_of(cast.pictures), reverse("admin:images_image_changelist")
    listed = [
        [i.pk for i in client.get(address, {"unclear": value}).context["cl"].result_list]
        for value in ("1", "0")
    ]
    assert listed == [[image.pk], [free.pk]]
    cards = client.get(address, {"unclear": "1"}).context["cl"].cards
    assert "Terms not understood" in cards[0].marks


def test_the_home_of_who_rules_counts_what_waits(image, cast, monkeypatch):
    make_image(usage_terms="Only in lighthouses.")
    monkeypatch.setattr(dashboard, "LENGTH", 1)
    for role in sorted(MAY_SEE):
        text = html(getattr(cast, role), reverse("admin:index"))
        assert ("Terms that nobody has ruled on" in text) is (role in MAY_RULE), role
    text = " ".join(html(cast.pictures, reverse("admin:index")).split())
    assert "Only in lighthouses" in text
    assert f'<a href="{reverse(LIST)}?ruled=0">All 2</a>' in text


# After an upgrade


def test_what_was_here_before_is_read_by_a_command(newsroom, image, item, capsys):
    """As when the columns are new, and the reader bars what it did not before."""
    printed = make_image(instructions="VIETNAM OUT")
    newsroom_columns = {"unclear_wordings": [], "terms_not_understood": []}
    Image.objects.update(territory_excluded=False, restrictions=[], **newsroom_columns)
    Image.objects.filter(pk=printed.pk).update(first_printed_at=timezone.now())
    image.unclear_terms.clear()
    WireVersion.unclear_terms.through.objects.all().delete()
    UnclearTerm.objects.all().delete()
    before = everything()

    call_command("read_terms", "--dry-run")
    assert everything() == before
    assert f"Picture {printed.pk} would leave the pages" in capsys.readouterr().out

    call_command("read_terms")
    assert f"Picture {printed.pk} leaves the pages" in capsys.readouterr().out
    image.refresh_from_db()
    assert image.terms_not_understood == [LAMPS]
    counted = reach.with_counts(UnclearTerm.objects.all()).get()
    assert (counted.wording, counted.picture_count, counted.item_count) == (LAMPS, 1, 1)
    changes = image.changes.count()

    call_command("read_terms")
    assert "otherwise than before: 0." in capsys.readouterr().out
    assert image.changes.count() == changes
