"""Whose work it is: credit and source on every page, in the feeds and in the structured data."""

import xml.etree.ElementTree as ElementTree
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editions.models import Edition
from images.models import Image
from newsroom.tests.answers import Page, ask
from newsroom.tests.factories import make_image


@pytest.fixture(scope="module", autouse=True)
def _kyodo_story(module_newsroom):
    """The story this product was born from: Kyodo's copy, and a picture by Kyodo."""
    kyodo = module_newsroom.kyodo
    image = make_image(creator="Kyodo", origin=kyodo, rights=Image.Rights.AGENCY)
    module_newsroom.published(lead=image, agencies=[kyodo], at=timezone.now() - timedelta(hours=1))


@pytest.fixture
def reader():
    return Client()


def test_the_credit_stands_by_the_picture_on_every_page(newsroom, reader):
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
    credits = {name: Texts(ask(reader, path), "credit").texts for name, path in pages.items()}
    assert credits == {name: ["Ảnh: Kyodo"] for name in pages}
    pictures = {name: ask(reader, path).text.count("<img") for name, path in pages.items()}
    assert pictures == dict.fromkeys(pages, 1)


def test_the_source_is_named_on_every_page(newsroom, reader):
    lists = [
        reverse("front"),
        newsroom.section.get_absolute_url(),
        reverse("author", args=[newsroom.author.slug]),
        reverse("agency", args=[newsroom.kyodo.slug]),
        reverse("topic", args=["nhat-ban"]),
    ]
    assert [Texts(ask(reader, path), "source").texts for path in lists] == [["Theo Kyodo"]] * 5
    page = ask(reader, Edition.objects.get().get_absolute_url())
    assert Texts(page, "source-line").texts == ["Theo Kyodo"]


def test_credit_and_source_travel_in_the_feeds(newsroom, reader):
    media, dc = "{http://search.yahoo.com/mrss/}", "{http://purl.org/dc/elements/1.1/}"
    for address in (reverse("feed"), reverse("section-feed", args=[newsroom.section.slug])):
        (item,) = ElementTree.fromstring(ask(reader, address).body).iter("item")
        content = item.find(f"{media}content")
        assert content.findtext(f"{media}credit") == "Ảnh: Kyodo"
        assert item.findtext(f"{dc}source") == "Theo Kyodo"
        assert item.findtext(f"{dc}creator") == newsroom.author.name


def test_credit_and_source_travel_in_the_structured_data(newsroom, reader):
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
        self.texts, self._class, self._open = [], css_class, False
        assert answer.status == 200
        self.feed(answer.body.decode())

    def handle_starttag(self, tag, attrs):
        self._open = self._class in (dict(attrs).get("class") or "").split()
        if self._open:
            self.texts.append("")

    def handle_endtag(self, tag):
        self._open = False

    def handle_data(self, data):
        if self._open:
            self.texts[-1] += data
