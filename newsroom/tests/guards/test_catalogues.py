"""Both languages say everything that the source says, and nothing else."""

import json
import re
from importlib import resources

from django.conf import settings

from newsroom import catalogue_source
from newsroom.tests.guards.report import report

LOCALE = settings.BASE_DIR / "locale"


def test_both_catalogues_are_complete():
    try:
        strings = catalogue_source.strings_of_source(settings.BASE_DIR)
    except catalogue_source.CatalogueError as error:
        report([str(error)])
    report(catalogue_source.faults(LOCALE, strings))


def test_the_editors_words_are_all_listed():
    """After an upgrade of django-prose-editor: bring locale/prose-editor-words.js up to date."""
    static = resources.files("django_prose_editor") / "static/django_prose_editor"
    sources = json.loads((static / "editor.js.map").read_text("utf-8"))["sourcesContent"]
    calls = [
        call for source in sources for call in re.findall(r'gettext\(\s*"(.+?)",?\s*\)', source)
    ]
    listed = (LOCALE / "prose-editor-words.js").read_text("utf-8")
    assert set(calls) == set(re.findall(r'^gettext\("(.+)"\)$', listed, re.MULTILINE))
