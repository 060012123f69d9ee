"""What changes where when a story is taken down or killed: a plan that is shown, carried out and checked.

`plan` is pure. The verb's page shows it, the verb stores it with its stage change, and afterwards the
plan for what is then there says which of its effects are still to come.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from articles.models import Article
from attribution.wording import house_time
from editions import uses
from editions.models import Edition
from editions.syndication import deliveries
from images.models import Image

TAKE_DOWN, KILL = "take_down", "kill"
Params = Mapping[str, Any]


class Place(StrEnum):
    """Where something changes."""

    PAGE = "page"
    LISTS = "lists"
    FEEDS = "feeds"
    PARTNERS = "partners"
    PICTURES = "pictures"  # of the story alone
    ELSEWHERE = "elsewhere"  # a picture that another live story shows too
    NOWHERE = "nowhere"  # readers never had the story
    WAITING = "waiting"
    ALARMS = "alarms"
    COPY = "copy"
    MAIL = "mail"


@dataclass(frozen=True)
class OtherUse:
    """A picture of the story in another live story, and the id of that one's copy."""

    caption: str
    headline: str
    article: int | None


@dataclass(frozen=True)
class Facts:
    """What there is of a story at a moment: all that a plan depends on."""

    was_seen: bool
    is_live: bool
    is_away: bool = False  # readers had it, and find another sentence than the notice of a kill
    lists: tuple[str, ...] = ()  # the names of section, topics, authors and agencies
    goes_live_at: str = ""  # of the edition that waits, ISO 8601
    partners: tuple[str, ...] = ()
    pictures: int = 0
    other_uses: tuple[OtherUse, ...] = ()
    alarms: int = 0
    restrictions: int = 0  # those of the alarms that a takedown answers
    writers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Effect:
    """One thing that `verb` changes; `params` are JSON."""

    place: Place
    verb: str
    params: Params

    @property
    def heading(self) -> str:
        """What changes, such as “RSS and sitemap”."""
        return str(_HEADINGS[self.place] % dict(self.params))  # the plural is chosen by %

    @property
    def sentence(self) -> str:
        """How it changes, in words that hold before and after."""
        sentences = _SENTENCES[self.place]
        return str(sentences[self.verb] if isinstance(sentences, dict) else sentences) % self.params

    @property
    def needs_a_look(self) -> bool:
        """Whether nothing is done by itself, and somebody has to look."""
        return self.place is Place.ELSEWHERE

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Effect":
        """Return the effect that `asdict` stored."""
        return cls(Place(data["place"]), data["verb"], data["params"])


@dataclass(frozen=True)
class Result:
    """An effect of a plan that was carried out, and whether it is there now."""

    effect: Effect
    is_done: bool


_HEADINGS: dict[Place, str | Promise] = {
    Place.PAGE: _("Page of the story"),
    Place.LISTS: _("Front page, %(names)s"),
    Place.FEEDS: _("RSS and sitemap"),
    Place.PARTNERS: _("Partners: %(names)s"),
    Place.PICTURES: ngettext_lazy("%(count)d picture", "%(count)d pictures", "count"),
    Place.ELSEWHERE: _("Picture “%(caption)s”"),
    Place.NOWHERE: _("Readers and partners"),
    Place.WAITING: _("Edition of %(time)s"),
    Place.ALARMS: ngettext_lazy("%(count)d alarm", "%(count)d alarms", "count"),
    Place.COPY: _("The copy"),
    Place.MAIL: _("Mail to %(names)s"),
}
_SENTENCES: dict[Place, str | Promise | dict[str, str | Promise]] = {
    Place.PAGE: {
        TAKE_DOWN: _("says that the story is not there at present (410)."),
        KILL: _("shows the notice (410)."),
    },
    Place.LISTS: _("no longer list it; the next story moves up."),
    Place.FEEDS: _("no longer have it."),
    Place.PARTNERS: {
        TAKE_DOWN: _("get it as withheld, without its words."),
        KILL: _("get it as canceled, with the notice and without its words."),
    },
    Place.PICTURES: _("no longer at their addresses: no other story shows them."),
    Place.ELSEWHERE: _("stays in “%(headline)s”, which shows it too."),
    Place.NOWHERE: _("never had it: nothing is published, not even the notice."),
    Place.WAITING: _("is taken back and never goes live."),
    Place.ALARMS: _("closed, with the reason and the name of who gave it."),
    Place.COPY: {
        TAKE_DOWN: _("stays at the desk, and may be published again."),
        KILL: _("is put away as killed; only a chief editor reinstates it."),
    },
    Place.MAIL: _("says who did it, and why."),
}


def plan(verb: str, facts: Facts) -> list[Effect]:
    """Return what `verb` changes of a story, the most public first."""
    public: list[tuple[Place, Params]] = [
        (Place.PAGE, {}),
        (Place.LISTS, {"names": ", ".join(facts.lists)}),
        (Place.FEEDS, {}),
    ]
    partners: list[tuple[Place, Params]] = []
    if facts.partners:
        partners.append((Place.PARTNERS, {"names": ", ".join(facts.partners)}))
    public += partners
    if facts.pictures:
        public.append((Place.PICTURES, {"count": facts.pictures}))
    public += [(Place.ELSEWHERE, asdict(use)) for use in facts.other_uses]
    rows = public if facts.is_live else []
    if facts.is_away and verb == KILL:  # the notice takes the place of what they find
        rows = [(Place.PAGE, {}), *partners]
    if not facts.was_seen:
        rows.append((Place.NOWHERE, {}))
    if facts.goes_live_at:
        time = house_time(datetime.fromisoformat(facts.goes_live_at))
        rows.append((Place.WAITING, {"time": time}))
    if closed := facts.alarms if verb == KILL else facts.restrictions:
        rows.append((Place.ALARMS, {"count": closed}))
    rows.append((Place.COPY, {}))
    if facts.writers:
        rows.append((Place.MAIL, {"names": ", ".join(facts.writers)}))
    return [Effect(place, verb, params) for place, params in rows]


def results(effects: Iterable[Effect], facts: Facts) -> list[Result]:
    """Return the effects of a plan that was carried out, against what is there now.

    One that the same verb would still have is not done. What happens once, such as mail, is done.
    """
    once = (Place.COPY, Place.MAIL, Place.NOWHERE)
    results = []
    for effect in effects:
        left = {other.place for other in plan(effect.verb, facts)}
        results.append(Result(effect, effect.place in once or effect.place not in left))
    return results


def facts_of(article: Article, *, at: datetime) -> Facts:
    """Return what there is of the story of an article at `at`."""
    editions = Edition.objects.filter(story=article.story_id, story__isnull=False)
    live = editions.live(at).select_related("section").first()
    in_force = live or editions.in_force(at).first()
    is_away = in_force is not None and not live and in_force.kind != Edition.Kind.KILL
    waiting = editions.waiting(at).first()
    pictures, other_uses = _pictures(live, at) if live else (0, ())
    writers = article.bylines.order_by("order", "pk").values_list("author__name", flat=True)
    partners = deliveries.of_story(article.story)
    if not is_away:  # who was given the recall of a story that is away hears of its kill as well
        partners = partners.filter(is_recall=False)
    return Facts(
        was_seen=editions.seen(at).exists(),
        is_live=live is not None,
        is_away=is_away,
        lists=_lists(live) if live else (),
        goes_live_at=waiting.published_at.isoformat() if waiting else "",
        partners=tuple(delivery.partner.name for delivery in partners),
        pictures=pictures,
        other_uses=other_uses,
        alarms=article.wire_alarms.open().count(),
        restrictions=article.wire_alarms.open().restrictions().count(),
        writers=tuple(writers),
    )


def _lists(edition: Edition) -> tuple[str, ...]:
    entities = edition.linked_entities
    kinds = ("topics", "authors", "agencies")
    names = [entity["name"] for kind in kinds for entity in entities.get(kind, ())]
    return (edition.section.name, *names)


def _pictures(live: Edition, at: datetime) -> tuple[int, tuple[OtherUse, ...]]:
    """Return how many pictures only this story shows, and where the others are shown besides."""
    images = Image.objects.filter(printings__edition=live)
    rows = uses.live_stories_with(images, at=at).exclude(edition__story=live.story_id)
    others = {(row.image_id, row.edition.story_id): row for row in rows}
    stories = {story for _image, story in others}
    copies = dict(Article.objects.filter(story__in=stories).values_list("story", "pk"))
    other_uses = tuple(
        OtherUse(row.caption, row.edition.headline, copies.get(story))
        for (_image, story), row in others.items()
    )
    shared = {image for image, _story in others}
    return images.exclude(pk__in=shared).distinct().count(), other_uses
