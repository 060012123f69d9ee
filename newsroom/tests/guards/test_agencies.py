"""What is known of an agency stands in attribution/agencies/: general modules name none."""

import ast
import pkgutil
import re
from dataclasses import fields
from importlib import import_module
from typing import get_origin

import pytest

from attribution import agencies
from newsroom.tests.guards.report import report
from newsroom.tests.guards.source import modules, nodes, table_rows, text, tree
from text.normalise import fold

# What is known of agencies, and the demo, which has agencies of its own as any newsroom has.
SPECIAL = ("attribution/agencies/", "newsroom/demo/")
# Names that are also words or parts of them, which say nothing of an agency.
ORDINARY = {"PA", "CP", "KNS", "CNS", "REX", "SANA", "Keystone", "Sputnik", "private"}
# Strings that an agency's name is part of for another reason. At most three.
ALLOWED = {
    ("wires/parsers/ap.py", "AP"),  # the name of a format that is one agency's own
    ("attribution/models/agencies.py", "AFP"),  # an example on the form where agencies are entered
}


def names() -> list[str]:
    spellings = {*agencies.credit_names(), *agencies.signatures_before_names()}
    spellings |= {profile.name for profile in agencies.profiles()}
    # What agencies call their own things says as much. Profiles and lines set as they are have plain
    # English names, which many strings contain.
    spellings |= {*agencies.zones(), *agencies.withdrawal_signals(), *agencies.desk_roles()}
    return sorted(spellings - ORDINARY, key=len, reverse=True)


NAME = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, names()))})(?![^\W_])")


def named_agencies(module):
    """The agencies in strings of the code, with their line. Docstrings and comments may give examples."""
    explained = {
        id(node.value)
        for node in nodes(module)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in nodes(module):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in explained and (match := NAME.search(node.value)):
            yield match[0], node.lineno


def test_general_modules_name_no_agency():
    report(
        f"{name}:{line} names “{agency}”, which is an agency or one agency's own. Put what is known of"
        " the agency into its module in attribution/agencies/, and ask there."
        for name, module in modules()
        if not name.startswith(SPECIAL)
        for agency, line in named_agencies(module)
        if (name, agency) not in ALLOWED
    )


def test_the_list_of_allowed_names_is_short_and_current():
    assert len(ALLOWED) <= 3
    for name, agency in ALLOWED:
        assert agency in {given for given, _line in named_agencies(tree(name))}, (name, agency)


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ('SIGNED = re.compile(r"== ?Kyodo")', "Kyodo"),
        ('HOUSES = ("REUTERS", "X")', "REUTERS"),
        ('if source == "AP": pass', "AP"),
        ('text = f"{name}/AFP"', "AFP"),
        ('NAMES = {"共同": 1}', "共同"),
        ('ZONES = {"KWS": 9}', "KWS"),
        ('if signal == "sttinstruct:remove": pass', "sttinstruct:remove"),
        ('ROLE = re.compile(r"role=(?:internal|dpacontacts)")', "dpacontacts"),
    ],
)
def test_the_agency_test_sees_a_name_in_a_string(line, agency):
    assert list(named_agencies(ast.parse(line))) == [(agency, 1)]


@pytest.mark.parametrize(
    "line",
    ['"""As AP and Kyodo sign."""', "x = 1  # AFP signs twice", 'x = "APPLY"', 'x = "MAPS"'],
)
def test_examples_and_longer_words_are_no_names(line):
    assert list(named_agencies(ast.parse(line))) == []


HOW_TO = "docs/how-to/add-an-agency.md"


def by_module():
    """Yield each profile with the file that declares it."""
    for module in pkgutil.iter_modules(agencies.__path__):
        for profile in import_module(f"{agencies.__name__}.{module.name}").PROFILES:
            yield f"attribution/agencies/{module.name}.py", profile


def test_no_two_agencies_share_a_spelling():
    declared = {}
    for file, profile in by_module():
        for spelling in {fold(spelling) for spelling in (profile.name, *profile.credit_names)}:
            declared.setdefault(spelling, []).append(file)
    report(
        f"“{spelling}” is in {' and in '.join(files)}. Take it out of one of them; an agency with a"
        " module of its own is not in others.py."
        for spelling, files in declared.items()
        if len(files) > 1
    )


def test_an_agency_signs_under_one_of_its_names():
    report(
        f"{file}: {profile.name} signs “{spelling}” before the photographer, which is none of its"
        " credit_names. Add it there too."
        for file, profile in by_module()
        for spelling in profile.signs_before
        if fold(spelling) not in {fold(name) for name in profile.credit_names}
    )


def test_every_field_of_a_profile_is_explained():
    rows = table_rows(text(HOW_TO))
    report(
        f"{HOW_TO} has no row for “{field.name}”, a field of AgencyProfile. Say there what it is and"
        " who reads it."
        for field in fields(agencies.AgencyProfile)
        if field.name not in rows
    )


def test_what_a_profile_declares_is_whole():
    report(
        (
            f"{file}: {field.name} of {profile.name} is a text, so that each of its letters counts as an"
            " entry. Write a tuple, also for one: (…,)."
            for file, profile in by_module()
            for field in fields(profile)
            if get_origin(field.type) is tuple and isinstance(getattr(profile, field.name), str)
        ),
        (
            f"{file}: no example in last_line_examples of {profile.name} matches “{pattern}”. Add one."
            for file, profile in by_module()
            for pattern in profile.last_lines
            if not any(re.fullmatch(pattern, line) for line in profile.last_line_examples)
        ),
        (
            f"{file}: no example in item_id_examples of {profile.name} matches “{pattern}”. Add one."
            for file, profile in by_module()
            for pattern in profile.item_ids
            if not any(re.fullmatch(pattern, stated) for stated in profile.item_id_examples)
        ),
    )
