"""What is known of an agency stands in attribution/agencies/: general modules name none."""

import ast
import re

import pytest

from attribution import agencies
from newsroom.tests.guards.report import report
from newsroom.tests.guards.source import modules, nodes

GENERAL = ("images/",)
# Names that are also words or parts of them, which say nothing of an agency.
ORDINARY = {"PA", "CP", "KNS", "CNS", "REX", "SANA", "Keystone", "Sputnik"}
# Strings that an agency's name is part of for another reason.
ALLOWED: set[tuple[str, str]] = set()


def names() -> list[str]:
    spellings = {*agencies.credit_names(), *agencies.signatures_before_names()}
    spellings |= {profile.name for profile in agencies.profiles()}
    return sorted(spellings - ORDINARY, key=len, reverse=True)


NAME = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, names()))})(?![^\W_])")


def named_agencies(tree):
    """The agencies in strings of the code, with their line. Docstrings and comments may give examples."""
    explained = {
        id(node.value)
        for node in nodes(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in nodes(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in explained and (match := NAME.search(node.value)):
            yield match[0], node.lineno


def test_general_modules_name_no_agency():
    report(
        f"{name}:{line} names the agency {agency}. Put what is known of it into its module in"
        " attribution/agencies/, and ask there."
        for name, tree in modules()
        if name.startswith(GENERAL)
        for agency, line in named_agencies(tree)
        if (name, agency) not in ALLOWED
    )


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ('SIGNED = re.compile(r"== ?Kyodo")', "Kyodo"),
        ('HOUSES = ("REUTERS", "X")', "REUTERS"),
        ('if source == "AP": pass', "AP"),
        ('text = f"{name}/AFP"', "AFP"),
        ('NAMES = {"共同": 1}', "共同"),
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
