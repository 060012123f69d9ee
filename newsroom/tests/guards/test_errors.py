"""What is refused is refused in one way: an error that carries a sentence is a DomainError with a code."""

import ast
import builtins
import re

import pytest

from newsroom.tests.guards.report import report
from newsroom.tests.guards.source import called, modules, nodes

# Errors that no person is shown, each with its reason.
NOT_SHOWN = {
    "Gone": "editions/pictures.py: the view answers 410, without a sentence",
    "CatalogueError": "newsroom/catalogue_source.py: printed to a developer, in English alone",
}
_CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def _is_error(name):
    kind = getattr(builtins, name, None)
    built_in = isinstance(kind, type) and issubclass(kind, BaseException)
    return built_in or name.endswith(("Error", "Exception"))


def error_classes(module):
    """Yield each exception class that a module defines, with the names of its bases."""
    names = set()
    for node in nodes(module):
        if isinstance(node, ast.ClassDef):
            bases = {ast.unparse(base).split(".")[-1] for base in node.bases}
            if any(_is_error(base) or base in names for base in bases):
                names.add(node.name)
                yield node, bases


def domain_errors():
    """The names of DomainError and of every class that derives from it."""
    bases = {
        node.name: {ast.unparse(base).split(".")[-1] for base in node.bases}
        for _name, module in modules()
        for node in nodes(module)
        if isinstance(node, ast.ClassDef)
    }
    names = {"DomainError"}
    while more := {name for name, of in bases.items() if of & names} - names:
        names |= more
    return names


def test_every_error_with_a_sentence_is_a_domain_error():
    refusals = domain_errors()
    classes = [(name, node) for name, module in modules() for node, _bases in error_classes(module)]
    assert {"DomainError", "Refused", "InvalidImage", "Quarantined"} <= refusals
    report(
        (
            f"{name}:{node.lineno}: {node.name} is no DomainError. Derive it from DomainError of"
            " text/errors.py, and give each refusal a code; or add it to NOT_SHOWN in"
            " newsroom/tests/guards/test_errors.py, with the reason why nobody reads its message."
            for name, node in classes
            if node.name not in refusals | set(NOT_SHOWN)
        ),
        (
            f"{error} is gone, or is a DomainError. Take it out of NOT_SHOWN in"
            " newsroom/tests/guards/test_errors.py."
            for error in NOT_SHOWN
            if error not in {node.name for _name, node in classes} - refusals
        ),
    )


def bad_codes(module, refusals):
    """Yield the line and the code of each refusal whose code is not lower case with underscores."""
    for node in nodes(module):
        if isinstance(node, ast.Call) and called(node) in refusals:
            for keyword in node.keywords:
                is_text = keyword.arg == "code" and isinstance(keyword.value, ast.Constant)
                if is_text and not _CODE.fullmatch(keyword.value.value):
                    yield node.lineno, keyword.value.value


def test_every_code_is_lower_case_with_underscores():
    refusals = domain_errors()
    report(
        f"{name}:{line}: “{code}” is no code. Write it in lower case, its words joined by underscores."
        for name, module in modules()
        for line, code in bad_codes(module, refusals)
    )


@pytest.mark.parametrize(
    "code",
    [
        "class Broken(Exception): pass",
        "class Broken(ValueError): pass",
        "class Broken(exceptions.ValidationError): pass",
    ],
)
def test_the_error_test_sees_each_way_to_define_one(code):
    assert [node.name for node, _bases in error_classes(ast.parse(code))] == ["Broken"]
    assert list(bad_codes(ast.parse("DomainError(text, code='Not so')"), {"DomainError"}))
