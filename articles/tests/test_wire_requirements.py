"""What copy that rests on an agency's lacks, until it may be printed."""

import pytest

from articles import readiness
from articles.wire import drafting
from newsroom.tests.factories import at, make_agency, make_feed, make_wire_item

LONG = (
    "A train without a driver ran for the first time on Friday between two towns by the sea, "
    "the company fields, and nobody on board noticed that anything was new."
)
OWN = "<p>Chuyến tàu không người lái đầu tiên chạy hôm thứ Sáu.</p>"


@pytest.fixture
def feed(newsroom):
    return make_feed(newsroom.kyodo)


@pytest.fixture
def written(newsroom, cast, feed):
    """Copy from an item, in our own wording but for what a test says."""

    def write(body=OWN, **fields):
        item = make_wire_item(feed, **{"body_html": f"<p>{LONG}</p>", **fields})
        article = drafting.draft_from_item([item], by=cast.reporter, at=at(9))
        newsroom.rewrite(article, body=body, standfirst="Sapô.")
        return article

    return write


def problems_of(article, field="agencies", *, now=None):
    """Level and message of the problems of a field."""
    problems = readiness.problems(article, at=now or at(12))
    return [(p.level.value, p.message) for p in problems if p.field == field]


def test_copy_from_an_item_that_may_be_used_lacks_nothing_of_the_agencys(written):
    article = written()
    assert problems_of(article) == []
    assert problems_of(article, "body") == []


@pytest.mark.parametrize(
    ("language", "level"),
    [("en", "block"), ("en-US", "block"), ("vi", None), ("vi-VN", None), ("", "warn")],
)
def test_a_contract_without_translation_blocks_what_the_item_shows_to_be_a_translation(
    newsroom, written, language, level
):
    article = written(language=language)
    newsroom.kyodo.contracts.filter(service="text").update(may_translate=False)
    assert [level for level, _message in problems_of(article)] == ([level] if level else [])


def test_the_language_that_may_not_be_translated_is_named(newsroom, written):
    article = written(language="en-US")
    newsroom.kyodo.contracts.filter(service="text").update(may_translate=False)
    assert problems_of(article) == [
        (
            "block",
            "The contract with Kyodo does not allow translation, and its copy is in another "
            "language (English). Write it from another source.",
        )
    ]


def test_an_agency_without_a_contract_in_force_blocks(newsroom, written):
    article = written()
    newsroom.kyodo.contracts.filter(service="text").update(valid_until=at(7, day=7).date())
    assert problems_of(article) == [
        ("block", "There is no text contract with Kyodo in force on 08/06/2024.")
    ]


@pytest.mark.parametrize(
    ("status", "message"),
    [
        ("canceled", "Kyodo killed its item “A train”. Do not use it."),
        ("withheld", "Kyodo withholds its item “A train”. Do not use it."),
        (
            "unknown",
            "Nobody can tell whether Kyodo has released its item “A train”. Do not use it.",
        ),
    ],
)
def test_an_item_that_is_no_longer_usable_says_why(feed, written, status, message):
    article = written(headline="A train")
    make_wire_item(feed, version=2, status=status, headline="A train")
    assert problems_of(article) == [("block", message)]


def test_an_embargo_blocks_publication_until_it_is_over(feed, written):
    article = written(embargo_until=at(18), headline="A train")
    assert article.embargo_until == at(18)
    sentence = (
        "The item “A train” is under an embargo of Kyodo until 08/06/2024 - 18:00. Publish for "
        "that time or later."
    )
    assert problems_of(article) == [("block", sentence)]
    assert [level for level, _ in problems_of(article, "embargo_until")] == ["block"]
    assert problems_of(article, now=at(18)) == []


def test_an_embargo_without_end_does_not_end(written):
    article = written(embargo_indefinite=True, headline="A train")
    later = problems_of(article, now=at(12, day=28))
    assert later == [("block", "The item “A train” is under an embargo of Kyodo without end.")]


def test_a_new_version_blocks_until_the_writer_has_read_it(cast, feed, written):
    article = written(headline="A train")
    item = make_wire_item(feed, version=2, headline="A train, corrected")
    (problem,) = problems_of(article)
    assert problem == (
        "block",
        "Kyodo sent a new version of “A train, corrected” at 08/06/2024 - 09:00, after the copy "
        "was written from it. Read what changed beside the copy, and say that you have.",
    )
    drafting.accept(
        article, article.agency_credits.get(), item.current_id, by=cast.reporter, at=at(11)
    )
    assert problems_of(article) == []


def test_long_passages_of_the_agency_warn_and_the_longest_is_quoted(written):
    article = written(body=f"<p>{LONG}</p>{OWN}")
    assert problems_of(article, "body") == [
        (
            "warn",
            "1 long passages are still in the words of Kyodo, and no contract allows them word "
            f"for word. The longest: “{LONG.rstrip('.')[:160]}”",
        )
    ]


def test_a_contract_that_allows_its_wording_lets_it_stand(newsroom, written):
    article = written(body=f"<p>{LONG}</p>{OWN}")
    newsroom.kyodo.contracts.filter(service="text").update(may_use_verbatim=True)
    assert problems_of(article, "body") == []


def test_each_agencys_wording_is_judged_by_its_contract(newsroom, cast, feed, written):
    """One agency allows its words; those of the other still warn."""
    article = written(body=f"<p>{LONG}</p>{OWN}")
    other = make_agency("AFP")
    item = make_wire_item(make_feed(other, "AFP"), "afp:1", body_html=f"<p>{LONG}</p>")
    drafting.add_item(article, item, by=cast.reporter, at=at(9))
    newsroom.kyodo.contracts.filter(service="text").update(may_use_verbatim=True)
    ((_level, message),) = problems_of(article, "body")
    assert message.startswith("1 long passages are still in the words of AFP")
