"""Moments as agencies write them."""

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from text.datetimes import (
    EARLIEST,
    LATEST,
    add_days,
    clamp,
    isoformat_local,
    parse_datetime,
    says_without_end,
)

READ = {
    "2019-07-23T20:21:19+09:00": "2019-07-23T20:21:19+09:00",
    "20190723T202119+0900": "2019-07-23T20:21:19+09:00",
    "20190723000000-0500": "2019-07-23T00:00:00-05:00",  # as NITF writes a day without a time
    "2022-06-26T23:54:25+0000": "2022-06-26T23:54:25+00:00",
    "2014-08-29T13:50:06Z": "2014-08-29T13:50:06+00:00",
    "2014-08-29T13:50:06z": "2014-08-29T13:50:06+00:00",
    "2018-10-12T06:42:04Z ": "2018-10-12T06:42:04+00:00",
    "\n 2018-10-12T06:42Z": "2018-10-12T06:42:00+00:00",
    "2018-10-12T06:42:04.123456789Z": "2018-10-12T06:42:04+00:00",
    "2018-10-12 06:42:04": "2018-10-12T06:42:04+00:00",
    "20181012": "2018-10-12T00:00:00+00:00",
    "2018-10-12": "2018-10-12T00:00:00+00:00",
    "2016-12-31T23:59:60Z": "2016-12-31T23:59:59+00:00",
    "2019-07-23T20:21:19+09": "2019-07-23T20:21:19+09:00",
    "Wed, 31 Jan 2018 07:26:05 GMT": "2018-01-31T07:26:05+00:00",
    "Wed, 31 Jan 2018 07:26:05 +0700": "2018-01-31T07:26:05+07:00",
    "31 Jan 2018 07:26": "2018-01-31T07:26:00+00:00",
    "Wed, 31 Jan 18 07:26:05 EST": "2018-01-31T07:26:05-05:00",
    "Seg, 24 Set 2018 10:00:00 -0300": "2018-09-24T10:00:00-03:00",
    "Mi, 09 Dez 2020 08:00:00 +0100": "2020-12-09T08:00:00+01:00",
    "Thu, 06 Feb 2025 20:42:01 GMT+7": "2025-02-06T20:42:01+07:00",
    "Thu, 06 Feb 2025 20:42:01 GMT+0700": "2025-02-06T20:42:01+07:00",
    "Thu, 06 Feb 2025 20:42:01 +07:00": "2025-02-06T20:42:01+07:00",
    "Thu, 06 Feb 2025 20:42:01 UTC-3": "2025-02-06T20:42:01-03:00",
    "mar., 05 févr. 2019 09:30:00 +0100": "2019-02-05T09:30:00+01:00",
}
NONE = (
    *(
        "",
        "   ",
        "Next Monday",
        "tomorrow",
        "2018",
        "2018-13-01",
        "2018-02-30T10:00:00Z",
        "2018101",
    ),
    *("2018-10-12T25:00:00Z", "2018-10-12T10:00:00+99:00", "Wed, 31 Foo 2018 07:26:05 GMT"),
    *("Wed, 31 Jan 2018 07:26:05 QQQ", "1e999", "0000-00-00T00:00:00Z", "\x00"),
)


@pytest.mark.parametrize("text", READ)
def test_a_moment_is_read_with_its_zone(text):
    read = parse_datetime(text)
    assert read == datetime.fromisoformat(READ[text])
    assert read.utcoffset() == datetime.fromisoformat(READ[text]).utcoffset()


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_moment_is_none(text):
    assert parse_datetime(text) is None


def test_nothing_said_is_none():
    assert parse_datetime(None) is None


@pytest.mark.parametrize("text", ["1" * 1_000_000, "a" + " " * 1_000_000 + "b", "Mon," * 500_000])
def test_a_long_text_that_is_no_moment_is_dismissed_at_once(text):
    began = time.process_time()
    assert parse_datetime(text) is None
    assert time.process_time() - began < 0.2


OUTSIDE = {
    "0001-01-01T00:00:00Z": False,  # what a program writes that has none
    "1899-12-31T23:59:59Z": False,
    "2200-01-01T00:00:01Z": True,
    "9999-12-31": True,
    "9999-12-31T23:59:59-12:00": True,  # in UTC it lies after the calendar
    "Fri, 31 Dec 9999 23:59:59 GMT": True,
}


@pytest.mark.parametrize("text", OUTSIDE)
def test_a_moment_outside_the_bounds_is_none_and_late_ones_say_that_there_is_no_end(text):
    assert parse_datetime(text) is None
    assert says_without_end(text) is OUTSIDE[text]


@pytest.mark.parametrize("text", ["1900-01-01T00:00:00Z", "2200-01-01T00:00:00Z"])
def test_the_bounds_are_moments(text):
    assert parse_datetime(text) == datetime.fromisoformat(text)
    assert not says_without_end(text)


@pytest.mark.parametrize("text", [None, *NONE])
def test_nonsense_does_not_say_that_there_is_no_end(text):
    assert not says_without_end(text)


@pytest.mark.parametrize("hours", [-12, 0, 14])
@pytest.mark.parametrize("year", [1, 9999])
def test_writing_a_moment_never_raises(year, hours):
    month, day = (1, 1) if year == 1 else (12, 31)
    at = datetime(year, month, day, 12, tzinfo=timezone(timedelta(hours=hours)))
    assert isoformat_local(at)[:4] == f"{at.year:04}"
    assert clamp(at) in (EARLIEST, LATEST)


@pytest.mark.parametrize("days", [10**6, 2**31 - 1, 10**12])
def test_a_span_beyond_the_calendar_ends_at_the_bound(days):
    at = datetime(2024, 6, 8, tzinfo=UTC)
    assert (add_days(at, days), add_days(at, -days)) == (LATEST, EARLIEST)
    assert add_days(at, 30) == datetime(2024, 7, 8, tzinfo=UTC)
