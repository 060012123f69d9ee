"""What has to be entered somewhere is: formats, commands, settings, checks, and the guards themselves."""

import ast
import re

from newsroom.tests.guards.report import report
from newsroom.tests.guards.source import ROOT, documents, imports, modules, nodes, text, tree
from wires import parsers
from wires.parsers import optional
from wires.tests.minimal import SAMPLES

REGISTER = "XML, JSON or TEXT in wires/parsers/__init__.py"
OF_A_PARSER = ("FORMAT", "recognises", "parse", "given")
OF_PICTURES = OF_A_PARSER[:-1]  # no words that could be lost on the way


def defined(name):
    """The names that a module defines at its top."""
    for node in tree(name).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def test_every_format_of_the_wire_is_read():
    registered = {_file(module) for module in _registered()}
    of_pictures = {_file(module) for module in parsers.PICTURES}
    has = {
        name: set(defined(name))
        for name, _tree in modules()
        if name.startswith("wires/parsers/") and not name.endswith("__init__.py")
    }
    # One that reads a dialect is asked by the parser of its format, which imports it or names it.
    asked = {
        module.replace(".", "/") + ".py" for name in has for module, _line in imports(tree(name))
    } | {f"wires/parsers/{name}.py" for name in optional.NAMES}
    report(
        (
            f"{name} recognises a format, and nobody asks it. Add it to {REGISTER}."
            for name, names in has.items()
            if {"recognises", "FORMAT"} & names and name not in registered | asked
        ),
        (
            f"{name} has no {part}. A parser has FORMAT, recognises(), parse(), given()."
            for name in sorted(registered)
            for part in (OF_PICTURES if name in of_pictures else OF_A_PARSER)
            if part not in has[name]
        ),
        (
            f"wires/tests/minimal.py: SAMPLES has no function for {name}. Add one that returns its"
            " smallest delivery, so that wires/tests/test_contract.py asks it what it asks every format."
            for name in sorted(registered - {_file(module) for module in SAMPLES})
        ),
    )


def _file(module):
    return module.__name__.replace(".", "/") + ".py"


def _registered():
    return (*parsers.XML, *parsers.JSON, *parsers.TEXT, *parsers.PICTURES)


def commands():
    for name, _tree in modules():
        if match := re.fullmatch(r"\w+/management/commands/([a-z]\w*)\.py", name):
            yield name, match[1]


def test_every_command_is_written_about():
    pages = documents()
    assert len(list(commands())) > 5
    report(
        f"{name} is in no page. Say in docs/operations.md who runs “manage.py {command}”, when and"
        " what for."
        for name, command in commands()
        if not re.search(rf"manage\.py {command}\b", pages)
    )


def test_every_setting_from_the_environment_is_written_about():
    read = {
        node.args[0].value: f"{name}:{node.lineno}"
        for name in ("newsroom/settings.py", "images/files/storage.py")
        for node in nodes(tree(name))
        if isinstance(node, ast.Call) and getattr(node.func, "value", None) is not None
        if getattr(node.func.value, "id", "") == "env"
        if node.args and isinstance(node.args[0], ast.Constant)
    }
    assert "NEWSROOM_MODE" in read
    page = text("docs/operations.md")
    report(
        f"{place} reads {name}, which docs/operations.md does not have. Add a row there: its"
        " default, and what it is."
        for name, place in read.items()
        if f"`{name}`" not in page
    )
    listed = set(re.findall(r"^\| (.*?) \|", page, re.MULTILINE))
    report(
        f"docs/operations.md has {name}, which no setting reads. Take the row out."
        for row in listed
        for name in re.findall(r"`([A-Z0-9_]+)`", row)
        if name not in read
    )


def test_every_system_check_is_written_about():
    made = set(re.findall(r"id=\"(newsroom\.[EW]\d+)\"", text("newsroom/checks.py")))
    listed = set(re.findall(r"newsroom\.[EW]\d+", text("docs/checks.md")))
    assert made
    report(
        (
            f"newsroom/checks.py makes {name}, which docs/checks.md does not explain. Add a row there."
            for name in sorted(made - listed)
        ),
        (
            f"docs/checks.md has {name}, which newsroom/checks.py does not make. Take the row out."
            for name in sorted(listed - made)
        ),
    )


def guards():
    """Every test in this folder, with its file."""
    for path in sorted((ROOT / "newsroom/tests/guards").glob("test_*.py")):
        name = path.relative_to(ROOT).as_posix()
        for node in tree(name).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield node.name, name


def test_every_guard_is_listed_with_what_it_says():
    page, there = text("docs/guards.md"), dict(guards())
    listed = set(re.findall(r"`(test_\w+)`", page))
    report(
        (
            f"docs/guards.md does not list {name} of {file}. Add it there, with the message that somebody"
            " gets who breaks the rule."
            for name, file in there.items()
            if name not in listed
        ),
        (
            f"docs/guards.md lists {name}, which is no guard any more. Take it out."
            for name in sorted(listed - set(there))
        ),
    )
