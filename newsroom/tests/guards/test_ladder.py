"""The ladder: each app imports only what stands below it, and says in full where an import leads."""

import ast
import re

import pytest
from django.conf import settings

from newsroom.tests.guards.report import report
from newsroom.tests.guards.source import (
    LADDER,
    ROOT,
    file_of,
    imports,
    models,
    modules,
    nodes,
    text,
)

TABLE = "LADDER in newsroom/tests/guards/source.py"


def climbs(name, tree):
    """The imports of a module that go up the ladder, or sideways."""
    app = name.split("/")[0]
    allowed = LADDER[app] | {app}
    for module, line in imports(tree):
        above = module.split(".")[0]
        if above in LADDER and above not in allowed:
            yield (
                f"{name}:{line} imports {module}, and {above} does not stand below {app}. Move what"
                f" is needed down the ladder, or do it in {above} (docs/architecture.md)."
            )


def test_each_app_imports_only_what_stands_below_it():
    report(line for name, tree in modules(with_migrations=True) for line in climbs(name, tree))


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
    for name in ("editions/views/readers.py", "wires/models/items.py", "accounts/admin.py"):
        (line,) = climbs(name, ast.parse(code))
        assert line.split(" imports ")[1].startswith("articles")
    (line,) = climbs("wires/admin.py", ast.parse("from editions.models import Edition"))
    below = climbs("articles/press.py", ast.parse("from editions.models import Edition"))
    assert list(below) == []


def test_foreign_keys_keep_to_the_ladder_too():
    report(
        f"{file_of(model)}: {model.__name__}.{field.name} points to {to}, which does not stand below"
        f" {app}. Let the model above point down, or keep a number."
        for app in LADDER
        if app != "newsroom"
        for model in models(app)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        if (to := field.related_model._meta.app_label) in LADDER and to not in LADDER[app] | {app}
    )


def test_nothing_is_imported_by_a_relative_name():
    """Every import says in full where it leads, so that the ladder can be read."""
    report(
        f"{name}:{line} imports {module}. Write the whole name, from the app on."
        for name, tree in modules()
        for module, line in imports(tree)
        if module[0] == "."
    )


def test_no_app_of_ours_is_imported_inside_a_function():
    """Apart from Django's own place for it."""
    report(
        f"{name}:{line} imports {module} inside {function.name}(). Import it at the top; if that is"
        " a circle, one of the two modules has something that belongs lower."
        for name, tree in modules()
        if name != "newsroom/apps.py"
        for function in nodes(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for module, line in imports(function)
        if module.split(".")[0] in LADDER
    )


def names_of_higher_apps(name, tree):
    """Yield the lines with a string that names a permission, a model or an address of a higher app."""
    app = name.split("/")[0]
    higher = "|".join(LADDER.keys() - LADDER[app] - {app})
    pattern = re.compile(rf"(?:admin:)?(?:{higher})[._]\w+")
    for node in nodes(tree):
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, str) and pattern.fullmatch(value):
            yield node.lineno, value


def test_no_app_names_a_higher_one_in_a_string():
    report(
        f"{name}:{line} names “{value}”, which stands above {name.split('/')[0]}. Let the higher app ask,"
        " or pass it in."
        for name, tree in modules()
        if name.split("/")[0] != "newsroom"
        for line, value in names_of_higher_apps(name, tree)
    )


@pytest.mark.parametrize(
    "code",
    ["user.has_perm('articles.add_article')", "reverse('admin:articles_article_change')"],
)
def test_the_string_test_sees_permissions_and_addresses(code):
    assert [line for line, _value in names_of_higher_apps("wires/a.py", ast.parse(code))] == [1]
    assert list(names_of_higher_apps("articles/a.py", ast.parse(code))) == []


def test_there_is_no_module_for_odds_and_ends():
    odd = {"utils.py", "core.py", "common.py", "helpers.py", "signals.py"}
    report(
        f"{name} has a name that says nothing. Name it after what it is about, or put each part"
        " where it is used."
        for name, _tree in modules()
        if name.split("/")[-1] in odd
    )


def packages():
    """The folders of ours that hold Python packages."""
    return sorted(
        path.parent.name
        for path in ROOT.glob("*/__init__.py")
        if path.parent.name not in ("bench",) and not path.parent.name.startswith(".")
    )


def test_every_app_has_its_place():
    """On the ladder, in the settings, among the tests, and in the page on architecture."""
    report(
        (
            f"{name}/ is not on the ladder. Add it to {TABLE}."
            for name in packages()
            if name not in LADDER
        ),
        (problem for name in packages() for problem in _out_of_place(name)),
        (
            f"{name}/ is on the ladder and not there. Take it out of {TABLE}."
            for name in LADDER
            if name not in packages()
        ),
    )


def _out_of_place(name):
    if (ROOT / name / "models.py").exists() or (ROOT / name / "apps.py").exists():
        installed = {entry.split(".")[0] for entry in settings.INSTALLED_APPS}
        if name not in installed:
            yield f"{name}/ is not installed. Add it to INSTALLED_APPS in newsroom/settings.py."
    if (ROOT / name / "tests").is_dir() and f'"{name}"' not in _test_paths():
        yield f"Tests in {name}/tests/ are not run. Add {name} to testpaths in pyproject.toml."
    if not re.search(rf"\b{name} {{2,}}\w", text("docs/architecture.md")):
        yield f"docs/architecture.md does not say what {name}/ is for. Add it to the ladder there."


def _test_paths():
    lines = text("pyproject.toml").splitlines()
    return next((line for line in lines if line.startswith("testpaths")), "")
