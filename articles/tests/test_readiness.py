"""Each requirement with copy that lacks it, what it says, and that it says so at every verb."""

from datetime import timedelta

import pytest

from articles import permitted, readiness, verbs, workflow
from articles.models import Article, Placement
from articles.wire import sources
from images.models import Image, SamePhotograph
from newsroom.tests.factories import (
    at,
    make_agency,
    make_contract,
    make_feed,
    make_image,
    make_wire_item,
)

NOON = at(12)


def blocked(article, *, now=NOON):
    return [p.field for p in readiness.problems(article, at=now) if p.blocks]


def warned(article, *, now=NOON):
    return [p.field for p in readiness.problems(article, at=now) if not p.blocks]


def test_copy_that_lacks_nothing_has_no_problems(newsroom):
    article = newsroom.draft(lead=make_image(), agencies=[newsroom.kyodo])
    assert readiness.problems(article, at=NOON) == []


@pytest.mark.parametrize(
    ("lacks", "field"),
    [
        ({"headline": ""}, "headline"),
        ({"body": ""}, "body"),
        ({"body": '<p> </p><figure data-image="9"></figure>'}, "body"),
        ({"standfirst": ""}, "standfirst"),
        ({"provenance": "wire"}, "agencies"),
        ({"embargo_until": at(18)}, "embargo_until"),
    ],
    ids=["headline", "body", "only a figure", "standfirst", "agency", "embargo"],
)
def test_what_is_missing_blocks(newsroom, lacks, field):
    article = newsroom.draft(lead=make_image(), **lacks)
    assert (blocked(article), warned(article)) == ([field], [])


LACKING = {
    "standfirst": lambda newsroom: {"standfirst": ""},
    "rights": lambda newsroom: {"lead": make_image(rights="unknown")},
    "alt": lambda newsroom: {"lead": make_image(alt="")},
    "contract": lambda newsroom: {"agencies": [make_agency("AFP", contracts=())]},
    "topics": lambda newsroom: {"tags": ()},
    "headline": lambda newsroom: {"headline": "Một tít rất dài " * 8},
}


@pytest.mark.parametrize("lacks", LACKING)
def test_the_same_problem_is_as_serious_at_every_verb(newsroom, cast, lacks):
    """Whoever submits copy reads what would stop its publication, and is stopped by it."""
    article = newsroom.draft(**LACKING[lacks](newsroom))
    levels = []
    for stage, name in (("draft", "submit"), ("in_review", "approve"), ("approved", "publish")):
        Article.objects.filter(pk=article.pk).update(stage=stage)
        article.refresh_from_db()
        problems = permitted.problems_of(verbs.VERBS[name], article, by=cast.editor, at=NOON)
        levels.append({(p.code, p.level) for p in problems if p.code != "not_approved"})
    assert levels[0] == levels[1] == levels[2] != set()


@pytest.mark.parametrize("held", ["copy", "picture", "item"])
def test_what_ends_by_itself_stops_neither_submission_nor_approval(newsroom, cast, held):
    """An embargo is asked for the earliest time of publication, whoever set it."""
    if held == "copy":
        article = newsroom.draft(embargo_until=at(18))
    elif held == "picture":
        article = newsroom.draft(lead=make_image(usable_from=at(18)))
    else:
        item = make_wire_item(make_feed(newsroom.kyodo), embargo_until=at(18))
        article = newsroom.draft(agencies=[newsroom.kyodo])
        sources.link(article, item, by=cast.reporter, at=NOON)
    workflow.submit(article, by=cast.reporter, at=NOON)
    workflow.approve(article, by=cast.editor, at=NOON)
    with pytest.raises(workflow.Refused):
        workflow.publish(article, by=cast.editor, at=NOON)
    workflow.publish(article, by=cast.editor, at=NOON, goes_live_at=at(18))


def test_an_embargo_without_end_is_said_at_once(newsroom, cast):
    article = newsroom.draft(embargo_until=NOON.replace(year=2199))
    with pytest.raises(workflow.Refused, match="under embargo until"):
        workflow.submit(article, by=cast.reporter, at=NOON)


def test_copy_of_our_own_needs_a_byline_and_agency_copy_does_not(newsroom):
    own = newsroom.draft(lead=make_image())
    own.bylines.all().delete()
    wire = newsroom.draft(lead=make_image(), agencies=[newsroom.kyodo])
    wire.bylines.all().delete()
    assert blocked(own) == ["byline"]
    assert (blocked(wire), warned(wire)) == ([], ["byline"])


def test_an_agency_named_for_our_own_reporting_is_a_contradiction(newsroom):
    article = newsroom.draft(lead=make_image(), agencies=[newsroom.kyodo])
    article.provenance = Article.Provenance.STAFF
    assert blocked(article) == ["provenance"]


def test_agency_copy_needs_a_text_contract_on_the_day_of_publication(newsroom):
    agency = make_agency("AFP", contracts=())
    make_contract(agency, "picture")
    article = newsroom.draft(lead=make_image(), agencies=[agency])
    assert blocked(article) == ["agencies"]
    make_contract(agency, "text", days=10)
    assert blocked(article) == []
    assert blocked(article, now=NOON + timedelta(days=11)) == ["agencies"]


def test_a_contract_without_translation_warns(newsroom):
    agency = make_agency("AFP", contracts=())
    make_contract(agency, "text", may_translate=False)
    article = newsroom.draft(lead=make_image(), agencies=[agency])
    assert (blocked(article), warned(article)) == ([], ["agencies"])


@pytest.mark.parametrize(
    ("status", "embargo_until", "indefinite", "stops"),
    [
        ("usable", None, False, False),
        ("usable", at(11), False, False),
        ("usable", at(13), False, True),
        ("usable", None, True, True),
        ("withheld", None, False, True),
        ("canceled", None, False, True),
        ("unknown", None, False, True),
    ],
)
def test_only_a_usable_wire_item_may_stand_under_copy(
    newsroom, status, embargo_until, indefinite, stops
):
    item = make_wire_item(
        make_feed(newsroom.kyodo),
        status=status,
        embargo_until=embargo_until,
        embargo_indefinite=indefinite,
    )
    article = newsroom.draft(lead=make_image(), agencies=[newsroom.kyodo])
    sources.link(article, item, by=article.created_by, at=at(8))
    assert blocked(article) == (["agencies"] if stops else [])


def test_a_wire_item_without_any_version_may_not_be_used(newsroom):
    item = make_feed(newsroom.kyodo).items.create(guid="kyodo:1", agency=newsroom.kyodo)
    article = newsroom.draft(lead=make_image(), agencies=[newsroom.kyodo])
    sources.link(article, item, by=article.created_by, at=at(8))
    assert blocked(article) == ["agencies"]


@pytest.mark.parametrize(
    "lacks",
    [
        {"caption": ""},
        {"alt": ""},
        {"creator": ""},
        {"rights": "unknown"},
        {"usable_until": at(11)},
        {"withdrawn_at": at(11)},
    ],
    ids=lambda lacks: next(iter(lacks)),
)
@pytest.mark.parametrize("place", ["lead", "inline"])
def test_a_picture_that_lacks_something_blocks_publication(newsroom, lacks, place):
    image = make_image(**lacks)
    if place == "lead":
        article = newsroom.draft(lead=image)
    else:
        body = f'<p>Một đoạn.</p><figure data-image="{image.pk}"></figure>'
        article = newsroom.draft(lead=make_image(), body=body)
    field = "lead" if place == "lead" else "body"
    assert blocked(article) == [field]


def test_caption_and_alt_for_this_use_stand_in_for_the_librarys(newsroom):
    article = newsroom.draft(lead=make_image(caption="", alt=""))
    article.placements.update(caption="Chú thích cho bài này.", alt="Mô tả cho bài này.")
    assert blocked(article) == []


def test_a_picture_is_judged_on_the_day_it_would_run(newsroom):
    article = newsroom.draft(lead=make_image(usable_until=at(18)))
    assert blocked(article, now=at(17)) == []
    assert blocked(article, now=at(18)) == ["lead"]


def test_headline_length_picture_and_topics_only_warn(newsroom):
    article = newsroom.draft(headline="Một tít rất dài " * 8, tags=())
    assert blocked(article) == []
    assert warned(article) == ["headline", "lead", "tags"]


def test_messages_say_which_picture(newsroom):
    image = make_image(caption="Bến cảng.", rights="unknown")
    article = newsroom.draft(lead=image)
    (problem,) = readiness.problems(article, at=NOON)
    assert "Bến cảng." in problem.message
    assert Placement.objects.get().image == image


# --- The same photograph received another way ------------------------------------------------------


@pytest.mark.parametrize("place", ["lead", "body"])
def test_a_picture_whose_photograph_was_killed_elsewhere_warns(newsroom, place):
    first = make_image()
    other = make_image(origin=make_agency("AFP"), rights="agency")
    placed = {"lead": first} if place == "lead" else {}
    figure = f'<figure data-image="{first.pk}"></figure>' if place == "body" else ""
    article = newsroom.draft(body=f"<p>Một câu chuyện.</p>{figure}", **placed)
    SamePhotograph.objects.create(first=first, second=other, recognised_at=NOON)
    before = warned(article)
    killed = {"source_status": "canceled", "source_held_at": NOON}
    Image.objects.filter(pk=other.pk).update(**killed)
    assert sorted(warned(article)) == sorted([*before, place])
    (problem,) = [
        p for p in readiness.problems(article, at=NOON) if p.code == "same_photograph_withdrawn"
    ]
    assert (problem.blocks, problem.field) == (False, place)
    assert problem.message == (
        f"Picture “{first}”: The same photograph was killed by AFP on 08/06/2024 - 12:00."
    )
    SamePhotograph.objects.update(answer=SamePhotograph.Answer.DIFFERENT)
    assert warned(article) == before
