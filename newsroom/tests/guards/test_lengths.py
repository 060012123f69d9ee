"""What is long is split: modules at 400 lines, functions at 50, lines of templates at 500 characters.

Tests and migrations are left out.
"""

import ast

from newsroom.tests.guards.report import report
from newsroom.tests.guards.source import ROOT, modules, nodes, templates, text, tree

MODULE, FUNCTION = 400, 50  # lines
TEMPLATE_LINE = 500  # characters
# What is longer, each with its reason: a path, or a path and a function joined by a colon.
LONGER: dict[str, str] = {}
BESIDE_THE_APPS = ("bench", "bin", "locale", "requirements")


def measured():
    """Every module that the limits hold for: those of the apps, and those beside them."""
    yield from modules()
    for folder in BESIDE_THE_APPS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            yield name, tree(name)
    for name in ("conftest.py", "manage.py"):
        yield name, tree(name)


def long_functions(module):
    """Yield each function of more than FUNCTION lines, with its length."""
    for node in nodes(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            if length > FUNCTION:
                yield node, length


def lengths():
    """The length of all that is too long, by its path, or its path and function."""
    for name, module in measured():
        lines = len(text(name).splitlines())
        if lines > MODULE:
            yield name, f"{name} has {lines} lines. Split it: at most {MODULE} are allowed"
        for node, length in long_functions(module):
            yield (
                f"{name}:{node.name}",
                f"{name}:{node.lineno}: {node.name}() has {length} lines. Split it: at most"
                f" {FUNCTION} are allowed",
            )


def test_modules_and_functions_are_short():
    too_long = dict(lengths())
    report(
        (
            f"{sentence}; or add “{key}” to LONGER in newsroom/tests/guards/test_lengths.py, with"
            " the reason."
            for key, sentence in too_long.items()
            if key not in LONGER
        ),
        (
            f"{key} is short by now, or gone. Take it out of LONGER in"
            " newsroom/tests/guards/test_lengths.py."
            for key in LONGER
            if key not in too_long
        ),
    )


def test_a_long_function_is_seen_wherever_it_stands():
    body = "\n".join(f"        line_{number} = {number}" for number in range(FUNCTION))
    code = f"class Desk:\n    async def home(self):\n{body}\n    def short(self):\n        pass"
    assert [node.name for node, _length in long_functions(ast.parse(code))] == ["home"]
    assert {"bench/pictures.py", "manage.py", "wires/ingest/store.py"} <= dict(measured()).keys()


def test_lines_of_templates_are_short():
    report(
        f"{name}:{number} has {len(line)} characters. Break it where white space is free: fewer than"
        f" {TEMPLATE_LINE} are allowed."
        for name, content in templates().items()
        for number, line in enumerate(content.splitlines(), 1)
        if len(line) >= TEMPLATE_LINE
    )
