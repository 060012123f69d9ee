"""Pictures whose terms hold a wording that nothing understands: blocked until somebody rules on it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from attribution.models import TermRuling, UnclearTerm
from images import rights, services, terms
from images.models import Image
from newsroom.tests.factories import make_image

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

LAMPS = "Not for lamplighters"
CODE = "terms_not_understood"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def image(newsroom):
    return make_image(instructions=f"NO SALES. {LAMPS}.", with_renditions=False)


def rule(cast, *, on=LAMPS, replaces=None, **meaning):
    (term,) = UnclearTerm.objects.for_wordings([on], at=timezone.now())
    ruling = TermRuling.objects.create(
        term=term, reason="Hỏi hãng.", ruled_by=cast.pictures, replaces=replaces, **meaning
    )
    terms.apply_ruling(ruling)
    return ruling


def blocks(image, use=rights.PRINT):
    return rights.verdict(image, at=timezone.now(), use=use).blocks


def usable(use):
    return set(rights.usable(timezone.now(), use=use).values_list("pk", flat=True))


def test_it_cannot_be_printed_and_stays_where_it_is(image):
    assert blocks(image) == (f"Its terms hold a wording that nobody has ruled on yet: “{LAMPS}”.",)
    assert blocks(image, rights.SHOW) == ()
    assert (usable(rights.PRINT), usable(rights.SHOW)) == (set(), {image.pk})


def test_it_is_not_passed_on_to_partners_any_more(newsroom):
    free, unclear = (
        make_image(instructions=text, with_renditions=False) for text in ("", f"{LAMPS}.")
    )
    assert blocks(free, rights.PASS_ON) == ()
    assert len(blocks(unclear, rights.PASS_ON)) == 1


def test_a_dated_lease_lets_it_run_and_the_wording_stays_a_warning(image, cast):
    now = timezone.now()
    day = timedelta(days=1)
    services.add_lease(
        image,
        "allow",
        starts_at=now - day,
        ends_at=now + day,
        reason="Gấp.",
        by=cast.pictures,
        at=now,
    )
    verdict = rights.verdict(image, at=timezone.now(), use=rights.PRINT)
    assert verdict.may_be_used
    assert any(LAMPS in warning for warning in verdict.warnings)


def test_a_ruling_that_it_restricts_nothing_frees_it(image, cast):
    rule(cast)
    image.refresh_from_db()
    assert blocks(image) == ()
    assert image.restrictions == ["NO SALES"]
    assert image.unclear_wordings == [LAMPS]
    change = image.changes.get()
    assert (change.created_by, change.changes) == (cast.pictures, {CODE: [LAMPS, ""]})
    assert LAMPS in change.note and "Hỏi hãng." in change.note


def test_a_ruling_that_bars_takes_it_from_the_pages_at_once(image, cast):
    rule(cast, restrictions=["VIETNAM OUT"])
    image.refresh_from_db()
    assert blocks(image, rights.SHOW) == ("Its terms bar it where this paper appears.",)
    assert image.changes.get().changes["restrictions"] == ["NO SALES", "NO SALES, VIETNAM OUT"]


def test_the_day_that_a_ruling_names_is_its_last(image, cast):
    rule(cast, ends_on=date(2026, 6, 30))
    image.refresh_from_db()
    assert image.terms_expire_at == datetime(2026, 6, 30, 17, tzinfo=UTC)


def test_a_newer_ruling_reads_it_again(image, cast):
    first = rule(cast, restrictions=["VIETNAM OUT"])
    rule(cast, replaces=first)
    assert blocks(image) == ()


def test_a_picture_that_comes_after_the_ruling_is_read_by_it(image, cast):
    rule(cast, restrictions=["VIETNAM OUT"])
    later = make_image(usage_terms=f"{LAMPS.upper()}.", with_renditions=False)
    assert later.terms_not_understood == []
    assert later.territory_excluded


def test_a_wording_that_is_taken_out_of_its_terms_is_no_longer_waited_for(image, cast):
    services.update_image(image, {"instructions": "NO SALES"}, by=cast.pictures, at=timezone.now())
    assert blocks(image) == ()
    assert list(image.unclear_terms.all()) == []


def test_a_ruling_reads_other_pictures_not_at_all(image, cast):
    other = make_image(instructions="Only in lighthouses.", with_renditions=False)
    rule(cast)
    assert len(blocks(other)) == 1
    assert not other.changes.exists()


def test_many_pictures_are_read_in_batches_and_none_is_left_out(newsroom, cast, monkeypatch):
    images = [make_image(instructions=f"{LAMPS}.", with_renditions=False) for _ in range(5)]
    monkeypatch.setattr(terms, "AT_ONCE", 2)
    ruling = rule(cast, restrictions=["VIETNAM OUT"])
    barred = Image.objects.filter(territory_excluded=True).order_by("pk")
    assert list(barred.all()) == images[3:]
    assert terms.reread_all.call(ruling.pk, images[3].pk) == 2
    assert terms.reread_all.call(ruling.pk, images[1].pk) == 1
    assert list(barred.all()) == images
    assert terms.reread_all.call(ruling.pk) == 0  # nothing is done twice


def test_pictures_are_read_again_with_as_many_queries_for_three_as_for_one(newsroom, cast):
    counts = []
    for number in (1, 3):
        wording = f"Not for {number} lamplighters"
        for _ in range(number):
            make_image(instructions=f"{wording}.", with_renditions=False)
        (term,) = UnclearTerm.objects.for_wordings([wording], at=timezone.now())
        ruling = TermRuling.objects.create(term=term, reason="x", ruled_by=cast.pictures)
        with CaptureQueriesContext(connection) as queries:
            terms.apply_ruling(ruling)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_a_ruling_that_was_given_while_it_was_imported_is_applied_after_all(cast, monkeypatch):
    """Neither sees the other before it commits: the picture asks once more when it has."""
    given = []

    def link_terms(image):
        linked(image)
        if not given:  # the ruling of somebody else, who does not see the picture yet
            given.append(image)
            monkeypatch.setattr(terms, "with_term", lambda term: Image.objects.none())
            rule(cast)

    linked = Image.link_terms
    monkeypatch.setattr(Image, "link_terms", link_terms)
    image = make_image(instructions=f"{LAMPS}.", with_renditions=False)
    assert given == [image]
    assert blocks(image) == ()
