"""A picture is withdrawn while it leads the front page and stands in three stories.

The very next request of every public address is without it, its files answer 410, and the pages are
as well formed as before. Expiry does the same by the clock alone.
"""

import xml.etree.ElementTree as ElementTree
from datetime import timedelta
from html.parser import HTMLParser
from itertools import chain

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article
from editions.models import Edition
from images import services
from images.files import renditions
from images.models import Image
from newsroom.tests.factories import jpeg, make_image
from newsroom.tests.html import Page
from newsroom.tests.surfaces import OPEN, addresses, parts_of

MARKED = {
    "caption": "QCAPTIONZ trên cầu.",
    "alt": "QALTZ trên cầu.",
    "creator": "QCREATORZ",
    "copyright_notice": "QCOPYRIGHTZ",
    "extended_description": "QLONGZ",
}
VOID = {"meta", "link", "img", "br", "hr", "source", "input"}


class Tree(HTMLParser):
    """Whether every element of a page is closed where it should be."""

    def __init__(self, html):
        super().__init__()
        self.open, self.misplaced = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.misplaced.append(tag)


@pytest.fixture(scope="module")
def module_image(module_newsroom):
    image = make_image(jpeg(1400, 900), **MARKED)
    renditions.make(image, renditions.LATER)
    return image


@pytest.fixture
def image(module_image, db):
    return Image.objects.get(pk=module_image.pk)


@pytest.fixture(scope="module")
def module_stories(module_newsroom, module_image):
    """It leads the newest story and so the front page, and stands in the body of three."""
    newsroom, image = module_newsroom, module_image
    now, other = timezone.now(), make_image(jpeg(640, 400))
    body = f'<p>Đầu.</p><figure data-image="{image.pk}"></figure><p>Cuối.</p>'
    fields = {"agencies": [newsroom.kyodo], "body": body}
    inline = [
        newsroom.published(lead=other, at=now - timedelta(hours=hour), **fields)
        for hour in (4, 3, 2)
    ]
    lead = newsroom.published(lead=image, at=now - timedelta(hours=1))
    return [*inline, lead]


@pytest.fixture
def stories(newsroom, module_stories):
    return [Article.objects.get(pk=article.pk) for article in module_stories]


def live_editions(stories):
    return Edition.objects.live().filter(story__article__in=stories)


def open_addresses(stories):
    """Return every address at which anybody may ask for something of the stories."""
    parts = [parts_of(edition) for edition in live_editions(stories)]
    return list(
        dict.fromkeys(chain(*(addresses(of_edition, OPEN.values()) for of_edition in parts)))
    )


def files(image):
    return [reverse("picture", args=[image.token, r.name]) for r in image.renditions.all()]


def assert_gone(image, stories):
    """No address has anything of the picture, and each is well formed."""
    for address in open_addresses(stories):
        response = Client().get(address)
        text = response.content.decode()
        assert response.status_code == 200, address
        for word in (image.token, "QCAPTIONZ", "QALTZ", "QCREATORZ", "QCOPYRIGHTZ", "QLONGZ"):
            assert word not in text, (address, word)
        if response["Content-Type"].startswith("text/html"):
            tree = Tree(text)
            assert (tree.misplaced, tree.open, Page(text).forbidden) == ([], [], []), address
            assert "<figure></figure>" not in text and "<picture></picture>" not in text
        elif "xml" in response["Content-Type"]:
            ElementTree.fromstring(response.content)
    pages = [edition.get_absolute_url() for edition in live_editions(stories)]
    figures = [Client().get(a).content.decode().count('<figure class="picture') for a in pages]
    assert sorted(figures) == [0, 1, 1, 1]  # the story that it led, and the leads of the others
    assert {Client().get(address).status_code for address in files(image)} == {410}


def assert_there(image, stories):
    """Every surface that shows pictures of the story that it leads shows it, and the other stories."""
    shown = {
        address
        for address in open_addresses(stories)
        if image.token in Client().get(address).content.decode()
    }
    lead = live_editions(stories).get(images__image=image, images__place="lead")
    showing = [surface for surface in OPEN.values() if surface.shows_pictures]
    pages = {edition.get_absolute_url() for edition in live_editions(stories)}
    assert shown == {*addresses(parts_of(lead), showing), *pages}
    assert {Client().get(address).status_code for address in files(image)} == {200}


@pytest.mark.slow
def test_a_withdrawn_picture_is_gone_with_the_next_request(newsroom, cast, image, stories):
    assert_there(image, stories)
    services.withdraw(image, reason="Hãng rút ảnh.", by=cast.pictures, at=timezone.now())
    assert_gone(image, stories)
    with image.original.open("rb") as original:
        assert original.read(2) == b"\xff\xd8"  # under lock, and whole


def test_a_released_picture_is_back(newsroom, cast, image, stories):
    services.withdraw(image, reason="Hãng rút ảnh.", by=cast.pictures, at=timezone.now())
    services.release(image, reason="Rút nhầm.", by=cast.pictures, at=timezone.now())
    assert_there(image, stories)


@pytest.mark.slow
def test_a_picture_whose_time_is_over_goes_by_the_clock_alone(newsroom, image, stories):
    assert_there(image, stories)
    Image.objects.filter(pk=image.pk).update(usable_until=timezone.now())
    assert_gone(image, stories)


@pytest.mark.slow
def test_a_picture_of_an_agency_goes_with_the_contract(newsroom, image, stories):
    Image.objects.filter(pk=image.pk).update(rights="agency", origin=newsroom.kyodo)
    assert_there(image, stories)
    yesterday = timezone.localdate() - timedelta(days=1)
    newsroom.kyodo.contracts.filter(service="picture").update(valid_until=yesterday)
    assert_gone(image, stories)


def test_copy_with_a_withdrawn_picture_is_not_published(newsroom, cast, image):
    article = newsroom.approved(lead=image, at=timezone.now())
    services.withdraw(image, reason="Hãng rút ảnh.", by=cast.pictures, at=timezone.now())
    with pytest.raises(workflow.Refused) as refused:
        workflow.publish(article, by=cast.editor, at=timezone.now())
    assert [problem.field for problem in refused.value.problems] == ["lead"]


def test_an_embargoed_picture_has_no_public_address_until_its_time(newsroom, image):
    now, image = timezone.now(), make_image()
    newsroom.published(lead=image, at=now, goes_live_at=now + timedelta(hours=1))
    assert {Client().get(address).status_code for address in files(image)} == {404}


def test_a_file_that_was_made_anew_is_found_at_its_old_address(newsroom, cast, image, stories):
    (old,) = [r.name for r in image.renditions.filter(width=640, format="jpg", crop="")]
    services.update_image(image, {"creator": "Lê Văn Tám"}, by=cast.pictures, at=timezone.now())
    workflow.reprint(stories[0], by=cast.editor)  # the files say what was last printed
    renditions.make(image, (*renditions.AT_ONCE, *renditions.LATER))
    (new,) = [r.name for r in image.renditions.filter(width=640, format="jpg", crop="")]
    assert new != old
    response = Client().get(reverse("picture", args=[image.token, old]))
    assert (response.status_code, response["Location"]) == (
        302,
        reverse("picture", args=[image.token, new]),
    )
    assert "no-cache" in response["Cache-Control"]
    answer = Client().get(response["Location"])
    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"] and "max-age=31536000" in answer["Cache-Control"]
