"""What comments, docstrings and pages point to is there: no file is named that was moved or removed."""

import ast
import io
import re
import tokenize

import pytest

from newsroom.tests.guards.report import report
from newsroom.tests.guards.source import LADDER, ROOT, nodes, text, tree

# A path with a folder, in lower case: docs write placeholders in capitals.
_PATH = re.compile(
    r"(?<![\w./<>{}*:$-])((?:[a-z_0-9][a-z_0-9-]*/)+[a-z_0-9][a-z_0-9.-]*\.(?:py|html|js|css|md|json|toml))"
    r"(?![\w/-])"
)
_TEMPLATE_COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}", re.DOTALL)
_STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SCRIPT_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
_EXAMPLE = re.compile(r"^ *>.*$", re.MULTILINE)  # what a guard says of a file that is made up
FOLDERS = (*LADDER, "templates", "static", "docs", "bench", "bin", "locale", "requirements")
SUFFIXES = {".py", ".html", ".js", ".css", ".md"}


def remarks(name, content):
    """Yield what a file says to its readers, piece by piece, with the line on which it begins."""
    suffix = name.rpartition(".")[2]
    if suffix == "py":
        for token in tokenize.generate_tokens(io.StringIO(content).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string
        documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        for node in nodes(tree(name) if text(name) == content else ast.parse(content)):
            if isinstance(node, documented) and (docstring := ast.get_docstring(node, clean=False)):
                yield node.body[0].lineno, docstring
    elif suffix == "md":
        yield 1, _EXAMPLE.sub("", content)
    else:
        comment = {"html": _TEMPLATE_COMMENT, "css": _STYLE_COMMENT}.get(suffix, _SCRIPT_COMMENT)
        for match in comment.finditer(content):
            yield content.count("\n", 0, match.start()) + 1, match[0]


def missing_paths(name, content):
    """Yield each path that a file names and that is not there, with its line.

    A path begins at the root, or in a page's own folder, where its links begin.
    """
    folders = [ROOT, (ROOT / name).parent] if name.endswith(".md") else [ROOT]
    gone = {
        path
        for path in set(_PATH.findall(content))
        if not any((folder / path).is_file() for folder in folders)
    }
    for line, remark in remarks(name, content) if gone else ():
        for match in _PATH.finditer(remark):
            if match[1] in gone:
                yield line + remark.count("\n", 0, match.start()), match[1]


def our_files():
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    for path in sorted([*paths, *ROOT.glob("*.md"), *ROOT.glob("*.py")]):
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in SUFFIXES and path.is_file() and "__pycache__" not in name:
            yield name


def test_every_path_in_a_comment_or_a_page_is_there():
    report(
        f"{name}:{line} names {path}, which is not there. Name the file that it is now, from the root"
        " on; or take the remark out."
        for name in our_files()
        for line, path in missing_paths(name, text(name))
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("images/a.py", '"""Asks images/gone.py."""'),
        ("images/a.py", "x = 1  # as in `images/gone.py`, of course"),
        ("images/a.py", "def f():\n    '''Stored.\n\n    See docs/gone.md.\n    '''"),
        ("templates/a.html", "<p>{# As in templates/gone.html. #}</p>"),
        ("static/a.css", "/* From static/css/gone.css */"),
        ("static/a.js", "run() // static/gone.js runs before"),
        ("docs/a.md", "See [that page](how-to/gone.md)."),
    ],
)
def test_the_check_sees_each_way_to_name_a_file(name, content):
    assert [path for _line, path in missing_paths(name, content)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("images/a.py", "path = 'images/gone.py'  # wires/parsers/FORMAT.py, images/rights.py"),
        ("templates/a.html", '{% include "images/gone.html" %}'),
        ("docs/a.md", "> images/gone.py: said by a guard\n\n[a page](how-to/add-a-verb.md)"),
        ("static/a.js", "fetch('https://example.org/static/gone.js')"),
    ],
)
def test_the_check_allows_what_names_no_file_of_ours(name, content):
    assert list(missing_paths(name, content)) == []
