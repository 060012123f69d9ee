"""What copy must have before it may go on: the one registry of requirements.

The same list is shown beside the editor and on the verb's page, and refuses the verb: a problem is as
serious when copy is submitted as when it is approved or published. Requirements only read, and each
yields all that it finds. Those on agency copy are in articles/wire/requirements.py and
articles/wire/terms.py. docs/how-to/add-a-requirement.md tells how to add one.
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from articles.candidate import Candidate, Requirement
from articles.models import Article, Placement
from articles.problems import Level, Problem, block, warn
from articles.wire import requirements as of_wire
from articles.wire import terms
from attribution.wording import house_time
from editions import body
from images import photographs, rights
from images.models import Image
from images.rules import Use

HEADLINE_LIMIT = 100


def has_the_basics(candidate: Candidate) -> Iterator[Problem]:
    article = candidate.article
    if not article.headline:
        yield block("headline", "headline_missing", _("There is no headline. Write one."))
    if not body.text(article.body):
        yield block("body", "body_missing", _("There is no text. Write the story."))
    if not article.bylines.exists():
        if article.provenance == Article.Provenance.WIRE:  # the agency is named instead
            yield warn(
                "byline",
                "byline_of_agency_only",
                _("There is no byline. Only the agency will be named."),
            )
        else:
            yield block(
                "byline", "byline_missing", _("There is no byline. Add at least one author.")
            )


def has_a_standfirst(candidate: Candidate) -> Iterator[Problem]:
    article = candidate.article
    if not article.standfirst:
        yield block(
            "standfirst",
            "standfirst_missing",
            _("There is no standfirst. Write one or two sentences."),
        )


def names_its_agencies(candidate: Candidate) -> Iterator[Problem]:
    """Copy that rests on an agency's says so, and our own reporting does not borrow one."""
    article = candidate.article
    rests_on_wire = article.provenance != Article.Provenance.STAFF
    names_agency = article.agency_credits.exists()
    if rests_on_wire and not names_agency:
        yield block(
            "agencies",
            "agency_missing",
            _("The copy rests on an agency’s, but no agency is named. Add it."),
        )
    if names_agency and not rests_on_wire:
        yield block(
            "provenance",
            "agency_without_provenance",
            _("An agency is named, but the provenance says it is our own reporting. Correct one."),
        )


def is_free_of_embargo(candidate: Candidate) -> Iterator[Problem]:
    article = candidate.article
    if article.embargo_until and article.embargo_until > candidate.at:
        yield block(
            "embargo_until",
            "under_embargo",
            _("It is under embargo until %(time)s. Publish it for that time or later.")
            % {"time": house_time(article.embargo_until)},
        )


def pictures_can_be_printed(candidate: Candidate) -> Iterator[Problem]:
    """Every picture has alternative text, and a verdict without blocks for being printed here."""
    article = candidate.article
    placements = list(article.placements.select_related("image").order_by("place", "order"))
    images = frozenset(placement.image_id for placement in placements)
    without_caption = {p.image_id for p in placements if not p.printed_caption}
    use = Use(story=article.story_id, printed_with=images, captioned=images - without_caption)
    verdicts = rights.verdicts(images, at=candidate.at, use=use)
    for placement in placements:
        field = "lead" if placement.place == Placement.Place.LEAD else "body"
        name = {"picture": placement.image}
        if not placement.printed_alt:
            yield block(
                field,
                "picture_without_alt",
                _("Picture “%(picture)s”: it has no alternative text. Describe it.") % name,
            )
        for level, sentences in (
            (Level.BLOCK, verdicts[placement.image_id].blocks),
            (Level.WARN, verdicts[placement.image_id].warnings),
        ):
            for sentence in sentences:
                message = _("Picture “%(picture)s”: %(why)s") % {**name, "why": sentence}
                yield Problem(level, field, "picture_rights", message)


def same_photographs_still_run(candidate: Candidate) -> Iterator[Problem]:
    """Warn of pictures whose photograph was killed or withdrawn as another agency's."""
    placements = candidate.article.placements.select_related("image").order_by("place", "order")
    by_id = {placement.image_id: placement for placement in placements}
    for pk, sentences in photographs.warnings_of(by_id).items():
        field = "lead" if by_id[pk].place == Placement.Place.LEAD else "body"
        for sentence in sentences:
            message = _("Picture “%(picture)s”: %(why)s")
            params = {"picture": by_id[pk].image, "why": sentence}
            yield warn(field, "same_photograph_withdrawn", message % params)


def has_decided_on_corrections(candidate: Candidate) -> Iterator[Problem]:
    """Require an answer to what agencies corrected of the pictures, before they are printed."""
    placements = candidate.article.placements.filter(image__in=Image.objects.with_open_proposals())
    for placement in placements.select_related("image").order_by("place", "order"):
        field = "lead" if placement.place == Placement.Place.LEAD else "body"
        yield undecided_correction(placement.image, field)


def undecided_correction(image: Image, field: str = "") -> Problem:
    """Return that somebody has to answer what its agency corrected of a picture."""
    message = _(
        "Picture “%(picture)s”: its agency corrected it. Accept or decline the correction on"
        " the picture’s page, or ask the picture desk to."
    )
    return block(field, "picture_corrected", message % {"picture": image})


def reads_well(candidate: Candidate) -> Iterator[Problem]:
    article = candidate.article
    if len(article.headline) > HEADLINE_LIMIT:
        yield warn(
            "headline",
            "headline_long",
            _("The headline has %(count)d characters; above %(limit)d it is cut off elsewhere.")
            % {"count": len(article.headline), "limit": HEADLINE_LIMIT},
        )
    if not article.placements.filter(place=Placement.Place.LEAD).exists():
        yield warn(
            "lead", "lead_missing", _("There is no lead picture. Lists will show words only.")
        )
    if not article.tags.exists():
        yield warn(
            "tags",
            "topics_missing",
            _("There are no topics. Related stories will come from the section."),
        )


def topics_are_decided_on(candidate: Candidate) -> Iterator[Problem]:
    """New topics that a writer proposes are printed once an editor has accepted them."""
    for proposal in candidate.article.topic_proposals.open().order_by("pk"):
        yield warn(
            "tags",
            "topic_proposed",
            _("The topic “%s” is only proposed and will not be printed. An editor decides on it.")
            % proposal,
        )


# The registry. Each problem has one level, at whatever verb the requirement is asked.
REQUIREMENTS: tuple[Requirement, ...] = (
    has_the_basics,
    has_a_standfirst,
    names_its_agencies,
    is_free_of_embargo,
    pictures_can_be_printed,
    same_photographs_still_run,
    has_decided_on_corrections,
    reads_well,
    topics_are_decided_on,
    of_wire.may_use_the_agencies_copy,
    terms.has_room_in_the_quota,
    terms.lasts_on_our_pages,
    terms.may_be_used_where_we_appear,
    terms.rests_on_terms_that_are_understood,
    terms.can_link_to_its_agencies,
    of_wire.rests_on_usable_items,
    of_wire.rests_on_no_item_under_embargo,
    of_wire.knows_the_newest_versions,
    of_wire.uses_own_wording,
)


def problems(article: Article, *, at: datetime) -> list[Problem]:
    """Return all that the copy lacks if readers see it at `at`; what blocks comes first.

    The same for every verb: what blocks the publication is said when the copy is submitted.
    """
    candidate = Candidate(article, at)
    results = [problem for requirement in REQUIREMENTS for problem in requirement(candidate)]
    return sorted(results, key=lambda problem: not problem.blocks)
