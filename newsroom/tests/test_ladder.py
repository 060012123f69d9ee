"""The ladder, and the other rules of the house that a reader of the code relies on."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
LADDER = {
    "accounts": set(),
    "attribution": {"accounts"},
    "images": {"attribution", "accounts"},
    "editions": {"images", "attribution", "accounts"},
    "wires": {"images", "attribution", "accounts"},
    "articles": {"wires", "editions", "images", "attribution", "accounts"},
    "newsroom": {"articles", "wires", "editions", "images", "attribution", "accounts"},
}
MARKED_SAFE = {"editions/pages.py", "editions/templatetags/newspaper.py"}


def sources(*, with_migrations=False):
    """Every module of ours that is not a test, with its path from the root."""
    for app in LADDER:
        for path in sorted((ROOT / app).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "/tests/" not in name and (with_migrations or "/migrations/" not in name):
                yield name, ast.parse(path.read_text("utf-8"))


def imports(tree):
    """The modules that a module imports, with the line, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", node.lineno


def climbs(name, tree):
    """The imports of a module that go up the ladder, or sideways."""
    app = name.split("/")[0]
    allowed = LADDER[app] | {app}
    return [
        f"{name}:{line} imports {module}"
        for module, line in imports(tree)
        if module.split(".")[0] in LADDER and module.split(".")[0] not in allowed
    ]


def test_each_app_imports_only_what_stands_below_it():
    assert [
        line for name, tree in sources(with_migrations=True) for line in climbs(name, tree)
    ] == []


def test_the_ladder_test_sees_a_climb():
    """The walk finds an import inside a function too, where one might hide it."""
    tree = ast.parse("def peek():\n    from articles.models import Article\n    return Article")
    assert climbs("editions/views.py", tree) == ["editions/views.py:2 imports articles.models"]


def test_foreign_keys_keep_to_the_ladder_too():
    climbing = [
        f"{model._meta.label}.{field.name}"
        for app in LADDER
        if app != "newsroom"
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        if (to := field.related_model._meta.app_label) in LADDER and to not in LADDER[app] | {app}
    ]
    assert climbing == []


def test_no_app_of_ours_is_imported_inside_a_function():
    """Apart from Django's own place for it, and a command whose library is a developer's only."""
    allowed = {"newsroom/apps.py", "newsroom/management/commands/catalogues.py"}
    hidden = [
        f"{name}:{line} imports {module}"
        for name, tree in sources()
        if name not in allowed
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for module, line in imports(function)
        if module.split(".")[0] in LADDER
    ]
    assert hidden == []


def test_there_is_no_module_for_odds_and_ends():
    odd = {"utils.py", "core.py", "common.py", "helpers.py", "signals.py"}
    assert [name for name, _tree in sources() if name.split("/")[-1] in odd] == []


def test_nothing_happens_by_signal():
    used = [
        f"{name}:{line}"
        for name, tree in sources()
        for module, line in imports(tree)
        if module.startswith("django.dispatch") or module.endswith(".signals")
    ]
    assert used == []


def assigned_stages(tree):
    """The lines that set a stage: by attribute, by update() or by setattr()."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(t, ast.Attribute) and t.attr == "stage" for t in targets):
                yield node.lineno
        if isinstance(node, ast.Call):
            named = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if named in ("update", "create", "Article") and "stage" in {
                k.arg for k in node.keywords
            }:
                yield node.lineno
            if named == "setattr" and any(
                isinstance(a, ast.Constant) and a.value == "stage" for a in node.args
            ):
                yield node.lineno


def test_a_stage_is_assigned_in_the_workflow_alone():
    found = {name for name, tree in sources() if list(assigned_stages(tree))}
    assert found == {"articles/workflow.py"}


@pytest.mark.parametrize(
    "line",
    ["article.stage = 'x'", "rows.update(stage='x')", "setattr(article, 'stage', 'x')"],
)
def test_the_stage_test_sees_each_way_to_assign_one(line):
    assert list(assigned_stages(ast.parse(line))) == [1]


def test_templates_print_what_is_safe_and_mark_nothing():
    marks = re.compile(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b")
    found = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "templates").rglob("*")
        if path.is_file() and marks.search(path.read_text("utf-8"))
    ]
    assert found == []


def test_only_these_modules_mark_html_as_safe():
    found = {
        name
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "mark_safe"
    }
    assert found == MARKED_SAFE


def test_readers_pages_do_not_look_at_who_asks():
    looks = [
        f"{name}:{node.lineno}"
        for name, tree in sources()
        if name.startswith("editions/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("user", "session", "COOKIES")
        and getattr(node.value, "id", "") == "request"
    ]
    messages = [
        f"{name}:{line}"
        for name, tree in sources()
        if name.startswith("editions/")
        for module, line in imports(tree)
        if "messages" in module or "sessions" in module
    ]
    assert looks + messages == []
