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
MAKE_TOPICS = {
    "articles/topics/services.py",
    "editions/topics.py",
    "articles/models/article.py",  # a name given to tags is the topic that there is
    "newsroom/demo/content.py",
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


def assigned(tree, fields, writes=WRITES):
    """The lines that set one of the fields: by attribute, in a call that writes, or by setattr()."""
    for node in nodes(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.For | ast.NamedExpr):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            parts = [part for target in targets for part in ast.walk(target)]
            if any(isinstance(part, ast.Attribute) and part.attr in fields for part in parts):
                yield node.lineno
        if isinstance(node, ast.Call) and (called(node) in writes or called(node) == "setattr"):
            names = {keyword.arg for keyword in node.keywords} | {
                part.value for part in ast.walk(node) if isinstance(part, ast.Constant)
            }
            if names & fields:
                yield node.lineno


def assigned_stages(tree):
    """The lines that set a stage."""
    return assigned(tree, {"stage"})


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


def assigned_items(tree):
    """The lines that set on which item, or which version of it, some copy rests."""
    writes = WRITES - {"Article"} | {"ArticleAgency"}
    return assigned(tree, {"wire_item", "wire_item_id", "wire_version", "wire_version_id"}, writes)


def test_what_copy_rests_on_is_written_in_one_module():
    assigning = {name: list(assigned_items(tree)) for name, tree in modules()}
    report(
        f"{name}:{line} changes on which item copy rests, and no record is kept of it. Call a function"
        " of articles/wire/sources.py, which alone may."
        for name, lines in assigning.items()
        if name != "articles/wire/sources.py"
        for line in lines
    )
    assert assigning["articles/wire/sources.py"]


@pytest.mark.parametrize(
    "line",
    [
        *("source.wire_item = item", "source.wire_version_id = 3", "rows.update(wire_item=None)"),
        *("article.agency_credits.create(wire_item=item)", "ArticleAgency(wire_item=item)"),
        *("rows.bulk_update(sources, ['wire_version'])", "setattr(source, 'wire_item', None)"),
    ],
)
def test_the_test_of_items_sees_each_way_to_assign_one(line):
    assert list(assigned_items(ast.parse(line))) == [1]


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


def topics_made(tree):
    """The lines that make a topic, or give copy topics by their names."""
    for node in nodes(tree):
        if not isinstance(node, ast.Call):
            continue
        function = ast.unparse(node.func)
        if re.search(r"\bTopic(\.objects\.\w*create)?$|\btags\.(add|set)$|find_or_make$", function):
            yield node.lineno


def test_a_topic_is_made_where_permission_is_asked():
    report(
        f"{name}:{line} makes topics or gives them to copy. Call a function of"
        " articles/topics/services.py, which asks who may make one."
        for name, tree in modules()
        if name not in MAKE_TOPICS
        for line in topics_made(tree)
    )


@pytest.mark.parametrize(
    "line",
    [
        *("Topic.objects.create(name=name)", "models.Topic(name=name)", "article.tags.add(name)"),
        *("self.tags.set([])", "Topic.objects.get_or_create(name=n)", "topics.find_or_make(name)"),
    ],
)
def test_the_topic_test_sees_each_way_to_make_one(line):
    assert list(topics_made(ast.parse(line))) == [1]


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


LIBRARY = {"Image", "Rendition", "Lease", "ImageChange"}
PICTURES = {"image", "picture", "img", "rendition", "lease"}


def library_writes(tree):
    """Yield the lines that write rows of the library: through a manager, or by saving an object."""
    querysets = {
        target.id
        for node in nodes(tree)
        if isinstance(node, ast.Assign) and _is_of_library(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in nodes(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        receiver, name = node.func.value, ast.unparse(node.func.value).split(".")[-1]
        writes_rows = node.func.attr in WRITES | {"delete", "adelete"} and (
            _is_of_library(receiver) or name in querysets
        )
        is_object = name in PICTURES or (
            isinstance(receiver, ast.Call) and called(receiver) in LIBRARY
        )
        saves = (
            node.func.attr in ("save", "asave", "delete", "adelete") and not node.args
        )  # not Pillow's
        if writes_rows or (is_object and saves):
            yield node.lineno


def _is_of_library(node):
    """Whether it is a manager of a model of the library, or what a manager returns."""
    return bool(
        re.match(rf"(\w+\.)*({'|'.join(LIBRARY)})\.(objects|_base_manager)\b", ast.unparse(node))
    )


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
        "models.Image.objects.update(caption='')",
        "Image._base_manager.update(caption='')",
        "Lease.objects.create(kind='deny')",
        "Rendition.objects.all().delete()",
        "Image(original=file).save()",
        "picture.asave()",
        "image.save()",
        "placement.image.save(update_fields=['alt'])",
    ],
)
def test_the_library_test_sees_each_way_to_write(line):
    assert list(library_writes(ast.parse(line))) == [1]
    assert list(
        library_writes(ast.parse("rows = Image.objects.filter(pk=1)\nrows.update(alt='')"))
    ) == [2]


XML_READERS = {"iterparse", "parseString", "ElementTree", "fromstringlist"}
XML_WRITERS = ("xml.sax.saxutils", "xml.sax.xmlreader")  # escape(), and attributes of an element
XML_PARSER = "text/safe_xml.py"


def xml_readers(tree):
    """The lines that build an XML parser, or read XML without the one of text/safe_xml.py."""
    for module, line in imports(tree):
        parts = module.split(".")
        is_other = parts[0] in ("xml", "pyexpat") and not module.startswith(XML_WRITERS)
        if is_other or module.startswith(
            ("lxml.etree.f", "lxml.etree.p", "lxml.etree.X", "lxml.objectify")
        ):
            yield line
    for node in nodes(tree):
        if not isinstance(node, ast.Call):
            continue
        name, of_lxml = (
            called(node),
            ast.unparse(node.func).split(".")[-2:-1] in (["etree"], ["objectify"]),
        )
        builds = name in XML_READERS or (of_lxml and (name.endswith("Parser") or name == "XML"))
        reads = of_lxml and name in ("fromstring", "parse")
        if builds or (reads and not (len(node.args) > 1 and _is_safe_parser(node.args[1]))):
            yield node.lineno


def _is_safe_parser(node):
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith("safe_xml.parser")


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
        "etree.XMLPullParser()",
        "etree.fromstring(raw)",
        "etree.fromstring(raw, None)",
        "lxml.etree.fromstring(raw)",
        "from lxml.etree import fromstring",
        "etree.parse(file)",
    ],
)
def test_the_xml_test_sees_each_way_to_read(line):
    assert list(xml_readers(ast.parse(line))) == [1]
