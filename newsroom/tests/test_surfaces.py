"""What readers can reach, whatever happens at the desk: made from the URL configuration.

A story in each stage × every public address × everybody who can ask. The addresses are declared in
newsroom/tests/surfaces.py: how to build each, and which words of a story it may show.
"""

import json
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article, Note, Placement
from editions.models import Edition
from images import renditions
from images.models import Image, Rendition
from newsroom.tests.factories import jpeg, make_agency, make_image, make_section
from newsroom.tests.surfaces import (
    COPY,
    PICTURES,
    SURFACES,
    addresses,
    of_pictures,
    of_story,
    slug_of,
)

POLICY = {
    "default-src": "'none'",
    "img-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
# What a reader might add to an address in the hope of more.
CURIOUS = (
    *("?preview=1", "?preview=true&draft=1", "?page=1", "?page=2", "?page=0", "?page=-1"),
    *("?page=99999999", "?page=²", "?page=x", "?p=1", "?p=2", "?edition=2", "?version=2"),
    *("?at=2099-01-01T00:00:00Z", "?date=2099-01-01", "?format=json", "?stage=draft"),
)


@dataclass
class Told:
    """A story in some stage: which of its words readers find, and which they never do."""

    article: Article
    readers: dict[str, str] = field(default_factory=dict)  # the words in print, by part
    desk: set[str] = field(default_factory=set)  # words that readers must not see
    status: int = 404  # of its page
    notice: str = ""

    @property
    def is_live(self):
        return self.status == 200


# The stories


def _words(which):
    """A word of its own for each part. Letters only, so that a slug keeps them."""
    return {part: f"Q{part.replace('_', '').upper()}{which}Z" for part in (*COPY, *PICTURES)}


def _picture(words, prefix, **fields):
    image = make_image(
        jpeg(320, 214),
        caption=f"Thư viện {words[f'{prefix}caption']}",
        alt=f"Mô tả {words[f'{prefix}alt']}",
        creator=words[f"{prefix}creator"],
        **{"instructions": "QINSTRUCTIONSZ", "usage_terms": "QTERMSZ", **fields},
    )
    renditions.make(image, Rendition.Format.WEBP)
    return image


def _copy(words):
    figure = _picture(words, "figure_")
    body = (
        f"<p>Đoạn đầu {words['body']}.</p>"
        f'<figure data-image="{figure.pk}" data-caption="{words["figure_caption"]}"></figure>'
        "<p>Đoạn sau.</p>"
    )
    fields = {name: words[name] for name in ("kicker", "headline", "standfirst", "dateline")}
    return {**fields, "body": body}


OLD, NEW = _words("OLD"), _words("NEW")
INSIDE = {"QNOTEZ", "QVERBNOTEZ", "QINSTRUCTIONSZ", "QTERMSZ", "QAGENCYNOTEZ"}


@pytest.fixture
def told(newsroom, cast, request):
    """The story of a test, in the stage that it asks for, among two that are simply live."""
    now = timezone.now()
    for section in (newsroom.section, make_section("Kinh tế")):
        newsroom.published(section=section, headline="Tin khác", at=now - timedelta(days=1))
    return STAGES[request.param](Storyteller(newsroom, cast, now))


class Storyteller:
    """Takes a story of marked words to where a stage wants it."""

    def __init__(self, newsroom, cast, now):
        self.newsroom, self.cast, self.now = newsroom, cast, now
        self.agency = make_agency("Hãng tin", notes="QAGENCYNOTEZ")

    def ago(self, hours):
        return self.now - timedelta(hours=hours)

    def write(self, words=OLD):
        article = self.newsroom.draft(
            **_copy(words),
            lead=_picture(words, ""),
            agencies=[self.agency],
            tags=[words["topic"]],
            at=self.ago(5),
        )
        Note.objects.create(article=article, text="QNOTEZ", by=self.cast.editor)
        return article

    def submit(self, article, hours=5):
        workflow.submit(article, by=self.cast.reporter, note="QVERBNOTEZ", at=self.ago(hours))

    def approve(self, article, hours=5):
        workflow.approve(article, by=self.cast.editor, note="QVERBNOTEZ", at=self.ago(hours))

    def publish(self, article, hours=4, **options):
        options = {"note": "QVERBNOTEZ", "at": self.ago(hours), **options}
        return workflow.publish(article, by=self.cast.editor, **options)

    def to_approved(self):
        article = self.write()
        self.submit(article)
        self.approve(article)
        return article

    def to_published(self):
        article = self.to_approved()
        self.publish(article)
        return article

    def to_waiting(self):
        article = self.to_approved()
        self.publish(article, goes_live_at=self.now + timedelta(hours=2))
        return article

    def rewrite(self, article, words=NEW, hours=3):
        """Every part of the copy anew, pictures and topic too."""
        workflow.reopen(article, by=self.cast.reporter, note="QVERBNOTEZ", at=self.ago(hours))
        lead = article.placements.get(place=Placement.Place.LEAD)
        lead.image = _picture(words, "")
        lead.save()
        article.tags.set([words["topic"]])
        self.newsroom.rewrite(article, at=self.ago(hours), **_copy(words))
        Note.objects.create(article=article, text="QNOTEZ", by=self.cast.reporter)
        return article

    def print_again(self, article, hours=2, **options):
        self.submit(article, hours)
        self.approve(article, hours)
        return self.publish(article, hours, **options)


def _unseen(article, *words):
    return Told(article, desk={word for w in words for word in w.values()} | INSIDE)


def _live(article, printed, *hidden):
    told = _unseen(article, *hidden)
    told.readers = {**printed, "address": article.story.slug}
    told.status = 200
    return told


def draft(tell):
    return _unseen(tell.write(), OLD)


def in_review(tell):
    article = tell.write()
    tell.submit(article)
    return _unseen(article, OLD)


def sent_back(tell):
    article = tell.write()
    tell.submit(article)
    workflow.send_back(article, by=tell.cast.editor, note="QVERBNOTEZ", at=tell.ago(4))
    return _unseen(article, OLD)


def approved(tell):
    return _unseen(tell.to_approved(), OLD)


def waiting(tell):
    return _unseen(tell.to_waiting(), OLD)


def held(tell):
    article = tell.to_waiting()
    workflow.hold(article, by=tell.cast.editor, note="QVERBNOTEZ", at=tell.ago(3))
    return _unseen(article, OLD)


def spiked(tell):
    article = tell.write()
    workflow.spike(article, by=tell.cast.editor, note="QVERBNOTEZ", at=tell.ago(4))
    return _unseen(article, OLD)


def published(tell):
    return _live(tell.to_published(), OLD)


def reopened(tell):
    return _live(tell.rewrite(tell.to_published()), OLD, NEW)


def approved_again(tell):
    article = tell.rewrite(tell.to_published())
    tell.submit(article, 2)
    tell.approve(article, 2)
    return _live(article, OLD, NEW)


def update_waiting(tell):
    article = tell.rewrite(tell.to_published())
    tell.print_again(article, goes_live_at=tell.now + timedelta(hours=2))
    return _live(article, OLD, NEW)


def updated(tell):
    """Its address keeps the old headline; nothing else of the first edition is left."""
    article = tell.rewrite(tell.to_published())
    tell.print_again(article, note="")
    told = _live(article, NEW, {k: word for k, word in OLD.items() if k != "headline"})
    assert told.readers["address"] == slug_of(OLD["headline"])
    return told


def killed(tell):
    """Killed as its second edition was about to go live: neither may be read again."""
    article = tell.rewrite(tell.to_published())
    tell.print_again(article, goes_live_at=tell.now + timedelta(hours=2))
    workflow.kill(article, by=tell.cast.chief, note="QNOTICEZ", at=tell.ago(1))
    told = _unseen(article, OLD, NEW)
    told.status, told.notice = 410, "QNOTICEZ"
    return told


STAGES = {
    stage.__name__: stage
    for stage in (
        *(draft, in_review, sent_back, approved, waiting, held, spiked),
        *(published, reopened, approved_again, update_waiting, updated, killed),
    )
}
every_stage = pytest.mark.parametrize("told", STAGES, indirect=True)


def in_stage(*stages):
    return pytest.mark.parametrize("told", stages, indirect=True)


# What was answered


@dataclass(frozen=True)
class Answer:
    """All that a reader gets: status, headers, bytes."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def header(self):
        return dict(self.headers)

    @property
    def text(self):
        """Headers and body as one text. Of a picture, its headers."""
        is_text = not self.header.get("Content-Type", "").startswith("image/")
        body = self.body.decode() if is_text else ""
        return "\n".join([*(f"{name}: {value}" for name, value in self.headers), body])


def ask(client, address, method="get", **headers):
    response = getattr(client, method)(address, headers=headers)
    body = b"".join(response) if response.streaming else response.content
    # A page that is never cached says when it was made.
    sent = {name: value for name, value in response.headers.items() if name != "Expires"}
    assert not response.cookies, f"{address} sets a cookie"
    return Answer(response.status_code, tuple(sorted(sent.items())), body)


def found(answer, words):
    """Which of the words are in the answer, whatever the case.

    The terms of a picture travel in its files, for whoever takes one; no page has them.
    """
    if answer.header.get("Content-Type", "").startswith("image/"):
        words = set(words) - {"QTERMSZ"}
    text = answer.text.lower()
    return {word for word in words if word.lower() in text}


@pytest.fixture
def everybody(cast):
    """A client for an anonymous reader and for each member of the cast."""
    clients = {"anonymous": Client()}
    for role, user in vars(cast).items():
        clients[role] = Client()
        clients[role].force_login(user)
    assert clients["chief"].get(reverse("admin:index")).status_code == 200
    return clients


@pytest.fixture
def reader():
    return Client()


class Page(HTMLParser):
    """What on an HTML page could run or could not be under the policy."""

    def __init__(self, html):
        super().__init__()
        self.wrong, self.json_ld, self._in_json = [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self._in_json = tag == "script" and attributes.get("type") == "application/ld+json"
        if tag == "style" or (tag == "script" and (not self._in_json or "src" in attributes)):
            self.wrong.append(tag)
        self.wrong += [
            f"{tag} {name}" for name in attributes if name == "style" or name.startswith("on")
        ]

    def handle_endtag(self, tag):
        self._in_json = False

    def handle_data(self, data):
        if self._in_json:
            self.json_ld.append(json.loads(data))


# The tests


@every_stage
def test_nobody_reads_what_was_not_printed(told, everybody):
    """The desk's words are in no answer, to no one; every answer is the same for all who ask."""
    for address in addresses(told):
        expected = ask(everybody["anonymous"], address)
        assert found(expected, told.desk) == set(), address
        for role, client in everybody.items():
            assert ask(client, address) == expected, (address, role)


@in_stage("draft", "waiting", "published", "reopened", "killed")
def test_asking_for_more_gives_the_same_page_or_none(told, reader):
    for address in dict.fromkeys(next(iter(s.addresses(told))) for s in SURFACES.values()):
        plain = ask(reader, address)
        for query in CURIOUS:
            answer = ask(reader, address + query)
            assert answer.status == 404 or answer == plain, address + query
            assert found(answer, told.desk) == set(), address + query


@every_stage
def test_a_story_is_shown_where_it_should_be_and_nowhere_else(told, reader):
    shown = {}
    for name, surface in SURFACES.items():
        answers = (ask(reader, address) for address in surface.addresses(told))
        texts = [answer.text for answer in answers if answer.status == 200]
        shown[name] = {
            part for part, word in told.readers.items() if any(word in text for text in texts)
        }
    assert shown == {
        name: set(surface.shows) if told.is_live else set() for name, surface in SURFACES.items()
    }


@every_stage
def test_a_story_has_one_address_and_every_other_leads_there(told, reader):
    here = told.is_live and Edition.objects.live().get(story=told.article.story).get_absolute_url()
    for address in of_story(told):
        answer = ask(reader, address)
        if not told.is_live:
            assert answer.status == told.status, address
            assert told.notice in answer.text, address
        elif address == here:
            assert answer.status == 200, address
        else:
            assert (answer.status, answer.header["Location"]) == (301, here), address


@every_stage
def test_filesof_pictures_are_there_only_while_a_live_edition_shows_them(told, reader):
    """What readers had and have no more answers 410; a name of earlier days leads to today's."""
    live = Edition.objects.live().filter(story__article=told.article)
    seen = Edition.objects.seen().filter(story__article=told.article)
    shown = {row.image.token for edition in live for row in edition.images.all()}
    had = {row.image.token for edition in seen for row in edition.images.all()}
    for address in of_pictures(told):
        token, name = address.split("/")[-2:]
        made = Rendition.objects.filter(image__token=token).select_related("image")
        is_there = name in {row.name for row in made}
        is_earlier = name in ("320.jpg", "320-0123abcd.webp")
        if not (is_there or is_earlier):
            expected = 404
        elif token in shown:
            expected = 302 if is_earlier else 200
        else:
            expected = 410 if token in had else 404
        assert ask(reader, address).status == expected, address


@every_stage
def test_every_answer_is_fit_for_a_cache_and_runs_nothing(told, reader):
    for address in addresses(told):
        answer = ask(reader, address)
        assert "cookie" not in answer.header.get("Vary", "").lower(), address
        directives = answer.header["Content-Security-Policy"].split(";")
        policy = dict(directive.strip().split(" ", 1) for directive in directives)
        assert policy == POLICY, address
        assert answer.header["X-Content-Type-Options"] == "nosniff", address
        if answer.header.get("Content-Type", "").startswith("text/html"):
            assert Page(answer.body.decode()).wrong == [], address


@in_stage("draft", "published", "killed")
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_readers_can_only_read(told, reader, method):
    statuses = {address: ask(reader, address, method).status for address in addresses(told)}
    assert statuses == dict.fromkeys(statuses, 405)


@in_stage("published", "killed", "waiting")
def test_asking_for_the_headers_alone_tells_no_more(told, reader):
    for address in addresses(told):
        got, head = ask(reader, address), ask(reader, address, "head")
        assert (head.status, head.body) == (got.status, b""), address
        assert found(head, told.desk) == set(), address


@in_stage("published")
def test_forms_are_refused_without_a_cookie(told):
    """With the check against forgery on, as it is for real readers."""
    strict = Client(enforce_csrf_checks=True)
    statuses = {address: ask(strict, address, "post").status for address in addresses(told)}
    assert statuses == dict.fromkeys(statuses, 403)


@in_stage("published")
def test_what_the_desk_does_next_changes_no_byte_for_readers(told, reader, newsroom, cast):
    """Reopened, rewritten, its pictures relabelled, approved, scheduled and held again."""
    tell = Storyteller(newsroom, cast, timezone.now())
    before = {address: ask(reader, address) for address in addresses(told)}

    def readers_see_the_same():
        for address, answer in before.items():
            assert ask(reader, address) == answer, address

    tell.rewrite(told.article)
    readers_see_the_same()
    for image in Image.objects.all():
        image.caption, image.alt = f"Sửa {NEW['caption']}", f"Sửa {NEW['alt']}"
        image.save()
    readers_see_the_same()
    tell.print_again(told.article, goes_live_at=tell.now + timedelta(hours=2))
    readers_see_the_same()
    workflow.hold(told.article, by=cast.editor, at=timezone.now())
    readers_see_the_same()
    assert before[told.article.story.editions.get(number=1).get_absolute_url()].status == 200


@in_stage("published")
def test_a_cache_that_asks_again_is_told_of_the_kill(told, reader, cast):
    lists = [reverse("front"), reverse("feed"), reverse("sitemap", args=["stories"])]
    here = Edition.objects.live().get(story=told.article.story).get_absolute_url()
    tags = {address: ask(reader, address).header["ETag"] for address in (here, *lists)}
    same = {a: ask(reader, a, if_none_match=tag).status for a, tag in tags.items()}
    assert same == dict.fromkeys(tags, 304)

    workflow.kill(told.article, by=cast.chief, note="QNOTICEZ", at=timezone.now())
    gone = {a: ask(reader, a, if_none_match=tag).status for a, tag in tags.items()}
    assert gone == {here: 410, **dict.fromkeys(lists, 200)}


def test_a_kill_is_told_at_every_address_the_story_ever_had(newsroom, cast, reader):
    now = timezone.now()
    article = newsroom.published(headline="Tít đầu tiên", at=now - timedelta(hours=3))
    first = Edition.objects.get().get_absolute_url()
    newsroom.printed_again(
        article,
        section=make_section("Kinh tế"),
        headline="Tít thứ hai",
        at=now - timedelta(hours=2),
    )
    second = Edition.objects.live().get().get_absolute_url()
    assert (ask(reader, first).status, ask(reader, second).status) == (301, 200)
    workflow.kill(article, by=cast.chief, note="QNOTICEZ", at=now - timedelta(hours=1))
    for address in (first, second):
        answer = ask(reader, address)
        assert (answer.status, found(answer, ["QNOTICEZ", "Tít"])) == (410, {"QNOTICEZ"})
        assert Page(answer.body.decode()).json_ld == []


def test_a_picture_of_a_killed_story_stays_in_another_that_is_live(newsroom, cast, reader):
    now, image = timezone.now(), make_image()
    article = newsroom.published(lead=image, at=now - timedelta(hours=3))
    other = newsroom.published(lead=image, at=now - timedelta(hours=2))
    (name,) = [r.name for r in image.renditions.filter(width=320, crop="")]
    file = reverse("picture", args=[image.token, name])
    workflow.kill(article, by=cast.chief, note="Gỡ.", at=now - timedelta(hours=1))
    assert ask(reader, file).status == 200
    workflow.kill(other, by=cast.chief, note="Gỡ.", at=now)
    assert ask(reader, file).status == 410


def test_a_headline_that_was_held_is_not_in_the_address(newsroom, cast, reader):
    """The address is made of the headline that readers see first, not of one taken back."""
    now = timezone.now()
    article = newsroom.published(
        headline="Tít bị giữ lại",
        at=now - timedelta(hours=3),
        goes_live_at=now + timedelta(hours=2),
    )
    workflow.hold(article, by=cast.editor, at=now - timedelta(hours=2))
    newsroom.rewrite(article, headline="Tít được in", at=now - timedelta(hours=2))
    workflow.approve(article, by=cast.editor, at=now - timedelta(hours=1))
    edition = workflow.publish(article, by=cast.editor, at=now - timedelta(hours=1))
    assert edition.story.slug == "tit-duoc-in"
    assert ask(reader, edition.get_absolute_url()).status == 200


@in_stage("published")
def test_a_withdrawn_picture_leaves_every_surface_and_its_place_closes_up(told, reader):
    lead = told.article.placements.get(place=Placement.Place.LEAD).image
    everything = addresses(told)
    assert any(lead.token in ask(reader, address).text for address in everything)
    lead.withdrawn_at, lead.withdrawn_reason = timezone.now() - timedelta(seconds=1), "QREASONZ"
    lead.save()
    words = {lead.token, OLD["caption"], OLD["alt"], OLD["creator"], "QREASONZ"}
    for address in everything:
        assert found(ask(reader, address), words) == set(), address
    files = {reverse("picture", args=[lead.token, r.name]) for r in lead.renditions.all()}
    assert {ask(reader, address).status for address in files} == {410}
    page = ask(reader, Edition.objects.live().get(story=told.article.story).get_absolute_url())
    assert page.text.count("<figure") == 1


# Whose work it is


@pytest.fixture
def kyodo_story(newsroom):
    """The story this product was born from: Kyodo's copy, and a picture by Kyodo."""
    image = make_image(creator="Kyodo", origin=newsroom.kyodo, rights=Image.Rights.AGENCY)
    return newsroom.published(
        lead=image, agencies=[newsroom.kyodo], at=timezone.now() - timedelta(hours=1)
    )


def test_the_credit_stands_by_the_picture_on_every_page(kyodo_story, newsroom, reader):
    """The card of every list, and the story itself: the words, in their own element, once each."""
    edition = Edition.objects.get()
    pages = {
        "front": reverse("front"),
        "section": newsroom.section.get_absolute_url(),
        "author": reverse("author", args=[newsroom.author.slug]),
        "agency": reverse("agency", args=[newsroom.kyodo.slug]),
        "topic": reverse("topic", args=["nhat-ban"]),
        "story": edition.get_absolute_url(),
    }
    credits = {name: Texts(ask(reader, path), "credit").found for name, path in pages.items()}
    assert credits == {name: ["Ảnh: Kyodo"] for name in pages}
    pictures = {name: ask(reader, path).text.count("<img") for name, path in pages.items()}
    assert pictures == dict.fromkeys(pages, 1)


def test_the_source_is_named_on_every_page(kyodo_story, newsroom, reader):
    lists = [
        reverse("front"),
        newsroom.section.get_absolute_url(),
        reverse("author", args=[newsroom.author.slug]),
        reverse("agency", args=[newsroom.kyodo.slug]),
        reverse("topic", args=["nhat-ban"]),
    ]
    assert [Texts(ask(reader, path), "source").found for path in lists] == [["Theo Kyodo"]] * 5
    page = ask(reader, Edition.objects.get().get_absolute_url())
    assert Texts(page, "source-line").found == ["Theo Kyodo"]


def test_credit_and_source_travel_in_the_feeds(kyodo_story, newsroom, reader):
    media, dc = "{http://search.yahoo.com/mrss/}", "{http://purl.org/dc/elements/1.1/}"
    for address in (reverse("feed"), reverse("section-feed", args=[newsroom.section.slug])):
        (item,) = ElementTree.fromstring(ask(reader, address).body).iter("item")
        content = item.find(f"{media}content")
        assert content.findtext(f"{media}credit") == "Ảnh: Kyodo"
        assert item.findtext(f"{dc}source") == "Theo Kyodo"
        assert item.findtext(f"{dc}creator") == newsroom.author.name


def test_credit_and_source_travel_in_the_structured_data(kyodo_story, newsroom, reader):
    page = ask(reader, Edition.objects.get().get_absolute_url())
    (data,) = Page(page.body.decode()).json_ld
    assert data["creditText"] == "Theo Kyodo"
    shapes = 4  # whole, 16:9, 4:3, 1:1
    assert [image["creditText"] for image in data["image"]] == ["Ảnh: Kyodo"] * shapes
    assert [author["name"] for author in data["author"]] == [newsroom.author.name]


class Texts(HTMLParser):
    """The text of each element with a class. Such elements hold nothing but text."""

    def __init__(self, answer, css_class):
        super().__init__()
        self.found, self._class, self._open = [], css_class, False
        assert answer.status == 200
        self.feed(answer.body.decode())

    def handle_starttag(self, tag, attrs):
        self._open = self._class in (dict(attrs).get("class") or "").split()
        if self._open:
            self.found.append("")

    def handle_endtag(self, tag):
        self._open = False

    def handle_data(self, data):
        if self._open:
            self.found[-1] += data
