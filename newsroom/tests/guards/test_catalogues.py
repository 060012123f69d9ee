"""Both languages say everything that the source says, and nothing else."""

import ast
import json
import re
from importlib import resources

import polib
from django.conf import settings

from newsroom import catalogue_source
from newsroom.tests.guards.report import report
from newsroom.tests.guards.source import modules, nodes, templates

LOCALE = settings.BASE_DIR / "locale"
PLEASANTRIES = re.compile(r"\b(hãy|vui lòng|thành công)\b", re.IGNORECASE)


def test_both_catalogues_are_complete():
    report(_faults())


def _faults():
    try:
        strings = catalogue_source.strings_of_source(settings.BASE_DIR)
    except catalogue_source.CatalogueError as error:
        return [str(error)]
    return catalogue_source.faults(LOCALE, strings)


def test_vietnamese_neither_asks_kindly_nor_boasts():
    report(
        f"{path.relative_to(settings.BASE_DIR)}: “{entry.msgid[:60]}” has “{word[0].lower()}” in"
        " Vietnamese."
        " Say what could not be done, why, and what to do: docs/glossary.md, Translating."
        for path in sorted((LOCALE / "vi/LC_MESSAGES").glob("*.po"))
        for entry in polib.pofile(path)
        for text in (entry.msgstr, *entry.msgstr_plural.values())
        if (word := PLEASANTRIES.search(text))
    )


def test_the_editors_words_are_all_listed():
    """After an upgrade of django-prose-editor: bring locale/prose-editor-words.js up to date."""
    static = resources.files("django_prose_editor") / "static/django_prose_editor"
    sources = json.loads((static / "editor.js.map").read_text("utf-8"))["sourcesContent"]
    calls = [
        call for source in sources for call in re.findall(r'gettext\(\s*"(.+?)",?\s*\)', source)
    ]
    listed = (LOCALE / "prose-editor-words.js").read_text("utf-8")
    ours = re.findall(r'^gettext\("(.+)"\)$', listed, re.MULTILINE)
    assert calls
    report(
        (
            f"locale/prose-editor-words.js lacks “{text}”, which the editor says. Add it there, then"
            " run “make messages”."
            for text in sorted(set(calls) - set(ours))
        ),
        (
            f"locale/prose-editor-words.js has “{text}”, which the editor does not say. Take it out."
            for text in sorted(set(ours) - set(calls))
        ),
    )


def test_translations_are_asked_for_under_names_that_xgettext_knows():
    """It finds strings by the name of the function: under another they are never translated."""
    report(
        f"{name}:{node.lineno} imports {alias.name} as {alias.asname}, a name under which no string is"
        " found for the catalogues. Import it as _, or by its own name."
        for name, tree in modules()
        for node in nodes(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if "gettext" in alias.name and alias.asname not in (None, "_")
    )


# What a template may say as it stands: names, which are the same in every language.
NAMES = {
    "English",
    "Tiếng Việt",
    "Enter",
    "RSS",
    "SHA-256",
    "ninjs 3.1:",
    "NewsML-G2:",
    "Authorization: Bearer …",
}
NOT_TEXT = re.compile(
    r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|\{%\s*blocktranslate.*?endblocktranslate\s*%\}"
    r"|\{%\s*block bodyclass\s*%\}.*?\{%\s*endblock\s*%\}"
    r"|<!--.*?-->|<(script|style)\b.*?</\1>",
    re.DOTALL,
)
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
SPOKEN = re.compile(r"(?<![\w-])(?:title|placeholder|aria-label|alt)=\"([^\"]*)\"")


def bare(content):
    """The text of a template that stands in it as it is read: between tags, and in attributes."""
    content = TAGS.sub("\0", NOT_TEXT.sub("", content))
    texts = [*re.split(r"<[^>]*>|\0", content), *re.split("\0", "\0".join(SPOKEN.findall(content)))]
    stripped = (re.sub(r"&\w+;", "", text).strip() for text in texts)
    return [text for text in stripped if re.search(r"[^\W\d_]{2}", text)]


def test_templates_say_nothing_that_is_not_translated():
    report(
        f"{name} says “{text}” as it stands. Write {{% translate “…” %}}, then run “make messages”; or"
        " add a name that is the same in every language to NAMES in"
        " newsroom/tests/guards/test_catalogues.py."
        for name, content in templates().items()
        if name.endswith(".html")
        for text in bare(content)
        if text not in NAMES
    )


def test_the_text_of_a_template_is_found():
    assert bare("<p>Front {% translate 'x' %}</p><p>{{ a }}&nbsp;{# no #}<b>Page</b>") == [
        "Front",
        "Page",
    ]
    assert bare('<a title="Top" href="/up"><img alt="{{ alt }}">5 × 3</a>') == ["Top"]
    assert bare("{% blocktranslate %}One{% endblocktranslate %}<script>var a;</script>") == []
