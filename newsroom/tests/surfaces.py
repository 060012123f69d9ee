"""The public addresses, declared: how to build each for a story, and what of a story it may show.

The guard `newsroom/tests/guards/test_addresses.py` holds the table to the URL configuration;
`newsroom/tests/test_surfaces.py` walks every address in it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver, reverse

from editions.models import Story
from images.models import Image

# Parts of a story that carry a word of their own. `address` is what the slug makes of the headline.
COPY = ("kicker", "headline", "standfirst", "dateline", "body", "topic")
PICTURES = ("caption", "alt", "creator", "figure_caption", "figure_alt", "figure_creator")
# Names of files that broke a server somewhere: no number to some, no text to others.
ODD = (
    *("²20.jpg", "320-\x00.jpg", "320.j\x00pg", "-320.jpg", "..", "320.jpg.", "320"),
    *("320-wide.jpg", "99999.jpg", "original.jpg"),
)


@dataclass(frozen=True)
class Surface:
    """A public URL: its addresses for a story, and the parts of a published one that it shows."""

    addresses: Callable[[Any], Iterable[str]]
    shows: frozenset[str] = frozenset()


def slug_of(word):
    """The slug that an address makes of a word."""
    return word.lower()


def _at(name, *args):
    return lambda told: [reverse(name, args=args)]


def _of_sections(name):
    """Of the story's own section, of another, and of one there is not."""
    return lambda told: [
        reverse(name, args=[slug]) for slug in (told.article.section.slug, "kinh-te", "x")
    ]


def _of_authors(told):
    lines = told.article.bylines.select_related("author")
    return [reverse("author", args=[line.author.slug]) for line in lines]


def _of_agencies(told):
    sources = told.article.agency_credits.select_related("agency")
    return [reverse("agency", args=[source.agency.slug]) for source in sources]


def _of_topics(told):
    slugs = {slug_of(word) for word in (*told.readers.values(), *told.desk) if "TOPIC" in word}
    return [reverse("topic", args=[slug]) for slug in sorted(slugs)]


def of_story(told):
    """Its address, and every wrong one that a reader could come by."""
    numbers = {told.article.story_id} if told.article.story_id else _numbers_of_no_story(told)
    slugs = {slug_of(told.article.headline), "x"} | {
        slug_of(word) for word in (*told.readers.values(), *told.desk) if "HEADLINE" in word
    }
    if told.article.story_id:
        slugs.add(told.article.story.slug)
    sections = (told.article.section.slug, "kinh-te", "x")
    for number in sorted(numbers):
        for slug in sorted(slugs):
            for section in sections:
                yield reverse("story", args=[section, slug, number])


def _numbers_of_no_story(told):
    stories = set(Story.objects.values_list("pk", flat=True))
    return {told.article.pk, max(stories) + 1, 2**63 + 1} - stories


def of_pictures(told):
    """Files of every picture that the copy or an edition of it has, and files there are not.

    Of the crops one; newsroom/tests/test_withdrawal.py walks all of them.
    """
    story = told.article.story
    images = Image.objects.filter(placements__article=told.article)
    if story:
        images = images | Image.objects.filter(printings__edition__story=story)
    for image in images.distinct().order_by("pk"):
        made = list(image.renditions.filter(crop__in=("", "16x9")).order_by("pk"))
        assert {(320, "jpg"), (320, "webp")} <= {(row.width, row.format) for row in made}
        names = [row.name for row in made] + ["320.jpg", "320-0123abcd.webp"]  # of earlier recipes
        yield from (reverse("picture", args=[image.token, name]) for name in names)
    yield from (reverse("picture", args=[image.token, name]) for name in ODD)


def _of_partners(name):
    """Of the story, and of one there is not. Nobody here has a token: 401, whatever the stage."""
    return lambda told: [
        reverse(name, args=[number])
        for number in (told.article.story_id or told.article.pk, 2**63 + 1)
    ]


CARD = {"kicker", "headline", "address", "standfirst", "alt", "creator"}
FEED = {"headline", "address", "standfirst", "topic", "caption", "creator"}
SURFACES = {
    "front": Surface(_at("front"), frozenset(CARD)),
    "feed": Surface(_at("feed"), frozenset(FEED)),
    "robots": Surface(_at("robots")),
    "sitemap-index": Surface(_at("sitemap-index")),
    "sitemap": Surface(
        lambda told: [
            reverse("sitemap", args=[name]) for name in ("stories", "sections", "drafts")
        ],
        frozenset({"address"}),
    ),
    "author": Surface(_of_authors, frozenset(CARD)),
    "agency": Surface(_of_agencies, frozenset(CARD)),
    "topic": Surface(_of_topics, frozenset({*CARD, "topic"})),
    "picture": Surface(of_pictures),
    "partner-ninjs-list": Surface(_at("partner-ninjs-list")),
    "partner-ninjs": Surface(_of_partners("partner-ninjs")),
    "partner-newsml-g2-list": Surface(_at("partner-newsml-g2-list")),
    "partner-newsml-g2": Surface(_of_partners("partner-newsml-g2")),
    "section": Surface(_of_sections("section"), frozenset(CARD)),
    "section-feed": Surface(_of_sections("section-feed"), frozenset(FEED)),
    "story": Surface(of_story, frozenset({*COPY, *PICTURES, "address"})),
    "health": Surface(_at("health")),
}


def public_urls(resolver=None, prefix=""):
    """The name of every URL pattern outside the desk; its route where it has no name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith("admin/"):
            continue
        if isinstance(pattern, URLPattern):
            yield pattern.name or route
        else:
            yield from public_urls(pattern, route)


def addresses(told):
    """Every public address that has to do with the story."""
    return [a for surface in SURFACES.values() for a in dict.fromkeys(surface.addresses(told))]
