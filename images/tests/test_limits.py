"""A limit is written once: its condition for queries and its span for one picture agree."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Q

from images import rights
from images.limits import ALWAYS, Limit, joined, without
from images.models import Image
from images.rights import Terms
from newsroom.tests.factories import make_agency
from newsroom.tests.rows import insert_image

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOON, SECOND = datetime(2024, 6, 8, 5, tzinfo=UTC), timedelta(seconds=1)
COLUMNS = ("usable_from", "usable_until", "terms_expire_at", "withdrawn_at", "first_printed_at")


@pytest.fixture
def agencies():
    return [make_agency("Kyodo"), make_agency("AP")]


@pytest.fixture
def terms(agencies):
    return {
        agency.pk: Terms(agency.name, archive_days=days, monthly_quota=None, territory="")
        for agency, days in zip(agencies, (7, 30), strict=True)
    }


def random_image(agencies, seed):
    """A picture whose dates and suppliers are chosen by `seed`."""
    choose = random.Random(seed)  # noqa: S311  no secret
    image = insert_image(rights=choose.choice(["agency", "staff"]))
    values = {
        column: choose.choice([None, NOON + timedelta(days=choose.randint(-40, 40))])
        for column in COLUMNS
    }
    values |= {name: choose.choice([None, *agencies]) for name in ("origin", "via")}
    Image.objects.filter(pk=image.pk).update(
        archive_prohibited=choose.choice([True, False]), **values
    )
    return Image.objects.get(pk=image.pk)


def limits(terms):
    return [limit for rule in rights.RULES for limit in rule.limits(terms)]


def moments(image, limit):
    """The moments around which the limit could begin or end for this picture, and another."""
    value = getattr(image, limit.column)
    if value is None:
        return [NOON]
    boundary = value + timedelta(days=limit.days)
    return [boundary - SECOND, boundary, boundary + SECOND]


@pytest.mark.parametrize("seed", range(12))
def test_condition_and_span_agree_around_each_boundary(agencies, terms, seed):
    image = random_image(agencies, seed)
    rows = Image.objects.filter(pk=image.pk)
    asked = 0
    for limit in limits(terms):
        begins, ends = limit.span(image)
        for at in moments(image, limit):
            allowed = not rows.filter(limit.condition(at)).exists()
            assert allowed == (begins <= at < ends), (limit, at)
            asked += 1
    assert asked >= 7


def test_a_limit_that_counts_for_no_picture_sets_none():
    image = insert_image(usable_until=NOON)
    assert Limit("usable_until", rows=Q(pk__in=())).span(image) == ALWAYS


def test_spans_that_touch_are_one_and_gaps_are_left_out():
    day = timedelta(days=1)
    spans = [(NOON, NOON + day), (NOON + day, NOON + 2 * day), (NOON, NOON)]
    assert joined(spans) == [(NOON, NOON + 2 * day)]
    gap = (NOON + day, NOON + day + SECOND)
    assert without(joined(spans), gap) == [(NOON, gap[0]), (gap[1], NOON + 2 * day)]
