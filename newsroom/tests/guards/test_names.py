"""Names are standard terms: what is loose, quaint or means several things at once names nothing.

docs/glossary.md has the words of the trade; docs/guards.md says what to write instead.
"""

import ast
import re

import pytest

from newsroom.tests.guards.report import report
from newsroom.tests.guards.source import ROOT, modules, nodes, tree

# Each loose word with what to write instead. These are loose as a whole name …
LOOSE = {
    "found": "results, match, item, or the noun itself",
    "one": "element, entry, or the noun itself",
    "words": "text, query, message, values",
    "moment": "at, timestamp, or which moment it is",
    "meant": "expected, intended",
    "whoever": "user, actor",
    "wanted": "target, requested, expected",
    "why": "error, reason",
    "trouble": "error",
    "tongue": "language",
    "loud": "is_explicit",
    "nobody": "no_user, nothing_chosen",
    "patience": "retries, attempts",
}
# … and these as a part of one too.
LOOSE_PARTS = {
    "said": "params, metadata, attribution, stated_fields, summary, headers",
    "told": "notified, written, added",
    "untold": "not_notified",
    "tell": "notify, write, add_message",
    "heed": "process, apply",
    "heeded": "applied",
    "take_in": "import, ingest, store, upload",
    "taken": "imported, used, claimed",
    "alike": "same, equal",
    "judged": "validated, checked",
    "anew": "again, force",
    "whence": "source, origin",
    "steepness": "ratio",
}
# Names that a library or a standard gives. At most five.
EXCEPTIONS: set[tuple[str, str]] = set()
_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")


def bound_names(module: ast.Module):
    """Yield each name that the module gives to something, with its line."""
    for node in nodes(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr, node.lineno
        elif isinstance(node, ast.alias) and node.asname:
            yield node.asname, node.lineno


def loose_word(name: str) -> str | None:
    """Return the loose word in `name`, or None. The name of a test is a sentence and may say more."""
    plain = "_".join(_PARTS.findall(name)).lower().replace("taken_down", "")  # a term of the trade
    if plain.startswith("test_"):
        return None
    if plain in LOOSE:
        return plain
    return next((word for word in LOOSE_PARTS if f"_{word}_" in f"_{plain}_"), None)


_SCRIPT_NAMES = re.compile(
    r"\b(?:const|let|var|function|class)\s+([\w$]+)"  # what is declared
    r"|\b(?:const|let|var)\s*[\[{]([^=]*?)[\]}]\s*=[^=]"  # … out of an array or an object
    r"|\(([^()]*)\)\s*=>"  # parameters
    r"|([\w$]+)\s*=>"
)
_STYLE_NAMES = re.compile(r"\.([a-z][\w-]*)|(--[a-z][\w-]*)\s*:")
_COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)


def names_in_text(source: str, pattern: re.Pattern[str]):
    """Yield each name that a script or a style sheet gives to something, with its line."""
    source = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), source)
    for match in pattern.finditer(source):
        line = source.count("\n", 0, match.start()) + 1
        for part in filter(None, match.groups()):
            for name in re.findall(r"[A-Za-z_$][\w$-]*", part):
                yield name, line


def scripts_and_styles():
    for suffix, pattern in ((".js", _SCRIPT_NAMES), (".css", _STYLE_NAMES)):
        for path in sorted((ROOT / "static").rglob(f"*{suffix}")):
            if "vendor" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text(), pattern


def our_modules():
    yield from modules()
    for path in sorted(ROOT.glob("*/tests/**/*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith("newsroom/tests/guards/test_names"):
            yield name, tree(name)


def test_names_are_standard_terms():
    report(
        f"{name}:{line} is named {bound!r}. “{word}” says nothing: write"
        f" {(LOOSE | LOOSE_PARTS)[word]}."
        for name, module in our_modules()
        for bound, line in bound_names(module)
        if (word := loose_word(bound)) and (name, bound) not in EXCEPTIONS
    )


def test_names_in_scripts_and_style_sheets_are_standard_terms():
    report(
        f"{name}:{line} is named {bound!r}. “{word}” says nothing: write"
        f" {(LOOSE | LOOSE_PARTS)[word]}."
        for name, source, pattern in scripts_and_styles()
        for bound, line in names_in_text(source, pattern)
        if (word := loose_word(bound.replace("-", "_").strip("_")))
    )


@pytest.mark.parametrize(
    ("code", "pattern"),
    [
        ("const said = 1", _SCRIPT_NAMES),
        ("let toldAt = 0", _SCRIPT_NAMES),
        ("const { found, more } = state", _SCRIPT_NAMES),
        ("function tell() {}", _SCRIPT_NAMES),
        ("const f = (first, ...said) => 1", _SCRIPT_NAMES),
        ("list.filter(one => one.ok)", _SCRIPT_NAMES),
        (".take-in { margin: 0 }", _STYLE_NAMES),
        (".card.said { margin: 0 }", _STYLE_NAMES),
        (":root { --colour-told: red }", _STYLE_NAMES),
    ],
)
def test_the_test_sees_names_in_scripts_and_style_sheets(code, pattern):
    names = [name.replace("-", "_").strip("_") for name, _line in names_in_text(code, pattern)]
    assert [name for name in names if loose_word(name)]


def test_the_list_of_exceptions_is_short_and_current():
    assert len(EXCEPTIONS) <= 5
    for name, bound in EXCEPTIONS:
        assert bound in {given for given, _line in bound_names(tree(name))}, (name, bound)


@pytest.mark.parametrize(
    "code",
    [
        "def take_in(): pass",
        "class Told: pass",
        "def f(said): pass",
        "for one in (): pass",
        "found = 1",
        "self.words = 1",
        "import a as heed",
        "was_told = 1",
        "EditorSaid = 1",
    ],
)
def test_the_test_sees_each_way_to_give_a_name(code):
    assert [loose_word(name) for name, _line in bound_names(ast.parse(code)) if loose_word(name)]


def test_a_word_within_another_is_no_loose_word():
    for name in (
        "password",
        "someone",
        "not_found",
        "one_line",
        "TAKEN_DOWN_PAGE",
        "test_one_is_told",
    ):
        assert loose_word(name) is None
