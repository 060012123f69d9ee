"""Whatever is typed at the desk, nothing of it runs: not for readers, not for colleagues.

Each hostile string stands in every text of a story of its own that a person can enter, all at once;
then every page that prints any of it is parsed, and the string has to come out as the text that it
is. The nine stories are made once for all tests.
"""

import copy
import xml.etree.ElementTree as ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from newsroom.tests.html import Page
from newsroom.tests.poisoned import HOSTILE, poison
from newsroom.tests.surfaces import OPEN, SURFACES, addresses, parts_of
from text import normalise


@pytest.fixture(scope="module")
def module_stories(module_newsroom):
    return [poison(module_newsroom, name, bad) for name, bad in HOSTILE.items()]


@pytest.fixture
def stories(module_stories, db):
    """One story for each string, for one test, whose changes are rolled back."""
    return copy.deepcopy(module_stories)


def parsed(response, where):
    """A page that was answered: nothing on it runs."""
    page = Page(response.content.decode())
    assert page.runs == [], where
    return page


def html(client, address, where="", status=200):
    """Return the page at an address: nothing on it runs."""
    response = client.get(address)
    assert response.status_code == status, (where, address)
    return parsed(response, (where, address))


def one_line(text):
    return " ".join(text.split())


def test_the_story_prints_words_and_its_structured_data_is_the_stored_text(stories, client):
    for story in stories:
        page = html(client, story.edition.get_absolute_url(), story.name)
        _assert_story_prints_words(story, page)
        _assert_structured_data_is_the_stored_text(story, page)


def _assert_story_prints_words(story, page):
    edition, images = story.edition, list(story.edition.images.order_by("order"))
    assert page.having("h1") == [edition.headline], story.name
    assert page.having("title") == [one_line(f"{edition.headline} – Newsroom")], story.name
    assert page.having("p", "standfirst") == [edition.standfirst], story.name
    assert page.having("p", "dateline") == [edition.dateline], story.name
    assert page.having("p", "source-line") == [edition.source_line], story.name
    assert page.having("span", "credit") == [image.credit_line for image in images], story.name
    assert page.having("span", "caption") == [image.caption for image in images], story.name
    alts = [alt for alt in page.attribute("img", "alt") if alt]
    assert alts == [image.alt for image in images], story.name
    (correction,) = page.having("aside", "correction")
    assert normalise.normalise(f"Đính chính {story.string}") in correction, story.name
    headline = page.attribute("meta", "content", property="og:title")
    assert headline == [edition.headline], story.name
    description = page.attribute("meta", "content", name="description")
    assert description == [edition.standfirst], story.name


def _assert_structured_data_is_the_stored_text(story, page):
    edition, images = story.edition, list(story.edition.images.order_by("order"))
    (data,) = page.json
    assert data["headline"] == edition.headline, story.name
    assert data["description"] == edition.standfirst, story.name
    assert data["dateline"] == edition.dateline, story.name
    assert data["creditText"] == edition.source_line, story.name
    assert data["articleSection"] == story.section.name, story.name
    assert data["keywords"] == [story.topic.name], story.name
    assert [person["name"] for person in data["author"]] == [story.author.name], story.name
    assert [c["text"] for c in data["correction"]] == [edition.note], story.name
    printed = [(i["caption"], i["creditText"], i["creator"]["name"]) for i in data["image"]]
    stored = [(i.caption, i.credit_line, i.image.creator) for i in images]
    # The lead is there in each of its shapes.
    assert list(dict.fromkeys(printed)) == stored, story.name


def test_lists_print_words(stories, client):
    for name, surface in SURFACES.items():
        if surface.is_list and surface.heading:
            _assert_lists_print_words(stories, client, name, surface)
    front = html(client, reverse("front"), "front")
    for story in stories:
        assert story.edition.kicker in front.having("p", "kicker"), story.name
        assert story.edition.headline in front.having("a"), story.name
    credit_lines = [story.edition.images.get(order=0).credit_line for story in stories]
    assert sorted(front.having("span", "credit")) == sorted(credit_lines)


def _assert_lists_print_words(stories, client, name, surface):
    for story in stories:
        edition, where = story.edition, (story.name, name)
        (address,) = surface.addresses(parts_of(edition))
        page = html(client, address, where)
        assert page.having("h1") == [surface.heading(edition)], where
        assert edition.kicker in page.having("p", "kicker"), where
        assert edition.headline in page.having("a"), where
        assert page.having("span", "credit") == [edition.images.get(order=0).credit_line], where


def test_nothing_runs_at_any_public_address_and_all_xml_is_well_formed(stories, client):
    for story in stories:
        for address in addresses(parts_of(story.edition), OPEN.values()):
            response = client.get(address)
            assert response.status_code == 200, (story.name, address)
            if response["Content-Type"].startswith("text/html"):
                parsed(response, (story.name, address))
            elif "xml" in response["Content-Type"]:
                ElementTree.fromstring(response.content)


def test_feeds_are_whole_and_hold_the_stored_text(stories, client):
    def texts(address):
        media, dc = "{http://search.yahoo.com/mrss/}", "{http://purl.org/dc/elements/1.1/}"
        names = ("title", "description", f"{dc}source", f"{dc}creator")
        names += (f"{media}content/{media}credit", f"{media}content/{media}description")
        root = ElementTree.fromstring(client.get(address).content)
        return {tuple(item.findtext(name) for name in names) for item in root.iter("item")}

    stored = {}
    for story in stories:
        edition, lead = story.edition, story.edition.images.get(order=0)
        texts_of_copy = (
            edition.headline,
            edition.standfirst,
            edition.source_line,
            story.author.name,
        )
        stored[story.name] = (*texts_of_copy, lead.credit_line, lead.caption)
        feed = reverse("section-feed", args=[story.section.slug])
        assert texts(feed) == {stored[story.name]}, story.name
    assert texts(reverse("feed")) == set(stored.values())


def test_sitemaps_are_whole_and_list_plain_addresses(stories, client):
    def locations(name):
        root = ElementTree.fromstring(client.get(reverse("sitemap", args=[name])).content)
        return [loc.text for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]

    site = "http://127.0.0.1:8000"
    assert sorted(locations("stories")) == sorted(
        site + story.edition.get_absolute_url() for story in stories
    )
    slugs = {part for location in locations("sections") for part in location.split("/")[3:]}
    assert slugs == {*(story.section.slug for story in stories), ""}


def test_the_notice_of_a_kill_prints_words(stories, client):
    for story in stories:
        page = html(client, story.killed.get_absolute_url(), story.name, status=410)
        assert page.having("p", "notice") == [story.killed.note], story.name
        assert page.json == [], story.name


def test_addresses_are_made_of_letters_digits_and_hyphens(stories):
    for story in stories:
        slugs = [story.section.slug, story.author.slug, story.agency.slug, story.topic.slug]
        for slug in (*slugs, story.edition.slug):
            assert slug, story.name
            assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-"), story.name


def test_a_body_of_nothing_but_hostile_markup_keeps_words_only(stories):
    for story in stories:
        for html_of_body in (story.article.body, story.edition.body, story.draft.body):
            assert Page(html_of_body).runs == [], story.name


@pytest.fixture
def desk(module_newsroom, cast):
    """A client of a user who may see everything."""
    cast.admin.is_superuser = True
    cast.admin.save()
    client = Client()
    client.force_login(cast.admin)
    return client


LISTS = ("articles_article", "images_image", "editions_edition", "editions_section")
LISTS += ("editions_topic", "attribution_author", "attribution_agency", "accounts_user")


def test_every_list_of_the_desk_prints_words(stories, desk):
    names = [f"{name}_changelist" for name in LISTS]
    for name in ("index", "articles_article_add", *names):
        html(desk, reverse(f"admin:{name}"))
    # All nine are on the first page.
    page = html(desk, reverse("admin:articles_article_changelist"))
    for story in stories:
        assert story.article.headline in page.having("a"), story.name


def assert_pages_print_words(desk, story, pages):
    for name, *args in pages:
        html(desk, reverse(f"admin:{name}", args=args), story.name)


@pytest.mark.slow
def test_every_page_of_the_copy_prints_words(stories, desk):
    for story in stories:
        draft, live = story.draft.pk, story.article.pk
        pages = [
            ("articles_article_change", live),  # the draft's: where it gives back what was typed
            ("articles_article_history", draft),
            ("articles_article_preview", draft),
            ("articles_article_preview", live),
            ("articles_article_verb", draft, "submit"),
            ("articles_article_verb", live, "kill"),
        ]
        assert_pages_print_words(desk, story, pages)


def test_every_page_of_what_was_prints_words(stories, desk):
    for story in stories:
        numbers = story.article.story.editions.values_list("number", flat=True)
        pages = [
            ("articles_article_revision_page", story.draft.pk, 1),
            ("articles_article_restore", story.draft.pk, 1),
            ("articles_article_edition", story.article.pk, max(numbers)),
            *(("articles_article_edition_page", story.article.pk, number) for number in numbers),
        ]
        assert_pages_print_words(desk, story, pages)


@pytest.mark.slow
def test_every_page_of_pictures_and_editions_prints_words(stories, desk):
    for story in stories:
        pages = [
            ("images_image_change", story.lead.pk),
            ("images_image_change", story.figure.pk),
            ("editions_edition_change", story.edition.pk),
            ("editions_edition_change", story.killed.pk),
        ]
        assert_pages_print_words(desk, story, pages)


def test_every_page_of_what_has_a_name_prints_words(stories, desk):
    for story in stories:
        pages = [
            ("editions_section_change", story.section.pk),
            ("editions_topic_change", story.topic.pk),
            ("attribution_author_change", story.author.pk),
            ("attribution_agency_change", story.agency.pk),
        ]
        assert_pages_print_words(desk, story, pages)


def test_what_is_searched_for_is_printed_as_words(stories, desk):
    address = reverse("admin:articles_article_changelist")
    for story in stories:
        for query in ("?q=", "?stage=", "?whose="):
            parsed(desk.get(address + query + story.string), (story.name, query))


def test_home_and_list_name_the_copy_by_its_headline(stories, desk):
    page = html(desk, reverse("admin:articles_article_changelist"))
    for story in stories:
        assert story.draft.headline in page.having("a"), story.name
        writer = Client()
        writer.force_login(story.reporter)
        home = html(writer, reverse("admin:index"), story.name)
        assert story.draft.headline in home.having("a"), story.name
        note = story.draft.stage_changes.get(verb="send_back").note
        assert home.having("p", "quoted") == [note], story.name


def test_the_form_gives_back_what_was_typed(stories, desk):
    for story in stories:
        draft = story.draft
        page = html(desk, reverse("admin:articles_article_change", args=[draft.pk]), story.name)
        for name in ("headline", "standfirst", "body"):
            assert page.named("textarea", name) == [getattr(draft, name)], story.name
        assert page.attribute("input", "value", name="kicker") == [draft.kicker], story.name
        assert page.attribute("input", "value", name="dateline") == [draft.dateline], story.name
        assert page.having("h1") == [draft.headline], story.name


def test_the_comparison_prints_words(stories, desk):
    for story in stories:
        address = reverse("admin:articles_article_compare", args=[story.draft.pk])
        standfirst = story.draft.standfirst
        page = html(desk, f"{address}?from=1&to=2", story.name)
        assert page.having("del") == [standfirst], story.name
        page = html(desk, f"{address}?from=2&to=3", story.name)
        assert page.having("ins")[0] == standfirst, story.name


@pytest.mark.slow
def test_messages_print_words(stories, desk):
    """After an act, and when it is refused."""
    for story in stories:
        headline, draft = story.draft.headline, story.draft
        address = reverse("admin:articles_article_verb", args=[draft.pk, "submit"])
        response = desk.post(address, {"version": draft.version, "note": ""}, follow=True)
        (message,) = parsed(response, story.name).having("li", "success")
        assert f"“{headline}”" in message, story.name

        late = desk.post(address, {"version": draft.version, "note": story.string})
        assert late.status_code == 409, story.name
        assert headline in parsed(late, story.name).having("strong")[-1], story.name


def test_words_that_could_not_be_saved_are_given_back_as_words(stories, desk):
    for story in stories:
        address = reverse("admin:articles_article_change", args=[story.article.pk])
        typed = dict.fromkeys(("headline", "standfirst", "body", "kicker"), f"x{story.string}")
        response = desk.post(address, typed)
        assert response.status_code == 409, story.name
        assert parsed(response, story.name).having("textarea") == list(typed.values()), story.name


def test_a_colleagues_change_is_shown_as_words(stories, desk):
    for story in stories:
        address = reverse("admin:articles_article_change", args=[story.draft.pk])
        response = desk.post(address, {"seen_version": 1, "headline": story.string})
        assert "hai" in parsed(response, story.name).having("ins"), story.name


def test_the_library_is_json_and_says_so(stories, desk):
    response = desk.get(reverse("admin:images_image_library"), {"q": "chú thích"})
    assert response["Content-Type"] == "application/json"
    assert response["X-Content-Type-Options"] == "nosniff"
    entries = {entry["id"]: entry for entry in response.json()["pictures"]}
    shown = {pk: (e["caption"], e["alt"], e["credit"]) for pk, e in entries.items()}
    for story in stories:
        for image in (story.lead, story.figure):
            stored = (image.caption, image.alt, image.credit_line())
            assert shown.pop(image.pk) == stored, story.name
    assert shown == {}


def test_the_file_of_a_picture_decides_nothing_by_its_name(stories, desk):
    """A hostile file name, and a text that calls itself a picture."""
    data = {"caption": "x", "focal_x": 0.5, "focal_y": 0.5, "rights": "staff"}
    for name, string in HOSTILE.items():
        file_name = f"{string.replace('/', '')}.html"
        for content in (string.encode(), b"<svg onload=alert(1)>" + string.encode()):
            upload = SimpleUploadedFile(file_name, content, content_type="image/jpeg")
            response = desk.post(reverse("admin:images_image_add"), {**data, "original": upload})
            assert response.status_code == 200, name
            assert len(parsed(response, name).having("ul", "errorlist")) == 1, name


def test_an_address_that_is_a_script_is_no_homepage(desk):
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
