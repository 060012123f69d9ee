"""The story this product was born from: whose work it is, on every page, in feeds and structured data.

What each machine-readable surface says in full: test_attribution_everywhere.py.
"""

import json
import xml.etree.ElementTree as ElementTree
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from editions.models import Edition
from images.models import Image
from newsroom.tests.factories import make_image
from newsroom.tests.surfaces import SURFACES, Format, parts_of

CREDIT, SOURCE = "Ảnh: Kyodo", "Theo Kyodo"
MEDIA, DC = "{http://search.yahoo.com/mrss/}", "{http://purl.org/dc/elements/1.1/}"


# The public URLs that show a picture of a story, so that they have to name its credit.
PAGES, FEEDS = (
    [name for name, s in SURFACES.items() if s.format is format and s.shows_pictures]
    for format in (Format.HTML, Format.RSS)
)


@pytest.fixture(scope="module")
def answers(module_newsroom):
    """What a stranger gets at each address that names the story: Kyodo's copy and picture."""
    newsroom = module_newsroom
    image = make_image(creator="Kyodo", origin=newsroom.kyodo, rights=Image.Rights.AGENCY)
    at = timezone.now() - timedelta(hours=1)
    newsroom.published(lead=image, agencies=[newsroom.kyodo], at=at)
    parts = parts_of(Edition.objects.get())
    responses = {name: Client().get(*SURFACES[name].addresses(parts)) for name in (*PAGES, *FEEDS)}
    assert {r.status_code for r in responses.values()} == {200}
    return {name: response.content for name, response in responses.items()}


def test_pages_and_feeds_show_pictures():
    """Otherwise the tests below would be empty."""
    assert {"front", "section", "story"} <= set(PAGES) and "feed" in FEEDS


@pytest.mark.parametrize("name", PAGES)
def test_each_page_names_credit_and_source_in_elements_of_their_own(answers, name):
    tree = html.fromstring(answers[name])

    def texts(css_class):
        path = f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {css_class} ')]"
        return [element.text_content() for element in tree.xpath(path)]

    printed = (texts("credit"), texts(SURFACES[name].source_class), len(tree.xpath("//img")))
    assert printed == ([CREDIT], [SOURCE], 1)


@pytest.mark.parametrize("feed", FEEDS)
def test_credit_and_source_travel_in_the_feeds(answers, module_newsroom, feed):
    (item,) = ElementTree.fromstring(answers[feed]).iter("item")
    printed = (
        item.find(f"{MEDIA}content").findtext(f"{MEDIA}credit"),
        item.findtext(f"{DC}source"),
        item.findtext(f"{DC}creator"),
    )
    assert printed == (CREDIT, SOURCE, module_newsroom.author.name)


def test_credit_and_source_travel_in_the_structured_data(answers, module_newsroom):
    scripts = html.fromstring(answers["story"]).xpath("//script[@type='application/ld+json']")
    (data,) = [json.loads(script.text) for script in scripts]
    assert data["creditText"] == SOURCE
    shapes = 4  # whole, 16:9, 4:3, 1:1
    assert [image["creditText"] for image in data["image"]] == [CREDIT] * shapes
    assert [author["name"] for author in data["author"]] == [module_newsroom.author.name]
