"""Pages of authors, agencies, sections and topics are public while a story of theirs is, not before."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from attribution.models import Agency, Author
from editions.models import Edition, Section, Topic
from newsroom.tests.answers import ask
from newsroom.tests.factories import make_author, make_image, make_section
from newsroom.tests.walking import Page

pytestmark = pytest.mark.both_databases


def addresses(newsroom):
    rows = {"author": Author, "agency": Agency, "topic": Topic, "section": Section}
    paths = {
        f"{name} {row.slug}": reverse(name, args=[row.slug])
        for name, model in rows.items()
        for row in model.objects.all()
    }
    return {**paths, "feed": reverse("section-feed", args=[newsroom.section.slug])}


def statuses(newsroom):
    return {name: Client().get(path).status_code for name, path in addresses(newsroom).items()}


def everywhere(newsroom):
    """What readers can read of lists, feeds and maps."""
    paths = ["/", "/rss.xml", "/sitemap.xml", "/sitemap-sections.xml", "/sitemap-stories.xml"]
    return "\n".join(ask(Client(), path).text for path in paths)


def test_nothing_is_public_before_anything_of_theirs_is(newsroom):
    newsroom.kyodo  # noqa: B018, an agency
    make_author("Người Chờ")
    newsroom.draft(agencies=[newsroom.kyodo])
    assert set(statuses(newsroom).values()) == {404}
    assert newsroom.section.slug not in everywhere(newsroom)


def test_who_stands_in_a_waiting_edition_only_is_not_public(newsroom):
    portrait = make_image(portrait_of=newsroom.author)
    later = timezone.now() + timedelta(hours=2)
    newsroom.published(agencies=[newsroom.kyodo], goes_live_at=later)
    assert Edition.objects.waiting().count() == 1
    assert set(statuses(newsroom).values()) == {404}
    text = everywhere(newsroom)
    for name in (newsroom.author.name, newsroom.author.slug, newsroom.section.slug):
        assert name not in text
    file = reverse("picture", args=[portrait.token, portrait.renditions.first().name])
    assert Client().get(file).status_code == 404


def test_they_are_public_with_their_story_and_gone_with_it_but_a_section_stays(newsroom, cast):
    portrait = make_image(portrait_of=newsroom.author)
    article = newsroom.published(agencies=[newsroom.kyodo], tags=["Huế"])
    file = reverse("picture", args=[portrait.token, portrait.renditions.first().name])
    assert set(statuses(newsroom).values()) == {200}
    assert Client().get(file).status_code == 200
    assert newsroom.section.get_absolute_url() in everywhere(newsroom)
    workflow.kill(article, by=cast.chief, note="Gỡ.")
    after = statuses(newsroom)
    assert {name for name, status in after.items() if status == 200} == {"section the-gioi", "feed"}
    assert {*after.values()} == {200, 404}
    assert Client().get(file).status_code == 410


def test_no_link_of_a_page_for_readers_leads_to_nothing(newsroom):
    make_section("Chuyên mục trống")
    newsroom.published(lead=make_image(), agencies=[newsroom.kyodo], tags=["Huế", "Đà Nẵng"])
    edition = Edition.objects.get()
    client, seen = Client(), set()
    waiting = ["/", edition.get_absolute_url(), "/khong-co/"]
    while waiting:
        path = waiting.pop()
        if path in seen or not path.startswith("/") or path.startswith("/static/"):
            continue
        seen.add(path)
        answer = client.get(path)
        assert answer.status_code == 200 or path == "/khong-co/", path
        if answer.headers["Content-Type"].startswith("text/html"):
            waiting += [link.split("#")[0] for link in Page(path, answer.content.decode()).links]
    assert addresses(newsroom)["author kim-anh"] in seen
    assert reverse("section", args=["chuyen-muc-trong"]) not in seen
