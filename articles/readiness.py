"""What copy must have before it may go on. One function a requirement; each tells all it finds.

The same list stands beside the editor, on the verb's page, and refuses the verb. Requirements only
read. Which verb a requirement blocks stands above it; before that verb it warns.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles.models import Article, Placement
from attribution.models import Contract
from attribution.wording import house_time
from editions import body
from images import rights
from wires.models import WireItem

SUBMIT, APPROVE, PUBLISH = "submit", "approve", "publish"
HEADLINE_LIMIT = 100


class Level(StrEnum):
    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True)
class Problem:
    """Something the copy lacks. `field` is the part of the article's form where it is mended."""

    level: Level
    field: str
    message: str

    @property
    def blocks(self):
        return self.level is Level.BLOCK


Requirement = Callable[[Article, datetime], Iterator[Problem]]
REQUIREMENTS: list[tuple[Requirement, frozenset[str]]] = []


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
    return sorted(found, key=lambda problem: not problem.blocks)


def _block(field, message):
    return Problem(Level.BLOCK, field, message)


def _warn(field, message):
    return Problem(Level.WARN, field, message)


@requirement(SUBMIT, APPROVE, PUBLISH)
def has_the_basics(article, at):
    if not article.headline:
        yield _block("headline", _("There is no headline. Write one."))
    if not body.text(article.body):
        yield _block("body", _("There is no text. Write the story."))
    if not article.bylines.exists():
        if article.provenance == Article.Provenance.WIRE:  # the agency is named instead
            yield _warn("byline", _("There is no byline. Only the agency will be named."))
        else:
            yield _block("byline", _("There is no byline. Add at least one author."))


@requirement(APPROVE, PUBLISH)
def has_a_standfirst(article, at):
    if not article.standfirst:
        yield _block("standfirst", _("There is no standfirst. Write one or two sentences."))


@requirement(SUBMIT, APPROVE, PUBLISH)
def names_its_agencies(article, at):
    """Copy that rests on an agency's says so, and our own reporting does not borrow one."""
    rests_on_wire = article.provenance != Article.Provenance.STAFF
    named = article.sources.exists()
    if rests_on_wire and not named:
        yield _block(
            "agencies", _("The copy rests on an agency’s, but no agency is named. Add it.")
        )
    if named and not rests_on_wire:
        yield _block(
            "provenance",
            _("An agency is named, but the provenance says it is our own reporting. Correct one."),
        )


@requirement(APPROVE, PUBLISH)
def may_use_the_agencies_copy(article, at):
    """Each agency's text contract is in force on the day of publication; the newest counts.

    One that does not allow translation warns: whether the copy was translated, the desk knows.
    """
    on = timezone.localdate(at)
    contracts = {
        contract.agency_id: contract
        for contract in Contract.objects.that_count(Contract.Service.TEXT, on).filter(
            agency__in=article.agencies.all()
        )
    }
    for agency in article.agencies.distinct():
        contract = contracts.get(agency.pk)
        if contract is None:
            yield _block(
                "agencies",
                _("There is no text contract with %(agency)s in force on %(day)s.")
                % {"agency": agency, "day": formats.date_format(on, "SHORT_DATE_FORMAT")},
            )
        elif not contract.may_translate:
            yield _warn(
                "agencies",
                _("The contract with %(agency)s does not allow translation.") % {"agency": agency},
            )


@requirement(APPROVE, PUBLISH)
def rests_on_usable_items(article, at):
    """No wire item under the copy has been killed, withheld, or is still under embargo."""
    items = WireItem.objects.filter(uses__article=article)
    unusable = items.exclude(pk__in=WireItem.objects.usable(at)).select_related("current")
    for item in unusable:
        yield _block(
            "agencies",
            _(
                "The agency’s item “%(item)s” is withdrawn, withheld or under embargo. Do not use it."
            )
            % {"item": item},
        )


@requirement(PUBLISH)
def is_free_of_embargo(article, at):
    if article.embargo_until and article.embargo_until > at:
        yield _block(
            "embargo_until",
            _("It is under embargo until %(time)s. Publish it for that time or later.")
            % {"time": house_time(article.embargo_until)},
        )


@requirement(APPROVE, PUBLISH)
def pictures_can_be_printed(article, at):
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
            yield _block(
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
def reads_well(article, at):
    if len(article.headline) > HEADLINE_LIMIT:
        yield _warn(
            "headline",
            _("The headline has %(count)d characters; above %(limit)d it is cut off elsewhere.")
            % {"count": len(article.headline), "limit": HEADLINE_LIMIT},
        )
    if not article.placements.filter(place=Placement.Place.LEAD).exists():
        yield _warn("lead", _("There is no lead picture. Lists will show words only."))
    if not article.tags.exists():
        yield _warn("tags", _("There are no topics. Related stories will come from the section."))


def is_own_copy(article: Article, user) -> bool:
    """Four eyes: whether `user` submitted this copy, saved it last, or stands in its byline."""
    if not settings.FOUR_EYES:
        return False
    submitted = article.stage_changes.filter(verb=SUBMIT).order_by("-pk").first()
    saved = article.revisions.order_by("-number").first()
    return (
        (submitted is not None and submitted.by_id == user.pk)
        or (saved is not None and saved.by_id == user.pk)
        or article.bylines.filter(author__user=user).exists()
    )
