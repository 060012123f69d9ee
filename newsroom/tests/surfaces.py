"""The public addresses, each declared once: the tests and the benchmark make their lists of pages of it.

A Surface says how addresses are made, which parts of a published story the answer shows, in which
format, and how many queries it may take. From SURFACES follow: what readers see in every stage
(test_surfaces.py), queries (test_queries.py), withdrawn pictures (test_withdrawal.py), hostile strings
(test_inert.py), credits (test_credit_on_pages.py), axe
(newsroom/tests/browser/test_public.py), bench/pages.py.
newsroom/tests/guards/test_addresses.py compares the table with the URL configuration.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.urls import URLPattern, get_resolver, reverse

from editions.models import Edition, Story
from images.models import Image

# Parts of a story that carry a marked word. `address` is the slug that is made of the headline.
COPY = ("kicker", "headline", "standfirst", "dateline", "body", "topic")
PICTURES = ("caption", "alt", "creator", "figure_caption", "figure_alt", "figure_creator")
# File names that crashed some server: not digits to some functions, not text to others.
ODD_NAMES = (
    "²20.jpg",
    "320-\x00.jpg",
    "320.j\x00pg",
    "-320.jpg",
    "..",
    "320.jpg.",
    "320",
    "320-wide.jpg",
    "99999.jpg",
    "original.jpg",
)


class Format(Enum):
    """What a surface answers with, and so how tests read it."""

    HTML = auto()  # a page: axe checks it, and it names credit and source where it shows a picture
    RSS = auto()
    SITEMAP = auto()
    TEXT = auto()
    FILE = auto()  # of a picture
    PARTNER = auto()  # for a token only: 401 to everybody else


@dataclass(frozen=True)
class AddressParts:
    """The variable parts of addresses that have to do with one story."""

    sections: tuple[str, ...]  # slugs, as in the next three
    authors: tuple[str, ...]
    agencies: tuple[str, ...]
    topics: tuple[str, ...]
    stories: tuple[tuple[str, str, int], ...]  # section, slug, number
    pictures: tuple[tuple[str, str], ...]  # token, name of the file
    sitemaps: tuple[str, ...] = ("sections", "stories")

    @property
    def story_numbers(self) -> list[int]:
        return list(dict.fromkeys(number for _section, _slug, number in self.stories))


@dataclass(frozen=True)
class Surface:
    """A public URL: its addresses, and what every test of public pages needs to know of it."""

    format: Format
    addresses: Callable[[AddressParts], Iterable[str]]
    queries: int  # the most that one answer may take
    shows: frozenset[str] = frozenset()  # parts of a published story
    heading: Callable[[Edition], str] | None = None  # the h1, where it is the name of something
    source_class: str = "source"  # of the element with the source line; the credit's is "credit"
    is_constant: bool = (
        True  # whether the number of queries is the same with one story and with many
    )
    bench: tuple[str, ...] = ()  # the query strings with which bench/pages.py measures it

    @property
    def shows_pictures(self) -> bool:
        return "creator" in self.shows

    @property
    def is_list(self) -> bool:
        """Whether it is an HTML page with a card for each story."""
        return self.format is Format.HTML and self.shows >= CARD and "body" not in self.shows


def _fixed(name: str) -> Callable[[AddressParts], list[str]]:
    return lambda parts: [reverse(name)]


def _by(name: str, attribute: str) -> Callable[[AddressParts], list[str]]:
    """Return a function that makes one address of each value of a field of AddressParts."""

    def addresses(parts: AddressParts) -> list[str]:
        values = getattr(parts, attribute)
        return [
            reverse(name, args=value if isinstance(value, tuple) else [value]) for value in values
        ]

    return addresses


CARD = frozenset({"kicker", "headline", "address", "standfirst", "alt", "creator"})
FEED = frozenset({"headline", "address", "standfirst", "topic", "caption", "creator"})
SURFACES = {
    "front": Surface(Format.HTML, _fixed("front"), queries=4, shows=CARD, bench=("",)),
    "section": Surface(
        Format.HTML,
        _by("section", "sections"),
        queries=4,
        shows=CARD,
        heading=lambda edition: edition.section.name,
        bench=("", "?page=100"),
    ),
    "author": Surface(
        Format.HTML,
        _by("author", "authors"),
        queries=7,
        shows=CARD,
        heading=lambda edition: edition.linked_entities["authors"][0]["name"],
    ),
    "agency": Surface(
        Format.HTML,
        _by("agency", "agencies"),
        queries=5,
        shows=CARD,
        heading=lambda edition: edition.linked_entities["agencies"][0]["name"],
    ),
    "topic": Surface(
        Format.HTML,
        _by("topic", "topics"),
        queries=6,  # which topics were merged into it
        shows=CARD | {"topic"},
        heading=lambda edition: edition.linked_entities["topics"][0]["name"],
    ),
    "story": Surface(
        Format.HTML,
        _by("story", "stories"),
        queries=7,  # which topics were merged: related stories are found by a list of them
        shows=frozenset({*COPY, *PICTURES, "address"}),
        heading=lambda edition: edition.headline,
        source_class="source-line",
        is_constant=False,  # related stories take more
        bench=("",),
    ),
    "feed": Surface(Format.RSS, _fixed("feed"), queries=3, shows=FEED, bench=("",)),
    "section-feed": Surface(Format.RSS, _by("section-feed", "sections"), queries=4, shows=FEED),
    "sitemap-index": Surface(Format.SITEMAP, _fixed("sitemap-index"), queries=3),
    "sitemap": Surface(
        Format.SITEMAP, _by("sitemap", "sitemaps"), queries=2, shows=frozenset({"address"})
    ),
    "robots": Surface(Format.TEXT, _fixed("robots"), queries=0),
    "health": Surface(Format.TEXT, _fixed("health"), queries=1),
    # The contracts in force, and the file with all that decides whether it may be seen.
    "picture": Surface(Format.FILE, _by("picture", "pictures"), queries=2),
    # The partner, stories, contracts of text and of pictures, pictures, versions, what it has.
    "partner-ninjs-list": Surface(Format.PARTNER, _fixed("partner-ninjs-list"), queries=7),
    "partner-ninjs": Surface(Format.PARTNER, _by("partner-ninjs", "story_numbers"), queries=7),
    "partner-newsml-g2-list": Surface(Format.PARTNER, _fixed("partner-newsml-g2-list"), queries=7),
    "partner-newsml-g2": Surface(
        Format.PARTNER, _by("partner-newsml-g2", "story_numbers"), queries=7
    ),
}
# The surfaces that are open to everybody, without the files of pictures.
OPEN = {
    name: surface
    for name, surface in SURFACES.items()
    if surface.format not in (Format.FILE, Format.PARTNER)
}


def parts_of(edition: Edition) -> AddressParts:
    """Return the parts of the addresses at which a live edition is."""

    def slugs(kind: str) -> tuple[str, ...]:
        return tuple(entity["slug"] for entity in edition.linked_entities.get(kind, ()))

    return AddressParts(
        sections=(edition.section.slug,),
        authors=slugs("authors"),
        agencies=slugs("agencies"),
        topics=slugs("topics"),
        stories=((edition.section.slug, edition.slug, edition.story_id),),
        pictures=tuple(
            (row.image.token, rendition.name)
            for row in edition.images.select_related("image").order_by("order")
            for rendition in row.image.renditions.order_by("pk")
        ),
    )


def attempted_parts(staged: Any) -> AddressParts:
    """Return the parts of every address at which somebody could look for a StagedStory.

    Right ones and wrong ones, also those that a person could learn of at the desk.
    """
    article = staged.article
    marked = {*staged.readers.values(), *staged.desk}
    sections = (article.section.slug, "kinh-te", "x")
    numbers = {article.story_id} if article.story_id else _numbers_of_no_story(article)
    slugs = {slug_of(article.headline), "x"}
    slugs |= {slug_of(word) for word in marked if "HEADLINE" in word}
    if article.story_id:
        slugs.update(article.story.editions.values_list("slug", flat=True))
    return AddressParts(
        sections=sections,
        authors=tuple(line.author.slug for line in article.bylines.select_related("author")),
        agencies=tuple(
            credit.agency.slug for credit in article.agency_credits.select_related("agency")
        ),
        topics=tuple(sorted({slug_of(word) for word in marked if "TOPIC" in word})),
        stories=tuple(
            (section, slug, number)
            for number in sorted(numbers)
            for slug in sorted(slugs)
            for section in sections
        ),
        pictures=tuple(_attempted_pictures(article)),
        sitemaps=("stories", "sections", "drafts"),
    )


def slug_of(word: str) -> str:
    """Return the slug that an address makes of a marked word."""
    return word.lower()


def _numbers_of_no_story(article: Any) -> set[int]:
    stories = set(Story.objects.values_list("pk", flat=True))
    return {article.pk, max(stories) + 1, 2**63 + 1} - stories


def _attempted_pictures(article: Any) -> Iterator[tuple[str, str]]:
    """Yield the files of every picture that the copy or an edition of it has, and missing files.

    Of the crops one; newsroom/tests/test_withdrawal.py asks for all of them.
    """
    images = Image.objects.filter(placements__article=article)
    if article.story:
        images = images | Image.objects.filter(printings__edition__story=article.story)
    for image in images.distinct().order_by("pk"):
        made = list(image.renditions.filter(crop__in=("", "16x9")).order_by("pk"))
        assert {(320, "jpg"), (320, "webp")} <= {(row.width, row.format) for row in made}
        names = [row.name for row in made] + ["320.jpg", "320-0123abcd.webp"]  # of earlier recipes
        yield from ((image.token, name) for name in names)
    yield from ((image.token, name) for name in ODD_NAMES)


def public_urls(resolver: Any = None, prefix: str = "") -> Iterator[str]:
    """Yield the name of every URL pattern outside the desk; its route where it has no name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith("admin/"):
            continue
        if isinstance(pattern, URLPattern):
            yield pattern.name or route
        else:
            yield from public_urls(pattern, route)


def addresses(parts: AddressParts, surfaces: Iterable[Surface] = SURFACES.values()) -> list[str]:
    """Return every address that these surfaces make of the parts, each once."""
    made = (address for surface in surfaces for address in surface.addresses(parts))
    return list(dict.fromkeys(made))
