"""Every moment that enters is bounded: in rows, in forms, and where text is read as one.

The bounds are in text/datetimes.py. A moment at the ends of the calendar cannot be put into another
time zone, and would take away every page that shows it.
"""

import ast

import pytest
from django.contrib.auth.models import AbstractUser
from django.db.models import DateField

from newsroom.tests.guards.report import report
from newsroom.tests.guards.source import called, file_of, models, modules, nodes
from text.fields import DayField, MomentField

THIS = "newsroom/tests/guards/test_moments.py"
# Fields that are not bounded, each with its reason. Those of Django's AbstractUser are set by Django.
UNBOUNDED = {
    "editions.Edition.superseded_at": "an edition without an end has FAR_FUTURE",
    "editions.Edition.public_until": "an edition whose terms have no end has FAR_FUTURE",
}
OF_FORMS = {"DateTimeField", "DateField", "SplitDateTimeField", "DateTimeInput", "DateInput"}
# Where text may be read as a moment, and what bounds the result.
READERS = {
    "wires/parsing/moments.py": "text/datetimes.py, with a remark on what is left out",
    "wires/parsers/picture.py": "text/datetimes.py",
    "articles/comparable.py": "text/datetimes.py; a content of a revision",
    "articles/merging.py": "text/datetimes.py; a content of a revision",
    "articles/posted.py": "text/datetimes.py; a content of a revision",
    "articles/effects.py": "Edition.published_at, a MomentField",
    "editions/syndication/views.py": "compared with EARLIEST and LATEST",
    "editions/templatetags/newspaper.py": "Edition.corrections: written by the press alone",
    "images/views/history.py": "text/datetimes.py; a line of a picture's history",
    "images/metadata/dates.py": "the first photograph, and the present",
    "images/files/validate.py": "images/metadata/dates.py",
    "wires/ingest/polling.py": "seconds to wait, at most a day",
    "accounts/model_admin.py": "compared with EARLIEST and LATEST; a filter of a list",
}
READING = {
    *("parse_datetime", "parse_date", "fromisoformat", "strptime", "fromtimestamp"),
    *("utcfromtimestamp", "parsedate_to_datetime", "parse_http_date"),
}


def unbounded(model):
    """Yield the fields of a model that may hold any moment or day."""
    inherited = {field.name for field in AbstractUser._meta.get_fields()}
    for field in model._meta.get_fields():
        is_djangos = issubclass(model, AbstractUser) and field.name in inherited
        is_bounded = isinstance(field, MomentField | DayField)
        if isinstance(field, DateField) and not is_bounded and not is_djangos:
            yield f"{model._meta.label}.{field.name}"


def test_every_moment_and_day_of_a_row_is_bounded():
    fields = {name: file_of(model) for model in models() for name in unbounded(model)}
    report(
        (
            f"{file}: {name} may hold any moment. Make it a MomentField or a DayField of text/fields.py;"
            f" or add it to UNBOUNDED in {THIS}, with the reason why nothing from outside gets there."
            for name, file in fields.items()
            if name not in UNBOUNDED
        ),
        (
            f"{name} is gone, or is bounded. Take it out of UNBOUNDED in {THIS}."
            for name in UNBOUNDED
            if name not in fields
        ),
    )


def fields_of_forms(module):
    """Yield the line of each of Django's own form fields and inputs for moments and days."""
    for node in nodes(module):
        if isinstance(node, ast.Call) and called(node) in OF_FORMS:
            is_of_models = ast.unparse(node.func).startswith("models.")
            if not is_of_models:
                yield node.lineno


def test_every_moment_and_day_that_is_typed_is_bounded():
    report(
        f"{name}:{line} lets people type any moment. Use a field of text/forms.py."
        for name, module in modules()
        if name != "text/forms.py"
        for line in fields_of_forms(module)
    )


def readings(module):
    """Yield the line and the function of each place where text is read as a moment."""
    for node in nodes(module):
        if isinstance(node, ast.Call) and called(node) in READING:
            yield node.lineno, called(node)


def test_text_is_read_as_a_moment_only_where_the_result_is_bounded():
    places = [
        (name, line, reader) for name, module in modules() for line, reader in readings(module)
    ]
    report(
        (
            f"{name}:{line}: {reader}() gives any moment that text may say. In a parser call"
            " parse_moment() or parse_end() of wires/parsing/moments.py, elsewhere parse_datetime()"
            f" of text/datetimes.py; or add the file to READERS in {THIS}, with what bounds the result."
            for name, line, reader in places
            if name not in READERS
        ),
        (
            f"{name} reads no moment. Take it out of READERS in {THIS}."
            for name in READERS
            if name not in {place for place, _line, _reader in places}
        ),
    )


@pytest.mark.parametrize(
    ("code", "sees"),
    [
        ("x = forms.DateTimeField(label='From')", fields_of_forms),
        ("widget = DateInput({'type': 'date'})", fields_of_forms),
        ("at = datetime.datetime.fromisoformat(text)", readings),
        ("on = dateparse.parse_date(text)", readings),
        ("at = parse_datetime(text)", readings),
    ],
)
def test_the_guard_sees_each_way_to_let_a_moment_in(code, sees):
    assert list(sees(ast.parse(code)))
    assert not list(sees(ast.parse("at = models.DateTimeField(); at = parse_moment(text)")))
