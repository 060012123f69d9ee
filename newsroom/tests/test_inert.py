"""Whatever is typed at the desk, nothing of it runs: not for readers, not for colleagues.

Each hostile string stands in every text that a person can enter, all at once; then every page that
prints any of it is parsed, and the string has to come out as the text that it is.
"""

import json
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from datetime import timedelta
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article, Note
from attribution import vietnamese
from editions.models import Edition, Topic
from newsroom.tests.factories import jpeg, make_agency, make_author, make_image, make_section

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "out of an attribute": "\"><img src=x onerror=alert(1)>' onmouseover='alert(1)",
    "out of a script": "</script><script>alert(1)</script><!--",
    "out of a title": "</title></textarea></style></noscript><svg onload=alert(1)>",
    "address": "javascript:alert(1)",
    "links": '<a href="jav&#x09;ascript:alert(1)">x</a><a href="data:text/html,x">x</a>',
    "frames": '<iframe srcdoc="<script>alert(1)</script>"></iframe><base href="//evil.example/">',
    "out of XML": "]]>--></item><item> &lt;script&gt; &amp;amp; &#60; một\ufffe\uffff\x01\x0bhai\U0010ffff",
    "template": (
        "{{ 7|add:7 }} {% debug %} {# x #} ${7*7} %(name)s %s {0} một\u2028hai\u2029ba "
        '\' " ` ’ “ ” « \\ \\" \\u003c'
    ),
}
JSON_TYPES = {"application/ld+json", "application/json", "importmap"}
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Attributes that hold an address which a browser opens or loads.
ADDRESSES = {"href", "src", "action", "formaction", "data", "xlink:href", "srcdoc", "poster"}


class Page(HTMLParser):
    """An HTML page as a browser reads it: what could run, the JSON in it, the texts by element."""

    def __init__(self, html):
        super().__init__()
        self.runs, self.json, self.texts, self._open = [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        self.texts.append((tag, attributes, []))
        if tag not in VOID:
            self._open.append(self.texts[-1])
        if tag == "script" and "src" not in attributes and attributes.get("type") not in JSON_TYPES:
            self.runs.append(self.get_starttag_text())
        if tag in ("object", "embed", "base", "applet", "frame"):
            self.runs.append(self.get_starttag_text())
        for name, value in attributes.items():
            address = "".join(value.split()).lower()
            leads_out = name in ADDRESSES and address.startswith(("javascript:", "data:", "vbs"))
            if name.startswith("on") or name == "srcdoc" or leads_out:
                self.runs.append(self.get_starttag_text())
        if tag in ("iframe", "script", "link") and "//" in attributes.get("src", ""):
            self.runs.append(self.get_starttag_text())
        if "http-equiv" in attributes:
            self.runs.append(self.get_starttag_text())

    def handle_data(self, data):
        for _tag, _attributes, text in self._open:
            text.append(data)
        for tag, attributes, _text in self._open[-1:]:
            if tag == "script" and attributes.get("type") in JSON_TYPES:
                self.json.append(json.loads(data))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def having(self, tag, css_class=""):
        """The text in each element with a class."""
        return [
            "".join(text).strip()
            for name, attributes, text in self.texts
            if name == tag and css_class in ("", *(attributes.get("class") or "").split())
        ]

    def named(self, tag, name):
        """The text in each field of a form with a name."""
        return [
            "".join(text).strip()
            for found, attributes, text in self.texts
            if found == tag and attributes.get("name") == name
        ]

    def attribute(self, tag, name, /, **having):
        """The values of an attribute, of elements that have other attributes."""
        return [
            attributes[name]
            for found, attributes, _text in self.texts
            if found == tag and name in attributes and having.items() <= attributes.items()
        ]


@dataclass
class Poisoned:
    """A story with the hostile string in everything, with what surrounds it."""

    string: str
    article: Article
    edition: Edition
    killed: Edition
    draft: Article
    newsroom: SimpleNamespace


@pytest.fixture(params=HOSTILE.values(), ids=HOSTILE)
def poisoned(request, newsroom, cast):
    """The string in headline, kicker, …, names, notes; published, corrected; another one killed."""
    bad, now = request.param, timezone.now()
    cast.editor.first_name = cast.reporter.first_name = bad[:150]
    for user in (cast.editor, cast.reporter):
        user.save()
    newsroom.author = make_author(f"Tên {bad}", role=bad, biography=bad)
    agency = make_agency(f"Hãng {bad}", aliases=[bad], notes=bad)
    section = make_section(f"Mục {bad}"[:60], order=1)
    lead, figure = (
        make_image(
            jpeg(320, 214),
            caption=f"Chú thích {bad}",
            alt=f"Mô tả {bad}",
            creator=f"Người chụp {bad}",
            credit_override=override,
            origin=agency,
            copyright_notice=bad,
            instructions=bad,
            usage_terms=bad,
        )
        for override in ("", f"Ghi nguồn {bad}")
    )
    quoted = bad.replace("&", "&amp;").replace('"', "&quot;")
    copy = {
        "section": section,
        "kicker": f"Dẫn {bad}"[:60],
        "headline": f"Tít {bad}",
        "standfirst": f"Sapô {bad}",
        "dateline": f"HUẾ {bad}"[:80],
        "body": (
            f"<p>Thân bài.</p><p>{bad}</p>{bad}"
            f'<figure data-image="{figure.pk}" data-caption="{quoted}"></figure><p>Hết.</p>'
        ),
    }
    rest = {
        "lead": lead,
        "agencies": [agency],
        "tags": [vietnamese.one_line(f"Chủ đề {bad}"[:100])],
    }
    hours = [now - timedelta(hours=h) for h in range(5)]
    article = newsroom.published(**copy, **rest, at=hours[4])
    newsroom.printed_again(article, kind="correction", note=f"Đính chính {bad}", at=hours[3])
    killed = newsroom.published(**copy, **rest, at=hours[3])
    notice = workflow.kill(killed, by=cast.chief, note=f"Gỡ {bad}", at=hours[2])
    draft = newsroom.draft(**copy, **rest, at=hours[2])
    newsroom.rewrite(draft, headline=f"Tít hai {bad}", standfirst="", at=hours[2])
    newsroom.rewrite(draft, body=f"<p>Khác.</p>{bad}", standfirst=f"Sapô {bad}", at=hours[2])
    workflow.submit(draft, by=cast.reporter, note=bad, at=hours[2])
    workflow.send_back(draft, by=cast.editor, note=f"Sửa {bad}", at=hours[1])
    Note.objects.create(article=draft, text=f"Ghi chú {bad}", by=cast.reporter)
    return Poisoned(
        string=bad,
        article=article,
        edition=Edition.objects.live().get(story=article.story),
        killed=notice,
        draft=draft,
        newsroom=SimpleNamespace(
            agency=agency,
            author=newsroom.author,
            section=section,
            topic=Topic.objects.get(),
            lead=lead,
            figure=figure,
        ),
    )


def html(client, address, status=200):
    """The page at an address: nothing on it runs."""
    response = client.get(address)
    assert response.status_code == status, address
    page = Page(response.content.decode())
    assert page.runs == [], address
    return page


def one_line(text):
    return " ".join(text.split())


# Readers


def test_the_story_prints_words(poisoned, client):
    edition, images = poisoned.edition, list(poisoned.edition.images.order_by("order"))
    page = html(client, edition.get_absolute_url())
    assert page.having("h1") == [edition.headline]
    assert page.having("title") == [one_line(f"{edition.headline} – Newsroom")]
    assert page.having("p", "standfirst") == [edition.standfirst]
    assert page.having("p", "dateline") == [edition.dateline]
    assert page.having("p", "source-line") == [edition.source_line]
    assert page.having("span", "credit") == [image.credit_line for image in images]
    assert page.having("span", "caption") == [image.caption for image in images]
    assert [alt for alt in page.attribute("img", "alt") if alt] == [image.alt for image in images]
    (correction,) = page.having("aside", "correction")
    assert vietnamese.normalise(f"Đính chính {poisoned.string}") in correction
    assert page.attribute("meta", "content", property="og:title") == [edition.headline]
    assert page.attribute("meta", "content", name="description") == [edition.standfirst]


def test_structured_data_is_the_stored_text(poisoned, client):
    edition, images = poisoned.edition, list(poisoned.edition.images.order_by("order"))
    (data,) = html(client, edition.get_absolute_url()).json
    assert data["headline"] == edition.headline
    assert data["description"] == edition.standfirst
    assert data["dateline"] == edition.dateline
    assert data["creditText"] == edition.source_line
    assert data["articleSection"] == poisoned.newsroom.section.name
    assert data["keywords"] == [poisoned.newsroom.topic.name]
    assert [person["name"] for person in data["author"]] == [poisoned.newsroom.author.name]
    assert [c["text"] for c in data["correction"]] == [edition.note]
    found = [(i["caption"], i["creditText"], i["creator"]["name"]) for i in data["image"]]
    said = [(i.caption, i.credit_line, i.image.creator) for i in images]
    assert list(dict.fromkeys(found)) == said  # the lead is there in each of its shapes


def test_lists_print_words(poisoned, client):
    about = poisoned.newsroom
    addresses = {
        reverse("front"): None,
        about.section.get_absolute_url(): about.section.name,
        reverse("author", args=[about.author.slug]): about.author.name,
        reverse("agency", args=[about.agency.slug]): about.agency.name,
        reverse("topic", args=[about.topic.slug]): about.topic.name,
    }
    for address, name in addresses.items():
        page = html(client, address)
        assert name is None or page.having("h1") == [name], address
        assert poisoned.edition.kicker in page.having("p", "kicker"), address
        assert poisoned.edition.headline in page.having("a"), address
        credit_line = poisoned.edition.images.get(order=0).credit_line
        assert page.having("span", "credit") == [credit_line], address


def test_feeds_are_whole_and_hold_the_stored_text(poisoned, client):
    media, dc = "{http://search.yahoo.com/mrss/}", "{http://purl.org/dc/elements/1.1/}"
    lead = poisoned.edition.images.get(order=0)
    for address in (
        reverse("feed"),
        reverse("section-feed", args=[poisoned.newsroom.section.slug]),
    ):
        root = ElementTree.fromstring(client.get(address).content)
        (item,) = root.iter("item")
        assert item.findtext("title") == poisoned.edition.headline
        assert item.findtext("description") == poisoned.edition.standfirst
        assert item.findtext(f"{dc}source") == poisoned.edition.source_line
        assert item.findtext(f"{dc}creator") == poisoned.newsroom.author.name
        assert item.findtext(f"{media}content/{media}credit") == lead.credit_line
        assert item.findtext(f"{media}content/{media}description") == lead.caption


def test_sitemaps_are_whole_and_list_plain_addresses(poisoned, client):
    locations = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    root = ElementTree.fromstring(client.get(reverse("sitemap", args=["stories"])).content)
    (location,) = root.iter(locations)
    assert location.text == f"http://127.0.0.1:8000{poisoned.edition.get_absolute_url()}"
    root = ElementTree.fromstring(client.get(reverse("sitemap", args=["sections"])).content)
    slugs = {part for location in root.iter(locations) for part in location.text.split("/")[3:]}
    assert {poisoned.newsroom.section.slug, "the-gioi", ""} == slugs


def test_the_notice_of_a_kill_prints_words(poisoned, client):
    page = html(client, poisoned.killed.get_absolute_url(), status=410)
    assert page.having("p", "notice") == [poisoned.killed.note]
    assert page.json == []


def test_addresses_are_made_of_letters_digits_and_hyphens(poisoned):
    about = poisoned.newsroom
    slugs = [about.section.slug, about.author.slug, about.agency.slug, about.topic.slug]
    for slug in (*slugs, poisoned.edition.story.slug):
        assert slug
        assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_a_body_of_nothing_but_hostile_markup_keeps_words_only(poisoned):
    for html_of_body in (poisoned.article.body, poisoned.edition.body, poisoned.draft.body):
        assert Page(html_of_body).runs == []


# The desk


@pytest.fixture
def desk(cast):
    """A client of somebody who may see everything there is."""
    cast.admin.is_superuser = True
    cast.admin.save()
    client = Client()
    client.force_login(cast.admin)
    return client


def test_every_page_of_the_desk_prints_words(poisoned, desk):
    about, draft, live = poisoned.newsroom, poisoned.draft.pk, poisoned.article.pk
    for name, *args in (
        ("index",),
        ("articles_article_changelist",),
        ("articles_article_add",),
        ("articles_article_change", draft),
        ("articles_article_change", live),
        ("articles_article_history", draft),
        ("articles_article_preview", draft),
        ("articles_article_preview", live),
        ("articles_article_act", draft, "submit"),
        ("articles_article_act", live, "kill"),
        ("images_image_changelist",),
        ("images_image_change", about.lead.pk),
        ("images_image_change", about.figure.pk),
        ("editions_edition_changelist",),
        ("editions_edition_change", poisoned.edition.pk),
        ("editions_edition_change", poisoned.killed.pk),
        ("editions_section_changelist",),
        ("editions_section_change", about.section.pk),
        ("editions_topic_changelist",),
        ("editions_topic_change", about.topic.pk),
        ("attribution_author_changelist",),
        ("attribution_author_change", about.author.pk),
        ("attribution_agency_changelist",),
        ("attribution_agency_change", about.agency.pk),
        ("accounts_user_changelist",),
    ):
        html(desk, reverse(f"admin:{name}", args=args))
    for query in ("?q=", "?stage=", "?whose="):
        response = desk.get(reverse("admin:articles_article_changelist") + query + poisoned.string)
        assert Page(response.content.decode()).runs == []


def test_home_and_list_name_the_copy_by_its_headline(poisoned, desk, cast):
    headline = poisoned.draft.headline
    assert headline in html(desk, reverse("admin:articles_article_changelist")).having("a")
    writer = Client()
    writer.force_login(cast.reporter)
    home = html(writer, reverse("admin:index"))
    assert headline in home.having("a")
    (note,) = home.having("p", "said")
    assert note == poisoned.draft.stage_changes.get(verb="send_back").note


def test_the_form_gives_back_what_was_typed(poisoned, desk):
    page = html(desk, reverse("admin:articles_article_change", args=[poisoned.draft.pk]))
    draft = poisoned.draft
    for name in ("headline", "standfirst", "body"):
        assert page.named("textarea", name) == [getattr(draft, name)]
    assert page.attribute("input", "value", name="kicker") == [draft.kicker]
    assert page.attribute("input", "value", name="dateline") == [draft.dateline]
    assert page.having("h1") == [draft.headline]


def test_the_comparison_prints_words(poisoned, desk):
    address = reverse("admin:articles_article_compare", args=[poisoned.draft.pk])
    standfirst = poisoned.draft.standfirst
    assert html(desk, f"{address}?from=1&to=2").having("del") == [standfirst]
    assert html(desk, f"{address}?from=2&to=3").having("ins")[0] == standfirst


def test_messages_print_words(poisoned, desk, cast):
    """What is said after an act, and what is said when it is refused."""
    headline, draft = poisoned.draft.headline, poisoned.draft
    address = reverse("admin:articles_article_act", args=[draft.pk, "submit"])
    response = desk.post(address, {"version": draft.version, "note": ""}, follow=True)
    page = Page(response.content.decode())
    assert page.runs == []
    (said,) = page.having("li", "success")
    assert f"“{headline}”" in said

    late = desk.post(address, {"version": draft.version, "note": poisoned.string})
    assert late.status_code == 409
    page = Page(late.content.decode())
    assert page.runs == []
    assert headline in page.having("strong")[-1]


def test_words_that_could_not_be_saved_are_given_back_as_words(poisoned, desk):
    address = reverse("admin:articles_article_change", args=[poisoned.article.pk])
    typed = dict.fromkeys(("headline", "standfirst", "body", "kicker"), f"x{poisoned.string}")
    response = desk.post(address, typed)
    assert response.status_code == 409
    page = Page(response.content.decode())
    assert page.runs == []
    assert page.having("textarea") == list(typed.values())


def test_a_colleagues_change_is_shown_as_words(poisoned, desk):
    address = reverse("admin:articles_article_change", args=[poisoned.draft.pk])
    response = desk.post(address, {"seen_version": 1, "headline": poisoned.string})
    page = Page(response.content.decode())
    assert page.runs == []
    assert page.having("ins")[0] == "hai"


def test_the_library_is_json_and_says_so(poisoned, desk):
    response = desk.get(reverse("admin:images_image_library"), {"q": "chú thích"})
    assert response["Content-Type"] == "application/json"
    assert response["X-Content-Type-Options"] == "nosniff"
    about = poisoned.newsroom
    entries = {entry["id"]: entry for entry in response.json()["pictures"]}
    assert {pk: (e["caption"], e["alt"], e["credit"]) for pk, e in entries.items()} == {
        image.pk: (image.caption, image.alt, image.credit_line())
        for image in (about.lead, about.figure)
    }


def test_the_file_of_a_picture_decides_nothing_by_its_name(poisoned, desk):
    """A hostile file name, and a text that calls itself a picture."""
    data = {"caption": "x", "focal_x": 0.5, "focal_y": 0.5, "rights": "staff"}
    name = f"{poisoned.string.replace('/', '')}.html"
    for content in (poisoned.string.encode(), b"<svg onload=alert(1)>" + poisoned.string.encode()):
        upload = SimpleUploadedFile(name, content, content_type="image/jpeg")
        response = desk.post(reverse("admin:images_image_add"), {**data, "original": upload})
        assert response.status_code == 200
        page = Page(response.content.decode())
        assert page.runs == []
        assert len(page.having("ul", "errorlist")) == 1


def test_an_address_that_is_a_script_is_no_homepage(desk, newsroom):
    data = {"name": "Hãng", "aliases": "", "contracts-TOTAL_FORMS": 0, "contracts-INITIAL_FORMS": 0}
    for homepage in (HOSTILE["address"], "javascript://x.com/%0aalert(1)", "data:text/html,x"):
        response = desk.post(
            reverse("admin:attribution_agency_add"), {**data, "homepage": homepage}
        )
        assert "homepage" in response.context["adminform"].form.errors


def test_this_test_would_see_a_script():
    """The reader of these tests knows what runs."""
    for string in (
        *(HOSTILE[name] for name in ("script", "out of an attribute", "out of a script")),
        *(HOSTILE[name] for name in ("out of a title", "frames")),
        '<a href="javascript:alert(1)">',
        "<p onclick=alert(1)>",
        '<script type="module">',
        '<meta http-equiv="refresh" content="0;url=//evil.example">',
    ):
        assert Page(string).runs != [], string
    for string in (
        '<script src="/static/desk/article.js"></script>',
        '<script type="application/ld+json">{}</script>',
        '<a href="/the-gioi/">javascript:alert(1)</a>',
        "&lt;script&gt;",
    ):
        assert Page(string).runs == [], string
