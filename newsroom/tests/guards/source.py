"""The source of the house as data for guards: modules as trees, templates and documents as text."""

import ast
import re
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parents[3]
LADDER = {
    "text": set(),
    "accounts": {"text"},
    "attribution": {"accounts", "text"},
    "images": {"attribution", "accounts", "text"},
    "editions": {"images", "attribution", "accounts", "text"},
    "wires": {"images", "attribution", "accounts", "text"},
    "articles": {"wires", "editions", "images", "attribution", "accounts", "text"},
    "newsroom": {"articles", "wires", "editions", "images", "attribution", "accounts", "text"},
}
# Calls that fetch a module or a model by its name.
BY_NAME = {"import_module", "__import__", "import_string", "get_model"}


@cache
def text(name: str) -> str:
    """The file at `name`, a path from the root; "" where there is none."""
    path = ROOT / name
    return path.read_text("utf-8") if path.is_file() else ""


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(text(name), name)


@cache
def _names() -> tuple[str, ...]:
    return tuple(
        path.relative_to(ROOT).as_posix() for app in LADDER for path in (ROOT / app).rglob("*.py")
    )


def modules(*, with_migrations=False) -> list[tuple[str, ast.Module]]:
    """Every module of ours that is not a test: its path from the root, and its tree."""
    return [
        (name, tree(name))
        for name in sorted(_names())
        if "/tests/" not in name and (with_migrations or "/migrations/" not in name)
    ]


@cache
def templates() -> dict[str, str]:
    folders = ("templates", *(f"{app}/templates" for app in LADDER))
    return {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file()
    }


def models(*names: str) -> list[type[Model]]:
    """The models of these apps of ours, or of all, as far as they are installed."""
    return [
        model
        for name in names or LADDER
        if name in apps.app_configs
        for model in apps.get_app_config(name).get_models()
    ]


def file_of(defined: type) -> str:
    """The file in which a class of ours is defined, as a path from the root."""
    return defined.__module__.replace(".", "/") + ".py"


def documents() -> str:
    """All that is written for people: the pages in docs/ and those beside the Makefile."""
    pages = [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md")), ROOT / "Makefile"]
    return "\n".join(text(page.relative_to(ROOT).as_posix()) for page in pages)


@cache
def nodes(node: ast.AST) -> tuple[ast.AST, ...]:
    """All that some code consists of. Guards walk the same modules again and again."""
    return tuple(ast.walk(node))


@cache
def imports(node: ast.AST) -> tuple[tuple[str, int], ...]:
    """The modules that some code imports, with the line, wherever and however it does."""
    return tuple(_imports(node))


def _imports(node):
    for part in nodes(node):
        if isinstance(part, ast.Import):
            yield from ((alias.name, part.lineno) for alias in part.names)
        elif isinstance(part, ast.ImportFrom):
            # Of "from django.db.models import signals", the module may be either part.
            yield from (
                (f"{'.' * part.level}{part.module or ''}.{alias.name}", part.lineno)
                for alias in part.names
            )
        elif isinstance(part, ast.Call) and called(part) in BY_NAME:
            yield from (
                (argument.value, part.lineno)
                for argument in part.args[:1]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            )


def called(call: ast.Call) -> str:
    """The last part of what is called: "get_model" of apps.get_model()."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def table_rows(document: str) -> set[str]:
    """The first cell of every row of the tables in a document, split at its commas."""
    cells = re.findall(r"^\|([^|]*)\|", document, re.MULTILINE)
    return {part.strip(" `") for cell in cells for part in cell.split(",")}


def section(document: str, heading: str) -> str:
    """What stands in a document under a heading that begins so, up to the next heading."""
    match = re.search(
        rf"^#+ {re.escape(heading)}.*?$(.*?)(?=^#|\Z)", document, re.MULTILINE | re.DOTALL
    )
    assert match, heading
    return match[1]
