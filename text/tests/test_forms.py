"""What people may type as a moment or a day, and what they read when they may not."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import translation

from text.forms import BoundedDateField, BoundedDateTimeField

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
OUTSIDE = (
    "9999-12-31T23:59",
    "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00",
    "0001-01-01T00:00+14:00",
    "1999-12-31T23:59",
    "2101-01-01T00:00",
)
NONSENSE = ("", "x", "99999-01-01T00:00", "2024-02-30T10:00", "2024-06-08T16:00+99:99")


class Form(forms.Form):
    required_at = BoundedDateTimeField()
    optional_at = BoundedDateTimeField(required=False)
    made_at = BoundedDateTimeField(required=False, first_year=1826)
    on = BoundedDateField(required=False)


def a_form(**data):
    return Form({"required_at": "2024-06-08T16:00", **data})


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("typed", OUTSIDE)
def test_a_year_that_nobody_can_mean_is_refused_at_its_field_and_stays_there(typed):
    form = a_form(optional_at=typed, made_at=typed)
    sentence = "The year lies outside 2000–2100. Correct it, or leave the field empty."
    assert form.errors["optional_at"] == [sentence]
    assert form.has_changed()
    assert typed in str(form["optional_at"])
    assert ("made_at" in form.errors) == (not typed.startswith("1999"))


def test_of_a_field_that_has_to_be_filled_nobody_is_told_to_leave_it_empty():
    form = a_form(required_at="9999-12-31T23:59")
    assert form.errors == {"required_at": ["The year lies outside 2000–2100. Correct it."]}


@pytest.mark.parametrize("typed", NONSENSE)
def test_what_is_no_moment_is_refused_without_an_error_of_ours(typed):
    assert "required_at" in a_form(required_at=typed).errors


def test_a_moment_is_read_in_house_time_and_to_the_minute():
    form = a_form(required_at="2000-01-01T00:00", optional_at="2100-12-31T23:58:01")
    assert form.is_valid()
    assert form.cleaned_data["required_at"] == datetime(2000, 1, 1, tzinfo=VIETNAM)
    assert form.cleaned_data["optional_at"] == datetime(2100, 12, 31, 23, 59, tzinfo=VIETNAM)


@pytest.mark.parametrize("typed", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_has_the_same_years(typed):
    assert list(a_form(on=typed).errors) == ["on"]
    assert a_form(on="2024-02-29").is_valid()
    assert a_form(on="2100-12-31").fields["on"].clean("2100-12-31") == date(2100, 12, 31)


def test_the_browser_knows_the_years_too():
    html = str(a_form()["required_at"]) + str(a_form()["on"])
    assert 'type="datetime-local"' in html and 'type="date"' in html
    assert 'min="2000-01-01T00:00" max="2100-12-31T23:59"' in html
    assert 'min="2000-01-01" max="2100-12-31"' in html
