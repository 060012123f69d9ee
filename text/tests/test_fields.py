"""What rows keep of moments and days: nothing outside the bounds, whoever writes it."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.db import connection, models

from text.datetimes import EARLIEST, LATEST
from text.fields import DayField, MomentField

WEST, EAST = timezone(timedelta(hours=-12)), timezone(timedelta(hours=14))
OUTSIDE = (
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(1, 1, 1, tzinfo=EAST),  # in UTC it lies before the calendar
    EARLIEST - timedelta(microseconds=1),
    LATEST + timedelta(microseconds=1),
    datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, tzinfo=WEST),  # in UTC it lies after the calendar
)


def a_field(field):
    field.model, field.name = type("Row", (), {}), "made_at"
    return field


@pytest.mark.parametrize("at", OUTSIDE, ids=str)
def test_a_moment_outside_the_bounds_is_never_written(at):
    with pytest.raises(ValueError, match=r"Row\.made_at cannot be"):
        a_field(MomentField()).get_db_prep_save(at, connection)


@pytest.mark.parametrize("at", OUTSIDE, ids=str)
def test_a_moment_outside_the_bounds_is_read_as_the_bound(at):
    bound = EARLIEST if at < EARLIEST else LATEST
    assert a_field(MomentField()).from_db_value(at, None, connection) == bound
    assert a_field(MomentField()).get_prep_value(at) == bound  # in a query


@pytest.mark.parametrize("at", [EARLIEST, datetime(2024, 6, 8, 9, tzinfo=UTC), LATEST, None])
def test_a_moment_within_the_bounds_stays_as_it_is(at):
    field = a_field(MomentField())
    assert field._kept(at) == field.from_db_value(at, None, connection) == at


def test_a_field_may_begin_earlier():
    field = a_field(MomentField(first_year=1826))
    first = datetime(1826, 1, 1, 0, 0, tzinfo=EAST)
    assert field._kept(first) == field.from_db_value(first, None, connection) == first
    with pytest.raises(ValueError, match="cannot be 1825"):
        field._kept(datetime(1825, 12, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        (datetime(2024, 6, 8, 16, 0, tzinfo=UTC), datetime(2024, 6, 8, 16, 0, tzinfo=UTC)),
        (datetime(2024, 6, 8, 16, 0, 30, tzinfo=UTC), datetime(2024, 6, 8, 16, 1, tzinfo=UTC)),
        (datetime(2024, 6, 8, 23, 59, 0, 1, tzinfo=UTC), datetime(2024, 6, 9, tzinfo=UTC)),
        (None, None),
    ],
)
def test_what_something_waits_for_is_a_whole_minute(at, kept):
    assert a_field(MomentField(in_minutes=True))._kept(at) == kept
    assert a_field(MomentField())._kept(at) == at


@pytest.mark.parametrize("on", [date.min, date(1899, 12, 31), date(2200, 1, 2), date.max])
def test_a_day_outside_the_bounds_is_never_written_and_is_read_as_the_bound(on):
    field = a_field(DayField())
    with pytest.raises(ValueError, match=r"Row\.made_at cannot be"):
        field.get_db_prep_save(on, connection)
    bound = EARLIEST.date() if on < EARLIEST.date() else LATEST.date()
    assert field.from_db_value(on, None, connection) == bound


def test_migrations_know_them_as_the_fields_of_django():
    for field, django in ((MomentField, models.DateTimeField), (DayField, models.DateField)):
        _name, path, args, kwargs = field("made", null=True, first_year=1826).deconstruct()
        assert (path, args, kwargs) == django("made", null=True).deconstruct()[1:]
