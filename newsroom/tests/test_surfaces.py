"""What readers can reach in every stage of a story, at every address of the URL configuration.

A story in each stage × every public address × everybody who can ask. The addresses are declared in
newsroom/tests/surfaces.py: how to build each, and which parts of a story it may show. The stages are
those of newsroom/tests/stages.py; each is built once, and every address is asked for once.
"""

import copy
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Placement
from editions.models import Edition
from editions.tests.partner_client import PartnerClient
from images.models import Image, Rendition
from newsroom.tests.answers import ask, shown_in
from newsroom.tests.html import Page
from newsroom.tests.stages import NEW, OLD, STAGES, StoryBuilder, Surroundings
from newsroom.tests.surfaces import SURFACES, addresses, attempted_parts

POLICY = {
    "default-src": "'none'",
    "img-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
# What a reader might add to an address in the hope of more: what no page knows, all together …
UNKNOWN_QUERY = (
    "?preview=1&preview=true&draft=1&edition=2&version=2&at=2099-01-01T00:00:00Z"
    "&date=2099-01-01&format=json&stage=draft"
)
# … and the number of a page, which lists know as `page` and sitemaps as `p`.
PAGE_QUERIES = (
    "?page=1&p=1",
    "?page=2&p=2",
    "?page=0",
    "?page=-1",
    "?page=99999999",
    "?page=²",
    "?page=x",
)


@pytest.fixture(scope="module")
def clients(module_newsroom):
    """A client for each member of the cast, signed in."""
    clients = {role: Client() for role in vars(module_newsroom.cast)}
    for role, client in clients.items():
        client.force_login(copy.deepcopy(getattr(module_newsroom.cast, role)))
    return clients


@pytest.fixture(scope="module")
def module_surroundings(module_newsroom):
    return Surroundings(copy.deepcopy(module_newsroom))


@pytest.fixture(scope="module")
def module_staged(request, module_surroundings, clients):  # rows that outlive a stage come first
    """The story in one stage, for all tests of this stage; rolled back after the last."""
    with transaction.atomic():
        yield STAGES[request.param](StoryBuilder(copy.deepcopy(module_surroundings)))
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def answers(module_staged):
    """What an anonymous reader is answered at every address that has to do with the story."""
    reader = Client()
    return {address: ask(reader, address) for address in addresses(attempted_parts(module_staged))}


@pytest.fixture
def staged(module_staged, db):
    """A copy of the story for one test, whose changes are rolled back."""
    return copy.deepcopy(module_staged)


@pytest.fixture
def reader():
    return Client()


def in_stage(*stages):
    return pytest.mark.parametrize("module_staged", stages, indirect=True, scope="module")


every_stage = in_stage(*STAGES)


def by_surface(staged):
    """Return the addresses of each public URL that have to do with the story."""
    parts = attempted_parts(staged)
    return {name: list(surface.addresses(parts)) for name, surface in SURFACES.items()}


def one_of_each_url(staged, answers):
    """Return one address of each public URL, one that answers 200 if there is one."""
    chosen = []
    for of_surface in by_surface(staged).values():
        pages = [address for address in of_surface if answers[address].status == 200]
        chosen.append((pages or of_surface)[0])
    return chosen


@every_stage
def test_the_stage_is_what_the_table_of_stages_says(request, module_staged, db):
    stage, article = STAGES[request.node.callspec.params["module_staged"]], module_staged.article
    verbs = article.stage_changes.order_by("-pk").values_list("verb", flat=True)
    in_force = Edition.objects.in_force().filter(story=article.story_id).first()
    assert (verbs.first() or "", in_force and in_force.kind) == (stage.verb, stage.kind)
    assert bool(module_staged.notice) == (module_staged.status == 410)


@every_stage
def test_nobody_reads_what_was_not_printed(staged, answers):
    """The desk's words are in no answer."""
    for address, answer in answers.items():
        assert shown_in(answer, staged.desk) == set(), address


@every_stage
def test_partners_get_no_word_of_the_desk(staged, db):
    """But the terms of pictures, which they have to keep."""
    partner, desk = PartnerClient(), staged.desk - {"QTERMSZ"}
    story = staged.article.story_id or 0
    for name in ("partner-ninjs", "partner-newsml-g2"):
        for address in (reverse(f"{name}-list"), reverse(name, args=[story])):
            text = partner.ask(address).content.decode()
            assert {word for word in desk if word in text} == set(), address


@every_stage
def test_everybody_gets_the_same_answer(staged, answers, clients):
    """Each role at one address of each URL; at the others `ask` checks that the user is not read."""
    assert clients["chief"].get(reverse("admin:index")).status_code == 200
    for address in one_of_each_url(staged, answers):
        for role, client in clients.items():
            assert ask(client, address) == answers[address], (address, role)


@in_stage("draft", "waiting", "published", "reopened", "killed")
def test_asking_for_more_gives_the_same_page_or_none(staged, answers, reader):
    for address in dict.fromkeys(of_surface[0] for of_surface in by_surface(staged).values()):
        assert ask(reader, address + UNKNOWN_QUERY) == answers[address], address
        for query in PAGE_QUERIES:
            answer = ask(reader, address + query)
            assert answer.status == 404 or answer == answers[address], address + query
            assert shown_in(answer, staged.desk) == set(), address + query


@every_stage
def test_a_story_is_shown_where_it_should_be_and_nowhere_else(staged, answers):
    shown = {}
    for name, of_surface in by_surface(staged).items():
        texts = [answers[a].text for a in of_surface if answers[a].status == 200]
        shown[name] = {
            part for part, word in staged.readers.items() if any(word in text for text in texts)
        }
    assert shown == {
        name: set(surface.shows) if staged.is_live else set() for name, surface in SURFACES.items()
    }


@every_stage
def test_a_story_has_one_address_and_every_other_leads_there(staged, answers):
    live = Edition.objects.live().filter(story=staged.article.story).first()
    assert (live is not None) == staged.is_live
    for address in by_surface(staged)["story"]:
        answer = answers[address]
        if live is None:
            assert answer.status == staged.status, address
            assert staged.notice in answer.text, address
        elif address == live.get_absolute_url():
            assert answer.status == 200, address
        else:
            redirect = (301, live.get_absolute_url())
            assert (answer.status, answer.header["Location"]) == redirect, address


@every_stage
def test_files_of_pictures_are_there_only_while_a_live_edition_shows_them(staged, answers):
    """What readers had and have no more answers 410; a name of earlier days leads to today's."""
    live = Edition.objects.live().filter(story__article=staged.article)
    past = Edition.objects.seen().filter(story__article=staged.article)
    shown = {row.image.token for edition in live for row in edition.images.all()}
    had = {row.image.token for edition in past for row in edition.images.all()}
    names = {}
    for row in Rendition.objects.select_related("image"):
        names.setdefault(row.image.token, set()).add(row.name)
    for address in by_surface(staged)["picture"]:
        token, name = address.split("/")[-2:]
        is_earlier = name in ("320.jpg", "320-0123abcd.webp")
        if not (is_earlier or name in names[token]):
            expected = 404
        elif token in shown:
            expected = 302 if is_earlier else 200
        else:
            expected = 410 if token in had else 404
        assert answers[address].status == expected, address


@every_stage
def test_every_answer_is_fit_for_a_cache_and_runs_nothing(answers):
    for address, answer in answers.items():
        assert "cookie" not in answer.header.get("Vary", "").lower(), address
        directives = answer.header["Content-Security-Policy"].split(";")
        policy = dict(directive.strip().split(" ", 1) for directive in directives)
        assert policy == POLICY, address
        assert answer.header["X-Content-Type-Options"] == "nosniff", address
        if answer.header.get("Content-Type", "").startswith("text/html"):
            assert Page(answer.body.decode()).forbidden == [], address


@in_stage("draft", "published", "killed")
def test_readers_can_only_read(staged, answers, reader):
    for method in ("post", "put", "patch", "delete", "options"):
        statuses = {address: ask(reader, address, method).status for address in answers}
        assert statuses == {address: _refused(address, 405) for address in answers}, method


@in_stage("published", "killed", "waiting")
def test_asking_for_the_headers_alone_shows_no_more(staged, answers, reader):
    for address, answer in answers.items():
        head = ask(reader, address, "head")
        assert (head.status, head.body) == (answer.status, b""), address
        assert shown_in(head, staged.desk) == set(), address


@in_stage("published")
def test_forms_are_refused_without_a_cookie(staged, answers):
    """With the check against forgery on, as it is for real readers."""
    strict = Client(enforce_csrf_checks=True)
    statuses = {address: ask(strict, address, "post").status for address in answers}
    assert statuses == {address: _refused(address, 403) for address in answers}


def _refused(address, status):
    """The status with which a method is refused; NUL in an address is refused before it is read."""
    return 404 if "%00" in address else status


@pytest.mark.slow
@in_stage("published")
def test_what_the_desk_does_next_changes_no_byte_for_readers(
    staged, answers, reader, module_surroundings, cast
):
    """Reopened, rewritten, its pictures relabelled, approved, scheduled and held again."""
    builder = StoryBuilder(copy.deepcopy(module_surroundings))
    here = staged.article.story.editions.get().get_absolute_url()

    def assert_readers_see_the_same():
        for address, answer in answers.items():
            assert ask(reader, address) == answer, address

    builder.rewrite(staged.article)
    assert_readers_see_the_same()
    for image in Image.objects.all():
        image.caption, image.alt = f"Sửa {NEW['caption']}", f"Sửa {NEW['alt']}"
        image.save()
    assert_readers_see_the_same()
    builder.print_again(staged.article, goes_live_at=builder.now + timedelta(hours=2))
    assert_readers_see_the_same()
    workflow.hold(staged.article, by=cast.editor, at=timezone.now())
    assert_readers_see_the_same()
    assert answers[here].status == 200


@in_stage("published")
def test_a_cache_that_asks_again_learns_of_the_kill(staged, reader, cast):
    lists = [reverse("front"), reverse("feed"), reverse("sitemap", args=["stories"])]
    here = Edition.objects.live().get(story=staged.article.story).get_absolute_url()
    tags = {address: ask(reader, address).header["ETag"] for address in (here, *lists)}
    same = {a: ask(reader, a, if_none_match=tag).status for a, tag in tags.items()}
    assert same == dict.fromkeys(tags, 304)

    workflow.kill(staged.article, by=cast.chief, note="QNOTICEZ", at=timezone.now())
    gone = {a: ask(reader, a, if_none_match=tag).status for a, tag in tags.items()}
    assert gone == {here: 410, **dict.fromkeys(lists, 200)}


@in_stage("published")
def test_a_withdrawn_picture_leaves_every_surface_and_its_place_closes_up(staged, answers, reader):
    lead = staged.article.placements.get(place=Placement.Place.LEAD).image
    assert any(lead.token in answer.text for answer in answers.values())
    lead.withdrawn_at, lead.withdrawn_reason = timezone.now() - timedelta(seconds=1), "QREASONZ"
    lead.save()
    marked = {lead.token, OLD["caption"], OLD["alt"], OLD["creator"], "QREASONZ"}
    for address in answers:
        assert shown_in(ask(reader, address), marked) == set(), address
    files = {reverse("picture", args=[lead.token, r.name]) for r in lead.renditions.all()}
    assert {ask(reader, address).status for address in files} == {410}
    page = ask(reader, Edition.objects.live().get(story=staged.article.story).get_absolute_url())
    assert page.text.count("<figure") == 1
