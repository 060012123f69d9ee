"""The story this product was born from: whose work it is, on every page, in feeds and structured data.

What each machine-readable surface says in full: test_attribution_everywhere.py.
"""

import json
import xml.etree.ElementTree as ElementTree
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from editions.models import Edition
from images.models import Image
from newsroom.tests.factories import make_image

CREDIT, SOURCE = "Ảnh: Kyodo", "Theo Kyodo"
MEDIA, DC = "{http://search.yahoo.com/mrss/}", "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture(scope="module")
def answers(module_newsroom):
    """What a stranger gets at each address that names the story: Kyodo's copy and picture."""
    newsroom = module_newsroom
    image = make_image(creator="Kyodo", origin=newsroom.kyodo, rights=Image.Rights.AGENCY)
    at = timezone.now() - timedelta(hours=1)
    newsroom.published(lead=image, agencies=[newsroom.kyodo], at=at)
    addresses = {
        "front": reverse("front"),
        "section": newsroom.section.get_absolute_url(),
        "author": reverse("author", args=[newsroom.author.slug]),
        "agency": reverse("agency", args=[newsroom.kyodo.slug]),
        "topic": reverse("topic", args=["nhat-ban"]),
        "story": Edition.objects.get().get_absolute_url(),
        "feed": reverse("feed"),
        "section's feed": reverse("section-feed", args=[newsroom.section.slug]),
    }
    responses = {name: Client().get(address) for name, address in addresses.items()}
    assert {r.status_code for r in responses.values()} == {200}
    return {name: response.content for name, response in responses.items()}


LISTS = ("front", "section", "author", "agency", "topic")
# What stands in the elements of each class, and how often.
SAYS = {
    **{name: {"credit": [CREDIT], "source": [SOURCE], "pictures": 1} for name in LISTS},
    "story": {"credit": [CREDIT], "source-line": [SOURCE], "pictures": 1},
}


@pytest.mark.parametrize("page", SAYS)
def test_each_page_names_credit_and_source_in_elements_of_their_own(answers, page):
    tree = html.fromstring(answers[page])

    def texts(css_class):
        path = f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {css_class} ')]"
        return [element.text_content() for element in tree.xpath(path)]

    said = {name: texts(name) for name in SAYS[page] if name != "pictures"}
    assert {**said, "pictures": len(tree.xpath("//img"))} == SAYS[page]


@pytest.mark.parametrize("feed", ["feed", "section's feed"])
def test_credit_and_source_travel_in_the_feeds(answers, module_newsroom, feed):
    (item,) = ElementTree.fromstring(answers[feed]).iter("item")
    said = (
        item.find(f"{MEDIA}content").findtext(f"{MEDIA}credit"),
        item.findtext(f"{DC}source"),
        item.findtext(f"{DC}creator"),
    )
    assert said == (CREDIT, SOURCE, module_newsroom.author.name)


def test_credit_and_source_travel_in_the_structured_data(answers, module_newsroom):
    scripts = html.fromstring(answers["story"]).xpath("//script[@type='application/ld+json']")
    (data,) = [json.loads(script.text) for script in scripts]
    assert data["creditText"] == SOURCE
    shapes = 4  # whole, 16:9, 4:3, 1:1
    assert [image["creditText"] for image in data["image"]] == [CREDIT] * shapes
    assert [author["name"] for author in data["author"]] == [module_newsroom.author.name]
