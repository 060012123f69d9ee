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
# Calls that fetch a module or a model by its name.
BY_NAME = {"import_module", "__import__", "import_string", "get_model"}
MARKED_SAFE = {
    "editions/pages.py",
    "editions/templatetags/newspaper.py",
    "wires/templatetags/wire_copy.py",
}


def sources(*, with_migrations=False):
    """Every module of ours that is not a test, with its path from the root."""
    for app in LADDER:
        for path in sorted((ROOT / app).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "/tests/" not in name and (with_migrations or "/migrations/" not in name):
                yield name, ast.parse(path.read_text("utf-8"))


def imports(tree):
    """The modules that a module imports, with the line, wherever and however it does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # Of "from django.db.models import signals", the module may be either part.
            yield from (
                (f"{'.' * node.level}{node.module or ''}.{alias.name}", node.lineno)
                for alias in node.names
            )
        elif isinstance(node, ast.Call) and named(node) in BY_NAME:
            yield from (
                (argument.value, node.lineno)
                for argument in node.args[:1]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            )


def named(call):
    """The last part of what is called: "get_model" of apps.get_model()."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


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


def test_nothing_is_imported_by_a_relative_name():
    """Every import says in full where it leads, so that the ladder can be read."""
    found = [f"{n}:{line}" for n, tree in sources() for m, line in imports(tree) if m[0] == "."]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "import articles.models",
        "from articles import models",
        "def peek():\n    from articles.models import Article\n    return Article",
        "async def peek():\n    import articles",
        "models = import_module('articles.models')",
        "Article = apps.get_model('articles.Article')",
    ],
)
def test_the_ladder_test_sees_a_climb(code):
    """The walk finds an import wherever one might hide it, and one by name too."""
    for name in ("editions/views.py", "wires/models.py", "accounts/admin.py"):
        (line,) = climbs(name, ast.parse(code))
        assert line.split(" imports ")[1].startswith("articles")
    (line,) = climbs("wires/admin.py", ast.parse("from editions.models import Edition"))
    assert climbs("articles/press.py", ast.parse("from editions.models import Edition")) == []


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
    """Apart from Django's own place for it."""
    allowed = {"newsroom/apps.py"}
    hidden = [
        f"{name}:{line} imports {module}"
        for name, tree in sources()
        if name not in allowed
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for module, line in imports(function)
        if module.split(".")[0] in LADDER
    ]
    assert hidden == []


def test_there_is_no_module_for_odds_and_ends():
    odd = {"utils.py", "core.py", "common.py", "helpers.py", "signals.py"}
    assert [name for name, _tree in sources() if name.split("/")[-1] in odd] == []


def signals(name, tree):
    """The lines that send, receive or know signals."""
    known = [
        f"{name}:{line}"
        for module, line in imports(tree)
        if module.startswith("django.dispatch") or "signals" in module.split(".")
    ]
    connected = [
        f"{name}:{node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and named(node) in ("connect", "receiver")
    ]
    return known + connected


def test_nothing_happens_by_signal():
    assert [line for name, tree in sources() for line in signals(name, tree)] == []


@pytest.mark.parametrize(
    "line",
    [
        *("from django.db.models import signals", "from django.db.models.signals import post_save"),
        *("from django.dispatch import receiver", "post_save.connect(tell)"),
    ],
)
def test_the_signal_test_sees_each_way_to_use_one(line):
    assert signals("articles/models.py", ast.parse(line)) == ["articles/models.py:1"]


def assigned_stages(tree):
    """The lines that set a stage: by attribute, in a call that writes, or by setattr()."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.For | ast.NamedExpr):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(_is_stage(part) for target in targets for part in ast.walk(target)):
                yield node.lineno
        if isinstance(node, ast.Call):
            words = {k.arg for k in node.keywords} | {
                part.value for part in ast.walk(node) if isinstance(part, ast.Constant)
            }
            if "stage" in words and (named(node) in WRITES or named(node) == "setattr"):
                yield node.lineno


WRITES = {
    *("update", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update"),
    *("Article", "acreate", "aupdate"),
}


def _is_stage(node):
    return isinstance(node, ast.Attribute) and node.attr == "stage"


def test_a_stage_is_assigned_in_the_workflow_alone():
    found = {name for name, tree in sources() if list(assigned_stages(tree))}
    assert found == {"articles/workflow.py"}


@pytest.mark.parametrize(
    "line",
    [
        *("article.stage = 'x'", "article.stage, y = 'x', 1", "article.stage: str = 'x'"),
        *("rows.update(stage='x')", "rows.update(**{'stage': 'x'})", "Article(stage='x')"),
        *("rows.bulk_update(articles, ['stage'])", "setattr(article, 'stage', 'x')"),
        "rows.update_or_create(pk=1, defaults={'stage': 'x'})",
    ],
)
def test_the_stage_test_sees_each_way_to_assign_one(line):
    assert list(assigned_stages(ast.parse(line))) == [1]


def test_to_read_a_stage_is_not_to_assign_it():
    for line in (
        "if article.stage == 'x': pass",
        "rows.filter(stage='x')",
        "stage = article.stage",
    ):
        assert list(assigned_stages(ast.parse(line))) == []


TEMPLATES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for folder in ("templates", *(f"{app}/templates" for app in LADDER))
    for path in sorted((ROOT / folder).rglob("*"))
    if path.is_file()
}


def test_templates_print_what_is_safe_and_mark_nothing():
    marks = re.compile(r"\|\s*(safe|safeseq)\b|autoescape\s+off")
    assert [name for name, text in TEMPLATES.items() if marks.search(text)] == []


def test_only_these_modules_mark_html_as_safe():
    marks = {"mark_safe", "SafeString", "SafeText", "html_safe", "__html__"}
    found = {
        name
        for name, tree in sources()
        for node in ast.walk(tree)
        if {getattr(node, "id", ""), getattr(node, "attr", ""), getattr(node, "name", "")} & marks
    }
    assert found == MARKED_SAFE


def test_readers_pages_do_not_look_at_who_asks():
    looks = [
        f"{name}:{node.lineno}"
        for name, tree in sources()
        # A partner's token is in a header, and what is given for it is no page for readers.
        if name.startswith("editions/")
        and name not in ("editions/admin.py", "editions/partners.py")
        for node in ast.walk(tree)
        if getattr(node, "attr", "") in ("user", "session", "COOKIES", "META", "headers")
        or (isinstance(node, ast.Constant) and node.value in ("user", "session"))
    ]
    messages = [
        f"{name}:{line}"
        for name, tree in sources()
        if name.startswith("editions/")
        for module, line in imports(tree)
        if {"messages", "sessions", "auth", "csrf"} & set(module.split("."))
    ]
    assert looks + messages == []


def test_readers_templates_do_not_know_who_asks():
    public = ("templates/editions/", "templates/base.html", "templates/4", "templates/500.html")
    asks = re.compile(
        r"\{[{%][^}]*(?<![.\w\"])(user|perms|messages|request|csrf_token|csp_nonce)\b"
    )
    found = [n for n, text in TEMPLATES.items() if n.startswith(public) and asks.search(text)]
    assert found == []
