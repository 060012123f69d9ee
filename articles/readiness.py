"""What copy must have before it may go on. One function a requirement; each tells all it finds.

The same list stands beside the editor, on the verb's page, and refuses the verb. Requirements only
read. Which verb a requirement blocks stands above it; before that verb it warns. Those on agency
copy are in articles/readiness_wire.py.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Article, Placement
from articles.problem import Level, Problem, block, warn
from articles.wire import requirements
from attribution.wording import house_time
from editions import body
from images import rights

SUBMIT, APPROVE, PUBLISH = "submit", "approve", "publish"
HEADLINE_LIMIT = 100


Requirement = Callable[[Article, datetime], Iterator[Problem]]
REQUIREMENTS: list[tuple[Requirement, frozenset[str]]] = []
# Those on agency copy share one question to the database; each with the verbs that it blocks.
OF_WIRE = (
    (requirements.may_use_the_agencies_copy, {APPROVE, PUBLISH}),
    (requirements.rests_on_usable_items, {APPROVE, PUBLISH}),
    (requirements.rests_on_no_item_under_embargo, {PUBLISH}),
    (requirements.knows_the_newest_versions, {APPROVE, PUBLISH}),
    (requirements.is_in_our_own_words, set()),
)


def requirement(*verbs: str):
    """Register a requirement that blocks these verbs."""

    def register(function: Requirement) -> Requirement:
        REQUIREMENTS.append((function, frozenset(verbs)))
        return function

    return register


def problems(article: Article, *, at: datetime, verb: str = PUBLISH) -> list[Problem]:
    """All that stands against `verb` if readers see the copy at `at`; blocks come first."""
    found = []
    for function, verbs in REQUIREMENTS:
        for problem in function(article, at):
            found.append(problem if verb in verbs else replace(problem, level=Level.WARN))
    sources = list(requirements.sources_of(article))
    for of_wire, verbs in OF_WIRE:
        for problem in of_wire(article, sources, at):
            found.append(problem if verb in verbs else replace(problem, level=Level.WARN))
    return sorted(found, key=lambda problem: not problem.blocks)


@requirement(SUBMIT, APPROVE, PUBLISH)
def has_the_basics(article: Article, at: datetime) -> Iterator[Problem]:
    if not article.headline:
        yield block("headline", _("There is no headline. Write one."))
    if not body.text(article.body):
        yield block("body", _("There is no text. Write the story."))
    if not article.bylines.exists():
        if article.provenance == Article.Provenance.WIRE:  # the agency is named instead
            yield warn("byline", _("There is no byline. Only the agency will be named."))
        else:
            yield block("byline", _("There is no byline. Add at least one author."))


@requirement(APPROVE, PUBLISH)
def has_a_standfirst(article: Article, at: datetime) -> Iterator[Problem]:
    if not article.standfirst:
        yield block("standfirst", _("There is no standfirst. Write one or two sentences."))


@requirement(SUBMIT, APPROVE, PUBLISH)
def names_its_agencies(article: Article, at: datetime) -> Iterator[Problem]:
    """Copy that rests on an agency's says so, and our own reporting does not borrow one."""
    rests_on_wire = article.provenance != Article.Provenance.STAFF
    named = article.agency_credits.exists()
    if rests_on_wire and not named:
        yield block("agencies", _("The copy rests on an agency’s, but no agency is named. Add it."))
    if named and not rests_on_wire:
        yield block(
            "provenance",
            _("An agency is named, but the provenance says it is our own reporting. Correct one."),
        )


@requirement(PUBLISH)
def is_free_of_embargo(article: Article, at: datetime) -> Iterator[Problem]:
    if article.embargo_until and article.embargo_until > at:
        yield block(
            "embargo_until",
            _("It is under embargo until %(time)s. Publish it for that time or later.")
            % {"time": house_time(article.embargo_until)},
        )


@requirement(APPROVE, PUBLISH)
def pictures_can_be_printed(article: Article, at: datetime) -> Iterator[Problem]:
    """Every picture has alternative text, and a verdict without blocks for being printed here."""
    placements = list(article.placements.select_related("image").order_by("place", "order"))
    images = frozenset(placement.image_id for placement in placements)
    lacking = {p.image_id for p in placements if not p.printed_caption}
    use = rights.Use(story=article.story_id, beside=images, captioned=images - lacking)
    verdicts = rights.verdicts(images, at=at, use=use)
    for placement in placements:
        field = "lead" if placement.place == Placement.Place.LEAD else "body"
        name = {"picture": placement.image}
        if not placement.printed_alt:
            yield block(
                field,
                _("Picture “%(picture)s”: it has no alternative text. Describe it.") % name,
            )
        for level, sentences in (
            (Level.BLOCK, verdicts[placement.image_id].blocks),
            (Level.WARN, verdicts[placement.image_id].warnings),
        ):
            for sentence in sentences:
                message = _("Picture “%(picture)s”: %(why)s") % {**name, "why": sentence}
                yield Problem(level, field, message)


@requirement()
def reads_well(article: Article, at: datetime) -> Iterator[Problem]:
    if len(article.headline) > HEADLINE_LIMIT:
        yield warn(
            "headline",
            _("The headline has %(count)d characters; above %(limit)d it is cut off elsewhere.")
            % {"count": len(article.headline), "limit": HEADLINE_LIMIT},
        )
    if not article.placements.filter(place=Placement.Place.LEAD).exists():
        yield warn("lead", _("There is no lead picture. Lists will show words only."))
    if not article.tags.exists():
        yield warn("tags", _("There are no topics. Related stories will come from the section."))


def is_own_copy(article: Article, user: User) -> bool:
    """Four eyes: whether `user` submitted this copy, saved it last, or stands in its byline."""
    if not settings.FOUR_EYES:
        return False
    submitted = article.stage_changes.filter(verb=SUBMIT).order_by("-pk").first()
    saved = article.revisions.order_by("-number").first()
    return (
        (submitted is not None and submitted.created_by_id == user.pk)
        or (saved is not None and saved.created_by_id == user.pk)
        or article.bylines.filter(author__user=user).exists()
    )
