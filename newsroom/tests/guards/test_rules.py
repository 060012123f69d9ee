"""Rules of the house that a reader of the code relies on: where something may be done, and where not."""

import ast
import re

import pytest

from newsroom.tests.guards.report import report
from newsroom.tests.guards.source import called, imports, modules, nodes, templates, text

MARKED_SAFE = {
    "editions/pages.py",
    "editions/templatetags/newspaper.py",
    "wires/templatetags/wire_copy.py",
}
WRITES = {
    *("update", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update"),
    *("Article", "acreate", "aupdate"),
}


def signals(name, tree):
    """The lines that send, receive or know signals."""
    for module, line in imports(tree):
        if module.startswith("django.dispatch") or "signals" in module.split("."):
            yield f"{name}:{line}"
    for node in nodes(tree):
        is_call = isinstance(node, ast.Call) and called(node) in ("connect", "receiver")
        if is_call and ast.unparse(node.func) != "sqlite3.connect":
            yield f"{name}:{node.lineno}"


def test_nothing_happens_by_signal():
    report(
        f"{line} uses a signal. Call the function from where the thing happens, so that it is read there."
        for name, tree in modules()
        for line in signals(name, tree)
    )


@pytest.mark.parametrize(
    "line",
    [
        *("from django.db.models import signals", "from django.db.models.signals import post_save"),
        *("from django.dispatch import receiver", "post_save.connect(tell)"),
    ],
)
def test_the_signal_test_sees_each_way_to_use_one(line):
    assert list(signals("articles/models.py", ast.parse(line))) == ["articles/models.py:1"]


def assigned_stages(tree):
    """The lines that set a stage: by attribute, in a call that writes, or by setattr()."""
    for node in nodes(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.For | ast.NamedExpr):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(_is_stage(part) for target in targets for part in ast.walk(target)):
                yield node.lineno
        if isinstance(node, ast.Call) and (called(node) in WRITES or called(node) == "setattr"):
            names = {keyword.arg for keyword in node.keywords} | {
                part.value for part in ast.walk(node) if isinstance(part, ast.Constant)
            }
            if "stage" in names:
                yield node.lineno


def _is_stage(node):
    return isinstance(node, ast.Attribute) and node.attr == "stage"


def test_a_stage_is_assigned_in_the_workflow_alone():
    assigning = {name: list(assigned_stages(tree)) for name, tree in modules()}
    report(
        f"{name}:{line} assigns a stage. Call a verb of articles/workflow.py, which alone may."
        for name, lines in assigning.items()
        if name != "articles/workflow.py"
        for line in lines
    )
    assert assigning["articles/workflow.py"]


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


def lines_with(pattern, content):
    """The numbers of the lines on which the pattern begins."""
    return [content.count("\n", 0, match.start()) + 1 for match in pattern.finditer(content)]


def test_templates_print_what_is_safe_and_mark_nothing():
    marks = re.compile(r"\|\s*(safe|safeseq)\b|autoescape\s+off")
    report(
        f"{name}:{line} marks text as safe. Print it escaped; finished HTML comes from"
        " editions/pages.py as what is safe already."
        for name, content in templates().items()
        for line in lines_with(marks, content)
    )


def test_templates_hold_no_script_and_no_style_of_their_own():
    inside = re.compile(
        r"<script(?![^>]*\bsrc=)|<style\b|<[a-z][^>]*\s(on[a-z]+|style)=", re.IGNORECASE
    )
    report(
        f"{name}:{line} holds a script or a style, which the policy of no page lets run. Put it into"
        " a file in static/."
        for name, content in templates().items()
        for line in lines_with(inside, content)
    )


def _is_called_or_defined(node, names):
    """Whether the node is a call, a decorator or a function of one of the names; a type is not."""
    if isinstance(node, ast.Call):
        return called(node) in names
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        decorators = {ast.unparse(decorator).split(".")[-1] for decorator in node.decorator_list}
        return node.name in names or bool(decorators & names)
    return False


def test_only_these_modules_mark_html_as_safe():
    marks = {"mark_safe", "SafeString", "SafeText", "html_safe", "__html__"}
    marking = {
        name: node
        for name, tree in modules()
        for node in nodes(tree)
        if _is_called_or_defined(node, marks)
    }
    report(
        (
            f"{name}:{node.lineno} marks HTML as safe. Use format_html(), which escapes what it is given."
            for name, node in marking.items()
            if name not in MARKED_SAFE
        ),
        (
            f"{name} marks nothing as safe any more. Take it out of MARKED_SAFE in"
            " newsroom/tests/guards/test_rules.py."
            for name in sorted(MARKED_SAFE - set(marking))
        ),
    )


def test_readers_pages_do_not_look_at_who_asks():
    # A partner's token is in a header, and what is given for it is no page for readers.
    public = [
        (name, tree)
        for name, tree in modules()
        if name.startswith("editions/")
        and name not in ("editions/admin.py", "editions/partners.py", "editions/views/reports.py")
    ]
    assert public
    looks = [
        f"{name}:{node.lineno}"
        for name, tree in public
        for node in nodes(tree)
        if getattr(node, "attr", "") in ("user", "session", "COOKIES", "META", "headers")
        or (isinstance(node, ast.Constant) and node.value in ("user", "session"))
    ]
    looks += [
        f"{name}:{line}"
        for name, tree in public
        for module, line in imports(tree)
        if {"messages", "sessions", "auth", "csrf"} & set(module.split("."))
    ]
    report(
        f"{line} looks at who asks. Readers' pages are the same for everybody; what depends on the"
        " user belongs to the desk."
        for line in looks
    )


def test_readers_templates_do_not_know_who_asks():
    public = ("templates/editions/", "templates/base.html", "templates/4", "templates/500.html")
    asks = re.compile(
        r"\{[{%][^}]*(?<![.\w\"])(user|perms|messages|request|csrf_token|csp_nonce)\b"
    )
    report(
        f"{name}:{line} asks who reads. Readers' pages are the same for everybody."
        for name, content in templates().items()
        if name.startswith(public)
        for line in lines_with(asks, content)
    )


def test_no_code_asks_a_picture_for_an_address_or_a_path():
    """What works on disk only, and what would show the bucket."""
    asks = re.compile(r"\b(original|file|storage)\.(url|path)\b")
    code = {name: text(name) for name, _tree in modules(with_migrations=True)}
    report(
        f"{name} asks a picture for its {match[2]} ({match[0]}). Open the file through its storage;"
        " its address is that of the view “picture”."
        for name, content in {**code, **templates()}.items()
        for match in asks.finditer(content)
    )


def library_writes(tree):
    """Yield the lines that write rows of Image: through its manager, or by saving a picture."""
    for node in nodes(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        receiver = ast.unparse(node.func.value)
        writes_rows = node.func.attr in WRITES | {"delete"} and receiver.startswith("Image.objects")
        saves = node.func.attr in ("save", "delete") and receiver.split(".")[-1] == "image"
        if writes_rows or saves:
            yield node.lineno


def test_the_librarys_rows_are_written_by_images_alone():
    report(
        f"{name}:{line} writes a picture of the library. Call a function of images/services.py, or add"
        " one there."
        for name, tree in modules()
        if not name.startswith("images/")
        for line in library_writes(tree)
    )


@pytest.mark.parametrize(
    "line",
    [
        "Image.objects.filter(pk=1).update(caption='')",
        "Image.objects.create(alt='')",
        "Image.objects.all().delete()",
        "image.save()",
        "placement.image.save(update_fields=['alt'])",
    ],
)
def test_the_library_test_sees_each_way_to_write(line):
    assert list(library_writes(ast.parse(line))) == [1]


XML_READERS = {"XMLParser", "iterparse", "XML", "parseString", "ElementTree"}
XML_WRITERS = ("xml.sax.saxutils", "xml.sax.xmlreader")  # escape(), and attributes of an element
XML_PARSER = "text/safe_xml.py"


def xml_readers(tree):
    """The lines that build an XML parser or read XML without one that is given."""
    for module, line in imports(tree):
        if module.split(".")[0] == "xml" and not module.startswith(XML_WRITERS):
            yield line
    for node in nodes(tree):
        if isinstance(node, ast.Call) and called(node) in XML_READERS:
            yield node.lineno
        is_read = isinstance(node, ast.Call) and ast.unparse(node.func).startswith("etree.")
        if is_read and called(node) in ("fromstring", "parse") and len(node.args) < 2:
            yield node.lineno


def test_xml_is_read_by_the_one_safe_parser():
    report(
        f"{name}:{line} reads XML with another parser. Give etree.fromstring the parser of {XML_PARSER}."
        for name, tree in modules()
        if name != XML_PARSER
        for line in xml_readers(tree)
    )


@pytest.mark.parametrize(
    "line",
    [
        "from xml.etree import ElementTree",
        "etree.XMLParser()",
        "etree.iterparse(file)",
        "etree.fromstring(raw)",
        "etree.parse(file)",
    ],
)
def test_the_xml_test_sees_each_way_to_read(line):
    assert list(xml_readers(ast.parse(line))) == [1]
